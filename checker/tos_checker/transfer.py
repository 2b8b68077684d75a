"""A claim of one document, asked of another.

Contract: `carried` restates a claim of `home` in the names of `to`, and means there what it means at home: each name that it speaks of has to
be there with the same meaning. Otherwise it says what is missing. Defined terms are unfolded: what they mean at home is asked. An open term is
read within the bounds that `to` has for it. What is accepted at home is not accepted elsewhere, so it is asked in full. A leaf that home does
not know is what it would be in home's list (`joint_kinds`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tos_checker.amounts import reads
from tos_checker.constants import parts
from tos_checker.joint_kinds import Side, image
from tos_checker.restate import Names, Restated
from tos_spec import core
from tos_spec.core import Claim, Field, Kind, Path, Policy, Sort, Type
from tos_spec.shape import root
from tos_spec.types import described

_FEW = 3


@dataclass(frozen=True, slots=True)
class Carried:
    """A claim in the names of another document; None, and why, where it cannot be asked there."""

    claim: Claim | None
    missing: tuple[str, ...]


def carried(claim: Claim, home: Policy, to: Policy, *, by_number: bool = False) -> Carried:
    """`claim` of `home`, as a claim of `to`. With `by_number`, a clause is any that has its number, whatever it says there."""
    if claim.act not in to.acts:
        return Carried(None, (f"there is no act `{claim.act}`",))
    carrying = _Carrying(claim, home, to)
    missing = tuple(dict.fromkeys(carrying.missing(by_number=by_number)))
    if missing:
        return Carried(None, missing)
    return Carried(Restated(home, carrying.names()).claim(replace(claim, accepting=())), ())


class _Carrying:
    """A claim between two documents."""

    def __init__(self, claim: Claim, home: Policy, to: Policy) -> None:
        self.claim, self.home, self.to = claim, home, to
        self.here = {f.key: f for f in home.acts[claim.act].roles}
        self.there = {_name(f): f for f in to.acts[claim.act].roles}

    def names(self) -> Names:
        """Where each name has gone: all keep theirs, but a role's key is that of the other document."""
        roles = {key: self.there[_name(f)].key for key, f in self.here.items() if _name(f) in self.there}
        return Names(
            kinds={name: self._side(kind) for name, kind in self.home.kinds.items() if name in self.to.kinds},
            entities={e: e for e in self.home.entities},
            fields={},
            acts={a: a for a in self.home.acts},
            roles={root(self.home, self.claim.act): roles},
            relations={r: r for r in self.home.relations},
            terms={t: t for t in self.home.terms},
            quantities={q: q for q in self.home.quantities},
        )

    def _side(self, kind: Kind) -> Side:
        other = self.to.kinds[kind.name]
        return Side(kind, {leaf: image(kind, other, leaf) for leaf in other.leaves})

    # --- what is missing ------------------------------------------------------------------------------------------------------

    def missing(self, *, by_number: bool) -> Iterator[str]:
        """What the claim speaks of that is not there, or is something else there."""
        if not by_number:
            yield from self._clauses()
        for path in self.claim.paths:
            yield from self._path(path)
        for part in reversed(list(parts(self.claim.when))):  # as they were written
            yield from self._part(part)

    def _part(self, part: core.Expr) -> Iterator[str]:
        match part:
            case core.IsIn(path, kind, classes, _) | core.Has(path, kind, classes, _, _):
                lacking = tuple(self._path(path, kind))
                yield from lacking or self._kind(kind, classes)
            case core.Flag(path) | core.Exists(path):
                yield from self._path(path)
            case core.SameValue(left, right, kind):
                yield from (*self._path(left, kind), *self._path(right, kind))
            case core.SameEntity(left, right):
                yield from (*self._path(left), *self._path(right))
            case core.Compare(_, left_n, right_n):
                for path in (*reads(left_n), *reads(right_n)):
                    yield from self._path(path)
                for name in (*_quantities(left_n), *_quantities(right_n)):
                    yield from self._quantity(name)
            case core.Related(relation, paths):
                yield from self._relation(relation)
                for path in paths:
                    yield from self._path(path)
            case core.Open(term, args):
                yield from self._term(term)
                for path in args:
                    yield from self._path(path)
            case core.JudgedBy(name):
                yield from self._document(name)
            case _:
                pass

    def _clauses(self) -> Iterator[str]:
        said = (part.clauses for part in parts(self.claim.when) if isinstance(part, core.Applies))
        numbers = dict.fromkeys((*self.claim.clauses, *(n for clauses in said for n in clauses)))
        if numbers:
            yield f"it asks of clause{'s' * (len(numbers) > 1)} {', '.join(numbers)} of the document that declares it"

    def _path(self, path: Path, kind: str | None = None) -> Iterator[str]:
        """What is wrong with a path there; `kind`: the one of which the value at its end is, or which classifies the entity there."""
        first = self.here[path[0]]
        field: Field | None = self.there.get(_name(first))
        owner, known = f"`{self.claim.act}`", first
        if field is None:
            yield f"{owner} has no role `{_name(first)}`"
            return
        for key in path[1:]:
            if not _same_type(known.type, field.type):
                break
            owner = f"`{known.type.of}`"
            known = _field(self.home, known.type.of, key) or known
            field = _field(self.to, field.type.of, key)
            if field is None:
                yield f"{owner} has no field `{key}`"
                return
        if not _same_type(known.type, field.type):
            yield f"`{_name(known)}` of {owner} is {described(field.type)}, not {described(known.type)}"
        elif kind is not None and known.type.sort is Sort.ENTITY and self.to.entities[known.type.of].kind != kind:
            yield f"`{known.type.of}` is not classified by the kind `{kind}`"

    def _kind(self, name: str, classes: tuple[str, ...]) -> Iterator[str]:
        here, there = self.home.kinds[name], self.to.kinds.get(name)
        if there is None:
            yield f"there is no kind `{name}`"
            return
        known = {n.id for n in there.nodes}
        for each in classes:
            if each not in known:
                yield f"the kind `{name}` has no `{each}`"
                continue
            mine, theirs = set(here.leaves_below(each)), set(there.leaves_below(each))
            moved = [leaf for leaf in here.leaves if leaf in there.leaves and (leaf in mine) != (leaf in theirs)]
            if moved:
                listed = ", ".join(f"`{leaf}`" for leaf in moved[:_FEW])
                yield f"`{each}` of the kind `{name}` is another class there: {listed} stand{'s' * (len(moved) == 1)} elsewhere"

    def _relation(self, name: str) -> Iterator[str]:
        there = self.to.relations.get(name)
        if there is None:
            yield f"there is no relation `{name}`"
        elif there.over != self.home.relations[name].over:
            yield f"the relation `{name}` is between other things"

    def _term(self, name: str) -> Iterator[str]:
        here, there = self.home.terms[name], self.to.terms.get(name)
        if there is None:
            yield f"there is no open term `{name}`"
            return
        of = [None if t.act is None else root(p, t.act) for p, t in ((self.home, here), (self.to, there))]
        if of[0] != of[1] or [e for _, e in here.params] != [e for _, e in there.params]:
            yield f"the open term `{name}` is asked of other things"

    def _quantity(self, name: str) -> Iterator[str]:
        there = self.to.quantities.get(name)
        if there is None or not _same_type(self.home.quantities[name].type, there.type):
            yield f"there is no such open quantity `{name}`"

    def _document(self, name: str) -> Iterator[str]:
        there = self.to.others.get(name)
        if there is None or there.file != self.home.others[name].file:
            yield f"`{name}` is not imported from `{self.home.others[name].file}`"


def _name(field: Field) -> str:
    return field.key.rpartition(".")[2]


def _field(policy: Policy, entity: str, key: str) -> Field | None:
    return next((f for f in policy.entities[entity].fields if f.key == key), None)


def _same_type(one: Type, other: Type) -> bool:
    return (one.sort, one.of) == (other.sort, other.of)


def _quantities(number: core.Number) -> Iterator[str]:
    stack = [number]
    while stack:
        match stack.pop():
            case core.Quantity(name):
                yield name
            case core.Plus(left, right) | core.Between(left, right):
                stack += (left, right)
            case core.Times(_, body) | core.Shift(body, _, _):
                stack.append(body)
            case _:
                pass
