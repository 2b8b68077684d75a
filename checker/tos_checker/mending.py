"""The smallest sets of edits that make a claim hold and turn nothing else, by guess and counterexample.

Contract: `Mending.found` yields sets of edits, those that weigh least first; each makes the claim hold, and keeps every claim and case that
`keep` names, in the law that the edits are said to make (the text is verified elsewhere). A guess is the lightest set that survives the
scenarios met so far; a session for each question looks for a scenario that breaks it, and that scenario is kept for all further guesses
(after A. Solar-Lezama and others, "Combinatorial sketching for finite programs", 2006). The order of guesses of one weight is the solver's
own, which is the same on each run. Raises OutOfEffortError where the bound on effort is reached.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from tos_checker import terms, watches
from tos_checker.budget import Budget
from tos_checker.solver import Session
from tos_checker.switches import Switches
from tos_checker.watches import Asked, Pointwise
from tos_spec.core import Case, Claim
from tos_spec.shape import root

HEAVIEST = 6
_MOST_GUESSES = 2_000


Kept = Claim | Case
"""A claim that holds, or a case that passes, and goes on doing so."""


def named(kept: Kept) -> str:
    """How it is told."""
    return f"{'claim' if isinstance(kept, Claim) else 'case'} `{kept.name}`"


@dataclass
class Tally:
    """What was tried: how many sets of edits, how many of them close the claim, and what these turn, with the first that does."""

    guesses: int = 0
    closing: int = 0
    turned: dict[str, int] = field(default_factory=dict)
    nearest: dict[str, frozenset[int]] = field(default_factory=dict)
    cut: bool = False


class Mending:
    """The search for one claim."""

    def __init__(
        self,
        made: Switches,
        weights: Sequence[int],
        clashes: Iterable[tuple[int, int]],
        keep: Sequence[Kept],
        today: date,
        effort: Budget | None,
    ) -> None:
        self.made, self.weights, self.today, self.effort = made, weights, today, effort
        self.policy = made.switched()
        self.tally = Tally()
        self.names = [f"edit{n}" for n in range(len(weights))]
        self.guesses = Session(effort)
        self.guesses.add([f"(declare-const {name} Bool)" for name in self.names])
        for pair in clashes:
            self.forbid(pair)
        self.keep = [k for k in keep if root(made.document, k.act) == made.top]
        self._watches: dict[str, Asked | Pointwise] = {}
        self._met = 0

    def forbid(self, edits: Iterable[int]) -> None:
        """No further guess contains all of these."""
        self.guesses.add([f"(assert {terms.negated(terms.both(self.names[n] for n in edits))})"])

    def found(self, claim: Claim) -> Iterator[frozenset[int]]:
        """Every smallest set of edits, lightest first: none contains another."""
        target = watches.watch(self.policy, claim, self.today, len(self.weights), self.effort)
        for most in range(1, HEAVIEST + 1):
            while (guess := self._guess(most)) is not None:
                if self.tally.guesses >= _MOST_GUESSES:
                    self.tally.cut = True
                    return
                self.tally.guesses += bool(guess)  # the first is to change nothing
                if not self._closes(target, guess):
                    continue
                self.tally.closing += 1
                turned = next((k for k in self.keep if self._turns(k, guess)), None)
                if turned is None:
                    self.forbid(guess)
                    yield guess
                else:
                    self._told(turned, guess)

    def _told(self, turned: Kept, guess: frozenset[int]) -> None:
        """What turned is asked first the next time: it is likely to turn again."""
        self.tally.turned[named(turned)] = self.tally.turned.get(named(turned), 0) + 1
        self.tally.nearest.setdefault(named(turned), guess)
        self.keep.remove(turned)
        self.keep.insert(0, turned)

    def _guess(self, most: int) -> frozenset[int] | None:
        """A set of edits of at most this weight that nothing met so far rules out."""
        if not self.names:
            return None
        weights = " ".join(str(w) for w in self.weights)
        light = self.guesses.literal(f"((_ pble {most} {weights}) {' '.join(self.names)})")
        if not self.guesses.satisfiable([light]):
            return None
        model = self.guesses.model()
        return frozenset(n for n, name in enumerate(self.names) if model.get(name, False))

    def _closes(self, target: Asked | Pointwise, guess: frozenset[int]) -> bool:
        """Whether the claim holds with these edits; if not, no guess that fails for the same reason comes again."""
        if isinstance(target, Pointwise):
            return self._unbroken(target, guess)
        if target.stands(self.made.chosen(guess), self.effort):
            return True
        others = [name if n not in guess else terms.negated(name) for n, name in enumerate(self.names)]
        self.guesses.add([f"(assert {terms.either(others)})"])
        return False

    def _turns(self, kept: Kept, guess: frozenset[int]) -> bool:
        if named(kept) not in self._watches:
            self._watches[named(kept)] = watches.watch(self.policy, kept, self.today, len(self.weights), self.effort)
        asked = self._watches[named(kept)]
        if isinstance(asked, Pointwise):
            return not self._unbroken(asked, guess)
        if asked.stands(self.made.chosen(guess), self.effort):
            return False
        alone = (frozenset({n}) for n in sorted(guess) if len(guess) > 1)
        self.forbid(next((one for one in alone if not asked.stands(self.made.chosen(one), self.effort)), guess))
        return True

    def _unbroken(self, asked: Pointwise, guess: frozenset[int]) -> bool:
        """Whether nothing breaks a question with these edits; what does is demanded of all further guesses not to."""
        model = asked.breaks(guess)
        if model is None:
            return True
        self._met += 1
        lines, formula = asked.at(model, f"v{self._met}", self.names)
        self.guesses.add([*lines, f"(assert {terms.negated(formula)})"])
        return False
