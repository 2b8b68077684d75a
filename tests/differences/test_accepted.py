"""What a claim accepts no more, now, or for another time, told as that, and not as a claim that asks something else."""

import json

import pytest

from tos_checker.cli import run

TERMS = """\
terms keeping
  default permitted
act keep "keeping"
  days : integer from 0 to 100 "the number of days"
  shut : flag "it is shut"
clause 1
  forbid keep when days > 60
claim month
  keep is never permitted when days > 30
"""

SIXTY = '  accepting days <= 60 because "settled soon"\n'
AGAIN = '  accepting not days > 60 because "other words"\n'
CLOSED = '  accepting days <= 60 and not shut because "settled soon"\n'
JUNE = '  accepting days <= 60 because "settled soon" through 2030-06-30\n'

GONE = "what it accepted (the number of days is at most 60) is accepted no more"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (SIXTY, AGAIN, []),
        (SIXTY, "", [GONE]),
        ("", SIXTY, ["it accepts now what it did not: the number of days is at most 60"]),
        (
            SIXTY,
            JUNE,
            ["what it accepted (the number of days is at most 60) is accepted through 2030-06-30 now; before, without end"],
        ),
        (SIXTY + CLOSED, CLOSED + SIXTY, []),
        (SIXTY + CLOSED, CLOSED, [GONE]),
    ],
)
def test_what_a_claim_accepts(tmp_path, monkeypatch, capsys, old, new, told):
    monkeypatch.chdir(tmp_path)
    for name, accepting in (("a.tos", old), ("b.tos", new)):
        (tmp_path / name).write_text(TERMS + accepting, encoding="utf-8")
    code = run(["diff", "a.tos", "b.tos", "--output-format", "json"])
    found = [r for r in json.loads(capsys.readouterr().out)["results"] if r["check"] == "claim"]
    assert [said for r in found for said in r["accepts"]] == told
    assert code == bool(told)
    run(["diff", "a.tos", "b.tos"])
    text = " ".join(capsys.readouterr().out.split())
    assert all(said in text for said in told)
    assert "asks something else" not in text


NOTED = TERMS + "clause 2\n  permit keep when days > 60 and shut\n"
SILENT = 'accepting conflict of 1, 2 because "the board decides"\n'
LONG = 'accepting conflict of 1, 2 because "the board decides" by "Legal" through 2030-06-30\n'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (NOTED, NOTED, []),
        (SILENT + NOTED, NOTED + SILENT, []),
        (NOTED + SILENT, NOTED, ['`conflict of 1, 2` is on record no more: accepted, because "the board decides"']),
        (NOTED, NOTED + SILENT, ['`conflict of 1, 2` is on record now: accepted, because "the board decides"']),
        (
            NOTED + SILENT,
            NOTED + LONG,
            [
                (
                    '`conflict of 1, 2` is on record otherwise: before, accepted, because "the board decides"; '
                    'now, accepted by "Legal" through 2030-06-30, because "the board decides"'
                )
            ],
        ),
    ],
)
def test_findings_on_record(tmp_path, monkeypatch, capsys, old, new, told):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.tos").write_text(_in_order(old), encoding="utf-8")
    (tmp_path / "b.tos").write_text(_in_order(new), encoding="utf-8")
    run(["diff", "a.tos", "b.tos"])
    text = " ".join(capsys.readouterr().out.split())
    assert all(said in text for said in told)
    assert ("on record" in text) == bool(told)


def _in_order(text):
    """The text with its header first."""
    return text if text.startswith("terms") else TERMS + text.replace(TERMS, "")


def test_an_amendment_that_makes_an_acceptance_void(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.tos").write_text(NOTED + SILENT, encoding="utf-8")
    amending = 'terms keeping\n  amends "a.tos"\n\nstrike clause 2\n\nclause 2\n  permit keep when days > 70 and shut\n'
    (tmp_path / "b.tos").write_text(amending, encoding="utf-8")
    run(["diff", "a.tos", "b.tos", "--output-format", "json"])
    text = json.loads(capsys.readouterr().out)["text"]
    assert [(t["what"], t["name"], t["change"]) for t in text] == [
        ("clause", "2", "reworded"),
        ("finding on record", "conflict of 1, 2", "struck"),
    ]
