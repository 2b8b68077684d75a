"""Paths put in the place of parameters, in tests and numbers of the core.

Contract: `placed` works on tests (no connectives, no defined terms, but `Not` as `is not` and `!=` give it).
"""

from collections.abc import Mapping
from typing import assert_never

from tos_spec import core
from tos_spec.core import Path


def placed(test: core.Expr, given: Mapping[str, Path]) -> core.Expr:
    """`test` with the paths of `given` in the place of its parameters."""
    if not given:
        return test

    def at(path: Path) -> Path:
        return (*given[path[0]], *path[1:]) if path[0] in given else path

    match test:
        case core.Not(body):
            return core.Not(placed(body, given))
        case core.IsIn(path, kind, classes, leaves):
            return core.IsIn(at(path), kind, classes, leaves)
        case core.Has(path, kind, classes, leaves, only):
            return core.Has(at(path), kind, classes, leaves, only)
        case core.Flag(path):
            return core.Flag(at(path))
        case core.Exists(path):
            return core.Exists(at(path))
        case core.SameEntity(left, right):
            return core.SameEntity(at(left), at(right))
        case core.SameValue(left, right, kind):
            return core.SameValue(at(left), at(right), kind)
        case core.Compare(op, a, b):
            return core.Compare(op, _number(a, given), _number(b, given))
        case core.Related(relation, paths):
            return core.Related(relation, tuple(at(p) for p in paths))
        case core.Open(term, args):
            return core.Open(term, tuple(at(a) for a in args))
        case core.Constant() | core.Applies() | core.JudgedBy():
            return test
        case core.And() | core.Or() | core.Defined():
            raise AssertionError(test)
        case _:
            assert_never(test)


def _number(number: core.Number, given: Mapping[str, Path]) -> core.Number:
    match number:
        case core.Read(path):
            return core.Read((*given[path[0]], *path[1:])) if path[0] in given else number
        case core.Plus(left, right):
            return core.Plus(_number(left, given), _number(right, given))
        case core.Times(factor, body):
            return core.Times(factor, _number(body, given))
        case core.Shift(date, months, days):
            return core.Shift(_number(date, given), months, days)
        case core.Between(start, end):
            return core.Between(_number(start, given), _number(end, given))
        case core.Exactly() | core.Quantity():
            return number
        case _:
            assert_never(number)
