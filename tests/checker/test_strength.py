"""The strength of a family is that of its scenarios, of single ones and of pairs alike."""

from datetime import date
from pathlib import Path

import pytest

from tos_checker.check import check_file

TEXT = """\
terms fees "Fees"
  default permitted

act use
  paid   : flag
  amount : number

open number big from 10 to 50

clause 1
  forbid use
    when paid
     and amount >= big

claim asked "What is asked"
  {question}
    when amount <= {most}
"""


@pytest.mark.parametrize("question", ["use is never forbidden", "outcome of use does not depend on paid"])
@pytest.mark.parametrize(
    ("most", "status", "strengths", "turns_on"),
    [
        ("9", "holds", [], []),  # 9 is big on no reading
        ("20", "arguable", ["arguable"], ["big"]),  # 10 to 20 are big on some
        ("90", "fails", ["clear"], []),  # 50 and more are big on any
    ],
)
def test_strength(question, most, status, strengths, turns_on):
    checked = check_file(
        Path("fees.tos"),
        text=TEXT.format(question=question, most=most).encode(),
        shown_as="fees.tos",
        today=date(2026, 11, 25),
        claims=frozenset({"asked"}),
        time_limit=None,
        limit=None,
        levels={},
        progress=None,
    )
    (result,) = checked.results
    assert result.status == status
    assert [f.strength for f in result.families] == strengths
    assert [p.name for f in result.families for p in f.turns_on] == turns_on
