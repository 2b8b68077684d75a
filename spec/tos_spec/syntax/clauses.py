"""Clauses, as written."""

from dataclasses import dataclass
from typing import Literal

from tos_spec.source import Span
from tos_spec.syntax.declarations import Bound, Quote
from tos_spec.syntax.formulas import ClauseNumber, Condition, Date, Formula, Name, Text


@dataclass(frozen=True, slots=True)
class RelationLine:
    """`exception to N, M`, `notwithstanding N`, `subject to N`."""

    word: Literal["exception to", "notwithstanding", "subject to"]
    numbers: tuple[ClauseNumber, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Norm:
    """`permit ACT`, `forbid ACT`, `require X of ACT`."""

    word: Literal["permit", "forbid", "require"]
    act: Name
    required: Formula | None
    span: Span


@dataclass(frozen=True, slots=True)
class Disapply:
    """`disapply 5, 6`."""

    numbers: tuple[ClauseNumber, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Accepting:
    """`accepting …`: in a claim with a formula, elsewhere with a check's name and what it is `of`."""

    formula: Formula | None
    check: Name | None  # `dead-clause` is one part
    of: tuple[str, ...]
    because: Text
    by: Text | None
    through: Date | None
    span: Span


@dataclass(frozen=True, slots=True)
class ClauseDecl:
    """A clause: relations, dates and at most one norm with conditions."""

    number: ClauseNumber
    title: Text | None
    relations: tuple[RelationLine, ...]
    bounds: tuple[Bound, ...]
    norm: Norm | Disapply | None
    conditions: tuple[Condition, ...]
    quotes: tuple[Quote, ...]
    accepting: tuple[Accepting, ...]
    span: Span
