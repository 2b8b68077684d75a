"""Text for terminals: what can be seen, how wide it is, where its lines break, what colour it has.

Contract: nothing that a document says can move the cursor, change a colour or reorder what is read. Colour is decoration:
without it the text is the same.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

_JOINERS = frozenset("\u200c\u200d")  # scripts and emoji need them, and they hide nothing
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
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


def wrapped(text: str, room: int) -> Iterator[str]:
    """`text` in lines of at most `room` columns, broken at spaces; a longer word has a line of its own."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and width(longer) > room:
            yield line
            line = word
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
        self.lines.append("".join(self.paint(text, style) for text, style in parts).rstrip())

    def write(self, text: str, *, indent: int = 0, lead: str = "", style: str | None = None, body: str | None = None) -> None:
        """A paragraph after `lead` (in `style`), its later lines below the end of the indentation or of a short lead."""
        seen_lead = visible(lead)
        hang = indent + (width(seen_lead) if width(seen_lead) <= 12 else 2)  # noqa: PLR2004 - about a word
        first_room = max(self.room - indent - width(seen_lead), 20)
        words = visible(text).split(" ")
        first: list[str] = []
        while words and (not first or width(" ".join([*first, words[0]])) <= first_room):
            first.append(words.pop(0))
        self.lines.append((" " * indent + self.paint(lead, style) + self.paint(" ".join(first), body)).rstrip())
        if words:
            for line in wrapped(" ".join(words), max(self.room - hang, 20)):
                self.lines.append((" " * hang + self.paint(line, body)).rstrip())

    def text(self) -> str:
        """The page, each line with its end."""
        return "".join(f"{line}\n" for line in self.lines)
