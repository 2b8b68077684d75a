"""Text to syntax tree.

Contract: `parse` takes a source and gives the document of those of its blocks that are well-formed, and a diagnostic for each
that is not; it raises nothing on any text. Lark never leaves the modules named `parse…`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, UnexpectedInput

from tos_spec import parse_formula, parse_norms, parse_vocabulary
from tos_spec import syntax as s
from tos_spec.diagnostics import Diagnostic
from tos_spec.layout import Block, Places, lay_out
from tos_spec.parse_build import Building, Maker, build
from tos_spec.source import Source, Span

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
                postlex=_Indents())  # fmt: skip


def parse(source: Source) -> Parsed:
    """The document that a text says, and what is wrong with it. Blocks that do not parse are left out."""
    laid = lay_out(source)
    places = Places(source)
    found = list(laid.diagnostics)
    header: s.Header | None = None
    declarations: list[s.Declaration] = []
    for block in laid.blocks:
        node = _block(block, places, found)
        if isinstance(node, s.Header):
            if header is not None or declarations:
                found.append(Diagnostic("E129", "header-place", "the header is not at the beginning", node.name.span, (),
                                        "a file has one header, `terms NAME`, before everything else"))
            header = header or node
        elif node is not None:
            declarations.append(node)
    whole = places.span(0, len(source.text))
    document = s.Document(source.file, header, tuple(declarations), laid.comments, whole)
    return Parsed(document, tuple(sorted(found, key=lambda d: (d.span.line, d.span.column, d.code))))


def _block(block: Block, places: Places, found: list[Diagnostic]) -> Any:
    try:
        tree = _grammar().parse(block.text)
    except UnexpectedInput as wrong:
        at = block.start + (wrong.pos_in_stream or 0)
        span: Span = places.span(at, at + 1)
        found.append(Diagnostic("E130", "syntax", f"unexpected {wrong}".split("\n")[0].lower().rstrip("."), span))
        return None
    b = Building(places, block.start, block.text, [])
    node = build(b, tree, _RULES)
    found += b.found
    return node
