"""Values as people write them: durations in their largest whole unit, percentages, money, dates, numbers; always exact.

Contract: `spelled` gives words, `plain` gives what a program reads (and what a document could say); neither ever rounds.
"""

from datetime import date
from fractions import Fraction

from tos_spec.core import Sort, Value

_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))
_WEEK = 604800
_FEW = {"hour": 48, "minute": 60, "second": 60}
"""From so many on, a unit is not used alone: `90 seconds` are `1 minute 30 seconds`."""
_GROUPED_FROM = 10_000


def spelled(value: Fraction, sort: Sort, of: str = "") -> str:
    """A number or date of a sort, for readers."""
    match sort:
        case Sort.DURATION:
            return duration(value)
        case Sort.PERCENT:
            return f"{decimal(value * 100, grouped=True)}%"
        case Sort.MONEY:
            return f"{decimal(value, grouped=True)} {of}"
        case Sort.DATE:
            return day(value)
        case _:
            return decimal(value, grouped=True)


def plain(value: Fraction, sort: Sort, of: str = "") -> str:
    """A number or date of a sort, for programs."""
    if sort is Sort.PERCENT:
        return f"{decimal(value * 100)}%"
    if sort is Sort.MONEY:
        return f"{decimal(value)} {of}"
    return decimal(value) if sort in (Sort.INTEGER, Sort.NUMBER) else spelled(value, sort, of)


def by_name(value: Value, sort: Sort, of: str = "") -> str:
    """Any value of a field, for programs: leaves by name, flags as `true` and `false`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    return plain(value, sort, of)


def day(value: Fraction | int) -> str:
    """A day's ordinal as `2026-01-31`."""
    return date.fromordinal(int(value)).isoformat()


def duration(seconds: Fraction) -> str:
    """A duration: `1 week`, `36 hours`, `1 minute 30 seconds`, `0.5 seconds`."""
    if seconds < 0:
        return f"minus {duration(-seconds)}"
    return " ".join(_counted(amount, unit, grouped=True) for amount, unit in _in_units(seconds))


def as_written(seconds: Fraction) -> str:
    """A duration as a document can say it: `2 weeks`, `30 days + 1 second`, `-1 minute - 30 seconds`."""
    sign, between = ("-", " - ") if seconds < 0 else ("", " + ")
    return sign + between.join(_counted(amount, unit) for amount, unit in _in_units(abs(seconds)))


def _in_units(seconds: Fraction) -> list[tuple[Fraction, str]]:
    """A duration in its largest units, of which all but the last are whole: in one, if that is a number that people say."""
    if not seconds:
        return [(seconds, "second")]
    if seconds % _WEEK == 0:
        return [(seconds / _WEEK, "week")]
    for size, unit in _UNITS:
        amount = seconds / size
        if amount.denominator == 1 and amount < _FEW.get(unit, amount + 1):
            return [(amount, unit)]
    parts = []
    for size, unit in _UNITS:
        whole = seconds / size if unit == "second" else Fraction(seconds // size)
        if whole:
            parts.append((whole, unit))
        seconds -= whole * size
    return parts


def _counted(amount: Fraction, unit: str, *, grouped: bool = False) -> str:
    return f"{decimal(amount, grouped=grouped)} {unit}{'' if amount == 1 else 's'}"


def decimal(value: Fraction, *, grouped: bool = False) -> str:
    """A number in decimals where they end, else as a fraction; thousands are marked where that helps a reader."""
    if value < 0:
        return f"-{decimal(-value, grouped=grouped)}"
    comma = "," if grouped and value >= _GROUPED_FROM else ""
    places = 0
    scaled = value
    while scaled.denominator != 1:
        if places == 18 or any(scaled.denominator % p == 0 for p in (3, 7, 11, 13)):  # noqa: PLR2004 - no endless decimals
            return f"{value.numerator}/{value.denominator}"
        scaled *= 10
        places += 1
    whole, rest = divmod(int(scaled), 10**places)
    return f"{whole:{comma}}" + (f".{rest:0{places}}" if places else "")
