"""Markdown whose fenced blocks marked `tos` are a document.

Contract: `unweave` gives a text with as many lines and columns in which all but the content of these blocks is blank, so that every
position is one in the Markdown. The indentation of an indented fence is turned into vertical tabs, which `layout` does not count.
Fences are those of CommonMark: three or more backticks or tildes, indented by up to three spaces, closed by as many or more.
"""

import re
from dataclasses import dataclass

from tos_spec.diagnostics import Diagnostic
from tos_spec.source import Source, Span

_FENCE = re.compile(r"( {0,3})(`{3,}|~{3,})[ \t]*([^\n]*)")
SUFFIX = ".tos.md"


@dataclass(frozen=True, slots=True)
class Inside:
    """The lines between the fences of a `tos` block: from `first` up to, not including, `end`; and the fences' indentation."""

    first: int
    end: int
    indent: int


@dataclass(frozen=True, slots=True)
class Unwoven:
    """The document in a Markdown text, in its place; its blocks; and what is wrong with the fences."""

    source: Source
    diagnostics: tuple[Diagnostic, ...]
    blocks: tuple[Inside, ...]


@dataclass(frozen=True, slots=True)
class _Fence:
    line: int
    indent: int
    mark: str
    is_tos: bool


def is_literate(file: str) -> bool:
    """Whether a file of this name is Markdown."""
    return file.lower().endswith(SUFFIX)


def unweave(source: Source) -> Unwoven:
    """The `tos` blocks of a Markdown text, everything else blank."""
    lines = source.text.split("\n")
    out = []
    blocks: list[Inside] = []
    fence: _Fence | None = None
    for number, line in enumerate(lines, start=1):
        found = _FENCE.fullmatch(line)
        kept = ""
        if fence is None:
            if found and not ("`" in found[2] and "`" in found[3]):
                fence = _Fence(number, len(found[1]), found[2], found[3].split()[:1] == ["tos"])
        elif found and found[2].startswith(fence.mark) and not found[3].strip():
            if fence.is_tos:
                blocks.append(Inside(fence.line + 1, number, fence.indent))
            fence = None
        elif fence.is_tos:
            inner = line.lstrip(" ")
            shift = min(fence.indent, len(line) - len(inner))
            kept = "\v" * shift + line[shift:]
        out.append(kept)
    wrong: tuple[Diagnostic, ...] = ()
    if fence is not None and fence.is_tos:
        line = lines[fence.line - 1]
        span = Span(source.file, fence.line, fence.indent + 1, fence.line, len(line) + 1)
        wrong = (
            Diagnostic(
                "E136", "unclosed-fence", "this `tos` block is never closed", span, (), f"close it with a line `{fence.mark}`"
            ),
        )
    return Unwoven(Source(source.file, "\n".join(out)), wrong, tuple(blocks))
