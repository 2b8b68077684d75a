"""Why a claim holds: the clauses and assumptions that its proof stands on.

Contract: `may_use` and `assumptions` are what one smallest proof uses: let any other clause mean whatever one likes, leave any other
assumption out, and the claim still holds. Of several such sets it is the one that is left when clauses, then assumptions, are given
up one by one from the last to the first; so it is a property of the document, not of the search. `needs` are the clauses without which
(struck from the document) there is a counterexample; each of them is in every such set.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tos_checker.budget import Budget, OutOfEffortError
from tos_checker.inquiry import assumption_guard
from tos_checker.law import guard
from tos_checker.pose import Part, Pose, conj
from tos_checker.report import Proof
from tos_checker.solver import Session
from tos_spec import core
from tos_spec.core import Policy


@dataclass(frozen=True)
class Standing:
    """The guard literals that a proof stands on."""

    clauses: tuple[str, ...]
    assumptions: tuple[int, ...]


def proof(question: Pose) -> Proof | None:
    """The proof that no scenario under any reading has the question's conditions and is bad; None if effort ran out."""
    demand = conj(question.concerns, question.bad)
    try:
        found = standing(question, [demand])
        if found is None:
            return None
        needs = tuple(n for n in found.clauses if not _holds_without(question, [demand], n))
    except OutOfEffortError:
        return None
    names = tuple(question.policy.assumptions[i].label for i in found.assumptions)
    return Proof(needs, found.clauses, names)


def standing(question: Pose, demands: Sequence[Part]) -> Standing | None:
    """What the proof that `demands` cannot be met stands on; None if they can be."""
    posed = question.search(demands, guarded=True)
    clauses = {guard(c): c.number for c in question.policy.clauses}
    assumptions = {assumption_guard(i): i for i in range(len(question.policy.assumptions))}
    kept = smallest(posed.search.inquiry.session, [*clauses, *assumptions])
    if kept is None:
        return None
    return Standing(
        tuple(number for g, number in clauses.items() if g in kept),
        tuple(index for g, index in assumptions.items() if g in kept),
    )


def smallest(session: Session, literals: Sequence[str]) -> frozenset[str] | None:
    """The set of `literals`, unsatisfiable together, that is left when they are given up from the last to the first.

    None if they are satisfiable together. Cores of the solver only save checks: what is not in one can be given up unasked.
    """
    if session.satisfiable(literals):
        return None
    kept = list(literals)
    used = set(session.core())
    for literal in reversed(literals):
        rest = [other for other in kept if other != literal]
        if literal not in used:
            kept = rest
        elif not session.satisfiable(rest):
            kept = rest
            used = set(session.core())
    return frozenset(kept)


def _holds_without(question: Pose, demands: Sequence[Part], number: str) -> bool:
    """Whether the demands still cannot be met once the clause `number` is struck."""
    struck = replace(question, policy=without(question.policy, number))
    return struck.search(demands).search.find() is None


def without(policy: Policy, *numbers: str) -> Policy:
    """`policy` with clauses struck: they stay as names, and apply nowhere."""
    never = core.Condition(core.FALSE, "", policy.span)
    struck = (replace(c, conditions=(never, *c.conditions)) if c.number in numbers else c for c in policy.clauses)
    return replace(policy, clauses=tuple(struck))


# --- consistency of assumptions ---------------------------------------------------------------------------------------------------


def contradicting(policy: Policy, act: str, effort: Budget | None) -> tuple[int, ...] | None:
    """The places of a smallest set of assumptions that no scenario of exactly `act` can satisfy; None if all can be satisfied."""
    question = Pose(policy, act, lambda _: "true", lambda _: "true", all_days=True, effort=effort)
    inquiry = question.inquiry(guarded=True)
    inquiry.require(inquiry.worlds[0].done_as((act,)))
    guards = {assumption_guard(i): i for i in range(len(policy.assumptions))}
    kept = smallest(inquiry.session, list(guards))
    return None if kept is None else tuple(sorted(guards[g] for g in kept))
