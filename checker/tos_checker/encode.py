"""Expressions of the core in one scenario under one reading, as SMT-LIB text.

Contract: `View.holds(e)` is true in a model if and only if `interpret.holds` says so of the decoded scenario and reading.
A reading is a `Wishes`: symbols, or constants, or (for a pair of scenarios read alike) formulas of the other scenario.
Large or shared parts become `define-fun`s, so the text stays as small as the core is.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, product
from typing import assert_never

from tos_checker import calendar_terms, terms
from tos_checker.amounts import reads
from tos_checker.terms import Formula, Linear
from tos_checker.world import Calendar, World
from tos_spec import core
from tos_spec.core import Path
from tos_spec.scenario import ON_CONFLICT, ON_SILENCE, ruling

Tuple = tuple[Path, ...]


@dataclass(frozen=True)
class Wishes:
    """How each open point is wished to be read, as formulas and sums; the terms' bounds prevail.

    Entity terms are wished for tuples of paths; of several paths to one entity the first counts. For a pair of scenarios read alike that is the
    first path that both have, if there is one: such paths reach the same entity in both, so it has one wish.
    """

    terms: Mapping[str, Formula]
    entity_terms: Mapping[tuple[str, Tuple], Formula]
    quantities: Mapping[str, Linear]
    on_conflict: Formula
    on_silence: Formula
    others: Mapping[str, tuple[Formula, Formula]] = field(default_factory=dict)
    """Of each other document, its rulings on conflict and on silence."""

    @property
    def rulings(self) -> dict[str, Formula]:
        """Every ruling, by its name as a point of the reading."""
        found = {ruling(ON_CONFLICT): self.on_conflict, ruling(ON_SILENCE): self.on_silence}
        for name, (on_conflict, on_silence) in self.others.items():
            found |= {ruling(ON_CONFLICT, name): on_conflict, ruling(ON_SILENCE, name): on_silence}
        return found


@dataclass
class View:
    """A scenario seen under a reading. `twin`, if set, is the other scenario of a pair: terms are then read alike in both."""

    world: World
    wishes: Wishes
    tag: str
    twin: World | None = None
    lines: list[str] = field(default_factory=list)
    quantity_sums: list[Linear] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._memo: dict[int, tuple[core.Expr, Formula]] = {}
        self._open: dict[tuple[str, Tuple], Formula] = {}
        self._bounds: dict[tuple[str, Tuple, bool], tuple[Formula, Formula]] = {}
        self._count = 0
        self._quantity_atoms = {a for sum_ in self.wishes.quantities.values() for a in sum_.factors}

    # --- names ----------------------------------------------------------------------------------------------------------

    def named(self, formula: Formula, hint: str = "d") -> Formula:
        """A symbol that means `formula` (or the formula itself, where it is short)."""
        if len(formula) < 40:  # noqa: PLR2004 - about as long as a name and its parentheses
            return formula
        self._count += 1
        symbol = f"{hint}{self._count}{self.tag}"
        self.lines.append(f"(define-fun {symbol} () Bool {formula})")
        return symbol

    def take(self) -> list[str]:
        """The lines gathered since the last time, for the session of the scenario: what its calendar needs comes first."""
        calendars = [world.calendar for world in (self.world, self.twin) if world is not None]
        taken = [*(line for calendar in calendars for line in calendar.untold), *self._in_order(calendars), *self.lines]
        for lines in (*(calendar.untold for calendar in calendars), self.lines):
            lines.clear()
        return taken

    def _in_order(self, calendars: list[Calendar]) -> Iterator[str]:
        """What follows for dates of a scenario and its twin to which as many months are added: said, it spares the solver nearly all of the work."""
        for one, two in combinations(calendars, 2):
            for (tag, months), (other, others) in product(one.known.items(), two.known.items()):
                for key in ((min(tag, other), max(tag, other), n) for n in months if n in others):
                    if key not in one.paired:
                        one.paired.add(key)
                        two.paired.add(key)
                        yield calendar_terms.in_order(*key)

    # --- formulas ---------------------------------------------------------------------------------------------------------

    def holds(self, expr: core.Expr) -> Formula:
        """The formula that means `expr` here."""
        known = self._memo.get(id(expr))
        if known is None:
            known = (expr, self.named(self._formula(expr)))
            self._memo[id(expr)] = known
        return known[1]

    def _formula(self, expr: core.Expr) -> Formula:
        w = self.world
        match expr:
            case core.Constant(value):
                return terms.TRUE if value else terms.FALSE
            case core.Not(body):
                return terms.negated(self.holds(body))
            case core.And(items):
                return terms.both(self.holds(item) for item in items)
            case core.Or(items):
                return terms.either(self.holds(item) for item in items)
            case core.Defined(body=body):
                return self.holds(body)
            case core.IsIn(path, kind, _, leaves):
                return self._if_there((path,), lambda: w.among(path, kind, leaves))
            case core.Has():
                return self._if_there((expr.path,), lambda: self._set_test(expr))
            case core.Flag(path):
                return self._if_there((path,), lambda: w.value(path))
            case core.Exists(path):
                return w.there(path)
            case core.SameEntity(left, right):
                return self._if_there((left, right), lambda: w.same(left, right))
            case core.SameValue(left, right, _):
                return self._if_there((left, right), lambda: w.same_leaf(left, right))
            case core.Related(relation, paths):
                return self._if_there(paths, lambda: w.related(relation, paths))
            case core.Compare():
                return self._comparison(expr)
            case core.Open(term, args):
                return self._if_there(args, lambda: self.open_term(term, args))
            case core.Applies() | core.JudgedBy():
                msg = "what clauses and documents say is encoded by law"
                raise AssertionError(msg)
            case _:
                assert_never(expr)

    def _if_there(self, paths: Tuple, body: Callable[[], Formula]) -> Formula:
        if not all(self.world.known(path) for path in paths):
            return terms.FALSE
        there = terms.both(self.world.there(path) for path in paths)
        return terms.both((there, body()))

    def _set_test(self, expr: core.Has) -> Formula:
        w = self.world
        if not expr.only:
            return terms.either(w.member(expr.path, leaf) for leaf in sorted(expr.leaves))
        others = [leaf for leaf in w.policy.kinds[expr.kind].leaves if leaf not in expr.leaves]
        return terms.both(terms.negated(w.member(expr.path, leaf)) for leaf in others)

    def _comparison(self, expr: core.Compare) -> Formula:
        paths = (*reads(expr.left), *reads(expr.right))
        if not all(self.world.known(path) for path in paths):
            return terms.FALSE
        left, right = self.amount(expr.left), self.amount(expr.right)
        difference = left.minus(right)
        if any(a in self._quantity_atoms for a in difference.factors):
            self.quantity_sums.append(difference)
        there = terms.both(self.world.there(path) for path in paths)
        return terms.both((there, terms.compared(expr.op, left, right)))

    # --- numbers ----------------------------------------------------------------------------------------------------------

    def amount(self, expr: core.Number) -> Linear:
        """The sum that means `expr` here, if every path it reads is there."""
        match expr:
            case core.Exactly(value):
                return terms.number(value)
            case core.Read(path):
                return self.world.amount(path)
            case core.Quantity(name):
                return self.wishes.quantities[name]
            case core.Plus(left, right):
                return self.amount(left).plus(self.amount(right))
            case core.Times(factor, body):
                return self.amount(body).times(factor)
            case core.Between(start, end):
                return self.amount(end).minus(self.amount(start)).times(Fraction(86400))
            case core.Shift(date, months, days):
                moved = self.amount(date)
                if months:
                    moved = self._months_later(moved, months)
                return moved.plus(terms.number(Fraction(days)))
            case _:
                assert_never(expr)

    def _months_later(self, date: Linear, months: int) -> Linear:
        """Named by what it means, so that a sum over it can be carried from one session to another."""
        parts = [f"{a.name}f{int(f)}" for a, f in date.factors.items()]
        tag = "_".join([*parts, str(int(date.constant))]).replace("-", "n")
        calendar = self.world.calendar
        known = calendar.known.get(tag)
        if known is None:
            known = calendar.known[tag] = []
            calendar.untold += calendar_terms.by_calendar(date, tag)
        if months not in known:
            calendar.untold += calendar_terms.months_later(date, months, tag, known)
            known.append(months)
            others = [other for other, has in calendar.known.items() if other != tag and months in has]
            calendar.untold += [calendar_terms.in_order(tag, other, months) for other in others]
        return calendar_terms.later(tag, months)

    # --- open terms ---------------------------------------------------------------------------------------------------------

    def open_term(self, term: str, args: Tuple) -> Formula:
        """Whether an open term is read to hold here (its arguments being there)."""
        key = (term, args)
        if key not in self._open:
            includes, excludes = self.bounds(term, args)
            self._open[key] = self.named(terms.clipped(includes, excludes, self._wish(term, args)), "o")
        return self._open[key]

    def bounds(self, term: str, args: Tuple, *, twin: bool = False) -> tuple[Formula, Formula]:
        """Where the term certainly holds, and where it certainly does not, in this scenario (or in its twin)."""
        key = (term, args, twin)
        if key not in self._bounds:
            decl = self.world.policy.terms[term]
            given = {name: path for (name, _), path in zip(decl.params, args, strict=True)}
            sides = (core_with(decl.includes, given), core_with(decl.excludes, given))
            if twin and self.twin is not None:
                view = View(self.twin, self.wishes, f"{self.tag}t{len(self._bounds)}")
                self._bounds[key] = (view.holds(sides[0]), view.holds(sides[1]))
                self.lines += view.lines
            else:
                self._bounds[key] = (self.holds(sides[0]), self.holds(sides[1]))
        return self._bounds[key]

    def _alike(self, term: str, args: Tuple, wish: Formula) -> Formula:
        """A wish, as far as the bounds of the term let the twin be read so, which has what it is asked of."""
        if self.twin is None:
            return wish
        includes, excludes = self.bounds(term, args, twin=True)
        return terms.clipped(includes, excludes, wish)

    def _wish(self, term: str, args: Tuple) -> Formula:
        if not args:
            return self._alike(term, args, self.wishes.terms[term])
        params = self.world.policy.terms[term].params
        chosen = [tuple(given[name] for name, _ in params) for given in self.world.choices(params)]
        wish = self.wishes.entity_terms[term, args]
        for other in reversed(chosen[: chosen.index(args)]):
            wish = terms.choice(self._same(args, other), self.wishes.entity_terms[term, other], wish)
        if self.twin is None:
            return wish
        surely = all(self.twin.there(path) == terms.TRUE for path in args)
        for other in reversed(chosen[: chosen.index(args) + 1] if surely else chosen):
            shared = terms.both((self._same(args, other), *(self.twin.there(path) for path in other)))
            wish = terms.choice(shared, self._alike(term, other, self.wishes.entity_terms[term, other]), wish)
        return wish

    def _same(self, args: Tuple, others: Tuple) -> Formula:
        """What is at some paths, which is there, is what is at others."""
        return terms.both(self.world.same(a, b) for a, b in zip(args, others, strict=True) if a != b)


def core_with(expr: core.Expr, given: Mapping[str, Path]) -> core.Expr:
    """`expr` with paths put in the place of parameters."""
    if not given:
        return expr

    def at(path: Path) -> Path:
        return (*given[path[0]], *path[1:]) if path[0] in given else path

    def num(n: core.Number) -> core.Number:
        match n:
            case core.Read(path):
                return core.Read(at(path))
            case core.Plus(left, right):
                return core.Plus(num(left), num(right))
            case core.Times(factor, body):
                return core.Times(factor, num(body))
            case core.Shift(date, months, days):
                return core.Shift(num(date), months, days)
            case core.Between(start, end):
                return core.Between(num(start), num(end))
            case core.Exactly() | core.Quantity():
                return n
            case _:
                assert_never(n)

    match expr:
        case core.Constant() | core.Applies() | core.JudgedBy():
            return expr
        case core.Not(body):
            return core.Not(core_with(body, given))
        case core.And(items):
            return core.And(tuple(core_with(i, given) for i in items))
        case core.Or(items):
            return core.Or(tuple(core_with(i, given) for i in items))
        case core.Defined(name, label, args, body):
            return core.Defined(name, label, tuple(at(a) for a in args), core_with(body, given))
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
        case core.Compare(op, left_n, right_n):
            return core.Compare(op, num(left_n), num(right_n))
        case core.Related(relation, paths):
            return core.Related(relation, tuple(at(p) for p in paths))
        case core.Open(term, args):
            return core.Open(term, tuple(at(a) for a in args))
        case _:
            assert_never(expr)
