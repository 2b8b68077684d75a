"""Representative values of a scenario's numbers: finitely many, and enough of them.

Why they are enough: a document's comparisons are linear in the numbers that they read (a date moved by months apart). Eliminate the
quantities, then the numbers from last to first: what is left of a pair of comparisons of the eliminated number is the
difference of the two values at which they change (its roots). A number is then sampled, given those before it, at every root of
the comparisons left at its stage, between each two neighbouring roots, and beyond the outermost: so every combination of
truths of all comparisons that numbers can have, sampled numbers have (this is cylindrical decomposition, for planes). Whole numbers have
coefficients of one size here, so that a few whole numbers around each root do for it and for what lies between. A date moved
by months grows with the date, so its roots are found by halving; a document joins two dates in this way or by days, not in both.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise

from tos_spec import core, evaluate
from tos_spec.core import FIRST_DAY, LAST_DAY, Path

Var = Path
"""A path; an open quantity is `("?", name)`."""

Values = Mapping[Var, Fraction]
SMALL = 10
"""Bounded integers with no more values than this are taken in full."""


@dataclass(frozen=True)
class Line:
    """`sum of factor * variable, plus constant`: where it is zero, a comparison changes."""

    factors: tuple[tuple[Var, Fraction], ...]
    constant: Fraction

    def variables(self) -> set[Var]:
        """What it reads."""
        return {v for v, _ in self.factors}

    def root(self, var: Var, values: Values) -> list[Fraction]:
        """The value of `var` at which it is zero, given all others."""
        rest = self.constant + sum((f * values[v] for v, f in self.factors if v != var), Fraction(0))
        return [-rest / dict(self.factors)[var]]

    def without(self, var: Var, other: "Line") -> "Line | None":
        """The difference of two roots, as a line over the remaining variables."""
        a, b = dict(self.factors), dict(other.factors)
        ca, cb = a.pop(var), b.pop(var)
        return line(
            {v: a.get(v, Fraction(0)) / ca - b.get(v, Fraction(0)) / cb for v in {*a, *b}},
            self.constant / ca - other.constant / cb,
        )


def line(factors: Mapping[Var, Fraction], constant: Fraction) -> Line | None:
    """A line with its first factor one; None if it reads nothing."""
    kept = sorted((v, f) for v, f in factors.items() if f)
    if not kept:
        return None
    scale = kept[0][1]
    return Line(tuple((v, f / scale) for v, f in kept), constant / scale)


@dataclass(frozen=True)
class Steps:
    """A comparison that moves a date by months: `left - right`, which grows or falls steadily with each date it reads."""

    left: core.Number
    right: core.Number
    reads: frozenset[Var]

    def variables(self) -> set[Var]:
        """What it reads."""
        return set(self.reads)

    def at(self, values: Values) -> Fraction:
        """The value of the difference."""
        return _value(self.left, values) - _value(self.right, values)

    def root(self, var: Var, values: Values) -> list[Fraction]:
        """The first days on which it is no longer below, or at, zero (as the date grows)."""

        def at(day: int) -> Fraction:
            return self.at({**values, var: Fraction(day)})

        sign = 1 if at(LAST_DAY) >= at(FIRST_DAY) else -1
        found = []
        for passed in (lambda x: x >= 0, lambda x: x > 0):
            low, high = FIRST_DAY, LAST_DAY + 1
            while low < high:
                middle = (low + high) // 2
                low, high = (low, middle) if passed(sign * at(middle)) else (middle + 1, high)
            found.append(Fraction(low))
        return found


Atom = Line | Steps


def _value(number: core.Number, values: Values) -> Fraction:
    match number:
        case core.Exactly(value):
            return value
        case core.Read(path):
            return values[path]
        case core.Shift(date, months, days):
            return Fraction(evaluate.months_later(int(_value(date, values)), months) + days)
        case core.Plus(left, right):
            return _value(left, values) + _value(right, values)
        case _:
            msg = f"a comparison that moves a date by months and {number}"
            raise AssertionError(msg)


def atom(expr: core.Compare) -> Atom | None:
    """The atom of a comparison; None if it reads nothing."""
    if _by_months(expr.left) or _by_months(expr.right):
        reads = frozenset((*_reads(expr.left), *_reads(expr.right)))
        return Steps(expr.left, expr.right, reads) if reads else None
    left, right = _linear(expr.left), _linear(expr.right)
    factors = {v: left[0].get(v, Fraction(0)) - right[0].get(v, Fraction(0)) for v in {*left[0], *right[0]}}
    return line(factors, left[1] - right[1])


def _by_months(number: core.Number) -> bool:
    match number:
        case core.Shift(date, months, _):
            return bool(months) or _by_months(date)
        case core.Plus(left, right) | core.Between(left, right):
            return _by_months(left) or _by_months(right)
        case core.Times(_, body):
            return _by_months(body)
        case _:
            return False


def _reads(number: core.Number) -> Iterator[Var]:
    match number:
        case core.Read(path):
            yield path
        case core.Shift(date, _, _):
            yield from _reads(date)
        case core.Plus(left, right) | core.Between(left, right):
            yield from (*_reads(left), *_reads(right))
        case core.Times(_, body):
            yield from _reads(body)
        case _:
            pass


Linear = tuple[dict[Var, Fraction], Fraction]


def _linear(number: core.Number) -> Linear:
    match number:
        case core.Exactly(value):
            return {}, value
        case core.Read(path):
            return {path: Fraction(1)}, Fraction(0)
        case core.Quantity(name):
            return {("?", name): Fraction(1)}, Fraction(0)
        case core.Plus(left, right):
            return _plus(_linear(left), _linear(right), Fraction(1))
        case core.Times(factor, body):
            return _plus(({}, Fraction(0)), _linear(body), factor)
        case core.Between(start, end):
            return _plus(({}, Fraction(0)), _plus(_linear(end), _linear(start), Fraction(-1)), Fraction(86400))
        case core.Shift(date, _, days):
            return _plus(_linear(date), ({}, Fraction(days)), Fraction(1))
    raise AssertionError(number)


def _plus(left: Linear, right: Linear, factor: Fraction) -> Linear:
    factors = dict(left[0])
    for v, f in right[0].items():
        factors[v] = factors.get(v, Fraction(0)) + f * factor
    return factors, left[1] + factor * right[1]


# --- sampling ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Domain:
    """What a variable ranges over."""

    low: Fraction | None
    high: Fraction | None
    whole: bool
    quantity: bool = False
    varied: bool = False
    """Whether a claim varies it: then two values that nothing tells apart are wanted."""

    @property
    def small(self) -> bool:
        """Few enough whole values to take them all."""
        return self.whole and self.low is not None and self.high is not None and self.high - self.low <= SMALL

    def rank(self) -> int:
        """Small ones are sampled first, then dates, then dense numbers; quantities, being read and not given, last."""
        return 3 if self.quantity else 0 if self.small else 1 if self.whole else 2


def assignments(domains: Mapping[Var, Domain], atoms: Iterable[Atom]) -> list[dict[Var, Fraction]]:
    """Representative values of all variables but the quantities, together."""
    everything = list(dict.fromkeys(a for a in atoms if a.variables() <= set(domains)))
    product: list[dict[Var, Fraction]] = [{}]
    for group in _groups(domains, everything):
        order = sorted(group, key=lambda v: domains[v].rank())
        stages = _stages(order, domains, everything)
        order = [v for v in order if not domains[v].quantity]
        found = list(_extended({}, order, stages, domains))
        product = [{**a, **b} for a in product for b in found]
    return product


def quantities(name: str, domain: Domain, atoms: Iterable[Atom], scenarios: Sequence[Values]) -> list[Fraction]:
    """Representative values of a quantity, given the numbers of one scenario, or of two."""
    var = ("?", name)
    roots = [
        root
        for values in scenarios
        for a in atoms
        if var in a.variables() and a.variables() - {var} <= set(values)
        for root in a.root(var, values)
    ]
    return _around(roots, domain, 1)


def _groups(domains: Mapping[Var, Domain], atoms: Sequence[Atom]) -> list[list[Var]]:
    group = {v: v for v in domains}

    def top(v: Var) -> Var:
        while group[v] != v:
            v = group[v]
        return v

    for a in atoms:
        first, *others = a.variables()
        for other in others:
            group[top(other)] = top(first)
    found: dict[Var, list[Var]] = {}
    for v in domains:
        found.setdefault(top(v), []).append(v)
    return list(found.values())


def _stages(order: Sequence[Var], domains: Mapping[Var, Domain], atoms: Sequence[Atom]) -> dict[Var, list[Atom]]:
    """For each variable the atoms in it and in those before it, eliminated from the last to the first."""
    left = [a for a in atoms if a.variables() <= set(order)]
    for v in order:
        ends = (domains[v].low, domains[v].high)
        left += [Line(((v, Fraction(1)),), -end) for end in ends if end is not None]
    stages: dict[Var, list[Atom]] = {}
    for v in reversed(order):
        mine = [a for a in left if v in a.variables()]
        stages[v] = mine
        left = [a for a in left if v not in a.variables()]
        lines = [a for a in mine if isinstance(a, Line)]
        left += [d for a, b in combinations(lines, 2) if (d := a.without(v, b)) is not None]
        left += _through_months(v, mine)
        left = list(dict.fromkeys(left))
    return stages


def _through_months(var: Var, mine: Sequence[Atom]) -> Iterator[Atom]:
    """What is left of a comparison that moves a date by months, joined with the days around each day named for `var`."""
    days = [round(a.root(var, {})[0]) for a in mine if isinstance(a, Line) and a.variables() == {var}]
    for a in mine:
        if isinstance(a, Steps) and len(a.reads) > 1:
            (other,) = a.reads - {var}
            for day in days:
                for near in range(day - 2, day + 3):
                    for root in a.root(other, {var: Fraction(near)}):
                        yield Line(((other, Fraction(1)),), -root)


def _extended(
    values: dict[Var, Fraction], order: Sequence[Var], stages: Mapping[Var, list[Atom]], domains: Mapping[Var, Domain]
) -> Iterator[dict[Var, Fraction]]:
    if not order:
        yield values
        return
    var, *rest = order
    roots = [root for a in stages[var] for root in a.root(var, values)]
    linked = any(len(a.variables()) > 1 for v in stages for a in stages[v])
    read = any(domains[v].quantity for v in stages)
    twice = domains[var].varied or (linked and (domains[var].whole or read))
    for value in _around(roots, domains[var], 2 if twice else 1):
        yield from _extended({**values, var: value}, rest, stages, domains)


def _around(roots: Iterable[Fraction], domain: Domain, near: int) -> list[Fraction]:
    """Values at, between and beyond roots; `near`: how many whole numbers to each side, or how many points in each gap."""
    low, high = domain.low, domain.high
    if domain.small and low is not None and high is not None:
        return [Fraction(n) for n in range(int(low), int(high) + 1)]
    inside = sorted({*roots, *(end for end in (low, high) if end is not None)} or {Fraction(0)})
    found: set[Fraction] = set()
    if domain.whole:
        for root in inside:
            found.update(Fraction(n) for n in range(math.floor(root) - near, math.ceil(root) + near + 1))
    else:
        found.update(inside)
        for a, b in pairwise(inside):
            found.update(a + (b - a) * Fraction(i, near + 1) for i in range(1, near + 1))
        found.update(inside[-1] + i for i in range(1, near + 1))
        found.update(inside[0] - i for i in range(1, near + 1))
    return sorted(v for v in found if (low is None or v >= low) and (high is None or v <= high))
