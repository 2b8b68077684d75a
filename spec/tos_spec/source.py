r"""Files and places in them.

Contract: a `Source` is text that has been read, decoded and brought to one form (NFC, no byte-order mark, `\n` line
ends); a `Span` is a place in the file as its author sees it. Lines and columns count from one; the end column is exclusive.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a file: where some words begin and where they end (the end column is exclusive)."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def to(self, other: "Span") -> "Span":
        """The span from the start of this one to the end of `other`."""
        return Span(self.file, self.line, self.column, other.end_line, other.end_column)

    @property
    def place(self) -> str:
        """`file:line:column`, the form that editors open."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: the name it is reported under, and its text."""

    file: str
    text: str

    def line(self, number: int) -> str:
        """Line `number` (from one) without its line end; empty beyond the last line."""
        lines = self.text.split("\n")
        return lines[number - 1] if 0 < number <= len(lines) else ""
