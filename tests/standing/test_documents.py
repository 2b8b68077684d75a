"""Small documents whose standing findings were worked out by hand: beside each stands why.

The head of each document says, in comments, which checks are of interest (`checks:`), on which day it is checked (`today:`), and what they
find (`found: CHECK NAME`, and after a `|` what the report must contain). Findings of these checks that are not listed are mistakes.
"""

import re
from datetime import date
from pathlib import Path

import pytest

from tos_checker.check import check_file
from tos_checker.levels import level_of
from tos_checker.render.words import code_of
from tos_checker.standing import CHECKS
from tos_spec import catalogue
from tos_spec.checks import STANDARD_CHECKS

DOCUMENTS = sorted((Path(__file__).parent / "documents").glob("*.tos"))
_HEAD = re.compile(r"^# (checks|found|today|accepted): (.*)$", re.MULTILINE)


def _head(path):
    lines = [(m[1], m[2]) for m in _HEAD.finditer(path.read_text(encoding="utf-8"))]
    checks = [c for word, line in lines if word == "checks" for c in line.split(", ")]
    assert set(checks) <= set(STANDARD_CHECKS)
    today = next((date.fromisoformat(line) for word, line in lines if word == "today"), date(2026, 6, 1))
    wanted = [(word, *line.partition(" | ")[::2]) for word, line in lines if word in ("found", "accepted")]
    return checks, today, wanted


def _checked(path, checks, today):
    checked = check_file(
        path,
        text=None,
        shown_as=path.name,
        today=today,
        claims=frozenset(),
        time_limit=None,
        limit=None,
        levels={name: "off" for name in STANDARD_CHECKS if name not in checks},
        progress=None,
    )
    assert checked.diagnostics == ()
    return [r for r in checked.results if r.check not in ("claim", "case")]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_findings(path):
    checks, today, wanted = _head(path)
    results = _checked(path, checks, today)
    assert [(r.status, f"{r.check} {r.name}") for r in results] == [(word, name) for word, name, _ in wanted]
    for result, (_, _, part) in zip(results, wanted, strict=True):
        assert part in " ".join((result.headline, *result.notes))
        assert result.level == (None if result.status == "accepted" else level_of(result.check, {}))
        assert catalogue.names()[code_of(result)] == result.check


@pytest.mark.parametrize("check", sorted({*CHECKS} - {"conflict", "silence", "expired"}))
def test_each_check_finds_something_and_nothing_in_two_documents(check):
    heads = [_head(p) for p in DOCUMENTS]
    finding = [1 for checks, _, wanted in heads if check in checks and any(n.startswith(f"{check} ") for _, n, _ in wanted)]
    silent = [1 for checks, _, wanted in heads if check in checks and not any(n.startswith(f"{check} ") for _, n, _ in wanted)]
    assert len(finding) >= 2, "fewer than two documents in which it finds something"
    assert len(silent) >= 2, "fewer than two documents in which it finds nothing"
