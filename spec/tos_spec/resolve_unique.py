"""Names declared twice, and names that are easily taken for one another.

Contract: looks at declarations only. Of two declarations, the later one is reported.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tos_spec import syntax
from tos_spec.diagnostics import Diagnostic
from tos_spec.resolve_names import scripts, skeleton
from tos_spec.source import Span


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared name: the realm in which it must be unique (empty: none), what it is, and where."""

    realm: str
    what: str
    text: str
    span: Span


def repeated(documents: Sequence[syntax.Document]) -> Iterator[Diagnostic]:
    """Names declared twice where they must be unique."""
    first: dict[tuple[str, str], Declared] = {}
    for d in _all(documents):
        if not d.realm:
            continue
        earlier = first.setdefault((d.realm, d.text), d)
        if earlier is not d:
            plain = " of " in d.what or earlier.what != d.what
            message = f"`{d.text}` is declared twice" if plain else f"{d.what} `{d.text}` is declared twice"
            note = f"the first is {_a(earlier.what)} at {earlier.span.place}"
            if d.realm == "clause":
                help = "give one of them another number"
                yield Diagnostic("E407", "repeated-clause-number", message, d.span, (note,), help)
            else:
                help = "leave one out" if " of " in d.what else "give one of them another name"
                yield Diagnostic("E201", "repeated-name", message, d.span, (note,), help)


def imported_twice(documents: Sequence[syntax.Document], edges: Mapping[Span, str]) -> Iterator[Diagnostic]:
    """Documents that one file imports under two names: their rulings would be two, too."""
    for document in documents:
        first: dict[str, syntax.Name] = {}
        for decl in document.declarations:
            if isinstance(decl, syntax.Import) and decl.alias is not None and decl.span in edges:
                earlier = first.setdefault(edges[decl.span], decl.alias)
                if earlier is not decl.alias:
                    message = f"the document that `{decl.alias.text}` names is already called `{earlier.text}`"
                    note = f"that import is at {earlier.span.place}"
                    yield Diagnostic(
                        "E229", "imported-twice", message, decl.alias.span, (note,), "leave one of the two imports out"
                    )


def alike(documents: Sequence[syntax.Document]) -> Iterator[Diagnostic]:
    """Names that differ only by letters that look alike, and words of several scripts."""
    first: dict[str, Declared] = {}
    told: set[str] = set()
    for d in _all(documents):
        earlier = first.setdefault(skeleton(d.text), d)
        mixed = next((w for w in d.text.split("_") if len(scripts(w)) > 1), None)
        if d.text in told or (earlier.text == d.text and mixed is None):
            continue
        told.add(d.text)
        if earlier.text != d.text:
            note = f"the other is {_a(earlier.what)} at {earlier.span.place}"
            message = f"`{d.text}` looks like `{earlier.text}` and is another name"
            yield Diagnostic(
                "E203", "look-alike-name", message, d.span, (note, _spelt(d.text)), "write one of them in other letters"
            )
        elif mixed is not None:
            message = f"`{d.text}` mixes letters of several scripts"
            yield Diagnostic(
                "E203", "look-alike-name", message, d.span, (_spelt(d.text),), "write the word in letters of one script"
            )


def _spelt(text: str) -> str:
    strange = [c for c in text if scripts(c) not in ((), ("LATIN",))]
    letters = ", ".join(f"`{c}` ({scripts(c)[0].capitalize()})" for c in dict.fromkeys(strange))
    return f"its letters that are not Latin: {letters}" if letters else "all its letters are Latin"


def _a(what: str) -> str:
    return f"{'an' if what[0] in 'aeio' else 'a'} {what}"


def _all(documents: Sequence[syntax.Document]) -> Iterator[Declared]:
    """Every declared name. Clauses, claims and cases count in the checked document only: others' are not brought in."""
    for document in documents:
        for decl in document.declarations:
            if document is documents[-1] or not isinstance(decl, syntax.ClauseDecl | syntax.ClaimDecl | syntax.CaseDecl):
                yield from _of(decl)


def _of(decl: syntax.Declaration) -> Iterator[Declared]:
    match decl:
        case syntax.Import(alias=name) if name is not None:
            yield _named(f"import {name.span.file}", "import", name)
        case syntax.KindDecl(name=name, entries=entries):
            yield _named("type", "kind", name)
            yield from _entries(name, entries)
        case syntax.EntityDecl(name=name, fields=fields):
            yield _named("type", "entity", name)
            yield from (_named(f"field {name.span.place}", f"field of `{name.text}`", f.name) for f in fields)
        case syntax.ActDecl(name=name, roles=roles):
            yield _named("act", "act", name)
            yield from (_named(f"role {name.span.place}", f"role of `{name.text}`", r.name) for r in roles)
        case syntax.RelationDecl(name=name, params=params):
            yield _named("term", "relation", name)
            yield from _params(decl.span, params)
        case syntax.DefineDecl(name=name, params=params):
            yield _named("term", "defined term", name)
            yield from _params(decl.span, params)
        case syntax.OpenTermDecl(name=name, params=params):
            yield _named("term", "open term", name)
            yield from _params(decl.span, params)
        case syntax.OpenQuantityDecl(name=name):
            yield _named("term", "open quantity", name)
        case syntax.AssumeDecl(name=name, params=params):
            yield _named("assumption", "assumption", name)
            yield from _params(decl.span, params)
        case syntax.ClauseDecl(number=number):
            yield Declared("clause", "clause", number.text, number.span)
        case syntax.ClaimDecl(name=name):
            yield _named("claim", "claim", name)
        case syntax.CaseDecl(name=name):
            yield _named("case", "case", name)
        case _:
            pass


def _named(realm: str, what: str, name: syntax.Name) -> Declared:
    return Declared(realm, what, name.text, name.span)


def _params(of: Span, params: Sequence[syntax.Parameter]) -> Iterator[Declared]:
    for p in params:
        yield _named(f"parameter {of.place}", "parameter", p.name)


def _entries(kind: syntax.Name, entries: Sequence[syntax.KindEntry]) -> Iterator[Declared]:
    """The names in a kind's tree; `other` may stand once below each name."""
    stack = [(kind.text, e) for e in reversed(entries)]
    while stack:
        parent, entry = stack.pop()
        realm = f"kind {kind.span.place} {f'other below {parent}' if entry.name.text == 'other' else ''}"
        yield _named(realm, f"value of `{kind.text}`", entry.name)
        stack += [(entry.name.text, e) for e in reversed(entry.children)]
