"""The lines of a file that a place names, with the words in question underlined."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tos_checker.render.text import Paper, visible, width
from tos_spec.source import Span

_TAB = 4
_BEFORE = 24  # columns kept before the underlined words of a line that is too long


@dataclass(slots=True)
class Texts:
    """The texts of files by the name that reports give them: those already known, else read from disk, once."""

    known: Mapping[str, str]
    read: dict[str, str | None] = field(default_factory=dict)

    def __call__(self, file: str) -> str | None:
        """The text of `file`, or None if there is none to show."""
        if file in self.known:
            return self.known[file]
        if file not in self.read:
            self.read[file] = _read(file)
        return self.read[file]


def _read(file: str) -> str | None:
    try:
        return Path(file).read_bytes().decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    except (OSError, ValueError):
        return None


def excerpt(paper: Paper, span: Span, text: str | None, style: str) -> None:
    """Write the place of `span`, and, if there is a text, its line with an underline in `style`."""
    lines = [] if text is None else text.split("\n")
    margin = len(str(span.line))
    paper.raw((f"{' ' * margin}--> ", "place"), (span.place, None))
    if not 0 < span.line <= len(lines):
        return
    line = lines[span.line - 1]
    start = min(span.column, len(line) + 1) - 1
    end = min(span.end_column - 1, len(line)) if span.end_line == span.line else len(line.rstrip())
    before = _laid_out(line[:start], 0)
    inside = _laid_out(line[start : max(end, start)], width(before))
    after = _laid_out(line[max(end, start) :], width(before) + width(inside))
    before, inside, after = _clipped(before, inside, after, max(paper.room - margin - 3, 40))
    shown = (before + inside + after).rstrip()
    paper.raw((f"{' ' * margin} |", "place"))
    paper.raw((f"{span.line} |", "place"), (f" {shown}" if shown else "", None))
    paper.raw((f"{' ' * margin} |", "place"), (" " * (width(before) + 1), None), ("^" * max(width(inside), 1), style))


def _laid_out(text: str, column: int) -> str:
    """`text` with tabs as spaces up to the next stop, and what does not show made visible."""
    out = ""
    for c in text:
        out += " " * (_TAB - (column + width(out)) % _TAB) if c == "\t" else visible(c)
    return out


def _clipped(before: str, inside: str, after: str, room: int) -> tuple[str, str, str]:
    if width(before + inside + after) <= room:
        return before, inside, after
    if width(before) > _BEFORE:
        before = "…" + before[len(before) - _BEFORE + 1 :]
    if width(before + inside) > room - 1:
        return before, inside[: max(room - width(before) - 1, 1)] + "…", ""
    return before, inside, after[: room - width(before + inside) - 1] + "…"
