"""Which facts a case leaves open although its outcome depends on them.

Contract: `missing_facts` gives the paths of a smallest set of the scenario's facts that, together with what is given, settle that the
case does not pass there; in the order of declaration, found by giving facts up from the last to the first. Empty: nothing helps.
"""

from collections.abc import Iterator

from tos_checker import terms
from tos_checker.pose import Pose, conj, neg
from tos_checker.proofs import smallest
from tos_checker.terms import Formula
from tos_checker.world import World
from tos_spec.core import Path, Sort
from tos_spec.scenario import Scenario


def missing_facts(question: Pose, found: Scenario) -> tuple[Path, ...] | None:
    """The facts of `found`, a clear counterexample, that its being one depends on; None if that cannot be said in single facts."""
    posed = question.search([conj(question.concerns, neg(question.bad))])
    inquiry = posed.search.inquiry
    literals = {inquiry.session.literal(formula): path for path, formula in _facts(inquiry.worlds[0], found)}
    kept = smallest(inquiry.session, list(literals))
    return None if kept is None else tuple(path for literal, path in literals.items() if literal in kept)


def _facts(world: World, found: Scenario) -> Iterator[tuple[Path, Formula]]:
    """Each fact of a scenario as a formula: its path's value, whether it is there, with which entity it is the same."""
    for slot in world.slots:
        path = slot.path
        if path in world.left_out or (slot.owner is not None and not found.there(slot.owner)):
            continue
        if not found.there(path):
            yield path, terms.negated(world.there(path))
            continue
        parts = [world.there(path), _value(world, path, found)]
        for twin in world.entities(slot.entity) if slot.entity is not None else ():
            if twin != path and found.there(twin):
                same = world.same(twin, path)
                parts.append(same if found.identity[twin] == found.identity[path] else terms.negated(same))
        yield path, terms.both(parts)


def _value(world: World, path: Path, found: Scenario) -> Formula:
    value, kind = found.facts.get(path), world.kind(path)
    if kind is not None:
        return world.among(path, kind, (str(value),))
    if isinstance(value, bool):
        return world.value(path) if value else terms.negated(world.value(path))
    if isinstance(value, frozenset):
        leaves = world.policy.kinds[world.slot(path).field.type.of].leaves
        return terms.both(world.member(path, n) if n in value else terms.negated(world.member(path, n)) for n in leaves)
    if value is None or world.slot(path).field.type.sort is Sort.ENTITY or isinstance(value, str):
        return terms.TRUE
    return terms.compared("=", world.amount(path), terms.number(value))
