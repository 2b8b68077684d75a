"""What a proof is said to need is compared with what happens when clauses are really struck."""

from dataclasses import replace

import pytest

from tests.checker.documents import DOCUMENTS, HERE, TODAY
from tos_checker import answer, proofs
from tos_spec.load import load

POLICIES = {p.relative_to(HERE).as_posix(): load(p).policy for p in DOCUMENTS}
ASKED = [(d, c.name) for d, p in POLICIES.items() if p is not None for c in (*p.claims, *p.cases)]


def _answer(policy, name):
    for claim in policy.claims:
        if claim.name == name:
            return answer.claim(policy, claim, TODAY, None)
    return answer.case(policy, next(c for c in policy.cases if c.name == name), None)


@pytest.mark.parametrize(("document", "name"), ASKED)
def test_striking(document, name):
    policy = POLICIES[document]
    found = _answer(policy, name)
    if found.status not in ("holds", "accepted") or not found.plain:
        return
    proof = proofs.proof(found.question)
    assert set(proof.needs) <= set(proof.may_use)
    for clause in policy.clauses:
        after = _answer(proofs.without(policy, clause.number), name).status
        # A claim about a clause that is struck may become vacuous: that is no counterexample.
        assert (after in ("fails", "arguable")) == (clause.number in proof.needs), clause.number


@pytest.mark.parametrize(("document", "name"), ASKED)
def test_what_is_not_used_may_go(document, name):
    policy = POLICIES[document]
    found = _answer(policy, name)
    if found.status != "holds" or not found.plain:
        return
    proof = proofs.proof(found.question)
    unused = [c.number for c in policy.clauses if c.number not in proof.may_use]
    assert _answer(proofs.without(policy, *unused), name).status in ("holds", "vacuous")
    kept = tuple(a for a in policy.assumptions if a.label in proof.assumptions)
    assert _answer(replace(policy, assumptions=kept), name).status in ("holds", "vacuous")


def test_the_proof_does_not_depend_on_the_search():
    policy = POLICIES["claim/routes.tos"]
    claim = next(c for c in policy.claims if c.name == "stopped")
    found = answer.claim(policy, claim, TODAY, None)
    proof = proofs.proof(found.question)
    # By hand: without 2 a rare book may leave; 1 would permit if it did not give way; 2.1, unread, could lift 2; 4 and 9 could permit.
    assert proof.needs == ("2",)
    assert proof.may_use == ("1", "2", "2.1", "4", "9")
