"""What `check mend` found, as data: changes of a text that make a claim hold.

Contract: everything here is plain, frozen and already in the document's own words; nothing needs the solver or the core.
"""

from dataclasses import dataclass
from typing import Literal

from tos_checker.difference import Change
from tos_checker.report import Certification

Follows = Literal["", "named", "empty", "lifts_nothing"]
"""Why a change follows from a strike: the text would name what is gone, nothing would stand below a heading, a clause would lift nothing."""


@dataclass(frozen=True, slots=True)
class Redline:
    """One change: where, the words that go and the words that come, and what these say (either may be empty).

    `follows`: it is no change by itself, but follows from a strike.
    """

    where: str
    file: str
    line: int
    old: str
    new: str
    was: str
    now: str
    follows: Follows = ""


@dataclass(frozen=True, slots=True)
class Mend:
    """Changes that were made in a copy of the text and found to make the claim hold, with nothing else turned.

    `else_changed` are the families of scenarios outside the claim that are judged otherwise; `complete`: these are all. `better`: other claims and
    cases that hold now and did not. `rewrites`: cases that say the opposite of the claim, so that their expectation had to change;
    `unmended`: those of them for which no expectation was found. `worse`: claims and cases that were arguable, and fail clearly then.
    `everywhere`: the claim does not say what outcomes are to be, so `else_changed` are families of all scenarios. `in_force`: they are of the
    days on which the document is in force, as the claim is. `comments`: those that the text has no more.
    """

    redlines: tuple[Redline, ...]
    diff: str
    else_changed: tuple[Change, ...]
    complete: bool
    better: tuple[str, ...]
    rewrites: tuple[str, ...]
    unmended: tuple[str, ...]
    worse: tuple[str, ...] = ()
    everywhere: bool = False
    in_force: bool = False
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turning:
    """A claim or a case that changes would turn which close the claim: how many, and what the first of them would change."""

    name: str
    count: int
    redlines: tuple[Redline, ...]


@dataclass(frozen=True, slots=True)
class OutOfForce:
    """Why no change of clauses makes a claim hold: it fails on days on which the document is not in force.

    `add`: what leaves these days out of the claim's conditions; `then` is its status with that.
    """

    add: str
    then: str


@dataclass(frozen=True, slots=True)
class Remedies:
    """The mends of a claim, smallest first. `status` is that of the claim now; `guesses` were tried, of which `closing` make it hold.

    `restated` repeats the claim as a clause: it does not count as a mend. `more`: others were left out, as so many were not asked for;
    `untried`: one more set of edits closes the claim, of this size or larger, and was not made in the text. `cut`: a limit was
    reached, so that smaller or other mends may be missing. `kept` counts the claims and the cases that were checked again. `dropped` sets
    of edits closed the claim, but made in the text they were no mend. `out_of_force`: then nothing was tried. `varies`: the claim is on what
    nothing depends on; `asks_law`: its conditions ask which clauses apply, or what another document says, and so can come to be met.
    """

    document: str
    claim: str
    title: str
    status: str = "undecided"
    mends: tuple[Mend, ...] = ()
    restated: Mend | None = None
    edits: int = 0
    guesses: int = 0
    closing: int = 0
    dropped: int = 0
    turning: tuple[Turning, ...] = ()
    against: tuple[str, ...] = ()
    more: bool = False
    untried: bool = False
    cut: bool = False
    kept: tuple[int, int] = (0, 0)
    folder: str = ""
    out_of_force: OutOfForce | None = None
    certification: Certification | None = None
    varies: bool = False
    asks_law: bool = False
