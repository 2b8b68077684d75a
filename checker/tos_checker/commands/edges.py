"""`check edges FILE`: where each prohibition stops, and whether another clause still forbids beyond."""

from pathlib import Path

import click

from tos_checker.commands.options import (
    certify_option,
    colour_option,
    format_option,
    text_width,
    time_limit_option,
    traceback_option,
    wants_colour,
)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--clause", "clauses", multiple=True, metavar="N", help="Only this prohibition or duty; may be repeated.")
@time_limit_option
@certify_option
@traceback_option
@format_option
@colour_option
def edges(
    file: Path, *, clauses: tuple[str, ...], time_limit: float | None, certify: bool, output_format: str, color: str
) -> int:
    """Show which single facts lift each prohibition of FILE, and whether another clause still forbids."""
    from tos_checker import writing
    from tos_checker.budget import OutOfEffortError
    from tos_checker.commands.asked import exit_code, questions, unknown_clauses, whole
    from tos_checker.edges import boundaries
    from tos_checker.render import boundary

    policy = whole(file)
    if isinstance(policy, int):
        return policy
    unknown_clauses(policy, clauses)
    with questions(file, policy, time_limit, certify=certify) as asked:
        try:
            found = list(boundaries(policy, clauses, asked.begin("edges", time_limit)))
        except OutOfEffortError:
            click.echo("undecided: the limit was reached before all edges were found; allow more with `--time-limit`", err=True)
            return 3
        code = exit_code(asked)
    if output_format == "json":
        writing.print_text(boundary.as_json(policy.name, found, asked.certification), utf8=True)
    else:
        writing.print_text(
            boundary.full(
                found, text_width(), colour=wants_colour(color), spelled=bool(clauses), certification=asked.certification
            )
        )
    return code
