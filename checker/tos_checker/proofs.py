"""Why a claim holds: the clauses and assumptions that its proof stands on.

Contract: a proof stands on a smallest set of clauses and assumptions: let any other clause mean whatever one likes, leave any other
assumption out, and the claim still holds. `assumptions` are those of one such set, the one that is left when clauses, then
assumptions, are given up one by one from the last to the first; so it is a property of the document, not of the search. `may_use` are
the clauses of all such sets (of as many as a bounded search finds, that one always among them). `needs` are the clauses without which
(struck from the document) there is a counterexample; each of them is in every such set. `rests_on` are the assumptions in every one.

All smallest sets are found after M. H. Liffiton et al., "Fast, flexible MUS enumeration", 2016: a map of the sets not yet known to be
proofs, or not to be, is asked for the largest one left, until none is.
"""

from collections.abc import Sequence
from dataclasses import replace

from tos_checker import terms
from tos_checker.budget import Budget, OutOfEffortError
from tos_checker.inquiry import assumption_guard
from tos_checker.law import guards
from tos_checker.pose import Part, Pose, conj
from tos_checker.report import Proof
from tos_checker.solver import Session
from tos_spec import core
from tos_spec.core import Policy


def proof(question: Pose, *, all_ways: bool = False) -> Proof | None:
    """The proof that no scenario under any reading has the question's conditions and is bad; None if effort ran out.

    With `all_ways` the clauses of every proof are looked for, as far as a bounded search goes; else those of one.
    """
    demand = conj(question.concerns, question.bad)
    policy = question.policy
    try:
        posed = question.search([demand], guarded=True)
        session = posed.search.inquiry.session
        clauses = guards(policy, {name for law in posed.readings[0] for name in law.others})
        assumptions = {assumption_guard(i): i for i in range(len(policy.assumptions))}
        literals = [*clauses, *assumptions]
        kept = smallest(session, literals)
        if kept is None:
            return None
        used = kept | (_all_used(session, literals, kept) if all_ways and len(literals) <= _MOST_LITERALS else frozenset())
        numbers = tuple(number for g, number in clauses.items() if g in used)
        sure = (number for g, number in clauses.items() if g in kept)
        needs = tuple(n for n in sure if not _holds_without(question, [demand], n))
        relied = [g for g in assumptions if g in kept and session.satisfiable([x for x in literals if x != g])]
    except OutOfEffortError:
        return None
    return Proof(
        needs,
        numbers,
        tuple(policy.assumptions[i].label for g, i in assumptions.items() if g in kept),
        no_part=tuple(number for g, number in clauses.items() if g not in used),
        rests_on=tuple(policy.assumptions[assumptions[g]].label for g in relied),
    )


_MOST_LITERALS = 60
_MOST_SETS = 24


def _all_used(session: Session, literals: Sequence[str], known: frozenset[str]) -> frozenset[str]:
    """The literals of every smallest unsatisfiable set, as far as so many steps find them; `known` is one."""
    chart = Session(session.effort, finite=True)
    chart.add([f"(declare-const {literal} Bool)" for literal in literals])
    used = set(known)
    _rule_out(chart, known)
    for _ in range(_MOST_SETS):
        if not chart.satisfiable():
            break
        seed: list[str] = []
        for literal in literals:
            if chart.satisfiable([*seed, literal]):
                seed.append(literal)
        proof_set = smallest(session, seed)
        if proof_set is not None:
            used |= proof_set
            _rule_out(chart, proof_set)
            continue
        grown = list(seed)
        for literal in literals:
            if literal not in grown and session.satisfiable([*grown, literal]):
                grown.append(literal)
        missing = [literal for literal in literals if literal not in grown]
        chart.add([f"(assert {terms.either(missing)})"])
    return frozenset(used)


def _rule_out(chart: Session, proof_set: frozenset[str]) -> None:
    """No set that has all of a proof's literals is of interest any more."""
    chart.add([f"(assert {terms.negated(terms.both(sorted(proof_set)))})"])


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
    """`policy` with clauses struck: they stay as names, and apply nowhere. `NAME N` is clause N of another document."""
    never = core.Condition(core.FALSE, "", policy.span)
    struck = (replace(c, conditions=(never, *c.conditions)) if c.number in numbers else c for c in policy.clauses)
    theirs: dict[str, list[str]] = {}
    for name, _, number in (n.partition(" ") for n in numbers if " " in n):
        theirs.setdefault(name, []).append(number)
    others = {name: without(other, *theirs[name]) if name in theirs else other for name, other in policy.others.items()}
    return replace(policy, clauses=tuple(struck), others=others)


# --- consistency of assumptions ---------------------------------------------------------------------------------------------------


def contradicting(policy: Policy, act: str, effort: Budget | None) -> tuple[int, ...] | None:
    """The places of a smallest set of assumptions that no scenario of exactly `act` can satisfy; None if all can be satisfied."""
    question = Pose(policy, act, lambda _: "true", lambda _: "true", all_days=True, effort=effort)
    inquiry = question.inquiry(guarded=True)
    inquiry.require(inquiry.worlds[0].done_as((act,)))
    guards = {assumption_guard(i): i for i in range(len(policy.assumptions))}
    kept = smallest(inquiry.session, list(guards))
    return None if kept is None else tuple(sorted(guards[g] for g in kept))
