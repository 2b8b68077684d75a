"""Layout: what of a text is comment, which line ends count, and where its top-level blocks are.

Contract: `lay_out` returns a text of the same length, character by character, in which comments are blank and line ends that do
not count (inside strings and parentheses, after a comma, before `and`, `or` and `implies`) are vertical tabs. Each block begins
at a line that is not indented. So positions stay, and what follows needs no notion of comments or continuations. A character that
belongs nowhere, a tab in the indentation, an unclosed string or parenthesis and a depth without bounds are found here. The cost is
linear in the length of the text.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise

from tos_spec.diagnostics import Diagnostic
from tos_spec.layout_marks import foreign_number, odd_mark, slashed_date
from tos_spec.source import Source, Span
from tos_spec.syntax import Comment
from tos_spec.words import TOP_LEVEL

DEPTH = 200
"""How deep parentheses, indentation, signs and `not` may nest."""

_TOP = "|".join(TOP_LEVEL)
_BLOCK_START = re.compile(rf"\v*(?:{_TOP})\b")
_CONNECTIVE = re.compile(r"[ \t\v]*(and|or|implies)\b")
_INDENT = re.compile(r"\v*( *)[ \t]*")
_NEXT_BLOCK = re.compile(rf"\n\v*(?:{_TOP})\b")
_NEXT = re.compile(r'["#\n(),\t]|!(?!=)|[^A-Za-z0-9_.:=<>!+*%\- \v"#\n(),\t]+')
_NAME_MARK = re.compile(r"\w")
_REST = re.compile(r"[ \t\v]*(#[^\n]*)?")
_STRING = re.compile(r'"(?:[^"\\]|\\[\s\S])*"')
_STRING_IN_BLOCK = re.compile(rf'"(?:(?!\n\v*(?:{_TOP})\b)(?:[^"\\]|\\[\s\S]))*"')
_REPEATED = re.compile(rf'"(?:[^"\\]|\\.)*"|(?P<deep>(?:\bnot[ \v]+){{{DEPTH},}}|(?:-[ \v]*){{{DEPTH},}})')


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
        line, end_line = bisect_right(self._starts, start), bisect_right(self._starts, end)
        return Span(self.source.file, line, start - self._starts[line - 1] + 1, end_line, end - self._starts[end_line - 1] + 1)


@dataclass(slots=True)
class _Scan:
    """A walk over the text: what it is rewritten to, and what was found."""

    places: Places
    text: str
    out: list[str]
    comments: list[Comment] = field(default_factory=list)
    wrong: list[tuple[int, Diagnostic]] = field(default_factory=list)
    parens: list[int] = field(default_factory=list)
    strings: re.Pattern[str] = _STRING
    comma: int | None = None  # the last comma, as long as only white space and comments follow it
    blank_from: int = 0  # where that white space goes on
    margin: int = 0  # where the indentation of the line ends
    indent: int = 0  # of the line or item in which the formula at hand begins

    def complain(self, code: str, name: str, message: str, start: int, end: int, help: str) -> None:
        """Note a mistake, with the offset that tells its block; the same mistake once a line."""
        span = self.places.span(start, end)
        if not (self.wrong and (self.wrong[-1][1].code, self.wrong[-1][1].span.line) == (code, span.line)):
            self.wrong.append((start, Diagnostic(code, name, message, span, (), help)))

    def begin_line(self, start: int) -> None:
        """Remember what a line begins with."""
        indent = _INDENT.match(self.text, start)
        self.margin = indent.end() if indent else start

    def blank(self, start: int, end: int, with_: str = " ") -> None:
        """Replace what stands between two offsets of a line."""
        self.out[start:end] = with_ * (end - start)


def lay_out(source: Source) -> LaidOut:
    """Lay out a text; its mistakes of layout are reported, one a block."""
    text = source.text + "\n"
    places = Places(Source(source.file, text))
    scan = _walk(_Scan(places, text, list(text)))
    if any(d.code == "E106" for _, d in scan.wrong):
        # A string that is not closed ends in the next string's beginning: look for it again, block by block.
        scan = _walk(_Scan(places, text, list(text), strings=_STRING_IN_BLOCK))
    laid = "".join(scan.out)
    starts = [m.start() for m in re.finditer(r"^\v*[^\s]", laid, re.MULTILINE)]
    head = laid[: starts[0]] if starts else laid
    if head.strip():
        first = len(head) - len(head.lstrip())
        scan.complain("E104", "indentation", "the first line of a block is indented", first, first + 1, "begin it at the margin")
    wrong = sorted(scan.wrong, key=lambda pair: pair[0])
    found: list[Diagnostic] = [d for at, d in wrong if at < len(head)][:1]
    blocks = []
    next_wrong = sum(at < len(head) for at, _ in wrong)
    for start, end in pairwise([*starts, len(laid)]):
        first_wrong = next_wrong
        while next_wrong < len(wrong) and wrong[next_wrong][0] < end:
            next_wrong += 1
        mine = wrong[first_wrong][1] if next_wrong > first_wrong else _shape(places, laid[start:end], start)
        if mine is None:
            blocks.append(Block(start, laid[start:end].rstrip(" \n\v") + "\n"))
        else:
            found.append(mine)
    return LaidOut(tuple(blocks), tuple(scan.comments), tuple(found))


def _walk(scan: _Scan) -> _Scan:
    """Visit every character that layout is about, in order."""
    i = 0
    scan.begin_line(0)
    if first := _INDENT.match(scan.text):
        scan.indent = len(first[1])
    while found := _NEXT.search(scan.text, i):
        i, mark = found.start(), found[0]
        match mark:
            case '"':
                i = _string(scan, i)
            case "#":
                i = _comment(scan, i)
            case "\n":
                i = _line_end(scan, i)
            case "(" | ")":
                _parenthesis(scan, i, mark)
                i += 1
            case ",":
                scan.comma, scan.blank_from = i, i + 1
                i += 1
            case "\t":
                if i < scan.margin:
                    scan.complain("E101", "tab", "a tab in the indentation", i, i + 1, "indent with spaces")
                scan.blank(i, i + 1)
                i += 1
            case _:
                if number := foreign_number(mark, scan.text[max(0, i - 1) : i]):
                    at = i + len(number)
                    scan.complain("E142", "odd-digits", "numbers are written with the digits 0 to 9", i, at, f"write `{number}`")
                elif odd := odd_mark(mark):
                    at = i + odd.offset
                    help = slashed_date(scan.text, at) or odd.help
                    scan.complain("E102", "odd-character", odd.message, at, at + 1, help)
                i = found.end()
        if scan.strings is _STRING and scan.wrong and scan.wrong[-1][1].code == "E106":
            return scan
    if scan.parens:
        _unclosed(scan)
    return scan


def _string(scan: _Scan, start: int) -> int:
    found = scan.strings.match(scan.text, start)
    if found is None or ("\n" in found[0] and _NAME_MARK.match(scan.text, found.end())):  # it ends where the next one begins
        line = scan.text.index("\n", start)
        scan.complain("E106", "unclosed-string", "this string is never closed", start, line, 'close it with `"`')
        next_block = _NEXT_BLOCK.search(scan.text, start)
        end = next_block.start() if next_block else len(scan.text) - 1
        scan.out[start:end] = ["\v" if c == "\n" else c for c in scan.text[start:end]]  # all of it is one faulty block
        return end
    end = found.end()
    if "\n" in found[0] or "\t" in found[0]:
        scan.out[start:end] = ["\v" if c in "\n\t" else c for c in found[0]]
    scan.comma = None
    return end


def _comment(scan: _Scan, start: int) -> int:
    text = scan.text
    end = text.index("\n", start)
    alone = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    scan.comments.append(Comment(text[start:end].rstrip(), alone, scan.places.span(start, start + len(text[start:end].rstrip()))))
    _keep_comma(scan, start, end)
    scan.blank(start, end)
    return end


def _keep_comma(scan: _Scan, end: int, go_on: int) -> None:
    """Forget the last comma if words stand between it and `end`."""
    if scan.comma is not None and scan.text[scan.blank_from : end].strip(" \t\v\n"):
        scan.comma = None
    scan.blank_from = go_on


def _parenthesis(scan: _Scan, at: int, mark: str) -> None:
    scan.comma = None
    if mark == "(":
        scan.parens.append(at)
        if len(scan.parens) == DEPTH + 1:
            scan.complain(
                "E108", "too-deep", f"parentheses nest deeper than {DEPTH}", at, at + 1, "name the inner part with `define`"
            )
    elif scan.parens:
        scan.parens.pop()
    else:
        scan.complain("E107", "parenthesis", "this parenthesis was never opened", at, at + 1, "remove it, or open it with `(`")


def _unclosed(scan: _Scan) -> None:
    at = scan.parens[0]
    scan.complain("E107", "parenthesis", "this parenthesis is never closed", at, at + 1, "close it with `)`")
    scan.parens.clear()


def _line_end(scan: _Scan, start: int) -> int:
    """What the end of a line means, together with the empty lines after it; where the next line with words begins."""
    text = scan.text
    _keep_comma(scan, start, start + 1)
    ahead = start + 1
    while (rest := _REST.match(text, ahead)) and rest.end() < len(text) and text[rest.end()] == "\n":
        if rest[1] is not None:
            _comment(scan, rest.start(1))
        ahead = rest.end() + 1
    new_block = ahead >= len(text) or _BLOCK_START.match(text, ahead) is not None
    if new_block:
        if scan.parens:
            _unclosed(scan)
        elif scan.comma is not None:
            scan.complain(
                "E109",
                "dangling-comma",
                "nothing follows this comma",
                scan.comma,
                scan.comma + 1,
                "remove it, or go on in the next line",
            )
        scan.comma = None
    scan.begin_line(ahead)
    word = _CONNECTIVE.match(text, ahead)
    if scan.parens or scan.comma is not None:
        scan.blank_from = ahead
    elif word:
        if len(text[ahead : word.start(1)].strip("\v")) <= scan.indent:
            scan.complain(
                "E103",
                "continuation",
                f"a line that begins with `{word[1]}` is indented too little",
                word.start(1),
                word.end(1),
                "indent it more than the line or the item in which its formula begins",
            )
    else:
        indent = _INDENT.match(text, ahead)
        scan.indent = len(indent[1]) if indent else 0
        return ahead
    scan.out[start:ahead] = ["\v" if c == "\n" else c for c in scan.out[start:ahead]]
    return ahead


def _shape(places: Places, block: str, start: int) -> Diagnostic | None:
    """What is wrong with the indentation and the depth of a block."""
    stack = [0]
    previous = 0
    for line in re.finditer(r"^\v*( *)([^\s])", block, re.MULTILINE):
        indent, at = len(line[1]), start + line.start(2)
        above = stack[-1]
        while indent < stack[-1]:
            above = stack.pop()
        if indent > stack[-1]:
            if indent < previous:
                return Diagnostic(
                    "E104",
                    "indentation",
                    "this line is indented like no line above it",
                    places.span(at, at + 1),
                    (),
                    f"indent it by {stack[-1] or ''}{' or ' * (stack[-1] > 0)}{above} spaces, like a line above it",
                )
            stack.append(indent)
        previous = indent
        if len(stack) > DEPTH:
            return Diagnostic(
                "E108",
                "too-deep",
                f"indentation nests deeper than {DEPTH}",
                places.span(at, at + 1),
                (),
                "name an inner part with `define`, or flatten the tree",
            )
    if deep := next((found for found in _REPEATED.finditer(block) if found["deep"]), None):
        at, word = start + deep.start(), "not" if block.startswith("not", deep.start()) else "-"
        return Diagnostic(
            "E108",
            "too-deep",
            f"`{word}` is repeated more than {DEPTH} times",
            places.span(at, at + len(word)),
            (),
            "two of them cancel out",
        )
    return None
