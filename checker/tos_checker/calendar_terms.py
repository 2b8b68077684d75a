"""Months added to a date, as SMT-LIB text.

A date is a day's ordinal. Its year, month and day are introduced as integers that the date determines: a year and a month have
one first day, and the day of the month is bounded by the month's length. A year is written as four times a number and a rest, so
that everything is linear: there is a leap day where the rest is zero, but for the few centuries within reach that have none.
How far apart a date and the dates so many months later can be is worked out beforehand and added: it follows, and it spares the
solver nearly all of the work.
"""

from calendar import monthrange
from collections.abc import Iterable
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


def by_calendar(date: Linear, tag: str) -> list[str]:
    """The lines that give `date` a year, a month and a day of the month, known by `tag`: once for all months that are added to it.

    They say nothing of a date, and would be untrue of anything else.
    """
    assert all(atom.whole for atom in date.factors), "only a day has a place in the calendar"  # noqa: S101 - what is asked is typed
    year, month, day = f"y{tag}", f"m{tag}", f"d{tag}"
    centuries = _short_centuries(_reach(date))
    lines = [f"(declare-const {symbol} Int)" for symbol in (month, day)]
    lines += _year(year)
    lines.append(f"(assert (and (<= 1 {month}) (<= {month} 12) (<= 1 {day})))")
    leap, length = f"l{tag}", f"n{tag}"
    lines += _month(year, month, leap, length, centuries)
    lines.append(f"(assert (<= {day} {length}))")
    lines += _is_day(f"h{tag}", year, month, day, leap, centuries)
    lines.append(f"(assert {terms.compared('=', date, terms.atom(f'h{tag}', whole=True))})")
    return lines


def months_later(date: Linear, months: int, tag: str, others: Iterable[int] = ()) -> list[str]:
    """The lines that make `later(tag, months)` the ordinal `months` after `date`: on the same day of the month, or on its last.

    `by_calendar` has said what `tag` is; `others` are months that were added to it before.
    """
    centuries = _short_centuries(_reach(date) + abs(months) // 12 + 1)
    lines = _target(tag, months, centuries)
    moved = later(tag, months)
    for other in (0, *others):
        from_there = date if not other else later(tag, other)
        least, most = _distances(other, months)
        for op, far in ((">=", least), ("<=", most)):
            lines.append(f"(assert {terms.compared(op, moved.minus(from_there), terms.number(Fraction(far)))})")
    return lines


def later(tag: str, months: int) -> Linear:
    """The ordinal `months` after the date that is known by `tag`."""
    return terms.atom(f"z{_name(tag, months)}", whole=True)


def in_order(tag: str, other: str, months: int) -> str:
    """The line that of two dates the later one stays so, if as many months are added: it follows, and spares the solver much."""
    one, two = f"h{tag}", f"h{other}"
    ones, twos = f"z{_name(tag, months)}", f"z{_name(other, months)}"
    return f"(assert (and (=> (<= {one} {two}) (<= {ones} {twos})) (=> (<= {two} {one}) (<= {twos} {ones}))))"


def _name(tag: str, months: int) -> str:
    return f"{tag}_{months}".replace("-", "n")


def _reach(date: Linear) -> int:
    """So many years a date may lie beyond those that a role can name."""
    is_role = all(a.name.startswith("v") for a in date.factors)
    return int(abs(date.constant)) // 365 + (1 if is_role else _REACH)


def _target(tag: str, months: int, centuries: tuple[int, ...]) -> list[str]:
    name = _name(tag, months)
    year, month, day = f"Y{name}", f"M{name}", f"D{name}"
    years, rest = divmod(months, 12)
    lines = _year(year)
    wraps = f"(> (+ m{tag} {rest}) 12)" if rest else terms.FALSE
    lines.append(f"(define-fun {month} () Int (+ m{tag} {terms.choice(wraps, _int(rest - 12), _int(rest))}))")
    lines.append(f"(assert (= {year} (+ y{tag} {terms.choice(wraps, _int(years + 1), _int(years))})))")
    leap, length = f"L{name}", f"N{name}"
    lines += _month(year, month, leap, length, centuries)
    lines.append(f"(define-fun {day} () Int (ite (<= d{tag} {length}) d{tag} {length}))")
    return lines + _is_day(f"z{name}", year, month, day, leap, centuries)


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
def _distances(first: int, then: int) -> tuple[int, int]:
    """The least and the most days between the dates `first` and `then` months after a date: the calendar repeats after 400 years."""
    found = set()
    for year, month in product(range(2000, 2400), range(1, 13)):
        start = date_of(year, month, 1).toordinal()
        for day in range(27, monthrange(year, month)[1]):  # before, the distance is that of the 28th
            found.add(moved_day(start + day, then) - moved_day(start + day, first))
    return min(found), max(found)


def _int(value: int) -> str:
    return str(value) if value >= 0 else f"(- {-value})"


def _by_month(month: str, values: tuple[int, ...]) -> str:
    text = str(values[11])
    for number in range(11, 0, -1):
        text = f"(ite (= {month} {number}) {values[number - 1]} {text})"
    return text
