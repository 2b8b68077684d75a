"""What words say of what may be absent: as formulas, so that what is judged is what is told.

Contract: `Wording.holds(e)` is true of just those scenarios of which the phrase for `e` is. "The count is at most 3" is said of a count that
is there, although `not count > 3` is true without one; "the client has no rank" of a client who is there. What a phrase says of an
alternative, or of a term by its name, needs nobody there: where absence makes it true, `pruned` says so. `pruned(here, e)` is told of
scenarios `here`, true of just those of them of which `e` is, and says nothing that is impossible there. Raises OutOfEffortError.
"""

from collections.abc import Collection, Iterable, Iterator

from tos_checker import terms
from tos_checker.absence import spelled_out, tested
from tos_checker.amounts import reads
from tos_checker.ground import Ground
from tos_checker.phrases import Phrasebook
from tos_checker.terms import Formula
from tos_spec import core
from tos_spec.core import Path


class Wording:
    """The words for formulas on one ground. `spoken`: what may be absent, and is told to be absent in a row of its own."""

    def __init__(self, ground: Ground, book: Phrasebook) -> None:
        self.ground, self.book = ground, book
        self.spoken: Collection[Path] = ()

    def needs(self, literal: core.Expr) -> tuple[Path, ...]:
        """What may be absent, and is there if the phrase for a literal is true, but need not be for the literal itself to be."""
        return tuple(p for p, compared in self._needs(literal).items() if compared or p in self.spoken)

    def lacks(self, literal: core.Expr) -> tuple[Path, ...]:
        """What may be absent, and by its absence makes a literal true."""
        return tuple(self._needs(literal))

    def compares(self, literal: core.Expr) -> tuple[Path, ...]:
        """Of these, what must be there for the phrase to mean anything: nobody absent has a rank of at most 3."""
        return tuple(p for p, compared in self._needs(literal).items() if compared)

    def _needs(self, literal: core.Expr) -> dict[Path, bool]:
        if not isinstance(literal, core.Not) or isinstance(literal.body, core.Not) or is_alternative(literal):
            return {}
        match literal.body:
            case core.Compare(_, left, right):
                paths, compared = (*reads(left), *reads(right)), True
            case core.Has(path, only=True):
                paths, compared = (path,), True
            case core.Open(_, args):
                paths, compared = args, True
            case core.Exists(path):
                paths, compared = (path[:-1],), True
            case other:
                paths, compared = tested(other), False
        steps = (path[:size] for path in paths for size in range(1, len(path) + 1))
        return {step: compared for step in steps if self.book.is_optional(step)}

    def holds(self, literal: core.Expr) -> Formula:
        """What the phrase for a literal says."""
        view = self.ground.law.view
        return terms.both((view.holds(literal), *(view.world.there(path) for path in self.needs(literal))))

    def all_hold(self, exprs: Iterable[core.Expr]) -> Formula:
        """What the phrases for these say together."""
        return terms.both(self.holds(expr) for expr in exprs)

    def pruned(self, here: Formula, expr: core.Expr) -> core.Expr:
        """`expr`, with absence said where it makes a negation true, and without what goes without saying, or is impossible, `here`."""
        return self.less(here, spelled_out(expr, self.book.is_optional))

    def less(self, here: Formula, told: core.Expr) -> core.Expr:
        """What is `told` already with absence said, without what goes without saying, or is impossible, `here`."""
        if isinstance(told, core.Or):
            left = tuple(self._possible(here, told.items))
        elif isinstance(told, core.And):
            holds = self.ground.law.view.holds
            left = tuple(self.less(here, i) for i in told.items if self.ground.possible(here, terms.negated(holds(i))))
            left = left or tuple(self.less(here, i) for i in told.items)
        else:
            return told
        left = left or told.items
        return left[0] if len(left) == 1 else type(told)(left)

    def _possible(self, here: Formula, items: Iterable[core.Expr]) -> Iterator[core.Expr]:
        for item in items:
            there = terms.both((here, self.holds(item)))
            if self.ground.possible(there):
                yield self.less(here, item)


def literals(expr: core.Expr, *, truth: bool = True) -> Iterator[core.Expr]:
    """What holds together wherever `expr` does (or, without `truth`, does not): tests, their negations, and alternatives."""
    match expr:
        case core.Not(body):
            yield from literals(body, truth=not truth)
        case core.And(items) | core.Or(items) if len(items) == 1 or (items and isinstance(expr, core.And) == truth):
            for item in items:
                yield from literals(item, truth=truth)
        case _:
            yield expr if truth else core.Not(expr)


def is_alternative(expr: core.Expr) -> bool:
    """Whether a formula is made of several tests."""
    while isinstance(expr, core.Not):
        expr = expr.body
    return isinstance(expr, core.And | core.Or)
