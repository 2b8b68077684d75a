"""Models back to scenarios and readings.

Contract: the inverse of `world` and of `inquiry.free_wishes`. What a model leaves open is false, or zero, or the first leaf.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from tos_checker.encode import Wishes
from tos_checker.inquiry import numbers
from tos_checker.solver import Model
from tos_checker.terms import Formula
from tos_checker.world import World
from tos_spec.core import FIRST_DAY, Path, Sort, Value
from tos_spec.scenario import Reading, Rulings, Scenario
from tos_spec.shape import Slot


def scenario(world: World, model: Model) -> Scenario:
    """The scenario that `model` describes."""
    act = world.acts[int(model.get(world.act_symbol, 0))]
    facts: dict[Path, Value] = {}
    identity: dict[Path, Path] = {}
    for slot in world.slots:
        if not _there(world, model, slot, act):
            continue
        value = _value(world, model, slot)
        if value is not None:
            facts[slot.path] = value
        if slot.entity is not None:
            earlier = (p for p in identity if world.slot(p).entity == slot.entity)
            identity[slot.path] = next((identity[p] for p in earlier if model.get(world.same(p, slot.path), False)), slot.path)
    return Scenario(act, facts, identity, _relations(world, model, identity))


def _there(world: World, model: Model, slot: Slot, act: str) -> bool:
    if act not in slot.acts:
        return False
    here: Slot | None = slot
    while here is not None:
        if here.field.optional and not model.get(world.presence(here.path), False):
            return False
        here = world.slot(here.owner) if here.owner is not None else None
    return True


def _value(world: World, model: Model, slot: Slot) -> Value | None:
    if slot.path in world.left_out:
        return Fraction(world.policy.period.first or FIRST_DAY)
    kind = world.kind(slot.path)
    if kind is not None:
        return world.policy.kinds[kind].leaves[int(model.get(world.value(slot.path), 0))]
    match slot.field.type.sort:
        case Sort.ENTITY:
            return None
        case Sort.FLAG:
            return bool(model.get(world.value(slot.path), False))
        case Sort.SET:
            leaves = world.policy.kinds[slot.field.type.of].leaves
            return frozenset(leaf for leaf in leaves if model.get(world.member(slot.path, leaf), False))
        case _:
            return Fraction(model.get(world.value(slot.path), Fraction(0)))


def _relations(world: World, model: Model, identity: Mapping[Path, Path]) -> frozenset[tuple[str, tuple[Path, ...]]]:
    found = set()
    for relation in world.policy.relations.values():
        params = tuple((f"p{i}", entity) for i, entity in enumerate(relation.over))
        for given in world.choices(params):
            paths = tuple(given[name] for name, _ in params)
            if all(identity.get(p) == p for p in paths) and model.get(world.related(relation.name, paths), False):
                found.add((relation.name, paths))
    return frozenset(found)


def reading(world: World, wishes: Wishes, model: Model, twin: World | None = None) -> Reading:
    """The reading that `model` gives to the symbols of `wishes`; with a `twin`, as that scenario and this are read alike, whatever the bounds."""
    amounts = numbers(model)
    here = scenario(world, model)
    other = None if twin is None else scenario(twin, model)
    return Reading(
        {name: bool(model.get(symbol, False)) for name, symbol in wishes.terms.items()},
        {key: bool(model.get(symbol, False)) for key, symbol in wished(wishes, here, other)},
        {name: value.at(amounts) for name, value in wishes.quantities.items()},
        on_conflict=bool(model.get(wishes.on_conflict, False)),
        on_silence=bool(model.get(wishes.on_silence, False)),
        others={n: Rulings(*(bool(model.get(symbol, False)) for symbol in pair)) for n, pair in wishes.others.items()},
    )


def wished(
    wishes: Wishes, here: Scenario, other: Scenario | None = None
) -> Iterator[tuple[tuple[str, tuple[Path, ...]], Formula]]:
    """The symbol of the wish for each open term of entities that a scenario can be asked, by identity, in the order of the paths.

    Of a pair read alike, `other` is the other scenario: entities that both have go by the first paths to them that both have.
    """
    for term, args in wishes.entity_terms:
        if not all(here.identity.get(a) == a for a in args):
            continue
        shared = args if other is None else tuple(shared_path(here, other, a) for a in args)
        known = tuple(path for path in shared if path is not None)
        yield (term, args), wishes.entity_terms[term, known if len(known) == len(args) else args]


def shared_path(here: Scenario, other: Scenario, entity: Path) -> Path | None:
    """The first path to an entity of one scenario that the other one has, too."""
    return next((path for path, first in here.identity.items() if first == entity and path in other.identity), None)
