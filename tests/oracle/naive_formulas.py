"""Formulas of the syntax tree in one scenario under one reading, with names looked up by hand.

Contract: written from the language's page alone, on what `parse` gives. It shares nothing with `resolve`, `desugar` or the meaning of the
core but the form of scenarios and readings. It assumes that the document is valid.
"""

import calendar
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tos_spec import syntax as s
from tos_spec.core import Path
from tos_spec.scenario import Reading, Scenario

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 7 * 86400}


@dataclass
class Names:
    """The declarations of a document, by name."""

    document: s.Document
    by_sort: dict[type, dict[str, Any]] = field(default_factory=dict)
    _above: dict[str, list[str]] = field(default_factory=dict)
    _roles: dict[tuple[str, str], tuple[str, s.FieldDecl] | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for decl in self.document.declarations:
            name = getattr(decl, "name", None)
            if name is not None:
                self.by_sort.setdefault(type(decl), {})[name.text] = decl

    def all(self, sort: type) -> dict[str, Any]:
        """All declarations of one sort."""
        return self.by_sort.get(sort, {})

    # --- acts ---------------------------------------------------------------------------------------------------------------

    def above(self, act: str) -> list[str]:
        """An act and those above it."""
        if act not in self._above:
            found = self._above[act] = [act]
            while (parent := self.all(s.ActDecl)[found[-1]].parent) is not None:
                found.append(parent.text)
        return self._above[act]

    def role(self, act: str, name: str) -> tuple[str, s.FieldDecl] | None:
        """The key and the declaration of a role of an act. Roles of two acts of a family that share a name are told apart by their act."""
        if (act, name) not in self._roles:
            self._roles[act, name] = self._role(act, name)
        return self._roles[act, name]

    def _role(self, act: str, name: str) -> tuple[str, s.FieldDecl] | None:
        for owner in self.above(act):
            for role in self.all(s.ActDecl)[owner].roles:
                if role.name.text == name:
                    root = self.above(act)[-1]
                    family = [a for a in self.all(s.ActDecl) if self.above(a)[-1] == root]
                    having = [a for a in family for r in self.all(s.ActDecl)[a].roles if r.name.text == name]
                    return (name if len(having) == 1 else f"{owner}.{name}"), role
        return None

    # --- kinds ----------------------------------------------------------------------------------------------------------------

    def leaves(self, kind: str, value: str) -> set[str]:
        """The leaves that a name of a kind stands for, by the ids that scenarios use."""
        decl = self.all(s.KindDecl)[kind]
        wanted = value.split(".")
        if wanted[0] == kind and len(wanted) > 1:
            wanted = wanted[1:]
            outer = True
        else:
            outer = False
        found = [
            leaves
            for path, leaves in self._entries(decl.entries, ())
            if path[-len(wanted) :] == tuple(wanted) and (not outer or len(path) == len(wanted))
        ]
        assert found, f"{value} in {kind}"
        if len(found) > 1:
            found = [leaves for path, leaves in self._entries(decl.entries, ()) if path == tuple(wanted)] or found
        return found[0]

    def _entries(self, entries: tuple[s.KindEntry, ...], above: tuple[str, ...]) -> list[tuple[tuple[str, ...], set[str]]]:
        found = []
        for entry in entries:
            path = (*above, entry.name.text)
            if entry.children:
                below = self._entries(entry.children, path)
                found.append((path, {leaf for p, leaves in below for leaf in leaves if len(p) == len(path) + 1}))
                found += below
            else:
                nested_other = entry.name.text == "other" and above
                found.append((path, {f"{above[-1]}.other" if nested_other else entry.name.text}))
        return found


@dataclass(frozen=True)
class Here:
    """Where a formula is evaluated: a scenario under a reading, what names mean, and which clauses apply (for claims)."""

    names: Names
    scenario: Scenario
    reading: Reading
    act: str
    given: Mapping[str, tuple[Path, str]] = field(default_factory=dict)
    applies: Mapping[str, bool] = field(default_factory=dict)

    def path(self, name: s.Name) -> tuple[Path, s.TypeName, bool]:
        """The path that a name stands for, the type at its end, and whether the scenario has something there."""
        first, *rest = name.parts
        if first in self.given:
            path, entity = self.given[first]
            type_ = s.TypeName("named", s.Name((entity,), name.span), None, None, name.span)
        elif first == "date":
            path, type_ = ("date",), s.TypeName("date", None, None, None, name.span)
        else:
            found = self.names.role(self.act, first)
            assert found is not None, name.text
            path, type_ = (found[0],), found[1].type
        for part in rest:
            entity_decl = self.names.all(s.EntityDecl)[type_.of.text]
            type_ = next(f.type for f in entity_decl.fields if f.name.text == part)
            path = (*path, part)
        return path, type_, self.scenario.there(path)

    def kind(self, type_: s.TypeName) -> str:
        """The kind whose leaf a role of this type has (an entity: the kind that classifies it)."""
        name = type_.of.text
        return self.names.all(s.EntityDecl)[name].kind.text if name in self.names.all(s.EntityDecl) else name

    def readable(self, name: s.Name) -> bool:
        """Whether a name stands for a path."""
        first = name.parts[0]
        return first in self.given or first == "date" or (bool(self.act) and self.names.role(self.act, first) is not None)


def holds(here: Here, f: s.Formula) -> bool:
    """Whether a formula holds."""
    match f:
        case s.Negation(body):
            return not holds(here, body)
        case s.Junction(word, items):
            return (all if word == "and" else any)(holds(here, item) for item in items)
        case s.Implication(left, right):
            return not holds(here, left) or holds(here, right)
        case s.Listing(word, items):
            found = [holds(here, item) for item in items]
            return {"all": all(found), "any": any(found), "none": not any(found)}[word]
        case s.ExistsTest(subject):
            return here.path(subject)[2]
        case s.ClauseApplies(number):
            return here.applies[number.text]
        case s.IsTest() | s.HasTest():
            return _values(here, f)
        case s.NameTest(name):
            return _named(here, name)
        case s.Application(name, args):
            return _applied(here, name.text, [here.path(a)[0] for a in args])
        case s.Comparison():
            return _compared(here, f)
    raise AssertionError(f)


def _values(here: Here, f: s.IsTest | s.HasTest) -> bool:
    path, type_, there = here.path(f.subject)
    value = here.scenario.facts.get(path)
    if isinstance(f, s.IsTest):
        kind = here.kind(type_)
        wanted = set().union(*(here.names.leaves(kind, v.text) for v in f.values))
        return (there and value in wanted) != f.negated
    wanted = set().union(*(here.names.leaves(type_.of.text, v.text) for v in f.values))
    if f.only:
        return there and set(value) <= wanted
    return (there and bool(set(value) & wanted)) != f.negated


def _named(here: Here, name: s.Name) -> bool:
    text = name.text
    if text in here.names.all(s.DefineDecl):
        decl = here.names.all(s.DefineDecl)[text]
        return holds(Here(here.names, here.scenario, here.reading, decl.act.text, {}, {}), decl.body)
    if text in here.names.all(s.OpenTermDecl):
        return _open(here, here.names.all(s.OpenTermDecl)[text], [])
    return here.scenario.facts.get(here.path(name)[0]) is True


def _applied(here: Here, name: str, args: list[Path]) -> bool:
    if not all(here.scenario.there(a) for a in args):
        return False
    if name in here.names.all(s.RelationDecl):
        return (name, tuple(here.scenario.identity[a] for a in args)) in here.scenario.relations
    if name in here.names.all(s.DefineDecl):
        decl = here.names.all(s.DefineDecl)[name]
        given = {p.name.text: (a, p.entity.text) for p, a in zip(decl.params, args, strict=True)}
        return holds(Here(here.names, here.scenario, here.reading, "", given, {}), decl.body)
    return _open(here, here.names.all(s.OpenTermDecl)[name], args)


def _open(here: Here, decl: s.OpenTermDecl, args: list[Path]) -> bool:
    given = {p.name.text: (a, p.entity.text) for p, a in zip(decl.params, args, strict=True)}
    inner = Here(here.names, here.scenario, here.reading, decl.act.text if decl.act else "", given, {})
    for word in ("includes", "excludes"):
        if any(b.word == word and holds(inner, b.formula) for b in decl.bounds):
            return word == "includes"
    if not args:
        return here.reading.terms.get(decl.name.text, False)
    return here.reading.entity_terms.get((decl.name.text, tuple(here.scenario.identity[a] for a in args)), False)


# --- comparisons --------------------------------------------------------------------------------------------------------------------


def _compared(here: Here, f: s.Comparison) -> bool:
    same = _same(here, f)
    if same is not None:
        return same if f.op == "=" else not same
    left, right = _value(here, f.left), _value(here, f.right)
    if left is None or right is None:
        return f.op == "!="
    a, b = left[1], right[1]
    return {"=": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[f.op]


def _same(here: Here, f: s.Comparison) -> bool | None:
    """Whether two entities, or two values of a kind, are the same; None where numbers are compared."""
    if not (isinstance(f.left, s.Name) and isinstance(f.right, s.Name) and here.readable(f.left) and here.readable(f.right)):
        return None
    (left, left_type, left_there), (right, right_type, right_there) = here.path(f.left), here.path(f.right)
    if left_type.word != "named" or right_type.word != "named":
        return None
    if not (left_there and right_there):
        return False
    entities = here.names.all(s.EntityDecl)
    if left_type.of.text in entities and right_type.of.text in entities:
        return here.scenario.identity[left] == here.scenario.identity[right]
    return here.scenario.facts[left] == here.scenario.facts[right]


Amount = tuple[str, Fraction]
"""`date`, `months` or `number`, and the amount: a day's ordinal, months, or a number (durations in seconds)."""


def _value(here: Here, term: s.Term) -> Amount | None:
    match term:
        case s.Number(value, unit):
            if unit in ("month", "year"):
                return "months", value * (12 if unit == "year" else 1)
            return "number", value * SECONDS.get(unit, 1) / (100 if unit == "%" else 1)
        case s.Date(ordinal):
            return "date", Fraction(ordinal)
        case s.Name():
            return _read(here, term)
        case s.Negative(body):
            found = _value(here, body)
            return None if found is None else (found[0], -found[1])
        case s.Product(left, right):
            a, b = _value(here, left), _value(here, right)
            return None if a is None or b is None else ("number", a[1] * b[1])
        case s.Sum(op, left, right):
            a, b = _value(here, left), _value(here, right)
            return None if a is None or b is None else _sum(op, a, b)
    raise AssertionError(term)


def _read(here: Here, name: s.Name) -> Amount | None:
    quantity = here.names.all(s.OpenQuantityDecl).get(name.text)
    if quantity is not None:
        low = _value(here, quantity.type.low)
        assert low is not None
        return "number", here.reading.quantities.get(name.text, low[1])
    path, type_, there = here.path(name)
    if not there:
        return None
    value = here.scenario.facts[path]
    assert isinstance(value, Fraction)
    return ("date" if type_.word == "date" else "number"), value


def _sum(op: str, a: Amount, b: Amount) -> Amount:
    if a[0] == "date" and b[0] == "date":
        return "number", (a[1] - b[1]) * 86400
    if b[0] == "date":
        a, b = b, a
    change = b[1] if op == "+" else -b[1]
    if a[0] != "date":
        return a[0], a[1] + change
    if b[0] == "months":
        return "date", Fraction(_later(int(a[1]), int(change)))
    return "date", a[1] + change / 86400


def _later(day: int, months: int) -> int:
    here = datetime.date.fromordinal(day)
    month, year = here.month, here.year
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month in (0, 13):
            month, year = (12, year - 1) if month == 0 else (1, year + 1)
    return datetime.date(year, month, min(here.day, calendar.monthrange(year, month)[1])).toordinal()
