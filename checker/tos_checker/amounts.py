"""What a number or a date of the core depends on: facts of a scenario, open quantities."""

from typing import assert_never

from tos_spec import core
from tos_spec.core import Path


def reads(number: core.Number) -> tuple[Path, ...]:
    """The paths that a number reads, in order."""
    match number:
        case core.Read(path):
            return (path,)
        case core.Plus(left, right) | core.Between(left, right):
            return (*reads(left), *reads(right))
        case core.Times(_, body) | core.Shift(body, _, _):
            return reads(body)
        case core.Exactly() | core.Quantity():
            return ()
        case _:
            assert_never(number)


def is_open(number: core.Number) -> bool:
    """Whether a number turns on an open quantity."""
    return bool(open_in(number))


def open_in(number: core.Number) -> tuple[str, ...]:
    """The open quantities that a number turns on, in order."""
    match number:
        case core.Quantity(name):
            return (name,)
        case core.Plus(left, right) | core.Between(left, right):
            return (*open_in(left), *open_in(right))
        case core.Times(_, body) | core.Shift(body, _, _):
            return open_in(body)
        case core.Exactly() | core.Read():
            return ()
        case _:
            assert_never(number)


def put(number: core.Number, name: str, other: core.Number) -> core.Number:
    """A number with another in the place of an open quantity."""
    match number:
        case core.Quantity(found):
            return other if found == name else number
        case core.Plus(left, right):
            return core.Plus(put(left, name, other), put(right, name, other))
        case core.Between(start, end):
            return core.Between(put(start, name, other), put(end, name, other))
        case core.Times(factor, body):
            return core.Times(factor, put(body, name, other))
        case core.Shift(date, months, days):
            return core.Shift(put(date, name, other), months, days)
        case core.Exactly() | core.Read():
            return number
        case _:
            assert_never(number)
