"""Claims and cases that mention `date`, and so speak of all days, also of those on which the document is not in force.

Contract: a note is made only where that shows: a counterexample, or what is shown for an answer, lies on such a day. What it says to add
leaves out those days and nothing else.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from tos_checker.answer import Answer
from tos_checker.facts import documents
from tos_checker.report import Family
from tos_spec.core import Case, Claim, Policy
from tos_spec.scenario import Scenario


def noted(policy: Policy, asked: Claim | Case, answer: Answer, families: Sequence[Family]) -> Iterator[str]:
    """A note with the line to add, if days on which the document, or one that is asked, is not in force matter to what is shown."""
    yield from _own(policy, asked, answer, families)
    days = [*_days(families), *(f.scenario.day for f in answer.found)]
    for name in documents(asked.facts if isinstance(asked, Case) else asked.when):
        other = policy.others[name]
        if any(not other.period.covers(day) for day in days):
            what, where = _where(asked)
            yield (
                f'this {what} speaks also of days on which "{other.title}" is not in force, and forbids nothing; '
                f"to leave those out, add `{_bounds(policy, other)}` {where}"
            )


def _where(asked: Claim | Case) -> tuple[str, str]:
    return ("case", "to its facts") if isinstance(asked, Case) else ("claim", "to its conditions")


def _days(families: Sequence[Family]) -> list[int]:
    return [date.fromisoformat(f.value).toordinal() for family in families for f in family.story.facts if f.role == "date"]


def _own(policy: Policy, asked: Claim | Case, answer: Answer, families: Sequence[Family]) -> Iterator[str]:
    shown = [f.scenario for f in answer.found] + ([answer.witness.scenario] if answer.witness is not None else [])
    told = _days(families)
    if not asked.mentions_date or not (
        any(beyond(policy, asked, s) for s in shown) or any(not policy.period.covers(day) for day in told)
    ):
        return
    what, where = _where(asked)
    yield (
        f"this {what} speaks of all days, also of those on which the document is not in force, because it mentions `date`; "
        f"to leave those out, add `{_bounds(policy)}` {where}"
    )


def _bounds(*policies: Policy) -> str:
    """The days on which all of these are in force."""
    first = [p.period.first for p in policies if p.period.first is not None]
    last = [p.period.last for p in policies if p.period.last is not None]
    ends = ((">=", max(first, default=None)), ("<=", min(last, default=None)))
    return " and ".join(f"date {op} {date.fromordinal(day).isoformat()}" for op, day in ends if day is not None)


def beyond(policy: Policy, asked: Claim | Case, scenario: Scenario) -> bool:
    """Whether a scenario of what is asked lies on a day on which the document is not in force."""
    day = scenario.facts.get(("date",))
    return asked.mentions_date and isinstance(day, Fraction) and not policy.period.covers(int(day))
