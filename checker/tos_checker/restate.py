"""Expressions and whole documents in other names: those of a vocabulary that two documents share.

Contract: `Restated` puts a document's names in the place that `Names` says, and leaves all else as it is: in every scenario of the joint
vocabulary the restated expression is true if and only if the expression is true of what the scenario is in the document's own vocabulary.
Parts that are shared stay shared.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from tos_checker.joint_kinds import Side
from tos_spec import core
from tos_spec.core import Path, Policy, Sort
from tos_spec.shape import root

Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Names:
    """Where each name of a document has gone. Fields by entity, roles by root act; kinds keep their names."""

    kinds: Mapping[str, Side]
    entities: Mapping[str, str]
    fields: Mapping[str, Mapping[str, str]]
    acts: Mapping[str, str]
    roles: Mapping[str, Mapping[str, str]]
    relations: Mapping[str, str]
    terms: Mapping[str, str]
    quantities: Mapping[str, str]


class Restated:
    """The expressions of `policy` in joint names. Paths begin with a role of acts of a family, or with a parameter."""

    def __init__(self, policy: Policy, names: Names) -> None:
        self.policy, self.names = policy, names
        self._memo: dict[tuple[int, str, Params], tuple[core.Expr, core.Expr]] = {}
        self._types: dict[str, dict[str, core.Type]] = {}
        for act in policy.acts.values():
            self._types.setdefault(root(policy, act.name), {}).update({f.key: f.type for f in act.roles})
        self._fields = {e.name: {f.key: f.type for f in e.fields} for e in policy.entities.values()}

    def path(self, path: Path, family: str | None, params: Params = ()) -> Path:
        """A path of scenarios of the root act `family`, or one that begins with a parameter."""
        of = dict(params)
        if path[0] in of:
            first, entity = path[0], of[path[0]]
        else:
            family = family or ""
            first = self.names.roles.get(family, {}).get(path[0], path[0])
            type_ = self._types.get(family, {}).get(path[0])
            entity = type_.of if type_ is not None and type_.sort is Sort.ENTITY else ""
        found = [first]
        for key in path[1:]:
            found.append(self.names.fields.get(entity, {}).get(key, key))
            inner = self._fields.get(entity, {}).get(key)
            entity = inner.of if inner is not None and inner.sort is Sort.ENTITY else ""
        return tuple(found)

    def expr(self, expr: core.Expr, act: str | None, params: Params = ()) -> core.Expr:
        """An expression on scenarios of `act` (None: on parameters alone)."""
        family = None if act is None else root(self.policy, act)
        return self._expr(expr, family, params)

    def _expr(self, expr: core.Expr, family: str | None, params: Params) -> core.Expr:
        key = (id(expr), family or "", params)
        if key not in self._memo:
            self._memo[key] = (expr, self._made(expr, family, params))
        return self._memo[key][1]

    def _made(self, expr: core.Expr, family: str | None, params: Params) -> core.Expr:
        def at(path: Path) -> Path:
            return self.path(path, family, params)

        def each(items: tuple[core.Expr, ...]) -> tuple[core.Expr, ...]:
            return tuple(self._expr(i, family, params) for i in items)

        match expr:
            case core.Constant() | core.Applies() | core.JudgedBy():
                return expr
            case core.Not(body):
                return core.Not(self._expr(body, family, params))
            case core.And(items):
                return core.And(each(items))
            case core.Or(items):
                return core.Or(each(items))
            case core.Defined(name, label, args, body):
                return core.Defined(name, label, tuple(map(at, args)), self._expr(body, family, params))
            case core.IsIn(path, kind, classes, leaves):
                return core.IsIn(at(path), kind, classes, self.names.kinds[kind].covered(classes, leaves))
            case core.Has(path, kind, classes, leaves, only):
                return core.Has(at(path), kind, classes, self.names.kinds[kind].covered(classes, leaves), only)
            case core.Flag(path):
                return core.Flag(at(path))
            case core.Exists(path):
                return core.Exists(at(path))
            case core.SameEntity(left, right):
                return core.SameEntity(at(left), at(right))
            case core.SameValue(left, right, kind):
                return self._same_value(core.SameValue(at(left), at(right), kind))
            case core.Compare(op, left_n, right_n):
                return core.Compare(op, self._number(left_n, at), self._number(right_n, at))
            case core.Related(relation, paths):
                return core.Related(self.names.relations[relation], tuple(map(at, paths)))
            case core.Open(term, args):
                return core.Open(self.names.terms[term], tuple(map(at, args)))
            case _:
                assert_never(expr)

    def _same_value(self, expr: core.SameValue) -> core.Expr:
        """Leaves that are one leaf in the document's own kind are the same."""
        side = self.names.kinds[expr.kind]
        groups = side.one_leaf()
        if all(len(group) == 1 for group in groups):
            return expr

        def within(path: Path, group: frozenset[str]) -> core.Expr:
            return core.IsIn(path, expr.kind, tuple(sorted(group)), group)

        return core.Or(tuple(core.And((within(expr.left, g), within(expr.right, g))) for g in groups))

    def _number(self, number: core.Number, at: Callable[[Path], Path]) -> core.Number:
        match number:
            case core.Read(path):
                return core.Read(at(path))
            case core.Quantity(name):
                return core.Quantity(self.names.quantities[name])
            case core.Plus(left, right):
                return core.Plus(self._number(left, at), self._number(right, at))
            case core.Times(factor, body):
                return core.Times(factor, self._number(body, at))
            case core.Shift(date, months, days):
                return core.Shift(self._number(date, at), months, days)
            case core.Between(start, end):
                return core.Between(self._number(start, at), self._number(end, at))
            case core.Exactly():
                return number
            case _:
                assert_never(number)

    # --- declarations ---------------------------------------------------------------------------------------------------------

    def params(self, params: Params) -> Params:
        """Parameters with their types."""
        return tuple((name, self.names.entities[entity]) for name, entity in params)

    def term(self, term: core.OpenTerm, order: int) -> core.OpenTerm:
        """An open term, its bounds as this document has them."""
        return replace(
            term,
            name=self.names.terms[term.name],
            act=None if term.act is None else self.names.acts[term.act],
            params=self.params(term.params),
            includes=self.expr(term.includes, term.act, term.params),
            excludes=self.expr(term.excludes, term.act, term.params),
            order=order,
        )

    def assumption(self, assumption: core.Assumption) -> core.Assumption:
        """An assumption."""
        body = self.expr(assumption.body, assumption.act, assumption.params)
        act = None if assumption.act is None else self.names.acts[assumption.act]
        return replace(assumption, act=act, params=self.params(assumption.params), body=body)

    def clause(self, clause: core.Clause) -> core.Clause:
        """A clause; its number stays."""
        conditions = tuple(replace(c, expr=self.expr(c.expr, clause.act)) for c in clause.conditions)
        required = self.expr(clause.required, clause.act)
        return replace(clause, act=self.names.acts[clause.act], conditions=conditions, required=required)

    def default(self, default: core.Default) -> core.Default:
        """A line on what silence means. Without an act, its condition speaks of nothing that needs a name."""
        act = None if default.act is None else self.names.acts[default.act]
        return replace(default, act=act, when=self.expr(default.when, default.act))

    def claim(self, claim: core.Claim) -> core.Claim:
        """A claim."""
        family = root(self.policy, claim.act)
        return replace(
            claim,
            act=self.names.acts[claim.act],
            paths=tuple(self.path(p, family) for p in claim.paths),
            when=self.expr(claim.when, claim.act),
            accepting=tuple(replace(a, scope=self.expr(a.scope, claim.act)) for a in claim.accepting),
        )

    def case(self, case: core.Case) -> core.Case:
        """A case."""
        return replace(case, act=self.names.acts[case.act], facts=self.expr(case.facts, case.act))
