"""What one clause says of another: where a clause is struck, its number goes from the lines of others, so that the text goes on meaning something.

Contract: `uncrossed` gives the changes by which no clause that stays names one that is struck in `subject to`, `notwithstanding`, `exception to` or `disapply`;
None where that cannot be said, as an exception would be to nothing. `referred_to` are the numbers that anything else says: such a clause cannot be struck.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass

from tos_checker.splice import Splice, without_lines
from tos_spec import syntax
from tos_spec.core import Policy
from tos_spec.source import Source, Span

_Line = syntax.RelationLine | syntax.Disapply


@dataclass(frozen=True, slots=True)
class Uncrossed:
    """A line of a clause (or a heading) `number` that names some clause no longer: its words before and after, which are none where it is gone."""

    number: str
    line: int
    old: str
    new: str
    splice: Splice


class Crossings:
    """The lines of a document's own clauses and headings that name clauses."""

    def __init__(self, policy: Policy, sources: Mapping[str, Source], documents: Sequence[syntax.Document]) -> None:
        self.sources = sources
        own = {*(c.span for c in policy.clauses), *(h.span for h in policy.headings)}
        self.clauses = [d for document in documents for d in _clauses(document) if d.span in own]
        lines = frozenset(line.span for decl in self.clauses for line in _lines(decl))
        self.referred_to = _referred_to(documents, lines)

    def uncrossed(self, struck: frozenset[str]) -> tuple[Uncrossed, ...] | None:
        """The changes, where `struck` go from the text."""
        found: list[Uncrossed] = []
        for decl in self.clauses:
            for line in _lines(decl) if decl.number.text not in struck else ():
                left = [n.text for n in line.numbers if n.text not in struck]
                if len(left) == len(line.numbers):
                    continue
                one = self._without(decl.number.text, line, left)
                if one is None:
                    return None
                found.append(one)
        return tuple(found)

    def stays(self, numbers: Sequence[str]) -> frozenset[str]:
        """Those of `numbers` that cannot be struck alone."""
        return self.referred_to | {n for n in numbers if self.uncrossed(frozenset({n})) is None}

    def _without(self, number: str, line: _Line, left: Sequence[str]) -> Uncrossed | None:
        word = line.word if isinstance(line, syntax.RelationLine) else "disapply"
        first, last = line.numbers[0].span, line.numbers[-1].span
        old, new = (f"{word} {', '.join(ns)}" for ns in ([n.text for n in line.numbers], left))
        if left:
            splice = Splice(first.file, (first.line, first.column), (last.end_line, last.end_column), ", ".join(left))
            return Uncrossed(number, first.line, old, new, splice)
        source = self.sources[first.file]
        alone = source.line(first.line)[: first.column - 1].split() == word.split() and "#" not in source.line(last.end_line)
        if word in ("exception to", "disapply") or not alone:
            return None
        return Uncrossed(number, first.line, old, "", without_lines(source, first.line, last.end_line))


def _clauses(document: syntax.Document) -> Iterator[syntax.ClauseDecl]:
    inner = (d.declaration if isinstance(d, syntax.Replace) else d for d in document.declarations)
    return (d for d in inner if isinstance(d, syntax.ClauseDecl))


def _lines(decl: syntax.ClauseDecl) -> tuple[_Line, ...]:
    return (*decl.relations, *([decl.norm] if isinstance(decl.norm, syntax.Disapply) else []))


def _referred_to(node: object, lines: frozenset[Span]) -> frozenset[str]:
    """The numbers of clauses that anything says, but for each clause's own, and those in `lines`."""
    if isinstance(node, tuple | list):
        return frozenset().union(*(_referred_to(one, lines) for one in node))
    if isinstance(node, syntax.ClauseNumber):
        return frozenset({node.text})
    if not is_dataclass(node) or (isinstance(node, syntax.RelationLine | syntax.Disapply) and node.span in lines):
        return frozenset()
    said = [getattr(node, f.name) for f in fields(node) if not (isinstance(node, syntax.ClauseDecl) and f.name == "number")]
    return _referred_to(said, lines) | frozenset(node.of if isinstance(node, syntax.Accepting) else ())
