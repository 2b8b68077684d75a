"""The documents of this folder: what their comments expect of them, and what the checker finds."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tos_checker.check import check_file
from tos_checker.config import STANDARD_CHECKS
from tos_checker.render import Look, render
from tos_checker.report import Checked, Exit, Report

HERE = Path(__file__).parent
TODAY = date(2026, 1, 1)
BUILT = ("conflict", "silence", "vacuous-claim", "vacuous-case", "expired")
LEVELS = {name: "off" for name in STANDARD_CHECKS if name not in BUILT}
DOCUMENTS = sorted(HERE.rglob("*.tos"))
_EXPECTED = re.compile(r"^#   (claim|case|finding|exit) (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Expected:
    """What was worked out by hand: the answers (name to status and strengths), the findings, the exit code."""

    answers: dict[tuple[str, str], tuple[str, ...]]
    findings: list[tuple[str, str]]
    exit: int


def expected(path: Path) -> Expected:
    """What the comments at the top of a document expect."""
    answers: dict[tuple[str, str], tuple[str, ...]] = {}
    findings = []
    code = -1
    for what, rest in _EXPECTED.findall(path.read_text(encoding="utf-8")):
        if what == "exit":
            code = int(rest)
        elif what == "finding":
            check, _, name = rest.partition(" ")
            findings.append((check, name))
        else:
            name, _, answer = rest.partition(": ")
            answers[what, name] = tuple(answer.split())
    return Expected(answers, findings, code)


def checked(
    path: Path, *, time_limit: float | None = None, claims: frozenset[str] = frozenset(), limit: int | None = None
) -> Checked:
    """A document of this folder, checked; seconds left out."""
    found = check_file(
        path,
        text=None,
        shown_as=path.name,
        today=TODAY,
        claims=claims,
        time_limit=time_limit,
        limit=limit,
        levels=LEVELS,
        progress=None,
    )
    return replace(found, results=tuple(replace(r, seconds=0.0) for r in found.results), not_checked=())


def exit_of(found: Checked) -> Exit:
    """The exit code of a run over one document, at the usual fail level."""
    if found.diagnostics:
        return Exit.WRONG
    if any(r.level == "error" and r.status != "undecided" for r in found.results):
        return Exit.FOUND
    return Exit.UNDECIDED if any(r.status == "undecided" for r in found.results) else Exit.CLEAN


def shown(found: Checked, format: str = "full") -> str:
    """What is printed for a document."""
    report = Report("0.1.0", "z3", TODAY.isoformat(), exit_of(found), (found,))
    return render(format, report, Look(lambda _: None))
