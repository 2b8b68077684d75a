"""The one façade: a file to its core, with everything that is wrong on the way.

Contract: `load` raises nothing on any file. Passes stop where one before them found mistakes; within a pass all are collected.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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

    `unused` is the vocabulary that nothing uses, for a document without mistakes. `amends`: the files that it is put together of, but for its own.
    `documents`: it and what it imports, each whole, as it was written; the file itself last.
    """

    policy: core.Policy | None
    document: syntax.Document | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    unused: tuple[Unused, ...] = ()
    amends: tuple[str, ...] = ()
    documents: tuple[syntax.Document, ...] = ()


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
    return _meaning(gathered, Loaded(None, document, gathered.diagnostics, gathered.sources), shown)


def _meaning(gathered: Gathered, loaded: Loaded, shown: str) -> Loaded:
    found = Collector()
    found.extend(gathered.diagnostics)
    if _wrong(found) or not gathered.documents:
        return replace(loaded, diagnostics=tuple(found))
    amended = amend(gathered.documents, gathered.edges)
    found.extend(amended.diagnostics)
    loaded = replace(loaded, amends=tuple(file for file, by in amended.by.items() if by == shown), documents=amended.documents)
    if _wrong(found):
        return replace(loaded, diagnostics=tuple(found))
    resolved = resolve(amended.documents, gathered.edges, Texts(gathered.sources, amended.documents))
    found.extend(as_amended(resolved.diagnostics, amended))
    if _wrong(found):
        return replace(loaded, diagnostics=tuple(found))
    typed = typecheck(resolved)
    found.extend(as_amended(typed.diagnostics, amended))
    if _wrong(found):
        return replace(loaded, diagnostics=tuple(found))
    spare = unused(typed, gathered.edges, amended.documents)
    return replace(loaded, policy=desugar(typed), diagnostics=tuple(found), unused=spare)


def _wrong(found: Collector) -> bool:
    return any(d.severity == "error" for d in found)
