"""Clauses without work: that never apply, that change nothing, that demand what cannot be done.

Contract: `dead`, `idle`, `redundant` and `impossible` give a finding for each clause (or ranking of clauses) concerned, in the order of the
document. One cause is told once: an exception or disapplication that never applies is idle, not dead; what is dead, idle or an impossible
duty is not redundant; a ranking of what never applies or could be struck is not idle besides. What is compared is every outcome, in
every scenario, under each reading. Raises OutOfEffortError.
"""

from collections.abc import Iterator, Sequence

from tos_checker import terms
from tos_checker.citations import cited
from tos_checker.findings import Setting, finding, unless_accepted
from tos_checker.phrases import Phrasebook, listed
from tos_checker.report import Result
from tos_checker.strikes import Ranked, Strikes, ranked
from tos_checker.terms import Formula
from tos_spec.core import Clause, Condition, Effect
from tos_spec.shape import root


class Work:
    """What the clauses of a document do, found out once for all checks."""

    def __init__(self, setting: Setting) -> None:
        self.policy, self._effort = setting.policy, setting.effort
        self._strikes: dict[str, Strikes] = {}
        self._changes: dict[str, bool] = {}
        self._applies: dict[str, bool] = {}

    def strikes(self, act: str) -> Strikes:
        """The document beside itself, on the acts of one family."""
        top = root(self.policy, act)
        if top not in self._strikes:
            self._strikes[top] = Strikes(self.policy, top, self._effort)
        return self._strikes[top]

    def applies(self, clause: Clause) -> bool:
        """Whether the clause applies in some scenario, under some reading."""
        if clause.number not in self._applies:
            strikes = self.strikes(clause.act)
            self._applies[clause.number] = strikes.possible(strikes.law.applies[clause.number])
        return self._applies[clause.number]

    def matters(self, clause: Clause) -> bool:
        """Whether some outcome changes without the clause."""
        if clause.number not in self._changes:
            self._changes[clause.number] = self.strikes(clause.act).changes([clause.number])
        return self._changes[clause.number]

    def is_idle(self, clause: Clause) -> bool:
        """Whether the clause is an exception or a disapplication that never changes an outcome."""
        return _only_lifts(clause) and not self.matters(clause)

    def is_impossible(self, clause: Clause) -> bool:
        """Whether the clause is a duty that applies somewhere, but nowhere where the outcome is permitted."""
        if clause.effect is not Effect.REQUIRE or not self.applies(clause):
            return False
        strikes = self.strikes(clause.act)
        return not strikes.possible(strikes.law.applies[clause.number], strikes.law.permitted)


def _only_lifts(clause: Clause) -> bool:
    return bool(clause.excepts) or clause.effect in (Effect.DISAPPLY, Effect.LIFT)


def work(setting: Setting) -> Work:
    """What the clauses do; found out once for all checks that share a memo."""
    found = setting.memo.get("work")
    if not isinstance(found, Work):
        found = setting.memo["work"] = Work(setting)
    return found


def told(setting: Setting, clause: Clause) -> bool:
    """Whether another check has something to say of the clause: it never applies, is idle, or could be struck."""
    does = work(setting)
    return not does.matters(clause) or not (_only_lifts(clause) or does.applies(clause))


# --- clauses that never apply -----------------------------------------------------------------------------------------------------


def dead(setting: Setting) -> Iterator[Result]:
    """Clauses that never apply (exceptions and disapplications apart, which are idle)."""
    does = work(setting)
    for clause in setting.policy.clauses:
        if not _only_lifts(clause) and not does.applies(clause):
            said = f"clause {clause.number} never applies: {_why_dead(does, clause)}"
            result = finding(setting, "dead-clause", clause.number, said, clause.span, "correct its conditions, or strike it")
            yield unless_accepted(setting, result, (clause.number,))


def _why_dead(work: Work, clause: Clause) -> str:
    contradiction = _contradiction(work, clause)
    if contradiction:
        return contradiction
    strikes = work.strikes(clause.act)
    scope = strikes.law.scope[clause.number]
    kept = list(clause.defeaters)
    for number in clause.defeaters:
        rest = [n for n in kept if n != number]
        if not strikes.possible(scope, *(terms.negated(strikes.law.applies.get(n, terms.FALSE)) for n in rest)):
            kept = rest
    return f"wherever its conditions hold, {cited(kept, 'or')} lifts it or takes precedence over it"


def _contradiction(work: Work, clause: Clause) -> str:
    """Why the conditions of a clause (and of what it excepts) never hold together; empty if they sometimes do."""
    strikes = work.strikes(clause.act)
    if strikes.possible(strikes.law.scope[clause.number]):
        return ""
    policy = work.policy
    excepted = [policy.clause(n) for n in clause.excepts]
    own = [(c, strikes.law.view.holds(c.expr)) for c in clause.conditions]
    theirs = [(c, strikes.law.view.holds(c.expr)) for e in excepted[:1] for c in e.conditions] if len(excepted) == 1 else []
    strikes.settle()
    kept = _smallest(strikes, [*own, *theirs])
    if kept is None:
        beyond = f"and those of {cited(clause.excepts, 'or')}, " if clause.excepts else ""
        return f"its conditions {beyond}never hold together on a day on which it is in force"
    book = Phrasebook(policy, clause.act)
    said = [book.stated(c.expr) for c in kept]
    whose = "its conditions"
    if any(c in kept for c, _ in theirs):
        own_too = any(c in kept for c, _ in own)
        whose = (
            f"its conditions and those of {cited(clause.excepts)}" if own_too else f"the conditions of {cited(clause.excepts)}"
        )
    together = "are never met together" if len(said) > 1 else "are never met"
    return f"{whose} {together}: {', and '.join(said) if any(' and ' in s for s in said) else listed(said)}"


def _smallest(strikes: Strikes, parts: Sequence[tuple[Condition, Formula]]) -> list[Condition] | None:
    """The conditions that are left when they are given up from the last to the first; None if they can hold together."""
    if strikes.possible(*(formula for _, formula in parts)):
        return None
    kept = list(parts)
    for part in reversed(parts):
        rest = [p for p in kept if p is not part]
        if not strikes.possible(*(formula for _, formula in rest)):
            kept = rest
    return [condition for condition, _ in kept]


# --- what changes nothing ---------------------------------------------------------------------------------------------------------


def idle(setting: Setting) -> Iterator[Result]:
    """Exceptions, disapplications and rankings that never change an outcome."""
    does = work(setting)
    for clause in setting.policy.clauses:
        if does.is_idle(clause):
            what = f"clause {clause.number}, {_what(setting, clause)}, never changes an outcome"
            why = _contradiction(does, clause)
            said = f"{what}: {why}" if why else f"{what}: where it applies, the outcome is the same without it"
            help = "strike it, or correct its conditions or those of the clause it is meant to lift"
            result = finding(setting, "idle-exception", clause.number, said, clause.span, help, notes=(_NOBODY_GUARDS,))
            yield unless_accepted(setting, result, (clause.number,))
    for group in ranked(setting.policy):
        clauses = [setting.policy.clause(n) for n in (*group.losers, *group.winners)]
        if any(told(setting, c) for c in clauses):
            continue
        if not any(does.strikes(act).changes(unranked=group.pairs) for act in {root(setting.policy, c.act) for c in clauses}):
            yield _idle_ranking(setting, group)


_NOBODY_GUARDS = "so no claim or case guards it"


def _idle_ranking(setting: Setting, group: Ranked) -> Result:
    winners, losers = cited(group.winners), cited(group.losers)
    takes = "takes" if len(group.winners) == 1 else "take"
    said = f"that {winners} {takes} precedence over {losers} never changes an outcome"
    help = f"strike the `notwithstanding` or `subject to` that ranks them, or correct the conditions of {winners}"
    name = ", ".join((*group.winners, *group.losers))
    result = finding(setting, "idle-exception", name, said, setting.policy.clause(group.winners[0]).span, help)
    return unless_accepted(setting, result, (*group.winners, *group.losers))


def _what(setting: Setting, clause: Clause) -> str:
    if clause.excepts:
        return f"an exception to {cited(clause.excepts)}"
    lifted = [c.number for c in setting.policy.clauses if clause.number in c.defeaters]
    return f"which disapplies {cited(lifted)}"


def redundant(setting: Setting) -> Iterator[Result]:
    """Clauses without which every outcome stays the same; the first finding names one largest set that can go together."""
    does = work(setting)
    clauses = [c for c in setting.policy.clauses if not does.matters(c) and not does.is_idle(c)]
    found = [c for c in clauses if does.applies(c) and not does.is_impossible(c)]
    together = _together(does, found)
    for clause in found:
        said = f"clause {clause.number} could be struck: every outcome stays the same, however the text is read"
        notes = []
        if len(found) > 1 and clause is found[0]:
            one = len(together) == 1
            notes.append(f"of these, {cited(together)} can go{'; then no other can' if one else ' together'}")
        help = 'strike it, or keep it on record with `accepting redundant-clause because "…"`'
        result = finding(setting, "redundant-clause", clause.number, said, clause.span, help, notes=tuple(notes))
        yield unless_accepted(setting, result, (clause.number,))


def _together(work: Work, found: Sequence[Clause]) -> list[str]:
    """One largest set that can go together, built from the last clause backwards."""
    gone: list[Clause] = []
    for clause in reversed(found):
        numbers = [c.number for c in (*gone, clause)]
        if not any(work.strikes(c.act).changes(numbers) for c in {c.act: c for c in (*gone, clause)}.values()):
            gone.append(clause)
    return [c.number for c in found if c in gone]


# --- duties -----------------------------------------------------------------------------------------------------------------------


def impossible(setting: Setting) -> Iterator[Result]:
    """Duties that apply somewhere, but nowhere where the outcome is permitted."""
    does = work(setting)
    for clause in setting.policy.clauses:
        if does.is_impossible(clause):
            strikes = does.strikes(clause.act)
            met = strikes.possible(strikes.law.applies[clause.number], terms.negated(strikes.law.breached[clause.number]))
            why = "even where it is met, the act is forbidden" if met else "it can never be met"
            said = f"clause {clause.number} requires what helps nobody: wherever it applies, {why}"
            help = "weaken what it requires, narrow its conditions, or write a prohibition if one is meant"
            result = finding(setting, "impossible-duty", clause.number, said, clause.span, help)
            yield unless_accepted(setting, result, (clause.number,))
