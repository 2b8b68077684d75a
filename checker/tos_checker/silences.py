"""Where silence is forbidden, or left open, as the lines of the header say: in the document's words.

Contract: `Silences.where(here, verdict)` is told of scenarios `here` of which no clause speaks, and is true of just those that the header
decides so. It is empty where that is all of them. What goes without saying `here` is left out; what would take too many words is put as
what the header does. Raises OutOfEffortError.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tos_checker import terms
from tos_checker.ground import Ground
from tos_checker.phrases import Phrasebook, named_act
from tos_checker.terms import Formula
from tos_checker.wording import Wording
from tos_spec import core

Verdict = Literal["permitted", "forbidden", "undecided"]
_MOST = 5
"""Lines of the header that are told: who has to read of more reads the header itself."""
_DOES = {"permitted": "permits it", "forbidden": "forbids it", "undecided": "leaves it open"}


@dataclass(frozen=True, slots=True)
class _Said:
    """Words, and by what they are joined, if anything."""

    words: str
    joint: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the header: where it fits, and where it is the first that does; all that must hold for it to fit, in parts."""

    verdict: Verdict
    fits: Formula
    decides: Formula
    act: str | None = None
    items: tuple[core.Expr, ...] = ()


@dataclass(frozen=True)
class Silences:
    """What the header makes of scenarios that no clause governs."""

    ground: Ground
    wording: Wording

    @property
    def book(self) -> Phrasebook:
        """The document's words."""
        return self.wording.book

    def decided(self, verdict: Verdict) -> Formula:
        """The header decides so: by the first line that fits, and if none does, it is left open."""
        return terms.either(line.decides for line in self._lines() if line.verdict == verdict)

    def where(self, here: Formula, verdict: Verdict) -> str:
        """Where it does, in words; nothing where it does so throughout."""
        decided = self.decided(verdict)
        if not self.ground.possible(here, terms.negated(decided)):
            return ""
        lines = [line for line in self._lines() if self.ground.possible(here, line.decides)]
        mine = [line for line in lines if line.verdict == verdict]
        others = [line for line in lines if line.verdict != verdict]
        any_of_mine, any_of_others = (terms.either(line.fits for line in side) for side in (mine, others))
        if len(lines) > _MOST:
            return f"the header {_DOES[verdict]}"
        if not self.ground.possible(here, any_of_mine, terms.negated(decided)):
            said = _joined("or", [self._fits(here, line) for line in mine])
        elif not self.ground.possible(here, any_of_others, decided):
            said = _joined("and", [self._fits_not(here, line) for line in others])
        else:
            said = _joined("or", [self._decides(here, lines, line) for line in mine])
        return f"({said.words})" if said.joint == "or" else said.words

    def _lines(self) -> Iterator[_Line]:
        """Each line of the header; at last, what stands for none, where no line fits."""
        none_so_far = terms.TRUE
        for default, fits in self.ground.law.fits:
            items = default.when.items if isinstance(default.when, core.And) else (default.when,)
            yield _Line(default.verdict, fits, terms.both((none_so_far, fits)), default.act, items)
            none_so_far = terms.both((none_so_far, terms.negated(fits)))
        yield _Line("undecided", terms.TRUE, none_so_far)

    def _decides(self, here: Formula, lines: Sequence[_Line], line: _Line) -> _Said:
        """Where a line fits, and none of those before it that would decide otherwise."""
        there = terms.both((here, line.fits))
        before = (o for o in lines[: lines.index(line)] if o.verdict != line.verdict)
        against = [self._fits_not(there, other) for other in before if self.ground.possible(there, other.fits)]
        return _joined("and", [self._fits(here, line), *against])

    def _fits(self, here: Formula, line: _Line) -> _Said:
        return _joined("and", list(self._parts(here, line, truth=True)))

    def _fits_not(self, here: Formula, line: _Line) -> _Said:
        return _joined("or", list(self._parts(here, line, truth=False)))

    def _parts(self, here: Formula, line: _Line, *, truth: bool) -> Iterator[_Said]:
        """What must hold for a line to fit, or the opposite of each: without what goes without saying."""
        law = self.ground.law
        if line.act is not None and self.ground.possible(here, terms.negated(law.on_act(line.act))):
            yield _Said(f"the act is {'' if truth else 'not '}{named_act(self.book.policy, line.act)}")
        for item in line.items:
            if self.ground.possible(here, terms.negated(law.view.holds(item))):
                yield self._phrase(here, item if truth else core.Not(item))

    def _phrase(self, here: Formula, expr: core.Expr) -> _Said:
        told = self.wording.pruned(here, expr)
        several = isinstance(told, core.And | core.Or) and len(told.items) > 1
        joint = "or" if isinstance(told, core.Or) else "and"
        return _Said(self.book.say(told), joint if several else "")


def _joined(word: str, items: Sequence[_Said]) -> _Said:
    """All that is said at all, once, in parentheses where it is joined by another word."""
    told = list(dict.fromkeys(item for item in items if item.words))
    if len(told) == 1:
        return told[0]
    return _Said(f" {word} ".join(f"({t.words})" if t.joint not in ("", word) else t.words for t in told), word)
