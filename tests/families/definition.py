"""The families of a claim's loopholes, straight from the words of the language, over all scenarios under all readings.

Contract: plain Python over enumeration (`tests.oracle`), with no solver and nothing of how families are looked for. Reasons are plain
tuples: `("way", route, clause or None, places of the conditions escaped by)`, and `("rests", status, what it rests on)`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, is_dataclass
from functools import cached_property

from tests.oracle import verdicts
from tests.oracle.asked import Asked
from tests.oracle.pairs import Pairs, differing
from tests.oracle.scenarios import Row, Space
from tos_spec import core, evaluate, interpret
from tos_spec.core import Claim, Clause, Effect, Policy, Verdict
from tos_spec.evaluate import Judged
from tos_spec.scenario import Reading, Scenario
from tos_spec.shape import ancestors

Reason = tuple[object, ...]
SILENCE, ON_CONFLICT, ON_SILENCE = "silence", "ruling on conflict", "ruling on silence"
_NOTHING = Judged({})


@dataclass(frozen=True)
class Counterexample:
    """A scenario and a reading; of a pair, the one that is forbidden, its partner and the strength of their difference."""

    scenario: Scenario
    row: Row
    partner: Scenario | None = None
    strength: str = ""


@dataclass(frozen=True)
class Prohibition:
    """What has to be so for a clause to stop an act."""

    clause: Clause
    conditions: tuple[core.Expr, ...]


class Definition:
    """The families of one claim that fails. `posed` is the question without what was accepted."""

    def __init__(self, space: Space, posed: Asked, claim: Claim) -> None:
        self.space, self.posed, self.claim, self.policy = space, posed, claim, space.policy
        self._strengths: dict[int, str] = {}
        self._exactly: dict[int, tuple[Counterexample, list[Reason]]] = {}
        self._terms: dict[Reason, bool] = {}
        self._rows: dict[tuple[int, str], tuple[Scenario, Row]] = {}

    # --- the counterexamples --------------------------------------------------------------------------------------------------

    @cached_property
    def counterexamples(self) -> list[Counterexample]:
        """All of them."""
        if self.claim.form == "independent":
            return list(self._pairs())
        if self.claim.verdict is Verdict.UNSETTLED:
            return list(self._unsettled())
        return [
            Counterexample(s, row) for s in self.posed.scenarios() for row in self.posed.concerned(s) if self.posed.bad(s, row)
        ]

    def _pairs(self) -> Iterator[Counterexample]:
        pairs = Pairs(self.space, self.posed, self.claim.paths)
        met = [s for s in self.posed.scenarios() if self.posed.concerned(s)]
        for left, right in pairs.alike(met):
            rows = [
                (a, b) for a, b in pairs.read_alike(left, right) if self.posed.concerns(left, a) and self.posed.concerns(right, b)
            ]
            strength = differing(rows)
            for a, b in rows:
                if a.judged.outcome != b.judged.outcome:
                    stopped = (left, a, right) if a.judged.outcome == "forbidden" else (right, b, left)
                    yield Counterexample(*stopped, strength)

    def _unsettled(self) -> Iterator[Counterexample]:
        for s in self.posed.scenarios():
            rows = self.posed.concerned(s)
            if len({row.judged.outcome for row in rows}) > 1:
                yield from (Counterexample(s, row) for row in rows if row.judged.outcome == "forbidden")

    def row(self, s: Scenario, r: Reading) -> Row:
        """A scenario under any reading."""
        key = (id(s), repr(r))
        if key not in self._rows:
            self._rows[key] = s, Row(r, interpret.judge(self.policy, s, r))
        return self._rows[key][1]

    def is_clear(self, c: Counterexample) -> bool:
        """Whether the claim fails in the scenario under every reading that has its conditions."""
        if c.partner is not None:
            return c.strength == "clear"
        if self.claim.verdict is Verdict.UNSETTLED:
            return True
        if id(c.scenario) not in self._strengths:
            self._strengths[id(c.scenario)] = verdicts.strength(self.posed, c.scenario)
        return self._strengths[id(c.scenario)] == "clear"

    # --- what is reported -----------------------------------------------------------------------------------------------------

    @cached_property
    def by_ways(self) -> bool:
        """Whether loopholes get past prohibitions, or past a clause that is said to apply always."""
        if self.claim.clauses:
            return self.claim.form == "always"
        return (self.claim.form, self.claim.verdict) in (("never", Verdict.PERMITTED), ("always", Verdict.FORBIDDEN))

    @cached_property
    def reasons(self) -> list[Reason]:
        """Those reported, in the order of the page, before clear ones are put first."""
        return [*self.by_one_condition, *self._until_all_are_told()] if self.by_ways else list(self._smallest())

    @cached_property
    def by_one_condition(self) -> list[Reason]:
        """In the claim's terms, with exactly one condition, of a prohibition of which something else is met."""
        found = {
            reason
            for c in self.counterexamples
            for reason in self.exactly(c)
            if reason[2] is not None and len(reason[3]) == 1 and self.in_terms(reason) and len(self._named(reason).conditions) > 1  # type: ignore[arg-type]
        }
        return sorted(found, key=self._rank)

    def _until_all_are_told(self) -> Iterator[Reason]:
        told = list(self.by_one_condition)
        rest = [c for c in self.counterexamples if not any(self.belongs(c, r) for r in told)]
        while rest:
            first = min({r for c in rest for r in self.exactly(c)}, key=self._rank)
            yield first
            rest = [c for c in rest if not self.belongs(c, first)]

    def _rank(self, reason: Reason) -> tuple[object, ...]:
        """The order of the page; what it leaves open: by the places of the conditions, then by the route."""
        _, route, clause, escaped = reason
        routes = [*(c.number for c in self.policy.clauses), SILENCE, ON_CONFLICT, ON_SILENCE, ""]
        if clause is None:
            return (1, routes.index(route))  # type: ignore[arg-type]
        p = self._named(reason)
        share = 1.0 if not p.conditions else 1 - len(escaped) / len(p.conditions)  # type: ignore[arg-type]
        return (0, not self.in_terms(reason), len(escaped), -share, p.clause.order, escaped, routes.index(route))  # type: ignore[arg-type]

    def exactly(self, c: Counterexample) -> list[Reason]:
        """The reasons that a counterexample has exactly."""
        if id(c) not in self._exactly:
            self._exactly[id(c)] = c, self._all_exactly(c)
        return self._exactly[id(c)][1]

    def _all_exactly(self, c: Counterexample) -> list[Reason]:
        if not self.by_ways:
            return [self._rests(c)]
        found: list[Reason] = []
        for route in self.routes(c):
            for p in self.prohibitions:
                escaped = self._escaped(c, p)
                if escaped is not None:
                    found.append(("way", route, p.clause.number, escaped))
            found.append(("way", route, None, ()))
        return found

    def belongs(self, c: Counterexample, reason: Reason) -> bool:
        """Whether a counterexample is in the family of a reason."""
        if reason[0] == "rests":
            (mine,) = self.exactly(c)
            return mine[1] == reason[1] and set(reason[2]) <= set(mine[2])  # type: ignore[call-overload]
        wanted = reason[3]
        mine_here = [r[3] for r in self.exactly(c) if r[:3] == reason[:3]]
        return any(set(wanted) <= set(e) if wanted else not e for e in mine_here)  # type: ignore[call-overload]

    def family(self, reason: Reason) -> list[Counterexample]:
        """The counterexamples of a family."""
        return [c for c in self.counterexamples if self.belongs(c, reason)]

    def strength(self, reason: Reason) -> str:
        """Clear, if a counterexample with exactly this reason is."""
        return "clear" if any(self.is_clear(c) for c in self.counterexamples if reason in self.exactly(c)) else "arguable"

    # --- routes -----------------------------------------------------------------------------------------------------------------

    def routes(self, c: Counterexample) -> tuple[str, ...]:
        """What makes the outcome permitted; of a clause that does not apply, nothing."""
        if self.claim.clauses:
            return ("",)
        judged = c.row.judged
        match judged.rests_on:
            case "not in force" | "default":
                return (SILENCE,)
            case "conflict ruling":
                return (ON_CONFLICT,)
            case "silence ruling":
                return (ON_SILENCE,)
        applying = [c for c in self.policy.clauses if c.effect is Effect.PERMIT and judged.applies[c.number]]
        if self.policy.conflicts in ("earlier prevails", "later prevails") and any(not c.excepts for c in applying):
            alone = [c for c in applying if not c.excepts]
            applying = [alone[0] if self.policy.conflicts == "earlier prevails" else alone[-1]]
        return tuple(c.number for c in applying)

    # --- prohibitions -----------------------------------------------------------------------------------------------------------

    @cached_property
    def prohibitions(self) -> list[Prohibition]:
        """Those that the claim's conditions do not leave out, in the order of the document."""
        found = []
        for clause in self.policy.clauses:
            if self.claim.clauses:
                if clause.number in self.claim.clauses:
                    found.append(Prohibition(clause, tuple(c.expr for c in clause.conditions)))
            elif clause.effect is Effect.FORBID:
                found.append(Prohibition(clause, tuple(c.expr for c in clause.conditions)))
            elif clause.effect is Effect.REQUIRE:
                found.append(Prohibition(clause, (*(c.expr for c in clause.conditions), core.Not(clause.required))))
        return [p for p in found if not self._left_out(p)]

    def _left_out(self, p: Prohibition) -> bool:
        """Whether X excludes a condition: in no scenario of the prohibition's act both hold."""
        open_ = set(range(len(p.conditions)))
        for s in self.posed.scenarios():
            if not open_:
                break
            if p.clause.act in ancestors(self.policy, s.act):
                for row in self.posed.concerned(s):
                    open_ -= {i for i in open_ if self._holds(s, row.reading, p.conditions[i])}
        return bool(open_)

    def _holds(self, s: Scenario, r: Reading, expr: core.Expr) -> bool:
        return evaluate.holds(self.policy, s, r, expr, _NOTHING)

    def _escaped(self, c: Counterexample, p: Prohibition) -> tuple[int, ...] | None:
        if p.clause.act not in ancestors(self.policy, c.scenario.act):
            return None
        return tuple(i for i, expr in enumerate(p.conditions) if not self._holds(c.scenario, c.row.reading, expr))

    def _named(self, reason: Reason) -> Prohibition:
        return next(p for p in self.prohibitions if p.clause.number == reason[2])

    # --- the claim's terms ------------------------------------------------------------------------------------------------------

    @cached_property
    def spoken_of(self) -> frozenset[tuple[str, ...]]:
        """The facts that X speaks of."""
        return speaks_of(self.policy, self.claim.when)

    def in_terms(self, reason: Reason) -> bool:
        """Whether each condition escaped by speaks of a fact that X speaks of."""
        if reason not in self._terms:
            self._terms[reason] = self._in_terms(reason)
        return self._terms[reason]

    def _in_terms(self, reason: Reason) -> bool:
        p = self._named(reason)
        return all(speaks_of(self.policy, p.conditions[i]) & self.spoken_of for i in reason[3])  # type: ignore[attr-defined]

    # --- what it rests on -------------------------------------------------------------------------------------------------------

    def _rests(self, c: Counterexample) -> Reason:
        judged = c.row.judged
        breached = [n for n in judged.applies if n in judged.breached]
        forbids = [d.number for d in self.policy.clauses if d.effect is Effect.FORBID and judged.applies[d.number]]
        permits = [d.number for d in self.policy.clauses if d.effect is Effect.PERMIT and judged.applies[d.number]]
        if not self._stopped:
            return ("rests", judged.status, self._ordered({*breached, *forbids, *permits}))
        ground = {"default": [SILENCE], "conflict ruling": [ON_CONFLICT], "silence ruling": [ON_SILENCE]}
        return ("rests", "", (*self._ordered({*breached, *forbids}), *ground.get(judged.rests_on, [])))

    @property
    def _stopped(self) -> bool:
        asked = self.claim
        said = (asked.form, asked.verdict)
        always = (("never", Verdict.FORBIDDEN), ("always", Verdict.PERMITTED), ("never", Verdict.UNSETTLED))
        return asked.form == "independent" or said in always

    def _ordered(self, numbers: set[str]) -> tuple[str, ...]:
        return tuple(c.number for c in self.policy.clauses if c.number in numbers)

    def _smallest(self) -> Iterator[Reason]:
        """By status, the sets of which no other loophole of that status rests on a part: smaller ones first."""
        order = [*(c.number for c in self.policy.clauses), SILENCE, ON_CONFLICT, ON_SILENCE]
        all_ = {self.exactly(c)[0] for c in self.counterexamples}
        for status in ("", "conflicting", "expressly permitted", "expressly forbidden", "silent"):
            sets = [frozenset(on) for _, s, on in all_ if s == status]  # type: ignore[call-overload]
            smallest = {one for one in sets if not any(other < one for other in sets)}
            placed = [tuple(sorted(one, key=order.index)) for one in smallest]
            for on in sorted(placed, key=lambda one: (len(one), [order.index(n) for n in one])):
                yield ("rests", status, on)


# --- what a formula speaks of ---------------------------------------------------------------------------------------------------------


def speaks_of(policy: Policy, expr: core.Expr) -> frozenset[tuple[str, ...]]:
    """Every path and relation in a formula, in the bounds of its open terms, in the clauses that it says apply, and in documents that it asks."""
    found: set[tuple[str, ...]] = set()

    def read(node: object, at: Callable[[tuple[str, ...]], tuple[str, ...]]) -> None:
        match node:
            case core.Open(term, args):
                decl = policy.terms[term]
                given = {name: at(path) for (name, _), path in zip(decl.params, args, strict=True)}
                found.update(given.values())
                for bound in (decl.includes, decl.excludes):
                    read(bound, lambda p: (*given[p[0]], *p[1:]) if p[0] in given else p)
            case core.Applies(clauses):
                for n in clauses:
                    for condition in policy.clause(n).conditions:
                        read(condition.expr, lambda p: p)
            case core.JudgedBy(name):
                other = policy.others[name]
                read((*((c.conditions, c.required) for c in other.clauses), *(d.when for d in other.defaults)), at)
            case core.Related(relation, paths):
                found.add(("relation", relation))
                found.update(at(p) for p in paths)
            case core.IsIn(path=path) | core.Has(path=path) | core.Flag(path) | core.Exists(path) | core.Read(path):
                found.add(at(path))
            case core.SameEntity(left, right) | core.SameValue(left, right, _):
                found.update((at(left), at(right)))
            case core.Defined(body=body):
                read(body, at)
            case tuple():
                for item in node:
                    read(item, at)
            case _ if is_dataclass(node):
                for name in node.__dataclass_fields__:
                    read(getattr(node, name), at)
            case _:
                pass

    read(expr, lambda p: p)
    return frozenset(found)


def reasons_in_report_order(definition: Definition) -> Sequence[tuple[Reason, str]]:
    """The reasons with their strengths, clear ones first."""
    found = [(r, definition.strength(r)) for r in definition.reasons]
    return sorted(found, key=lambda pair: pair[1] == "arguable")
