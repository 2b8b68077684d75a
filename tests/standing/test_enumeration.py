"""On random documents, the standing checks find what enumeration finds: no more, no less."""

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.oracle.documents import document
from tests.oracle.scenarios import Space
from tests.standing.enumerated import Enumerated, TooLargeError
from tos_checker import idleness, missing, seeming, standing, terms
from tos_checker.budget import Budget
from tos_checker.findings import Setting, finding
from tos_checker.strikes import Strikes
from tos_spec.load import load

pytestmark = pytest.mark.no_cover  # what is reached here is reached elsewhere, and counting it takes half as long again

TODAY = date(2026, 6, 1)
SEEDS = range(60)
CONFLICTING = (
    9,
    21,
    29,
    30,
    36,
    71,
    73,
    84,
    89,
    101,
    243,
)  # documents with a conflict; in 243, one that is in breach wherever it is
CHECKS = {
    "dead": idleness.dead,
    "idle": idleness.idle,
    "redundant": idleness.redundant,
    "impossible": idleness.impossible,
    "hollow": seeming.hollow,
    "absent": missing.absent,
}


@cache
def _policy(seed):
    loaded = load(Path("document.tos"), text=document(seed).text.encode(), shown_as="document.tos")
    assert loaded.policy is not None
    return loaded.policy


def _found(policy, holding):
    setting = Setting(policy, TODAY, "note", Budget.of_seconds(None))
    holds = finding(setting, "claim", "", "", policy.span, "")
    results = tuple(replace(holds, name=name, status="holds") for name in holding)
    setting = replace(setting, results=results)
    return {name: {r.name for r in check(setting)} for name, check in CHECKS.items()}


@cache
def compared(seed):
    """What enumeration finds and what the checks find; None if the document is too large."""
    policy = _policy(seed)
    try:
        by_hand = Enumerated(Space(policy), TODAY)
        wanted = {name: getattr(by_hand, name)() for name in CHECKS}
    except TooLargeError:
        return None
    return wanted, _found(policy, by_hand.holding), by_hand.holding


@pytest.mark.parametrize("seed", SEEDS)
def test_document(seed):
    both = compared(seed)
    if both is None:
        return
    wanted, found, _ = both
    assert found == wanted, document(seed).text


@cache
def _conflicts(seed):
    """What enumeration finds of conflicts, and what the check does, with the outcome that it shows; None if the document is too large."""
    policy = _policy(seed)
    try:
        wanted = Enumerated(Space(policy), TODAY).conflicts()
    except TooLargeError:
        return None
    setting = Setting(policy, TODAY, "note", Budget.of_seconds(None))
    return wanted, {r.name: r.witness.outcome for r in standing.conflict(setting)}


@pytest.mark.parametrize("seed", CONFLICTING)
def test_what_a_ruling_decides(seed):
    """A conflict is shown where the outcome is open, if it is so anywhere; else as forbidden, as a duty is breached."""
    both = _conflicts(seed)
    if both is not None:
        assert both[1] == both[0], document(seed).text


def test_enough_conflicts_were_compared():
    outcomes = [outcome for seed in CONFLICTING if (both := _conflicts(seed)) for outcome in both[0].values()]
    assert Counter(outcomes)["left open"] >= len(CONFLICTING) - 1
    assert Counter(outcomes)["forbidden"] >= 1


def test_enough_was_compared():
    both = [b for seed in SEEDS if (b := compared(seed)) is not None]
    assert len(both) >= len(SEEDS) // 2
    counts = Counter({name: sum(bool(wanted[name]) for wanted, _, _ in both) for name in CHECKS})
    assert all(counts[name] >= 1 for name in CHECKS), counts


def test_a_seeded_bug_is_caught(monkeypatch):
    """That what is silent and what is expressly permitted were different outcomes."""
    made = Strikes.__post_init__

    def wrong(self):
        made(self)
        self._differ = terms.negated(terms.equivalent(self.law.expressly_permitted, self.other.expressly_permitted))

    monkeypatch.setattr(Strikes, "__post_init__", wrong)
    small = [seed for seed in SEEDS if compared(seed) is not None]
    assert any(_found(_policy(seed), compared(seed)[2]) != compared(seed)[0] for seed in small)
