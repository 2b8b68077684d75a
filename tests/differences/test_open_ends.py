"""Patterns where an open quantity matters: their ends are ends that the documents name, not what some reading happens to be.

Expectations by hand. Of a wait w and an open quantity from 14 to 30 days, below which suspending is forbidden: w < 14 days is forbidden, w >= 30 days permitted, and what
lies between open.
"""

import json

import pytest

from tos_checker.cli import run

OPEN = """\
terms base
  default permitted

act suspend
  wait_for : duration "time to pay"

open duration soon "a reasonable time" from 14 days to 30 days

clause 1
  forbid suspend
    when wait_for < soon
"""


@pytest.fixture
def changes(tmp_path, monkeypatch, capsys):
    """The families between two documents: what the acts are and were, and all their patterns in words."""
    monkeypatch.chdir(tmp_path)

    def found(old, new):
        (tmp_path / "old.tos").write_text(old, encoding="utf-8")
        (tmp_path / "new.tos").write_text(new, encoding="utf-8")
        run(["diff", "old.tos", "new.tos", "--output-format", "json"])
        data = json.loads(capsys.readouterr().out)
        families = [f for r in data["results"] for f in r["families"]]
        assert all(f["covered"] for f in families)
        return [
            (f["before"]["standing"], f["after"]["standing"], [_words(p) for p in (f["pattern"], *f["further_patterns"])])
            for f in families
        ]

    return found


def _words(pattern):
    return "; ".join(entry["words"].removeprefix("the time to pay is ") for entry in pattern)


def test_a_quantity_that_is_narrowed(changes):
    assert changes(OPEN, OPEN.replace("from 14", "from 20")) == [
        ("unsettled", "forbidden", ["at least 2 weeks; less than 20 days"])
    ]


def test_a_quantity_that_is_widened(changes):
    assert changes(OPEN, OPEN.replace("30 days", "40 days")) == [
        ("permitted", "unsettled", ["at least 30 days; less than 40 days"])
    ]


def test_a_condition_that_goes(changes):
    assert changes(OPEN, OPEN.replace("\n    when wait_for < soon", "")) == [
        ("permitted", "forbidden", ["at least 30 days"]),
        ("unsettled", "forbidden", ["at least 2 weeks; less than 30 days"]),
    ]


def test_a_bound_in_the_place_of_the_quantity(changes):
    assert changes(OPEN, OPEN.replace("wait_for < soon", "wait_for < 20 days")) == [
        ("unsettled", "forbidden", ["at least 2 weeks; less than 20 days"]),
        ("unsettled", "permitted", ["at least 20 days; less than 30 days"]),
    ]
