"""The bounded form of what `python -m tests.soak` does for long and no other folder has a bounded form of."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.oracle.documents import document
from tests.semantics.test_seeded_bugs import TRANSLATED
from tests.soak import amending, metamorphic, trials, weakened
from tests.soak.rewritings import SAME, Rewritten
from tests.soak.trees import clauses, negation, replaced, when
from tos_spec import amend

pytestmark = pytest.mark.no_cover  # what is reached here is reached elsewhere, and counting it takes half as long again

SEEDS = range(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_rewritings(seed):
    assert not metamorphic.seeded(seed).wrong


@pytest.mark.parametrize("seed", [*range(40), 5007])
def test_amendment(seed):
    """Seed 5007: all clauses are struck before one with the conditions of another is to be added."""
    assert not amending.seeded(seed).wrong


def test_the_long_form():
    cheap = [word for name in ("amendments", "two solvers") for word in ("--trial", name)]
    command = [sys.executable, "-m", "tests.soak", "--seed", "1", "--seeds", "2", *cheap]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("2 seeds, 0 scenarios judged, 0 seeds with disagreements\n")
    assert "numbers or dates / sat" in done.stdout


def test_a_crash_is_told_with_its_seed(monkeypatch):
    monkeypatch.setitem(trials.TRIALS, "two solvers", lambda _: 1 // 0)
    assert "ZeroDivisionError" in trials.tried(7, ("two solvers",)).wrong[0]


# --- what is wrong is noticed -------------------------------------------------------------------------------------------------------


def _noticed():
    """The first complaint about documents of the suite."""
    return next((wrong for seed in range(20) for wrong in metamorphic.seeded(seed).wrong), "")


def _turned(given, _):
    """The first condition of some clause is turned round: that is no other way to say the same."""
    clause = next((c for c in clauses(given) if c.conditions), None)
    if clause is None:
        return None
    first, *rest = clause.conditions
    return Rewritten(replaced(given, clause, replace(clause, conditions=(when(negation(first.formula)), *rest))))


def test_a_condition_that_is_turned_round_is_noticed(monkeypatch):
    for way in list(SAME):
        monkeypatch.delitem(SAME, way)
    monkeypatch.setitem(SAME, "turned", _turned)
    assert _noticed().startswith("turned: ")


def test_a_turn_the_other_way_is_noticed(monkeypatch):
    for way in list(SAME):
        monkeypatch.delitem(SAME, way)
    change, _ = weakened.ONE_WAY["without_prohibition"]
    monkeypatch.setitem(weakened.ONE_WAY, "without_prohibition", (change, "permitted"))
    assert _noticed().startswith("without_prohibition: something is newly permitted")


@pytest.mark.parametrize("bug", [b for b in TRANSLATED if b.title == "`unless` is `when`"], ids=str)
def test_a_seeded_bug_is_noticed(bug, monkeypatch):
    bug.seed(monkeypatch)
    assert re.match(r"\w+: \w+ was \w+ and is \w+:", _noticed())


def test_a_replacement_that_is_forgotten_is_noticed(monkeypatch):
    seeded = amend._Changes._in_place

    def forgetful(self, decl):
        self.instead.clear()
        return seeded(self, decl)

    monkeypatch.setattr(amend._Changes, "_in_place", forgetful)
    assert any(amending.seeded(seed).wrong for seed in range(10))


def test_another_conflict_rule_is_another_meaning():
    policy = metamorphic.loaded(document(0).text).policy
    assert amending.meaning(replace(policy, conflicts="later prevails")) != amending.meaning(policy)


def test_same_seed_same_rewriting():
    given = metamorphic.loaded(document(3).text).document
    found = [[repr(rewrite(given, Random(5))) for rewrite in SAME.values()] for _ in range(2)]  # noqa: S311
    assert found[0] == found[1]
