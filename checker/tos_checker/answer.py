"""Answers: what was found out about a claim or a case, before it is put into words.

Contract: every scenario in an `Answer` has been replayed by the interpreter (`replay`), under its reading. `status` follows the
language: `fails` if there is a clear loophole, `arguable` if there are only arguable ones, `vacuous` if no scenario meets the
conditions. What a bound on effort cuts off is `undecided`, never anything else.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from tos_checker import pose, readings, replay, typical, uniform
from tos_checker.budget import Budget, OutOfEffortError
from tos_checker.constants import constants
from tos_checker.decode import scenario
from tos_checker.encode import Wishes
from tos_checker.pose import Pose, Posed, conj, neg, permitted, whenever
from tos_checker.readings import PointOf
from tos_checker.uniform import Uniform
from tos_spec import core
from tos_spec.core import Case, Claim, Policy, Verdict
from tos_spec.scenario import Reading, Scenario

Status = Literal["holds", "fails", "arguable", "accepted", "vacuous", "undecided"]


@dataclass(frozen=True)
class Found:
    """A scenario (or a pair) with a reading, and the points it turns on (none, if any reading would do).

    `given` are the points that its meeting the conditions turns on, where those speak of what is open. `otherwise`: it is one under some
    readings, too, of which the points that it turns on are other ones.
    """

    strength: Literal["clear", "arguable"]
    scenario: Scenario
    reading: Reading
    turns_on: tuple[PointOf, ...]
    other: Scenario | None = None
    other_reading: Reading | None = None
    given: tuple[PointOf, ...] = ()
    otherwise: bool = False


@dataclass(frozen=True)
class Answer:
    """The status, the loopholes by strength, a witness where one shows something, and the uniform reading, if one was asked for.

    `cut`: the status is sure, but a further loophole was not looked for to the end. `question` is the one that was answered last;
    `plain`, that it holds because no scenario and no reading has its conditions and is bad. `cannot_vary`: why it is vacuous.
    """

    status: Status
    found: tuple[Found, ...] = ()
    witness: Found | None = None
    uniform: Uniform | None = None
    accepted: tuple[core.Acceptance, ...] = ()
    cut: bool = False
    question: Pose | None = None
    plain: bool = False
    cannot_vary: tuple[core.Path, ...] = ()


def claim(policy: Policy, asked: Claim, today: date, effort: Budget | None) -> Answer:
    """The answer to a claim on the day `today`."""
    accepted = pose.in_force_accepted(asked, today)
    full = pose.of_claim(policy, asked, asked.when, effort)
    try:
        answer = _claim(full, asked)
        if answer.status in ("holds", "vacuous") or not accepted:
            return answer
        less = _claim(pose.of_claim(policy, asked, pose.without(asked.when, accepted), effort), asked, full.concerns)
    except OutOfEffortError:
        return Answer("undecided")
    if less.status in ("holds", "vacuous"):
        return replace(less, status="accepted", accepted=accepted)
    return replace(less, accepted=accepted)


def case(policy: Policy, asked: Case, effort: Budget | None) -> Answer:
    """The answer to a case: `holds` if it passes."""
    question = pose.of_case(policy, asked, effort)
    try:
        if asked.verdict is Verdict.UNSETTLED:
            answer = _always_unsettled(question)
        elif asked.under_some_reading:
            answer = _some_reading(question)
        else:
            answer = _never(question)
        return _unless_vacuous(question, answer)
    except OutOfEffortError:
        return Answer("undecided")


def _unless_vacuous(question: Pose, answer: Answer) -> Answer:
    """`answer`, or that no scenario meets the conditions; a loophole is a scenario that does.

    With a scenario that meets them, if it holds: under the reading that it holds under, if that is one alone.
    """
    if answer.found:
        return replace(answer, question=question)
    witness = _vacuity(question)
    if witness is None:
        return Answer("vacuous")
    wanting = answer.status == "holds" and answer.witness is None and answer.uniform is None
    return replace(answer, question=question, witness=witness if wanting else answer.witness)


def _claim(question: Pose, asked: Claim, stated: pose.Part | None = None) -> Answer:
    """The answer to a question of a claim; `stated` are the claim's own conditions, where the question is less what is accepted."""
    if asked.form == "sometimes":
        return replace(_unless_vacuous(question, _sometimes(question, asked)), question=None)
    if asked.form == "independent":
        if _vacuity(question) is None:
            return Answer("vacuous")
        if stuck := _stuck(question):
            return Answer("vacuous", cannot_vary=stuck)
    if asked.verdict is Verdict.UNSETTLED:
        answer = _always_unsettled(question) if asked.form == "always" else _never_unsettled(question)
    elif asked.under_some_reading:
        answer = _some_reading(question, stated)
    else:
        answer = _never(question)
    return _unless_vacuous(question, answer)


# --- forms --------------------------------------------------------------------------------------------------------------------


def _vacuity(question: Pose) -> Found | None:
    """A scenario that meets the conditions, under some reading."""
    alone = replace(question, varied=())
    return take(alone, alone.search([alone.concerns]), "clear", None)


def _stuck(question: Pose) -> tuple[core.Path, ...]:
    """The paths that cannot vary."""
    found = []
    for path in question.varied:
        posed = question.search([question.concerns])
        posed.search.inquiry.require(pose.varies(posed.search.inquiry.worlds, path))
        if posed.search.find() is None:
            found.append(path)
    return tuple(found)


def _never(question: Pose) -> Answer:
    """No scenario and no reading has conditions and bad: else one loophole of each strength that there is."""
    both = conj(question.concerns, question.bad)
    posed = question.search([both])
    if posed.search.find() is None:
        return Answer("holds", plain=True)
    if not any(law.has_points for law in posed.readings[0]):
        only = take(question, posed, "clear", None)
        return Answer("holds", plain=True) if only is None else Answer("fails", (only,))
    clear = take(question, question.search([both], whenever(question.concerns, question.bad)), "clear", None)
    other = conj(question.concerns, neg(question.bad))
    try:
        arguable = take(question, question.search([both, other], readings=2), "arguable", question.bad)
    except OutOfEffortError:
        if clear is None:
            raise
        return Answer("fails", (clear,), cut=True)
    found = tuple(f for f in (clear, arguable) if f is not None)
    return Answer("fails" if clear is not None else "arguable", found)


def _sometimes(question: Pose, asked: Claim) -> Answer:
    both = conj(question.concerns, question.bad)
    if asked.verdict is Verdict.UNSETTLED:
        other = conj(question.concerns, neg(permitted))
        found = take(question, question.search([both, other], readings=2), "clear", permitted)
        return Answer("fails") if found is None else Answer("holds", witness=found)
    if not asked.under_some_reading:
        found = take(question, question.search([both], both), "clear", None)
        if found is not None:
            return Answer("holds", witness=found)
    found = take(question, question.search([both]), "arguable", both)
    if found is None:
        return Answer("fails")
    return Answer("holds" if asked.under_some_reading else "arguable", witness=found)


def _never_unsettled(question: Pose) -> Answer:
    yes, no = conj(question.concerns, permitted), conj(question.concerns, neg(permitted))
    found = take(question, question.search([yes, no], readings=2), "clear", permitted)
    return Answer("holds") if found is None else Answer("fails", (found,))


def _always_unsettled(question: Pose) -> Answer:
    """Every scenario that meets the conditions under some reading has both outcomes: else one that has only one."""
    for settled in (permitted, neg(permitted)):
        demanded = conj(question.concerns, settled)
        found = take(question, question.search([demanded], whenever(question.concerns, settled)), "clear", None)
        if found is not None:
            return Answer("fails", (found,))
    yes, no = conj(question.concerns, permitted), conj(question.concerns, neg(permitted))
    witness = take(question, question.search([yes, no], readings=2), "clear", permitted)
    return Answer("holds", witness=witness)


def _some_reading(question: Pose, stated: pose.Part | None = None) -> Answer:
    """One uniform reading makes it hold. Where none counts, as the conditions are met under others only, it holds if it does under every one."""
    found = uniform.first(question, stated or question.concerns)
    if found is None:
        without = _never(question)
        return without if without.status == "holds" else replace(without, status="fails")
    posed = question.search([question.concerns])
    posed.search.inquiry.require(uniform.fixes(question.policy, posed.readings[0][0].view.wishes, found.reading))
    return Answer("holds", witness=take(question, posed, "clear", None), uniform=found)


# --- from models to what was found --------------------------------------------------------------------------------------------


def take(question: Pose, posed: Posed, strength: Literal["clear", "arguable"], stays: pose.Part | None) -> Found | None:
    """The typical scenario and reading of a search, replayed; with `stays`, what that part turns on. None if there is none."""
    worlds = posed.search.inquiry.worlds
    laws = posed.readings[0]
    wishes: Wishes = laws[0].view.wishes
    model = typical.settle(posed.search, worlds, wishes, typical.Preferences(constants(question.policy)))
    if model is None:
        return None
    first = scenario(worlds[0], model)
    read = replay.as_read(laws[0], model)
    other = scenario(worlds[1], model) if len(worlds) > 1 else None
    other_read = replay.as_read(laws[1], model) if len(worlds) > 1 else None
    replay.confirm(laws, posed.search.inquiry, model)
    on = readings.turns_on(question, model, wishes, stays) if stays is not None else ()
    otherwise = stays is not None and bool(on) and readings.so_otherwise(question, model, wishes, stays, on)
    return Found(strength, first, read, on, other, other_read, otherwise=otherwise)
