"""Limits: what a bound cuts is undecided, never a success, and the same on each run; a whole document has a bound, too."""

import datetime
import json
import os
import re
from time import process_time

import pytest

from tests.trust.slow import pigeons
from tos_checker import budget, cli
from tos_checker.budget import Budget
from tos_checker.check import check_file


def many(number, sort="claim"):
    """A document with many claims, or cases, all of which hold."""
    lines = ["terms many", "  default permitted", "", "act go", "  fast : flag", "  speed : integer from 0 to 100000"]
    lines += ["", "clause 1", "  forbid go", "    when fast"]
    for n in range(number):
        if sort == "claim":
            lines += ["", f"claim c{n}", "  go is never permitted", f"    when fast and speed > {n}"]
        else:
            lines += ["", f"case c{n}", "  go", "    fast", f"    speed = {n}", "  expect forbidden"]
    return "\n".join(lines) + "\n"


def checked(path):
    given = {"text": None, "shown_as": path.name, "today": datetime.date(2026, 1, 1), "claims": frozenset(), "levels": {}}
    return check_file(path, **given, time_limit=None, limit=None, progress=None)


@pytest.mark.parametrize("sort", ["claim", "case"])
def test_a_whole_document_has_a_bound(sort, tmp_path, monkeypatch):
    path = tmp_path / "many.tos"
    path.write_text(many(40, sort), encoding="utf-8")
    monkeypatch.setattr(budget, "WHOLE_SECONDS", 1.5)
    first, second = (checked(path) for _ in range(2))
    statuses = [r.status for r in first.results if r.check == sort]
    assert statuses == [r.status for r in second.results if r.check == sort]
    decided = statuses.count("holds")
    assert 5 < decided < 35
    assert statuses == ["holds"] * decided + ["undecided"] * (40 - decided)
    assert all(r.status == "undecided" for r in first.results if r.check not in (sort, "unused-name", "unused-import", "expired"))


@pytest.mark.skipif("TOSCHECK_LONG" not in os.environ, reason="takes some minutes; the same with 40 is above")
@pytest.mark.parametrize("sort", ["claim", "case"])
def test_thousands_end_when_the_bound_is_reached(sort, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "many.tos").write_text(many(3000, sort), encoding="utf-8")
    monkeypatch.setattr(budget, "WHOLE_SECONDS", 20.0)
    said = set()
    for _ in range(2):
        begin = process_time()
        assert cli.run(["many.tos", "--time-limit", "5", "--output-format", "concise", "--today", "2026-01-01"]) == 3
        assert process_time() - begin < 20 + 40  # to read so much, and to say of each that it is undecided, takes its time, too
        said.add(capsys.readouterr().out)
    (out,) = said
    assert 5 < len(re.findall(f"^many.*: ok {sort} ", out, re.MULTILINE)) < 100
    assert len(re.findall(f" {sort} c[0-9]+ is undecided", out)) > 2900


def test_what_it_cuts_is_no_success(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "many.tos").write_text(many(20), encoding="utf-8")
    monkeypatch.setattr(budget, "WHOLE_SECONDS", 0.5)
    assert cli.run(["many.tos", "--output-format", "json"]) == 3
    assert json.loads(capsys.readouterr().out)["exit"] == 3


def test_every_question_takes_from_the_whole():
    whole = Budget.of_whole(None, size=10)
    before = whole.left
    first = Budget.of_seconds(1.0, whole)
    assert whole.left < before
    left = whole.left
    first.spend(1000)
    assert whole.left == left - 1000
    whole.left = 500
    assert Budget.of_seconds(1.0, Budget(500)).next_check() == 500
    whole.left = 0
    with pytest.raises(budget.OutOfEffortError):
        first.next_check()


def test_who_asks_for_more_time_for_each_gets_more_for_all():
    assert Budget.of_whole(10_000.0, 1).left > Budget.of_whole(None, 1).left
    assert Budget.of_whole(0.001, 1).left == Budget.of_whole(None, 1).left


def test_a_slow_claim_is_left_and_the_others_are_not(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "slow.tos").write_text(pigeons(18, 17), encoding="utf-8")
    said = []
    for _ in range(2):
        assert cli.run(["slow.tos", "--output-format", "concise", "--time-limit", "1"]) == 3
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    assert "ok claim quick holds" in said[0]
    assert "ok claim later holds" in said[0]
    assert "claim slow is undecided" in said[0]
