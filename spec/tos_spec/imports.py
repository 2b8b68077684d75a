"""A file and all that it imports or amends, read and parsed.

Contract: `gather` gives the documents, imports before importers, what is amended before what amends it, and the checked file last,
each file once, with an edge from each import or `amends` line that was followed to the document that it names. These stay inside the
folder of the checked file (or in the standard library), also through symbolic links; what does not, is missing, or runs in a circle,
is a diagnostic where it is named.
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
    """All documents of a check, as they were written: imports before importers, the checked file last.

    `edges` leads from an import, or an `amends` line, to a document.
    """

    documents: tuple[syntax.Document, ...]
    edges: Mapping[Span, str]
    sources: Mapping[str, Source]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Wording:
    """How a way to name another file is called, and the codes of its mistakes."""

    verb: str
    written: str
    noun: str
    missing: tuple[str, str]
    outside: tuple[str, str]
    folder: tuple[str, str]
    circle: tuple[str, str]
    cure: str


_IMPORT = _Wording(
    "imports", "import", "import", ("E210", "import-missing"), ("E211", "import-outside"), ("E213", "import-folder"),
    ("E212", "import-circle"), "put what both need into a third file, and import that",
)  # fmt: skip
_AMENDS = _Wording(
    "amends", "amends", "amendment", ("E460", "amends-missing"), ("E461", "amends-outside"), ("E460", "amends-missing"),
    ("E462", "amends-circle"), "name the earlier of the documents, or write the whole document",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _File:
    """A file on the way.

    Where it really is, and the name it is reported under; the folder that its imports begin at, the one that they stay in, and
    the name of the latter; how the file before it named it.
    """

    real: Path
    shown_as: str
    folder: Path
    root: Path
    root_shown_as: str
    by: _Wording = _IMPORT


@dataclass(frozen=True, slots=True)
class _Named:
    """A place where a file is named: what is written there, the node whose edge it is, and how it is named."""

    target: syntax.Text | syntax.Name
    span: Span
    by: _Wording


@dataclass(slots=True)
class _Gathering:
    """What was gathered so far."""

    documents: list[syntax.Document] = field(default_factory=list)
    edges: dict[Span, str] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    names: dict[Path, str] = field(default_factory=dict)
    instead: Mapping[str, bytes] = field(default_factory=dict)
    size: int = 0
    full: bool = False

    def complain(self, code: str, name: str, message: str, span: Span, help: str, *notes: str) -> None:
        """Note a mistake."""
        self.found.append(Diagnostic(code, name, message, span, notes, help))


def gather(
    path: Path, *, text: bytes | None = None, shown_as: str | None = None, instead: Mapping[str, bytes] | None = None
) -> Gathered:
    """The document at `path` (or in `text`, in its place) and all that it imports, directly or not.

    For files reported under a name in `instead`, the text given there is read.
    """
    shown = str(path) if shown_as is None else shown_as
    folder = Path() if str(path) == "-" else path.parent
    root = Path(os.path.realpath(folder))
    real = root / "-" if str(path) == "-" else Path(os.path.realpath(path))
    file = _File(real, shown, root, root, os.path.dirname(shown))  # noqa: PTH120 - may be no path
    g = _Gathering(instead=instead or {})
    read = _read(g, path, shown) if text is None else decode(text, shown)
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
    for named in _named(parsed.document):
        _follow(g, file, named, above)
    g.documents.append(parsed.document)


def _read(g: _Gathering, path: Path, shown_as: str) -> Read:
    """What a file says, or is to be read as."""
    return decode(g.instead[shown_as], shown_as) if shown_as in g.instead else read_file(path, shown_as)


def _named(document: syntax.Document) -> Iterator[_Named]:
    """The places of a document where others are named: what it amends (once), and its imports."""
    for line in document.header.lines if document.header else ():
        if isinstance(line, syntax.HeaderText) and line.word == "amends" and isinstance(line.value, syntax.Text):
            yield _Named(line.value, line.span, _AMENDS)
            break
    for decl in document.declarations:
        if isinstance(decl, syntax.Import):
            yield _Named(decl.target, decl.span, _IMPORT)


def _follow(g: _Gathering, file: _File, node: _Named, above: tuple[_File, ...]) -> None:
    """Take the file that is named, unless it was taken before."""
    target = _library(g, node.target) if isinstance(node.target, syntax.Name) else _beside(g, file, node.target, node.by)
    if target is None:
        return
    chain = (*above, file)
    circle = next((n for n, f in enumerate(chain) if f.real == target.real), None)
    if circle is not None:
        way = f"`{chain[circle].shown_as}`" + "".join(f" {f.by.verb} `{f.shown_as}`" for f in chain[circle + 1 :])
        way += f" {node.by.verb} `{chain[circle].shown_as}`"
        message = f"this {node.by.noun} runs in a circle"
        g.complain(*node.by.circle, message, node.target.span, node.by.cure, way)
        return
    if target.real not in g.names:
        if g.full:
            return
        if len(g.sources) >= MOST_FILES or g.size > MOST_BYTES:
            g.full = True
            what = f"more than {MOST_FILES} files" if len(g.sources) >= MOST_FILES else "more than 8 MB of text"
            g.complain(
                "E215",
                "too-many-imports",
                f"with this {node.by.noun}, the document consists of {what}",
                node.target.span,
                "import less",
            )
            return
        before = len(g.sources)
        read = _read(g, target.real, target.shown_as)
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


def _beside(g: _Gathering, file: _File, target: syntax.Text, by: _Wording) -> _File | None:
    written, span = target.value, target.span
    if Path(written).is_absolute() or PureWindowsPath(written).drive or written.startswith("\\"):
        g.complain(*by.outside, f"`{written}` is an absolute path", span, "write a path that begins at this file's folder")
        return None
    lexical = file.folder / written
    real = Path(os.path.realpath(lexical))
    if not real.is_relative_to(file.root):
        why = "leads out of the folder of the file that is checked"
        linked = Path(os.path.normpath(lexical)).is_relative_to(file.root)
        notes = ("it goes through a symbolic link",) if linked else ()
        g.complain(*by.outside, f"`{written}` {why}", span, "put the file into that folder or one below it", *notes)
        return None
    if os.path.isdir(real):  # noqa: PTH112 - unlike `Path`, no name makes it raise
        g.complain(*by.folder, f"`{written}` is a folder", span, "name a file in it")
    elif not os.path.isfile(real):  # noqa: PTH113 - likewise
        _missing(g, file, target, lexical, by)
    else:
        shown = os.path.join(file.root_shown_as, real.relative_to(file.root).as_posix())  # noqa: PTH118 - may be no path
        return _File(real, shown, real.parent, file.root, file.root_shown_as, by)
    return None


def _missing(g: _Gathering, file: _File, target: syntax.Text, lexical: Path, by: _Wording) -> None:
    real = Path(os.path.realpath(lexical.parent))
    names = islice(_documents_in(real), 1000) if real.is_relative_to(file.root) else ()
    near = get_close_matches(lexical.name, list(names), 1)
    if near:
        folder = os.path.dirname(target.value)  # noqa: PTH120 - as it was written
        help = f'did you mean `{by.written} "{os.path.join(folder, near[0])}"`?'  # noqa: PTH118
    else:
        help = f"a path begins at the folder of the file that {by.verb}"
    g.complain(*by.missing, f"there is no file `{target.value}`", target.span, help)


def _documents_in(folder: Path) -> Iterator[str]:
    try:
        yield from (p.name for p in folder.iterdir() if p.name.endswith(_ENDINGS))
    except OSError:
        return
