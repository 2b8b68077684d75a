"""The nearest scenario that is stopped: what would have to be otherwise for the prohibition to reach a loophole.

Contract: `nearest` gives a scenario in which `stopped` holds under the same reading, and which differs from the given one in the fewest
facts: among the facts that the claim speaks of as long as that is possible. Of several it is the one that keeps the facts that are
declared first; numbers and dates that change become the nearest that the document names (or compares a multiple with), or that lie next to
those or to what they were; the rest is typical. Where an entity of the given scenario is two in the other, both are as it was, but for facts
that count. None if there is none.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from tos_checker import measures, terms
from tos_checker.constants import constants
from tos_checker.escapes import Fact
from tos_checker.givens import Given, givens
from tos_checker.ground import Ground
from tos_checker.terms import Formula
from tos_checker.world import World
from tos_spec.core import Path, Sort
from tos_spec.scenario import Scenario
from tos_spec.shape import Slot

_TRIED = 24  # numbers


def nearest(
    ground: Ground, s: Scenario, stopped: Formula, reading: Sequence[Formula], spoken_of: frozenset[Fact]
) -> Scenario | None:
    """The nearest scenario to `s` in which `stopped` holds, the reading being as `reading` says. Raises OutOfEffortError."""
    world = ground.inquiry.worlds[0]
    facts = _grouped((*givens(world, s), *_apart(world, s)))
    spoken = [f for f in facts if any(g.spoken & spoken_of or g.sort == "act" for g in f)]
    fixed = [_same(f) for f in facts if f not in spoken]
    for free, kept in ((spoken, fixed), (facts, [])):
        given = (stopped, *reading, *kept)
        if not ground.possible(*given):
            continue
        same = [_same(f) for f in free]
        few = _fewest(ground, given, same)
        settled = [(frozenset(g.path for g in f), _same(f)) for f in free]
        settled += [(frozenset(g.path for g in f), terms.TRUE) for f in facts if f not in free]
        model = ground.typical(*given, few, kept=settled)
        if model is None:
            return None
        near = _near(ground, s, ground.scenario(model), (*given, few), free)
        model = ground.typical(*given, few, *near, kept=settled) if near else model
        return None if model is None else ground.scenario(model)
    return None


def _near(
    ground: Ground, s: Scenario, changed: Scenario, given: Sequence[Formula], free: Sequence[Sequence[Given]]
) -> list[Formula]:
    """That each number that `changed` changes is as near to what it was as can be, while the same facts stay."""
    numbers = [
        g for f in free for g in f if g.sort == "number" and changed.there(g.path) and changed.facts[g.path] != s.facts[g.path]
    ]
    if not numbers:
        return []
    wanted: list[Formula] = []
    for formula in (_same(f) for f in free):
        if ground.possible(*given, *wanted, formula):
            wanted.append(formula)
    for fact in numbers:
        wanted += [f for f in [next((n for n in _nearby(ground, s, fact) if ground.possible(*given, *wanted, n)), None)] if f]
    return wanted


def _nearby(ground: Ground, s: Scenario, fact: Given) -> Iterator[Formula]:
    """What a number or date could be instead, the nearest first."""
    world, was = ground.inquiry.worlds[0], s.facts[fact.path]
    assert isinstance(was, Fraction)  # noqa: S101 - for the type checker
    sort = world.slot(fact.path).field.type.sort
    named = {*constants(ground.question.policy).get(sort, ()), *measures.alone(world.policy, world.act).get(fact.path, ())}
    steps: tuple[int, ...] = (0,)
    if sort in (Sort.DATE, Sort.INTEGER):
        named, steps = {Fraction(near(n)) for n in named for near in (floor, ceil)}, (-1, 0, 1)
    known = {n + step for n in (was, *named) for step in steps} - {was}
    for n in sorted(known, key=lambda n: (abs(n - was), n))[:_TRIED]:
        yield terms.both((world.there(fact.path), terms.compared("=", world.amount(fact.path), terms.number(n))))


def _apart(world: World, s: Scenario) -> Iterator[Given]:
    """What relations hold of an entity by its further names: it counts where these are names of another one, each by its first name."""
    earlier = {slot.path: _earlier(world, slot) for slot in world.slots if slot.entity is not None}
    for relation in world.policy.relations.values():
        params = tuple((str(i), entity) for i, entity in enumerate(relation.over))
        for given in world.choices(params):
            paths = tuple(given[name] for name, _ in params)
            if not all(p in s.identity for p in paths) or all(s.identity[p] == p for p in paths):
                continue
            first = (terms.negated(world.same(e, p)) for p in paths for e in earlier[p])
            there = terms.both((*(world.there(p) for p in paths), *first))
            holds = (relation.name, tuple(s.identity[p] for p in paths)) in s.relations
            symbol = world.related(relation.name, paths)
            kept = terms.implied(there, symbol if holds else terms.negated(symbol))
            yield Given("relation", paths[0], kept, kept, name=relation.name, holds=holds, paths=paths)


def _earlier(world: World, slot: Slot) -> tuple[Path, ...]:
    """The paths to entities of the same sort that are declared before a slot."""
    places = [other for other in world.slots if other.entity == slot.entity]
    return tuple(other.path for other in places[: places.index(slot)])


def _grouped(facts: Sequence[Given]) -> list[list[Given]]:
    """Facts that count as one: the members of one set; each other fact is alone."""
    found: dict[object, list[Given]] = {}
    for i, fact in enumerate(facts):
        found.setdefault(("set", fact.path) if fact.sort == "member" else i, []).append(fact)
    return list(found.values())


def _same(facts: Sequence[Given]) -> Formula:
    return terms.both(f.kept for f in facts)


def _fewest(ground: Ground, given: Sequence[Formula], same: list[Formula]) -> Formula:
    """That as few as possible of `same` are false."""
    differ = [terms.negated(f) for f in same if f != terms.TRUE]
    for most in range(1, len(differ)):
        few = f"((_ at-most {most}) {' '.join(differ)})"
        if ground.possible(*given, few):
            return few
    return terms.TRUE
