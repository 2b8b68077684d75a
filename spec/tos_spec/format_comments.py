"""Lines with their comments and the empty lines between them.

Contract: every comment appears once. One at the end of a line goes to the end of the line that holds what it stood after; one
alone on its line stands before what followed it, as far in; at the end of a block it stays in the block, as far in as the line
of the block that it was aligned with. Where two would end up on one line, the first ones stand above it. Empty lines stay, one
at most, except in the middle of a formula and below the first line of a block; there is always one between two blocks, unless
both are of one line and stood together.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tos_spec.format_lines import STEP, Line, Place, begin
from tos_spec.syntax import Comment

Block = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Woven:
    """A line of the result, the number of the old line that it comes from, and whether an empty line stands before it."""

    text: str
    old: int
    apart: bool


@dataclass(slots=True)
class _Kept:
    """A line with the comments that go before it, at its end and after it (these with their indentation)."""

    line: Line
    block: int
    before: list[Comment] = field(default_factory=list)
    at_end: list[Comment] = field(default_factory=list)
    after: list[tuple[int, Comment]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line with its comment, or a comment: the old line that it comes from, and what it belongs to (`block` -1: to none)."""

    text: str
    old: int
    block: int
    top: bool
    goes_on: bool = False
    is_comment: bool = False


def woven(blocks: Sequence[Block], comments: Sequence[Comment], old: Sequence[str]) -> Iterator[Woven]:
    """The lines of blocks with their comments. `old` is the old text, line by line."""
    kept = [_Kept(line, number) for number, block in enumerate(blocks) for line in block]
    rest = _assign(kept, comments, old)
    entries = [*(entry for each in kept for entry in _entries(each)), *(_comment(c, 0, -1, top=True) for c in rest)]
    single = {number for number, block in enumerate(blocks) if len(block) == 1}
    for index, entry in enumerate(entries):
        yield Woven(entry.text, entry.old, apart=index > 0 and _is_apart(entries[index - 1], entry, single, old))


# --- where comments go --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Gap:
    """What stands between two lines of the old text: the line that follows, and how far in a comment can stand before it.

    Each level is the indentation that a line of the block above had, and the one that it gets. Once a comment has gone with what
    follows, so do those after it.
    """

    index: int
    following: _Kept | None
    levels: Sequence[tuple[int, int]]
    left: bool = False

    def level(self, column: int) -> int:
        """How far in a comment stands that was that far in, if it goes on with the block above; else 0."""
        if self.left:
            return 0
        _, indent = max(((old, -new) for old, new in self.levels if old <= column), default=(0, 0))
        return -indent


def _assign(kept: Sequence[_Kept], comments: Sequence[Comment], old: Sequence[str]) -> list[Comment]:
    """Give each comment to a line; those that nothing follows come back."""
    order = sorted((n for n, k in enumerate(kept) if k.line.start), key=lambda n: kept[n].line.start or (0, 0))
    starts = [kept[n].line.start or (0, 0) for n in order]
    rest: list[Comment] = []
    gap = _Gap(-1, None, ())
    for comment in comments:
        at = begin(comment.span)
        index = bisect_right(starts, at)
        last = kept[order[index - 1]] if index else None
        if last and not comment.alone:
            last.at_end.append(comment)
            continue
        if last and last.line.end and at < last.line.end:
            last.before.append(comment)
            continue
        if gap.index != index:
            following = kept[order[index]] if index < len(order) else None
            gap = _Gap(index, following, _levels(kept, order[index - 1], following, old) if index else ())
        if last and (indent := gap.level(comment.span.column - 1)):
            last.after.append((indent, comment))
        else:
            gap.left = True
            (gap.following.before if gap.following else rest).append(comment)
    return rest


def _levels(kept: Sequence[_Kept], at: int, following: _Kept | None, old: Sequence[str]) -> list[tuple[int, int]]:
    """The levels at which the block of a line can go on before what follows."""
    block = kept[at].block
    same = following is not None and following.block == block
    if same and following and following.line.goes_on:
        return []
    outer = following.line.indent if same and following else 0
    levels: list[tuple[int, int]] = []
    for number in range(at, -1, -1):
        line = kept[number].line
        if kept[number].block != block or (line.indent <= outer and (levels or same)):
            break
        if line.goes_on or line.start is None or (levels and line.indent >= levels[-1][1]):
            continue
        stood = _indentation(old, line.start)
        if not levels and not same:
            levels.append((stood + 1, line.indent + STEP))
        if line.indent > outer:
            levels.append((stood, line.indent))
    return levels


def _indentation(old: Sequence[str], place: Place) -> int:
    text = old[place[0] - 1] if place[0] <= len(old) else ""
    return len(text) - len(text.lstrip(" "))


# --- what is printed ----------------------------------------------------------------------------------------------------------


def _entries(kept: _Kept) -> Iterator[_Entry]:
    line, block = kept.line, kept.block
    top = line.indent == 0 and not line.goes_on
    for comment in (*kept.before, *kept.at_end[:-1]):
        yield _comment(comment, line.indent, block, top=top, goes_on=line.goes_on)
    end = f"  {kept.at_end[-1].text.rstrip()}" if kept.at_end else ""
    yield _Entry(" " * line.indent + line.text + end, line.start[0] if line.start else 0, block, top, line.goes_on)
    for indent, comment in kept.after:
        yield _comment(comment, indent, block, top=False)


def _comment(comment: Comment, indent: int, block: int, *, top: bool, goes_on: bool = False) -> _Entry:
    text = " " * indent + comment.text.rstrip()
    return _Entry(text, comment.span.line, block, top, goes_on, is_comment=True)


def _is_apart(above: _Entry, entry: _Entry, single: set[int], old: Sequence[str]) -> bool:
    """Whether an empty line stands between two lines of the result."""
    before = entry.old - 2
    was = 0 <= before < len(old) and not old[before].strip() and above.old != entry.old
    if entry.top and not (above.top and above.is_comment):
        together = above.block in single and (entry.block in single or entry.block == -1)
        return was or not together
    under_head = above.top and not above.is_comment
    return was and not entry.goes_on and not under_head
