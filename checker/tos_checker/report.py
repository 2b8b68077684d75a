"""Results as data: what every renderer prints. Words are made by `explain`; layout is made by `render`.

Contract: everything here is plain, frozen and already in the document's labels; nothing needs the solver or the core.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from tos_spec.diagnostics import Diagnostic
from tos_spec.source import Span

Level = Literal["error", "warning", "note"]
Status = Literal["holds", "fails", "arguable", "accepted", "vacuous", "undecided", "found"]
Strength = Literal["clear", "arguable"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a scenario. `role` and `value` are names (`client.country`, `us`); `label` and `words` are for readers."""

    role: str
    value: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Story:
    """A scenario to be read: the act's sentence with its roles filled in (or its label), then every fact, in order."""

    act: str
    sentence: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """How one open point is read. `name` is the term's (`real_time`), `real_time(actor)`, `on conflict` or `on silence`.

    `value`: `yes`, `no`, an amount, `permitted`, `forbidden`. `words` is a whole phrase: `"real-time" covers this`.
    """

    name: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Account:
    """Why one relevant clause applies or does not, in a phrase without a full stop. `telling`: what a reader should see first."""

    clause: str
    title: str
    applies: bool
    because: str
    span: Span | None
    telling: bool = True


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What another document, imported as `document`, makes of a scenario: its outcome, that in one line, and its clauses."""

    document: str
    title: str
    outcome: str
    headline: str
    account: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class PatternEntry:
    """One conjunct of a pattern: `test` is one of the words of the interface (`is`, `at_most`, …), values are names.

    `added`: what it adds in words to the entry before, where that speaks of the same (` and at most 10 seconds`).
    """

    role: str
    test: str
    values: tuple[str, ...]
    words: str
    added: str = ""


@dataclass(frozen=True, slots=True)
class Escape:
    """The prohibition that a loophole gets past, and the conditions of it that are false there."""

    clause: str
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The nearest scenario that is stopped: what changes (role to value), the clauses that stop it, and each change as a sentence.

    `applying`: of a claim that clauses apply, the one that does so there, whether or not it stops the act.
    """

    changes: tuple[Fact, ...]
    stopped_by: tuple[str, ...]
    words: tuple[str, ...] = ()
    applying: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Also:
    """An arguable loophole of a clear family, or a clear one of an arguable one: its scenario, what it turns on, what is otherwise in it.

    `otherwise`: it is one under some readings, too, that differ in what it turns on.
    """

    story: Story
    turns_on: tuple[Point, ...]
    words: tuple[str, ...] = ()
    otherwise: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """Counterexamples with one reason. For dependence claims `other` is the second scenario, `other_changes` what is otherwise in it.

    `ground`: what the outcome rests on, where that is no clause, in words. `others`: what the documents make of it that are asked.
    `given`: how the text is read for the conditions to be met, where that turns on the reading. `against`: clauses of other documents
    that forbid some of these counterexamples (`law 5`). `otherwise`: it is a counterexample under some readings, too, that differ in what it
    turns on; `depends`: there that depends on how `these` are read, or the `rest` (empty: that was not looked for). `out_of_force`: the document is not in force on the day of its scenario.
    """

    id: str
    strength: Strength
    outcome: str
    headline: str
    route: str | None
    escapes: Escape | None
    pattern: tuple[PatternEntry, ...]
    exact: bool
    count: int | None
    story: Story
    reading: tuple[Point, ...]
    turns_on: tuple[Point, ...]
    neighbour: Neighbour | None
    account: tuple[Account, ...]
    other: Story | None = None
    other_changes: tuple[Fact, ...] = ()
    other_outcome: str | None = None
    other_account: tuple[Account, ...] = ()
    ground: str = ""
    also: Also | None = None
    others: tuple[Elsewhere, ...] = ()
    given: tuple[Point, ...] = ()
    against: tuple[str, ...] = ()
    otherwise: bool = False
    depends: tuple[Literal["these", "rest"], ...] = ()
    out_of_force: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a claim holds: clauses and assumptions (by number and name). Without those it `rests_on` it would not hold.

    The clauses of `no_part` could mean anything.
    """

    needs: tuple[str, ...]
    may_use: tuple[str, ...]
    assumptions: tuple[str, ...]
    rests_on: tuple[str, ...] = ()
    no_part: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Witness:
    """A scenario that shows that a claim is not empty, with its reading, outcome and what the outcome turns on.

    `outside` are the changes, as sentences, to the nearest scenario just outside the claim of which what is claimed is not so. `ground`: what
    the outcome of a finding's scenario rests on, in words, where it is not what the finding would make one expect.
    """

    story: Story
    reading: tuple[Point, ...]
    outcome: str
    turns_on: tuple[Point, ...]
    account: tuple[Account, ...]
    outside: tuple[str, ...] = ()
    others: tuple[Elsewhere, ...] = ()
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """One answer: a claim, a case, or a finding of a standing check (`check` is its name, `code` its code).

    `headline` says the answer in one line, `asks` repeats what was asked in one line, `notes` say what else matters and
    what to do about it (`help`). `level` None means that nothing needs attention.
    """

    document: str
    check: str
    name: str
    title: str
    asks: str
    status: Status
    level: Level | None
    headline: str
    span: Span
    families: tuple[Family, ...] = ()
    total: int | None = None
    complete: bool = True
    proof: Proof | None = None
    witness: Witness | None = None
    notes: tuple[str, ...] = ()
    help: str | None = None
    code: str | None = None
    bounded: str | None = None
    certified: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Answered:
    """What a document makes of a scenario of which some facts are given: an example of each outcome that agrees with them.

    `facts` and `readings` are what it depends on, by name; `depends` the same in words. `in_force`: in which of the scenarios the document is.
    `bounded`: there are other days, which were not asked of.
    """

    document: str
    asks: str
    facts: tuple[str, ...]
    readings: tuple[str, ...]
    depends: tuple[str, ...]
    examples: tuple[Witness, ...]
    in_force: Literal["always", "sometimes", "never"]
    bounded: bool
    certification: "Certification | None" = None


EdgeSort = Literal["fact", "reading", "clause", "conflict", "date"]
Still = Literal["always", "sometimes", "never", "unsettled"]

BY_SILENCE = "silence"
"""What forbids beyond an edge where no clause does, but the default."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a prohibition stops, in words. `still`: whether what lies beyond is forbidden all the same; `by`: by which clauses.

    Beyond an edge of sort `conflict` a permission contradicts the prohibition, and the text leaves open which prevails: what is in none of the
    `parts`, if there is such, is open (`otherwise_open`). Beyond others, what is left open is told in `unresolved`. `still` is `unsettled` where nothing is
    forbidden for certain, and something is open. `partly`: some of it is permitted.
    """

    where: str
    condition: str
    sort: EdgeSort
    still: Still
    by: tuple[str, ...]
    parts: tuple["Beyond", ...] = ()  # where still forbidden in part: where each clause forbids it, and where the default does
    otherwise: bool = False  # what lies in none of these parts, and is not unresolved, is permitted
    unresolved: tuple["Unresolved", ...] = ()
    otherwise_open: bool = False
    partly: bool = False


@dataclass(frozen=True, slots=True)
class Beyond:
    """Where a clause still forbids what lies beyond an edge. `whole`: wherever it is so; else in part of it.

    Of the clause `silence`, this is where the default forbids what no clause governs; nothing, where it forbids all of that.

    `unless`: permissions that contradict it in some of this, where the text leaves open which prevails.
    """

    clause: str
    where: str
    whole: bool
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Where what lies beyond an edge is left open: a permission contradicts a clause, and nothing ranks them.

    Without a permission, no clause governs it (`clause` is `silence`), and there the document does not say what that means. `whole`: as in `Beyond`.
    """

    permission: str
    clause: str
    where: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Boundary:
    """A prohibition or a duty (its number and title) with its edges; `applies` is false if it never does (then it has none)."""

    clause: str
    title: str
    edges: tuple[Edge, ...]
    applies: bool
    idle: tuple[str, ...] = ()  # what is meant to take it away, and never does


@dataclass(frozen=True, slots=True)
class Gap:
    """A change (or several of one condition) that nothing notices, in words, and what would: text to paste, or None."""

    said: str
    change: str
    suggestion: str | None

    @property
    def permits(self) -> bool:
        """Whether the suggestion puts on record that the document permits something."""
        last = ("always permitted", "sometimes permitted", "expect permitted")
        return self.suggestion is not None and any(said in self.suggestion for said in last)


@dataclass(frozen=True, slots=True)
class Looseness:
    """The gaps of one clause (its number and title); `works` is false if it never changes an outcome: a standing check tells that."""

    clause: str
    title: str
    gaps: tuple[Gap, ...]
    works: bool


class Exit(Enum):
    """Exit codes; where several apply, INTERRUPTED, then INTERNAL, then WRONG, then FOUND, then UNDECIDED."""

    CLEAN = 0
    FOUND = 1
    WRONG = 2
    UNDECIDED = 3
    INTERNAL = 4
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Certification:
    """What a second solver was asked again: by which one; how many answers it gave too, and how many it could not give, and of what."""

    by: str
    confirmed: int
    unconfirmed: int
    uncertified: tuple[str, ...]  # of what some answer is not confirmed, in words


@dataclass(frozen=True, slots=True)
class Checked:
    """One document as checked: its diagnostics, or its results and the line that sums up what was proved and what was not.

    `document` is its name. Vocabulary has none; `vocabulary` then says what was looked at. `amends`: the files that it amends.
    """

    file: str
    document: str
    title: str
    diagnostics: tuple[Diagnostic, ...]
    results: tuple[Result, ...]
    assumptions: tuple[str, ...]  # titles of the assumptions that everything rests on
    not_checked: tuple[str, ...]  # what was left out, in words
    vocabulary: str = ""
    issuer: str = ""
    version: str = ""
    selects_nothing: bool = False  # certain claims were asked for, and none of them is in this document
    certification: Certification | None = None  # if one was asked for
    interrupted: bool = False  # the user ended the run before all was asked
    amends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A document in a table of claims against documents."""

    file: str
    name: str
    title: str
    issuer: str
    version: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What became of a claim in one document.

    `own`: the document declares a claim of that name itself, `reworded` if it asks something else than the first that does. `why`: what keeps
    the claim from being asked there.
    """

    status: Status | Literal["not asked"]
    own: bool
    reworded: bool
    why: tuple[str, ...]
    result: Result | None


@dataclass(frozen=True, slots=True)
class Row:
    """A claim by its name, and the file that declares it first; a cell for each column."""

    name: str
    title: str
    file: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Claims against documents."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that one run found. With a `matrix`, the results are those of its cells."""

    version: str
    solver: str
    today: str
    exit: Exit
    checked: tuple[Checked, ...]
    matrix: Matrix | None = None
