"""Months added to a date, as SMT-LIB text.

A date is a day's ordinal. Its year, month and day are introduced as integers that the date determines: a year and a month have
one first day, and the day of the month is bounded by the month's length. A year is written as four times a number and a rest, so
that everything is linear: there is a leap day where the rest is zero, but for the few centuries within reach that have none.
How far apart a date and the date so many months later can be is worked out beforehand and added: it follows, and it spares the
solver nearly all of the work.
"""

from calendar import monthrange
from datetime import date as date_of
from fractions import Fraction
from functools import cache
from itertools import product

from tos_checker import terms
from tos_checker.terms import Linear
from tos_spec.evaluate import months_later as moved_day

_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_REACH = 1001  # years by which a date may have been moved about before it is moved by months


def months_later(date: Linear, months: int, tag: str) -> tuple[list[str], Linear]:
    """The lines to add, and the ordinal `months` after `date`: on the same day of the month, or on its last."""
    year, month, day = f"y{tag}", f"m{tag}", f"d{tag}"
    is_role = all(a.name.startswith("v") for a in date.factors)
    centuries = _short_centuries(abs(months) // 12 + int(abs(date.constant)) // 365 + (1 if is_role else _REACH))
    lines = [f"(declare-const {symbol} Int)" for symbol in (month, day)]
    lines += _year(year)
    lines.append(f"(assert (and (<= 1 {month}) (<= {month} 12) (<= 1 {day})))")
    leap, length = f"l{tag}", f"n{tag}"
    lines += _month(year, month, leap, length, centuries)
    lines.append(f"(assert (<= {day} {length}))")
    lines += _is_day(f"h{tag}", year, month, day, leap, centuries)
    lines.append(f"(assert {terms.compared('=', date, terms.atom(f'h{tag}', whole=True))})")
    lines += _target(tag, months, centuries)
    moved = terms.atom(f"z{tag}", whole=True)
    least, most = _distances(months)
    for op, far in ((">=", least), ("<=", most)):
        lines.append(f"(assert {terms.compared(op, moved.minus(date), terms.number(Fraction(far)))})")
    return lines, moved


def _target(tag: str, months: int, centuries: tuple[int, ...]) -> list[str]:
    year, month, day = f"Y{tag}", f"M{tag}", f"D{tag}"
    years, rest = divmod(months, 12)
    lines = _year(year)
    wraps = f"(> (+ m{tag} {rest}) 12)" if rest else terms.FALSE
    lines.append(f"(define-fun {month} () Int (+ m{tag} {terms.choice(wraps, _int(rest - 12), _int(rest))}))")
    lines.append(f"(assert (= {year} (+ y{tag} {terms.choice(wraps, _int(years + 1), _int(years))})))")
    leap, length = f"L{tag}", f"N{tag}"
    lines += _month(year, month, leap, length, centuries)
    lines.append(f"(define-fun {day} () Int (ite (<= d{tag} {length}) d{tag} {length}))")
    return lines + _is_day(f"z{tag}", year, month, day, leap, centuries)


def _year(year: str) -> list[str]:
    """A year, with its quarter (how many times four) and the rest."""
    lines = [f"(declare-const {symbol} Int)" for symbol in (year, f"{year}q", f"{year}r")]
    lines.append(f"(assert (= {year} (+ (* 4 {year}q) {year}r)))")
    lines.append(f"(assert (and (<= 0 {year}r) (<= {year}r 3)))")
    return lines


def _month(year: str, month: str, leap: str, length: str, centuries: tuple[int, ...]) -> list[str]:
    has = terms.both([f"(= {year}r 0)", *(f"(not (= {year} {c}))" for c in centuries)])
    by_month = _by_month(month, _LENGTHS)
    return [
        f"(define-fun {leap} () Bool {has})",
        f"(define-fun {length} () Int (ite (and (= {month} 2) {leap}) 29 {by_month}))",
    ]


def _is_day(symbol: str, year: str, month: str, day: str, leap: str, centuries: tuple[int, ...]) -> list[str]:
    """The constant `symbol` as the ordinal of a day."""
    # Days before the first of January: 365 for each year before, and one for each leap day among them.
    missing = " ".join(f"(ite (> {year} {c}) 1 0)" for c in centuries) or "0"
    past = _short_before(centuries)
    leaps = f"(- (+ {year}q (ite (= {year}r 0) (- 1) 0)) {past} {missing})"
    within = f"(+ {_by_month(month, _BEFORE)} (ite (and (> {month} 2) {leap}) 1 0) {day})"
    return [
        f"(declare-const {symbol} Int)",
        f"(assert (= {symbol} (+ (* 365 {year}) (- 365) {leaps} {within})))",
    ]


def _short_centuries(reach: int) -> tuple[int, ...]:
    """The years that four divides and that have no leap day all the same, as far as dates can be moved by `reach` years."""
    first, last = max(_FIRST_YEAR - reach, 1), _LAST_YEAR + reach
    return tuple(y for y in range(first + -first % 100, last + 1, 100) if y % 400)


def _short_before(centuries: tuple[int, ...]) -> int:
    """How many such years lie before the first of `centuries`."""
    first = centuries[0] if centuries else 1
    return sum(1 for y in range(100, first, 100) if y % 400)


@cache
def _distances(months: int) -> tuple[int, int]:
    """The least and the most days between a date and the date `months` later: the calendar repeats after 400 years."""
    found = set()
    for year, month in product(range(2000, 2400), range(1, 13)):
        first = date_of(year, month, 1).toordinal()
        for day in range(27, monthrange(year, month)[1]):  # before, the distance is that of the 28th
            found.add(moved_day(first + day, months) - first - day)
    return min(found), max(found)


def _int(value: int) -> str:
    return str(value) if value >= 0 else f"(- {-value})"


def _by_month(month: str, values: tuple[int, ...]) -> str:
    text = str(values[11])
    for number in range(11, 0, -1):
        text = f"(ite (= {month} {number}) {values[number - 1]} {text})"
    return text
