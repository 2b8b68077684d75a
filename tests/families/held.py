"""Why claims hold: what a proof is said to need and to use, tried by striking clauses and by changing them at random.

Contract: `checked` returns what disagrees, in words; nothing for a claim that does not hold by proof.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from tests.oracle.asked import of_claim
from tests.oracle.compare import TODAY
from tests.oracle.pairs import Pairs
from tests.oracle.scenarios import Space
from tos_checker import pose, proofs
from tos_checker.answer import Answer
from tos_checker.budget import Budget
from tos_checker.inquiry import assumption_guard
from tos_checker.law import guard
from tos_checker.report import Proof
from tos_spec import core, interpret
from tos_spec.core import Claim, Clause, Policy
from tos_spec.scenario import Scenario
from tos_spec.shape import act_and_below

ENOUGH = 200_000
"""What a question may take; where months are added to dates this is too little, and the claim is left out."""

MOST = 200
"""Of how many scenarios a document may be for its proofs to be tried: it is enumerated again for each clause."""

TRIES = 4
"""How many documents with other clauses a proof is tried on."""


def checked(space: Space, claim: Claim, got: Answer, seed: int, counts: Counter[str]) -> Iterator[str]:
    """What is wrong with the proof of a claim, given the answer to it."""
    policy = space.policy
    if got.status not in ("holds", "accepted") or not got.plain or got.uniform is not None or got.question is None:
        return
    if space.raw > MOST:
        return
    question = replace(got.question, effort=Budget(10 * ENOUGH))
    proof, every = proofs.proof(question), proofs.proof(question, all_ways=True)
    if proof is None or every is None:
        yield "there is no proof"
        return
    counts["proofs"] += 1
    asked = _asked(claim, accepted=got.status == "accepted")
    held = _Enumerated(space)
    yield from _needed(held, asked, proof, counts)
    if (every.needs, every.assumptions, every.rests_on) != (proof.needs, proof.assumptions, proof.rests_on):
        yield f"{every} needs other clauses and assumptions than {proof}"
    if not set(proof.may_use) <= set(every.may_use):
        yield f"{proof.may_use} are not among the clauses of all proofs, {every.may_use}"
    yield from _none_to_spare(question, proof)
    rng = Random(seed)  # noqa: S311 - documents are no secrets
    for _ in range(TRIES):
        other = _with_other_clauses(rng, policy, proof)
        if not held.holds(other, asked):
            yield f"with other clauses than {proof.may_use} and other assumptions than {proof.assumptions} it fails"
            return
        counts["changed documents"] += 1


def _needed(held: "_Enumerated", asked: Claim, proof: Proof, counts: Counter[str]) -> Iterator[str]:
    policy = held.space.policy
    needed = tuple(c.number for c in policy.clauses if not held.holds(struck(policy, c), asked))
    counts["clauses needed"] += len(needed)
    if proof.needs != needed:
        yield f"the proof needs {proof.needs}, by definition {needed}"
    relied = [a.label for a in policy.assumptions if not held.holds(_less(policy, a), asked)]
    counts["assumptions needed"] += len(relied)
    if list(proof.rests_on) != relied:
        yield f"the proof rests on {proof.rests_on}, by definition {relied}"


def _none_to_spare(question: pose.Pose, proof: Proof) -> Iterator[str]:
    """What a proof uses without need: the rest would do. (Asked of the solver: a clause may mean a different thing in each scenario.)"""
    policy = question.policy
    demand = pose.conj(question.concerns, question.bad)
    session = question.search([demand], guarded=True).search.inquiry.session
    literals = {f"clause {n}": guard(policy, policy.clause(n)) for n in proof.may_use}
    literals |= {a.label: assumption_guard(i) for i, a in enumerate(policy.assumptions) if a.label in proof.assumptions}
    if len({a.label for a in policy.assumptions}) < len(policy.assumptions):
        return
    for name, literal in literals.items():
        if not session.satisfiable([other for other in literals.values() if other != literal]):
            yield f"the proof is said to use {name}, but it does without"


def _less(policy: Policy, assumption: core.Assumption) -> Policy:
    return replace(policy, assumptions=tuple(a for a in policy.assumptions if a is not assumption))


def _asked(claim: Claim, *, accepted: bool) -> Claim:
    """The claim as it holds: without what is accepted, if it needs that."""
    return replace(claim, when=pose.without(claim.when, pose.in_force_accepted(claim, TODAY))) if accepted else claim


@dataclass
class _Enumerated:
    """The scenarios of a document, for others that differ from it in clauses made of the same conditions, and in assumptions."""

    space: Space
    _possible: dict[tuple[str, tuple[core.Assumption, ...]], list[Scenario]] = field(default_factory=dict)

    def holds(self, policy: Policy, claim: Claim) -> bool:
        """Whether a claim has no counterexample in `policy`."""
        space = Space(policy)
        space.comparisons = self.space.comparisons
        for act in act_and_below(policy, claim.act):
            key = (act, policy.assumptions)
            if key not in self._possible:
                self._possible[key] = [s for s in self.space.candidates(act) if not interpret.possible(policy, s)]
            space._scenarios[act] = self._possible[key]
        posed = of_claim(space, claim)
        if claim.form == "independent":
            return Pairs(space, posed, claim.paths).status() in ("holds", "vacuous")
        return not any(posed.bad(s, row) for s in posed.scenarios() for row in posed.concerned(s))


def struck(policy: Policy, clause: Clause) -> Policy:
    """The document without a clause: it applies nowhere, and so what is only an exception to it lifts nothing."""
    never = replace(clause, conditions=(core.Condition(core.FALSE, "", clause.span),))
    return replace(policy, clauses=tuple(never if c is clause else c for c in policy.clauses))


def _with_other_clauses(rng: Random, policy: Policy, proof: Proof) -> Policy:
    """The document with conditions of all other clauses changed, and without all other assumptions."""
    changed = tuple(c if c.number in proof.may_use else _changed(rng, c, policy.clauses) for c in policy.clauses)
    kept = tuple(a for a in policy.assumptions if a.label in proof.assumptions)
    return replace(policy, clauses=changed, assumptions=kept)


def _changed(rng: Random, clause: Clause, clauses: Sequence[Clause]) -> Clause:
    """A clause with other conditions: none, never met, its own turned round, or those of a clause on the same act."""
    here = [condition for other in clauses if other.act == clause.act for condition in other.conditions]
    turned = [replace(c, expr=core.Not(c.expr)) for c in clause.conditions]
    never = core.Condition(core.FALSE, "", clause.span)
    conditions = rng.choice(([], [never], turned, rng.sample(here, min(len(here), 2))))
    required = rng.choice((clause.required, core.TRUE, core.FALSE, core.Not(clause.required)))
    return replace(clause, conditions=tuple(conditions), required=required, period=core.Period())
