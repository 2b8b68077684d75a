"""The core's expressions: formulas that are true or false of a scenario under a reading, and numbers."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tos_spec.core.vocabulary import Path, Sort


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
    """The path's leaf is one of `leaves`. `classes` are the names that were given, for explanations."""

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


@dataclass(frozen=True, slots=True)
class JudgedBy:
    """The outcome under the document called `name` (one of the policy's `others`). Only in claims and cases."""

    name: str
    permitted: bool


Expr = (
    Constant
    | Not
    | And
    | Or
    | IsIn
    | Has
    | Flag
    | Exists
    | SameEntity
    | SameValue
    | Compare
    | Related
    | Open
    | Defined
    | Applies
    | JudgedBy
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
