"""Some scenario, every reading: guess a scenario, look for a reading that spoils it, and learn from that reading.

Contract: `Search.find` gives a model of the session in which the demanded formulas hold and, if there is a `whatever` formula,
it holds of the scenario under every reading; or None, if there is no such model. It ends: a spoiling reading is generalised to
one of finitely many strategies. For Booleans these are the wishes themselves; for a quantity the value is replaced by the test
point that lies where it lay among the roots of the document's comparisons, or midway between two of them (after J. Ferrante
and C. Rackoff, "A decision procedure for the first order theory of real addition with order", 1975).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tos_checker import terms
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
        opponent.session.add(opponent.pins(model))
        spoiled = opponent.session.satisfiable(opponent.guards)
        if spoiled:
            self._learn({**model, **opponent.session.model()})
        opponent.session.pop()
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
        laws = self.read(self.inquiry, constant_wishes(wishes, model, points))
        formula = self.whatever(laws)
        self.inquiry.settle(*laws)
        inside = []
        for name, point in points.items():
            quantity = policy.quantities[name]
            inside.append(terms.compared(">=", point, terms.number(quantity.low)))
            inside.append(terms.compared("<=", point, terms.number(quantity.high)))
        self.inquiry.require(terms.implied(terms.both(inside), formula))
        self.strategies += 1


def test_points(policy: Policy, wishes: Wishes, sums: Sequence[Linear], model: Model) -> dict[str, Linear]:
    """For each quantity a sum over the scenario that lies, in `model`, where the quantity lies among the roots of `sums`."""
    values = numbers(model)
    found: dict[str, Linear] = {}
    rest = list(sums)
    for name, symbol in wishes.quantities.items():
        (atom,) = symbol.factors
        value = values.get(atom.name, Fraction(0))
        roots = [terms.number(policy.quantities[name].low), terms.number(policy.quantities[name].high)]
        for sum_ in rest:
            factor = sum_.factors.get(atom)
            if factor is not None:
                roots.append(sum_.put(atom, terms.number(Fraction(0))).times(-1 / factor))
        point = _between(roots, value, values)
        rest = [s.put(atom, point) for s in rest]
        found = {n: p.put(atom, point) for n, p in found.items()}
        found[name] = point
    return found


def _between(roots: Sequence[Linear], value: Fraction, values: dict[str, Fraction]) -> Linear:
    placed = sorted(((root.at(values), i) for i, root in enumerate(roots)), key=lambda pair: pair)
    for amount, i in placed:
        if amount == value:
            return roots[i]
    below = [i for amount, i in placed if amount < value]
    above = [i for amount, i in placed if amount > value]
    return roots[below[-1]].plus(roots[above[0]]).times(Fraction(1, 2))
