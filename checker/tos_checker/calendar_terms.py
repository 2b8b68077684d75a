"""Months added to a date, as SMT-LIB text.

A date is a day's ordinal. Its year, month and day are introduced as integers that the date determines: a year and a month have
one first day, and the day of the month is bounded by the month's length. Everything else is division by constants.
The first day of a year follows from the rule for leap years (every fourth, not every hundredth, but every four hundredth).
"""

from tos_checker import terms
from tos_checker.terms import Linear

_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def months_later(date: Linear, months: int, tag: str) -> tuple[list[str], Linear]:
    """The lines to add, and the ordinal `months` after `date`: on the same day of the month, or on its last."""
    year, month, day = f"y{tag}", f"m{tag}", f"d{tag}"
    lines = [f"(declare-const {symbol} Int)" for symbol in (year, month, day)]
    lines.append(f"(assert (and (<= 1 {month}) (<= {month} 12) (<= 1 {day}) (<= {day} {_length(year, month)})))")
    total = f"n{tag}"
    lines.append(f"(define-fun {total} () Int (+ (* 12 {year}) (- {month} 1) {_int(months)}))")
    then_year, then_month = f"Y{tag}", f"M{tag}"
    lines.append(f"(define-fun {then_year} () Int (div {total} 12))")
    lines.append(f"(define-fun {then_month} () Int (+ 1 (mod {total} 12)))")
    length = _length(then_year, then_month)
    moved = f"z{tag}"
    lines.append(f"(declare-const {moved} Int)")
    lines.append(f"(assert (= {moved} {_ordinal(then_year, then_month, f'(ite (<= {day} {length}) {day} {length})')}))")
    here = f"h{tag}"
    lines.append(f"(declare-const {here} Int)")
    lines.append(f"(assert (= {here} {_ordinal(year, month, day)}))")
    lines.append(f"(assert {terms.compared('=', date, terms.atom(here, whole=True))})")
    return lines, terms.atom(moved, whole=True)


def _int(value: int) -> str:
    return str(value) if value >= 0 else f"(- {-value})"


def _leap(year: str) -> str:
    return f"(and (= (mod {year} 4) 0) (or (not (= (mod {year} 100) 0)) (= (mod {year} 400) 0)))"


def _by_month(month: str, values: tuple[int, ...]) -> str:
    text = str(values[11])
    for number in range(11, 0, -1):
        text = f"(ite (= {month} {number}) {values[number - 1]} {text})"
    return text


def _length(year: str, month: str) -> str:
    return f"(ite (and (= {month} 2) {_leap(year)}) 29 {_by_month(month, _LENGTHS)})"


def _ordinal(year: str, month: str, day: str) -> str:
    before = f"(- {year} 1)"
    years = f"(+ (* 365 {before}) (div {before} 4) (- (div {before} 100)) (div {before} 400))"
    leap_day = f"(ite (and (> {month} 2) {_leap(year)}) 1 0)"
    return f"(+ {years} {_by_month(month, _BEFORE)} {leap_day} {day})"
