"""Helps that can be taken as they are written: of a duty that is breached by absence, and of a revision where none is read."""

import pytest

from tos_checker.articles import is_counted
from tos_checker.cli import run

DUTY = """\
terms f
  default permitted

act fly
  entered : date optional "day of the entry in the log"

clause 1 "Log"
  require entered <= date + 3 days of fly
"""


def test_both_cures_of_a_duty_breached_by_absence(tmp_path, monkeypatch, capsysbinary):
    monkeypatch.chdir(tmp_path)
    for added, told in (
        ("", True),
        ("    when entered exists\n", False),
        ('  accepting absent-role because "no entry is a breach"\n', False),
    ):
        (tmp_path / "f.tos").write_text(DUTY + added, encoding="utf-8")
        run(["f.tos", "--output-format", "full"])
        said = " ".join(capsysbinary.readouterr().out.decode().split())
        assert ("F123" in said) is told
        assert (
            '`when entered exists`; if it is to be a breach, keep it with `accepting absent-role because "…"`' in said
        ) is told


def test_a_revision_is_read_by_diff_alone(tmp_path, monkeypatch, capsysbinary):
    monkeypatch.chdir(tmp_path)
    assert run(["HEAD~1:f.tos", "--matrix"]) == 2
    said = " ".join(b" ".join(capsysbinary.readouterr()).decode().split())
    assert "revisions are read by `check diff` only; here, write the old file first: `git show HEAD~1:f.tos > old.tos`" in said


@pytest.mark.parametrize("label", ["crowd of people", "built-up area"])
def test_what_is_counted_has_an_article(label):
    assert is_counted(label)


def test_a_duty_that_is_not_breached(tmp_path, monkeypatch, capsysbinary):
    monkeypatch.chdir(tmp_path)
    case = "\ncase a\n  fly\n    entered = date\n  expect in breach\n"
    (tmp_path / "f.tos").write_text(DUTY + case, encoding="utf-8")
    assert run(["f.tos"]) == 1
    assert b"clear: no duty is breached" in capsysbinary.readouterr().out
