"""What lies just outside a claim that holds: the nearest scenario that is permitted (or that is stopped, where it must not be).

Contract: the scenario differs from the witness in the fewest facts, among those that the claim speaks of as long as that is possible, and
what is claimed to be never so (or to be always so) is so (is not so) there; as the claim holds, it does not meet the claim's
conditions. None where there is no such scenario, or where effort ran out.
"""

from tos_checker import escapes
from tos_checker.budget import OutOfEffortError
from tos_checker.ground import Ground
from tos_checker.neighbours import nearest
from tos_checker.pose import Pose
from tos_spec.core import Claim, Verdict
from tos_spec.scenario import Scenario


def just_outside(question: Pose, claim: Claim, witness: Scenario) -> Scenario | None:
    """The nearest scenario to `witness`, which meets the conditions of `claim`, for which what is claimed is not so."""
    if claim.form not in ("never", "always") or claim.verdict is Verdict.UNSETTLED or claim.under_some_reading:
        return None
    try:
        ground = Ground(question)
        return nearest(ground, witness, ground.bad, (), escapes.facts(question.policy, claim.when))
    except OutOfEffortError:
        return None
