"""How far changes of a document reach: which of them change the outcome of more scenarios, outside what they are made for.

Contract: `levels` gives each changed document the number of others whose changes all lie within its own and do not make them up. Only scenarios
outside `when` count. Raises OutOfEffortError as the solver does.
"""

from collections.abc import Sequence

from tos_checker import terms
from tos_checker.budget import Budget
from tos_checker.ground import Ground
from tos_checker.law import Law
from tos_checker.pose import Pose, neg, stated
from tos_spec import core
from tos_spec.core import Policy


def levels(policy: Policy, act: str, when: core.Expr, changed: Sequence[Policy], effort: Budget | None) -> tuple[int, ...]:
    """How many of the other changed documents change less than each does: 0 for those that change least."""
    ground = Ground(Pose(policy, act, neg(stated(when)), stated(core.TRUE), effort=effort))
    laws = [Law(ground.law.view, instead=p) for p in changed]
    differs = [terms.negated(terms.equivalent(ground.law.permitted, law.permitted)) for law in laws]
    ground.settle()
    outside = [
        [i == j or ground.possible(ground.concerns, a, terms.negated(b)) for j, b in enumerate(differs)]
        for i, a in enumerate(differs)
    ]
    places = range(len(changed))
    return tuple(sum(not outside[j][i] and outside[i][j] for j in places if j != i) for i in places)
