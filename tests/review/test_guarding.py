"""What stayed undecided is no reason to say that nobody guards a clause."""

from datetime import date
from pathlib import Path

from tos_checker.check import check_file

TEXT = """\
terms plain "Plain"
  default permitted

kind org: government, company, other

act use
  actor : org
  red   : flag

open term fit in use

clause 1
  forbid use when actor is government and red and not fit

claim never_red
  use is never permitted when red and actor is government
    and not fit
"""


def _results(limit):
    found = check_file(
        Path("plain.tos"),
        text=TEXT.encode(),
        shown_as="plain.tos",
        today=date(2026, 1, 1),
        claims=frozenset(),
        time_limit=limit,
        limit=None,
        levels={},
        progress=None,
    )
    return {(r.check, r.status) for r in found.results}


def test_a_clause_is_not_called_unguarded_where_the_claim_is_undecided(monkeypatch):
    assert ("claim", "holds") in _results(None)
    assert not any(check == "unguarded-clause" for check, _ in _results(None))

    from tos_checker import answer

    monkeypatch.setattr(answer, "claim", lambda *_: answer.Answer("undecided"))
    found = _results(None)
    assert ("claim", "undecided") in found
    assert ("unguarded-clause", "found") not in found
    assert ("unguarded-clause", "undecided") in found
