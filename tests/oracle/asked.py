"""Claims and cases as tests of one scenario under one reading.

Contract: straight from the definitions of the language; nothing here is taken from how the solver is asked.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, is_dataclass, replace
from fractions import Fraction
from typing import Any

from tests.oracle.scenarios import Row, Space
from tos_spec import core, evaluate
from tos_spec.core import Case, Claim, Verdict
from tos_spec.evaluate import Judged
from tos_spec.interpret import Judgement
from tos_spec.scenario import Reading, Scenario
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


@dataclass(frozen=True)
class Sight:
    """What a formula can see of a reading, and of what is judged under it: open terms, open quantities, clauses."""

    terms: frozenset[str]
    quantities: frozenset[str]
    clauses: frozenset[str]
    documents: bool
    """Whether it sees what other documents say, which may depend on all of the reading."""

    def of(self, row: Row) -> object:
        """What is to be seen. Where it is the same, the formula says the same of a scenario."""
        read = row.reading
        if self.documents:
            return tuple(row.judged.applies[n] for n in self.clauses), _key(read)
        return (
            tuple(row.judged.applies[n] for n in self.clauses),
            tuple(read.terms.get(t, False) for t in self.terms),
            tuple(_parts(read.quantities.get(q)) for q in self.quantities),
            frozenset(key for key, bit in read.entity_terms.items() if bit and key[0] in self.terms),
        )


def _key(read: Reading) -> object:
    """All of a reading."""
    amounts = tuple((name, _parts(v)) for name, v in read.quantities.items())
    bits = tuple(read.terms.items()), tuple(read.entity_terms.items())
    return bits, amounts, read.on_conflict, read.on_silence, tuple(read.others.items())


def _parts(value: Fraction | None) -> tuple[int, int] | None:
    """A number for a key: it is hashed much sooner."""
    return None if value is None else (value.numerator, value.denominator)


def sight(expr: core.Expr) -> Sight:
    """What a formula can see. Bounds of open terms see nothing of a reading."""
    terms, quantities, clauses, documents = set(), set(), set(), False
    stack: list[Any] = [expr]
    while stack:
        here = stack.pop()
        match here:
            case core.Open(term, _):
                terms.add(term)
            case core.Quantity(name):
                quantities.add(name)
            case core.Applies(numbers):
                clauses.update(numbers)
            case core.JudgedBy():
                documents = True
            case tuple():
                stack += here
            case _ if is_dataclass(here):
                stack += [getattr(here, f) for f in here.__dataclass_fields__]
            case _:
                pass
    return Sight(frozenset(terms), frozenset(quantities), frozenset(clauses), documents)


def true(space: Space, expr: core.Expr) -> Test:
    """A formula, as a test."""
    seen = sight(expr)
    known: dict[object, tuple[Scenario, bool]] = {}

    def test(s: Scenario, row: Row) -> bool:
        key = (id(s), seen.of(row))
        if key not in known:
            judged = Judged(row.judged.applies, lambda name: space.judge_by(s, row.reading, name) == "permitted")
            known[key] = s, evaluate.holds(space.policy, s, row.reading, expr, judged)
        return known[key][1]

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
