"""Diagnostics on standard error, for the commands that make no report."""

from collections.abc import Iterable, Mapping

import click

from tos_spec.diagnostics import Diagnostic


def complain(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str] | None = None) -> int:
    """Show `diagnostics` on standard error as `check FILE` would, and return the exit code for a wrong document."""
    from tos_checker.render import Look
    from tos_checker.render.excerpt import Texts
    from tos_checker.render.full import diagnostics_only

    click.echo(diagnostics_only(tuple(diagnostics), Look(Texts(texts or {}))), err=True, nl=False)
    return 2
