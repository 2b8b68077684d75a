"""One question, asked of every choice of edits: a session that finds what breaks it, and what that says about other choices.

Contract: `Pointwise.breaks` gives a model of a scenario (and a reading) that breaks the question where exactly the edits of a guess are
made, or None; `Pointwise.at` says in a formula over the switches alone for which choices that same scenario, so read, breaks it.
`Asked` answers anew for each guess, where no single scenario decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tos_checker import keeping, switches, terms
from tos_checker.budget import Budget
from tos_checker.encode import View
from tos_checker.inquiry import constant_wishes, declared, pinned
from tos_checker.law import Law
from tos_checker.pose import Part, Pose, conj, in_force_accepted, neg, of_case, of_claim, permitted, without
from tos_checker.search import Laws
from tos_checker.solver import Model
from tos_checker.terms import Formula
from tos_checker.world import World
from tos_spec.core import Case, Claim, Policy, Verdict


@dataclass(frozen=True)
class Asked:
    """A claim or a case that has to be answered anew."""

    asked: Claim | Case
    today: date

    def stands(self, policy: Policy, effort: Budget | None) -> bool:
        """Whether it holds in `policy`, or passes."""
        return keeping.holds(policy, self.asked, self.today, effort)


@dataclass
class Pointwise:
    """A question that a scenario breaks: `demands` hold of it, each under a reading of its own where there are several."""

    question: Pose
    demands: tuple[Part, ...]
    edits: int

    def __post_init__(self) -> None:
        self.posed = self.question.search(self.demands, readings=len(self.demands))

    def breaks(self, guess: frozenset[int]) -> Model | None:
        """A model of what breaks the question with the edits of a guess and no other."""
        session = self.posed.search.inquiry.session
        literals = []
        for laws in self.posed.readings:
            for n in range(self.edits):
                wish = laws[0].view.wishes.terms[switches.term(n)]
                literals.append(session.literal(wish if n in guess else terms.negated(wish)))
        return self.posed.search.find(literals)

    def at(self, model: Model, tag: str, names: Sequence[str]) -> tuple[list[str], Formula]:
        """Lines, and a formula over the switches called `names`: the scenario of `model`, read as there, breaks the question."""
        lines: list[str] = []
        worlds = []
        for place, before in enumerate(self.posed.search.inquiry.worlds):
            world = World(before.policy, before.act, f"{tag}w{place}")
            lines += world.lines
            for (old, sort), (new, _) in zip(declared(before), declared(world), strict=True):
                lines.append(f"(assert {pinned(new, sort, {new: model[old]} if old in model else {})})")
            worlds.append(world)
        parts = []
        for number, (laws, demand) in enumerate(zip(self.posed.readings, self.demands, strict=True)):
            wishes = constant_wishes(laws[0].view.wishes, model)
            free = {switches.term(n): name for n, name in enumerate(names)}
            wishes = replace(wishes, terms={**wishes.terms, **free})
            twins = [None] if len(worlds) == 1 else [worlds[1], worlds[0]]
            made: Laws = tuple(Law(View(w, wishes, f"{w.tag}r{number}", t)) for w, t in zip(worlds, twins, strict=True))
            parts.append(demand(made))
            for law in made:
                lines += law.view.take()
        return lines, terms.both(parts)


def watch(policy: Policy, asked: Claim | Case, today: date, edits: int, effort: Budget | None) -> Asked | Pointwise:
    """The question about a claim or a case, on a document with switches."""
    if asked.under_some_reading:
        return Asked(asked, today)
    if isinstance(asked, Case):
        if asked.verdict is Verdict.UNSETTLED:
            return Asked(asked, today)
        question = of_case(policy, asked, effort)
    else:
        if asked.form == "sometimes" or (asked.form == "always" and asked.verdict is Verdict.UNSETTLED):
            return Asked(asked, today)
        question = of_claim(policy, asked, without(asked.when, in_force_accepted(asked, today)), effort)
        if asked.verdict is Verdict.UNSETTLED:
            sides = (conj(question.concerns, permitted), conj(question.concerns, neg(permitted)))
            return Pointwise(question, sides, edits)
    return Pointwise(question, (conj(question.concerns, question.bad),), edits)
