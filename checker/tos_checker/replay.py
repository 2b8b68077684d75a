"""Nothing is believed on the solver's word: every scenario is judged again by the interpreter before anyone sees it.

Contract: `confirm` returns quietly if the interpreter agrees with the model on the world, on each clause and on the outcome;
otherwise it raises `DisagreementError`, which is an internal error and never a verdict.
"""

from collections.abc import Iterator
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
from tos_spec.core import Verdict
from tos_spec.scenario import Reading, Scenario


def confirm(laws: Laws, inquiry: Inquiry, model: Model) -> None:
    """Judge the scenarios of `model` again and compare."""
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
    wishes = law.view.wishes
    read = decode.reading(law.view.world, wishes, model)
    if law.view.twin is None:
        return read
    twin = decode.scenario(law.view.twin, model)
    policy = law.view.world.policy
    return Reading(
        {t: _alike(interpret.bounds(policy, twin, t, ()), wish=w) for t, w in read.terms.items()},
        {
            (t, args): _alike(interpret.bounds(policy, twin, t, args), wish=w) if all(map(twin.there, args)) else w
            for (t, args), w in read.entity_terms.items()
        },
        read.quantities,
        read.on_conflict,
        read.on_silence,
        read.others,
    )


def _alike(bound: str, *, wish: bool) -> bool:
    return wish if bound == "open" else bound == "yes"


def _amounts(model: Model) -> dict[str, Fraction]:
    return {n: v for n, v in model.items() if not isinstance(v, bool)}


def _disagree(document: str, what: str) -> None:
    msg = f"the solver and the interpreter disagree on `{document}`: {what}"
    raise DisagreementError(msg)
