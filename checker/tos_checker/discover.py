"""Finding the documents that a command line names.

Contract: files come back in the order in which they were named, what lies in a folder in the order of its names, each file
once. A file that is named is taken whatever its ending; a folder is searched for `.tos` and `.tos.md`. Hidden folders, and
folders that are links, are not searched.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ENDINGS = (".tos", ".tos.md")
STANDARD_INPUT = "-"
_NOT_SEARCHED = frozenset({"node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be checked: where it is, and what reports call it."""

    path: Path
    shown_as: str

    @property
    def is_standard_input(self) -> bool:
        """Whether this is `-`."""
        return self.shown_as == STANDARD_INPUT


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found; names that lead to nothing; folders without a document; folders that cannot be read."""

    files: tuple[Found, ...]
    missing: tuple[str, ...]
    empty: tuple[str, ...]
    unreadable: tuple[str, ...]


def discover(names: Sequence[str]) -> Discovery:
    """The files that `names` (files, folders, `-`) stand for."""
    files: list[Found] = []
    missing: list[str] = []
    empty: list[str] = []
    unreadable: list[str] = []
    for name in names:
        path = Path(name)
        if name == STANDARD_INPUT:
            files.append(Found(path, STANDARD_INPUT))
        elif path.is_dir():
            inside = list(_search(path, unreadable))
            files.extend(Found(p, p.as_posix()) for p in inside)
            if not inside and name not in unreadable:
                empty.append(name)
        elif path.exists():
            files.append(Found(path, path.as_posix()))
        else:
            missing.append(name)
    return Discovery(tuple(_once(files)), tuple(missing), tuple(empty), tuple(unreadable))


def _search(folder: Path, unreadable: list[str]) -> Iterator[Path]:
    for here, folders, files in os.walk(folder, onerror=lambda e: unreadable.append(str(e.filename))):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in _NOT_SEARCHED)
        for file in sorted(files):
            if file.endswith(ENDINGS) and not file.startswith(".") and (Path(here) / file).is_file():
                yield Path(here) / file


def _once(files: Sequence[Found]) -> Iterator[Found]:
    seen: set[str] = set()
    for found in files:
        key = found.shown_as if found.is_standard_input else os.path.realpath(found.path)
        if key not in seen:
            seen.add(key)
            yield found
