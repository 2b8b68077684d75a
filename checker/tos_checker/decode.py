"""Models back to scenarios and readings.

Contract: the inverse of `world` and of `inquiry.free_wishes`. What a model leaves open is false, or zero, or the first leaf.
"""

from collections.abc import Mapping
from fractions import Fraction

from tos_checker.encode import Wishes
from tos_checker.inquiry import numbers
from tos_checker.solver import Model
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


def reading(world: World, wishes: Wishes, model: Model) -> Reading:
    """The reading that `model` gives to the symbols of `wishes`."""
    amounts = numbers(model)
    return Reading(
        {name: bool(model.get(symbol, False)) for name, symbol in wishes.terms.items()},
        _by_identity(world, wishes, model),
        {name: value.at(amounts) for name, value in wishes.quantities.items()},
        on_conflict=bool(model.get(wishes.on_conflict, False)),
        on_silence=bool(model.get(wishes.on_silence, False)),
        others={n: Rulings(*(bool(model.get(symbol, False)) for symbol in pair)) for n, pair in wishes.others.items()},
    )


def _by_identity(world: World, wishes: Wishes, model: Model) -> dict[tuple[str, tuple[Path, ...]], bool]:
    identity = scenario(world, model).identity
    found = {}
    for (term, args), symbol in wishes.entity_terms.items():
        if all(identity.get(a) == a for a in args):
            found[term, args] = bool(model.get(symbol, False))
    return found
