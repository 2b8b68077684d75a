"""Two ways to judge a worked scenario: the interpreter, and the solver. Each returns what it finds wrong, in words."""

from collections.abc import Iterator
from itertools import combinations, product

from tests.semantics.pages import Worked
from tests.semantics.worlds import given_reading, readings, scenario
from tos_checker import terms
from tos_checker.inquiry import Inquiry
from tos_checker.law import Law
from tos_checker.terms import Formula
from tos_checker.world import World
from tos_spec import core, evaluate, interpret
from tos_spec.core import Policy, Sort, Verdict
from tos_spec.scenario import Reading, Scenario
from tos_spec.shape import ancestors

# --- the interpreter's way ----------------------------------------------------------------------------------------------------


def by_interpreter(policy: Policy, worked: Worked) -> list[str]:
    """What the interpreter makes of it, where that is not what the page says."""
    s = scenario(policy, worked)
    broken = interpret.possible(policy, s)
    if worked.impossible:
        return _impossible(policy, worked, broken)
    wrong = [f"not possible: {why}" for why in broken]
    outcomes = set()
    for read in readings(policy, worked, s):
        judged = interpret.judge(policy, s, read)
        outcomes.add(judged.outcome)
        wrong += _misjudged(policy, worked, s, read, judged)
        if wrong:
            return wrong
    expected = {"permitted", "forbidden"} if worked.outcome == "unsettled" else {worked.outcome}
    if outcomes != expected:
        wrong.append(f"outcomes {sorted(outcomes)}, expected {worked.outcome}")
    return wrong


def _impossible(policy: Policy, worked: Worked, broken: tuple[str, ...]) -> list[str]:
    assumptions = {a.name for a in policy.assumptions}
    found = {b if b in assumptions else "shape" for b in broken}
    return [] if found == set(worked.impossible) else [f"impossible for {sorted(found)}, expected {worked.impossible}"]


def _misjudged(policy: Policy, worked: Worked, s: Scenario, read: Reading, judged: interpret.Judgement) -> Iterator[str]:
    if worked.status and judged.status != worked.status:
        yield f"status {judged.status}, expected {worked.status}"
    if not worked.accounts:
        return
    if judged.breached != set(worked.breached):
        yield f"breached {sorted(judged.breached)}, expected {worked.breached}"
    if missing := {c.number for c in policy.clauses} ^ set(worked.accounts):
        yield f"the page must give an account of each clause, and of no other: {sorted(missing)}"
        return
    for clause in policy.clauses:
        says = account(policy, s, read, judged, clause)
        expected = worked.accounts[clause.number]
        if judged.applies[clause.number] != (expected == "applies"):
            yield f"clause {clause.number}: applies is {judged.applies[clause.number]}, expected {expected}"
        if says != expected and not (expected == "not met" and says.startswith("not met")):
            yield f"clause {clause.number} {says}, expected {expected}"


def account(policy: Policy, s: Scenario, read: Reading, judged: interpret.Judgement, clause: core.Clause) -> str:
    """Whether a clause applies, or the first reason why not, in the words of the pages."""
    day = int(s.facts["date",])  # type: ignore[arg-type]
    if clause.act not in ancestors(policy, s.act):
        return "other act"
    if not (policy.period.covers(day) and clause.period.covers(day)):
        return "not in force"
    for condition in clause.conditions:
        if not evaluate.holds(policy, s, read, condition.expr):
            return f"not met: {condition.text}"
    if not judged.scope[clause.number]:
        return "nothing to except"
    by = judged.defeated_by[clause.number]
    return f"defeated by {', '.join(by)}" if by else "applies"


# --- the solver's way -----------------------------------------------------------------------------------------------------------


def by_solver(policy: Policy, worked: Worked) -> list[str]:
    """What the solver makes of it, where that is not what the page says."""
    s = scenario(policy, worked)
    if worked.impossible:
        return _ruled_out(policy, worked, s)
    inquiry = Inquiry(policy, worked.act, None)
    world = inquiry.world()
    law = inquiry.free(world)
    expected = list(_expected(policy, worked, law))
    inquiry.settle(law)
    inquiry.add([f"(assert {p})" for p in (*pins(world, s), *_wished(policy, worked, s, law))])
    session = inquiry.session
    if not session.satisfiable():
        return ["the solver knows no such scenario and reading"]
    wrong = [name for name, formula in expected if session.satisfiable([session.literal(terms.negated(formula))])]
    if worked.outcome == "unsettled":
        sides = (law.permitted, terms.negated(law.permitted))
        wrong += [f"never {side}" for side in sides if not session.satisfiable([session.literal(side)])]
    return [f"the solver differs: {name}" for name in wrong]


def _ruled_out(policy: Policy, worked: Worked, s: Scenario) -> list[str]:
    """With its assumptions impossible; without them possible, unless its shape is."""
    wrong = []
    for assumed in (True, False):
        inquiry = Inquiry(policy, worked.act, None)
        world = inquiry.world(assumed=assumed)
        inquiry.add([f"(assert {p})" for p in pins(world, s)])
        possible = inquiry.session.satisfiable()
        if possible != (not assumed and "shape" not in worked.impossible):
            wrong.append(f"the solver finds it {'possible' if possible else 'impossible'} (assumptions: {assumed})")
    return wrong


def pins(world: World, s: Scenario) -> Iterator[Formula]:
    """What fixes the symbols of a world at a scenario."""
    yield world.done_as([s.act])
    for slot in world.slots:
        owner_there = (slot.owner is None and s.act in slot.acts) or (slot.owner is not None and s.there(slot.owner))
        if slot.field.optional and owner_there:
            yield _so(world.presence(slot.path), holds=s.there(slot.path))
        if slot.path in s.facts and slot.path not in world.left_out and not _follows(s, slot.path):
            yield from _valued(world, s, slot.path)
    for entity in world.policy.entities:
        for left, right in combinations(world.entities(entity), 2):
            same = s.there(left) and s.there(right) and s.identity[left] == s.identity[right]
            yield _so(world.same(left, right), holds=same)
    for relation in world.policy.relations.values():
        for paths in product(*(world.entities(entity) for entity in relation.over)):
            if all(s.identity.get(p) == p for p in paths):
                yield _so(world.related(relation.name, paths), holds=(relation.name, paths) in s.relations)


def _follows(s: Scenario, path: core.Path) -> bool:
    """Whether the value at a path follows from that at another one, which reaches the same entity."""
    first = s.identity.get(path, path)
    if first == path and path[:-1] in s.identity:
        first = (*s.identity[path[:-1]], path[-1])
    return first != path and s.facts.get(first) == s.facts[path]


def _valued(world: World, s: Scenario, path: core.Path) -> Iterator[Formula]:
    value, kind, type_ = s.facts[path], world.kind(path), world.slot(path).field.type
    if kind is not None:
        yield world.among(path, kind, [str(value)])
    elif isinstance(value, frozenset):
        for leaf in world.policy.kinds[type_.of].leaves:
            yield _so(world.member(path, leaf), holds=leaf in value)
    elif type_.sort is Sort.FLAG:
        yield _so(world.value(path), holds=bool(value))
    else:
        assert not isinstance(value, str)
        yield terms.compared("=", world.amount(path), terms.number(value))


def _so(symbol: Formula, *, holds: bool) -> Formula:
    return symbol if holds else terms.negated(symbol)


def _wished(policy: Policy, worked: Worked, s: Scenario, law: Law) -> Iterator[Formula]:
    wishes, read = law.view.wishes, given_reading(policy, worked, s)
    yield from (_so(wishes.terms[t], holds=w) for t, w in read.terms.items())
    yield from (_so(wishes.entity_terms[key], holds=w) for key, w in read.entity_terms.items())
    yield from (terms.compared("=", wishes.quantities[q], terms.number(v)) for q, v in read.quantities.items())
    for on, ruled in worked.rulings.items():
        yield _so(wishes.on_conflict if on == "conflict" else wishes.on_silence, holds=ruled)


def _expected(policy: Policy, worked: Worked, law: Law) -> Iterator[tuple[str, Formula]]:
    if worked.outcome in ("permitted", "forbidden"):
        yield worked.outcome, law.verdict(Verdict(worked.outcome))
    if worked.status:
        for verdict in (Verdict.EXPRESSLY_PERMITTED, Verdict.EXPRESSLY_FORBIDDEN, Verdict.SILENT, Verdict.CONFLICTING):
            formula = law.verdict(verdict)
            yield f"status {verdict.value}", formula if verdict.value == worked.status else terms.negated(formula)
    if not worked.accounts:
        return
    yield "in breach", law.in_breach if worked.breached else terms.negated(law.in_breach)
    for clause in policy.clauses:
        n = clause.number
        applies, breached = law.applies.get(n, terms.FALSE), law.breached.get(n, terms.FALSE)
        yield f"clause {n}", applies if worked.accounts[n] == "applies" else terms.negated(applies)
        yield f"breach of {n}", breached if n in worked.breached else terms.negated(breached)
