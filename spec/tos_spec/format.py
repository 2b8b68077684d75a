"""The canonical layout of a document.

Contract: `format_document` takes a document that was parsed without mistakes, and the source that it was parsed from. The text
that it gives says the same (`parse` gives the same tree, apart from places), has the same comments, and is its own canonical
layout. Of a literate file only what stands in its fences changes.
"""

from collections.abc import Sequence
from typing import assert_never

from tos_spec import format_blocks, format_norms, syntax
from tos_spec.format_comments import woven
from tos_spec.format_lines import Line, Row, begin, fill
from tos_spec.source import Source


def format_document(document: syntax.Document, source: Source) -> str:
    """The whole file in the canonical layout."""
    return _laid_out(document, source.text.split("\n"))


def _laid_out(document: syntax.Document, old: Sequence[str]) -> str:
    places = sorted(begin(comment.span) for comment in document.comments)
    blocks: list[syntax.Header | syntax.Declaration] = [document.header] if document.header else []
    blocks += document.declarations
    lines: list[tuple[Line, ...]] = []
    for block in sorted(blocks, key=lambda b: begin(b.span)):
        lines.append(tuple(line for row in _rows(block) for line in fill(row, places)))
    return woven(lines, document.comments, old)


def _rows(block: syntax.Header | syntax.Declaration) -> list[Row]:  # noqa: PLR0911 - one for each kind of block
    match block:
        case syntax.Header():
            return format_blocks.header(block)
        case syntax.Import():
            return format_blocks.import_(block)
        case syntax.KindDecl():
            return format_blocks.kind(block)
        case syntax.EntityDecl():
            return format_blocks.entity(block)
        case syntax.ActDecl():
            return format_blocks.act(block)
        case syntax.RelationDecl():
            return format_blocks.relation(block)
        case syntax.AssumeDecl():
            return format_blocks.assume(block)
        case syntax.DefineDecl():
            return format_blocks.define(block)
        case syntax.OpenTermDecl():
            return format_blocks.open_term(block)
        case syntax.OpenQuantityDecl():
            return format_blocks.open_quantity(block)
        case syntax.ClauseDecl():
            return format_norms.clause(block)
        case syntax.ClaimDecl():
            return format_norms.claim(block)
        case syntax.CaseDecl():
            return format_norms.case(block)
        case syntax.Accepting():
            return format_blocks.accepting(block, 0)
        case _:
            assert_never(block)
