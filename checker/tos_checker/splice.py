"""Changes of a text by places: what is taken out, what is put in, and the lines that differ.

Contract: positions are those of spans (lines and columns from one, in the text as it is read). Lines that no change touches keep
their bytes, line ends and byte-order mark included. Changes that overlap are never put together: `clash` tells.
"""

import codecs
import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from tos_spec.source import Source, Span

Place = tuple[int, int]


@dataclass(frozen=True, slots=True, order=True)
class Splice:
    """`text` in the place of what stands from `start` up to `end` (line, column) in `file`."""

    file: str
    start: Place
    end: Place
    text: str


def over(span: Span, text: str) -> Splice:
    """`text` in the place of what stands at `span`."""
    return Splice(span.file, (span.line, span.column), (span.end_line, span.end_column), text)


def after_line(source: Source, line: int, text: str) -> Splice:
    """`text` as a line of its own after `line`."""
    end = (line, len(source.line(line)) + 1)
    return Splice(source.file, end, end, f"\n{text}")


def without_lines(source: Source, first: int, last: int) -> Splice:
    """Nothing in the place of whole lines."""
    if first > 1:
        return Splice(source.file, (first - 1, len(source.line(first - 1)) + 1), (last, len(source.line(last)) + 1), "")
    return Splice(source.file, (first, 1), (last + 1, 1), "")


def without_block(source: Source, span: Span, comments: AbstractSet[tuple[str, int]]) -> Splice:
    """Nothing in the place of a declaration: the comments right above it and one empty line below it go, too.

    `comments` are the lines on which nothing but a comment stands.
    """
    first, last = span.line, span.end_line
    while (span.file, first - 1) in comments:
        first -= 1
    empty = last < source.text.count("\n") and not source.line(last + 1).strip()
    return without_lines(source, first, last + empty)


def without_items(source: Source, items: Sequence[Span], gone: AbstractSet[int]) -> Splice:
    """A list without some of its items (by place), which stand each on one line after a word; without all of them, that word goes, too.

    Their commas go with them. Comments stay, on lines of their own where nothing else is left of theirs.
    """
    first, last = items[0].line, items[-1].end_line
    word = source.line(first)[: items[0].column - 1]
    margin = word[: len(word) - len(word.lstrip())]
    left = len(items) - len(gone)
    above: list[str] = []
    lines: list[str] = []
    for number in range(first, last + 1):
        text = source.line(number)
        here = [n for n, item in enumerate(items) if item.line == number]
        tail = text[items[here[-1]].end_column - 1 :] if here else text
        if number < last:
            tail = tail.replace(",", "", 1) if here else tail
        kept = [text[items[n].column - 1 : items[n].end_column - 1] for n in here if n not in gone]
        if kept:
            left -= len(kept)
            begin = text[: items[here[0]].column - 1] if lines else word
            lines.append(begin + ", ".join(kept) + "," * (left > 0) + tail)
        elif tail.lstrip().startswith("#") and not lines:
            above.append(margin + tail.lstrip())
        elif tail.strip():
            indent = text[: len(text) - len(text.lstrip())] if tail.lstrip().startswith("#") else f"{margin}  "
            lines.append(indent + tail.lstrip())
    if not above and not lines:
        return without_lines(source, first, last)
    return _differing(source, first, last, "\n".join((*above, *lines)))


def _differing(source: Source, first: int, last: int, new: str) -> Splice:
    """`new` in the place of whole lines, but for what both begin and end with."""
    old = "\n".join(source.line(n) for n in range(first, last + 1))
    most = min(len(old), len(new))
    same = next((n for n in range(most) if old[n] != new[n]), most)
    end = next((n for n in range(most - same) if old[-1 - n] != new[-1 - n]), most - same)
    start, stop = ((first + old[:at].count("\n"), at - (old.rfind("\n", 0, at) + 1) + 1) for at in (same, len(old) - end))
    return Splice(source.file, start, stop, new[same : len(new) - end])


def clash(one: Iterable[Splice], other: Sequence[Splice]) -> bool:
    """Whether changes cannot be made together: they overlap, or put something at one and the same place."""
    return any(a.file == b.file and _meet(a, b) for a in one for b in other)


def _meet(a: Splice, b: Splice) -> bool:
    if a.start == b.start:
        return True
    return a.start < b.end and b.start < a.end


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """`text` with the changes made."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    for splice in sorted(splices, key=lambda s: (s.start, s.end), reverse=True):
        (first, column), (last, end) = splice.start, splice.end
        text = text[: starts[first - 1] + column - 1] + splice.text + text[starts[last - 1] + end - 1 :]
    return text


def rewritten(raw: bytes, before: str, after: str) -> bytes:
    """The bytes of a file that is read as `before`, changed so that it is read as `after`."""
    bom = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    kept = _lines(raw.removeprefix(bom))
    end = b"\r\n" if kept and kept[0].endswith(b"\r\n") else b"\n"
    old, new = before.split("\n"), after.split("\n")
    out: list[bytes] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        out += kept[a:b] if tag == "equal" else [line.encode() for line in new[c:d]]
    whole = [line if line.endswith((b"\n", b"\r")) else line + end for line in out[:-1]]
    return bom + b"".join([*whole, out[-1].rstrip(b"\r\n")])


def _lines(raw: bytes) -> list[bytes]:
    """The lines with their ends: as many as there are lines in the text that is read."""
    return re.split(rb"(?<=\n)|(?<=\r)(?!\n)", raw)


def unified(name: str, before: bytes, after: bytes) -> str:
    """The change of a file as a unified diff that `git apply` takes; `name` is its path, with `/`."""
    old, new = (text.decode("utf-8", errors="surrogateescape").split("\n") for text in (before, after))
    return "".join(_diff(name, _ended(old), _ended(new)))


def _ended(lines: list[str]) -> list[str]:
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _diff(name: str, old: list[str], new: list[str]) -> Iterator[str]:
    for line in difflib.unified_diff(old, new, f"a/{name}", f"b/{name}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
