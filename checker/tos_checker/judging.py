"""The interpreter's judgements, each made once: of one scenario it is asked where it is replayed, told, and its reason confirmed.

Contract: `judged` gives what `interpret.judge` gives.
"""

from collections import deque

from tos_checker.once import once
from tos_spec import interpret
from tos_spec.core import Policy
from tos_spec.interpret import Judgement
from tos_spec.scenario import Reading, Scenario

_LAST = 64


@once
def _made(_: Policy) -> deque[tuple[Scenario, Reading, Judgement]]:
    """The last judgements under a document."""
    return deque(maxlen=_LAST)


def judged(policy: Policy, s: Scenario, r: Reading) -> Judgement:
    """The judgement of `policy` on `s` under `r`."""
    made = _made(policy)
    for scenario, reading, judgement in made:
        if scenario == s and reading == r:
            return judgement
    made.append((s, r, interpret.judge(policy, s, r)))
    return made[-1][2]
