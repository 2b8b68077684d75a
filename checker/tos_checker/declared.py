"""What a document declares in its own words: definitions, and what clauses and headings say of themselves.

Contract: everything is as it stands in the text, the checked document being whole: what follows from it elsewhere (a heading's day for the clauses below
it, precedence for the clause that gives way) is not told here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tos_checker.inline import written
from tos_spec import syntax
from tos_spec.core import Period
from tos_spec.load import Loaded
from tos_spec.resolve_clauses import is_heading, last_day, meet, prefixes
from tos_spec.resolve_text import Texts
from tos_spec.source import Source, Span


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition: what is given to it, and what it means, on one line."""

    name: str
    label: str
    given: str
    means: str
    quotes: tuple[str, ...]
    span: Span


@dataclass
class Declared:
    """The declarations of a document, the checked one last, as they were written."""

    documents: Sequence[syntax.Document]
    sources: Mapping[str, Source]
    _texts: Texts = field(init=False)

    def __post_init__(self) -> None:
        self._texts = Texts(self.sources, self.documents)

    @classmethod
    def of(cls, loaded: Loaded) -> "Declared":
        """What a document declares that was loaded without a mistake."""
        return cls(loaded.documents, loaded.sources)

    @cached_property
    def clauses(self) -> Mapping[str, syntax.ClauseDecl]:
        """The clauses and headings of the checked document, by number."""
        return {d.number.text: d for d in self.documents[-1].declarations if isinstance(d, syntax.ClauseDecl)}

    def days(self, number: str) -> Period:
        """The days on which a clause, or what stands below a heading, is in force: its own, as far as the headings above it go."""
        days = own_days(self.clauses[number])
        for above in prefixes(number):
            heading = self.clauses.get(above)
            if heading is not None and is_heading(heading):
                days = meet(days, own_days(heading))
        return days

    @cached_property
    def definitions(self) -> Mapping[str, Definition]:
        """The definitions by name, those of imported files, too (not of the standard library); what another document defines bears its name."""
        found: dict[str, Definition] = {}
        for document in (d for d in self.documents if not d.file.startswith("std.")):
            apart = f"{document.header.name.text}." if document.header is not None and document is not self.documents[-1] else ""
            for decl in document.declarations:
                if isinstance(decl, syntax.DefineDecl):
                    found[f"{apart}{decl.name.text}"] = self._definition(decl)
        return found

    def _definition(self, decl: syntax.DefineDecl) -> Definition:
        params = ", ".join(f"{p.name.text}: {p.entity.text}" for p in decl.params)
        given = f"in {decl.act.text}" if decl.act is not None else f"of ({params})"
        label = decl.label.value if decl.label is not None else ""
        return Definition(decl.name.text, label, given, written(self._texts, decl.body), quotes(decl.quotes), decl.span)

    def quoted(self, what: str, name: str) -> tuple[str, ...]:
        """The quotes of a clause or heading, an open term or quantity, or an assumption."""
        return self._quotes.get((what, name), ())

    @cached_property
    def _quotes(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        return {key: said for document in self.documents for key, said in _quoting(document)}


def _quoting(document: syntax.Document) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    for decl in document.declarations:
        match decl:
            case syntax.ClauseDecl():
                yield ("clause", decl.number.text), quotes(decl.quotes)
            case syntax.OpenTermDecl() | syntax.OpenQuantityDecl():
                yield ("open", decl.name.text), quotes(decl.quotes)
            case syntax.AssumeDecl():
                yield ("assume", decl.name.text), quotes(decl.quotes)
            case _:
                pass


def quotes(said: Sequence[syntax.Quote]) -> tuple[str, ...]:
    """The texts of quotes."""
    return tuple(q.text.value for q in said)


def relations(decl: syntax.ClauseDecl) -> tuple[tuple[str, str], ...]:
    """What a clause, or heading, itself says of others: `exception to`, `notwithstanding`, `subject to` or `disapply`, each with one number."""
    found: list[tuple[str, str]] = [(line.word, n.text) for line in decl.relations for n in line.numbers]
    if isinstance(decl.norm, syntax.Disapply):
        found += [("disapply", n.text) for n in decl.norm.numbers]
    return tuple(dict.fromkeys(found))


def own_days(decl: syntax.ClauseDecl) -> Period:
    """The days that a clause, or heading, itself names."""
    firsts = [b.date.ordinal for b in decl.bounds if b.word == "from"]
    lasts = [last_day(b) for b in decl.bounds if b.word != "from"]
    return Period(firsts[0] if firsts else None, lasts[0] if lasts else None)
