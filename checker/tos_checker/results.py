"""Answers as results: the status, what is said of it in one line, the loopholes, the proof, the notes.

Contract: a result holds everything that a report says of one claim or case; its level follows the language and the configuration.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter

from tos_checker import (
    acceptances,
    all_days,
    asking,
    changes,
    depends,
    explain,
    families,
    loopholes,
    outside,
    proofs,
    ties,
    values,
)
from tos_checker.answer import Answer
from tos_checker.budget import EFFORT_PER_SECOND, STANDING_SECONDS, Budget, OutOfEffortError
from tos_checker.citations import cited
from tos_checker.levels import level_of
from tos_checker.phrases import Phrasebook, listed
from tos_checker.pose import neg
from tos_checker.reasons import Teller
from tos_checker.report import Family, Level, Proof, Result, Witness
from tos_checker.uniform import Uniform
from tos_spec.core import Case, Claim, Policy, Verdict
from tos_spec.scenario import Reading

_UNDECIDED = "the limit was reached before this was decided: it may hold or fail"
MORE_TIME = "allow more time with `--time-limit`, ask for this alone with `--claim`, or make its conditions narrower"


@dataclass(frozen=True)
class Context:
    """What results need to know besides the answer."""

    policy: Policy
    today: date
    limit: int | None
    levels: Mapping[str, str]


def of_claim(context: Context, claim: Claim, answer: Answer, start: float) -> Result:
    """The result of a claim that was begun at `start`."""
    policy = context.policy
    question = explain.of_claim(policy, claim)
    found, complete, total, against = _families(context, claim, answer)
    expired = tuple(a for a in claim.accepting if not acceptances.in_force(a, context.today))
    notes = [acceptances.ran_out(a) for a in expired]
    if claim.form == "independent" and answer.status != "undecided":
        notes += ties.tied(policy, claim)
    if answer.status in ("accepted", "fails", "arguable"):
        book = Phrasebook(policy, claim.act)
        notes += [acceptances.says(a, book.stated(a.scope)) for a in answer.accepted]
    if answer.status in ("fails", "arguable"):
        notes += acceptances.lapsed(policy, None, (claim.name,), context.today)
    proof = _proof(answer, all_ways=True)
    if proof is not None and proof.rests_on:
        labels = [f'"{label}"' for label in proof.rests_on]
        notes.append(f"it holds only because of the {'assumption' if len(labels) == 1 else 'assumptions'} {listed(labels)}")
    if against and (len({f.against for f in found}) == 1 or {n for f in found for n in f.against} != set(against)):
        parts = ", all or a part of it by each" if len(against) > 1 else ""
        notes.append(f"what gets through is forbidden by {cited(against)}{parts}")
    if answer.cut and not complete:
        notes.append("the limit was reached before arguable loopholes were looked for to the end")
    notes += all_days.noted(policy, claim, answer, found)
    return Result(
        document=policy.name,
        check="claim",
        name=claim.name,
        title=_title(claim),
        asks=asking.of_claim(policy, claim),
        status=answer.status,
        level=_level(context, "claim", claim.name, answer),
        headline=_of_claim(policy, claim, answer, found, complete=complete),
        span=claim.span,
        families=found,
        total=total,
        complete=complete,
        proof=proof,
        witness=_with_outside(policy, claim, answer, _witness(question, answer)),
        notes=tuple(notes),
        help=_help(answer),
        seconds=perf_counter() - start,
    )


def _families(context: Context, claim: Claim, answer: Answer) -> tuple[tuple[Family, ...], bool, int | None, tuple[str, ...]]:
    """The loopholes of a claim, by reason, whether these are all, how many scenarios they are, and what forbids them elsewhere."""
    question = explain.of_claim(context.policy, claim)
    settled = claim.verdict is Verdict.UNSETTLED and claim.form == "always"
    if not answer.found or settled or answer.question is None:
        # of what is undecided nothing is known, and of claims that something is unsettled one counterexample is looked for
        none = not answer.found and answer.status != "undecided"
        return tuple(explain.family(question, f) for f in answer.found), none, None, ()
    found = families.families(answer.question, claim, context.limit or loopholes.USUAL_LIMIT)
    if not found.families:
        return tuple(explain.family(question, f) for f in answer.found), False, None, ()
    told = [loopholes.told(context.policy, claim, f) for f in found.families]
    return loopholes.told_apart(told, [f.reason for f in found.families]), found.complete, found.total, found.against


def of_case(context: Context, case: Case, answer: Answer, start: float) -> Result:
    """The result of a case that was begun at `start`."""
    policy = context.policy
    question = explain.of_case(policy, case)
    found = tuple(explain.family(question, f) for f in answer.found)
    return Result(
        document=policy.name,
        check="case",
        name=case.name,
        title=_title(case),
        asks=asking.of_case(policy, case),
        status=answer.status,
        level=_level(context, "case", case.name, answer),
        headline=_of_case(policy, case, answer, found),
        span=case.span,
        families=found,
        proof=_proof(answer),
        witness=_witness(question, answer),
        notes=tuple(all_days.noted(policy, case, answer, found)),
        help=_help(answer),
        seconds=perf_counter() - start,
    )


def _title(asked: Claim | Case) -> str:
    """The title, unless it is the name once more."""
    return "" if asked.title == asked.name.replace("_", " ") else asked.title


def _level(context: Context, check: str, name: str, answer: Answer) -> Level | None:
    match answer.status:
        case "holds" | "accepted":
            return None
        case "vacuous":
            finding = f"vacuous-{check}"
            found = acceptances.of_finding(context.policy, finding, (name,))
            if any(acceptances.in_force(a, context.today) for a in found):
                return None
            return level_of(finding, context.levels)
        case _:
            return "error"


def _help(answer: Answer) -> str | None:
    match answer.status:
        case "undecided":
            return MORE_TIME
        case "vacuous":
            return "correct them, or the assumption that rules them out"
        case _:
            return None


def _proof(answer: Answer, *, all_ways: bool = False) -> Proof | None:
    if answer.status not in ("holds", "accepted") or answer.question is None or answer.uniform is not None or not answer.plain:
        return None
    return proofs.proof(answer.question, all_ways=all_ways)


def _witness(question: explain.Question, answer: Answer) -> Witness | None:
    return None if answer.witness is None else explain.witness(question, answer.witness)


def _with_outside(policy: Policy, claim: Claim, answer: Answer, shown: Witness | None) -> Witness | None:
    """The witness of a claim that holds, with what lies just outside the claim."""
    if shown is None or answer.witness is None or answer.question is None or not answer.plain:
        return shown
    near = outside.just_outside(answer.question, claim, answer.witness.scenario)
    if near is None:
        return shown
    here, there = (Teller(policy, s, answer.witness.reading) for s in (answer.witness.scenario, near))
    return replace(shown, outside=changes.changes(here, there))


# --- headlines --------------------------------------------------------------------------------------------------------------------


def _of_claim(policy: Policy, claim: Claim, answer: Answer, found: tuple[Family, ...], *, complete: bool) -> str:
    match answer.status:
        case "undecided":
            return _UNDECIDED
        case "vacuous":
            return _vacuous(policy, claim, answer)
        case "holds" | "accepted":
            return (
                _turns_on(policy, claim.act, answer) if answer.uniform is None else f"it holds {_uniform(policy, answer.uniform)}"
            )
        case _:
            strengths = tuple(f.strength for f in found)
            firm = any(f.strength == "arguable" and f.also is not None for f in found)
            more = ""
            if answer.status == "fails" and "clear" not in strengths:
                more = " (others of the same kind are clear)" if firm else "" if complete else " (others, not listed, are clear)"
            return loopholes.counted(strengths, complete=complete) + more if found else _never_found(claim, answer)


def _vacuous(policy: Policy, claim: Claim, answer: Answer) -> str:
    if answer.cannot_vary:
        book = Phrasebook(policy, claim.act)
        return f"{listed([book.noun(p) for p in answer.cannot_vary])} cannot vary in any scenario that meets its conditions"
    return "no scenario meets its conditions, so it says nothing"


def _never_found(claim: Claim, answer: Answer) -> str:
    what = "applies" if claim.clauses else f"is {claim.verdict.value if claim.verdict else ''}"
    subject = f"clause {claim.clauses[0]}" if len(claim.clauses) == 1 else "one of the clauses" if claim.clauses else "it"
    if answer.status == "arguable":
        return f"in some scenario {subject} {what}, but in none under every reading"
    reading = ", under any reading" if claim.verdict is not Verdict.UNSETTLED else ""
    return f"there is no scenario in which {subject} {what}{reading}"


def _of_case(policy: Policy, case: Case, answer: Answer, found: tuple[Family, ...]) -> str:
    match answer.status:
        case "undecided":
            return _UNDECIDED
        case "vacuous":
            return "no scenario agrees with its facts, so it tests nothing"
        case "holds" | "accepted":
            return (
                _turns_on(policy, case.act, answer) if answer.uniform is None else f"it passes {_uniform(policy, answer.uniform)}"
            )
        case "arguable":
            points = listed(list(dict.fromkeys(p.words for f in found for p in f.turns_on)))
            return f"it does not pass where {points}" if points else "it depends on how the text is read"
        case _:
            return _depends(policy, case, answer)


def _depends(policy: Policy, case: Case, answer: Answer) -> str:
    """On which facts that are not given a failing case depends: all that settle it, once they are given."""
    clear = next((f for f in answer.found if f.strength == "clear"), None)
    if clear is None or answer.question is None or case.verdict is Verdict.UNSETTLED:
        return "some scenario with these facts is judged otherwise"
    question = replace(answer.question, effort=_bounded(answer.question.effort))
    try:
        facts = depends.deciding(question, question.bad)
        every = not facts and not depends.some(question, neg(question.bad))
    except OutOfEffortError:
        return "some scenario with these facts is judged otherwise"
    if every:
        return "every scenario with these facts is judged otherwise"
    if all_days.beyond(policy, case, clear.scenario):
        return "it depends on the day: on some of the days that agree with its facts, the document is not in force"
    if not facts:
        return "some scenario with these facts is judged otherwise"
    return f"it depends on what is not given: {listed(list(depends.told(policy, case.act, facts)))}"


def _bounded(effort: Budget | None) -> Budget | None:
    """What may be spent on words for a case that fails already."""
    return None if effort is None else Budget(min(effort.left, int(STANDING_SECONDS * EFFORT_PER_SECOND)), effort, effort.audit)


def _turns_on(policy: Policy, act: str, answer: Answer) -> str:
    """On what it turns that a scenario is unsettled, where that is what was asked."""
    if answer.witness is None or not answer.witness.turns_on:
        return ""
    points = [asking.point(policy, p.name, tuple(p.args), Phrasebook(policy, act)) for p in answer.witness.turns_on]
    return f"in a typical scenario, the outcome turns on {listed(points)}"


def _uniform(policy: Policy, found: Uniform) -> str:
    """The points of a uniform reading that matter, and how they are read."""
    parts = [_end(policy, found.reading, name) for name in found.matters]
    if not parts:
        return "however the text is read"
    return f"where {listed(parts)}, however the rest is read"


def _end(policy: Policy, reading: Reading, name: str) -> str:
    if name in policy.quantities:
        quantity = policy.quantities[name]
        return f'"{quantity.label}" is {values.spelled(reading.quantities[name], quantity.type.sort, quantity.type.of)}'
    if name == "on conflict":
        return f"every conflict is resolved for the {'permission' if reading.on_conflict else 'prohibition'}"
    if name == "on silence":
        return f"what no clause governs is {'permitted' if reading.on_silence else 'forbidden'}"
    wide = reading.terms.get(name, any(w for (term, _), w in reading.entity_terms.items() if term == name))
    return f'"{policy.terms[name].label}" is read {"widely" if wide else "narrowly"}'
