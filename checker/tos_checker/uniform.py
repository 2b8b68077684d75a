"""Uniform readings: whether one way of reading all that the text leaves open makes a claim hold, and which parts of it matter.

Contract: `first` gives the first uniform reading under which the question has no loophole, though some scenario meets the conditions as stated
(one under which none does would make anything hold): each open term at its narrowest or widest,
each open quantity at one end, all rulings of a sort one way, those of other documents too; narrow, low and forbidden come first, in the order of declaration.
`matters` names what the claim needs: however the rest is read, it holds. It is what is left when points are given up in order.

The search guesses a reading, looks for a loophole under it, and learns which part of the reading that loophole needs, so that no other
reading with that part is tried: counterexample-guided, as in A. Solar-Lezama et al., "Combinatorial sketching for finite
programs", 2006.
"""

from dataclasses import dataclass
from fractions import Fraction

from tos_checker import terms
from tos_checker.encode import Wishes
from tos_checker.inquiry import Inquiry
from tos_checker.pose import Part, Pose, conj, neg
from tos_checker.search import Laws
from tos_checker.solver import Session
from tos_checker.terms import Formula
from tos_spec.core import Policy
from tos_spec.scenario import ON_CONFLICT, ON_SILENCE, Reading, Rulings


@dataclass(frozen=True)
class Uniform:
    """A uniform reading, and the points of it that matter: names of terms and quantities, `on conflict`, `on silence`."""

    reading: Reading
    matters: tuple[str, ...]


@dataclass(frozen=True)
class _Choice:
    """A point of a uniform reading: the formulas of its two ends."""

    name: str
    ends: tuple[Formula, Formula]


class _Side:
    """A session on the question's scenarios under any uniform reading; the reading is chosen by literals."""

    def __init__(self, question: Pose, demand: Part) -> None:
        self.inquiry: Inquiry = question.inquiry()
        laws: Laws = question.read(self.inquiry, None)
        self.wishes: Wishes = laws[0].view.wishes
        formula = demand(laws)
        self.inquiry.settle(*laws)
        self.inquiry.require(formula)
        self.choices = tuple(self._choices(question))
        self.literals = [[self.inquiry.session.literal(end) for end in c.ends] for c in self.choices]

    def _choices(self, question: Pose) -> list[_Choice]:
        policy, wishes = question.policy, self.wishes
        found: list[tuple[int, _Choice]] = []
        for term in policy.terms.values():
            of_entities = [w for (name, _), w in wishes.entity_terms.items() if name == term.name]
            if term.name in wishes.terms or of_entities:
                symbols = [wishes.terms[term.name]] if term.name in wishes.terms else of_entities
                narrow = terms.both(terms.negated(s) for s in symbols)
                found.append((term.order, _Choice(term.name, (narrow, terms.both(symbols)))))
        for quantity in policy.quantities.values():
            value = wishes.quantities[quantity.name]
            low, high = (terms.compared("=", value, terms.number(end)) for end in (quantity.low, quantity.high))
            found.append((quantity.order, _Choice(quantity.name, (low, high))))
        found.sort(key=lambda item: item[0])
        choices = [choice for _, choice in found]
        for name in (ON_CONFLICT, ON_SILENCE):
            symbols = [symbol for point, symbol in wishes.rulings.items() if point.startswith(name)]
            choices.append(_Choice(name, (terms.both(terms.negated(s) for s in symbols), terms.both(symbols))))
        return choices

    def possible(self, reading: list[int], *, without: int | None = None) -> bool:
        """Whether there is a scenario under `reading` (one of its points, if named, being open)."""
        chosen = [pair[end] for i, (pair, end) in enumerate(zip(self.literals, reading, strict=True)) if i != without]
        return self.inquiry.session.satisfiable(chosen)

    def refused(self, reading: list[int]) -> list[int]:
        """The points of `reading`, just found impossible, that the refusal rests on."""
        core = set(self.inquiry.session.core())
        return [i for i, (pair, end) in enumerate(zip(self.literals, reading, strict=True)) if pair[end] in core]


def first(question: Pose, stated: Part) -> Uniform | None:
    """The first uniform reading without a loophole under which some scenario is as `stated`, or None. Raises OutOfEffortError."""
    bad = conj(question.concerns, question.bad)
    loophole, none, concerned = _Side(question, bad), _Side(question, neg(bad)), _Side(question, stated)
    untried = Session(question.effort, finite=True)
    names = [f"b{i}" for i in range(len(loophole.choices))]
    untried.add([f"(declare-const {name} Bool)" for name in names])
    while (reading := _next(untried, names)) is not None:
        if loophole.possible(reading):
            needed = _needed(none, loophole, reading)
        elif concerned.possible(reading):
            return _told(question, loophole, reading)
        else:
            needed = concerned.refused(reading)
        spoiled = terms.both(names[i] if reading[i] else terms.negated(names[i]) for i in needed)
        untried.add([f"(assert {terms.negated(spoiled)})"])
    return None


def fixes(policy: Policy, wishes: Wishes, reading: Reading) -> Formula:
    """That everything is read as a uniform reading says."""
    parts = [w if reading.terms[name] else terms.negated(w) for name, w in wishes.terms.items()]
    parts += [w if reading.entity_terms[key] else terms.negated(w) for key, w in wishes.entity_terms.items()]
    parts += [terms.compared("=", wishes.quantities[name], terms.number(reading.quantities[name])) for name in policy.quantities]
    for point, symbol in wishes.rulings.items():
        one_way = reading.on_conflict if point.startswith(ON_CONFLICT) else reading.on_silence
        parts.append(symbol if one_way else terms.negated(symbol))
    return terms.both(parts)


def _next(untried: Session, names: list[str]) -> list[int] | None:
    """The first reading that is not ruled out."""
    if not untried.satisfiable():
        return None
    chosen: list[str] = []
    for name in names:
        narrow = untried.literal(terms.negated(name))
        chosen.append(narrow if untried.satisfiable([*chosen, narrow]) else name)
    return [int(literal == name) for literal, name in zip(chosen, names, strict=True)]


def _needed(none: _Side, loophole: _Side, reading: list[int]) -> list[int]:
    """The points of `reading` that the loophole just found needs: with these alone, its scenario is a loophole."""
    session = none.inquiry.session
    session.push()
    session.add(none.inquiry.pins(loophole.inquiry.session.model()))
    chosen = [pair[end] for pair, end in zip(none.literals, reading, strict=True)]
    spared = session.satisfiable(chosen)
    assert not spared, "a loophole is one on either side"  # noqa: S101 - a contract between two sessions of one make
    core = set(session.core())
    session.pop()
    return [i for i, literal in enumerate(chosen) if literal in core]


def _told(question: Pose, side: _Side, reading: list[int]) -> Uniform:
    matters = list(range(len(side.choices)))
    for i in range(len(side.choices)):
        rest = [j for j in matters if j != i]
        if not side.inquiry.session.satisfiable([side.literals[j][reading[j]] for j in rest]):
            matters = rest
    ends = {c.name: bool(end) for c, end in zip(side.choices, reading, strict=True)}
    policy, wishes = question.policy, side.wishes
    amounts: dict[str, Fraction] = {n: q.high if ends[n] else q.low for n, q in policy.quantities.items()}
    read = Reading(
        {t: ends[t] for t in wishes.terms},
        {(t, args): ends[t] for t, args in wishes.entity_terms},
        amounts,
        on_conflict=ends[ON_CONFLICT],
        on_silence=ends[ON_SILENCE],
        others=dict.fromkeys(policy.others, Rulings(ends[ON_CONFLICT], ends[ON_SILENCE])),
    )
    return Uniform(read, tuple(side.choices[i].name for i in matters))
