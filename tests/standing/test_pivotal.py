"""What to do about an open term or quantity on which something accepted turns: the cure is one that the language has."""

from datetime import date
from pathlib import Path

import pytest

from tests.standing.test_documents import _checked
from tos_spec.load import load

HERE = Path(__file__).parent

QUANTITY = """
terms t
  default permitted

act keep
  kept : duration

open duration soon "a reasonable time" from 14 days to 60 days

clause 1
  forbid keep
    when kept > soon

claim month
  keep is never permitted
    when kept > 30 days
  accepting kept <= 60 days
    because "it will be settled"
"""


def _helps(path):
    return {r.name: r.help for r in _checked(path, ("pivotal-term",), date(2026, 1, 1))}


def test_a_term_is_bounded_and_a_quantity_narrowed():
    assert _helps(HERE / "documents" / "pivotal_accepted.tos") == {
        "fast": "bound `fast` by a further `includes` or `excludes` line, if it is meant to be settled",
        "cap": "narrow the range of `cap` (`from … to …`), or say a fixed amount in its place, if it is meant to be settled",
    }


@pytest.mark.parametrize(("narrow", "turns"), [("60 days", True), ("30 days", False)])
def test_a_narrower_range_settles_it(narrow, turns, tmp_path):
    """What is kept for more than 30 days is longer than any reasonable time of at most 30 days."""
    path = tmp_path / "t.tos"
    path.write_text(QUANTITY.replace("to 60 days", f"to {narrow}"), encoding="utf-8")
    assert load(path).diagnostics == ()
    assert bool(_helps(path)) is turns
