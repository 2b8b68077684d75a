"""What another document's prohibitions ask, as formulas of the document that imports it under a name.

Contract: for each `forbidden by NAME` in a claim, the conditions of the prohibitions of that document, defined terms that are conjunctions split, with
its own words written `NAME.word`; for each `permitted by NAME` the same as `limits`, and its defined terms of acts as `exempt`. The formulas stand in
a text of their own, which `sources` and `documents` hold.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tos_checker.inline import conjuncts, disjuncts, written
from tos_spec import syntax
from tos_spec.imports import Gathered
from tos_spec.parse import parse
from tos_spec.resolve_text import Texts
from tos_spec.source import Source

_MOST = 12


@dataclass
class Borrowed:
    """The formulas, and the text that they stand in."""

    formulas: list[syntax.Formula] = field(default_factory=list)
    limits: list[syntax.Formula] = field(default_factory=list)
    exempt: list[syntax.Formula] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    documents: list[syntax.Document] = field(default_factory=list)


def borrowed(gathered: Gathered, claim: syntax.ClaimDecl) -> Borrowed:
    """The conditions of prohibitions of the documents that a claim says forbid something."""
    found = Borrowed()
    texts = Texts(gathered.sources, gathered.documents)
    says = [f for c in claim.conditions for f in _leaves(c.formula) if isinstance(f, syntax.DocumentSays)]
    for verdict, alias in dict.fromkeys((f.verdict, f.document.text) for f in says):
        document = _document(gathered, alias)
        if document is None:
            continue
        own = [d for d in document.declarations if isinstance(d, syntax.DefineDecl | syntax.OpenTermDecl)]
        names = {d.name.text: f"{alias}.{d.name.text}" for d in own}
        defined = {d.name.text: d.body for d in own if isinstance(d, syntax.DefineDecl) and not d.params}
        lines = dict.fromkeys(t for f in _conditions(document, defined) if (t := _text(texts, f, names)) is not None)
        into = found.formulas if verdict == "forbidden" else found.limits
        _add(found, into, f"{alias}, {verdict}", list(lines))
        if verdict == "permitted":
            _add(found, found.exempt, f"{alias}, defined", [names[n] for n in defined])
    return found


def _add(found: Borrowed, into: list[syntax.Formula], name: str, lines: Sequence[str]) -> None:
    for n, line in enumerate(lines[:_MOST]):
        source = Source(f"{name} {n + 1}", f"clause x\n  forbid x\n    when {line}\n")
        parsed = parse(source)
        for decl in parsed.document.declarations:
            if isinstance(decl, syntax.ClauseDecl) and not parsed.diagnostics:
                into += [c.formula for c in decl.conditions]
                found.sources[source.file] = source
                found.documents.append(parsed.document)


def _document(gathered: Gathered, alias: str) -> syntax.Document | None:
    """The document that is imported under a name."""
    for document in gathered.documents:
        for decl in document.declarations:
            if isinstance(decl, syntax.Import) and decl.alias is not None and decl.alias.text == alias:
                file = gathered.edges.get(decl.span)
                return next((d for d in gathered.documents if d.file == file), None)
    return None


def _conditions(document: syntax.Document, defined: Mapping[str, syntax.Formula]) -> Iterator[syntax.Formula]:
    for decl in document.declarations:
        if isinstance(decl, syntax.ClauseDecl) and isinstance(decl.norm, syntax.Norm) and decl.norm.word == "forbid":
            for line in decl.conditions:
                if line.word == "when":
                    yield from _split(line.formula, defined, ())


def _split(formula: syntax.Formula, defined: Mapping[str, syntax.Formula], above: Sequence[str]) -> Iterator[syntax.Formula]:
    for part in conjuncts(formula):
        name = part.name.text if isinstance(part, syntax.NameTest) else ""
        body = defined.get(name)
        if body is not None and name not in above and len(conjuncts(body)) > 1:
            yield from _split(body, defined, (*above, name))
        else:
            yield part


def _text(texts: Texts, formula: syntax.Formula, names: Mapping[str, str]) -> str | None:
    """A formula in the words of the importing document; None for what is rather a list."""
    if isinstance(formula, syntax.Listing):
        return None
    return texts.formula(formula, names) if names else written(texts, formula)


def _leaves(formula: syntax.Formula) -> Iterator[syntax.Formula]:
    for part in conjuncts(formula):
        for item in disjuncts(part):
            yield from _leaves(item) if len(conjuncts(item)) > 1 else (item,)
