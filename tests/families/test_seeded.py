"""Bugs that are put into the search for families are noticed by the comparison with the definition."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from tests.families.compare import compared
from tests.families.documents import document
from tos_checker import counting, escapes, families, neighbours, patterns, proofs, stops, terms, ways


@dataclass(frozen=True)
class Bug:
    """A bug: where it goes, what it makes of what is there, and the seed of a document in which it shows."""

    title: str
    place: object
    name: str
    makes: Callable
    seed: int


def _at_least(_):
    return ways.Marks.at_least


def _never(_):
    return lambda *_, **__: False


def _nothing_before(_):
    return lambda *_, **__: terms.FALSE


def _anywhere(_):
    return lambda *_, **__: terms.TRUE


def _last_route(was):
    return lambda self, *more: [r for r, f in self.marks.routes.items() if self._any_uncovered(*more, f)][-1] if was else ""


def _one_less(was):
    return lambda facts, spoken_of, does: was(facts, spoken_of, does)[1:]


def _all_facts(_):
    return lambda facts, _, __: facts


def _every_leaf(was):
    def wider(world, entry, rest, does):
        found = was(world, entry, rest, does)
        kind = world.policy.kinds[world.kind(entry.given.path)]
        return replace(found, leaves=tuple(kind.leaves), formula=world.there(entry.given.path))

    return wider


def _narrow(_):
    return lambda _, entry, __, ___: replace(entry, leaves=(entry.given.name,))


def _always_exact(was):
    return lambda *given: replace(was(*given), exact=True)


def _under_any_reading(was):
    return lambda ground, s, stopped, _, spoken_of: was(ground, s, stopped, (), spoken_of)


def _wherever(was):
    return lambda ground, s, stopped, reading, _: was(ground, s, stopped, reading, frozenset())


def _one_more(was):
    return lambda self: was(self) + 1


def _always(_):
    return lambda *_, **__: True


def _all_literals(was):
    return lambda session, literals: None if was(session, literals) is None else frozenset(literals)


def _fewer_literals(was):
    def without_one(session, literals):
        found = was(session, literals)
        return found and frozenset(sorted(found)[1:])

    return without_one


def _of_any_size(_):
    return lambda self, _: terms.TRUE if self else ""


def _rulings_too(was):
    def elements(law):
        found = dict(was(law))
        silent = terms.both((law.in_force, law.silent))
        return {**found, stops.SILENCE: terms.both((silent, terms.negated(law.default_open)))} if stops.SILENCE in found else found

    return elements


def _all_spoken(_):
    return lambda *_: frozenset({("actor",)})


BUGS = [
    Bug("a reason is had by whoever escapes by more, too", ways.Marks, "exactly", _at_least, 0),
    Bug("nothing comes before what was found first", ways.Ways, "_before", _nothing_before, 0),
    Bug("no prohibition is left out", ways.Ways, "_left_out", _never, 0),
    Bug("the last route comes first", ways.Ways, "_first_route", _last_route, 0),
    Bug("no reason is in the claim's terms by paths", escapes, "_own_facts", _all_spoken, 0),
    Bug("smallest sets of any size", stops.Stops, "_few", _of_any_size, 0),
    Bug("silence stops what breaches a duty", stops, "_stopping", _rulings_too, 0),
    Bug("a fact too many is dropped", patterns, "_dropped", _one_less, 0),
    Bug("no fact is dropped", patterns, "_dropped", _all_facts, 0),
    Bug("every leaf does", patterns, "_more_leaves", _every_leaf, 0),
    Bug("no other leaf does", patterns, "_more_leaves", _narrow, 0),
    Bug("every pattern is exact", families, "pattern", _always_exact, 0),
    Bug("a neighbour that is not nearest", neighbours, "_fewest", _anywhere, 0),
    Bug("a neighbour under another reading", families, "nearest", _under_any_reading, 0),
    Bug("a neighbour that differs in what the claim does not speak of", families, "nearest", _wherever, 0),
    Bug("one too many", counting._Counter, "all", _one_more, 0),
    Bug("what another role reaches counts twice", counting._Counter, "_free", _always, 0),
    Bug("a proof of all clauses", proofs, "smallest", _all_literals, 0),
    Bug("a proof with a clause too few", proofs, "smallest", _fewer_literals, 0),
    Bug("no clause is needed", proofs, "_holds_without", _always, 0),
]


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.title)
def test_a_seeded_bug_is_noticed(bug, monkeypatch):
    monkeypatch.setattr(bug.place, bug.name, bug.makes(getattr(bug.place, bug.name)))
    assert compared(document(bug.seed).text, bug.seed).wrong
