"""Claims under some reading: a reading under which nothing meets the conditions makes nothing hold."""

from datetime import date

from tos_checker import answer
from tos_spec.load import load

DOCUMENT = """\
terms hot "Hot"
  default permitted

act use
  f : flag

open term hot in use "hot"

clause 1
  forbid use
    when f

claim nothing_meets_it_narrowly
  use is never permitted under some reading
    when hot

claim holds_widely
  use is never permitted under some reading
    when hot and f

claim never_met_uniformly
  use is never permitted under some reading
    when hot and not hot and f
"""


def test_a_reading_without_scenarios_does_not_count(tmp_path):
    file = tmp_path / "hot.tos"
    file.write_text(DOCUMENT, encoding="utf-8")
    policy = load(file).policy
    found = {c.name: answer.claim(policy, c, date(2026, 1, 1), None) for c in policy.claims}
    assert [f.status for f in found.values()] == ["fails", "holds", "vacuous"]
    assert found["holds_widely"].uniform.reading.terms == {"hot": True}
