"""A list of loopholes is called complete only where it is."""

from datetime import date
from pathlib import Path

from tos_checker.check import check_file

TEXT = """\
terms plain "Plain"
  default permitted

act use
  red  : flag
  blue : flag

open term fit in use

clause 1
  forbid use when red and not blue
clause 2
  forbid use when blue and not red and not fit

claim always_open
  use is always unsettled
claim never_red
  use is never permitted when red
"""


def _complete(limit):
    found = check_file(
        Path("plain.tos"),
        text=TEXT.encode(),
        shown_as="plain.tos",
        today=date(2026, 1, 1),
        claims=frozenset({"always_open", "never_red"}),
        time_limit=limit,
        limit=None,
        levels={},
        progress=None,
    )
    return {r.name: (r.status, r.complete) for r in found.results}


def test_what_is_settled_is_shown_by_one_example_only():
    # Red things are settled as forbidden, things of no colour as permitted: one of the two is shown.
    assert _complete(None) == {"always_open": ("fails", False), "never_red": ("fails", True)}


def test_of_what_is_undecided_no_list_is_complete(monkeypatch):
    from tos_checker import answer

    monkeypatch.setattr(answer, "claim", lambda *_: answer.Answer("undecided"))
    assert set(_complete(None).values()) == {("undecided", False)}
