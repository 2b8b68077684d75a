"""Effort: shared by a whole question, the same on each run, never a success where it ran out."""

import pytest

from tests.checker.documents import HERE, checked, exit_of
from tos_checker.budget import Budget, OutOfEffortError
from tos_checker.report import Exit
from tos_checker.solver import Answer, Session

DOCUMENT = HERE / "claim" / "routes.tos"


def test_nothing_can_be_asked_without_effort():
    found = checked(DOCUMENT, time_limit=0.0001)
    assert {r.status for r in found.results if r.check == "claim"} == {"undecided"}
    assert exit_of(found) is Exit.UNDECIDED
    undecided = [r for r in found.results if r.status == "undecided"]
    assert all("limit was reached" in r.headline for r in undecided)
    assert all(r.level == "error" for r in undecided if r.check in ("claim", "case"))


@pytest.mark.parametrize("seconds", [0.003, 0.01, 0.03, 0.1])
def test_a_limit_gives_the_same_answer_twice_and_never_another(seconds):
    full = {r.name: r.status for r in checked(DOCUMENT).results if r.check == "claim"}
    first, second = (checked(DOCUMENT, time_limit=seconds) for _ in range(2))
    assert first == second
    for result in first.results:
        if result.check == "claim":
            assert result.status in ("undecided", full[result.name])


def test_sessions_share_one_budget():
    budget = Budget(1_000_000)
    for number in range(3):
        session = Session(budget)
        session.add([f"(declare-const a{number} Int)", f"(assert (> (* a{number} a{number}) 7))"])
        before = budget.left
        assert session.check() is Answer.SAT
        assert budget.left < before


def test_a_hard_question_ends():
    # Ten pigeons in nine holes take far more than this.
    session = Session(Budget(100_000), finite=True)
    pairs = [(p, h) for p in range(10) for h in range(9)]
    session.add(f"(declare-const p{p}x{h} Bool)" for p, h in pairs)
    session.add(f"(assert (or {' '.join(f'p{p}x{h}' for h in range(9))}))" for p in range(10))
    session.add(f"(assert (not (and p{p}x{h} p{q}x{h})))" for p, h in pairs for q in range(p))
    assert session.check() is Answer.UNDECIDED
    with pytest.raises(OutOfEffortError):
        session.satisfiable()


def test_seconds():
    assert Budget.of_seconds(2.0).left == 2 * Budget.of_seconds(1.0).left
    assert Budget.of_seconds(None).left > Budget.of_seconds(1.0).left
    assert Budget.of_seconds(1e300).left > 0
