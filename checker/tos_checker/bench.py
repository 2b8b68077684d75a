"""One scenario before two documents: a session in which both judge it, under one reading or each under its own.

Contract: a model of a `Bench` is a scenario of the joint vocabulary in which the assumptions of both documents hold; what each makes of it is what
`interpret.judge` makes of it by that side of the `Joint`. Under a joint reading (`read_alike`) points of one name are read alike as far as the
bounds of each side allow: a quantity is, on each side, the value nearest to the joint one that lies between its own ends.
The days in the headers play no part.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from tos_checker import terms
from tos_checker.encode import View, Wishes, core_with
from tos_checker.inquiry import Inquiry, free_wishes, quantity_symbol
from tos_checker.joint import Joint
from tos_checker.law import Law
from tos_checker.search import Laws, Search
from tos_checker.solver import Model
from tos_checker.terms import Formula, Linear
from tos_checker.world import World
from tos_spec import core
from tos_spec.core import OpenQuantity, Policy
from tos_spec.shape import act_and_below

OLD, NEW = 0, 1


def undated(joint: Joint) -> Joint:
    """Both documents without the days in their headers, and without what they claim: neither is law."""
    old, new = (replace(p, period=core.Period(), claims=(), cases=()) for p in (joint.old, joint.new))
    return replace(joint, old=old, new=new)


def carrier(joint: Joint, when: core.Expr | None) -> Policy:
    """A document with the vocabulary of both, all that they and `when` speak of, and the assumptions of both. It judges nothing.

    It has the bounds of open terms as the new document has them, and the widest of open quantities; the old ones are only spoken of, as if a
    default had them as its condition.
    """
    old, new = joint.old, joint.new
    said = [side for term in old.terms.values() for side in (term.includes, term.excludes)]
    ends = [
        core.Compare("<=", core.Quantity(n), core.Exactly(end, q.type.sort, q.type.of))
        for n, q in (*old.quantities.items(), *new.quantities.items())
        for end in (q.low, q.high)
    ]
    speaks = tuple(core.Default("undecided", None, expr) for expr in (*said, *ends, *([] if when is None else [when])))
    return replace(
        new,
        period=core.Period(),
        quantities={n: _wide(old.quantities[n], new.quantities[n]) for n in new.quantities},
        assumptions=(*old.assumptions, *new.assumptions),
        clauses=(*old.clauses, *new.clauses),
        defaults=(*old.defaults, *new.defaults, *speaks),
        headings=(),
        claims=(),
        cases=(),
        acceptances=(),
        others={**old.others, **new.others},
    )


def _wide(old: OpenQuantity, new: OpenQuantity) -> OpenQuantity:
    return replace(new, low=min(old.low, new.low), high=max(old.high, new.high))


@dataclass
class Bench(Inquiry):
    """A session with one scenario of the act, seen by both sides. `policy` is the `carrier`."""

    joint: Joint = field(kw_only=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        scenario = self.world()
        self.seen = tuple(self._as_seen(scenario, side) for side in (self.joint.old, self.joint.new))

    def _as_seen(self, scenario: World, side: Policy) -> World:
        """The scenario as one side sees it: the same constants, the side's own bounds of what is open."""
        seen = World(side, self.act, scenario.tag)
        seen.left_out, seen.calendar = scenario.left_out, scenario.calendar
        return seen

    def alone(self, side: int, wishes: Wishes | None = None) -> Law:
        """What one side makes of the scenario under a reading of its own (or under `wishes`)."""
        return self.free(self.seen[side]) if wishes is None else self.fixed(self.seen[side], wishes)

    def read_alike(self) -> tuple[tuple[Law, Law], Wishes]:
        """What both sides make of the scenario under one joint reading, and that reading."""
        tag = self._tag()
        lines, wishes = free_wishes(self.worlds[0], tag)
        laws = []
        for seen, letter in zip(self.seen, "on", strict=True):
            own = dict(wishes.quantities)
            for name, quantity in seen.policy.quantities.items():
                wide = self.policy.quantities[name]
                if (quantity.low, quantity.high) != (wide.low, wide.high):
                    own[name] = terms.atom(f"{quantity_symbol(self.policy, tag, name)}{letter}", whole=False)
                    lines += _nearest(own[name], wishes.quantities[name], quantity)
            laws.append((seen, replace(wishes, quantities=own), f"{tag}{letter}"))
        self.add(lines)
        old, new = (self.law(*each) for each in laws)
        self.settle(old, new)
        return (old, new), wishes

    def broken(self, assumption: core.Assumption) -> Formula:
        """An assumption, in joint names, does not hold in the scenario."""
        world = self.worlds[0]
        view = View(world, Wishes({}, {}, {}, terms.FALSE, terms.FALSE), f"x{world.tag}")
        if assumption.act is not None:
            on_act = world.done_as(act_and_below(self.policy, assumption.act))
            if on_act == terms.FALSE:
                return terms.FALSE  # its names may mean other things in scenarios of this act
            holds = terms.implied(on_act, view.holds(assumption.body))
        else:
            choices = list(world.choices(assumption.params))
            there = [terms.both(world.there(path) for path in given.values()) for given in choices]
            bodies = [view.holds(core_with(assumption.body, given)) for given in choices]
            holds = terms.both(terms.implied(t, b) for t, b in zip(there, bodies, strict=True))
        self.add(view.take())
        return terms.negated(holds)


def _nearest(own: Linear, joint: Linear, quantity: OpenQuantity) -> list[str]:
    """That a side's own quantity is the joint one, or the end of its range that lies nearest to it."""
    low, high = terms.number(quantity.low), terms.number(quantity.high)
    (atom,) = own.factors
    rules = (
        (terms.compared("<", joint, low), terms.compared("=", own, low)),
        (terms.compared(">", joint, high), terms.compared("=", own, high)),
    )
    inside = terms.both((terms.compared("<=", low, joint), terms.compared("<=", joint, high)))
    said = [*(terms.implied(where, what) for where, what in rules), terms.implied(inside, terms.compared("=", own, joint))]
    return [f"(declare-const {atom.name} Real)", *(f"(assert {formula})" for formula in said)]


@dataclass
class Settled(Search):
    """A search in which sides are to be settled whatever their own reading: each of `firm` is asked for a reading that spoils it."""

    firm: Sequence[Search] = ()

    def find(self, literals: Sequence[str] = ()) -> Model | None:
        """A model, or None. Raises OutOfEffortError where the solver's bound was reached."""
        session = self.inquiry.session
        while session.satisfiable([*self.inquiry.guards, *literals]):
            model = session.model()
            if not any(search.spoiled(model) for search in self.firm):
                return model
        return None

    def possible(self, literals: Sequence[str] = ()) -> bool:
        """Whether `find` would find a model."""
        return self.inquiry.session.satisfiable(list(literals)) if not self.firm else self.find(literals) is not None


def firmly(inquiry: Bench, side: int, again: Callable[[], Inquiry], *, permitted: bool) -> Search:
    """That one side permits (or forbids) the scenario whatever its reading."""

    def read(session: Inquiry, wishes: Wishes | None) -> Laws:
        assert isinstance(session, Bench)  # noqa: S101 - `again` makes no other
        return (session.alone(side, wishes),)

    def whatever(laws: Laws) -> Formula:
        return laws[0].permitted if permitted else terms.negated(laws[0].permitted)

    return Search(inquiry, read, whatever, again)
