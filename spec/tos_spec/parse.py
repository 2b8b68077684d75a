"""Text to syntax tree.

Contract: `parse` takes a source and gives the document of those of its blocks that are well-formed, and a diagnostic for each
that is not; it raises nothing on any text. Lark never leaves the modules named `parse…`.
"""

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lark import Lark, Token, UnexpectedInput

from tos_spec import parse_formula, parse_norms, parse_vocabulary
from tos_spec import syntax as s
from tos_spec.diagnostics import Diagnostic
from tos_spec.layout import Block, Places, lay_out
from tos_spec.parse_build import Building, Maker, build
from tos_spec.parse_errors import explain, unknown_block
from tos_spec.source import Source
from tos_spec.words import TOP_LEVEL

MOST = 100
"""How many mistakes are reported for one text."""

_RULES: dict[str, Maker] = {**parse_formula.RULES, **parse_vocabulary.RULES, **parse_norms.RULES}


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was read of a text: the blocks that are well-formed, and what is wrong with the others."""

    document: s.Document
    diagnostics: tuple[Diagnostic, ...]


class _Indents:
    """Line ends with their indentation to `_INDENT` and `_DEDENT`; `layout` has checked that these match."""

    always_accept = ("_NL", "NAME")

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        """The tokens with `_INDENT` and `_DEDENT` among them."""
        stack = [0]
        for token in stream:
            yield token
            if token.type != "_NL":
                continue
            indent = len(token) - max(token.rfind("\n"), token.rfind("\v")) - 1
            if indent > stack[-1]:
                stack.append(indent)
                yield Token.new_borrow_pos("_INDENT", "", token)
            while indent < stack[-1]:
                stack.pop()
                yield Token.new_borrow_pos("_DEDENT", "", token)


@cache
def _grammar() -> Lark:
    text = (Path(__file__).parent / "grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="contextual", start="block", propagate_positions=True, maybe_placeholders=False,
                postlex=_Indents(), cache=_cache_file() or False)  # fmt: skip


def _cache_file() -> str | None:
    """Where the tables of the grammar are kept between runs; None where no folder is the user's alone."""
    try:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "toscheck"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except (OSError, RuntimeError):
        return None
    # The file is a pickle, which whoever can write it can make run anything.
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
        return None
    return str(folder / "grammar-{}.{}.lark".format(*sys.version_info)) if os.access(folder, os.W_OK) else None


def parse(source: Source) -> Parsed:
    """The document that a text says, and what is wrong with it. Blocks that do not parse are left out."""
    laid = lay_out(source)
    places = Places(Source(source.file, source.text + "\n"))
    found = list(laid.diagnostics)
    header: s.Header | None = None
    declarations: list[s.Declaration] = []
    known = True
    for block in laid.blocks:
        if len(found) >= MOST:
            break
        before, known = known, _begins_block(block)
        if not known:  # several such lines on end are one mistake
            found += [unknown_block(block, places)] if before else []
            continue
        node = _block(block, places, found)
        if not isinstance(node, s.Header):
            declarations += [] if node is None else [node]
        elif header is None and not declarations:
            header = node
        else:
            found.append(_misplaced(node))
    whole = places.span(0, len(source.text))
    if not laid.blocks and not found:
        found.append(
            Diagnostic(
                "E139", "empty-file", "there is nothing in this file", places.span(0, 0), (), 'begin with `terms NAME "title"`'
            )
        )
    document = s.Document(source.file, header, tuple(declarations), laid.comments, whole)
    return Parsed(document, tuple(sorted(found, key=lambda d: (d.span.line, d.span.column, d.code))))


def _begins_block(block: Block) -> bool:
    word = re.compile(r"\v*([a-z]+)\b").match(block.text)
    return word is not None and word[1] in TOP_LEVEL


def _misplaced(header: s.Header) -> Diagnostic:
    return Diagnostic(
        "E129",
        "header-place",
        "the header is not at the beginning",
        header.name.span,
        (),
        "a file has one header, `terms NAME`, before everything else",
    )


def _block(block: Block, places: Places, found: list[Diagnostic]) -> s.Header | s.Declaration | None:
    try:
        tree = _grammar().parse(block.text)
    except UnexpectedInput:
        found.append(explain(_grammar(), block, places))
        return None
    b = Building(places, block.start, block.text, [])
    node: s.Header | s.Declaration | None = build(b, tree, _RULES)
    found += b.found
    return node
