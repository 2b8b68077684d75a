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
    lines, moved = calendar_terms.months_later(terms.atom("v0", whole=True), months, "t")
    session.add([*lines, f"(assert (= v0 {ordinal}))"])
    assert session.satisfiable()
    (atom,) = moved.factors
    assert session.model()[atom.name] == months_later(ordinal, months)
    session.add([f"(assert (not (= {atom.name} {months_later(ordinal, months)})))"])
    assert not session.satisfiable()
