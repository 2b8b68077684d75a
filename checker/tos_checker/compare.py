"""What a change of the text changes: the scenarios that two documents judge differently, by reason.

Contract: `compare` gives every family of change, unless the list is cut; `unchanged` is one unsatisfiable question for each family of acts (some
scenario and joint reading under which the outcomes differ). Header dates play no part. Per scenario each side is permitted, forbidden or
unsettled over all its readings. A family is a *turn* (what the scenario was and is, and which way the outcomes differ under the joint reading by which
they differ) and two reasons: of the side that permits, its route; of the side that forbids, a smallest set of what stops the act there, as
`stops` has it. So each changed scenario belongs to a family, which model was found first does not matter, and the families of
`compare(a, b)` are those of `compare(b, a)` with the sides exchanged. Every scenario shown was judged again by the interpreter, by both documents.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import islice
from typing import Literal

from tos_checker import escapes, readings, replay, terms, typical
from tos_checker.bench import NEW, OLD, Bench, Settled, carrier, firmly, undated
from tos_checker.budget import Budget, OutOfEffortError
from tos_checker.constants import constants
from tos_checker.encode import Wishes
from tos_checker.escapes import Fact
from tos_checker.families import reading_pins
from tos_checker.ground import Ground
from tos_checker.joint import Joint, join
from tos_checker.law import Law
from tos_checker.neighbours import nearest
from tos_checker.patterns import Pattern, pattern
from tos_checker.pose import Pose
from tos_checker.readings import PointOf
from tos_checker.solver import Model
from tos_checker.stops import Rests, Stops
from tos_checker.terms import Formula
from tos_spec import core
from tos_spec.core import Path, Policy
from tos_spec.scenario import Reading, Scenario
from tos_spec.shape import root

Kind = Literal["newly_permitted", "newly_forbidden", "newly_unsettled", "newly_settled"]
KINDS: tuple[Kind, ...] = ("newly_permitted", "newly_forbidden", "newly_unsettled", "newly_settled")

Standing = Literal["permitted", "forbidden", "unsettled"]
"""What a document makes of a scenario over all its readings."""


@dataclass(frozen=True)
class Turn:
    """What a scenario was and is; `permits` is the side that permits it under the reading by which the outcomes differ."""

    before: Standing
    after: Standing
    permits: int

    @property
    def kind(self) -> Kind:
        """The kind of change. Unsettled on both sides, and not alike, counts as newly unsettled."""
        if self.after == "unsettled":
            return "newly_unsettled"
        if self.before == "unsettled":
            return "newly_settled"
        return "newly_permitted" if self.after == "permitted" else "newly_forbidden"

    def of(self, side: int) -> Standing:
        """What the scenario is on one side."""
        return (self.before, self.after)[side]


_FURTHER = 4  # patterns: of more, it is only told that there are others

TURNS = (
    Turn("forbidden", "permitted", NEW),
    Turn("permitted", "forbidden", OLD),
    Turn("permitted", "unsettled", OLD),
    Turn("forbidden", "unsettled", NEW),
    Turn("unsettled", "unsettled", OLD),
    Turn("unsettled", "unsettled", NEW),
    Turn("unsettled", "forbidden", OLD),
    Turn("unsettled", "permitted", NEW),
)


@dataclass(frozen=True)
class Judged:
    """What one side makes of a scenario: over all readings, and under the one shown; `rests` is its route, or what stops the act.

    `turns_on`: the points of the reading that the outcome turns on, if the side is unsettled.
    """

    standing: Standing
    outcome: Literal["permitted", "forbidden"]
    rests: tuple[str, ...]
    reading: Reading
    turns_on: tuple[PointOf, ...]


@dataclass(frozen=True)
class Change:
    """One family: the typical scenario, what each side makes of it, the pattern, and the nearest scenario that does not change.

    Of `neighbour` both say the same under the reading of `scenario`; under others they may not. `further` are patterns of other scenarios
    of the family, if they were asked for; `covered`: every scenario of it fits one of the patterns.
    """

    turn: Turn
    scenario: Scenario
    old: Judged
    new: Judged
    pattern: Pattern
    neighbour: Scenario | None
    further: tuple[Pattern, ...] = ()
    covered: bool = False

    @property
    def kind(self) -> Kind:
        """The kind of change."""
        return self.turn.kind


@dataclass(frozen=True)
class Supposed:
    """Assumptions that only one document makes: nothing in the other implies them."""

    struck: tuple[core.Assumption, ...]
    added: tuple[core.Assumption, ...]


@dataclass(frozen=True)
class Comparison:
    """All that changed. `joint` has both documents without the days in their headers and without claims and cases.

    `complete`: every family is there; if not, the effort ran out (`undecided`) or the list is cut. `unchanged`: it is proved that no outcome changed. `apart`: root acts of which no scenario satisfies the assumptions
    of both documents, so that there was nothing to compare. `supposed` is None where effort ran out before it was known.
    """

    joint: Joint
    families: tuple[Change, ...]
    complete: bool
    unchanged: bool
    supposed: Supposed | None
    apart: tuple[str, ...]
    undecided: bool = False


def compare(
    old: Policy,
    new: Policy,
    budget: Budget | None,
    limit: int | None = None,
    when: core.Expr | None = None,
    *,
    whole: bool = False,
    days: core.Period = core.Period(),  # noqa: B008 - it is frozen
) -> Comparison:
    """The difference of two documents, in scenarios with `when` (in the words of `old`) on `days` alone; at most `limit` families.

    With `whole`, each family is told by as many patterns as it takes, within reason.

    What the bound on effort cuts off is missing, and then the comparison is neither complete nor unchanged.
    """
    joint = undated(join(old, new))
    found: list[Change] = []
    complete, differs, undecided, apart = True, False, False, list[str]()
    supposed: Supposed | None = None
    try:
        supposed = _supposed(joint, budget)
        for act in [n for n, a in joint.new.acts.items() if a.parent is None]:
            comparing = _Comparing(joint, act, budget, when, days, whole=whole)
            if not comparing.possible():
                apart.append(act)
            elif comparing.differs():
                differs = True
                room = None if limit is None else limit - len(found)
                changes = comparing.changes()
                for change in islice(changes, room):
                    found.append(change)  # noqa: PERF402 - what was found stays where the bound cuts the rest off
                complete = complete and (room is None or next(changes, None) is None)
    except OutOfEffortError:
        complete, undecided = False, True
    ordered = tuple(sorted(found, key=lambda c: TURNS.index(c.turn)))
    return Comparison(joint, ordered, complete, complete and not differs and not apart, supposed, tuple(apart), undecided)


class _Stage(Ground):
    """A session on the scenarios of one turn. A *firm* one has those alone that are settled where the turn says so.

    On one that is not firm, `spoiled` says that a settled side is otherwise under some reading.
    """

    def __init__(self, comparing: "_Comparing", turn: Turn, *, firm: bool) -> None:
        self.turn = turn
        self.question = comparing.pose
        bench = comparing.bench()
        self.inquiry = bench
        self.sides, self.joint_wishes = bench.read_alike()
        others = {side: bench.alone(side) for side in (OLD, NEW) if comparing.open[side]}
        self.others = others
        self.readings = (self.sides, *((law,) for law in others.values()))
        self.laws = self.sides
        self.permitting, self.forbidding = self.sides[turn.permits], self.sides[1 - turn.permits]
        self.concerns = comparing.holds_when(self.sides[OLD])
        unlike = [self._as_shown(side, law.permitted) for side, law in others.items() if turn.of(side) == "unsettled"]
        differ = (self.permitting.permitted, terms.negated(self.forbidding.permitted))
        self.bad = terms.both((*differ, *(terms.negated(f) for f in unlike)))
        settled = [side for side in others if turn.of(side) != "unsettled"]
        self.spoiled = terms.either(terms.negated(self._as_shown(side, others[side].permitted)) for side in settled)
        self.compared = self._compared()
        firmly_so = [firmly(bench, side, comparing.bench, permitted=side == turn.permits) for side in settled if firm]
        self.settle()
        self.search = Settled(bench, self.question.read, firm=firmly_so)
        self._preferences = typical.Preferences(comparing.numbers)

    def _as_shown(self, side: int, permitted: Formula) -> Formula:
        """An outcome of a side is the one that it has under the joint reading."""
        return permitted if side == self.turn.permits else terms.negated(permitted)

    def typical(self, *formulas: Formula, kept: Sequence[tuple[frozenset[Path], Formula]] = ()) -> Model | None:
        """The typical model in which `formulas` hold, or None; facts in `kept` are preferred to what is typical."""
        if terms.FALSE in formulas:
            return None
        return typical.settle(
            self.search, self.inquiry.worlds, self.joint_wishes, self._preferences, self.literals(formulas), kept
        )

    def pins(self, model: Model) -> list[Formula]:
        """Formulas that fix the reading, as it is in `model`, on every stage of this turn."""
        unsettled = [law for side, law in self.others.items() if self.turn.of(side) == "unsettled"]
        pins = [pin for law in (*self.sides, *unsettled) for pin in reading_pins(law, model)]
        return list(dict.fromkeys(pins))

    def confirm(self, model: Model) -> None:
        """Have the interpreter judge the scenario again, as each side does. Raises DisagreementError."""
        for law in (*self.sides, *self.others.values()):
            replay.confirm((law,), self.inquiry, model)


class _Comparing:
    """Compares two documents on the scenarios of one family of acts."""

    def __init__(
        self, joint: Joint, act: str, effort: Budget | None, when: core.Expr | None, days: core.Period, *, whole: bool
    ) -> None:
        self.joint, self.act, self.effort, self.days, self.whole = joint, act, effort, days, whole
        self.when = None if when is None else joint.of_old.expr(when, _own_act(joint, act))
        self.policy = carrier(joint, self.when)
        self.numbers = constants(self.policy)
        self.pose = Pose(self.policy, act, lambda _: terms.TRUE, lambda _: terms.TRUE, all_days=True, effort=effort)

    def bench(self) -> Bench:
        """A session on the scenarios in question."""
        bench = Bench(self.policy, self.act, self.effort, joint=self.joint)
        day = ("date",)
        for op, bound in ((">=", self.days.first), ("<=", self.days.last)):
            if bound is not None and day not in bench.worlds[0].left_out:  # else nothing turns on the day
                bench.require(terms.compared(op, bench.worlds[0].amount(day), terms.number(Fraction(bound))))
        return bench

    def holds_when(self, law: Law) -> Formula:
        """The scenario is one of those that were asked for."""
        return terms.TRUE if self.when is None else law.holds(self.when)

    def possible(self) -> bool:
        """Whether there is a scenario to compare. Raises OutOfEffortError, as all here does."""
        return self.bench().session.satisfiable()

    def differs(self) -> bool:
        """Whether there are a scenario and a joint reading under which the outcomes differ."""
        bench = self.bench()
        (old, new), _ = bench.read_alike()
        unlike = f"(not (= {old.permitted} {new.permitted}))"  # asked even where it is plain, so that no proof is our word alone
        differ = terms.both((self.holds_when(old), unlike))
        bench.settle(old)  # what was asked of it here
        bench.require(differ)
        return bench.session.satisfiable()

    @cached_property
    def open(self) -> tuple[bool, bool]:
        """Whether each side leaves anything open that its outcomes could turn on."""
        (old, new), _ = self.bench().read_alike()
        return old.has_points, new.has_points

    def changes(self) -> Iterator[Change]:
        """Every family, in order."""
        for turn in TURNS:
            if any(turn.of(side) == "unsettled" and not self.open[side] for side in (OLD, NEW)):
                continue
            plain = _Stage(self, turn, firm=False)
            if not plain.possible(plain.loophole):
                continue
            firm = _Stage(self, turn, firm=True)
            reasons = _reasons(firm)
            shown = _reasons(plain)
            for rests in reasons.reasons():
                yield self._told(firm, reasons, plain, shown, rests)

    def _told(self, firm: _Stage, reasons: Stops, plain: _Stage, shown: Stops, rests: Rests) -> Change:
        model = firm.typical(firm.loophole, reasons.has(rests))
        assert model is not None, "a reason is one that a change has"  # noqa: S101 - for the type checker
        firm.confirm(model)
        scenario, turn = firm.scenario(model), firm.turn
        judged = [self._judged(firm, side, model, rests) for side in (OLD, NEW)]
        spoken_of = self._spoken_of(rests)
        found = self._pattern(plain, shown.belongs(rests), model, spoken_of)
        outside = terms.negated(terms.both(e.formula for e in found.entries))
        exact = found.exact or not firm.possible(firm.loophole, reasons.belongs(rests), outside)
        further: list[Pattern] = []
        outsides, covered = [outside], exact
        while self.whole and not covered and len(further) < _FURTHER:
            other = firm.typical(firm.loophole, reasons.belongs(rests), *outsides)
            if other is None:
                covered = True
                continue
            firm.confirm(other)
            further.append(self._pattern(plain, shown.belongs(rests), other, spoken_of))
            outsides.append(terms.negated(terms.both(e.formula for e in further[-1].entries)))
        if self.whole and not covered:
            covered = not firm.possible(firm.loophole, reasons.belongs(rests), *outsides)
        same = terms.equivalent(plain.sides[OLD].permitted, plain.sides[NEW].permitted)
        with plain.scope():
            near = nearest(plain, scenario, terms.both((plain.concerns, same)), plain.pins(model), spoken_of)
        return Change(
            turn, scenario, judged[OLD], judged[NEW], replace(found, exact=exact), near, tuple(further), covered=covered
        )

    def _pattern(self, plain: _Stage, belongs: Formula, model: Model, spoken_of: frozenset[Fact]) -> Pattern:
        """The pattern of one scenario of a family: all that fits it is of the family, under the reading of `model`."""
        member = terms.both((plain.loophole, belongs))
        fails = terms.either((terms.both((*plain.pins(model), terms.negated(member))), plain.spoiled))
        with plain.scope():
            return pattern(plain, plain.scenario(model), fails, member, spoken_of, self.numbers)

    def _judged(self, stage: _Stage, side: int, model: Model, rests: Rests) -> Judged:
        law, turn = stage.sides[side], stage.turn
        permits = side == turn.permits
        policy = (self.joint.old, self.joint.new)[side]
        on: tuple[PointOf, ...] = ()
        if turn.of(side) == "unsettled":
            on = self._turns_on(policy, law.view.wishes, model, permits=permits)
        reading = replay.as_read(law, model)
        return Judged(
            turn.of(side), "permitted" if permits else "forbidden", (rests.status,) if permits else rests.on, reading, on
        )

    def _turns_on(self, policy: Policy, wishes: Wishes, model: Model, *, permits: bool) -> tuple[PointOf, ...]:
        question = Pose(policy, self.act, lambda _: terms.TRUE, lambda _: terms.TRUE, all_days=True, effort=self.effort)

        def stays(laws: Sequence[Law]) -> Formula:
            return laws[0].permitted if permits else terms.negated(laws[0].permitted)

        return readings.turns_on(question, model, wishes, stays)

    def _spoken_of(self, rests: Rests) -> frozenset[Fact]:
        """The facts that the clauses speak of which the family names, on either side."""
        numbers = {rests.status, *rests.on}
        found: set[Fact] = set()
        for policy in (self.joint.old, self.joint.new):
            for prohibition in escapes.clauses(policy, tuple(numbers), frozenset()):
                for expr in (*(c.expr for c in prohibition.conditions), prohibition.clause.required):
                    found |= escapes.facts(policy, expr)
        return frozenset(found)


def _reasons(stage: _Stage) -> Stops:
    """The pairs of reasons: `Rests.status` is the route on the side that permits, `Rests.on` what stops the act on the other."""
    found = Stops(stage, stage.forbidding, forbidden=True)
    found.statuses = stage.permitting.routes()
    stage.settle()
    return found


def _own_act(joint: Joint, act: str) -> str | None:
    """An act of the old document in the family of the joint root act `act`."""
    names = joint.of_old.names.acts
    return next((own for own, name in names.items() if root(joint.old, name) == act), None)


# --- assumptions --------------------------------------------------------------------------------------------------------------


def _supposed(joint: Joint, effort: Budget | None) -> Supposed:
    sides = (joint.old, joint.new)
    found = [
        tuple(a for a in side.assumptions if not _implied(joint, a, side, other, effort))
        for side, other in (sides, reversed(sides))
    ]
    return Supposed(found[0], found[1])


def _implied(joint: Joint, assumption: core.Assumption, side: Policy, other: Policy, effort: Budget | None) -> bool:
    """Whether an assumption of `side` holds in every scenario in which those of `other` hold."""
    acts = [n for n, a in joint.new.acts.items() if a.parent is None]
    for act in acts:
        if assumption.act is not None and root(side, assumption.act) != act:
            continue
        with_both = replace(carrier(joint, None), assumptions=other.assumptions)
        bench = Bench(with_both, act, effort, joint=joint)
        broken = bench.broken(assumption)
        if broken == terms.FALSE:
            continue
        bench.require(broken)
        if bench.session.satisfiable():
            return False
    return True
