"""Random pairs of documents: the solver's answers to what the one asks of the other are those of enumeration by the interpreter.

A failure names the seed. `python -m tests.meeting 0 500` is the long form.
"""

import pytest

from tests.meeting.compare import loaded, seeded, with_families
from tests.meeting.documents import pair
from tests.oracle.compare import nodes
from tests.semantics.test_seeded_bugs import Bug
from tos_checker import escapes, families

pytestmark = pytest.mark.no_cover  # what is reached here is reached elsewhere, and counting it takes half as long again

SEEDS = range(24)
FEW = range(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_documents(seed):
    assert seeded(seed).wrong == []


@pytest.mark.parametrize("seed", FEW)
def test_families(seed):
    assert with_families(seed).wrong == []


BUGS = [
    Bug("what the other document speaks of is not spoken of", escapes, "_inside", "return (*own, *(d.when for d in other.defaults))", "return ()"),
    Bug("what is permitted there counts as broken", families._Telling, "against", "terms.negated(law.permitted)", "terms.TRUE"),
    Bug("a duty that is kept counts as broken", families._Telling, "against", "law.breached.get(c.number, law.applies[c.number])",
        "law.applies[c.number]"),
    Bug("a family's clauses are those of all", families._Telling, "against", "for reason in of)", "for reason in ())"),
    Bug("what one scenario shows is all", families._Telling, "_met", "while left and", "while len(left) == len(counts) and"),
]  # fmt: skip


@pytest.mark.parametrize("bug", BUGS, ids=lambda b: b.title)
def test_a_seeded_bug_in_families_is_noticed(bug, monkeypatch):
    bug.seed(monkeypatch)
    assert any(with_families(seed).wrong for seed in SEEDS)


def test_everything_occurs():
    seen, shared, own, theirs = set(), 0, 0, 0
    for seed in SEEDS:
        texts = pair(seed)
        policy = loaded(texts.files).policy
        seen |= nodes(policy)
        shared += any("." not in t and t in texts.words for t in policy.terms)
        own += any(t.startswith("law.") for t in policy.terms)
        theirs += "law.open" in texts.main or "law.much" in texts.main
    assert "JudgedBy" in seen
    assert min(shared, own, theirs) > 0


def test_same_seed_same_documents():
    assert pair(7) == pair(7)
