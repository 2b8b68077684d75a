"""Bounds of open terms of entities: an overlap is found wherever it is, and a document full of entities is asked few questions."""

from datetime import date
from pathlib import Path

import pytest

from tos_checker.check import check_file
from tos_checker.pose import Pose

TEXT = """\
terms many "Many"
  default permitted

entity party
  age : number

act use
{roles}

open term elder(p: party, q: party)
  includes {includes}
  excludes {excludes}

clause 1
  forbid use when elder(p0, p1)
"""


def _codes(includes, excludes, roles=4):
    text = TEXT.format(roles="\n".join(f"  p{i} : party" for i in range(roles)), includes=includes, excludes=excludes)
    found = check_file(
        Path("many.tos"),
        text=text.encode(),
        shown_as="many.tos",
        today=date(2026, 1, 1),
        claims=frozenset({"none"}),
        time_limit=None,
        limit=None,
        levels={},
        progress=None,
    )
    return [d.code for d in found.diagnostics]


@pytest.mark.parametrize(
    ("includes", "excludes", "codes"),
    [
        ("p.age > q.age + 18", "p.age < q.age", []),
        ("p.age > q.age + 18", "p.age < 20", ["E501"]),  # 19 and 0
        ("p.age >= q.age", "p = q", ["E501"]),  # whoever is compared with himself
        ("p.age > q.age", "p = q", []),
    ],
)
def test_overlaps_are_found(includes, excludes, codes):
    assert _codes(includes, excludes) == codes


def test_few_questions_are_asked_where_there_are_many_entities(monkeypatch):
    asked = []
    inquiry = Pose.inquiry
    monkeypatch.setattr(Pose, "inquiry", lambda self, **more: (asked.append(self), inquiry(self, **more))[1])
    assert _codes("p.age > q.age + 18", "p.age < q.age", roles=12) == []
    assert len(asked) == 1
