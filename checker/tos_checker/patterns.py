"""From one loophole to all like it: a conjunction of facts, as general as it can be made, all of whose scenarios are loopholes too.

Contract: every scenario of the question that fits a pattern is a loophole of the family under the reading of the typical scenario; in
a clear family it is one under every reading. Facts that do not matter are dropped, those that the claim does not speak of first; each
that stays is widened, in order: a leaf to all leaves that do as well (in a large document, to those of the first classes tried), a number to the widest interval between the numbers that the
document names, or compares a multiple of it with; then leaves go that no scenario of the pattern has, unless that takes more words. Where the document compares two numbers
with each other, how far they are apart takes the place of what they are, if that does (`apart`). The result depends on the typical scenario alone. (Where a set of facts is given by an unsatisfiable core the
result depends on the solver; so facts are dropped one by one, and many at once where all of them can go.)
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tos_checker import terms
from tos_checker.classes import classes
from tos_checker.disagreement import DisagreementError
from tos_checker.escapes import Fact
from tos_checker.givens import Given, givens
from tos_checker.glance import Family
from tos_checker.ground import Ground
from tos_checker.intervals import Does, Entry, apart, named, wider
from tos_checker.terms import Formula
from tos_checker.world import World
from tos_spec.core import Path, Sort
from tos_spec.scenario import Scenario


@dataclass(frozen=True)
class Pattern:
    """The facts that make a loophole; `exact` if every loophole of the family fits."""

    entries: tuple[Entry, ...]
    exact: bool


_PATIENCE, _LITTLE_PATIENCE = 400, 30
_MANY_CLAUSES = 100
_FEW_LEAVES = 12  # of so many it is asked, leaf by leaf, whether the pattern has them at all


class _Patience:
    """How many further classes and leaves are tried: in a large document few, as lists of many leaves help nobody."""

    def __init__(self, left: int) -> None:
        self._left = left

    @property
    def left(self) -> bool:
        """Whether there is any."""
        return self._left > 0

    def asked(self, *, inside: bool) -> bool:
        """Whether to try one more; classes that the scenario itself lies in are always tried."""
        self._left -= 1
        return inside or self._left >= 0


def pattern(
    ground: Ground,
    s: Scenario,
    fails: Formula,
    member: Formula,
    spoken_of: frozenset[Fact],
    numbers: dict[Sort, tuple[Fraction, ...]],
    seen: Family | None = None,
) -> Pattern:
    """The pattern of the typical scenario `s`.

    `fails` holds where a scenario of the question is no loophole as it should be; `member` where one belongs to the family, under
    any reading; `seen` says what needs no solver, whose word on the pattern is the last. Raises OutOfEffortError, and
    DisagreementError where the solver says otherwise.
    """
    world = ground.inquiry.worlds[0]

    def does(formulas: Sequence[Formula]) -> bool:
        plain = None if seen is None else seen.within(formulas)
        return not ground.possible(*formulas, fails) if plain is None else plain

    facts = list(givens(world, s))
    if seen is not None:
        for fact in facts:
            if fact.sort == "value":
                seen.means(fact.formula, fact.path, frozenset({fact.name}))
    kept = _dropped(facts, spoken_of, does)
    patience = _Patience(_PATIENCE if len(ground.question.policy.clauses) <= _MANY_CLAUSES else _LITTLE_PATIENCE)
    entries = apart(ground, s, [_exactly(g, s) for g in kept], does, numbers)
    for i, entry in enumerate(entries):
        rest = [e.formula for j, e in enumerate(entries) if j != i]
        entries[i] = widened = _widened(world, entry, rest, does, numbers, patience)
        if seen is not None and widened.leaves:
            seen.means(widened.formula, widened.given.path, frozenset(widened.leaves))
    if seen is not None and ground.possible(*(e.formula for e in entries), fails):
        message = f"the solver and the interpreter disagree on what is like {s}: {entries}"
        raise DisagreementError(message)
    if patience.left:
        entries = [_less_leaves(ground, entries, i) for i in range(len(entries))]
    outside = terms.negated(terms.both(e.formula for e in entries))
    return Pattern(tuple(entries), not ground.possible(member, outside))


def _dropped(facts: list[Given], spoken_of: frozenset[Fact], does: Does) -> list[Given]:
    """The facts that stay when each that can go goes: what the claim does not speak of first, and from the last to the first."""
    order = sorted(range(len(facts)), key=lambda i: (bool(facts[i].spoken & spoken_of), -i))
    gone: set[int] = set()

    def without(more: Sequence[int]) -> bool:
        return does([f.formula for i, f in enumerate(facts) if i not in gone and i not in more])

    at, step = 0, len(order)
    while at < len(order):
        chunk = order[at : at + step]
        if without(chunk):
            gone.update(chunk)
            at += len(chunk)
            step *= 2
        elif len(chunk) == 1:
            at += 1
        else:
            step = max(len(chunk) // 2, 1)
    return [f for i, f in enumerate(facts) if i not in gone]


def _exactly(given: Given, s: Scenario) -> Entry:
    """A fact of `s` as it is there."""
    value = s.facts.get(given.path)
    if given.sort == "number" and isinstance(value, Fraction):
        return Entry(given, given.formula, low=value, high=value)
    return Entry(given, given.formula)


def _widened(
    world: World,
    entry: Entry,
    rest: list[Formula],
    does: Does,
    numbers: dict[Sort, tuple[Fraction, ...]],
    patience: _Patience,
) -> Entry:
    given = entry.given
    if given.sort == "value":
        return _more_leaves(world, entry, rest, does, patience)
    if given.sort in ("number", "difference"):
        return wider(world, entry, named(world, entry, numbers), rest, does)
    return entry


def _more_leaves(world: World, entry: Entry, rest: list[Formula], does: Does, patience: _Patience) -> Entry:
    path = entry.given.path
    kind = world.kind(path)
    assert kind is not None  # noqa: S101 - for the type checker
    tree = world.policy.kinds[kind]
    there = world.there(path)
    found: set[str] = {entry.given.name}
    todo = deque(tree.children(None))
    while todo:
        node = todo.popleft()
        leaves = tree.leaves_below(node.id)
        if set(leaves) <= found:
            continue
        if patience.asked(inside=entry.given.name in leaves) and does([*rest, there, world.among(path, kind, leaves)]):
            found.update(leaves)
        else:
            todo += tree.children(node.id)
    leaves = tuple(leaf for leaf in tree.leaves if leaf in found)
    return replace(entry, formula=terms.both((there, world.among(path, kind, leaves))), leaves=leaves)


def _less_leaves(ground: Ground, entries: Sequence[Entry], place: int) -> Entry:
    """Without the leaves that no scenario of the pattern can have, unless that takes more words."""
    entry = entries[place]
    if not 1 < len(entry.leaves) <= _FEW_LEAVES:
        return entry
    world, path = ground.inquiry.worlds[0], entry.given.path
    kind = world.kind(path)
    assert kind is not None  # noqa: S101 - for the type checker
    rest = [e.formula for i, e in enumerate(entries) if i != place]
    found = tuple(leaf for leaf in entry.leaves if ground.possible(*rest, world.there(path), world.among(path, kind, (leaf,))))
    tree = world.policy.kinds[kind]
    fewer = classes(tree, frozenset(found)).size <= classes(tree, frozenset(entry.leaves)).size
    return replace(entry, leaves=found) if found and fewer else entry


def role(path: Path) -> str:
    """A path as a document writes it."""
    return ".".join(path)
