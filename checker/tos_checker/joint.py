"""Two documents in one vocabulary, so that one scenario can be judged by both.

Contract: `join` matches vocabulary by name. A role or field that one side lacks is there, and that side's clauses read nothing of it; for a
leaf that one side lacks see `joint_kinds`. A role that one side requires and the other does not may be absent, and numbers have room for the bounds
of both. In `old` and in `new` everything has the same place and name, and the words of its own document; open terms and quantities of one name are
one point of a reading, with the bounds that each document has for them. What is not matched is told in `remarks`.

Each side means in the joint vocabulary what it means in its own: an outcome depends on nothing that the side does not know.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tos_checker.joint_fields import Merging, Remark, apart_from, together
from tos_checker.joint_kinds import worded
from tos_checker.restate import Names, Restated
from tos_spec import core
from tos_spec.core import Act, Entity, Field, OpenQuantity, OpenTerm, Policy, Relation
from tos_spec.shape import root


@dataclass(frozen=True)
class Joint:
    """Both documents in the joint vocabulary. `of_old` and `of_new` put further expressions into it."""

    old: Policy
    new: Policy
    of_old: Restated
    of_new: Restated
    remarks: tuple[Remark, ...]


def join(old: Policy, new: Policy) -> Joint:
    """Both documents in one vocabulary."""
    merging = Merging(old, new)
    points = _Points(merging)
    of_old, of_new = Restated(old, _old_names(merging, points)), Restated(new, _new_names(merging))
    terms = [{t.name: t for t in points.terms_of(r)} for r in (of_old, of_new)]
    quantities = [{q.name: q for q in points.quantities_of(r)} for r in (of_old, of_new)]
    sides = []
    for here, own_terms, own_quantities in zip((of_old, of_new), terms, quantities, strict=True):
        all_terms: dict[str, OpenTerm] = {}
        all_quantities: dict[str, OpenQuantity] = {}
        for name in points.order:
            if name in points.quantity_names:
                all_quantities[name] = own_quantities.get(name) or quantities[1].get(name) or quantities[0][name]
            elif name in own_terms:
                all_terms[name] = own_terms[name]
            else:
                all_terms[name] = replace(terms[1].get(name) or terms[0][name], includes=core.FALSE, excludes=core.FALSE)
        sides.append(_side(here, merging, all_terms, all_quantities))
    remarks = (*merging.remarks, *points.remarks, *_renamed(terms[0], terms[1]))
    return Joint(sides[0], sides[1], of_old, of_new, remarks)


def _renamed(old: Mapping[str, OpenTerm], new: Mapping[str, OpenTerm]) -> Iterator[Remark]:
    """Open terms that may only have another name now: each is bounded, and asked of the same, as one that is gone, and as no other."""
    gone = [t for name, t in old.items() if name not in new]
    come = [t for name, t in new.items() if name not in old]
    for was in gone:
        same = [t for t in come if _alike(was, t)]
        if len(same) == 1 and sum(_alike(t, same[0]) for t in gone) == 1:
            (now,) = same
            bounds = "without bounds, too" if was.includes == was.excludes == core.FALSE else "with the same bounds"
            text = (
                f"the open term `{was.name}` is gone and `{now.name}` is new, {bounds}: they are compared as two, each of them open by itself; "
                f"if it was only renamed, call it `{now.name}` in a copy of the old document, and compare that"
            )
            yield Remark("apart", text, was.span, now.span)


def _alike(was: OpenTerm, now: OpenTerm) -> bool:
    return (was.act, was.params, was.includes, was.excludes) == (now.act, now.params, now.includes, now.excludes)


def _old_names(merging: Merging, points: "_Points") -> Names:
    return Names(
        merging.sides[0],
        merging.entity_names,
        merging.field_names[0],
        merging.acts_of.old_names,
        merging.role_names[0],
        merging.relation_names,
        points.names,
        points.names,
    )


def _new_names(merging: Merging) -> Names:
    new = merging.new
    return Names(
        merging.sides[1],
        {e: e for e in new.entities},
        merging.field_names[1],
        {a: a for a in new.acts},
        merging.role_names[1],
        {r: r for r in new.relations},
        {t: t for t in new.terms},
        {q: q for q in new.quantities},
    )


# --- open terms and quantities ------------------------------------------------------------------------------------------------


class _Points:
    """What the two documents leave open: which points are one, and their places."""

    def __init__(self, merging: Merging) -> None:
        self.merging = merging
        self.remarks: list[Remark] = []
        old, new = _declared(merging.old), _declared(merging.new)
        self.names = {name: self._joint_name(decl, new.get(name)) for name, decl in old.items()}
        self.order = {name: place for place, name in enumerate(together(new, (self.names[n] for n in old)))}
        self.quantity_names = {*merging.new.quantities, *(self.names[q] for q in merging.old.quantities)}
        for name, point in new.items():
            if name not in old:
                self.remarks.append(Remark("vocabulary", f'the open term "{point.label}" is new', None, point.span))
        for name, point in old.items():
            if name not in new:
                self.remarks.append(Remark("vocabulary", f'the open term "{point.label}" is gone', point.span, None))

    def _joint_name(self, old: OpenTerm | OpenQuantity, new: OpenTerm | OpenQuantity | None) -> str:
        if new is None or self._one(old, new):
            return old.name
        text = f'the open term "{new.label}" is asked of other things: it is compared as two different terms'
        self.remarks.append(Remark("apart", text, old.span, new.span))
        return apart_from(old.name)

    def _one(self, old: OpenTerm | OpenQuantity, new: OpenTerm | OpenQuantity) -> bool:
        if isinstance(old, OpenQuantity) or isinstance(new, OpenQuantity):
            if isinstance(old, OpenTerm) or isinstance(new, OpenTerm):
                return False
            return (old.type.sort, old.type.of) == (new.type.sort, new.type.of)
        if old.act is None or new.act is None:
            types = [self.merging.entity_names[e] for _, e in old.params]
            return old.act is new.act and types == [e for _, e in new.params]
        acts = self.merging.acts_of
        return acts.root(acts.old_names[old.act]) == acts.root(new.act)

    def terms_of(self, restated: Restated) -> Sequence[OpenTerm]:
        """The open terms of one side, in joint names."""
        of = restated.names.terms
        return [restated.term(t, self.order[of[t.name]]) for t in restated.policy.terms.values()]

    def quantities_of(self, restated: Restated) -> Sequence[OpenQuantity]:
        """The open quantities of one side, in joint names."""
        of = restated.names.quantities
        found = restated.policy.quantities.values()
        return [replace(q, name=of[q.name], order=self.order[of[q.name]]) for q in found]


def _declared(policy: Policy) -> Mapping[str, OpenTerm | OpenQuantity]:
    found: list[OpenTerm | OpenQuantity] = [*policy.terms.values(), *policy.quantities.values()]
    return {decl.name: decl for decl in sorted(found, key=lambda decl: decl.order)}


# --- a whole document ---------------------------------------------------------------------------------------------------------


def _side(here: Restated, merging: Merging, terms: Mapping[str, OpenTerm], quantities: Mapping[str, OpenQuantity]) -> Policy:
    """A document in joint names and its own words."""
    policy = here.policy
    return replace(
        policy,
        kinds={name: worded(kind, policy.kinds.get(name)) for name, kind in merging.kinds.items()},
        entities=dict(_entities(here, merging.entities)),
        acts=dict(_acts(here, merging.acts)),
        relations={name: _relation(here, relation) for name, relation in merging.relations.items()},
        terms=terms,
        quantities=quantities,
        assumptions=tuple(here.assumption(a) for a in policy.assumptions),
        clauses=tuple(here.clause(c) for c in policy.clauses),
        defaults=tuple(here.default(d) for d in policy.defaults),
        claims=tuple(here.claim(c) for c in policy.claims),
        cases=tuple(here.case(c) for c in policy.cases),
        others={n: _side(Restated(other, here.names), merging, terms, quantities) for n, other in policy.others.items()},
    )


def _entities(here: Restated, joint: Mapping[str, Entity]) -> Sequence[tuple[str, Entity]]:
    own = {here.names.entities[e.name]: e for e in here.policy.entities.values()}
    found = []
    for name, entity in joint.items():
        mine = own.get(name)
        if mine is None:
            found.append((name, entity))
            continue
        fields = {here.names.fields[mine.name][f.key]: f for f in mine.fields}
        said = tuple(_worded(f, fields.get(f.key)) for f in entity.fields)
        found.append((name, replace(entity, label=mine.label, fields=said, span=mine.span)))
    return found


def _acts(here: Restated, joint: Mapping[str, Act]) -> Sequence[tuple[str, Act]]:
    own = {here.names.acts[a.name]: a for a in here.policy.acts.values()}
    words: dict[str, Field] = {}
    for act in here.policy.acts.values():
        names = here.names.roles[root(here.policy, act.name)]
        words.update({f"{here.names.acts[act.name]} {names[f.key]}": f for f in act.roles})
    found = []
    for name, act in joint.items():
        mine = own.get(name)
        roles = tuple(_worded(f, words.get(f"{name} {f.key}")) for f in act.roles)
        if mine is None:
            found.append((name, replace(act, roles=roles)))
        else:
            found.append((name, replace(act, label=mine.label, says=mine.says, roles=roles, span=mine.span)))
    return found


def _worded(field: Field, own: Field | None) -> Field:
    return field if own is None else replace(field, label=own.label, span=own.span)


def _relation(here: Restated, relation: Relation) -> Relation:
    own = {here.names.relations[r.name]: r for r in here.policy.relations.values()}.get(relation.name)
    return relation if own is None else replace(relation, label=own.label, span=own.span)
