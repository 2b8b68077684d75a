"""What the standing checks have to find in a small document, by the definitions: every scenario under every reading, one by one.

Contract: a clause is struck by leaving it out, with whatever excepts nothing any more; nothing here knows of any encoding. Names are those of
the findings.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cached_property
from itertools import product

from tests.oracle import verdicts
from tests.oracle.scenarios import Space
from tos_checker.seeming import open_points
from tos_checker.strikes import ranked
from tos_spec import core, evaluate, interpret
from tos_spec.core import Clause, Effect, Path, Policy, Verdict
from tos_spec.evaluate import Judged
from tos_spec.scenario import Reading, Scenario
from tos_spec.shape import slots

MOST = 2_500
"""How many pairs of a scenario and a reading are looked at; larger documents are left to others."""


class TooLargeError(Exception):
    """The document has more scenarios than can be looked at one by one."""


def struck(policy: Policy, number: str) -> Policy:
    """The policy without a clause, and without exceptions that except nothing any more."""
    gone = {number}
    while True:
        left = [c for c in policy.clauses if c.number not in gone]
        orphans = {c.number for c in left if c.excepts and all(e in gone for e in c.excepts)}
        if not orphans:
            break
        gone |= orphans
    kept = [
        replace(
            c,
            excepts=tuple(e for e in c.excepts if e not in gone),
            defeaters=tuple(d for d in c.defeaters if d not in gone),
        )
        for c in left
    ]
    return replace(policy, clauses=tuple(kept))


def unranked(policy: Policy, pairs: tuple[tuple[str, str], ...]) -> Policy:
    """The policy without some rankings, each of one that gives way and one that prevails."""
    clauses = [replace(c, defeaters=tuple(d for d in c.defeaters if (c.number, d) not in pairs)) for c in policy.clauses]
    return replace(policy, clauses=tuple(clauses))


@dataclass
class Enumerated:
    """The findings in one document."""

    space: Space
    today: date

    @property
    def policy(self) -> Policy:
        """The document."""
        return self.space.policy

    @cached_property
    def rows(self) -> list[tuple[Scenario, Reading, interpret.Judgement]]:
        """Every scenario under every reading, rulings included."""
        found = []
        for act in self.policy.acts:
            for s in self.space.scenarios(act):
                for r in self._readings(s):
                    found.append((s, r, interpret.judge(self.policy, s, r)))
                    if len(found) > MOST:
                        raise TooLargeError
        return found

    def _readings(self, s: Scenario) -> Iterator[Reading]:
        plain = [r for r in self.space.readings(s) if not r.on_conflict and not r.on_silence]
        both = (False, True)
        for r in plain:
            for conflict, silence in product(both if self.policy.conflicts == "undecided" else (False,), both):
                yield replace(r, on_conflict=conflict, on_silence=silence)

    # --- clauses ------------------------------------------------------------------------------------------------------------

    def changes(self, other: Policy) -> bool:
        """Whether some outcome is another in `other`."""
        return any(interpret.judge(other, s, r).outcome != judged.outcome for s, r, judged in self.rows)

    @cached_property
    def matters(self) -> dict[str, bool]:
        """Of each clause, whether some outcome changes without it."""
        return {c.number: self.changes(struck(self.policy, c.number)) for c in self.policy.clauses}

    @cached_property
    def applied(self) -> frozenset[str]:
        """The clauses that apply somewhere."""
        return frozenset(n for _, _, judged in self.rows for n, applies in judged.applies.items() if applies)

    def lifts(self, clause: Clause) -> bool:
        """Whether the clause is an exception or a disapplication."""
        return bool(clause.excepts) or clause.effect in (Effect.DISAPPLY, Effect.LIFT)

    def dead(self) -> set[str]:
        """Clauses that never apply."""
        return {c.number for c in self.policy.clauses if not self.lifts(c) and c.number not in self.applied}

    def idle(self) -> set[str]:
        """Exceptions, disapplications and rankings without effect (rankings of clauses that are told of are not)."""
        found = {c.number for c in self.policy.clauses if self.lifts(c) and not self.matters[c.number]}
        told = self.dead() | {n for n, matters in self.matters.items() if not matters}
        for group in ranked(self.policy):
            if not told & {*group.winners, *group.losers} and not self.changes(unranked(self.policy, group.pairs)):
                found.add(", ".join((*group.winners, *group.losers)))
        return found

    def impossible(self) -> set[str]:
        """Duties that apply somewhere, and nowhere where the outcome is permitted."""
        duties = {c.number for c in self.policy.clauses if c.effect is Effect.REQUIRE} & self.applied
        met = {n for n in duties for _, _, judged in self.rows if judged.applies[n] and judged.outcome == "permitted"}
        return duties - met

    def redundant(self) -> set[str]:
        """Clauses without which nothing changes, and that no other check tells of."""
        plain = {c.number for c in self.policy.clauses if not self.lifts(c) and not self.matters[c.number]}
        return plain & self.applied - self.impossible()

    def conflicts(self) -> dict[str, str]:
        """Each pair of a permission and a prohibition that apply together, and whether a ruling decides the outcome of some such scenario."""
        found: dict[str, str] = {}
        for _, _, judged in self.rows if self.policy.conflicts == "undecided" else ():
            applying = [c for c in self.policy.clauses if judged.applies[c.number]]
            permits = [c for c in applying if c.effect is Effect.PERMIT and not c.excepts]
            for pair in product(permits, (c for c in applying if c.effect is Effect.FORBID)):
                name = ", ".join(c.number for c in sorted(pair, key=lambda c: c.order))
                if found.get(name) != "left open":
                    found[name] = "forbidden" if judged.in_breach else "left open"
        return found

    # --- claims -------------------------------------------------------------------------------------------------------------

    @cached_property
    def holding(self) -> tuple[str, ...]:
        """The claims that hold, of those on one scenario that use an open word (pairs of scenarios are left to written documents)."""
        plain = [
            c
            for c in self.policy.claims
            if c.form in ("never", "always") and c.verdict is not Verdict.UNSETTLED and not c.under_some_reading
        ]
        asked = [c for c in plain if open_points(c.when)]
        return tuple(c.name for c in asked if verdicts.claim(self.space, c, self.today) == "holds")

    def hollow(self) -> set[str]:
        """Claims that hold, and fail once their own words are read by themselves."""
        return {c.name for c in self.policy.claims if c.name in self.holding and self._apart(c)}

    def _apart(self, claim: core.Claim) -> bool:
        asked = verdicts.of_claim(self.space, claim)
        for s in asked.scenarios():
            rows = self.space.rows(s)
            for row in rows:
                if asked.bad(s, row) and any(
                    evaluate.holds(self.policy, s, words.reading, claim.when, Judged(row.judged.applies)) for words in rows
                ):
                    return True
        return False

    def absent(self) -> set[str]:
        """Clauses and claims with a negation that an absence makes true, where they apply or are met; duties breached by an absence."""
        found = set()
        for clause in self.policy.clauses:
            formulas = (core.And(tuple(c.expr for c in clause.conditions)), clause.required)
            rows = [(s, r, judged) for s, r, judged in self.rows if judged.applies[clause.number]]
            if any(self._only_by_absence(clause.act, e, s, r, judged) for e in formulas for s, r, judged in rows):
                found.add(clause.number)
            breach = core.Not(clause.required)
            breaches = [(s, r, judged) for s, r, judged in rows if clause.number in judged.breached]
            if any(self._only_by_absence(clause.act, breach, s, r, judged) for s, r, judged in breaches):
                found.add(clause.number)
        for claim in self.policy.claims:
            asked = verdicts.of_claim(self.space, claim)
            rows = [(s, row.reading, row.judged) for s in asked.scenarios() for row in self.space.rows(s)]
            if any(self._only_by_absence(claim.act, claim.when, s, r, judged) for s, r, judged in rows):
                found.add(claim.name)
        return found

    def _only_by_absence(self, act: str, expr: core.Expr, s: Scenario, r: Reading, judged: interpret.Judgement) -> bool:
        """Whether `expr` holds, and would not, if no negated test on something absent were met by its absence."""
        absent = [
            slot.path
            for slot in slots(self.policy, act)
            if slot.field.optional and (slot.owner is None or s.there(slot.owner)) and not s.there(slot.path)
        ]

        def holds(e: core.Expr) -> bool:
            return evaluate.holds(self.policy, s, r, e, Judged(judged.applies))

        return holds(expr) and any(not _without(expr, path, holds, truth=True) for path in absent)


def _without(expr: core.Expr, path: Path, holds: Callable[[core.Expr], bool], *, truth: bool) -> bool:
    """Whether `expr` comes out as `truth`, if negated tests on `path` where nothing is, count as failed."""
    match expr:
        case core.Not(body):
            return _without(body, path, holds, truth=not truth)
        case core.And(items) | core.Or(items):
            so = [_without(i, path, holds, truth=truth) for i in items]
            return all(so) if isinstance(expr, core.And) == truth else any(so)
        case core.Exists() | core.Applies() | core.JudgedBy() | core.Constant() | core.Open() | core.Related():
            return holds(expr) == truth
        case core.Defined(args=args) if args and not truth:
            return holds(expr) == truth
        case core.Defined(body=body):
            return _without(body, path, holds, truth=truth)
        case _ if not truth and path in _prefixes(_looked_at(expr)):
            return False
        case _:
            return holds(expr) == truth


def _prefixes(paths: Iterable[Path]) -> set[Path]:
    return {p[:size] for p in paths for size in range(1, len(p) + 1)}


def _looked_at(test: object) -> set[Path]:
    """Every path that a test names, found without knowing what kind of test it is."""
    if isinstance(test, tuple):
        if test and all(isinstance(part, str) for part in test):
            return {test}
        return {path for part in test for path in _looked_at(part)}
    if is_dataclass(test):
        return {path for f in fields(test) if f.name not in ("classes", "leaves") for path in _looked_at(getattr(test, f.name))}
    return set()
