"""Numbers and dates that a document compares with each other: how far apart they are is a fact of a scenario, too.

Contract: `differences(policy)` are the pairs of paths whose difference some formula compares with a number, each with these numbers (of an open
quantity, its two ends), in ascending order; `others(policy)` are all further comparisons of several paths that depend on no reading. Both
come in an order that does not depend on the order of clauses.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from tos_checker.absence import reads
from tos_checker.constants import expressions, parts
from tos_checker.once import once
from tos_spec import core
from tos_spec.core import Path, Policy


@dataclass(frozen=True)
class Difference:
    """What is at `left` less what is at `right` (nothing, if that is empty), and the numbers that it is compared with; days, for dates."""

    left: Path
    right: Path
    named: tuple[Fraction, ...]


@once
def differences(policy: Policy) -> tuple[Difference, ...]:
    """The differences that the formulas of a document compare with numbers; of two, what comes first by name is `left`."""
    found: dict[tuple[Path, Path], set[Fraction]] = {}
    for comparison in _comparisons(policy):
        measured = _difference(policy, comparison)
        if measured is not None and measured.right:
            found.setdefault((measured.left, measured.right), set()).update(measured.named)
    return tuple(Difference(left, right, tuple(sorted(found[left, right]))) for left, right in sorted(found))


@once
def alone(policy: Policy) -> Mapping[Path, tuple[Fraction, ...]]:
    """The numbers with which the formulas of a document compare what is at a path, by itself."""
    found: dict[Path, set[Fraction]] = {}
    for comparison in _comparisons(policy):
        match _difference(policy, comparison):
            case Difference(path, (), named):
                found.setdefault(path, set()).update(named)
    return {path: tuple(sorted(named)) for path, named in found.items()}


@once
def others(policy: Policy) -> tuple[core.Compare, ...]:
    """The comparisons of several paths that are of no plain difference (sums, whole months) and do not turn on open quantities."""
    several = (c for c in _comparisons(policy) if len({*reads(c.left), *reads(c.right)}) > 1)
    found = (c for c in several if _difference(policy, c) is None and not any(map(is_open, (c.left, c.right))))
    return tuple(sorted(found, key=repr))


def _comparisons(policy: Policy) -> Iterator[core.Compare]:
    """Each comparison, once."""
    found: dict[core.Compare, None] = {}
    for expr in expressions(policy):
        for part in parts(expr):
            if isinstance(part, core.Compare):
                found.setdefault(part)
    yield from found


def is_open(number: core.Number) -> bool:
    """Whether a number turns on an open quantity."""
    match number:
        case core.Quantity():
            return True
        case core.Plus(left, right) | core.Between(left, right):
            return is_open(left) or is_open(right)
        case core.Times(_, body) | core.Shift(body, _, _):
            return is_open(body)
        case core.Exactly() | core.Read():
            return False
        case _:
            assert_never(number)


_Sum = Mapping[Path | str | None, Fraction]
"""Factors of what is at paths, of open quantities by name, and (None) the constant."""


def _difference(policy: Policy, comparison: core.Compare) -> Difference | None:
    """What is compared with numbers, if it is a difference, or (`right` is empty) what is at one path."""
    sides = (_sum(comparison.left), _sum(comparison.right))
    if sides[0] is None or sides[1] is None:
        return None
    whole = _added(sides[0], sides[1], Fraction(-1))
    paths = sorted(part for part in whole if isinstance(part, tuple))
    open_parts = [part for part in whole if isinstance(part, str)]
    if len(open_parts) > 1 or not paths or [whole[p] for p in paths[1:]] not in ([], [-whole[paths[0]]]):
        return None
    ends = [Fraction(0)]
    if open_parts:
        quantity = _quantities(policy)[open_parts[0]]
        ends = [whole[open_parts[0]] * end for end in (quantity.low, quantity.high)]
    named = tuple(sorted(-(whole.get(None, Fraction(0)) + end) / whole[paths[0]] for end in ends))
    return Difference(paths[0], paths[1] if len(paths) > 1 else (), named)


@once
def _quantities(policy: Policy) -> Mapping[str, core.OpenQuantity]:
    """The open quantities of the document, and of the documents that it knows by name."""
    found = dict(policy.quantities)
    for other in policy.others.values():
        found |= _quantities(other)
    return found


def _sum(number: core.Number) -> _Sum | None:
    """A number as a sum; None where whole months are counted."""
    match number:
        case core.Exactly(value):
            return {None: value}
        case core.Read(path):
            return {path: Fraction(1)}
        case core.Quantity(name):
            return {name: Fraction(1)}
        case core.Plus(left, right):
            return _both(left, right, Fraction(1))
        case core.Times(factor, body):
            return _both(core.Exactly(Fraction(0), core.Sort.NUMBER), body, factor)
        case core.Between(start, end):
            apart = _both(end, start, Fraction(-1))
            return None if apart is None else {part: factor * _SECONDS for part, factor in apart.items()}
        case core.Shift(date, months, days):
            moved = None if months else _sum(date)
            return None if moved is None else _added(moved, {None: Fraction(days)}, Fraction(1))
        case _:
            assert_never(number)


_SECONDS = 86_400
"""In a day: `Between` tells seconds, dates are counted in days."""


def _both(left: core.Number, right: core.Number, factor: Fraction) -> _Sum | None:
    first, second = _sum(left), _sum(right)
    return None if first is None or second is None else _added(first, second, factor)


def _added(left: _Sum, right: _Sum, factor: Fraction) -> _Sum:
    """`left + factor * right`, without what cancels out."""
    found = dict(left)
    for part, amount in right.items():
        found[part] = found.get(part, Fraction(0)) + factor * amount
    return {part: amount for part, amount in found.items() if amount}
