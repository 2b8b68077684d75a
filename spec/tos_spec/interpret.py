"""The reference semantics: what a document makes of one scenario under one reading, in plain Python, with no solver.

Contract: `judge` is what every verdict is measured by; it follows the prose of `core` and nothing else. It is the oracle of the
tests and replays every scenario that the solver finds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Literal, assert_never

from tos_spec import core, evaluate
from tos_spec.core import Clause, Effect, Path, Policy, Sort, Verdict
from tos_spec.evaluate import Judged, amount, bounds
from tos_spec.scenario import ON_CONFLICT, ON_SILENCE, Reading, Scenario, ruling
from tos_spec.shape import Slot, ancestors, slot_kind, slots

__all__ = [
    "Judgement",
    "amount",
    "bounds",
    "effective",
    "has_verdict",
    "holds",
    "judge",
    "judge_by",
    "judged",
    "points",
    "possible",
]

StatusWord = Literal["conflicting", "expressly permitted", "expressly forbidden", "silent"]
Ground = Literal["breach", "clauses", "conflict rule", "conflict ruling", "default", "silence ruling", "not in force"]


@dataclass(frozen=True)
class Judgement:
    """What the clauses make of a scenario, and what its outcome rests on."""

    scope: Mapping[str, bool]
    applies: Mapping[str, bool]
    defeated_by: Mapping[str, tuple[str, ...]]
    breached: frozenset[str]
    status: StatusWord
    outcome: Literal["permitted", "forbidden"]
    rests_on: Ground

    @property
    def in_breach(self) -> bool:
        """Some duty applies that is not met."""
        return bool(self.breached)


def judge(policy: Policy, s: Scenario, r: Reading) -> Judgement:
    """The judgement of `policy` on `s` under `r`."""
    by_number = {c.number: c for c in policy.clauses}
    above = frozenset(ancestors(policy, s.act))
    day = s.day
    in_force = policy.period.covers(day)
    scope: dict[str, bool] = {}
    applies: dict[str, bool] = {}

    def in_scope(clause: Clause) -> bool:
        if clause.number not in scope:
            scope[clause.number] = (
                in_force
                and clause.act in above
                and clause.period.covers(day)
                and all(evaluate.holds(policy, s, r, c.expr) for c in clause.conditions)
                and (not clause.excepts or any(in_scope(by_number[n]) for n in clause.excepts))
            )
        return scope[clause.number]

    def apply(clause: Clause) -> bool:
        if clause.number not in applies:
            defeated = any(apply(by_number[n]) for n in clause.defeaters)
            applies[clause.number] = in_scope(clause) and not defeated
        return applies[clause.number]

    for clause in policy.clauses:
        in_scope(clause)
        apply(clause)
    defeated_by = {c.number: tuple(n for n in c.defeaters if applies[n]) for c in policy.clauses}
    breached = frozenset(
        c.number
        for c in policy.clauses
        if c.effect is Effect.REQUIRE and applies[c.number] and not evaluate.holds(policy, s, r, c.required)
    )
    status = _status(policy, [c for c in policy.clauses if applies[c.number]])
    outcome, ground = _outcome(policy, s, r, status, in_force=in_force, in_breach=bool(breached))
    return Judgement(scope, applies, defeated_by, breached, status, outcome, ground)


def _status(policy: Policy, applying: list[Clause]) -> StatusWord:
    permissions = [c for c in applying if c.effect is Effect.PERMIT]
    prohibitions = [c for c in applying if c.effect is Effect.FORBID]
    if policy.conflicts in ("earlier prevails", "later prevails"):
        ranked = sorted((c for c in (*permissions, *prohibitions) if not c.excepts), key=lambda c: c.order)
        if ranked:
            first = ranked[0] if policy.conflicts == "earlier prevails" else ranked[-1]
            return "expressly permitted" if first.effect is Effect.PERMIT else "expressly forbidden"
    if prohibitions:
        return "conflicting" if any(not c.excepts for c in permissions) else "expressly forbidden"
    return "expressly permitted" if permissions else "silent"


def _outcome(
    policy: Policy, s: Scenario, r: Reading, status: StatusWord, *, in_force: bool, in_breach: bool
) -> tuple[Literal["permitted", "forbidden"], Ground]:
    if not in_force:
        return "permitted", "not in force"
    if in_breach:
        return "forbidden", "breach"
    match status:
        case "expressly permitted":
            return "permitted", "clauses"
        case "expressly forbidden":
            return "forbidden", "clauses"
        case "conflicting":
            if policy.conflicts == "permissions prevail":
                return "permitted", "conflict rule"
            if policy.conflicts == "prohibitions prevail":
                return "forbidden", "conflict rule"
            return _ruled(r.on_conflict), "conflict ruling"
        case "silent":
            verdict = default(policy, s, r)
            if verdict == "undecided":
                return _ruled(r.on_silence), "silence ruling"
            return verdict, "default"
        case _:
            assert_never(status)


def _ruled(ruling: bool) -> Literal["permitted", "forbidden"]:  # noqa: FBT001 - a ruling is what it is
    return "permitted" if ruling else "forbidden"


def default(policy: Policy, s: Scenario, r: Reading) -> Literal["permitted", "forbidden", "undecided"]:
    """What silence means in `s`: the first default that fits."""
    above = ancestors(policy, s.act)
    for line in policy.defaults:
        if (line.act is None or line.act in above) and evaluate.holds(policy, s, r, line.when):
            return line.verdict
    return "undecided"


def holds(policy: Policy, s: Scenario, r: Reading, expr: core.Expr) -> bool:
    """Whether a formula (of a claim or case, too) holds in `s` under `r`."""
    return evaluate.holds(policy, s, r, expr, judged(policy, s, r))


def judged(policy: Policy, s: Scenario, r: Reading, own: Judgement | None = None) -> Judged:
    """What formulas of claims ask of `s` under `r` besides its facts; `own` is the judgement of `policy`, where that is known."""
    mine = judge(policy, s, r) if own is None else own
    return Judged(mine.applies, lambda name: judge_by(policy, s, r, name).outcome == "permitted")


def judge_by(policy: Policy, s: Scenario, r: Reading, name: str) -> Judgement:
    """The judgement of the document that `policy` knows as `name`."""
    return judge(policy.others[name], s, r.of(name))


def has_verdict(policy: Policy, s: Scenario, r: Reading, verdict: Verdict) -> bool:
    """Whether `s` has the verdict under `r`. ValueError for `unsettled`, which speaks of all readings together."""
    return is_verdict(judge(policy, s, r), verdict)


def is_verdict(found: Judgement, verdict: Verdict) -> bool:
    """Whether a judgement is `verdict`. ValueError for `unsettled`."""
    match verdict:
        case Verdict.PERMITTED | Verdict.FORBIDDEN:
            return bool(found.outcome == verdict.value)
        case Verdict.IN_BREACH:
            return found.in_breach
        case Verdict.UNSETTLED:
            msg = "`unsettled` is no verdict of one reading"
            raise ValueError(msg)
        case _:
            return bool(found.status == verdict.value)


# --- readings -----------------------------------------------------------------------------------------------------------------


def effective(policy: Policy, s: Scenario, r: Reading) -> Reading:
    """`r` with every open term as it is really read in `s`, within its bounds; terms that cannot be asked of `s` are left out."""
    above = ancestors(policy, s.act)
    acts = {t.name: evaluate.read_so(policy, s, r, t.name, ()) for t in policy.terms.values() if t.act in above}
    entities = {(t, args): evaluate.read_so(policy, s, r, t, args) for t, args in entity_terms(policy, s)}
    amounts = {n: r.quantities.get(n, q.low) for n, q in policy.quantities.items()}
    return Reading(acts, entities, amounts, r.on_conflict, r.on_silence, r.others)


def entity_terms(policy: Policy, s: Scenario) -> Iterator[tuple[str, tuple[Path, ...]]]:
    """Every open term of entities with every tuple of entities of `s` that it can be asked of, by identity."""
    by_type: dict[str, list[Path]] = {}
    for slot in slots(policy, s.act):
        if slot.entity is not None and s.identity.get(slot.path) == slot.path:
            by_type.setdefault(slot.entity, []).append(slot.path)
    for term in policy.terms.values():
        if term.act is None:
            for args in product(*(by_type.get(entity, []) for _, entity in term.params)):
                yield term.name, args


def points(policy: Policy, s: Scenario) -> tuple[tuple[str, tuple[Path, ...]], ...]:
    """The points that are really open in `s`: terms and quantities in the order of declaration, then the rulings.

    Rulings are named `on conflict` and `on silence` (of another document, with ` in NAME`), and are listed if the document leaves them
    open at all.
    """
    above = ancestors(policy, s.act)
    found: list[tuple[str, tuple[Path, ...]]] = []
    asked = list(entity_terms(policy, s))
    decls: list[core.OpenTerm | core.OpenQuantity] = [*policy.terms.values(), *policy.quantities.values()]
    for decl in sorted(decls, key=lambda d: d.order):
        if isinstance(decl, core.OpenQuantity):
            found += [(decl.name, ())] if decl.low < decl.high else []
        elif decl.act is not None:
            found += [(decl.name, ())] if decl.act in above and bounds(policy, s, decl.name, ()) == "open" else []
        else:
            found += [(t, args) for t, args in asked if t == decl.name and bounds(policy, s, t, args) == "open"]
    found += [(ruling(what), ()) for what in _rulings(policy)]
    found += [(ruling(what, name), ()) for name, other in policy.others.items() for what in _rulings(other)]
    return tuple(found)


def _rulings(policy: Policy) -> Iterator[str]:
    if policy.conflicts == "undecided":
        yield ON_CONFLICT
    if not policy.defaults or policy.defaults[-1].act is not None or any(d.verdict == "undecided" for d in policy.defaults):
        yield ON_SILENCE


# --- what is a scenario ---------------------------------------------------------------------------------------------------------


def possible(policy: Policy, s: Scenario) -> tuple[str, ...]:
    """Why `s` is no scenario: assumptions that it violates (by name), and what is wrong with its shape. Empty if it is one."""
    return (*_misshapen(policy, s), *_violated(policy, s))


def _misshapen(policy: Policy, s: Scenario) -> Iterator[str]:
    known = {slot.path: slot for slot in slots(policy, s.act) if s.act in slot.acts}
    yield from (f"no such path: {'.'.join(p)}" for p in {*s.facts, *s.identity} - set(known))
    for slot in known.values():
        owner_there = slot.owner is None or s.there(slot.owner)
        if s.there(slot.path) and not owner_there:
            yield f"{'.'.join(slot.path)} is there without its owner"
        if owner_there and not slot.field.optional and not s.there(slot.path):
            yield f"{'.'.join(slot.path)} is missing"
        value = s.facts.get(slot.path)
        if isinstance(value, Fraction):
            low, high = slot.field.type.low, slot.field.type.high
            if (low is not None and value < low) or (high is not None and value > high):
                yield f"{'.'.join(slot.path)} is out of bounds"
            if slot.field.type.sort in (Sort.INTEGER, Sort.DATE) and value.denominator != 1:
                yield f"{'.'.join(slot.path)} is not whole"
        kind = slot_kind(policy, slot)
        if value is not None and kind is not None and value not in policy.kinds[kind].leaves:
            yield f"{'.'.join(slot.path)} is no leaf of {kind}"
    for path, first in s.identity.items():
        if path != first:
            yield from _unlike(policy, s, path, first, known)


def _unlike(policy: Policy, s: Scenario, path: Path, first: Path, known: Mapping[Path, Slot]) -> Iterator[str]:
    names = f"{'.'.join(path)} and {'.'.join(first)} are one entity"
    if s.identity.get(first) != first or known[path].entity != known[first].entity:
        yield f"{names}, but not of one type"
        return
    if s.facts.get(path) != s.facts.get(first):
        yield f"{names} of two classes"
    entity = known[path].entity
    for field in policy.entities[entity or ""].fields:
        a, b = (*path, field.key), (*first, field.key)
        same = s.there(a) == s.there(b) and s.facts.get(a) == s.facts.get(b) and s.identity.get(a) == s.identity.get(b)
        if not same:
            yield f"{names} with two values of {field.key}"


def _violated(policy: Policy, s: Scenario) -> Iterator[str]:
    above = ancestors(policy, s.act)
    nothing = evaluate.NOTHING_READ
    here: dict[str, list[Path]] = {}
    for slot in slots(policy, s.act):
        if slot.entity is not None and s.there(slot.path):
            here.setdefault(slot.entity, []).append(slot.path)
    for assumption in policy.assumptions:
        if assumption.act is not None and assumption.act not in above:
            continue
        for paths in product(*(here.get(entity, []) for _, entity in assumption.params)):
            given = {name: path for (name, _), path in zip(assumption.params, paths, strict=True)}
            if not evaluate.holds(policy, s, nothing, assumption.body, None, given):
                yield assumption.name
                break
