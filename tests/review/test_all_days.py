"""A claim or a case that mentions `date` speaks of all days; where that matters to what is shown, a note says so, and its cure works."""

import re
from datetime import date
from pathlib import Path

import pytest

from tos_checker.check import check_file

TEXT = """\
terms days "Days"
  {header}
  default permitted

act fly
  logged : date optional "day of the entry in the log"

clause 1 "Log"
  forbid fly
    unless logged <= date + 3 days

case late "Entered late"
  fly
    logged = date + 9 days{in_case}
  expect forbidden

claim entered "Entered late"
  fly is never permitted
    when logged > date + 3 days{in_claim}

claim early "Entered at once"
  fly is sometimes permitted
    when logged exists
     and date < 2026-01-01{in_claim}
"""
BOTH = ["from 2026-01-01", "through 2030-12-31"]


def _results(header, in_case="", in_claim=""):
    text = TEXT.format(header="\n  ".join(header), in_case=in_case, in_claim=in_claim)
    found = check_file(
        Path("days.tos"),
        text=text.encode(),
        shown_as="days.tos",
        today=date(2026, 1, 1),
        claims=frozenset(),
        time_limit=None,
        limit=None,
        levels={},
        progress=None,
    )
    assert not found.diagnostics
    return {r.name: r for r in found.results if r.check in ("claim", "case")}


@pytest.mark.parametrize(
    ("header", "line"),
    [
        (BOTH[:1], "date >= 2026-01-01"),
        (BOTH[1:], "date <= 2030-12-31"),
        (BOTH, "date >= 2026-01-01 and date <= 2030-12-31"),
    ],
)
def test_a_note_says_what_to_add_and_that_helps(header, line):
    before = _results(header)
    added = []
    for name, what, where in (("late", "case", "facts"), ("entered", "claim", "conditions")):
        assert before[name].status == "fails"
        (note,) = [n for n in before[name].notes if "all days" in n]
        assert note.startswith(f"this {what} speaks of all days, also of those on which the document is not in force")
        assert note.endswith(f"to its {where}")
        added += re.findall(r"add `(.*)`", note)
    assert added == [line, line]
    after = _results(header, f"\n    {line}", f"\n     and {line}")
    assert (after["late"].status, after["entered"].status) == ("holds", "holds")
    assert not any("all days" in n for r in (after["late"], after["entered"]) for n in r.notes)


def test_the_headline_names_the_day():
    assert _results(BOTH)["late"].headline.startswith("it depends on the day: ")


def test_a_claim_that_holds_only_out_of_force_says_so():
    early = _results(BOTH[:1])["early"]
    assert early.status == "holds"
    assert any("all days" in n for n in early.notes)


def test_a_document_without_days_has_no_note():
    assert not any("all days" in n for r in _results(['issuer "A"']).values() for n in r.notes)
