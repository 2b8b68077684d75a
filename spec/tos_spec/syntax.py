"""The syntax tree: what was written, with places, nothing resolved.

Contract: `parse` builds it, `format` prints it, `resolve` reads it. Equality ignores nothing: to compare two trees apart from
their places, use `without_places`.
"""

import dataclasses
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from tos_spec.source import Span

# --- names, literals ----------------------------------------------------------------------------------------------------------


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


# --- formulas -----------------------------------------------------------------------------------------------------------------


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
    """`permitted by NAME`, `forbidden by NAME` (refused by `resolve` for now)."""

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


# --- header -------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bound:
    """A date line: `from`, `through`, `before`."""

    word: Literal["from", "through", "before"]
    date: Date
    span: Span


@dataclass(frozen=True, slots=True)
class DefaultLine:
    """`default VERDICT [for ACT [when X]]`."""

    verdict: Literal["permitted", "forbidden", "undecided"]
    act: Name | None
    conditions: tuple[Condition, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ConflictsLine:
    """`conflicts RULE`."""

    rule: Literal["undecided", "prohibitions prevail", "permissions prevail", "earlier prevails", "later prevails"]
    span: Span


@dataclass(frozen=True, slots=True)
class HeaderText:
    """`issuer "…"`, `version DATE or "…"`, `source "…"`, `amends "…"`."""

    word: Literal["issuer", "version", "source", "amends"]
    value: Text | Date
    span: Span


@dataclass(frozen=True, slots=True)
class Requires:
    """`requires toscheck >= 0.2`: version parts as numbers."""

    version: tuple[int, ...]
    span: Span


HeaderLine = Bound | DefaultLine | ConflictsLine | HeaderText | Requires


@dataclass(frozen=True, slots=True)
class Header:
    """`terms NAME "title"` and its lines, in order."""

    name: Name
    title: Text | None
    lines: tuple[HeaderLine, ...]
    span: Span


# --- declarations -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Import:
    """`import "FILE" [as NAME]` or `import std.NAME` (`target` is then a Name)."""

    target: Text | Name
    alias: Name | None
    span: Span


@dataclass(frozen=True, slots=True)
class KindEntry:
    """A name in a kind's tree, with what stands below it."""

    name: Name
    label: Text | None
    children: tuple["KindEntry", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class KindDecl:
    """`kind K ["label"]` with a tree, or `kind K: a, b` (`inline`)."""

    name: Name
    label: Text | None
    entries: tuple[KindEntry, ...]
    inline: bool
    span: Span


@dataclass(frozen=True, slots=True)
class TypeName:
    """`flag`, `set of K`, `integer`, `money in USD`, or the name of a kind or an entity, with bounds if any."""

    word: Literal["flag", "set", "integer", "number", "percent", "duration", "date", "money", "named"]
    of: Name | None
    low: Term | None
    high: Term | None
    span: Span


@dataclass(frozen=True, slots=True)
class FieldDecl:
    """`name : TYPE [optional] ["label"] [example VALUE]`. `example true` is a Name."""

    name: Name
    type: TypeName
    optional: bool
    label: Text | None
    example: tuple[Name | Number | Date, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class EntityDecl:
    """`entity E ["label"] [is K]` with fields."""

    name: Name
    label: Text | None
    kind: Name | None
    fields: tuple[FieldDecl, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ActDecl:
    """`act A [is B] ["label"] [says "…"]` with roles."""

    name: Name
    parent: Name | None
    label: Text | None
    says: Text | None
    roles: tuple[FieldDecl, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Parameter:
    """`p: E`."""

    name: Name
    entity: Name
    span: Span


@dataclass(frozen=True, slots=True)
class RelationDecl:
    """`relation r(x: E, y: F) ["label"]`."""

    name: Name
    params: tuple[Parameter, ...]
    label: Text | None
    span: Span


@dataclass(frozen=True, slots=True)
class Quote:
    """`quote "…"`."""

    text: Text
    span: Span


@dataclass(frozen=True, slots=True)
class AssumeDecl:
    """`assume NAME ["title"]` with `in ACT` or `for any p: E` (or neither: formulas with constants only) and formulas."""

    name: Name
    title: Text | None
    act: Name | None
    params: tuple[Parameter, ...]
    formulas: tuple[Formula, ...]
    quotes: tuple[Quote, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class DefineDecl:
    """`define d(p: E) ["label"] means X`, `define d in ACT ["label"] means X`."""

    name: Name
    act: Name | None
    params: tuple[Parameter, ...]
    label: Text | None
    body: Formula
    quotes: tuple[Quote, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class TermBound:
    """An `includes` or `excludes` line."""

    word: Literal["includes", "excludes"]
    formula: Formula
    span: Span


@dataclass(frozen=True, slots=True)
class OpenTermDecl:
    """`open term t in ACT ["label"]` or `open term t(p: E) ["label"]` with bounds."""

    name: Name
    act: Name | None
    params: tuple[Parameter, ...]
    label: Text | None
    bounds: tuple[TermBound, ...]
    quotes: tuple[Quote, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class OpenQuantityDecl:
    """`open duration q ["label"] from A to B` (also number, percent, money in C)."""

    type: TypeName  # with its bounds
    name: Name
    label: Text | None
    quotes: tuple[Quote, ...]
    span: Span


# --- clauses ------------------------------------------------------------------------------------------------------------------


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


# --- claims, cases ------------------------------------------------------------------------------------------------------------

VerdictWord = Literal[
    "permitted", "forbidden", "expressly permitted", "expressly forbidden", "silent", "conflicting", "in breach", "unsettled"
]


@dataclass(frozen=True, slots=True)
class ActQuestion:
    """`ACT is never VERDICT`."""

    act: Name
    form: Literal["never", "always", "sometimes"]
    verdict: VerdictWord
    span: Span


@dataclass(frozen=True, slots=True)
class DependenceQuestion:
    """`outcome of ACT does not depend on PATH, …`."""

    act: Name
    paths: tuple[Name, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ClauseQuestion:
    """`clause N never applies`, `clause N always applies`."""

    number: ClauseNumber
    form: Literal["never", "always"]
    span: Span


@dataclass(frozen=True, slots=True)
class ClaimDecl:
    """A claim."""

    name: Name
    title: Text | None
    question: ActQuestion | DependenceQuestion | ClauseQuestion
    conditions: tuple[Condition, ...]
    under_some_reading: bool
    accepting: tuple[Accepting, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Expectation:
    """`expect VERDICT [under C, not under B] [under some reading]`."""

    verdict: VerdictWord
    under: tuple[ClauseNumber, ...]
    not_under: tuple[ClauseNumber, ...]
    under_some_reading: bool
    span: Span


@dataclass(frozen=True, slots=True)
class CaseDecl:
    """A case: the act, its facts, what is expected."""

    name: Name
    title: Text | None
    act: Name
    facts: tuple[Formula, ...]
    expectation: Expectation
    span: Span


Declaration = (
    Import
    | KindDecl
    | EntityDecl
    | ActDecl
    | RelationDecl
    | AssumeDecl
    | DefineDecl
    | OpenTermDecl
    | OpenQuantityDecl
    | ClauseDecl
    | ClaimDecl
    | CaseDecl
    | Accepting
)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its `#`; `alone` if nothing else stands on its line."""

    text: str
    alone: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """One file. Comments are beside the tree: they never change what it means."""

    file: str
    header: Header | None
    declarations: tuple[Declaration, ...]
    comments: tuple[Comment, ...]
    span: Span


_NOWHERE = Span("", 1, 1, 1, 1)


def without_places(node: Any) -> Any:  # noqa: ANN401 - works on any node and on tuples of nodes
    """A copy of a tree in which every span is the same, and comments are left out: for comparing what two texts say."""
    if isinstance(node, Span):
        return _NOWHERE
    if isinstance(node, tuple):
        return tuple(without_places(item) for item in node)
    if isinstance(node, Document):
        node = dataclasses.replace(node, comments=(), file="")
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        changes = {f.name: without_places(getattr(node, f.name)) for f in dataclasses.fields(node)}
        return dataclasses.replace(node, **changes)
    return node
