"""Characters that belong nowhere outside strings and comments, and what to write in their place.

Contract: `odd_mark` judges a run of characters none of which is a mark of the language: letters of any script are well, what is
no letter is not.
"""

# ruff: noqa: RUF001 - the characters that are taken for others

import re
import unicodedata
from dataclasses import dataclass
from itertools import takewhile

_INSTEAD = {
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "'": '"', "‘": '"', "’": '"', "`": '"', "≤": "<=", "≥": ">=", "≠": "!=",
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "×": "*", "·": "*", "&": "and", "∧": "and", "|": "or", "∨": "or", "~": "not",
    "¬": "not", "→": "implies", "⇒": "implies", "[": "(", "]": ")", "，": ",", "：": ":", "（": "(", "）": ")",
    "•": "-", "…": "",
}  # fmt: skip
"""What is written for a character of another keyboard, or of another language."""

_WHY = {
    ";": "begin a new line instead",
    "/": "multiply by a constant instead",
    "$": "write the currency after the number: `20 USD`",
    "€": "write the currency after the number: `20 EUR`",
    "£": "write the currency after the number: `20 GBP`",
    "!": "write `not`, or `!=`",
    "?": "remove it",
    "@": "remove it",
    "{": "blocks are made by indentation, formulas grouped by `(` and `)`",
    "}": "blocks are made by indentation, formulas grouped by `(` and `)`",
    "\\": "a backslash stands only in strings",
}


_SLASHED = re.compile(r"(\d{4}|\d{1,2})/(\d{1,2})/(\d{1,2}(?!\d)|\d{4})")


@dataclass(frozen=True, slots=True)
class Odd:
    """The first character of a run that belongs nowhere."""

    offset: int
    message: str
    help: str


def odd_mark(run: str) -> Odd | None:
    """What is wrong with a run of characters that are no marks of the language, or None if they are letters."""
    if ("a" + run).isidentifier():
        return None
    offset = next(n for n, c in enumerate(run) if not ("a" + c).isidentifier())
    mark = run[offset]
    if mark.isspace() or not mark.isprintable():
        name = unicodedata.name(mark, "a control character").lower()
        return Odd(
            offset,
            f"the invisible character U+{ord(mark):04X} ({name}) stands outside a string",
            "write a plain space, or nothing",
        )
    if run.startswith("//"):
        return Odd(0, "`//` begins no comment", "write `#`")
    instead = _INSTEAD.get(mark)
    help = f"write `{instead}`" if instead else _WHY.get(mark, "remove it, or put it into a string")
    return Odd(offset, f"the character `{mark}` means nothing outside a string", help)


def foreign_number(run: str, before: str) -> str:
    """The number that a run of characters begins with, in plain digits; empty if it does not, or goes on with the name `before`."""
    if before.isalnum() or before == "_":
        return ""
    digits = takewhile(str.isdecimal, run)
    return "".join(str(unicodedata.decimal(c)) for c in digits)


def written_date(first: str, second: str, year: str) -> str:
    """How a date written as numbers, day or month first, is written here: both ways, where it can be read both ways."""
    day_first = f"`{year}-{int(second):02}-{int(first):02}`"
    month_first = f"`{year}-{int(first):02}-{int(second):02}`"
    months = range(1, 13)
    if int(second) not in months or first == second:
        return f"write {month_first}"
    if int(first) not in months:
        return f"write {day_first}"
    return f"write {day_first}, or {month_first} if the month stands first"


def slashed_date(text: str, at: int) -> str | None:
    """How the date is written that has a slash at `at`."""
    for found in _SLASHED.finditer(text, max(0, at - 4), at + 8):
        if found.start() < at < found.end():
            a, b, c = found[1], found[2], found[3]
            if len(a) == len("2024"):
                return f"write `{a}-{int(b):02}-{int(c):02}`"
            return written_date(a, b, c) if len(c) == len("2024") else None
    return None
