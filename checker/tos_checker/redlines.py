"""Edits in words: what a drafter would write in the margin.

Contract: what is said of an edit is what its formulas mean, in the document's own labels; the words that go and come are the text's.
"""

from collections.abc import Mapping, Sequence

from tos_checker.crossings import Uncrossed
from tos_checker.edits import Added, Bounded, Edit, Narrowed, Rewritten, Struck, Unlisted, plain
from tos_checker.phrases import Phrasebook
from tos_checker.remedies import Redline
from tos_spec import core
from tos_spec.core import Policy


class Redlines:
    """Tells edits. `units` are the conditions of each clause as they are meant."""

    def __init__(self, policy: Policy, act: str, units: Mapping[str, Sequence[tuple[core.Expr, bool]]]) -> None:
        self.policy, self.units = policy, units
        self.book = Phrasebook(policy, act)

    def told(self, edit: Edit, meant: core.Expr) -> Redline:
        """One edit; `meant` is what its formula means."""
        first = min(edit.splices)
        line = edit.line or first.start[0] + first.text.startswith("\n")
        where, was, now = self._said(edit, meant)
        return Redline(where, first.file, line, edit.old, edit.new, was, now)

    def uncrossed(self, line: Uncrossed) -> Redline:
        """What follows from a strike."""
        return Redline(self._named(line.number), line.splice.file, line.line, line.old, line.new, "", "", line.follows)

    def _said(self, edit: Edit, meant: core.Expr) -> tuple[str, str, str]:
        match edit.change:
            case Rewritten(clause, place, text):
                expr, negated = self.units[clause][place]
                word = "unless " if negated else ""
                now = "" if text is None else word + self.book.stated(plain(meant))
                kept = text is not None and edit.old in edit.new  # nothing is said twice
                return self._named(clause), "" if kept else word + self.book.stated(plain(expr)), now
            case Added(clause, _):
                return self._named(clause), "", f"unless {self.book.stated(plain(meant))}"
            case Struck(clause):
                return self._named(clause), "", ""
            case Unlisted(clause, number):
                return self._named(clause), "", f"{self._named(number)} is disapplied no longer"
            case Bounded(term, side, _):
                decl = self.policy.terms[term]
                book = self.book if decl.act is not None else Phrasebook(self.policy, None, dict(decl.params))
                covers = "it covers this" if side == "includes" else "it does not cover this"
                return edit.where, "", f"{covers} for certain, where {book.stated(plain(meant))}"
            case Narrowed():
                return edit.where, "", ""

    def _named(self, number: str) -> str:
        titles = {h.number: h.title for h in self.policy.headings} | {c.number: c.title for c in self.policy.clauses}
        title = titles.get(number, "")
        return f"clause {number}" + (f' "{title}"' if title else "")
