"""The nearest scenario that is stopped: what would have to be otherwise for the prohibition to reach a loophole.

Contract: `nearest` gives a scenario in which `stopped` holds under the same reading, and which differs from the given one in the fewest
facts: among the facts that the claim speaks of as long as that is possible. Of several it is the one that keeps the facts that are
declared first, and is typical in what it changes; None if there is none.
"""

from collections.abc import Sequence

from tos_checker import terms
from tos_checker.escapes import Fact
from tos_checker.givens import Given, givens
from tos_checker.ground import Ground
from tos_checker.terms import Formula
from tos_spec.scenario import Scenario


def nearest(
    ground: Ground, s: Scenario, stopped: Formula, reading: Sequence[Formula], spoken_of: frozenset[Fact]
) -> Scenario | None:
    """The nearest scenario to `s` in which `stopped` holds, the reading being as `reading` says. Raises OutOfEffortError."""
    facts = _grouped(givens(ground.inquiry.worlds[0], s))
    spoken = [f for f in facts if any(g.spoken & spoken_of or g.sort == "act" for g in f)]
    fixed = [_same(f) for f in facts if f not in spoken]
    for free, kept in ((spoken, fixed), (facts, [])):
        given = (stopped, *reading, *kept)
        if not ground.possible(*given):
            continue
        same = [_same(f) for f in free]
        few = _fewest(ground, given, same)
        settled = [(frozenset(g.path for g in f), _same(f)) for f in free]
        settled += [(frozenset(g.path for g in f), terms.TRUE) for f in facts if f not in free]
        model = ground.typical(*given, few, kept=settled)
        return None if model is None else ground.scenario(model)
    return None


def _grouped(facts: Sequence[Given]) -> list[list[Given]]:
    """Facts that count as one: the members of one set; each other fact is alone."""
    found: dict[object, list[Given]] = {}
    for i, fact in enumerate(facts):
        found.setdefault(("set", fact.path) if fact.sort == "member" else i, []).append(fact)
    return list(found.values())


def _same(facts: Sequence[Given]) -> Formula:
    return terms.both(f.kept for f in facts)


def _fewest(ground: Ground, given: Sequence[Formula], same: list[Formula]) -> Formula:
    """That as few as possible of `same` are false."""
    differ = [terms.negated(f) for f in same if f != terms.TRUE]
    for most in range(1, len(differ)):
        few = f"((_ at-most {most}) {' '.join(differ)})"
        if ground.possible(*given, few):
            return few
    return terms.TRUE
