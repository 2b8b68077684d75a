"""Whether a claim or a case holds, and nothing more: no scenario is made typical, none is shown.

Contract: `holds` is true if and only if `answer` gives the status `holds` or `accepted`. Raises OutOfEffortError as the solver does.
"""

from dataclasses import replace
from datetime import date

from tos_checker import answer
from tos_checker.budget import Budget, OutOfEffortError
from tos_checker.pose import Part, Pose, conj, in_force_accepted, neg, of_case, of_claim, permitted, whenever, without
from tos_spec.core import Case, Claim, Policy, Verdict


def holds(policy: Policy, asked: Claim | Case, today: date, effort: Budget | None) -> bool:
    """Whether a claim holds (but for what is accepted), or a case passes."""
    if isinstance(asked, Case):
        question = of_case(policy, asked, effort)
        unsettled = "always" if asked.verdict is Verdict.UNSETTLED else ""
        plain = not asked.under_some_reading
    else:
        question = of_claim(policy, asked, without(asked.when, in_force_accepted(asked, today)), effort)
        unsettled = asked.form if asked.verdict is Verdict.UNSETTLED else ""
        plain = asked.form in ("never", "always") and not asked.under_some_reading and not asked.accepting
    if not plain:
        return status(policy, asked, today, effort) in ("holds", "accepted")
    if not _met(question):
        return False
    match unsettled:
        case "always":
            sides = (permitted, neg(permitted))
            return not any(_found(question, conj(question.concerns, s), clearly=whenever(question.concerns, s)) for s in sides)
        case "never":
            both = (conj(question.concerns, permitted), conj(question.concerns, neg(permitted)))
            return question.search(both, readings=2).search.find() is None
        case _:
            return not _found(question, conj(question.concerns, question.bad))


def status(policy: Policy, asked: Claim | Case, today: date, effort: Budget | None) -> str:
    """The status that `answer` gives."""
    if isinstance(asked, Case):
        found = answer.case(policy, asked, effort).status
    else:
        found = answer.claim(policy, asked, today, effort).status
    if found == "undecided":
        message = f"`{asked.name}` stayed undecided"
        raise OutOfEffortError(message)
    return found


def _met(question: Pose) -> bool:
    alone = replace(question, varied=())
    return alone.search([alone.concerns]).search.find() is not None


def _found(question: Pose, demand: Part, clearly: Part | None = None) -> bool:
    return question.search([demand], clearly).search.find() is not None
