"""Nothing is believed on the solver's word: every scenario is judged again by the interpreter before anyone sees it.

Contract: `confirm` returns quietly if the interpreter agrees with the model on the world, on each clause and on the outcome;
otherwise it raises `DisagreementError`, which is an internal error and never a verdict.
"""

from fractions import Fraction

from tos_checker import decode, terms
from tos_checker.inquiry import Inquiry
from tos_checker.law import Law
from tos_checker.search import Laws
from tos_checker.solver import Model
from tos_spec import interpret
from tos_spec.core import Verdict
from tos_spec.scenario import Reading, Scenario


class DisagreementError(Exception):
    """The solver and the interpreter judge one scenario differently: a bug of ours, reported as such."""


def confirm(laws: Laws, inquiry: Inquiry, model: Model) -> None:
    """Judge the scenarios of `model` again and compare."""
    inquiry.session.push()
    inquiry.session.add(inquiry.pins(model))
    wishes = laws[0].view.wishes
    symbols = [*wishes.terms.values(), *wishes.entity_terms.values(), *wishes.rulings.values()]
    inquiry.session.add([f"(assert {s if model.get(s, False) else terms.negated(s)})" for s in symbols])
    for value in wishes.quantities.values():
        fixed = terms.compared("=", value, terms.number(value.at(_amounts(model))))
        inquiry.session.add([f"(assert {fixed})"])
    for law in laws:
        _one(law, inquiry, model)
    inquiry.session.pop()


def _one(law: Law, inquiry: Inquiry, model: Model) -> None:
    world = law.view.world
    policy = world.policy
    found: Scenario = decode.scenario(world, model)
    broken = interpret.possible(policy, found)
    if broken:
        _disagree(policy.name, f"the scenario is not possible: {', '.join(broken)}")
    read = as_read(law, model)
    judged = interpret.judge(policy, found, read)
    expected = {f"clause {n}": (law.applies[n], judged.applies.get(n, False)) for n in law.applies}
    expected["the outcome"] = (law.permitted, judged.outcome == "permitted")
    for verdict in Verdict:
        if verdict is not Verdict.UNSETTLED:
            expected[verdict.value] = (law.verdict(verdict), interpret.is_verdict(judged, verdict))
    for name, other in law.others.items():
        ruled = interpret.judge_by(policy, found, read, name)
        expected |= {f"clause {name} {n}": (formula, ruled.applies.get(n, False)) for n, formula in other.applies.items()}
        expected[f"the outcome under {name}"] = (other.permitted, ruled.outcome == "permitted")
    wrong = [terms.negated(formula) if truth else formula for formula, truth in expected.values()]
    inquiry.session.push()
    inquiry.session.add([f"(assert {terms.either(wrong)})"])
    disagrees = inquiry.session.satisfiable(inquiry.guards)
    inquiry.session.pop()
    if disagrees:
        _disagree(policy.name, f"{found} under {read}: {judged}")


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
