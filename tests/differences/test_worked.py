"""Differences worked out by hand: what each change of the vocabulary, of what is open, of silence and of dates comes to."""

from dataclasses import dataclass

import pytest

from tests.differences.checked import comparison, mirrored, policy, reasons

NP = ("forbidden", "permitted", 1)
NF = ("permitted", "forbidden", 0)
BY_1 = ("silence", frozenset({"1"}))


@dataclass(frozen=True)
class Worked:
    """Two documents, each as its vocabulary and its law, and the families of their difference."""

    title: str
    old: str
    new: str
    changes: tuple[tuple[object, ...], ...] = ()
    remarks: tuple[str, ...] = ()
    apart: bool = False
    header: tuple[str, str] = ("default permitted", "default permitted")

    def texts(self) -> tuple[str, str]:
        """Both documents."""
        return tuple(f"terms made\n  {h}\n\n{t}\n" for h, t in zip(self.header, (self.old, self.new), strict=True))  # type: ignore[return-value]


def _kind(tree: str, law: str, roles: str = "  site : place") -> str:
    return f"{tree}\n\nact use\n{roles}\n\n{law}"


US = "kind place: us, other"
FRANCE = "kind place: us, france, other"
FORBIDS_OTHER = "clause 1\n  forbid use\n    when site is other"
TREE = "kind place\n  office\n    desk\n    hall\n  street"
WIDER = "kind place\n  office\n    desk\n    hall\n    roof\n  street"
IN_OFFICES = "clause 1\n  forbid use\n    when site is office"
TWO = "  here : place\n  there : place"
ALIKE = "clause 1\n  forbid use\n    when here = there"
PLAIN = "act use\n  paid : flag\n\nclause 1\n  forbid use\n    when not paid"
LEVEL = "act use\n  level : number"

WORKED = [
    Worked(
        "a leaf beside `other` was `other`", _kind(US, FORBIDS_OTHER), _kind(FRANCE, FORBIDS_OTHER), ((*NP, *BY_1),), ("france",)
    ),
    Worked(
        "a leaf of a list without `other` was nothing",
        _kind("kind place: us, france", "clause 1\n  forbid use\n    when site is us"),
        _kind("kind place: us, france, spain", "clause 1\n  forbid use\n    when site is us"),
        remarks=("spain",),
    ),
    Worked(
        "a class covers the leaf that its side does not know",
        _kind(TREE, IN_OFFICES),
        _kind(WIDER, "clause 1\n  forbid use\n    when site is one of desk, hall"),
        ((*NP, *BY_1),),
        ("roof",),
    ),
    Worked("a class that got a leaf covers it as before", _kind(TREE, IN_OFFICES), _kind(WIDER, IN_OFFICES), remarks=("roof",)),
    Worked(
        "a list of leaves does not cover a new one",
        _kind(TREE, "clause 1\n  forbid use\n    when site is one of desk, hall"),
        _kind(WIDER, IN_OFFICES),
        (("permitted", "forbidden", 0, *BY_1),),
        ("roof",),
    ),
    Worked(
        "a leaf that became a class is all that is below it",
        _kind("kind place\n  office\n  street", IN_OFFICES),
        _kind(TREE, "clause 1\n  forbid use\n    when site is desk"),
        ((*NP, *BY_1),),
        ("desk", "hall"),
    ),
    Worked(
        "a leaf that became a class, and is used as one, is the same",
        _kind("kind place\n  office\n  street", IN_OFFICES),
        _kind(TREE, IN_OFFICES),
        remarks=("desk", "hall"),
    ),
    Worked(
        "a leaf that moved is known where it stands",
        _kind(TREE, IN_OFFICES),
        _kind("kind place\n  office\n    desk\n  hall\n  street", IN_OFFICES),
        ((*NP, *BY_1),),
        ("hall",),
    ),
    Worked(
        "leaves that were one leaf were the same",
        _kind(US, ALIKE, TWO),
        _kind(FRANCE, ALIKE, TWO),
        ((*NP, *BY_1),),
        ("france",),
    ),
    Worked(
        "a role is new",
        PLAIN,
        "act use\n  paid : flag\n  loud : flag\n\nclause 1\n  forbid use\n    when not paid\n\nclause 2\n  forbid use\n    when loud",
        ((*NF, "silence", frozenset({"2"})),),
        ("loud",),
    ),
    Worked(
        "a role is new, and nothing speaks of it", PLAIN, PLAIN.replace("flag\n", "flag\n  loud : flag\n", 1), remarks=("loud",)
    ),
    Worked(
        "a role may be absent now",
        "act use\n  paid : flag",
        "act use\n  paid : flag optional\n\nclause 1\n  forbid use\n    unless paid exists",
        ((*NF, *BY_1),),
        ("paid",),
    ),
    Worked(
        "a number has room for more",
        "act use\n  age : integer from 0 to 17",
        "act use\n  age : integer from 0 to 120\n\nclause 1\n  forbid use\n    when age > 17",
        ((*NF, *BY_1),),
        ("age",),
    ),
    Worked(
        "a number has room below",
        "act use\n  age : integer from 1 to 17",
        "act use\n  age : integer from 0 to 17\n\nclause 1\n  forbid use\n    when age < 1",
        ((*NF, *BY_1),),
        ("age",),
    ),
    Worked(
        "a role of another type is another role",
        "act use\n  paid : flag\n\nclause 1\n  forbid use\n    when paid",
        "act use\n  paid : number\n\nclause 1\n  forbid use\n    when paid > 0",
        ((*NF, *BY_1), (*NP, *BY_1)),
        ("`paid` of `use` was a flag and is a number",),
        apart=True,
    ),
    Worked(
        "an act below a known one was done as that",
        PLAIN,
        PLAIN + "\n\nact resell is use\n\nclause 2\n  forbid resell",
        ((*NF, "silence", frozenset({"2"})),),
        ("resell",),
    ),
    Worked(
        "what is said of an act was said of those below it that are new",
        PLAIN,
        PLAIN + "\n\nact resell is use\n\nclause 1.1\n  exception to 1\n  permit resell",
        ((*NP, "1.1", frozenset({"1"})),),
        ("resell",),
    ),
    Worked(
        "an act above a known one is no other act",
        PLAIN,
        PLAIN.replace("act use\n", "act do\n\nact use is do\n"),
        remarks=("do",),
    ),
    Worked(
        "an act that nobody knew was governed by no clause",
        PLAIN,
        PLAIN + "\n\nact quit\n\nclause 2\n  forbid quit",
        ((*NF, "silence", frozenset({"2"})),),
        ("quit",),
    ),
    Worked(
        "an act that moved is another act",
        "act use\n\nact lend\n\nact give is use\n\nclause 1\n  forbid give",
        "act use\n\nact lend\n\nact give is lend\n\nclause 1\n  forbid give",
        ((*NF, *BY_1), (*NP, *BY_1)),
        ("give",),
        apart=True,
    ),
    Worked(
        "what was certain is open",
        LEVEL + "\n\nopen term high in use\n  includes level >= 5\n\nclause 1\n  forbid use\n    when high",
        LEVEL + "\n\nopen term high in use\n\nclause 1\n  forbid use\n    when high",
        (("forbidden", "unsettled", 1, *BY_1),),
    ),
    Worked(
        "a day that one document alone speaks of, in what is open",
        "act use\n\nopen term late in use\n  includes date > 2024-05-02\n\nclause 1\n  forbid use\n    when late",
        "act use\n\nopen term late in use\n\nclause 1\n  forbid use\n    when late",
        (("forbidden", "unsettled", 1, *BY_1),),
    ),
    Worked(
        "what is open alike is the same",
        LEVEL + "\n\nopen term high in use\n\nclause 1\n  forbid use\n    when high",
        LEVEL + "\n\nopen term high in use\n\nclause 1\n  forbid use\n    when not (not high)",
    ),
    Worked(
        "what is open in both, and not alike",
        LEVEL + "\n\nopen term high in use\n\nclause 1\n  forbid use\n    when high",
        LEVEL + "\n\nopen term high in use\n\nclause 1\n  forbid use\n    unless high",
        (("unsettled", "unsettled", 0, *BY_1), ("unsettled", "unsettled", 1, *BY_1)),
    ),
    Worked(
        "an open quantity in another range",
        LEVEL + "\n\nopen number much from 1 to 2\n\nclause 1\n  forbid use\n    when level > much",
        LEVEL + "\n\nopen number much from 3 to 4\n\nclause 1\n  forbid use\n    when level > much",
        ((*NP, *BY_1), ("forbidden", "unsettled", 1, *BY_1), ("unsettled", "permitted", 1, *BY_1)),
    ),
    Worked(
        "an open quantity in a part of its range",
        LEVEL + "\n\nopen number much from 1 to 3\n\nclause 1\n  forbid use\n    when level > much",
        LEVEL + "\n\nopen number much from 2 to 3\n\nclause 1\n  forbid use\n    when level > much",
        (("unsettled", "permitted", 1, *BY_1),),
    ),
    Worked(
        "silence means something else",
        PLAIN,
        PLAIN,
        ((*NF, "silence", frozenset({"silence"})),),
        header=("default permitted", "default forbidden"),
    ),
    Worked(
        "silence is open in both",
        PLAIN,
        PLAIN,
        header=("default undecided", "default undecided"),
    ),
    Worked(
        "silence is settled",
        PLAIN,
        PLAIN,
        (("unsettled", "permitted", 1, "silence", frozenset({"ruling on silence"})),),
        header=("default undecided", "default permitted"),
    ),
    Worked(
        "a conflict is open in both",
        PLAIN + "\n\nclause 2\n  permit use",
        PLAIN + "\n\nclause 2\n  permit use",
    ),
    Worked(
        "a conflict is settled",
        PLAIN + "\n\nclause 2\n  permit use",
        PLAIN + "\n\nclause 2\n  permit use",
        (("unsettled", "forbidden", 0, "ruling on conflict", frozenset({"1"})),),
        header=("default permitted", "conflicts prohibitions prevail"),
    ),
    Worked(
        "the days of the header do not count", PLAIN, PLAIN, header=("default permitted", "default permitted\n  from 2030-01-01")
    ),
    Worked(
        "a clause is in force for longer",
        PLAIN.replace("clause 1\n", "clause 1\n  through 2024-12-31\n"),
        PLAIN.replace("clause 1\n", "clause 1\n  through 2026-12-31\n"),
        ((*NF, *BY_1),),
    ),
    Worked(
        "clauses in another order, where the earlier prevails",
        PLAIN + "\n\nclause 2\n  permit use",
        "act use\n  paid : flag\n\nclause 2\n  permit use\n\nclause 1\n  forbid use\n    when not paid",
        (("forbidden", "permitted", 1, "2", frozenset({"1"})),),
        header=("conflicts earlier prevails", "conflicts earlier prevails"),
    ),
    Worked(
        "a definition is written out, and conditions are put otherwise",
        "act use\n  a : flag\n  b : flag\n\ndefine both in use means a and b\n\nclause 1\n  forbid use\n    when both",
        "act use\n  a : flag\n  b : flag\n\nclause 1\n  forbid use\n    unless any of\n      - not b\n      - not a",
    ),
    Worked(
        "what one document assumes away is not compared",
        "act use\n  paid : flag\n  late : flag\n\nassume world in use\n  paid implies not late\n\n"
        "clause 1\n  forbid use\n    when paid",
        "act use\n  paid : flag\n  late : flag\n\nclause 1\n  forbid use\n    when paid\n    unless late",
    ),
    Worked(
        "a duty instead of a prohibition",
        PLAIN,
        "act use\n  paid : flag\n\nclause 7\n  require paid of use",
    ),
    Worked(
        "a field of an entity, and who is who",
        "kind body: firm, person\n\nentity party is body\n\nact use\n  first : party\n  second : party\n\nclause 1\n  forbid use\n    when first = second",
        "kind body: firm, person\n\nentity party is body\n  old : flag\n\nact use\n  first : party\n  second : party\n\n"
        "clause 1\n  forbid use\n    when first = second\n    when first.old",
        ((*NP, *BY_1),),
        ("old",),
    ),
    Worked(
        "an entity of another kind is another entity",
        "kind body: firm, person\n\nentity party is body\n\nact use\n  first : party\n\nclause 1\n  forbid use\n    when first is firm",
        "kind trade: firm, crown\n\nentity party is trade\n\nact use\n  first : party\n\nclause 1\n  forbid use\n    when first is firm",
        ((*NP, *BY_1), (*NF, *BY_1)),
        ("party",),
        apart=True,
    ),
]


@pytest.mark.parametrize("worked", WORKED, ids=lambda w: w.title)
def test_worked(worked):
    found = comparison(*map(policy, worked.texts()))
    assert reasons(found) == frozenset(worked.changes)
    assert found.unchanged == (not worked.changes)
    said = [r.text for r in found.joint.remarks]
    assert all(any(name in text for text in said) for name in worked.remarks), said
    assert bool(worked.remarks) == bool(said)
    assert any(r.sort == "apart" for r in found.joint.remarks) == worked.apart


@pytest.mark.parametrize("worked", WORKED, ids=lambda w: w.title)
def test_the_other_way_round(worked):
    old, new = map(policy, worked.texts())
    assert reasons(comparison(new, old)) == mirrored(frozenset(worked.changes))


SUPPOSED = """terms made
  default permitted

act use
  paid : flag
  late : flag

{}clause 1
  forbid use
    when {}
"""


def test_an_assumption_that_one_document_makes_is_listed():
    assuming = policy(SUPPOSED.format('assume world "The world" in use\n  paid implies not late\n\n', "paid"))
    free = policy(SUPPOSED.format("", "paid\n    unless late"))
    found = comparison(assuming, free)
    assert found.unchanged  # where it is late, it is not paid: such scenarios are not compared
    assert found.supposed is not None
    assert [a.name for a in found.supposed.struck] == ["world"]
    assert not found.supposed.added


def test_an_assumption_that_follows_from_others_is_not_listed():
    one = policy(SUPPOSED.format("assume a in use\n  not late\n\nassume b in use\n  not (paid and late)\n\n", "paid"))
    other = policy(SUPPOSED.format("assume c in use\n  late implies (late and not late)\n\n", "paid"))
    found = comparison(one, other)
    assert found.supposed is not None
    assert not found.supposed.struck
    assert not found.supposed.added


def test_assumptions_that_exclude_each_other_leave_nothing_to_compare():
    one = policy(SUPPOSED.format("assume a in use\n  late\n\n", "paid"))
    other = policy(SUPPOSED.format("assume a in use\n  not late\n\n", "not paid"))
    found = comparison(one, other)
    assert found.apart == ("use",)
    assert not found.unchanged


DATED = """terms made
  default permitted

act use
  paid : flag

open term late in use

clause 1
  forbid use
    when {}

claim one_day
  use is sometimes permitted
    when date = 2024-05-02
"""


def test_what_an_open_outcome_turns_on_is_told_whatever_claims_speak_of():
    found = comparison(policy(DATED.format("late")), policy(DATED.format("paid")))
    turning = [point.name for f in found.families for side in (f.old, f.new) for point in side.turns_on]
    assert len(found.families) == 2
    assert turning == ["late", "late"]
