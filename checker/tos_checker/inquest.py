"""The outcome of what somebody describes: facts given, the rest open; and which of what is open matters.

Contract: the outcome is `permitted` or `forbidden` if every scenario that agrees with the facts has it, under every reading; else it is left
open, and an example of each is given. A fact matters if two scenarios that agree with what is given, and differ in it alone, have
different outcomes, all being read alike; a point of the reading matters if in some scenario the outcome changes with it alone.
Raises OutOfEffortError.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from tos_checker import depends, terms
from tos_checker.answer import Found
from tos_checker.budget import Budget
from tos_checker.depends import Fact
from tos_checker.ground import Ground
from tos_checker.pose import Part, Pose, neg, permitted, stated
from tos_checker.readings import turns_on
from tos_checker.terms import Formula
from tos_spec.core import Case, Policy


@dataclass(frozen=True)
class Inquest:
    """What was found: an outcome or None, an example of each outcome that there is, and what it depends on.

    Without examples, no scenario agrees with the facts.
    """

    outcome: Literal["permitted", "forbidden"] | None
    examples: tuple[Found, ...]
    facts: tuple[Fact, ...]
    readings: tuple[str, ...]
    in_force: Literal["always", "sometimes", "never"] = "always"  # the document, in the scenarios that agree with the facts


def inquest(policy: Policy, described: Case, effort: Budget | None) -> Inquest:
    """What the document makes of the facts of `described` (what it expects is of no interest)."""
    asked = replace(policy, cases=(*policy.cases, described))  # so that all that these facts speak of is part of a scenario
    question = Pose(asked, described.act, stated(described.facts), permitted, described.mentions_date, (), effort)
    ground = Ground(question, laws=2)
    examples = tuple(_examples(ground))
    in_force = _in_force(ground)
    if len(examples) < 2:  # noqa: PLR2004 - two outcomes
        outcomes: dict[bool, Literal["permitted", "forbidden"]] = {True: "permitted", False: "forbidden"}
        only = outcomes[ground.possible(ground.concerns, ground.law.permitted)] if examples else None
        return Inquest(only, examples, (), (), in_force)
    return Inquest(None, examples, depends.deciding(question, permitted) or (), tuple(_readings(ground)), in_force)


def _in_force(ground: Ground) -> Literal["always", "sometimes", "never"]:
    if not ground.possible(ground.concerns, terms.negated(ground.law.in_force)):
        return "always"
    return "sometimes" if ground.possible(ground.concerns, ground.law.in_force) else "never"


def _examples(ground: Ground) -> Iterator[Found]:
    parts: tuple[Part, ...] = (permitted, neg(permitted))
    for part in parts:
        model = ground.typical(ground.concerns, part(ground.laws))
        if model is not None:
            ground.confirm(model)
            on = turns_on(ground.question, model, ground.law.view.wishes, part)
            yield Found("clear", ground.scenario(model), ground.reading(model), on)


def _readings(ground: Ground) -> Iterator[str]:
    """The points of the reading that matter."""
    if not ground.law.has_points:
        return
    one, other = ground.law, ground.readings[1][0]
    concerned = terms.both((ground.concerns, ground.question.concerns(ground.readings[1])))
    differs = terms.negated(terms.equivalent(one.permitted, other.permitted))
    same = _alike(ground)
    for point in same:
        if ground.possible(concerned, differs, *(f for name, f in same.items() if name != point)):
            yield point


def _alike(ground: Ground) -> dict[str, Formula]:
    """For each point, that both readings of the ground agree on it."""
    left, right = ground.law.view.wishes, ground.readings[1][0].view.wishes
    policy = ground.question.policy
    found: dict[str, Formula] = {}
    for term in policy.terms:
        parts = [terms.equivalent(w, right.entity_terms[key]) for key, w in left.entity_terms.items() if key[0] == term]
        if term in left.terms:
            parts.append(terms.equivalent(left.terms[term], right.terms[term]))
        if parts:
            found[term] = terms.both(parts)
    for name, value in left.quantities.items():
        found[name] = terms.compared("=", value, right.quantities[name])
    for name, symbol in left.rulings.items():
        found[name] = terms.equivalent(symbol, right.rulings[name])
    return found
