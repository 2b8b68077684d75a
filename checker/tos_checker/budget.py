"""Effort: how much work a question may take before it is left undecided.

Contract: effort is counted in the solver's own resource units, which do not depend on the machine or the hour, so the same question
ends the same way on each run. One `Budget` is shared by all checks of one question; what is spent stays spent. What a question spends
is taken from the `whole` too, which is for all questions of a document. A budget may come with an `audit`: whoever it is for is
told all that its sessions are told, and what they rule out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

EFFORT_PER_SECOND = 400_000
"""Resource units that a usual machine spends in about a second, on the slower kinds of question."""

USUAL_SECONDS = 300.0
"""What a question may take where nobody says otherwise: far more than documents need, but not for ever."""

STANDING_SECONDS = 60.0
"""What one standing check may take: it was not asked for, so a large document does not wait for it."""

WHOLE_SECONDS = 1_800.0
"""What all questions of a document may take together, at least: a document with thousands of claims ends, too."""

_LEAST = 1_000

_BEGINNING = 20_000
_EACH = 60
"""To begin a question costs so much, and so much more for each claim, case and clause of the document, before anything is asked."""


class OutOfEffortError(Exception):
    """The bound on effort was reached: what was asked stays undecided."""


class Journal(Protocol):
    """Who is told what one session of the solver is told, and what it rules out."""

    def wrote(self, text: str) -> None:
        """The session was told `text`."""

    def push(self) -> None:
        """A scope begins."""

    def pop(self) -> None:
        """A scope ends."""

    def ruled_out(self, literals: Sequence[str]) -> None:
        """All that the session was told cannot hold together with `literals`. Raises SolversDisagreeError where that is not so."""


class Auditor(Protocol):
    """Who keeps a journal of each session."""

    def journal(self) -> Journal:
        """A journal for a new session."""


@dataclass
class Budget:
    """The effort that is left for a question."""

    left: int
    whole: "Budget | None" = None
    audit: Auditor | None = None
    beginning: int = 0

    @classmethod
    def of_seconds(cls, seconds: float | None, whole: "Budget | None" = None, audit: Auditor | None = None) -> "Budget":
        """About so many seconds of effort (None: the usual), as far as the whole has as much left."""
        if whole is not None:
            whole.spend(whole.beginning)
        wanted = USUAL_SECONDS if seconds is None else seconds
        return cls(max(_LEAST, min(int(wanted * EFFORT_PER_SECOND), 1 << 62)), whole, audit)

    @classmethod
    def of_whole(cls, seconds: float | None, size: int) -> "Budget":
        """What all questions may take together, where each may take so many seconds (None: the usual).

        `size`: how many claims, cases and clauses the document has.
        """
        whole = cls.of_seconds(max(WHOLE_SECONDS, 6 * (seconds or 0.0)))
        whole.beginning = _BEGINNING + _EACH * size
        return whole

    def next_check(self) -> int:
        """The bound for the next check. Raises OutOfEffortError if nothing is left."""
        left = self.left if self.whole is None else min(self.left, self.whole.left)
        if left <= 0:
            msg = "the bound on effort was reached"
            raise OutOfEffortError(msg)
        return min(left, (1 << 32) - 1)

    def spend(self, units: int) -> None:
        """Take what a check has used."""
        self.left -= units
        if self.whole is not None:
            self.whole.spend(units)
