"""Headers and declarations of vocabulary as rows.

Contract: a function for each kind of block gives its rows in the canonical layout; lines that the tree keeps apart by what they
are (a clause's relations, its quotes) stay in the order in which they were written.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import assert_never

from tos_spec import syntax
from tos_spec.format_formulas import Slot, date, flat, name, number, rows, term, text
from tos_spec.format_lines import STEP, WIDTH, Piece, Pieces, Row, begin, listed, opening, width, word
from tos_spec.source import Span

LONG_NAME = 11
"""Longer names of fields stick out: the colons of the others are aligned without them."""


def in_order(parts: Iterable[tuple[Span, list[Row]]]) -> list[Row]:
    """Rows in the order in which what they hold was written."""
    return [row for _, found in sorted(parts, key=lambda part: begin(part[0])) for row in found]


def labelled(label: syntax.Text | None) -> Pieces:
    """A label after what it labels."""
    return (word(" "), text(label)) if label else ()


# --- header -------------------------------------------------------------------------------------------------------------------


def header(node: syntax.Header) -> list[Row]:
    """`terms NAME "title"` and its lines, whose first words are aligned."""
    column = max((len(_first_word(line)) for line in node.lines), default=0)
    found = [Row(0, (opening("terms ", node.span), name(node.name), *labelled(node.title)))]
    for line in node.lines:
        lead = opening(_first_word(line).ljust(column) + " ", line.span)
        found += _header_line(line, lead)
    return found


def _first_word(line: syntax.HeaderLine) -> str:
    match line:
        case syntax.Bound() | syntax.HeaderText():
            return line.word
        case syntax.DefaultLine():
            return "default"
        case syntax.ConflictsLine():
            return "conflicts"
        case syntax.Requires():
            return "requires"
        case _:
            assert_never(line)


def _header_line(line: syntax.HeaderLine, lead: Piece) -> list[Row]:
    match line:
        case syntax.Bound():
            return [Row(STEP, (lead, date(line.date)))]
        case syntax.HeaderText():
            return [Row(STEP, (lead, text(line.value) if isinstance(line.value, syntax.Text) else date(line.value)))]
        case syntax.ConflictsLine():
            return [Row(STEP, (lead, word(line.rule)))]
        case syntax.Requires():
            return [Row(STEP, (lead, word(f"toscheck >= {'.'.join(map(str, line.version))}")))]
        case syntax.DefaultLine():
            return _default(line, lead)
        case _:
            assert_never(line)


def _default(line: syntax.DefaultLine, lead: Piece) -> list[Row]:
    """A default; its conditions follow on its line if they stood there and fit, and stand below it otherwise."""
    act = (word(" for "), name(line.act)) if line.act else ()
    head = Row(STEP, (lead, word(line.verdict), *act))
    below = [row for each in line.conditions for row in condition(each, 2 * STEP)]
    joined = (*head.pieces, *(piece for row in below for piece in (word(" "), *row.pieces)))
    here = all(c.span.line == c.span.end_line == line.span.line for c in line.conditions)
    lists = any(isinstance(c.formula, syntax.Listing) for c in line.conditions)
    if here and not lists and STEP + width(joined) <= WIDTH:
        return [Row(STEP, joined)]
    return [head, *below]


# --- vocabulary ---------------------------------------------------------------------------------------------------------------


def import_(node: syntax.Import) -> list[Row]:
    """`import "FILE" [as NAME]`."""
    target = text(node.target) if isinstance(node.target, syntax.Text) else name(node.target)
    alias = (word(" as "), name(node.alias)) if node.alias else ()
    return [Row(0, (opening("import ", node.span), target, *alias))]


def kind(node: syntax.KindDecl) -> list[Row]:
    """A kind, as a list or as a tree."""
    head = (opening("kind ", node.span), name(node.name), *labelled(node.label))
    if node.inline:
        return [Row(0, (*head, word(": "), *listed((name(e.name), *labelled(e.label)) for e in node.entries)))]
    return [Row(0, head), *_entries(node.entries, STEP)]


def _entries(entries: Sequence[syntax.KindEntry], indent: int) -> Iterator[Row]:
    for entry in entries:
        yield Row(indent, (name(entry.name), *labelled(entry.label)))
        yield from _entries(entry.children, indent + STEP)


def entity(node: syntax.EntityDecl) -> list[Row]:
    """An entity and its fields."""
    of = (word(" is "), name(node.kind)) if node.kind else ()
    return [Row(0, (opening("entity ", node.span), name(node.name), *labelled(node.label), *of)), *_fields(node.fields)]


def act(node: syntax.ActDecl) -> list[Row]:
    """An act and its roles."""
    parent = (word(" is "), name(node.parent)) if node.parent else ()
    says = (word(" says "), text(node.says)) if node.says else ()
    return [Row(0, (opening("act ", node.span), name(node.name), *parent, *labelled(node.label), *says)), *_fields(node.roles)]


def _fields(fields: Sequence[syntax.FieldDecl]) -> Iterator[Row]:
    column = max((len(f.name.text) for f in fields if len(f.name.text) <= LONG_NAME), default=0)
    for field in fields:
        pad = " " * (column - len(field.name.text))
        optional = (word(" optional"),) if field.optional else ()
        example: Pieces = ()
        if field.example:
            example = (word(" example "), *listed(tuple(_value(value)) for value in field.example))
        yield Row(
            STEP, (name(field.name), word(f"{pad} : "), *type_name(field.type), *optional, *labelled(field.label), *example)
        )


def _value(value: syntax.Name | syntax.Number | syntax.Date) -> Iterator[Piece]:
    match value:
        case syntax.Name():
            yield name(value)
        case syntax.Number():
            yield number(value)
        case syntax.Date():
            yield date(value)
        case _:
            assert_never(value)


def type_name(node: syntax.TypeName) -> Iterator[Piece]:
    """A type with its bounds."""
    yield from type_words(node)
    yield from type_bounds(node)


def type_words(node: syntax.TypeName) -> Iterator[Piece]:
    """A type without its bounds."""
    match node.word:
        case "set":
            yield opening("set of ", node.span)
        case "money":
            yield opening("money in ", node.span)
        case "named":
            pass
        case _:
            yield opening(node.word, node.span)
    if node.of:
        yield name(node.of)


def type_bounds(node: syntax.TypeName) -> Iterator[Piece]:
    """`from A to B`, if a type has bounds."""
    if node.low is not None and node.high is not None:
        yield word(" from ")
        yield from term(node.low)
        yield word(" to ")
        yield from term(node.high)


def relation(node: syntax.RelationDecl) -> list[Row]:
    """A relation."""
    return [Row(0, (opening("relation ", node.span), name(node.name), *_given(node.params), *labelled(node.label)))]


def _parameters(params: Sequence[syntax.Parameter]) -> Iterator[Piece]:
    return listed((name(p.name), word(": "), name(p.entity)) for p in params)


def _given(params: Sequence[syntax.Parameter]) -> Iterator[Piece]:
    if params:
        yield word("(")
        yield from _parameters(params)
        yield word(")")


def _about(node: syntax.DefineDecl | syntax.OpenTermDecl) -> Iterator[Piece]:
    """The name of a term, what it speaks of, and its label."""
    yield name(node.name)
    yield from _given(node.params)
    if node.act:
        yield from (word(" in "), name(node.act))
    yield from labelled(node.label)


def quotes(nodes: Iterable[syntax.Quote]) -> Iterator[tuple[Span, list[Row]]]:
    """Quotes, for `in_order`."""
    return ((quote.span, [Row(STEP, (opening("quote ", quote.span), text(quote.text)))]) for quote in nodes)


def assume(node: syntax.AssumeDecl) -> list[Row]:
    """An assumption: what it speaks of, then its formulas, a step further."""
    head = Row(0, (opening("assume ", node.span), name(node.name), *labelled(node.title)))
    formulas = [(f.span, rows(f, Slot(STEP))) for f in node.formulas]
    scope: Pieces = ()
    if node.act:
        scope = (word("in "), name(node.act))
    elif node.params:
        scope = (word("for any "), *_parameters(node.params))
    if scope:
        below = [Row(STEP, scope)]
        for formula in node.formulas:
            below += rows(formula, Slot(2 * STEP))
        formulas = [(node.act.span if node.act else node.params[0].span, below)]
    return [head, *in_order([*formulas, *quotes(node.quotes)])]


def define(node: syntax.DefineDecl, before: int = 0) -> list[Row]:
    """A definition, on one line if it stood on one and fits there with `before` letters before it."""
    head = (opening("define ", node.span), *_about(node))
    here = node.name.span.line == node.body.span.line == node.body.span.end_line
    if here and not isinstance(node.body, syntax.Listing):
        means = (*head, word(" means "))
        if before + width(chain(means, flat(node.body))) <= WIDTH:
            return [Row(0, (*means, *flat(node.body))), *in_order(quotes(node.quotes))]
    body = (node.body.span, rows(node.body, Slot(STEP, (opening("means ", node.body.span),))))
    return [Row(0, head), *in_order([body, *quotes(node.quotes)])]


def open_term(node: syntax.OpenTermDecl) -> list[Row]:
    """An open term and its bounds."""
    bounds = [(b.span, rows(b.formula, Slot(STEP, (opening(f"{b.word} ", b.span),)))) for b in node.bounds]
    return [Row(0, (opening("open term ", node.span), *_about(node))), *in_order([*bounds, *quotes(node.quotes)])]


def open_quantity(node: syntax.OpenQuantityDecl) -> list[Row]:
    """An open quantity."""
    head = (opening("open ", node.span), *type_words(node.type), word(" "), name(node.name), *labelled(node.label))
    return [Row(0, (*head, *type_bounds(node.type))), *in_order(quotes(node.quotes))]


# --- what clauses, claims and the top level share -----------------------------------------------------------------------------


def condition(node: syntax.Condition, indent: int) -> list[Row]:
    """A `when` or `unless` line."""
    return rows(node.formula, Slot(indent, (opening(f"{node.word} ", node.span),)))


def accepting(node: syntax.Accepting, indent: int) -> list[Row]:
    """An acceptance; its reason follows on the line where it did and fits, and stands below it otherwise."""
    lead = opening("accepting ", node.span)
    head = [Row(indent, (lead, *_accepted_check(node)))]
    if node.formula is not None:
        head = rows(node.formula, Slot(indent, (lead,)))
    reasons: list[Pieces] = [(opening("because ", node.because.span), text(node.because))]
    if node.by:
        reasons.append((opening("by ", node.by.span), text(node.by)))
    if node.through:
        reasons.append((opening("through ", node.through.span), date(node.through)))
    joined = tuple(piece for reason in reasons for piece in (word(" "), *reason))
    whole = (*head[-1].pieces, *joined)
    if len(head) == 1 and node.because.span.line == node.span.line and indent + width(whole) <= WIDTH:
        return [replace(head[0], pieces=whole)]
    if indent + STEP + width(joined[1:]) <= WIDTH:
        return [*head, Row(indent + STEP, joined[1:])]
    return [*head, *(Row(indent + STEP, reason) for reason in reasons)]


def _accepted_check(node: syntax.Accepting) -> Iterator[Piece]:
    if node.check:
        yield name(node.check)
    if node.of:
        yield word(" of ")
        yield from listed((word(number),) for number in node.of)
