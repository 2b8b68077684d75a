"""`check guard FILE`: which clauses, struck or weakened, no claim or case would notice, with a claim that would."""

import datetime
from pathlib import Path

import click

from tos_checker.commands.options import (
    certify_option,
    colour_option,
    format_option,
    text_width,
    time_limit_option,
    today_option,
    traceback_option,
    wants_colour,
)
from tos_spec.checks import STANDARD_CHECKS


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--clause", "clauses", multiple=True, metavar="N", help="Only this clause; may be repeated.")
@time_limit_option
@today_option
@certify_option
@traceback_option
@format_option
@colour_option
def guard(
    file: Path,
    *,
    clauses: tuple[str, ...],
    time_limit: float | None,
    today: datetime.date | None,
    certify: bool,
    output_format: str,
    color: str,
) -> int:
    """Show which clauses of FILE could be struck or weakened without any claim or case noticing.

    For each it suggests a claim, or a case, that would notice: it was tried, and holds now.
    """
    from tos_checker import writing
    from tos_checker.budget import OutOfEffortError
    from tos_checker.check import check_file
    from tos_checker.commands.asked import exit_code, left_open, refuse, unknown_clauses, unprepared, whole
    from tos_checker.render import gaps as shown
    from tos_checker.unguarded import looseness

    policy = whole(file)
    if isinstance(policy, int):
        return policy
    unknown_clauses(policy, clauses)
    day = today or datetime.datetime.now(datetime.UTC).date()
    with unprepared(str(file), certify=certify) as asked:
        checked = check_file(
            file,
            text=None,
            shown_as=str(file),
            today=day,
            claims=frozenset(),
            time_limit=time_limit,
            limit=None,
            levels=dict.fromkeys(STANDARD_CHECKS, "off"),
            progress=None,
            audit=asked.audit,
        )
        if checked.interrupted:
            raise KeyboardInterrupt  # of what was not asked nobody knows whether it would notice
        refuse(checked.diagnostics)
        if any(r.check == "consistency" for r in checked.results):
            raise left_open()
        asked.count(checked.certification)
        try:
            effort = asked.begin("what nothing guards", time_limit or _USUAL)
            found = list(looseness(file, policy, checked.results, clauses, day, effort))
        except OutOfEffortError:
            said = "undecided: the limit was reached; name a clause with `--clause`, or allow more with `--time-limit`"
            click.echo(said, err=True)
            return 3
        code = exit_code(asked)
    if output_format == "json":
        writing.print_text(shown.as_json(policy.name, found, asked.certification), utf8=True)
    else:
        writing.print_text(shown.full(found, text_width(), colour=wants_colour(color), certification=asked.certification))
    return code


_USUAL = 600.0
