"""Declarations of all documents to one vocabulary: every name that a formula can use, and what it is.

Contract: takes documents without mistakes of grammar, imports before importers, the checked file last. Promises unique names,
acyclic entities and acts, and fields of known types. Formulas, clauses, claims and cases are left to `typecheck`.
A name can be used in the file that declares it and in those that import it, directly or through others.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tos_spec import core, syntax
from tos_spec.core import Field
from tos_spec.diagnostics import Collector, Diagnostic
from tos_spec.resolve_text import Texts
from tos_spec.source import Span

Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """A defined or open term: what it is called and what it speaks of (an act, or entities, or neither)."""

    decl: syntax.DefineDecl | syntax.OpenTermDecl
    label: str
    act: str | None
    params: Params

    @property
    def file(self) -> str:
        """The file that declares it."""
        return self.decl.span.file


@dataclass(frozen=True, slots=True)
class Supposition:
    """An assumption: what it speaks of."""

    decl: syntax.AssumeDecl
    label: str
    act: str | None
    params: Params


@dataclass
class Vocabulary:
    """What is declared, by name. `visible` tells which files' names can be used in a file."""

    texts: Texts
    visible: Mapping[str, frozenset[str]]
    kinds: dict[str, core.Kind] = field(default_factory=dict)
    entities: dict[str, core.Entity] = field(default_factory=dict)
    acts: dict[str, core.Act] = field(default_factory=dict)
    relations: dict[str, core.Relation] = field(default_factory=dict)
    definitions: dict[str, Signature] = field(default_factory=dict)
    terms: dict[str, Signature] = field(default_factory=dict)
    quantities: dict[str, core.OpenQuantity] = field(default_factory=dict)
    assumptions: dict[str, Supposition] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)  # of open terms and quantities

    def seen(self, file: str, span: Span) -> bool:
        """Whether what is declared at `span` can be used in `file`."""
        return span.file == file or span.file in self.visible[file]

    def fields(self, entity: str) -> Mapping[str, Field]:
        """The fields of an entity, by name."""
        return {f.key: f for f in self.entities[entity].fields}

    def roles(self, act: str) -> Mapping[str, Field]:
        """The roles of an act by the names that its formulas use."""
        return {f.key.rpartition(".")[2]: f for f in self.acts[act].roles}

    def above(self, act: str) -> tuple[str, ...]:
        """`act`, its parent, and so on up."""
        found: list[str] = []
        here: str | None = act
        while here is not None:
            found.append(here)
            here = self.acts[here].parent
        return tuple(found)

    def common(self, acts: Sequence[str]) -> str | None:
        """The lowest act that stands above all of `acts`."""
        shared = [set(self.above(a)) for a in acts]
        return next((a for a in self.above(acts[0]) if all(a in s for s in shared)), None) if acts else None

    def related(self, one: str, other: str) -> bool:
        """Whether one of two acts is above the other (or they are the same)."""
        return one in self.above(other) or other in self.above(one)


@dataclass(frozen=True, slots=True)
class Resolved:
    """The vocabulary, the documents it comes from, and what is wrong."""

    vocabulary: Vocabulary
    documents: tuple[syntax.Document, ...]
    diagnostics: tuple[Diagnostic, ...]


def resolve(documents: tuple[syntax.Document, ...], edges: Mapping[Span, str], texts: Texts) -> Resolved:
    """The vocabulary of `documents`; `edges` tells which file each import means."""
    from tos_spec import resolve_limits, resolve_unique, resolve_vocabulary

    found = Collector()
    vocabulary = Vocabulary(texts, _visible(documents, edges))
    found.extend(_refused(documents))
    found.extend(resolve_unique.repeated(documents))
    found.extend(resolve_unique.alike(documents))
    resolve_vocabulary.build(vocabulary, documents, found)
    if not found:
        found.extend(resolve_limits.too_large(vocabulary))
    return Resolved(vocabulary, documents, tuple(found))


def _visible(documents: Sequence[syntax.Document], edges: Mapping[Span, str]) -> dict[str, frozenset[str]]:
    """For each file, the files whose names it can use. Imports come before their importers."""
    found: dict[str, frozenset[str]] = {}
    for document in documents:
        mine = {document.file}
        for decl in document.declarations:
            if isinstance(decl, syntax.Import) and decl.span in edges:
                mine |= found.get(edges[decl.span], frozenset({edges[decl.span]}))
        found[document.file] = frozenset(mine)
    return found


def _refused(documents: Sequence[syntax.Document]) -> Iterator[Diagnostic]:
    """Imports with a name of their own are not built yet; what a vocabulary cannot hold."""
    for document in documents:
        for decl in document.declarations:
            if isinstance(decl, syntax.Import) and decl.alias is not None:
                yield Diagnostic(
                    "E451",
                    "import-as-not-built",
                    "`import … as NAME` is not built yet",
                    decl.alias.span,
                    ("it will make another document's verdicts available",),
                    "leave out `as` and the name, to use the other file's vocabulary",
                )
    checked = documents[-1]
    if checked.header is None:
        for decl in checked.declarations:
            if isinstance(decl, syntax.ClauseDecl | syntax.ClaimDecl | syntax.CaseDecl | syntax.Accepting):
                word = {syntax.ClauseDecl: "clause", syntax.ClaimDecl: "claim", syntax.CaseDecl: "case"}.get(
                    type(decl), "acceptance"
                )
                yield Diagnostic(
                    "E225",
                    "no-header",
                    f"a {word} in a file without a header" if word != "acceptance" else "`accepting` in a file without a header",
                    _headline(decl),
                    ("a file without a header is vocabulary for other documents",),
                    'begin the file with `terms NAME "title"`',
                )
                return


def _headline(decl: syntax.ClauseDecl | syntax.ClaimDecl | syntax.CaseDecl | syntax.Accepting) -> Span:
    match decl:
        case syntax.ClauseDecl(number=number):
            return number.span
        case syntax.ClaimDecl(name=name) | syntax.CaseDecl(name=name):
            return name.span
        case _:
            return decl.span
