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


def _assign(kept: Sequence[_Kept], comments: Sequence[Comment], old: Sequence[str]) -> list[Comment]:
    """Give each comment to a line; those that nothing follows come back."""
    order = sorted((k for k in kept if k.line.start), key=lambda k: k.line.start or (0, 0))
    starts = [k.line.start or (0, 0) for k in order]
    printed = {id(k): index for index, k in enumerate(kept)}
    rest: list[Comment] = []
    left = 0  # the gap in which a comment went with what follows; so do those after it
    for comment in comments:
        at = begin(comment.span)
        index = bisect_right(starts, at)
        last = order[index - 1] if index else None
        following = order[index] if index < len(order) else None
        if last and not comment.alone:
            last.at_end.append(comment)
        elif last and last.line.end and at < last.line.end:
            last.before.append(comment)
        elif last and index != left and (indent := _inside(kept[: printed[id(last)] + 1], following, comment, old)):
            last.after.append((indent, comment))
        else:
            left = index
            (following.before if following else rest).append(comment)
    return rest


def _inside(above: Sequence[_Kept], following: _Kept | None, comment: Comment, old: Sequence[str]) -> int:
    """How far in a comment stands that goes on with the block above it; 0 if it goes with what follows."""
    block = above[-1].block
    same = following is not None and following.block == block
    if same and following and following.line.goes_on:
        return 0
    outer = following.line.indent if same and following else 0
    column = comment.span.column - 1
    best = (-1, 0)
    lowest = None
    for each in reversed(above):
        line = each.line
        if each.block != block or line.indent <= outer:
            break
        if line.goes_on or line.start is None or (lowest is not None and line.indent >= lowest):
            continue
        lowest = line.indent
        if (stood := _indentation(old, line.start)) <= column and stood >= best[0]:
            best = (stood, line.indent)
    last = next((k.line for k in reversed(above) if k.block == block and not k.line.goes_on and k.line.start), None)
    if not same and last and last.start and column > _indentation(old, last.start):
        return last.indent + STEP
    return best[1]


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
