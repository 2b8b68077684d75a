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
  share  : number "the share"
  pause   : duration "the pause"
  delay  : duration "the delay"

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
MIXED = """clause 1
  forbid leave
    when due <= share

claim c
  leave is never permitted
    when due < share + 2
"""
UNITS = """clause 1
  forbid leave
    when pause < 2 seconds * due

claim c
  leave is never permitted
    when pause < 4 seconds * due
"""
EARLIER = """clause 1
  forbid leave
    when pause < delay - 90 seconds

claim c
  leave is never permitted
    when pause <= delay - 5 seconds
"""
MONTHS_BEFORE = """clause 1
  forbid leave
    when notice > end - 1 month

claim c
  leave is never permitted
    when notice > end - 3 months
"""
WEAKEST = """clause 1
  forbid leave
    when end < notice + 3 months
     and who is landlord

clause 2
  forbid leave
    when end >= notice + 5 months

claim c
  leave is never permitted
    when who is tenant
"""
IN_FORCE = """clause 1
  from 2000-01-15
  forbid leave
    when date <= notice + 10 days

claim c
  leave is never permitted
    when date > notice + 3 days
     and date >= 2000-01-15
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
        "the end is at most 35 days after the notice; the end is at least 1 month after the notice",
    ),
    "months before": (
        MONTHS_BEFORE,
        "the notice is at least 1 month before the end; the notice is less than 3 months before the end",
    ),
    "on the day": (ON_THE_DAY, "the end is 1 month after the notice"),
    "mixed": (MIXED, "the rent due is more than the share and less than the share plus 2"),
    "units": (UNITS, "the pause is at least 2 seconds times the rent due; the pause is less than 4 seconds times the rent due"),
    "earlier": (EARLIER, "the delay is at least the pause plus 5 seconds and at most the pause plus 1 minute 30 seconds"),
    "weakest": (WEAKEST, "the speaker is tenant; the end is less than 5 months after the notice (or before it)"),
    "in force": (IN_FORCE, "the date is on or after 2000-01-15; the date is more than 10 days after the notice"),
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
HALVES = [Fraction(n, 2) for n in range(-4, 12)]
SECONDS = range(-10, 110, 3)
SPANS = {
    ("paid", "due"): (AMOUNTS, AMOUNTS),
    ("share", "due"): (HALVES, AMOUNTS),
    ("pause", "due"): (SECONDS, AMOUNTS),
    ("pause", "delay"): (SECONDS, SECONDS),
    ("notice", "end"): (DAYS, DAYS),
    ("notice", "date"): (DAYS, DAYS),
}


def _scenarios(text):
    """Scenarios with every two values of the two fields that the document speaks of; of dates, every two days of two months."""
    base = {"date": 730_000, "notice": 730_120, "end": 730_120, "paid": 0, "due": 0, "share": 0, "pause": 0, "delay": 0}
    fields = next(names for names in SPANS if all(name in text for name in names))
    for who, values in product(("tenant", "landlord"), product(*SPANS[fields])):
        facts = {(name,): Fraction(v) for name, v in (base | dict(zip(fields, values, strict=True))).items()}
        yield Scenario("leave", {("who",): who, **facts}, {}, frozenset())


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


@pytest.mark.parametrize("name", MEASURED)
def test_what_programs_read_is_a_formula_that_means_the_same(name):
    text, _ = MEASURED[name]
    policy = _policy(text)
    _, (family,) = _families(policy)
    entries = [e for e in family.pattern.entries if e.given.sort in ("difference", "comparison")]
    told = loopholes.pattern_entries(policy, "leave", tuple(entries))
    written = " and ".join(f"({formula})" for entry in told for formula in entry.values)
    (claim,) = _policy(f"claim c\n  leave is never permitted\n    when {written}\n").claims
    reading = Reading({}, {}, {})
    for s in _scenarios(text):
        assert fits(s, entries) == evaluate.holds(policy, s, reading, claim.when, evaluate.Judged({}))


TWO_ACTS = """terms t "T"
  default permitted

kind colour: red, green

act pay
  start : date
  end   : date

act paint
  start : colour
  end   : colour

clause 1
  forbid pay
    when end < start + 1 month

clause 2
  forbid paint
    when start is red

claim painted
  paint is never permitted
    when end is red
"""


def test_what_is_compared_in_another_act_is_no_matter():
    """Both acts have roles of these names, and only in the first one they are days."""
    loaded = load.load(Path("document.tos"), text=TWO_ACTS.encode(), shown_as="document.tos")
    assert loaded.policy is not None
    _, (family,) = _families(loaded.policy)
    assert [(e.given.sort, e.given.path, e.leaves) for e in family.pattern.entries] == [
        ("value", ("start",), ("green",)),
        ("value", ("end",), ("red",)),
    ]
