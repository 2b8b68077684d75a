r"""Bytes to text.

Contract: `decode` and `read_file` give a `Source` in one form (UTF-8 decoded, NFC, no byte-order mark, line ends `\n`) or the
diagnostics that say why not. Nothing of what a file holds, is, or lacks raises. At most `LIMIT` bytes are looked at.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from tos_spec.diagnostics import Diagnostic
from tos_spec.source import Source, Span

LIMIT = 2_000_000
"""How many bytes a file may have."""

_STACKED = 100
# Beside the control characters proper: byte-order marks inside the text, and the marks that reorder text where it is shown, so
# that it reads differently from what it says.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_MARKS = re.compile(rf"[^\x00-\x7f]{{{_STACKED},}}")


@dataclass(frozen=True, slots=True)
class Read:
    """A text, or why there is none."""

    source: Source | None
    diagnostics: tuple[Diagnostic, ...]


def read_file(path: Path, shown_as: str) -> Read:
    """The text of a file, reported under the name `shown_as`."""
    try:
        if path.is_dir():
            return _refuse("E132", "unreadable-file", f"`{shown_as}` is a folder, not a file", shown_as, "name a file in it")
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except FileNotFoundError:
        return _refuse(
            "E132", "unreadable-file", f"there is no file `{shown_as}`", shown_as, "check the name, and the folder it is in"
        )
    except (OSError, ValueError) as wrong:
        why = getattr(wrong, "strerror", None) or "its name is not one that a file can have"
        return _refuse(
            "E132",
            "unreadable-file",
            f"`{shown_as}` cannot be read",
            shown_as,
            "check the file and its permissions",
            why[:1].lower() + why[1:],
        )
    return decode(data, shown_as)


def decode(data: bytes, shown_as: str) -> Read:
    """The text that bytes hold, reported under the name `shown_as`."""
    if len(data) > LIMIT:
        return _refuse(
            "E133", "file-too-large", f"`{shown_as}` is larger than 2 MB", shown_as, "split it, and `import` the parts"
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _refuse("E134", "not-utf8", f"`{shown_as}` is not UTF-8 but UTF-16", shown_as, "save it as UTF-8")
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        before = _one_line_end(data[: wrong.start].decode("utf-8"))
        span = _at(shown_as, before, len(before))
        found = Diagnostic(
            "E134", "not-utf8", f"the byte `0x{data[wrong.start]:02x}` here is not UTF-8", span, (), "save the file as UTF-8"
        )
        return Read(None, (found,))
    text = _one_line_end(text)
    if wrong_mark := _CONTROL.search(text):
        return Read(None, (_control(shown_as, text, wrong_mark.start()),))
    if (at := _stacked(text)) is not None:
        span = _at(shown_as, text, at)
        message = f"more than {_STACKED} combining marks on one letter"
        return Read(None, (Diagnostic("E135", "control-character", message, span, (), "remove them"),))
    return Read(Source(shown_as, unicodedata.normalize("NFC", text)), ())


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _stacked(text: str) -> int | None:
    """Where too many combining marks follow each other: bringing them to one form takes quadratic time."""
    for run in _MARKS.finditer(text):
        count = 0
        for offset, c in enumerate(run[0]):
            count = count + 1 if unicodedata.combining(c) else 0
            if count > _STACKED:
                return run.start() + offset
    return None


def _control(shown_as: str, text: str, at: int) -> Diagnostic:
    c = text[at]
    name = unicodedata.name(c, "control character").lower()
    message = f"the invisible character U+{ord(c):04X} ({name}) is not allowed"
    return Diagnostic("E135", "control-character", message, _at(shown_as, text, at), (), "remove it")


def _at(shown_as: str, text: str, offset: int) -> Span:
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return Span(shown_as, line, column, line, column + 1)


def _refuse(code: str, name: str, message: str, shown_as: str, help: str, *notes: str) -> Read:
    return Read(None, (Diagnostic(code, name, message, Span(shown_as, 1, 1, 1, 1), notes, help),))
