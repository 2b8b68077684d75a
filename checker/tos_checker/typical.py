"""The typical scenario of a question: but for what the contract names, the same one whichever model the solver found first.

Contract: `settle` returns a model of the search that follows the preferences in order, each kept if it can be kept together with
the earlier ones: as few optional things as possible, entities apart, `example` values, then the order of declaration
(`other` last), flags and sets empty, numbers at simple values of the document, or as near to one as whole steps allow; open quantities, in each reading, at their ends. So it does not
depend on the search, but for numbers that no simple value fits: one that must lie between two half steps, and all of a document that adds
months to dates, stay where the solver found them, which is the same on each run.
"""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import ceil

from tos_checker import terms
from tos_checker.encode import Wishes
from tos_checker.search import Search
from tos_checker.solver import Model
from tos_checker.terms import Formula
from tos_checker.world import World
from tos_spec.core import Path, Policy, Sort
from tos_spec.shape import Slot

_STEP = {Sort.DURATION: Fraction(1), Sort.DATE: Fraction(1), Sort.INTEGER: Fraction(1), Sort.PERCENT: Fraction(1, 100)}

Wish = Sequence[Formula]
"""What is preferred of one thing: the first of these formulas that is possible, or none."""


@dataclass
class _Choosing:
    """The preferences kept so far, and a model of them together with `given`."""

    search: Search
    given: Sequence[str]
    kept: list[str] = field(default_factory=list)

    def literal(self, formula: Formula) -> str:
        """The literal for a preference."""
        return self.search.inquiry.session.literal(formula)

    def possible(self, literals: Sequence[str]) -> bool:
        """Whether `literals` can be kept together with what is kept already."""
        return self.search.possible([*self.given, *self.kept, *literals])

    def model(self) -> Model:
        """A model of what is kept."""
        found = self.search.find([*self.given, *self.kept])
        assert found is not None, "what is kept is possible"  # noqa: S101 - for the type checker
        return found

    def all(self, wishes: Sequence[Wish]) -> None:
        """Grant each wish in turn.

        The first choices are tried together: where they cannot all be had, the last one that the refusal rests on is the first
        that cannot be had, once what stands before it can (so few questions are asked where few wishes are refused).
        """
        at = 0
        while at < len(wishes):
            firsts = self.search.inquiry.session.literals([wish[0] for wish in wishes[at:]])
            size = len(firsts)
            while not self.possible(firsts[:size]):
                refusal = set(self.search.inquiry.session.core())
                size = max((i for i, literal in enumerate(firsts[:size]) if literal in refusal), default=0)
            self.kept += firsts[:size]
            at += size
            if at < len(wishes):
                self._second(wishes[at][1:])
                at += 1

    def _second(self, options: Wish) -> None:
        """Keep the first of `options` that is possible, by halving, if one is.

        What was found impossible is asked about once more with what comes next, so that few formulas are asked about again and again.
        """
        if not options or not self._one_of(options):
            return
        low, high = 0, len(options)
        while high - low > 1:
            middle = (low + high) // 2
            if self._one_of(options[:middle]):
                high = middle
            else:
                low = middle
        self.kept.append(self.literal(options[low]))

    def _one_of(self, options: Wish) -> bool:
        one = terms.either(options)
        return one == terms.TRUE or self.possible([self.literal(one)])


class Preferences:
    """What is preferred of the scenarios of worlds, worked out once for each set of paths that are settled before."""

    def __init__(self, constants: dict[Sort, tuple[Fraction, ...]]) -> None:
        self._constants = constants
        self._known: dict[tuple[str, frozenset[Path]], list[Wish]] = {}

    def first(self, world: World, slot: Slot) -> Fraction:
        """The value that is preferred of a number before all others."""
        return _values(world.policy, slot, self._constants)[0]

    def of(self, world: World, settled: AbstractSet[Path]) -> list[Wish]:
        """The preferences on what is not `settled`, in order. The worlds asked about have each a tag of its own."""
        key = (world.tag, frozenset(settled))
        if key not in self._known:
            self._known[key] = _plain(_of_scenario(world, self._constants, settled))
        return self._known[key]


def settle(
    search: Search,
    worlds: Sequence[World],
    wishes: Wishes | None,
    preferences: Preferences,
    given: Sequence[str] = (),
    kept: Sequence[tuple[frozenset[Path], Formula]] = (),
) -> Model | None:
    """The typical model of `search` under the literals `given`: of the scenarios in `worlds`, then of the reading `wishes`.

    `kept` are facts (with the paths that they settle) that are preferred to what is typical, in their order. None if there is no
    model. Raises OutOfEffortError as `Search.find` does.
    """
    choosing = _Choosing(search, given)
    if not search.possible(given):
        return None
    settled: set[Path] = set()
    if kept:
        choosing.all(_plain([formula] for _, formula in kept))
        for paths, formula in kept:
            if formula == terms.TRUE or choosing.literal(formula) in choosing.kept:
                settled |= paths
    for world in worlds:
        choosing.all(preferences.of(world, settled))
        numbers = [slot for slot in world.slots if _is_number(world, slot)]
        if numbers:
            _pin(choosing, world, numbers, preferences)
    if wishes is not None:
        choosing.all(_plain(_of_reading(wishes, worlds[0].policy)))
    for world, other in search.inquiry.own:  # what is like the scenario may be asked with these readings fixed
        if other is not wishes:
            choosing.all(_plain(_of_quantities(other, world.policy)))
    return choosing.model()


def _plain(wishes: Iterable[Wish]) -> list[Wish]:
    """The wishes that say something: what holds anyway, and what cannot hold, is dropped."""
    found: list[Wish] = []
    for wish in wishes:
        options = [o for o in wish if o != terms.FALSE]
        if options and options[0] != terms.TRUE:
            found.append(options)
    return found


def _of_scenario(world: World, constants: dict[Sort, tuple[Fraction, ...]], settled: AbstractSet[Path]) -> Iterator[Wish]:
    if len(world.acts) > 1:
        yield [world.done_as((act,)) for act in world.acts]
    for slot in world.slots:
        if slot.field.optional and slot.path not in settled:
            yield [terms.negated(world.presence(slot.path))]
    for entity in world.policy.entities:
        paths = world.entities(entity)
        for i, right in enumerate(paths):
            for left in paths[:i]:
                yield [terms.negated(world.same(left, right))]
    for slot in world.slots:
        if slot.path not in settled:
            yield from _of_value(world, slot, constants)
    for line in world.lines:
        if line.startswith("(declare-const r"):
            yield [terms.negated(line.split()[1])]


def _is_number(world: World, slot: Slot) -> bool:
    plain = slot.field.type.sort not in (Sort.KIND, Sort.FLAG, Sort.SET, Sort.ENTITY)
    return plain and slot.path not in world.left_out


def _of_value(world: World, slot: Slot, constants: dict[Sort, tuple[Fraction, ...]]) -> Iterator[Wish]:
    kind = world.kind(slot.path)
    type_, example = slot.field.type, slot.field.example
    if kind is not None:
        leaves = world.policy.kinds[kind].leaves
        order = sorted(leaves, key=lambda leaf: leaf.split(".")[-1] == "other")
        if isinstance(example, str) and example in order:
            order = [example, *(leaf for leaf in order if leaf != example)]
        *others, _ = [world.among(slot.path, kind, (leaf,)) for leaf in order]
        yield [*others, terms.TRUE]  # where it can be none of the others, it is the last
    elif type_.sort is Sort.FLAG:
        symbol = world.value(slot.path)
        yield [symbol if example is True else terms.negated(symbol)]
    elif type_.sort is Sort.SET:
        wanted = example if isinstance(example, frozenset) else frozenset()
        for leaf in world.policy.kinds[type_.of].leaves:
            symbol = world.member(slot.path, leaf)
            yield [symbol if leaf in wanted else terms.negated(symbol)]
    elif _is_number(world, slot):
        amount = world.amount(slot.path)
        values = _values(world.policy, slot, constants)
        yield [terms.compared("=", amount, terms.number(value)) for value in values]


def _values(policy: Policy, slot: Slot, constants: dict[Sort, tuple[Fraction, ...]]) -> list[Fraction]:
    """Simple values of a number, the preferred ones first, each once."""
    sort = slot.field.type.sort
    step = _STEP.get(sort, Fraction(1))
    found = [slot.field.example] if isinstance(slot.field.example, Fraction) else []
    named = constants.get(sort, ())
    found.append(_usual_day(policy, named) if sort is Sort.DATE else slot.field.type.low or Fraction(0))
    for constant in named:
        found += [constant, constant + step, constant - step]
    found += [(a + b) / 2 for a, b in pairwise(named)]
    return list(dict.fromkeys(found))


_PLAIN_DAY = date(2000, 1, 1).toordinal()


def _usual_day(policy: Policy, named: Sequence[Fraction]) -> Fraction:
    """The first day in force, or that of the version, or the first day that the document names, or a plain one."""
    if policy.period.first is not None:
        return Fraction(policy.period.first)
    with contextlib.suppress(ValueError):
        version = date.fromisoformat(policy.version).toordinal()
        if policy.period.covers(version):
            return Fraction(version)
    return named[0] if named else Fraction(_PLAIN_DAY)


def _pin(choosing: _Choosing, world: World, numbers: Sequence[Slot], preferences: "Preferences") -> None:
    """Keep the numbers that have simple values; of others, keep the value that is nearest to the first of those."""
    for slot in numbers:
        model = choosing.model()
        found = Fraction(model.get(world.value(slot.path), Fraction(0)))
        amount = world.amount(slot.path)
        literal = choosing.literal(terms.compared("=", amount, terms.number(found)))
        if literal in choosing.kept:
            continue
        if not world.calendar.known:  # where months are counted, each question takes long
            _near(choosing, amount, preferences.first(world, slot), found, _STEP.get(slot.field.type.sort, Fraction(1)))
            found = Fraction(choosing.model().get(world.value(slot.path), Fraction(0)))
        choosing.kept.append(choosing.literal(terms.compared("=", amount, terms.number(found))))


def _near(choosing: _Choosing, amount: terms.Linear, base: Fraction, found: Fraction, step: Fraction) -> None:
    """Keep that `amount` is as near to `base` as it can be, in whole steps, and at the end of the last one if it can; it can be `found`."""

    def within(steps: int) -> str:
        low, high = (terms.number(base + sign * steps * step) for sign in (-1, 1))
        return choosing.literal(terms.both((terms.compared(">=", amount, low), terms.compared("<=", amount, high))))

    least, enough = -1, ceil(abs(found - base) / step)
    while enough - least > 1:
        middle = (least + enough) // 2
        if choosing.possible([within(middle)]):
            enough = middle
        else:
            least = middle
    choosing.kept.append(within(enough))
    ends = (base + sign * part * step for part in (Fraction(enough), enough - Fraction(1, 2)) for sign in (1, -1))
    for end in ends:
        exactly = choosing.literal(terms.compared("=", amount, terms.number(end)))
        if choosing.possible([exactly]):
            choosing.kept.append(exactly)
            return


def _of_reading(wishes: Wishes, policy: Policy) -> Iterator[Wish]:
    for symbol in (*wishes.terms.values(), *wishes.entity_terms.values(), *wishes.rulings.values()):
        yield [terms.negated(symbol)]
    yield from _of_quantities(wishes, policy)


def _of_quantities(wishes: Wishes, policy: Policy) -> Iterator[Wish]:
    for name, value in wishes.quantities.items():
        quantity = policy.quantities[name]
        ends = dict.fromkeys((quantity.low, quantity.high, (quantity.low + quantity.high) / 2))
        yield [terms.compared("=", value, terms.number(end)) for end in ends]
