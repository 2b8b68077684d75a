"""The core's law: what the text leaves open, what is assumed, clauses, headings and what silence and conflict mean."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Literal

from tos_spec.core.expressions import Expr
from tos_spec.core.vocabulary import Type
from tos_spec.source import Span


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
    """One condition of a clause, as section 6 of the language splits them. `text` is how it was written (one line).

    `term`: the defined term, in the clause's own words, of which it is a part; empty, where it stands in the clause itself.
    """

    expr: Expr
    text: str
    span: Span
    term: str = ""


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
