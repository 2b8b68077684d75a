"""`check ask FILE FACT…`: what the document makes of a scenario; facts not given stay open."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tos_spec.core import Case, Policy

from tos_checker.commands.options import certify_option, colour_option, format_option, text_width, time_limit_option, wants_colour

_BARE = frozenset(["is", "has", "exists", "not", "one", "of", "and", "or", "=", "!=", "<", "<=", ">", ">="])
"""What an argument is only where a shell has taken a fact to pieces."""


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("facts", nargs=-1, metavar="FACT…")
@click.option("--act", metavar="NAME", help="The act that is done, if the document knows several.")
@time_limit_option
@certify_option
@click.option("-v", "--verbose", is_flag=True, help="Show how every open word is read.")
@format_option
@colour_option
def ask(
    file: Path,
    *,
    facts: tuple[str, ...],
    act: str | None,
    time_limit: float | None,
    certify: bool,
    verbose: bool,
    output_format: str,
    color: str,
) -> int:
    """Say what FILE makes of a scenario, with the account of every clause.

    Each FACT is a formula as in a case: 'actor is company', 'delay = 2 seconds', 'not human_review'. What is not given stays open, and
    the answer says what of it matters.
    """
    from tos_checker import asking, depends, explain, writing
    from tos_checker.budget import OutOfEffortError
    from tos_checker.commands.asked import exit_code, questions, whole
    from tos_checker.inquest import inquest
    from tos_checker.render import inquest as shown
    from tos_checker.report import Answered

    policy = whole(file)
    if isinstance(policy, int):
        return policy
    case = _case(file, policy, _act(policy, act, facts), facts)
    with questions(file, policy, time_limit, certify=certify) as asked:
        try:
            found = inquest(policy, case, asked.begin("the outcome", time_limit))
        except OutOfEffortError:
            click.echo("undecided: the limit was reached; give more facts, or allow more with `--time-limit`", err=True)
            return 3
        code = exit_code(asked)
    if not found.examples:
        message = "no scenario agrees with these facts: they contradict each other, an assumption, or the dates of the document"
        raise click.UsageError(message)
    question = explain.of_case(replace(policy, cases=(*policy.cases, case)), case)  # its stories tell all that the facts speak of
    told = Answered(
        document=policy.name,
        asks=asking.described(policy, case),
        facts=depends.named(found.facts),
        readings=tuple(found.readings),
        depends=(*depends.told(policy, case.act, found.facts), *(asking.point(policy, r) for r in found.readings)),
        examples=tuple(explain.witness(question, e) for e in found.examples),
        in_force=found.in_force,
        bounded=not case.mentions_date and (policy.period.first, policy.period.last) != (None, None),
        certification=asked.certification,
    )
    if output_format == "json":
        writing.print_text(shown.as_json(told), utf8=True)
    else:
        writing.print_text(shown.full(told, text_width(), colour=wants_colour(color), verbose=verbose))
    return code


def _act(policy: "Policy", wanted: str | None, facts: Sequence[str]) -> str:
    from tos_checker.described import acts_meant

    if wanted is not None:
        if wanted in policy.acts:
            return wanted
        message = f"there is no act `{wanted}`; the acts are {_listed(policy.acts)}"
        raise click.UsageError(message)
    if bare := [fact for fact in facts if fact.strip() in _BARE]:
        message = f"`{bare[0]}` is no fact; put each fact in quotation marks: 'reader is staff'"
        raise click.UsageError(message)
    found = acts_meant(policy, facts)
    if not found:
        message = f"no act has all that these facts speak of; the acts are {_listed(policy.acts)}"
        raise click.UsageError(message)
    if len(found) > 1:
        message = f"say which act is done, with `--act`: {_listed(found)}"
        raise click.UsageError(message)
    return found[0]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _case(file: Path, policy: "Policy", act: str, facts: Sequence[str]) -> "Case":
    from tos_checker.commands.complain import complain
    from tos_checker.described import describe, fact_like

    for fact in facts:
        if not fact.strip() or "\n" in fact or "\r" in fact or "#" in fact:
            message = f"`{fact}` is no fact; a fact is a formula on one line, such as 'actor is company'"
            raise click.UsageError(message)
    described = describe(file, act, [f.strip() for f in facts])
    if described.case is not None:
        return described.case
    if not described.wrong_facts:
        raise click.exceptions.Exit(complain(described.wrong))
    place, diagnostic = described.wrong_facts[0]
    fact = facts[place] if 0 <= place < len(facts) else " ".join(facts)
    help = f"; {diagnostic.help}" if diagnostic.help else ""
    if diagnostic.code == "E130" and not re.match("; (write|put) ", help):
        help = f"; a fact is like `{fact_like(policy, act)}`"
    message = f"in the fact `{fact}`: {diagnostic.message}{help}"
    raise click.UsageError(message)
