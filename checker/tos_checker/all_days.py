"""Claims and cases that mention `date`, and so speak of all days, also of those on which the document is not in force.

Contract: a note is made only where that shows: a counterexample, or what is shown for an answer, lies on such a day. What it says to add
leaves out those days and nothing else.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from tos_checker.answer import Answer
from tos_checker.report import Family
from tos_spec.core import Case, Claim, Policy
from tos_spec.scenario import Scenario


def noted(policy: Policy, asked: Claim | Case, answer: Answer, families: Sequence[Family]) -> Iterator[str]:
    """A note with the line to add, if days on which the document is not in force matter to what is shown."""
    shown = [f.scenario for f in answer.found] + ([answer.witness.scenario] if answer.witness is not None else [])
    told = [date.fromisoformat(f.value).toordinal() for family in families for f in family.story.facts if f.role == "date"]
    if not asked.mentions_date or not (
        any(beyond(policy, asked, s) for s in shown) or any(not policy.period.covers(day) for day in told)
    ):
        return
    what, where = ("case", "to its facts") if isinstance(asked, Case) else ("claim", "to its conditions")
    yield (
        f"this {what} speaks of all days, also of those on which the document is not in force, because it mentions `date`; "
        f"to leave those out, add `{_bounds(policy)}` {where}"
    )


def _bounds(policy: Policy) -> str:
    ends = ((">=", policy.period.first), ("<=", policy.period.last))
    return " and ".join(f"date {op} {date.fromordinal(day).isoformat()}" for op, day in ends if day is not None)


def beyond(policy: Policy, asked: Claim | Case, scenario: Scenario) -> bool:
    """Whether a scenario of what is asked lies on a day on which the document is not in force."""
    day = scenario.facts.get(("date",))
    return asked.mentions_date and isinstance(day, Fraction) and not policy.period.covers(int(day))
