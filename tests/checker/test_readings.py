"""Readings, as data: the uniform one that makes a claim hold, and how far a quantity can be moved that something turns on."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tos_checker import answer
from tos_checker.readings import Extent
from tos_spec.load import load
from tos_spec.scenario import Rulings

TODAY = date(2026, 6, 1)

# --- uniform ones -------------------------------------------------------------------------------------------------------------------

OPEN = """\
terms ours
  default {default}
import "words.tos"
import "law.tos" as law

open duration soon from 1 hour to 5 hours

open term risky in use
  excludes not loud

clause 1
  forbid use when delay <= soon
clause 2
  permit use when paid
clause 3
  forbid use when risky

claim asked
  {claim}
"""
WORDS = "act use\n  delay : duration\n  paid : flag\n  loud : flag\n"
LAW = 'terms law\nimport "words.tos"\nclause 1\n  forbid use when loud\nclause 2\n  permit use when loud\n'


def _uniform(folder, default, claim):
    (folder / "words.tos").write_text(WORDS, encoding="utf-8")
    (folder / "law.tos").write_text(LAW, encoding="utf-8")
    (folder / "ours.tos").write_text(OPEN.format(default=default, claim=claim), encoding="utf-8")
    loaded = load(folder / "ours.tos")
    assert [d.message for d in loaded.diagnostics if d.severity == "error"] == []
    found = answer.claim(loaded.policy, loaded.policy.claims[0], TODAY, None)
    assert found.status == "holds"
    return found


@pytest.mark.parametrize(
    ("default", "claim", "matters", "soon", "risky", "conflict", "silence"),
    [
        # At 4 hours only the longest "soon" forbids.
        ("permitted", "use is never permitted under some reading when delay = 4 hours and not paid", ["soon"], 5, False, False, False),
        # Quiet and late, nothing forbids it.
        ("permitted", "use is never forbidden under some reading when delay > 5 hours and not loud", [], 1, False, False, False),
        # Within the hour it is forbidden, paid it is permitted.
        ("permitted", "use is never forbidden under some reading when delay = 1 hour and paid and not loud", ["on conflict"], 1, False, True, False),
        # After it, not if "soon" is short; then nothing is said.
        ("undecided", "use is never forbidden under some reading when delay = 4 hours and not paid and not loud", ["soon", "on silence"], 1, False, False, True),
        # Loud and late, only what is risky is forbidden.
        ("permitted", "use is never permitted under some reading when delay > 5 hours and not paid and loud", ["risky"], 1, True, False, False),
        # What the law leaves open is ruled on as ours is.
        ("permitted", "use is never permitted under some reading when forbidden by law and loud and paid and delay = 1 hour", ["on conflict"], 1, False, False, False),
        # Ruled permitted, for otherwise nobody is concerned; then a wide "risky" comes before a long "soon".
        ("permitted", "use is never permitted under some reading when not forbidden by law and loud and not paid and delay = 4 hours", ["risky"], 1, True, True, False),
    ],
)  # fmt: skip
def test_a_uniform_reading(tmp_path, default, claim, matters, soon, risky, conflict, silence):
    found = _uniform(tmp_path, default, claim)
    assert list(found.uniform.matters) == matters
    for read in (found.uniform.reading, found.witness.reading):  # the scenario that shows that it is not vacuous is read so, too
        assert read.quantities == {"soon": soon * 3600}
        assert read.terms == {"risky": risky}
        assert (read.on_conflict, read.on_silence) == (conflict, silence)
        assert read.others == {"law": Rulings(conflict, silence)}


# --- how far --------------------------------------------------------------------------------------------------------------------------

MOVED = """\
terms fees
  default permitted

act use
  amount : number

open number big from 10 to 50

clause 1
  forbid use when {test}

claim asked
  {claim}
"""


@pytest.mark.parametrize(
    ("test", "claim", "extent"),
    [
        ("amount >= big", "use is never forbidden when amount = 20", (10, True, 20, True)),
        ("amount > big", "use is never forbidden when amount = 20", (10, True, 20, False)),
        ("amount >= big", "use is never permitted when amount = 20", (20, False, 50, True)),
        ("amount > big", "use is never permitted when amount = 20", (20, True, 50, True)),
        ("amount >= 2 * big", "use is never forbidden when amount = 30", (10, True, 15, True)),
        ("amount >= big and amount <= 2 * big", "use is never forbidden when amount = 30", (15, True, 30, True)),
        ("amount = big", "use is never forbidden when amount = 30", (30, True, 30, True)),
        ("amount = big", "use is never forbidden when amount = 10", (10, True, 10, True)),
        ("amount > big", "use is never forbidden when amount = 12", (10, True, 12, False)),
        # Above 30 the claim says nothing, so nothing changes there.
        ("amount >= big", "use is never permitted when amount = 20 and big <= 30", (20, False, 50, True)),
        ("amount >= big", "use is never forbidden when amount = 40 and big >= 20", (10, True, 40, True)),
    ],
)
def test_how_far_a_quantity_can_be_moved(test, claim, extent):
    loaded = load(Path("fees.tos"), text=MOVED.format(test=test, claim=claim).encode())
    found = answer.claim(loaded.policy, loaded.policy.claims[0], TODAY, None)
    assert found.status == "arguable"
    (loophole,) = found.found
    (point,) = loophole.turns_on
    low, low_in, high, high_in = extent
    assert point.name == "big"
    assert point.extent == Extent(Fraction(low), low_in, Fraction(high), high_in)


def test_where_no_uniform_reading_meets_the_conditions_a_claim_holds_if_every_reading_makes_it_hold():
    """Two parties can be read differently, but not by a uniform reading."""
    text = (
        "terms t\n  default permitted\nentity party\nact use\n  giver : party\n  taker : party\nopen term hot(p: party)\n"
        "clause 1\n  forbid use when hot(giver)\n"
        "claim apart\n  use is never permitted under some reading when hot(giver) and not hot(taker)\n"
        "claim alike\n  use is never permitted under some reading when hot(giver) and hot(taker)\n"
        "claim somehow\n  use is sometimes forbidden under some reading when hot(giver) and not hot(taker)\n"
    )
    loaded = load(Path("t.tos"), text=text.encode())
    assert [d.message for d in loaded.diagnostics if d.severity == "error"] == []
    found = {c.name: answer.claim(loaded.policy, c, TODAY, None).status for c in loaded.policy.claims}
    assert found == {"apart": "holds", "alike": "holds", "somehow": "holds"}
