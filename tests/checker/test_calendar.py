"""Months added to a date: the solver's way against the calendar of Python's library."""

from datetime import date

import pytest

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
