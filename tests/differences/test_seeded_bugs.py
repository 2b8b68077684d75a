"""Bugs seeded in the joint vocabulary, in the bench and in the comparison are noticed by the differences worked out by hand, or by exhaustive comparison.

Each takes long, so every fourth is tried, and all with TOSCHECK_LONG=1.
"""

import os

import pytest

from tests.differences.checked import comparison, disagreements, policy, reasons
from tests.differences.specs import pair
from tests.differences.test_worked import WORKED, Worked
from tests.semantics.test_seeded_bugs import Bug
from tos_checker import bench, compare, joint_fields, joint_kinds, restate

pytestmark = pytest.mark.no_cover  # what is reached here is reached elsewhere, and counting it takes half as long again

SEEDS = range(30)

BUGS = [
    Bug("a pattern may have scenarios that are not settled", compare._Comparing, "_pattern", "plain.spoiled", "terms.FALSE"),
    Bug(
        "a family is covered by whatever was found",
        compare._Comparing,
        "_told",
        "outsides, covered = [outside], exact",
        "outsides, covered = [outside], True",
    ),
    Bug("a new leaf is never `other`", joint_kinds, "image", "and mine[rest].leaf:", "and mine[rest].leaf and False:"),
    Bug("a class is not the leaf that it was", joint_kinds, "image", "return Image(here)", "return Image(None, here)"),
    Bug("a name covers no leaf that its side lacks", joint_kinds.Side, "_covers", "if here in classes:", "if False:"),
    Bug(
        "a name covers what the other side means by it",
        joint_kinds.Side,
        "covered",
        "self._covers(image, classes, leaves)",
        "leaf in leaves",
    ),
    Bug("leaves that are one are not the same", restate.Restated, "_same_value", "len(group) == 1", "True"),
    Bug("a role that may be absent is always there", joint_fields, "_both", "any(f.optional", "all(f.optional"),
    Bug("numbers have room for the bounds of one side", joint_fields, "_both", "min(x for x", "max(x for x"),
    Bug("an act that is new is its parent", joint_fields._Acts, "_parent", "else after.parent", "else None"),
    Bug(
        "a term has the bounds of the new document",
        compare,
        "join",
        "all_terms[name] = own_terms[name]",
        "all_terms[name] = terms[-1].get(name) or own_terms[name]",
    ),
    Bug(
        "a quantity is read apart on each side",
        bench,
        "_nearest",
        'terms.implied(inside, terms.compared("=", own, joint))',
        "terms.TRUE",
    ),
    Bug(
        "a quantity below the range is at its upper end",
        bench,
        "_nearest",
        'terms.compared("=", own, low)',
        'terms.compared("=", own, high)',
    ),
    Bug(
        "the assumptions of the new document alone hold",
        compare,
        "carrier",
        "(*old.assumptions, *new.assumptions)",
        "new.assumptions",
    ),
    Bug("a side is settled if one reading says so", bench.Settled, "find", "search.spoiled(model)", "False"),
    Bug(
        "a side is unsettled without a second reading",
        compare._Stage,
        "__init__",
        'if turn.of(side) == "unsettled"]\n',
        "if False]\n",
    ),
    Bug(
        "both settled alike is a change",
        compare._Stage,
        "__init__",
        "terms.negated(self.forbidding.permitted)",
        "self.forbidding.permitted",
    ),
    Bug(
        "the route is anything that could permit",
        compare,
        "_reasons",
        "stage.permitting.routes()",
        "dict.fromkeys(stage.permitting.routes(), terms.TRUE)",
    ),
    Bug(
        "what stops the act is read off the side that permits",
        compare,
        "_reasons",
        "stage.forbidding, forbidden",
        "stage.permitting, forbidden",
    ),
    Bug("acts of one family alone are compared", compare, "compare", "if a.parent is None]", "if a.parent is None][:1]"),
]

TRIED = BUGS if os.environ.get("TOSCHECK_LONG") else BUGS[::4]


@pytest.mark.parametrize("bug", TRIED, ids=str)
def test_a_seeded_bug_is_noticed(bug, monkeypatch):
    bug.seed(monkeypatch)
    assert any(_missed(worked) for worked in WORKED) or any(_wrong(seed) for seed in SEEDS)


def _missed(worked: Worked) -> bool:
    """Whether a difference is not what it was worked out to be."""
    try:
        found = comparison(*map(policy, worked.texts()))
    except Exception:  # noqa: BLE001 - that, too, is noticed
        return True
    return reasons(found) != frozenset(worked.changes) or found.unchanged == bool(worked.changes)


def _wrong(seed: int) -> bool:
    """Whether something disagrees, or falls over."""
    try:
        return any(True for _ in disagreements(*pair(seed)))
    except Exception:  # noqa: BLE001 - that, too, is noticed
        return True
