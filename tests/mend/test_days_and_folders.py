"""What a mend changes is told of the days that the claim speaks of; diffs hold what changes alone, and are taken where they say."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.mend import mended
from tos_checker.cli import run

DAYS = """\
terms flights "Flights"
  default permitted
  from 2026-01-01

act fly
  night : flag
  fee   : flag

clause 1
  forbid fly
    when night
     and date >= 2026-06-01

clause 2
  forbid fly
    when fee
     and date >= 2026-01-01

claim nights "Nobody flies at night without a fee"
  fly is never permitted
    when night
     and not fee
"""

BASE = """\
terms base
  default permitted

act fly
  night  : flag
  lights : flag
  fee    : flag

clause 1 "Lights"
  forbid fly
    when night
    unless lights

clause 2 "Fee"
  forbid fly
    unless fee
"""

TWO = """\
terms two
  amends "base.tos"

claim pay "Nobody flies at night with lights"
  fly is never permitted
    when night and lights

case ok "Night flight with lights"
  fly
    night
    lights
    fee
  expect permitted
"""


@pytest.fixture
def shown(tmp_path, monkeypatch, capsysbinary):
    """What `check mend` prints, in a form."""
    monkeypatch.chdir(tmp_path)

    def call(form, *arguments):
        run(["mend", *arguments, "--output-format", form])
        return capsysbinary.readouterr().out.decode()

    return call


def undated(found):
    """The mend that makes clause 1 apply on all days."""
    return next(m for m in found["mends"] if [(c["where"], c["new"]) for c in m["changes"]] == [("clause 1", "")])


def test_only_days_in_force_count(shown):
    """At night with a fee clause 2 forbids since the first day in force; clause 1 would do so before that day, on which nothing is in force."""
    Path("f.tos").write_text(DAYS, encoding="utf-8")
    mend = undated(json.loads(shown("json", "f.tos", "nights")))
    assert mend["in_force"]
    assert mend["complete"]
    assert not mend["elsewhere"]
    said = "outside the claim every outcome stays as it is on the days on which the document is in force"
    assert said in " ".join(shown("full", "f.tos", "nights").split())


def test_what_changes_on_days_in_force_is_told_without_these_days(shown):
    """Without clause 2, whoever flies at night with a fee until the end of May may do so no longer."""
    Path("f.tos").write_text(DAYS.replace("forbid fly\n    when fee", "forbid fly\n    when fee and not night"), encoding="utf-8")
    (family,) = undated(json.loads(shown("json", "f.tos", "nights")))["elsewhere"]
    assert (family["kind"], family["covered"]) == ("newly_forbidden", True)
    date = next(e for e in family["pattern"] if e["role"] == "date")
    assert "2026-06-01" in json.dumps(date)
    assert "2026-01-01" not in json.dumps(date)


def test_all_days_count_where_the_claim_mentions_the_date(shown):
    text = DAYS.replace("     and not fee\n", "     and not fee\n     and date >= 2026-01-01\n")
    Path("f.tos").write_text(text, encoding="utf-8")
    found = json.loads(shown("json", "f.tos", "nights"))
    mend = undated(found)
    assert not mend["in_force"]
    assert mend["elsewhere"]
    assert "2026-01-01" in json.dumps(mend["elsewhere"])
    assert "is in force" not in shown("full", "f.tos", "nights")


def test_a_restated_claim_replaces_nothing_that_stays(shown, tmp_path):
    Path("base.tos").write_text(BASE, encoding="utf-8")
    Path("two.tos").write_text(TWO, encoding="utf-8")
    restated = json.loads(shown("json", "two.tos", "pay"))["restates_the_claim"]
    assert "replace" not in restated["diff"]
    mended.applied(restated["diff"], tmp_path)
    assert mended.answers(tmp_path / "two.tos") == {("claim", "pay"): "holds", ("case", "ok"): "holds"}


def test_a_restated_claim_tells_what_it_makes_of_expectations(shown):
    Path("base.tos").write_text(BASE, encoding="utf-8")
    Path("two.tos").write_text(TWO, encoding="utf-8")
    said = shown("full", "two.tos", "pay", "--limit", "1").partition("restates the claim")[2]
    assert "what case `ok` expects is changed with the text" in said
    assert "+  expect forbidden" in said


@pytest.mark.parametrize(
    ("document", "here", "folder"),
    [
        ("two.tos", "docs", ""),
        ("docs/two.tos", ".", ""),
        ("../two.tos", "docs/sub", ".."),
        ("../docs/two.tos", "other place", "../docs"),
    ],
)
def test_git_applies_a_diff_in_the_folder_that_is_named(document, here, folder, tmp_path, monkeypatch, capfdbinary):
    for place in ("docs/sub", "other place"):
        (tmp_path / place).mkdir(parents=True)
    (tmp_path / "docs/base.tos").write_text(BASE, encoding="utf-8")
    (tmp_path / "docs/two.tos").write_text(TWO, encoding="utf-8")
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path / here)
    assert run(["mend", document, "pay", "--output-format", "diff"]) == 0
    told = capfdbinary.readouterr()
    said = f"apply it with `git -C {folder} apply`" if folder else ""
    assert said in told.err.decode()
    assert bool(told.err) == bool(folder)
    mended.applied(told.out.decode(), Path(folder or "."))
    assert mended.answers(tmp_path / "docs/two.tos")["claim", "pay"] == "holds"
    (tmp_path / "docs/two.tos").write_text(TWO, encoding="utf-8")
    run(["mend", document, "pay"])
    full = capfdbinary.readouterr().out.decode()
    assert ("the paths in the diffs begin at" in full) == bool(folder)


def test_where_the_document_is_a_link(tmp_path, monkeypatch, capfdbinary):
    (tmp_path / "real").mkdir()
    (tmp_path / "here").mkdir()
    (tmp_path / "real/f.tos").write_text(DAYS, encoding="utf-8")
    (tmp_path / "here/f.tos").symlink_to("../real/f.tos")
    monkeypatch.chdir(tmp_path / "here")
    run(["mend", "f.tos", "nights", "--output-format", "diff"])
    told = capfdbinary.readouterr()
    assert "`git -C .. apply`" in told.err.decode()
    mended.applied(told.out.decode(), Path(".."))
    assert mended.answers(tmp_path / "real/f.tos")["claim", "nights"] == "holds"
