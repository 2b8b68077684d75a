"""What `--fail-on` looks for counts whether it is shown or not."""

import pytest

from tos_checker.cli import run

_WORDS = """\
terms t "T"
  default permitted
act use
  fl : flag
act lend
  gg : flag
"""
OLD = f"{_WORDS}clause 1\n  forbid lend when gg\n"
NEW = f"{_WORDS}clause 1\n  forbid use when fl\n"


@pytest.mark.parametrize(("kind", "code"), [("newly_permitted", 1), ("newly_forbidden", 1), ("newly_settled", 0)])
def test_families_that_are_cut_off_are_looked_for(tmp_path, monkeypatch, kind, code):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.tos").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.tos").write_text(NEW, encoding="utf-8")
    # One family of each act, of which the first alone is shown: newly forbidden.
    assert run(["diff", "old.tos", "new.tos", "--limit", "1", "--fail-on", kind]) == code


def test_other_days_in_force_are_told(tmp_path, monkeypatch, capsysbinary):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.tos").write_text(OLD.replace("  default", "  from 2024-01-01\n  default"), encoding="utf-8")
    (tmp_path / "new.tos").write_text(OLD, encoding="utf-8")
    told = []
    for form in ("full", "concise"):
        assert run(["diff", "old.tos", "new.tos", "--output-format", form]) == 0
        told.append(" ".join(capsysbinary.readouterr().out.decode().split()))
    said = "the days in the headers are not compared: in force from 2024-01-01 before, on all days now"
    assert all(said in text for text in told)
    assert run(["diff", "old.tos", "old.tos"]) == 0
    assert b"not compared" not in capsysbinary.readouterr().out
