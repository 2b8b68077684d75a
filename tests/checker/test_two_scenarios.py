"""Two scenarios of a claim of independence: all that is otherwise is said, what stays as it is is not, and what turns is explained."""

import pytest

from tests.checker.documents import checked, shown
from tos_checker.changes import related
from tos_spec.scenario import Scenario

OWNS = """\
terms owning "Owning"
  default permitted

entity co
  size : integer from 1 to 10

act go
  p : co "the p"
{roles}
relation owns(x: co, y: co) "owns"

clause 1
  forbid go
    when owns(d, p)
     and d.size > 3

claim c_alone
  outcome of go does not depend on c
    when owns(c, p)
"""
LAST = OWNS.replace("{roles}", '  c : co optional "the c"\n  d : co optional "the d"\n')
FIRST = OWNS.replace("{roles}", '  d : co optional "the d"\n  c : co optional "the c"\n')

LENDING = """\
terms lending "Lending"
  default permitted

kind k: a, b

entity party is k

act lend says "{who} lends to {buyer}"
  who   : party "the lender"
  buyer : party optional "the borrower"

clause 1
  forbid lend
    when who is a

claim anybody
  outcome of lend does not depend on buyer
"""

MARKET = (
    """\
terms market "Market"
  default permitted

kind place: inside, outside
kind goods: food, coins, toys

entity party
  seat : place "seat"

act offer
  seller    : party "the seller"
  guarantor : party optional "the guarantor"
  goods     : goods "the goods"
  a : flag
  b : flag

clause 1
  forbid offer

clause 1.1 "Guarantor"
  exception to 1
  when not (guarantor.seat is outside)
"""
    + "".join(
        f"""
clause {number}
  forbid offer
    when goods is toys
     and {flag}
     and {other}
     and seller.seat is {seat}
"""
        for number, (seat, flag, other) in enumerate(
            [(s, f, o) for s in ("outside", "inside") for f in ("a", "not a") for o in ("b", "not b")], 2
        )
    )
    + """
claim blind
  outcome of offer does not depend on seller.seat
    when goods is food
     and guarantor = seller
"""
)


@pytest.fixture
def family_of(tmp_path):
    path = tmp_path / "document.tos"

    def of(text):
        path.write_text(text, encoding="utf-8")
        return _family(checked(path))

    return of


def _family(found):
    (result,) = [r for r in found.results if r.check == "claim"]
    (family,) = result.families
    return family, " ".join(shown(found).split())


def test_what_is_another_entity_now_is_said_with_what_decides(family_of):
    family, said = family_of(LAST)
    assert family.headline == (
        "permitted, but forbidden when the c's size changes from 1 to 4, there is a d and the d is the same as the c, "
        "as clause 1 then forbids it"
    )
    assert "and the same, but with the d a co the d and the c are the same the d's size 4 outcome: forbidden" in said


def test_whoever_is_the_varied_one_too_is_said_to_change(family_of):
    family, _ = family_of(LENDING)
    assert family.headline == (
        "permitted, but forbidden when the lender changes from b to a, the borrower changes from none to a and the borrower is "
        "the same as the lender, as clause 1 then forbids it"
    )


def test_a_relation_that_stays_is_neither_new_nor_gone(family_of):
    # the c owns the p before and after; after, the c is the d, whose name comes first
    family, said = family_of(FIRST)
    assert "and the same, but with the d a co the d's size 4 the c and the d are the same outcome: forbidden" in said
    assert [(f.role, f.value) for f in family.other_changes] == [("d", "co"), ("d.size", "4"), ("c = d", "true")]
    assert '"owns"' not in family.headline


def test_what_nothing_speaks_of_is_not_said_to_go_with_whom_it_is_of(family_of):
    text = LENDING.replace("entity party is k\n", "entity party is k\n  size : integer from 1 to 10\n")
    family, _ = family_of(text)
    assert "size" not in family.headline


P, C, D = ("p",), ("c",), ("d",)


def _scenario(identity, *owned):
    return Scenario("go", {}, identity, frozenset(("owns", pair) for pair in owned))


APART, ONE, ALONE = {P: P, D: D, C: C}, {P: P, D: D, C: D}, {P: P, C: C}


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        (_scenario(ALONE, (C, P)), _scenario(ONE, (D, P)), []),
        (_scenario(ONE, (D, P)), _scenario(ALONE, (C, P)), []),
        (_scenario(ONE, (D, P)), _scenario(ALONE), [(C, P, False)]),
        (_scenario(ALONE), _scenario(ONE, (D, P)), [(C, P, True)]),
        (_scenario(APART, (C, P)), _scenario(ONE, (D, P)), [(D, P, True)]),
        (_scenario(ONE, (D, P)), _scenario(APART, (D, P)), [(C, P, False)]),
        (_scenario(ALONE), _scenario(APART, (D, P)), [(D, P, True)]),
        (_scenario(APART, (D, P)), _scenario(ALONE), []),
    ],
)
def test_relations_are_of_entities_under_all_their_names(here, there, expected):
    assert list(related(here, there)) == [("owns", (x, y), holds) for x, y, holds in expected]


def test_a_clause_that_turns_is_told_with_its_reason(family_of):
    # clauses 2 to 9 are about toys, and there are more clauses than are told at first
    family, said = family_of(MARKET)
    assert family.headline == (
        "permitted, but forbidden when the seller's seat and the guarantor's seat change from inside to outside, "
        "as clause 1 then forbids it"
    )
    assert 'clause 1.1 "Guarantor" applies: it lifts clause 1' in said
    after = said.split("outcome: forbidden")[1]
    assert 'clause 1.1 "Guarantor" does not apply: the guarantor\'s seat is outside' in after


CHIEFS = """\
terms chiefs "Chiefs"
  default permitted

kind k: bank, shop

entity human
entity party is k
  vip   : flag "a VIP"
  chief : human optional "chief"

act lend
  lender : party "the lender"
  agent  : party optional "the agent"

clause 1
  forbid lend
    when {when}

claim anybody
  outcome of lend does not depend on agent
    when agent = lender
"""


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("lender.vip", '"a VIP" is true of the agent'),
        ("agent.chief exists", "the agent has a chief"),
        ("agent.chief = lender.chief", "the agent has a chief"),  # and that the lender's is the same goes without saying
    ],
)
def test_of_one_entity_under_two_names_all_is_said_once(family_of, when, expected):
    """By the name that is varied."""
    family, _ = family_of(CHIEFS.replace("{when}", when))
    assert family.headline == f"permitted, but forbidden when {expected}, as clause 1 then forbids it"
