"""Helps that can be taken as they are written: of a duty that is breached by absence, and of a revision where none is read."""

import re

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


ABSENT = """\
terms absent
  default permitted

kind organisation: company, agency, individual

entity party is organisation
  certified : flag

act sale
  seller    : party
  guarantor : party optional
  other     : party optional
  extras    : set of organisation optional
  closed    : date optional
  night     : flag

claim asked
  sale is never permitted
    {conditions}
"""


@pytest.mark.parametrize(
    "conditions",
    [
        "when night and not (guarantor is company)",
        "when night\n     and guarantor is not company",
        "when night or guarantor is not company",
        "when night or not guarantor is company",
        "when guarantor is not one of company, agency",
        "when night\n    unless guarantor is company",
        "unless guarantor is company and night",
        "when guarantor is company implies night",
        "when all of\n      - night\n      - guarantor is not company",
        "when not guarantor.certified",
        "when guarantor != other",
        "when not (guarantor = seller) or night",
        "when extras has no company and night",
        "when not (extras has only company, agency) and night",
        "when not (date > closed + 30 days)",
        "when closed != 2026-01-01",
        "when closed + 2 months != date or night",
    ],
)
def test_both_cures_of_a_claim_met_by_absence(conditions, tmp_path, monkeypatch, capsysbinary):
    """The line that is to be added, and what is to be written for the test: each parses where it is to stand, and nothing more is told of it."""
    monkeypatch.chdir(tmp_path)

    def told(text):
        (tmp_path / "a.tos").write_text(text, encoding="utf-8")
        run(["a.tos", "--output-format", "full"])
        said = " ".join(capsysbinary.readouterr().out.decode().split())
        assert "error[E" not in said, said
        found = re.search(r"F123 .*? help: (.*?), or keep it with", said)
        return found[1] if found else None

    text = ABSENT.format(conditions=conditions)
    assert told(text) is not None
    there = meant = text
    while (help := told(there)) is not None:
        line = re.search("add the line `(.*?)`", help)[1]
        assert line not in there
        there += f"    {line}\n"
    while (help := told(meant)) is not None:
        (written,) = [pair for pair in re.findall("`([^`]*)` for `([^`]*)`", help) if pair[1] in meant]
        said, test = written
        assert said not in meant
        meant = meant.replace(test, said)
