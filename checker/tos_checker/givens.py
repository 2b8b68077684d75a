"""A scenario as a list of facts, each with the formula that says it: what patterns drop and widen, and neighbours change.

Contract: all facts of a scenario together single it out among the scenarios of its question. They come in the order of declaration;
what is absent has no facts but its absence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tos_checker import terms
from tos_checker.terms import Formula
from tos_checker.world import World
from tos_spec.core import Path, Sort
from tos_spec.scenario import Scenario

Sort_ = Literal[
    "act", "there", "absent", "value", "number", "flag", "member", "same", "apart", "relation", "difference", "comparison"
]


@dataclass(frozen=True)
class Given:
    """One fact: what sort of fact, of which path (two for identity, `paths` for relations), with which leaf or relation.

    `formula` says it, and that the path is there; `kept` says that it is so if the path is there at all. Facts of two numbers, how far
    apart they are or how they compare, are such as patterns make of a scenario's facts.
    """

    sort: Sort_
    path: Path
    formula: Formula
    kept: Formula
    other: Path = ()
    name: str = ""
    holds: bool = True
    paths: tuple[Path, ...] = ()

    @property
    def spoken(self) -> frozenset[tuple[str, ...]]:
        """The facts (as `escapes.facts` names them) that this one belongs to."""
        if self.sort == "relation":
            return frozenset({("relation", self.name)})
        return frozenset({self.path, self.other} - {()})


def givens(world: World, s: Scenario) -> tuple[Given, ...]:
    """The facts of `s`, a scenario of `world`."""
    return tuple(_givens(world, s))


def _givens(world: World, s: Scenario) -> Iterator[Given]:
    if len(world.acts) > 1:
        done = world.done_as((s.act,))
        yield Given("act", (), done, done, name=s.act)
    here: dict[str, list[Path]] = {}
    for slot in world.slots:
        if s.act not in slot.acts or (slot.owner is not None and not s.there(slot.owner)):
            continue
        there = s.there(slot.path)
        if slot.field.optional:
            formula = world.there(slot.path) if there else terms.negated(world.there(slot.path))
            presence = world.presence(slot.path) if there else terms.negated(world.presence(slot.path))
            owner = world.done_as(slot.acts) if slot.owner is None else world.there(slot.owner)
            yield Given("there" if there else "absent", slot.path, formula, terms.implied(owner, presence), holds=there)
        if not there:
            continue
        if slot.entity is not None:
            for earlier in here.get(slot.entity, []):
                one = s.identity[earlier] == s.identity[slot.path]
                same = world.same(earlier, slot.path)
                kept = (
                    terms.implied(terms.both((world.there(earlier), world.there(slot.path))), same)
                    if one
                    else terms.negated(same)
                )
                yield Given("same" if one else "apart", slot.path, same if one else kept, kept, earlier, holds=one)
            here.setdefault(slot.entity, []).append(slot.path)
        yield from _values(world, s, slot.path)
    yield from _relations(world, s, here)


def _values(world: World, s: Scenario, path: Path) -> Iterator[Given]:
    value = s.facts.get(path)
    type_ = world.slot(path).field.type
    if value is None or path in world.left_out:
        return

    def given(sort: Sort_, bare: Formula, name: str = "", *, holds: bool = True) -> Given:
        there = world.there(path)
        return Given(sort, path, terms.both((there, bare)), terms.implied(there, bare), name=name, holds=holds)

    kind = world.kind(path)
    if kind is not None and isinstance(value, str):
        yield given("value", world.among(path, kind, (value,)), value)
    elif type_.sort is Sort.FLAG:
        yield given("flag", world.value(path) if value else terms.negated(world.value(path)), holds=bool(value))
    elif isinstance(value, frozenset):
        for leaf in world.policy.kinds[type_.of].leaves:
            member = world.member(path, leaf)
            yield given("member", member if leaf in value else terms.negated(member), leaf, holds=leaf in value)
    elif isinstance(value, Fraction):
        yield given("number", terms.compared("=", world.amount(path), terms.number(value)))


def _relations(world: World, s: Scenario, here: dict[str, list[Path]]) -> Iterator[Given]:
    for relation in world.policy.relations.values():
        params = tuple((str(i), entity) for i, entity in enumerate(relation.over))
        for given in world.choices(params):
            paths = tuple(given[name] for name, _ in params)
            if all(p in here.get(e, []) and s.identity[p] == p for p, e in zip(paths, relation.over, strict=True)):
                there = terms.both(world.there(p) for p in paths)
                symbol = world.related(relation.name, paths)
                holds = (relation.name, paths) in s.relations
                related = terms.both((there, symbol))
                formula = related if holds else terms.negated(related)
                kept = terms.implied(there, symbol if holds else terms.negated(symbol))
                yield Given("relation", paths[0], formula, kept, name=relation.name, holds=holds, paths=paths)
