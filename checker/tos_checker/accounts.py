"""The account of a scenario: for each relevant clause, whether it applies, and the first reason why not.

Contract: relevant are the clauses whose act the scenario's act is or lies below, in the order of the document. A reason is a phrase
that is true of the scenario. `telling` marks the few that a reader should see first; none is left out of the data.
"""

from collections.abc import Iterator

from tos_checker import values
from tos_checker.facts import speaks_of
from tos_checker.reasons import Teller
from tos_checker.report import Account
from tos_spec import core
from tos_spec.core import Clause, Effect, Path, Period
from tos_spec.shape import ancestors

SHOWN = 8
_FAR = 2
_FAILING = 4  # of more clauses than are shown, so many of those that are far from applying


def account(teller: Teller, spoken_of: frozenset[Path]) -> tuple[Account, ...]:
    """The account of every relevant clause; `spoken_of` are the facts that the question speaks of."""
    above = ancestors(teller.policy, teller.scenario.act)
    clauses = [c for c in teller.policy.clauses if c.act in above]
    shown = _shown(teller, clauses, spoken_of)
    return tuple(_account(teller, c, telling=c.number in shown) for c in clauses)


def _shown(teller: Teller, clauses: list[Clause], spoken_of: frozenset[Path]) -> frozenset[str]:
    """The clauses that a reader should see first."""
    if len(clauses) <= SHOWN:
        return frozenset(c.number for c in clauses)
    weighed = sorted((_weight(teller, c, spoken_of), c.order, c.number) for c in clauses)
    near = [w for w in weighed if w[0][0] < _FAR]
    far = [w for w in weighed if w[0][0] == _FAR]
    return frozenset(number for _, _, number in (near + far[:_FAILING])[:SHOWN])


def _weight(teller: Teller, clause: Clause, spoken_of: frozenset[Path]) -> tuple[int, bool, int, int]:
    """How far a clause is from mattering: those that apply, then those defeated, those kept out by a reading, those met in part, those that fail by little."""
    if teller.judged.applies[clause.number]:
        return (0, False, 0, 0)
    if teller.judged.scope[clause.number]:
        return (1, False, 0, 0)
    failing = failing_conditions(teller, clause)
    if failing and not any(teller.is_settled(c.expr) for c in failing):
        return (_FAR, False, -1, 0)
    foreign = sum(speaks_of(teller.policy, c.expr).isdisjoint(spoken_of) for c in failing)
    return (2, len(failing) >= len(clause.conditions), foreign, len(failing))


def failing_conditions(teller: Teller, clause: Clause) -> tuple[core.Condition, ...]:
    """The conditions of a clause that are false in the scenario; of a duty, that it is kept counts as one."""
    found = [c for c in clause.conditions if not teller.holds(c.expr)]
    if clause.effect is Effect.REQUIRE and teller.holds(clause.required):
        found.append(core.Condition(core.Not(clause.required), f"not {clause.required_text}", clause.span))
    return tuple(found)


def _account(teller: Teller, clause: Clause, *, telling: bool) -> Account:
    applies = teller.judged.applies[clause.number]
    because = does(teller, clause) if applies else why_not(teller, clause)
    return Account(clause.number, clause.title, applies, because, clause.span, telling)


def does(teller: Teller, clause: Clause) -> str:
    """What a clause that applies does."""
    match clause.effect:
        case Effect.PERMIT:
            return f"it permits this{_not_prevailing(teller, clause)}"
        case Effect.FORBID:
            return f"it forbids this{_not_prevailing(teller, clause)}"
        case Effect.REQUIRE:
            kept = clause.number not in teller.judged.breached
            reason = teller.why(clause.required)
            return f"what it requires is {'met' if kept else 'not met'}: {reason}"
        case Effect.DISAPPLY:
            lifted = [c.number for c in teller.policy.clauses if clause.number in c.defeaters]
            return f"it disapplies {teller.cited(*lifted)}"
        case Effect.LIFT:
            return f"it lifts {teller.cited(*clause.excepts)}"


def _not_prevailing(teller: Teller, clause: Clause) -> str:
    status, effect = teller.judged.status, clause.effect
    if status == "conflicting":
        if teller.judged.in_breach or (effect is Effect.PERMIT and clause.excepts):
            return ""
        opposite = Effect.FORBID if effect is Effect.PERMIT else Effect.PERMIT
        others = [c for c in teller.policy.clauses if c.effect is opposite and teller.judged.applies[c.number]]
        against = teller.cited(*(c.number for c in others if effect is Effect.PERMIT or not c.excepts))
        rule = teller.policy.conflicts
        if rule == "undecided":
            return f", against {against}, and nothing ranks them"
        wins = (rule == "permissions prevail") == (effect is Effect.PERMIT)
        return f", and prevails over {against}" if wins else f", but {against} {_prevails(others)}"
    wanted = "expressly permitted" if effect is Effect.PERMIT else "expressly forbidden"
    if status == wanted:
        return ""
    if clause.excepts and effect is Effect.PERMIT:
        return ", but as an exception it gives way to a clause that forbids this"
    return f", but {'an earlier' if teller.policy.conflicts == 'earlier prevails' else 'a later'} clause prevails"


def _prevails(clauses: list[Clause]) -> str:
    return "prevails" if len(clauses) == 1 else "prevail"


def why_not(teller: Teller, clause: Clause, by: str = "") -> str:
    """The first reason why a clause does not apply: one that holds however the text is read, if there is one.

    Of several clauses that lift it, or take precedence, `by` is told before others.
    """
    whole = f'"{teller.policy.title}"' if teller.document else "the document"
    for whose, period in ((whole, teller.policy.period), ("it", clause.period)):
        out_of_force = not_in_force(teller, period)
        if out_of_force is not None:
            return f"{whose} {out_of_force}"
    failing = [c.expr for c in clause.conditions if not teller.holds(c.expr)]
    if failing:
        return teller.why(next((e for e in failing if teller.is_settled(e)), failing[0]))
    if not teller.judged.scope[clause.number]:
        excepted = teller.policy.clause(clause.excepts[0])
        return (
            f"{teller.cited(*clause.excepts)}, which it is an exception to, {_reaches_not(clause)}: {why_not(teller, excepted)}"
        )
    return next(_defeats(teller, clause, by))


def _reaches_not(clause: Clause) -> str:
    return "does not reach this" if len(clause.excepts) == 1 else "do not reach this"


def _defeats(teller: Teller, clause: Clause, by: str) -> Iterator[str]:
    for number in sorted(teller.judged.defeated_by[clause.number], key=lambda number: number != by):
        other = teller.policy.clause(number)
        if clause.number in other.excepts:
            yield f"{teller.cited(number)}, an exception to it, lifts it"
        elif other.effect is Effect.DISAPPLY:
            yield f"{teller.cited(number)} disapplies it"
        else:
            yield f"{teller.cited(number)} takes precedence over it"


def silent(teller: Teller) -> str | None:
    """Why another document says nothing of a scenario: `it is not in force before 2027-01-01`; None where it is in force."""
    period, day = teller.policy.period, teller.scenario.day
    if period.covers(day):
        return None
    if period.first is not None and day < period.first:
        return f"it is not in force before {values.day(period.first)}"
    return f"it is not in force after {values.day(period.last or 0)}"


def not_in_force(teller: Teller, period: Period) -> str | None:
    """`is not in force on 2026-01-01 (only through 2025-03-31)`; None where it is in force."""
    if period.first is None and period.last is None:
        return None
    day = teller.scenario.day
    if period.covers(day):
        return None
    if period.first is not None and period.last is not None:
        span = f"only from {values.day(period.first)} through {values.day(period.last)}"
    elif period.first is not None:
        span = f"only from {values.day(period.first)}"
    else:
        span = f"only through {values.day(period.last or 0)}"
    return f"is not in force on {values.day(day)} ({span})"
