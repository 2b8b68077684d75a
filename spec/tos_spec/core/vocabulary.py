"""The core's vocabulary: kinds, fields and their types, entities, acts, relations, and paths into a scenario."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from tos_spec.source import Span

Path = tuple[str, ...]
"""A role's key, then names of entity fields: `("actor", "country")`. Within a definition's bounds: a parameter first."""

FIRST_DAY = 693596  # 1900-01-01
LAST_DAY = 803168  # 2199-12-31


@dataclass(frozen=True, slots=True)
class KindNode:
    """A name in a kind's tree. `id` is unique in the kind: the name, or `parent.other` for a nested `other`."""

    id: str
    label: str
    parent: str | None
    leaf: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A taxonomy: its nodes in the order of the document, each parent before its children (depth first)."""

    name: str
    label: str
    nodes: tuple[KindNode, ...]
    span: Span
    leaves: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """The ids of the leaves, in order. The leaves below any node are next to each other."""
    _known: Mapping[str, KindNode] = field(init=False, repr=False, compare=False)
    _inside: Mapping[str | None, tuple[KindNode, ...]] = field(init=False, repr=False, compare=False)
    _below: Mapping[str, slice] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Kinds may have thousands of names, and are asked for them all the time.
        inside: dict[str | None, list[KindNode]] = {}
        first: dict[str, int] = {}
        count: dict[str, int] = {}
        seen = 0
        for n in self.nodes:
            inside.setdefault(n.parent, []).append(n)
            first.setdefault(n.id, seen)
            count[n.id] = int(n.leaf)
            seen += n.leaf
        for n in reversed(self.nodes):
            if n.parent is not None:
                count[n.parent] = count.get(n.parent, 0) + count[n.id]
        set_ = object.__setattr__
        set_(self, "leaves", tuple(n.id for n in self.nodes if n.leaf))
        set_(self, "_known", {n.id: n for n in reversed(self.nodes)})
        set_(self, "_inside", {parent: tuple(nodes) for parent, nodes in inside.items()})
        set_(self, "_below", {id: slice(at, at + count[id]) for id, at in first.items()})

    def node(self, id: str) -> KindNode:
        """The node called `id`; KeyError if there is none."""
        return self._known[id]

    def children(self, id: str | None) -> tuple[KindNode, ...]:
        """The nodes right below the node `id` (None: those below none), in order."""
        return self._inside.get(id, ())

    def leaves_below(self, id: str) -> tuple[str, ...]:
        """The leaves that the node `id` stands for (itself, if it is a leaf), in order."""
        below = self._below.get(id)
        return () if below is None else self.leaves[below]


class Sort(Enum):
    """What kind of value a field holds."""

    KIND = "kind"
    ENTITY = "entity"
    FLAG = "flag"
    SET = "set"
    INTEGER = "integer"
    NUMBER = "number"
    PERCENT = "percent"
    DURATION = "duration"
    MONEY = "money"
    DATE = "date"


NUMERIC = frozenset({Sort.INTEGER, Sort.NUMBER, Sort.PERCENT, Sort.DURATION, Sort.MONEY, Sort.DATE})


@dataclass(frozen=True, slots=True)
class Type:
    """A field's type. `of` names the kind, the entity, or the currency; `low` and `high` bound a number (None: no bound).

    A number without declared bounds has `low` 0. A date has the bounds FIRST_DAY and LAST_DAY.
    """

    sort: Sort
    of: str = ""
    low: Fraction | None = None
    high: Fraction | None = None


Value = bool | Fraction | str | frozenset[str]
"""A flag, a number or date (always a Fraction), a leaf's id, a set of leaves' ids."""


@dataclass(frozen=True, slots=True)
class Field:
    """A role of an act or an attribute of an entity. `key` is how paths name it; `example` never decides a verdict."""

    key: str
    label: str
    type: Type
    optional: bool
    example: Value | None
    span: Span


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing with an identity. `kind` classifies it, if given: then the entity's own path has a leaf as its value."""

    name: str
    label: str
    kind: str | None
    fields: tuple[Field, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Act:
    """A type of act. `roles` holds inherited ones first, then its own, then (for a root act) `date`; `says` may be None.

    A role's key is its name, unless two roles of one family of acts that are different fields share it: then `act.name`.
    """

    name: str
    label: str
    says: str | None
    parent: str | None
    roles: tuple[Field, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between entities of the types `over`."""

    name: str
    label: str
    over: tuple[str, ...]
    span: Span
