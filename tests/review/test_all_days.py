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


def _results(header, in_case="", in_claim="", text=TEXT):
    text = text.format(header="\n  ".join(header), in_case=in_case, in_claim=in_claim)
    return _checked(Path("days.tos"), text.encode(), date(2026, 1, 1))


def _checked(file, text, today):
    found = check_file(
        file,
        text=text,
        shown_as=file.name,
        today=today,
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
    (note,) = early.notes
    assert note == (
        "this claim speaks only of days on which the document is not in force; let it speak of days from 2026-01-01 on, "
        "or keep it with the version that is in force on its day"
    )


GIVEN = """\
terms days "Days"
  {header}
  default permitted

act fly
  loud : flag

clause 1
  forbid fly
    when loud

case told
  fly
    loud
    date = {in_case}
  expect forbidden

claim once
  fly is never permitted
    when loud
     and date = {in_claim}
"""


@pytest.mark.parametrize(
    ("header", "day", "days"),
    [
        (BOTH[:1], "2025-12-31", "from 2026-01-01 on"),
        (BOTH[1:], "2031-01-01", "through 2030-12-31"),
        (BOTH, "2025-12-31", "from 2026-01-01 through 2030-12-31"),
        (BOTH, "2031-01-01", "from 2026-01-01 through 2030-12-31"),
    ],
)
def test_a_day_out_of_force_is_to_be_changed(header, day, days):
    """To add the document's days to a case that gives another would leave nothing of it."""
    found = _results(header, day, day, GIVEN)
    said = "only of days on which the document is not in force; "
    kept = ", or keep it with the version that is in force on its day"
    for name, what, changed in (("told", "case", "give it a day"), ("once", "claim", "let it speak of days")):
        assert (found[name].status, found[name].notes) == ("fails", (f"this {what} speaks {said}{changed} {days}{kept}",))
    inside = _results(header, "2028-02-29", "2028-02-29", GIVEN)
    assert [(r.status, r.notes) for r in inside.values()] == [("holds", ())] * 2


def test_a_case_of_what_is_amended_is_to_be_struck(tmp_path):
    """It tests the version before; what the note says to write is tried."""
    text = GIVEN.format(header="from 2026-01-01", in_case="2026-06-29", in_claim="2027-06-29")
    (tmp_path / "days.tos").write_text(text)
    amending = 'terms days27\n  amends "days.tos"\n  from 2027-01-01\n'

    def checked(more=""):
        document = tmp_path / "days27.tos"
        document.write_text(amending + more)
        return _checked(document, document.read_bytes(), date(2027, 1, 1))

    found = checked()
    assert (found["told"].status, found["once"].status) == ("fails", "holds")
    (note,) = found["told"].notes
    assert note.startswith(
        "this case speaks only of days on which the document is not in force; give it a day from 2027-01-01 on, or"
    )
    (line,) = re.findall("`(.*)`", note)
    assert line == "strike case told"
    assert set(checked(f"\n{line}\n")) == {"once"}


def test_a_document_without_days_has_no_note():
    assert not any("all days" in n for r in _results(['issuer "A"']).values() for n in r.notes)


LAW = """\
terms law "The law"
  from 2024-01-01
  through 2024-06-30
  default permitted

import "words.tos"

clause 1
  forbid use
    when far
"""
ASKS_LAW = """\
terms ours "Ours"
  from 2024-07-01
  default permitted

import "words.tos"
import "law.tos" as law

clause 1
  forbid use
    when far

claim complies "Nothing that the law forbids"
  use is never permitted
    when forbidden by law
     and {when}

case told
  use
    forbidden by law
    {when}
  expect forbidden
"""


def test_no_days_are_named_on_which_nothing_is_met(tmp_path):
    """The law is in force only before this document is: whatever days the claim speaks of, the law forbids nothing on those in force."""
    (tmp_path / "words.tos").write_text("act use\n  far : flag\n", encoding="utf-8")
    (tmp_path / "law.tos").write_text(LAW, encoding="utf-8")

    def notes(when, text=ASKS_LAW):
        found = _checked(tmp_path / "ours.tos", text.format(when=when).encode(), date(2026, 1, 1))
        return [
            next(n for n in found[name].notes if "speaks only of days on which the document" in n)
            for name in ("complies", "told")
        ]

    keep = "keep it with the version that is in force on its day"
    only = "speaks only of days on which the document is not in force"
    assert notes("date >= 2024-01-01") == [
        f"this claim {only}, and on days on which it is, its other conditions are met in no scenario; {keep}",
        f"this case {only}, and on days on which it is, its other facts are so in no scenario; {keep}",
    ]
    assert notes("date < 2024-06-01", ASKS_LAW.replace("forbidden by law", "permitted by law")) == [
        f"this claim {only}; let it speak of days from 2024-07-01 on, or {keep}",
        f"this case {only}; give it a day from 2024-07-01 on, or {keep}",
    ]
