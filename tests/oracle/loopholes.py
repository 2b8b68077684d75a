"""What the engine shows besides a status: each scenario and reading is what it claims to be, by enumeration's definitions."""

from collections.abc import Iterator, Sequence
from itertools import product

from tests.oracle import verdicts
from tests.oracle.asked import Asked
from tests.oracle.pairs import Pairs, differing
from tests.oracle.scenarios import Row
from tos_checker.answer import Answer, Found
from tos_spec import interpret
from tos_spec.core import Case, Claim, Path, Verdict
from tos_spec.scenario import Reading, Rulings, Scenario
from tos_spec.shape import act_and_below

Point = tuple[str, tuple[Path, ...]]


def of_claim(posed: Asked, asked: Claim, got: Answer) -> Iterator[str]:
    """What is wrong with what is shown of a claim."""
    if got.witness is not None:
        yield from _witness(posed, asked, got)
    if got.status in ("fails", "arguable") and not got.found and asked.form != "sometimes":
        yield "no loophole is shown"
    for found in got.found:
        if asked.form == "independent":
            yield from _pair(Pairs(posed.space, posed, asked.paths), found)
        elif asked.verdict is Verdict.UNSETTLED:
            yield from _settled(posed, found, unsettled=asked.form == "never")
        else:
            yield from _loophole(posed, found)
    yield from _uniform(posed, got)


def of_case(posed: Asked, asked: Case, got: Answer) -> Iterator[str]:
    """What is wrong with what is shown of a case."""
    if got.witness is not None:
        yield from _met(posed, got.witness)
    if got.status in ("fails", "arguable") and not got.found:
        yield "no scenario is shown"
    for found in got.found:
        if asked.verdict is Verdict.UNSETTLED:
            yield from _settled(posed, found, unsettled=False)
        else:
            yield from _loophole(posed, found)
    yield from _uniform(posed, got)


def _row(posed: Asked, s: Scenario, r: Reading) -> Row:
    return Row(r, interpret.judge(posed.space.policy, s, r))


def _met(posed: Asked, found: Found) -> Iterator[str]:
    """It is a scenario of the question, and meets the conditions under its reading."""
    policy, s = posed.space.policy, found.scenario
    yield from interpret.possible(policy, s)
    if s.act not in act_and_below(policy, posed.act):
        yield f"a scenario of {s.act}"
    if not posed.all_days and not policy.period.covers(int(s.facts["date",])):  # type: ignore[arg-type]
        yield "a scenario of a day that is not in force"
    if not posed.concerns(s, _row(posed, s, found.reading)):
        yield f"the conditions do not hold in {s} under {found.reading}"


def _witness(posed: Asked, asked: Claim, got: Answer) -> Iterator[str]:
    found = got.witness
    assert found is not None
    yield from _met(posed, found)
    if asked.form != "sometimes":
        return
    rows = list(posed.space.rows(found.scenario))
    if asked.verdict is Verdict.UNSETTLED:
        yield from _settled(posed, found, unsettled=True)
        return
    shown = [posed.concerns(found.scenario, row) and posed.bad(found.scenario, row) for row in rows]
    if not posed.bad(found.scenario, _row(posed, found.scenario, found.reading)):
        yield f"the witness does not have the verdict: {found.scenario} under {found.reading}"
    if got.status == "holds" and not asked.under_some_reading and not all(shown):
        yield f"the witness has the verdict under some readings only: {found.scenario}"
    if got.status == "arguable":
        yield from _turns_on(posed, found, lambda row: posed.concerns(found.scenario, row) and posed.bad(found.scenario, row))


def _loophole(posed: Asked, found: Found) -> Iterator[str]:
    yield from _met(posed, found)
    s = found.scenario
    if not posed.bad(s, _row(posed, s, found.reading)):
        yield f"no loophole: {s} under {found.reading}"
    real = verdicts.strength(posed, s)
    if real != found.strength:
        yield f"a loophole called {found.strength} is {real}: {s}"
    elif real == "arguable":
        yield from _turns_on(posed, found, lambda row: posed.bad(s, row))
    elif found.turns_on:
        yield f"a clear loophole turns on {found.turns_on}"


def _settled(posed: Asked, found: Found, *, unsettled: bool) -> Iterator[str]:
    yield from _met(posed, found)
    outcomes = {row.judged.outcome for row in posed.concerned(found.scenario)}
    if (len(outcomes) > 1) != unsettled:
        yield f"{found.scenario} is {'not ' if unsettled else ''}unsettled"
    elif unsettled:
        outcome = _row(posed, found.scenario, found.reading).judged.outcome
        yield from _turns_on(posed, found, lambda row: row.judged.outcome == outcome)


def _pair(pairs: Pairs, found: Found) -> Iterator[str]:
    posed, left, right = pairs.posed, found.scenario, found.other
    if right is None:
        yield "there is one scenario only"
        return
    yield from (*interpret.possible(posed.space.policy, left), *interpret.possible(posed.space.policy, right))
    if not pairs.differ_only_here(left, right):
        yield f"the scenarios differ elsewhere: {left} and {right}"
    rows = [(a, b) for a, b in pairs.read_alike(left, right) if posed.concerns(left, a) and posed.concerns(right, b)]
    real = differing(rows)
    if real != found.strength:
        yield f"a difference called {found.strength} is {real}: {left} and {right}"
    elif real == "arguable":
        yield from _pair_turns_on(pairs, found, right)


def _uniform(posed: Asked, got: Answer) -> Iterator[str]:
    if got.uniform is None:
        return
    policy, found = posed.space.policy, got.uniform.reading
    wide = {**{t: w for (t, _), w in found.entity_terms.items()}, **found.terms}
    ends = {n: found.quantities.get(n, q.low) for n, q in policy.quantities.items()}
    read = Reading({t: wide.get(t, False) for t in policy.terms}, {}, ends, found.on_conflict, found.on_silence, found.others)
    if any(ends[n] not in (q.low, q.high) for n, q in policy.quantities.items()):
        yield f"no uniform reading: {found}"
    if any(verdicts.spoils(posed, s, read) for s in posed.scenarios()):
        yield f"the claim does not hold under {found}"


# --- what a verdict turns on ----------------------------------------------------------------------------------------------------------


def _turns_on(posed: Asked, found: Found, stays: "object") -> Iterator[str]:
    s = found.scenario
    rows = [row for r in _all_readings(posed, s, found.reading) if posed.concerns(s, row := _row(posed, s, r))]
    staying: list[Point] = list(interpret.points(posed.space.policy, s))
    for point in tuple(staying):
        rest = [p for p in staying if p != point]
        if all(stays(row) for row in rows if _agree(row.reading, found.reading, rest)):  # type: ignore[operator]
            staying = rest
    shown = [(p.name, p.args) for p in found.turns_on]
    if shown != staying:
        yield f"it turns on {staying}, not on {shown}: {s} under {found.reading}"


def _pair_turns_on(pairs: Pairs, found: Found, right: Scenario) -> Iterator[str]:
    """As `_turns_on`, for a pair: a term that both scenarios have is one point; it is open where it is open in each."""
    policy, left, own = pairs.space.policy, found.scenario, found.reading
    other = found.other_reading or own
    points = [p for p in pairs.points(left, right) if pairs.bounds((left, right), p) == {"open"}]
    order = [*(d.name for d in sorted([*policy.terms.values(), *policy.quantities.values()], key=lambda d: d.order))]
    named: list[tuple[Point, int]] = [((name, args), i) for ((i, name, args), *_) in points]
    named += [((n, ()), 0) for n, q in policy.quantities.items() if q.low < q.high]
    named.sort(key=lambda p: order.index(p[0][0]))
    for document in ("", *(f" in {name}" for name in policy.others)):
        named += [((f"on conflict{document}", ()), 0), ((f"on silence{document}", ()), 0)]
    rows = [
        (a, b)
        for a, b in pairs.read_alike(left, right, [own.quantities], ruled=True)
        if pairs.posed.concerns(left, a) and pairs.posed.concerns(right, b)
    ]
    staying = list(named)
    for point in named:
        rest = [p for p in staying if p != point]
        alike = [(a, b) for a, b in rows if all(_agree((a, b)[side].reading, (own, other)[side], [p]) for p, side in rest)]
        if all(a.judged.outcome != b.judged.outcome for a, b in alike):
            staying = rest
    shown = [(p.name, p.args) for p in found.turns_on]
    if shown != [p for p, _ in staying]:
        yield f"it turns on {[p for p, _ in staying]}, not on {shown}: {left} and {right} under {own}"


def _all_readings(posed: Asked, s: Scenario, own: Reading) -> Iterator[Reading]:
    """Every reading, with each ruling both ways, and quantities as the shown reading has them, too."""
    space = posed.space
    points = interpret.points(space.policy, s)
    terms = [p for p in points if p[0] in space.policy.terms]
    names = list(space.policy.quantities)
    values = [
        sorted({a[n] for a in space.amounts((s,))} | {own.quantities.get(n, space.policy.quantities[n].low)}) for n in names
    ]
    for chosen in product(*values):
        for bits in product((False, True), repeat=len(terms)):
            acts = {name: bit for (name, args), bit in zip(terms, bits, strict=True) if not args}
            entities = {(name, args): bit for (name, args), bit in zip(terms, bits, strict=True) if args}
            amounts = dict(zip(names, chosen, strict=True))
            for ruled, *others in product(_EVERY_RULING, repeat=1 + len(space.policy.others)):
                named = dict(zip(space.policy.others, others, strict=True))
                yield Reading(acts, entities, amounts, ruled.on_conflict, ruled.on_silence, named)


_EVERY_RULING = tuple(Rulings(conflict, silence) for conflict, silence in product((False, True), repeat=2))


def _agree(one: Reading, other: Reading, points: Sequence[Point]) -> bool:
    """Whether two readings read these points alike."""
    for name, args in points:
        what, _, document = name.partition(" in ")
        if what in ("on conflict", "on silence"):
            mine, theirs = (r.others.get(document, Rulings()) if document else r for r in (one, other))
            same = mine.on_conflict == theirs.on_conflict if what == "on conflict" else mine.on_silence == theirs.on_silence
        elif name in one.quantities:
            same = one.quantities[name] == other.quantities[name]
        elif args:
            same = one.entity_terms.get((name, args), False) == other.entity_terms.get((name, args), False)
        else:
            same = one.terms.get(name, False) == other.terms.get(name, False)
        if not same:
            return False
    return True
