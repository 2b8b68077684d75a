"""Vocabulary that nothing uses: names that the checked file declares, and imports.

Contract: all names that `unused` gives (with what is declared inside them) and all imports can be deleted together, and the document still
loads and means the same. A name is used if a formula, a path, a type or a declaration names it (an act: also if an act below it is
used). Leaves and inner names of kinds are never given: they matter by being other than the rest; nor are roles called `date`, nor
what is inside something unused. Vocabulary for other documents (a file without a header) uses nothing by itself, so nothing is given.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tos_spec import core, syntax
from tos_spec.core import Path, Sort
from tos_spec.resolve import Declared, Vocabulary
from tos_spec.source import Span
from tos_spec.typecheck import Typed
from tos_spec.typecheck_formulas import Meaning, Use
from tos_spec.typecheck_names import Scope

What = Literal["kind", "entity", "act", "role", "field", "relation", "definition", "open term", "open quantity", "import"]

Id = tuple[str, str] | Span
"""A declared name: its sort, and itself in the joint vocabulary; a role or a field, by the place of its declaration."""

_Declared = (
    syntax.KindDecl
    | syntax.EntityDecl
    | syntax.ActDecl
    | syntax.RelationDecl
    | syntax.DefineDecl
    | syntax.OpenTermDecl
    | syntax.OpenQuantityDecl
)
_SORTS: Mapping[type[_Declared], What] = {
    syntax.KindDecl: "kind",
    syntax.EntityDecl: "entity",
    syntax.ActDecl: "act",
    syntax.RelationDecl: "relation",
    syntax.DefineDecl: "definition",
    syntax.OpenTermDecl: "open term",
    syntax.OpenQuantityDecl: "open quantity",
}
_BRACES = re.compile(r"\{\s*(\w+)\s*\}")


@dataclass(frozen=True, slots=True)
class Unused:
    """A name (or the file of an import) that nothing uses, and where it stands. `of`: the act or the entity of a role or a field."""

    what: What
    name: str
    span: Span
    of: str = ""


def unused(typed: Typed, edges: Mapping[Span, str], documents: tuple[syntax.Document, ...]) -> tuple[Unused, ...]:
    """What the checked document (the last) declares or imports, and nothing uses; in the order of the document."""
    if typed.document.header is None:
        return ()
    uses = _Uses(typed, documents)
    found = [*_names(uses, typed.document), *_imports(uses, edges, documents)]
    files = {file: place for place, file in enumerate(dict.fromkeys(d.span.file for d in typed.document.declarations))}
    return tuple(sorted(found, key=lambda u: (files[u.span.file], u.span.line, u.span.column)))


class _Uses:
    """For each declaration of all documents, what it names."""

    def __init__(self, typed: Typed, documents: tuple[syntax.Document, ...]) -> None:
        self.typed, self.vocabulary = typed, typed.vocabulary
        self.declared: dict[Id, syntax.Declaration] = {}
        self.by: dict[Span, frozenset[Id]] = {}
        self.judges: set[str] = set()  # names of imports whose verdicts are asked for
        for document in documents:
            mine = document is documents[-1]
            for decl in document.declarations:
                if isinstance(decl, _Declared):
                    self.declared[_SORTS[type(decl)], self.vocabulary.key(decl.name)] = decl
                for member in _members(decl):
                    self.declared[member.span] = decl
                if mine or isinstance(decl, _Declared | syntax.AssumeDecl):
                    self.by[decl.span] = frozenset(self._named(decl))
        head = typed.document.header
        self.head = frozenset(self._named(head))

    def _named(self, node: Any) -> Iterator[Id]:
        """What is named anywhere in `node`."""
        stack = [node]
        while stack:
            here = stack.pop()
            if isinstance(here, tuple):
                stack += here
                continue
            if not dataclasses.is_dataclass(here) or isinstance(here, Span | syntax.Name):
                continue
            yield from self.by_name(here)
            if isinstance(here, syntax.DocumentSays):
                self.judges.add(here.document.text)
            if (meaning := self.typed.meanings.get(here)) is not None:  # type: ignore[call-overload]  # other nodes have none
                yield from _of_meaning(self.vocabulary, self.typed.scopes[here], meaning)  # type: ignore[index]  # what has a meaning has one
                continue
            stack += [getattr(here, f.name) for f in dataclasses.fields(here)]

    def by_name(self, node: Any) -> Iterator[Id]:
        """What a node names, its tests apart."""
        match node:
            case syntax.TypeName(of=name) if name is not None:
                yield from self._meant(name, "kind", "entity")
            case syntax.EntityDecl(kind=name) if name is not None:
                yield from self._meant(name, "kind")
            case syntax.Parameter(entity=name):
                yield from self._meant(name, "entity")
            case syntax.ActDecl(name=name, says=says) if says is not None:
                roles = self.vocabulary.roles(self.vocabulary.key(name))
                yield from (roles[word].span for word in _BRACES.findall(says.value) if word in roles)
            case syntax.DefaultLine(act=name) | syntax.AssumeDecl(act=name) | syntax.DefineDecl(act=name) if name is not None:
                yield from self._meant(name, "act")
            case syntax.OpenTermDecl(act=name) if name is not None:
                yield from self._meant(name, "act")
            case syntax.Norm(act=name) | syntax.ActQuestion(act=name) | syntax.CaseDecl(act=name):
                yield from self._meant(name, "act")
            case syntax.ClaimDecl(name=claim, question=syntax.DependenceQuestion(act=name)):
                yield from self._meant(name, "act")
                asked = self.typed.asked["claim", claim.text]
                for path in asked.paths:
                    yield from _of_path(self.vocabulary, Scope(node.span.file, asked.act), path)
            case _:
                pass

    def above(self, decl: syntax.ActDecl) -> Iterator[Id]:
        """The act that an act is one of."""
        return iter(()) if decl.parent is None else self._meant(decl.parent, "act")

    def _meant(self, name: syntax.Name, *sorts: Literal["kind", "entity", "act"]) -> Iterator[Id]:
        """What a name means, where it is written, among declarations of these sorts."""
        groups: dict[str, Mapping[str, Declared]] = {
            "kind": self.vocabulary.kinds,
            "entity": self.vocabulary.entities,
            "act": self.vocabulary.acts,
        }
        for sort in sorts:
            meant = self.vocabulary.find(groups[sort], name.text, name.span.file)
            if meant is not None:
                yield sort, meant


def _members(decl: syntax.Declaration) -> tuple[syntax.FieldDecl, ...]:
    match decl:
        case syntax.ActDecl(roles=members) | syntax.EntityDecl(fields=members):
            return members
        case _:
            return ()


# --- what a test names ------------------------------------------------------------------------------------------------------------


def _of_meaning(vocabulary: Vocabulary, scope: Scope, meaning: Meaning) -> Iterator[Id]:
    match meaning:
        case Use(name, args):
            yield "definition", name
            yield from _of_paths(vocabulary, scope, args)
        case core.Not(body):
            yield from _of_meaning(vocabulary, scope, body)
        case core.IsIn(path=path, kind=kind) | core.Has(path=path, kind=kind):
            yield "kind", kind
            yield from _of_path(vocabulary, scope, path)
        case core.Flag(path) | core.Exists(path):
            yield from _of_path(vocabulary, scope, path)
        case core.SameEntity(left, right) | core.SameValue(left, right):
            yield from _of_paths(vocabulary, scope, (left, right))
        case core.Compare(_, left_number, right_number):
            yield from _of_number(vocabulary, scope, left_number)
            yield from _of_number(vocabulary, scope, right_number)
        case core.Related(relation, paths):
            yield "relation", relation
            yield from _of_paths(vocabulary, scope, paths)
        case core.Open(term, args):
            yield "open term", term
            yield from _of_paths(vocabulary, scope, args)
        case _:
            pass


def _of_number(vocabulary: Vocabulary, scope: Scope, number: core.Number) -> Iterator[Id]:
    stack = [number]
    while stack:
        match stack.pop():
            case core.Read(path):
                yield from _of_path(vocabulary, scope, path)
            case core.Quantity(name):
                yield "open quantity", name
            case core.Plus(left, right) | core.Between(left, right):
                stack += (left, right)
            case core.Times(_, body) | core.Shift(body, _, _):
                stack.append(body)
            case _:
                pass


def _of_paths(vocabulary: Vocabulary, scope: Scope, paths: tuple[Path, ...]) -> Iterator[Id]:
    for path in paths:
        yield from _of_path(vocabulary, scope, path)


def _of_path(vocabulary: Vocabulary, scope: Scope, path: Path) -> Iterator[Id]:
    """The role and the fields that a path leads through."""
    first, *rest = path
    if first in scope.params:
        entity = scope.params[first]
        yield "entity", entity
    else:
        assert scope.act is not None  # noqa: S101 - a path begins at a parameter or a role
        role = next(f for f in vocabulary.acts[scope.act].roles if f.key == first)
        yield role.span
        entity = role.type.of
    for part in rest:
        field = vocabulary.fields(entity)[part]
        yield field.span
        entity = field.type.of if field.type.sort is Sort.ENTITY else ""


# --- names ------------------------------------------------------------------------------------------------------------------------


def _names(uses: _Uses, document: syntax.Document) -> Iterator[Unused]:
    named = {i for found in (*uses.by.values(), uses.head) for i in found}
    used_acts = _used_acts(uses, named)
    for decl in document.declarations:
        if not isinstance(decl, _Declared):
            continue
        sort, name, key = _SORTS[type(decl)], decl.name.text, uses.vocabulary.key(decl.name)
        if (key not in used_acts) if sort == "act" else ((sort, key) not in named):
            yield Unused(sort, name, decl.name.span)
            continue
        for member in _members(decl):
            if member.span not in named and not (sort == "act" and member.name.text == "date"):
                yield Unused("role" if sort == "act" else "field", member.name.text, member.name.span, name)


def _used_acts(uses: _Uses, named: set[Id]) -> frozenset[str]:
    acts = uses.vocabulary.acts
    return frozenset(above for name in acts if ("act", name) in named for above in uses.vocabulary.above(name))


# --- imports ----------------------------------------------------------------------------------------------------------------------


def _imports(uses: _Uses, edges: Mapping[Span, str], documents: tuple[syntax.Document, ...]) -> Iterator[Unused]:
    """Imports that bring in nothing that is needed. A file that is imported itself is no reason to import others that import it."""
    mine = documents[-1]
    imports = [d for d in mine.declarations if isinstance(d, syntax.Import) and d.span in edges]
    direct = {edges[i.span] for i in imports}
    needed = _needed_files(uses, documents)
    for decl in imports:
        file = edges[decl.span]
        brought = {file, *(f for f in uses.vocabulary.views.plain[file] if f not in direct)}
        asked = decl.alias is not None and decl.alias.text in uses.judges
        if not asked and not brought & needed:
            target = decl.target.value if isinstance(decl.target, syntax.Text) else decl.target.text
            yield Unused("import", target, decl.target.span)


def _needed_files(uses: _Uses, documents: tuple[syntax.Document, ...]) -> frozenset[str]:
    """The files that declare something that the checked document names, or that what it names needs, or that bears on it."""
    mine = documents[-1]
    needed: set[Span] = set()
    stack: list[Id] = [*uses.head, *(i for d in mine.declarations for i in uses.by[d.span])]
    assumptions = [d for doc in documents for d in doc.declarations if isinstance(d, syntax.AssumeDecl)]
    while True:
        while stack:
            decl = uses.declared.get(stack.pop())
            if decl is not None and decl.span not in needed:
                needed.add(decl.span)
                stack += uses.by[decl.span]
                if isinstance(decl, syntax.ActDecl) and decl.parent is not None:
                    stack += uses.above(decl)
        bearing = [d for d in assumptions if d.span not in needed and _bears(uses, d, needed)]
        if not bearing:
            return frozenset(span.file for span in needed)
        needed |= {d.span for d in bearing}
        stack = [i for d in bearing for i in uses.by[d.span]]


def _bears(uses: _Uses, assumption: syntax.AssumeDecl, needed: set[Span]) -> bool:
    """Whether an assumption says something of acts or entities that are needed."""
    if assumption.act is not None:
        about = uses.vocabulary.find(uses.vocabulary.acts, assumption.act.text, assumption.act.span.file)
        family = [a for a in uses.vocabulary.acts if about is not None and uses.vocabulary.related(a, about)]
        return any(uses.declared["act", a].span in needed for a in family)
    return all(uses.declared[i].span in needed for p in assumption.params for i in uses.by_name(p))
