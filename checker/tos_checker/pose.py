"""Claims, cases and standing questions as searches.

Contract: each `Pose` is a pair of formulas over the laws of one scenario (or of two that are compared) under one reading:
`concerns` (the conditions hold) and `bad` (what is claimed does not). A loophole is a scenario and a reading with both. It is
clear if every reading with `concerns` has `bad`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tos_checker import terms
from tos_checker.budget import Budget
from tos_checker.encode import Wishes
from tos_checker.inquiry import Inquiry
from tos_checker.law import Law
from tos_checker.search import Laws, Search
from tos_checker.solver import Model
from tos_checker.terms import Formula
from tos_checker.world import World
from tos_spec import core
from tos_spec.core import Case, Claim, Path, Policy, Verdict
from tos_spec.shape import act_and_below

Part = Callable[[Laws], Formula]


@dataclass(frozen=True)
class Pose:
    """A question on scenarios of `act`; with `varied`, on pairs that differ in those paths alone; as a `pair`, on any two."""

    policy: Policy
    act: str
    concerns: Part
    bad: Part
    all_days: bool = False
    varied: tuple[Path, ...] = ()
    effort: Budget | None = None
    when: core.Expr | None = None
    """What `concerns` states, where that is one formula."""
    pair: bool = False
    """Then both scenarios are under the same reading, and no further alike: what one has open is not read as the other must be."""

    def inquiry(self, *, guarded: bool = False, often: bool = False) -> Inquiry:
        """A session on the scenarios in question, without a reading yet."""
        inquiry = Inquiry(self.policy, self.act, self.effort, guarded=guarded, often=often)
        worlds = [inquiry.world() for _ in range(2 if self.varied or self.pair else 1)]
        for world in worlds:
            inquiry.require(world.done_as(act_and_below(self.policy, self.act)))
            if not self.all_days:
                day = world.amount(("date",))
                for op, bound in ((">=", self.policy.period.first), ("<=", self.policy.period.last)):
                    if bound is not None:
                        inquiry.require(terms.compared(op, day, terms.number(Fraction(bound))))
        if self.varied:
            inquiry.require(differ_only_in(worlds[0], worlds[1], self.varied))
        return inquiry

    def read(self, inquiry: Inquiry, wishes: Wishes | None) -> Laws:
        """The laws of the inquiry's scenarios under one reading, alike in both where there are two."""
        first, *others = inquiry.worlds
        if not others:
            return (inquiry.free(first) if wishes is None else inquiry.fixed(first, wishes),)
        if self.pair:
            left = inquiry.free(first) if wishes is None else inquiry.fixed(first, wishes)
            return (left, inquiry.fixed(others[0], left.view.wishes))
        left = inquiry.free(first, twin=others[0]) if wishes is None else inquiry.fixed(first, wishes, twin=others[0])
        return (left, inquiry.fixed(others[0], left.view.wishes, twin=first))

    def search(
        self, demands: Sequence[Part], whatever: Part | None = None, *, readings: int = 1, guarded: bool = False
    ) -> "Posed":
        """A search for scenarios where each of `demands` holds under a reading (all under one, or one reading for each)."""
        inquiry = self.inquiry(guarded=guarded, often=True)
        laws = [self.read(inquiry, None) for _ in range(readings)]
        formulas = [part(laws[min(i, readings - 1)]) for i, part in enumerate(demands)]
        for group in laws:
            inquiry.settle(*group)
        for formula in formulas:
            inquiry.require(formula)
        search = Search(inquiry, self.read, whatever, lambda: self.inquiry(guarded=guarded, often=True))
        return Posed(search, tuple(laws))


@dataclass(frozen=True)
class Posed:
    """A search with the laws under its readings, in order."""

    search: Search
    readings: tuple[Laws, ...]


def conj(*parts: Part) -> Part:
    """All of `parts`."""
    return lambda laws: terms.both(part(laws) for part in parts)


def neg(part: Part) -> Part:
    """Not `part`."""
    return lambda laws: terms.negated(part(laws))


def whenever(condition: Part, part: Part) -> Part:
    """`condition` implies `part`."""
    return lambda laws: terms.implied(condition(laws), part(laws))


def permitted(laws: Laws) -> Formula:
    """The outcome is permitted."""
    return laws[0].permitted


def differ(laws: Laws) -> Formula:
    """The outcomes of two scenarios differ."""
    return terms.negated(terms.equivalent(laws[0].permitted, laws[1].permitted))


def stated(expr: core.Expr) -> Part:
    """A formula of the claim holds, in each scenario."""
    return lambda laws: terms.both(law.holds(expr) for law in laws)


def _all_days(claim: Claim | Case) -> bool:
    return claim.mentions_date


def of_claim(policy: Policy, claim: Claim, when: core.Expr, effort: Budget | None) -> Pose:
    """The question that a claim asks, on scenarios with `when`. For `unsettled`, `bad` is "permitted" (see `answer`)."""
    concerns = stated(when)
    if claim.form == "independent":
        return Pose(policy, claim.act, concerns, differ, _all_days(claim), claim.paths, effort)
    if claim.clauses:
        said: Part = lambda laws: laws[0].any_applies(claim.clauses)  # noqa: E731 - a part like the others
    elif claim.verdict is Verdict.UNSETTLED:
        said = permitted
    else:
        verdict = claim.verdict
        assert verdict is not None  # noqa: S101 - a claim has a verdict or clauses
        said = lambda laws: laws[0].verdict(verdict)  # noqa: E731 - a part like the others
    bad = neg(said) if claim.form == "always" else said
    return Pose(policy, claim.act, concerns, bad, _all_days(claim), (), effort, when)


def of_case(policy: Policy, case: Case, effort: Budget | None) -> Pose:
    """The question that a case asks: whether scenarios with the facts lack the verdict, or have it for other reasons."""
    if case.verdict is Verdict.UNSETTLED:
        return Pose(policy, case.act, stated(case.facts), permitted, _all_days(case), (), effort)

    def passes(laws: Laws) -> Formula:
        law: Law = laws[0]
        return terms.both(
            (
                law.verdict(case.verdict),
                *(law.any_counts(group) for group in case.under),
                *(terms.negated(law.any_counts(group)) for group in case.not_under),
            )
        )

    return Pose(policy, case.act, stated(case.facts), neg(passes), _all_days(case), (), effort)


def in_force_accepted(claim: Claim, today: date) -> tuple[core.Acceptance, ...]:
    """The claim's acceptances that have not run out on `today`."""
    return tuple(a for a in claim.accepting if a.through is None or today.toordinal() <= a.through)


def without(when: core.Expr, accepted: Sequence[core.Acceptance]) -> core.Expr:
    """`when`, less what was accepted."""
    return core.And((when, *(core.Not(a.scope) for a in accepted))) if accepted else when


# --- pairs of scenarios -----------------------------------------------------------------------------------------------------


def differ_only_in(left: World, right: World, varied: Sequence[Path]) -> Formula:
    """Two scenarios differ at most at `varied` paths, at what lies below them, and at what reaches the same thing."""
    parts = [f"(= {left.act_symbol} {right.act_symbol})"] if len(left.acts) > 1 else []
    for slot in left.slots:
        excused = terms.either(_excused(world, slot.path, varied) for world in (left, right))
        if slot.field.optional:
            parts.append(terms.either((f"(= {left.presence(slot.path)} {right.presence(slot.path)})", excused)))
        equal = left.equal_value(slot.path, slot.path, right)
        there = terms.both((left.there(slot.path), right.there(slot.path)))
        parts.append(terms.either((terms.negated(there), equal, excused)))
    for entity in left.policy.entities:
        paths = left.entities(entity)
        for i, b in enumerate(paths):
            for a in paths[:i]:
                same_there = terms.both(w.there(p) for w in (left, right) for p in (a, b))
                parts.append(terms.implied(same_there, terms.equivalent(left.same(a, b), right.same(a, b))))
    for line in left.lines:
        if line.startswith("(declare-const r"):
            symbol = line.split()[1]
            twin = symbol.removesuffix(left.tag) + right.tag
            parts.append(f"(= {symbol} {twin})")
    return terms.both(parts)


def _excused(world: World, path: Path, varied: Sequence[Path]) -> Formula:
    """`path` is varied, or lies below a varied path, or reaches the same thing as such a path does."""
    found: list[Formula] = []
    for v in varied:
        if path[: len(v)] == v:
            return terms.TRUE
        # the field f of an entity that is the same as the entity whose field f is varied
        for size in range(1, len(path)):
            rest = path[size:]
            owner = path[:size]
            if world.slot(owner).entity is None:
                continue
            twins = (t for t in world.entities(world.slot(owner).entity or "") if t != owner and (*t, *rest)[: len(v)] == v)
            found += [world.same(owner, twin) for twin in twins]
        # an entity that is the same as the one that is varied, or as one below it
        found += [world.same(path, w) for w in world.entities(world.slot(path).entity or "") if w != path and w[: len(v)] == v]
    return terms.either(found)


def varies(worlds: Sequence[World], path: Path) -> Formula:
    """What is at `path` (or, for an entity, in some field of it) differs between two scenarios; of an entity of one of them, no field does."""
    left, right = worlds
    parts = []
    for slot in left.slots:
        if slot.path[: len(path)] == path:
            if slot.field.optional:
                owners = terms.both(w.there(slot.owner) for w in worlds if slot.owner is not None)
                parts.append(terms.both((owners, terms.negated(terms.equivalent(left.there(slot.path), right.there(slot.path))))))
            there = terms.both((left.there(slot.path), right.there(slot.path)))
            parts.append(terms.both((there, terms.negated(left.equal_value(slot.path, slot.path, right)))))
    return terms.either(parts)


Found = tuple[Model, Posed]
