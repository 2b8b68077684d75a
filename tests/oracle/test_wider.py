"""Who is below an entity: whatever depends on its owner depends on it, and enumeration finds the same pairs of scenarios."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from tests.oracle import verdicts
from tests.oracle.compare import EFFORT, loaded
from tests.oracle.formulas import act_scope, formula
from tests.oracle.scenarios import Space
from tests.oracle.vocabulary import Act, Entity, Field, Vocabulary
from tos_checker import answer
from tos_checker.budget import Budget

TODAY = date(2026, 1, 1)
VARIED = ("d", "d.owner", "a", "d.locked")


def policy(seed):
    """A device with an owner, who may be the somebody of another role; one clause, and a claim for each role that can vary."""
    rng = Random(seed)  # noqa: S311 - nothing is secret here

    def perhaps():
        return rng.random() < 0.75

    made = Vocabulary()
    made.entities["party"] = Entity("party", "", (Field("old", "flag"),))
    made.entities["device"] = Entity(
        "device", "", (Field("owner", "entity", "party", optional=perhaps()), Field("locked", "flag"))
    )
    roles = [Field("d", "entity", "device", optional=perhaps()), Field("a", "entity", "party", optional=perhaps())]
    rng.shuffle(roles)
    made.acts["use"] = Act("use", "", tuple(roles), tuple(roles))
    scope = act_scope(made, "use")
    of_a = replace(scope, paths=tuple(p for p in scope.paths if p[0].startswith("a")))
    clause = f"clause 1\n  forbid use when {formula(rng, of_a if perhaps() else scope, 1)}"
    when = "" if perhaps() else f"\n  when {formula(rng, scope, 1)}"
    claims = [f"claim c{n}\n  outcome of use does not depend on {path}{when}" for n, path in enumerate(VARIED)]
    found = loaded("\n\n".join(["terms t\n  default permitted", made.text, clause, *claims]) + "\n").policy
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(24))
def test_whatever_is_below_goes_with_it(seed):
    found = policy(seed)
    space = Space(found)
    answers = {}
    for path, claim in zip(VARIED, found.claims, strict=True):
        got = answer.claim(found, claim, TODAY, Budget(EFFORT))
        assert got.status == verdicts.claim(space, claim, TODAY)
        answers[path] = got.status
    for narrower in ("d.owner", "d.locked"):
        assert answers[narrower] != "fails" or answers["d"] == "fails"
