"""The text with changes made, read again: does it load, what becomes of its claims and cases, and how does it differ.

Contract: nothing is written. What is told of a changed text was found out about that very text: it is loaded as if it stood in the files, its
assumptions and bounds are looked at, and each claim and case is answered anew.
"""

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from tos_checker import consistency, keeping
from tos_checker.amended import as_amendments
from tos_checker.budget import Budget
from tos_checker.splice import Splice, rewritten, spliced, unified
from tos_spec import syntax
from tos_spec.core import Case, Claim, Policy
from tos_spec.format import format_document
from tos_spec.layout import lay_out
from tos_spec.literate import is_literate, unweave
from tos_spec.load import load
from tos_spec.parse import parse
from tos_spec.source import Source

Statuses = Mapping[tuple[str, str], str]
"""The status of each claim and case, by sort (`claim`, `case`) and name."""

_BETTER = ("fails", "arguable", "accepted", "holds")


def statuses(policy: Policy, today: date, effort: Budget | None) -> Statuses:
    """The status of every claim and case; what is accepted counts as holding. Raises OutOfEffortError where one stays undecided."""
    asked: list[tuple[str, Claim | Case]] = [("claim", c) for c in policy.claims]
    asked += [("case", c) for c in policy.cases]
    return {(sort, one.name): _status(policy, one, today, effort) for sort, one in asked}


def _status(policy: Policy, asked: Claim | Case, today: date, effort: Budget | None) -> str:
    if isinstance(asked, Claim) and asked.accepting:
        return keeping.status(policy, asked, today, effort)
    return "holds" if keeping.holds(policy, asked, today, effort) else keeping.status(policy, asked, today, effort)


def is_worse(before: str, after: str) -> bool:
    """Whether a claim or a case turned for the worse: one that asked nothing is not worse off if it holds."""
    if before == after or (before == "vacuous" and after in _BETTER[2:]):
        return False
    if before not in _BETTER or after not in _BETTER:
        return True
    return _BETTER.index(after) < _BETTER.index(before)


@dataclass(frozen=True)
class Redraft:
    """A changed text: the files that changed, as they were and as they would be, and the document that they are; the comments that are gone."""

    files: Mapping[str, tuple[bytes, bytes]]
    policy: Policy
    comments: tuple[str, ...] = ()

    def diff(self, names: Mapping[str, str]) -> str:
        """The change as a unified diff; `names` are the paths of the files in it."""
        return "".join(unified(names[file], before, after) for file, (before, after) in sorted(self.files.items()))


@dataclass
class Redrafting:
    """The files of a document, to be changed in thought. They lie where they are said to lie in reports."""

    file: Path
    sources: Mapping[str, Source]
    documents: Sequence[syntax.Document]
    old: frozenset[str] = frozenset()
    """The files that are amended: they stay as they are."""
    _canonical: dict[str, bool] = field(default_factory=dict)

    def redraft(self, splices: Iterable[Splice], effort: Budget | None) -> Redraft | None:
        """The text with `splices` made; None where it would not be a document without mistakes."""
        by_file: dict[str, list[Splice]] = {}
        own = as_amendments(list(splices), self.old, self.sources, self.documents)
        for splice in own or ():
            by_file.setdefault(splice.file, []).append(splice)
        if own is None:
            return None
        files = {}
        comments: list[str] = []
        for file, changes in by_file.items():
            before = self.sources[file].text
            after = self._laid_out(file, spliced(before, changes))
            raw = Path(file).read_bytes()
            files[file] = (raw, rewritten(raw, before, after))
            comments += (_comments(file, before) - _comments(file, after)).elements()
        root = str(self.file)
        text = files[root][1] if root in files else None
        loaded = load(self.file, text=text, shown_as=root, instead={f: new for f, (_, new) in files.items() if f != root})
        if loaded.policy is None or consistency.problems(loaded.policy, effort):
            return None
        return Redraft(files, loaded.policy, tuple(comments))

    def _laid_out(self, file: str, text: str) -> str:
        """A changed text in the canonical layout, if the file was in it."""
        if is_literate(file):
            return text
        if file not in self._canonical:
            document = next(d for d in self.documents if d.file == file)
            source = self.sources[file]
            self._canonical[file] = format_document(document, source) == source.text
        if not self._canonical[file]:
            return text
        source = Source(file, text)
        parsed = parse(source)
        return text if parsed.diagnostics else format_document(parsed.document, source)


def _comments(file: str, text: str) -> Counter[str]:
    source = Source(file, text)
    return Counter(c.text for c in lay_out(unweave(source).source if is_literate(file) else source).comments)


def names_in_diff(files: Iterable[str], root: Path) -> tuple[dict[str, str], str]:
    """The paths of files as a diff names them, and the folder that they begin at: this one (""), if the document lies in it, or that of the document.

    What a document imports or amends lies in its folder or below. Where the document itself is a link, the folder is one that holds both ends.
    """
    here = os.path.realpath(".")
    start = os.path.commonpath([os.path.realpath(root.parent), os.path.dirname(os.path.realpath(root))])  # noqa: PTH120 - as above
    folder = ""
    if os.path.commonpath([start, here]) == here:
        start = here
    else:
        folder = start if root.is_absolute() else os.path.relpath(start, here)
    return {f: PurePosixPath(Path(os.path.relpath(os.path.realpath(f), start))).as_posix() for f in files}, folder
