"""Numbers and dates that a document compares with each other: how far apart they are is a fact of a scenario, too.

Contract, for the acts of one family: `differences` are the pairs of paths whose difference some formula compares with a number, each with these
numbers (of an open quantity, its ends), in ascending order; `alone`, the same of single paths; `others` are all further comparisons that
depend on no reading. They come in an order that does not depend on the order of clauses; what only claims and cases say comes last.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from tos_checker.amounts import is_open, reads
from tos_checker.constants import parts, periods
from tos_checker.encode import core_with
from tos_checker.once import once
from tos_spec import core
from tos_spec.core import Path, Policy
from tos_spec.shape import root


@dataclass(frozen=True)
class Difference:
    """What is at `left` less what is at `right` (nothing, if that is empty), and the numbers that it is compared with; days, for dates."""

    left: Path
    right: Path
    named: tuple[Fraction, ...]


@once
def differences(policy: Policy, act: str) -> tuple[Difference, ...]:
    """The differences that formulas compare with numbers; of two, what comes first by name is `left`."""
    found: dict[tuple[Path, Path], set[Fraction]] = {}
    for comparison in _comparisons(policy, act):
        measured = _difference(policy, comparison)
        if measured is not None and measured.right:
            found.setdefault((measured.left, measured.right), set()).update(measured.named)
    return tuple(Difference(left, right, tuple(sorted(found[left, right]))) for left, right in sorted(found))


@once
def alone(policy: Policy, act: str) -> Mapping[Path, tuple[Fraction, ...]]:
    """The numbers with which formulas compare what is at a path, by itself; for the date, the days from and through which clauses are in force too."""
    days = {Fraction(day) for period in periods(policy) for day in (period.first, period.last) if day is not None}
    found: dict[Path, set[Fraction]] = {("date",): days}
    for comparison in _comparisons(policy, act):
        match _difference(policy, comparison):
            case Difference(path, (), named):
                found.setdefault(path, set()).update(named)
    return {path: tuple(sorted(named)) for path, named in found.items()}


@once
def others(policy: Policy, act: str) -> tuple[core.Compare, ...]:
    """The comparisons that are of no plain difference (sums, whole months) and do not turn on open quantities."""
    found = {
        c: asked
        for c, asked in _comparisons(policy, act).items()
        if _reads(c) and _difference(policy, c) is None and not any(map(is_open, (c.left, c.right)))
    }
    return tuple(sorted(found, key=lambda c: (found[c], repr(c))))


def _reads(comparison: core.Compare) -> bool:
    """Whether a comparison speaks of what a scenario has."""
    return bool(reads(comparison.left) or reads(comparison.right))


def weaker_first(comparison: core.Compare, *, holds: bool) -> tuple[str, Fraction]:
    """Which sum is compared, and from which side; and a number by which, of such comparisons, those come first that say least."""
    left, right = _sum(comparison.left, roughly=True), _sum(comparison.right, roughly=True)
    if left is None or right is None:
        return repr(comparison), Fraction(0)
    whole = dict(_added(left, right, Fraction(-1)))
    bound = -whole.pop(None, Fraction(0))
    below = (comparison.op in ("<", "<=")) == holds
    return repr(sorted(map(repr, whole.items()))) + str(below), -bound if below else bound


def _comparisons(policy: Policy, act: str) -> dict[core.Compare, bool]:
    """Each comparison, and whether only claims and cases make it."""
    found: dict[core.Compare, bool] = {}
    for asked, formulas in ((False, _formulas(policy, act)), (True, _asked(policy, act))):
        for expr in formulas:
            for part in parts(expr):
                if isinstance(part, core.Compare):
                    found.setdefault(part, asked)
    return found


def _formulas(policy: Policy, act: str) -> Iterator[core.Expr]:
    """The formulas of a document, and of those that it knows by name, about acts of a family; open terms by what bounds them."""
    top = root(policy, act)

    def near(other: str | None) -> bool:
        return other is None or root(policy, other) == top

    found = [a.body for a in policy.assumptions if near(a.act)]
    for document in (policy, *policy.others.values()):
        found += [d.when for d in document.defaults if near(d.act)]
        for clause in document.clauses:
            if near(clause.act):
                found += [*(c.expr for c in clause.conditions), clause.required]
    yield from found
    for expr in (*found, *_asked(policy, act)):
        for part in parts(expr):
            if isinstance(part, core.Open) and (term := policy.terms.get(part.term)) is not None:
                given = {name: path for (name, _), path in zip(term.params, part.args, strict=True)}
                yield from (core_with(term.includes, given), core_with(term.excludes, given))


def _asked(policy: Policy, act: str) -> Iterator[core.Expr]:
    top = root(policy, act)
    for claim in policy.claims:
        if root(policy, claim.act) == top:
            yield from (claim.when, *(a.scope for a in claim.accepting))
    yield from (case.facts for case in policy.cases if root(policy, case.act) == top)


_Sum = Mapping[Path | str | None, Fraction]
"""Factors of what is at paths, of open quantities by name, and (None) the constant."""


def _difference(policy: Policy, comparison: core.Compare) -> Difference | None:
    """What is compared with numbers, if it is a difference, or (`right` is empty) what is at one path."""
    sides = (_sum(comparison.left), _sum(comparison.right))
    if sides[0] is None or sides[1] is None:
        return None
    whole = _added(sides[0], sides[1], Fraction(-1))
    paths = sorted(part for part in whole if isinstance(part, tuple))
    open_parts = [part for part in whole if isinstance(part, str)]
    if len(open_parts) > 1 or not paths or [whole[p] for p in paths[1:]] not in ([], [-whole[paths[0]]]):
        return None
    ends = {Fraction(0)}
    if open_parts:
        ends = {whole[open_parts[0]] * end for end in _ends(policy)[open_parts[0]]}
    named = tuple(sorted(-(whole.get(None, Fraction(0)) + end) / whole[paths[0]] for end in ends))
    return Difference(paths[0], paths[1] if len(paths) > 1 else (), named)


@once
def _ends(policy: Policy) -> Mapping[str, frozenset[Fraction]]:
    """The ends of open quantities, here and in the documents that are known by name; and what defaults say of them."""
    found: dict[str, set[Fraction]] = {}
    for document in (policy, *policy.others.values()):
        for name, quantity in document.quantities.items():
            found.setdefault(name, set()).update((quantity.low, quantity.high))
        for default in document.defaults:
            match default.when:
                case core.Compare("<=", core.Quantity(name), core.Exactly(end)):
                    found.setdefault(name, set()).add(end)
    return {name: frozenset(ends) for name, ends in found.items()}


def _sum(number: core.Number, *, roughly: bool = False) -> _Sum | None:
    """A number as a sum; None where whole months are counted, or, roughly, with thirty days for each."""
    match number:
        case core.Exactly(value):
            return {None: value}
        case core.Read(path):
            return {path: Fraction(1)}
        case core.Quantity(name):
            return {name: Fraction(1)}
        case core.Plus(left, right):
            return _both(left, right, Fraction(1), roughly=roughly)
        case core.Times(factor, body):
            return _both(core.Exactly(Fraction(0), core.Sort.NUMBER), body, factor, roughly=roughly)
        case core.Between(start, end):
            apart = _both(end, start, Fraction(-1), roughly=roughly)
            return None if apart is None else {part: factor * _SECONDS for part, factor in apart.items()}
        case core.Shift(date, months, days):
            moved = None if months and not roughly else _sum(date, roughly=roughly)
            return None if moved is None else _added(moved, {None: Fraction(30 * months + days)}, Fraction(1))
        case _:
            assert_never(number)


_SECONDS = 86_400
"""In a day: `Between` tells seconds, dates are counted in days."""


def _both(left: core.Number, right: core.Number, factor: Fraction, *, roughly: bool) -> _Sum | None:
    first, second = _sum(left, roughly=roughly), _sum(right, roughly=roughly)
    return None if first is None or second is None else _added(first, second, factor)


def _added(left: _Sum, right: _Sum, factor: Fraction) -> _Sum:
    """`left + factor * right`, without what cancels out."""
    found = dict(left)
    for part, amount in right.items():
        found[part] = found.get(part, Fraction(0)) + factor * amount
    return {part: amount for part, amount in found.items() if amount}
