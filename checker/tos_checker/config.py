"""The project's settings: `tos.toml`, or `[tool.toscheck]` in `pyproject.toml`, the nearest above a document.

Contract: settings are read, never guessed. A key that nobody knows, or a value of the wrong kind, is a diagnostic with its
place; the other settings still count.
"""

import datetime
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from tos_spec.checks import STANDARD_CHECKS
from tos_spec.diagnostics import Collector, Diagnostic
from tos_spec.source import Span

LEVELS = ("error", "warning", "note", "off")
FAIL_LEVELS = ("error", "warning", "note")
_OWN_FILE = "tos.toml"
_SHARED_FILE = "pyproject.toml"
FIRST_DAY = datetime.date(1900, 1, 1)
LAST_DAY = datetime.date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class _Key:
    """A key of the configuration: which values it takes, and how that is said."""

    accepts: Callable[[Any], bool]
    wanted: str


_KEYS = {
    "fail-level": _Key(lambda v: isinstance(v, str) and v in FAIL_LEVELS, "one of `error`, `warning`, `note`"),
    "today": _Key(
        lambda v: type(v) is datetime.date and FIRST_DAY <= v <= LAST_DAY,
        "a date from 1900-01-01 to 2199-12-31, such as `2026-01-31`, without quotes",
    ),
    "limit": _Key(lambda v: type(v) is int and v > 0, "a whole number above zero"),
    "time-limit": _Key(lambda v: type(v) in (int, float) and 0 < v < float("inf"), "a number of seconds above zero"),
    "checks": _Key(lambda v: isinstance(v, dict), 'a table, such as `[checks]` with the line `silence = "warning"`'),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project has set; None where it has not. `levels` maps standing checks to levels."""

    fail_level: str | None = None
    today: datetime.date | None = None
    limit: int | None = None
    time_limit: float | None = None
    levels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Configuration:
    """Settings, the file they come from (None if there is none), and what is wrong with it."""

    settings: Settings
    file: Path | None
    diagnostics: tuple[Diagnostic, ...]


NOTHING_SET = Configuration(Settings(), None, ())


def nearest(folder: Path) -> Configuration:
    """The configuration that counts for the files in `folder`: that of the nearest folder, going up, that has one."""
    start = folder.absolute()
    for here in (start, *start.parents):
        if (here / _OWN_FILE).is_file():
            return read(here / _OWN_FILE)
        shared = here / _SHARED_FILE
        if shared.is_file() and _may_concern_us(shared):
            found = read(shared)
            if found.file is not None:
                return found
    return NOTHING_SET


def read(path: Path) -> Configuration:
    """The configuration in `path`. A `pyproject.toml` without `[tool.toscheck]` has none: its `file` is None."""
    shown = _shown(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
        table: Any = tomllib.loads(text)
    except OSError as error:
        return _refused(path, shown, f"`{shown}` cannot be read: {(error.strerror or str(error)).lower()}")
    except UnicodeDecodeError:
        return _refused(path, shown, f"`{shown}` is not UTF-8")
    except tomllib.TOMLDecodeError as error:
        return _refused(path, shown, f"`{shown}` is not TOML: {_headline(error)}", *_position(error))
    except RecursionError:
        return _refused(path, shown, f"`{shown}` nests too deep")
    except ValueError:  # what Python refuses besides: a number of thousands of digits
        return _refused(path, shown, f"`{shown}` has a number that is too long")
    prefix = ""
    if path.name == _SHARED_FILE:
        tool = table.get("tool")
        table = tool.get("toscheck") if isinstance(tool, dict) else None
        if table is None:
            return NOTHING_SET
        prefix = "tool.toscheck"
    reader = _Reader(_Places(shown, text), prefix)
    if not isinstance(table, dict):
        reader.wrong("", "tool.toscheck", "a table")
        return Configuration(Settings(), path, tuple(reader.found))
    return Configuration(reader.settings(table), path, tuple(reader.found))


def _may_concern_us(path: Path) -> bool:
    # Other people's broken pyproject.toml is no concern of ours, unless it speaks of us.
    try:
        return b"toscheck" in path.read_bytes()
    except OSError:
        return False


def _shown(path: Path) -> str:
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _refused(path: Path, shown: str, message: str, line: int = 1, column: int = 1) -> Configuration:
    span = Span(shown, line, column, line, column + 1)
    return Configuration(Settings(), path, (Diagnostic("E655", "unreadable-configuration", message, span),))


def _headline(error: tomllib.TOMLDecodeError) -> str:
    words = re.sub(r" \(at .*\)$", "", str(error))
    return words[:1].lower() + words[1:]


def _position(error: tomllib.TOMLDecodeError) -> tuple[int, int]:
    found = re.search(r"at line (\d+), column (\d+)", str(error))
    return (int(found.group(1)), int(found.group(2))) if found else (1, 1)


@dataclass(frozen=True, slots=True)
class _Places:
    """Finds keys in the text of a TOML file; `tomllib` keeps no places."""

    file: str
    text: str

    def of(self, table: str, key: str) -> Span:
        """The place of `key` in `[table]`, or of the table's own heading, or the file's beginning."""
        here = ""
        heading: Span | None = None
        for number, line in enumerate(self.text.splitlines(), 1):
            if found := re.match(r"\s*\[\[?\s*([^\]]+?)\s*\]", line):
                here = re.sub(r"[\s\"']", "", found.group(1))
                if here in (table, f"{table}.{key}".strip(".")):
                    heading = self._span(number, found.start(1), found.end(1))
            elif here == table and (found := re.match(rf"\s*([\"']?{re.escape(key)}[\"']?)\s*[.=]", line)):
                return self._span(number, found.start(1), found.end(1))
        return heading or Span(self.file, 1, 1, 1, 2)

    def _span(self, line: int, start: int, end: int) -> Span:
        return Span(self.file, line, start + 1, line, end + 1)


@dataclass(slots=True)
class _Reader:
    """Takes a table apart, key by key, and keeps what is wrong with it."""

    places: _Places
    prefix: str
    found: Collector = field(default_factory=Collector)

    def settings(self, table: Mapping[str, Any]) -> Settings:
        """What `table` sets."""
        settings = Settings()
        for key, value in table.items():
            if key not in _KEYS:
                self._unknown("", key, tuple(_KEYS), "setting")
            elif not _KEYS[key].accepts(value):
                self.wrong("", key, _KEYS[key].wanted)
            elif key == "checks":
                settings = replace(settings, levels=self._levels(value))
            else:
                settings = replace(settings, **{key.replace("-", "_"): value})
        return settings

    def _levels(self, table: Mapping[str, Any]) -> Mapping[str, str]:
        levels: dict[str, str] = {}
        for key, value in table.items():
            if key not in STANDARD_CHECKS:
                self._unknown("checks", key, STANDARD_CHECKS, "standing check")
            elif not isinstance(value, str) or value not in LEVELS:
                self.wrong("checks", key, "one of `error`, `warning`, `note`, `off`")
            else:
                levels[key] = value
        return levels

    def wrong(self, table: str, key: str, wanted: str) -> None:
        """Note that the value of `key` is not what is `wanted`."""
        self.found.add(Diagnostic("E654", "wrong-setting", f"`{key}` must be {wanted}", self._place(table, key)))

    def _unknown(self, table: str, key: str, known: tuple[str, ...], what: str) -> None:
        near = get_close_matches(key, known, n=1)
        help = f"did you mean `{near[0]}`?" if near else "known are " + ", ".join(f"`{k}`" for k in known)
        span = self._place(table, key)
        self.found.add(Diagnostic("E653", "unknown-setting", f"there is no {what} `{key}`", span, help=help))

    def _place(self, table: str, key: str) -> Span:
        return self.places.of(".".join(part for part in (self.prefix, table) if part), key)
