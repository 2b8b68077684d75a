"""A document with edits that can be switched on and off: what each edit does to the law, without its text.

Contract: `Switches.policy` gives the document with each edit done where its switch says so. A switch is a formula: a constant, or one of
the open terms that `switched` adds, one for each edit, so that one session of the solver can ask about every choice of edits. Vocabulary,
claims and cases stay as they are: an open term is bounded, and an open quantity narrowed, by what is put in its place in the clauses. There a
quantity that is read beyond a new end is that end; so every reading of the narrowed one is a reading, and every reading one of the narrowed one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import assert_never

from tos_checker.amounts import open_in, put
from tos_checker.edits import Added, Bounded, Change, Narrowed, Rewritten, Struck, Unlisted
from tos_checker.encode import core_with
from tos_spec import core
from tos_spec.core import Clause, Condition, Effect, OpenTerm, Policy
from tos_spec.shape import root

Switch = Callable[[int], core.Expr]


def term(index: int) -> str:
    """The open term that is the switch of an edit: blanks keep it apart from every name."""
    return f"edit {index} is made"


@dataclass(frozen=True)
class Switches:
    """The document, the conditions of its clauses as they were written, and the edits with what their texts mean."""

    document: Policy
    top: str
    units: Mapping[str, Sequence[tuple[core.Expr, bool]]]
    """Of each clause: each condition, and whether it stands after `unless`."""
    edits: Sequence[tuple[Change, core.Expr]]

    def switched(self) -> Policy:
        """The document with a switch for each edit."""
        span = self.document.span
        extra = {
            term(n): OpenTerm(term(n), term(n), self.top, (), core.FALSE, core.FALSE, n, span) for n in range(len(self.edits))
        }
        policy = self.policy(lambda n: core.Open(term(n), ()))
        return replace(policy, terms={**policy.terms, **extra})

    def chosen(self, edits: frozenset[int]) -> Policy:
        """The document with these edits made."""
        return self.policy(lambda n: core.TRUE if n in edits else core.FALSE)

    def policy(self, switch: Switch) -> Policy:
        """The document with each edit made where its switch holds."""
        made: list[Clause] = []
        for clause in self.document.clauses:
            if root(self.document, clause.act) != self.top:
                made.append(clause)
                continue
            whole = _with_conditions(clause, self._conditions(clause, switch))
            made += self._apart(whole, switch)
        return replace(self.document, clauses=tuple(self._bounded(c, switch) for c in self._disapplied(made)))

    # --- conditions -------------------------------------------------------------------------------------------------------------

    def _conditions(self, clause: Clause, switch: Switch) -> list[core.Expr]:
        found: list[core.Expr] = []
        units = self.units.get(clause.number)
        if units is None:
            found += [c.expr for c in clause.conditions]
        for place, (expr, negated) in enumerate(units or ()):
            here = [
                (n, e) for n, (c, e) in enumerate(self.edits) if isinstance(c, Rewritten) and _at(c) == (clause.number, place)
            ]
            alternatives = [(switch(n), _negated(self.edits[n][0], e, negated=negated)) for n, e in here]
            found.append(_choice(core.Not(expr) if negated else expr, alternatives))
        for n, (change, expr) in enumerate(self.edits):
            match change:
                case Added(clause=number) if number == clause.number:
                    found.append(_either(core.Not(switch(n)), core.Not(expr)))
                case Struck(clause=number) if number == clause.number:
                    found.append(core.Not(switch(n)))
                case _:
                    pass
        return [e for e in found if e not in (core.TRUE, core.Not(core.FALSE))]

    def _apart(self, clause: Clause, switch: Switch) -> list[Clause]:
        """A clause, and for each clause that it may cease to disapply a copy that disapplies that one alone."""
        mine = [(n, c.number) for n, (c, _) in enumerate(self.edits) if isinstance(c, Unlisted) and c.clause == clause.number]
        copies = [
            replace(
                _with_conditions(clause, [*(c.expr for c in clause.conditions), core.Not(switch(n))]), number=_copy(clause, of)
            )
            for n, of in mine
        ]
        return [clause, *(replace(c, effect=Effect.LIFT) for c in copies)]

    def _disapplied(self, clauses: Sequence[Clause]) -> list[Clause]:
        known = {c.number for c in clauses}
        moved = {}
        for clause in clauses:
            defeaters = tuple(f"{d} of {clause.number}" if f"{d} of {clause.number}" in known else d for d in clause.defeaters)
            moved[clause.number] = replace(clause, defeaters=defeaters)
        return list(moved.values())

    # --- open terms and quantities -------------------------------------------------------------------------------------------------------------

    def _bounded(self, clause: Clause, switch: Switch) -> Clause:
        bounds: dict[str, list[tuple[core.Expr, bool, core.Expr]]] = {}
        ends = [(switch(n), change) for n, (change, _) in enumerate(self.edits) if isinstance(change, Narrowed)]
        for n, (change, expr) in enumerate(self.edits):
            if isinstance(change, Bounded):
                bounds.setdefault(change.term, []).append((switch(n), change.side == "includes", expr))
        if not (bounds or ends) or root(self.document, clause.act) != self.top:
            return clause
        params = {t.name: t.params for t in self.document.terms.values()}
        anew = partial(_rebound, made=_Bounds(bounds, params, ends), memo={})
        conditions = tuple(replace(c, expr=anew(c.expr)) for c in clause.conditions)
        return replace(clause, conditions=conditions, required=anew(clause.required))


def _copy(clause: Clause, of: str) -> str:
    return f"{clause.number} of {of}"


def _at(change: Rewritten) -> tuple[str, int]:
    return change.clause, change.place


def _negated(change: Change, expr: core.Expr, *, negated: bool) -> core.Expr:
    dropped = isinstance(change, Rewritten) and change.text is None
    return core.TRUE if dropped else core.Not(expr) if negated else expr


def _with_conditions(clause: Clause, exprs: Sequence[core.Expr]) -> Clause:
    return replace(clause, conditions=tuple(Condition(e, "", clause.span) for e in exprs))


def _either(*items: core.Expr) -> core.Expr:
    if any(i in (core.TRUE, core.Not(core.FALSE)) for i in items):
        return core.TRUE
    return core.Or(tuple(i for i in items if i not in (core.FALSE, core.Not(core.TRUE))))


def _choice(expr: core.Expr, alternatives: Sequence[tuple[core.Expr, core.Expr]]) -> core.Expr:
    """An expression, or an alternative whose switch is on (at most one is)."""
    for switch, other in alternatives:
        if switch == core.TRUE:
            return other
    left = [(s, e) for s, e in alternatives if s != core.FALSE]
    if not left:
        return expr
    none = core.And((*(core.Not(s) for s, _ in left), expr))
    return core.Or((none, *(core.And((s, e)) for s, e in left)))


@dataclass(frozen=True)
class _Bounds:
    """What is to bound open terms, and to end open quantities, each where its switch holds."""

    terms: Mapping[str, Sequence[tuple[core.Expr, bool, core.Expr]]]
    params: Mapping[str, tuple[tuple[str, str], ...]]
    ends: Sequence[tuple[core.Expr, Narrowed]]


def _rebound(expr: core.Expr, made: _Bounds, memo: dict[int, tuple[core.Expr, core.Expr]]) -> core.Expr:
    """An expression in which open terms hold, or do not, where their new bounds say so, and quantities have their new ends."""
    known = memo.get(id(expr))
    if known is None:
        known = (expr, _put(expr, lambda e: _rebound(e, made, memo), made))
        memo[id(expr)] = known
    return known[1]


def _put(expr: core.Expr, inner: Callable[[core.Expr], core.Expr], made: _Bounds) -> core.Expr:
    match expr:
        case core.Not(body):
            return core.Not(inner(body))
        case core.And(items):
            return core.And(tuple(inner(i) for i in items))
        case core.Or(items):
            return core.Or(tuple(inner(i) for i in items))
        case core.Defined(name, label, args, body):
            return core.Defined(name, label, args, inner(body))
        case core.Open(name, args) if name in made.terms:
            given = {param: path for (param, _), path in zip(made.params[name], args, strict=True)}
            there = tuple(core.Exists(a) for a in args)
            for switch, included, bound in made.terms[name]:
                put_in = core.And((switch, *there, core_with(bound, given)))
                expr = core.Or((expr, put_in)) if included else core.And((expr, core.Not(put_in)))
            return expr
        case core.Compare(_, left, right):
            found = {*open_in(left), *open_in(right)}
            for switch, change in made.ends:
                if change.quantity in found and switch != core.FALSE:
                    expr = _choice(expr, [(switch, _ended(expr, change))])
            return expr
        case (
            core.Constant()
            | core.IsIn()
            | core.Has()
            | core.Flag()
            | core.Exists()
            | core.SameEntity()
            | core.SameValue()
            | core.Related()
            | core.Open()
            | core.Applies()
            | core.JudgedBy()
        ):
            return expr
        case _ as never:
            assert_never(never)


def _ended(expr: core.Expr, change: Narrowed) -> core.Expr:
    """What comparisons of a quantity say if it is at its new end wherever it is read beyond that."""
    inside = core.Compare(">=" if change.end == "low" else "<=", core.Quantity(change.quantity), change.at)
    return core.Or((core.And((inside, expr)), core.And((core.Not(inside), _at_end(expr, change)))))


def _at_end(expr: core.Expr, change: Narrowed) -> core.Expr:
    match expr:
        case core.Compare(op, left, right):
            return core.Compare(op, put(left, change.quantity, change.at), put(right, change.quantity, change.at))
        case core.Not(body):
            return core.Not(_at_end(body, change))
        case core.And(items):
            return core.And(tuple(_at_end(i, change) for i in items))
        case core.Or(items):
            return core.Or(tuple(_at_end(i, change) for i in items))
        case _:  # a switch
            return expr
