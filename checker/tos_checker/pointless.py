"""Edits that say in a roundabout way what a strike or a dropped condition says.

Contract: `pointless` names edits after which a clause could never apply, or a condition of it would say nothing any more, in any scenario
that the assumptions allow and under any reading (of an exception: in any that a rule of its speaks of), where the edit that strikes the clause,
or drops the condition, is among the others and can be made alone. Raises OutOfEffortError.
"""

from collections.abc import Iterator, Mapping, Sequence

from tos_checker import terms
from tos_checker.budget import Budget
from tos_checker.edits import Added, Change, Rewritten, Struck
from tos_checker.ground import Ground
from tos_checker.pose import Pose, permitted, stated
from tos_checker.terms import Formula
from tos_spec import core
from tos_spec.core import Policy

Units = Mapping[str, Sequence[tuple[core.Expr, bool]]]
"""Of each clause: each condition, and whether it stands after `unless`."""


def pointless(
    policy: Policy,
    top: str,
    units: Units,
    edits: Sequence[tuple[Change, core.Expr]],
    stays: frozenset[str],
    effort: Budget | None,
) -> frozenset[int]:
    """The places of such edits in `edits`, each with what its text means; all are of acts at `top` or below.

    Clauses that `stays` names cannot be struck alone, as something refers to them.
    """
    ground = Ground(Pose(policy, top, stated(core.TRUE), permitted, all_days=True, effort=effort))
    changes = {change for change, _ in edits if not (isinstance(change, Struck) and change.clause in stays)}
    return frozenset(
        place
        for place, (change, meant) in enumerate(edits)
        if any(
            simpler in changes and not ground.possible(*said) for simpler, said in _instead(ground, policy, units, change, meant)
        )
    )


def _instead(
    ground: Ground, policy: Policy, units: Units, change: Change, meant: core.Expr
) -> Iterator[tuple[Change, tuple[Formula, ...]]]:
    """What could be done instead, each with formulas that cannot hold together if it comes to the same."""
    match change:
        case Rewritten(clause, changed, text) if text is not None:
            own = [(expr, negated) for place, (expr, negated) in enumerate(units[clause]) if place != changed]
            negated = units[clause][changed][1]
        case Added(clause, _):
            own, negated, changed = list(units[clause]), True, -1
        case _:
            return
    others = [ground.law.on_act(policy.clause(clause).act), *(_holds(ground, expr, unless=unless) for expr, unless in own)]
    others.append(_rules_met(ground, policy, policy.clause(clause)))
    new = _holds(ground, meant, unless=negated)
    yield Struck(clause), (*others, new)
    if changed >= 0:
        yield Rewritten(clause, changed, None), (*others, terms.negated(new))


def _rules_met(ground: Ground, policy: Policy, clause: core.Clause) -> Formula:
    """Of an exception: what some rule of its asks is so, without which it cannot apply."""
    rules = [policy.clause(number) for number in clause.excepts]
    met = [(*(ground.law.holds(c.expr) for c in rule.conditions), _rules_met(ground, policy, rule)) for rule in rules]
    return terms.either(terms.both(formulas) for formulas in met) if rules else terms.TRUE


def _holds(ground: Ground, expr: core.Expr, *, unless: bool) -> Formula:
    formula = ground.law.holds(expr)
    return terms.negated(formula) if unless else formula
