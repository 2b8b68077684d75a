"""Sorts of values and of numbers: how they are called, how constants are folded, and what arithmetic makes of them.

Contract: an `Amount` is a number of the core together with the sort (and currency) that the language gives it; `Months` is a
constant number of calendar months, which is no amount: it can only be added to a date. Nothing here knows of names.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from tos_spec import core, syntax
from tos_spec.core import Sort
from tos_spec.evaluate import months_later
from tos_spec.parse_formula import FIRST, LAST

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
MONTHS = {"month": 1, "year": 12}
UNITLESS = frozenset({Sort.INTEGER, Sort.NUMBER})
MOST_DAYS = 365_250
"""How far a date can be moved in all, forth and back: any day of the calendar then stays within the years that can be computed with."""
_MONTH = Fraction(MOST_DAYS, 12_000)
"""The days of a month, on average."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its sort; `of` is its currency."""

    expr: core.Number
    sort: Sort
    of: str = ""

    @property
    def value(self) -> Fraction | None:
        """Its value, if it is a constant."""
        return folded(self.expr)


@dataclass(frozen=True, slots=True)
class Months:
    """A constant number of months."""

    count: Fraction


Quantified = Amount | Months


def literal(number: syntax.Number) -> Quantified:
    """What a written number is."""
    if number.unit in SECONDS:
        return _exactly(number.value * SECONDS[number.unit], Sort.DURATION)
    if number.unit in MONTHS:
        return Months(number.value * MONTHS[number.unit])
    if number.unit == "%":
        return _exactly(number.value / 100, Sort.PERCENT)
    if number.unit:
        return _exactly(number.value, Sort.MONEY, number.unit)
    return _exactly(number.value, Sort.NUMBER)


def day(date: syntax.Date) -> Amount:
    """A written date."""
    return _exactly(Fraction(date.ordinal), Sort.DATE)


def _exactly(value: Fraction, sort: Sort, of: str = "") -> Amount:
    return Amount(core.Exactly(value, sort, of), sort, of)


def folded(number: core.Number) -> Fraction | None:
    """The value of a number without variables; None if it has any."""
    match number:
        case core.Exactly(value):
            return value
        case core.Read() | core.Quantity():
            return None
        case core.Plus(left, right):
            a, b = folded(left), folded(right)
            return None if a is None or b is None else a + b
        case core.Times(factor, body):
            a = folded(body)
            return None if a is None else factor * a
        case core.Between(start, end):
            a, b = folded(start), folded(end)
            return None if a is None or b is None else (b - a) * SECONDS["day"]
        case core.Shift(date, months, days):
            a = folded(date)
            return None if a is None else Fraction(months_later(int(a), months) + days)
        case _:
            assert_never(number)


def too_far(shifted: core.Shift) -> bool:
    """Whether a date is moved by more than can be computed with: all moves together, or a constant day away from those that can be written."""
    moves = Fraction(0)
    here: core.Number = shifted
    while isinstance(here, core.Shift):
        moves, here = moves + abs(here.months) * _MONTH + abs(here.days), here.date
    if moves > MOST_DAYS:
        return True
    if not isinstance(here, core.Exactly):
        return False
    # A constant is folded whenever it is moved, so that there is one move to look at.
    day = here.value + shifted.months * _MONTH + shifted.days
    return not FIRST - MOST_DAYS <= day <= LAST + MOST_DAYS


def simplified(amount: Amount) -> Amount:
    """A constant as one `Exactly`; anything else as it is."""
    value = amount.value
    return amount if value is None else _exactly(value, amount.sort, amount.of)


def negative(amount: Amount) -> Amount:
    """`-amount`."""
    return simplified(replace(amount, expr=core.Times(Fraction(-1), amount.expr)))


def as_sort(amount: Amount, sort: Sort) -> Amount:
    """A plain number as an integer, where it is a whole constant that meets an integer."""
    value = amount.value
    if amount.sort is Sort.NUMBER and sort is Sort.INTEGER and value is not None and value.denominator == 1:
        return _exactly(value, Sort.INTEGER)
    return amount


def comparable(left: Amount, right: Amount) -> bool:
    """Whether two amounts are of one sort and currency."""
    return (left.sort, left.of) == (right.sort, right.of) or (left.sort in UNITLESS and right.sort in UNITLESS)


def unit_meant(one: tuple[syntax.Term, Quantified, str], two: tuple[syntax.Term, Quantified, str]) -> str | None:
    """The help where a number is written without the unit that the other side has, or with one that it has not; each side with its text."""
    for (term, amount, said), (_, other, name) in ((one, two), (two, one)):
        number = term.body if isinstance(term, syntax.Negative) else term
        if not isinstance(number, syntax.Number) or isinstance(amount, Months) or isinstance(other, Months):
            continue
        if amount.sort in UNITLESS and amount.value is not None:
            return _with_unit(said, amount.value, other)
        if other.sort in UNITLESS and other.value is None and amount.sort is not Sort.DATE:
            plain = re.match(r"[-\d. ]*\d", said)
            return f"`{name}` has no unit: write `{plain[0]}`" if plain is not None and amount.sort is not Sort.PERCENT else None
    return None


def _with_unit(said: str, value: Fraction, other: Amount) -> str | None:
    match other.sort:
        case Sort.MONEY:
            return f"write `{said} {other.of}`"
        case Sort.DURATION:
            return f"write the unit, for example `{said} day{'' if value == 1 else 's'}`"
        case Sort.PERCENT:
            return f"write `{said}%`" if abs(value) > 1 else f"write the percentage, for example `{_hundredfold(value)}%`"
        case Sort.DATE:
            return "write a date, for example `2026-01-31`"
        case _:
            return None


def _hundredfold(value: Fraction) -> str:
    """A hundred times a number that was written in decimals."""
    return f"{Decimal((value * 100).numerator) / Decimal((value * 100).denominator):f}"


def described(type: core.Type) -> str:
    """A type in words, with its article."""
    match type.sort:
        case Sort.KIND:
            return f"a value of the kind `{type.of}`"
        case Sort.ENTITY:
            return f"an entity of type `{type.of}`"
        case Sort.FLAG:
            return "a flag"
        case Sort.SET:
            return f"a set of `{type.of}`"
        case Sort.INTEGER:
            return "an integer"
        case Sort.NUMBER:
            return "a number"
        case Sort.PERCENT:
            return "a percentage"
        case Sort.DURATION:
            return "a duration"
        case Sort.MONEY:
            return f"an amount of money in {type.of}"
        case Sort.DATE:
            return "a date"
        case _:
            assert_never(type.sort)


def named(amount: Quantified) -> str:
    """The sort of an amount in words."""
    if isinstance(amount, Months):
        return "a number of months or years"
    return described(core.Type(amount.sort, amount.of))
