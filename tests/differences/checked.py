"""The checker's comparison of a pair beside the exhaustive one.

Contract: `disagreements` says in words what differs (nothing, if all is well).
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path

from tests.differences.expected import Both, Change, changes
from tests.differences.specs import Spec
from tos_checker import compare as compared
from tos_checker.budget import Budget
from tos_checker.compare import Comparison
from tos_checker.patterns import Entry
from tos_spec.core import Policy, Sort
from tos_spec.load import load
from tos_spec.scenario import Scenario

EFFORT = 60.0


def policy(text: str) -> Policy:
    """The document of a text."""
    found = load(Path("made.tos"), text=text.encode(), shown_as="made.tos")
    assert found.policy is not None, (text, found.diagnostics)
    return found.policy


def comparison(old: Policy, new: Policy) -> Comparison:
    """The whole comparison."""
    return compared.compare(old, new, Budget.of_seconds(EFFORT), whole=True)


def reasons(found: Comparison) -> frozenset[Change]:
    """The families of a comparison as data."""
    named = set()
    for f in found.families:
        sides = (f.old, f.new)
        route, on = sides[f.turn.permits].rests[0], frozenset(sides[1 - f.turn.permits].rests)
        named.add((f.turn.before, f.turn.after, f.turn.permits, route, on))
    return frozenset(named)


def mirrored(changes: frozenset[Change]) -> frozenset[Change]:
    """The changes with the sides exchanged."""
    return frozenset((after, before, 1 - permits, route, on) for before, after, permits, route, on in changes)


@cache
def exhaustive(old: Spec, new: Spec) -> tuple[Both, frozenset[Change]]:
    """The exhaustive comparison, done once."""
    both = Both(old, new)
    return both, changes(both)


def disagreements(old: Spec, new: Spec) -> Iterator[str]:
    """What differs between the two comparisons."""
    both, want = exhaustive(old, new)
    found = comparison(policy(old.text), policy(new.text))
    got = reasons(found)
    if not found.complete or found.undecided:
        yield "the list is not complete"
    yield from (f"missing: {c}" for c in want - got)
    yield from (f"not there: {c}" for c in got - want)
    if found.unchanged != (not want):
        yield f"unchanged: {found.unchanged}"
    if len(found.families) != len(got):
        yield "a family is there twice"
    yield from _shown(both, found)


def _shown(both: Both, found: Comparison) -> Iterator[str]:
    """What is shown of a family is as it says, by each document alone; the scenarios of its pattern are changes of it."""
    known = {(act, *sorted(facts.items(), key=str)): (act, facts) for act, facts in both.scenarios()} if found.families else {}
    keys = _keys(found)
    for f in found.families:
        act, facts = _as_spec(f.scenario, keys)
        sides = (f.old, f.new)
        standings = [_standings(both, i, act, facts) for i in (0, 1)]
        if standings != [f.turn.before, f.turn.after]:
            yield f"{f.scenario} was and is {standings}, not {f.turn}"
        for i, side in enumerate(sides):
            judged = both.judged(i, act, both.cut(i, act, facts), side.reading)
            if judged[0] != side.outcome:
                yield f"{f.scenario} is {judged} on side {i} under {side.reading}"
        if f.neighbour is not None:
            there = _as_spec(f.neighbour, keys)
            outcomes = {both.judged(i, there[0], both.cut(i, *there), sides[i].reading)[0] for i in (0, 1)}
            if len(outcomes) > 1:
                yield f"the neighbour {f.neighbour} changes, too"
        for other_act, other in known.values():
            fitting = [all(_fits(other_act, other, e, keys) for e in p.entries) for p in (f.pattern, *f.further)]
            belongs = _belongs(both, other_act, other, f)
            if fitting[0]:
                outcomes = [both.judged(i, other_act, both.cut(i, other_act, other), sides[i].reading)[0] for i in (0, 1)]
                if outcomes != [s.outcome for s in sides]:
                    yield f"{other} fits the pattern of {f.turn}, and is {outcomes}"
            if any(fitting) and not belongs:
                yield f"{other} fits a pattern of {f.turn}, and is none"
            if belongs and f.covered and not any(fitting):
                yield f"{other} is of {f.turn}, and fits no pattern"
            if belongs and f.pattern.exact and not fitting[0]:
                yield f"{other} is of {f.turn}, and does not fit the pattern that is said to be exact"


def _belongs(both: Both, act: str, facts: dict[tuple[str, str], object], family: compared.Change) -> bool:
    """Whether a scenario is of a family: it turns as the family does, and under some reading for its reasons."""
    turn, sides = family.turn, (family.old, family.new)
    if [_standings(both, i, act, facts) for i in (0, 1)] != [turn.before, turn.after]:
        return False
    route, on = sides[turn.permits].rests[0], frozenset(sides[1 - turn.permits].rests)
    cut = [both.cut(i, act, facts) for i in (0, 1)]
    for r in both.readings():
        rows = [both.judged(i, act, cut[i], r[i]) for i in (0, 1)]
        permits, forbids = rows[turn.permits], rows[1 - turn.permits]
        if (permits[0], forbids[0]) == ("permitted", "forbidden") and route in permits[1] and on <= forbids[1]:
            return True
    return False


def _standings(both: Both, side: int, act: str, facts: dict[tuple[str, str], object]) -> str:
    cut = both.cut(side, act, facts)
    outcomes = {both.judged(side, act, cut, r[side])[0] for r in both.readings()}
    return outcomes.pop() if len(outcomes) == 1 else "unsettled"


Keys = dict[str, tuple[str, str]]
"""Of each joint role its name and its sort, as the specs have them."""


def _keys(found: Comparison) -> Keys:
    words = {Sort.KIND: "kind", Sort.FLAG: "flag", Sort.NUMBER: "number", Sort.DATE: "date"}
    roles = [role for act in found.joint.new.acts.values() for role in act.roles]
    return {r.key: (r.key.removesuffix(" (old)").rsplit(".", maxsplit=1)[-1], words[r.type.sort]) for r in roles}


def _as_spec(s: Scenario, keys: Keys) -> tuple[str, dict[tuple[str, str], object]]:
    """A scenario of the joint vocabulary as the specs name things: roles by name and sort."""
    return s.act, {keys[path[0]]: value for path, value in s.facts.items()}


def _fits(act: str, facts: dict[tuple[str, str], object], entry: Entry, keys: Keys) -> bool:
    """Whether a scenario of the specs fits one fact of a pattern."""
    given = entry.given
    if given.sort == "act":
        return act == given.name
    value = facts.get(keys[given.path[0]])
    if given.sort in ("there", "absent"):
        return (value is not None) == given.holds
    if value is None:
        return False
    if given.sort == "value":
        return value in entry.leaves
    if given.sort == "flag":
        return value is given.holds
    assert isinstance(value, Fraction)
    low = entry.low is None or entry.low < value or (entry.low_in and entry.low == value)
    high = entry.high is None or value < entry.high or (entry.high_in and entry.high == value)
    return low and high


__all__ = ["comparison", "disagreements", "mirrored", "policy", "reasons"]
