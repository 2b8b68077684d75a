"""Facts of a pattern: numbers as intervals, and how far apart those are that a document compares with each other.

Contract: `apart` gives facts that do as well as those that it is given, and are as true of the scenario; the rest makes intervals wider.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from tos_checker import measures, terms
from tos_checker.amounts import reads
from tos_checker.givens import Given, givens
from tos_checker.ground import Ground
from tos_checker.terms import Formula
from tos_checker.world import World
from tos_spec import core, evaluate
from tos_spec.core import Path, Sort
from tos_spec.scenario import Reading, Scenario

_MOST = 40
"""So many facts of two numbers are tried: each is a question, and a pattern of more helps nobody."""

Does = Callable[[Sequence[Formula]], bool]
"""Whether all scenarios in which some facts hold are loopholes."""


@dataclass(frozen=True)
class Entry:
    """One fact of a pattern. For a value, `leaves` are those that do; for a number, or a difference, the ends of an interval (None: no end).

    `comparison` is how numbers compare otherwise.
    """

    given: Given
    formula: Formula
    leaves: tuple[str, ...] = ()
    low: Fraction | None = None
    low_in: bool = True
    high: Fraction | None = None
    high_in: bool = True
    comparison: core.Compare | None = None


def within(world: World, entry: Entry) -> Formula:
    """A number, or the difference of two, lies in an interval."""
    path, other = entry.given.path, entry.given.other
    amount, parts = world.amount(path), [world.there(path)]
    if other:
        amount = amount.minus(world.amount(other))
        parts.append(world.there(other))
    if entry.low is not None:
        parts.append(terms.compared(">=" if entry.low_in else ">", amount, terms.number(entry.low)))
    if entry.high is not None:
        parts.append(terms.compared("<=" if entry.high_in else "<", amount, terms.number(entry.high)))
    return terms.both(parts)


def apart(
    ground: Ground,
    s: Scenario,
    entries: list[Entry],
    does: Does,
    numbers: dict[Sort, tuple[Fraction, ...]],
) -> list[Entry]:
    """`entries`, in which how far numbers are apart that the document compares takes the place of what they are, as far as that does.

    Each such number first becomes the interval in which it lies between the numbers that the document compares it with, beside the
    differences and how they compare otherwise; then of these goes what can: numbers; then, the differences having been widened, the others.
    """
    world = ground.inquiry.worlds[0]
    kept = {e.given.path for e in entries if e.given.sort == "number"}
    values = {g.path: v for g in givens(world, s) if g.sort == "number" and isinstance(v := s.facts[g.path], Fraction)}
    found = [
        _cell(world, Entry(Given("difference", d.left, "", "", d.right), ""), values[d.left] - values[d.right], d.named)
        for d in measures.differences(world.policy, world.act)
        if d.left in values and d.right in values and not kept.isdisjoint((d.left, d.right))
    ]
    found += _compared(ground, s, frozenset(values), kept)
    involved = {p for e in found for p in (e.given.path, e.given.other, *e.given.paths)}
    alone = measures.alone(world.policy, world.act)
    wide = [
        _cell(world, e, values[e.given.path], alone.get(e.given.path, ())) if e.given.path in involved & kept else e
        for e in entries
    ]
    wide += found
    if not found or len(found) > _MOST or not does([e.formula for e in wide]):
        return entries
    wide = _without(wide, [e for e in wide[::-1] if e.given.sort == "number" and e.given.path in involved], does)
    for i, entry in enumerate(wide):
        if entry.given.sort == "difference":
            rest = [e.formula for e in wide if e is not entry]
            wide[i] = wider(world, entry, named(world, entry, numbers), rest, does)
    return _without(wide, [e for e in wide[::-1] if e.given.sort in ("difference", "comparison")], does)


def _compared(ground: Ground, s: Scenario, there: Collection[Path], kept: Collection[Path]) -> list[Entry]:
    """How numbers of `s` compare that a pattern speaks of: those of one sum together, what says least first."""
    world, told = ground.inquiry.worlds[0], []
    groups: dict[str, int] = {}
    for comparison, so in ground.compared:
        paths = tuple(dict.fromkeys((*reads(comparison.left), *reads(comparison.right))))
        if all(p in there for p in paths) and any(p in kept for p in paths):
            holds = evaluate.holds(world.policy, s, Reading({}, {}, {}), comparison, evaluate.Judged({}))
            formula = terms.both((*(world.there(p) for p in paths), so if holds else terms.negated(so)))
            group, bound = measures.weaker_first(comparison, holds=holds)
            place = groups.setdefault(group, len(groups))
            entry = Entry(Given("comparison", (), formula, formula, holds=holds, paths=paths), formula, comparison=comparison)
            told.append(((place, bound), entry))
    return [entry for _, entry in sorted(told, key=lambda t: t[0])]


def _without(entries: list[Entry], less: list[Entry], does: Does) -> list[Entry]:
    """`entries` without those of `less` that can go, in that order."""
    for entry in less:
        rest = [e for e in entries if e is not entry]
        if does([e.formula for e in rest]):
            entries = rest
    return entries


def named(world: World, entry: Entry, numbers: dict[Sort, tuple[Fraction, ...]]) -> tuple[Fraction, ...]:
    """The numbers that the document compares with such a number (or with a multiple of this one), or with such a difference."""
    given = entry.given
    if given.sort == "number":
        here = measures.alone(world.policy, world.act).get(given.path, ())
        return tuple(sorted({*numbers.get(world.slot(given.path).field.type.sort, ()), *here}))
    pairs = measures.differences(world.policy, world.act)
    return next((d.named for d in pairs if (d.left, d.right) == (given.path, given.other)), ())


def _cell(world: World, entry: Entry, value: Fraction, ends: tuple[Fraction, ...]) -> Entry:
    """The interval between named numbers in which a value lies; if it is one of them, just that."""
    if value in ends:
        found = replace(entry, low=value, high=value)
    else:
        below, above = [n for n in ends if n < value], [n for n in ends if n > value]
        found = replace(entry, low=max(below, default=None), low_in=not below, high=min(above, default=None), high_in=not above)
    if _is_whole(world, entry):
        if found.low is not None and found.low.denominator > 1:
            found = replace(found, low=Fraction(ceil(found.low)), low_in=True)
        if found.high is not None and found.high.denominator > 1:
            found = replace(found, high=Fraction(floor(found.high)), high_in=True)
    return replace(found, formula=within(world, found))


def _is_whole(world: World, entry: Entry) -> bool:
    """Whether a number, or how far two are apart, is always whole: then the ends of its interval are rounded inwards."""
    return all(a.whole for path in (entry.given.path, entry.given.other) if path for a in world.amount(path).factors)


def wider(world: World, entry: Entry, ends: tuple[Fraction, ...], rest: list[Formula], does: Does) -> Entry:
    """`entry` with the widest interval between the numbers `ends` with which `rest` still does."""

    def good(e: Entry) -> bool:
        return does([*rest, within(world, e)])

    best = entry
    whole = _is_whole(world, entry)
    if entry.high is not None:
        highs = [(Fraction(floor(n)) if whole else n, whole and n.denominator > 1) for n in reversed(ends)]
        tried = [(n, inside) for n, only in highs for inside in ((True,) if only else (True, False))]
        tried = [(n, inside) for n, inside in tried if n > entry.high or (inside and n == entry.high)]
        best = _widest([replace(best, high=h, high_in=i) for h, i in ((None, True), *tried)], best, good)
    if entry.low is not None:
        lows = [(Fraction(ceil(n)) if whole else n, whole and n.denominator > 1) for n in ends]
        tried = [(n, inside) for n, only in lows for inside in ((True,) if only else (True, False))]
        tried = [(n, inside) for n, inside in tried if n < entry.low or (inside and n == entry.low)]
        best = _widest([replace(best, low=low, low_in=i) for low, i in ((None, True), *tried)], best, good)
    return replace(best, formula=within(world, best))


def _widest(options: list[Entry], narrow: Entry, good: Callable[[Entry], bool]) -> Entry:
    """The first of `options`, each narrower than the one before it, that is good; else `narrow`, which is."""
    low, high = 0, len(options)
    while low < high:
        middle = (low + high) // 2
        if good(options[middle]):
            high = middle
        else:
            low = middle + 1
    return options[low] if low < len(options) else narrow
