"""Pieces of text that know where they came from, rows of them, and the lines that rows become.

Contract: a `Row` is one statement, or the part of one that begins a line of its own; `fill` turns it into one line, or into
several where it is too wide or a comment stands inside, broken only after commas. Nothing here knows the language.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tos_spec.source import Span

WIDTH = 100
"""How wide a line may be before it is broken, where it can be."""

STEP = 2
"""How much further a block inside another is indented."""

Place = tuple[int, int]
"""A line and a column of the text that is being formatted."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text, where it stood, and whether a line may end after it (`soft`)."""

    text: str
    start: Place | None = None
    end: Place | None = None
    soft: bool = False


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces that begin a line; `goes_on` if they continue the statement above."""

    indent: int
    pieces: Pieces
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line to be printed, and the part of the old text that it holds (None: not known)."""

    indent: int
    text: str
    start: Place | None
    end: Place | None
    goes_on: bool


def begin(span: Span) -> Place:
    """Where a span begins."""
    return span.line, span.column


def word(text: str) -> Piece:
    """Words that stand nowhere in particular."""
    return Piece(text)


def placed(text: str, span: Span) -> Piece:
    """The text of a span."""
    return Piece(text, begin(span), (span.end_line, span.end_column))


def opening(text: str, span: Span) -> Piece:
    """The first words of what stands at a span."""
    return Piece(text, begin(span), begin(span))


def listed(items: Iterable[Sequence[Piece]]) -> Iterator[Piece]:
    """Items with commas between them, after which a line may end."""
    for number, item in enumerate(items):
        if number:
            yield Piece(", ", soft=True)
        yield from item


def width(pieces: Iterable[Piece], enough: int = WIDTH) -> int:
    """How wide pieces are; no more of them are looked at than it takes to see that they are wider than `enough`."""
    total = 0
    for piece in pieces:
        total += len(piece.text)
        if total > enough:
            break
    return total


def fill(row: Row, comments: Sequence[Place]) -> Iterator[Line]:
    """The lines of a row. `comments` are the places of comments, in order: a line ends where one stands after a comma."""
    indent, goes_on = row.indent, row.goes_on
    here: list[Piece] = []
    for chunk in _chunks(row.pieces):
        wide = indent + width(here) + len("".join(p.text for p in chunk).rstrip()) > WIDTH
        if here and (wide or _between(_end(here), _start(chunk), comments)):
            yield _line(indent, here, goes_on=goes_on)
            indent, goes_on, here = row.indent + 2 * STEP, True, []
        here += chunk
    yield _line(indent, here, goes_on=goes_on)


def _chunks(pieces: Pieces) -> Iterator[list[Piece]]:
    chunk: list[Piece] = []
    for piece in pieces:
        chunk.append(piece)
        if piece.soft:
            yield chunk
            chunk = []
    yield chunk


def _line(indent: int, pieces: Sequence[Piece], *, goes_on: bool) -> Line:
    return Line(indent, "".join(p.text for p in pieces).rstrip(), _start(pieces), _end(pieces), goes_on)


def _start(pieces: Sequence[Piece]) -> Place | None:
    return next((p.start for p in pieces if p.start), None)


def _end(pieces: Sequence[Piece]) -> Place | None:
    return next((p.end for p in reversed(pieces) if p.end), None)


def _between(low: Place | None, high: Place | None, comments: Sequence[Place]) -> bool:
    if low is None or high is None:
        return False
    return bisect_right(comments, low) < bisect_left(comments, high)
