"""Nothing is believed on the solver's word: every scenario is judged again by the interpreter before anyone sees it.

Contract: `confirm` returns quietly if the interpreter agrees with the model on the world, on each clause and on the outcome;
otherwise it raises `DisagreementError`, which is an internal error and never a verdict.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from tos_checker import decode, terms
from tos_checker.disagreement import DisagreementError
from tos_checker.inquiry import Inquiry
from tos_checker.judging import judged
from tos_checker.law import Law
from tos_checker.search import Laws
from tos_checker.solver import Model
from tos_checker.terms import Formula
from tos_spec import interpret
from tos_spec.core import Path, Verdict
from tos_spec.scenario import Reading, Scenario


def confirm(laws: Laws, inquiry: Inquiry, model: Model) -> None:
    """Judge the scenarios of `model` again and compare; of a pair that is read alike, see that it is."""
    if laws[0].view.twin is not None and (unlike := list(_unlike(laws, model))):
        _disagree(laws[0].policy.name, f"two scenarios are to be read alike, and are not: {', '.join(unlike)}")
    wishes = laws[0].view.wishes
    symbols = [*wishes.terms.values(), *wishes.entity_terms.values(), *wishes.rulings.values()]
    fixed = [*inquiry.fixed_as(model), *(s if model.get(s, False) else terms.negated(s) for s in symbols)]
    fixed += [terms.compared("=", value, terms.number(value.at(_amounts(model)))) for value in wishes.quantities.values()]
    wrong = terms.either(terms.negated(formula) for law in laws for formula in _judged(law, model))
    inquiry.session.push()
    literals = inquiry.session.literals([f for f in (*fixed, wrong) if f != terms.TRUE])
    disagrees = wrong != terms.FALSE and inquiry.session.satisfiable([*inquiry.guards, *literals])
    inquiry.session.pop()
    if disagrees:
        read = [(decode.scenario(law.view.world, model), as_read(law, model)) for law in laws]
        _disagree(laws[0].policy.name, f"{read}: {[judged(laws[0].policy, *r) for r in read]}")


def _judged(law: Law, model: Model) -> Iterator[Formula]:
    """What the interpreter says of the law's scenario, as formulas."""
    world = law.view.world
    policy = world.policy
    found: Scenario = decode.scenario(world, model)
    broken = interpret.possible(policy, found)
    if broken:
        _disagree(policy.name, f"the scenario is not possible: {', '.join(broken)}")
    read = as_read(law, model)
    judgement = judged(policy, found, read)
    expected = [(formula, judgement.applies.get(n, False)) for n, formula in law.applies.items()]
    expected += [(law.verdict(v), interpret.is_verdict(judgement, v)) for v in Verdict if v is not Verdict.UNSETTLED]
    for name, other in law.others.items():
        ruled = interpret.judge_by(policy, found, read, name)
        expected += [(formula, ruled.applies.get(n, False)) for n, formula in other.applies.items()]
        expected.append((other.permitted, ruled.outcome == "permitted"))
    yield from (formula if truth else terms.negated(formula) for formula, truth in expected)


def as_read(law: Law, model: Model) -> Reading:
    """The reading of a model for one scenario; of a pair that is read alike, as the other scenario's bounds let it be."""
    world, twin = law.view.world, law.view.twin
    read = decode.reading(world, law.view.wishes, model, twin)
    if twin is None:
        return read
    here, other = decode.scenario(world, model), decode.scenario(twin, model)
    policy = world.policy

    def as_there(term: str, args: tuple[Path, ...], wish: bool) -> bool:  # noqa: FBT001 - a wish is what it is
        there = counterpart(here, other, args)
        return wish if there is None else _alike(interpret.bounds(policy, other, term, there), wish=wish)

    return replace(
        read,
        terms={term: as_there(term, (), wish) for term, wish in read.terms.items()},
        entity_terms={(term, args): as_there(term, args, wish) for (term, args), wish in read.entity_terms.items()},
    )


def counterpart(here: Scenario, other: Scenario, args: tuple[Path, ...]) -> tuple[Path, ...] | None:
    """The entities of the other scenario of a pair, by identity, that some paths reach in both; None, if it has not all of them."""
    shared = {here.identity[path]: other.identity[path] for path in here.identity if path in other.identity}
    return tuple(shared[a] for a in args) if all(a in shared for a in args) else None


def _unlike(laws: Laws, model: Model) -> Iterator[str]:
    """What the two scenarios of a pair read otherwise, though they have it both and not both are certain of it: this must be nothing."""
    policy = laws[0].policy
    here, other = (decode.scenario(law.view.world, model) for law in laws)
    mine, theirs = (interpret.effective(policy, s, as_read(law, model)) for s, law in zip((here, other), laws, strict=True))
    one, two = (dict([*(((term, ()), way) for term, way in r.terms.items()), *r.entity_terms.items()]) for r in (mine, theirs))
    for (term, args), way in one.items():
        there = counterpart(here, other, args)
        if there is not None and two[term, there] != way:
            bounds = (interpret.bounds(policy, here, term, args), interpret.bounds(policy, other, term, there))
            if "open" in bounds:
                yield term


def _alike(bound: str, *, wish: bool) -> bool:
    return wish if bound == "open" else bound == "yes"


def _amounts(model: Model) -> dict[str, Fraction]:
    return {n: v for n, v in model.items() if not isinstance(v, bool)}


def _disagree(document: str, what: str) -> None:
    msg = f"the solver and the interpreter disagree on `{document}`: {what}"
    raise DisagreementError(msg)
