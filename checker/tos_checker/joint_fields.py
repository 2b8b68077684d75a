"""Two vocabularies as one, name by name: what is matched, what one side alone has, what has one name and is two things.

Contract: `Merging` gives the joint kinds, entities, acts and relations in the words of the new document, and where each name of either has
gone. What cannot be one thing (a field of another type, an entity of another kind, an act that moved) stays two: the old one is called
`NAME (old)`, and a remark says so. Each side's formulas keep their meaning on what they read, so nothing is lost but what the two have in common.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, Protocol

from tos_checker import joint_kinds
from tos_checker.joint_kinds import Side
from tos_spec.core import Act, Entity, Field, Kind, Policy, Relation, Sort, Type
from tos_spec.shape import ancestors
from tos_spec.source import Span

Key = tuple[bool, str]
"""A role of one family of acts: whether it is the old document's, and its key there."""


class _Placed(Protocol):
    """What stands somewhere in a text."""

    @property
    def span(self) -> Span: ...


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of the vocabulary, in one line. `apart`: two things of one name, which are compared as two."""

    sort: Literal["apart", "vocabulary"]
    text: str
    old: Span | None
    new: Span | None


def together(new: Iterable[str], old: Iterable[str]) -> tuple[str, ...]:
    """The names of both, those of `new` first."""
    return tuple(dict.fromkeys((*new, *old)))


def apart_from(name: str) -> str:
    """What the old document's thing is called where the new one has another of that name."""
    return f"{name} (old)"


class Merging:
    """The joint vocabulary of two documents."""

    def __init__(self, old: Policy, new: Policy) -> None:
        self.old, self.new = old, new
        self.remarks: list[Remark] = []
        self.kinds: dict[str, Kind] = {}
        self.sides: tuple[dict[str, Side], dict[str, Side]] = ({}, {})
        self._merge_kinds()
        self._apart = _entities_apart(old, new)
        self.entity_names = {e: apart_from(e) if e in self._apart else e for e in old.entities}
        self.field_names: tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]] = ({}, {})
        self.entities = {e.name: e for e in self._merge_entities()}
        self.acts_of = _Acts(old, new)
        self.role_names: tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]] = ({}, {})
        self.acts: dict[str, Act] = {}
        self._merge_acts()
        self.relation_names: dict[str, str] = {}
        self.relations = {r.name: r for r in self._merge_relations()}

    def _remark(self, sort: Literal["apart", "vocabulary"], text: str, old: Span | None, new: Span | None) -> None:
        remark = Remark(sort, text, old, new)
        if remark not in self.remarks:
            self.remarks.append(remark)

    def _one_sided(self, what: str, old: Mapping[str, _Placed], new: Mapping[str, _Placed]) -> None:
        for name in new:
            if name not in old:
                self._remark("vocabulary", f"the {what} `{name}` is new", None, new[name].span)
        for name in old:
            if name not in new:
                self._remark("vocabulary", f"the {what} `{name}` is gone", old[name].span, None)

    # --- kinds ------------------------------------------------------------------------------------------------------------------

    def _merge_kinds(self) -> None:
        self._one_sided("kind", self.old.kinds, self.new.kinds)
        for name in together(self.new.kinds, self.old.kinds):
            one, other = self.old.kinds.get(name), self.new.kinds.get(name)
            kind, before, after = joint_kinds.merged(one, other)
            self.kinds[name] = kind
            if before is not None:
                self.sides[0][name] = before
            if after is not None:
                self.sides[1][name] = after
            if one is not None and other is not None:
                self._nodes(one, other)

    def _nodes(self, old: Kind, new: Kind) -> None:
        before, after = {n.id: n for n in old.nodes}, {n.id: n for n in new.nodes}
        for id, node in after.items():
            if id not in before:
                self._remark("vocabulary", f"`{new.name}` has `{id}` now", None, new.span)
            elif node.parent != before[id].parent:
                self._remark("vocabulary", f"`{id}` of `{new.name}` stands elsewhere in it now", old.span, new.span)
        for id in before:
            if id not in after:
                self._remark("vocabulary", f"`{new.name}` has no `{id}` any more", old.span, None)

    # --- entities ---------------------------------------------------------------------------------------------------------------

    def _merge_entities(self) -> Iterator[Entity]:
        self._one_sided("entity", self.old.entities, self.new.entities)
        for name in together(self.new.entities, self.old.entities):
            one, other = self.old.entities.get(name), self.new.entities.get(name)
            if one is not None and (other is None or name in self._apart):
                self.field_names[0][name] = {f.key: f.key for f in one.fields}
                fields = tuple(replace(f, type=self._type(f.type, old=True)) for f in one.fields)
                alone = replace(one, name=self.entity_names[name], fields=fields)
                if other is None:
                    yield alone
                    continue
                self._remark(
                    "apart",
                    f"the entity `{name}` is something else in each document, so what is said of it is not matched",
                    one.span,
                    other.span,
                )
                yield replace(alone, label=f"{one.label} of the old document")
                one = None
            assert other is not None  # noqa: S101 - for the type checker
            self.field_names[1][name] = {f.key: f.key for f in other.fields}
            yield replace(other, kind=other.kind or (one and one.kind) or None, fields=self._fields(name, one, other))

    def _fields(self, entity: str, old: Entity | None, new: Entity) -> tuple[Field, ...]:
        before = {f.key: f for f in old.fields} if old is not None else {}
        names = self.field_names[0].setdefault(entity, {}) if old is not None else {}
        found: list[Field] = []
        for field in new.fields:
            twin = before.pop(field.key, None)
            if twin is None:
                found.append(field)
                if old is not None:
                    self._remark("vocabulary", f"`{entity}` has the field `{field.key}` now", None, field.span)
            elif self._alike(twin, field):
                names[field.key] = field.key
                self._widened(twin, field, f"`{field.key}` of `{entity}`")
                found.append(_both(field, [replace(twin, type=self._type(twin.type, old=True)), field]))
            else:
                names[field.key] = apart_from(field.key)
                self._retyped(twin, field, f"`{field.key}` of `{entity}`")
                found += [field, self._old_alone(twin, names[field.key])]
        for key, field in before.items():
            names[key] = key
            found.append(replace(field, type=self._type(field.type, old=True)))
            self._remark("vocabulary", f"`{entity}` has no field `{key}` any more", field.span, None)
        return tuple(found)

    def _type(self, type_: Type, *, old: bool) -> Type:
        if old and type_.sort is Sort.ENTITY:
            return replace(type_, of=self.entity_names[type_.of])
        return type_

    def _alike(self, old: Field, new: Field) -> bool:
        type_ = self._type(old.type, old=True)
        return type_.sort is new.type.sort and type_.of == new.type.of

    def _old_alone(self, field: Field, key: str) -> Field:
        return replace(field, key=key, label=f"{field.label} (in the old document)", type=self._type(field.type, old=True))

    def _widened(self, old: Field, new: Field, what: str) -> None:
        if old.optional != new.optional:
            self._remark("vocabulary", f"{what} {'may be absent' if new.optional else 'is always there'} now", old.span, new.span)
        if (old.type.low, old.type.high) != (new.type.low, new.type.high):
            self._remark("vocabulary", f"{what} has other bounds now", old.span, new.span)

    def _retyped(self, old: Field, new: Field, what: str) -> None:
        text = f"{what} was {_named(old.type)} and is {_named(new.type)}: they are compared as two different things"
        self._remark("apart", text, old.span, new.span)

    # --- acts -------------------------------------------------------------------------------------------------------------------

    def _merge_acts(self) -> None:
        acts = self.acts_of
        self._one_sided("act", self.old.acts, self.new.acts)
        for name in acts.moved:
            text = f"the act `{name}` has another place among the acts: it is compared as two different acts"
            self._remark("apart", text, self.old.acts[name].span, self.new.acts[name].span)
        for family in acts.families():
            keys = _Roles(self, family)
            for name in family:
                before, after = acts.known(name)
                act = after or before
                assert act is not None  # noqa: S101 - a joint act is one of somebody's
                moved = name not in self.new.acts and act.name != name
                label = f"{act.label} (in the old document)" if moved else act.label
                self.acts[name] = Act(name, label, act.says, acts.parents[name], keys.roles[name], act.span)
            for old, names in ((0, keys.names[0]), (1, keys.names[1])):
                for root, mapped in names.items():
                    self.role_names[old].setdefault(root, {}).update(mapped)
        in_order = {n: self.acts[n] for n in acts.order}
        self.acts.clear()
        self.acts.update(in_order)

    def role_apart(self, act: str, old: Field, new: Field) -> None:
        """Two roles of an act have one name and are two things."""
        self._retyped(old, new, f"`{_bare(new.key)}` of `{act}`")

    def role_matched(self, act: str, old: Field, new: Field) -> None:
        """Two roles of an act are one."""
        self._widened(old, new, f"`{_bare(new.key)}` of `{act}`")

    def role_one_sided(self, act: str, key: str, old: Span | None, new: Span | None) -> None:
        """One side alone has a role of an act that both have."""
        text = f"`{act}` has no role `{_bare(key)}` any more" if new is None else f"`{act}` has the role `{_bare(key)}` now"
        self._remark("vocabulary", text, old, new)

    def alike(self, old: Field, new: Field) -> bool:
        """Whether two fields can hold the same."""
        return self._alike(old, new)

    def old_role(self, role: Field, *, apart: bool) -> Field:
        """A role of the old document as both have it, but for its name."""
        return self._old_alone(role, role.key) if apart else replace(role, type=self._type(role.type, old=True))

    # --- relations --------------------------------------------------------------------------------------------------------------

    def _merge_relations(self) -> Iterator[Relation]:
        self._one_sided("relation", self.old.relations, self.new.relations)
        yield from self.new.relations.values()
        for name, relation in self.old.relations.items():
            over = tuple(self.entity_names[e] for e in relation.over)
            twin = self.new.relations.get(name)
            apart = twin is not None and twin.over != over
            self.relation_names[name] = apart_from(name) if apart else name
            if twin is not None and apart:
                text = f"the relation `{name}` holds between other things: it is compared as two different relations"
                self._remark("apart", text, relation.span, twin.span)
            if twin is None or apart:
                yield replace(relation, name=self.relation_names[name], over=over)


class _Acts:
    """Which acts of two documents are one: those that stand below the same act, as far as both know the acts above them."""

    def __init__(self, old: Policy, new: Policy) -> None:
        self.old, self.new = old, new
        self._one: dict[str, bool] = {}
        self._asked: set[str] = set()
        both = [n for n in new.acts if n in old.acts]
        self.moved = tuple(n for n in both if not self.one(n))
        self.old_names = {n: apart_from(n) if n in self.moved else n for n in old.acts}
        self._old_of = {joint: n for n, joint in self.old_names.items()}
        self.order = together(new.acts, (self.old_names[n] for n in old.acts))
        self.parents = {name: self._parent(name) for name in self.order}

    def one(self, name: str) -> bool:
        """Whether the act, which both have, is one."""
        if name in self._one:
            return self._one[name]
        if name in self._asked:
            return False
        self._asked.add(name)
        (above, private), (other, own) = self._way(self.old, name), self._way(self.new, name)
        self._one[name] = above == other and not (private and own)
        return self._one[name]

    def _way(self, policy: Policy, name: str) -> tuple[str | None, bool]:
        """The next act above that is one for both, and whether there are others on the way to it."""
        private = False
        for above in ancestors(policy, name)[1:]:
            if above in self.old.acts and above in self.new.acts and self.one(above):
                return above, private
            private = True
        return None, private

    def known(self, name: str) -> tuple[Act | None, Act | None]:
        """The act in the old and in the new document, of a joint name."""
        before = self.old.acts[self._old_of[name]] if name in self._old_of else None
        return before, self.new.acts.get(name)

    def _parent(self, name: str) -> str | None:
        before, after = self.known(name)
        if before is not None and (after is None or self._way(self.old, before.name)[1]):
            return None if before.parent is None else self.old_names[before.parent]
        return None if after is None else after.parent

    def root(self, name: str) -> str:
        """The topmost act above a joint act."""
        here = name
        while (above := self.parents[here]) is not None:
            here = above
        return here

    def families(self) -> list[list[str]]:
        """The joint acts by family, parents first in each."""
        found: dict[str, list[str]] = {}

        def depth(name: str) -> int:
            above = self.parents[name]
            return 0 if above is None else 1 + depth(above)

        for name in sorted(self.order, key=depth):
            found.setdefault(self.root(name), []).append(name)
        return list(found.values())


class _Roles:
    """The joint roles of one family of acts: those that some act has on both sides under one name, and that can hold the same, are one."""

    def __init__(self, merging: Merging, family: list[str]) -> None:
        self.merging, self.family = merging, family
        self._up: dict[Key, Key] = {}
        self._fields: dict[Key, Field] = {}
        self._having: dict[str, list[Key]] = {}
        self._apart: set[Key] = set()
        for name in family:
            self._gather(name)
        self._keys = self._named()
        self.roles = {name: self._of(name) for name in family}
        self.names: tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]] = ({}, {})
        for name in family:
            self._map(name)

    def _find(self, key: Key) -> Key:
        while self._up[key] != key:
            key = self._up[key]
        return key

    def _gather(self, name: str) -> None:
        before, after = self.merging.acts_of.known(name)
        parent = self.merging.acts_of.parents[name]
        having = list(self._having[parent]) if parent is not None else []
        for act, old in ((after, False), (before, True)):
            for role in act.roles if act is not None else ():
                key = (old, role.key)
                self._fields.setdefault(key, role)
                self._up.setdefault(key, key)
                if key not in having:
                    having.append(key)
        self._having[name] = having
        self._link(name, having, whole=before is not None and after is not None)

    def _link(self, name: str, having: list[Key], *, whole: bool) -> None:
        mine = {_bare(k): (o, k) for o, k in having if o}
        theirs = {_bare(k): (o, k) for o, k in having if not o}
        for bare in together(theirs, mine):
            old, new = mine.get(bare), theirs.get(bare)
            if old is None or new is None:
                key = old or new
                if whole and key is not None:
                    span = self._fields[key].span
                    self.merging.role_one_sided(name, bare, span if old else None, span if new else None)
                continue
            if self._find(old) == self._find(new):
                continue
            if self.merging.alike(self._fields[old], self._fields[new]):
                self._up[self._find(old)] = self._find(new)
                self.merging.role_matched(name, self._fields[old], self._fields[new])
            else:
                self._apart.add(old)
                self.merging.role_apart(name, self._fields[old], self._fields[new])

    def _members(self) -> dict[Key, list[Key]]:
        found: dict[Key, list[Key]] = {}
        for key in self._fields:
            found.setdefault(self._find(key), []).append(key)
        return found

    def _named(self) -> dict[Key, Field]:
        """The joint field of each set of roles that are one."""
        members = self._members()
        sharing: dict[str, int] = {}
        for top in members:
            sharing[_bare(top[1])] = sharing.get(_bare(top[1]), 0) + 1
        used: set[str] = set()
        found: dict[Key, Field] = {}
        for top, keys in sorted(members.items(), key=lambda m: all(old for old, _ in m[1])):
            bare = _bare(top[1])
            wanted = [bare] if sharing[bare] == 1 else [k for _, k in sorted(keys)]
            key = next((w for w in (*wanted, apart_from(wanted[0])) if w not in used), f"{apart_from(bare)} {len(used)}")
            used.add(key)
            apart = all(k in self._apart for k in keys)
            restated = [self.merging.old_role(self._fields[k], apart=apart) if k[0] else self._fields[k] for k in sorted(keys)]
            found[top] = replace(_both(restated[0], restated), key=key)
        return found

    def _of(self, name: str) -> tuple[Field, ...]:
        tops = dict.fromkeys(self._find(key) for key in self._having[name])
        return tuple(self._keys[top] for top in tops)

    def _map(self, name: str) -> None:
        before, after = self.merging.acts_of.known(name)
        for act, policy, old in ((before, self.merging.old, True), (after, self.merging.new, False)):
            if act is not None:
                root = ancestors(policy, act.name)[-1]
                names = self.names[0 if old else 1].setdefault(root, {})
                names.update({role.key: self._keys[self._find((old, role.key))].key for role in act.roles})


def _bare(key: str) -> str:
    return key.rsplit(".", maxsplit=1)[-1]


def _both(field: Field, fields: list[Field]) -> Field:
    """`field` with room for all that `fields` can hold."""
    lows, highs = [f.type.low for f in fields], [f.type.high for f in fields]
    low: Fraction | None = None if None in lows else min(x for x in lows if x is not None)
    high: Fraction | None = None if None in highs else max(x for x in highs if x is not None)
    return replace(field, optional=any(f.optional for f in fields), type=replace(field.type, low=low, high=high))


def _named(type_: Type) -> str:
    match type_.sort:
        case Sort.KIND | Sort.ENTITY:
            return f"`{type_.of}`"
        case Sort.SET:
            return f"a set of `{type_.of}`"
        case Sort.MONEY:
            return f"money in {type_.of}"
        case Sort.INTEGER:
            return "an integer"
        case _:
            return f"a {type_.sort.value}"


def _entities_apart(old: Policy, new: Policy) -> frozenset[str]:
    """Entities of one name that cannot be one: of two kinds, or such that chains of fields would lead back to where they began."""
    both = [e for e in new.entities if e in old.entities]
    apart = {e for e in both if None not in (old.entities[e].kind, new.entities[e].kind)}
    apart = {e for e in apart if old.entities[e].kind != new.entities[e].kind}
    while True:
        leads: dict[str, set[str]] = {}
        for policy, is_old in ((old, True), (new, False)):
            for entity in policy.entities.values():
                inner = [f.type.of for f in entity.fields if f.type.sort is Sort.ENTITY]
                names = [apart_from(e) if is_old and e in apart else e for e in (entity.name, *inner)]
                leads.setdefault(names[0], set()).update(names[1:])
        circle = {e for e in both if e not in apart and e in _reached(leads, e)}
        if not circle:
            return frozenset(apart)
        apart |= circle


def _reached(leads: Mapping[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    stack = list(leads.get(start, ()))
    while stack:
        here = stack.pop()
        if here not in found:
            found.add(here)
            stack += leads.get(here, ())
    return found
