"""What a mend changes besides the claim: told where the claim accepts something, and where it says nothing of outcomes."""

import json

import pytest

from tos_checker.cli import run

_WORDS = """\
terms m "M"
  default permitted
kind org
  gov
    police
    army
    other
  company
kind task: face, gait, summary
entity party is org
act use
  actor : party
  task  : task
  fl    : flag
  gg    : flag
"""


@pytest.fixture
def mend(tmp_path, monkeypatch, capsysbinary):
    monkeypatch.chdir(tmp_path)

    def found(text):
        (tmp_path / "m.tos").write_text(_WORDS + text, encoding="utf-8")
        told = []
        for form in ("full", "json"):
            run(["mend", "m.tos", "c", "--today", "2026-01-01", "--output-format", form])
            told.append(capsysbinary.readouterr().out.decode())
        return told[0], json.loads(told[1])

    return found


ACCEPTED = """\
clause 1
  forbid use when actor is police
claim c
  use is never permitted when actor is gov and gg
    accepting fl because "on record" by "Legal"
"""


def test_what_the_claim_accepts_is_outside_it(mend):
    full, data = mend(ACCEPTED)
    widened = next(m for m in data["mends"] if m["changes"][0]["new"] == "actor is gov")
    (family,) = widened["elsewhere"]
    patterns = [{(e["role"], *e["is"]) for e in pattern} for pattern in (family["pattern"], *family["further"])]
    # Army and others, without gg: never in the claim. With gg and fl: accepted. Both are permitted now, and would be forbidden.
    assert family["kind"] == "newly_forbidden"
    assert family["covered"]
    assert patterns == [{("actor", "army", "gov.other"), ("gg", "false")}, {("actor", "army", "gov.other"), ("fl", "true")}]
    assert data["restates_the_claim"]["elsewhere"], "the restated claim forbids what was accepted"
    assert "no more than the claim does" not in full


LAPSED = ACCEPTED.replace('by "Legal"', 'by "Legal" through 2025-01-01')


def test_what_was_accepted_once_is_the_claims_own(mend):
    full, data = mend(LAPSED)
    assert not data["restates_the_claim"]["elsewhere"]
    assert "no more than the claim does" in full


NEVER_APPLIES = """\
clause 2
  exception to 3
  permit use when actor is army
clause 3
  forbid use when actor is gov
claim c
  clause 2 never applies when actor is gov and fl
"""


def test_a_claim_on_a_clause_says_nothing_of_outcomes(mend):
    full, data = mend(NEVER_APPLIES)
    lifted = next(m for m in data["mends"] if m["changes"][0]["where"] == "clause 3")
    # Clause 3 no longer reaches the police with fl: they were forbidden.
    assert lifted["everywhere"]
    assert "newly_permitted" in {family["kind"] for family in lifted["elsewhere"]}
    assert "outside the claim" not in full


FURTHER = """\
clause 1
  forbid use when actor is gov and task is face
claim c
  use is never permitted when actor is gov and task is one of face, gait
"""


def test_a_class_is_widened_by_what_the_claim_names_besides(mend):
    _, data = mend(FURTHER)
    first = data["mends"][0]
    assert [(c["old"], c["new"]) for c in first["changes"]] == [("task is face", "task is one of face, gait")]
    assert not first["elsewhere"]


WHOLE = """\
clause 1
  forbid use when actor is gov
clause 2
  permit use when gg
claim c
  use is never unsettled when actor is gov
"""


def test_no_clause_leaves_out_all_that_it_asks_for(mend):
    full, data = mend(WHOLE)
    changes = [change for m in data["mends"] for change in m["changes"]]
    assert ("clause 2", "clause 2") in {(c["where"], c["old"]) for c in changes}
    assert "unless actor is gov" not in {c["new"] for c in changes if c["where"] == "clause 1"}
    assert "newly settled: forbidden (it was unsettled)" in full


def test_what_stands_last_is_struck_and_the_line_ends(mend):
    last = "clause 1\n  forbid use when actor is gov\nclaim c\n  use is always permitted when actor is gov and gg\n"
    first, second = last.split("claim c")
    _, data = mend(f"claim c{second}{first}")
    assert any(c["old"] == "clause 1" for m in data["mends"] for c in m["changes"])
    assert all("No newline" not in m["diff"] for m in data["mends"])


def test_the_other_documents_words_stay_as_they_are(tmp_path, monkeypatch, capsysbinary):
    """A term that the law uses is the law's, too, though both import it from one file."""
    words = "act use\n  fl : flag\n  gg : flag\n  hh : flag\nopen term live in use\n  excludes hh\n"
    law = "open term near in use\n  excludes hh\nclause 5\n  forbid use when fl and live\n"
    shop = "clause 1\n  forbid use when fl and (live or law.near) and gg\nclaim c\n  use is never permitted when fl and gg and not hh\n"
    header = 'terms {}\n  default permitted\nimport "words.tos"\n'
    texts = {"words.tos": words, "law.tos": header.format("law") + law}
    texts["m.tos"] = f'{header.format("m")}import "law.tos" as law\n{shop}'
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    run(["mend", "m.tos", "c", "--limit", "20", "--output-format", "json"])
    found = json.loads(capsysbinary.readouterr().out)
    assert found["mends"]
    assert {change["file"] for m in found["mends"] for change in m["changes"]} == {"m.tos"}
