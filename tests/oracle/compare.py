"""One random document: the solver's answers, the interpreter's and the naive evaluator's judgements, and enumeration, side by side.

Contract: `checked` returns what disagrees, in words (nothing, if all is well), and counts of what occurred.
"""

import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, is_dataclass
from datetime import date
from pathlib import Path as File
from random import Random
from typing import Any

from tests.oracle import asked as asked_of
from tests.oracle import loopholes, verdicts
from tests.oracle.documents import document
from tests.oracle.naive import Naive
from tests.oracle.numbers import Steps
from tests.oracle.scenarios import Space
from tos_checker import answer
from tos_checker.budget import Budget
from tos_checker.disagreement import DisagreementError
from tos_spec import core, evaluate, interpret, load, syntax
from tos_spec.core import Policy
from tos_spec.evaluate import Judged
from tos_spec.scenario import Scenario
from tos_spec.shape import ancestors

TODAY = date(2026, 6, 1)
EFFORT = 30_000_000
"""What each question may take: a quarter of what it usually may. Documents without dates that are moved by months need less."""

EFFORT_WITH_MONTHS = 200_000
"""The same, where dates are moved by months: there, more effort seldom helps."""

SAMPLE = 16
"""How many scenarios of each act the naive evaluator judges, each under a few readings."""


@dataclass
class Found:
    """What was found out about a document."""

    wrong: list[str] = field(default_factory=list)
    counts: Counter[tuple[str, ...]] = field(default_factory=Counter)
    scenarios: int = 0
    seed: int = 0
    loads: bool = True


def seeded(seed: int) -> Found:
    """Compare on the document of a seed."""
    found = checked(document(seed).text, seed)
    found.seed = seed
    return found


def checked(text: str, seed: int = 0) -> Found:
    """Compare all there is to compare on one document. A crash is a disagreement, too."""
    found = Found()
    try:
        _compare(text, seed, found)
    except Exception:  # noqa: BLE001 - whatever it is, the seed must be told
        found.wrong.append(traceback.format_exc(limit=-4))
    return found


def disagrees(text: str, seed: int) -> bool:
    """Whether a document is valid, and something about it disagrees."""
    found = checked(text, seed)
    return found.loads and bool(found.wrong)


def loaded(text: str) -> load.Loaded:
    """A document from its text."""
    return load.load(File("document.tos"), text=text.encode(), shown_as="document.tos")


def occurring(policy: Policy) -> Counter[tuple[str, ...]]:
    """What occurs in a document, whatever is answered: the forms and verdicts of what is asked, and the nodes."""
    counts = Counter(("node", name) for name in nodes(policy))
    counts.update(("claim", form(c), c.verdict.value if c.verdict else "-", "?") for c in policy.claims)
    counts.update(("case", expected(c), c.verdict.value, "?") for c in policy.cases)
    return counts


def _compare(text: str, seed: int, found: Found) -> None:
    given = loaded(text)
    policy = given.policy
    if policy is None or given.document is None or given.diagnostics:
        found.wrong += [f"{d.span.line}: {d.code} {d.message}" for d in given.diagnostics] or ["does not load"]
        found.loads = False
        return
    space = Space(policy)
    found.wrong += _naively(space, Naive(given.document), given.document, seed)
    for claim in policy.claims:
        _claim(space, claim, found)
    for case in policy.cases:
        _case(space, case, found)
    found.counts.update(("node", name) for name in nodes(policy))
    found.scenarios = space.raw


def nodes(policy: Policy) -> set[str]:
    """The nodes of the core that occur in a document, and the values of its tags."""
    seen: set[str] = set()
    stack: list[Any] = [policy]
    while stack:
        here = stack.pop()
        if isinstance(here, tuple | frozenset):
            stack += here
        elif isinstance(here, dict) or hasattr(here, "values"):
            stack += here.values()
        elif is_dataclass(here) and not isinstance(here, type):
            name = type(here).__name__
            seen.add(name)
            for tag in ("effect", "sort", "conflicts", "op"):
                if (value := getattr(here, tag, None)) is not None:
                    seen.add(f"{name} {getattr(value, 'value', value)}")
            stack += [getattr(here, f) for f in here.__dataclass_fields__]
    return seen - {"Span"}


# --- the naive evaluator against the interpreter ----------------------------------------------------------------------------------------


def _naively(space: Space, naive: Naive, document: syntax.Document, seed: int) -> Iterator[str]:
    rng = Random(seed)  # noqa: S311 - nothing is secret here
    policy = space.policy
    dated = {d.name.text: _mentions_date(d) for d in document.declarations if isinstance(d, syntax.ClaimDecl | syntax.CaseDecl)}
    yield from (f"{q.name}: `date`" for q in (*policy.claims, *policy.cases) if q.mentions_date != dated[q.name])
    for act in policy.acts:
        everything, possible = space.candidates(act), {id(s) for s in space.scenarios(act)}
        for s in rng.sample(everything, min(SAMPLE, len(everything))):
            allowed = id(s) in possible
            if allowed != naive.allowed(s):
                yield f"assumptions: {'allowed' if allowed else 'refused'} by the interpreter alone: {s}"
            if allowed:
                yield from _judged(space, naive, document, s, rng)


def _mentions_date(decl: syntax.ClaimDecl | syntax.CaseDecl) -> bool:
    """Whether a question's own words name the day."""
    stack: list[Any] = [decl.facts] if isinstance(decl, syntax.CaseDecl) else [decl.conditions, decl.question]
    while stack:
        here = stack.pop()
        if isinstance(here, tuple):
            stack += here
        elif isinstance(here, syntax.Name) and here.parts == ("date",):
            return True
        elif is_dataclass(here):
            stack += [getattr(here, f) for f in here.__dataclass_fields__]
    return False


def _judged(space: Space, naive: Naive, document: syntax.Document, s: Scenario, rng: Random) -> Iterator[str]:
    policy = space.policy
    rows = space.rows(s)
    for row in rng.sample(rows, min(3, len(rows))):
        judged, plain = row.judged, naive.judge(s, row.reading)
        knowing = Judged(judged.applies)
        if judged != interpret.judge(policy, s, row.reading):
            yield f"judgement: {s} under {row.reading} is not what was kept: {judged}"
        mine = {n: plain.applies[n] for n in judged.applies}
        if (judged.applies, judged.breached, judged.status, judged.outcome) != (
            mine,
            plain.breached,
            plain.status,
            plain.outcome,
        ):
            yield f"judgement: {s} under {row.reading}: the interpreter {judged}, naively {plain}"
        core_claims = {c.name: c for c in policy.claims}
        for decl in document.declarations:
            if isinstance(decl, syntax.ClaimDecl) and core_claims[decl.name.text].act in ancestors(policy, s.act):
                claim = core_claims[decl.name.text]
                asked: Any = decl.conditions
                if evaluate.holds(policy, s, row.reading, claim.when, knowing) != naive.meets(claim.act, s, row.reading, asked):
                    yield f"conditions of {claim.name}: {s} under {row.reading}"
            if isinstance(decl, syntax.CaseDecl) and decl.act.text in ancestors(policy, s.act):
                case = next(c for c in policy.cases if c.name == decl.name.text)
                if evaluate.holds(policy, s, row.reading, case.facts, knowing) != naive.meets(
                    case.act, s, row.reading, decl.facts
                ):
                    yield f"facts of {case.name}: {s} under {row.reading}"


# --- the solver against enumeration ----------------------------------------------------------------------------------------------------


def form(asked: core.Claim) -> str:
    """A claim's form, as counts name it."""
    some = " under some reading" if asked.under_some_reading else ""
    return f"clause {asked.form}{some}" if asked.clauses else f"{asked.form}{some}"


def expected(asked: core.Case) -> str:
    """A case's form, as counts name it."""
    some = " under some reading" if asked.under_some_reading else ""
    return f"expect{' for a reason' if asked.under or asked.not_under else ''}{some}"


def _undecided(space: Space, got: answer.Answer, name: str, found: Found) -> bool:
    """Whether the bound on effort was reached: counted where months are added to dates, else a mistake."""
    if got.status != "undecided":
        return False
    found.counts["undecided",] += 1
    if not _months(space):
        found.wrong.append(f"{name}: undecided")
    return True


def _months(space: Space) -> bool:
    """Whether months are added to dates. Enumeration must have looked at the scenarios."""
    return any(isinstance(a, Steps) for compared in space.known_atoms() for a in compared)


def _budget(space: Space) -> Budget:
    return Budget(EFFORT_WITH_MONTHS if _months(space) else EFFORT)


def _claim(space: Space, asked: core.Claim, found: Found) -> None:
    real = verdicts.claim(space, asked, TODAY)
    try:
        got = answer.claim(space.policy, asked, TODAY, _budget(space))
    except DisagreementError as error:
        found.wrong.append(f"{asked.name}: {error}")
        return
    if _undecided(space, got, asked.name, found):
        return
    verdict = asked.verdict.value if asked.verdict else "-"
    found.counts["claim", form(asked), verdict, real] += 1
    if got.status != real:
        found.wrong.append(f"{asked.name} ({form(asked)} {verdict}): the solver says {got.status}, enumeration {real}")
        return
    posed = asked_of.of_claim(space, asked)
    accepted = [a for a in asked.accepting if a.through is None or TODAY.toordinal() <= a.through]
    if accepted and got.status not in ("holds", "vacuous"):
        posed = asked_of.less(posed, accepted)
    found.wrong += (
        f"{asked.name} ({form(asked)} {verdict}, {got.status}): {what}" for what in loopholes.of_claim(posed, asked, got)
    )


def _case(space: Space, asked: core.Case, found: Found) -> None:
    real = verdicts.case(space, asked)
    try:
        got = answer.case(space.policy, asked, _budget(space))
    except DisagreementError as error:
        found.wrong.append(f"{asked.name}: {error}")
        return
    if _undecided(space, got, asked.name, found):
        return
    found.counts["case", expected(asked), asked.verdict.value, real] += 1
    if got.status != real:
        found.wrong.append(
            f"{asked.name} ({expected(asked)} {asked.verdict.value}): the solver says {got.status}, enumeration {real}"
        )
        return
    posed = asked_of.of_case(space, asked)
    found.wrong += (
        f"{asked.name} (expect {asked.verdict.value}, {got.status}): {what}" for what in loopholes.of_case(posed, asked, got)
    )
