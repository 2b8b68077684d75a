"""What changes when a clause is struck, or when two clauses are no longer ranked: the document beside itself, less something.

Contract: `Strikes.changes(...)` is true if and only if there is a scenario and a reading for which the outcome differs between the
document and the document without those clauses (or without those rankings). An exception to a struck clause excepts nothing any more.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tos_checker import terms
from tos_checker.budget import Budget
from tos_checker.encode import View
from tos_checker.inquiry import Inquiry, free_wishes
from tos_checker.law import Law
from tos_checker.terms import Formula
from tos_spec.core import Clause, Effect, Policy

Ranking = tuple[str, str]
"""A clause, and one that defeats it by `notwithstanding` or `subject to`."""


def rankings(policy: Policy) -> Iterator[Ranking]:
    """Each pair of clauses that one of those relations ranks, the one that gives way first."""
    for clause in policy.clauses:
        for number in clause.defeaters:
            if is_ranking(policy.clause(number), clause):
                yield clause.number, number


@dataclass(frozen=True)
class Ranked:
    """Clauses that are ranked by one relation, as far as the document shows: one with one, or with all that stand below a heading."""

    winners: tuple[str, ...]
    losers: tuple[str, ...]

    @property
    def pairs(self) -> tuple[Ranking, ...]:
        """The pairs that it ranks."""
        return tuple((loser, winner) for loser in self.losers for winner in self.winners)


def ranked(policy: Policy) -> Iterator[Ranked]:
    """All rankings, those to or from whole headings as one, in the order of the document."""
    left = dict.fromkeys(rankings(policy))
    headings = [h.clauses for h in sorted(policy.headings, key=lambda h: -len(h.clauses)) if h.clauses]
    whole: dict[Ranking, Ranked] = {}
    for loser, winner in left:
        sides = [[*(h for h in headings if n in h), (n,)] for n in (winner, loser)]
        groups = (Ranked(winners, losers) for winners in sides[0] for losers in sides[1])
        whole[loser, winner] = next(g for g in groups if all(pair in left for pair in g.pairs))
    yield from dict.fromkeys(whole.values())


def is_ranking(winner: Clause, loser: Clause) -> bool:
    """Whether a defeater prevails by rank, and is neither an exception nor a disapplication."""
    return winner.effect not in (Effect.DISAPPLY, Effect.LIFT) and loser.number not in winner.excepts


@dataclass
class Strikes:
    """The scenarios of `act` and of what is below it, under the document and under the document less something."""

    policy: Policy
    act: str
    effort: Budget | None

    def __post_init__(self) -> None:
        self._inquiry = Inquiry(self.policy, self.act, self.effort)
        self.world = self._inquiry.world()
        self._struck = {c.number: f"xs{c.order}" for c in self.policy.clauses}
        places = {c.number: c.order for c in self.policy.clauses}
        self._unranked = {pair: f"xr{places[pair[0]]}x{places[pair[1]]}" for pair in rankings(self.policy)}
        lines, wishes = free_wishes(self.world, "r")
        self._inquiry.add(lines)
        self._inquiry.add([f"(declare-const {s} Bool)" for s in (*self._struck.values(), *self._unranked.values())])
        view = View(self.world, wishes, "s")
        self.law = Law(view)
        self.other = Law(view, struck=self._struck, unranked=self._unranked)
        self._inquiry.settle(self.law)
        self._differ = terms.negated(terms.equivalent(self.law.permitted, self.other.permitted))

    def changes(self, struck: Iterable[str] = (), unranked: Iterable[Ranking] = ()) -> bool:
        """Whether some outcome changes without these. Raises OutOfEffortError."""
        without, apart = set(struck), set(unranked)
        chosen = [s if n in without else terms.negated(s) for n, s in self._struck.items()]
        chosen += [s if pair in apart else terms.negated(s) for pair, s in self._unranked.items()]
        return self.possible(self._differ, self._concerned(without, apart), *chosen)

    def _concerned(self, struck: set[str], unranked: set[Ranking]) -> Formula:
        """What must be so where an outcome changes: one of the clauses is in scope. It follows, and spares the solver much."""
        scope = self.law.scope
        numbers = [*struck, *(winner for _, winner in unranked)]
        return terms.either(scope.get(n, terms.FALSE) for n in sorted(numbers))

    def settle(self) -> None:
        """Tell the session what formulas made since the last time need."""
        self._inquiry.settle(self.law)

    def possible(self, *formulas: Formula) -> bool:
        """Whether there are a scenario and a reading in which `formulas` hold. Raises OutOfEffortError."""
        if terms.FALSE in formulas:
            return False
        self.settle()
        session = self._inquiry.session
        return session.satisfiable([session.literal(f) for f in formulas if f != terms.TRUE])
