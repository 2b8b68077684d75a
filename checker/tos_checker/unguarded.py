"""What could be struck or weakened without any claim or case noticing, with a claim (or a case) for each that would notice.

Contract: a gap is a weakening that changes some outcome, and none of the document's claims, families of loopholes and cases. A change that
no outcome depends on is none. Each suggestion was tried: it holds now, and fails once the change is made.
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
from tos_checker.pose import Pose, stated
from tos_checker.report import Gap, Looseness, Result
from tos_checker.weakenings import Weakening, weakenings
from tos_spec import core
from tos_spec.core import Clause, Policy
from tos_spec.scenario import Scenario

Shown = tuple[Scenario, str]
"""A scenario whose outcome a change turns, and the outcome that it has now."""


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
        shown = _difference(self.policy, struck, self.effort)
        if shown is None:
            return Looseness(number, title, (), works=False)
        if not self.guards.notices(self.clause, struck.policy, struck=True):
            return Looseness(number, title, (self._gap([struck], struck.region, struck.said, shown),), works=True)
        loose = [(w, s) for w in others if (s := self._unnoticed(w)) is not None]
        return Looseness(number, title, tuple(self._told(loose)), works=True)

    def _unnoticed(self, weakening: Weakening) -> Shown | None:
        shown = _difference(self.policy, weakening, self.effort)
        if shown is None or self.guards.notices(self.clause, weakening.policy, struck=False):
            return None
        return shown

    def _told(self, loose: Sequence[tuple[Weakening, Shown]]) -> Iterator[Gap]:
        """The gaps, all narrowings of one condition as one."""
        narrowed: dict[str, list[tuple[Weakening, Shown]]] = {}
        for weakening, shown in loose:
            if weakening.sort == "narrowed":
                narrowed.setdefault(weakening.condition, []).append((weakening, shown))
        for weakening, shown in loose:
            if weakening.sort != "narrowed":
                yield self._gap([weakening], weakening.region, weakening.said, shown)
            elif weakening is narrowed[weakening.condition][0][0]:
                together = [w for w, _ in narrowed[weakening.condition]]
                said = (
                    f"its condition `{weakening.condition}` could leave out that {listed([w.said for w in together], 'or that')}"
                )
                region = tuple(c.text for c in self.clause.conditions) if len(together) > 1 else weakening.region
                yield self._gap(together, region, said, shown)

    def _gap(self, changes: Sequence[Weakening], region: Sequence[str], said: str, shown: Shown) -> Gap:
        self._made += 1
        name = "guards_" + re.sub(r"[^a-z0-9]+", "_", self.clause.number.lower()).strip("_")
        name += f"_{self._made}" if self._made > 1 else ""
        text = suggest.claim(self.file, region, changes, name, self.today, self.effort)
        return Gap(said, changes[0].sort, text or suggest.case(self.policy, *shown, name))


def _difference(policy: Policy, weakening: Weakening, effort: Budget | None) -> Shown | None:
    """A typical scenario whose outcome the change turns, and its outcome now."""
    every = stated(core.TRUE)
    ground = Ground(Pose(policy, weakening.clause.act, every, every, effort=effort))
    changed = Law(ground.law.view, instead=weakening.policy)
    ground.settle()
    differs = terms.negated(terms.equivalent(ground.law.permitted, changed.permitted))
    if not ground.possible(differs):
        return None
    model = ground.typical(differs)
    assert model is not None  # noqa: S101 - for the type checker
    forbidden = ground.possible(differs, terms.negated(ground.law.permitted))
    if forbidden:
        model = ground.typical(differs, terms.negated(ground.law.permitted)) or model
    return ground.scenario(model), "forbidden" if forbidden else "permitted"
