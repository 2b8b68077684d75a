"""The header and the vocabulary, as written."""

from dataclasses import dataclass
from typing import Literal

from tos_spec.source import Span
from tos_spec.syntax.formulas import Condition, Date, Formula, Name, Number, Term, Text


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
