"""A document as it was at a revision of the git repository that it lies in, with all that it imports or amends.

Contract: git is only asked for objects (`rev-parse`, `ls-tree`, `cat-file`): nothing is checked out, and no filter, hook or converter of the
repository is run. Only plain files are read; symbolic links and submodules are refused, sizes and numbers are bounded. What is wrong with a revision
or a path is a `RevisionError` with one line for its author. Paths are those of `git show`: from the top of the repository, or from the
folder, if they begin with `./` or `../`.
"""

import os
import posixpath
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

from tos_spec.load import Loaded, load
from tos_spec.read import LIMIT

_GIT = "git"
_MOST_FILES = 250
_MOST_LISTED = 8_000_000
_SECONDS = 60
_NAMES = re.compile(r'\b(?:import|amends)\s+"([^"\n]{1,1000})"')
_QUIET = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}
_SUBMODULE, _LINK, _TREE = "160000", "120000", "040000"


class RevisionError(Exception):
    """There is no such document at that revision; the message says why, in one line."""


class _FailedError(RevisionError):
    """git found no such thing."""


def names_revision(name: str) -> bool:
    """Whether an argument is `REV:path`, and no file of that name is there."""
    return ":" in name and not os.path.lexists(name) and not re.match(r"[A-Za-z]:[\\/]", name)


def load_at(name: str, folder: Path) -> Loaded:
    """The document that `REV:path` names, in the repository that `folder` lies in. Raises RevisionError."""
    revision, _, written = name.partition(":")
    if not revision or revision.startswith("-"):
        message = f"`{name}` names no revision; write `HEAD:path`, a tag, a branch or a commit before the colon"
        raise RevisionError(message)
    tree = _Tree.of(revision, folder)
    path = tree.path(written)
    with tempfile.TemporaryDirectory(prefix="toscheck-") as place:
        top = Path(place)
        _take(tree, path, top)
        shown = f"{revision}:{path}" if "/" in path else f"{revision}:./{path}"
        return load(top / path, shown_as=shown)


def _take(tree: "_Tree", path: str, top: Path) -> None:
    """Write the file at `path`, and the files that it names, to where they lie below `top`."""
    root = posixpath.dirname(path)
    todo, done = [path], set[str]()
    while todo and len(done) < _MOST_FILES:
        here = todo.pop()
        if here in done:
            continue
        done.add(here)
        data = tree.read(here, needed=here == path)
        if data is None:
            continue
        target = top / here
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        for written in _NAMES.findall(data.decode("utf-8", errors="replace")):
            there = posixpath.normpath(posixpath.join(posixpath.dirname(here), written))
            if not posixpath.isabs(there) and not there.startswith("..") and (not root or there.startswith(f"{root}/")):
                todo.append(there)


@dataclass(frozen=True)
class _Entry:
    mode: str
    object: str


class _Tree:
    """The files of one revision."""

    def __init__(self, folder: Path, revision: str, tree: str, prefix: str) -> None:
        self.folder, self.revision, self.tree, self.prefix = folder, revision, tree, prefix
        self._listed: dict[str, Mapping[str, _Entry]] = {}

    @classmethod
    def of(cls, revision: str, folder: Path) -> "_Tree":
        """The tree of a revision. Raises RevisionError."""
        try:
            prefix = _git(folder, "rev-parse", "--show-prefix")
        except _FailedError:
            message = f"`{folder}` lies in no git repository, so there is no revision `{revision}`"
            raise RevisionError(message) from None
        try:
            found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}")
        except _FailedError:
            message = f"there is no revision `{revision}` in this repository"
            raise RevisionError(message) from None
        return cls(folder, revision, found.decode("ascii", errors="replace").strip(), os.fsdecode(prefix).removesuffix("\n"))

    def path(self, written: str) -> str:
        """The path, from the top of the repository, that was written after the colon."""
        joined = posixpath.join(self.prefix, written) if written.startswith(("./", "../")) else written
        path = posixpath.normpath(joined) if joined else ""
        if not path or path == "." or path.startswith(("../", "/")) or path == "..":
            message = f"`{self.revision}:{written}` is no path in the repository"
            raise RevisionError(message)
        return path

    def read(self, path: str, *, needed: bool) -> bytes | None:
        """What the file holds, one byte more than a document may have at the most. None where there is none, unless it is `needed`."""
        tree, parts = self.tree, path.split("/")
        for place, part in enumerate(parts, 1):
            listed = self._list(tree)
            entry = listed.get(part)
            last = place == len(parts)
            here = "/".join(parts[:place])
            if entry is None:
                if not needed:
                    return None
                self._missing(path, here, part, listed)
            what = {_LINK: "a symbolic link", _SUBMODULE: "a submodule"}.get(entry.mode)
            if what is None and (entry.mode == _TREE) == last:
                what = "a folder, not a file" if last else "a file, not a folder"
            if what is not None:
                message = f"`{here}` is {what} at `{self.revision}`, and is not followed"
                raise RevisionError(message)
            tree = entry.object
        return _git(self.folder, "cat-file", "blob", tree, most=LIMIT + 1)

    def _missing(self, path: str, here: str, part: str, listed: Mapping[str, _Entry]) -> NoReturn:
        near = get_close_matches(part, list(listed), n=1)
        help = ""
        if self.prefix and self._there(posixpath.join(self.prefix, path)):
            help = f"; a path begins at the top of the repository: write `{self.revision}:./{path}`"
        elif near:
            help = f"; did you mean `{self.revision}:{posixpath.join(posixpath.dirname(here), near[0])}`?"
        message = f"there is no `{here}` at `{self.revision}`{help}"
        raise RevisionError(message)

    def _there(self, path: str) -> bool:
        tree = self.tree
        for part in posixpath.normpath(path).split("/"):
            entry = self._list(tree).get(part)
            if entry is None:
                return False
            tree = entry.object
        return True

    def _list(self, tree: str) -> Mapping[str, _Entry]:
        if tree not in self._listed:
            self._listed[tree] = dict(_entries(_git(self.folder, "ls-tree", "-z", "--full-tree", tree, most=_MOST_LISTED)))
        return self._listed[tree]


def _entries(listing: bytes) -> Iterator[tuple[str, _Entry]]:
    for line in listing.split(b"\0"):
        head, tab, name = line.partition(b"\t")
        words = head.decode("ascii", errors="replace").split(" ")
        if tab and len(words) == 3:  # noqa: PLR2004 - mode, type, object
            yield os.fsdecode(name), _Entry(words[0], words[2])


def _git(folder: Path, *arguments: str, most: int = 65_536) -> bytes:
    """The first `most` bytes that git prints. Raises RevisionError where it fails, or is not there."""
    command = [_GIT, "--no-pager", *arguments]
    try:
        with subprocess.Popen(  # noqa: S603 - fixed words, and names that cannot be taken for options
            command,
            cwd=folder,
            env={**os.environ, **_QUIET},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            assert process.stdout is not None  # noqa: S101 - for the type checker
            data = process.stdout.read(most)
            if len(data) == most:
                process.kill()
                return data
            code = process.wait(_SECONDS)
    except FileNotFoundError:
        message = "git is not installed, so there are no revisions to read"
        raise RevisionError(message) from None
    if code != 0:
        message = "git found no such thing"
        raise _FailedError(message)
    return data
