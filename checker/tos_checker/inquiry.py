"""One question's groundwork: a session with a scenario (or two), the assumptions, and the law under as many readings as needed.

Contract: a model of the session is a scenario of the act in a possible world, with a reading for each `free` law. Wishes of a
free reading are symbols with the reading's tag; quantities lie between their ends.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tos_checker import terms
from tos_checker.budget import Budget
from tos_checker.constants import dated
from tos_checker.encode import View, Wishes, core_with
from tos_checker.law import Law, guards
from tos_checker.solver import Model, Session
from tos_checker.terms import Formula
from tos_checker.world import World
from tos_spec.core import NUMERIC, Path, Policy
from tos_spec.shape import act_and_below, root, slots

_DECLARED = re.compile(r"\(declare-const (\S+) (.+)\)$")


def assumption_guard(index: int) -> str:
    """The literal under which an assumption holds."""
    return f"ga{index}"


@dataclass
class Inquiry:
    """A session on scenarios of one act. With `guarded`, clauses and assumptions hold under guard literals; `often` as for `Session`."""

    policy: Policy
    act: str
    effort: Budget | None
    guarded: bool = False
    often: bool = False
    worlds: list[World] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session = Session(self.effort, finite=is_finite(self.policy, self.act), often=self.often)
        self.guards: list[str] = []
        self.text: list[str] = []
        if self.guarded:
            self.guards = list(guards(self.policy, self.policy.others))
            self.guards += [assumption_guard(i) for i in range(len(self.policy.assumptions))]
            self.add([f"(declare-const {g} Bool)" for g in self.guards])
        self._readings = 0
        self.own: list[tuple[World, Wishes]] = []
        """The scenarios that are read by themselves, each with that reading."""

    def add(self, lines: Sequence[str]) -> None:
        """Add lines to the session (and keep them, for export)."""
        self.text += lines
        self.session.add(lines)

    def require(self, formula: Formula) -> None:
        """Demand that `formula` holds."""
        self.add([f"(assert {formula})"])

    # --- scenarios ------------------------------------------------------------------------------------------------------------

    def world(self, *, assumed: bool = True) -> World:
        """A new scenario, in a world that satisfies the assumptions."""
        world = World(self.policy, self.act, f"w{len(self.worlds)}")
        self.worlds.append(world)
        self.add(world.lines)
        if assumed:
            self._assume(world)
        return world

    def _assume(self, world: World) -> None:
        view = View(world, _NO_WISHES, f"a{world.tag}")
        asserted: list[str] = []
        for index, assumption in enumerate(self.policy.assumptions):
            if assumption.act is not None:
                on_act = world.done_as(act_and_below(self.policy, assumption.act))
                if on_act == terms.FALSE:
                    continue  # its names may mean other things here; even what is said of their calendar must not be heard
                formula = terms.implied(on_act, view.holds(assumption.body))
            else:
                formula = terms.both(self._for_any(world, view, assumption.params, index))
            if self.guarded:
                formula = terms.implied(assumption_guard(index), formula)
            if formula != terms.TRUE:
                asserted.append(f"(assert {formula})")
        self.add([*view.take(), *asserted])

    def _for_any(self, world: World, view: View, params: tuple[tuple[str, str], ...], index: int) -> list[Formula]:
        parts = []
        for given in world.choices(params):
            there = terms.both(world.there(path) for path in given.values())
            parts.append(terms.implied(there, view.holds(core_with(self.policy.assumptions[index].body, given))))
        return parts

    # --- readings -------------------------------------------------------------------------------------------------------------

    def free(self, world: World, twin: World | None = None, wishes: Wishes | None = None) -> Law:
        """The law of a scenario under any reading (or under `wishes`, shared with another law)."""
        tag = self._tag()
        if wishes is None:
            lines, wishes = free_wishes(world, tag)
            self.add(lines)
            self.own.append((world, wishes))
        return self.law(world, wishes, tag, twin)

    def fixed(self, world: World, wishes: Wishes, twin: World | None = None) -> Law:
        """The law of a scenario under a given reading."""
        return self.law(world, wishes, self._tag(), twin)

    def _tag(self) -> str:
        self._readings += 1
        return f"r{self._readings}"

    def law(self, world: World, wishes: Wishes, tag: str, twin: World | None = None) -> Law:
        """The law of a scenario under some wishes; `settle` adds what it was found to need."""
        return Law(View(world, wishes, f"{world.tag}{tag}", twin), guarded=self.guarded)

    def settle(self, *laws: Law) -> None:
        """Add the lines that laws have gathered so far."""
        for law in laws:
            self.add(law.view.take())

    # --- models ---------------------------------------------------------------------------------------------------------------

    def pins(self, model: Model) -> list[str]:
        """Assertions that fix every scenario of this inquiry as in `model`."""
        return [f"(assert {formula})" for formula in self.fixed_as(model)]

    def fixed_as(self, model: Model) -> list[Formula]:
        """That every scenario of this inquiry is as in `model`."""
        return [pinned(symbol, sort, model) for world in self.worlds for symbol, sort in declared(world)]


_NO_WISHES = Wishes({}, {}, {}, terms.FALSE, terms.FALSE)


def is_finite(policy: Policy, act: str) -> bool:
    """Whether scenarios of `act` and of what is below it need no numbers."""
    numeric = any(s.field.type.sort in NUMERIC for s in slots(policy, act) if s.path != ("date",))
    return not numeric and not policy.quantities and not dated(policy)


def declared(world: World) -> list[tuple[str, str]]:
    """The constants of a scenario with their sorts."""
    return [m.groups() for line in world.lines if (m := _DECLARED.match(line))]  # type: ignore[misc]  # the pattern has two groups


def pinned(symbol: str, sort: str, model: Model) -> Formula:
    """The formula that fixes a constant at its value in `model` (false or zero, where the model has none)."""
    value = model.get(symbol, False)
    if sort == "Bool":
        return symbol if value else terms.negated(symbol)
    amount = Fraction(value)
    if sort.startswith("(_ BitVec"):
        width = int(sort.split()[2].rstrip(")"))
        return f"(= {symbol} #b{int(amount):0{width}b})"
    return f"(= {symbol} {terms.numeral(amount, whole=sort == 'Int')})"


def terms_of(world: World) -> tuple[str, ...]:
    """The open terms of acts that a scenario can be read by, in order of declaration."""
    top = root(world.policy, world.act)
    return tuple(t.name for t in world.policy.terms.values() if t.act is not None and root(world.policy, t.act) == top)


def entity_terms_of(world: World) -> tuple[tuple[str, tuple[Path, ...]], ...]:
    """The open terms of entities with every tuple of entity paths that a scenario can give them."""
    entity_terms = (term for term in world.policy.terms.values() if term.act is None)
    return tuple((t.name, tuple(given[name] for name, _ in t.params)) for t in entity_terms for given in world.choices(t.params))


def term_symbol(world: World, tag: str, term: str, args: tuple[Path, ...] = ()) -> str:
    """The symbol of the wish for an open term."""
    number = list(world.policy.terms).index(term)
    places = "".join(f"x{[s.path for s in world.slots].index(a)}" for a in args)
    return f"t{number}{places}{tag}"


def quantity_symbol(policy: Policy, tag: str, name: str) -> str:
    """The symbol of an open quantity."""
    return f"k{list(policy.quantities).index(name)}{tag}"


def free_wishes(world: World, tag: str) -> tuple[list[str], Wishes]:
    """Symbols for a reading of its own: the lines that declare them, and the wishes."""
    policy = world.policy
    acts = {t: term_symbol(world, tag, t) for t in terms_of(world)}
    entities = {key: term_symbol(world, tag, *key) for key in entity_terms_of(world)}
    rulings = (f"kc{tag}", f"ks{tag}")
    others = {name: (f"kc{i}o{tag}", f"ks{i}o{tag}") for i, name in enumerate(policy.others)}
    ruled = (*rulings, *(symbol for pair in others.values() for symbol in pair))
    lines = [f"(declare-const {s} Bool)" for s in (*acts.values(), *entities.values(), *ruled)]
    quantities = {}
    for name, quantity in policy.quantities.items():
        symbol = quantity_symbol(policy, tag, name)
        value = terms.atom(symbol, whole=False)
        quantities[name] = value
        lines.append(f"(declare-const {symbol} Real)")
        lines.append(f"(assert {terms.compared('>=', value, terms.number(quantity.low))})")
        lines.append(f"(assert {terms.compared('<=', value, terms.number(quantity.high))})")
    return lines, Wishes(acts, entities, quantities, *rulings, others)


def constant_wishes(wishes: Wishes, model: Model, quantities: Mapping[str, terms.Linear] | None = None) -> Wishes:
    """The reading that `model` gives to the symbols of `wishes`, as constants (quantities may be given as sums instead)."""

    def truth(symbol: Formula) -> Formula:
        return terms.TRUE if model.get(symbol, False) else terms.FALSE

    amounts = {name: terms.number(value.at(numbers(model))) for name, value in wishes.quantities.items()}
    return Wishes(
        {name: truth(symbol) for name, symbol in wishes.terms.items()},
        {key: truth(symbol) for key, symbol in wishes.entity_terms.items()},
        {**amounts, **(quantities or {})},
        truth(wishes.on_conflict),
        truth(wishes.on_silence),
        {name: (truth(on_conflict), truth(on_silence)) for name, (on_conflict, on_silence) in wishes.others.items()},
    )


def numbers(model: Model) -> dict[str, Fraction]:
    """The numeric values of a model."""
    return {name: value for name, value in model.items() if not isinstance(value, bool)}
