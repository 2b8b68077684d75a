"""Layout: what of a text is comment, which line ends count, and where its top-level blocks are.

Contract: `lay_out` returns a text of the same length, character by character, in which comments are blank and line ends that do
not count (inside strings and parentheses, after a comma, before `and`, `or` and `implies`) are vertical tabs. Each block begins
at a line that is not indented. So positions stay, and what follows needs no notion of comments or continuations.
"""

import re
from dataclasses import dataclass

from tos_spec.diagnostics import Diagnostic
from tos_spec.source import Source, Span
from tos_spec.syntax import Comment

DEPTH = 200
"""How deep parentheses, indentation and `not` may nest."""

_CONNECTIVE = re.compile(r"[ ]*(and|or|implies)\b")
_NOTS = re.compile(rf"(?:\bnot[ \v]+){{{DEPTH}}}")


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level block: where it begins in the text, and its laid-out text."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A text laid out: its blocks, its comments, and what is wrong with its layout. A faulty block is left out."""

    blocks: tuple[Block, ...]
    comments: tuple[Comment, ...]
    diagnostics: tuple[Diagnostic, ...]


class Places:
    """Offsets of a text to spans."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._starts = [0, *(m.end() for m in re.finditer("\n", source.text))]

    def span(self, start: int, end: int) -> Span:
        """The span from one offset to another."""
        (line, column), (end_line, end_column) = self._at(start), self._at(end)
        return Span(self.source.file, line, column, end_line, end_column)

    def _at(self, offset: int) -> tuple[int, int]:
        low, high = 0, len(self._starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._starts[middle] <= offset else (low, middle)
        return low + 1, offset - self._starts[low] + 1


@dataclass
class _Scan:
    """The state of a walk over the text."""

    places: Places
    out: list[str]
    comments: list[Comment]
    wrong: list[tuple[int, Diagnostic]]
    parens: list[int]

    def complain(self, code: str, name: str, message: str, start: int, end: int, help: str) -> None:
        """Note a mistake, with the offset that tells its block."""
        self.wrong.append((start, Diagnostic(code, name, message, self.places.span(start, end), (), help)))


def lay_out(source: Source) -> LaidOut:
    """Lay out a text; its mistakes of layout are reported, one a block."""
    text = source.text if source.text.endswith("\n") else source.text + "\n"
    scan = _Scan(Places(source), list(text), [], [], [])
    _walk(scan, text)
    laid = "".join(scan.out)
    starts = [m.start() for m in re.finditer(r"^[^\s]", laid, re.MULTILINE)]
    if not starts or laid[: starts[0]].strip():
        first = len(laid) - len(laid.lstrip())
        if laid.strip():
            scan.complain("E104", "indentation", "the first line of a block is indented", first, first + 1, "begin it at the margin")
    ends = [*starts[1:], len(laid)]
    blocks = []
    wrong = sorted(scan.wrong, key=lambda pair: pair[0])
    found: list[Diagnostic] = [d for at, d in wrong if not starts or at < starts[0]][:1]
    for start, end in zip(starts, ends, strict=True):
        mine = [d for at, d in wrong if start <= at < end]
        mine = mine or list(_indentation(scan.places, laid, start, end))
        found += mine[:1]
        if not mine:
            blocks.append(Block(start, laid[start:end].rstrip(" \n\v") + "\n"))
    return LaidOut(tuple(blocks), tuple(scan.comments), tuple(found))


def _walk(scan: _Scan, text: str) -> None:
    i, line_start, indent, formula_indent = 0, 0, 0, 0
    while i < len(text):
        c = text[i]
        if c == '"':
            i = _string(scan, text, i)
            continue
        if c == "#":
            end = text.index("\n", i)
            alone = not text[line_start:i].strip()
            scan.comments.append(Comment(text[i:end], alone, scan.places.span(i, end)))
            scan.out[i:end] = " " * (end - i)
            i = end
            continue
        if c == "\t" and not text[line_start:i].strip():
            scan.complain("E101", "tab", "a tab in the indentation", i, i + 1, "indent with spaces")
        if c in "\t":
            scan.out[i] = " "
        elif c == "(":
            scan.parens.append(i)
            if len(scan.parens) > DEPTH:
                scan.complain("E108", "too-deep", f"parentheses nest deeper than {DEPTH}", i, i + 1, "split it with `define`")
        elif c == ")" and scan.parens:
            scan.parens.pop()
        elif c == "\n":
            line_start = i + 1
            nxt = re.compile(r"([ ]*(#[^\n]*)?\n)*").match(text, i + 1)
            ahead = nxt.end() if nxt else i + 1
            word = _CONNECTIVE.match(text, ahead)
            top = ahead < len(text) and text[ahead] not in " \n"
            before = "".join(scan.out[max(0, i - 400) : i]).rstrip(" \v\n")
            if scan.parens and top and _starts_block(text, ahead):
                scan.complain("E107", "unclosed-parenthesis", "this parenthesis is never closed", scan.parens[0], scan.parens[0] + 1,
                              "close it with `)`")
                scan.parens.clear()
            elif scan.parens or before.endswith(","):
                scan.out[i] = "\v"
            elif word:
                here = word.start(1) - ahead
                if here <= formula_indent:
                    scan.complain("E103", "continuation", f"a line that begins with `{word[1]}` is indented too little",
                                  word.start(1), word.end(1), "indent it more than the line in which its formula begins")
                scan.out[i:ahead] = ["\v" if ch == "\n" else o for ch, o in zip(text[i:ahead], scan.out[i:ahead], strict=True)]
            else:
                content = re.compile(r"[ ]*").match(text, ahead)
                formula_indent = (content.end() if content else ahead) - ahead
        i += 1
    del indent


def _starts_block(text: str, at: int) -> bool:
    from tos_spec.words import TOP_LEVEL

    word = re.compile(r"[a-z]+").match(text, at)
    return bool(word and word[0] in TOP_LEVEL)


def _string(scan: _Scan, text: str, start: int) -> int:
    i = start + 1
    while i < len(text) and text[i] != '"':
        i += 2 if text[i] == "\\" else 1
    if i >= len(text):
        end = text.index("\n", start)
        scan.complain("E106", "unclosed-string", "this string is never closed", start, end, 'close it with `"`')
        scan.out[start:] = [" " if ch != "\n" else ch for ch in text[start:]]
        return len(text)
    scan.out[start : i + 1] = ["\v" if ch in "\n\t" else ch for ch in text[start : i + 1]]
    return i + 1


def _indentation(places: Places, laid: str, start: int, end: int) -> list[Diagnostic]:
    stack = [0]
    for line in re.finditer(r"^([ ]*)(\S)", laid[start:end], re.MULTILINE):
        indent, at = len(line[1]), start + line.start(2)
        while indent < stack[-1]:
            stack.pop()
        if indent > stack[-1]:
            deeper = laid[start:end].rfind("\n", 0, max(0, line.start() - 0))
            closed = line.start() > 0 and indent < _previous(laid, start, deeper)
            if closed:
                span = places.span(at, at + 1)
                return [Diagnostic("E104", "indentation", "this line is indented like no line above it", span, (),
                                   f"indent it by {stack[-1]} spaces, as the block that it goes on with")]
            stack.append(indent)
        if len(stack) > DEPTH:
            return [Diagnostic("E108", "too-deep", f"indentation nests deeper than {DEPTH}", places.span(at, at + 1), (),
                               "split it with `define`")]
    if deep := _NOTS.search(laid, start, end):
        return [Diagnostic("E108", "too-deep", f"`not` is repeated more than {DEPTH} times", places.span(deep.start(), deep.start() + 3),
                           (), "two of them cancel out")]
    return []


def _previous(laid: str, start: int, before: int) -> int:
    """The indentation of the last line with words that ends at offset `before` of the block."""
    for line in reversed(laid[start : start + max(before, 0)].split("\n")):
        if line.strip():
            return len(line) - len(line.lstrip(" "))
    return 0
