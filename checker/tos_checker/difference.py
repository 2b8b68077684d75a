"""The difference of two documents as data: what renderers of `check diff` print.

Contract: everything here is plain, frozen and already in the documents' own words; nothing needs the solver or the core.
"""

from dataclasses import dataclass
from typing import Literal

from tos_checker.report import Account, Certification, Fact, PatternEntry, Point, Story
from tos_spec.source import Span

ChangeKind = Literal["newly_permitted", "newly_forbidden", "newly_unsettled", "newly_settled"]
Standing = Literal["permitted", "forbidden", "unsettled"]
KINDS: tuple[ChangeKind, ...] = ("newly_permitted", "newly_forbidden", "newly_unsettled", "newly_settled")

FAIL_ON = (*KINDS, "claim", "case", "assumption")
"""What `--fail-on` can name."""

ALL_DAYS = "on all days"


@dataclass(frozen=True, slots=True)
class Side:
    """What one document makes of a scenario: over all readings, and (`outcome`) under the reading shown.

    `said`: why that is so, in a phrase; `ground`: what it rests on, where that is no clause. `rests_on`: the clauses (or `silence`, or a ruling) that the outcome rests on. `turns_on`: what an unsettled outcome turns on. `telling` marks
    the clauses of the account that explain the change.
    """

    standing: Standing
    outcome: Literal["permitted", "forbidden"]
    said: str
    ground: str
    rests_on: tuple[str, ...]
    turns_on: tuple[Point, ...]
    reading: tuple[Point, ...]
    account: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One family of scenarios that the documents judge differently.

    `stays`: what would have to be otherwise for the outcome to stay. `further`: patterns of others of the family; `covered`: each fits one of them.
    """

    id: str
    kind: ChangeKind
    headline: str
    story: Story
    before: Side
    after: Side
    pattern: tuple[PatternEntry, ...]
    exact: bool
    stays: tuple[str, ...]
    stays_facts: tuple[Fact, ...]
    further: tuple[tuple[PatternEntry, ...], ...] = ()
    covered: bool = False


Turning = Literal["turned", "reworded", "struck", "added"]


@dataclass(frozen=True, slots=True)
class Turned:
    """A claim or a case that is not what it was. A status is None on a side that lacks it.

    `reworded`: it asks something else now; `expects` are the verdicts that a case expected before and expects now, if they are two;
    `certified`: a second solver confirmed all that is said of it. `other_facts`: then its facts are others, too. `why_before` and `why_now`: where it failed or fails, what the document makes of one scenario.
    `accepts`: what a claim accepts no more, or otherwise; `asks_alike`: but for that it asks the same.
    """

    check: Literal["claim", "case"]
    name: str
    title: str
    change: Turning
    reworded: bool
    was: str | None
    now: str | None
    span: Span
    expects: tuple[str, str] | None = None
    other_facts: bool = False
    why_before: str = ""
    why_now: str = ""
    accepts: tuple[str, ...] = ()
    asks_alike: bool = False
    certified: bool = False


@dataclass(frozen=True, slots=True)
class Supposed:
    """An assumption that only one of the documents makes."""

    name: str
    label: str
    gone: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Remarked:
    """What is otherwise in the vocabulary. `apart`: two things of one name were compared as two."""

    apart: bool
    text: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """A line of the header that is not what it was. `compared`: what it changes shows in the scenarios; else it plays no part in them."""

    line: str
    before: str
    now: str
    compared: bool


Rewriting = Literal["reworded", "struck", "added"]
What = Literal[
    "clause",
    "heading",
    "definition",
    "assumption",
    "open term",
    "open quantity",
    "kind",
    "entity",
    "act",
    "relation",
    "claim",
    "case",
    "finding on record",
]


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A declaration, or an acceptance of a finding, that is not what it was: `how`, in phrases.

    Of a claim or case it is the title alone, of the vocabulary its labels and sentences. `span` is in the old text if it was struck.
    """

    what: What
    name: str
    title: str
    change: Rewriting
    how: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Compared:
    """One of the two documents."""

    file: str
    name: str
    title: str
    issuer: str
    version: str
    claims: int
    cases: int
    span: Span
    in_force: str = ALL_DAYS


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs. `complete`: every family is there; `unchanged`: it is proved that no outcome changed.

    If not, `cut`: there are more families than were asked for; else the limit on effort was reached. `undecided`: it was, for families or for a claim. `apart`: acts of which no scenario satisfies the
    assumptions of both documents. `certified`: a second solver confirmed all that is said of the families; `certification`: what came of everything.
    """

    old: Compared
    new: Compared
    changes: tuple[Change, ...]
    turned: tuple[Turned, ...]
    supposed: tuple[Supposed, ...]
    remarks: tuple[Remarked, ...]
    complete: bool
    unchanged: bool
    cut: bool
    undecided: bool
    apart: tuple[str, ...]
    header: tuple[HeaderLine, ...] = ()
    text: tuple[Rewritten, ...] = ()
    certified: bool = False
    certification: Certification | None = None

    @property
    def dated(self) -> bool:
        """Whether a document is in force on some days alone: the outcomes are compared as if it were on all."""
        return any(d.in_force != ALL_DAYS for d in (self.old, self.new))

    def alarms(self, kinds: tuple[str, ...] = ()) -> bool:
        """Whether something changed of these kinds (none: of any)."""
        found: set[str] = {*(c.kind for c in self.changes), *(t.check for t in self.turned)}
        found |= {"assumption"} if self.supposed or self.apart else set()
        return bool(found & set(kinds or FAIL_ON))
