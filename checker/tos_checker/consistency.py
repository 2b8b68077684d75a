"""What only the solver sees to be wrong with a document: assumptions that nothing satisfies, and bounds that overlap.

Contract: `problems` gives diagnostics; where there are none, every act has a scenario, and no open term is both certain and
excluded in any. Raises OutOfEffortError as the solver does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

from tos_checker import explain, stories, terms, typical
from tos_checker.budget import Budget
from tos_checker.constants import constants
from tos_checker.decode import scenario
from tos_checker.encode import View, Wishes
from tos_checker.phrases import listed
from tos_checker.pose import Pose, stated
from tos_checker.proofs import contradicting
from tos_checker.reasons import Teller
from tos_checker.search import Search
from tos_spec import core
from tos_spec.core import FIRST_DAY, LAST_DAY, Act, Field, OpenTerm, Path, Policy, Sort, Type
from tos_spec.diagnostics import Diagnostic
from tos_spec.evaluate import NOTHING_READ
from tos_spec.shape import root, slots

_NO_WISHES = Wishes({}, {}, {}, terms.FALSE, terms.FALSE)
_ALONE = "what the file speaks of"  # the act of a file that declares none; blanks keep it apart from every name


def problems(policy: Policy, effort: Budget | None) -> tuple[Diagnostic, ...]:
    """What is wrong: contradicting assumptions, or else overlapping bounds."""
    contradictions = tuple(_contradictions(policy, effort))
    if contradictions:
        return contradictions
    return tuple(d for term in policy.terms.values() if (d := overlap(policy, term, effort)) is not None)


# --- assumptions ------------------------------------------------------------------------------------------------------------------


def _contradictions(policy: Policy, effort: Budget | None) -> Iterator[Diagnostic]:
    if not policy.assumptions:
        return
    found: dict[tuple[int, ...], list[str]] = {}
    whole = _with_act(policy, ()) if not policy.acts else policy
    for act in whole.acts:
        together = contradicting(whole, act, effort)
        if together:
            found.setdefault(together, []).append(act)
    for together, acts in found.items():
        yield _contradiction(policy, together, acts)


def _contradiction(policy: Policy, together: tuple[int, ...], acts: list[str]) -> Diagnostic:
    names = listed([f"`{policy.assumptions[i].name}`" for i in together])
    where = "" if acts == [_ALONE] else f" in {listed([f'`{a}`' for a in acts])}"
    one = len(together) == 1
    message = f"nothing can satisfy the assumption{'' if one else 's'} {names}{'' if one else ' together'}{where}"
    notes = [f"`{policy.assumptions[i].name}` says: {explain.assumption_says(policy, i)}" for i in together]
    if not one:
        notes.append("each of them is needed for the contradiction")
    help = "correct it: nothing can be shown of a world that cannot be" if one else "weaken or strike one of them"
    return Diagnostic("E502", "contradicting-assumptions", message, policy.assumptions[together[-1]].span, tuple(notes), help)


# --- open terms -------------------------------------------------------------------------------------------------------------------


def overlap(policy: Policy, term: OpenTerm, effort: Budget | None) -> Diagnostic | None:
    """Where a term is both certain and excluded, if it is anywhere."""
    if core.FALSE in (term.includes, term.excludes):
        return None
    for whole, act, places in _places(policy, term):
        for args in _where(whole, act, term, places, effort):
            found = _both(whole, act, term, args, effort)
            if found is not None:
                return _overlapping(found, term, act)
    return None


Tuple = tuple[Path, ...]


def _places(policy: Policy, term: OpenTerm) -> Iterator[tuple[Policy, str, tuple[Tuple, ...]]]:
    """Where a term can be asked: each act (from the root down) with every tuple of its entities."""
    if term.act is not None:
        yield policy, term.act, ((),)
        return
    asked = False
    for act in policy.acts:
        if root(policy, act) == act:
            by_type = [[s.path for s in slots(policy, act) if s.entity == entity] for _, entity in term.params]
            places = tuple(product(*by_type))
            if places:
                asked = True
                yield policy, act, places
    if not asked:
        yield _with_act(policy, term.params), _ALONE, (tuple((name,) for name, _ in term.params),)


def _where(policy: Policy, act: str, term: OpenTerm, places: Sequence[Tuple], effort: Budget | None) -> Iterator[Tuple]:
    """The places at which a term is both certain and excluded in some scenario; all are asked at once first, as there is none often."""
    if len(places) == 1:
        yield from places
        return
    inquiry = Pose(policy, act, stated(core.TRUE), stated(core.TRUE), all_days=True, effort=effort).inquiry()
    world = inquiry.worlds[0]
    view = View(world, _NO_WISHES, "v")
    overlap = {args: terms.both((*view.bounds(term.name, args), *(world.there(a) for a in args))) for args in places}
    inquiry.add(view.take())
    session = inquiry.session
    if session.satisfiable([session.literal(terms.either(overlap.values()))]):
        yield from (args for args, formula in overlap.items() if session.satisfiable([session.literal(formula)]))


def _with_act(policy: Policy, params: tuple[tuple[str, str], ...]) -> Policy:
    """`policy` with an act of its own: with the roles `params`, or else one for each type of entity."""
    roles = params or tuple((name, name) for name in policy.entities)
    types = [(n, policy.entities[e].label, Type(Sort.ENTITY, e)) for n, e in roles]
    types.append(("date", "date", Type(Sort.DATE, low=Fraction(FIRST_DAY), high=Fraction(LAST_DAY))))
    fields = (Field(name, label, type_, optional=False, example=None, span=policy.span) for name, label, type_ in types)
    act = Act(_ALONE, "", None, None, tuple(fields), policy.span)
    return replace(policy, acts={**policy.acts, _ALONE: act})


def _both(policy: Policy, act: str, term: OpenTerm, args: tuple[Path, ...], effort: Budget | None) -> Teller | None:
    """A typical scenario in which a term is both certain and excluded."""
    question = Pose(policy, act, stated(core.TRUE), stated(core.TRUE), all_days=True, effort=effort)
    inquiry = question.inquiry()
    world = inquiry.worlds[0]
    view = View(world, _NO_WISHES, "v")
    sides = view.bounds(term.name, args)
    inquiry.add(view.take())
    inquiry.require(terms.both((*sides, *(world.there(a) for a in args))))
    model = typical.settle(Search(inquiry, question.read), [world], None, typical.Preferences(constants(policy)))
    return None if model is None else Teller(policy, scenario(world, model), NOTHING_READ)


def _overlapping(teller: Teller, term: OpenTerm, act: str) -> Diagnostic:
    told = stories.story(teller)  # every fact: nothing else need speak of what the bounds do
    facts = [f"{f.label}: {f.words}" for f in told.facts if f.value]
    notes = [f"both are true here: {told.sentence if act != _ALONE else ''} ({'; '.join(facts)})".replace(":  (", ": (")]
    message = f"what `{term.name}` includes and what it excludes overlap"
    help = "narrow one of the two, or rule such scenarios out with an assumption"
    return Diagnostic("E501", "overlapping-bounds", message, term.span, tuple(notes), help)
