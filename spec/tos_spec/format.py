"""The canonical layout of a document.

Contract: `format_document` takes a document that was parsed without mistakes, and the source that it was parsed from. The text
that it gives says the same (`parse` gives the same tree, apart from places), has the same comments, and is its own canonical
layout. Of a literate file only what stands in its fences changes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import assert_never

from tos_spec import format_blocks, format_norms, syntax
from tos_spec.format_comments import Woven, woven
from tos_spec.format_lines import Row, begin, fill, opening
from tos_spec.literate import Inside, is_literate, unweave
from tos_spec.source import Source

_LINE_END = re.compile("\r\n|\r|\n")


def format_document(document: syntax.Document, source: Source) -> str:
    """The whole file in the canonical layout."""
    return format_text(document, source, source.text)


def format_text(document: syntax.Document, source: Source, original: str) -> str:
    """`format_document`, where `original` is the file's text before it was brought to one form.

    What stands outside the fences of a literate file stays exactly as it was there.
    """
    lines = _woven(document, source)
    if not is_literate(source.file):
        return "".join(_text(lines))
    return _rewoven(list(lines), unweave(source).blocks, original)


def _woven(document: syntax.Document, source: Source) -> Iterator[Woven]:
    comments = sorted(document.comments, key=lambda comment: begin(comment.span))
    places = [begin(comment.span) for comment in comments]
    blocks: list[syntax.Header | syntax.Declaration] = [document.header] if document.header else []
    blocks += document.declarations
    blocks.sort(key=lambda block: begin(block.span))
    filled = [tuple(line for row in _rows(block) for line in fill(row, places)) for block in blocks]
    return woven(filled, comments, source.text.split("\n"))


def _text(lines: Iterable[Woven], line_end: str = "\n", indent: str = "") -> Iterator[str]:
    for number, line in enumerate(lines):
        if line.apart and number:
            yield line_end
        yield f"{indent}{line.text}{line_end}"


def _rewoven(lines: list[Woven], insides: Iterable[Inside], original: str) -> str:
    """Markdown whose fences hold lines anew: each line in the fences in which it was."""
    ends = [0, *(end.end() for end in _LINE_END.finditer(original)), len(original)]
    written, at = [], 0
    for inside in insides:
        count = next((n for n, line in enumerate(lines) if line.old >= inside.end), len(lines))
        start, end = ends[inside.first - 1], ends[inside.end - 1]
        line_end = _LINE_END.findall(original[:start])[-1]
        written += [original[at:start], *_text(lines[:count], line_end, " " * inside.indent)]
        lines, at = lines[count:], end
    return "".join([*written, original[at:]])


def _rows(block: syntax.Header | syntax.Declaration) -> list[Row]:
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
        case syntax.Strike():
            return format_norms.strike(block)
        case syntax.Replace():
            return _replacement(block)
        case _:
            assert_never(block)


def _replacement(node: syntax.Replace) -> list[Row]:
    """A declaration with `replace` before it."""
    word = "replace "
    match node.declaration:
        case syntax.DefineDecl() as definition:
            first, *rest = format_blocks.define(definition, len(word))
        case declaration:
            first, *rest = _rows(declaration)
    return [replace(first, pieces=(opening(word, node.span), *first.pieces)), *rest]
