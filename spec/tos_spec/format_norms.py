"""Clauses, claims, cases and what is struck, as rows.

Contract: as that of `format_blocks`. Conditions stand below their norm or question, one on each line.
"""

from collections.abc import Sequence
from typing import assert_never

from tos_spec import syntax
from tos_spec.format_blocks import accepting, condition, in_order, labelled, quotes
from tos_spec.format_formulas import Slot, clause_number, date, name, names, rows
from tos_spec.format_lines import STEP, Pieces, Row, listed, opening, word
from tos_spec.source import Span


def clause(node: syntax.ClauseDecl) -> list[Row]:
    """A clause; where it has no norm, its conditions stand at the level of its lines."""
    parts = [(line.span, [Row(STEP, (opening(f"{line.word} ", line.span), *_numbers(line.numbers)))]) for line in node.relations]
    parts += [(bound.span, [Row(STEP, (opening(f"{bound.word} ", bound.span), date(bound.date)))]) for bound in node.bounds]
    parts += _norm_and_conditions(node)
    parts += quotes(node.quotes)
    parts += [(accepted.span, accepting(accepted, STEP)) for accepted in node.accepting]
    return [Row(0, (opening("clause ", node.span), clause_number(node.number), *labelled(node.title))), *in_order(parts)]


def _norm_and_conditions(node: syntax.ClauseDecl) -> list[tuple[Span, list[Row]]]:
    if node.norm is None:
        return [(c.span, condition(c, STEP)) for c in node.conditions]
    found = _norm(node.norm)
    for each in node.conditions:
        found += condition(each, 2 * STEP)
    return [(node.norm.span, found)]


def _norm(node: syntax.Norm | syntax.Disapply) -> list[Row]:
    match node:
        case syntax.Disapply():
            return [Row(STEP, (opening("disapply ", node.span), *_numbers(node.numbers)))]
        case syntax.Norm():
            lead = opening(f"{node.word} ", node.span)
            if node.required is None:
                return [Row(STEP, (lead, name(node.act)))]
            return rows(node.required, Slot(STEP, (lead,), tail=(word(" of "), name(node.act))))
        case _:
            assert_never(node)


def _numbers(numbers: Sequence[syntax.ClauseNumber]) -> Pieces:
    return tuple(listed((clause_number(number),) for number in numbers))


def claim(node: syntax.ClaimDecl) -> list[Row]:
    """A claim: its question, the conditions below it, and what is accepted."""
    found = [Row(0, (opening("claim ", node.span), name(node.name), *labelled(node.title)))]
    reading = (word(f" {_SOME_READING}"),) if node.under_some_reading else ()
    found.append(Row(STEP, (*_question(node.question), *reading)))
    for each in node.conditions:
        found += condition(each, 2 * STEP)
    return found + in_order((accepted.span, accepting(accepted, STEP)) for accepted in node.accepting)


_SOME_READING = "under some reading"


def _question(node: syntax.ActQuestion | syntax.DependenceQuestion | syntax.ClauseQuestion) -> Pieces:
    match node:
        case syntax.ActQuestion():
            return (name(node.act), word(f" is {node.form} {node.verdict}"))
        case syntax.DependenceQuestion():
            act = (opening("outcome of ", node.span), name(node.act))
            return (*act, word(" does not depend on "), *names(node.paths))
        case syntax.ClauseQuestion():
            return (opening("clause ", node.span), clause_number(node.number), word(f" {node.form} applies"))
        case _:
            assert_never(node)


def case(node: syntax.CaseDecl) -> list[Row]:
    """A case: its act, its facts and what is expected."""
    found = [Row(0, (opening("case ", node.span), name(node.name), *labelled(node.title))), Row(STEP, (name(node.act),))]
    for fact in node.facts:
        found += rows(fact, Slot(2 * STEP))
    return [*found, Row(STEP, _expectation(node.expectation))]


def _expectation(node: syntax.Expectation) -> Pieces:
    pieces: Pieces = (opening(f"expect {node.verdict}", node.span),)
    if node.under:
        pieces = (*pieces, word(" under "), *_numbers(node.under))
    if node.not_under:
        comma = "," if node.under else ""
        pieces = (*pieces, word(f"{comma} not under "), *_numbers(node.not_under))
    return (*pieces, word(f" {_SOME_READING}")) if node.under_some_reading else pieces


def strike(node: syntax.Strike) -> list[Row]:
    """What is struck."""
    struck = (clause_number(n) if isinstance(n, syntax.ClauseNumber) else name(n) for n in node.names)
    return [Row(0, (opening(f"strike {node.what} ", node.span), *listed((piece,) for piece in struck)))]
