"""Pairs of scenarios, for `outcome does not depend on`: which differ in the varied paths alone, and how they are read alike.

Contract: straight from the definitions of the language; nothing here is taken from how the solver is asked.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product

from tests.oracle.asked import Asked
from tests.oracle.scenarios import Row, Space
from tos_spec import interpret
from tos_spec.core import Path
from tos_spec.scenario import Reading, Rulings, Scenario
from tos_spec.shape import Slot, ancestors, slots

Point = list[tuple[int, str, tuple[Path, ...]]]
"""One open term, as each scenario that has it names it: the scenario's place in the pair, the term, its entities."""

Chosen = Sequence[tuple[Point, bool]]
Amounts = Sequence[Mapping[str, Fraction]]


@dataclass(frozen=True)
class Pairs:
    """`outcome does not depend on` some paths: pairs of scenarios that differ in them alone, read alike."""

    space: Space
    posed: Asked
    varied: tuple[Path, ...]

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Every path that a scenario of the act can have."""
        return slots(self.space.policy, self.posed.act)

    @cached_property
    def _known(self) -> dict[object, set[Path]]:
        """What `_excused` found before: it depends on what is there, and on what is the same."""
        return {}

    def status(self) -> str:
        """The status of the claim."""
        met = [s for s in self.posed.scenarios() if self.posed.concerned(s)]
        if not met:
            return "vacuous"
        can_vary: set[Path] = set()
        found = set()
        for left, right in self.alike(met):
            both = list(self.read_alike(left, right))
            concerned = [(a, b) for a, b in both if self.posed.concerns(left, a) and self.posed.concerns(right, b)]
            if not concerned:
                continue
            can_vary |= {p for p in self.varied if self.differ_at(left, right, p)}
            found.add(differing(concerned))
            if "clear" in found and can_vary == set(self.varied):
                return "fails"
        if can_vary != set(self.varied):
            return "vacuous"
        return "fails" if "clear" in found else "arguable" if "arguable" in found else "holds"

    def alike(self, met: Sequence[Scenario]) -> Iterator[tuple[Scenario, Scenario]]:
        """The pairs that differ at most in what varies."""
        groups: dict[object, list[Scenario]] = {}
        for s in met:
            groups.setdefault(self._key(s), []).append(s)
        for group in groups.values():
            for i, left in enumerate(group):
                for right in group[i:]:
                    if self.differ_only_here(left, right):
                        yield left, right

    def _key(self, s: Scenario) -> object:
        """What surely is the same in both: facts that no varied path can reach, by any identity."""
        names = {p[-1] for p in self.varied}
        entities = any(p in s.identity for p in self.varied) or any(sl.entity for sl in self.slots if sl.path in self.varied)
        if entities:
            return s.act, tuple(
                (p, v) for p, v in s.facts.items() if len(p) == 1 and p not in s.identity and p not in self.varied
            )
        return s.act, tuple((p, v) for p, v in s.facts.items() if p[-1] not in names), tuple(s.identity.items()), s.relations

    def differ_only_here(self, left: Scenario, right: Scenario) -> bool:
        """Whether two scenarios of an act differ in the varied paths, and in what reaches the same things, alone."""
        if left.act != right.act:
            return False
        excused = self._excused(left) | self._excused(right)
        for slot in self.slots:
            path = slot.path
            if path in excused:
                continue
            owners = slot.owner is None or (left.there(slot.owner) and right.there(slot.owner))
            if owners and left.there(path) != right.there(path):
                return False
            if left.there(path) and right.there(path) and left.facts.get(path) != right.facts.get(path):
                return False
        shared = [p for p in left.identity if p in right.identity]
        same = all(
            (left.identity[a] == left.identity[b]) == (right.identity[a] == right.identity[b]) for a in shared for b in shared
        )
        return same and self._related(left, shared) == self._related(right, shared)

    def _related(self, s: Scenario, shared: Sequence[Path]) -> set[tuple[str, tuple[Path, ...]]]:
        found = set()
        for relation in self.space.policy.relations.values():
            for args in product(shared, repeat=len(relation.over)):
                if (relation.name, tuple(s.identity[a] for a in args)) in s.relations:
                    found.add((relation.name, args))
        return found

    def _excused(self, s: Scenario) -> set[Path]:
        """The varied paths, what lies below them, and every path that reaches the same thing as one of these."""
        key = (frozenset(s.facts), tuple(s.identity.items()))
        if key not in self._known:
            self._known[key] = self._excused_in(s)
        return self._known[key]

    def _excused_in(self, s: Scenario) -> set[Path]:
        reached = {self._thing(s, p) for slot in self.slots if self._below(p := slot.path) and s.there(p)}
        paths = {slot.path for slot in self.slots}
        return {p for p in paths if self._below(p) or self._thing(s, p) in reached or self._field_of(s, p, reached)}

    def _below(self, path: Path) -> bool:
        return any(path[: len(v)] == v for v in self.varied)

    @staticmethod
    def _thing(s: Scenario, path: Path) -> Path:
        """What a path reaches: an entity by its first path, a field by its entity and its name."""
        if path in s.identity:
            return s.identity[path]
        owner = path[:-1]
        return (*s.identity[owner], path[-1]) if owner in s.identity else path

    def _field_of(self, s: Scenario, path: Path, reached: set[Path]) -> bool:
        """An optional field that is absent here, of an entity whose field varies."""
        owner = path[:-1]
        if owner not in s.identity:
            return False
        twins = {(*p, path[-1]) for p, first in s.identity.items() if first == s.identity[owner]}
        return any(self._below(t) for t in twins) or bool(twins & reached)

    def differ_at(self, left: Scenario, right: Scenario, path: Path) -> bool:
        """Whether what is at a path (for an entity: its class or a field) differs; a field of an entity of one of the two does not."""
        below = [sl for sl in self.slots if sl.path[: len(path)] == path]
        paths = [sl.path for sl in below if sl.owner is None or (left.there(sl.owner) and right.there(sl.owner))]
        return any(left.there(p) != right.there(p) or left.facts.get(p) != right.facts.get(p) for p in paths)

    def read_alike(
        self, left: Scenario, right: Scenario, also: Amounts = (), *, ruled: bool = False
    ) -> Iterator[tuple[Row, Row]]:
        """Both scenarios under each reading that is alike in both as far as the bounds of each allow.

        With `also`, quantities have those values too; with `ruled`, each ruling is made both ways wherever it counts or not.
        """
        pair = (left, right)
        points = self.points(left, right)
        free = [self.bounds(pair, point) for point in points]
        choices = [(False, True) if found == {"open"} else (found == {"open", "yes"},) for found in free]
        for amounts in [*self.space.amounts(pair), *also]:
            for bits in product(*choices):
                chosen = list(zip(points, bits, strict=True))
                plain = self._row(left, 0, chosen, amounts), self._row(right, 1, chosen, amounts)
                yield plain
                grounds = [{row.judged.rests_on for row in plain}]
                grounds += [
                    {interpret.judge(other, s, row.reading).rests_on for s, row in zip(pair, plain, strict=True)}
                    for other in self.space.policy.others.values()
                ]
                for own, *others in [*product(*(self._rulings(ground, ruled=ruled) for ground in grounds))][1:]:
                    named = dict(zip(self.space.policy.others, others, strict=True))
                    yield (
                        self._row(left, 0, chosen, amounts, own, named),
                        self._row(right, 1, chosen, amounts, own, named),
                    )

    @staticmethod
    def _rulings(grounds: Collection[str], *, ruled: bool) -> list[Rulings]:
        """The rulings that count where the outcomes of a pair rest on these (with `ruled`, all)."""
        conflicts = (False, True) if ruled or "conflict ruling" in grounds else (False,)
        silences = (False, True) if ruled or "silence ruling" in grounds else (False,)
        return [Rulings(c, s) for c, s in product(conflicts, silences)]

    def _row(
        self,
        s: Scenario,
        side: int,
        chosen: Chosen,
        amounts: Mapping[str, Fraction],
        own: Rulings = Rulings(),  # noqa: B008 - a frozen value
        others: Mapping[str, Rulings] | None = None,
    ) -> Row:
        wishes = {(name, args): bit for point, bit in chosen for i, name, args in point if i == side}
        acts = {name: bit for (name, args), bit in wishes.items() if not args}
        entities = {key: bit for key, bit in wishes.items() if key[1]}
        read = Reading(acts, entities, amounts, own.on_conflict, own.on_silence, others or {})
        return Row(read, self.space.judge(s, read))

    def bounds(self, pair: tuple[Scenario, Scenario], point: Point) -> set[str]:
        """The bounds of a common point in the scenarios that have it."""
        return {interpret.bounds(self.space.policy, pair[i], name, args) for i, name, args in point}

    def points(self, left: Scenario, right: Scenario) -> list[Point]:
        """The open terms of both, those together that are one: of the act, or of entities that one path reaches in both."""
        policy, pair = self.space.policy, (left, right)
        found: list[Point] = []
        for i, s in enumerate(pair):
            acts = [(t.name, ()) for t in policy.terms.values() if t.act in ancestors(policy, s.act)]
            for name, args in (*acts, *interpret.entity_terms(policy, s)):
                twin = next((p for p in found if i == 1 and p[0][:2] == (0, name) and self._one(pair, p[0][2], args)), None)
                if twin is None:
                    found.append([(i, name, args)])
                else:
                    twin.append((i, name, args))
        place = {slot.path: i for i, slot in enumerate(self.slots)}
        return sorted(found, key=lambda point: [place[path] for path in point[0][2]])

    @staticmethod
    def _one(pair: tuple[Scenario, Scenario], left: tuple[Path, ...], right: tuple[Path, ...]) -> bool:
        """Whether entities of the right scenario are those of the left: some path reaches each in both."""
        firsts, others = (s.identity for s in pair)
        return all(any(firsts.get(p) == a and others.get(p) == b for p in firsts) for a, b in zip(left, right, strict=True))


def differing(rows: Sequence[tuple[Row, Row]]) -> str:
    """Whether two scenarios differ in outcome under some common reading, and clearly: under each."""
    found = [a.judged.outcome != b.judged.outcome for a, b in rows]
    return "" if not any(found) else "clear" if all(found) else "arguable"
