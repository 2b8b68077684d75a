"""Claims and cases as tests of one scenario under one reading.

Contract: straight from the definitions of the language; nothing here is taken from how the solver is asked.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from tests.oracle.scenarios import Row, Space
from tests.oracle.sight import Glimpse, Seen
from tos_spec import core
from tos_spec.core import Case, Claim, Verdict
from tos_spec.evaluate import Judged
from tos_spec.interpret import Judgement
from tos_spec.scenario import Scenario
from tos_spec.shape import act_and_below

Test = Callable[[Scenario, Row], bool]


@dataclass(frozen=True)
class Asked:
    """A claim or case as tests of one scenario under one reading: what it concerns, and what must not be (or, sometimes, must)."""

    space: Space
    act: str
    concerns: Test
    bad: Test
    all_days: bool
    _ranged: list[Scenario] = field(default_factory=list, init=False, compare=False)
    _concerned: dict[int, list[Row]] = field(default_factory=dict, init=False, compare=False)

    def scenarios(self) -> list[Scenario]:
        """The scenarios that it ranges over."""
        if not self._ranged:
            self._ranged.extend(self._in_range())
        return self._ranged

    def _in_range(self) -> Iterator[Scenario]:
        policy = self.space.policy
        for act in act_and_below(policy, self.act):
            for s in self.space.scenarios(act):
                if self.all_days or policy.period.covers(int(s.facts["date",])):  # type: ignore[arg-type]
                    yield s

    def meets(self, s: Scenario) -> bool:
        """Whether the conditions hold under some reading."""
        return bool(self.concerned(s))

    def concerned(self, s: Scenario) -> list[Row]:
        """The readings under which the conditions hold. The space keeps its scenarios, so that an id stays its own."""
        if id(s) not in self._concerned:
            self._concerned[id(s)] = [row for row in self.space.rows(s) if self.concerns(s, row)]
        return self._concerned[id(s)]


# --- the parts of claims and cases ---------------------------------------------------------------------------------------------------


def true(space: Space, expr: core.Expr) -> Test:
    """A formula, as a test."""
    seen = Seen(space.policy, expr)
    known: dict[int, tuple[Scenario, Glimpse]] = {}

    def test(s: Scenario, row: Row) -> bool:
        if id(s) not in known:
            known[id(s)] = s, seen.glimpse(s)
        judged = Judged(row.judged.applies, lambda name: space.judge_by(s, row.reading, name) == "permitted")
        return seen.holds(s, known[id(s)][1], row.reading, judged)

    return test


def has(judged: Judgement, verdict: Verdict) -> bool:
    """Whether a judgement has a verdict of one reading."""
    match verdict:
        case Verdict.PERMITTED | Verdict.FORBIDDEN:
            return judged.outcome == verdict.value
        case Verdict.IN_BREACH:
            return bool(judged.breached)
        case _:
            return judged.status == verdict.value


def of_claim(space: Space, claim: Claim) -> Asked:
    """A claim."""
    verdict = claim.verdict
    if claim.clauses:
        said: Test = lambda _, row: any(row.judged.applies[n] for n in claim.clauses)  # noqa: E731 - a test like the others
    elif verdict is None or verdict is Verdict.UNSETTLED:
        said = lambda _, row: row.judged.outcome == "permitted"  # noqa: E731 - a test like the others
    else:
        said = lambda _, row: has(row.judged, verdict)  # noqa: E731 - a test like the others
    bad: Test = (lambda s, row: not said(s, row)) if claim.form == "always" else said
    return Asked(space, claim.act, true(space, claim.when), bad, claim.mentions_date)


def of_case(space: Space, case: Case) -> Asked:
    """A case: bad is what keeps it from passing."""

    def counts(row: Row, group: Sequence[str]) -> bool:
        duties = {c.number for c in space.policy.clauses if c.effect is core.Effect.REQUIRE}
        return any(n in row.judged.breached if n in duties else row.judged.applies[n] for n in group)

    def passes(_: Scenario, row: Row) -> bool:
        return (
            has(row.judged, case.verdict)
            and all(counts(row, group) for group in case.under)
            and not any(counts(row, group) for group in case.not_under)
        )

    return Asked(space, case.act, true(space, case.facts), lambda s, row: not passes(s, row), case.mentions_date)


def less(posed: Asked, accepted: Sequence[core.Acceptance]) -> Asked:
    """The question without the scenarios on record."""
    scopes = [true(posed.space, a.scope) for a in accepted]
    return replace(posed, concerns=lambda s, row: posed.concerns(s, row) and not any(scope(s, row) for scope in scopes))
