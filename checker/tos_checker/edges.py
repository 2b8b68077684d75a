"""The edges of a prohibition: which single fact, changed, lifts it, and whether another clause still forbids beyond.

Contract: an edge is found by the prohibition's own conditions: beyond it exactly one of them is false and all others are met; or all are met
and another clause, or the calendar, takes the prohibition away. Each edge is real: there is a scenario beyond it. A condition is looked
into: each fact that makes it false for certain is an edge (each line of what an open term excludes), and where that depends on the
reading is another; what lies beyond none of these is told as a mixture of them. Where such a fact ends further conditions with the one
(which speak of the same), they are all false beyond it. What becomes of an edge is asked of all that its words say, and of nothing else
(`wording`): beyond a fact, what it compares with is there; that something is absent is an
edge of its own, with what else must fail then. What lies beyond an edge is forbidden or permitted only if it is so whatever the
rulings on conflict and on silence; else it is told as left open. Raises OutOfEffortError.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tos_checker import escapes, terms, values
from tos_checker.budget import Budget
from tos_checker.citations import cited
from tos_checker.escapes import Prohibition
from tos_checker.failing import Failures, Row, bounds, is_open, open_term
from tos_checker.ground import Ground
from tos_checker.law import Law
from tos_checker.outlook import Outlook
from tos_checker.phrases import Phrasebook, named_act
from tos_checker.pose import Pose, stated
from tos_checker.report import Boundary, Edge, EdgeSort
from tos_checker.terms import Formula
from tos_checker.ways import Marks
from tos_checker.wording import Wording, is_alternative
from tos_spec import core
from tos_spec.core import Clause, Condition, Effect, Period, Policy
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


@dataclass(frozen=True, slots=True)
class _Found:
    """A row of a condition: where its words are true, and what of that lies beyond the edge. `several`: only further conditions fail with it."""

    place: int
    row: Row
    words: Formula
    past: Formula
    several: bool = False


class _Finder:
    """Finds the edges of one prohibition."""

    def __init__(self, policy: Policy, prohibition: Prohibition, ground: Ground) -> None:
        self.policy, self.prohibition, self.ground = policy, prohibition, ground
        self.clause = prohibition.clause
        self.law: Law = ground.law
        self.marks = Marks(ground, (prohibition,))
        self.book = Phrasebook(policy, self.clause.act)
        self.wording = Wording(ground, self.book)
        self.failures = Failures(policy, self.wording)
        self.in_force = terms.both((self.law.in_force, self.law.within(self.clause.period)))
        self.outlook = Outlook(policy, prohibition, ground, self.wording)

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
        rows = self._rows()
        for place, condition in enumerate(self.prohibition.conditions):
            if self._is_kept(place):
                said = f"what it requires is met: {self.book.stated(self.clause.required)}"
                yield from self._edge(self._exactly(place), said, condition.text, "fact")
            else:
                yield from self._by_condition(place, condition, rows)

    def _is_kept(self, place: int) -> bool:
        """Whether a condition is that what a duty requires is not so."""
        return self.clause.effect is Effect.REQUIRE and place == len(self.prohibition.conditions) - 1

    def _exactly(self, *places: int) -> Formula:
        """The clause is in force, and of its conditions just those at these places are not met."""
        return terms.both((self.in_force, self.marks.exactly(self.clause.number, places)))

    def _by_condition(self, place: int, condition: Condition, rows: Sequence["_Found"]) -> Iterator[Edge]:
        """The edges of one condition: each of its rows; and what is mixed of these. What is told by no two rows is told whole."""
        beyond, turns = self._exactly(place), is_open(condition.expr)
        mine = [found for found in rows if found.place == place]
        mixed = terms.both((beyond, *(terms.negated(found.words) for found in rows)))
        left = self.ground.possible(mixed)
        whole = left and len(mine) <= 1
        if whole:
            said = self.book.say(self.wording.pruned(beyond, core.Not(condition.expr)))
            yield self.outlook.edge(beyond, said, condition.text, "reading" if turns else "fact")
        facts = [found for found in mine if not found.row.read]
        for found in (*facts, *(found for found in mine if found.row.read)):
            if found.several or not whole:
                yield from self._told(found, facts, condition)
        if left and not whole:
            yield self.outlook.edge(mixed, "a mixture of these", condition.text, "reading" if turns else "fact")

    def _rows(self) -> list["_Found"]:
        """The rows of all conditions, each once; without those that say all that another says, and more: of them one fact is enough."""
        conditions = [(n, c.expr) for n, c in enumerate(self.prohibition.conditions) if not self._is_kept(n)]
        self.wording.spoken = frozenset(path for _, expr in conditions for path in self.failures.compared(expr))
        rows: dict[frozenset[core.Expr], _Found] = {}
        for place, expr in conditions:
            absent = 0
            for size, group in enumerate(self.failures.rows(expr)):
                told = {row.all: self._found(place, row) for row in group if row.all not in rows}
                found = {all_: row for all_, row in told.items() if row is not None}
                absent += len(found) if size else 0
                if size > 1 and absent > _MOST_ABSENT:
                    break
                rows |= found
        least: list[_Found] = []
        for found_ in (row for all_, row in rows.items() if not any(other < all_ for other in rows)):
            if not any(self._is_within(found_, other) for other in least):
                least.append(found_)
        return least

    def _is_within(self, one: "_Found", other: "_Found") -> bool:
        """Whether a row is told already: something absent, of what another row says; or where the same conditions fail, by the same facts."""
        if one.several or other.several:
            return one.several and other.several and self._same(one.past, other.past)
        told = one.row.absent and one.place == other.place and not other.row.read
        return bool(told) and not self.ground.possible(one.past, terms.negated(other.words))

    def _same(self, one: Formula, other: Formula) -> bool:
        return not (self.ground.possible(one, terms.negated(other)) or self.ground.possible(other, terms.negated(one)))

    def _found(self, place: int, row: Row) -> "_Found | None":
        """A row and what lies beyond it, if anything does; and if anything of what is left to the reading does not lie there for certain.

        Beyond it no condition fails but the one, or those that speak of the same and never hold where its words are true.
        """
        view = self.law.view
        words = terms.both((self.in_force, self.marks.on_act[self.clause.number], self.wording.all_hold(row.facts)))
        alone = terms.both((words, self._exactly(place)))
        if row.read:
            certain = (terms.either(view.holds(fact) for fact in facts) for facts in self.failures.certain(row))
            shown = self.ground.possible(alone, terms.negated(terms.both(certain)))
            return _Found(place, row, words, alone) if shown else None
        if self.ground.possible(alone):
            return _Found(place, row, words, alone)
        failing = tuple(self._failing(words, row))
        several = terms.both((words, self._exactly(*failing)))
        is_row = place in failing and self.ground.possible(several)
        return _Found(place, row, words, several, several=True) if is_row else None

    def _failing(self, words: Formula, row: Row) -> Iterator[int]:
        """The conditions that speak of what a row speaks of, and never hold where its words are true."""
        spoken = frozenset[escapes.Fact]().union(*(escapes.facts(self.policy, fact) for fact in row.facts))
        for place, condition in enumerate(self.prohibition.conditions):
            of = escapes.facts(self.policy, condition.expr)
            same = any(one[: len(other)] == other for one in of for other in spoken)
            if same and not self.ground.possible(words, self.marks.met[self.clause.number][place]):
                yield place

    def _told(self, found: "_Found", facts: Sequence["_Found"], condition: Condition) -> Iterator[Edge]:
        """The edge of a row. Of what is left to the reading, what facts end for certain is left out, and that is said if it matters."""
        if not found.row.read:
            yield self.outlook.edge(found.past, self._said(found.row, found.past), condition.text, "fact")
            return
        left = terms.both((found.past, *(terms.negated(other.words) for other in facts)))
        if not self.ground.possible(left):
            return
        said = self._said(found.row, left)
        whole, rest = (self.outlook.edge(past, said, condition.text, "reading") for past in (found.past, left))
        yield whole if whole == rest else replace(rest, where=f"otherwise {said}")

    def _said(self, row: Row, past: Formula) -> str:
        """A row in words. What its alternatives say that its other facts say, or rule out, is left out."""
        plain = self.wording.all_hold(fact for fact in row.facts if fact not in row.read and not is_alternative(fact))
        facts: list[core.Expr] = []
        words: list[str] = []
        for fact in row.facts:
            term = open_term(fact) if fact in row.read else None
            if term is None and (fact in row.read or not is_alternative(fact) or self._adds(plain, fact)):
                facts.append(self.wording.pruned(past, fact) if is_alternative(fact) else fact)
            if term is None:
                continue
            expr, truth = term
            words.append(self.book.covers(expr.term, expr.args, truth=truth))
            outside = core.Not(bounds(self.policy, expr)[1 if truth else 0])
            if len(row.facts) == row.absent + 1 and self._adds(plain, outside):
                facts.append(self.wording.pruned(past, outside))
        said = self.book.all_said(facts)
        if not words:
            return said
        return f"{said}, if {' and '.join(words)}" if said else f"wherever {' and '.join(words)}"

    def _adds(self, known: Formula, expr: core.Expr) -> bool:
        """Whether `expr` does not go without saying where this is known."""
        return self.ground.possible(known, terms.negated(self.law.view.holds(expr)))

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
                where = " where what it requires is not so" * (duty and self.ground.possible(*takes))
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
            yield self.outlook.edge(beyond, where, condition, sort)


_MOST_ABSENT = 12
"""Combinations of what may be absent that are told; of several things, of more, all together are a mixture."""
_RULES = {"earlier prevails": "the earlier prevails", "later prevails": "the later prevails"}


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
