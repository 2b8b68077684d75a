"""What a formula speaks of: the paths it reads, through definitions and the bounds of open terms too."""

from collections.abc import Iterator, Mapping

from tos_checker.constants import parts
from tos_checker.encode import core_with, reads
from tos_spec import core
from tos_spec.core import Path, Policy


def speaks_of(policy: Policy, *exprs: core.Expr) -> frozenset[Path]:
    """Every path that one of `exprs` reads."""
    return frozenset(path for expr in exprs for path in _paths(policy, expr))


def _paths(policy: Policy, expr: core.Expr) -> Iterator[Path]:
    for part in parts(expr):
        match part:
            case core.IsIn(path=path) | core.Has(path=path) | core.Flag(path) | core.Exists(path):
                yield path
            case core.SameEntity(left, right) | core.SameValue(left, right, _):
                yield from (left, right)
            case core.Compare(_, left_n, right_n):
                yield from (*reads(left_n), *reads(right_n))
            case core.Related(_, paths):
                yield from paths
            case core.Open(term, args):
                yield from args
                yield from _bounds(policy, term, args)
            case core.Applies(clauses):
                for number in clauses:
                    for condition in policy.clause(number).conditions:
                        yield from _paths(policy, condition.expr)
            case _:
                pass


def _bounds(policy: Policy, term: str, args: tuple[Path, ...]) -> Iterator[Path]:
    decl = policy.terms[term]
    given: Mapping[str, Path] = {name: path for (name, _), path in zip(decl.params, args, strict=True)}
    for side in (decl.includes, decl.excludes):
        yield from _paths(policy, core_with(side, given))
