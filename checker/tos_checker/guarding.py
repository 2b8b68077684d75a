"""Which clauses the claims and cases guard: what would be noticed if a clause were struck.

Contract: a clause is unguarded if striking it changes no claim's status, no family's reason and no case. What is told already (that a clause
never applies, changes nothing, or could be struck) is not told again. Only what can differ is asked again: a proof that stands without
a clause (`may_use`) holds without it too, and a claim none of whose scenarios is judged otherwise has the same loopholes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from tos_checker import answer, families, idleness, pose, terms
from tos_checker.budget import Budget, OutOfEffortError
from tos_checker.constants import parts
from tos_checker.encode import View
from tos_checker.findings import Setting, finding, unless_accepted
from tos_checker.ground import Ground
from tos_checker.law import Law
from tos_checker.phrases import listed
from tos_checker.pose import Pose
from tos_checker.proofs import without
from tos_checker.report import Result
from tos_spec import core
from tos_spec.core import Case, Claim, Clause, Effect, Policy, Verdict
from tos_spec.shape import root

_MOST = 200
"""Families that are compared at the most."""


def unguarded(setting: Setting) -> Iterator[Result]:
    """Each clause whose striking no claim and no case would notice."""
    policy = setting.policy
    guards = Guards(policy, setting.results, setting.today, setting.effort)
    clauses = [c for c in policy.clauses if not idleness.told(setting, c)]
    loose = [c for c in clauses if not guards.notices(c, without(policy, c.number), struck=True)]
    if loose and not policy.claims and not policy.cases:
        said = "no claim and no case guards anything"
        help = "write a claim for what the document is meant to achieve: `claim NAME` with `ACT is never permitted when …`"
        yield finding(setting, "unguarded-clause", policy.name, said, policy.span, help)
        return
    for clause in loose:
        said = f"no claim or case guards clause {clause.number}: struck, it would change none of them"
        help = f"claim what clause {clause.number} is for; `check guard` suggests how"
        result = finding(setting, "unguarded-clause", clause.number, said, clause.span, help)
        yield unless_accepted(setting, result, (clause.number,))


class Guards:
    """The claims and cases of a document, and what they notice. `results` are theirs."""

    def __init__(self, policy: Policy, results: Sequence[Result], today: date, effort: Budget | None) -> None:
        self.policy, self.today, self.effort = policy, today, effort
        self.results = {(r.check, r.name): r for r in results}
        self._reasons: dict[str, frozenset[object]] = {}

    def notices(self, clause: Clause, changed: Policy, *, struck: bool) -> bool:
        """Whether a claim or a case would notice if `clause` were as it is in `changed` (there it may be struck).

        Raises OutOfEffortError where only those might that are themselves undecided.
        """
        top = root(self.policy, clause.act)
        claims = [c for c in self.policy.claims if root(self.policy, c.act) == top]
        cases = [c for c in self.policy.cases if root(self.policy, c.act) == top]
        plain = [(c, self.results.get(("claim", c.name))) for c in claims]
        if struck and any(result is not None and _names(result, clause) for _, result in plain):
            return True
        known: list[tuple[Claim | Case, Result]] = [(c, r) for c, r in plain if r is not None]
        known += [(c, r) for c in cases if (r := self.results.get(("case", c.name))) is not None]
        asked = [(c, r) for c, r in known if r.status not in ("undecided", "vacuous")]
        settled = [(c, r) for c, r in asked if _is_settled(r, _when(c), clause, struck=struck)]
        if struck and any(r.proof is not None and clause.number in r.proof.needs for _, r in settled):
            return True  # what a proof answers costs nothing
        costly = sorted((p for p in asked if p not in settled), key=lambda p: isinstance(p[0], Claim))
        if any(self._asked_again(c, r, clause, changed, struck=struck) for c, r in costly):
            return True
        if any(r.status == "undecided" for _, r in known):
            message = "whether what stayed undecided would notice is undecided, too"
            raise OutOfEffortError(message)
        return False

    def _asked_again(self, asked: Claim | Case, result: Result, clause: Clause, changed: Policy, *, struck: bool) -> bool:
        if isinstance(asked, core.Case):
            return answer.case(changed, asked, self.effort).status != result.status
        return self._claim(asked, result, clause, changed, struck=struck)

    def _claim(self, claim: Claim, result: Result, clause: Clause, changed: Policy, *, struck: bool) -> bool:
        failing = result.status in ("fails", "arguable") and claim.form != "sometimes"
        if failing and not self._differs(claim, clause, changed, struck=struck):
            return False
        status = answer.claim(changed, claim, self.today, self.effort).status
        if status != result.status:
            return True
        if not failing:
            return False
        if claim.name not in self._reasons:
            self._reasons[claim.name] = reasons(self.policy, claim, self.effort)
        return reasons(changed, claim, self.effort) != self._reasons[claim.name]

    def _differs(self, claim: Claim, clause: Clause, changed: Policy, *, struck: bool) -> bool:
        """Whether anything that loopholes are told by differs in `changed`, where the claim's conditions hold."""
        question = pose.of_claim(self.policy, claim, claim.when, self.effort)
        if question.varied or not struck:
            return True
        ground = Ground(question)
        view: View = ground.law.view
        other = Law(view, instead=changed)
        ground.settle()
        others = [n for n in other.applies if n != clause.number]
        same = [terms.equivalent(other.permitted, ground.law.permitted)]
        same += [terms.equivalent(other.applies[n], ground.law.applies[n]) for n in others]
        same += [terms.equivalent(other.breached[n], b) for n, b in ground.law.breached.items() if n != clause.number]
        own = ground.law.applies.get(clause.number, terms.FALSE) if _shows(clause) else terms.FALSE
        return ground.possible(ground.concerns, terms.either((own, terms.negated(terms.both(same)))))


def _when(asked: Claim | Case) -> core.Expr:
    return asked.when if isinstance(asked, Claim) else asked.facts


def _is_settled(result: Result, when: core.Expr, clause: Clause, *, struck: bool) -> bool:
    """Whether the result's proof tells if it would be another: not if its conditions might become vacuous, or nothing be left to accept."""
    if result.proof is None or result.status != "holds":
        return False
    if any(isinstance(part, core.Applies) and clause.number in part.clauses for part in parts(when)):
        return False
    return struck or clause.number not in result.proof.may_use


def _shows(clause: Clause) -> bool:
    """Whether loopholes can be told by the clause itself: a permission that lets them pass, or a clause that stops them."""
    return clause.effect is Effect.PERMIT


def _names(result: Result, clause: Clause) -> bool:
    """Whether a family of the result names the clause: struck, the reason would be another."""
    if result.status not in ("fails", "arguable"):
        return False
    named = {f.escapes.clause for f in result.families if f.escapes is not None}
    return clause.number in named or any(f.route == f"clause {clause.number}" for f in result.families)


def reasons(policy: Policy, claim: Claim, effort: Budget | None) -> frozenset[object]:
    """The reasons of a failing claim's loopholes (at most so many)."""
    question: Pose = pose.of_claim(policy, claim, claim.when, effort)
    if claim.verdict is Verdict.UNSETTLED and claim.form == "always":
        return frozenset()
    return families.reasons(question, claim, _MOST)


# --- terms on which a claim turns -------------------------------------------------------------------------------------------------


def pivotal(setting: Setting) -> Iterator[Result]:
    """Open terms and quantities on which a claim turns, where the claim's own result does not say so: it is accepted."""
    policy = setting.policy
    turning: dict[str, list[str]] = {}
    accepted = {r.name for r in setting.results if r.check == "claim" and r.status == "accepted"}
    for claim in policy.claims:
        if claim.name in accepted and not claim.under_some_reading:
            for point in _turns_on(setting, replace(claim, accepting=())):
                turning.setdefault(point, []).append(claim.name)
    for name, claims in sorted(turning.items(), key=lambda t: _order(policy, t[0])):
        decl = policy.terms.get(name) or policy.quantities.get(name)
        if decl is None:
            continue
        said = f'what is accepted in {"claim" if len(claims) == 1 else "claims"} {listed(claims)} turns on "{decl.label}"'
        bound = f"bound `{name}` by a further `includes` or `excludes` line"
        narrow = f"narrow the range of `{name}` (`from … to …`), or say a fixed amount in its place"
        help = f"{bound if name in policy.terms else narrow}, if it is meant to be settled"
        result = finding(setting, "pivotal-term", name, said, decl.span, help)
        yield unless_accepted(setting, result, (name,))


def _turns_on(setting: Setting, claim: Claim) -> Iterator[str]:
    """The points on which a loophole of any family of `claim` turns, each once."""
    full = answer.claim(setting.policy, claim, setting.today, setting.effort)
    found = list(full.found)
    if full.question is not None and full.found:
        found += [f.found for f in families.families(full.question, claim, _MOST).families]
    yield from dict.fromkeys(point.name for f in found for point in f.turns_on)


def _order(policy: Policy, name: str) -> int:
    decl = policy.terms.get(name) or policy.quantities.get(name)
    return -1 if decl is None else decl.order
