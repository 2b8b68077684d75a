"""What is said on standard error: diagnostics, by the commands that make no report, and that something went wrong inside."""

import traceback
from collections.abc import Iterable, Mapping

import click

from tos_checker import __version__
from tos_spec.diagnostics import Diagnostic

_ISSUES = "the project's issue tracker"


def complain(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str] | None = None) -> int:
    """Show `diagnostics` on standard error as `check FILE` would, and return the exit code for a wrong document."""
    from tos_checker.render import Look
    from tos_checker.render.excerpt import Texts
    from tos_checker.render.full import diagnostics_only

    click.echo(diagnostics_only(tuple(diagnostics), Look(Texts(texts or {}))), err=True, nl=False)
    return 2


def internal_error(error: BaseException, *, verbose: bool, while_doing: str = "", has_verbose: bool = True) -> None:
    """Say on standard error that something went wrong inside, and where to report it; with `-v` where, if the command has it."""
    if verbose:
        traceback.print_exception(error)
    doing = f" while {while_doing}" if while_doing else ""
    click.echo(f"internal error{doing}: {type(error).__name__}", err=True)
    more = "" if verbose or not has_verbose else "; `-v` shows where it happened"
    click.echo(
        f"this is a mistake in toscheck {__version__}, not in your document: please report it to {_ISSUES}{more}", err=True
    )
