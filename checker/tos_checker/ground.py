"""The ground on which loopholes are looked for: one session on a claim's scenarios, asked again and again under literals.

Contract: a model found on a ground meets the question's conditions and breaks what is claimed (`loophole`), unless a caller asks
for less. On a *clear* ground it does so under every reading that meets the conditions.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from tos_checker import decode, measures, replay, terms, typical
from tos_checker.amounts import reads
from tos_checker.constants import constants
from tos_checker.law import Law
from tos_checker.pose import Pose, whenever
from tos_checker.search import Laws, Search
from tos_checker.solver import Model
from tos_checker.terms import Formula
from tos_spec import core
from tos_spec.core import Path
from tos_spec.scenario import Reading, Scenario


class Ground:
    """A session with the law of the question's scenarios under one free reading."""

    def __init__(self, question: Pose, *, clear: bool = False, laws: int = 1) -> None:
        self.question = question
        self.inquiry = question.inquiry(often=True)
        self.readings: tuple[Laws, ...] = tuple(question.read(self.inquiry, None) for _ in range(laws))
        self.laws = self.readings[0]
        self.concerns = question.concerns(self.laws)
        self.bad = question.bad(self.laws)
        for others in self.readings[1:]:  # said now, so that nothing that it needs is first said in a scope, and forgotten
            question.concerns(others)
            question.bad(others)
        self.compared = self._compared()
        self.settle()
        whatever = whenever(question.concerns, question.bad) if clear else None
        self.search = Search(self.inquiry, question.read, whatever, question.inquiry)
        self._preferences = typical.Preferences(constants(question.policy))

    def _compared(self) -> tuple[tuple[core.Compare, Formula], ...]:
        """What the document compares and no difference tells, with formulas; said now, as patterns ask for it in a scope."""
        world = self.inquiry.worlds[0]
        here = {slot.path for slot in world.slots} - world.left_out
        found = (c for c in measures.others(world.policy, world.act) if here.issuperset((*reads(c.left), *reads(c.right))))
        return tuple((c, self.law.view.holds(c)) for c in found)

    @property
    def law(self) -> Law:
        """The law of the (first) scenario."""
        return self.laws[0]

    @property
    def loophole(self) -> Formula:
        """The conditions hold, and what is claimed does not."""
        return terms.both((self.concerns, self.bad))

    @contextmanager
    def scope(self) -> Iterator[None]:
        """What is asked inside leaves nothing behind: a session that has heard of thousands of formulas answers slowly."""
        self.settle()
        self.inquiry.session.push()
        try:
            yield
        finally:
            self.inquiry.session.pop()

    def settle(self) -> None:
        """Tell the session what formulas made since the last time need."""
        for laws in self.readings:
            self.inquiry.settle(*laws)

    def literals(self, formulas: Iterable[Formula]) -> list[str]:
        """A literal for each formula."""
        self.settle()
        return self.inquiry.session.literals([f for f in formulas if f != terms.TRUE])

    def find(self, *formulas: Formula) -> Model | None:
        """A model in which `formulas` hold, or None. Raises OutOfEffortError where the bound on effort is reached."""
        if terms.FALSE in formulas:
            return None
        return self.search.find(self.literals(formulas))

    def possible(self, *formulas: Formula) -> bool:
        """Whether there is a model in which `formulas` hold. Raises OutOfEffortError as `find` does."""
        return terms.FALSE not in formulas and self.search.possible(self.literals(formulas))

    def typical(self, *formulas: Formula, kept: Sequence[tuple[frozenset[Path], Formula]] = ()) -> Model | None:
        """The typical model in which `formulas` hold, or None; facts in `kept` are preferred to what is typical."""
        if terms.FALSE in formulas:
            return None
        wishes = self.law.view.wishes
        return typical.settle(self.search, self.inquiry.worlds, wishes, self._preferences, self.literals(formulas), kept)

    def scenario(self, model: Model, place: int = 0) -> Scenario:
        """The scenario of a model (of a pair, the one at `place`)."""
        return decode.scenario(self.inquiry.worlds[place], model)

    def reading(self, model: Model, place: int = 0) -> Reading:
        """The reading of a model, as it is for the scenario at `place`."""
        return replay.as_read(self.laws[place], model)

    def confirm(self, model: Model) -> None:
        """Have the interpreter judge the scenarios of a model again. Raises DisagreementError."""
        replay.confirm(self.laws, self.inquiry, model)
