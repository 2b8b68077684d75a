"""Comparisons of sums, beside the same in plain arithmetic."""

import operator
from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from tests.differences.checked import policy
from tos_checker import answer, terms
from tos_checker.budget import Budget
from tos_checker.compare import compare
from tos_checker.solver import Session

PLAIN = {"=": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
X, Y, K = (terms.atom(name, whole=name != "k") for name in "xyk")


@pytest.mark.parametrize("op", PLAIN)
@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Y.minus(X), K),
        (Y.minus(X).times(Fraction(3)), K.plus(terms.number(Fraction(1, 2)))),
        (K.times(Fraction(-2, 3)), X.times(Fraction(2)).plus(Y.times(Fraction(4)))),
        (X.plus(K), Y.times(Fraction(-1))),
        (X.plus(Y), terms.number(Fraction(3, 2))),
        (X.plus(K), terms.number(Fraction(3, 2))),
    ],
)
def test_whole_beside_others(op, left, right):
    """Every value of two whole numbers from -2 to 2, and of a third in sixths."""
    formula = terms.compared(op, left, right)
    for x, y in product(range(-2, 3), repeat=2):
        session = Session()
        session.add(["(declare-const x Int)", "(declare-const y Int)", "(declare-const k Real)"])
        session.add([f"(assert {terms.compared('=', a, terms.number(Fraction(n)))})" for a, n in ((X, x), (Y, y))])
        ks = [Fraction(n, 6) for n in range(-13, 14)]
        literals = []
        for n, k in enumerate(ks):
            holds = PLAIN[op](*(side.at({"x": Fraction(x), "y": Fraction(y), "k": k}) for side in (left, right)))
            here = terms.both((terms.compared("=", K, terms.number(k)), terms.negated(formula) if holds else formula))
            session.add([f"(declare-const b{n} Bool)", f"(assert (=> b{n} {here}))"])
            literals.append(f"b{n}")
        assert not any(session.satisfiable([literal]) for literal in literals)


def test_days_that_an_open_duration_lies_between():
    """As many pairs of days as there are lie exactly so far apart: they are not tried one by one."""
    text = """terms d
  default permitted
act use
  fee : number
  start : date
  end : date optional
define big in use
  means {big}
open duration q from {low} to {high}
clause 1
  forbid use when big
clause 3
  exception to 1
  permit use
    when end - start <= q
     and date <= {last}
"""
    old = text.format(big="fee > 10", low="1 day", high="3 days", last="9999-12-31").replace("     and date <= 9999-12-31\n", "")
    new = text.format(big="fee > 20 or end exists", low="2 days", high="4 days", last="2025-02-28")
    found = compare(policy(old), policy(new), Budget.of_seconds(20.0))
    assert found.complete
    assert {f.turn.after for f in found.families} == {"permitted", "forbidden", "unsettled"}


def test_days_that_several_durations_lie_between():
    """Permitted for certain: of 30 days, with the day one after `d1`, and `d2` 23 after it, whatever the open durations are."""
    text = """terms f
  default permitted
act use
  t : duration from 0 days to 30 days
  d1 : date
  d2 : date
open duration qa from 1 days to 4 days
open duration qb from 0 days to 10 days
open duration qc from 3 days to 5 days
clause 1
  forbid use
    when qc + 3 * t + (date - d1) + 5 days <= 7 * qa + -2 * (date - d1) + 0.5 days
     or qc + qa + 5 days > 2 * (d2 - d1) + -1 * t + -2 * (date - d1) + 1 days
     or -1 * (date - d1) + 3 * qa + 2 days < -2 * t + 0 days
     or qb + 3 * qc + (d2 - d1) + 0 days < -2 * qb + -2 * (date - d1) + 2 * qa - 1 days
clause 2
  forbid use
    when qb - 1 days > -1 * (d2 - d1) + t + 3 * qc + 0 days
     or t + 0.5 days < 7 * (date - d1) + (d2 - d1) - 3 days
     or 2 * t + 2 * (d2 - d1) - 1 days < -2 * (date - d1) + (d2 - d1) + 2 * qa - 3 days
claim c
  use is sometimes permitted
    when (date - d1) + -2 * t + 2 days < -1 * t + 3 * (date - d1) + 0 days
     and 7 * t - 3 days > t + 1 days
"""
    document = policy(text)
    assert answer.claim(document, document.claims[0], date(2026, 1, 1), Budget.of_seconds(6.0)).status == "holds"
