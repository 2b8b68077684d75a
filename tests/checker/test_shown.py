"""What is shown of a result besides its families: examples, what an unsettled case turns on, facts that matter; in one small document."""

import pytest

from tests.checker.documents import checked

DOCUMENT = """\
terms flights "Drones"
  default permitted

kind place: street, park, sea

act fly says "somebody flies over the {place}"
  place    : place "place"
  distance : integer from 0 to 100 "distance"
  filmed   : flag "the flight is filmed"
  lit      : flag

open term near in fly "near"
  includes distance <= 10
  excludes distance > 50

open term bright in fly "bright"
  includes lit

clause 1
  forbid fly when near
    when place is street

claim wide_enough "On some reading nobody flies near"
  fly is never permitted under some reading
    when distance <= 40 and place is street

claim light "The light makes no difference"
  outcome of fly does not depend on lit
    when place is street

claim place "The place makes none"
  outcome of fly does not depend on place
    when distance <= 5 and place is not sea

claim far "Nobody flies far"
  fly is never permitted
    when distance > 20 and place is street
  accepting distance > 60
    because "the old rules said so" by "the board" through 2027-01-01

case between "Neither near nor far"
  fly
    distance = 30
    place is street
  expect unsettled

case apart "Not under clause 1"
  fly
    distance = 60
  expect permitted, not under 1
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    path = tmp_path_factory.mktemp("shown") / "flights.tos"
    path.write_text(DOCUMENT, encoding="utf-8")
    found = checked(path)
    assert found.diagnostics == ()
    return {r.name: r for r in found.results}


def test_the_example_is_read_as_the_report_says(results):
    result = results["wide_enough"]
    assert (result.status, result.headline) == ("holds", 'it holds where "near" is read widely, however the rest is read')
    assert result.witness is not None
    assert result.witness.outcome == "forbidden"
    assert [(p.name, p.value) for p in result.witness.reading] == [("near", "yes")]


def test_an_unsettled_case_says_on_what_it_turns(results):
    assert results["between"].status == "holds"
    assert results["between"].headline == 'in a typical scenario, the outcome turns on how "near" is read'


def test_a_comma_may_stand_before_not_under(results):
    assert results["apart"].status == "holds"


def test_facts_that_nothing_speaks_of_are_left_out(results):
    told = results["far"].families[0].story
    assert [f.role for f in told.facts] == ["place", "distance", "lit"]  # a claim speaks of `lit`; nothing of `filmed`


def test_points_that_nothing_speaks_of_are_left_out(results):
    assert [p.name for p in results["far"].families[0].reading] == ["near"]


def test_what_decides(results):
    assert [f.headline for f in results["place"].families] == [
        "permitted, but forbidden when the place changes from park to street, as clause 1 then forbids it"
    ]


def test_what_is_accepted_is_said(results):
    assert results["far"].notes == (
        'accepted where the distance is more than 60, by "the board" through 2027-01-01, because "the old rules said so"',
    )
