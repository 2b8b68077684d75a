"""Claims that hold in seeming only: by the policy's own open words.

Contract: a claim is hollow if it holds, and fails once the open terms and quantities in its own conditions are read independently of the
clauses'.
"""

from collections.abc import Iterator

from tos_checker import pose, terms
from tos_checker.constants import parts
from tos_checker.findings import Setting, finding, unless_accepted
from tos_checker.ground import Ground
from tos_checker.law import Law
from tos_checker.phrases import listed
from tos_checker.report import Result
from tos_checker.terms import Formula
from tos_spec import core
from tos_spec.core import Claim, Verdict

# --- hollow claims ----------------------------------------------------------------------------------------------------------------


def hollow(setting: Setting) -> Iterator[Result]:
    """Claims that hold only by using the policy's own open terms or quantities."""
    policy = setting.policy
    holding = {r.name for r in setting.results if r.check == "claim" and r.status == "holds"}
    for claim in policy.claims:
        own = open_points(claim.when)
        if claim.name not in holding or not own or not _is_plain(claim):
            continue
        if _fails_apart(setting, claim):
            labels = [f'"{(policy.terms.get(n) or policy.quantities[n]).label}"' for n in own]
            said = (
                f"claim {claim.name} holds only because it uses {listed(labels)} as the clauses do: with the words read otherwise in \
the claim, it fails"
            )
            help = "say in facts what the claim means: who, what, where, when"
            result = finding(setting, "hollow-claim", claim.name, said, claim.span, help)
            yield unless_accepted(setting, result, (claim.name,))


def _is_plain(claim: Claim) -> bool:
    return claim.form != "sometimes" and claim.verdict is not Verdict.UNSETTLED and not claim.under_some_reading


def open_points(expr: core.Expr) -> tuple[str, ...]:
    """The open terms and quantities that a formula uses, through definitions too."""
    found: dict[str, None] = {}
    for part in parts(expr):
        if isinstance(part, core.Open):
            found[part.term] = None
        elif isinstance(part, core.Compare):
            found |= dict.fromkeys((*_quantities(part.left), *_quantities(part.right)))
    return tuple(found)


def _quantities(number: core.Number) -> Iterator[str]:
    match number:
        case core.Quantity(name):
            yield name
        case core.Plus(left, right) | core.Between(left, right):
            yield from (*_quantities(left), *_quantities(right))
        case core.Times(_, body) | core.Shift(body, _, _):
            yield from _quantities(body)
        case _:
            pass


def _fails_apart(setting: Setting, claim: Claim) -> bool:
    """Whether the claim fails once its conditions are read by themselves."""
    question = pose.of_claim(setting.policy, claim, claim.when, setting.effort)
    ground = Ground(question, laws=2)
    apart = [_stated(claim.when, law, words) for law, words in zip(*ground.readings, strict=True)]
    ground.settle()
    return ground.possible(*apart, ground.bad)


def _stated(expr: core.Expr, law: Law, words: Law) -> Formula:
    """A formula with its open words as `words` reads them, and clauses and other documents as `law` applies them."""
    match expr:
        case core.Applies() | core.JudgedBy():
            return law.holds(expr)
        case core.Not(body):
            return terms.negated(_stated(body, law, words))
        case core.And(items):
            return terms.both(_stated(i, law, words) for i in items)
        case core.Or(items):
            return terms.either(_stated(i, law, words) for i in items)
        case _:
            return words.view.holds(expr)
