"""Whether a claim and a case contradict each other: then no text of the clauses can satisfy both.

Contract: `opposed` is true only where they do, as long as defaults, the conflict rule and the words of the claim stay as they are, and a text
without duties has none: some scenario in force has the facts of the case, is not accepted by the claim, and whatever its clauses say, either the
claim fails there or the case does, also where the text bounds open words further than it does. Where what is asked could move with the text, because
it asks which clauses apply, it is not true.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from tos_checker.budget import Budget
from tos_checker.constants import parts
from tos_checker.edits import of_others, opens, quantities
from tos_checker.pose import Part, conj, in_force_accepted, neg, of_case, of_claim, stated, whenever, without
from tos_spec import core
from tos_spec.core import Case, Claim, Policy, Verdict
from tos_spec.interpret import Judgement, StatusWord, is_verdict
from tos_spec.shape import act_and_below

_Outcome = Literal["permitted", "forbidden"]
_EITHER: tuple[_Outcome, _Outcome] = ("permitted", "forbidden")


def opposed(policy: Policy, claim: Claim, case: Case, today: date, effort: Budget | None) -> bool:
    """Whether no document can both keep the claim, on the day `today`, and pass the case. Raises OutOfEffortError."""
    if claim.form not in ("never", "always") or claim.verdict is None or claim.under_some_reading or case.under_some_reading:
        return False
    if not set(act_and_below(policy, claim.act)) & set(act_and_below(policy, case.act)):
        return False
    asked = without(claim.when, in_force_accepted(claim, today))
    if any(isinstance(part, core.Applies) for expr in (asked, case.facts) for part in parts(expr)):
        return False
    if not _verdicts_opposed(policy, claim, case.verdict):
        return False
    return _met(policy, claim, asked, case, effort)


def _met(policy: Policy, claim: Claim, asked: core.Expr, case: Case, effort: Budget | None) -> bool:
    """Whether a scenario in force has the facts of the case and is the claim's concern, under readings that no text can rule out."""
    facts, concerns = stated(case.facts), stated(asked)
    both = conj(facts, concerns, lambda laws: laws[0].on_act(case.act), lambda laws: laws[0].in_force)
    always: list[Part] = []
    if case.verdict is Verdict.UNSETTLED:  # of which every reading with the facts has to be one that the claim speaks of
        always.append(whenever(facts, concerns))
    if (_words(case.facts) | _words(asked)) - of_others(policy):  # which a text could bound, so that not both are so
        always.append(conj(facts, concerns))
    question = of_claim(policy, claim, asked, effort)
    if question.search([both], conj(*always) if always else None).search.find() is not None:
        return True
    return bool(always) and _within(policy, claim, asked, case, effort)


def _within(policy: Policy, claim: Claim, asked: core.Expr, case: Case, effort: Budget | None) -> bool:
    """Whether there are scenarios with the facts, and all are in force and the claim's concern: however words are bounded, what is left of them is."""
    facts = stated(case.facts)
    theirs = conj(stated(asked), lambda laws: laws[0].on_act(claim.act), lambda laws: laws[0].in_force)
    question = of_case(policy, case, effort)
    return (
        question.search([conj(facts, neg(theirs))]).search.find() is None and question.search([facts]).search.find() is not None
    )


def _words(expr: core.Expr) -> frozenset[str]:
    """The open terms and quantities of a formula."""
    return frozenset(term for term, _ in opens(expr)) | quantities(expr)


# --- verdicts -----------------------------------------------------------------------------------------------------------------


def _verdicts_opposed(policy: Policy, claim: Claim, expected: Verdict) -> bool:
    """Whether nothing that clauses can make of a scenario both is as the claim has it and has the verdict."""
    if claim.verdict is Verdict.UNSETTLED:
        return claim.form == "never" and expected is Verdict.UNSETTLED
    kept = [made for made in _judgements(policy) if all(_keeps(claim, one) for one in made)]
    if expected is Verdict.UNSETTLED:  # then readings of both outcomes are wanted
        return len({one.outcome for made in kept for one in made}) < len(_EITHER)
    return not any(all(is_verdict(one, expected) for one in made) for made in kept)


def _keeps(claim: Claim, judgement: Judgement) -> bool:
    assert claim.verdict is not None  # noqa: S101 - for the type checker
    return is_verdict(judgement, claim.verdict) == (claim.form == "always")


def _judgements(policy: Policy) -> Iterator[tuple[Judgement, ...]]:
    """What clauses can make of a scenario in force, duties only where there are any: one judgement, or one for each ruling."""
    statuses: list[tuple[StatusWord, tuple[_Outcome, ...]]] = [
        ("expressly permitted", ("permitted",)),
        ("expressly forbidden", ("forbidden",)),
        ("silent", _EITHER),
    ]
    statuses += [("silent", (default.verdict,)) for default in policy.defaults if default.verdict != "undecided"]
    match policy.conflicts:
        case "permissions prevail":
            statuses.append(("conflicting", ("permitted",)))
        case "prohibitions prevail":
            statuses.append(("conflicting", ("forbidden",)))
        case "undecided":
            statuses.append(("conflicting", _EITHER))
        case _:
            pass  # the order of the clauses leaves no conflict
    duties = any(clause.effect is core.Effect.REQUIRE for clause in policy.clauses)
    for status, outcomes in statuses:
        yield tuple(_judgement(status, outcome) for outcome in outcomes)
        if duties:
            yield (_judgement(status, "forbidden", "a duty"),)


def _judgement(status: StatusWord, outcome: _Outcome, *breached: str) -> Judgement:
    return Judgement({}, {}, {}, frozenset(breached), status, outcome, "breach" if breached else "clauses")
