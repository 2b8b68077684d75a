"""The core: a small, fully resolved language with one way to say each thing.

Meaning, in prose (docs/language.md has it at length):

* A *scenario* is an act with a value for every role. A *path* is a role's key followed by names of entity fields.
* An expression is true or false of a scenario under a reading. A test on a path that is not there (an absent optional role,
  a field of it, a role that the scenario's act does not have) is false; negation is plain.
* A clause's *scope* is: the scenario's act is the clause's act or below it, the date lies in the clause's period (and in
  the document's), all its conditions hold, and, for an exception, the scope of one of the clauses it excepts.
* A clause *applies* where its scope holds and none of its defeaters applies. `defeaters` is complete: exceptions to it,
  disapplications of it, and clauses of opposite effect that prevail by `notwithstanding` or `subject to`.
* Headings do not occur: their relations, dates and numbers have been spread over the clauses below them.

All numbers are exact: durations in seconds, dates as days (`datetime.date.toordinal`), a percentage as a fraction of one.
Every node is frozen. Nothing here reads text or prints.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Literal

from tos_spec.source import Span

Path = tuple[str, ...]
"""A role's key, then names of entity fields: `("actor", "country")`. Within a definition's bounds: a parameter first."""

FIRST_DAY = 693596  # 1900-01-01
LAST_DAY = 803168  # 2199-12-31


# --- vocabulary -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KindNode:
    """A name in a kind's tree. `id` is unique in the kind: the name, or `parent.other` for a nested `other`."""

    id: str
    label: str
    parent: str | None
    leaf: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A taxonomy: its nodes in the order of the document, each parent before its children (depth first)."""

    name: str
    label: str
    nodes: tuple[KindNode, ...]
    span: Span

    @property
    def leaves(self) -> tuple[str, ...]:
        """The ids of the leaves, in order. The leaves below any node are next to each other."""
        return tuple(n.id for n in self.nodes if n.leaf)

    def node(self, id: str) -> KindNode:
        """The node called `id`; KeyError if there is none."""
        for n in self.nodes:
            if n.id == id:
                return n
        raise KeyError(id)

    def leaves_below(self, id: str) -> tuple[str, ...]:
        """The leaves that the node `id` stands for (itself, if it is a leaf), in order."""
        inside = {id}
        for n in self.nodes:
            if n.parent in inside:
                inside.add(n.id)
        return tuple(n.id for n in self.nodes if n.leaf and n.id in inside)


class Sort(Enum):
    """What kind of value a field holds."""

    KIND = "kind"
    ENTITY = "entity"
    FLAG = "flag"
    SET = "set"
    INTEGER = "integer"
    NUMBER = "number"
    PERCENT = "percent"
    DURATION = "duration"
    MONEY = "money"
    DATE = "date"


NUMERIC = frozenset({Sort.INTEGER, Sort.NUMBER, Sort.PERCENT, Sort.DURATION, Sort.MONEY, Sort.DATE})


@dataclass(frozen=True, slots=True)
class Type:
    """A field's type. `of` names the kind, the entity, or the currency; `low` and `high` bound a number (None: no bound).

    A number without declared bounds has `low` 0. A date has the bounds FIRST_DAY and LAST_DAY.
    """

    sort: Sort
    of: str = ""
    low: Fraction | None = None
    high: Fraction | None = None


Value = bool | Fraction | str | frozenset[str]
"""A flag, a number or date (always a Fraction), a leaf's id, a set of leaves' ids."""


@dataclass(frozen=True, slots=True)
class Field:
    """A role of an act or an attribute of an entity. `key` is how paths name it; `example` never decides a verdict."""

    key: str
    label: str
    type: Type
    optional: bool
    example: Value | None
    span: Span


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing with an identity. `kind` classifies it, if given: then the entity's own path has a leaf as its value."""

    name: str
    label: str
    kind: str | None
    fields: tuple[Field, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Act:
    """A type of act. `roles` holds inherited ones first, then its own, then (for a root act) `date`; `says` may be None.

    A role's key is its name, unless two roles of one family of acts that are different fields share it: then `act.name`.
    """

    name: str
    label: str
    says: str | None
    parent: str | None
    roles: tuple[Field, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between entities of the types `over`."""

    name: str
    label: str
    over: tuple[str, ...]
    span: Span


# --- expressions ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Constant:
    """True or false."""

    value: bool


@dataclass(frozen=True, slots=True)
class Not:
    """Plain negation."""

    body: "Expr"


@dataclass(frozen=True, slots=True)
class And:
    """All hold; with no items, true."""

    items: tuple["Expr", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One holds; with no items, false."""

    items: tuple["Expr", ...]


@dataclass(frozen=True, slots=True)
class IsIn:
    """The path's leaf is one of `leaves`. `classes` are the names as written, for explanations."""

    path: Path
    kind: str
    classes: tuple[str, ...]
    leaves: frozenset[str]


@dataclass(frozen=True, slots=True)
class Has:
    """The set at `path` contains one of `leaves`; with `only`, it contains nothing else."""

    path: Path
    kind: str
    classes: tuple[str, ...]
    leaves: frozenset[str]
    only: bool


@dataclass(frozen=True, slots=True)
class Flag:
    """The flag at `path` is true."""

    path: Path


@dataclass(frozen=True, slots=True)
class Exists:
    """There is something at `path`."""

    path: Path


@dataclass(frozen=True, slots=True)
class SameEntity:
    """Both paths reach the same entity."""

    left: Path
    right: Path


@dataclass(frozen=True, slots=True)
class SameValue:
    """Both paths (of one kind, or entities classified by one kind compared with a value of it) have the same leaf."""

    left: Path
    right: Path
    kind: str


@dataclass(frozen=True, slots=True)
class Compare:
    """Two numbers compared. False if a path read by either is not there."""

    op: Literal["=", "<", "<=", ">", ">="]
    left: "Number"
    right: "Number"


@dataclass(frozen=True, slots=True)
class Related:
    """The relation holds between the entities at `paths`."""

    relation: str
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """An open term: of the act (`args` empty) or of entities. False if an argument is not there."""

    term: str
    args: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Defined:
    """A defined term, already unfolded: it means exactly `body` (which demands that each argument exists)."""

    name: str
    label: str
    args: tuple[Path, ...]
    body: "Expr"


@dataclass(frozen=True, slots=True)
class Applies:
    """One of these clauses applies (several: the clauses below a heading). Only in claims and cases."""

    clauses: tuple[str, ...]


Expr = (
    Constant | Not | And | Or | IsIn | Has | Flag | Exists | SameEntity | SameValue | Compare | Related | Open | Defined | Applies
)

TRUE = Constant(value=True)
FALSE = Constant(value=False)


@dataclass(frozen=True, slots=True)
class Exactly:
    """A constant. `unit` is for explanations: the sort that it was written as, and the currency."""

    value: Fraction
    sort: Sort
    of: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """The number or date at `path`."""

    path: Path


@dataclass(frozen=True, slots=True)
class Quantity:
    """The value of an open quantity."""

    name: str


@dataclass(frozen=True, slots=True)
class Plus:
    """A sum of two numbers of one sort."""

    left: "Number"
    right: "Number"


@dataclass(frozen=True, slots=True)
class Times:
    """A product with a constant. A difference is `Plus(left, Times(-1, right))`."""

    factor: Fraction
    body: "Number"


@dataclass(frozen=True, slots=True)
class Shift:
    """A date moved first by whole months (to the same day, or the month's last), then by whole days."""

    date: "Number"
    months: int
    days: int


@dataclass(frozen=True, slots=True)
class Between:
    """The duration, in seconds, from the date `start` to the date `end` (negative if `end` is earlier)."""

    start: "Number"
    end: "Number"


Number = Exactly | Read | Quantity | Plus | Times | Shift | Between


# --- open points, assumptions -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenTerm:
    """A term left open. Of an act (`act` set, `params` empty) or of entities (`act` None; `params` are (name, entity)).

    Certain where `includes` holds, excluded where `excludes` holds, else open. Bounds speak of roles, or of the parameters.
    `order` is its place among the declarations of the document (open terms and quantities together).
    """

    name: str
    label: str
    act: str | None
    params: tuple[tuple[str, str], ...]
    includes: Expr
    excludes: Expr
    order: int
    span: Span


@dataclass(frozen=True, slots=True)
class OpenQuantity:
    """A number left open: one value between `low` and `high`, both included, for the whole document."""

    name: str
    label: str
    type: Type
    low: Fraction
    high: Fraction
    order: int
    span: Span


@dataclass(frozen=True, slots=True)
class Assumption:
    """What holds of the world: in every scenario of `act`, or for every choice of present entities for `params`."""

    name: str
    label: str
    act: str | None
    params: tuple[tuple[str, str], ...]
    body: Expr
    span: Span


# --- clauses --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` through `last`, as ordinals; None is unbounded. Empty if `first` is after `last`."""

    first: int | None = None
    last: int | None = None

    def covers(self, day: int) -> bool:
        """Whether `day` lies in the period."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


class Effect(Enum):
    """What a clause does where it applies."""

    PERMIT = "permit"
    FORBID = "forbid"
    REQUIRE = "require"
    DISAPPLY = "disapply"
    LIFT = "lift"  # an exception without a norm


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a clause, as section 6 of the language splits them. `text` is how it was written (one line)."""

    expr: Expr
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with an effect. See the module's prose for when it applies.

    `required` is the X of a duty (TRUE otherwise). `excepts` are the clauses it is an exception to. `defeaters` are all
    clauses that defeat it where they apply. `order` is its place in the document.
    """

    number: str
    title: str
    act: str
    effect: Effect
    conditions: tuple[Condition, ...]
    required: Expr
    required_text: str
    period: Period
    excepts: tuple[str, ...]
    defeaters: tuple[str, ...]
    order: int
    span: Span


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered title; `clauses` are those below it. Kept for reports only."""

    number: str
    title: str
    clauses: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Default:
    """What silence means, for scenarios of `act` (None: all) in which `when` holds. The first that fits counts."""

    verdict: Literal["permitted", "forbidden", "undecided"]
    act: str | None
    when: Expr


ConflictRule = Literal["undecided", "prohibitions prevail", "permissions prevail", "earlier prevails", "later prevails"]


# --- claims and cases -------------------------------------------------------------------------------------------------------


class Verdict(Enum):
    """What a claim or case says of a scenario under a reading (UNSETTLED: under all readings together)."""

    PERMITTED = "permitted"
    FORBIDDEN = "forbidden"
    EXPRESSLY_PERMITTED = "expressly permitted"
    EXPRESSLY_FORBIDDEN = "expressly forbidden"
    SILENT = "silent"
    CONFLICTING = "conflicting"
    IN_BREACH = "in breach"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A loophole or finding put on record. `check` is None in a claim, else a standing check's name, `of` what it concerns."""

    scope: Expr
    because: str
    by: str | None
    through: int | None
    span: Span
    check: str | None = None
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim. `form` `independent` is "does not depend on `paths`". With `clauses`, it is about whether they apply.

    For `never`, `always` and `sometimes`, either `verdict` is set or `clauses` is not empty ("one of them applies").
    """

    name: str
    title: str
    act: str
    form: Literal["never", "always", "sometimes", "independent"]
    verdict: Verdict | None
    clauses: tuple[str, ...]
    paths: tuple[Path, ...]
    when: Expr
    under_some_reading: bool
    mentions_date: bool
    accepting: tuple[Acceptance, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Case:
    """A test on facts: every scenario in which `facts` hold has the verdict, by clauses `under`, not by `not_under`."""

    name: str
    title: str
    act: str
    facts: Expr
    verdict: Verdict
    under: tuple[tuple[str, ...], ...]
    not_under: tuple[tuple[str, ...], ...]
    under_some_reading: bool
    mentions_date: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole document. Without a header (`name` empty) it is vocabulary, and nothing is asked of it but consistency."""

    name: str
    title: str
    issuer: str
    version: str
    source: str
    file: str
    period: Period
    defaults: tuple[Default, ...]
    conflicts: ConflictRule
    kinds: Mapping[str, Kind]
    entities: Mapping[str, Entity]
    acts: Mapping[str, Act]
    relations: Mapping[str, Relation]
    assumptions: tuple[Assumption, ...]
    terms: Mapping[str, OpenTerm]
    quantities: Mapping[str, OpenQuantity]
    clauses: tuple[Clause, ...]
    headings: tuple[Heading, ...]
    claims: tuple[Claim, ...]
    cases: tuple[Case, ...]
    acceptances: tuple[Acceptance, ...]
    span: Span

    def clause(self, number: str) -> Clause:
        """The clause with this number; KeyError if there is none."""
        for c in self.clauses:
            if c.number == number:
                return c
        raise KeyError(number)
