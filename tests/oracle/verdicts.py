"""What claims and cases come to, by trying every scenario under every reading: straight from the definitions of the language.

Contract: statuses have the names of `tos_checker.answer`. A claim ranges over the days in force unless its own words mention the day.
Nothing here is taken from how the solver is asked.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from tests.oracle.scenarios import Row, Space
from tos_spec import core, evaluate, interpret
from tos_spec.core import Case, Claim, Path, Verdict
from tos_spec.evaluate import Judged
from tos_spec.interpret import Judgement
from tos_spec.scenario import Reading, Scenario
from tos_spec.shape import act_and_below, ancestors, slots

Test = Callable[[Scenario, Row], bool]


@dataclass(frozen=True)
class Asked:
    """A claim or case as tests of one scenario under one reading: what it concerns, and what must not be (or, sometimes, must)."""

    space: Space
    act: str
    concerns: Test
    bad: Test
    all_days: bool

    def scenarios(self) -> Iterator[Scenario]:
        """The scenarios that it ranges over."""
        policy = self.space.policy
        for act in act_and_below(policy, self.act):
            for s in self.space.scenarios(act):
                if self.all_days or policy.period.covers(int(s.facts["date",])):  # type: ignore[arg-type]
                    yield s

    def meets(self, s: Scenario) -> bool:
        """Whether the conditions hold under some reading."""
        return any(self.concerns(s, row) for row in self.space.rows(s))

    def concerned(self, s: Scenario) -> list[Row]:
        """The readings under which the conditions hold."""
        return [row for row in self.space.rows(s) if self.concerns(s, row)]


# --- the parts of claims and cases ---------------------------------------------------------------------------------------------------


def true(space: Space, expr: core.Expr) -> Test:
    """A formula, as a test."""
    return lambda s, row: evaluate.holds(space.policy, s, row.reading, expr, Judged(row.judged.applies))


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


# --- statuses ----------------------------------------------------------------------------------------------------------------------


def claim(space: Space, asked: Claim, today: date) -> str:
    """The status of a claim on a day."""
    full = _status(space, asked, of_claim(space, asked))
    accepted = [a for a in asked.accepting if a.through is None or today.toordinal() <= a.through]
    if full in ("holds", "vacuous") or not accepted:
        return full
    status = _status(space, asked, less(of_claim(space, asked), accepted))
    return "accepted" if status in ("holds", "vacuous") else status


def less(posed: Asked, accepted: Sequence[core.Acceptance]) -> Asked:
    """The question without the scenarios on record."""
    scopes = [true(posed.space, a.scope) for a in accepted]
    return replace(posed, concerns=lambda s, row: posed.concerns(s, row) and not any(scope(s, row) for scope in scopes))


def case(space: Space, asked: Case) -> str:
    """The status of a case; `holds` where it passes."""
    posed = of_case(space, asked)
    if not any(posed.meets(s) for s in posed.scenarios()):
        return "vacuous"
    if asked.verdict is Verdict.UNSETTLED:
        return "holds" if all(_unsettled(rows) for s in posed.scenarios() if (rows := posed.concerned(s))) else "fails"
    if asked.under_some_reading:
        return "holds" if uniform(posed) else "fails"
    return loopholes(posed)


def _status(space: Space, asked: Claim, posed: Asked) -> str:
    if asked.form == "independent":
        return Pairs(space, posed, asked.paths).status()
    if not any(posed.meets(s) for s in posed.scenarios()):
        return "vacuous"
    if asked.verdict is Verdict.UNSETTLED:
        met = [_unsettled(rows) for s in posed.scenarios() if (rows := posed.concerned(s))]
        some, all_ = any(met), all(met)
        return "holds" if {"never": not some, "always": all_, "sometimes": some}[asked.form] else "fails"
    if asked.form == "sometimes":
        return _sometimes(asked, posed)
    if asked.under_some_reading:
        return "holds" if uniform(posed) else "fails"
    return loopholes(posed)


def _sometimes(asked: Claim, posed: Asked) -> str:
    strong = weak = False
    for s in posed.scenarios():
        shown = [posed.concerns(s, row) and posed.bad(s, row) for row in posed.space.rows(s)]
        strong, weak = strong or all(shown), weak or any(shown)
    if asked.under_some_reading:
        return "holds" if weak else "fails"
    return "holds" if strong else "arguable" if weak else "fails"


def _unsettled(rows: Sequence[Row]) -> bool:
    return len({row.judged.outcome for row in rows}) > 1


def loopholes(posed: Asked) -> str:
    """Whether there are loopholes: `fails` if one is clear, `arguable` if there are others only."""
    found = {strength(posed, s) for s in posed.scenarios()}
    return "fails" if "clear" in found else "arguable" if "arguable" in found else "holds"


def strength(posed: Asked, s: Scenario) -> str:
    """Whether a scenario is a loophole under some reading, and a clear one: under all that meet the conditions."""
    bad = [posed.bad(s, row) for row in posed.concerned(s)]
    return "" if not any(bad) else "clear" if all(bad) else "arguable"


# --- uniform readings ------------------------------------------------------------------------------------------------------------------


def uniform(posed: Asked) -> list[Reading]:
    """The uniform readings under which no scenario is a loophole."""
    return [r for r in uniform_readings(posed.space) if not any(spoils(posed, s, r) for s in posed.scenarios())]


def spoils(posed: Asked, s: Scenario, r: Reading) -> bool:
    """Whether a scenario is a loophole under one uniform reading."""
    policy = posed.space.policy
    entities = {(t, args): r.terms[t] for t, args in interpret.entity_terms(policy, s)}
    read = Reading(r.terms, entities, r.quantities, r.on_conflict, r.on_silence)
    row = Row(read, posed.space.judge(s, read))
    return posed.concerns(s, row) and posed.bad(s, row)


def uniform_readings(space: Space) -> Iterator[Reading]:
    """Each open term narrow or wide, each quantity at one end, all rulings of a sort one way. Terms of entities by name, too."""
    policy = space.policy
    names = list(policy.terms)
    ends = [(q.low, q.high) for q in policy.quantities.values()]
    for wide in product((False, True), repeat=len(names)):
        for amounts in product(*ends):
            for conflict, silence in product((False, True), repeat=2):
                yield Reading(
                    dict(zip(names, wide, strict=True)), {}, dict(zip(policy.quantities, amounts, strict=True)), conflict, silence
                )


# --- pairs of scenarios -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pairs:
    """`outcome does not depend on` some paths: pairs of scenarios that differ in them alone, read alike."""

    space: Space
    posed: Asked
    varied: tuple[Path, ...]

    def status(self) -> str:
        """The status of the claim."""
        met = [s for s in self.posed.scenarios() if self.posed.concerned(s)]
        if not met:
            return "vacuous"
        can_vary: set[Path] = set()
        found = set()
        for left, right in self.alike(met):
            both = list(self.read_alike(left, right))
            concerned = [(a, b) for a, b in both if self.posed.concerns(left, a) and self.posed.concerns(right, b)]
            if not concerned:
                continue
            can_vary |= {p for p in self.varied if self.differ_at(left, right, p)}
            found.add(differing(concerned))
        if can_vary != set(self.varied):
            return "vacuous"
        return "fails" if "clear" in found else "arguable" if "arguable" in found else "holds"

    def alike(self, met: Sequence[Scenario]) -> Iterator[tuple[Scenario, Scenario]]:
        """The pairs that differ at most in what varies."""
        groups: dict[object, list[Scenario]] = {}
        for s in met:
            groups.setdefault(self._key(s), []).append(s)
        for group in groups.values():
            for i, left in enumerate(group):
                for right in group[i:]:
                    if self.differ_only_here(left, right):
                        yield left, right

    def _key(self, s: Scenario) -> object:
        """What surely is the same in both: facts that no varied path can reach, by any identity."""
        names = {p[-1] for p in self.varied}
        entities = any(p in s.identity for p in self.varied) or any(
            sl.entity for sl in slots(self.space.policy, self.posed.act) if sl.path in self.varied
        )
        if entities:
            return s.act, tuple(
                (p, v) for p, v in s.facts.items() if len(p) == 1 and p not in s.identity and p not in self.varied
            )
        return s.act, tuple((p, v) for p, v in s.facts.items() if p[-1] not in names), tuple(s.identity.items()), s.relations

    def differ_only_here(self, left: Scenario, right: Scenario) -> bool:
        """Whether two scenarios of an act differ in the varied paths, and in what reaches the same things, alone."""
        if left.act != right.act:
            return False
        excused = self._excused(left) | self._excused(right)
        for slot in slots(self.space.policy, self.posed.act):
            path = slot.path
            if path in excused:
                continue
            owners = slot.owner is None or (left.there(slot.owner) and right.there(slot.owner))
            if owners and left.there(path) != right.there(path):
                return False
            if left.there(path) and right.there(path) and left.facts.get(path) != right.facts.get(path):
                return False
        shared = [p for p in left.identity if p in right.identity]
        same = all(
            (left.identity[a] == left.identity[b]) == (right.identity[a] == right.identity[b]) for a in shared for b in shared
        )
        return same and self._related(left, shared) == self._related(right, shared)

    def _related(self, s: Scenario, shared: Sequence[Path]) -> set[tuple[str, tuple[Path, ...]]]:
        found = set()
        for relation in self.space.policy.relations.values():
            for args in product(shared, repeat=len(relation.over)):
                if (relation.name, tuple(s.identity[a] for a in args)) in s.relations:
                    found.add((relation.name, args))
        return found

    def _excused(self, s: Scenario) -> set[Path]:
        """The varied paths, what lies below them, and every path that reaches the same thing as one of these."""
        reached = {
            self._thing(s, p) for slot in slots(self.space.policy, self.posed.act) if self._below(p := slot.path) and s.there(p)
        }
        paths = {slot.path for slot in slots(self.space.policy, self.posed.act)}
        return {p for p in paths if self._below(p) or self._thing(s, p) in reached or self._field_of(s, p, reached)}

    def _below(self, path: Path) -> bool:
        return any(path[: len(v)] == v for v in self.varied)

    @staticmethod
    def _thing(s: Scenario, path: Path) -> Path:
        """What a path reaches: an entity by its first path, a field by its entity and its name."""
        if path in s.identity:
            return s.identity[path]
        owner = path[:-1]
        return (*s.identity[owner], path[-1]) if owner in s.identity else path

    def _field_of(self, s: Scenario, path: Path, reached: set[Path]) -> bool:
        """An optional field that is absent here, of an entity whose field varies."""
        owner = path[:-1]
        if owner not in s.identity:
            return False
        twins = {(*p, path[-1]) for p, first in s.identity.items() if first == s.identity[owner]}
        return any(self._below(t) for t in twins) or bool(twins & reached)

    def differ_at(self, left: Scenario, right: Scenario, path: Path) -> bool:
        """Whether what is at a path (for an entity: its class or a field) differs."""
        paths = [sl.path for sl in slots(self.space.policy, self.posed.act) if sl.path[: len(path)] == path]
        return any(left.there(p) != right.there(p) or left.facts.get(p) != right.facts.get(p) for p in paths)

    def read_alike(self, left: Scenario, right: Scenario) -> Iterator[tuple[Row, Row]]:
        """Both scenarios under each reading that is alike in both as far as the bounds of each allow."""
        policy = self.space.policy
        pair = (left, right)
        points = self._points(pair)
        bounds = [{interpret.bounds(policy, pair[i], name, args) for i, name, args in point} for point in points]
        free = [found == {"open"} for found in bounds]
        for amounts in self.space.amounts(pair):
            for bits in product(
                *((False, True) if f else (found == {"open", "yes"},) for f, found in zip(free, bounds, strict=True))
            ):
                wishes = [
                    {(name, args): bit for point, bit in zip(points, bits, strict=True) for j, name, args in point if i == j}
                    for i in (0, 1)
                ]
                acts = [{name: bit for (name, args), bit in w.items() if not args} for w in wishes]
                entities = [{key: bit for key, bit in w.items() if key[1]} for w in wishes]
                plain = [self.space.judge(s, Reading(acts[i], entities[i], amounts)).rests_on for i, s in enumerate(pair)]
                conflicts = (False, True) if "conflict ruling" in plain else (False,)
                silences = (False, True) if "silence ruling" in plain else (False,)
                for conflict, silence in product(conflicts, silences):
                    rows = []
                    for i, s in enumerate(pair):
                        read = Reading(acts[i], entities[i], amounts, conflict, silence)
                        rows.append(Row(read, self.space.judge(s, read)))
                    yield rows[0], rows[1]

    def _points(self, pair: tuple[Scenario, Scenario]) -> list[list[tuple[int, str, tuple[Path, ...]]]]:
        """The open terms of both, those together that are one: of the act, or of entities that one path reaches in both."""
        policy = self.space.policy
        classes: list[list[tuple[int, str, tuple[Path, ...]]]] = []
        for i, s in enumerate(pair):
            for name in (t.name for t in policy.terms.values() if t.act in ancestors(policy, s.act)):
                _join(classes, (i, name, ()), lambda other, name=name: other[1] == name)
            for name, args in interpret.entity_terms(policy, s):
                _join(
                    classes,
                    (i, name, args),
                    lambda other, name=name, args=args: other[1] == name and self._one(pair, args, other[2]),
                )
        return classes

    @staticmethod
    def _one(pair: tuple[Scenario, Scenario], right: tuple[Path, ...], left: tuple[Path, ...]) -> bool:
        """Whether entities of the right scenario are those of the left: some path reaches each in both."""
        return all(
            any(pair[0].identity.get(p) == a and pair[1].identity.get(p) == b for p in pair[0].identity)
            for a, b in zip(left, right, strict=True)
        )


def _join(
    classes: list[list[tuple[int, str, tuple[Path, ...]]]],
    point: tuple[int, str, tuple[Path, ...]],
    one: Callable[[tuple[int, str, tuple[Path, ...]]], bool],
) -> None:
    for found in classes:
        if point[0] == 1 and any(other[0] == 0 and one(other) for other in found):
            found.append(point)
            return
    classes.append([point])


def differing(rows: Sequence[tuple[Row, Row]]) -> str:
    """Whether two scenarios differ in outcome under some common reading, and clearly: under each."""
    found = [a.judged.outcome != b.judged.outcome for a, b in rows]
    return "" if not any(found) else "clear" if all(found) else "arguable"
