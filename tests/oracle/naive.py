"""A second evaluator, on the syntax tree itself: what a document makes of one scenario under one reading.

Contract: as `interpret.judge`, but from what `parse` gives and from the language's page alone, the plainest way. With it, a mistake in
`resolve` or `desugar` shows on random documents. It assumes that the document is valid.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from tests.oracle.naive_formulas import Here, Names, holds
from tos_spec import syntax as s
from tos_spec.core import Path
from tos_spec.scenario import Reading, Scenario


@dataclass(frozen=True)
class Verdict:
    """What was found."""

    applies: Mapping[str, bool]
    breached: frozenset[str]
    status: str
    outcome: str


@dataclass
class Naive:
    """One document."""

    document: s.Document
    _clauses: dict[str, s.ClauseDecl] = field(default_factory=dict)
    _known: dict[tuple[str, ...], Any] = field(default_factory=dict)
    _last: tuple[Scenario, Reading, Verdict] | None = None

    def __post_init__(self) -> None:
        self.names = Names(self.document)
        self._clauses = {d.number.text: d for d in self.document.declarations if isinstance(d, s.ClauseDecl)}
        header = self.document.header
        self.lines = header.lines if header else ()

    # --- clauses --------------------------------------------------------------------------------------------------------------

    def heading(self, number: str) -> bool:
        """Whether a clause is a heading: no norm, and no exception."""
        clause = self._clauses[number]
        return clause.norm is None and not self.related(clause, "exception to")

    def stands_for(self, number: str) -> list[str]:
        """The clauses that a number means: itself, or for a heading the clauses numbered below it."""
        if not self.heading(number):
            return [number]
        return [
            n for n in self._clauses if n.startswith(number) and n[len(number) :][:1] in (".", "-", "(") and not self.heading(n)
        ]

    def headings_of(self, number: str) -> list[s.ClauseDecl]:
        """The headings above a clause."""
        return self._once(self._headings_of, number)  # type: ignore[no-any-return]

    def _headings_of(self, number: str) -> list[s.ClauseDecl]:
        return [c for n, c in self._clauses.items() if self.heading(n) and number in self.stands_for(n)]

    @staticmethod
    def related(clause: s.ClauseDecl, word: str) -> list[str]:
        """The numbers that a clause's own lines name."""
        return [n.text for line in clause.relations if line.word == word for n in line.numbers]

    def targets(self, number: str, word: str) -> set[str]:
        """The clauses that a clause is an exception to, or stands notwithstanding, or is subject to; by its headings, too."""
        return self._once(self._targets, number, word)  # type: ignore[no-any-return]

    def _once(self, find: Callable[..., Any], *key: str) -> Any:
        """What `find` finds, each once."""
        known = (find.__name__, *key)
        if known not in self._known:
            self._known[known] = find(*key)
        return self._known[known]

    def _targets(self, number: str, word: str) -> set[str]:
        lines = [self._clauses[number], *self.headings_of(number)]
        return {t for clause in lines for named in self.related(clause, word) for t in self.stands_for(named)}

    def effect(self, number: str) -> str:
        """`permit`, `forbid`, `require`, `disapply` or `lift`."""
        norm = self._clauses[number].norm
        if norm is None:
            return "lift"
        return "disapply" if isinstance(norm, s.Disapply) else norm.word

    def act(self, number: str) -> str:
        """The act that a clause is about."""
        return self._once(self._act, number)  # type: ignore[no-any-return]

    def _act(self, number: str) -> str:
        norm = self._clauses[number].norm
        if isinstance(norm, s.Norm):
            return norm.act.text
        named = (
            [n.text for n in norm.numbers]
            if isinstance(norm, s.Disapply)
            else self.related(self._clauses[number], "exception to")
        )
        acts = [self.act(t) for n in named for t in self.stands_for(n)]
        return next(a for a in self.names.above(acts[0]) if all(a in self.names.above(other) for other in acts))

    def defeats(self, one: str, other: str) -> bool:
        """Whether `one` defeats `other` where it applies."""
        return self._once(self._defeats, one, other)  # type: ignore[no-any-return]

    def _defeats(self, one: str, other: str) -> bool:
        if other in self.targets(one, "exception to"):
            return True
        norm = self._clauses[one].norm
        if isinstance(norm, s.Disapply):
            return any(other in self.stands_for(n.text) for n in norm.numbers)
        effects = {self.effect(one), self.effect(other)}
        opposite = effects in ({"permit", "forbid"}, {"permit", "require"}) and self.effect(one) != "require"
        return opposite and (other in self.targets(one, "notwithstanding") or one in self.targets(other, "subject to"))

    # --- judging ------------------------------------------------------------------------------------------------------------------

    def judge(self, scenario: Scenario, reading: Reading) -> Verdict:
        """What the document makes of a scenario under a reading. What was judged last is kept."""
        if self._last is None or self._last[0] is not scenario or self._last[1] is not reading:
            self._last = scenario, reading, self._judge(scenario, reading)
        return self._last[2]

    def _judge(self, scenario: Scenario, reading: Reading) -> Verdict:
        here = Here(self.names, scenario, reading, scenario.act)
        day = int(scenario.facts["date",])  # type: ignore[arg-type]
        numbers = [n for n in self._clauses if not self.heading(n)]
        in_force = _within([line for line in self.lines if isinstance(line, s.Bound)], day)
        scope: dict[str, bool] = {}
        applies: dict[str, bool] = {}

        def in_scope(n: str) -> bool:
            if n not in scope:
                scope[n] = in_force and self._fits(here, n, day)
                excepted = self.targets(n, "exception to")
                scope[n] = scope[n] and (not excepted or any(in_scope(e) for e in excepted))
            return scope[n]

        def applying(n: str) -> bool:
            if n not in applies:
                applies[n] = in_scope(n) and not any(self.defeats(other, n) and applying(other) for other in numbers)
            return applies[n]

        for n in numbers:
            applying(n)
        breached = frozenset(n for n in numbers if self.effect(n) == "require" and applies[n] and not self._kept(here, n))
        status = self._status([n for n in numbers if applies[n]])
        outcome = "permitted" if not in_force else self._outcome(here, status, breached=bool(breached))
        shown = {**applies, **{n: any(applies[t] for t in self.stands_for(n)) for n in self._clauses if self.heading(n)}}
        return Verdict(shown, breached, status, outcome)

    def _fits(self, here: Here, number: str, day: int) -> bool:
        clause = self._clauses[number]
        bounds = [b for c in (clause, *self.headings_of(number)) for b in c.bounds]
        act = self.act(number)
        if act not in self.names.above(here.scenario.act):
            return False
        return _within(bounds, day) and _meets(replace(here, act=act), clause.conditions)

    def _kept(self, here: Here, number: str) -> bool:
        norm = self._clauses[number].norm
        assert isinstance(norm, s.Norm)
        assert norm.required is not None
        return holds(replace(here, act=norm.act.text), norm.required)

    def _status(self, applying: list[str]) -> str:
        rule = next((line.rule for line in self.lines if isinstance(line, s.ConflictsLine)), "undecided")
        plain = [n for n in applying if self.effect(n) in ("permit", "forbid") and not self.targets(n, "exception to")]
        if rule in ("earlier prevails", "later prevails") and plain:
            first = plain[0 if rule == "earlier prevails" else -1]
            return "expressly permitted" if self.effect(first) == "permit" else "expressly forbidden"
        permitted = any(self.effect(n) == "permit" for n in applying)
        forbidden = any(self.effect(n) == "forbid" for n in applying)
        if forbidden and any(self.effect(n) == "permit" for n in plain):
            return "conflicting"
        return "expressly forbidden" if forbidden else "expressly permitted" if permitted else "silent"

    def _outcome(self, here: Here, status: str, *, breached: bool) -> str:
        if breached:
            return "forbidden"
        if status.startswith("expressly"):
            return status.removeprefix("expressly ")
        if status == "conflicting":
            rule = next((line.rule for line in self.lines if isinstance(line, s.ConflictsLine)), "undecided")
            ruled = "permitted" if here.reading.on_conflict else "forbidden"
            return {"prohibitions prevail": "forbidden", "permissions prevail": "permitted"}.get(rule, ruled)
        defaults = [line for line in self.lines if isinstance(line, s.DefaultLine)]
        for line in (*(d for d in defaults if d.act), *(d for d in defaults if not d.act)):
            fits = line.act is None or line.act.text in self.names.above(here.scenario.act)
            if fits and (line.act is None or _meets(replace(here, act=line.act.text), line.conditions)):
                if line.verdict != "undecided":
                    return line.verdict
                break
        return "permitted" if here.reading.on_silence else "forbidden"

    # --- assumptions, claims ------------------------------------------------------------------------------------------------------

    def allowed(self, scenario: Scenario) -> bool:
        """Whether the assumptions hold of a scenario."""
        here = Here(self.names, scenario, Reading({}, {}, {}), scenario.act)
        for a in self.names.all(s.AssumeDecl).values():
            if a.act is not None and a.act.text not in self.names.above(scenario.act):
                continue
            choices = [self._entities(scenario, p.entity.text) for p in a.params]
            for paths in product(*choices):
                given = {p.name.text: (path, p.entity.text) for p, path in zip(a.params, paths, strict=True)}
                inner = replace(here, act=a.act.text if a.act else "", given=given)
                if not all(holds(inner, f) for f in a.formulas):
                    return False
        return True

    def _entities(self, scenario: Scenario, entity: str) -> list[Path]:
        found = []
        for path in scenario.identity:
            key = path[0].split(".")[-1]
            role = self.names.role(path[0].split(".")[0] if "." in path[0] else scenario.act, key)
            assert role is not None
            type_ = role[1].type
            for part in path[1:]:
                fields = self.names.all(s.EntityDecl)[type_.of.text].fields  # type: ignore[union-attr]
                type_ = next(f.type for f in fields if f.name.text == part)
            if type_.of is not None and type_.of.text == entity:
                found.append(path)
        return found

    def meets(
        self, act: str, scenario: Scenario, reading: Reading, asked: tuple[s.Condition, ...] | tuple[s.Formula, ...]
    ) -> bool:
        """Whether a claim's conditions, or a case's facts, hold."""
        here = Here(self.names, scenario, reading, act, {}, self.judge(scenario, reading).applies)
        return _meets(here, tuple(a if isinstance(a, s.Condition) else s.Condition("when", a, a.span) for a in asked))


def _meets(here: Here, conditions: tuple[s.Condition, ...]) -> bool:
    return all(holds(here, c.formula) == (c.word == "when") for c in conditions)


def _within(bounds: list[s.Bound], day: int) -> bool:
    tests = {"from": lambda d: day >= d, "through": lambda d: day <= d, "before": lambda d: day < d}
    return all(tests[b.word](b.date.ordinal) for b in bounds)
