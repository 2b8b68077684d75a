"""A claim that fails on days on which the document is not in force: no change of its clauses can mend that, and what can is named."""

import json

import pytest

from tests.mend import mended
from tos_checker.cli import run
from tos_checker.remedies import OutOfForce

TERMS = """\
terms small "Small"
  from 2026-01-01
  default permitted

act use "use"
  signed : date
  agreed : flag

clause 1
  forbid use
    when {clause}

claim early "Nobody uses it early"
  use is never permitted
    when date < signed + 3 months{claim}
"""


@pytest.fixture
def mend(tmp_path):
    def found(clause, claim="", period="from 2026-01-01"):
        file = tmp_path / "small.tos"
        file.write_text(TERMS.replace("from 2026-01-01", period).format(clause=clause, claim=claim), encoding="utf-8")
        return mended.found(file, "early")

    return found


def test_it_fails_on_these_days_alone(mend):
    found = mend("date < signed + 3 months")
    assert (found.status, found.mends, found.edits, found.cut) == ("fails", (), 0, False)
    assert found.out_of_force == OutOfForce("date >= 2026-01-01", "holds")
    assert mend("date < signed + 3 months", "\n     and date >= 2026-01-01").status == "holds"


def test_it_fails_on_others_too(mend):
    found = mend("date < signed + 3 months\n    unless agreed")
    assert found.out_of_force == OutOfForce("date >= 2026-01-01", "fails")
    cured = mend("date < signed + 3 months\n    unless agreed", "\n     and date >= 2026-01-01")
    assert cured.out_of_force is None
    assert cured.mends


def test_it_speaks_of_no_others(mend):
    found = mend("date < signed + 3 months", "\n     and date < 2025-01-01")
    assert found.out_of_force == OutOfForce("date >= 2026-01-01", "vacuous")


def test_a_document_that_ends(mend):
    found = mend("date < signed + 3 months", period="from 2026-01-01\n  through 2026-12-31")
    assert found.out_of_force == OutOfForce("date >= 2026-01-01 and date <= 2026-12-31", "holds")


def test_a_document_without_days(mend):
    found = mend("date < signed + 3 months\n    unless agreed", period="version 2026-01-01")
    assert found.out_of_force is None
    assert found.mends


@pytest.mark.parametrize(
    ("clause", "claim", "said"),
    [
        ("date < signed + 3 months", "", "add `date >= 2026-01-01` to its conditions: with that, it holds"),
        (
            "date < signed + 3 months\n    unless agreed",
            "",
            "with that, it still fails, on days on which the document is in force",
        ),
        ("agreed", "\n     and date < 2025-01-01", "it speaks of days on which the document is not in force, and of no others"),
    ],
)
def test_how_it_is_told(tmp_path, monkeypatch, capsys, clause, claim, said):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    (tmp_path / "small.tos").write_text(TERMS.format(clause=clause, claim=claim), encoding="utf-8")
    assert run(["mend", "small.tos", "early"]) == 1
    told = " ".join(capsys.readouterr().out.split())
    assert said in told
    assert "no change of its clauses makes the claim hold" in told
    assert run(["mend", "small.tos", "early", "--output-format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["out_of_force"]["add"] == "date >= 2026-01-01"
