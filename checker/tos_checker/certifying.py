"""Questions, one after another: each has a budget of its own, and a second solver may be asked what it says of it.

Contract: a question begins with its budget, and ends where the next one begins or where it is settled. `certification` tells what came of all
that are settled; it is None where there is no `audit`, so that nobody takes for confirmed what nobody was asked. Where the solvers disagree,
SolversDisagreeError says in which question.
"""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tos_checker import versions
from tos_checker.budget import Budget
from tos_checker.disagreement import DisagreementError, SolversDisagreeError
from tos_checker.report import Certification

if TYPE_CHECKING:
    from tos_checker.audit import Audit, Confirmation


class Tally(NamedTuple):
    """How many answers are confirmed, and how many are not."""

    confirmed: int
    unconfirmed: int


class Questions:
    """What is asked, with what it may take. All questions share the `whole`, if there is one."""

    def __init__(self, audit: "Audit | None" = None, whole: Budget | None = None) -> None:
        self.audit, self.whole = audit, whole
        self._doing, self._open = "", False
        self._confirmed = self._unconfirmed = 0
        self._uncertified: dict[str, None] = {}

    def begin(self, what: str, seconds: float | None) -> Budget:
        """The budget of the question that begins now: about so many seconds (None: the usual)."""
        self.settle()
        self._doing, self._open = what, True
        if self.audit is not None:
            self.audit.question(seconds)
        return Budget.of_seconds(seconds, self.whole, self.audit)

    def settle(self) -> "Confirmation | None":
        """What came of the question that has begun, if a second solver is asked. May raise SolversDisagreeError."""
        if self.audit is None or not self._open:
            return None
        with self.blamed():
            came = self.audit.settled()
        self._open = False
        self._confirmed += came.confirmed
        self._unconfirmed += came.unconfirmed
        if came.unconfirmed:
            self._uncertified[self._doing] = None
        return came

    def so_far(self) -> Tally:
        """How many answers are confirmed, and how many are not, of all questions that have begun."""
        self.settle()
        return Tally(self._confirmed, self._unconfirmed)

    def certified(self, since: Tally) -> bool:
        """Whether a second solver is asked, and confirmed all that was ruled out since then: something, at least."""
        now = self.so_far()
        return self.audit is not None and now.confirmed > since.confirmed and now.unconfirmed == since.unconfirmed

    def count(self, found: Certification | None) -> None:
        """Count what came of other questions, too."""
        if found is not None:
            self._confirmed += found.confirmed
            self._unconfirmed += found.unconfirmed
            self._uncertified.update(dict.fromkeys(found.uncertified))

    @contextlib.contextmanager
    def aside(self, what: str) -> "Iterator[Questions]":
        """Questions of which nothing is shown, but on which something rests: what of them is not confirmed counts as doubt of `what`."""
        self.settle()
        others = Questions(self.audit, self.whole)
        with others.blamed():
            yield others
            others.settle()
        self._unconfirmed += others._unconfirmed
        if others._unconfirmed:
            self._uncertified[what] = None

    @property
    def certification(self) -> Certification | None:
        """What came of all questions that are settled; None where no second solver is asked."""
        if self.audit is None:
            return None
        return Certification(versions.second_solver(), self._confirmed, self._unconfirmed, tuple(self._uncertified))

    @contextlib.contextmanager
    def blamed(self) -> Iterator[None]:
        """Whatever goes wrong inside: where the solvers disagree, that comes first, as other mistakes of ours may only follow from it."""
        try:
            yield
        except Exception as error:
            blamed: Exception = error
            try:
                if self.audit is not None and not isinstance(error, SolversDisagreeError):
                    self.audit.settled()
            except SolversDisagreeError as disagreement:
                blamed = disagreement
            if isinstance(blamed, DisagreementError):
                blamed.about = blamed.about or self._doing
            if blamed is not error:
                raise blamed from error
            raise
