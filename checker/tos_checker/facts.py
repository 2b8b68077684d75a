"""What a formula speaks of: the paths it reads, through definitions and the bounds of open terms too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tos_checker.amounts import reads
from tos_checker.constants import parts
from tos_checker.encode import core_with
from tos_checker.once import once
from tos_spec import core
from tos_spec.core import Path, Policy
from tos_spec.shape import root, slots

_MANY = 20_000


@dataclass(frozen=True)
class Reached:
    """What something in a document speaks of: facts, and open terms and quantities by name."""

    paths: frozenset[Path]
    open: frozenset[str]


@once  # each story asks, and large documents take long to read
def reached(policy: Policy) -> Reached:
    """What the clauses, claims, cases, defaults and assumptions of a document speak of."""
    exprs = list(_exprs(policy))
    paths = set(speaks_of(policy, *exprs))
    paths.update(path for claim in policy.claims for path in claim.paths)
    for assumption in policy.assumptions:
        of = dict(assumption.params)
        for path in speaks_of(policy, assumption.body):
            if path[0] not in of:
                paths.add(path)
            else:
                paths.update((*slot, *path[1:]) for slot in _slots_of(policy, of[path[0]]))
    names = {
        part.term
        for expr in (*exprs, *(a.body for a in policy.assumptions))
        for part in parts(expr)
        if isinstance(part, core.Open)
    }
    quantities = {name for expr in exprs for part in parts(expr) if isinstance(part, core.Compare) for name in _quantities(part)}
    return Reached(frozenset(paths), frozenset(names | quantities))


def is_told(path: Path, known: frozenset[Path] | None) -> bool:
    """Whether a story tells what is at `path`: something that is `known` to matter is there or below (None: all is told)."""
    return known is None or path == ("date",) or any(k[: len(path)] == path for k in known)


def documents(*exprs: core.Expr) -> tuple[str, ...]:
    """The other documents that formulas ask, by name."""
    return tuple(dict.fromkeys(part.name for expr in exprs for part in parts(expr) if isinstance(part, core.JudgedBy)))


def _exprs(policy: Policy) -> Iterator[core.Expr]:
    for clause in policy.clauses:
        yield from (c.expr for c in clause.conditions)
        yield clause.required
    yield from (default.when for default in policy.defaults)
    for claim in policy.claims:
        yield claim.when
        yield from (a.scope for a in claim.accepting)
    yield from (case.facts for case in policy.cases)


def _slots_of(policy: Policy, entity: str) -> frozenset[Path]:
    roots = {root(policy, act) for act in policy.acts}
    return frozenset(s.path for act in roots for s in slots(policy, act) if s.entity == entity)


def _quantities(compared: core.Compare) -> Iterator[str]:
    stack = [compared.left, compared.right]
    while stack:
        match stack.pop():
            case core.Quantity(name):
                yield name
            case core.Plus(left, right) | core.Between(left, right):
                stack += (left, right)
            case core.Times(_, body):
                stack.append(body)
            case core.Shift(date, _, _):
                stack.append(date)
            case _:
                pass


def speaks_of(policy: Policy, *exprs: core.Expr) -> frozenset[Path]:
    """Every path that one of `exprs` reads."""
    if len(exprs) == 1:
        return _speaks_of(policy, exprs[0])
    return frozenset().union(*(_speaks_of(policy, expr) for expr in exprs))


def _speaks_of(policy: Policy, expr: core.Expr) -> frozenset[Path]:
    known = _known(policy)
    found = known.get(id(expr))
    if found is None:
        if len(known) >= _MANY:  # of formulas that are only made to be asked about, there could be any number
            known.clear()
        found = known[id(expr)] = (expr, frozenset(_paths(policy, expr)))
    return found[1]


@once
def _known(_: Policy) -> dict[int, tuple[core.Expr, frozenset[Path]]]:
    """The formulas asked about, each with what it reads (it is kept itself, so that its identity is not used again)."""
    return {}


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
            case core.JudgedBy(name):
                yield from speaks_of(policy, *_exprs(policy.others[name]))
            case _:
                pass


def _bounds(policy: Policy, term: str, args: tuple[Path, ...]) -> Iterator[Path]:
    decl = policy.terms[term]
    given: Mapping[str, Path] = {name: path for (name, _), path in zip(decl.params, args, strict=True)}
    for side in (decl.includes, decl.excludes):
        yield from _paths(policy, core_with(side, given))
