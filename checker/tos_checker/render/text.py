"""Text for terminals: what can be seen, how wide it is, where its lines break, what colour it has.

Contract: nothing that a document says can move the cursor, change a colour or reorder what is read. Colour is decoration:
without it the text is the same.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

_JOINERS = frozenset("\u200c\u200d")  # scripts and emoji need them, and they hide nothing
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_SHORT_LEAD = 12  # columns: about a word
_STYLES = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "ok": "1;32",
    "strong": "1",
    "place": "34",
    "faint": "2",
}


def visible(text: str) -> str:
    """`text` with each character that does not show (control, escape, bidirectional control) written as `<U+202E>`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_seen(c) for c in text)


def _seen(character: str) -> str:
    if character in "\n\t":
        return " "
    if unicodedata.category(character) in _UNSEEN and character not in _JOINERS:
        return f"<U+{ord(character):04X}>"
    return character


def width(text: str) -> int:
    """The number of columns that `text` takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(_columns(c) for c in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def wrapped(text: str, room: int, later: int | None = None) -> Iterator[str]:
    """`text` in lines of at most `room` columns (`later`, if given, after the first), broken at spaces.

    A longer word has a line of its own.
    """
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and width(longer) > room:
            yield line
            line = word
            room = room if later is None else later
        else:
            line = longer
    yield line


@dataclass(slots=True)
class Paper:
    """A page that is written line by line."""

    room: int
    colour: bool
    lines: list[str] = field(default_factory=list)

    def paint(self, text: str, style: str | None) -> str:
        """`text`, made visible, in a style (one of error, warning, note, ok, strong, place, faint)."""
        seen = visible(text)
        return f"\x1b[{_STYLES[style]}m{seen}\x1b[0m" if self.colour and style and seen else seen

    def blank(self) -> None:
        """An empty line, unless there is one already or the page is empty."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def raw(self, *parts: tuple[str, str | None]) -> None:
        """One line of painted parts, never broken."""
        self.lines.append("".join(self.paint(text, style) for text, style in parts))

    def write(self, text: str, *, indent: int = 0, lead: str = "", style: str | None = None, body: str | None = None) -> None:
        """A paragraph: `lead` (in `style`) and `text` (in `body`), its later lines below the end of a short lead."""
        hang = width(visible(lead)) if width(visible(lead)) <= _SHORT_LEAD else 2
        left = len(visible(lead))
        whole = visible(lead) + visible(text)
        for number, line in enumerate(wrapped(whole, self.room - indent, self.room - indent - hang)):
            painted = self.paint(line[:left], style) + self.paint(line[left:], body)
            self.lines.append((" " * (indent + (hang if number else 0)) + painted).rstrip())
            left = max(left - len(line) - 1, 0)

    def columns(self, rows: Iterable[tuple[str, str]], *, indent: int, share: tuple[int, int] = (2, 5)) -> None:
        """Rows of two cells, the second ones aligned, each cell broken within its column; the first has a share of the room."""
        cells = [(visible(left), visible(right)) for left, right in rows]
        most = max((self.room - indent) * share[0] // share[1], 12)
        column = min(max((width(left) for left, _ in cells), default=0), most)
        rest = max(self.room - indent - column - 2, 12)
        for left, right in cells:
            for a, b in zip_longest(wrapped(left, column), wrapped(right, rest), fillvalue=""):
                gap = " " * (column - width(a) + 2)
                self.lines.append((" " * indent + self.paint(a, "faint") + gap + b).rstrip())

    def text(self) -> str:
        """The page, each line with its end."""
        return "".join(f"{line}\n" for line in self.lines)
