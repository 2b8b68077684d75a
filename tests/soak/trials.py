"""What is tried on the documents of each seed: every way in which the checker is compared with something else.

Contract: each trial takes a seed and returns what disagrees, in words (nothing, if all is well), and counts of what was compared.
"""

import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.checker.test_export import _cvc5, _z3
from tests.differences.checked import disagreements, exhaustive
from tests.differences.specs import pair
from tests.families import compare as families
from tests.meeting import compare as meeting
from tests.oracle import compare as oracle
from tests.oracle.compare import Found, loaded
from tests.oracle.documents import document
from tests.soak import amending, metamorphic
from tos_checker.export import smt2

EFFORT_Z3, EFFORT_CVC5 = 50_000_000, 5_000_000
"""What a question may take. Who cannot tell within it does not contradict, and is counted."""

Trial = Callable[[int], Found]
Counts = dict[str, Counter[tuple[str, ...]]]
"""What was compared, by trial."""


def told_families(seed: int) -> Found:
    """Families, patterns, neighbours, counts and proofs beside a second definition, over enumeration."""
    found = families.seeded(seed)
    return Found(found.wrong, Counter({(name,): n for name, n in found.counts.items()}), seed=seed)


def differences(seed: int) -> Found:
    """The difference of two documents beside exhaustive comparison."""
    found = Found(seed=seed)
    try:
        old, new = pair(seed)
        found.wrong += disagreements(old, new)
        found.counts["pairs",] += 1
        found.counts.update(("change", f"{before} to {after}") for before, after, *_ in exhaustive(old, new)[1])
        exhaustive.cache_clear()
    except Exception:  # noqa: BLE001 - whatever it is, the seed must be told
        found.wrong.append(traceback.format_exc(limit=-4))
    return found


def two_solvers(seed: int) -> Found:
    """Every question of a document is asked of z3 and of cvc5. Months are left out: the second one takes minutes for them."""
    found = Found(seed=seed)
    text = document(seed).text
    if "month" in text or "year" in text:
        found.counts["left out: months",] += 1
        return found
    numeric = any(f" : {sort}" in text for sort in ("duration", "number", "integer", "percent", "money", "date"))
    policy = loaded(text).policy
    assert policy is not None
    for script in smt2(policy).split("(reset)\n"):
        mine, theirs = _z3(script, EFFORT_Z3), _cvc5(script, EFFORT_CVC5)
        found.counts["numbers or dates" if numeric else "neither", mine if mine == theirs else f"{mine}, {theirs}"] += 1
        if {mine, theirs} == {"sat", "unsat"}:
            found.wrong.append(f"z3 says {mine}, cvc5 {theirs}:\n{script}")
    return found


TRIALS: dict[str, Trial] = {
    "interpreter and solver": oracle.seeded,
    "families": told_families,
    "differences": differences,
    "documents that meet": meeting.seeded,
    "two solvers": two_solvers,
    "rewritings": metamorphic.seeded,
    "amendments": amending.seeded,
}
"""All of them, in the order in which they are tried."""


@dataclass
class Tried:
    """What came of all trials on one seed."""

    seed: int
    wrong: list[str] = field(default_factory=list)
    counts: Counts = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    scenarios: int = 0


def tried(seed: int, names: tuple[str, ...]) -> Tried:
    """All trials on the documents of a seed. A crash, also of a trial itself, is a disagreement."""
    done = Tried(seed)
    for name in names:
        started = time.process_time()
        try:
            found = TRIALS[name](seed)
        except Exception:  # noqa: BLE001 - whatever it is, the seed must be told
            found = Found([traceback.format_exc(limit=-4)], seed=seed)
        done.seconds[name] = time.process_time() - started
        done.wrong += (f"{name}: {what}" for what in found.wrong[:3])
        done.counts[name] = found.counts
        done.scenarios += found.scenarios
    return done
