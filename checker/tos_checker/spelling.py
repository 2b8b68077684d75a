"""Comparisons of the core as a document writes them, for programs that read a report."""

from fractions import Fraction
from typing import assert_never

from tos_checker import values
from tos_spec import core


def compared(comparison: core.Compare, *, holds: bool = True) -> str:
    """`start >= notice + 7 days`; `not (…)` of one that does not hold."""
    text = f"{_number(comparison.left)} {comparison.op} {_number(comparison.right)}"
    return text if holds else f"not ({text})"


def _number(number: core.Number) -> str:
    match number:
        case core.Exactly(value, sort, of):
            return values.plain(value, sort, of)
        case core.Read(path):
            return ".".join(path)
        case core.Quantity(name):
            return name
        case core.Plus(left, core.Times(Fraction(numerator=-1, denominator=1), body)):
            return f"{_number(left)} - {_factor(body)}"
        case core.Plus(left, right):
            return f"{_number(left)} + {_number(right)}"
        case core.Times(factor, body):
            return f"{values.decimal(factor)} * {_factor(body)}"
        case core.Shift(date, months, days):
            steps = ((months, "month"), (days, "day"))
            return _number(date) + "".join(
                f" {'-' if n < 0 else '+'} {abs(n)} {unit}{'' if abs(n) == 1 else 's'}" for n, unit in steps if n
            )
        case core.Between(start, end):
            return f"{_number(end)} - {_factor(start)}"
        case _:
            assert_never(number)


def _factor(number: core.Number) -> str:
    said = _number(number)
    return f"({said})" if isinstance(number, core.Plus | core.Between | core.Shift) else said
