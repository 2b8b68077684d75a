"""Kinds, entities, acts, relations and the signatures of terms, from their declarations.

Contract: `build` fills a `Vocabulary` and notes mistakes; a declaration with a mistake is left out or keeps what is sound of it.
A field of an unknown type is left out, so that nothing complains about it a second time (a later pass does not run).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from tos_spec import core, syntax
from tos_spec.core import Field, KindNode, Sort, Type
from tos_spec.diagnostics import Collector, Diagnostic
from tos_spec.resolve import Params, Signature, Supposition, Vocabulary
from tos_spec.resolve_names import did_you_mean, listed, spaced
from tos_spec.resolve_types import IMPORT_IT, NOT_IMPORTED, behind_import, example_of, type_of

D = TypeVar("D", bound=syntax.Declaration)
DATE = Type(Sort.DATE, low=Fraction(core.FIRST_DAY), high=Fraction(core.LAST_DAY))


def build(vocabulary: Vocabulary, documents: Sequence[syntax.Document], found: Collector) -> None:
    """Fill `vocabulary` with what `documents` declare."""
    _kinds(vocabulary, _every(documents, syntax.KindDecl), found)
    entities = list(_every(documents, syntax.EntityDecl))
    _entities(vocabulary, entities, found)
    _acts(vocabulary, list(_every(documents, syntax.ActDecl)), found)
    _relations(vocabulary, _every(documents, syntax.RelationDecl), found)
    _terms(vocabulary, documents, found)
    _tell_apart(vocabulary)
    _assumptions(vocabulary, _every(documents, syntax.AssumeDecl), found)


def _every(documents: Sequence[syntax.Document], kind: type[D]) -> Iterator[D]:
    return (d for document in documents for d in document.declarations if isinstance(d, kind))


def label_of(name: syntax.Name, label: syntax.Text | None) -> str:
    """What reports call a thing: its label, or its name as words, if there is none, or a blank one."""
    return (label.value.strip() if label else "") or spaced(name.text)


# --- kinds, entities ----------------------------------------------------------------------------------------------------------


def _kinds(vocabulary: Vocabulary, decls: Iterator[syntax.KindDecl], found: Collector) -> None:
    for decl in decls:
        nodes: list[KindNode] = []
        stack: list[tuple[str | None, syntax.KindEntry]] = [(None, e) for e in reversed(decl.entries)]
        while stack:
            parent, entry = stack.pop()
            name = entry.name.text
            id = f"{parent}.other" if name == "other" and parent is not None else name
            if name == "other" and entry.children:
                message = "`other` has names below it"
                help = "give it another name: `other` means whatever the names beside it leave out"
                found.add(Diagnostic("E221", "other-with-parts", message, entry.name.span, (), help))
            nodes.append(KindNode(id, label_of(entry.name, entry.label), parent, not entry.children))
            stack += [(id, e) for e in reversed(entry.children)]
        key = vocabulary.key(decl.name)
        vocabulary.kinds.setdefault(key, core.Kind(key, label_of(decl.name, decl.label), tuple(nodes), decl.span))


def _entities(vocabulary: Vocabulary, decls: Sequence[syntax.EntityDecl], found: Collector) -> None:
    for decl in decls:
        kind = None if decl.kind is None else _type_name(vocabulary, decl.kind, "kind", vocabulary.kinds, found)
        key, label = vocabulary.key(decl.name), label_of(decl.name, decl.label)
        vocabulary.entities.setdefault(key, core.Entity(key, label, kind, (), decl.span))
    for decl in decls:
        fields = tuple(f for field in decl.fields if (f := _field(vocabulary, field, found)))
        entity = vocabulary.entities[vocabulary.key(decl.name)]
        if entity.span == decl.span:
            vocabulary.entities[entity.name] = replace(entity, fields=fields)
    leads = {name: [f.type.of for f in e.fields if f.type.sort is Sort.ENTITY] for name, e in vocabulary.entities.items()}
    for circle in circles(leads):
        entity = vocabulary.entities[circle[0]]
        span = next((f.span for f in entity.fields if f.type.of == circle[1 % len(circle)]), entity.span)
        way = " → ".join(f"`{n}`" for n in (*circle, circle[0]))
        message = f"the fields of `{circle[0]}` lead back to `{circle[0]}`"
        help = "say it with a relation, which may join an entity to one of its own type"
        found.add(Diagnostic("E208", "entity-circle", message, span, (f"the circle is {way}",), help))


def _type_name(
    vocabulary: Vocabulary, name: syntax.Name, wanted: str, known: Mapping[str, core.Kind | core.Entity], found: Collector
) -> str | None:
    """The kind or the entity that `name` means, or None after a complaint."""
    meant = vocabulary.find(known, name.text, name.span.file)
    if meant is not None:
        return meant
    others: Mapping[str, core.Kind | core.Entity] = vocabulary.entities if wanted == "kind" else vocabulary.kinds
    if vocabulary.find(others, name.text, name.span.file) is not None:
        is_, article = ("an entity", "a kind") if wanted == "kind" else ("a kind", "an entity")
        message = f"`{name.text}` is {is_}, not {article}"
        found.add(Diagnostic("E227", "wrong-sort-of-type", message, name.span, (), f"name {article} here"))
        return None
    unknown(vocabulary, found, "E205", "unknown-type", wanted, name, known)
    return None


def unknown(
    vocabulary: Vocabulary,
    found: Collector,
    code: str,
    code_name: str,
    what: str,
    name: syntax.Name,
    group: Mapping[str, core.Kind | core.Entity | core.Act],
) -> None:
    """Complain of a name that nothing in `group` has, where it is written."""
    known = vocabulary.names(group, name.span.file)
    elsewhere = vocabulary.elsewhere(group, name.text)
    notes = (NOT_IMPORTED,) if elsewhere else ()
    declared = f"declared are {listed(sorted(known)[:8])}" if known else f"declare it: `{what} {name.text}`"
    help = behind_import(name.text, known) or (IMPORT_IT if elsewhere else did_you_mean(name.text, known, declared))
    notes = () if elsewhere and help != IMPORT_IT else notes
    found.add(Diagnostic(code, code_name, f"there is no {what} `{name.text}`", name.span, notes, help))


def _field(vocabulary: Vocabulary, decl: syntax.FieldDecl, found: Collector) -> Field | None:
    type_ = type_of(vocabulary, decl.type, found)
    if type_ is None:
        return None
    example = example_of(vocabulary, decl, type_, found)
    return Field(decl.name.text, label_of(decl.name, decl.label), type_, decl.optional, example, decl.span)


def circles(leads: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """One circle for each strongly connected part of a graph that has one, from its first node in order."""
    done: set[str] = set()
    for start in leads:
        path: list[str] = [start]
        stack = [iter(leads[start])]
        on_path = {start}
        if start in done:
            continue
        while stack:
            after = next(stack[-1], None)
            if after is None:
                stack.pop()
                here = path.pop()
                on_path.discard(here)
                done.add(here)
            elif after in on_path:
                circle = path[path.index(after) :]
                yield tuple(circle)
                done |= set(path)
                break
            elif after not in done and after in leads:
                path.append(after)
                on_path.add(after)
                stack.append(iter(leads[after]))


# --- acts ---------------------------------------------------------------------------------------------------------------------


def _acts(vocabulary: Vocabulary, decls: Sequence[syntax.ActDecl], found: Collector) -> None:
    known: dict[str, syntax.ActDecl] = {}
    for decl in decls:
        known.setdefault(vocabulary.key(decl.name), decl)
    bare = {name: core.Act(name, name, None, None, (), decl.span) for name, decl in known.items()}
    parents = {name: _parent(vocabulary, decl, bare, found) for name, decl in known.items()}
    for circle in circles({n: [p] if p else [] for n, p in parents.items()}):
        way = " → ".join(f"`{n}`" for n in (*circle, circle[0]))
        decl = known[circle[0]]
        span = decl.parent.span if decl.parent else decl.name.span
        message = f"the act `{circle[0]}` comes to stand above itself"
        found.add(Diagnostic("E220", "act-circle", message, span, (f"the circle is {way}",), "leave out one `is`"))
        for name in circle:
            parents[name] = None
    own = {n: [f for r in d.roles if (f := _field(vocabulary, r, found))] for n, d in known.items()}
    keys = _keys(parents, own)
    for name in _downward(parents):
        decl, parent = known[name], parents[name]
        inherited = vocabulary.acts[parent].roles if parent else ()
        roles = _without_inherited(name, inherited, own[name], found)
        mine = tuple(replace(f, key=keys[name, f.key]) for f in roles)
        if parent is None:
            mine = (*mine, Field("date", "date", DATE, optional=False, example=None, span=decl.name.span))
        says = decl.says.value if decl.says else None
        vocabulary.acts[name] = core.Act(name, label_of(decl.name, decl.label), says, parent, (*inherited, *mine), decl.span)
    in_order = {name: vocabulary.acts[name] for name in known}
    vocabulary.acts.clear()
    vocabulary.acts.update(in_order)
    for name, decl in known.items():
        _placeholders(vocabulary, name, decl, found)


def _parent(vocabulary: Vocabulary, decl: syntax.ActDecl, known: Mapping[str, core.Act], found: Collector) -> str | None:
    if decl.parent is None:
        return None
    meant = vocabulary.find(known, decl.parent.text, decl.span.file)
    if meant is None:
        others = {n: a for n, a in known.items() if n != vocabulary.key(decl.name)}
        unknown(vocabulary, found, "E206", "unknown-act", "act", decl.parent, others)
    return meant


def _downward(parents: Mapping[str, str | None]) -> Iterator[str]:
    """Every act, parents before their children."""
    done: set[str] = set()
    for name in parents:
        way: list[str] = []
        here: str | None = name
        while here is not None and here not in done:
            way.append(here)
            done.add(here)
            here = parents[here]
        yield from reversed(way)


def _keys(parents: Mapping[str, str | None], own: Mapping[str, Sequence[Field]]) -> dict[tuple[str, str], str]:
    """The key of each act's own role: its name, or `act.name` where another role of the family has that name."""
    root: dict[str, str] = {}
    for name in _downward(parents):
        parent = parents[name]
        root[name] = root[parent] if parent else name
    having: dict[tuple[str, str], set[str]] = {}
    for name, fields in own.items():
        for f in fields:
            having.setdefault((root[name], f.key), set()).add(name)
    return {
        (name, f.key): f.key if len(having[root[name], f.key]) == 1 else f"{name}.{f.key}"
        for name, fields in own.items()
        for f in fields
    }


def _without_inherited(act: str, inherited: Sequence[Field], own: Sequence[Field], found: Collector) -> list[Field]:
    """An act's own roles, less those that it inherits already, of which it complains."""
    above = {f.key.rpartition(".")[2]: f for f in inherited}
    for f in own:
        if f.key in above:
            message = f"`{act}` already has the role `{f.key}`"
            note = f"it is inherited from {above[f.key].span.place}"
            found.add(Diagnostic("E222", "inherited-role", message, f.span, (note,), "leave it out, or give it another name"))
    return [f for f in own if f.key not in above]


def _placeholders(vocabulary: Vocabulary, name: str, decl: syntax.ActDecl, found: Collector) -> None:
    """The names in braces of `says` are roles of the act."""
    if decl.says is None:
        return
    roles = vocabulary.roles(name)
    for piece in decl.says.value.split("{")[1:]:
        word, closed, _ = piece.partition("}")
        if not closed or word.strip() not in roles:
            message = f"`{{{word}}}` names no role of `{name}`" if closed else "a brace in `says` is never closed"
            help = did_you_mean(word.strip(), roles, f"its roles are {listed(roles)}")
            found.add(Diagnostic("E228", "unknown-placeholder", message, decl.says.span, (), help))


# --- terms --------------------------------------------------------------------------------------------------------------------


def _params(vocabulary: Vocabulary, params: Sequence[syntax.Parameter], found: Collector) -> Params | None:
    entities = [_type_name(vocabulary, p.entity, "entity", vocabulary.entities, found) for p in params]
    return tuple((p.name.text, e or "") for p, e in zip(params, entities, strict=True)) if all(entities) else None


def act_of(vocabulary: Vocabulary, name: syntax.Name, found: Collector) -> str | None:
    """The act that `name` means, or None after a complaint."""
    meant = vocabulary.find(vocabulary.acts, name.text, name.span.file)
    if meant is None:
        unknown(vocabulary, found, "E206", "unknown-act", "act", name, vocabulary.acts)
    return meant


def _relations(vocabulary: Vocabulary, decls: Iterator[syntax.RelationDecl], found: Collector) -> None:
    for decl in decls:
        params = _params(vocabulary, decl.params, found)
        if params is not None:
            key, over = vocabulary.key(decl.name), tuple(e for _, e in params)
            vocabulary.relations.setdefault(key, core.Relation(key, label_of(decl.name, decl.label), over, decl.span))


def _about(
    vocabulary: Vocabulary, act: syntax.Name | None, params: Sequence[syntax.Parameter], found: Collector
) -> tuple[str | None, Params] | None:
    """What a term or an assumption speaks of; None after a complaint."""
    meant = None if act is None else act_of(vocabulary, act, found)
    given = _params(vocabulary, params, found)
    return None if given is None or (act is not None and meant is None) else (meant, given)


def _terms(vocabulary: Vocabulary, documents: Sequence[syntax.Document], found: Collector) -> None:
    for document in documents:
        for decl in document.declarations:
            match decl:
                case syntax.DefineDecl() | syntax.OpenTermDecl():
                    about = _about(vocabulary, decl.act, decl.params, found)
                    if about is None:
                        continue
                    signature = Signature(decl, label_of(decl.name, decl.label), *about)
                    key = vocabulary.key(decl.name)
                    if isinstance(decl, syntax.DefineDecl):
                        vocabulary.definitions.setdefault(key, signature)
                    else:
                        vocabulary.terms.setdefault(key, signature)
                        vocabulary.order.setdefault(key, len(vocabulary.order))
                case syntax.OpenQuantityDecl():
                    _quantity(vocabulary, decl, found)
                case _:
                    pass


def _tell_apart(vocabulary: Vocabulary) -> None:
    """Terms of documents that meet, if their labels are the same, get the name of the import that brings them into theirs."""
    groups: tuple[dict[str, Signature], ...] = (vocabulary.definitions, vocabulary.terms)
    used = Counter(s.label for group in groups for s in group.values()) + Counter(q.label for q in vocabulary.quantities.values())
    for group in groups:
        for key, signature in group.items():
            if "." in key and used[signature.label] > 1:
                group[key] = replace(signature, label=f"{signature.label} ({key.rpartition('.')[0]})")
    for key, quantity in vocabulary.quantities.items():
        if "." in key and used[quantity.label] > 1:
            vocabulary.quantities[key] = replace(quantity, label=f"{quantity.label} ({key.rpartition('.')[0]})")


def _quantity(vocabulary: Vocabulary, decl: syntax.OpenQuantityDecl, found: Collector) -> None:
    type_ = type_of(vocabulary, decl.type, found)
    name, label = vocabulary.key(decl.name), label_of(decl.name, decl.label)
    order = vocabulary.order.setdefault(name, len(vocabulary.order))
    if type_ is not None and type_.low is not None and type_.high is not None:
        quantity = core.OpenQuantity(name, label, type_, type_.low, type_.high, order, decl.span)
        vocabulary.quantities.setdefault(name, quantity)


def _assumptions(vocabulary: Vocabulary, decls: Iterator[syntax.AssumeDecl], found: Collector) -> None:
    for decl in decls:
        about = _about(vocabulary, decl.act, decl.params, found)
        if about is not None:
            supposed = Supposition(decl, label_of(decl.name, decl.title), *about)
            vocabulary.assumptions.setdefault(vocabulary.key(decl.name), supposed)
