"""The one façade: a file to its core, with everything that is wrong on the way.

Contract: `load` raises nothing on any file. Passes stop where one before them found mistakes; within a pass all are collected.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tos_spec import core, syntax
from tos_spec.amend import amend, as_amended
from tos_spec.desugar import desugar
from tos_spec.diagnostics import Collector, Diagnostic
from tos_spec.imports import Gathered, gather
from tos_spec.resolve import resolve
from tos_spec.resolve_text import Texts
from tos_spec.source import Source
from tos_spec.typecheck import typecheck
from tos_spec.unused import Unused, unused


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file that was loaded. `policy` is None where there is a mistake, `document` where the file itself does not parse.

    `unused` is the vocabulary that nothing uses, for a document without mistakes.
    """

    policy: core.Policy | None
    document: syntax.Document | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    unused: tuple[Unused, ...] = ()


def load(
    path: Path, *, text: bytes | None = None, shown_as: str | None = None, instead: Mapping[str, bytes] | None = None
) -> Loaded:
    """Load the file at `path`, or `text` in its place. Places are reported under `shown_as`.

    With `instead`, files reported under these names (imported ones, too) are read as having these contents.
    """
    gathered = gather(path, text=text, shown_as=shown_as, instead=instead)
    shown = shown_as if shown_as is not None else str(path)
    document = next((d for d in gathered.documents if d.file == shown), None)
    if any(d.severity == "error" and d.span.file == shown and d.code < "E2" for d in gathered.diagnostics):
        document = None
    policy, found, spare = _meaning(gathered)
    return Loaded(policy, document, found, gathered.sources, spare)


def _meaning(gathered: Gathered) -> tuple[core.Policy | None, tuple[Diagnostic, ...], tuple[Unused, ...]]:
    found = Collector()
    found.extend(gathered.diagnostics)
    if _wrong(found) or not gathered.documents:
        return None, tuple(found), ()
    amended = amend(gathered.documents, gathered.edges)
    found.extend(amended.diagnostics)
    if _wrong(found):
        return None, tuple(found), ()
    resolved = resolve(amended.documents, gathered.edges, Texts(gathered.sources, amended.documents))
    found.extend(as_amended(resolved.diagnostics, amended))
    if _wrong(found):
        return None, tuple(found), ()
    typed = typecheck(resolved)
    found.extend(as_amended(typed.diagnostics, amended))
    if _wrong(found):
        return None, tuple(found), ()
    return desugar(typed), tuple(found), unused(typed, gathered.edges, amended.documents)


def _wrong(found: Collector) -> bool:
    return any(d.severity == "error" for d in found)
