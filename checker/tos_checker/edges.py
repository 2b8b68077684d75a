"""The edges of a prohibition: which single fact, changed, lifts it, and whether another clause still forbids beyond.

Contract: an edge is found by the prohibition's own conditions: beyond it exactly one of them is false and all others are met; or all are met
and another clause, or the calendar, takes the prohibition away. Each edge is real: there is a scenario beyond it. A condition is looked
into: each fact that makes it false for certain is an edge (each line of what an open term excludes), and where that depends on the
reading is another; what lies beyond none of these is told as a mixture of them. Where such a fact ends further conditions with the one
(which speak of the same), they are all false beyond it. Beyond a fact, what it compares with is there; that something is absent is an
edge of its own, with what else must fail then. What lies beyond an edge is forbidden or permitted only if it is so whatever the
rulings on conflict and on silence; else it is told as left open. Raises OutOfEffortError.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, product
from typing import Literal, TypeVar

from tos_checker import escapes, terms, values
from tos_checker.absence import needed, spelled_out
from tos_checker.budget import Budget
from tos_checker.citations import cited
from tos_checker.encode import core_with
from tos_checker.escapes import Prohibition
from tos_checker.ground import Ground
from tos_checker.law import Law
from tos_checker.missing import Absences, Way
from tos_checker.phrases import Phrasebook, named_act
from tos_checker.pose import Pose, stated
from tos_checker.report import BY_SILENCE, Beyond, Boundary, Edge, EdgeSort, Still, Unresolved
from tos_checker.seeming import open_points
from tos_checker.silences import Silences
from tos_checker.terms import Formula
from tos_checker.ways import Marks
from tos_spec import core
from tos_spec.core import Clause, Condition, Effect, Path, Period, Policy
from tos_spec.shape import ancestors


def boundaries(policy: Policy, wanted: Sequence[str], effort: Budget | None) -> Iterator[Boundary]:
    """The boundary of each prohibition and duty (of those in `wanted`, if any are), in the order of the document."""
    grounds: dict[str, Ground] = {}
    for clause in policy.clauses:
        if clause.effect not in (Effect.FORBID, Effect.REQUIRE) or (wanted and clause.number not in wanted):
            continue
        if clause.act not in grounds:
            every = stated(core.TRUE)
            grounds[clause.act] = Ground(Pose(policy, clause.act, every, every, all_days=True, effort=effort))
        (prohibition,) = escapes.prohibitions_of(policy, (clause.number,))
        yield _Finder(policy, prohibition, grounds[clause.act]).boundary()


class _Finder:
    """Finds the edges of one prohibition."""

    def __init__(self, policy: Policy, prohibition: Prohibition, ground: Ground) -> None:
        self.policy, self.prohibition, self.ground = policy, prohibition, ground
        self.clause = prohibition.clause
        self.law: Law = ground.law
        self.marks = Marks(ground, (prohibition,))
        self.book = Phrasebook(policy, self.clause.act)
        self.absences = Absences(ground, self.clause.act)
        self.in_force = terms.both((self.law.in_force, self.law.within(self.clause.period)))
        self.beyond = _Beyond(policy, prohibition, ground, self.book)
        self._several: list[Formula] = []

    def boundary(self) -> Boundary:
        """The prohibition with its edges."""
        number = self.clause.number
        stops = self.law.breached.get(number, self.law.applies[number])
        if not self.ground.possible(stops):
            return Boundary(number, self.clause.title, (), applies=False)
        found = [*self._by_conditions(), *self._by_clauses(), *self._by_permissions(), *self._by_dates()]
        return Boundary(number, self.clause.title, tuple(found), applies=True, idle=tuple(self._idle()))

    # --- conditions ---------------------------------------------------------------------------------------------------------

    def _by_conditions(self) -> Iterator[Edge]:
        for place, condition in enumerate(self.prohibition.conditions):
            beyond = terms.both((self.in_force, self.marks.exactly(self.clause.number, (place,))))
            kept = self.clause.effect is Effect.REQUIRE and place == len(self.prohibition.conditions) - 1
            if kept:
                said = f"what it requires is met: {self.book.stated(self.clause.required)}"
                yield from self._edge(beyond, said, condition.text, "fact")
            else:
                yield from self._by_condition(beyond, condition, place)

    def _by_condition(self, beyond: Formula, condition: Condition, place: int) -> Iterator[Edge]:
        """The edges of one condition: each fact that ends it for certain; where that depends on the reading; and what is mixed of these."""
        told: list[Formula] = []
        view = self.law.view
        for way in self._ways(condition.expr):
            outside = [_outside(self.policy, part) for part in way.rest]
            gone = self.absences.gone(way.gone)
            for row in _columns(outside):
                formula = terms.both((gone, *(view.holds(o) for o in row), self.absences.there(row)))
                told.append(formula)
                past = terms.both((beyond, formula))
                if not self.ground.possible(past):
                    past = self._past_several(place, row, formula, way.gone)
                yield from self._edge(past, self._said(row, way.gone), condition.text, "fact")
            certain = terms.both(terms.either(view.holds(o) for o in each) for each in outside)
            fails = (terms.negated(view.holds(part)) for part in way.rest)
            if any(_is_open(part) for part in way.rest):
                told.append(terms.both((gone, *fails, self.absences.there(map(core.Not, way.rest)), terms.negated(certain))))
                past = terms.both((beyond, told[-1]))
                yield from self._edge(past, self._if_read(way, past), condition.text, "reading")
        turns = _is_open(condition.expr)
        mixed = terms.both((beyond, *(terms.negated(t) for t in told)))
        yield from self._edge(mixed, "a mixture of these", condition.text, "reading" if turns else "fact")

    def _ways(self, expr: core.Expr) -> Iterator[Way]:
        """The ways in which a condition fails: first of what is there, then of what is absent; none that is within another by absence."""
        failing = [([p for p in parts_ if isinstance(p, core.Exists)], parts_) for parts_ in _fails(expr)]
        failing.sort(key=lambda each: bool(each[0]))
        yield from (Way((), parts_) for _, parts_ in failing)
        told = [Way(tuple(p.path for p in lack), tuple(p for p in parts_ if p not in lack)) for lack, parts_ in failing if lack]
        for _, parts_ in failing:
            for way in self.absences.ways(parts_, [fact for part in parts_ for fact in _outside(self.policy, part)]):
                if not any(set(t.gone) <= set(way.gone) and all(part in way.rest for part in t.rest) for t in told):
                    told.append(way)
                    yield way

    def _past_several(self, place: int, row: Sequence[core.Expr], formula: Formula, gone: Sequence[Path]) -> Formula:
        """Beyond facts (with their `formula`) that end further conditions, too, as those speak of the same; FALSE if that was told before."""
        number, conditions = self.clause.number, self.prohibition.conditions
        spoken = frozenset[escapes.Fact]().union(*(escapes.facts(self.policy, fact) for fact in row))
        here = terms.both((self.in_force, self.marks.on_act[number], formula))
        lacking = {n for n, c in enumerate(conditions) if any(self.absences.fails(path, c.expr) for path in gone)} - {place}
        if lacking and row:
            return terms.FALSE  # what is absent ends another condition alone
        others = tuple(n for n, c in enumerate(conditions) if n != place and (n in lacking or self._ends(here, c, spoken)))
        past = terms.both((here, self.marks.exactly(number, (place, *others)))) if others else terms.FALSE
        for told in self._several:
            if not self.ground.possible(past, terms.negated(told)) and not self.ground.possible(told, terms.negated(past)):
                return terms.FALSE
        self._several.append(past)
        return past

    def _ends(self, here: Formula, condition: Condition, spoken: frozenset[escapes.Fact]) -> bool:
        """Whether a condition fails for certain `here`, by a fact that speaks of nothing but what is `spoken` of."""
        for parts_ in _fails(condition.expr):
            for facts in _columns([_outside(self.policy, part) for part in parts_]):
                of = (escapes.facts(self.policy, fact) for fact in facts)
                fails = terms.both(self.law.view.holds(fact) for fact in facts)
                if all(f <= spoken for f in of) and not self.ground.possible(here, terms.negated(fails)):
                    return True
        return False

    def _said(self, facts: Iterable[core.Expr], gone: Iterable[Path]) -> str:
        return self.book.all_said((*(core.Not(core.Exists(path)) for path in gone), *facts))

    def _if_read(self, way: Way, past: Formula) -> str:
        """Where parts of a condition fail, if its open words are read so; `past` this, what they include may be absent."""
        words: list[str] = []
        facts: list[core.Expr] = []
        for part in way.rest:
            term = _open_term(part)
            if term is None:
                facts.append(core.Not(part))
                continue
            expr, truth = term
            words.append(self.book.covers(expr.term, expr.args, truth=not truth))
            inside = _bounds(self.policy, expr)[0 if truth else 1]
            if len(way.rest) == 1 and inside != core.FALSE:
                lacks = self.ground.possible(past, terms.negated(self.absences.there((core.Not(inside),))))
                facts.append(spelled_out(core.Not(inside), self.book.is_optional) if lacks else core.Not(inside))
        said = self._said(facts, way.gone)
        if not words:
            return said
        return f"{said}, if {' and '.join(words)}" if said else f"wherever {' and '.join(words)}"

    # --- what takes it away ---------------------------------------------------------------------------------------------------

    def _by_clauses(self) -> Iterator[Edge]:
        met = terms.both((self.in_force, self.marks.exactly(self.clause.number, ())))
        for number in self.clause.defeaters:
            other = self.policy.clause(number)
            said = self._taken(met, other, _takes(self.clause, other))
            yield from self._edge(
                terms.both((met, self.law.applies.get(number, terms.FALSE))), said, f"clause {number}", "clause"
            )

    def _by_permissions(self) -> Iterator[Edge]:
        """The edges at permissions that no line ranks against the prohibition, and that the document's rule lets through or leaves open."""
        if self.clause.effect is not Effect.FORBID or self.policy.conflicts == "prohibitions prevail":
            return
        met = terms.both((self.in_force, self.marks.exactly(self.clause.number, ())))
        is_open = self.policy.conflicts == "undecided"
        number = self.clause.number
        kept = terms.both((met, self.law.applies[number]))
        for other in self.law.relevant:
            if other.effect is not Effect.PERMIT or other.excepts:
                continue
            beyond = terms.both((kept, self.law.decisive[other.number]))
            why = "nothing says which of them prevails" if is_open else self.policy.conflicts
            said = self._taken(kept, other, f"permits it, and {_RULES.get(why, why)}")
            yield from self._edge(beyond, said, f"clause {other.number}", "conflict" if is_open else "clause")

    def _taken(self, met: Formula, other: Clause, does: str) -> str:
        """What another clause does to the prohibition, on which days, and on which conditions."""
        number = other.number
        if number not in self.law.applies:
            return f"clause {number} {does}"  # it is about acts that are none of these; its words would mean nothing here
        conditions = self.book.all_stated(c.expr for c in other.conditions)
        there = terms.both((met, self.law.within(other.period), *(self.law.view.holds(c.expr) for c in other.conditions)))
        against = [n for n in other.defeaters if self.ground.possible(there, self.law.applies.get(n, terms.FALSE))]
        unless = f", unless {cited(tuple(against))} {'applies' if len(against) == 1 else 'apply'}" if against else ""
        days = _days(other.period, within=(self.clause.period, self.policy.period))
        narrow = other.act not in ancestors(self.policy, self.clause.act)
        days = f", for {named_act(self.policy, other.act)}{days}" if narrow else days
        return f"clause {number} {does}{days}{unless}" + (f": {conditions}" if conditions else "")

    def _idle(self) -> Iterator[str]:
        """The clauses that are meant to take the prohibition away, and never do."""
        duty = self.clause.effect is Effect.REQUIRE
        met = self.marks.met[self.clause.number]
        bound = terms.both((self.in_force, self.marks.on_act[self.clause.number], *(met[:-1] if duty else met)))
        for number in self.clause.defeaters:
            takes = (self.law.applies.get(number, terms.FALSE), bound)
            if not self.ground.possible(*takes, *met):
                where = " where it is breached" * (duty and self.ground.possible(*takes))
                yield f"clause {number} never {_takes(self.clause, self.policy.clause(number))}{where}"

    def _by_dates(self) -> Iterator[Edge]:
        date = self.law.view.world
        met = terms.both((self.law.in_force, self.marks.exactly(self.clause.number, ())))
        first, last = self.clause.period.first, self.clause.period.last
        for op, day, word in (("<", first, "before"), (">", last, "after")):
            if day is not None:
                outside = terms.compared(op, date.amount(("date",)), terms.number(Fraction(day)))
                yield from self._edge(terms.both((met, outside)), f"{word} {values.day(day)}", "date", "date")
        met = terms.both((self.law.within(self.clause.period), self.marks.exactly(self.clause.number, ())))
        for op, day, word in (("<", self.policy.period.first, "before"), (">", self.policy.period.last, "after")):
            if day is not None:
                outside = terms.compared(op, date.amount(("date",)), terms.number(Fraction(day)))
                said = f"{word} {values.day(day)}, when the document is not in force"
                yield from self._edge(terms.both((met, outside)), said, "date", "date")

    def _edge(self, beyond: Formula, where: str, condition: str, sort: EdgeSort) -> Iterator[Edge]:
        if self.ground.possible(beyond):
            yield self.beyond.edge(beyond, where, condition, sort)


class _Beyond:
    """What becomes of what lies beyond the edges of a prohibition, whatever the rulings."""

    def __init__(self, policy: Policy, prohibition: Prohibition, ground: Ground, book: Phrasebook) -> None:
        self.policy, self.clause, self.ground, self.book = policy, prohibition.clause, ground, book
        self.law = law = ground.law
        apart = terms.both((law.in_force, terms.negated(law.in_breach)))
        undecided = policy.conflicts == "undecided"
        self.conflicts = terms.both((apart, law.conflicting)) if undecided else terms.FALSE
        self.silences, self.silence = Silences(ground, book), terms.both((apart, law.silent))
        self.silent_open = terms.both((self.silence, law.default_open))
        self.silent_forbidden = terms.both((self.silence, self.silences.decided("forbidden")))
        self.open = terms.either((self.conflicts, self.silent_open))
        self.permitted = terms.both((law.permitted, terms.negated(self.open)))
        self.forbidden = terms.both((terms.negated(law.permitted), terms.negated(self.open)))
        against = terms.FALSE if policy.conflicts == "prohibitions prevail" else law.conflicting
        self.prevails = terms.negated(terms.either((law.expressly_permitted, against)))

    def edge(self, beyond: Formula, where: str, condition: str, sort: EdgeSort) -> Edge:
        """The edge, with what lies beyond: there is something."""
        forbidden, left_open, partly = (self.ground.possible(beyond, f) for f in (self.forbidden, self.open, self.permitted))
        if not forbidden and not left_open:
            return Edge(where, condition, sort, "never", ())
        stops = self._others() if forbidden else {}
        by = [n for n, formula in stops.items() if self.ground.possible(beyond, formula)]
        if not left_open and not partly:
            by = self._needed(beyond, by, stops)
        silence = forbidden and self.ground.possible(beyond, self.forbidden, *(terms.negated(stops[n]) for n in by))
        of = (*by, BY_SILENCE) if silence else tuple(by)
        if not left_open and not partly:
            return Edge(where, condition, sort, "always", of)
        still: Still = "sometimes" if forbidden else "unsettled"
        unresolved = tuple(self._unresolved(beyond)) if left_open and sort != "conflict" else ()
        parts = [self._part(beyond, n, stops[n], unresolved) for n in by]
        told = [self._met(n) for n in by]
        if silence:
            parts.append(Beyond(BY_SILENCE, self._silent(beyond, "forbidden"), whole=True))
            told.append(self.silent_forbidden)
        told += [self._met(u.permission, u.clause) if u.permission else self.silent_open for u in unresolved]
        rest = (beyond, *map(terms.negated, told))
        otherwise = bool(told) and partly and not self.ground.possible(*rest, terms.negated(self.permitted))
        all_open = sort == "conflict" and not self.ground.possible(*rest, terms.negated(self.open))
        otherwise_open = all_open and self.ground.possible(*rest)
        return Edge(where, condition, sort, still, of, tuple(parts), otherwise, unresolved, otherwise_open, partly)

    def _needed(self, beyond: Formula, by: list[str], stops: Mapping[str, Formula]) -> list[str]:
        """Of the clauses that forbid all that lies beyond, as few as do."""
        for number in reversed(tuple(by)):
            rest = [n for n in by if n != number]
            if rest and not self.ground.possible(beyond, *(terms.negated(stops[n]) for n in rest)):
                by = rest
        return by

    def _part(self, beyond: Formula, number: str, stops: Formula, unresolved: Sequence[Unresolved]) -> Beyond:
        """Where a clause forbids what lies beyond, whatever the ruling on a conflict with permissions."""
        unless = tuple(u.permission for u in unresolved if u.clause == number)
        missed = (terms.negated(stops), *(terms.negated(self.law.applies[n]) for n in unless))
        whole = not self.ground.possible(beyond, self._met(number), *missed)
        return Beyond(number, self._where(beyond, number), whole, unless)

    def _unresolved(self, beyond: Formula) -> Iterator[Unresolved]:
        """Each permission with each prohibition that it contradicts beyond; and silence, where the document does not say what it means."""
        effects: dict[Effect, list[str]] = {Effect.PERMIT: [], Effect.FORBID: []}
        for clause in self.law.relevant if self.ground.possible(beyond, self.conflicts) else ():
            applies = (self.conflicts, self.law.applies[clause.number])
            if clause.effect in effects and not (clause.effect is Effect.PERMIT and clause.excepts):
                effects[clause.effect] += [clause.number] if self.ground.possible(beyond, *applies) else []
        for permission, number in product(*effects.values()):
            together = terms.both((self.law.applies[permission], self.law.applies[number], self.conflicts))
            if self.ground.possible(beyond, together):
                whole = not self.ground.possible(beyond, self._met(permission, number), terms.negated(together))
                yield Unresolved(permission, number, self._where(beyond, permission, number), whole)
        if self.ground.possible(beyond, self.silent_open):
            yield Unresolved("", BY_SILENCE, self._silent(beyond, "undecided"), whole=True)

    def _silent(self, beyond: Formula, verdict: Literal["forbidden", "undecided"]) -> str:
        """Where the header says so of what no clause governs beyond."""
        return self.silences.where(terms.both((beyond, self.silence)), verdict)

    def _met(self, *numbers: str) -> Formula:
        """What must hold for clauses to stop an act, or to permit it."""
        return terms.both(formula for n in numbers for formula, _ in self._conditions(n))

    def _where(self, beyond: Formula, *numbers: str) -> str:
        """Those of the conditions of clauses that do not go without saying beyond."""
        told = self.book.spelled_out(expr for n in numbers for _, expr in self._conditions(n))
        holds = self.law.view.holds
        return self.book.all_said(expr for expr in told if self.ground.possible(beyond, terms.negated(holds(expr))))

    def _conditions(self, number: str) -> list[tuple[Formula, core.Expr]]:
        """What must hold for a clause to stop an act, or to permit it."""
        (prohibition,) = escapes.prohibitions_of(self.policy, (number,))
        return [(self.law.view.holds(c.expr), c.expr) for c in prohibition.conditions]

    def _others(self) -> dict[str, Formula]:
        """What stops an act besides the prohibition itself, whatever the rulings."""
        found = {}
        for clause in self.law.relevant:
            if clause.number != self.clause.number and clause.effect is Effect.FORBID:
                found[clause.number] = terms.both((self.law.applies[clause.number], self.prevails))
            elif clause.number != self.clause.number and clause.effect is Effect.REQUIRE:
                found[clause.number] = self.law.breached[clause.number]
        return {n: f for n, f in found.items() if f != terms.FALSE}


_T = TypeVar("_T")
_RULES = {"earlier prevails": "the earlier prevails", "later prevails": "the later prevails"}
_MOST_ROWS = 4


def _fails(expr: core.Expr) -> list[tuple[core.Expr, ...]]:
    """The ways in which a formula is false: in each, all of these parts are. What is too mixed to be told apart is one part."""
    match expr:
        case core.Defined(body=body):
            found = _fails(body)
            return [(expr,)] if found == [(body,)] and not _is_open(body) else found
        case core.And(items) if items:
            known = needed(i for i in items if not isinstance(i, core.Exists))
            facts = [item for item in items if not (isinstance(item, core.Exists) and item.path in known)]
            return [way for item in facts or items for way in _fails(item)]
        case core.Or(items) if items:
            rows = _columns([_fails(item) for item in items])
            return [tuple(part for way in row for part in way) for row in rows] or [(expr,)]
        case _:
            return [(expr,)]


def _columns(lists: Sequence[Sequence[_T]]) -> list[tuple[_T, ...]]:
    """One of each list: like with like, where they are as long as each other; else all combinations, if they are few."""
    if len({len(each) for each in lists}) == 1:
        return list(zip(*lists, strict=True))
    combined = list(islice(product(*lists), _MOST_ROWS + 1))
    return combined if len(combined) <= _MOST_ROWS else []


def _outside(policy: Policy, part: core.Expr) -> list[core.Expr]:
    """The facts each of which makes a part of a condition false for certain."""
    term = _open_term(part)
    if term is not None:
        expr, truth = term
        side = _bounds(policy, expr)[1 if truth else 0]
        return [] if side == core.FALSE else list(side.items) if isinstance(side, core.Or) else [side]
    return [] if _is_open(part) else [core.Not(part)]


def _bounds(policy: Policy, expr: core.Open) -> tuple[core.Expr, core.Expr]:
    """What an open term includes, and what it excludes, where it is used."""
    decl = policy.terms[expr.term]
    given: dict[str, Path] = {name: path for (name, _), path in zip(decl.params, expr.args, strict=True)}
    return core_with(decl.includes, given), core_with(decl.excludes, given)


def _is_open(expr: core.Expr) -> bool:
    """Whether it is left to the reading: it uses an open term or an open quantity."""
    return bool(open_points(expr))


def _open_term(expr: core.Expr) -> tuple[core.Open, bool] | None:
    """The open term that a condition is (true) or negates (false); None for other conditions."""
    match expr:
        case core.Open():
            return expr, True
        case core.Not(core.Open() as body):
            return body, False
        case _:
            return None


def _days(period: Period, within: Sequence[Period]) -> str:
    """The days of a clause, so far as they are fewer than those `within`: `, until 2027-06-30`; nothing where they are not."""
    first, last = period.first, period.last
    if first is not None and any(p.first is not None and p.first >= first for p in within):
        first = None
    if last is not None and any(p.last is not None and p.last <= last for p in within):
        last = None
    if first is not None and first == last:
        return f", on {values.day(first)}"
    from_ = f", from {values.day(first)}" if first is not None else ""
    until = f"{' ' if from_ else ', '}until {values.day(last)}" if last is not None else ""
    return from_ + until


def _takes(clause: Clause, other: Clause) -> str:
    if clause.number in other.excepts:
        return "lifts it"
    return "disapplies it" if other.effect is Effect.DISAPPLY else "takes precedence"
