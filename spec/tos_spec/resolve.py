"""Declarations of all documents to one vocabulary: every name that a formula can use, and what it is.

Contract: takes documents without mistakes of grammar, imports before importers, the checked file last. Promises unique names,
acyclic entities and acts, and fields of known types. Formulas, clauses, claims and cases are left to `typecheck`.
A name can be used in the file that declares it and in those that import it, directly or through others; `resolve_views` says how it is
written there. Here every name is the one that it has in the joint vocabulary: that of an import comes first, if only that brings it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tos_spec import core, syntax
from tos_spec.core import Field
from tos_spec.diagnostics import Collector, Diagnostic
from tos_spec.resolve_names import meant_in
from tos_spec.resolve_text import Texts
from tos_spec.resolve_views import Views, views
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
    def span(self) -> Span:
        """Where it is declared."""
        return self.decl.span

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


Declared = core.Kind | core.Entity | core.Act | core.Relation | core.OpenQuantity | Signature


@dataclass
class Vocabulary:
    """What is declared, by its name in the joint vocabulary. `views` tells which files' names can be used in a file, and how."""

    texts: Texts
    views: Views
    kinds: dict[str, core.Kind] = field(default_factory=dict)
    entities: dict[str, core.Entity] = field(default_factory=dict)
    acts: dict[str, core.Act] = field(default_factory=dict)
    relations: dict[str, core.Relation] = field(default_factory=dict)
    definitions: dict[str, Signature] = field(default_factory=dict)
    terms: dict[str, Signature] = field(default_factory=dict)
    quantities: dict[str, core.OpenQuantity] = field(default_factory=dict)
    assumptions: dict[str, Supposition] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)  # of open terms and quantities
    _meant: dict[tuple[str, str], tuple[tuple[str, ...], frozenset[str]]] = field(default_factory=dict)

    def key(self, name: syntax.Name) -> str:
        """The name in the joint vocabulary of what is declared by `name`."""
        return f"{self.views.prefixes[name.span.file]}{name.text}"

    def find(self, group: Mapping[str, Declared], text: str, file: str) -> str | None:
        """The name in the joint vocabulary of what `text` means in `file`, among `group`; None if nothing there is called so."""
        before, dot, name = text.rpartition(".")
        prefixes, files = self._behind(file, before + dot)
        for prefix in prefixes:
            declared = group.get(f"{prefix}{name}")
            if declared is not None and declared.span.file in files:
                return f"{prefix}{name}"
        return None

    def _behind(self, file: str, written: str) -> tuple[tuple[str, ...], frozenset[str]]:
        """The files that are meant in `file` by what is written before a name, and how their names begin in the joint vocabulary."""
        if (file, written) not in self._meant:
            files = next((files for before, files in self.views.groups(file) if before == written), frozenset[str]())
            self._meant[file, written] = tuple(dict.fromkeys(self.views.prefixes[f] for f in sorted(files))), files
        return self._meant[file, written]

    def names(self, group: Mapping[str, Declared], file: str) -> list[str]:
        """How everything in `group` that can be used in `file` is written there, in the order of declaration."""
        found: dict[str, str] = {}
        for written, files in self.views.groups(file):
            for name, declared in group.items():
                if declared.span.file in files:
                    found.setdefault(name, f"{written}{name.rpartition('.')[2]}")
        return [found[name] for name in group if name in found]

    def value(self, kind: core.Kind, name: syntax.Name) -> tuple[str, ...]:
        """The parts of a value's name, without the names of imports before it (or before the name of `kind`)."""
        for size in range(len(name.parts) - 1, 0, -1):
            before = ".".join(name.parts[:size])
            if self.find(self.kinds, before, name.span.file) == kind.name:
                return (kind.name.rpartition(".")[2], *name.parts[size:])
            if kind.span.file in self._behind(name.span.file, f"{before}.")[1] and not meant_in(kind, name.parts):
                return name.parts[size:]
        return name.parts

    def elsewhere(self, group: Mapping[str, Declared], text: str) -> bool:
        """Whether something in `group` is called so, in whatever file."""
        return any(name.rpartition(".")[2] == text.rpartition(".")[2] for name in group)

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
    """The vocabulary, the documents it comes from, and what is wrong. `others`: what the checked document imports under a name."""

    vocabulary: Vocabulary
    documents: tuple[syntax.Document, ...]
    diagnostics: tuple[Diagnostic, ...]
    others: Mapping[str, syntax.Document] = field(default_factory=dict)


def resolve(documents: tuple[syntax.Document, ...], edges: Mapping[Span, str], texts: Texts) -> Resolved:
    """The vocabulary of `documents`; `edges` tells which file each import means."""
    from tos_spec import resolve_limits, resolve_unique, resolve_vocabulary

    found = Collector()
    vocabulary = Vocabulary(texts, views(documents, edges))
    found.extend(resolve_unique.imported_twice(documents, edges))
    for document in documents:
        if document is documents[-1] or any(document.file in behind.values() for behind in vocabulary.views.behind.values()):
            together = [d for d in documents if d.file in vocabulary.views.plain[document.file]]
            found.extend(resolve_unique.repeated(together))
            found.extend(resolve_unique.alike(together))
    found.extend(_refused(documents[-1]))
    resolve_vocabulary.build(vocabulary, documents, found)
    if not found:
        found.extend(resolve_limits.too_large(vocabulary))
    named = vocabulary.views.behind[documents[-1].file]
    others = {name: next(d for d in documents if d.file == file) for name, file in named.items() if "." not in name}
    return Resolved(vocabulary, documents, tuple(found), others)


def _refused(checked: syntax.Document) -> Iterator[Diagnostic]:
    """What a vocabulary cannot hold."""
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
