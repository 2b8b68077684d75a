"""One line that says what was found of a scenario: its outcome, and what the outcome rests on.

Contract: a headline is true of its scenario under its reading, needs no other line to be understood, and has no full stop.
"""

from fractions import Fraction

from tos_checker.accounts import failing_conditions, not_in_force, why_not
from tos_checker.facts import speaks_of
from tos_checker.reasons import Teller
from tos_spec.core import Clause, Effect, Path, Verdict
from tos_spec.shape import ancestors

Numbers = tuple[str, ...]


def route(teller: Teller) -> str:
    """What the outcome rests on: `silence`, `ruling`, or `clause N`."""
    ground = teller.judged.rests_on
    if ground in ("conflict ruling", "silence ruling"):
        return "ruling"
    if ground in ("default", "not in force"):
        return "silence"
    deciding = deciding_clauses(teller)
    return f"clause {deciding[0]}" if deciding else "silence"


def deciding_clauses(teller: Teller) -> Numbers:
    """The clauses that the outcome rests on, in order: what is breached, or what permits or forbids."""
    judged, policy = teller.judged, teller.policy
    if judged.in_breach:
        return tuple(c.number for c in policy.clauses if c.number in judged.breached)
    effect = Effect.PERMIT if judged.outcome == "permitted" else Effect.FORBID
    found = [c for c in policy.clauses if c.effect is effect and judged.applies[c.number]]
    if policy.conflicts in ("earlier prevails", "later prevails") and any(not c.excepts for c in found):
        ranked = [c for c in found if not c.excepts]
        return ((ranked[0] if policy.conflicts == "earlier prevails" else ranked[-1]).number,)
    return tuple(c.number for c in found)


def stopped_by(teller: Teller, clause: Clause) -> bool:
    """Whether a prohibition stops a scenario: it applies, the act would be forbidden without any duty, and no clause ranked before it applies."""
    judged, policy = teller.judged, teller.policy
    if clause.effect is not Effect.FORBID or not judged.applies[clause.number]:
        return False
    if policy.conflicts in ("earlier prevails", "later prevails"):
        ranked = [
            c for c in policy.clauses if c.effect in (Effect.PERMIT, Effect.FORBID) and judged.applies[c.number] and not c.excepts
        ]
        return not ranked or clause.number == ranked[0 if policy.conflicts == "earlier prevails" else -1].number
    if judged.status == "conflicting" and policy.conflicts == "undecided":
        return not teller.reading.on_conflict
    return judged.status == "expressly forbidden" or policy.conflicts == "prohibitions prevail"


def nearest_prohibition(teller: Teller, spoken_of: frozenset[Path], expected: Numbers = ()) -> Clause | None:
    """The prohibition (or duty) that comes nearest to stopping a scenario: of those `expected` to, if any are; in the question's terms first."""
    above = ancestors(teller.policy, teller.scenario.act)
    found = []
    for clause in teller.policy.clauses:
        if clause.act not in above or clause.effect not in (Effect.FORBID, Effect.REQUIRE):
            continue
        failing = failing_conditions(teller, clause)
        total = len(clause.conditions) + (clause.effect is Effect.REQUIRE)
        foreign = sum(not speaks_of(teller.policy, c.expr) & spoken_of for c in failing)
        met = Fraction(total - len(failing), total) if total else Fraction(1)
        unexpected = clause.number not in expected
        found.append((unexpected, foreign > 0 or (bool(failing) and not met), len(failing), -met, clause.order, clause))
    return min(found, key=lambda item: item[:5])[5] if found else None


def of_outcome(teller: Teller, spoken_of: frozenset[Path], expected: Numbers = ()) -> str:
    """`permitted, as clause 2 does not apply: the customer is a company, not a law-enforcement agency`."""
    return _permitted(teller, spoken_of, expected) if teller.judged.outcome == "permitted" else _forbidden(teller)


def of_way(teller: Teller, route: str, past: Clause | None) -> str:
    """Why a scenario that is permitted by `route` gets past one prohibition."""
    said = _by_route(teller, route)
    settled = teller.judged.rests_on in ("conflict ruling", "conflict rule")
    if not_in_force(teller, teller.policy.period) is not None or past is None or (settled and teller.judged.applies[past.number]):
        return said
    return f"{said}{', as' if said == 'permitted' else ', and'} {_passed(teller, past, route)}"


def _by_route(teller: Teller, route: str) -> str:
    out_of_force = not_in_force(teller, teller.policy.period)
    if out_of_force is not None:
        return f"permitted, as the document {out_of_force}"
    match teller.judged.rests_on:
        case "conflict ruling":
            return f"permitted, if the conflict of {_conflict(teller)} is resolved for the permission"
        case "silence ruling":
            return "permitted, if what no clause governs is permitted"
        case "conflict rule":
            return f"permitted by {teller.cited(route)}, as permissions prevail over prohibitions"
        case "clauses":
            return f"permitted by {teller.cited(route)}"
        case _:
            return "permitted"


def _permitted(teller: Teller, spoken_of: frozenset[Path], expected: Numbers) -> str:
    out_of_force = not_in_force(teller, teller.policy.period)
    if out_of_force is not None:
        return f"permitted, as the document {out_of_force}"
    match teller.judged.rests_on:
        case "conflict ruling":
            return f"permitted, if the conflict of {_conflict(teller)} is resolved for the permission"
        case "silence ruling":
            return "permitted, if what no clause governs is permitted"
        case "conflict rule":
            return f"permitted by {teller.cited(*deciding_clauses(teller))}, as permissions prevail"
        case "clauses":
            said = f"permitted by {teller.cited(*deciding_clauses(teller))}"
        case _:
            said = "permitted"
    near = nearest_prohibition(teller, spoken_of, expected)
    if near is None:
        return said if said != "permitted" else "permitted, as no clause forbids it"
    return f"{said}{', and' if said != 'permitted' else ', as'} {_passed(teller, near)}"


def _passed(teller: Teller, clause: Clause, by: str = "") -> str:
    if teller.judged.applies[clause.number]:
        if clause.effect is Effect.REQUIRE:
            return f"what {teller.cited(clause.number)} requires is met: {teller.why(clause.required)}"
        return f"{teller.cited(clause.number)} forbids it, but does not prevail"
    reason = why_not(teller, clause, by)
    if teller.judged.scope[clause.number]:
        return f"{teller.cited(clause.number)} gives way: {reason}"
    more = sum(not teller.holds(c.expr) and teller.why(c.expr) != reason for c in clause.conditions)
    further = f" (nor are {more} further conditions of it met)" if more > 1 else ""
    further = " (nor is 1 further condition of it met)" if more == 1 else further
    return f"{teller.cited(clause.number)} does not apply: {reason}{further}"


def _forbidden(teller: Teller) -> str:
    match teller.judged.rests_on:
        case "breach":
            number = deciding_clauses(teller)[0]
            reason = teller.why(teller.policy.clause(number).required)
            return f"forbidden, as what {teller.cited(number)} requires is not met: {reason}"
        case "conflict ruling":
            return f"forbidden, if the conflict of {_conflict(teller)} is resolved for the prohibition"
        case "silence ruling":
            return "forbidden, if what no clause governs is forbidden"
        case "conflict rule":
            return f"forbidden by {teller.cited(*deciding_clauses(teller))}, as prohibitions prevail"
        case "default":
            return "forbidden, as no clause permits it and what no clause governs is forbidden"
        case _:
            return f"forbidden by {teller.cited(*deciding_clauses(teller))}"


def then_forbidden(teller: Teller) -> str:
    """What forbids a scenario, after that it is forbidden where something changes: `as clause 4 then forbids it`."""
    numbers = deciding_clauses(teller)
    match teller.judged.rests_on:
        case "breach":
            return f"as what {teller.cited(numbers[0])} requires is then not met"
        case "conflict ruling":
            return f"if the conflict of {_conflict(teller)} is then resolved for the prohibition"
        case "silence ruling":
            return "if what no clause governs is forbidden"
        case "default":
            return "as no clause permits it then, and the default is forbidden"
        case _:
            return f"as {teller.cited(*numbers)} then {'forbids' if len(numbers) == 1 else 'forbid'} it"


def ground(teller: Teller) -> str:
    """What the outcome rests on, where that is no clause: `no clause permits or forbids it, and the default is permitted`."""
    match teller.judged.rests_on:
        case "default":
            return f"no clause permits or forbids it, and the default is {teller.judged.outcome}"
        case "not in force":
            return f"the document {not_in_force(teller, teller.policy.period)}"
        case "silence ruling":
            return "no clause permits or forbids it; the text leaves open what that means, and this is one of the two rulings"
        case "conflict ruling":
            return "the text leaves the conflict open, and this is one of the two rulings"
        case _:
            return ""


def breach(teller: Teller) -> str:
    """What a breach forbids something for: `what clause 6 requires is not met`."""
    numbers = deciding_clauses(teller)
    return f"what {teller.cited(*numbers)} {'requires' if len(numbers) == 1 else 'require'} is not met"


def _conflict(teller: Teller) -> str:
    applying = [c for c in teller.policy.clauses if teller.judged.applies[c.number]]
    permits = [c.number for c in applying if c.effect is Effect.PERMIT and not c.excepts]
    forbids = [c.number for c in applying if c.effect is Effect.FORBID]
    return f"{teller.cited(*permits)} with {teller.cited(*forbids)}"


def of_status(teller: Teller) -> str:
    """What the clauses say of a scenario, whatever its outcome: `conflicting, clause 1 with clause 2`."""
    judged = teller.judged
    match judged.status:
        case "silent":
            said = "silent, as no clause permits it and none forbids it"
        case "conflicting":
            said = f"conflicting, {_conflict(teller)}"
        case _:
            effect = Effect.PERMIT if judged.status == "expressly permitted" else Effect.FORBID
            found = [c.number for c in teller.policy.clauses if c.effect is effect and judged.applies[c.number]]
            said = f"{judged.status} by {teller.cited(*found)}"
    return f"{said}; {of_breach(teller)}" if judged.in_breach else said


def of_breach(teller: Teller) -> str:
    """Which duty is breached, and how, or that none is."""
    if not teller.judged.in_breach:
        return "no duty is breached"
    number = next(c.number for c in teller.policy.clauses if c.number in teller.judged.breached)
    reason = teller.why(teller.policy.clause(number).required)
    return f"in breach of {teller.cited(number)}: {reason}"


def of_verdict(teller: Teller, verdict: Verdict | None, spoken_of: frozenset[Path], expected: Numbers = ()) -> str:
    """What is found where a question asks for `verdict`, and expects it of some clauses."""
    match verdict:
        case Verdict.IN_BREACH:
            return of_breach(teller)
        case Verdict.SILENT | Verdict.CONFLICTING | Verdict.EXPRESSLY_FORBIDDEN | Verdict.EXPRESSLY_PERMITTED:
            return of_status(teller)
        case _:
            return of_outcome(teller, spoken_of, expected)


def as_expected(teller: Teller, verdict: Verdict | None, *, by_clauses: bool) -> str:
    """That `verdict` is found, as a case expects, before what is not as it expects: `forbidden by clause 2, as expected`."""
    rests_on = teller.judged.rests_on
    if verdict not in (Verdict.PERMITTED, Verdict.FORBIDDEN):
        return f"{of_verdict(teller, verdict, frozenset())}, as expected"
    if rests_on in ("conflict ruling", "silence ruling"):
        return of_outcome(teller, frozenset())
    told = by_clauses and rests_on in ("clauses", "conflict rule")
    by = f" by {teller.cited(*deciding_clauses(teller))}" if told else ""
    return f"{teller.judged.outcome}{by}, as expected"


def of_clauses(teller: Teller, numbers: Numbers) -> str:
    """That one of `numbers` applies, or why none does: of several, why the first does not."""
    applying = tuple(n for n in numbers if teller.judged.applies.get(n, False))
    if applying:
        return f"{teller.cited(*applying)} {'applies' if len(applying) == 1 else 'apply'}"
    reason = why_not(teller, teller.policy.clause(numbers[0])) if _on_act(teller, numbers[0]) else "it is about another act"
    return f"{teller.cited(numbers[0])} does not apply: {reason}"


def _on_act(teller: Teller, number: str) -> bool:
    return teller.policy.clause(number).act in ancestors(teller.policy, teller.scenario.act)
