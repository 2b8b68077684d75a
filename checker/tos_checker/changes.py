"""What is otherwise in one scenario than in another, in sentences: `the customer is a federal agency`.

Contract: each sentence is true of the second scenario and not of the first; together they name every fact that differs and that the
story of the second tells, in the order of declaration.
"""

from collections.abc import Iterator
from fractions import Fraction

from tos_checker import values
from tos_checker.agreement import said_of
from tos_checker.constants import dated
from tos_checker.facts import is_told, reached
from tos_checker.phrases import Phrasebook, named_act
from tos_checker.reasons import Teller
from tos_spec import core
from tos_spec.core import Path
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
    yield from _same(here, there)
    for relation, paths in sorted(after.relations | before.relations):
        holds = _related(after, relation, paths)
        if all(after.there(p) for p in paths) and holds != _related(before, relation, paths):
            yield there.book.say(core.Related(relation, paths), truth=holds)


def _related(s: Scenario, relation: str, paths: tuple[Path, ...]) -> bool:
    return (relation, tuple(s.identity.get(p, p) for p in paths)) in s.relations


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


def _same(here: Teller, there: Teller) -> Iterator[str]:
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
                yield there.book.say(core.SameEntity(earlier, path), truth=one)
        found.setdefault(slot.entity, []).append(path)
