"""What commands on one document need: the document, checked for mistakes; clauses by their numbers."""

from difflib import get_close_matches
from pathlib import Path

import click

from tos_spec.core import Policy


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
