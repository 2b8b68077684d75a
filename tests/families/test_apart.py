"""Patterns of numbers and dates that a document compares with each other: how far apart they are, not what they are.

The expected words are worked out by hand. That they mean all loopholes, and nothing else, is tried day by day.
"""

from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from tests.families.compare import answered, question
from tests.families.shapes import fits
from tos_checker import families, loopholes
from tos_checker.render.words import joined
from tos_spec import evaluate, interpret, load
from tos_spec.scenario import Reading, Scenario

HEAD = """terms lease "Notice"
  default permitted

kind party: tenant, landlord

act leave "leaving"
  who    : party "the speaker"
  notice : date "the notice"
  end    : date "the end"
  paid   : integer "the rent paid"
  due    : integer "the rent due"

"""


def _policy(text):
    loaded = load.load(Path("document.tos"), text=(HEAD + text).encode(), shown_as="document.tos")
    assert loaded.policy is not None, [str(d) for d in loaded.diagnostics]
    return loaded.policy


def _families(policy):
    (claim,) = policy.claims
    return claim, families.families(question(answered(policy, claim)), claim, None).families


def _words(policy, found):
    return joined(tuple(loopholes.pattern_entries(policy, "leave", found.pattern.entries)))


BETWEEN = """clause 1
  forbid leave
    when end < notice + 14 days

claim c
  leave is never permitted
    when end < notice + 30 days
"""
NOT_A_WEEK = """clause 1
  forbid leave
    when notice <= end - 1 week

claim c
  leave is never permitted
"""
IN_ADVANCE = """clause 1
  forbid leave
    when notice > end

claim c
  leave is never permitted
    when notice >= end - 3 days
"""
BOUND_BESIDES = """clause 1
  forbid leave
    when end < notice + 14 days

claim c
  leave is never permitted
    when notice >= 2000-01-05
     and end < 2000-02-01
"""
MONTHS = """clause 1
  forbid leave
    when end < notice + 1 month

claim c
  leave is never permitted
    when end <= notice + 35 days
"""
ON_THE_DAY = """clause 1
  permit leave
    when notice + 1 month < end

clause 2
  forbid leave
    when not (notice + 1 month < end)
     and end != notice + 1 month

claim c
  leave is never permitted
    when end <= notice + 1 month
"""
SUMS = """clause 1
  forbid leave
    when 2 * paid < due

claim c
  leave is never permitted
    when due >= 3
     and paid < due
"""
HOURS = """clause 1
  forbid leave
    when end - notice < 36 hours

claim c
  leave is never permitted
"""
BOUNDED = """assume amounts "Nobody pays less than nothing"
  in leave
    paid >= 0 and due >= 0 and paid <= 9 and due <= 9

clause 1
  forbid leave
    when paid + due > 9

claim c
  leave is never permitted
"""
MEASURED = {
    "between": (BETWEEN, "the end is at least 14 days after the notice and less than 30 days after the notice"),
    "not a week": (NOT_A_WEEK, "the end is less than 7 days after the notice (or before it)"),
    "in advance": (IN_ADVANCE, "the end is on or after the notice and at most 3 days after the notice"),
    "hours": (HOURS, "the end is at least 2 days after the notice"),
    "bound besides": (
        BOUND_BESIDES,
        "the notice is on or after 2000-01-05; the end is before 2000-02-01; the end is at least 14 days after the notice",
    ),
    "months": (
        MONTHS,
        "the end is at most 35 days after the notice (or before it); the end is at least 1 month after the notice",
    ),
    "on the day": (ON_THE_DAY, "the end is 1 month after the notice"),
    "bounded": (BOUNDED, "the rent paid plus the rent due is at most 9"),
    "sums": (
        SUMS,
        "the rent due is at least 3; the rent due is more than the rent paid; the rent due is at most 2 times the rent paid",
    ),
}


@pytest.mark.parametrize(("text", "words"), MEASURED.values(), ids=MEASURED)
def test_words(text, words):
    policy = _policy(text)
    _, (family,) = _families(policy)
    assert _words(policy, family) == words
    assert family.pattern.exact


DAYS = range(730_100, 730_160)
AMOUNTS = range(-2, 9)


def _scenarios(text):
    """Scenarios on every two days of two months (or with every two amounts)."""
    base = {("date",): 730_000, ("who",): "tenant", ("notice",): 730_120, ("end",): 730_120, ("paid",): 0, ("due",): 0}
    fields, span = ((("paid",), ("due",)), AMOUNTS) if "paid" in text else ((("notice",), ("end",)), DAYS)
    for values in product(span, repeat=2):
        facts = {p: v if isinstance(v, str) else Fraction(v) for p, v in (base | dict(zip(fields, values, strict=True))).items()}
        yield Scenario("leave", facts, {}, frozenset())


@pytest.mark.parametrize("name", MEASURED)
def test_day_by_day(name):
    text, _ = MEASURED[name]
    policy = _policy(text)
    claim, (family,) = _families(policy)
    reading = Reading({}, {}, {})
    found = 0
    for s in _scenarios(text):
        if interpret.possible(policy, s):
            continue
        judged = interpret.judge(policy, s, reading)
        loophole = judged.outcome == "permitted" and evaluate.holds(policy, s, reading, claim.when, evaluate.Judged({}))
        assert fits(s, family.pattern.entries) == loophole, s
        found += loophole
    assert found
