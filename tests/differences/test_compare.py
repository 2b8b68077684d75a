"""`compare` finds what exhaustive comparison finds, on random pairs; a copy in other words is proved to be unchanged; diffs mirror each other."""

import re
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.differences.checked import comparison, disagreements, exhaustive, mirrored, policy, reasons
from tests.differences.specs import Spec, pair
from tests.oracle.documents import document
from tests.oracle.scenarios import Space
from tos_checker.bench import undated
from tos_checker.budget import Budget
from tos_checker.compare import compare
from tos_checker.joint import join
from tos_spec import core, interpret
from tos_spec.load import load
from tos_spec.scenario import Reading

pytestmark = pytest.mark.no_cover  # what is reached here is reached elsewhere, and counting it takes half as long again

SEEDS = range(40)
EXAMPLES = sorted(Path(__file__).parents[2].glob("examples/*/*.tos"))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_pair_against_exhaustive_comparison(seed):
    old, new = pair(seed)
    wrong = list(disagreements(old, new))
    assert not wrong, "\n".join([*wrong[:5], old.text, "---", new.text])


def test_every_turn_and_both_answers_occur():
    found = [exhaustive(*pair(seed))[1] for seed in SEEDS]
    assert {c[:2] for changes in found for c in changes} >= {
        ("permitted", "forbidden"),
        ("forbidden", "permitted"),
        ("forbidden", "unsettled"),
        ("unsettled", "permitted"),
        ("unsettled", "unsettled"),
    }
    assert any(not changes for changes in found)


def test_the_other_direction_mirrors_it():
    pairs = [pair(seed) for seed in SEEDS if exhaustive(*pair(seed))[1]]
    assert len(pairs) > 8
    for old, new in pairs[:12]:
        there = comparison(policy(old.text), policy(new.text))
        back = comparison(policy(new.text), policy(old.text))
        assert reasons(back) == mirrored(reasons(there))


# --- copies ---------------------------------------------------------------------------------------------------------------------


def _shuffled(spec: Spec, rng: Random) -> Spec:
    """The same document, with its declarations and conditions in another order (clauses too, where their order does not count)."""
    clauses = [replace(c, conditions=tuple(rng.sample(c.conditions, len(c.conditions)))) for c in spec.clauses]
    clauses = [c for c in clauses if c.effect != "require"] + [c for c in spec.clauses if c.effect == "require"]
    if spec.conflicts in ("earlier prevails", "later prevails"):
        clauses = list(spec.clauses)
    else:
        rng.shuffle(clauses)
    date_last = rng.sample(spec.roles, len(spec.roles))
    return replace(spec, clauses=tuple(clauses), roles=tuple(date_last), terms=spec.terms[::-1])


@pytest.mark.parametrize("seed", range(100, 112))
def test_a_shuffled_copy_is_unchanged(seed):
    spec, _ = pair(seed)
    found = comparison(policy(spec.text), policy(_shuffled(spec, Random(seed)).text))  # noqa: S311 - nothing is secret here
    assert found.unchanged
    assert found.complete
    assert not found.joint.remarks
    assert found.supposed is not None
    assert not found.supposed.struck
    assert not found.supposed.added


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_an_example_in_other_words_is_unchanged(path):
    loaded = load(path)
    if loaded.policy is None or not loaded.policy.name or loaded.policy.others:
        pytest.skip("no document to compare")
    renamed = _renamed(path.read_text(encoding="utf-8"))
    copy = load(path, text=renamed.encode()).policy
    assert copy is not None
    assert copy.clauses != loaded.policy.clauses
    found = compare(loaded.policy, copy, Budget.of_seconds(300))
    assert found.unchanged
    assert not found.joint.remarks


def _renamed(text: str) -> str:
    """The document with other titles and labels, other names of definitions and of assumptions, and other spaces."""
    for name in re.findall(r"^(?:define|assume) (\w+)", text, re.MULTILINE):
        text = re.sub(rf"\b{name}\b(?=[^\"]*(?:\"[^\"]*\"[^\"]*)*$)", f"{name}_renamed", text)
    lines = []
    for line in text.split("\n"):
        plain = line.split("#")[0]
        if re.match(r"(\s*)(clause|claim|case|kind|entity|act|open|assume|define|terms)\b", plain) and "says" not in plain:
            line = re.sub(r'"[^"]*"$', '"in other words"', line.rstrip())  # noqa: PLW2901 - a line that is changed
        lines.append(line)
    return "\n\n".join(lines) if '"\n' in text else "\n".join(lines)


# --- documents of every construct -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_what_striking_a_clause_changes(seed):
    """Entities, relations, dates, sets: the same vocabulary, a clause less, judged side by side in every scenario."""
    blocks = document(seed).blocks
    kept = [b for b in blocks if not b.startswith(("claim", "case", "accepting"))]
    spare = [b for b in kept if b.startswith("clause") and not _needed(b, kept)]
    if not spare:
        pytest.skip("every clause is needed by another")
    old = load(Path("made.tos"), text="\n\n".join([*kept, ""]).encode()).policy
    new = load(Path("made.tos"), text="\n\n".join([*(b for b in kept if b != spare[-1]), ""]).encode()).policy
    assert old is not None
    assert new is not None
    found = compare(old, new, Budget.of_seconds(60))
    assert found.complete
    assert {(f.turn.before, f.turn.after, f.turn.permits) for f in found.families} == _turns(old, new)


def _needed(block: str, blocks: list[str]) -> bool:
    number = block.split()[1]
    return any(re.search(rf"(?<![\w.(-]){re.escape(number)}(?![\w(-])(?!\.\w)", b.split("\n", 1)[-1]) for b in blocks)


def _turns(old: core.Policy, new: core.Policy) -> set[tuple[str, str, int]]:
    """The turns that occur, by judging every scenario under every reading."""
    joint = undated(join(old, new))
    space = Space(joint.old)
    found = set()
    for act in old.acts:
        for s in space.scenarios(act):
            rows = []
            for r in space.readings(s):
                for bits in ((False, False), (False, True), (True, False), (True, True)):
                    ruled = Reading(r.terms, r.entity_terms, r.quantities, *bits)
                    rows.append(tuple(interpret.judge(p, s, ruled).outcome for p in (joint.old, joint.new)))
            standing = ["unsettled" if len({row[i] for row in rows}) > 1 else rows[0][i] for i in (0, 1)]
            found |= {(*standing, int(row[0] == "forbidden")) for row in rows if row[0] != row[1]}
    return found
