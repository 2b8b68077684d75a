"""Why a formula holds, or does not, in one scenario under one reading: in words, with the facts of the scenario.

Contract: `Teller.why(e)` is a phrase that is true of the scenario and from which it is plain whether `e` holds; it names the first
part, in the order of the document, that settles the matter, one that does so however the text is read, if there is one.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from tos_checker import values
from tos_checker.agreement import agreeing, said_of
from tos_checker.amounts import is_open, reads
from tos_checker.articles import bare
from tos_checker.citations import cited
from tos_checker.judging import judged
from tos_checker.phrases import applies, book, listed
from tos_spec import core, evaluate, interpret
from tos_spec.core import Path, Policy, Sort
from tos_spec.scenario import Reading, Scenario
from tos_spec.shape import slot_kind

_SHOWN = 3  # alternatives that are each refuted in words; of more, it is only said that none holds


@dataclass
class Teller:
    """Tells of one scenario under one reading, and under another document than the one that is asked if that is named."""

    policy: Policy
    scenario: Scenario
    reading: Reading
    document: str = ""

    def __post_init__(self) -> None:
        self.book = book(self.policy, self.scenario.act)
        self.judged = judged(self.policy, self.scenario, self.reading)
        self._asked = interpret.judged(self.policy, self.scenario, self.reading, self.judged)
        self._truth: dict[int, tuple[core.Expr, bool]] = {}
        self._firm: dict[int, tuple[core.Expr, bool | None]] = {}

    def cited(self, *numbers: str) -> str:
        """`clauses 2 and 3`, with the name of the document if it is another one."""
        return cited([f"{self.document} {number}" if self.document else number for number in numbers])

    def holds(self, expr: core.Expr) -> bool:
        """Whether `expr` holds here."""
        if isinstance(expr, core.IsIn):  # as `evaluate` has it: of large documents it is asked a thousand times for each scenario
            return self.scenario.facts.get(expr.path) in expr.leaves
        known = self._truth.get(id(expr))
        if known is None:
            known = self._truth[id(expr)] = (expr, evaluate.holds(self.policy, self.scenario, self.reading, expr, self._asked))
        return known[1]

    def is_settled(self, expr: core.Expr) -> bool:
        """Whether `expr` comes out the same here by what is not open in it, however the rest is read."""
        return self._firmly(expr) is not None

    def _firmly(self, expr: core.Expr) -> bool | None:
        """What `expr` comes out as by Kleene's rules, where what is open has no value."""
        known = self._firm.get(id(expr))
        if known is None:
            known = self._firm[id(expr)] = (expr, self._settled(expr))
        return known[1]

    def _settled(self, expr: core.Expr) -> bool | None:
        match expr:
            case core.Not(body):
                inner = self._firmly(body)
                return None if inner is None else not inner
            case core.And(items) | core.Or(items):
                found = {self._firmly(item) for item in items}
                decisive = isinstance(expr, core.Or)
                return decisive if decisive in found else None if None in found else not decisive
            case core.Defined(body=body):
                return self._firmly(body)
            case core.Open(term, args):
                if not all(self.scenario.there(path) for path in args):
                    return False
                return {"yes": True, "no": False}.get(evaluate.bounds(self.policy, self.scenario, term, args))
            case core.Compare(_, left, right) if is_open(left) or is_open(right):
                return None
            case core.JudgedBy() | core.Applies():
                return None
            case _:
                return self.holds(expr)

    def why(self, expr: core.Expr) -> str:
        """Why `expr` holds, or does not."""
        truth = self.holds(expr)
        match expr:
            case core.Constant():
                return self.book.say(expr)
            case core.Not(body):
                return self.why(body)
            case core.And(items) | core.Or(items):
                return self._several(expr, items, truth=truth)
            case core.IsIn(path, kind, classes, _):
                return self._is_in(path, kind, classes, truth=truth)
            case core.Has(path):
                return self.missing(path) or self._has(expr, truth=truth)
            case core.Flag(path):
                return self.missing(path) or self.book.flag(path, truth=truth)
            case core.Exists():
                return self.book.say(expr, truth=truth)
            case core.SameEntity(left, right) | core.SameValue(left, right, _):
                return self.missing(left) or self.missing(right) or self.book.say(expr, truth=truth)
            case core.Compare():
                return self._compare(expr, truth=truth)
            case core.Related(_, paths):
                return self._first_missing(paths) or self.book.say(expr, truth=truth)
            case core.Open(term, args):
                return self._first_missing(args) or self._open(term, args, truth=truth)
            case core.Defined(body=body):
                return self.why(body)
            case core.Applies(clauses):
                return applies(clauses, truth=truth)
            case core.JudgedBy():
                return self.book.say(expr, truth=truth)
            case _:
                assert_never(expr)

    def _several(self, expr: core.And | core.Or, items: tuple[core.Expr, ...], *, truth: bool) -> str:
        decided_by_one = truth == isinstance(expr, core.Or)
        if decided_by_one:
            found = [i for i in items if self.holds(i) == truth]
            if not found:
                return self.book.say(expr, truth=truth)
            return self.why(next((i for i in found if self.is_settled(i)), found[0]))
        reasons = list(dict.fromkeys(self.why(i) for i in items))
        if len(reasons) > _SHOWN:
            return f"{', '.join(reasons[:_SHOWN])}, and so on"
        return listed(reasons) if all(" and " not in r and "," not in r for r in reasons) else ", and ".join(reasons)

    # --- single facts -----------------------------------------------------------------------------------------------------------

    def missing(self, path: Path) -> str | None:
        """That something on the way to `path` is not there; None if all is."""
        for size in range(1, len(path) + 1):
            if not self.scenario.there(path[:size]):
                return self.book.exists(path[:size], truth=False)
        return None

    def _first_missing(self, paths: tuple[Path, ...]) -> str | None:
        return next((m for p in paths if (m := self.missing(p)) is not None), None)

    def _is_in(self, path: Path, kind: str, classes: tuple[str, ...], *, truth: bool) -> str:
        missing = self.missing(path)
        if missing is not None:
            return missing
        book = self.book
        leaf = str(self.scenario.facts[path])
        said = said_of(book.noun(path), f"is {book.member(path, kind, leaf)}")
        return said if truth else f"{said}, not {book.members(path, kind, classes)}"

    def _has(self, expr: core.Has, *, truth: bool) -> str:
        if not expr.only or not truth:
            return self.book.say(expr, truth=truth)
        if not self.scenario.facts[expr.path]:
            return said_of(self.book.noun(expr.path), "includes nothing")
        return self.book.only(expr.path, expr.kind, expr.classes)

    def _open(self, term: str, args: tuple[Path, ...], *, truth: bool) -> str:
        bound = evaluate.bounds(self.policy, self.scenario, term, args)
        if bound == "open":
            return self.read_as(term, args, truth=truth)
        decl = self.policy.terms[term]
        said = self.book.covers(term, args, truth=truth)
        if args:
            return said
        return f"{said}: {self.why(decl.includes if truth else decl.excludes)}"

    def read_as(self, term: str, args: tuple[Path, ...], *, truth: bool) -> str:
        """How an open term is read where its bounds leave it open."""
        what = listed([self.book.noun(a) for a in args]) if args else "this"
        return f'"{self.policy.terms[term].label}" is read as {"covering" if truth else "not covering"} {what}'

    def _compare(self, expr: core.Compare, *, truth: bool) -> str:
        left, right, op = expr.left, expr.right, expr.op
        for path in (*reads(left), *reads(right)):
            missing = self.missing(path)
            if missing is not None:
                return missing
        if isinstance(left, core.Exactly):
            return self.book.say(expr, truth=truth)
        amount = evaluate.amount(self.policy, self.scenario, self.reading, left)
        if amount is None or not isinstance(left, core.Read):
            noun = self.book.number(left)
            said = f"{noun}{self._which_is(left)}"
            return f"{said}{',' if ', ' in said else ''} {agreeing(noun, self._relation(op, left, right, truth=truth))}"
        here = said_of(self.book.noun(left.path), f"is {self._spelled(amount, left)}")
        if not isinstance(right, core.Exactly):
            noun = self.book.noun(left.path)
            return f"{noun}, {self._spelled(amount, left)}, {agreeing(noun, self._relation(op, left, right, truth=truth))}"
        wanted = self.book.relation(op, left, right).removeprefix("is ")
        if truth:
            return here if wanted == self._spelled(amount, left) else f"{here}, {wanted}"
        return f"{here}, not {wanted}"

    def _relation(self, op: str, left: core.Number, right: core.Number, *, truth: bool) -> str:
        """`is before the change date, 2030-01-01`; of what is worked out, the result first: `is before 2026-03-15, 2 years after …`."""
        amount = evaluate.amount(self.policy, self.scenario, self.reading, right)
        said = self.book.relation(op, left, right, truth=truth)
        if amount is None or isinstance(right, core.Exactly | core.Read | core.Quantity):
            return f"{said}{self._which_is(right)}"
        measure = self.book.measure(left)
        exactly = core.Exactly(amount, *(measure or (self.book.sort(right), self._unit(right))))
        return f"{self.book.relation(op, left, exactly, truth=truth)}, which is {self.book.number(right, measure)}"

    def _which_is(self, number: core.Number) -> str:
        """How much a number is that is named in words."""
        amount = evaluate.amount(self.policy, self.scenario, self.reading, number)
        if amount is None or isinstance(number, core.Exactly):
            return ""
        spelled = self._spelled(amount, number)
        return f" (read as {spelled})" if isinstance(number, core.Quantity) else f", {spelled}"

    def _spelled(self, amount: Fraction, number: core.Number) -> str:
        return values.spelled(amount, self.book.sort(number), self._unit(number))

    def _unit(self, number: core.Number) -> str:
        for path in reads(number):
            slot = self.book.slots.get(path)
            if slot is not None and slot.field.type.sort is Sort.MONEY:
                return slot.field.type.of
        if isinstance(number, core.Exactly):
            return number.of
        return self.policy.quantities[number.name].type.of if isinstance(number, core.Quantity) else ""

    def what_is(self, path: Path) -> str:
        """The value at `path`, which is there, in words: `company`, `yes`, `2 seconds`."""
        slot = self.book.slots[path]
        value = self.scenario.facts.get(path)
        kind = slot_kind(self.policy, slot)
        if kind is not None:
            return self._leaf(kind, str(value))
        if value is None:
            return "someone" if slot.entity is not None else "none"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, frozenset):
            tree = slot.field.type.of
            names = [leaf for leaf in self.policy.kinds[tree].leaves if leaf in value]
            empty = "an empty set" if slot.field.optional else "none"  # of an optional role, "none" is said where it is absent
            return listed([self._leaf(tree, n) for n in names]) or empty
        assert not isinstance(value, str)  # noqa: S101 - a leaf has a kind
        return values.spelled(value, slot.field.type.sort, slot.field.type.of)

    def _leaf(self, kind: str, leaf: str) -> str:
        tree = self.policy.kinds[kind]
        node = tree.node(leaf)
        if node.label != "other":
            return node.label
        return f"another {bare(tree.label if node.parent is None else tree.node(node.parent).label)}"
