"""What a pattern and a distance between scenarios mean, read off the scenarios themselves.

Contract: `fits` says whether a scenario has the facts of a pattern's entries; `differing` in how many facts one scenario differs from
another: what is absent there (with its owner) counts once, a set counts as one fact, and what is new there is free. Who is two there and one here was as both.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import product

from tos_checker.intervals import Entry
from tos_spec import core
from tos_spec.core import Path, Policy, Sort
from tos_spec.scenario import Scenario
from tos_spec.shape import slots

Fact = tuple[str, ...]


def fits(s: Scenario, entries: Iterable[Entry]) -> bool:
    """Whether every entry is so in `s`."""
    return all(_is_so(s, e) for e in entries)


def _is_so(s: Scenario, entry: Entry) -> bool:
    given = entry.given
    path, value = given.path, s.facts.get(given.path)
    match given.sort:
        case "act":
            return s.act == given.name
        case "there" | "absent":
            return s.there(path) == given.holds
        case "value":
            return value in entry.leaves
        case "flag":
            return s.there(path) and (value is True) == given.holds
        case "member":
            return isinstance(value, frozenset) and (given.name in value) == given.holds
        case "number":
            return s.there(path) and _within(entry, value)  # type: ignore[arg-type]
        case "difference":
            there = s.there(path) and s.there(given.other)
            return there and _within(entry, s.facts[path] - s.facts[given.other])  # type: ignore[operator]
        case "comparison":
            return all(map(s.there, given.paths)) and _compares(s, entry.comparison) == given.holds
        case "same" | "apart":
            return _same(s, path, given.other) == given.holds
        case "relation":
            return related(s, given.name, given.paths) == given.holds


def _compares(s: Scenario, comparison: core.Compare | None) -> bool:
    assert comparison is not None
    left, right = _value(s, comparison.left), _value(s, comparison.right)
    return {"=": left == right, "<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[comparison.op]


def _value(s: Scenario, number: core.Number) -> Fraction:
    match number:
        case core.Exactly(value):
            return value
        case core.Read(path):
            value = s.facts[path]
            assert isinstance(value, Fraction)
            return value
        case core.Plus(left, right):
            return _value(s, left) + _value(s, right)
        case core.Times(factor, body):
            return factor * _value(s, body)
        case core.Between(start, end):
            return (_value(s, end) - _value(s, start)) * 24 * 60 * 60
        case core.Shift(moved, months, days):
            return Fraction(_months_later(int(_value(s, moved)), months) + days)
    raise AssertionError(number)


def _months_later(day: int, months: int) -> int:
    here = date.fromordinal(day)
    month = here.year * 12 + here.month - 1 + months
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(here.day, monthrange(year, month)[1])).toordinal()


def _within(entry: Entry, value: object) -> bool:
    low, high = entry.low, entry.high
    above = low is None or (value >= low if entry.low_in else value > low)  # type: ignore[operator]
    below = high is None or (value <= high if entry.high_in else value < high)  # type: ignore[operator]
    return bool(above and below)


def _same(s: Scenario, left: Path, right: Path) -> bool:
    return left in s.identity and right in s.identity and s.identity[left] == s.identity[right]


def related(s: Scenario, name: str, paths: Sequence[Path]) -> bool:
    """Whether a relation holds between what is at some paths; not, where one is absent."""
    return all(p in s.identity for p in paths) and (name, tuple(s.identity[p] for p in paths)) in s.relations


def differing(policy: Policy, act: str, here: Scenario, there: Scenario) -> list[frozenset[Fact]]:
    """The facts of `here` (each by what it speaks of) that are not so in `there`. `act`: that of the question."""
    found: list[frozenset[Fact]] = []
    if here.act != there.act:
        found.append(frozenset({("act",)}))
    everything = [s for s in slots(policy, act) if here.act in s.acts]
    for slot in everything:
        path = slot.path
        owners = slot.owner is None or (here.there(slot.owner) and there.there(slot.owner))
        if slot.field.optional and owners and there.act in slot.acts and here.there(path) != there.there(path):
            found.append(frozenset({path}))
        both = here.there(path) and there.there(path)
        if both and slot.field.type.sort is not Sort.ENTITY and here.facts.get(path) != there.facts.get(path):
            found.append(frozenset({path}))
        if both and slot.entity is not None and here.facts.get(path) != there.facts.get(path):
            found.append(frozenset({path}))
    entities = [s for s in everything if s.entity is not None and here.there(s.path) and there.there(s.path)]
    found += [
        frozenset({left.path, right.path})
        for i, right in enumerate(entities)
        for left in entities[:i]
        if left.entity == right.entity and _same(here, left.path, right.path) != _same(there, left.path, right.path)
    ]
    for relation in policy.relations.values():
        choices = ([s.path for s in entities if s.entity == e] for e in relation.over)
        for paths in product(*choices):
            first = all(here.identity[p] == p for p in paths) or all(there.identity[p] == p for p in paths)
            if first and related(here, relation.name, paths) != related(there, relation.name, paths):
                found.append(frozenset({("relation", relation.name)}))
    return found
