"""How a scenario gets past a prohibition: the prohibitions of a question, their conditions, and reasons as data.

Contract: the definitions are those of the language. A duty counts as a prohibition with the further condition that what it requires
is not so. A counterexample *escapes* a prohibition on its act by the conditions that are false there. A reason is *in the claim's
terms* if each condition escaped by speaks of a fact that the claim's conditions speak of.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tos_checker.amounts import reads
from tos_checker.encode import core_with
from tos_checker.judging import judged
from tos_checker.once import once
from tos_spec import core, evaluate
from tos_spec.core import Clause, Condition, Effect, Path, Policy
from tos_spec.evaluate import Judged
from tos_spec.interpret import Judgement
from tos_spec.scenario import Reading, Scenario
from tos_spec.shape import ancestors

_MANY = 20_000

Fact = tuple[str, ...]
"""What a formula can speak of: a path, or `("relation", name)`."""


@dataclass(frozen=True)
class Prohibition:
    """A prohibition or a duty, with every condition that must hold for it to stop an act."""

    clause: Clause
    conditions: tuple[Condition, ...]
    spoken: tuple[bool, ...]
    """Of each condition: whether it speaks of a fact that the claim speaks of."""


@dataclass(frozen=True)
class Reason:
    """Why something gets through: a route, a prohibition (None: the route alone), the places of the conditions escaped by."""

    route: str
    clause: str | None
    escaped: tuple[int, ...]


def prohibitions(policy: Policy, act: str, spoken_of: frozenset[Fact]) -> tuple[Prohibition, ...]:
    """The prohibitions and duties that scenarios of `act` can meet, in the order of the document."""
    stopping = (c for c in policy.clauses if c.effect in (Effect.FORBID, Effect.REQUIRE) and related(policy, c.act, act))
    return tuple(_prohibition(policy, c, spoken_of) for c in stopping)


def prohibitions_of(policy: Policy, numbers: tuple[str, ...]) -> tuple[Prohibition, ...]:
    """These prohibitions and duties, where no claim is asked about: none of their conditions is in anybody's terms."""
    return tuple(_prohibition(policy, c, frozenset()) for c in policy.clauses if c.number in numbers)


def clauses(policy: Policy, numbers: tuple[str, ...], spoken_of: frozenset[Fact]) -> tuple[Prohibition, ...]:
    """Clauses of any effect, as what a scenario gets past where they do not apply."""
    return tuple(_prohibition(policy, c, spoken_of, breach=False) for c in policy.clauses if c.number in numbers)


def _prohibition(policy: Policy, clause: Clause, spoken_of: frozenset[Fact], *, breach: bool = True) -> Prohibition:
    conditions = clause.conditions
    if breach and clause.effect is Effect.REQUIRE:
        text = f"not ({clause.required_text})" if " " in clause.required_text else f"not {clause.required_text}"
        conditions = (*conditions, Condition(core.Not(clause.required), text, clause.span))
    return Prohibition(clause, conditions, tuple(bool(facts(policy, c.expr) & spoken_of) for c in conditions))


def related(policy: Policy, one: str, other: str) -> bool:
    """Whether one act is the other, or below or above it."""
    return one in ancestors(policy, other) or other in ancestors(policy, one)


def escaped_by(policy: Policy, s: Scenario, r: Reading, prohibition: Prohibition) -> tuple[int, ...] | None:
    """The places of the conditions that are false in `s` under `r`; None if the prohibition is on another act."""
    if prohibition.clause.act not in ancestors(policy, s.act):
        return None
    return tuple(i for i, c in enumerate(prohibition.conditions) if not evaluate.holds(policy, s, r, c.expr, _NO_CLAUSES))


_NO_CLAUSES = Judged({})


def routes(policy: Policy, s: Scenario, r: Reading) -> tuple[str, ...]:
    """What makes the outcome of `s` under `r` permitted: permissions by number, `silence`, or a ruling; none if it is forbidden."""
    return routes_of(policy, judged(policy, s, r))


def routes_of(policy: Policy, found: Judgement) -> tuple[str, ...]:
    """What makes the outcome permitted, by a judgement of all clauses that may apply."""
    if found.outcome == "forbidden":
        return ()
    match found.rests_on:
        case "not in force" | "default":
            return ("silence",)
        case "conflict ruling":
            return ("ruling on conflict",)
        case "silence ruling":
            return ("ruling on silence",)
        case _:
            return tuple(_permissions(policy, found.applies))


def _permissions(policy: Policy, applies: Mapping[str, bool]) -> Iterator[str]:
    permits = [c for c in policy.clauses if c.effect is Effect.PERMIT and applies.get(c.number, False)]
    if policy.conflicts in ("earlier prevails", "later prevails"):
        ranked = [c for c in permits if not c.excepts]
        if ranked:
            ranked.sort(key=lambda c: c.order)
            permits = [ranked[0] if policy.conflicts == "earlier prevails" else ranked[-1]]
    yield from (c.number for c in permits)


# --- what a formula speaks of -----------------------------------------------------------------------------------------------------


def facts(policy: Policy, expr: core.Expr) -> frozenset[Fact]:
    """The facts that `expr` speaks of, through definitions, the bounds of open terms, clauses and other documents too."""
    known = _known(policy)
    found = known.get(id(expr))
    if found is None:
        if len(known) >= _MANY:  # of formulas that are only made to be asked about, there could be any number
            known.clear()
        found = known[id(expr)] = (expr, _facts(policy, expr))
    return found[1]


@once
def _known(_: Policy) -> dict[int, tuple[core.Expr, frozenset[Fact]]]:
    """The formulas asked about, each with its facts (it is kept itself, so that its identity is not used again)."""
    return {}


def _facts(policy: Policy, expr: core.Expr) -> frozenset[Fact]:
    found: set[Fact] = set()
    stack: list[core.Expr] = [expr]
    seen: set[object] = set()
    alive: list[core.Expr] = []  # what is only made here must not go, or its identity would be used again
    while stack:
        here = stack.pop()
        key = _key(here)
        if key in seen:
            continue
        seen.add(key)
        alive.append(here)
        found |= _own_facts(here)
        stack += _inside(policy, here, seen)
    return frozenset(found)


def _key(expr: core.Expr) -> object:
    match expr:
        case core.Applies(clauses):
            return ("applies", clauses)
        case core.JudgedBy(name):
            return ("judged by", name)
        case _:
            return id(expr)


def _own_facts(expr: core.Expr) -> set[Fact]:
    match expr:
        case core.IsIn(path=path) | core.Has(path=path) | core.Flag(path=path) | core.Exists(path=path):
            return {path}
        case core.SameEntity(left, right) | core.SameValue(left, right, _):
            return {left, right}
        case core.Compare(_, left, right):
            return {*reads(left), *reads(right)}
        case core.Related(relation, paths):
            return {("relation", relation), *paths}
        case core.Open(_, args):
            return set(args)
        case _:
            return set()


def _inside(policy: Policy, expr: core.Expr, seen: set[object]) -> Iterable[core.Expr]:
    match expr:
        case core.Not(body) | core.Defined(body=body):
            return (body,)
        case core.And(items) | core.Or(items):
            return items
        case core.Open(term, args):
            if ("open", term, args) in seen:
                return ()
            seen.add(("open", term, args))
            decl = policy.terms[term]
            given: dict[str, Path] = {name: path for (name, _), path in zip(decl.params, args, strict=True)}
            return (core_with(decl.includes, given), core_with(decl.excludes, given))
        case core.Applies(clauses):
            return [c.expr for n in clauses for c in policy.clause(n).conditions]
        case core.JudgedBy(name):
            other = policy.others[name]
            own = [e for c in other.clauses for e in (*(condition.expr for condition in c.conditions), c.required)]
            return (*own, *(d.when for d in other.defaults))
        case _:
            return ()
