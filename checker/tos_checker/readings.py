"""Readings: the points of one, and what a verdict turns on.

`turns_on` follows the language: go through the points of the reading in the order of their declaration and drop each whose
reading does not matter as long as the rest keep theirs; the points that stay.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from tos_checker import decode, terms
from tos_checker.encode import Wishes
from tos_checker.inquiry import Inquiry, numbers, pinned
from tos_checker.pose import Part, Pose
from tos_checker.solver import Model
from tos_checker.terms import Formula, Linear
from tos_checker.world import World
from tos_spec.core import OpenQuantity, OpenTerm, Path

What = Literal["these", "rest"]
"""What more than one reading is needed to tell: how the points are read that a verdict turns on, or how the rest is."""


@dataclass(frozen=True)
class Extent:
    """How far an open quantity can be moved from its value without anything changing: the ends, and whether they belong to it.

    At the single amounts `but`, between the ends, something does change.
    """

    low: Fraction
    low_in: bool
    high: Fraction
    high_in: bool
    but: tuple[Fraction, ...] = ()


@dataclass(frozen=True)
class PointOf:
    """A point of a reading: an open term (`args` for terms of entities), a quantity, or a ruling, with its symbols.

    `extent` is set for a quantity that something turns on.
    """

    name: str
    args: tuple[Path, ...]
    symbols: tuple[str, ...]
    extent: Extent | None = None


def points(worlds: Sequence[World], wishes: Wishes, model: Model) -> Iterator[PointOf]:
    """The points of a reading, in the order of declaration, rulings last. Entities of a scenario (or of both) count once each.

    Of a pair they are named as the first scenario names them, if it has them.
    """
    policy = worlds[0].policy
    of_entities = _of_entities(worlds, wishes, model)
    decls: list[OpenTerm | OpenQuantity] = [*policy.terms.values(), *policy.quantities.values()]
    for decl in sorted(decls, key=lambda decl: decl.order):
        if decl.name in wishes.quantities and decl.name in policy.quantities:
            (atom,) = wishes.quantities[decl.name].factors
            yield PointOf(decl.name, (), (atom.name,))
        elif decl.name in wishes.terms:
            yield PointOf(decl.name, (), (wishes.terms[decl.name],))
        else:
            yield from (p for p in of_entities if p.name == decl.name)
    yield from (PointOf(name, (), (symbol,)) for name, symbol in wishes.rulings.items())


def _of_entities(worlds: Sequence[World], wishes: Wishes, model: Model) -> list[PointOf]:
    """The open terms of entities, in the order of the paths that name them."""
    scenarios = [decode.scenario(world, model) for world in worlds]
    found: dict[Formula, PointOf] = {}
    for here, other in zip(scenarios, (*scenarios[1:], scenarios[0] if scenarios[1:] else None), strict=True):
        for (term, args), symbol in decode.wished(wishes, here, other):
            found.setdefault(symbol, PointOf(term, args, (symbol,)))
    order = {key: place for place, key in enumerate(wishes.entity_terms)}
    return sorted(found.values(), key=lambda point: order[point.name, point.args])


def turns_on(pose: Pose, model: Model, wishes: Wishes, stays: Part) -> tuple[PointOf, ...]:
    """The points of the reading in `model` that `stays` (which holds under it) turns on, in `model`'s scenario.

    `stays` is asked of every other reading with the question's conditions. Raises OutOfEffortError as `Session` does.
    """
    inquiry = pose.inquiry()
    laws = pose.read(inquiry, None)
    mine = laws[0].view.wishes
    concerns, kept = pose.concerns(laws), stays(laws)
    inquiry.settle(*laws)
    inquiry.require(terms.both((concerns, terms.negated(kept))))
    inquiry.add(inquiry.pins(model))
    found = list(points(inquiry.worlds, wishes, model))
    twins = list(points(inquiry.worlds, mine, model))
    literals = {p: inquiry.session.literal(_as_in(t, p, model)) for p, t in zip(found, twins, strict=True)}
    staying = list(found)
    for point in found:
        rest = [p for p in staying if p is not point]
        if not inquiry.session.satisfiable([literals[p] for p in rest]):
            staying = rest
    sums = [s for law in laws for s in law.view.quantity_sums]
    given = _Quantities(inquiry, mine, wishes, model, sums)
    # How far one quantity can move is known only as long as the others stay where they are: just one of them is told an extent.
    moved = next((p for p in staying if p.name in mine.quantities), None)
    return tuple(_with_extent(p, staying, literals, given) if p is moved else p for p in staying)


def so_otherwise(pose: Pose, model: Model, wishes: Wishes, stays: Part, on: Sequence[PointOf]) -> bool:
    """Whether `stays` also holds in `model`'s scenario under some reading of which the points `on` (of `turns_on`) are not as in `model`.

    Then these points do not settle it: others, that do not matter as long as these stay, do. Raises OutOfEffortError.
    """
    inquiry = pose.inquiry()
    laws = pose.read(inquiry, None)
    mine = laws[0].view.wishes
    so = terms.both((pose.concerns(laws), stays(laws)))
    inquiry.settle(*laws)
    inquiry.add(inquiry.pins(model))
    known = {
        (p.name, p.args): t
        for p, t in zip(points(inquiry.worlds, wishes, model), points(inquiry.worlds, mine, model), strict=True)
    }
    alike = (_stays_in(p, known[p.name, p.args], mine, model) for p in on)
    inquiry.require(terms.both((so, terms.negated(terms.both(alike)))))
    return inquiry.session.satisfiable()


def depends_on(pose: Pose, model: Model, wishes: Wishes, stays: Part, on: Sequence[PointOf]) -> frozenset[What]:
    """What it depends on whether `stays` holds in `model`'s scenario, where the points `on` are not as in `model`.

    On how these are read, if two such readings that differ in them alone differ in it; on how the rest is, if two do that read them alike. Raises
    OutOfEffortError.
    """
    inquiry = pose.inquiry()
    readings = [pose.read(inquiry, None) for _ in range(2)]
    views = [laws[0].view.wishes for laws in readings]
    holds = [stays(laws) for laws in readings]
    concerned = [pose.concerns(laws) for laws in readings]
    for laws in readings:
        inquiry.settle(*laws)
    inquiry.add(inquiry.pins(model))
    known, *twins = (list(points(inquiry.worlds, view, model)) for view in (wishes, *views))
    mine = {(p.name, p.args): p for p in on}
    for view, twin in zip(views, twins, strict=True):
        named = [(mine[p.name, p.args], p) for p in twin if (p.name, p.args) in mine]
        inquiry.require(terms.negated(terms.both(_stays_in(p, q, view, model) for p, q in named)))
    inquiry.require(terms.both((*concerned, holds[0], terms.negated(holds[1]))))
    these, rest = list[Formula](), list[Formula]()
    for point, one, other in zip(known, *twins, strict=True):
        (these if (point.name, point.args) in mine else rest).append(_read_alike(one, other))
    alone: dict[What, list[Formula]] = {"these": rest, "rest": these}
    return frozenset(
        what for what, alike in alone.items() if inquiry.session.satisfiable([inquiry.session.literal(terms.both(alike))])
    )


def _read_alike(one: PointOf, other: PointOf) -> Formula:
    """The same point is read in the same way by two readings."""
    return terms.both(terms.equivalent(a, b) for a, b in zip(one.symbols, other.symbols, strict=True))


def _stays_in(point: PointOf, mine: PointOf, wishes: Wishes, model: Model) -> Formula:
    """A point is read as in `model`; a quantity, within the extent in which nothing changes."""
    if point.extent is None:
        return _as_in(mine, replace(point, extent=None), model)
    amount, extent = wishes.quantities[point.name], point.extent
    low = terms.compared(">=" if extent.low_in else ">", amount, terms.number(extent.low))
    high = terms.compared("<=" if extent.high_in else "<", amount, terms.number(extent.high))
    return terms.both((low, high, *(terms.negated(terms.compared("=", amount, terms.number(n))) for n in extent.but)))


@dataclass(frozen=True)
class _Quantities:
    """What is needed to move an open quantity: the session, the wishes it knows, and those of the model with their sums."""

    inquiry: Inquiry
    mine: Wishes
    wishes: Wishes
    model: Model
    sums: Sequence[Linear]

    def values(self) -> dict[str, Fraction]:
        """The values of the scenario's numbers, and of the session's own quantities as the model has them."""
        found = numbers(self.model)
        for name, value in self.mine.quantities.items():
            (atom,) = value.factors
            found[atom.name] = self.wishes.quantities[name].at(found)
        return found


def _with_extent(point: PointOf, staying: Sequence[PointOf], literals: Mapping[PointOf, str], given: _Quantities) -> PointOf:
    if point.name not in given.mine.quantities or point.args:
        return point
    kept = [literals[p] for p in staying if p is not point]
    session, symbol = given.inquiry.session, given.mine.quantities[point.name]
    (atom,) = symbol.factors
    values = given.values()
    quantity = given.inquiry.policy.quantities[point.name]
    ends = {quantity.low, quantity.high}
    for sum_ in given.sums:
        factor = sum_.factors.get(atom)
        if factor is not None:
            ends.add(sum_.put(atom, terms.number(Fraction(0))).times(-1 / factor).at(values))

    def same(value: Fraction) -> bool:
        equals = terms.compared("=", symbol, terms.number(value))
        return not session.satisfiable([*kept, session.literal(equals)])

    value = values[atom.name]
    inside = sorted(e for e in ends if quantity.low <= e <= quantity.high)
    high, high_in, above = _as_far(value, [e for e in inside if e > value], same)
    low, low_in, below = _as_far(value, [e for e in reversed(inside) if e < value], same)
    return replace(point, extent=Extent(low, low_in, high, high_in, (*reversed(below), *above)))


def _as_far(value: Fraction, ends: Sequence[Fraction], same: Callable[[Fraction], bool]) -> tuple[Fraction, bool, list[Fraction]]:
    """The last of `ends`, going away from `value`, up to which nothing changes but at some of them, and whether nothing does at it."""
    here, here_in, but = value, True, list[Fraction]()
    for end in ends:
        if not same((here + end) / 2):
            break
        if not here_in:
            but.append(here)
        here, here_in = end, same(end)
    return here, here_in, but


def _as_in(mine: PointOf, other: PointOf, model: Model) -> Formula:
    parts = []
    for symbol, twin in zip(mine.symbols, other.symbols, strict=True):
        sort = "Real" if symbol.startswith("k") and not symbol.startswith(("kc", "ks")) else "Bool"
        parts.append(pinned(symbol, sort, {symbol: model.get(twin, False)}))
    return terms.both(parts)
