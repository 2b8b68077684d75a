"""Loopholes by reason: every family of a claim that fails, each with a typical scenario, a pattern and the nearest that is stopped.

Contract: the families are those that section 6 of the language defines, a property of the document: they do not depend on the order
of the search, and together they hold every loophole (unless the list is cut). A family is clear if a loophole with exactly its
reason is clear. Every scenario shown was judged again by the interpreter, and has the reason that it is shown for.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from tos_checker import counting, escapes, glance, readings, terms
from tos_checker.amounts import is_open
from tos_checker.answer import Found
from tos_checker.budget import OutOfEffortError
from tos_checker.constants import constants, parts
from tos_checker.disagreement import DisagreementError
from tos_checker.encode import Wishes
from tos_checker.escapes import Prohibition, Reason, escaped_by
from tos_checker.ground import Ground
from tos_checker.judging import judged
from tos_checker.law import Law
from tos_checker.neighbours import nearest
from tos_checker.patterns import Pattern, pattern
from tos_checker.pose import Part, Pose, stated
from tos_checker.solver import Model
from tos_checker.stops import Rests, Stops
from tos_checker.terms import Formula
from tos_checker.ways import Marks, Ways
from tos_spec import core
from tos_spec.core import Claim, Clause, Effect, Verdict
from tos_spec.scenario import Scenario


@dataclass(frozen=True)
class Family:
    """Loopholes with one reason. `prohibition` is the one that a `Reason` names.

    `also` is set for a clear family with arguable loopholes that belong to no arguable family: one of them; and for an arguable family
    with clear loopholes that belong to no clear one (they have a further reason besides). `against`: the clauses of other documents that
    forbid some of these loopholes, as data names them. `depends`: where it is not so that it is one only if what it turns on is read so, what it
    depends on where that is read otherwise.
    """

    reason: Reason | Rests
    found: Found
    prohibition: Prohibition | None
    pattern: Pattern | None
    neighbour: Scenario | None
    count: int | None = None
    also: Found | None = None
    against: tuple[str, ...] = ()
    depends: frozenset[readings.What] = frozenset()


@dataclass(frozen=True)
class Families:
    """The families in the order in which they are reported; `complete` unless the list was cut. `total`: how many loopholes.

    `against`: the clauses of other documents that forbid what gets through.
    """

    families: tuple[Family, ...]
    complete: bool
    total: int | None = None
    against: tuple[str, ...] = ()


def families(question: Pose, asked: Claim, limit: int | None) -> Families:
    """The families of the loopholes of `asked`, which fails; at most `limit`.

    What the bound on effort cuts off is missing, and then the list is not complete.
    """
    found: list[Family] = []
    total, complete = None, False
    against: tuple[str, ...] = ()
    with suppress(OutOfEffortError):
        search = _Telling(question, asked)
        reasons = search.reasons()
        for reason in islice(reasons, limit):
            found.append(search.family(reason))  # noqa: PERF401 - what was found stays where the bound cuts the rest off
        complete = limit is None or next(reasons, None) is None
        arguable = [f.reason for f in found if f.found.strength == "arguable"]
        clear = [f.reason for f in found if f.reason not in arguable]
        with_clear = search.with_clear(arguable, clear)
        found = [
            replace(f, also=with_clear.get(f.reason) if f.reason in arguable else search.also(f.reason, arguable)) for f in found
        ]
        total = search.total()
        against = search.against()
        for place, family in enumerate(found if against else ()):
            found[place] = replace(family, against=search.against(family.reason))
    return Families(tuple(sorted(found, key=lambda f: f.found.strength == "arguable")), complete, total, against)


def reasons(question: Pose, asked: Claim, limit: int) -> frozenset[object]:
    """The reasons of the loopholes of `asked`, at most `limit`, by names that stay when other clauses go. Raises OutOfEffortError."""
    search = _Telling(question, asked)
    found: set[object] = set()
    for reason in islice(search.reasons(), limit):
        if isinstance(reason, Rests):
            found.add((reason.status, reason.on))
        else:
            named = () if search.ways is None else search.ways.prohibitions
            texts = [tuple(p.conditions[i].text for i in reason.escaped) for p in named if p.clause.number == reason.clause]
            found.add((reason.route, reason.clause, *texts))
    return frozenset(found)


def gets_through(asked: Claim) -> bool:
    """Whether a loophole of the claim is something that gets past the prohibitions (or past the clauses that it says apply)."""
    if asked.clauses:
        return asked.form == "always"
    said = (asked.form, asked.verdict)
    return said in (("never", Verdict.PERMITTED), ("always", Verdict.FORBIDDEN))


def _is_stopped(asked: Claim) -> bool:
    said = (asked.form, asked.verdict)
    return asked.form == "independent" or said in (
        ("never", Verdict.FORBIDDEN),
        ("always", Verdict.PERMITTED),
        ("never", Verdict.UNSETTLED),
    )


class _Side:
    """What reasons mean on one ground."""

    def __init__(self, ground: Ground, asked: Claim, prohibitions: tuple[Prohibition, ...] | None) -> None:
        self.ground = ground
        self.marks: Marks | None = None
        self.stops: Stops | None = None
        if prohibitions is None:
            self.stops = Stops(ground, self._law(asked), forbidden=_is_stopped(asked))
        else:
            self.marks = Marks(ground, prohibitions, routes=not asked.clauses)

    def _law(self, asked: Claim) -> Law:
        """The law under which something is forbidden: of a pair the second scenario's, of two readings the second one's."""
        if asked.verdict is Verdict.UNSETTLED:
            return self.ground.readings[-1][0]
        return self.ground.laws[-1]

    def has(self, reason: Reason | Rests) -> Formula:
        """A loophole has exactly this reason."""
        if isinstance(reason, Reason):
            assert self.marks is not None  # noqa: S101 - for the type checker
            return self.marks.has(reason)
        assert self.stops is not None  # noqa: S101 - for the type checker
        return self.stops.has(reason)

    def belongs(self, reason: Reason | Rests) -> Formula:
        """A loophole belongs to the family of this reason."""
        if isinstance(reason, Reason):
            assert self.marks is not None  # noqa: S101 - for the type checker
            return self.marks.belongs(reason)
        assert self.stops is not None  # noqa: S101 - for the type checker
        return self.stops.belongs(reason)


class _Telling:
    """Finds the reasons of one claim, and tells each family."""

    def __init__(self, question: Pose, asked: Claim) -> None:
        self.question, self.asked, self.policy = question, asked, question.policy
        self.spoken_of = escapes.facts(self.policy, asked.when)
        self.pair = asked.form == "independent"
        self.unsettled = asked.verdict is Verdict.UNSETTLED
        plain = self._ground()
        self.open = plain.law.has_points
        if self.open and not self.pair:
            plain = self._ground(laws=2)
        self.glance: glance.Glance | None = None
        if not self.open and not self.pair and question.when is not None:
            self.glance = glance.glance(self.policy, asked, question.when, plain.inquiry.worlds[0])
        prohibitions = self._prohibitions()
        self.ways: Ways | None = None
        if prohibitions is not None:
            self.ways = Ways(plain, prohibitions, self.glance, routes=not asked.clauses)
            prohibitions = self.ways.prohibitions
        self.plain = _Side(plain, asked, prohibitions)
        # What is shown of a family is asked of a session that has not heard all the questions by which reasons are found.
        self.shown = _Side(self._ground(laws=len(plain.readings)), asked, prohibitions)
        self.clear: _Side | None = None
        if self.open and not self.unsettled:
            self.clear = _Side(self._ground(clear=True), asked, prohibitions)
        self.numbers = constants(self.policy)

    def _ground(self, *, clear: bool = False, laws: int = 1) -> Ground:
        """A ground for the claim; of a pair, or of two readings, the first is permitted and the second is not."""
        ground = Ground(self.question, clear=clear, laws=laws)
        if self.pair:
            ground.bad = terms.both((ground.laws[0].permitted, terms.negated(ground.laws[1].permitted)))
        elif self.unsettled:
            other = ground.readings[-1]
            ground.bad = terms.both((ground.law.permitted, self.question.concerns(other), terms.negated(other[0].permitted)))
        return ground

    def _prohibitions(self) -> tuple[Prohibition, ...] | None:
        if not gets_through(self.asked):
            return None
        if self.asked.clauses:
            return escapes.clauses(self.policy, self.asked.clauses, self.spoken_of)
        return escapes.prohibitions(self.policy, self.question.act, self.spoken_of)

    def reasons(self) -> Iterator[Reason | Rests]:
        """Every reason of the claim's loopholes, in order."""
        if self.ways is not None:
            return iter(self.ways.reasons())
        assert self.plain.stops is not None  # noqa: S101 - for the type checker
        return iter(self.plain.stops.reasons())

    def family(self, reason: Reason | Rests) -> Family:
        """The family of one reason."""
        side, model, strength = self._typical(reason)
        ground = side.ground
        ground.confirm(model)
        scenario = ground.scenario(model)
        found = Found(strength, scenario, ground.reading(model), ())
        if self.pair:
            found = replace(found, other=ground.scenario(model, 1), other_reading=ground.reading(model, 1))
        wishes = ground.law.view.wishes
        if self.unsettled:
            found = self._on_reading(found, model, wishes, lambda laws: laws[0].permitted)
        elif strength == "arguable":
            found = self._on_reading(found, model, wishes, self.question.bad)
        depends = self._depends(found, model, wishes)
        if self.open and not self.pair and _speaks_of_readings(self.asked.when):
            any_scenario = replace(self.question, concerns=stated(core.TRUE))
            found = replace(found, given=readings.turns_on(any_scenario, model, wishes, self.question.concerns))
        prohibition = None
        if isinstance(reason, Reason) and reason.clause is not None and self.ways is not None:
            prohibition = next(p for p in self.ways.prohibitions if p.clause.number == reason.clause)
            self._confirm(reason, found, prohibition)
        if self.pair or self.unsettled:
            return Family(reason, found, prohibition, None, None, depends=depends)
        pins = reading_pins(ground.law, model)
        shown = self.shown
        with shown.ground.scope():
            member = terms.both((shown.ground.loophole, shown.belongs(reason)))
            here = self._pattern(member, scenario, pins, strength, self._seen(reason, found, prohibition))
        with shown.ground.scope():
            near = nearest(shown.ground, scenario, self._stopped(prohibition), pins, self.spoken_of)
        with shown.ground.scope():
            number = counting.count(shown.ground, member, pins if self.open else None)
        return Family(reason, found, prohibition, here, near, number, depends=depends)

    def also(self, reason: Reason | Rests, told: Sequence[Reason | Rests]) -> Found | None:
        """An arguable loophole of a clear family that belongs to no family of those `told`, which are arguable."""
        if self.clear is None or self.pair:
            return None
        ground, other = self.shown.ground, self.shown.ground.readings[-1]
        with ground.scope():
            otherwise = terms.both((self.question.concerns(other), terms.negated(self.question.bad(other))))
            elsewhere = [terms.negated(self.shown.belongs(r)) for r in told]
            model = ground.typical(ground.loophole, self.shown.belongs(reason), otherwise, *elsewhere)
        if model is None:
            return None
        ground.confirm(model)
        found = Found("arguable", ground.scenario(model), ground.reading(model), ())
        return self._on_reading(found, model, ground.law.view.wishes, self.question.bad)

    def with_clear(self, families: Sequence[Reason | Rests], told: Sequence[Reason | Rests]) -> dict[Reason | Rests, Found]:
        """Of arguable `families`, those that hold clear loopholes which belong to none of those `told`, which are clear: one of each."""
        found: dict[Reason | Rests, Found] = {}
        if self.clear is None or self.pair or not families:
            return found
        ground = self.clear.ground
        elsewhere = [terms.negated(self.clear.belongs(r)) for r in told]
        if ground.find(ground.loophole, *elsewhere) is None:
            return found
        for reason in families:
            model = ground.typical(ground.loophole, self.clear.belongs(reason), *elsewhere)
            if model is not None:
                ground.confirm(model)
                found[reason] = Found("clear", ground.scenario(model), ground.reading(model), ())
        return found

    def _on_reading(self, found: Found, model: Model, wishes: Wishes, stays: Part) -> Found:
        """`found`, with the points of the reading by which `stays` holds in it, and whether it holds too where these are otherwise."""
        on = readings.turns_on(self.question, model, wishes, stays)
        return replace(found, turns_on=on, otherwise=readings.so_otherwise(self.question, model, wishes, stays, on))

    def _depends(self, found: Found, model: Model, wishes: Wishes) -> frozenset[readings.What]:
        """What it depends on where a number that it turns on is another one, if it can be a loophole there, too."""
        numeric = any(p.name in self.policy.quantities for p in found.turns_on)
        if not numeric or not found.otherwise or self.unsettled:
            return frozenset()
        return readings.depends_on(self.question, model, wishes, self.question.bad, found.turns_on)

    def total(self) -> int | None:
        """How many scenarios are loopholes, if they can be counted."""
        if self.pair or self.unsettled:
            return None
        with self.shown.ground.scope():
            return counting.count(self.shown.ground, self.shown.ground.loophole, None if not self.open else ())

    def against(self, *of: Reason | Rests) -> tuple[str, ...]:
        """The clauses of other documents that forbid a loophole (of a family, if one is named): prohibitions that apply, duties in breach."""
        side = self.shown if of else self.plain
        found: list[str] = []
        for name, law in side.ground.law.others.items() if gets_through(self.asked) else ():
            forbidden = terms.negated(law.permitted)
            counts = {
                c.number: law.breached.get(c.number, law.applies[c.number])
                for c in law.relevant if c.effect in (Effect.FORBID, Effect.REQUIRE)
            }  # fmt: skip
            with side.ground.scope():
                member = terms.both((side.ground.loophole, forbidden, *(side.belongs(reason) for reason in of)))
                met = set(self._met(side.ground, name, member, counts, law.breached))
            found += [f"{name} {number}" for number in counts if number in met]
        return tuple(found)

    def _met(
        self, ground: Ground, name: str, member: Formula, counts: Mapping[str, Formula], duties: Container[str]
    ) -> Iterator[str]:
        """Those clauses of the document called `name` that count in some model of `member`: each model tells of all that count in it."""
        left = dict(counts)
        while left and (model := ground.find(member, terms.either(left.values()))) is not None:
            there = judged(self.policy.others[name], ground.scenario(model), ground.reading(model).of(name))
            seen = [n for n in left if (n in there.breached if n in duties else there.applies[n])]
            if not seen:
                message = f"the solver and the interpreter disagree on what `{name}` forbids"
                raise DisagreementError(message)
            yield from seen
            left = {n: formula for n, formula in left.items() if n not in seen}

    def _typical(self, reason: Reason | Rests) -> tuple[_Side, Model, Literal["clear", "arguable"]]:
        if self.clear is not None:
            model = self._plainest(self.clear, reason)
            if model is not None:
                return self.clear, model, "clear"
        with self.shown.ground.scope():
            model = self._plainest(self.shown, reason)
        assert model is not None, "a reason is one that a loophole has"  # noqa: S101 - for the type checker
        return self.shown, model, "clear" if self.clear is None else "arguable"

    def _plainest(self, side: _Side, reason: Reason | Rests) -> Model | None:
        """The typical loophole that has exactly this reason; of those from which it is plain, if there are any.

        Where the document is not in force no clause counts; where a clause is not, nobody sees that its conditions are not met, and where a
        duty does not apply, that it is met.
        """
        ground, law = side.ground, side.ground.law
        plain = [law.in_force]
        if isinstance(reason, Reason) and reason.clause is not None and reason.escaped:
            plain.append(law.within(self.policy.clause(reason.clause).period))
            if reason.clause in law.breached and len(reason.escaped) == 1:
                plain.append(law.applies[reason.clause])
        plain = [p for p in plain if p != terms.TRUE]
        while plain:
            model = ground.typical(ground.loophole, side.has(reason), *plain)
            if model is not None:
                return model
            plain.pop()
        return ground.typical(ground.loophole, side.has(reason))

    def _confirm(self, reason: Reason, found: Found, prohibition: Prohibition) -> None:
        """Have the interpreter say whether the scenario has the reason that it is shown for."""
        escaped = escaped_by(self.policy, found.scenario, found.reading, prohibition)
        routes = escapes.routes(self.policy, found.scenario, found.reading)
        if escaped != reason.escaped or (not self.asked.clauses and reason.route not in routes):
            message = f"the solver and the interpreter disagree on why `{self.asked.name}` fails: {reason}, {escaped}, {routes}"
            raise DisagreementError(message)

    def _seen(self, reason: Reason | Rests, found: Found, prohibition: Prohibition | None) -> glance.Family | None:
        """What can be seen of a family without the solver, if anything can."""
        if self.glance is None or not isinstance(reason, Reason):
            return None
        return glance.Family(self.glance, reason, prohibition, found.scenario, found.reading)

    def _pattern(
        self, belongs: Formula, s: Scenario, pins: Sequence[Formula], strength: str, seen: glance.Family | None
    ) -> Pattern:
        ground = self.shown.ground
        fails = terms.both((*pins, terms.negated(belongs)))
        if strength == "clear" and self.open:
            other = ground.readings[-1]
            spoiled = terms.both((self.question.concerns(other), terms.negated(self.question.bad(other))))
            fails = terms.either((fails, spoiled))
        return pattern(ground, s, fails, belongs, self.spoken_of, self.numbers, seen)

    def _stopped(self, prohibition: Prohibition | None) -> Formula:
        """The scenario is as the claim would have it: stopped by the prohibition, if there is one."""
        ground, law = self.shown.ground, self.shown.ground.law
        if prohibition is None:
            return terms.both((ground.concerns, terms.negated(ground.bad)))
        number = prohibition.clause.number
        if self.asked.clauses:
            return law.applies.get(number, terms.FALSE)
        if prohibition.clause.effect is Effect.REQUIRE:
            return terms.both((law.breached.get(number, terms.FALSE), terms.negated(law.permitted)))
        prevails = [terms.negated(law.duties_apart)]  # else a duty stops it, and not the prohibition
        if self.policy.conflicts in ("earlier prevails", "later prevails"):
            prevails += (terms.negated(law.applies[n]) for n in _ranked_before(law, prohibition.clause))
        return terms.both((law.applies.get(number, terms.FALSE), *prevails, terms.negated(law.permitted)))


def _ranked_before(law: Law, clause: Clause) -> tuple[str, ...]:
    """The permissions and prohibitions that settle it before `clause` does, where they apply: exceptions come after all others."""
    ranked = [c.number for c in law.relevant if c.effect in (Effect.PERMIT, Effect.FORBID) and not c.excepts]
    if law.policy.conflicts == "later prevails":
        ranked.reverse()
    return tuple(ranked[: ranked.index(clause.number)] if clause.number in ranked else ranked)


def _speaks_of_readings(expr: core.Expr) -> bool:
    """Whether it can turn on the reading if a formula holds: it uses open terms or quantities, or asks clauses or other documents."""
    return any(
        isinstance(part, core.Open | core.Applies | core.JudgedBy)
        or (isinstance(part, core.Compare) and any(map(is_open, (part.left, part.right))))
        for part in parts(expr)
    )


def reading_pins(law: Law, model: Model) -> list[Formula]:
    """Formulas that fix the reading of a law on another session's law of the same make, as it is in `model`."""
    wishes = law.view.wishes
    symbols = [*wishes.terms.values(), *wishes.entity_terms.values(), *wishes.rulings.values()]
    pins = [s if model.get(s, False) else terms.negated(s) for s in symbols]
    values = {name: value for name, value in model.items() if not isinstance(value, bool)}
    return [*pins, *(terms.compared("=", q, terms.number(q.at(values))) for q in wishes.quantities.values())]
