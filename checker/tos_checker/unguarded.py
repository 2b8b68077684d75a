"""What could be struck or weakened without any claim or case noticing, with a claim (or a case) for each that would notice.

Contract: a gap is a weakening that changes some outcome, and none of the document's claims, families of loopholes and cases. A change that
no outcome depends on is none. Each suggestion was tried: it holds now, and fails once the change is made; there is none where none was found.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from tos_checker import suggest, terms
from tos_checker.budget import Budget
from tos_checker.ground import Ground
from tos_checker.guarding import Guards
from tos_checker.law import Law
from tos_checker.phrases import listed
from tos_checker.pose import Pose, neg, permitted, stated
from tos_checker.report import Gap, Looseness, Result
from tos_checker.terms import Formula
from tos_checker.weakenings import Weakening, weakenings
from tos_spec import core
from tos_spec.core import Clause, Policy
from tos_spec.scenario import Scenario


def looseness(
    file: Path, policy: Policy, results: Sequence[Result], wanted: Sequence[str], today: date, effort: Budget | None
) -> Iterator[Looseness]:
    """What is loose in each clause (of those in `wanted`, if any are); where it can be struck unnoticed, only that is told."""
    guards = Guards(policy, results, today, effort)
    for clause in policy.clauses:
        if not wanted or clause.number in wanted:
            yield _Clause(file, policy, guards, clause, today, effort).looseness()


class _Clause:
    """Looks for the gaps of one clause."""

    def __init__(self, file: Path, policy: Policy, guards: Guards, clause: Clause, today: date, effort: Budget | None) -> None:
        self.file, self.policy, self.guards, self.clause = file, policy, guards, clause
        self.today, self.effort = today, effort
        self._made = 0

    def looseness(self) -> Looseness:
        """The clause with its gaps."""
        number, title = self.clause.number, self.clause.title
        struck, *others = weakenings(self.policy, self.clause)
        if not self._matters(struck):
            return Looseness(number, title, (), works=False)
        if not self.guards.notices(self.clause, struck.policy, struck=True):
            return Looseness(number, title, (self._gap([struck], struck.region, struck.said),), works=True)
        loose = [w for w in others if self._matters(w) and not self.guards.notices(self.clause, w.policy, struck=False)]
        return Looseness(number, title, tuple(self._told(loose)), works=True)

    def _matters(self, weakening: Weakening) -> bool:
        """Whether some outcome depends on the change."""
        every = stated(core.TRUE)
        ground = Ground(Pose(self.policy, self.clause.act, every, every, effort=self.effort))
        return ground.possible(_differs(ground, weakening))

    def _told(self, loose: Sequence[Weakening]) -> Iterator[Gap]:
        """The gaps, all narrowings of one condition as one, if one claim notices them all."""
        together: dict[str, list[Weakening]] = {}
        for weakening in loose:
            if weakening.sort == "narrowed":
                together.setdefault(weakening.condition, []).append(weakening)
        told: set[str] = set()
        for weakening in loose:
            if weakening.sort != "narrowed":
                yield self._gap([weakening], weakening.region, weakening.said)
            elif weakening.condition not in told:
                told.add(weakening.condition)
                yield from self._narrowed(together[weakening.condition])

    def _narrowed(self, changes: Sequence[Weakening]) -> Iterator[Gap]:
        if len(changes) > 1:
            text = self._claim(changes, tuple(c.text for c in self.clause.conditions))
            if text is not None:
                yield Gap(_leaves_out(changes), "narrowed", text)
                return
        for change in changes:
            yield self._gap([change], change.region, _leaves_out([change]))

    # --- what would notice ----------------------------------------------------------------------------------------------------

    def _gap(self, changes: Sequence[Weakening], region: Sequence[str], said: str) -> Gap:
        return Gap(said, changes[0].sort, self._claim(changes, region) or self._case(changes[0]))

    def _name(self) -> str:
        self._made += 1
        name = "guards_" + re.sub(r"[^a-z0-9]+", "_", self.clause.number.lower()).strip("_")
        return name + (f"_{self._made}" if self._made > 1 else "")

    def _claim(self, changes: Sequence[Weakening], region: Sequence[str]) -> str | None:
        name = self._name()
        found = suggest.claim(self.file, region, changes, name, self.today, self.effort)
        if found is None:
            self._made -= 1
        return found

    def _case(self, weakening: Weakening) -> str | None:
        """A case on a scenario whose outcome the change turns: one that is certain now, or else one that is open now."""
        name = self._name()
        for outcome in ("forbidden", "permitted", "unsettled"):
            s = _turned(self.policy, weakening, outcome, self.effort)
            text = None if s is None else suggest.case(self.file, self.policy, s, outcome, name, weakening, self.effort)
            if text is not None:
                return text
        self._made -= 1
        return None


def _leaves_out(changes: Sequence[Weakening]) -> str:
    return f"its condition `{changes[0].condition}` could leave out that {listed([w.said for w in changes], 'or that')}"


def _differs(ground: Ground, weakening: Weakening) -> Formula:
    """The outcome is another after the change."""
    changed = Law(ground.law.view, instead=weakening.policy)
    ground.settle()
    return terms.negated(terms.equivalent(ground.law.permitted, changed.permitted))


def _turned(policy: Policy, weakening: Weakening, outcome: str, effort: Budget | None) -> Scenario | None:
    """A typical scenario that has the outcome under every reading (or is unsettled), and under some reading another after the change."""
    every = stated(core.TRUE)
    if outcome == "unsettled":
        ground = Ground(Pose(policy, weakening.clause.act, every, every, effort=effort), laws=2)
        other = ground.readings[1][0].permitted
        wanted = (ground.law.permitted, terms.negated(other))
        both = [terms.either((terms.both(wanted), terms.both(terms.negated(w) for w in wanted)))]
    else:
        bad = permitted if outcome == "permitted" else neg(permitted)
        ground = Ground(Pose(policy, weakening.clause.act, every, bad, effort=effort), clear=True)
        both = [ground.loophole]
    model = ground.typical(*both, _differs(ground, weakening))
    return None if model is None else ground.scenario(model)
