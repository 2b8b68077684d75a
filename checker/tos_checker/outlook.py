"""What becomes of what lies beyond an edge of a prohibition: forbidden, permitted, or left open, and where each.

Contract: `Outlook.edge(beyond, …)` tells of just the scenarios `beyond`. They are forbidden or permitted only where they are so whatever the
rulings on conflict and on silence; else they are told as left open. Parts say nothing that is impossible beyond, or goes without saying
there. Raises OutOfEffortError.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Literal

from tos_checker import escapes, terms
from tos_checker.escapes import Prohibition
from tos_checker.ground import Ground
from tos_checker.report import BY_SILENCE, Beyond, Edge, EdgeSort, Still, Unresolved
from tos_checker.silences import Silences
from tos_checker.terms import Formula
from tos_checker.wording import Wording
from tos_spec import core
from tos_spec.core import Effect, Policy


class Outlook:
    """What becomes of what lies beyond the edges of a prohibition, whatever the rulings."""

    def __init__(self, policy: Policy, prohibition: Prohibition, ground: Ground, wording: Wording) -> None:
        self.policy, self.clause, self.ground = policy, prohibition.clause, ground
        self.wording, self.book = wording, wording.book
        self.law = law = ground.law
        apart = terms.both((law.in_force, terms.negated(law.in_breach)))
        undecided = policy.conflicts == "undecided"
        self.conflicts = terms.both((apart, law.conflicting)) if undecided else terms.FALSE
        self.silences, self.silence = Silences(ground, wording), terms.both((apart, law.silent))
        self.silent_open = terms.both((self.silence, law.default_open))
        self.silent_forbidden = terms.both((self.silence, self.silences.decided("forbidden")))
        self.open = terms.either((self.conflicts, self.silent_open))
        self.permitted = terms.both((law.permitted, terms.negated(self.open)))
        self.forbidden = terms.both((terms.negated(law.permitted), terms.negated(self.open)))
        against = terms.FALSE if policy.conflicts == "prohibitions prevail" else law.conflicting
        self.prevails = terms.negated(terms.either((law.expressly_permitted, against)))

    def edge(self, beyond: Formula, where: str, condition: str, sort: EdgeSort) -> Edge:
        """The edge, with what lies beyond: there is something."""
        forbidden, left_open, partly = (self.ground.possible(beyond, f) for f in (self.forbidden, self.open, self.permitted))
        if not forbidden and not left_open:
            return Edge(where, condition, sort, "never", ())
        stops = self._others() if forbidden else {}
        by = [n for n, formula in stops.items() if self.ground.possible(beyond, formula)]
        if not left_open and not partly:
            by = self._needed(beyond, by, stops)
        silence = forbidden and self.ground.possible(beyond, self.forbidden, *(terms.negated(stops[n]) for n in by))
        of = (*by, BY_SILENCE) if silence else tuple(by)
        if not left_open and not partly:
            return Edge(where, condition, sort, "always", of)
        still: Still = "sometimes" if forbidden else "unsettled"
        unresolved = tuple(self._unresolved(beyond)) if left_open and sort != "conflict" else ()
        parts = [self._part(beyond, n, stops[n], unresolved) for n in by]
        told = [self._met(n) for n in by]
        if silence:
            parts.append(Beyond(BY_SILENCE, self._silent(beyond, "forbidden"), whole=True))
            told.append(self.silent_forbidden)
        told += [self._met(u.permission, u.clause) if u.permission else self.silent_open for u in unresolved]
        rest = (beyond, *map(terms.negated, told))
        otherwise = bool(told) and partly and not self.ground.possible(*rest, terms.negated(self.permitted))
        all_open = sort == "conflict" and not self.ground.possible(*rest, terms.negated(self.open))
        otherwise_open = all_open and self.ground.possible(*rest)
        return Edge(where, condition, sort, still, of, tuple(parts), otherwise, unresolved, otherwise_open, partly)

    def _needed(self, beyond: Formula, by: list[str], stops: Mapping[str, Formula]) -> list[str]:
        """Of the clauses that forbid all that lies beyond, as few as do."""
        for number in reversed(tuple(by)):
            rest = [n for n in by if n != number]
            if rest and not self.ground.possible(beyond, *(terms.negated(stops[n]) for n in rest)):
                by = rest
        return by

    def _part(self, beyond: Formula, number: str, stops: Formula, unresolved: Sequence[Unresolved]) -> Beyond:
        """Where a clause forbids what lies beyond, whatever the ruling on a conflict with permissions."""
        unless = tuple(u.permission for u in unresolved if u.clause == number)
        missed = (terms.negated(stops), *(terms.negated(self.law.applies[n]) for n in unless))
        whole = not self.ground.possible(beyond, self._met(number), *missed)
        return Beyond(number, self._where(beyond, number), whole, unless)

    def _unresolved(self, beyond: Formula) -> Iterator[Unresolved]:
        """Each permission with each prohibition that it contradicts beyond; and silence, where the document does not say what it means."""
        effects: dict[Effect, list[str]] = {Effect.PERMIT: [], Effect.FORBID: []}
        for clause in self.law.relevant if self.ground.possible(beyond, self.conflicts) else ():
            applies = (self.conflicts, self.law.applies[clause.number])
            if clause.effect in effects and not (clause.effect is Effect.PERMIT and clause.excepts):
                effects[clause.effect] += [clause.number] if self.ground.possible(beyond, *applies) else []
        for permission, number in product(*effects.values()):
            together = terms.both((self.law.applies[permission], self.law.applies[number], self.conflicts))
            if self.ground.possible(beyond, together):
                whole = not self.ground.possible(beyond, self._met(permission, number), terms.negated(together))
                yield Unresolved(permission, number, self._where(beyond, permission, number), whole)
        if self.ground.possible(beyond, self.silent_open):
            yield Unresolved("", BY_SILENCE, self._silent(beyond, "undecided"), whole=True)

    def _silent(self, beyond: Formula, verdict: Literal["forbidden", "undecided"]) -> str:
        """Where the header says so of what no clause governs beyond."""
        return self.silences.where(terms.both((beyond, self.silence)), verdict)

    def _met(self, *numbers: str) -> Formula:
        """What must hold for clauses to stop an act, or to permit it."""
        return terms.both(formula for n in numbers for formula, _ in self._conditions(n))

    def _where(self, beyond: Formula, *numbers: str) -> str:
        """Those of the conditions of clauses that do not go without saying beyond."""
        told = self.book.spelled_out(expr for n in numbers for _, expr in self._conditions(n))
        holds = self.law.view.holds
        left = (expr for expr in told if self.ground.possible(beyond, terms.negated(holds(expr))))
        return self.book.all_said(self.wording.less(beyond, expr) for expr in left)

    def _conditions(self, number: str) -> list[tuple[Formula, core.Expr]]:
        """What must hold for a clause to stop an act, or to permit it."""
        (prohibition,) = escapes.prohibitions_of(self.policy, (number,))
        return [(self.law.view.holds(c.expr), c.expr) for c in prohibition.conditions]

    def _others(self) -> dict[str, Formula]:
        """What stops an act besides the prohibition itself, whatever the rulings."""
        found = {}
        for clause in self.law.relevant:
            if clause.number != self.clause.number and clause.effect is Effect.FORBID:
                found[clause.number] = terms.both((self.law.applies[clause.number], self.prevails))
            elif clause.number != self.clause.number and clause.effect is Effect.REQUIRE:
                found[clause.number] = self.law.breached[clause.number]
        return {n: f for n, f in found.items() if f != terms.FALSE}
