"""Some scenario under every reading of several open quantities: right, and it ends. Beside worked answers, and beside z3's own quantifiers."""

import random
from datetime import date
from fractions import Fraction

import pytest
import z3

from tests.differences.checked import policy
from tos_checker import answer, search, terms
from tos_checker.budget import Budget, OutOfEffortError
from tos_checker.disagreement import DisagreementError
from tos_checker.pose import of_claim, permitted
from tos_checker.solver import Model
from tos_spec.core import Policy

RANGES = {"qa": (10, 30), "qb": (0, 100)}

DOCUMENT = """terms m
  default permitted
act use
  x : number from -50 to 50
open number qa from 10 to 30
open number qb from 0 to 100
clause 1
  forbid use
    when {clause}
claim now_and_then
  use is sometimes permitted
    when x < -3
claim not_once
  use is never forbidden
    when x < -3
claim in_doubt
  use is always unsettled
    when x < -3
"""

LOOPED = "x + qa > 2\n     and qb > 2 * qa + 1"


def statuses(document: Policy) -> dict[str, str]:
    """What is said of each claim."""
    return {c.name: answer.claim(document, c, date(2026, 1, 1), Budget.of_seconds(4.0)).status for c in document.claims}


def test_a_point_keeps_within_the_ends_of_a_quantity_that_depends_on_another():
    """At x = -50 nothing is forbidden, as x + qa <= -20. At x = -4, qa = 30 and qb = 100 forbid (26 > 2, 100 > 61), qa = 10 and qb = 0 do not."""
    found = statuses(policy(DOCUMENT.format(clause=LOOPED)))
    assert found == {"now_and_then": "holds", "not_once": "arguable", "in_doubt": "fails"}


def test_points_have_the_signs_of_the_spoiling_reading():
    """Of 300 readings, of sums with both quantities: every sum, and every end, lies as it lay under the reading."""
    document = policy(DOCUMENT.format(clause=LOOPED))
    question = of_claim(document, document.claims[0], document.claims[0].when, None)
    inquiry = question.inquiry()
    wishes = inquiry.free(inquiry.worlds[0]).view.wishes
    qa, qb = (wishes.quantities[name] for name in RANGES)
    x = inquiry.worlds[0].amount(("x",))
    rng = random.Random(7)  # noqa: S311 - a sample
    for _ in range(300):
        sums = []
        for _ in range(rng.randint(1, 4)):
            parts = [part.times(Fraction(rng.randint(-3, 3))) for part in (qa, qb, x)]
            sums.append(parts[0].plus(parts[1]).plus(parts[2]).plus(terms.number(Fraction(rng.randint(-9, 9), 2))))
        amounts = (rng.choice([10, 11, 20, 30]), rng.choice([0, 21, 50, 100]), rng.randint(-50, 50))
        model = {next(iter(part.factors)).name: Fraction(amount) for part, amount in zip((qa, qb, x), amounts, strict=True)}
        points = search.test_points(document, wishes, sums, model)
        for sum_ in sums:
            put = sum_
            for name, symbol in wishes.quantities.items():
                put = put.put(next(iter(symbol.factors)), points[name])
            assert set(put.factors) <= set(x.factors)
            assert (put.at(model) > 0, put.at(model) < 0) == (sum_.at(model) > 0, sum_.at(model) < 0)
        for name, (low, high) in RANGES.items():
            assert low <= points[name].at(model) <= high


def test_a_search_that_would_not_end_is_an_error(monkeypatch):
    """A strategy outside the ends rules nothing out, so it would be learned again and again."""
    document = policy(DOCUMENT.format(clause=LOOPED))
    question = of_claim(document, document.claims[0], document.claims[0].when, None)
    outside = {name: terms.number(Fraction(high + 1)) for name, (_, high) in RANGES.items()}
    monkeypatch.setattr(search, "test_points", lambda *_: outside)
    with pytest.raises(DisagreementError, match="learned before"):
        question.search([permitted], permitted).search.find()


def test_what_a_scope_took_with_it_may_be_learned_again():
    document = policy(DOCUMENT.format(clause="qa + x > 2"))
    question = of_claim(document, document.claims[0], document.claims[0].when, None)
    found = question.search([permitted], permitted).search
    high = terms.compared(">", found.inquiry.worlds[0].amount(("x",)), terms.number(Fraction(-20)))
    counts = []
    for _ in range(2):
        found.inquiry.session.push()
        found.inquiry.require(high)
        assert found.find() is None
        counts.append(found.strategies)
        found.inquiry.session.pop()
    assert 0 < counts[0] < counts[1]


def test_a_scenario_given_up_for_want_of_effort_is_forgotten(monkeypatch):
    """Of x = -11, as of x = -12, some reading forbids it (qa = 30), though the search gave up the first."""
    document = policy(DOCUMENT.format(clause="qa + x > 2"))
    question = of_claim(document, document.claims[0], document.claims[0].when, None)
    found = question.search([permitted], permitted).search
    x = found.inquiry.worlds[0].amount(("x",))

    def at(value: int) -> Model | None:
        found.inquiry.session.push()
        found.inquiry.require(terms.compared("=", x, terms.number(Fraction(value))))
        try:
            return found.find()
        finally:
            found.inquiry.session.pop()

    def exhausted(*_: object) -> None:
        raise OutOfEffortError

    with monkeypatch.context() as patched:
        patched.setattr(found, "_learn", exhausted)
        with pytest.raises(OutOfEffortError):
            at(-12)
    assert at(-11) is None


def _comparison(rng: random.Random) -> tuple[list[tuple[int, str]], str, int]:
    parts = [(rng.choice([1, 1, 2, 3, -1, -2]), name) for name in rng.sample(["x", "qa", "qb"], rng.randint(1, 3))]
    return parts, rng.choice(["<", ">", "<=", ">=", "=", "!="]), rng.choice([-40, -3, 0, 1, 2, 25, 60])


@pytest.mark.parametrize("seed", range(40))
def test_beside_quantifiers(seed):
    rng = random.Random(seed)  # noqa: S311 - a sample
    comparisons = [_comparison(rng) for _ in range(rng.randint(1, 4))]
    word = rng.choice(["and", "and", "or"])
    said = [f"{' + '.join(f'{n} * {name}' for n, name in parts)} {op} {end}" for parts, op, end in comparisons]
    found = statuses(policy(DOCUMENT.format(clause=f"\n     {word} ".join(said))))
    x = z3.Real("x")

    def forbidden(tag: str) -> tuple[list[z3.ArithRef], z3.BoolRef, z3.BoolRef]:
        values = {"x": x, **{name: z3.Real(name + tag) for name in RANGES}}
        within = z3.And(*(z3.And(values[n] >= low, values[n] <= high) for n, (low, high) in RANGES.items()))
        holds = []
        for parts, op, end in comparisons:
            total = z3.Sum(*(n * values[name] for n, name in parts))
            told = {
                "<": total < end,
                ">": total > end,
                "<=": total <= end,
                ">=": total >= end,
                "=": total == end,
                "!=": total != end,
            }
            holds.append(told[op])
        return [values[name] for name in RANGES], within, z3.And(*holds) if word == "and" else z3.Or(*holds)

    def some(*formulas: z3.BoolRef) -> bool:
        solver = z3.Solver()
        solver.add(x >= -50, x < -3, *formulas)
        result = solver.check()
        assert result != z3.unknown
        return result == z3.sat

    open_, within, is_forbidden = forbidden("1")
    permits = some(z3.ForAll(open_, z3.Implies(within, z3.Not(is_forbidden))))
    forbids = some(z3.ForAll(open_, z3.Implies(within, is_forbidden)))
    may_permit, may_forbid = some(within, z3.Not(is_forbidden)), some(within, is_forbidden)
    assert found == {
        "now_and_then": "holds" if permits else "arguable" if may_permit else "fails",
        "not_once": "holds" if not may_forbid else "fails" if forbids else "arguable",
        "in_doubt": "fails" if permits or forbids else "holds",
    }
