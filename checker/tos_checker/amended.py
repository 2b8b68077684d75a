"""Changes of a document that another amends, as further amendments: what was published stays as it is.

Contract: `as_amendments` gives the same changes with none in a file that is amended: a changed declaration of such a file is restated behind `replace`
in the amending file, a declaration that is taken out whole is struck there. `last_line` is where such further declarations begin.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from tos_checker.splice import Splice, after_line, spliced
from tos_spec import syntax
from tos_spec.imports import Gathered
from tos_spec.resolve_clauses import is_heading, prefixes
from tos_spec.source import Source, Span

_Changed = syntax.ClauseDecl | syntax.OpenTermDecl | syntax.OpenQuantityDecl | syntax.CaseDecl


def amended(gathered: Gathered) -> frozenset[str]:
    """The files that others amend."""
    lines = [line for d in gathered.documents if d.header is not None for line in d.header.lines]
    named = [line.span for line in lines if isinstance(line, syntax.HeaderText) and line.word == "amends"]
    return frozenset(gathered.edges[span] for span in named if span in gathered.edges)


def as_amendments(
    splices: Sequence[Splice],
    old: frozenset[str],
    sources: Mapping[str, Source],
    documents: Sequence[syntax.Document],
) -> list[Splice] | None:
    """The changes, with none in a file of `old`; None where that cannot be said."""
    kept = [s for s in splices if s.file not in old]
    moved = [s for s in splices if s.file in old]
    if not moved:
        return kept
    found: dict[Span, list[Splice]] = {}
    decls = {d.span: d for document in documents if document.file in old for d in _declarations(document)}
    for splice in moved:
        place = next((s for s in decls if s.file == splice.file and _touches(s, splice)), None)
        if place is None:
            return None
        found.setdefault(place, []).append(splice)
    struck = frozenset(place for place, own in found.items() if _is_struck(place, own))
    headings = {d.number.text for s in struck if isinstance(d := decls[s], syntax.ClauseDecl) and is_heading(d)}
    said = [place for place in found if place not in struck or not _goes_with(decls[place], headings)]
    blocks = [_restated(decls[place], found[place], sources[place.file].text) for place in said]
    root = documents[-1]
    return [*kept, after_line(sources[root.file], last_line(root), "\n" + "\n\n".join(blocks))]


def last_line(document: syntax.Document) -> int:
    """The last line of the clauses of a document, or of its header: what is added comes after it."""
    clauses = [d.declaration if isinstance(d, syntax.Replace) else d for d in document.declarations]
    here = [d.span for d in clauses if isinstance(d, syntax.ClauseDecl)]
    return max((s.end_line for s in here), default=document.header.span.end_line if document.header is not None else 1)


def _declarations(document: syntax.Document) -> list[_Changed]:
    inner = [d.declaration if isinstance(d, syntax.Replace) else d for d in document.declarations]
    return [d for d in inner if isinstance(d, _Changed)]


def _touches(span: Span, splice: Splice) -> bool:
    """Whether a change lies in a declaration, or takes it out."""
    begin, end = (span.line, span.column), (span.end_line, span.end_column)
    return (begin <= splice.start and splice.start[0] <= span.end_line) or (splice.start <= begin and splice.end >= end)


def _is_struck(span: Span, splices: Sequence[Splice]) -> bool:
    return any(s.start <= (span.line, span.column) and s.end >= (span.end_line, span.end_column) for s in splices)


def _goes_with(decl: _Changed, headings: AbstractSet[str]) -> bool:
    """Whether a clause is struck with a heading: its number stands for the clauses below it."""
    return isinstance(decl, syntax.ClauseDecl) and not headings.isdisjoint(prefixes(decl.number.text))


def _restated(decl: _Changed, splices: Sequence[Splice], text: str) -> str:
    """A declaration with its changes, behind `replace`; struck, if it is gone."""
    span = decl.span
    if _is_struck(span, splices):
        what, name = ("clause", decl.number.text) if isinstance(decl, syntax.ClauseDecl) else ("open term", decl.name.text)
        return f"strike {what} {name}"
    lines = text.split("\n")
    before = sum(len(line) + 1 for line in lines[: span.line - 1]) + span.column - 1
    end = sum(len(line) + 1 for line in lines[: span.end_line - 1]) + span.end_column - 1
    after = spliced(text, splices)
    # A line that is added behind the declaration begins at the end of its last line, which may hold a comment.
    rest = len(text) - end
    tail = lines[span.end_line - 1][span.end_column - 1 :]
    return f"replace {after[before : len(after) - rest + len(tail) if tail.strip() else len(after) - rest]}"
