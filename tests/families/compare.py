"""One random document: every family of every claim that fails, and what is shown of it, beside the definition.

Contract: `compared` returns what disagrees, in words (nothing, if all is well), and counts of what was compared.
"""

import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path as File

from tests.families import held
from tests.families.definition import Counterexample, Definition, Reason, reasons_in_report_order
from tests.families.documents import document
from tests.families.shapes import differing, fits
from tests.oracle import asked, loopholes
from tests.oracle.asked import Asked
from tests.oracle.compare import TODAY
from tests.oracle.scenarios import Row, Space
from tos_checker import answer, families
from tos_checker.answer import Answer
from tos_checker.budget import Budget
from tos_checker.families import Families, Family
from tos_checker.intervals import Entry
from tos_checker.ways import Reason as Way
from tos_spec import interpret, load
from tos_spec.core import NUMERIC, Claim, Clause, Effect, Policy, Verdict
from tos_spec.scenario import Scenario
from tos_spec.shape import slot_kind, slots


@dataclass
class Found:
    """What was found out about a document."""

    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    seed: int = 0
    seconds: float = 0.0


def seeded(seed: int) -> Found:
    """Compare on the document of a seed."""
    started = time.monotonic()
    found = compared(document(seed).text, seed)
    found.seed, found.seconds = seed, time.monotonic() - started
    return found


def compared(text: str, seed: int = 0) -> Found:
    """Compare every failing claim of a document. A crash is a disagreement, too."""
    found = Found()
    loaded = load.load(File("document.tos"), text=text.encode(), shown_as="document.tos")
    if loaded.policy is None or loaded.diagnostics:
        found.wrong += [f"{d.span.line}: {d.code} {d.message}" for d in loaded.diagnostics] or ["does not load"]
        return found
    space = Space(loaded.policy)
    for act in loaded.policy.acts:
        space.scenarios(act)
    found.counts["documents"] += 1
    for claim in loaded.policy.claims:
        try:
            got = answered(loaded.policy, claim)
            found.counts["undecided"] += got.status == "undecided"
            told = [*_claim(space, claim, got, found), *held.checked(space, claim, got, seed, found.counts)]
        except Exception:  # noqa: BLE001 - whatever it is, the claim must be told
            told = [traceback.format_exc(limit=-4)]
        found.wrong += (f"{claim.name}: {what}" for what in told)
    return found


def answered(policy: Policy, claim: Claim) -> Answer:
    """The answer to a claim."""
    return answer.claim(policy, claim, TODAY, Budget(held.ENOUGH))


def has_families(claim: Claim, got: Answer) -> bool:
    """Whether it fails, and its loopholes are told by reason."""
    if got.status not in ("fails", "arguable") or claim.form not in ("never", "always", "independent"):
        return False
    return got.question is not None and not (claim.form == "always" and claim.verdict is Verdict.UNSETTLED)


def question(got: Answer) -> answer.Pose:
    """What was asked, with a budget of its own."""
    assert got.question is not None
    return replace(got.question, effort=Budget(20 * held.ENOUGH))


def posed(space: Space, claim: Claim) -> Asked:
    """What a claim that fails asks of scenarios: without those that are accepted."""
    accepted = [a for a in claim.accepting if a.through is None or TODAY.toordinal() <= a.through]
    full = asked.of_claim(space, claim)
    return asked.less(full, accepted) if accepted else full


def _claim(space: Space, claim: Claim, got: Answer, found: Found) -> Iterator[str]:
    if not has_families(claim, got):
        return
    told = families.families(question(got), claim, None)
    definition = Definition(space, posed(space, claim), claim)
    verdict = claim.verdict.value if claim.verdict else "applies" if claim.clauses else "independent"
    found.counts["claims"] += 1
    found.counts[f"claims {claim.form} {verdict}"] += 1
    found.counts["families"] += len(told.families)
    found.counts["counterexamples"] += len(definition.counterexamples)
    yield from _reasons(definition, told)
    yield from _total(definition, told, found)
    if [plain(f) for f in told.families] == [r for r, _ in reasons_in_report_order(definition)]:
        for family in told.families:
            yield from (f"{plain(family)}: {what}" for what in _family(definition, family, found))
        yield from _clear_ones(definition, told, found)


def plain(family: Family) -> Reason:
    """A family's reason as the definition writes it."""
    reason = family.reason
    if isinstance(reason, Way):
        return ("way", reason.route, reason.clause, reason.escaped)
    return ("rests", reason.status, reason.on)


def _reasons(definition: Definition, told: Families) -> Iterator[str]:
    if not told.complete:
        yield "the list is cut"
    mine = [(plain(f), f.found.strength) for f in told.families]
    expected = list(reasons_in_report_order(definition))
    if mine != expected:
        yield f"the reasons are {mine}, by definition {expected}"
    missing = [c for c in definition.counterexamples if not any(definition.belongs(c, r) for r, _ in mine)]
    if missing:
        yield f"{len(missing)} counterexamples in no family: {missing[0]}"


def _total(definition: Definition, told: Families, found: Found) -> Iterator[str]:
    if told.total is None:
        return
    found.counts["totals"] += 1
    expected = len({id(c.scenario) for c in definition.counterexamples})
    if told.total != expected:
        yield f"{told.total} loopholes in all, by definition {expected}"


def _clear_ones(definition: Definition, told: Families, found: Found) -> Iterator[str]:
    """Clear loopholes of arguable families that belong to no clear one: of each family that has some, one is told."""
    if definition.claim.form == "independent" or definition.claim.verdict is Verdict.UNSETTLED:
        return
    posed = definition.posed
    clear = [plain(f) for f in told.families if f.found.strength == "clear"]
    for family in told.families:
        if family.found.strength == "clear":
            continue
        there = [
            c
            for c in definition.family(plain(family))
            if all(posed.bad(c.scenario, row) for row in posed.concerned(c.scenario))
            and not any(definition.belongs(c, r) for r in clear)
        ]
        found.counts["arguable families with clear loopholes"] += bool(there)
        if bool(there) != (family.also is not None):
            yield f"{plain(family)}: {len(there)} clear loopholes, and told is {family.also}"
        if family.also is not None and not all(
            posed.bad(family.also.scenario, row) for row in posed.concerned(family.also.scenario)
        ):
            yield f"{plain(family)}: what is told as clear is not: {family.also.scenario}"


# --- one family -----------------------------------------------------------------------------------------------------------------------


def _family(definition: Definition, family: Family, found: Found) -> Iterator[str]:
    claim, reason = definition.claim, plain(family)
    shown = Answer("fails", (family.found,))
    yield from loopholes.of_claim(definition.posed, claim, shown)
    yield from _typical(definition, family, reason)
    if family.count is not None:
        found.counts["counted families"] += 1
        expected = len({id(c.scenario) for c in definition.family(reason)})
        if family.count != expected:
            yield f"{family.count} scenarios, by definition {expected}"
    if family.pattern is not None:
        found.counts["patterns"] += 1
        found.counts["facts of two numbers"] += sum(e.given.sort in ("difference", "comparison") for e in family.pattern.entries)
        yield from _pattern(definition, family, reason, found)
    if claim.form != "independent" and claim.verdict is not Verdict.UNSETTLED:
        yield from _neighbour(definition, family, found)


def _row(definition: Definition, s: Scenario, family: Family) -> Row:
    return definition.row(s, family.found.reading)


def _typical(definition: Definition, family: Family, reason: Reason) -> Iterator[str]:
    """The typical scenario has exactly the reason."""
    s, read = family.found.scenario, family.found.reading
    if definition.claim.form == "independent":
        other, other_read = family.found.other, family.found.other_reading
        assert other is not None
        if other_read is None:
            yield "the second scenario has no reading"
            return
        s, read = other, other_read
    elif definition.claim.verdict is Verdict.UNSETTLED:
        rows = [row for row in definition.posed.concerned(s) if row.judged.outcome == "forbidden"]
        if not any(definition.exactly(Counterexample(s, row)) == [reason] for row in rows):
            yield f"the typical scenario does not have the reason: {s}"
        return
    row = Row(read, interpret.judge(definition.policy, s, read))
    if reason not in definition.exactly(Counterexample(s, row)):
        yield f"the typical scenario has {definition.exactly(Counterexample(s, row))}: {s}"


# --- patterns -------------------------------------------------------------------------------------------------------------------------


def _does(definition: Definition, s: Scenario, family: Family, reason: Reason) -> bool:
    """Whether a scenario is a loophole as the family's should be."""
    posed = definition.posed
    row = _row(definition, s, family)
    if not (posed.concerns(s, row) and posed.bad(s, row) and definition.belongs(Counterexample(s, row), reason)):
        return False
    return family.found.strength == "arguable" or all(posed.bad(s, r) for r in posed.concerned(s))


def _pattern(definition: Definition, family: Family, reason: Reason, found: Found) -> Iterator[str]:
    pattern = family.pattern
    assert pattern is not None
    scenarios = list(definition.posed.scenarios())
    if not fits(family.found.scenario, pattern.entries):
        yield f"the typical scenario does not fit {told(pattern.entries)}"
    good = {id(s): _does(definition, s, family, reason) for s in scenarios}
    for s in scenarios:
        if fits(s, pattern.entries) and not good[id(s)]:
            yield f"{s} fits {told(pattern.entries)} and is no loophole of it under {family.found.reading}"
            break
    outside = [c for c in definition.family(reason) if not fits(c.scenario, pattern.entries)]
    if pattern.exact and outside:
        yield f"said to be exact: {told(pattern.entries)}, but {outside[0]}"
    if not is_finite(definition):
        return
    found.counts["exact patterns"] += pattern.exact
    if not pattern.exact and not outside:
        yield f"not said to be exact: {told(pattern.entries)}"
    for entry in pattern.entries:
        rest = [e for e in pattern.entries if e is not entry]
        if all(good[id(s)] for s in scenarios if fits(s, rest)):
            yield f"{told([entry])} can be dropped from {told(pattern.entries)}"
        for wider in _wider(definition, entry):
            fitting = [s for s in scenarios if fits(s, [*rest, wider])]
            if all(good[id(s)] for s in fitting) and not all(fits(s, [entry]) for s in fitting):
                yield f"{told([wider])} would do in {told(pattern.entries)}"


def _wider(definition: Definition, entry: Entry) -> Iterator[Entry]:
    """The entry with one more leaf, if it is about a leaf."""
    if entry.given.sort == "value":
        slot = next(s for s in slots(definition.policy, definition.posed.act) if s.path == entry.given.path)
        leaves = definition.policy.kinds[slot_kind(definition.policy, slot) or ""].leaves
        yield from (replace(entry, leaves=(*entry.leaves, leaf)) for leaf in leaves if leaf not in entry.leaves)


def is_finite(definition: Definition) -> bool:
    """Whether enumeration has every scenario, not only some of each sort."""
    policy = definition.policy
    numbers = any(s.field.type.sort in NUMERIC for s in slots(policy, definition.posed.act) if s.path != ("date",))
    dates = {s.facts["date",] for s in definition.posed.scenarios()}
    return not numbers and not policy.quantities and len(dates) <= 1


def told(entries: Sequence[Entry]) -> str:
    """Entries in short."""
    parts = []
    for e in entries:
        g = e.given  # type: ignore[union-attr]
        ends = f" {e.low}..{e.high}" if g.sort == "number" else ""  # type: ignore[union-attr]
        parts.append(f"{g.sort} {'.'.join(g.path)} {g.name} {g.other or ''} {g.holds} {','.join(e.leaves)}{ends}")  # type: ignore[union-attr]
    return f"[{'; '.join(parts)}]"


# --- neighbours -----------------------------------------------------------------------------------------------------------------------


def _stops(definition: Definition, family: Family, s: Scenario) -> bool:
    """Whether a scenario is stopped by the reason's prohibition, under the family's reading."""
    row = _row(definition, s, family)
    judged = row.judged
    if family.prohibition is None:
        return definition.posed.concerns(s, row) and not definition.posed.bad(s, row)
    clause = family.prohibition.clause
    if definition.claim.clauses:
        return judged.applies[clause.number]
    if clause.effect is Effect.REQUIRE:
        return clause.number in judged.breached
    if judged.status == "conflicting":
        ruled = {"permissions prevail": True, "prohibitions prevail": False}.get(
            definition.policy.conflicts, row.reading.on_conflict
        )
        return judged.applies[clause.number] and not ruled
    return (
        judged.applies[clause.number]
        and judged.status == "expressly forbidden"
        and not any(judged.applies.get(number, False) for number in _settling_before(definition.policy, clause))
    )


def _settling_before(policy: Policy, clause: Clause) -> Iterator[str]:
    """The clauses that, where the order of clauses ranks them, settle it before `clause` does, if they apply."""
    if policy.conflicts not in ("earlier prevails", "later prevails"):
        return
    for other in policy.clauses:
        if other.effect in (Effect.PERMIT, Effect.FORBID) and not other.excepts:
            is_before = other.order < clause.order if policy.conflicts == "earlier prevails" else other.order > clause.order
            if is_before or (clause.excepts and other.number != clause.number):
                yield other.number


def _neighbour(definition: Definition, family: Family, found: Found) -> Iterator[str]:
    policy, act, here = definition.policy, definition.posed.act, family.found.scenario
    spoken = {*definition.spoken_of, ("act",)}
    stopped = [s for s in definition.posed.scenarios() if _stops(definition, family, s)]
    near = family.neighbour
    if near is None:
        if stopped:
            yield f"there is no neighbour, but {stopped[0]}"
        return
    found.counts["neighbours"] += 1
    yield from interpret.possible(policy, near)
    if not _stops(definition, family, near):
        yield f"the neighbour is not stopped: {near} under {family.found.reading}"

    def distance(s: Scenario) -> tuple[bool, int]:
        facts = differing(policy, act, here, s)
        return any(not f & spoken for f in facts), len(facts)

    mine = distance(near)
    for s in stopped:
        if distance(s) < mine:
            yield f"{s} is nearer to {here} ({differing(policy, act, here, s)}) than {near} ({differing(policy, act, here, near)})"
            return
