"""Worked scenarios as values of the language: a `Scenario`, and every `Reading` that the page leaves possible."""

import datetime
import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from tests.semantics.pages import PageError, Worked
from tos_spec import core, interpret
from tos_spec.core import Path, Policy, Sort, Type, Value
from tos_spec.scenario import Reading, Scenario
from tos_spec.shape import Slot, slot_kind, slots

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)\s*(%|\w+)?$")
_LIMIT = 4096


def spelled(path: Path) -> str:
    """A path as it is written."""
    return ".".join(path)


def scenario(policy: Policy, worked: Worked) -> Scenario:
    """The scenario that the page describes. PageError where something is missing or is not there."""
    facts: dict[Path, Value] = {}
    identity: dict[Path, Path] = {}
    unused = set(worked.facts)
    for slot in slots(policy, worked.act):
        if worked.act not in slot.acts or (slot.owner is not None and slot.owner not in identity):
            continue
        given = worked.facts.get(spelled(slot.path))
        unused.discard(spelled(slot.path))
        if given is None:
            _inherit(worked, slot, facts, identity)
        elif given.startswith("same as "):
            first = _path(policy, worked, given.removeprefix("same as "))
            identity[slot.path] = identity[first]
            facts |= {slot.path: facts[first]} if first in facts else {}
        else:
            _give(policy, slot, given, facts, identity)
    if unused:
        msg = f"{worked.id}: no such path: {sorted(unused)}"
        raise PageError(msg)
    relations = frozenset((name, tuple(identity[_path(policy, worked, a)] for a in args)) for name, args in worked.relations)
    return Scenario(worked.act, facts, identity, relations)


def _path(policy: Policy, worked: Worked, text: str) -> Path:
    for slot in slots(policy, worked.act):
        if spelled(slot.path) == text:
            return slot.path
    msg = f"{worked.id}: no such path: {text}"
    raise PageError(msg)


def _inherit(worked: Worked, slot: Slot, facts: dict[Path, Value], identity: dict[Path, Path]) -> None:
    """A field that is not given: that of the entity's first path, or absent."""
    first = identity.get(slot.owner) if slot.owner is not None else None
    if first is not None and first != slot.owner:
        twin = (*first, slot.path[-1])
        facts |= {slot.path: facts[twin]} if twin in facts else {}
        identity |= {slot.path: identity[twin]} if twin in identity else {}
    elif not slot.field.optional:
        msg = f"{worked.id}: {spelled(slot.path)} is not given"
        raise PageError(msg)


def _give(policy: Policy, slot: Slot, given: str, facts: dict[Path, Value], identity: dict[Path, Path]) -> None:
    kind = slot_kind(policy, slot)
    if slot.entity is not None:
        identity[slot.path] = slot.path
    if kind is not None:
        if given not in policy.kinds[kind].leaves:
            msg = f"{given} is no leaf of {kind}"
            raise PageError(msg)
        facts[slot.path] = given
    elif slot.entity is None:
        facts[slot.path] = value(policy, slot.field.type, given)


def value(policy: Policy, type_: Type, text: str) -> Value:
    """The value that a text gives for a type (not a kind or an entity)."""
    match type_.sort:
        case Sort.FLAG:
            return {"yes": True, "no": False}[text]
        case Sort.SET:
            leaves = frozenset(filter(None, text.strip("{}").replace(" ", "").split(",")))
            if not leaves <= set(policy.kinds[type_.of].leaves):
                msg = f"{text} has more than leaves of {type_.of}"
                raise PageError(msg)
            return leaves
        case Sort.DATE:
            return Fraction(datetime.date.fromisoformat(text).toordinal())
        case _:
            return _number(type_, text)


def _number(type_: Type, text: str) -> Fraction:
    match = _NUMBER.match(text)
    if not match:
        msg = f"{text} is no number"
        raise PageError(msg)
    amount, unit = Fraction(match[1]), match[2] or ""
    if type_.sort is Sort.DURATION:
        return amount * _SECONDS[unit.removesuffix("s")]
    if type_.sort is Sort.PERCENT and unit == "%":
        return amount / 100
    if unit != (type_.of if type_.sort is Sort.MONEY else ""):
        msg = f"{text} has a wrong unit"
        raise PageError(msg)
    return amount


# --- readings -----------------------------------------------------------------------------------------------------------------


def given_reading(policy: Policy, worked: Worked, s: Scenario) -> Reading:
    """The reading as far as the page gives it."""
    terms: dict[str, bool] = {}
    entity_terms: dict[tuple[str, tuple[Path, ...]], bool] = {}
    quantities: dict[str, Fraction] = {}
    for (name, args), text in worked.readings.items():
        if name in policy.quantities:
            quantities[name] = Fraction(value(policy, policy.quantities[name].type, text))  # type: ignore[arg-type]
        elif args:
            entity_terms[name, tuple(s.identity[_path(policy, worked, a)] for a in args)] = text == "yes"
        else:
            terms[name] = text == "yes"
    return Reading(terms, entity_terms, quantities)


def readings(policy: Policy, worked: Worked, s: Scenario) -> Iterator[Reading]:
    """Every reading that the page leaves possible: each open point that it does not give, both ways (a quantity at its ends, and between)."""
    fixed = given_reading(policy, worked, s)
    known = {*fixed.terms, *fixed.quantities, *fixed.entity_terms, *(f"on {on}" for on in worked.rulings)}
    points = [(name, args) for name, args in interpret.points(policy, s) if name not in known and (name, args) not in known]
    ways = [_ends(policy.quantities[name]) if name in policy.quantities else (False, True) for name, _ in points]
    for number, chosen in enumerate(product(*ways)):
        if number >= _LIMIT:
            msg = f"{worked.id}: more than {_LIMIT} readings; give some"
            raise PageError(msg)
        yield _completed(policy, worked, fixed, dict(zip(points, chosen, strict=True)))


def _ends(quantity: core.OpenQuantity) -> tuple[Fraction, ...]:
    return quantity.low, (quantity.low + quantity.high) / 2, quantity.high


def _completed(
    policy: Policy, worked: Worked, fixed: Reading, chosen: dict[tuple[str, tuple[Path, ...]], bool | Fraction]
) -> Reading:
    terms, entity_terms, quantities = dict(fixed.terms), dict(fixed.entity_terms), dict(fixed.quantities)
    rulings = dict(worked.rulings)
    for (name, args), way in chosen.items():
        if name.startswith("on "):
            rulings[name.removeprefix("on ")] = bool(way)
        elif name in policy.quantities:
            quantities[name] = Fraction(way)
        elif args:
            entity_terms[name, args] = bool(way)
        else:
            terms[name] = bool(way)
    return Reading(terms, entity_terms, quantities, rulings.get("conflict", False), rulings.get("silence", False))
