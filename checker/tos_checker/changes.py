"""What is otherwise in one scenario than in another, in sentences: `the customer is a federal agency`.

Contract: each sentence is true of the second scenario and not of the first; together they name every fact that differs and that the
story of the second tells, in the order of declaration. A relation is that of the entities, whatever roles name them in either scenario.
"""

from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import product

from tos_checker import values
from tos_checker.agreement import said_of
from tos_checker.constants import dated
from tos_checker.facts import is_told, reached
from tos_checker.phrases import Phrasebook, listed, named_act
from tos_checker.reasons import Teller
from tos_checker.report import Fact, Story
from tos_spec import core
from tos_spec.core import Path, Sort
from tos_spec.scenario import Scenario
from tos_spec.shape import Slot, slot_kind


def changes(here: Teller, there: Teller, spoken_of: frozenset[Path] | None = None) -> tuple[str, ...]:
    """What is otherwise in the scenario of `there`; `spoken_of` as for `stories.story`."""
    known = None if spoken_of is None else reached(there.policy).paths | spoken_of
    return tuple(_changes(here, there, known))


def _changes(here: Teller, there: Teller, known: frozenset[Path] | None) -> Iterator[str]:
    before, after = here.scenario, there.scenario
    if after.act != before.act:
        yield f"the act is {named_act(there.policy, after.act)}"
    for path, slot in there.book.slots.items():
        if after.act not in slot.acts or (path == ("date",) and not dated(there.policy)):
            continue
        if (slot.owner is not None and not after.there(slot.owner)) or not is_told(path, known):
            continue
        if not after.there(path):
            if before.there(path):
                yield there.book.exists(path, truth=False)
        elif not before.there(path) and after.facts.get(path) == frozenset():
            there_is = there.book.exists(path, truth=True)
            yield f"{there_is} with nothing in {'them' if there_is.startswith('there are') else 'it'}"
        elif not before.there(path) or before.facts.get(path) != after.facts.get(path):
            yield value(there, path, slot)
    for one, other, truth in _same(here, there):
        yield there.book.say(core.SameEntity(one, other), truth=truth)
    yield from _otherwise_related(here, there)


def _otherwise_related(here: Teller, there: Teller) -> Iterator[str]:
    for relation, paths, holds in related(here.scenario, there.scenario):
        yield there.book.say(core.Related(relation, paths), truth=holds)


def related(here: Scenario, there: Scenario) -> Iterator[tuple[str, tuple[Path, ...], bool]]:
    """The relations that hold there and not here (True), or here and not there (False), though those of whom it is said are there.

    What holds of an entity under one of the paths to it holds of it under all: it is told only if under some path it did not hold.
    """
    found = []
    for relation, paths in there.relations:
        known = [p for p in _aliases(there, paths) if all(map(here.there, p))]
        new = [p for p in known if not _related(here, relation, p)]
        if new or not known:
            found.append((relation, (new or [paths])[0], True))
    for relation, paths in here.relations:
        left = [p for p in _aliases(here, paths) if all(map(there.there, p)) and not _related(there, relation, p)]
        by_entity = {tuple(there.identity.get(q, q) for q in p): p for p in reversed(left)}
        found += [(relation, p, False) for p in by_entity.values()]
    yield from sorted(found)


def _aliases(s: Scenario, paths: tuple[Path, ...]) -> list[tuple[Path, ...]]:
    """All that the entities at `paths` can be called, in the order of declaration."""
    return list(product(*([p for p in s.identity if s.identity[p] == s.identity.get(path, path)] or [path] for path in paths)))


def _related(s: Scenario, relation: str, paths: tuple[Path, ...]) -> bool:
    return (relation, tuple(s.identity.get(p, p) for p in paths)) in s.relations


def facts(here: Teller, there: Teller, before: Story, after: Story) -> tuple[Fact, ...]:
    """What is otherwise in the story `after` of `there` than in that of `here`, as facts; what is gone has no value, or is false."""
    return tuple(_facts(here, there, before, after))


def _facts(here: Teller, there: Teller, before: Story, after: Story) -> Iterator[Fact]:
    book, was = there.book, {f.role: f.value for f in before.facts}
    plain = {".".join(path): path for path in (*here.book.slots, *book.slots)}
    if after.act != before.act:
        yield Fact("act", after.act, "the act", named_act(there.policy, after.act))
    same = {_pair(*pair) for pair in there.scenario.identity.items() if not _are_one(here.scenario, *pair)}
    for fact in after.facts:
        if (fact.role in plain and was.get(fact.role) != fact.value) or fact.role in same:
            yield fact
    told = {f.role for f in after.facts}
    for fact in before.facts:
        if fact.role in plain and fact.role not in told and here.scenario.there(plain[fact.role]):
            yield Fact(fact.role, "", fact.label, "none")
    for path, first in here.scenario.identity.items():
        apart = there.scenario.there(path) and there.scenario.there(first) and not _are_one(there.scenario, path, first)
        if apart and _pair(path, first) in was:
            yield Fact(_pair(path, first), "false", f"{book.noun(path)} and {book.noun(first)}", "are not the same")
    for relation, paths, holds in related(here.scenario, there.scenario):
        role = f"{relation}({', '.join('.'.join(p) for p in paths)})"
        said = f"{'holds' if holds else 'does not hold'} between {listed([book.noun(p) for p in paths])}"
        yield Fact(role, "true" if holds else "false", f'"{there.policy.relations[relation].label}"', said)


def _pair(path: Path, first: Path) -> str:
    return f"{'.'.join(path)} = {'.'.join(first)}"


def _are_one(s: Scenario, one: Path, other: Path) -> bool:
    return one in s.identity and other in s.identity and s.identity[one] == s.identity[other]


def from_to(here: Teller, there: Teller, varied: Collection[Path], spoken_of: frozenset[Path]) -> tuple[str, ...]:
    """All that is otherwise where the paths `varied` and what is below them are: `the lender changes from b to a`, `the d is the c`.

    What a scenario says of one entity under several paths is said at once; of an entity that is another's as well, by the latter's name.
    """
    return tuple(_from_to(here, there, varied, reached(there.policy).paths | spoken_of))


def _from_to(here: Teller, there: Teller, varied: Collection[Path], known: frozenset[Path]) -> Iterator[str]:
    book, before, after = there.book, here.scenario, there.scenario

    def told(path: Path) -> bool:
        there_in_both = all(s.there(path[:-1]) for s in (before, after))
        return is_told(path, known) or path in varied or (there_in_both and _is_below(path, varied))

    groups: dict[tuple[Path, str, str, str], list[Path]] = {}
    for path, slot in book.slots.items():
        if (
            after.act not in slot.acts
            or not told(path)
            or (path != (name := _name(before, after, path, slot, varied)) and told(name))
        ):
            continue
        was, now = (t.what_is(path) if t.scenario.there(path) else "none" for t in (here, there))
        if was == now:
            continue
        owner = path if slot.owner is None else slot.owner
        whole = _is_flag(there, slot, path) or _is_bare(there, slot)  # a sentence of its own, which names one path
        group = (after.identity.get(owner, owner), path[-1] if slot.owner else "", "" if whole else was, now)
        groups.setdefault(group, []).append(path)
    for (*_, was, now), paths in groups.items():
        path = next((p for p in paths if _is_below(p, varied)), paths[0])
        change = f"changes from {was} to {now}"
        if _is_flag(there, book.slots[path], path):
            yield book.flag(path, truth=now == "yes")
        elif _is_bare(there, book.slots[path]):
            yield book.exists(path, truth=after.there(path))
        elif len(paths) == 1:
            yield said_of(book.noun(path), change)
        else:
            yield f"{listed([book.noun(p) for p in paths])} {change.replace('changes', 'change', 1)}"
    for first, other, truth in _same(here, there):
        if first[-1] == other[-1] and _are_one(after, first[:-1], other[:-1]):
            continue  # what one entity has is the same by all its names
        yield said_of(book.noun(other), f"is {'' if truth else 'not '}the same as {book.noun(first)}")
    yield from _otherwise_related(here, there)


def _is_flag(there: Teller, slot: Slot, path: Path) -> bool:
    """Whether it is a flag that is there."""
    return slot.field.type.sort is Sort.FLAG and there.scenario.there(path)


def _is_bare(there: Teller, slot: Slot) -> bool:
    """Whether it is an entity of no kind, of which there is only to say that it is there."""
    return slot.entity is not None and slot_kind(there.policy, slot) is None


def _name(before: Scenario, after: Scenario, path: Path, slot: Slot, varied: Collection[Path]) -> Path:
    """The path by which to speak of `path`: a field of an entity that is only there, or no longer there, under that name has another."""
    owner = slot.owner
    if owner is None or before.there(owner) == after.there(owner):
        return path
    where = (after if after.there(owner) else before).identity
    names = [p for p in where if where[p] == where[owner]]
    return (*next((p for p in names if _is_below(p, varied)), names[0]), path[-1])


def _is_below(path: Path, varied: Collection[Path]) -> bool:
    return any(path[: len(v)] == v for v in varied)


def value(teller: Teller, path: Path, slot: Slot) -> str:
    """What is at `path`, which is there, as a sentence."""
    book, found = teller.book, teller.scenario.facts.get(path)
    kind = slot_kind(teller.policy, slot)
    if kind is not None:
        return said_of(book.noun(path), f"is {book.member(path, kind, str(found))}")
    if isinstance(found, bool):
        return book.flag(path, truth=found)
    if isinstance(found, frozenset):
        return _members(book, path, slot, found)
    if isinstance(found, Fraction):
        return said_of(book.noun(path), f"is {values.spelled(found, slot.field.type.sort, slot.field.type.of)}")
    return book.exists(path, truth=True)


def _members(book: Phrasebook, path: Path, slot: Slot, found: frozenset[str]) -> str:
    kind = slot.field.type.of
    has = tuple(leaf for leaf in book.policy.kinds[kind].leaves if leaf in found)
    if not has:
        return said_of(book.noun(path), "includes nothing")
    return book.only(path, kind, has, "just")


def _same(here: Teller, there: Teller) -> Iterator[tuple[Path, Path, bool]]:
    """Which roles are one entity there and two here, or the other way round."""
    found: dict[str | None, list[Path]] = {}
    for path, slot in there.book.slots.items():
        if slot.entity is None or path not in there.scenario.identity:
            continue
        for earlier in found.get(slot.entity, []):
            one = there.scenario.identity[earlier] == there.scenario.identity[path]
            was = here.scenario.identity
            if one != (earlier in was and path in was and was[earlier] == was[path]) and (
                one or (earlier in was and path in was)
            ):
                yield earlier, path, one
        found.setdefault(slot.entity, []).append(path)
