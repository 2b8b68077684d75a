"""Three pairs of documents with what was worked out by hand: the solver says so, and so does enumeration by the interpreter."""

from datetime import date
from pathlib import Path

import pytest

from tests.oracle import verdicts
from tests.oracle.scenarios import Space
from tests.semantics.test_seeded_bugs import Bug
from tos_checker import answer, inquiry, law, uniform
from tos_spec import interpret, load
from tos_spec.resolve import Vocabulary
from tos_spec.scenario import Reading

WORKED = Path(__file__).parent / "worked"
TODAY = date(2026, 6, 1)
STATUS = {
    "days": {
        "complies": "fails",
        "police_comply": "fails",
        "police_complied": "arguable",
        "no_stricter": "fails",
        "no_stricter_now": "vacuous",
        "by_day": "holds",
        "resolved_alike": "holds",
        "resolved_apart": "fails",
        "shops_by_day": "arguable",
        "police_settled": "fails",
        "night_is_nothing": "arguable",
        "shop_at_night": "holds",
        "never_so": "vacuous",
        "police_at_night": "holds",
    },
    "words": {
        "complies": "holds",
        "no_stricter": "arguable",
        "their_word": "holds",
        "our_word": "arguable",
        "settled": "holds",
        "two_hours": "holds",
        "two_hours_permitted": "holds",
    },
    "names": {
        "police_unlawful": "vacuous",
        "complies": "fails",
        "big_scans": "holds",
        "no_stricter": "fails",
        "firms": "holds",
        "a_firm": "holds",
        "a_firm_in_breach": "vacuous",
    },
}


def policy_of(name):
    loaded = load.load(WORKED / name / "main.tos", shown_as="main.tos")
    assert [d.message for d in loaded.diagnostics] == []
    return loaded.policy


def by_solver(policy):
    claims = {c.name: answer.claim(policy, c, TODAY, None).status for c in policy.claims}
    return claims | {c.name: answer.case(policy, c, None).status for c in policy.cases}


def by_enumeration(policy):
    space = Space(policy)
    claims = {c.name: verdicts.claim(space, c, TODAY) for c in policy.claims}
    return claims | {c.name: verdicts.case(space, c) for c in policy.cases}


@pytest.mark.parametrize("name", STATUS)
def test_solver(name):
    assert by_solver(policy_of(name)) == STATUS[name]


@pytest.mark.parametrize("name", STATUS)
def test_enumeration(name):
    assert by_enumeration(policy_of(name)) == STATUS[name]


def _answer(name, claim):
    policy = policy_of(name)
    return answer.claim(policy, next(c for c in policy.claims if c.name == claim), TODAY, None)


def test_what_it_turns_on():
    assert [p.name for p in _answer("days", "police_complied").found[0].turns_on] == ["on conflict"]
    assert [p.name for p in _answer("words", "no_stricter").found[0].turns_on] == ["harmful"]
    assert [p.name for p in _answer("words", "our_word").found[0].turns_on] == ["urgent", "law.harmful"]


def test_a_uniform_reading_is_one_for_all_documents():
    found = _answer("days", "resolved_alike").uniform
    assert found.matters == ("on conflict",)
    assert not found.reading.on_conflict
    assert not found.reading.others["law"].on_conflict


BUGS = [
    Bug("another's rulings are ours", Reading, "of", "on_conflict=rulings.on_conflict", "on_conflict=self.on_conflict"),
    Bug("another's rulings are ours", law.Law, "_ruling", "ruling(what, self.known_as)", "ruling(what)"),
    Bug("another is judged by our clauses", law.Law, "by", "self.policy.others[name]", "self.policy"),
    Bug("another is judged by our clauses", interpret, "judge_by", "policy.others[name]", "policy"),
    Bug("`forbidden by` is `permitted by`", law.Law, "holds", "if permitted else", "if not permitted else"),
    Bug("rulings are one way in each for itself", uniform._Side, "_choices", "if point.startswith(name)", "if point == name"),
    Bug("all rulings of others are one", inquiry, "free_wishes", 'f"kc{i}o{tag}"', 'f"kc{tag}"'),
    Bug("what is theirs is ours", Vocabulary, "key", "self.views.prefixes[name.span.file]", "str()"),
]


@pytest.mark.parametrize("bug", BUGS, ids=lambda b: f"{getattr(b.owner, '__name__', '')}.{b.name}: {b.title}")
def test_a_seeded_bug_is_noticed(bug, monkeypatch):
    bug.seed(monkeypatch)
    noticed = False
    for name, wanted in STATUS.items():
        try:
            policy = load.load(WORKED / name / "main.tos", shown_as="main.tos").policy
            noticed = noticed or policy is None or by_solver(policy) != wanted or by_enumeration(policy) != wanted
        except Exception:  # noqa: BLE001 - a crash is noticed, too
            noticed = True
    assert noticed
