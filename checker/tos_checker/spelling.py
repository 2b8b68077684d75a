"""Comparisons of the core as a document writes them, for programs that read a report.

Contract: the text is a formula of the language, and means the comparison.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import lcm
from typing import assert_never

from tos_checker import values
from tos_spec import core
from tos_spec.core import Path, Sort, Type

TypeOf = Callable[[Path], Type]

_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60))
_UNITLESS = (Sort.INTEGER, Sort.NUMBER, Sort.PERCENT)


def compared(comparison: core.Compare, type_of: TypeOf, *, holds: bool = True) -> str:
    """`start >= notice + 7 days`; `not (…)` of one that does not hold."""
    by = lcm(*(value.denominator for side in (comparison.left, comparison.right) for value in _endless(side)))
    if by > 1:  # no decimal number is a third
        left_n, right_n = (_times(Fraction(by), side) for side in (comparison.left, comparison.right))
        comparison = core.Compare(comparison.op, left_n, right_n)
    left, right = _type(comparison.left, type_of), _type(comparison.right, type_of)
    whole = right if left.sort in _UNITLESS else left
    text = f"{_number(comparison.left, whole, type_of)} {comparison.op} {_number(comparison.right, whole, type_of)}"
    return text if holds else f"not ({text})"


def _endless(number: core.Number) -> Iterator[Fraction]:
    """The constants and factors of a sum whose decimals do not end."""
    match number:
        case core.Exactly(value) if not _ends(value):
            yield value
        case core.Times(factor, body):
            yield from (factor,) if not _ends(factor) else ()
            yield from (value * factor for value in _endless(body))
        case core.Plus(left, right):
            yield from (*_endless(left), *_endless(right))


def _ends(value: Fraction) -> bool:
    return bool(10 ** value.denominator.bit_length() % value.denominator == 0)


def _times(by: Fraction, number: core.Number) -> core.Number:
    """A sum multiplied out."""
    match number:
        case core.Exactly(value, sort, of):
            return core.Exactly(by * value, sort, of)
        case core.Plus(left, right):
            return core.Plus(_times(by, left), _times(by, right))
        case core.Times(factor, body) if not isinstance(body, core.Exactly):
            return _times(by * factor, body) if isinstance(body, core.Plus | core.Times) else core.Times(by * factor, body)
        case _:
            return core.Times(by, number)


def _type(number: core.Number, type_of: TypeOf) -> Type:
    """What a number is an amount of, as far as it shows."""
    match number:
        case core.Exactly(_, sort, of):
            return Type(sort, of)
        case core.Read(path):
            return type_of(path)
        case core.Plus(left, right):
            found = _type(left, type_of)
            return found if found.sort not in _UNITLESS else _type(right, type_of)
        case core.Times(_, body):
            return _type(body, type_of)
        case core.Shift():
            return Type(Sort.DATE)
        case core.Between():
            return Type(Sort.DURATION)
        case core.Quantity():
            return Type(Sort.NUMBER)
        case _:
            assert_never(number)


def _number(number: core.Number, whole: Type, type_of: TypeOf) -> str:
    """A number that is, or is part of, an amount of `whole`."""
    match number:
        case core.Exactly(value, sort, of):
            return amount(value, Type(sort, of))
        case core.Read(path):
            return ".".join(path)
        case core.Quantity(name):
            return name
        case core.Plus(left, core.Times(Fraction(numerator=-1, denominator=1), body)):
            return f"{_number(left, whole, type_of)} - {_factor(body, whole, type_of)}"
        case core.Plus(left, right):
            return f"{_number(left, whole, type_of)} + {_number(right, whole, type_of)}"
        case core.Times(factor, body):
            own = _type(body, type_of)
            measure = whole if own.sort in _UNITLESS and whole.sort not in (*_UNITLESS, Sort.DATE) else Type(Sort.NUMBER)
            return f"{amount(factor, measure)} * {_factor(body, own, type_of)}"
        case core.Shift(date, months, days):
            steps = ((months, "month"), (days, "day"))
            moved = "".join(f" {'-' if n < 0 else '+'} {abs(n)} {unit}{'' if abs(n) == 1 else 's'}" for n, unit in steps if n)
            return _number(date, whole, type_of) + moved
        case core.Between(start, end):
            return f"{_number(end, whole, type_of)} - {_factor(start, whole, type_of)}"
        case _:
            assert_never(number)


def _factor(number: core.Number, whole: Type, type_of: TypeOf) -> str:
    said = _number(number, whole, type_of)
    return f"({said})" if isinstance(number, core.Plus | core.Between | core.Shift) else said


def amount(value: Fraction, type_: Type) -> str:
    """A constant in one unit."""
    if type_.sort is not Sort.DURATION:
        return values.plain(value, type_.sort, type_.of)
    unit, size = next((u for u in _UNITS if value % u[1] == 0), ("second", 1))
    return f"{values.decimal(value / size)} {unit}s"
