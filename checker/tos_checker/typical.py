"""The typical scenario of a question: the same one whichever model the solver found first.

Contract: `settle` returns a model of the search that follows the preferences in order, each kept if it can be kept together with
the earlier ones: as few optional things as possible, entities apart, `example` values, then the order of declaration
(`other` last), flags and sets empty, numbers at simple values of the document. So it does not depend on the search.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from tos_checker import terms
from tos_checker.encode import Wishes
from tos_checker.search import Search
from tos_checker.solver import Model
from tos_checker.terms import Formula
from tos_checker.world import World
from tos_spec.core import FIRST_DAY, Policy, Sort
from tos_spec.shape import Slot

_STEP = {Sort.DURATION: Fraction(1), Sort.DATE: Fraction(1), Sort.INTEGER: Fraction(1), Sort.PERCENT: Fraction(1, 100)}


@dataclass
class _Choosing:
    """The preferences kept so far, and a model of them."""

    search: Search
    constants: dict[Sort, tuple[Fraction, ...]]
    kept: list[str] = field(default_factory=list)
    model: Model | None = None

    def prefer(self, formula: Formula) -> bool:
        """Keep `formula` if that is possible."""
        if formula == terms.TRUE:
            return True
        if formula == terms.FALSE:
            return False
        literal = self.search.inquiry.session.literal(formula)
        found = self.search.find([*self.kept, literal])
        if found is None:
            return False
        self.kept.append(literal)
        self.model = found
        return True

    def first(self, options: Sequence[Formula]) -> None:
        """Keep the first of `options` that is possible, by halving: one of them must be."""
        low, high = 0, len(options)
        while high - low > 1:
            middle = (low + high) // 2
            if self.prefer(terms.either(options[low:middle])):
                high = middle
            else:
                low = middle
        if options:
            self.prefer(options[low])


def settle(
    search: Search, worlds: Iterable[World], wishes: Wishes | None, constants: dict[Sort, tuple[Fraction, ...]]
) -> Model | None:
    """The typical model of `search`: of the scenarios in `worlds`, then of the reading `wishes`. None if there is no model."""
    choosing = _Choosing(search, constants)
    choosing.model = search.find()
    if choosing.model is None:
        return None
    for world in worlds:
        _scenario(choosing, world)
    if wishes is not None:
        _reading(choosing, wishes, next(iter(worlds)).policy)
    return choosing.model


def _scenario(choosing: _Choosing, world: World) -> None:
    if len(world.acts) > 1:
        choosing.first([world.done_as((act,)) for act in world.acts])
    for slot in world.slots:
        if slot.field.optional:
            choosing.prefer(terms.negated(world.presence(slot.path)))
    for entity in world.policy.entities:
        paths = world.entities(entity)
        for i, right in enumerate(paths):
            for left in paths[:i]:
                choosing.prefer(terms.negated(world.same(left, right)))
    for slot in world.slots:
        _value(choosing, world, slot)
    for line in world.lines:
        if line.startswith("(declare-const r"):
            choosing.prefer(terms.negated(line.split()[1]))


def _value(choosing: _Choosing, world: World, slot: Slot) -> None:
    if slot.path in world.left_out:
        return
    kind = world.kind(slot.path)
    type_, example = slot.field.type, slot.field.example
    if kind is not None:
        leaves = world.policy.kinds[kind].leaves
        plain = [leaf for leaf in leaves if leaf.split(".")[-1] != "other"]
        order = [*plain, *(leaf for leaf in leaves if leaf not in plain)]
        if isinstance(example, str) and example in order:
            order = [example, *(leaf for leaf in order if leaf != example)]
        choosing.first([world.among(slot.path, kind, (leaf,)) for leaf in order])
    elif type_.sort is Sort.FLAG:
        symbol = world.value(slot.path)
        choosing.prefer(symbol if example is True else terms.negated(symbol))
    elif type_.sort is Sort.SET:
        wanted = example if isinstance(example, frozenset) else frozenset()
        for leaf in world.policy.kinds[type_.of].leaves:
            symbol = world.member(slot.path, leaf)
            choosing.prefer(symbol if leaf in wanted else terms.negated(symbol))
    elif type_.sort is not Sort.ENTITY:
        _number(choosing, world, slot)


def _number(choosing: _Choosing, world: World, slot: Slot) -> None:
    sort, amount = slot.field.type.sort, world.amount(slot.path)
    step = _STEP.get(sort, Fraction(1))
    options = [slot.field.example] if isinstance(slot.field.example, Fraction) else []
    if sort is Sort.DATE:
        options.append(Fraction(world.policy.period.first or FIRST_DAY))
    else:
        options.append(slot.field.type.low or Fraction(0))
    constants = choosing.constants.get(sort, ())
    for constant in constants:
        options += [constant, constant + step, constant - step]
    options += [(a + b) / 2 for a, b in pairwise(constants)]
    for option in options:
        if choosing.prefer(terms.compared("=", amount, terms.number(option))):
            return
    assert choosing.model is not None  # noqa: S101 - for the type checker
    found = choosing.model.get(world.value(slot.path), Fraction(0))
    choosing.prefer(terms.compared("=", amount, terms.number(Fraction(found))))


def _reading(choosing: _Choosing, wishes: Wishes, policy: Policy) -> None:
    for symbol in (*wishes.terms.values(), *wishes.entity_terms.values(), wishes.on_conflict, wishes.on_silence):
        choosing.prefer(terms.negated(symbol))
    for name, value in wishes.quantities.items():
        quantity = policy.quantities[name]
        for end in (quantity.low, quantity.high, (quantity.low + quantity.high) / 2):
            if choosing.prefer(terms.compared("=", value, terms.number(end))):
                break
