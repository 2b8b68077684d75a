"""A comparison that is cut short says so; one of a part of all scenarios is of that part."""

from datetime import date

import pytest

from tests.differences.checked import policy
from tos_checker.budget import Budget
from tos_checker.compare import compare
from tos_spec.load import load

WORDS = "act use\n  a : flag\n  b : flag\nact keep\n  a : flag\n"
OLD = f"terms was\n  default permitted\n{WORDS}"
NEW = f"terms is_now\n  default permitted\n{WORDS}clause 1\n  forbid use when a\nclause 2\n  forbid use when b\nclause 3\n  forbid keep when a\n"


def _rests(found):
    return [f.new.rests for f in found.families]


@pytest.mark.parametrize(("limit", "complete"), [(None, True), (4, True), (3, True), (2, False), (1, False)])
def test_a_list_that_is_cut(limit, complete):
    """Two families of uses, and one of keepings."""
    found = compare(policy(OLD), policy(NEW), Budget.of_seconds(60.0), limit)
    assert _rests(found) == [("1",), ("2",), ("3",)][:limit]
    assert {(f.turn.before, f.turn.after, f.kind) for f in found.families} == {("permitted", "forbidden", "newly_forbidden")}
    assert (found.complete, found.unchanged, found.undecided) == (complete, False, False)


def test_what_was_not_found_out_is_not_unchanged():
    for new in (OLD, NEW):
        found = compare(policy(OLD), policy(new), Budget(1))
        assert (found.complete, found.unchanged, found.undecided) == (False, False, True)


def test_nothing_changed():
    found = compare(policy(NEW), policy(NEW), Budget.of_seconds(60.0))
    assert (found.families, found.complete, found.unchanged, found.undecided) == ((), True, True, False)


def test_what_became_settled():
    """What was left to a ruling is permitted where it is loud, and forbidden where it is not; nothing of the new document is open."""
    words = "act use\n  loud : flag\n"
    new = policy(f"terms now\n  default forbidden\n{words}clause 1\n  permit use when loud\n")
    found = compare(policy(f"terms was\n{words}"), new, Budget.of_seconds(60.0))
    assert [(f.turn.before, f.turn.after, f.kind) for f in found.families] == [
        ("unsettled", "forbidden", "newly_settled"),
        ("unsettled", "permitted", "newly_settled"),
    ]
    assert [f.scenario.facts["loud",] for f in found.families] == [False, True]
    assert found.complete


@pytest.mark.parametrize("imported", [True, False])
def test_of_what_another_document_forbids(tmp_path, imported):
    """Where the law forbids, `a` holds, and the first clause is enough; the new document need not know that law."""
    (tmp_path / "words.tos").write_text(WORDS, encoding="utf-8")
    law = 'terms law\n  default permitted\nimport "words.tos"\nclause 7\n  forbid use when a\n'
    (tmp_path / "law.tos").write_text(law, encoding="utf-8")
    imports = 'import "words.tos"\nimport "law.tos" as law\n'
    claim = "claim asked\n  use is never permitted when forbidden by law\n"
    clauses = NEW.partition(WORDS)[2]
    (tmp_path / "old.tos").write_text(f"terms was\n  default permitted\n{imports}{claim}", encoding="utf-8")
    (tmp_path / "new.tos").write_text(
        f"terms is_now\n  default permitted\n{imports if imported else WORDS}{clauses}", encoding="utf-8"
    )
    old, new = (load(tmp_path / name).policy for name in ("old.tos", "new.tos"))
    assert _rests(compare(old, new, Budget.of_seconds(60.0))) == [("1",), ("2",), ("3",)]
    assert _rests(compare(old, new, Budget.of_seconds(60.0), when=old.claims[0].when)) == [("1",)]


def test_of_a_part_that_no_clause_speaks_of():
    """Only what is asked for is shown, and all of it, though both documents judge it without a look at `c`."""
    words = "terms d\n  default permitted\nact use\n  a : flag\n  c : flag\n  n : number from 0 to 9\n"
    asked = "claim asked\n  use is never permitted when c and n > 3\n"
    old, new = policy(f"{words}{asked}"), policy(f"{words}clause 1\n  forbid use when a\n")
    found = compare(old, new, Budget.of_seconds(60.0), when=old.claims[0].when)
    assert _rests(found) == [("1",)]
    (family,) = found.families
    facts = family.scenario.facts
    assert facts["c",] is True
    assert facts["n",] > 3
    assert family.neighbour is not None
    assert family.neighbour.facts["a",] is False
    assert found.complete
    assert not found.unchanged
    nothing = compare(
        old, policy(f"{words}clause 1\n  forbid use when a and not c\n"), Budget.of_seconds(60.0), when=old.claims[0].when
    )
    assert (nothing.families, nothing.complete, nothing.unchanged) == ((), True, True)


def test_of_days_that_no_clause_speaks_of():
    words = "terms d\n  default permitted\nact use\n  a : flag\n"
    old = policy(f"{words}claim asked\n  use is never permitted when date >= 2030-01-01\n")
    (family,) = compare(old, policy(f"{words}clause 1\n  forbid use when a\n"), None, when=old.claims[0].when).families
    assert family.scenario.facts["date",] >= date(2030, 1, 1).toordinal()


def test_of_a_part_that_counts_months():
    """What is asked for is worked out by months: none of it is lost on the way to the first question."""
    words = "terms d\n  default permitted\nact use\n  start : date\n  told : date\n  a : flag\n"
    old = policy(f"{words}claim asked\n  use is never permitted when start > told + 1 month and start < told + 1 month\n")
    found = compare(old, policy(f"{words}clause 1\n  forbid use when a\n"), None, when=old.claims[0].when)
    assert (found.families, found.unchanged) == ((), True)


def test_up_to_a_multiple_of_what_is_open():
    """Twenty times a number from 1 to 3: what is at least 20 and less than 60 was open, and what is more was forbidden."""
    words = "terms d\n  default permitted\nact use\n  fee : number\nopen number q from 1 to 3\n"
    old = f"{words}clause 1\n  forbid use when fee > 10\nclause 2\n  exception to 1\n  permit use when fee < 20 * q\n"
    found = compare(policy(old), policy(f"{words}clause 1\n  forbid use when fee < 0\n"), Budget.of_seconds(60.0), whole=True)
    ends = {f.turn.before: [(e.low, e.low_in, e.high, e.high_in) for e in f.pattern.entries] for f in found.families}
    assert ends == {"forbidden": [(60, True, None, True)], "unsettled": [(20, True, 60, False)]}
    assert [(f.pattern.exact, f.further) for f in found.families] == [(True, ())] * 2
