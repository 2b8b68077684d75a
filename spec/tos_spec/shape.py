"""The shape of an act's scenarios: which paths there can be, and what each holds. Used by whoever walks over scenarios."""

from collections.abc import Iterator
from dataclasses import dataclass

from tos_spec.core import Act, Field, Path, Policy, Sort


@dataclass(frozen=True, slots=True)
class Slot:
    """A path of a scenario. `kind` is set for a field of a kind and for an entity that a kind classifies.

    `owner` is the entity path it is a field of (None for a role), `acts` the acts (below the root) that have the role.
    """

    path: Path
    field: Field
    owner: Path | None
    acts: frozenset[str]

    @property
    def entity(self) -> str | None:
        """The entity's name, if the slot holds an entity."""
        return self.field.type.of if self.field.type.sort is Sort.ENTITY else None


def act_and_below(policy: Policy, act: str) -> tuple[str, ...]:
    """`act` and every act below it, in the order of declaration."""
    return tuple(name for name in policy.acts if act in ancestors(policy, name))


def ancestors(policy: Policy, act: str) -> tuple[str, ...]:
    """`act`, its parent, and so on up to the root."""
    found: list[str] = []
    name: str | None = act
    while name is not None:
        found.append(name)
        name = policy.acts[name].parent
    return tuple(found)


def root(policy: Policy, act: str) -> str:
    """The topmost act above `act`."""
    return ancestors(policy, act)[-1]


def slots(policy: Policy, act: str) -> tuple[Slot, ...]:
    """Every path that a scenario of `act` or of an act below it can have, owners before their fields, in order."""
    acts = [policy.acts[name] for name in act_and_below(policy, act)]
    seen: dict[str, tuple[Field, set[str]]] = {}
    for a in acts:
        for role in a.roles:
            seen.setdefault(role.key, (role, set()))[1].add(a.name)
    return tuple(s for field, having in seen.values() for s in _below(policy, (field.key,), field, None, frozenset(having)))


def _below(policy: Policy, path: Path, field: Field, owner: Path | None, acts: frozenset[str]) -> Iterator[Slot]:
    yield Slot(path, field, owner, acts)
    if field.type.sort is Sort.ENTITY:
        for inner in policy.entities[field.type.of].fields:
            yield from _below(policy, (*path, inner.key), inner, path, acts)


def slot_kind(policy: Policy, slot: Slot) -> str | None:
    """The kind whose leaf is the value at this slot: of a field of that kind, or of an entity classified by it."""
    if slot.field.type.sort is Sort.KIND:
        return slot.field.type.of
    return policy.entities[slot.field.type.of].kind if slot.field.type.sort is Sort.ENTITY else None


def roles_of(policy: Policy, act: str) -> tuple[Field, ...]:
    """The roles of an act, inherited ones first."""
    found: Act = policy.acts[act]
    return found.roles
