"""`check mend FILE CLAIM`: the smallest changes of the text that make a claim hold, each tried, as redlines and as diffs."""

import datetime
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

import click

from tos_checker.commands.options import (
    certify_option,
    colour_option,
    text_width,
    time_limit_option,
    today_option,
    traceback_option,
    wants_colour,
)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("claim")
@click.option("--limit", type=click.IntRange(1, 50), default=3, help="How many mends are shown.  [default: 3]")
@click.option("--number", type=click.IntRange(1, 50), default=1, help="Which mend is printed as a diff.  [default: 1]")
@click.option(
    "--output-format", type=click.Choice(("full", "json", "diff")), default="full", help="How it is printed.  [default: full]"
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it to FILE.")
@time_limit_option
@certify_option
@traceback_option
@today_option
@colour_option
def mend(  # noqa: PLR0913 - the options, each by name
    file: Path,
    *,
    claim: str,
    limit: int,
    number: int,
    output_format: str,
    output: Path | None,
    time_limit: float | None,
    certify: bool,
    today: datetime.date | None,
    color: str,
) -> int:
    """Show the smallest changes of FILE that make CLAIM hold.

    Each was made in a copy of the text: there the claim holds, and no other claim or case turns. FILE stays as it is; what
    `--output-format diff` prints is taken by `git apply`. Exit codes: 0 a mend was found (or none is needed), 1 none was found, 2 wrong use
    or a wrong document, 3 the limit was reached before one was found.
    """
    from tos_checker import writing
    from tos_checker.commands.asked import exit_code, questions, whole
    from tos_checker.mend import remedies
    from tos_checker.render import certificate
    from tos_checker.render import mends as shown

    policy = whole(file)
    if isinstance(policy, int):
        return policy
    wanted = next((c for c in policy.claims if c.name == claim), None)
    if wanted is None:
        names = [c.name for c in policy.claims]
        near = get_close_matches(claim, names, n=1)
        listed = "its claims are " + ", ".join(f"`{n}`" for n in names[:12]) if names else "it has none"
        message = f"there is no claim `{claim}`; " + (f"did you mean `{near[0]}`?" if near else listed)
        raise click.UsageError(message)
    day = today or datetime.datetime.now(datetime.UTC).date()
    most = max(limit, number if output_format == "diff" else 1)
    with questions(file, policy, time_limit, certify=certify) as asked:
        found = remedies(file, policy, wanted, day, time_limit or _USUAL, most, asked)
        code = exit_code(asked, 0 if found.mends or found.status in ("holds", "accepted") else 3 if found.cut else 1)
    found = replace(found, certification=asked.certification)
    match output_format:
        case "json":
            text = shown.as_json(found, code)
        case "diff":
            text = shown.diff(found, number)
            if not text:
                click.echo(shown.full(found, text_width(), colour=False), err=True, nl=False)
            else:
                for said in (shown.where_it_begins(found), certificate.line(found.certification)):
                    if said:
                        click.echo(said, err=True)
        case _:
            text = shown.full(found, text_width(), colour=output is None and wants_colour(color))
    if output is None:
        writing.print_text(text, utf8=output_format != "full")
        return code
    try:
        writing.replace_file(output, text)
    except OSError as wrong:
        message = f"`{output}` cannot be written: {wrong.strerror}"
        raise click.UsageError(message) from wrong
    return code


_USUAL = 600.0
