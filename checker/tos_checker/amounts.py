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
