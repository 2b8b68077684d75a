"""The header: its lines, once each, and what they set.

Contract: gives what is set; what is not written has the language's own value. Conditions of defaults are left to `typecheck`.
"""

from dataclasses import dataclass
from datetime import date
from importlib import metadata
from typing import TypeVar

from tos_spec import syntax
from tos_spec.core import ConflictRule, Period
from tos_spec.diagnostics import Collector, Diagnostic
from tos_spec.resolve_clauses import period

L = TypeVar("L", bound=syntax.HeaderLine)

ALWAYS = Period()


@dataclass(frozen=True, slots=True)
class Heading:
    """What a header says. `defaults` are its lines, those with an act first, the one for all the rest last."""

    name: str = ""
    title: str = ""
    issuer: str = ""
    version: str = ""
    source: str = ""
    period: Period = ALWAYS
    conflicts: ConflictRule = "undecided"
    defaults: tuple[syntax.DefaultLine, ...] = ()


def heading(header: syntax.Header | None, label: str, found: Collector) -> Heading:
    """What `header` says; `label` is the title where none is written."""
    if header is None:
        return Heading()
    texts: dict[str, syntax.HeaderText] = {}
    conflicts: syntax.ConflictsLine | None = None
    requires: syntax.Requires | None = None
    rest: syntax.DefaultLine | None = None
    parts: list[syntax.DefaultLine] = []
    for line in header.lines:
        match line:
            case syntax.HeaderText(word=word):
                texts[word] = _once(f"`{word}`", texts.get(word), line, found)
            case syntax.ConflictsLine():
                conflicts = _once("`conflicts`", conflicts, line, found)
            case syntax.Requires():
                requires = _once("`requires`", requires, line, found)
                _check_version(line, found)
            case syntax.DefaultLine(act=None):
                rest = _once("the default for whatever is left", rest, line, found)
            case syntax.DefaultLine():
                parts.append(line)
            case syntax.Bound():
                pass
    bounds = [line for line in header.lines if isinstance(line, syntax.Bound)]
    return Heading(
        header.name.text,
        header.title.value if header.title else label,
        _text(texts.get("issuer")),
        _text(texts.get("version")),
        _text(texts.get("source")),
        period(bounds, found, what="the document"),
        conflicts.rule if conflicts else "undecided",
        (*parts, rest) if rest else tuple(parts),
    )


def _once(what: str, earlier: L | None, line: L, found: Collector) -> L:
    if earlier is None:
        return line
    note = f"the first is at {earlier.span.place}"
    found.add(Diagnostic("E401", "repeated-line", f"{what} is written twice", line.span, (note,), "leave one out"))
    return earlier


def _text(line: syntax.HeaderText | None) -> str:
    if line is None:
        return ""
    return line.value.value if isinstance(line.value, syntax.Text) else date.fromordinal(line.value.ordinal).isoformat()


def own_version() -> tuple[int, ...]:
    """The version of the installed checker, its leading numbers."""
    numbers: list[int] = []
    for part in metadata.version("toscheck").split("."):
        if not part.isdigit():
            break
        numbers.append(int(part))
    return tuple(numbers)


def _check_version(line: syntax.Requires, found: Collector) -> None:
    have = own_version()
    size = max(len(have), len(line.version))
    if tuple(line.version) + (0,) * (size - len(line.version)) > have + (0,) * (size - len(have)):
        wanted, mine = (".".join(map(str, v)) for v in (line.version, have))
        message = f"the document requires toscheck {wanted}, but this is {mine}"
        found.add(Diagnostic("E406", "checker-too-old", message, line.span, (), "install a newer toscheck"))
