"""Scenarios as constants of the solver: what a scenario of an act is, in SMT-LIB text.

Contract: a model of `World.text` is a scenario of the act (or of an act below it) in a world that satisfies the assumptions,
and every such scenario is a model. Symbols are plain ASCII; `decode` turns their values back into a `Scenario`.
Where nothing in the document speaks of the day, the day is no constant (`decode` takes the first one).
A leaf is a bit-vector: its place among the leaves of its kind. The leaves below a name are neighbours, so a class is a range.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, product

from tos_checker import terms
from tos_checker.constants import dated
from tos_checker.terms import Formula, Linear
from tos_spec.core import Path, Policy, Sort
from tos_spec.shape import Slot, act_and_below, slot_kind, slots

WHOLE = frozenset({Sort.INTEGER, Sort.DATE})


@dataclass
class Calendar:
    """Which months are added to which dates of a scenario (by their tags), and the lines on them that no session has been told.

    They are the scenario's, not those of the law that happens to ask first: another law may be settled before that one.
    """

    known: dict[str, list[int]] = field(default_factory=dict)
    untold: list[str] = field(default_factory=list)
    paired: set[tuple[str, str, int]] = field(default_factory=set)
    """Dates of this scenario and of its twin of which it is said that they stay in order, with the months."""


@dataclass
class World:
    """One scenario's symbols. `tag` keeps apart the scenarios of one question; `lines` grows while it is built."""

    policy: Policy
    act: str
    tag: str
    lines: list[str] = field(default_factory=list)
    slots: tuple[Slot, ...] = ()
    acts: tuple[str, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)

    def __post_init__(self) -> None:
        self.slots = slots(self.policy, self.act)
        self.acts = act_and_below(self.policy, self.act)
        self.left_out: frozenset[Path] = frozenset() if dated(self.policy) else frozenset({("date",)})
        self._place = {s.path: i for i, s in enumerate(self.slots)}
        self._leaves = {name: {leaf: i for i, leaf in enumerate(kind.leaves)} for name, kind in self.policy.kinds.items()}
        self._kind = {s.path: slot_kind(self.policy, s) for s in self.slots}
        self._entities = {e: tuple(s.path for s in self.slots if s.entity == e) for e in self.policy.entities}
        self._declare()

    # --- names ----------------------------------------------------------------------------------------------------------

    def value(self, path: Path) -> str:
        """The symbol of the value at `path` (a leaf, a flag, a number)."""
        return f"v{self._place[path]}{self.tag}"

    def member(self, path: Path, leaf: str) -> str:
        """The symbol that says whether the set at `path` has `leaf`."""
        kind = self.slot(path).field.type.of
        return f"v{self._place[path]}m{self._leaves[kind][leaf]}{self.tag}"

    def presence(self, path: Path) -> str:
        """The symbol that says whether an optional field is there, given that its owner is."""
        return f"p{self._place[path]}{self.tag}"

    def same(self, left: Path, right: Path) -> Formula:
        """Both entity paths are there and reach the same entity."""
        i, j = sorted((self._place[left], self._place[right]))
        return self.there(left) if i == j else f"e{i}x{j}{self.tag}"

    def related(self, relation: str, paths: tuple[Path, ...]) -> str:
        """The symbol that says whether a relation holds between the entities at `paths`."""
        number = list(self.policy.relations).index(relation)
        return f"r{number}x{'x'.join(str(self._place[p]) for p in paths)}{self.tag}"

    @property
    def act_symbol(self) -> str:
        """The symbol of the act's own place among `acts` (declared only where there are several)."""
        return f"a{self.tag}"

    # --- what holds of paths --------------------------------------------------------------------------------------------

    def slot(self, path: Path) -> Slot:
        """The slot at `path`."""
        return self.slots[self._place[path]]

    def kind(self, path: Path) -> str | None:
        """The kind whose leaf is the value at `path`, if any."""
        return self._kind[path]

    def known(self, path: Path) -> bool:
        """Whether scenarios of this act can have `path`."""
        return path in self._place

    def there(self, path: Path) -> Formula:
        """There is something at `path`."""
        if path not in self._place:
            return terms.FALSE
        parts: list[Formula] = []
        slot: Slot | None = self.slot(path)
        while slot is not None:
            if slot.field.optional:
                parts.append(self.presence(slot.path))
            if slot.owner is None:
                parts.append(self.done_as(slot.acts))
                break
            slot = self.slot(slot.owner)
        return terms.both(reversed(parts))

    def done_as(self, acts: Iterable[str]) -> Formula:
        """The scenario's act is one of `acts` (exactly: not one below)."""
        wanted = [i for i, name in enumerate(self.acts) if name in set(acts)]
        if len(wanted) == len(self.acts):
            return terms.TRUE
        return terms.either(self._equals(self.act_symbol, i, len(self.acts)) for i in wanted)

    def among(self, path: Path, kind: str, leaves: Iterable[str]) -> Formula:
        """The leaf at `path`, which is there, is one of `leaves` of `kind`."""
        places = sorted(self._leaves[kind][leaf] for leaf in leaves)
        return self.in_ranges(self.value(path), places, len(self._leaves[kind]))

    @staticmethod
    def in_ranges(symbol: str, places: list[int], size: int) -> Formula:
        """The bit-vector `symbol`, below `size`, is one of `places` (sorted)."""
        if len(places) == size:
            return terms.TRUE
        parts = []
        for first, last in _ranges(places):
            if first == last:
                parts.append(World._equals(symbol, first, size))
                continue
            low = terms.TRUE if first == 0 else f"(bvule {_bits(first, size)} {symbol})"
            high = terms.TRUE if last == size - 1 else f"(bvule {symbol} {_bits(last, size)})"
            parts.append(terms.both((low, high)))
        return terms.either(parts)

    @staticmethod
    def _equals(symbol: str, place: int, size: int) -> Formula:
        return terms.TRUE if size == 1 else f"(= {symbol} {_bits(place, size)})"

    def same_leaf(self, left: Path, right: Path) -> Formula:
        """The leaves at two paths, both there, are the same."""
        return terms.TRUE if left == right else f"(= {self.value(left)} {self.value(right)})"

    def amount(self, path: Path) -> Linear:
        """The number or date at `path`."""
        return terms.atom(self.value(path), whole=self.slot(path).field.type.sort in WHOLE)

    def entities(self, entity: str) -> tuple[Path, ...]:
        """The paths of entities of one type, in order."""
        return self._entities.get(entity, ())

    def choices(self, params: tuple[tuple[str, str], ...]) -> Iterator[dict[str, Path]]:
        """Every way of giving entity paths to parameters."""
        for paths in product(*(self.entities(entity) for _, entity in params)):
            yield {name: path for (name, _), path in zip(params, paths, strict=True)}

    # --- declarations -----------------------------------------------------------------------------------------------------

    def _declare(self) -> None:
        if len(self.acts) > 1:
            self._bit_vector(self.act_symbol, len(self.acts))
        for slot in self.slots:
            if slot.field.optional:
                self.lines.append(f"(declare-const {self.presence(slot.path)} Bool)")
            self._declare_value(slot)
        self._declare_identity()
        self._declare_relations()

    def _bit_vector(self, symbol: str, size: int) -> None:
        width = _width(size)
        self.lines.append(f"(declare-const {symbol} (_ BitVec {width}))")
        if size < 1 << width:
            self.lines.append(f"(assert (bvule {symbol} {_bits(size - 1, size)}))")

    def _declare_value(self, slot: Slot) -> None:
        if slot.path in self.left_out:
            return
        kind = self._kind[slot.path]
        symbol, type_ = self.value(slot.path), slot.field.type
        if kind is not None:
            self._bit_vector(symbol, len(self._leaves[kind]))
            return
        match type_.sort:
            case Sort.FLAG:
                self.lines.append(f"(declare-const {symbol} Bool)")
            case Sort.SET:
                self.lines += [
                    f"(declare-const {self.member(slot.path, leaf)} Bool)" for leaf in self.policy.kinds[type_.of].leaves
                ]
            case Sort.ENTITY:
                pass
            case _:
                self.lines.append(f"(declare-const {symbol} {'Int' if type_.sort in WHOLE else 'Real'})")
                bounds: list[tuple[str, Fraction | None]] = [(">=", type_.low), ("<=", type_.high)]
                for op, bound in bounds:
                    if bound is not None:
                        self.lines.append(f"(assert {terms.compared(op, self.amount(slot.path), terms.number(bound))})")

    def _declare_identity(self) -> None:
        for entity in self.policy.entities:
            paths = self.entities(entity)
            for left, right in combinations(paths, 2):
                symbol = self.same(left, right)
                self.lines.append(f"(declare-const {symbol} Bool)")
                self._assert(terms.implied(symbol, terms.both((self.there(left), self.there(right)))))
        for entity in self.policy.entities:
            paths = self.entities(entity)
            for left, right in combinations(paths, 2):
                self._assert(terms.implied(self.same(left, right), self._alike(left, right)))
            for a, b, c in combinations(paths, 3):
                pairs = (self.same(a, b), self.same(b, c), self.same(a, c))
                for k in range(3):
                    self._assert(terms.implied(terms.both(pairs[:k] + pairs[k + 1 :]), pairs[k]))

    def _alike(self, left: Path, right: Path) -> Formula:
        parts = [self.equal_value(left, right)]
        for inner in self.policy.entities[self.slot(left).field.type.of].fields:
            a, b = (*left, inner.key), (*right, inner.key)
            if inner.optional:
                parts.append(terms.equivalent(self.presence(a), self.presence(b)))
            if inner.type.sort is Sort.ENTITY:
                parts.append(terms.implied(self.there(a), self.same(a, b)))
            else:
                parts.append(terms.implied(self.there(a), self.equal_value(a, b)))
        return terms.both(parts)

    def equal_value(self, left: Path, right: Path, other: "World | None" = None) -> Formula:
        """The values at two paths of one type are equal (of entities: their class); `right` may be of another scenario."""
        there = other or self
        if left in self.left_out:
            return terms.TRUE
        if self._kind[left] is not None:
            return f"(= {self.value(left)} {there.value(right)})"
        type_ = self.slot(left).field.type
        if type_.sort is Sort.ENTITY:
            return terms.TRUE
        if type_.sort is Sort.SET:
            leaves = self.policy.kinds[type_.of].leaves
            return terms.both(f"(= {self.member(left, leaf)} {there.member(right, leaf)})" for leaf in leaves)
        return f"(= {self.value(left)} {there.value(right)})"

    def _declare_relations(self) -> None:
        for relation in self.policy.relations.values():
            tuples = list(product(*(self.entities(entity) for entity in relation.over)))
            for paths in tuples:
                self.lines.append(f"(declare-const {self.related(relation.name, paths)} Bool)")
            for paths in tuples:
                for position, path in enumerate(paths):
                    for twin in self.entities(relation.over[position]):
                        if self._place[twin] <= self._place[path]:
                            continue
                        moved = (*paths[:position], twin, *paths[position + 1 :])
                        equal = terms.equivalent(self.related(relation.name, paths), self.related(relation.name, moved))
                        self._assert(terms.implied(self.same(path, twin), equal))

    def _assert(self, formula: Formula) -> None:
        if formula != terms.TRUE:
            self.lines.append(f"(assert {formula})")


def _width(size: int) -> int:
    return max(1, (size - 1).bit_length())


def _bits(place: int, size: int) -> str:
    return f"#b{place:0{_width(size)}b}"


def _ranges(places: list[int]) -> Iterator[tuple[int, int]]:
    start = previous = places[0] if places else 0
    for place in places[1:]:
        if place != previous + 1:
            yield start, previous
            start = place
        previous = place
    if places:
        yield start, previous
