"""What commands need that ask one question: the document, checked for mistakes; clauses by their numbers; a second solver."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tos_checker.certifying import Questions
from tos_spec.core import Policy

if TYPE_CHECKING:
    from tos_checker.audit import Audit


def whole(file: Path) -> Policy | int:
    """The document in `file`, or, with its mistakes shown on standard error, the exit code for a wrong one."""
    from tos_checker.commands.complain import complain
    from tos_spec.load import load

    loaded = load(file)
    if loaded.policy is None:
        return complain(loaded.diagnostics)
    if not loaded.policy.name:
        message = f"`{file}` is vocabulary for other documents: it has no clauses to ask about"
        raise click.UsageError(message)
    return loaded.policy


def unknown_clauses(policy: Policy, numbers: tuple[str, ...]) -> None:
    """Refuse the numbers of clauses that there are not."""
    known = [c.number for c in policy.clauses]
    for number in numbers:
        if number not in known:
            near = get_close_matches(number, known, n=1)
            meant = f"did you mean `{near[0]}`?" if near else "its clauses are " + ", ".join(f"`{n}`" for n in known[:12])
            message = f"there is no clause `{number}`; {meant}"
            raise click.UsageError(message)


@contextmanager
def questions(file: str, texts: Callable[[], Mapping[str, str]] | None = None, *, certify: bool) -> Iterator[Questions]:
    """Questions about the document `file`, confirmed by a second solver if wished.

    Where two ways to an answer disagree, the program ends: with what to report. To that belong the `texts` (not given: of `file` and its imports).
    """
    from tos_checker import evidence
    from tos_checker.commands.complain import complain, internal_error
    from tos_checker.disagreement import DisagreementError, SolversDisagreeError

    with ExitStack() as open_:
        asked = Questions(open_.enter_context(_audited()) if certify else None)
        try:
            with asked.blamed():
                yield asked
                asked.settle()
        except SolversDisagreeError as error:
            complain([evidence.of_solvers(error, file)])
            raise click.exceptions.Exit(_INTERNAL) from error
        except DisagreementError as error:
            words = click.get_current_context().find_root().obj
            internal_error(error, verbose="-v" in words, while_doing=f"checking {file}")
            known = evidence.texts_of(Path(file), None, file) if texts is None else texts()
            complain([evidence.of_judgements(error, file, known, words)])
            raise click.exceptions.Exit(_INTERNAL) from error


@contextmanager
def _audited() -> "Iterator[Audit]":
    from tos_checker import audit

    if (obstacle := audit.obstacle()) is not None:
        message = f"{obstacle.message}; {obstacle.help}"
        raise click.UsageError(message)
    with audit.audited() as found:
        yield found


def exit_code(asked: Questions, code: int = 0) -> int:
    """The exit code of a command that ends with `code`, unless something is not confirmed that was to be."""
    asked.settle()
    found = asked.certification
    return code or (_UNDECIDED if found is not None and found.unconfirmed else 0)


_UNDECIDED, _INTERNAL = 3, 4
