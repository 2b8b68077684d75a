"""Formulas of the core in the document's own words.

Contract: every formula, and its negation, becomes a phrase without a full stop that a reader of the document understands: labels,
never names of variables. A label is used as it is; what it cannot be known to be (a statement or a noun) is put in quotation marks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, assert_never

from tos_checker import values
from tos_checker.absence import spelled_out
from tos_checker.agreement import agreeing, may_be_several, said_of
from tos_checker.articles import act_named, bare, definite, indefinite, is_counted, is_question
from tos_checker.negation import denied, does
from tos_checker.once import once
from tos_spec import core
from tos_spec.core import Path, Policy, Sort
from tos_spec.shape import Slot, root, slots

_SHORT_OWNER = 4  # words: "the customer's country", but "the country of the party on whose behalf the customer acts"
_STATEMENT = 3  # words: from so many on, a flag's label reads as a statement
_ORDER = {"<": "less than", "<=": "at most", ">": "more than", ">=": "at least", "=": ""}
_TIME = {"<": "before", "<=": "on or before", ">": "after", ">=": "on or after", "=": ""}
Measure = tuple[Sort, str]
Op = Literal["=", "<", "<=", ">", ">="]
OPPOSITE: Mapping[str, Op] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
FLIPPED: Mapping[str, Op] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}


@dataclass
class Phrasebook:
    """Phrases about scenarios of one family of acts, or about parameters (name to entity)."""

    policy: Policy
    act: str | None
    params: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found = slots(self.policy, root(self.policy, self.act)) if self.act is not None else ()
        self.slots: dict[Path, Slot] = {s.path: s for s in found}
        self._nouns: dict[Path, str] = {}
        self._members: dict[tuple[Path, str, str], str] = {}

    # --- nouns ------------------------------------------------------------------------------------------------------------

    def noun(self, path: Path) -> str:
        """What is at `path`: `the customer`, `the customer's country`; of a flag, its label in quotation marks."""
        if path not in self._nouns:
            self._nouns[path] = self._noun(path)
        return self._nouns[path]

    def _noun(self, path: Path) -> str:
        own = self._label(path)
        if path in self.slots and self.slots[path].field.type.sort is Sort.FLAG:
            return f'"{own}"' if len(path) == 1 else f'"{own}" of {self.noun(path[:-1])}'
        if len(path) == 1:
            return definite(own)
        owner = self.noun(path[:-1])
        if len(owner.split()) < _SHORT_OWNER and "'" not in owner and not is_question(own):
            return f"{owner}'{'' if owner.endswith('s') else 's'} {bare(own)}"
        return f"{definite(own)} of {owner}"

    def label(self, path: Path) -> str:
        """What a list of facts calls `path`."""
        if len(path) > 1 and path in self.slots and self.slots[path].field.type.sort is Sort.FLAG:
            return f"{self.noun(path[:-1])}: {self._label(path)}"
        return self._label(path) if len(path) == 1 else self.noun(path)

    def _label(self, path: Path) -> str:
        if path in self.slots:
            return self.slots[path].field.label
        entity = self.params.get(path[0])
        if entity is None:
            return path[-1].replace("_", " ")
        for part in path[1:-1]:
            entity = self._field(entity, part).type.of
        return self.policy.entities[entity].label if len(path) == 1 else self._field(entity, path[-1]).label

    def _field(self, entity: str, key: str) -> core.Field:
        return next(f for f in self.policy.entities[entity].fields if f.key == key)

    def question(self, path: Path) -> str:
        """What is to be found out about `path`: `the customer`, or of a flag, `whether "consent" holds`."""
        slot = self.slots.get(path)
        if slot is not None and slot.field.type.sort is Sort.FLAG:
            return f"whether {self.flag(path, truth=True)}"
        return self.noun(path)

    def is_entity(self, path: Path) -> bool:
        """Whether `path` reaches an entity."""
        if path in self.slots:
            return self.slots[path].entity is not None
        return len(path) == 1

    def is_optional(self, path: Path) -> bool:
        """Whether `path` may be absent where what is before it is there."""
        if path in self.slots:
            return self.slots[path].field.optional
        entity = self.params.get(path[0])
        if entity is None or len(path) == 1:
            return False
        for part in path[1:-1]:
            entity = self._field(entity, part).type.of
        return self._field(entity, path[-1]).optional

    def the_act(self) -> str:
        """The act: `the use of the service`, `sending a parcel`."""
        return named_act(self.policy, self.act or "")

    # --- classes ------------------------------------------------------------------------------------------------------------

    def member(self, path: Path, kind: str, id: str) -> str:
        """A class as what the thing at `path` is: `a company`, `France`, `another organisation`."""
        key = (path, kind, id)
        if key not in self._members:
            self._members[key] = self._member(path, kind, id)
        return self._members[key]

    def _member(self, path: Path, kind: str, id: str) -> str:
        tree = self.policy.kinds[kind]
        node = node_of(tree, id)
        if node.id.split(".")[-1] == "other" and node.label == "other":
            group = tree.label if node.parent is None else tree.node(node.parent).label
            return f"another {bare(group)}"
        heads = (_last(tree.label), _last(self._label(path)))
        first = node.label.lower().split()[:1]
        is_such = is_counted(tree.label) and bool(first) and first[0] in heads  # `camera close by`, of a camera
        if self.is_entity(path) or is_such or is_counted(node.label) or _last(node.label) in heads:
            return indefinite(node.label)
        return node.label

    def members(self, path: Path, kind: str, classes: Iterable[str], last: str = "or") -> str:
        """Classes, listed."""
        return listed([self.member(path, kind, c) for c in classes], last)

    # --- formulas -------------------------------------------------------------------------------------------------------------

    def stated(self, expr: core.Expr) -> str:
        """`expr` as words for any scenario: where absence makes a negation true, that is said (`there is no count or the count is …`)."""
        return self.say(spelled_out(expr, self.is_optional))

    def all_stated(self, exprs: Iterable[core.Expr]) -> str:
        """All of these, as `stated` says each: once, and in parentheses what is an alternative, where there are several."""
        return self.all_said(self.spelled_out(exprs))

    def spelled_out(self, exprs: Iterable[core.Expr]) -> tuple[core.Expr, ...]:
        """Formulas that say together what these do, and where absence makes a negation true: not where one says that a thing is there."""
        whole = spelled_out(core.And(tuple(exprs)), self.is_optional)
        return whole.items if isinstance(whole, core.And) else (whole,)

    def all_said(self, exprs: Iterable[core.Expr]) -> str:
        """All of these, each once, and in parentheses what is an alternative, where there are several."""
        said = {self.say(expr): expr for expr in exprs}
        if len(said) == 1:
            return next(iter(said))
        return " and ".join(self._inner(expr, "and", truth=True) for expr in said.values())

    def say(self, expr: core.Expr, *, truth: bool = True) -> str:
        """`expr`, or, without `truth`, that it does not hold, where all that it speaks of is known to be there."""
        match expr:
            case core.Constant(value):
                return "always" if value == truth else "never"
            case core.Not(body):
                return self.say(body, truth=not truth)
            case core.And(items) | core.Or(items):
                return self._several(expr, items, truth=truth)
            case core.IsIn(path, kind, classes, _):
                return said_of(self.noun(path), self.is_one_of(path, kind, classes, truth=truth))
            case core.Has(path, kind, classes, _, only):
                return self._has(path, kind, classes, only=only, truth=truth)
            case core.Flag(path):
                return self.flag(path, truth=truth)
            case core.Exists(path):
                return self.exists(path, truth=truth)
            case core.SameEntity(left, right):
                same = "the same" if truth else "not the same"
                return f"{self.noun(left)} and {self.noun(right)} are {same}"
            case core.SameValue(left, right, _):
                return said_of(self.noun(left), f"is {'' if truth else 'not '}the same as {self.noun(right)}")
            case core.Compare(op, left_n, right_n):
                return self._compared(op, left_n, right_n, truth=truth)
            case core.Related(relation, paths):
                label = self.policy.relations[relation].label
                return f'"{label}" {"holds" if truth else "does not hold"} between {listed([self.noun(p) for p in paths])}'
            case core.Open(term, args):
                return self.covers(term, args, truth=truth)
            case core.Defined(_, label, args, _):
                return self.defined(label, args, truth=truth)
            case core.Applies(clauses):
                return applies(clauses, truth=truth)
            case core.JudgedBy(name, permitted):
                return f'"{self.policy.others[name].title}" {"permits" if permitted == truth else "forbids"} this'
            case _:
                assert_never(expr)

    def _several(self, expr: core.And | core.Or, items: tuple[core.Expr, ...], *, truth: bool) -> str:
        if not items:
            return "always" if isinstance(expr, core.And) == truth else "never"
        if not truth and isinstance(expr, core.Or):
            return " and ".join(self._inner(i, "and", truth=False) for i in items)
        if not truth:
            return " or ".join(self._inner(i, "or", truth=False) for i in items)
        word = "and" if isinstance(expr, core.And) else "or"
        return f" {word} ".join(self._inner(i, word, truth=True) for i in items)

    def _inner(self, item: core.Expr, word: str, *, truth: bool) -> str:
        said = self.say(item, truth=truth)
        while isinstance(item, core.Not):
            item, truth = item.body, not truth
        if isinstance(item, core.And | core.Or) and len(item.items) > 1:
            inner = "and" if isinstance(item, core.And) == truth else "or"
            return said if inner == word else f"({said})"
        return said

    def exists(self, path: Path, *, truth: bool) -> str:
        """`there is no client`, `the customer has a parent company`."""
        label = bare(self._label(path))
        if is_question(label):
            return f"{self.noun(path)} is {'' if truth else 'not '}given"
        what = indefinite(label) if truth else f"no {label}"
        if len(path) > 1:
            return said_of(self.noun(path[:-1]), f"has {what}")
        return f"there {agreeing(label, 'is')} {what}"

    def is_one_of(self, path: Path, kind: str, classes: tuple[str, ...], *, truth: bool) -> str:
        """`is a company`, `is not a company`, `is neither a company nor an individual`."""
        if truth:
            return f"is {self.members(path, kind, classes)}"
        if len(classes) == 1:
            one = self.member(path, kind, classes[0])
            return f"is {'other than' if one.lower().startswith('no ') else 'not'} {one}"
        return f"is neither {self.members(path, kind, classes, 'nor')}"

    def _has(self, path: Path, kind: str, classes: tuple[str, ...], *, only: bool, truth: bool) -> str:
        if only and truth:
            return f"{self.only(path, kind, classes)} (if anything)"
        labels = [self._named(self.policy.kinds[kind], c) for c in classes]
        if only:
            return said_of(self.noun(path), f"includes something other than {listed(labels, 'or')}")
        return said_of(self.noun(path), f"{'includes' if truth else 'does not include'} {listed(labels, 'or')}")

    def only(self, path: Path, kind: str, classes: Iterable[str], word: str = "only") -> str:
        """What a set that is not empty has nothing else than: `the data includes only addresses`."""
        return said_of(self.noun(path), f"includes {word} {listed([self._named(self.policy.kinds[kind], c) for c in classes])}")

    @staticmethod
    def _named(tree: core.Kind, id: str) -> str:
        node = node_of(tree, id)
        if node.label != "other":
            return node.label
        return f"another {bare(tree.label if node.parent is None else tree.node(node.parent).label)}"

    def flag(self, path: Path, *, truth: bool) -> str:
        """A flag, which is true or not. Its label may be a statement or a noun."""
        label = self._label(path)
        if len(path) > 1 or path[0] in self.params:
            owner = self.noun(path[:-1] or path)
            if not may_be_several(owner) and (said := does(label)):
                return f"{owner} {said[not truth]}"
            return f'"{label}" is {"" if truth else "not "}true of {owner}'
        if len(label.split()) < _STATEMENT:
            return f'"{label}" {"holds" if truth else "does not hold"}'
        return label if truth else denied(label) or f'"{label}" is not the case'

    def covers(self, term: str, args: tuple[Path, ...], *, truth: bool) -> str:
        """`"real-time" covers this`, `"police" does not cover the customer`."""
        label = self.policy.terms[term].label
        what = listed([self.noun(a) for a in args]) if args else "this"
        return f'"{label}" {"covers" if truth else "does not cover"} {what}'

    def defined(self, label: str, args: tuple[Path, ...], *, truth: bool) -> str:
        """`the customer is "US law enforcement"`; of several things, or of the act, that it holds."""
        if len(args) == 1 and not may_be_several(self.noun(args[0])):
            said = does(label) or (f'is "{label}"', f'is not "{label}"')
            return f"{self.noun(args[0])} {said[not truth]}"
        if args:
            return f'"{label}" is {"" if truth else "not "}true of {listed([self.noun(a) for a in args])}'
        return f'"{label}" {"holds" if truth else "does not hold"}'

    # --- numbers --------------------------------------------------------------------------------------------------------------

    def _compared(self, op: str, left: core.Number, right: core.Number, *, truth: bool) -> str:
        if isinstance(left, core.Exactly) and not isinstance(right, core.Exactly):
            left, right, op = right, left, FLIPPED[op]
        if isinstance(left, core.Shift) and isinstance(right, core.Read):
            left, right, op = right, left, FLIPPED[op]
        return said_of(self.number(left, self.measure(right)), self.relation(op, left, right, truth=truth))

    def relation(self, op: str, left: core.Number, right: core.Number, *, truth: bool = True) -> str:
        """`is at most 10 seconds`, `is before 2026-01-01`, `is not 5`."""
        if not truth and op != "=":
            op, truth = OPPOSITE[op], True
        if op != "=" and isinstance(right, core.Shift) and (apart := self._apart(op, right)):
            return f"is {apart}"
        words = (_TIME if self.sort(left) is Sort.DATE else _ORDER)[op]
        return f"is {'' if truth else 'not '}{words + ' ' if words else ''}{self.number(right, self.measure(left))}"

    def measure(self, number: core.Number) -> Measure | None:
        """The unit-bearing sort (and currency) of a number; None of a plain one, or a date."""
        match number:
            case core.Exactly(_, sort, of):
                found = sort, of
            case core.Read(path):
                found = self.sort(number), self.slots[path].field.type.of if path in self.slots else ""
            case core.Plus(left, right):
                return self.measure(left) or self.measure(right)
            case core.Quantity(name):
                quantity = self.policy.quantities[name]
                found = quantity.type.sort, quantity.type.of
            case _:
                found = self.sort(number), ""
        return found if found[0] is Sort.DURATION or (found[0] is Sort.MONEY and found[1]) else None

    def sort(self, number: core.Number) -> Sort:
        """The sort of a number."""
        match number:
            case core.Exactly(_, sort, _):
                return sort
            case core.Read(path):
                return self.slots[path].field.type.sort if path in self.slots else self._param_sort(path)
            case core.Quantity(name):
                return self.policy.quantities[name].type.sort
            case core.Plus(left, _):
                return self.sort(left)
            case core.Times(_, body):
                return self.sort(body)
            case core.Shift():
                return Sort.DATE
            case core.Between():
                return Sort.DURATION
            case _:
                assert_never(number)

    def type_of(self, path: Path) -> core.Type:
        """The type of what is at a path of the act."""
        return self.slots[path].field.type

    def _param_sort(self, path: Path) -> Sort:
        entity = self.params.get(path[0])
        if entity is None or len(path) == 1:
            return Sort.NUMBER
        for part in path[1:-1]:
            entity = self._field(entity, part).type.of
        return self._field(entity, path[-1]).type.sort

    def number(self, number: core.Number, measure: Measure | None = None) -> str:
        """A number or date in words; `measure` is what it is compared with: `2 seconds times the number of images`."""
        match number:
            case core.Exactly(value, sort, of):
                return values.spelled(value, sort, of)
            case core.Read(path):
                return self.noun(path)
            case core.Quantity(name):
                return f'"{self.policy.quantities[name].label}"'
            case core.Plus(left, core.Times(Fraction(numerator=-1, denominator=1), body)):
                return f"{self.number(left, measure)} minus {self._operand(body, measure)}"
            case core.Plus(left, right):
                return f"{self.number(left, measure)} plus {self.number(right, measure)}"
            case core.Times(factor, body):
                times = values.spelled(factor, *measure) if measure and self.measure(body) is None else values.decimal(factor)
                return f"{times} times {self._operand(body)}"
            case core.Shift(date, months, days):
                return self._shifted(date, months, days)
            case core.Between(start, end):
                return f"the time from {self.number(start)} to {self.number(end)}"
            case _:
                assert_never(number)

    def _operand(self, number: core.Number, measure: Measure | None = None) -> str:
        said = self.number(number, measure)
        return f"({said})" if isinstance(number, core.Plus) else said

    def _apart(self, op: str, shift: core.Shift) -> str | None:
        """`more than 60 days after the day of closing`; None of what cannot be said in one step."""
        if shift.months * shift.days < 0 or not (shift.months or shift.days) or not isinstance(shift.date, core.Read):
            return None
        later = shift.months + shift.days > 0
        far = op if later else FLIPPED[op]
        other_side = f" (or {'before' if later else 'after'} it)" if far in ("<", "<=") else ""
        return f"{_ORDER[far]} {self.number(shift)}{other_side}"

    def _shifted(self, date: core.Number, months: int, days: int) -> str:
        said = self.number(date)
        if months and days and (months < 0) == (days < 0):
            return f"{_months(months)} and {_amount(days, 'day')} {_side(days)} {said}"
        if months:
            said = f"{_months(months)} {_side(months)} {said}"
        return f"{_amount(days, 'day')} {_side(days)} {said}" if days else said


@once
def book(policy: Policy, act: str) -> Phrasebook:
    """The phrases about scenarios of an act."""
    return Phrasebook(policy, act)


def named_act(policy: Policy, act: str) -> str:
    """An act as what a sentence speaks of."""
    return act_named(act, policy.acts[act].label)


def node_of(tree: core.Kind, written: str) -> core.KindNode:
    """The class of a kind that a document's words name: by its own name, after the kind's, or after its parent's."""
    known = {n.id: n for n in tree.nodes}
    found = known.get(written) or known.get(written.removeprefix(f"{tree.name}."))
    return found or core.KindNode(written, written.rsplit(".", maxsplit=1)[-1].replace("_", " "), None, leaf=False)


# --- words ----------------------------------------------------------------------------------------------------------------------


def _amount(number: int, unit: str) -> str:
    return f"{abs(number)} {unit}{'' if abs(number) == 1 else 's'}"


def _months(number: int) -> str:
    """Whole years as years."""
    years, rest = divmod(abs(number), 12)
    return _amount(number, "month") if rest else _amount(years, "year")


def _side(number: int) -> str:
    return "after" if number > 0 else "before"


def _last(label: str) -> str:
    words = label.lower().split()
    return words[-1] if words else ""


def listed(items: list[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def applies(numbers: tuple[str, ...], *, truth: bool) -> str:
    """`clause 2 applies`, `none of clauses 2 and 3 applies`."""
    if len(numbers) == 1:
        return f"clause {numbers[0]} {'applies' if truth else 'does not apply'}"
    return f"{'one' if truth else 'none'} of clauses {listed(list(numbers))} applies"
