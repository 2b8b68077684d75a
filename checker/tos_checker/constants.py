"""The numbers that a document names, by sort: what its scenarios' numbers are typically near to."""

from collections.abc import Iterator
from fractions import Fraction

from tos_checker.once import once
from tos_spec import core
from tos_spec.core import Policy, Sort


@once
def constants(policy: Policy) -> dict[Sort, tuple[Fraction, ...]]:
    """Every constant of each sort that formulas, bounds, quantities and periods name, in ascending order."""
    found: dict[Sort, set[Fraction]] = {}
    for expr in expressions(policy):
        for sort, value in in_expr(expr):
            found.setdefault(sort, set()).add(value)
    for quantity in policy.quantities.values():
        found.setdefault(quantity.type.sort, set()).update((quantity.low, quantity.high))
    for period in periods(policy):
        days = (Fraction(day) for day in (period.first, period.last) if day is not None)
        found.setdefault(Sort.DATE, set()).update(days)
    return {sort: tuple(sorted(values)) for sort, values in found.items()}


def periods(policy: Policy) -> Iterator[core.Period]:
    """The days of the document and of its clauses, and those of the documents that it knows by name."""
    yield policy.period
    yield from (c.period for c in policy.clauses)
    for other in policy.others.values():
        yield from periods(other)


def expressions(policy: Policy) -> Iterator[core.Expr]:
    """Every formula of the document, and of the documents that it knows by name."""
    for assumption in policy.assumptions:
        yield assumption.body
    for term in policy.terms.values():
        yield term.includes
        yield term.excludes
    for document in (policy, *policy.others.values()):
        for default in document.defaults:
            yield default.when
        for clause in document.clauses:
            yield from (c.expr for c in clause.conditions)
            yield clause.required
    for claim in policy.claims:
        yield claim.when
        yield from (a.scope for a in claim.accepting)
    for case in policy.cases:
        yield case.facts


def parts(expr: core.Expr) -> Iterator[core.Expr]:
    """`expr` and every formula inside it, a shared part once."""
    stack = [expr]
    seen: set[int] = set()
    while stack:
        here = stack.pop()
        if id(here) in seen:
            continue
        seen.add(id(here))
        yield here
        match here:
            case core.And(items) | core.Or(items):
                stack += items
            case core.Not(body) | core.Defined(body=body):
                stack.append(body)
            case _:
                pass


@once
def dated(policy: Policy) -> bool:
    """Whether the day of an act can matter: some period, formula or claim speaks of `date`."""
    if any(("date",) in claim.paths for claim in policy.claims):
        return True
    if any(p.first is not None or p.last is not None for p in periods(policy)):
        return True
    return any(
        path[-1] == "date" and len(path) == 1
        for expr in expressions(policy)
        for part in parts(expr)
        if isinstance(part, core.Compare)
        for path in (*_reads(part.left), *_reads(part.right))
    )


def _reads(number: core.Number) -> Iterator[core.Path]:
    stack = [number]
    while stack:
        here = stack.pop()
        match here:
            case core.Read(path):
                yield path
            case core.Plus(left, right) | core.Between(left, right):
                stack += (left, right)
            case core.Times(_, body):
                stack.append(body)
            case core.Shift(date, _, _):
                stack.append(date)
            case _:
                pass


def in_expr(expr: core.Expr) -> Iterator[tuple[Sort, Fraction]]:
    """The constants that a formula compares, each with its sort."""
    for part in parts(expr):
        if isinstance(part, core.Compare):
            stack = [part.left, part.right]
            while stack:
                here = stack.pop()
                match here:
                    case core.Exactly(value, sort, _):
                        yield sort, value
                    case core.Plus(left, right) | core.Between(left, right):
                        stack += (left, right)
                    case core.Times(_, body):
                        stack.append(body)
                    case core.Shift(date, _, _):
                        stack.append(date)
                    case _:
                        pass
