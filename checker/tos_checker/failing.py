"""The ways in which a condition fails, each as facts that hold together: the rows of a table of edges.

Contract: `Failures.rows(c)` are rows whose `facts` each make `c` false, together with what they need to be said; where the row is `open`,
if those of the facts that use open words are read so. They are in order: of what is there; of what is absent in so many words; then of
what is absent otherwise, fewest first. Together they are all the ways in which `c` fails, unless those are too many, or alternatives of
equally many are told like with like. None has something absent without need.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, permutations, product
from typing import TypeVar

from tos_checker.absence import needed
from tos_checker.encode import core_with
from tos_checker.seeming import open_points
from tos_checker.wording import Wording, literals
from tos_spec import core
from tos_spec.core import Path, Policy

_T = TypeVar("_T")
_MOST_ROWS = 4
_MOST_TRIED = 200
"""Combinations of what may be absent that are looked at, of one size."""


@dataclass(frozen=True, slots=True)
class Row:
    """Facts that hold together, by which a condition fails. `read`: those that are left to the reading; `absent`: how many absences."""

    facts: tuple[core.Expr, ...]
    read: tuple[core.Expr, ...] = ()
    absent: int = 0

    @property
    def all(self) -> frozenset[core.Expr]:
        """All that holds in the row, in no order."""
        return frozenset(self.facts)


@dataclass(frozen=True)
class Failures:
    """What makes the conditions of a clause fail."""

    policy: Policy
    wording: Wording

    def rows(self, condition: core.Expr) -> Iterator[list[Row]]:
        """The rows of a condition: those in which nothing is absent but what it says, then those with one thing absent, and so on."""
        ways = _fails(condition)
        ways.sort(key=lambda parts: any(isinstance(part, core.Exists) for part in parts))
        rows = dict.fromkeys(row for way in ways for row in self._of(way))
        yield list(rows)
        size = 1
        while found := [row for base in self._bases(ways) for row in self._lacking(base, size)]:
            told = {row.all for row in rows}
            yield list(dict.fromkeys(row for row in found if row.all not in told))
            rows |= dict.fromkeys(found)
            size += 1

    def compared(self, condition: core.Expr) -> Iterator[Path]:
        """What may be absent with which the rows of a condition compare something."""
        for way in _fails(condition):
            for base in (self._read(way), *self._of(way)):
                for literal in base.facts:
                    yield from () if literal in base.read else self.wording.compares(literal)

    def certain(self, row: Row) -> list[list[core.Expr]]:
        """For each fact of a row that is left to the reading: the facts by each of which it holds for certain."""
        return [_outside(self.policy, _denied(fact)) for fact in row.read]

    def _of(self, parts: Sequence[core.Expr]) -> Iterator[Row]:
        """The rows where all these parts fail, whatever may be absent: by facts; and by the reading, if that is left to it."""
        columns = _columns([_outside(self.policy, part) for part in parts])
        yield from (Row(_flat(row)) for row in columns)
        if any(is_open(part) for part in parts):
            yield self._read(parts)

    def _read(self, parts: Sequence[core.Expr]) -> Row:
        return Row(_flat(map(_denied, parts)), tuple(_denied(part) for part in parts if is_open(part)))

    def _bases(self, ways: Iterable[Sequence[core.Expr]]) -> Iterator[Row]:
        """That of which some may fail by absence: all parts; and the facts by which they fail."""
        for way in ways:
            yield self._read(way)
            yield from (row for row in self._of(way) if not row.read)

    def _lacking(self, base: Row, size: int) -> Iterator[Row]:
        """The rows of a base in which so many things are absent, each of them needed for some of it to fail."""
        able = dict.fromkeys(path for literal in base.facts for path in self.wording.needs(literal))
        by = {path: {n for n, literal in enumerate(base.facts) if path in self.wording.lacks(literal)} for path in able}
        for gone in islice(combinations(by, size), _MOST_TRIED):
            of = [set[int]().union(*(by[p] for p in gone if p != path)) for path in gone]
            nested = any(one == other[: len(one)] for one, other in permutations(gone, 2))
            if nested or not all(by[path] - others for path, others in zip(gone, of, strict=True)):
                continue
            failed = set[int]().union(*(by[path] for path in gone))
            left = [fact for place, fact in enumerate(base.facts) if place not in failed]
            absent = tuple(core.Not(core.Exists(path)) for path in gone)
            for row in self._of([_denied(fact) for fact in left]) if base.read else [Row(tuple(left))]:
                yield Row(tuple(dict.fromkeys((*absent, *row.facts))), row.read, size)


def is_open(expr: core.Expr) -> bool:
    """Whether it is left to the reading: it uses an open term or an open quantity."""
    return bool(open_points(expr))


def open_term(expr: core.Expr) -> tuple[core.Open, bool] | None:
    """The open term that a condition is (true) or negates (false); None for other conditions."""
    match expr:
        case core.Open():
            return expr, True
        case core.Not(core.Open() as body):
            return body, False
        case _:
            return None


def bounds(policy: Policy, expr: core.Open) -> tuple[core.Expr, core.Expr]:
    """What an open term includes, and what it excludes, where it is used."""
    decl = policy.terms[expr.term]
    given: dict[str, Path] = {name: path for (name, _), path in zip(decl.params, expr.args, strict=True)}
    return core_with(decl.includes, given), core_with(decl.excludes, given)


def _flat(exprs: Iterable[core.Expr]) -> tuple[core.Expr, ...]:
    """What holds where these do, in order; what is left to the reading as it is."""
    found = (literal for expr in exprs for literal in ((expr,) if is_open(expr) else literals(expr)))
    return tuple(dict.fromkeys(found))


def _denied(fact: core.Expr) -> core.Expr:
    return fact.body if isinstance(fact, core.Not) else core.Not(fact)


def _fails(expr: core.Expr) -> list[tuple[core.Expr, ...]]:
    """The ways in which a formula is false: in each, all of these parts are. What is too mixed to be told apart is one part."""
    match expr:
        case core.Defined(body=body):
            found = _fails(body)
            return [(expr,)] if found == [(body,)] and not is_open(body) else found
        case core.And(items) if items:
            known = needed(i for i in items if not isinstance(i, core.Exists))
            facts = [item for item in items if not (isinstance(item, core.Exists) and item.path in known)]
            return [way for item in facts or items for way in _fails(item)]
        case core.Or(items) if items:
            rows = _columns([_fails(item) for item in items])
            return [tuple(part for way in row for part in way) for row in rows] or [(expr,)]
        case _:
            return [(expr,)]


def _columns(lists: Sequence[Sequence[_T]]) -> list[tuple[_T, ...]]:
    """One of each list: like with like, where they are as long as each other; else all combinations, if they are few."""
    if len({len(each) for each in lists}) == 1:
        return list(zip(*lists, strict=True))
    combined = list(islice(product(*lists), _MOST_ROWS + 1))
    return combined if len(combined) <= _MOST_ROWS else []


def _outside(policy: Policy, part: core.Expr) -> list[core.Expr]:
    """The facts each of which makes a part of a condition false for certain."""
    term = open_term(part)
    if term is not None:
        expr, truth = term
        side = bounds(policy, expr)[1 if truth else 0]
        return [] if side == core.FALSE else list(side.items) if isinstance(side, core.Or) else [side]
    return [] if is_open(part) else [core.Not(part)]
