"""What a glance at the clauses tells of many scenarios at once, so that the solver need not be asked.

Contract: `Family.within` says True only if every scenario of the question in which some formulas hold is a loophole of the family, and
False only if one is not, which the interpreter has judged; None, if neither is plain to see. It knows of formulas that a value is one
of some leaves, and sees which clauses have a condition that all such values make false. That is much in a document of many
prohibitions, where one pattern takes as many questions as there are classes. Nothing is left to readings where it is used.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from tos_checker import escapes
from tos_checker.constants import parts
from tos_checker.escapes import Prohibition, Reason
from tos_checker.once import once
from tos_checker.terms import TRUE, Formula
from tos_checker.world import World
from tos_spec import core, evaluate, interpret
from tos_spec.core import Claim, Clause, Path, Policy, Sort
from tos_spec.interpret import Judgement
from tos_spec.scenario import Reading, Scenario
from tos_spec.shape import act_and_below, slot_kind, slots

Leaves = frozenset[str]
Box = Mapping[Path, Leaves]
"""The leaves that there may be at some paths; elsewhere, anything."""

_TRIED = 4  # clauses that a scenario of a box may not get past
_NO_CLAUSES = evaluate.Judged({})


@dataclass(frozen=True)
class _Test:
    """A formula that holds if and only if there is one of `leaves` at `path`."""

    path: Path
    leaves: Leaves


@dataclass(frozen=True)
class _Index:
    """Which clauses of a document may apply, by the values in a scenario of an act: a bit for each, in the order of the document.

    `sure` are the paths at which each scenario has something; `without`, for each path the clauses that do not ask what is there.
    """

    all_leaves: Mapping[Path, Leaves]
    sure: frozenset[Path]
    tests: tuple[tuple[_Test, ...], ...] = ()
    by_leaf: Mapping[Path, Mapping[str, int]] = field(default_factory=dict)
    without: Mapping[Path, int] = field(default_factory=dict)

    def test(self, expr: core.Expr) -> _Test | None:
        """`expr` as a test of one value, if it is one."""
        match expr:
            case core.Defined(body=body):
                return self.test(body)
            case core.IsIn(path, _, _, leaves) if path in self.all_leaves:
                return _Test(path, leaves)
            case core.Not(body):
                inner = self.test(body)
                if inner is None or inner.path not in self.sure:
                    return None
                return _Test(inner.path, self.all_leaves[inner.path] - inner.leaves)
            case _:
                return None


@once
def _index(policy: Policy, act: str) -> _Index:
    found = slots(policy, act)
    acts = frozenset(act_and_below(policy, act))
    sure: set[Path] = set()
    for slot in found:
        if not slot.field.optional and slot.acts >= acts and (slot.owner is None or slot.owner in sure):
            sure.add(slot.path)
    kinds = {slot.path: slot_kind(policy, slot) for slot in found}
    leaves = {path: frozenset(policy.kinds[kind].leaves) for path, kind in kinds.items() if kind is not None}
    bare = _Index(leaves, frozenset(sure))
    tests = tuple(tuple(t for c in clause.conditions if (t := bare.test(c.expr)) is not None) for clause in policy.clauses)
    asked = dict.fromkeys(t.path for clause in tests for t in clause)
    without = {p: sum(1 << i for i, clause in enumerate(tests) if all(t.path != p for t in clause)) for p in asked}
    by_leaf: dict[Path, dict[str, int]] = {p: dict.fromkeys(leaves[p], without[p]) for p in asked}
    for i, clause in enumerate(tests):
        for path in {t.path for t in clause}:
            for leaf in frozenset.intersection(*(t.leaves for t in clause if t.path == path)):
                by_leaf[path][leaf] |= 1 << i
    return replace(bare, tests=tests, by_leaf=by_leaf, without=without)


class Glance:
    """A glance at the clauses for one claim, whose conditions are `when`."""

    def __init__(self, policy: Policy, claim: Claim, when: core.Expr, world: World) -> None:
        self.policy, self.claim, self.when = policy, claim, when
        self.index = _index(policy, world.act)
        self.one_act = len(world.acts) == 1
        self._meanings: dict[Formula, _Test] = {}
        self._may: dict[tuple[Path, Leaves], int] = {}
        self._apart = frozenset() if policy.assumptions else self._roles_apart(world)
        for path, kind in ((slot.path, world.kind(slot.path)) for slot in world.slots):
            if kind is not None:
                for node in policy.kinds[kind].nodes:
                    leaves = policy.kinds[kind].leaves_below(node.id)
                    self.means(world.among(path, kind, leaves), path, frozenset(leaves))

    def _roles_apart(self, world: World) -> frozenset[Path]:
        """The roles of a kind that each scenario has and that the claim does not speak of: their values may be any."""
        spoken = escapes.facts(self.policy, self.when)
        roles = (slot.path for slot in world.slots if slot.owner is None and slot.field.type.sort is Sort.KIND)
        return frozenset(path for path in roles if path in self.index.sure and path not in spoken)

    def is_apart(self, expr: core.Expr) -> bool:
        """Whether `expr` is a test that may come out true wherever the claim's conditions hold, as nothing else speaks of its role."""
        test = self.index.test(expr)
        return test is not None and bool(test.leaves) and test.path in self._apart

    def means(self, formula: Formula, path: Path, leaves: Leaves) -> None:
        """From now on it is known that `formula` says that one of `leaves` is at `path`."""
        if formula != TRUE:
            self._meanings[formula] = _Test(path, leaves)

    def box(self, formulas: Sequence[Formula]) -> dict[Path, Leaves]:
        """What `formulas` say of values, as far as is known."""
        found: dict[Path, Leaves] = {}
        for test in (self._meanings[f] for f in formulas if f in self._meanings):
            found[test.path] = found.get(test.path, test.leaves) & test.leaves
        return found

    def may_apply(self, box: Box) -> int:
        """The clauses of which no condition is false in all of a box."""
        left = (1 << len(self.index.tests)) - 1
        for path in self.index.by_leaf:
            leaves = box.get(path, self.index.all_leaves[path])
            found = self._may.get((path, leaves))
            if found is None:
                found = self.index.without[path]
                for leaf in leaves:
                    found |= self.index.by_leaf[path][leaf]
                self._may[path, leaves] = found
            left &= found
        return left

    def judged(self, s: Scenario, r: Reading) -> Judgement:
        """The interpreter's judgement, by the clauses alone that may apply."""
        left = (1 << len(self.index.tests)) - 1
        for path, by_leaf in self.index.by_leaf.items():
            left &= by_leaf.get(str(s.facts.get(path)), self.index.without[path])
        clauses = [self.policy.clauses[place] for place in places(left)]
        return interpret.judge(replace(self.policy, clauses=_alone(clauses)), s, r)


def places(left: int) -> Iterator[int]:
    """The places of the bits of a number, from the first."""
    while left:
        yield (left & -left).bit_length() - 1
        left &= left - 1


def _alone(clauses: list[Clause]) -> tuple[Clause, ...]:
    """Clauses without what they say of others, none of which applies; an exception to those alone does not apply either."""
    while True:
        known = frozenset(c.number for c in clauses)
        there = [c for c in clauses if not c.excepts or known.intersection(c.excepts)]
        if len(there) == len(clauses):
            break
        clauses = there
    found = []
    for clause in clauses:
        if known.issuperset((*clause.excepts, *clause.defeaters)):
            found.append(clause)
        else:
            excepts, defeaters = (tuple(n for n in numbers if n in known) for numbers in (clause.excepts, clause.defeaters))
            found.append(replace(clause, excepts=excepts, defeaters=defeaters))
    return tuple(found)


class Family:
    """A glance at one family, from its typical scenario `s`."""

    def __init__(self, glance: Glance, reason: Reason, prohibition: Prohibition | None, s: Scenario, r: Reading) -> None:
        self._glance, self._reason, self._prohibition, self._s, self._r = glance, reason, prohibition, s, r
        self._index = index = glance.index
        wanted = glance.when.items if isinstance(glance.when, core.And) else (glance.when,)
        self._wanted = [index.test(expr) for expr in wanted if expr != core.TRUE]
        conditions = () if prohibition is None else prohibition.conditions
        self._unmet = [index.test(conditions[i].expr) for i in reason.escaped]
        shared = {first for path, first in s.identity.items() if path != first}
        self._can_change = frozenset(
            path for path in index.all_leaves if path in s.facts and s.identity.get(path, path) == path and path not in shared
        )
        self._silence_does = self._is_so_in_silence()

    def means(self, formula: Formula, path: Path, leaves: Leaves) -> None:
        """As for `Glance`."""
        self._glance.means(formula, path, leaves)

    def within(self, formulas: Sequence[Formula]) -> bool | None:
        """Whether every scenario in which `formulas` hold (`s` being one) belongs to the family; None if that is not plain to see."""
        box = self._glance.box(formulas)
        left = self._glance.may_apply(box)
        if not left and self._silence_does and self._meets(box):
            return True
        return False if any(self._is_outside(changes) for changes in self._suspects(box, left)) else None

    def _is_so_in_silence(self) -> bool:
        """Whether, wherever no clause applies, the outcome is one and the same, and as in the family."""
        policy = self._glance.policy
        always = bool(policy.defaults) and policy.defaults[0].act is None and policy.defaults[0].when == core.TRUE
        if not always or policy.period.first is not None or policy.period.last is not None or not self._glance.one_act:
            return False
        nothing = interpret.judge(replace(policy, clauses=()), self._s, self._r)
        return bool(self._reason.escaped) and self._is_bad(nothing) and self._has_route(nothing)

    def _there(self, box: Box, path: Path) -> Leaves:
        return box.get(path, self._index.all_leaves[path])

    def _meets(self, box: Box) -> bool:
        """Whether the claim's conditions hold in all of a box, and those that the reason escapes by in none of it."""
        wanted = all(t is not None and t.path in self._index.sure and self._there(box, t.path) <= t.leaves for t in self._wanted)
        return wanted and all(t is not None and self._there(box, t.path).isdisjoint(t.leaves) for t in self._unmet)

    def _suspects(self, box: Box, left: int) -> Iterator[Mapping[Path, str]]:
        """What could be otherwise than in `s`, within a box, so that the scenario does not belong to the family."""
        for test in self._wanted:
            if test is not None and (others := self._there(box, test.path) - test.leaves):
                yield {test.path: min(others)}
        for test in self._unmet:
            if test is not None and (met := self._there(box, test.path) & test.leaves):
                yield {test.path: min(met)}
        for place in islice(places(left), _TRIED):
            inside = {**self._index.all_leaves, **box}
            for test in self._index.tests[place]:
                inside[test.path] &= test.leaves
            asked = [t.path for t in self._index.tests[place]]
            if all(inside[path] for path in asked):
                yield {path: min(inside[path]) for path in asked if self._s.facts.get(path) not in inside[path]}

    def _is_outside(self, changes: Mapping[Path, str]) -> bool:
        """Whether there is a scenario with these changes, and it does not belong to the family."""
        if not self._can_change.issuperset(changes):
            return False
        policy, s = self._glance.policy, replace(self._s, facts={**self._s.facts, **changes})
        if policy.assumptions and interpret.possible(policy, s):
            return False
        judged = self._glance.judged(s, self._r)
        return not (
            self._is_bad(judged)
            and self._has_route(judged)
            and evaluate.holds(policy, s, self._r, self._glance.when, _NO_CLAUSES)
            and self._escapes(s)
        )

    def _is_bad(self, judged: Judgement) -> bool:
        claim = self._glance.claim
        if claim.clauses:
            said = any(judged.applies.get(n, False) for n in claim.clauses)
        else:
            assert claim.verdict is not None  # noqa: S101 - a claim has a verdict or clauses
            said = interpret.is_verdict(judged, claim.verdict)
        return said != (claim.form == "always")

    def _has_route(self, judged: Judgement) -> bool:
        return bool(self._glance.claim.clauses) or self._reason.route in escapes.routes_of(self._glance.policy, judged)

    def _escapes(self, s: Scenario) -> bool:
        if self._prohibition is None:
            return True
        escaped = escapes.escaped_by(self._glance.policy, s, self._r, self._prohibition)
        if escaped is None:
            return False
        return set(escaped) >= set(self._reason.escaped) if self._reason.escaped else not escaped


def glance(policy: Policy, claim: Claim, when: core.Expr, world: World) -> Glance | None:
    """A glance for a claim; None where its conditions ask what clauses or other documents say."""
    asks = any(isinstance(part, core.Applies | core.JudgedBy) for part in parts(when))
    return None if asks else Glance(policy, claim, when, world)
