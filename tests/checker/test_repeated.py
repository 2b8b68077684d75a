"""What is asked again and again: sessions that read definitions once, and what a glance at the clauses tells without a solver."""

from pathlib import Path as File
from random import Random

import pytest

from tos_checker import families, glance, pose
from tos_checker.disagreement import DisagreementError
from tos_checker.solver import Session
from tos_spec import load

# --- sessions -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("often", [False, True])
def test_what_is_defined_means_the_same_in_and_after_a_scope(often):
    session = Session(finite=True, often=often)
    session.add(["(declare-const a Bool)", "(define-fun x () Bool (not a))"])
    session.push()
    session.add(["(define-fun y () Bool (and x (not a)))"])
    assert not session.satisfiable(session.literals(["y", "a"]))
    session.pop()
    session.push()
    assert not session.satisfiable(session.literals(["y", "a"]))
    assert session.satisfiable(session.literals(["y"]))
    session.pop()
    assert not session.satisfiable(session.literals(["x", "a"]))
    assert not session.satisfiable(session.literals(["y", "a"]))


def test_what_is_met_in_two_scopes_is_read_once():
    session = Session(finite=True, often=True)
    session.add(["(declare-const a Bool)", "(declare-const b Bool)"])
    made = []
    for _ in range(4):
        session.push()
        made.append(session.literal("(and a b)"))
        assert not session.satisfiable([made[-1], session.literal("(not a)")])
        session.pop()
    assert made[0] != made[1]
    assert made[2] == made[3]


def test_a_constant_and_its_negation_are_literals():
    session = Session(finite=True)
    session.add(["(declare-const a Bool)", "(declare-const b Bool)", "(assert (=> a b))"])
    assert session.literals(["a", "(not b)"]) == ["a", "(not b)"]
    assert not session.satisfiable(["a", "(not b)"])
    assert session.core() == ("(not b)", "a")


# --- a glance -------------------------------------------------------------------------------------------------------------------


def _document(seed, clauses=12):
    """Prohibitions of combinations of classes, some of them negated or lifted, and claims that are too broad."""
    rng = Random(seed)  # noqa: S311 - documents are no secrets
    lines = ['terms d "D"', "  default permitted", ""]
    for kind in range(4):
        lines += [f"kind k{kind}"]
        lines += [line for c in range(2) for line in (f"  c{kind}_{c}", *(f"    l{kind}_{c}{i}" for i in range(3)))]
    lines += ["", "act use", *(f"  r{kind} : k{kind}{' optional' if kind == 3 else ''}" for kind in range(4)), ""]

    def conditions(number, kinds=4):
        found = []
        for kind in sorted(rng.sample(range(kinds), number)):
            value = rng.choice((f"c{kind}_{rng.randrange(2)}", f"l{kind}_{rng.randrange(2)}{rng.randrange(3)}"))
            word = "when" if not found else " and"
            found.append(f"    {word} r{kind} is {'not ' if rng.random() < 0.15 else ''}{value}")
        return found

    for number in range(1, clauses + 1):
        lines += [f"clause {number}", "  forbid use", *conditions(rng.choice((2, 3))), ""]
    lines += [f"clause {clauses + 1}", "  permit use", *conditions(2), f"  exception to {rng.randint(1, clauses)}", ""]
    for number in range(3):
        lines += [f"claim c{number}", "  use is never permitted", *conditions(2, kinds=3), ""]
    return "\n".join(lines)


def _policy(seed):
    loaded = load.load(File("document.tos"), text=_document(seed).encode(), shown_as="document.tos")
    assert loaded.policy is not None, [d.message for d in loaded.diagnostics]
    return loaded.policy


def _told(policy):
    for claim in policy.claims:
        question = pose.of_claim(policy, claim, claim.when, None)
        yield [(f.reason, f.found.scenario, f.pattern) for f in families.families(question, claim, 10).families]


def test_patterns_are_those_that_the_solver_alone_finds(monkeypatch):
    answers = []
    within = glance.Family.within
    monkeypatch.setattr(glance.Family, "within", lambda self, formulas: answers.append(within(self, formulas)) or answers[-1])
    policies = [_policy(seed) for seed in range(6)]
    seen = [list(_told(policy)) for policy in policies]
    assert {True, False} <= set(answers)
    monkeypatch.setattr(families._Telling, "_seen", lambda *_: None)
    assert seen == [list(_told(policy)) for policy in policies]


def test_a_glance_that_sees_too_much_is_caught(monkeypatch):
    monkeypatch.setattr(glance.Glance, "may_apply", lambda *_: 0)
    with pytest.raises(DisagreementError):
        list(_told(_policy(0)))
