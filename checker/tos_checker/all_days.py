"""Claims and cases that mention `date`, and so speak of all days, also of those on which the document is not in force.

Contract: a note is made only where that shows: a counterexample, or what is shown for an answer, lies on such a day. What it says to add
leaves out those days and nothing else; where nothing would be left, it says that instead, and what days there are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from tos_checker import pose
from tos_checker.answer import Answer
from tos_checker.budget import Budget, OutOfEffortError
from tos_checker.constants import parts
from tos_checker.facts import documents, speaks_of
from tos_checker.report import Family
from tos_spec import core
from tos_spec.core import Case, Claim, Period, Policy
from tos_spec.scenario import Scenario


def noted(policy: Policy, asked: Claim | Case, answer: Answer, families: Sequence[Family]) -> Iterator[str]:
    """A note with the line to add, if days on which the document, or one that is asked, is not in force matter to what is shown."""
    yield from _own(policy, asked, answer, families)
    days = [*_days(families), *(f.scenario.day for f in answer.found)]
    for name in documents(asked.facts if isinstance(asked, Case) else asked.when):
        other = policy.others[name]
        if any(not other.period.covers(day) for day in days):
            yield _of_other(policy, other, asked, answer)


def _of_other(policy: Policy, other: Policy, asked: Claim | Case, answer: Answer) -> str:
    """The note on days on which another document that is asked is not in force."""
    what, where = _where(asked)
    said = f'on which "{other.title}" is not in force, and forbids nothing'
    both = _common(policy.period, other.period)
    period = next((p for p in (both, other.period) if _speaks_of(policy, asked, answer, p)), None)
    if period is not None:
        return f"this {what} speaks also of days {said}; to leave those out, add `{bounds(period)}` {where}"
    met = "its facts are so" if what == "case" else "its conditions are met"
    return f"this {what} speaks only of days {said}: on others, {met} in no scenario"


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
    if _speaks_of(policy, asked, answer, policy.period):
        yield (
            f"this {what} speaks of all days, also of those on which the document is not in force, because it mentions `date`; "
            f"to leave those out, add `{bounds(policy.period)}` {where}"
        )
        return
    elsewhere = "keep it with the version that is in force on its day"
    if asked.span.file != policy.span.file:
        elsewhere = f"if it belongs to the version before, strike it here, by `strike {what} {asked.name}`"
    said = f"this {what} speaks only of days on which the document is not in force"
    if _met_but_for_days(policy, asked):
        yield f"{said}{_instead(policy.period, what)}, or {elsewhere}"
    else:
        rest = "other facts are so" if what == "case" else "other conditions are met"
        yield f"{said}, and on days on which it is, its {rest} in no scenario; {elsewhere}"


def _met_but_for_days(policy: Policy, asked: Claim | Case) -> bool:
    """Whether what is asked, less what it says of the day, is so in some scenario in force; so, too, where the limit is reached before."""
    when = asked.facts if isinstance(asked, Case) else asked.when
    rest = core.And(tuple(part for part in _conjuncts(when) if not _is_of_the_day(policy, part)))
    question = pose.Pose(policy, asked.act, pose.stated(rest), pose.permitted, effort=Budget.of_seconds(None))
    try:
        return question.search([question.concerns]).search.find() is not None
    except OutOfEffortError:
        return True


def _conjuncts(expr: core.Expr) -> Iterator[core.Expr]:
    if isinstance(expr, core.And):
        for item in expr.items:
            yield from _conjuncts(item)
    else:
        yield expr


def _is_of_the_day(policy: Policy, expr: core.Expr) -> bool:
    """Whether a condition itself compares the day, and does not ask what clauses, of this or another document, make of it."""
    asks_law = any(isinstance(part, core.Applies | core.JudgedBy) for part in parts(expr))
    return not asks_law and ("date",) in speaks_of(policy, expr)


def _speaks_of(policy: Policy, asked: Claim | Case, answer: Answer, period: Period) -> bool:
    """Whether some scenario with what is asked lies in `period`; so, too, where the limit is reached before that is known."""
    question = answer.question
    if question is None:
        effort = Budget.of_seconds(None)
        question = (
            pose.of_case(policy, asked, effort) if isinstance(asked, Case) else pose.of_claim(policy, asked, asked.when, effort)
        )
    alone = replace(question, varied=())
    try:
        found = alone.search([pose.conj(alone.concerns, lambda laws: laws[0].within(period))]).search.find()
    except OutOfEffortError:
        return True
    return found is not None


def _common(one: Period, other: Period) -> Period:
    """The days of both."""
    first = [p.first for p in (one, other) if p.first is not None]
    last = [p.last for p in (one, other) if p.last is not None]
    return Period(max(first, default=None), min(last, default=None))


def _instead(period: Period, what: str) -> str:
    """Of which days something could speak instead; nothing, if there are none."""
    first, last = (None if day is None else date.fromordinal(day).isoformat() for day in (period.first, period.last))
    if first is not None and last is not None:
        days = f"from {first} through {last}"
    else:
        days = f"from {first} on" if first is not None else f"through {last}"
    return f"; give it a day {days}" if what == "case" else f"; let it speak of days {days}"


def bounds(period: Period) -> str:
    """The days of a period, as a formula."""
    ends = ((">=", period.first), ("<=", period.last))
    return " and ".join(f"date {op} {date.fromordinal(day).isoformat()}" for op, day in ends if day is not None)


def beyond(policy: Policy, asked: Claim | Case, scenario: Scenario) -> bool:
    """Whether a scenario of what is asked lies on a day on which the document is not in force."""
    day = scenario.facts.get(("date",))
    return asked.mentions_date and isinstance(day, Fraction) and not policy.period.covers(int(day))
