"""Names, literals and formulas, as written."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tos_spec.source import Span


@dataclass(frozen=True, slots=True)
class Name:
    """A name, dotted or not: `us`, `actor.country`, `law_enforcement.other`. In NFC."""

    parts: tuple[str, ...]
    span: Span

    @property
    def text(self) -> str:
        """The name as written."""
        return ".".join(self.parts)


@dataclass(frozen=True, slots=True)
class Text:
    """A string with its escapes undone and its line breaks folded."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Number:
    """A constant: `3`, `-3`, `2.5`, `10 seconds`, `5%`, `20 USD`, `3 months`. `unit` is singular: `second`, `%`, `USD`, ``."""

    value: Fraction
    unit: str
    span: Span


@dataclass(frozen=True, slots=True)
class Date:
    """A day, as an ordinal of the proleptic Gregorian calendar."""

    ordinal: int
    span: Span


@dataclass(frozen=True, slots=True)
class ClauseNumber:
    """A clause's number as written: `2.1`, `5(1)(h)`, `MS-3`."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Sum:
    """`left + right` or `left - right`."""

    op: Literal["+", "-"]
    left: "Term"
    right: "Term"
    span: Span


@dataclass(frozen=True, slots=True)
class Product:
    """`left * right`; one of them must be a constant."""

    left: "Term"
    right: "Term"
    span: Span


@dataclass(frozen=True, slots=True)
class Negative:
    """`-body`, where body is no literal."""

    body: "Term"
    span: Span


Term = Number | Date | Name | Sum | Product | Negative


@dataclass(frozen=True, slots=True)
class IsTest:
    """`x is V`, `x is not V`, `x is one of V, W`, `x is not one of V, W` (`one_of` tells how it was written)."""

    subject: Name
    negated: bool
    one_of: bool
    values: tuple[Name, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class HasTest:
    """`x has V`, `x has no V` (`negated`), `x has only V, W` (`only`)."""

    subject: Name
    negated: bool
    only: bool
    values: tuple[Name, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left op right`; with `=` and `!=` both sides may be names of entities or of fields of a kind."""

    op: Literal["=", "!=", "<", "<=", ">", ">="]
    left: Term
    right: Term
    span: Span


@dataclass(frozen=True, slots=True)
class Application:
    """`p(x, y)`: a defined term, an open term or a relation."""

    name: Name
    args: tuple[Name, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class NameTest:
    """A name alone: a flag, a defined term or an open term."""

    name: Name
    span: Span


@dataclass(frozen=True, slots=True)
class ExistsTest:
    """`x exists`."""

    subject: Name
    span: Span


@dataclass(frozen=True, slots=True)
class ClauseApplies:
    """`clause N applies`."""

    number: ClauseNumber
    span: Span


@dataclass(frozen=True, slots=True)
class DocumentSays:
    """`permitted by NAME`, `forbidden by NAME`: what a document says that is imported under a name."""

    verdict: Literal["permitted", "forbidden"]
    document: Name
    span: Span


@dataclass(frozen=True, slots=True)
class Negation:
    """`not body`."""

    body: "Formula"
    span: Span


@dataclass(frozen=True, slots=True)
class Junction:
    """Two or more formulas joined by the same word. A parenthesised formula is the tree itself."""

    word: Literal["and", "or"]
    items: tuple["Formula", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Implication:
    """`left implies right`."""

    left: "Formula"
    right: "Formula"
    span: Span


@dataclass(frozen=True, slots=True)
class Listing:
    """`all of`, `any of`, `none of` with items."""

    word: Literal["all", "any", "none"]
    items: tuple["Formula", ...]
    span: Span


Formula = (
    IsTest
    | HasTest
    | Comparison
    | Application
    | NameTest
    | ExistsTest
    | ClauseApplies
    | DocumentSays
    | Negation
    | Junction
    | Implication
    | Listing
)


@dataclass(frozen=True, slots=True)
class Condition:
    """A `when` or `unless` line."""

    word: Literal["when", "unless"]
    formula: Formula
    span: Span
