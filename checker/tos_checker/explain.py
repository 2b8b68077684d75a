"""From what was found to what is reported: scenarios as stories, readings as points, accounts, headlines.

Contract: `family` and `witness` turn one `Found` into report data, in the document's labels; the same `Found` always gives the same
data. A family's `id` depends on the question's name and on the reason alone, so it stays when other parts of a document change.
"""

import hashlib
import re
from dataclasses import dataclass, replace

from tos_checker import changes, elsewhere, headlines, stories
from tos_checker.accounts import account, failing_conditions, not_in_force
from tos_checker.agreement import said_of
from tos_checker.answer import Found
from tos_checker.facts import documents, speaks_of
from tos_checker.phrases import Phrasebook, listed
from tos_checker.reasons import Teller
from tos_checker.report import Account, Escape, Family, Point, Witness
from tos_spec import interpret
from tos_spec.core import Case, Claim, Effect, Path, Policy, Verdict
from tos_spec.scenario import ON_CONFLICT, ruled_in


@dataclass(frozen=True)
class Question:
    """What was asked, as far as words need it: its name, the verdict or clauses it speaks of, the facts it speaks of.

    `left_open`: what is shown is that the text leaves the outcome open, unless a duty is breached. `documents`: the others that it asks, by
    name.
    """

    policy: Policy
    name: str
    verdict: Verdict | None
    clauses: tuple[str, ...]
    spoken_of: frozenset[Path]
    varied: tuple[Path, ...] = ()
    case: Case | None = None
    left_open: bool = False
    documents: tuple[str, ...] = ()


def of_claim(policy: Policy, claim: Claim) -> Question:
    """The question of a claim."""
    spoken_of = speaks_of(policy, claim.when) | frozenset(claim.paths)
    return Question(policy, claim.name, claim.verdict, claim.clauses, spoken_of, claim.paths, documents=documents(claim.when))


def of_case(policy: Policy, case: Case) -> Question:
    """The question of a case."""
    asks = documents(case.facts)
    return Question(policy, case.name, case.verdict, (), speaks_of(policy, case.facts), (), case, documents=asks)


@dataclass(frozen=True)
class Way:
    """What is known already of how a counterexample comes about: its headline, what it escapes, and its route. `teller` tells of it."""

    teller: Teller
    headline: str
    escapes: Escape | None
    route: str | None


def family(question: Question, found: Found, way: Way | None = None) -> Family:
    """One counterexample, told; if its `way` is not known, as that past the prohibition that comes nearest to stopping it."""
    teller = Teller(question.policy, found.scenario, found.reading) if way is None else way.teller
    where = headlines.route(teller) if way is None else way.route or ""
    escapes = _escapes(question, teller) if way is None else way.escapes
    outcome = teller.judged.outcome
    other = None
    if found.other is not None:
        other = Teller(question.policy, found.other, found.other_reading or found.reading)
    before = stories.story(teller, question.spoken_of)
    after = None if other is None else stories.story(other, question.spoken_of)
    here, there = account(teller, question.spoken_of), () if other is None else account(other, question.spoken_of)
    if other is not None:
        here, there = _both_told(here, there)
    aside = "" if other is not None else elsewhere.aside(teller, question.documents)
    parts = (question.name, found.strength, outcome, where, *((escapes.clause, *sorted(escapes.conditions)) if escapes else ()))
    return Family(
        id=hashlib.sha256("\0".join(parts).encode()).hexdigest()[:8],
        strength=found.strength,
        outcome="unsettled" if _is_unsettled(question, found) else outcome,
        headline=f"{headline(question, found, teller, other) if way is None else way.headline}{aside}",
        route=None if question.clauses or _is_unsettled(question, found) else where,
        escapes=escapes,
        pattern=(),
        exact=False,
        count=None,
        story=before,
        reading=stories.reading(teller, question.documents),
        turns_on=stories.turns_on(teller, found.turns_on, other),
        given=stories.turns_on(teller, found.given),
        otherwise=found.otherwise,
        out_of_force=teller.judged.rests_on == "not in force",
        neighbour=None,
        account=here,
        other=after,
        other_changes=() if other is None or after is None else changes.facts(teller, other, before, after),
        other_outcome=None if other is None else other.judged.outcome,
        other_account=there,
        others=tuple(elsewhere.of(teller, question.documents, question.spoken_of)),
        ground="" if question.clauses or _is_unsettled(question, found) or other is not None else headlines.ground(teller),
    )


def _both_told(here: tuple[Account, ...], there: tuple[Account, ...]) -> tuple[tuple[Account, ...], tuple[Account, ...]]:
    """The accounts of two scenarios, in both of which a reader sees what applies in one of them only."""
    turned = {a.clause for a, b in zip(here, there, strict=True) if a.applies != b.applies}
    of_here, of_there = (tuple(replace(a, telling=a.telling or a.clause in turned) for a in of) for of in (here, there))
    return of_here, of_there


def _is_unsettled(question: Question, found: Found) -> bool:
    return question.verdict is Verdict.UNSETTLED and bool(found.turns_on)


def _escapes(question: Question, teller: Teller) -> Escape | None:
    """The prohibition that comes nearest to stopping what is permitted, and its conditions that are false."""
    if teller.judged.outcome != "permitted" or question.verdict not in (Verdict.PERMITTED, Verdict.FORBIDDEN):
        return None
    near = headlines.nearest_prohibition(teller, question.spoken_of, _expected(question.case))
    return None if near is None else Escape(near.number, tuple(c.text for c in failing_conditions(teller, near)))


def headline(question: Question, found: Found, teller: Teller, other: Teller | None) -> str:
    """What a counterexample shows, in one line."""
    if other is not None:
        return _difference(question, teller, other)
    if question.clauses:
        return headlines.of_clauses(teller, question.clauses)
    if question.verdict is Verdict.UNSETTLED:
        return _settled(question, found, teller)
    if question.case is not None and (question.case.under or question.case.not_under):
        return _for_its_reasons(question.case, teller, question.spoken_of)
    return headlines.of_verdict(teller, question.verdict, question.spoken_of)


def _settled(question: Question, found: Found, teller: Teller) -> str:
    if found.turns_on:
        read = listed([p.words for p in stories.turns_on(teller, found.turns_on)])
        opposite = "forbidden" if teller.judged.outcome == "permitted" else "permitted"
        ruled = [ruled_in(p.name) for p in found.turns_on]
        resolved = all(point is not None and point[0] == ON_CONFLICT for point in ruled)
        otherwise = f"where {'it is' if len(ruled) == 1 else 'they are'} resolved" if resolved else "where the text is read"
        other_way = "under other readings" if found.otherwise else f"{otherwise} the other way"
        return f"unsettled: {teller.judged.outcome} where {read}, but {opposite} {other_way}"
    return f"settled: {headlines.of_outcome(teller, question.spoken_of)}, however the text is read"


def _expected(case: Case | None) -> tuple[str, ...]:
    """The clauses that a case names as the reasons for what it expects."""
    return () if case is None else tuple(number for group in case.under for number in group)


def _for_its_reasons(case: Case, teller: Teller, spoken_of: frozenset[Path]) -> str:
    judged = teller.judged

    def counts(number: str) -> bool:
        clause = teller.policy.clause(number)
        return number in judged.breached if clause.effect is Effect.REQUIRE else judged.applies.get(number, False)

    missed = next((group for group in case.under if not any(counts(n) for n in group)), None)
    if not interpret.has_verdict(teller.policy, teller.scenario, teller.reading, case.verdict):
        said = headlines.of_verdict(teller, case.verdict, spoken_of, _expected(case))
        told = (
            missed is None or _tells_of(said, teller.cited(missed[0])) or not_in_force(teller, teller.policy.period) is not None
        )
        return said if told or missed is None else f"{said}; {_counts_not(teller, missed)}"
    said = headlines.as_expected(teller, case.verdict, by_clauses=missed is not None)
    if missed is not None:
        does_not_apply = f"{teller.cited(missed[0])} does not apply: "
        why = _counts_not(teller, missed)
        applies = why.removeprefix(does_not_apply)
        return f"{said}, but " + (why if applies == why else f"not under {teller.cited(missed[0])}: {applies}")
    for group in case.not_under:
        counting = tuple(n for n in group if counts(n))
        if counting:
            return f"{said}, but {headlines.of_clauses(teller, counting)}, which the case rules out"
    return said


def _tells_of(said: str, cited: str) -> bool:
    return re.search(rf"{re.escape(cited)}(?!\.?\w)", said) is not None


def _counts_not(teller: Teller, group: tuple[str, ...]) -> str:
    if teller.judged.applies.get(group[0], False):
        return f"clause {group[0]} is not breached: {teller.why(teller.policy.clause(group[0]).required)}"
    return headlines.of_clauses(teller, group)


def _difference(question: Question, teller: Teller, other: Teller) -> str:
    changed = list(changes.from_to(teller, other, question.varied, question.spoken_of))
    varied = [teller.book.noun(v) for v in question.varied]
    said = listed(changed) or (said_of(varied[0], "changes") if len(varied) == 1 else f"{listed(varied)} change")
    if other.judged.outcome == "permitted":
        return f"{headlines.of_outcome(teller, frozenset())}, but permitted when {said}"
    return f"permitted, but forbidden when {said}, {headlines.then_forbidden(other)}"


def witness(question: Question, found: Found) -> Witness:
    """A scenario that shows something, told."""
    teller = Teller(question.policy, found.scenario, found.reading)
    on: tuple[Point, ...] = stories.turns_on(teller, found.turns_on)
    outcome: str = "unsettled" if _is_unsettled(question, found) else teller.judged.outcome
    said = ""
    if question.left_open and teller.judged.in_breach:
        said = headlines.breach(teller)
    elif question.left_open:
        outcome = "left open"
    return Witness(
        stories.story(teller, question.spoken_of),
        stories.reading(teller, question.documents),
        outcome,
        on,
        account(teller, question.spoken_of),
        others=tuple(elsewhere.of(teller, question.documents, question.spoken_of)),
        ground=said,
    )


def assumptions_of(policy: Policy) -> tuple[str, ...]:
    """The titles of a document's assumptions."""
    return tuple(a.label for a in policy.assumptions)


def assumption_says(policy: Policy, index: int) -> str:
    """What an assumption says, in words."""
    found = policy.assumptions[index]
    book = Phrasebook(policy, found.act, dict(found.params))
    return book.stated(found.body)
