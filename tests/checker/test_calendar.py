"""Months added to a date: the solver's way against the calendar of Python's library."""

from datetime import date
from fractions import Fraction

import pytest

from tests.checker.documents import checked
from tos_checker import calendar_terms, terms
from tos_checker.solver import Session
from tos_spec.evaluate import months_later

DAYS = [(1900, 1, 1), (1900, 2, 28), (1999, 1, 31), (2000, 2, 29), (2024, 2, 29), (2099, 12, 31), (2100, 3, 1), (2199, 12, 31)]


@pytest.mark.parametrize("months", [1, -1, 12, -24, 13, 1200])
@pytest.mark.parametrize("day", DAYS)
def test_against_the_library(day, months):
    ordinal = date(*day).toordinal()
    session = Session()
    session.add(["(declare-const v0 Int)"])
    role = terms.atom("v0", whole=True)
    session.add([*calendar_terms.by_calendar(role, "t"), *calendar_terms.months_later(role, months, "t")])
    session.add([f"(assert (= v0 {ordinal}))"])
    assert session.satisfiable()
    (atom,) = calendar_terms.later("t", months).factors
    assert session.model()[atom.name] == months_later(ordinal, months)
    session.add([f"(assert (not (= {atom.name} {months_later(ordinal, months)})))"])
    assert not session.satisfiable()


@pytest.mark.parametrize("months", [(3, 5), (1, -1), (13, 1, 12)])
@pytest.mark.parametrize("day", DAYS)
def test_several_months_after_one_day(day, months):
    ordinal = date(*day).toordinal()
    session = Session()
    role = terms.atom("v0", whole=True)
    session.add(["(declare-const v0 Int)", *calendar_terms.by_calendar(role, "t")])
    for place, count in enumerate(months):
        session.add(calendar_terms.months_later(role, count, "t", months[:place]))
    session.add([f"(assert (= v0 {ordinal}))"])
    assert session.satisfiable()
    model = session.model()
    for count in months:
        (atom,) = calendar_terms.later("t", count).factors
        assert model[atom.name] == months_later(ordinal, count)


def test_of_two_days_the_later_one_stays_so():
    """Said to the solver, as it follows: so nothing that it says may be untrue."""
    session = Session()
    roles = [terms.atom(name, whole=True) for name in ("v0", "v1")]
    session.add(["(declare-const v0 Int)", "(declare-const v1 Int)"])
    for tag, role in zip("ts", roles, strict=True):
        session.add([*calendar_terms.by_calendar(role, tag), *calendar_terms.months_later(role, 1, tag)])
    session.add([calendar_terms.in_order("t", "s", 1)])
    for first, second in (
        (date(2023, 1, 28), date(2023, 1, 31)),
        (date(2024, 2, 29), date(2024, 2, 1)),
        (date(2024, 5, 31), date(2024, 5, 31)),
    ):
        session.push()
        session.add([f"(assert (and (= v0 {first.toordinal()}) (= v1 {second.toordinal()})))"])
        assert session.satisfiable()
        session.pop()


PAIRS = """\
terms x "X"
  default permitted

act use "use" says "somebody uses it"
  a     : flag "flag a"
  start : date
  stop  : date
  told  : date

open term late in use "late"
  includes stop > told + {months} months

clause 1
  forbid use
    when stop > told + 3 months
     and a

claim c "Flag a plays no part"
  outcome of use does not depend on a{when}

claim d "Of another matter"
  use is never forbidden
    when stop > start + 3 months
"""


@pytest.mark.parametrize(
    ("months", "when"),
    [(3, ""), (3, "\n    when late"), (6, "\n    when late"), (3, "\n    when stop > start + 3 months")],
    ids=["another claim", "a term, the same months", "a term, other months", "the claim itself"],
)
def test_two_scenarios_know_the_calendars_of_each_other(tmp_path, months, when):
    """Whichever of them is spoken of first, and in whichever order their laws are told to the solver."""
    path = tmp_path / "x.tos"
    path.write_text(PAIRS.format(months=months, when=when), encoding="utf-8")
    answers = {r.name: r.status for r in checked(path).results if r.check == "claim"}
    assert answers == {"c": "fails", "d": "fails"}


@pytest.mark.parametrize(
    ("day", "days", "months", "then"),
    [
        ((2199, 12, 31), 0, -12000, 13),
        ((1900, 1, 1), -300000, -2143, -1),
        ((1950, 6, 30), 182000, 6000, 20),
        ((2000, 3, 1), -150000, 1, -7000),
        ((2199, 12, 31), 365219, 1, -1),
    ],
)
def test_as_far_as_dates_may_be_moved(day, days, months, then):
    """By days and by months, a thousand years in all: the second calendar is of a day that is no role."""
    ordinal = date(*day).toordinal()
    session = Session()
    session.add(["(declare-const v0 Int)", f"(assert (= v0 {ordinal}))"])
    moved = terms.atom("v0", whole=True).plus(terms.number(Fraction(days)))
    session.add([*calendar_terms.by_calendar(moved, "t"), *calendar_terms.months_later(moved, months, "t")])
    again = calendar_terms.later("t", months).plus(terms.number(Fraction(3)))
    session.add([*calendar_terms.by_calendar(again, "s"), *calendar_terms.months_later(again, then, "s")])
    assert session.satisfiable()
    (atom,) = calendar_terms.later("s", then).factors
    assert session.model()[atom.name] == months_later(months_later(ordinal + days, months) + 3, then)


def test_an_amount_has_no_calendar():
    with pytest.raises(AssertionError):
        calendar_terms.by_calendar(terms.atom("v0", whole=False), "t")
