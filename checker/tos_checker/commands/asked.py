"""What commands need that ask one question: the document, checked for mistakes; clauses by their numbers; a second solver.

Contract: whoever asks by `questions` asks nothing of a document that `check FILE` would refuse. Of one that contradicts itself anything
could be proved, as there is no scenario that could speak against it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tos_checker.certifying import Questions
from tos_spec.core import Policy
from tos_spec.diagnostics import Diagnostic

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
def questions(file: Path, policy: Policy, seconds: float | None, *, certify: bool) -> Iterator[Questions]:
    """Questions about the document in `file`, confirmed by a second solver if wished; the first is whether it contradicts itself.

    Where it does, or where that stays open, the program ends.
    """
    with unprepared(str(file), certify=certify) as asked:
        refuse_contradictions("", policy, seconds, asked)
        yield asked


def refuse_contradictions(
    name: str, policy: Policy, seconds: float | None, asked: Questions, texts: Mapping[str, str] | None = None
) -> None:
    """End the program where `policy` (called by `name`, if there are several) contradicts itself, or where that stays open."""
    from tos_checker import consistency
    from tos_checker.budget import OutOfEffortError

    which = f"`{name}`" if name else "the document"
    try:
        wrong = consistency.problems(policy, asked.begin(f"whether {which} contradicts itself", seconds))
    except OutOfEffortError as error:
        raise left_open(which) from error
    refuse(wrong, texts)


def refuse(wrong: Iterable[Diagnostic], texts: Mapping[str, str] | None = None) -> None:
    """End the program, with the errors among these shown, if there are any."""
    from tos_checker.commands.complain import complain

    errors = [d for d in wrong if d.severity == "error"]
    if errors:
        raise click.exceptions.Exit(complain(errors, texts))


def left_open(which: str = "the document") -> click.exceptions.Exit:
    """The end of the program where nobody knows whether a document contradicts itself; that is said first."""
    said = f"undecided: the limit was reached before it was known whether {which} contradicts itself"
    click.echo(f"{said}; allow more with `--time-limit`", err=True)
    return click.exceptions.Exit(_UNDECIDED)


@contextmanager
def unprepared(file: str, texts: Callable[[], Mapping[str, str]] | None = None, *, certify: bool) -> Iterator[Questions]:
    """As `questions`, for who finds out in another way whether a document contradicts itself.

    Where two ways to an answer disagree, the program ends: with what to report. To that belong the `texts` (not given: of `file` and its imports).
    """
    from tos_checker import evidence
    from tos_checker.commands.complain import complain, internal_error
    from tos_checker.commands.options import wants_traceback
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
            internal_error(error, verbose=wants_traceback(words), while_doing=f"checking {file}")
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
