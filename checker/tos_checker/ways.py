"""The ways past the prohibitions: which reasons the loopholes of a claim have, in the order in which they are reported.

Contract: `Ways.reasons` yields the reasons that section 6 of the language defines, in its order, and nothing else: first every
reason in the claim's terms with exactly one condition; then, as long as some loophole belongs to no family yielded, the next
reason that such a loophole has exactly. Which models the solver finds on the way does not matter. When it ends, every loophole
belongs to a family that was yielded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from tos_checker import escapes, terms
from tos_checker.escapes import Prohibition, Reason, escaped_by
from tos_checker.glance import Glance
from tos_checker.ground import Ground
from tos_checker.solver import Model
from tos_checker.terms import Formula

NO_ROUTE = ""
"""The route of what is no outcome: a clause that does not apply."""


class Marks:
    """The formulas of prohibitions, conditions and routes on one ground. Without `routes`, how it ends is of no interest."""

    def __init__(self, ground: Ground, prohibitions: tuple[Prohibition, ...], *, routes: bool = True) -> None:
        law = ground.law
        self.on_act = {p.clause.number: law.on_act(p.clause.act) for p in prohibitions}
        self.met = {p.clause.number: tuple(law.view.holds(c.expr) for c in p.conditions) for p in prohibitions}
        self.routes = law.routes() if routes else {NO_ROUTE: terms.TRUE}
        ground.settle()

    def exactly(self, clause: str, escaped: tuple[int, ...]) -> Formula:
        """The scenario escapes the prohibition by these conditions and by no other."""
        parts = [terms.negated(m) if i in escaped else m for i, m in enumerate(self.met[clause])]
        return terms.both((self.on_act[clause], *parts))

    def at_least(self, clause: str, escaped: tuple[int, ...]) -> Formula:
        """The scenario escapes the prohibition by at least these conditions (by exactly none, if there are none)."""
        if not escaped:
            return self.exactly(clause, ())
        return terms.both((self.on_act[clause], *(terms.negated(self.met[clause][i]) for i in escaped)))

    def has(self, reason: Reason) -> Formula:
        """The scenario has exactly this reason."""
        exactly = terms.TRUE if reason.clause is None else self.exactly(reason.clause, reason.escaped)
        return terms.both((self.routes[reason.route], exactly))

    def belongs(self, reason: Reason) -> Formula:
        """The scenario, if it is a loophole, belongs to the family of this reason."""
        at_least = terms.TRUE if reason.clause is None else self.at_least(reason.clause, reason.escaped)
        return terms.both((self.routes[reason.route], at_least))


@dataclass(frozen=True)
class _Rank:
    """The place of an exact reason among those that a loophole may have, the first being the next to be reported."""

    other_terms: bool
    escaped: int
    conditions: int  # how many the prohibition has
    order: int

    @property
    def key(self) -> tuple[bool, int, int, int]:
        return (self.other_terms, self.escaped, _unmet(self.escaped, self.conditions), self.order)


def _unmet(escaped: int, conditions: int) -> int:
    """Orders prohibitions that are escaped by as many conditions by the share of them that is met: all of it, where by none."""
    return -conditions if escaped else 0


class Ways:
    """The ways past the prohibitions of a ground."""

    def __init__(
        self, ground: Ground, prohibitions: tuple[Prohibition, ...], glance: Glance | None, *, routes: bool = True
    ) -> None:
        self.ground = ground
        policy = ground.question.policy
        self._glance = glance
        self._excluded: dict[tuple[Formula, Formula], bool] = {}
        marks = Marks(ground, prohibitions, routes=routes)
        ground.literals(dict.fromkeys(met for p in prohibitions for met in self._asked(marks, p)))
        self.prohibitions = tuple(p for p in prohibitions if not self._left_out(marks, p))
        self.marks = Marks(ground, self.prohibitions, routes=routes)
        self._route_order = {route: i for i, route in enumerate(self.marks.routes)}
        self._policy = policy
        self._reported: list[Reason] = []

    def reasons(self) -> Iterator[Reason]:
        """Every reason, in order. Raises OutOfEffortError where the bound on effort is reached."""
        for reason in self._by_one_condition():
            self._reported.append(reason)
            yield reason
        while (model := self._uncovered()) is not None:
            reason = self._next(model)
            self._reported.append(reason)
            yield reason

    def _left_out(self, marks: Marks, p: Prohibition) -> bool:
        """Whether the claim's conditions exclude a condition of the prohibition, in the scenarios that it speaks of."""
        concerns = self.ground.concerns
        on_act = marks.on_act[p.clause.number]
        asked = self._asked(marks, p)
        for met in asked:
            if (on_act, met) not in self._excluded:
                self._excluded[on_act, met] = not self.ground.possible(concerns, on_act, met)
        return any(self._excluded[on_act, met] for met in asked)

    def _asked(self, marks: Marks, p: Prohibition) -> list[Formula]:
        """What must be possible so that no condition of the prohibition is excluded."""
        found = zip(p.conditions, marks.met[p.clause.number], strict=True)
        return [terms.TRUE if self._glance is not None and self._glance.is_apart(c.expr) else met for c, met in found]

    # --- every reason with exactly one condition, in the claim's terms --------------------------------------------------------

    def _by_one_condition(self) -> Iterator[Reason]:
        candidates = [
            (-len(p.conditions), p.clause.order, i, p)
            for p in self.prohibitions
            if len(p.conditions) > 1
            for i, spoken in enumerate(p.spoken)
            if spoken
        ]
        for _, _, i, p in sorted(candidates, key=lambda c: c[:3]):
            yield from self._with_routes(p.clause.number, (i,))

    def _with_routes(self, clause: str, escaped: tuple[int, ...]) -> Iterator[Reason]:
        exactly = self.marks.exactly(clause, escaped)
        found: set[str] = set()
        while True:
            others = [r for r in self._route_order if r not in found]
            given = (self.ground.loophole, exactly, terms.either(self.marks.routes[r] for r in others))
            if len(others) == 1:
                found.update(others if self.ground.possible(*given) else ())
                break
            model = self.ground.find(*given)
            if model is None:
                break
            found.update(self._routes(model))
        yield from (Reason(route, clause, escaped) for route in sorted(found, key=self._route_order.__getitem__))

    def _routes(self, model: Model) -> tuple[str, ...]:
        if NO_ROUTE in self.marks.routes:
            return (NO_ROUTE,)
        return escapes.routes(self._policy, self.ground.scenario(model), self.ground.reading(model))

    # --- then the next reason of what is not covered ----------------------------------------------------------------------------

    def _uncovered(self, *more: Formula) -> Model | None:
        return self.ground.find(self.ground.loophole, *self._not_reported(), *more)

    def _any_uncovered(self, *more: Formula) -> bool:
        return self.ground.possible(self.ground.loophole, *self._not_reported(), *more)

    def _not_reported(self) -> Iterator[Formula]:
        return (terms.negated(self.marks.belongs(r)) for r in self._reported)

    def _next(self, model: Model) -> Reason:
        best = self._best(model)
        if best is None:  # no prohibition concerns it: the route alone, unless one concerns another
            other = self._uncovered(terms.either(self.marks.on_act.values()))
            if other is None:
                return Reason(self._first_route(), None, ())
            best = self._best(other)
            assert best is not None, "a prohibition on its act concerns it"  # noqa: S101 - for the type checker
        while (better := self._uncovered(self._before(best))) is not None:
            found = self._best(better)
            assert found is not None and found.key < best.key, "a better reason is better"  # noqa: S101, PT018
            best = found
        clause = self.prohibitions[[p.clause.order for p in self.prohibitions].index(best.order)]
        return self._first_of(clause, best)

    def _best(self, model: Model) -> _Rank | None:
        """The first of the exact reasons of a loophole."""
        scenario, reading = self.ground.scenario(model), self.ground.reading(model)
        ranks = []
        for p in self.prohibitions:
            escaped = escaped_by(self._policy, scenario, reading, p)
            if escaped is not None:
                other = not all(p.spoken[i] for i in escaped)
                ranks.append(_Rank(other, len(escaped), len(p.conditions), p.clause.order))
        return min(ranks, key=lambda r: r.key, default=None)

    def _before(self, best: _Rank) -> Formula:
        """The loophole has an exact reason that comes before `best`."""
        parts = []
        for p in self.prohibitions:
            unmet = _unmet(best.escaped, len(p.conditions))
            ahead = (unmet, p.clause.order) < (_unmet(best.escaped, best.conditions), best.order)
            most = best.escaped if ahead else best.escaped - 1
            parts.append(self._few(p, most, in_terms=not best.other_terms))
            if best.other_terms:
                parts.append(self._few(p, len(p.conditions), in_terms=True))
        return terms.either(parts)

    def _few(self, p: Prohibition, most: int, *, in_terms: bool) -> Formula:
        """The prohibition is escaped by at most `most` conditions; `in_terms`: all of them in the claim's terms."""
        if most < 0:
            return terms.FALSE
        number = p.clause.number
        met = self.marks.met[number]
        parts = [self.marks.on_act[number]]
        if in_terms:
            parts += [m for m, spoken in zip(met, p.spoken, strict=True) if not spoken]
        if most == 0:
            parts += met
        elif most < len(met):
            parts.append(f"((_ at-most {most}) {' '.join(terms.negated(m) for m in met)})")
        return terms.both(parts)

    def _first_of(self, p: Prohibition, rank: _Rank) -> Reason:
        """The first reason of `rank`: by the places of its conditions, then by its route."""
        for escaped in combinations(range(len(p.conditions)), rank.escaped):
            if all(p.spoken[i] for i in escaped) == rank.other_terms:
                continue
            exactly = self.marks.exactly(p.clause.number, escaped)
            if self._any_uncovered(exactly):
                return Reason(self._first_route(exactly), p.clause.number, escaped)
        message = "a rank that a loophole has is the rank of a reason"
        raise AssertionError(message)

    def _first_route(self, *more: Formula) -> str:
        """The first route of what is not covered yet."""
        return next(route for route, formula in self.marks.routes.items() if self._any_uncovered(*more, formula))
