"""Readings: the points of one, and what a verdict turns on.

`turns_on` follows the language: go through the points of the reading in the order of their declaration and drop each whose
reading does not matter as long as the rest keep theirs; the points that stay.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tos_checker import decode, terms
from tos_checker.encode import Wishes
from tos_checker.inquiry import pinned
from tos_checker.pose import Part, Pose
from tos_checker.solver import Model
from tos_checker.terms import Formula
from tos_checker.world import World
from tos_spec.core import OpenQuantity, OpenTerm, Path


@dataclass(frozen=True)
class PointOf:
    """A point of a reading: an open term (`args` for terms of entities), a quantity, or a ruling, with its symbols."""

    name: str
    args: tuple[Path, ...]
    symbols: tuple[str, ...]


def points(worlds: Sequence[World], wishes: Wishes, model: Model) -> Iterator[PointOf]:
    """The points of a reading, in the order of declaration, rulings last. Entities of a scenario (or of both) count once each."""
    policy = worlds[0].policy
    identities = [decode.scenario(world, model).identity for world in worlds]
    decls: list[OpenTerm | OpenQuantity] = [*policy.terms.values(), *policy.quantities.values()]
    for decl in sorted(decls, key=lambda decl: decl.order):
        if decl.name in wishes.quantities and decl.name in policy.quantities:
            (atom,) = wishes.quantities[decl.name].factors
            yield PointOf(decl.name, (), (atom.name,))
        elif decl.name in wishes.terms:
            yield PointOf(decl.name, (), (wishes.terms[decl.name],))
        else:
            for (term, args), symbol in wishes.entity_terms.items():
                if term == decl.name and any(all(identity.get(a) == a for a in args) for identity in identities):
                    yield PointOf(term, args, (symbol,))
    yield PointOf("on conflict", (), (wishes.on_conflict,))
    yield PointOf("on silence", (), (wishes.on_silence,))


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
    return tuple(staying)


def _as_in(mine: PointOf, other: PointOf, model: Model) -> Formula:
    parts = []
    for symbol, twin in zip(mine.symbols, other.symbols, strict=True):
        sort = "Real" if symbol.startswith("k") and not symbol.startswith(("kc", "ks")) else "Bool"
        parts.append(pinned(symbol, sort, {symbol: model.get(twin, False)}))
    return terms.both(parts)
