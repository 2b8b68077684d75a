"""The solver's verdict on every claim and case of random documents is that of enumeration; so are its loopholes and readings.

A failure names the seed and prints the document, made smaller. `python -m tests.oracle` is the long form.
"""

from collections import Counter
from pathlib import Path

import pytest

from tests.oracle import tally
from tests.oracle.compare import checked, disagrees, loaded, occurring, seeded
from tests.oracle.documents import document
from tests.oracle.shrink import shrunk
from tests.semantics.test_seeded_bugs import ENCODED, REFERENCE, TRANSLATED

pytestmark = pytest.mark.no_cover  # what is reached here is reached elsewhere, and counting it takes half as long again

SEEDS = range(100)

FOUND = sorted((Path(__file__).parent / "found").glob("*.tos"))
"""Documents, made smaller by hand, on which this test once found a bug."""


@pytest.mark.parametrize("seed", SEEDS)
def test_document(seed):
    found = seeded(seed)
    if found.wrong:
        text = shrunk(document(seed).blocks, lambda text: disagrees(text, seed)) if found.loads else document(seed).text
        pytest.fail("\n".join([f"seed {seed}", *found.wrong[:5], "", text]), pytrace=False)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_found_before(path):
    assert not checked(path.read_text(encoding="utf-8")).wrong


def test_everything_occurs():
    counts = Counter()
    for seed in SEEDS:
        counts += occurring(loaded(document(seed).text).policy)
    assert not [name for name in tally.short(counts, 1) if name.startswith(("node", "form", "verdict"))]


def test_same_seed_same_document():
    assert document(7) == document(7)


def _named(bugs, *titles):
    found = [b for b in bugs if b.title in titles]
    assert len(found) == len(titles)
    return found


SEEDED = [
    *_named(
        REFERENCE,
        "a defeated defeater still defeats",
        "an exception applies outside its rule",
        "`<=` is `<`",
        "an absent role makes `is` true",
    ),
    *_named(
        ENCODED,
        "an exception applies outside its rule",
        "a breach is no ban",
        "an absent role makes `is` true",
        "a wish prevails over the bounds",
    ),
    *_named(
        TRANSLATED, "`unless` is `when`", "`none of` is `any of`", "`includes` is `excludes`", "an exception does not defeat"
    ),
]


@pytest.mark.parametrize("bug", SEEDED, ids=lambda bug: f"{bug.name}: {bug.title}")
def test_a_seeded_bug_is_caught(bug, monkeypatch):
    bug.seed(monkeypatch)
    assert any(seeded(seed).wrong for seed in SEEDS)
