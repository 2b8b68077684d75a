"""Bugs that are put into the search for families are noticed by the comparison with the definition."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from tests.families.compare import compared
from tos_checker import counting, escapes, families, neighbours, patterns, proofs, stops, terms, ways

pytestmark = pytest.mark.no_cover  # what is reached here is reached elsewhere, and counting it takes half as long again


@dataclass(frozen=True)
class Bug:
    """A bug: where it goes, what it makes of what is there, and a document in which it shows."""

    title: str
    place: object
    name: str
    makes: Callable
    document: str


def _at_least(_):
    return ways.Marks.at_least


def _never(_):
    return lambda *_, **__: False


def _none(_):
    return lambda *_: 0


def _anywhere(_):
    return lambda *_, **__: terms.TRUE


def _last_route(was):
    return lambda self, *more: [r for r, f in self.marks.routes.items() if self._any_uncovered(*more, f)][-1] if was else ""


def _one_less(was):
    return lambda facts, spoken_of, does: was(facts, spoken_of, does)[1:]


def _all_facts(_):
    return lambda facts, _, __: facts


def _every_leaf(was):
    def wider(world, entry, *rest):
        found = was(world, entry, *rest)
        kind = world.policy.kinds[world.kind(entry.given.path)]
        return replace(found, leaves=tuple(kind.leaves), formula=world.there(entry.given.path))

    return wider


def _narrow(_):
    return lambda _, entry, *__: replace(entry, leaves=(entry.given.name,))


def _half_as_far(was):
    """Said, not meant: what the solver confirms is another interval than the one that is told."""

    def apart(*given):
        return [replace(e, high=e.high / 2) if e.given.sort == "difference" and e.high else e for e in was(*given)]

    return apart


def _otherwise_compared(was):
    def apart(*given):
        found = was(*given)
        return [replace(e, given=replace(e.given, holds=not e.given.holds)) if e.comparison is not None else e for e in found]

    return apart


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
        return (
            {**found, stops.SILENCE: terms.both((silent, terms.negated(law.default_open)))} if stops.SILENCE in found else found
        )

    return elements


def _all_spoken(_):
    return lambda *_: frozenset({("actor",)})


HEAD = """terms d "D"
  default permitted

kind body: police, army, other

entity party is body

act use
  actor  : party
  client : party
  a : flag
  b : flag
  c : flag
  d : flag
"""

ORDERED = f"""{HEAD}
clause 1
  forbid use
    when a
    when b

clause 2
  forbid use
    when a
    when b
    when c

clause 3
  forbid use
    when d

claim nothing
  use is never permitted
"""

BREACHED = f"""{HEAD}
clause 1
  require b of use
    when a

clause 2
  forbid use
    when c

claim anything
  use is always permitted
"""

NEAR = f"""{HEAD}
clause 1
  forbid use
    when (a and b) or c

claim nothing
  use is never permitted
    when a implies b
"""

NEAREST = f"""{HEAD}
clause 1
  forbid use
    when a or (b and c)

claim nothing
  use is never permitted
"""

READ = f"""{HEAD}
open term t in use

clause 1
  forbid use
    when t
     and a

claim nothing
  use is never permitted
    when a
"""

ROUTES = f"""{HEAD}
clause 1
  permit use

clause 2
  permit use

claim nothing
  use is never permitted
"""

LEFT_OUT = f"""{HEAD}
clause 1
  forbid use
    when a
     and b

claim nothing
  use is never permitted
    unless a
"""

SPOKEN = f"""{HEAD}
clause 1
  forbid use
    when a
     and b

clause 2
  forbid use
    when a
     and c

claim nothing
  use is never permitted
    when c implies a
"""

LEAVES = f"""{HEAD}
clause 1
  forbid use
    when actor is police

claim nothing
  use is never permitted
"""

ABSENT = f"""{HEAD.replace("client : party", "client : party optional")}
clause 1
  forbid use
    unless client is one of police, army

claim nothing
  use is never permitted
"""

EITHER = f"""{HEAD}
clause 1
  forbid use
    unless a or b

claim nothing
  use is never permitted
"""

PROVED = f"""{HEAD}
clause 1
  forbid use
    when a

clause 2
  forbid use
    when b

clause 3
  forbid use
    when c or d

clause 4
  permit use
    unless a

claim nothing
  use is never permitted
    when a
"""

TWO_DAYS = """terms t
  default permitted

act use
  first : date
  last  : date
  low   : integer
  high  : integer

clause 1
  forbid use
    when last < first + 10 days

clause 2
  forbid use
    when low + high > 9

claim nothing
  use is never permitted
"""

BUGS = [
    Bug("a reason is had by whoever escapes by more, too", ways.Marks, "exactly", _at_least, ORDERED),
    Bug("how much of a prohibition is met does not count", ways, "_unmet", _none, ORDERED),
    Bug("no prohibition is left out", ways.Ways, "_left_out", _never, LEFT_OUT),
    Bug("the last route comes first", ways.Ways, "_first_route", _last_route, ROUTES),
    Bug("every condition is in the claim's terms", escapes, "_own_facts", _all_spoken, SPOKEN),
    Bug("smallest sets of any size", stops.Stops, "_few", _of_any_size, BREACHED),
    Bug("silence stops what breaches a duty", stops, "_stopping", _rulings_too, BREACHED),
    Bug("a fact too many is dropped", patterns, "_dropped", _one_less, LEAVES),
    Bug("no fact is dropped", patterns, "_dropped", _all_facts, LEAVES),
    Bug("every leaf does", patterns, "_more_leaves", _every_leaf, LEAVES),
    Bug("no other leaf does", patterns, "_more_leaves", _narrow, LEAVES),
    Bug("no other leaf of what may be absent does", patterns, "_more_leaves", _narrow, ABSENT),
    Bug("every pattern is exact", families, "pattern", _always_exact, EITHER),
    Bug("a difference that is told wrongly", patterns, "apart", _half_as_far, TWO_DAYS),
    Bug("a comparison that is told the wrong way round", patterns, "apart", _otherwise_compared, TWO_DAYS),
    Bug("a neighbour that is not nearest", neighbours, "_fewest", _anywhere, NEAREST),
    Bug("a neighbour under another reading", families, "nearest", _under_any_reading, READ),
    Bug("a neighbour that differs in what the claim does not speak of", families, "nearest", _wherever, NEAR),
    Bug("one too many", counting._Counter, "all", _one_more, LEAVES),
    Bug("what another role reaches counts twice", counting._Counter, "_free", _always, ORDERED),
    Bug("a proof of all clauses", proofs, "smallest", _all_literals, PROVED),
    Bug("a proof with a clause too few", proofs, "smallest", _fewer_literals, PROVED),
    Bug("no clause is needed", proofs, "_holds_without", _always, PROVED),
]


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.title)
def test_a_seeded_bug_is_noticed(bug, monkeypatch):
    monkeypatch.setattr(bug.place, bug.name, bug.makes(getattr(bug.place, bug.name)))
    assert compared(bug.document).wrong


@pytest.mark.parametrize("text", sorted({bug.document for bug in BUGS}))
def test_nothing_is_noticed_where_there_is_no_bug(text):
    assert compared(text).wrong == []
