"""The edges of a prohibition: which single fact, changed, lifts it, and whether another clause still forbids beyond.

Contract: an edge is found by the prohibition's own conditions: beyond it exactly one of them is false and all others are met; or all are met
and another clause, or the calendar, takes the prohibition away. Each edge is real: there is a scenario beyond it. A condition that is
an open term has two: where the term certainly ends, and where that depends on the reading. Raises OutOfEffortError.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from tos_checker import escapes, terms, values
from tos_checker.budget import Budget
from tos_checker.constants import parts
from tos_checker.encode import core_with
from tos_checker.escapes import Prohibition
from tos_checker.ground import Ground
from tos_checker.law import Law
from tos_checker.phrases import Phrasebook
from tos_checker.pose import Pose, stated
from tos_checker.report import BY_SILENCE, Boundary, Edge, EdgeSort
from tos_checker.terms import Formula
from tos_checker.ways import Marks
from tos_spec import core
from tos_spec.core import Clause, Condition, Effect, Path, Policy


def boundaries(policy: Policy, wanted: Sequence[str], effort: Budget | None) -> Iterator[Boundary]:
    """The boundary of each prohibition and duty (of those in `wanted`, if any are), in the order of the document."""
    grounds: dict[str, Ground] = {}
    for clause in policy.clauses:
        if clause.effect not in (Effect.FORBID, Effect.REQUIRE) or (wanted and clause.number not in wanted):
            continue
        if clause.act not in grounds:
            every = stated(core.TRUE)
            grounds[clause.act] = Ground(Pose(policy, clause.act, every, every, all_days=True, effort=effort))
        (prohibition,) = escapes.prohibitions_of(policy, (clause.number,))
        yield _Finder(policy, prohibition, grounds[clause.act]).boundary()


class _Finder:
    """Finds the edges of one prohibition."""

    def __init__(self, policy: Policy, prohibition: Prohibition, ground: Ground) -> None:
        self.policy, self.prohibition, self.ground = policy, prohibition, ground
        self.clause = prohibition.clause
        self.law: Law = ground.law
        self.marks = Marks(ground, (prohibition,))
        self.book = Phrasebook(policy, self.clause.act)
        self.in_force = terms.both((self.law.in_force, self.law.within(self.clause.period)))

    def boundary(self) -> Boundary:
        """The prohibition with its edges."""
        number = self.clause.number
        stops = self.law.breached.get(number, self.law.applies[number])
        if not self.ground.possible(stops):
            return Boundary(number, self.clause.title, (), applies=False)
        found = [*self._by_conditions(), *self._by_clauses(), *self._by_dates()]
        return Boundary(number, self.clause.title, tuple(found), applies=True)

    # --- conditions ---------------------------------------------------------------------------------------------------------

    def _by_conditions(self) -> Iterator[Edge]:
        for place, condition in enumerate(self.prohibition.conditions):
            beyond = terms.both((self.in_force, self.marks.exactly(self.clause.number, (place,))))
            kept = self.clause.effect is Effect.REQUIRE and place == len(self.prohibition.conditions) - 1
            if kept:
                said = f"what it requires is met: {self.book.say(self.clause.required)}"
                yield from self._edge(beyond, said, condition.text, "fact")
            elif (term := _open_term(condition.expr)) is not None:
                yield from self._by_term(beyond, condition, term[0], truth=term[1])
            else:
                turns = any(isinstance(p, core.Open) for p in parts(condition.expr))
                yield from self._edge(
                    beyond, self.book.say(condition.expr, truth=False), condition.text, "reading" if turns else "fact"
                )

    def _by_term(self, beyond: Formula, condition: Condition, expr: core.Open, *, truth: bool) -> Iterator[Edge]:
        """The edges of an open term: where it certainly does not hold (or, negated, certainly does), and where that is open."""
        decl = self.policy.terms[expr.term]
        given: dict[str, Path] = {name: path for (name, _), path in zip(decl.params, expr.args, strict=True)}
        includes, excludes = (core_with(side, given) for side in (decl.includes, decl.excludes))
        outside, inside = (excludes, includes) if truth else (includes, excludes)
        certain = self.law.view.holds(outside)
        if outside != core.FALSE:
            yield from self._edge(terms.both((beyond, certain)), self.book.say(outside), condition.text, "fact")
        covers = self.book.covers(expr.term, expr.args, truth=not truth)
        said = f"{self.book.say(inside, truth=False)}, if {covers}" if inside != core.FALSE else f"wherever {covers}"
        yield from self._edge(terms.both((beyond, terms.negated(certain))), said, condition.text, "reading")

    # --- what takes it away ---------------------------------------------------------------------------------------------------

    def _by_clauses(self) -> Iterator[Edge]:
        met = terms.both((self.in_force, self.marks.exactly(self.clause.number, ())))
        for number in self.clause.defeaters:
            other = self.policy.clause(number)
            conditions = " and ".join(self.book.say(c.expr) for c in other.conditions)
            said = f"clause {number} {_takes(self.clause, other)}" + (f": {conditions}" if conditions else "")
            yield from self._edge(
                terms.both((met, self.law.applies.get(number, terms.FALSE))), said, f"clause {number}", "clause"
            )

    def _by_dates(self) -> Iterator[Edge]:
        date = self.law.view.world
        met = terms.both((self.law.in_force, self.marks.exactly(self.clause.number, ())))
        first, last = self.clause.period.first, self.clause.period.last
        for op, day, word in (("<", first, "before"), (">", last, "after")):
            if day is not None:
                outside = terms.compared(op, date.amount(("date",)), terms.number(Fraction(day)))
                yield from self._edge(terms.both((met, outside)), f"{word} {values.day(day)}", "date", "date")

    # --- beyond -----------------------------------------------------------------------------------------------------------------

    def _edge(self, beyond: Formula, where: str, condition: str, sort: EdgeSort) -> Iterator[Edge]:
        if not self.ground.possible(beyond):
            return
        permitted = self.ground.possible(beyond, self.law.permitted)
        if permitted and not self.ground.possible(beyond, terms.negated(self.law.permitted)):
            yield Edge(where, condition, sort, "never", ())
            return
        stops = self._others()
        by = [n for n, formula in stops.items() if self.ground.possible(beyond, formula, terms.negated(self.law.permitted))]
        if not permitted:
            for number in reversed(by):
                rest = [n for n in by if n != number]
                if rest and not self.ground.possible(beyond, *(terms.negated(stops[n]) for n in rest)):
                    by = rest
            if self.ground.possible(beyond, *(terms.negated(stops[n]) for n in by)):
                by.append(BY_SILENCE)
        yield Edge(where, condition, sort, "sometimes" if permitted else "always", tuple(by) or (BY_SILENCE,))

    def _others(self) -> dict[str, Formula]:
        """What stops an act besides the prohibition itself."""
        found = {}
        for clause in self.law.relevant:
            if clause.number != self.clause.number and clause.effect is Effect.FORBID:
                found[clause.number] = self.law.applies[clause.number]
            elif clause.number != self.clause.number and clause.effect is Effect.REQUIRE:
                found[clause.number] = self.law.breached[clause.number]
        return {n: f for n, f in found.items() if f != terms.FALSE}


def _open_term(expr: core.Expr) -> tuple[core.Open, bool] | None:
    """The open term that a condition is (true) or negates (false); None for other conditions."""
    match expr:
        case core.Open():
            return expr, True
        case core.Not(core.Open() as body):
            return body, False
        case _:
            return None


def _takes(clause: Clause, other: Clause) -> str:
    if clause.number in other.excepts:
        return "lifts it"
    return "disapplies it" if other.effect is Effect.DISAPPLY else "takes precedence"
