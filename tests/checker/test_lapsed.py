"""Acceptances that an amendment takes away: the finding is there again, and the report says what was on record of it."""

import pytest

from tos_checker.cli import run

BASE = """\
terms base
  default permitted

act fly
  night : flag
  fee   : flag

clause 1
  permit fly when fee

clause 2
  forbid fly when night
  accepting conflict because "left to the courts" by "Legal"

clause 3
  forbid fly when fee and not night

accepting conflict of 1, 3 because "seldom"

claim nights
  fly is never permitted when night
  accepting fee because "paid nights" by "Sales"
"""
CLAUSE = 'by "Legal", because "left to the courts" (base.tos:13:3); that lapsed, as clause 2 was written anew'
TOP = 'it was accepted, because "seldom" (base.tos:18:1); that lapsed, as one of clauses 1 and 3 was written anew'
CLAIM = 'by "Sales", because "paid nights" (base.tos:22:3); that lapsed, as this claim was written anew'


@pytest.fixture
def told(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    def shown(change, base="base.tos", text=BASE):
        (tmp_path / "base.tos").write_text(text, encoding="utf-8")
        (tmp_path / "new.tos").write_text(f'terms new\n  amends "{base}"\n{change}', encoding="utf-8")
        run(["new.tos"])
        return " ".join(capsys.readouterr().out.split())

    return shown


@pytest.mark.parametrize(
    ("change", "note"),
    [
        ("replace clause 2\n  forbid fly when night or fee\n", f"{CLAUSE} (new.tos:3:9)"),
        ("strike clause 2\nclause 2\n  forbid fly when night\n", f"{CLAUSE} (new.tos:4:1)"),
        ("strike clause 3\nclause 3\n  forbid fly when fee\n", f"{TOP} (new.tos:4:1)"),
        ("replace claim nights\n  fly is never permitted when night or fee\n", f"{CLAIM} (new.tos:3:9)"),
    ],
)
def test_what_lapsed_is_told(told, change, note):
    assert note in told(change)


@pytest.mark.parametrize(
    "change",
    [
        "",
        "replace clause 1\n  permit fly when night and fee\n",  # what others accept of it stays
        'replace clause 2\n  forbid fly when night or fee\n  accepting conflict because "still so"\n',
        'replace clause 2\n  forbid fly when night or fee\naccepting conflict of 2 because "still so"\n',
        'replace claim nights\n  fly is never permitted when night\n  accepting fee because "paid nights"\n',
        "strike clause 2\n",  # nothing is left to be accepted
        "replace clause 2\n  forbid fly when night and not fee\n",  # nor here: no conflict any more
    ],
)
def test_what_stays_or_does_not_matter_is_not_told(told, change):
    said = told(change)
    assert "lapsed" not in said
    assert 'new "new": claims: ' in said


def test_what_lapsed_is_kept_through_a_further_amendment(told, tmp_path):
    between = 'terms between\n  amends "base.tos"\nreplace clause 2\n  forbid fly when night\n'
    (tmp_path / "between.tos").write_text(between, encoding="utf-8")
    assert f"{CLAUSE} (between.tos:3:9)" in told("", "between.tos")


def test_what_had_run_out_did_not_lapse(told):
    old = BASE.replace('by "Legal"', 'by "Legal" through 2020-01-01')
    assert "lapsed" not in told("replace clause 2\n  forbid fly when night or fee\n", text=old)


def test_the_same_for_another_reason_is_still_accepted(told):
    """What is accepted counts, not the words of the reason."""
    claim = 'replace claim nights\n  fly is never permitted when night\n  accepting fee because "they pay" by "Sales"\n'
    assert "lapsed" not in told(claim)
