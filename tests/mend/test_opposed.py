"""Claims and cases that contradict each other, and those that only seem to: of each of these, a text is given with which both are so."""

from datetime import date

import pytest

from tests.mend.mended import answers, found
from tos_checker.opposed import opposed
from tos_spec.load import load

TODAY = date(2026, 11, 25)

TEXT = """\
terms small "Small"{period}
  default {default}

kind area: city, park, other

act use "the flight"
  area : area
  loud : flag

act fly is use "the drone flight"
  height : number

open term odd in use "odd"{bounds}
open term rare in use "rare"

{clauses}

claim a
  {claim}

case k
  {case}
"""

FORBID_LOUD = "clause 1\n  forbid use\n    when loud"
PERMIT_LOUD = "clause 1\n  permit use\n    when loud"
DUTY = "clause 1\n  require (not loud) of use"
FORBID_PARK = "clause 1\n  forbid use\n    when area is park"
OTHER_DUTY = "clause 1\n  require loud of use\n    when area is city"
BY_ODD = "clause 1\n  forbid use\n    when odd\n\nclause 2\n  permit use\n    when not odd"
BY_RARE = "clause 1\n  forbid use\n    when rare\n\nclause 2\n  permit use\n    when not rare"
ODD_ONLY = "clause 1\n  permit use\n    when odd\n\nclause 2\n  forbid use\n    when not odd"
TEXTS = ("", FORBID_LOUD, PERMIT_LOUD, DUTY, BY_ODD, BY_RARE, ODD_ONLY, f"{FORBID_LOUD}\n\nclause 2\n  permit use\n    when loud")
LOUD = "use\n    loud"


def text(claim, case, clauses="", default="permitted", period="", bounds=""):
    return TEXT.format(claim=claim, case=case, clauses=clauses, default=default, period=period, bounds=bounds)


def both_hold(tmp_path, written):
    (tmp_path / "small.tos").write_text(written, encoding="utf-8")
    statuses = answers(tmp_path / "small.tos")
    return statuses["claim", "a"] in ("holds", "accepted") and statuses["case", "k"] == "holds"


def are_opposed(tmp_path, written, today=TODAY):
    (tmp_path / "small.tos").write_text(written, encoding="utf-8")
    policy = load(tmp_path / "small.tos").policy
    return opposed(policy, policy.claims[0], policy.cases[0], today, None)


NEVER = "use is never permitted\n    when loud"
ACCEPTING = f'{NEVER}\n  accepting area is park\n    because "r" by "w" through 2027-01-01'
PARK = f"{LOUD}\n    area is park\n  expect permitted"
NEVER_ODD = "use is never permitted\n    when odd"
NEVER_UNSETTLED = "use is never unsettled\n    when odd"

SEEMING = [
    pytest.param(ACCEPTING, PARK, {"clauses": "clause 1\n  forbid use\n    when loud and area is not park"}, id="accepted"),
    pytest.param(
        NEVER_UNSETTLED,
        f"{LOUD}\n  expect unsettled",
        {"clauses": ODD_ONLY, "default": "undecided"},
        id="unsettled by what the claim leaves open",
    ),
    pytest.param(NEVER_ODD, f"{LOUD}\n  expect unsettled", {"clauses": BY_ODD}, id="forbidden under the other reading"),
    pytest.param(
        "use is always permitted\n    when odd",
        f"{LOUD}\n  expect unsettled",
        {"clauses": ODD_ONLY},
        id="permitted under one reading",
    ),
    pytest.param(
        "use is never expressly permitted\n    when loud", f"{LOUD}\n  expect permitted", {}, id="permitted, but not expressly"
    ),
    pytest.param(
        "use is never expressly forbidden\n    when loud",
        f"{LOUD}\n  expect forbidden",
        {"default": "forbidden"},
        id="forbidden, but not expressly",
    ),
    pytest.param(
        "use is never in breach\n    when loud",
        f"{LOUD}\n  expect forbidden",
        {"clauses": FORBID_LOUD},
        id="forbidden by no duty",
    ),
    pytest.param(NEVER, f"{LOUD}\n  expect silent", {"clauses": DUTY}, id="silent, and in breach of a duty"),
    pytest.param(
        "use is always permitted\n    when date < 2026-01-01",
        "use\n    date = 2025-01-01\n  expect silent",
        {"default": "forbidden", "period": "\n  from 2026-01-01"},
        id="on a day on which the document is not in force",
    ),
    pytest.param(
        "use is always permitted\n    when loud and date < 2026-01-01",
        f"{LOUD}\n  expect forbidden",
        {"clauses": FORBID_LOUD, "period": "\n  from 2026-01-01"},
        id="on days of which the case does not speak",
    ),
    pytest.param(
        NEVER,
        "use\n    odd\n  expect permitted",
        {"clauses": FORBID_LOUD, "bounds": "\n  excludes loud"},
        id="a word of the case that the text can bound",
    ),
    pytest.param(
        NEVER_ODD,
        "use\n    not loud\n  expect permitted",
        {"clauses": FORBID_LOUD, "bounds": "\n  excludes not loud"},
        id="a word of the claim that the text can bound",
    ),
    pytest.param(
        "use is never silent\n    when odd",
        "use\n    area is park\n  expect silent",
        {
            "clauses": "clause 1\n  forbid use\n    when area is not park",
            "bounds": "\n  includes loud and area is not park\n  excludes area is park",
        },
        id="silent where the text can keep the claim out",
    ),
    pytest.param(
        "use is never permitted\n    when loud and clause 1 applies",
        PARK,
        {"clauses": "clause 1\n  forbid use\n    when area is city"},
        id="clauses that the claim asks of",
    ),
    pytest.param(
        "fly is never permitted\n    when height > 5",
        "fly\n    height = 5\n  expect permitted",
        {"clauses": "clause 1\n  forbid fly\n    when height > 5"},
        id="apart",
    ),
]

OPPOSED = [
    pytest.param(NEVER, f"{LOUD}\n  expect permitted", {}, id="the same scenario"),
    pytest.param(ACCEPTING, f"{LOUD}\n    area is city\n  expect permitted", {}, id="not what is accepted"),
    pytest.param("fly is never permitted\n    when loud", "use\n    area is park\n  expect permitted", {}, id="an act below"),
    pytest.param("use is never permitted\n    when loud", "fly\n    loud\n  expect permitted", {}, id="an act above"),
    pytest.param(NEVER, f"{LOUD}\n  expect unsettled", {}, id="forbidden under every reading"),
    pytest.param(NEVER_ODD, "use\n    odd\n  expect permitted", {}, id="the same open word"),
    pytest.param(
        NEVER_ODD, f"{LOUD}\n  expect permitted", {"bounds": "\n  includes loud"}, id="a word of the claim that is bounded there"
    ),
    pytest.param(NEVER_ODD, "use\n    odd\n    loud\n  expect unsettled", {}, id="unsettled where the claim is met"),
    pytest.param(NEVER_ODD, f"{LOUD}\n  expect unsettled", {"bounds": "\n  includes loud"}, id="no longer open there"),
    pytest.param(NEVER, "use\n    loud or odd\n  expect permitted", {}, id="a word of the case that does not matter there"),
    pytest.param("use is never unsettled\n    when loud", f"{LOUD}\n  expect unsettled", {}, id="unsettled and not"),
    pytest.param("use is always permitted\n    when loud", f"{LOUD}\n  expect in breach", {}, id="permitted in breach of a duty"),
    pytest.param(NEVER, f"{LOUD}\n  expect expressly permitted", {}, id="permitted, of a text without duties"),
    pytest.param(
        "use is always permitted\n    when loud", f"{LOUD}\n  expect silent", {"default": "forbidden"}, id="silent, so forbidden"
    ),
    pytest.param(
        "use is always permitted\n    when loud", f"{LOUD}\n  expect silent", {"default": "undecided"}, id="silent, so undecided"
    ),
]


@pytest.mark.parametrize(("claim", "case", "given"), SEEMING)
def test_both_can_be_satisfied(tmp_path, request, claim, case, given):
    name = request.node.callspec.id
    stays = {k: v for k, v in given.items() if k in ("default", "period")}
    before = {"clauses that the claim asks of": FORBID_PARK, "silent, and in breach of a duty": OTHER_DUTY}.get(name, "")
    assert not are_opposed(tmp_path, text(claim, case, before, **stays))
    assert both_hold(tmp_path, text(claim, case, **given))


@pytest.mark.parametrize(("claim", "case", "given"), OPPOSED)
def test_no_text_satisfies_both(tmp_path, claim, case, given):
    assert are_opposed(tmp_path, text(claim, case, **given))
    assert not any(both_hold(tmp_path, text(claim, case, clauses, **given)) for clauses in TEXTS)


def test_what_was_accepted_and_has_run_out_counts_again(tmp_path):
    assert not are_opposed(tmp_path, text(ACCEPTING, PARK), date(2027, 1, 1))
    assert are_opposed(tmp_path, text(ACCEPTING, PARK), date(2027, 1, 2))


def test_a_case_that_is_accepted_stays_as_it_is(tmp_path):
    """To forbid it everywhere makes the claim hold, and the case fail: that is no mend."""
    (tmp_path / "small.tos").write_text(text(ACCEPTING, PARK, "clause 1\n  forbid use\n    when area is city"), encoding="utf-8")
    remedies = found(tmp_path / "small.tos", "a")
    assert (remedies.status, remedies.against, remedies.mends, remedies.restated) == ("fails", (), (), None)
    assert [t.name for t in remedies.turning] == ["case `k`"]


def test_words_of_what_is_accepted_keep_their_meaning(tmp_path):
    """`odd includes loud` would make the claim hold as far as it is accepted, by accepting all of it."""
    claim = f'{NEVER}\n  accepting odd\n    because "r" by "w"'
    clauses = "clause 1\n  forbid use\n    when odd\n    unless area is park"
    (tmp_path / "small.tos").write_text(text(claim, "use\n    area is other\n  expect unsettled", clauses), encoding="utf-8")
    remedies = found(tmp_path / "small.tos", "a", limit=20)
    assert remedies.status == "fails"
    assert not any("odd" in line.where for mend in remedies.mends for line in mend.redlines)
