"""Effort: how much work a question may take before it is left undecided.

Contract: effort is counted in the solver's own resource units, which do not depend on the machine or the hour, so the same question
ends the same way on each run. One `Budget` is shared by all checks of one question; what is spent stays spent.
"""

from dataclasses import dataclass

EFFORT_PER_SECOND = 400_000
"""Resource units that a usual machine spends in about a second, on the slower kinds of question."""

USUAL_SECONDS = 300.0
"""What a question may take where nobody says otherwise: far more than documents need, but not for ever."""

STANDING_SECONDS = 60.0
"""What one standing check may take: it was not asked for, so a large document does not wait for it."""

_LEAST = 1_000


class OutOfEffortError(Exception):
    """The bound on effort was reached: what was asked stays undecided."""


@dataclass
class Budget:
    """The effort that is left for a question."""

    left: int

    @classmethod
    def of_seconds(cls, seconds: float | None) -> "Budget":
        """About so many seconds of effort (None: the usual)."""
        wanted = USUAL_SECONDS if seconds is None else seconds
        return cls(max(_LEAST, min(int(wanted * EFFORT_PER_SECOND), 1 << 62)))

    def next_check(self) -> int:
        """The bound for the next check. Raises OutOfEffortError if nothing is left."""
        if self.left <= 0:
            msg = "the bound on effort was reached"
            raise OutOfEffortError(msg)
        return min(self.left, (1 << 32) - 1)

    def spend(self, units: int) -> None:
        """Take what a check has used."""
        self.left -= units
