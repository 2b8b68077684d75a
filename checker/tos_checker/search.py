"""Some scenario, every reading: guess a scenario, look for a reading that spoils it, and learn from that reading.

Contract: `Search.find` gives a model of the session in which the demanded formulas hold and, if there is a `whatever` formula,
it holds of the scenario under every reading; or None, if there is no such model.

It ends, because a spoiling reading is generalised to a *strategy*: a truth for each wish, and for each open quantity a sum over the
scenario, its *point*. What is learned is that `whatever` holds under the strategy in each scenario where the points lie within
their quantities' ends. Let S be the sums that formulas compare with zero and that have a quantity, and for each quantity its value
less either end. One quantity after another is replaced by a point, in S and in the points so far: by a root of a sum of S, or by
what is midway between two of them (after J. Ferrante and C. Rackoff, "A decision procedure for the first order theory of real
addition with order", 1975), as the value lies on that root, or between those two and no others.

1. There are finitely many strategies: S is finite and does not depend on the scenario, putting a point in gives as many sums again,
   and those have finitely many roots and pairs of roots.
2. Each strategy that is learned rules out the scenario that it was learned from. Between two neighbouring roots no sum changes its
   sign, so every sum of S has the sign, at each replacement, that it had under the spoiling reading: also those of the other
   quantities' ends, once a point depends on other quantities. So under the strategy the points lie within the ends there, each
   comparison is as it was, and `whatever` fails.
3. So no strategy is learned twice, as long as the scope of the session lasts that it was learned in: the scenario at hand, which it
   rules out, would not have been guessed.

The second is checked whenever something is learned, in exact numbers, and so is the third: a search that would not end is an error.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tos_checker import terms
from tos_checker.disagreement import DisagreementError
from tos_checker.encode import Wishes
from tos_checker.inquiry import Inquiry, constant_wishes, numbers
from tos_checker.law import Law
from tos_checker.solver import Model
from tos_checker.terms import Formula, Linear
from tos_spec.core import Policy

Laws = tuple[Law, ...]
"""The laws of a question's scenarios (one, or two for a comparison) under one reading."""

Reader = Callable[[Inquiry, Wishes | None], Laws]
"""Makes the laws of an inquiry's scenarios under a free reading (None) or a given one."""


@dataclass
class Search:
    """A satisfiability question, with a part that must hold whatever the reading."""

    inquiry: Inquiry
    read: Reader
    whatever: Callable[[Laws], Formula] | None = None
    again: Callable[[], Inquiry] | None = None
    strategies: int = 0
    _opponent: Inquiry | None = field(default=None)
    _opponent_laws: Laws = ()
    _learned: dict[str, int] = field(default_factory=dict)
    """Each strategy with the scope of the session in which it was learned."""

    def find(self, literals: Sequence[str] = ()) -> Model | None:
        """A model, or None. Raises OutOfEffortError where the solver's bound was reached."""
        session = self.inquiry.session
        while session.satisfiable([*self.inquiry.guards, *literals]):
            model = session.model()
            if self.whatever is None or not self.spoiled(model):
                return model
        return None

    def possible(self, literals: Sequence[str] = ()) -> bool:
        """Whether `find` would find a model: cheaper where no reading can spoil it, since no model is built."""
        if self.whatever is None:
            return self.inquiry.session.satisfiable([*self.inquiry.guards, *literals])
        return self.find(literals) is not None

    def spoiled(self, model: Model) -> bool:
        """Whether some reading spoils the scenario of a model; if so, the search has learned from it."""
        if self._opponent is None:
            self._oppose()
        opponent = self._opponent
        assert opponent is not None  # noqa: S101 - for the type checker
        opponent.session.push()
        try:
            opponent.session.add(opponent.pins(model))
            spoiled = opponent.session.satisfiable(opponent.guards)
            if spoiled:
                self._learn({**model, **opponent.session.model()})
        finally:
            opponent.session.pop()  # what is asked next, also where effort ran out, is asked of another scenario
        return spoiled

    def _oppose(self) -> None:
        assert self.again is not None and self.whatever is not None  # noqa: S101, PT018 - for the type checker
        opponent = self.again()
        laws = self.read(opponent, None)
        formula = self.whatever(laws)
        opponent.settle(*laws)
        opponent.require(terms.negated(formula))
        self._opponent, self._opponent_laws = opponent, laws

    def _learn(self, model: Model) -> None:
        assert self.whatever is not None  # noqa: S101 - for the type checker
        wishes = self._opponent_laws[0].view.wishes
        policy = self._opponent_laws[0].view.world.policy
        sums = [s for law in self._opponent_laws for s in law.view.quantity_sums]
        points = test_points(policy, wishes, sums, model)
        strategy = constant_wishes(wishes, model, points)
        self._is_new(repr(strategy))
        laws = self.read(self.inquiry, strategy)
        formula = self.whatever(laws)
        self.inquiry.settle(*laws)
        inside = [terms.compared(">=", s, terms.number(Fraction(0))) for s in _ends(policy, points)]
        self.inquiry.require(terms.implied(terms.both(inside), formula))
        self.strategies += 1

    def _is_new(self, strategy: str) -> None:
        """Raise DisagreementError where the session still knows what this strategy says."""
        scopes = self.inquiry.session.scopes
        if self._learned.get(strategy) in scopes:
            message = "a search learns a strategy that it has learned before"
            raise DisagreementError(message)
        self._learned[strategy] = scopes[-1]


def test_points(policy: Policy, wishes: Wishes, sums: Sequence[Linear], model: Model) -> dict[str, Linear]:
    """For each quantity a sum over the scenario; under these, all `sums`, and the quantities' ends, have the signs that they have in `model`."""
    ends = {name: policy.quantities[name].low for name in wishes.quantities}
    values = {a.name: ends[name] for name, symbol in wishes.quantities.items() for a in symbol.factors} | numbers(model)
    found: dict[str, Linear] = {}
    compared = [*sums, *_ends(policy, wishes.quantities)]
    rest = compared
    for name, symbol in wishes.quantities.items():
        (atom,) = symbol.factors
        roots = [s.put(atom, terms.number(Fraction(0))).times(-1 / s.factors[atom]) for s in rest if atom in s.factors]
        point = _between(roots, values[atom.name], values)
        rest = [s.put(atom, point) for s in rest]
        found = {n: p.put(atom, point) for n, p in found.items()}
        found[name] = point
    if any(_sign(s.at(values)) != _sign(t.at(values)) for s, t in zip(compared, _put(compared, wishes, found), strict=True)):
        message = "a search learns a strategy that does not rule out the scenario at hand"
        raise DisagreementError(message)
    return found


def _ends(policy: Policy, amounts: Mapping[str, Linear]) -> list[Linear]:
    """What is not negative, and only that, where each quantity has a value that it can have."""
    found = []
    for name, amount in amounts.items():
        quantity = policy.quantities[name]
        found += [amount.minus(terms.number(quantity.low)), terms.number(quantity.high).minus(amount)]
    return found


def _put(sums: Sequence[Linear], wishes: Wishes, points: Mapping[str, Linear]) -> list[Linear]:
    """`sums` with the points of quantities in their places."""
    found = list(sums)
    for name, symbol in wishes.quantities.items():
        (atom,) = symbol.factors
        found = [s.put(atom, points[name]) for s in found]
    return found


def _sign(amount: Fraction) -> int:
    return (amount > 0) - (amount < 0)


def _between(roots: Sequence[Linear], value: Fraction, values: dict[str, Fraction]) -> Linear:
    placed = sorted(((root.at(values), i) for i, root in enumerate(roots)), key=lambda pair: pair)
    for amount, i in placed:
        if amount == value:
            return roots[i]
    below = [i for amount, i in placed if amount < value]
    above = [i for amount, i in placed if amount > value]
    return roots[below[-1]].plus(roots[above[0]]).times(Fraction(1, 2))
