"""What follows in a text from the strike of clauses, so that the text goes on meaning something.

Contract: `uncrossed` gives the changes by which no clause that stays names one that is struck in `subject to`, `notwithstanding`, `exception to` or `disapply`.
A heading below which nothing is left goes as if it were struck, and so does a clause that lifts nothing any more: an exception or a `disapply` of what is gone
applies nowhere. None where something else says the number of one of these. `referred_to` are the numbers that anything else says, of the document that is
checked: such a clause cannot be struck. (What a document that it imports says of clauses, it says of its own.)
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, is_dataclass

from tos_checker.remedies import Follows
from tos_checker.splice import Splice, without_block, without_items
from tos_spec import syntax
from tos_spec.core import Clause, Effect, Policy
from tos_spec.source import Source, Span

_Line = syntax.RelationLine | syntax.Disapply


@dataclass(frozen=True, slots=True)
class Uncrossed:
    """A line of a clause (or a heading) `number` that names some clause no longer, or all of it: its words before and after, which are none where it is gone."""

    number: str
    line: int
    old: str
    new: str
    splice: Splice
    follows: Follows


class Crossings:
    """The lines of a document's own clauses and headings that name clauses. `document` is the one that is checked, with what it amends."""

    def __init__(
        self, policy: Policy, sources: Mapping[str, Source], document: syntax.Document, comments: AbstractSet[tuple[str, int]]
    ) -> None:
        self.policy, self.sources, self.comments = policy, sources, comments
        self.below = {h.number: h.clauses for h in policy.headings}
        self.lifts = [(clause.number, of) for clause in policy.clauses for of in _lifted(policy, clause) if of]
        self.clauses = [d for d in document.declarations if isinstance(d, syntax.ClauseDecl)]
        lines = frozenset(line.span for decl in self.clauses for line in _lines(decl))
        self.referred_to = _referred_to(document.declarations, lines)

    def uncrossed(self, struck: frozenset[str]) -> tuple[Uncrossed, ...] | None:
        """The changes, where `struck` go from the text."""
        following = self._following(struck)
        if following.keys() & self.referred_to:
            return None
        gone = struck | following.keys()
        found: list[Uncrossed] = []
        for decl in self.clauses:
            number = decl.number.text
            if number in following:
                found.append(self._whole(decl, following[number]))
            elif number not in gone:
                out = [(line, self._out(number, line, gone)) for line in _lines(decl)]
                found += [self._without(number, line, places) for line, places in out if places]
        return tuple(found)

    def _following(self, struck: frozenset[str]) -> dict[str, Follows]:
        """What else is gone, and why: headings with nothing below, and what lifts nothing."""
        found: dict[str, Follows] = {}
        while True:
            gone = struck | found.keys()
            more: dict[str, Follows] = {
                h.number: "empty" for h in self.policy.headings if h.clauses and gone.issuperset(h.clauses)
            }
            more |= {number: "lifts_nothing" for number, of in self.lifts if gone.issuperset(of)}
            if gone.issuperset(more):
                return found
            found |= {number: why for number, why in more.items() if number not in gone}

    def stays(self, numbers: Sequence[str]) -> frozenset[str]:
        """Those of `numbers` that cannot be struck alone."""
        return self.referred_to | {n for n in numbers if self.uncrossed(frozenset({n})) is None}

    def _whole(self, decl: syntax.ClauseDecl, why: Follows) -> Uncrossed:
        old = f"clause {decl.number.text}" + (f' "{decl.title.value}"' if decl.title is not None else "")
        splice = without_block(self.sources[decl.span.file], decl.span, self.comments)
        return Uncrossed(decl.number.text, decl.span.line, old, "", splice, why)

    def _out(self, number: str, line: _Line, gone: frozenset[str]) -> frozenset[int]:
        """The places in a line of the numbers that go: of what is gone, and of headings for which the line would say nothing any more."""
        return frozenset(
            place
            for place, n in enumerate(line.numbers)
            if n.text in gone
            or ((pairs := self._related(number, line, n.text)) and not any(gone.isdisjoint(pair) for pair in pairs))
        )

    def _related(self, number: str, line: _Line, other: str) -> list[tuple[str, str]]:
        """The clauses between which a number in a line makes a difference."""
        mine, theirs = ([self.policy.clause(c) for c in self.below.get(n, (n,))] for n in (number, other))
        return [(one.number, two.number) for one in mine for two in theirs if _relates(line, one, two)]

    def _without(self, number: str, line: _Line, out: frozenset[int]) -> Uncrossed:
        word = line.word if isinstance(line, syntax.RelationLine) else "disapply"
        said = [n.text for n in line.numbers]
        left = [n for place, n in enumerate(said) if place not in out]
        first = line.numbers[0].span
        splice = without_items(self.sources[first.file], [n.span for n in line.numbers], out)
        old, new = f"{word} {', '.join(said)}", f"{word} {', '.join(left)}" if left else ""
        return Uncrossed(number, first.line, old, new, splice, "named")


def _relates(line: _Line, one: Clause, two: Clause) -> bool:
    """Whether a line of clause `one` that names clause `two` does something to either."""
    match line:
        case syntax.RelationLine(word="exception to"):
            return two.number in one.excepts
        case syntax.RelationLine(word=word):
            defeated, by = (one, two) if word == "subject to" else (two, one)
            return by.number in defeated.defeaters and (one.effect is Effect.PERMIT) != (two.effect is Effect.PERMIT)
        case syntax.Disapply():
            return one.number in two.defeaters


def _lines(decl: syntax.ClauseDecl) -> tuple[_Line, ...]:
    return (*decl.relations, *([decl.norm] if isinstance(decl.norm, syntax.Disapply) else []))


def _lifted(policy: Policy, clause: Clause) -> tuple[frozenset[str], frozenset[str]]:
    """The clauses without any of which a clause says nothing: its rules, and what it disapplies."""
    disapplied = [c.number for c in policy.clauses if clause.number in c.defeaters and clause.effect is Effect.DISAPPLY]
    return frozenset(clause.excepts), frozenset(disapplied)


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
