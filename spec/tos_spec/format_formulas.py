"""Formulas as pieces and rows: the fewest parentheses that keep the tree, and where a formula is broken.

Contract: a formula whose parts stood on several lines, or that is too wide, is broken before each `and`, `or` or `implies` of
its outermost word; parts in parentheses by the same rule. So what has been broken stays so, and what fits on a line that it
had for itself stays there.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import assert_never

from tos_spec import syntax
from tos_spec.format_lines import STEP, WIDTH, Piece, Pieces, Row, listed, opening, placed, width, word
from tos_spec.syntax import Formula, Name, Term

# --- literals, names ----------------------------------------------------------------------------------------------------------


def text(node: syntax.Text) -> Piece:
    """A string in its quotation marks."""
    escaped = node.value.replace("\\", "\\\\").replace('"', '\\"')
    return placed(f'"{escaped}"', node.span)


def name(node: Name) -> Piece:
    """A name."""
    return placed(node.text, node.span)


def clause_number(node: syntax.ClauseNumber) -> Piece:
    """A clause's number."""
    return placed(node.text, node.span)


def date(node: syntax.Date) -> Piece:
    """A day."""
    return placed(datetime.date.fromordinal(node.ordinal).isoformat(), node.span)


def number(node: syntax.Number) -> Piece:
    """A constant with its unit, which is in the singular after `1` only."""
    digits = _decimal(node.value)
    if not node.unit or node.unit == "%":
        return placed(digits + node.unit, node.span)
    plural = "" if node.unit.isupper() or abs(node.value) == 1 else "s"
    return placed(f"{digits} {node.unit}{plural}", node.span)


def _decimal(value: Fraction) -> str:
    """A number that has a finite decimal form, as every number that is written has."""
    places, scaled = 0, value
    while scaled.denominator % 2 == 0 or scaled.denominator % 5 == 0:
        places, scaled = places + 1, scaled * 10
    digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
    whole, rest = digits[: len(digits) - places], digits[len(digits) - places :]
    return ("-" if value < 0 else "") + whole + ("." + rest if rest else "")


# --- terms --------------------------------------------------------------------------------------------------------------------


def term(node: Term) -> Iterator[Piece]:
    """A term on one line."""
    match node:
        case syntax.Number():
            yield number(node)
        case syntax.Date():
            yield date(node)
        case Name():
            yield name(node)
        case syntax.Sum():
            first, rest = _sum_parts(node)
            yield from term(first)
            for op, part in rest:
                yield word(f" {op} ")
                yield from _bracketed_if(part, syntax.Sum)
        case syntax.Product():
            factors = _factors(node)
            yield from _bracketed_if(factors[0], syntax.Sum)
            for factor in factors[1:]:
                yield word(" * ")
                yield from _bracketed_if(factor, syntax.Sum, syntax.Product)
        case syntax.Negative():
            body: Term = node
            while isinstance(body, syntax.Negative):
                yield word("-")
                body = body.body
            yield from _bracketed_if(body, syntax.Sum, syntax.Product)
        case _:
            assert_never(node)


def _sum_parts(node: syntax.Sum) -> tuple[Term, list[tuple[str, Term]]]:
    # A loop, since sums of thousands of parts lean to the left.
    parts: list[tuple[str, Term]] = []
    first: Term = node
    while isinstance(first, syntax.Sum):
        parts.append((first.op, first.right))
        first = first.left
    return first, parts[::-1]


def _factors(node: syntax.Product) -> list[Term]:
    factors: list[Term] = []
    first: Term = node
    while isinstance(first, syntax.Product):
        factors.append(first.right)
        first = first.left
    return [first, *factors[::-1]]


def _bracketed_if(node: Term, *kinds: type) -> Iterator[Piece]:
    if isinstance(node, kinds):
        yield word("(")
        yield from term(node)
        yield word(")")
    else:
        yield from term(node)


# --- formulas on one line -----------------------------------------------------------------------------------------------------

_Compound = syntax.Junction | syntax.Implication


def flat(node: Formula) -> Iterator[Piece]:
    """A formula on one line; a list has no such form."""
    nots, body = _peeled(node)
    if nots:
        yield opening("not " * nots, node.span)
    if nots and isinstance(body, _Compound):
        yield word("(")
    match body:
        case syntax.Junction() | syntax.Implication():
            for connective, part in _parts(body):
                yield word(f" {connective} " if connective else "")
                brackets = _needs_brackets(part, body)
                if brackets:
                    yield word("(")
                yield from flat(part)
                if brackets:
                    yield word(")")
        case _:
            yield from _test(body)
    if nots and isinstance(body, _Compound):
        yield word(")")


def _test(node: Formula) -> Iterator[Piece]:
    match node:
        case syntax.IsTest():
            yield name(node.subject)
            yield word(f" is{' not' if node.negated else ''}{' one of' if node.one_of else ''} ")
            yield from names(node.values)
        case syntax.HasTest():
            yield name(node.subject)
            yield word(f" has{' no' if node.negated else ''}{' only' if node.only else ''} ")
            yield from names(node.values)
        case syntax.Comparison():
            yield from term(node.left)
            yield word(f" {node.op} ")
            yield from term(node.right)
        case syntax.Application():
            yield from (name(node.name), word("("), *names(node.args), word(")"))
        case syntax.NameTest():
            yield name(node.name)
        case syntax.ExistsTest():
            yield from (name(node.subject), word(" exists"))
        case syntax.ClauseApplies():
            yield from (opening("clause ", node.span), clause_number(node.number), word(" applies"))
        case syntax.DocumentSays():
            yield from (opening(f"{node.verdict} by ", node.span), name(node.document))
        case syntax.Negation() | syntax.Junction() | syntax.Implication() | syntax.Listing():
            message = f"a {type(node).__name__} is no test"
            raise TypeError(message)
        case _:
            assert_never(node)


def names(nodes: tuple[Name, ...]) -> Iterator[Piece]:
    """Names with commas between them."""
    return listed((name(node),) for node in nodes)


def _peeled(node: Formula) -> tuple[int, Formula]:
    nots = 0
    while isinstance(node, syntax.Negation):
        nots, node = nots + 1, node.body
    return nots, node


def _parts(node: _Compound) -> list[tuple[str, Formula]]:
    """What a formula is composed of, each with the word before it."""
    if isinstance(node, syntax.Implication):
        return [("", node.left), ("implies", node.right)]
    return [(node.word if index else "", item) for index, item in enumerate(node.items)]


def _needs_brackets(part: Formula, whole: _Compound) -> bool:
    return isinstance(part, syntax.Implication) or (isinstance(part, syntax.Junction) and isinstance(whole, syntax.Junction))


# --- formulas as rows ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a formula is to stand: the indentation of its first row, what comes before it there, and what after it."""

    indent: int
    lead: Pieces = ()
    tail: Pieces = ()
    goes_on: bool = False
    bracketed: bool = False

    @property
    def column(self) -> int:
        """How many characters stand before the formula."""
        return self.indent + sum(len(piece.text) for piece in self.lead)

    def below(self, connective: str) -> int:
        """The indentation of a row that goes on with a connective: right-aligned with the word before the formula."""
        if self.bracketed:
            return self.column
        if self.column - self.indent <= STEP:
            return self.indent + STEP
        return max(self.indent + 1, self.column - 1 - len(connective))

    def in_brackets(self) -> "Slot":
        """The slot inside parentheses."""
        return replace(self, lead=(*self.lead, word("(")), tail=(word(")"), *self.tail), bracketed=True)


def rows(formula: Formula, slot: Slot) -> list[Row]:
    """A formula, which may be a list, in a slot."""
    if isinstance(formula, syntax.Listing):
        return _listing(formula, slot)
    nots, body = _peeled(formula)
    if not isinstance(body, _Compound):
        return [Row(slot.indent, (*slot.lead, *flat(formula), *slot.tail), slot.goes_on)]
    if nots:
        slot = replace(slot, lead=(*slot.lead, opening("not " * nots, formula.span))).in_brackets()
    if not _must_break(body, slot):
        return [Row(slot.indent, (*slot.lead, *flat(body), *slot.tail), slot.goes_on)]
    found: list[Row] = []
    parts = _parts(body)
    for index, (connective, part) in enumerate(parts):
        tail = slot.tail if index == len(parts) - 1 else ()
        if connective:
            here = Slot(slot.below(connective), (word(f"{connective} "),), tail, goes_on=True)
        else:
            here = replace(slot, tail=tail)
        found += rows(part, here.in_brackets() if _needs_brackets(part, body) else here)
    return found


def _must_break(formula: _Compound, slot: Slot) -> bool:
    parts = _parts(formula)
    if parts[0][1].span.line != parts[-1][1].span.end_line:
        return True
    room = WIDTH - slot.column - sum(len(piece.text) for piece in slot.tail)
    return width(flat(formula), room) > room


def _listing(listing: syntax.Listing, slot: Slot) -> list[Row]:
    found = [Row(slot.indent, (*slot.lead, opening(f"{listing.word} of", listing.span)), slot.goes_on)]
    is_item = bool(slot.lead) and slot.lead[0].text == _DASH
    indent = slot.indent + (2 * STEP if is_item else STEP)
    for item in listing.items:
        found += rows(item, Slot(indent, (word(_DASH),)))
    return found


_DASH = "- "
