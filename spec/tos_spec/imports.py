"""A file and all that it imports, read and parsed.

Contract: `gather` gives the documents, imports before importers and the checked file last, each file once, with an edge from each
import that was followed to the document that it brings in. Imports stay inside the folder of the checked file (or in the standard
library), also through symbolic links; what does not, is missing, or runs in a circle, is a diagnostic at the import.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from pathlib import Path, PureWindowsPath

from tos_spec import literate, syntax
from tos_spec.diagnostics import Diagnostic
from tos_spec.parse import parse
from tos_spec.read import Read, decode, read_file
from tos_spec.source import Source, Span

MOST_FILES = 200
MOST_BYTES = 8_000_000
_LIBRARY = Path(__file__).parent / "library"
_ENDINGS = (".tos", literate.SUFFIX)


@dataclass(frozen=True, slots=True)
class Gathered:
    """All documents of a check: imports before importers, the checked file last. `edges` leads from an import to a document."""

    documents: tuple[syntax.Document, ...]
    edges: Mapping[Span, str]
    sources: Mapping[str, Source]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _File:
    """A file on the way.

    Where it really is, and the name it is reported under; the folder that its imports begin at, the one that they stay in, and
    the name of the latter.
    """

    real: Path
    shown_as: str
    folder: Path
    root: Path
    root_shown_as: str


@dataclass(slots=True)
class _Gathering:
    """What was gathered so far."""

    documents: list[syntax.Document] = field(default_factory=list)
    edges: dict[Span, str] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    names: dict[Path, str] = field(default_factory=dict)
    size: int = 0
    full: bool = False

    def complain(self, code: str, name: str, message: str, span: Span, help: str, *notes: str) -> None:
        """Note a mistake."""
        self.found.append(Diagnostic(code, name, message, span, notes, help))


def gather(path: Path, *, text: bytes | None = None, shown_as: str | None = None) -> Gathered:
    """The document at `path` (or in `text`, in its place) and all that it imports, directly or not."""
    shown = str(path) if shown_as is None else shown_as
    folder = Path() if str(path) == "-" else path.parent
    root = Path(os.path.realpath(folder))
    real = root / "-" if str(path) == "-" else Path(os.path.realpath(path))
    file = _File(real, shown, root, root, os.path.dirname(shown))  # noqa: PTH120 - may be no path
    g = _Gathering()
    read = read_file(path, shown) if text is None else decode(text, shown)
    _take(g, file, read, (), literate.is_literate(str(path)))
    return Gathered(tuple(g.documents), g.edges, g.sources, tuple(g.found))


def _take(g: _Gathering, file: _File, read: Read, above: tuple[_File, ...], woven: bool) -> None:  # noqa: FBT001 - one caller each
    """Add a file's document after those that it imports."""
    g.found += read.diagnostics
    if read.source is None:
        return
    g.names[file.real] = file.shown_as
    g.sources[file.shown_as] = read.source
    g.size += len(read.source.text)
    source = read.source
    if woven:
        unwoven = literate.unweave(source)
        source = unwoven.source
        g.found += unwoven.diagnostics
    parsed = parse(source)
    g.found += parsed.diagnostics
    # A file whose tree runs deep in imports is deep in calls, at most MOST_FILES of them.
    for declaration in parsed.document.declarations:
        if isinstance(declaration, syntax.Import):
            _follow(g, file, declaration, above)
    g.documents.append(parsed.document)


def _follow(g: _Gathering, file: _File, node: syntax.Import, above: tuple[_File, ...]) -> None:
    """Take the file that an import names, unless it was taken before."""
    target = _library(g, node.target) if isinstance(node.target, syntax.Name) else _beside(g, file, node.target)
    if target is None:
        return
    chain = (*above, file)
    circle = next((n for n, f in enumerate(chain) if f.real == target.real), None)
    if circle is not None:
        files = [f.shown_as for f in chain[circle:]]
        way = " imports ".join(f"`{f}`" for f in [*files, files[0]])
        g.complain(
            "E212",
            "import-circle",
            "this import runs in a circle",
            node.target.span,
            "put what both need into a third file, and import that",
            way,
        )
        return
    if target.real not in g.names:
        if g.full:
            return
        if len(g.sources) >= MOST_FILES or g.size > MOST_BYTES:
            g.full = True
            what = f"more than {MOST_FILES} files" if len(g.sources) >= MOST_FILES else "more than 8 MB of text"
            g.complain(
                "E215", "too-many-imports", f"with this import, the document consists of {what}", node.target.span, "import less"
            )
            return
        before = len(g.sources)
        read = read_file(target.real, target.shown_as)
        _take(g, target, read, chain, literate.is_literate(target.real.name))
        if len(g.sources) == before:
            return
    g.edges[node.span] = g.names[target.real]


def _library(g: _Gathering, name: syntax.Name) -> _File | None:
    known = sorted(p.stem for p in _LIBRARY.glob("*.tos"))
    if name.parts[0] == "std" and len(name.parts) == 2 and name.parts[1] in known:  # noqa: PLR2004 - `std` and its name
        folder = Path(os.path.realpath(_LIBRARY))
        return _File(folder / f"{name.parts[1]}.tos", name.text, folder, folder, "std")
    if name.parts[0] != "std":
        g.complain(
            "E216",
            "import-target",
            f"`{name.text}` names neither a file nor a part of the standard library",
            name.span,
            f'write `import "{name.text.removesuffix(".tos")}.tos"` for a file beside this one',
        )
        return None
    near = get_close_matches(".".join(name.parts[1:]), known, 1)
    listed = ", ".join(f"`std.{k}`" for k in known)
    help = f"did you mean `std.{near[0]}`?" if near else f"it has {listed}"
    g.complain("E214", "unknown-library", f"the standard library has no `{name.text}`", name.span, help)
    return None


def _beside(g: _Gathering, file: _File, target: syntax.Text) -> _File | None:
    written, span = target.value, target.span
    if Path(written).is_absolute() or PureWindowsPath(written).drive or written.startswith("\\"):
        g.complain(
            "E211", "import-outside", f"`{written}` is an absolute path", span, "write a path that begins at this file's folder"
        )
        return None
    lexical = file.folder / written
    real = Path(os.path.realpath(lexical))
    if not real.is_relative_to(file.root):
        why = "leads out of the folder of the file that is checked"
        linked = Path(os.path.normpath(lexical)).is_relative_to(file.root)
        notes = ("it goes through a symbolic link",) if linked else ()
        g.complain("E211", "import-outside", f"`{written}` {why}", span, "put the file into that folder or one below it", *notes)
        return None
    if os.path.isdir(real):  # noqa: PTH112 - unlike `Path`, no name makes it raise
        g.complain("E213", "import-folder", f"`{written}` is a folder", span, "name a file in it")
    elif not os.path.isfile(real):  # noqa: PTH113 - likewise
        _missing(g, file, target, lexical)
    else:
        shown = os.path.join(file.root_shown_as, real.relative_to(file.root).as_posix())  # noqa: PTH118 - may be no path
        return _File(real, shown, real.parent, file.root, file.root_shown_as)
    return None


def _missing(g: _Gathering, file: _File, target: syntax.Text, lexical: Path) -> None:
    real = Path(os.path.realpath(lexical.parent))
    names = islice(_documents_in(real), 1000) if real.is_relative_to(file.root) else ()
    near = get_close_matches(lexical.name, list(names), 1)
    if near:
        folder = os.path.dirname(target.value)  # noqa: PTH120 - as it was written
        help = f'did you mean `import "{os.path.join(folder, near[0])}"`?'  # noqa: PTH118
    else:
        help = "a path begins at the folder of the file that imports"
    g.complain("E210", "import-missing", f"there is no file `{target.value}`", target.span, help)


def _documents_in(folder: Path) -> Iterator[str]:
    try:
        yield from (p.name for p in folder.iterdir() if p.name.endswith(_ENDINGS))
    except OSError:
        return
