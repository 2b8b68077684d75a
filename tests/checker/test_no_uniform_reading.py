"""`under some reading`, where no uniform reading meets the conditions, or all that it leaves is accepted. Worked out by hand."""

import pytest

from tests.checker.documents import checked

HOUSE = """\
terms house "House"
  default permitted

entity party

act use
  a : party
  b : party
  n : integer from 0 to 9

open term good(p: party)
open number few from 1 to 3

clause 1
  forbid use when good(a) and good(b)

clause 2
  forbid use when good(a) and n > 5

claim asked
  use is never {verdict}
    when {when}
    under some reading
{accepting}
"""


ACCEPTING = '    accepting n <= few because "it is little"'


@pytest.mark.parametrize(
    ("verdict", "when", "accepting", "status"),
    [
        ("permitted", "good(a) and not good(b)", "", "fails"),  # a and b are two, and n is 0
        ("permitted", "good(a) and not good(b) and n > 5", "", "holds"),  # clause 2 forbids it, whoever else is good
        ("permitted", "good(a) and not good(a)", "", "vacuous"),
        ("permitted", "not good(a) and n <= 3", ACCEPTING, "accepted"),  # with `few` at 3, all that is permitted
        ("permitted", "not good(a) and n <= 4", ACCEPTING, "fails"),  # 4 is never few
    ],
)
def test_status(tmp_path, verdict, when, accepting, status):
    path = tmp_path / "document.tos"
    path.write_text(HOUSE.format(verdict=verdict, when=when, accepting=accepting), encoding="utf-8")
    (result,) = [r for r in checked(path).results if r.check == "claim"]
    assert result.status == status
