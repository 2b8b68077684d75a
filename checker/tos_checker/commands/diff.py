"""`check diff OLD NEW`: what a change of the text changes, in scenarios, claims and cases."""

import datetime
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tos_checker.commands.options import certify_option, colour_option, seconds, text_width, today_option, wants_colour
from tos_checker.difference import FAIL_ON
from tos_spec.core import Policy

if TYPE_CHECKING:
    from tos_checker.certifying import Questions
    from tos_checker.render.changed import Run
    from tos_spec.load import Loaded

_USUAL_LIMIT = 20


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice(FAIL_ON),
    metavar="KIND",
    help=f"Give exit code 1 for this kind of change alone ({', '.join(FAIL_ON)}); may be repeated.  [default: any]",
)
@click.option(
    "--limit", type=click.IntRange(min=1), default=_USUAL_LIMIT, metavar="N", help="Show at most N families.  [default: 20]"
)
@today_option
@click.option("--time-limit", callback=seconds, metavar="SECONDS", help="Leave a question undecided after so long.")
@certify_option
@click.option(
    "--output-format", type=click.Choice(("full", "concise", "json")), default="full", help="How it is printed.  [default: full]"
)
@click.option("-v", "--verbose", is_flag=True, help="Show how open words are read, too.")
@colour_option
def diff(**given: Any) -> int:
    """Show what changes between the documents OLD and NEW: every family of scenarios that they judge differently, and which claims turn.

    Each is a file, or REV:path in the git repository. The dates in the headers are ignored.
    """
    from tos_checker import writing
    from tos_checker.commands.asked import exit_code, unprepared
    from tos_checker.declared import Declared
    from tos_checker.differing import difference
    from tos_checker.render import changed

    old, new = given["old"], given["new"]
    day = given["today"] or datetime.datetime.now(datetime.UTC).date()
    policies: list[Policy] = []
    written: list[Declared] = []
    read: dict[str, str] = {}
    with unprepared(new, lambda: read, certify=given["certify"]) as asked:
        for name, other in ((old, new), (new, old)):
            loaded = _document(name, other)
            read |= {file: source.text for file, source in loaded.sources.items()}
            policy = _sound(name, loaded, given["time_limit"], asked)
            if isinstance(policy, int):
                return policy
            policies.append(policy)
            written.append(Declared.of(loaded))
        sides = (old, new), (policies[0], policies[1]), (written[0], written[1])
        found = difference(*sides, day, given["time_limit"], given["limit"], asked)
        code = 1 if found.alarms(given["fail_on"]) else 3 if found.undecided else 0
        if code == 0 and found.cut:  # what is not shown counts, too
            with asked.aside("the changes that are not shown") as others:
                everything = difference(*sides, day, given["time_limit"], None, others)
            code = 1 if everything.alarms(given["fail_on"]) else 3 if everything.undecided else 0
        code = exit_code(asked, code)
    found = replace(found, certification=asked.certification)
    match given["output_format"]:
        case "json":
            writing.print_text(changed.as_json(found, _run(day, code)), utf8=True)
        case "concise":
            writing.print_text(changed.concise(found))
        case _:
            colour = wants_colour(given["color"])
            writing.print_text(changed.full(found, text_width(), colour=colour, verbose=given["verbose"]))
    return code


def _document(name: str, other: str) -> "Loaded":
    """The document that an argument names: a file, or `REV:path` in the repository of the folder, or else of the other document."""
    from tos_checker.revision import RevisionError, load_at, names_revision
    from tos_spec.load import load

    if not names_revision(name):
        return load(Path(name))
    folders = [Path()] if names_revision(other) else [Path(), Path(other).parent]
    wrong = ""
    for folder in folders:
        try:
            return load_at(name, folder)
        except RevisionError as error:
            wrong = wrong or str(error)
    raise click.UsageError(wrong)


def _sound(name: str, loaded: "Loaded", time_limit: float | None, asked: "Questions") -> Policy | int:
    """The document, or, with its mistakes shown on standard error, the exit code for a wrong one."""
    from tos_checker.commands.asked import refuse_contradictions
    from tos_checker.commands.complain import complain

    texts = {file: source.text for file, source in loaded.sources.items()}
    policy = loaded.policy
    if policy is None:
        return complain(loaded.diagnostics, texts)
    if not policy.name:
        message = f"`{name}` is vocabulary for other documents: it has no clauses to compare"
        raise click.UsageError(message)
    refuse_contradictions(name, policy, time_limit, asked, texts)
    return policy


def _run(day: datetime.date, code: int) -> "Run":
    from tos_checker import __version__, versions
    from tos_checker.render.changed import Run

    return Run(__version__, versions.solver(), day.isoformat(), code)
