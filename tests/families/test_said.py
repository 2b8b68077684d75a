"""What is said of families whose loopholes rest on roles that may be absent, and on one of several exceptions."""

import pytest

from tests.checker.documents import checked
from tos_checker.render.words import joined

LEASES = """\
terms leases "Leases"
  default permitted
  conflicts undecided

kind person
  natural "natural person"
  company
    bank
    insurer
    other
  church

kind pets: dog, cat

entity party is person
  pets   : set of pets "the pets"
  listed : flag "listed"

relation kin(a: party, b: party) "is kin of"

act let "letting of the flat"
  renter    : party "the tenant"
  guarantor : party optional "the guarantor"
  deposit   : money in EUR "the deposit"

clause 1 "Deposit"
  forbid let
    when deposit > 3000 EUR

clause 1.1 "Guarantors"
  exception to 1
  permit let
    when guarantor exists and guarantor is not bank

clause 1.2 "Cats"
  exception to 1
  permit let
    when guarantor exists and guarantor.pets has no cat and guarantor != renter

clause 1.3 "Kin"
  exception to 1
  permit let
    when guarantor exists and not kin(renter, guarantor) and deposit < 4000 EUR

clause 1.4 "Listed"
  exception to 1
  permit let
    when guarantor exists and not guarantor.listed and guarantor.pets has dog

claim cap "Nobody pays more"
  let is never permitted
    when deposit > 3000 EUR
"""


@pytest.fixture(scope="module")
def families(tmp_path_factory):
    path = tmp_path_factory.mktemp("said") / "leases.tos"
    path.write_text(LEASES, encoding="utf-8")
    found = checked(path)
    assert found.diagnostics == ()
    return {f.route: f for r in found.results if r.name == "cap" for f in r.families}


def test_what_is_denied_of_a_role_that_may_be_absent_is_denied_of_one_that_is_there(families):
    more = "the deposit is more than 3000 EUR"
    assert {route: joined(f.pattern) for route, f in families.items()} == {
        "clause 1.1": f"there is a guarantor; the guarantor is not a bank; {more}",
        "clause 1.2": "there is a guarantor; the tenant and the guarantor are not the same; "
        f"the guarantor's pets do not include cat; {more}",
        "clause 1.3": f'there is a guarantor; {more} and less than 4000 EUR; "is kin of" does not hold between the tenant and the guarantor',
        "clause 1.4": f'the guarantor\'s pets include dog; "listed" is not true of the guarantor; {more}',
    }
    assert all(f.exact for f in families.values())


def test_the_same_as_data(families):
    said = [(e.role, e.test, e.values) for e in families["clause 1.1"].pattern]
    assert said == [
        ("guarantor", "exists", ("true",)),
        ("guarantor", "is_not", ("bank",)),
        ("deposit", "more_than", ("3000 EUR",)),
    ]


def test_of_several_exceptions_the_one_that_permits_is_said_to_lift(families):
    assert {route: f.headline for route, f in families.items()} == {
        f"clause {n}": f"permitted by clause {n}, and clause 1 gives way: clause {n}, an exception to it, lifts it"
        for n in ("1.1", "1.2", "1.3", "1.4")
    }


def test_a_neighbour_is_stopped_by_the_clause_that_is_named(tmp_path):
    """An earlier permission prevails over clause 3: only without it does that clause stop anything."""
    text = (
        "terms x\n  default permitted\n  conflicts earlier prevails\n\nact use\n  a : flag\n  b : flag\n  c : flag\n  e : flag\n\n"
        "clause 1\n  forbid use\n    when a\n\nclause 2\n  permit use\n    when b\n\nclause 3\n  forbid use\n    when c and e\n\n"
        "claim banned\n  use is never permitted\n    when b and e\n"
    )
    path = tmp_path / "x.tos"
    path.write_text(text, encoding="utf-8")
    found = checked(path)
    near = [f.neighbour for r in found.results if r.check == "claim" for f in r.families if f.escapes and f.escapes.clause == "3"]
    assert near
    for neighbour in near:
        assert neighbour.stopped_by == ("3",)
        changed = {f.role: f.value for f in neighbour.changes}
        assert changed["b"] == "false"
        assert "a" not in changed


def test_what_is_not_so_of_a_date_that_may_be_absent(tmp_path):
    """Where nobody was told, it is not a month later either: the pattern is of those who were."""
    text = (
        "terms x\n  default permitted\n\nact use\n  start : date\n  told : date optional\n\n"
        "clause 1\n  forbid use\n    when start = told + 1 month\n\nclause 2\n  forbid use\n    when not (told exists)\n\n"
        "claim banned\n  use is never permitted\n    when start >= 2026-01-01\n"
    )
    path = tmp_path / "x.tos"
    path.write_text(text, encoding="utf-8")
    (family,) = [f for r in checked(path).results if r.check == "claim" for f in r.families]
    assert [(e.role, e.test, e.values) for e in family.pattern] == [
        ("start", "at_least", ("2026-01-01",)),
        ("told", "exists", ("true",)),
        ("", "", ("not (start = told + 1 month)",)),
    ]
    assert family.exact


def test_a_duty_that_is_met_is_shown_where_it_applies(tmp_path):
    """That the wider cap is kept is seen of whom the first one binds, and on a day on which the document is in force."""
    text = (
        "terms x\n  default permitted\n  from 2026-06-01\n\nact use\n  vip : flag example true\n  certified : flag\n  rate : integer from 0 to 9999\n\n"
        "clause 1\n  require rate <= 600 of use\n    when not vip\n\n"
        "clause 1.1\n  exception to 1\n  require rate <= 6000 of use\n    when certified\n\n"
        "claim c\n  use is never permitted\n    when rate > 600 and date >= 2026-01-01\n"
    )
    path = tmp_path / "x.tos"
    path.write_text(text, encoding="utf-8")
    families = [f for r in checked(path).results if r.check == "claim" for f in r.families]
    (kept,) = [f for f in families if f.escapes and f.escapes.conditions == ("not (rate <= 6000)",)]
    assert kept.headline == "permitted, as what clause 1.1 requires is met: the rate is 601, at most 6000"
    assert not kept.out_of_force


def test_conditions_that_are_not_met_are_shown_where_the_clause_is_in_force(tmp_path):
    text = (
        "terms x\n  from 2026-01-01\n  default permitted\n\nact go\n  k : integer from 0 to 100\n  d : date\n\n"
        "clause 1\n  from 2026-02-10\n  forbid go\n    when k >= 7\n     and d <= date\n\n"
        "claim a\n  go is never permitted\n    when k > 2\n"
    )
    path = tmp_path / "x.tos"
    path.write_text(text, encoding="utf-8")
    families = [f for r in checked(path).results if r.check == "claim" for f in r.families]
    (few,) = [f for f in families if f.escapes.conditions == ("k >= 7",)]
    assert few.headline == "permitted, as clause 1 does not apply: the k is 3, not at least 7"
    (early,) = [f for f in families if f.escapes.conditions == ()]
    assert early.headline == "permitted, as clause 1 does not apply: it is not in force on 2026-01-01 (only from 2026-02-10)"


@pytest.mark.parametrize(
    ("sort", "condition", "most", "stopped"),
    [
        ("integer from 0 to 10", "n * 3 > 10", "at most 3", "4"),
        ("integer from 0 to 10", "n * 3 >= 10", "at most 3", "4"),
        ("integer from 0 to 10", "10 < n * 5", "at most 2", "3"),
        ("number from 0 to 10", "n * 4 > 10", "at most 2.5", "10"),
    ],
)
def test_ends_of_what_is_compared_by_a_multiple(tmp_path, sort, condition, most, stopped):
    text = f"terms x\n  default permitted\n\nact use\n  n : {sort}\n\nclause 1\n  forbid use\n    when {condition}\n\nclaim c\n  use is never permitted\n"
    path = tmp_path / "x.tos"
    path.write_text(text, encoding="utf-8")
    (family,) = [f for r in checked(path).results if r.check == "claim" for f in r.families]
    assert joined(family.pattern) == f"the n is {most}"
    assert family.exact
    assert [c.value for c in family.neighbour.changes] == [stopped]


@pytest.mark.parametrize(("sort", "ends"), [("integer", "at most 3"), ("number", "less than 3.5")])
def test_ends_of_what_is_compared_with_another_too(tmp_path, sort, ends):
    """No more than 3 of what is whole is less than 3.5; then what it is less the other is at most 5 anyway."""
    text = (
        f"terms x\n  default permitted\n\nact use\n  n : {sort} from 0 to 50\n  m : {sort} from 0 to 50\n\n"
        "clause 1\n  forbid use\n    when 2 * n >= 7\n\nclause 2\n  forbid use\n    when n - m > 5\n\n"
        "claim c\n  use is never permitted\n    when m >= 0\n"
    )
    path = tmp_path / "x.tos"
    path.write_text(text, encoding="utf-8")
    (family,) = [f for r in checked(path).results if r.check == "claim" for f in r.families]
    assert joined(family.pattern) == f"the n is {ends}"
    assert family.exact


def test_between_days_that_are_half_a_day_off(tmp_path):
    """Days are whole: what is less than 36 hours later is one day later at most."""
    text = (
        "terms x\n  default permitted\n\nact use\n  start : date\n  end : date\n\n"
        "clause 1\n  forbid use\n    when end - start > 36 hours\n\nclaim c\n  use is never permitted\n    when end >= start\n"
    )
    path = tmp_path / "x.tos"
    path.write_text(text, encoding="utf-8")
    (family,) = [f for r in checked(path).results if r.check == "claim" for f in r.families]
    assert joined(family.pattern) == "the end is on or after the start and at most 1 day after the start"
    assert family.exact


ENTRY = """\
terms entry "Entry"
  default permitted
  conflicts permissions prevail

kind who: person, company

act enter
  user : who
  age  : integer

clause 1 "Adults"
  permit enter
    when age >= 18

clause 2 "Bar"
  forbid enter
    when user is company

clause 3 "Late"
  require age < 60 of enter
    when user is person

claim first
  clause 1 always applies
    when user is person

claim two
  clause 2 always applies
    when age < 18

claim two_of_adults
  clause 2 always applies
    when age = 18

claim three
  clause 3 always applies
    when age = 70

claim three_of_the_young
  clause 3 always applies
    when age = 7
"""


@pytest.mark.parametrize(
    ("claim", "number", "stopped_by"),
    [
        ("first", "1", ()),  # a permission
        ("two", "2", ("2",)),
        ("two_of_adults", "2", ()),  # the permission of clause 1 prevails
        ("three", "3", ("3",)),  # a duty in breach
        ("three_of_the_young", "3", ()),  # and one that is met
    ],
)
def test_where_a_clause_is_claimed_to_apply_the_nearest_is_where_it_does(tmp_path, claim, number, stopped_by):
    """It is said to stop the act only where it does."""
    (tmp_path / "entry.tos").write_text(ENTRY, encoding="utf-8")
    found = checked(tmp_path / "entry.tos")
    near = [f.neighbour for r in found.results if r.check == "claim" and r.name == claim for f in r.families]
    assert [(n.applying, n.stopped_by) for n in near] == [((number,), stopped_by)]


RANKED = """\
terms ranked "Ranked"
  default permitted
  conflicts {conflicts}

act enter "entering"
  signed : flag "it is signed"
  age    : integer

clause 1 "A"
  forbid enter
    when {first}

clause 2 "B"
  permit enter
    when age > 1

clause 3 "C"
  forbid enter
    when {third}

claim c
  clause {claimed} always applies
    when age > 3
     and {asked}
"""


@pytest.mark.parametrize(
    ("conflicts", "first", "third", "claimed", "asked", "stopped_by"),
    [
        # Clause 1 forbids it before clause 3 does; and where it does not, clause 2 permits it before.
        ("earlier prevails", "signed", "age > 5", "3", "signed", []),
        ("earlier prevails", "signed", "age > 5", "3", "not signed", []),
        ("earlier prevails", "signed", "age > 5", "1", "true", ["1"]),
        # The mirror: clause 3 forbids it, ranked before clauses 2 and 1.
        ("later prevails", "signed", "age > 5", "1", "age > 7", []),
        ("later prevails", "signed", "age > 5", "3", "signed", ["3"]),
        ("prohibitions prevail", "signed", "age > 5", "3", "not signed", ["3"]),
        ("permissions prevail", "signed", "age > 5", "3", "not signed", []),
    ],
)
def test_what_is_ranked_before_a_clause_keeps_it_from_stopping_the_act(
    tmp_path, conflicts, first, third, claimed, asked, stopped_by
):
    """That it is forbidden there is not enough: another clause does it."""
    given = {"conflicts": conflicts, "first": first, "third": third, "claimed": claimed, "asked": asked}
    text = RANKED.format(**given) if asked != "true" else RANKED.format(**given).replace("\n     and true", "")
    (tmp_path / "ranked.tos").write_text(text, encoding="utf-8")
    found = checked(tmp_path / "ranked.tos")
    assert found.diagnostics == ()
    (result,) = [r for r in found.results if r.check == "claim"]
    near = [f.neighbour for f in result.families]
    assert [n.applying for n in near] == [(claimed,)] * len(near)
    assert [list(n.stopped_by) for n in near] == [stopped_by]


ACTS = """\
terms acts "Acts"
  default permitted

act use "use of it"
  age : integer

act resell is use "resale"
  markup : percent optional "the mark-up"
  price  : integer "the price"

clause 1 "A"
  forbid resell
    when age > 3
     and price > 7
     and not (markup > 10%)

clause 2 "B"
  forbid use
    when age > 9
     and date < 2020-01-01

claim c
  use is always permitted
    when date > 2021-01-01
"""


def test_another_act_and_what_it_has_not_are_among_the_changes(tmp_path):
    """Resale is above use: without it there is no price. Of a mark-up there was none before."""
    (tmp_path / "acts.tos").write_text(ACTS, encoding="utf-8")
    found = checked(tmp_path / "acts.tos")
    (result,) = [r for r in found.results if r.check == "claim"]
    (near,) = [f.neighbour for f in result.families]
    assert near.words == ("the act is the use of it",)
    assert {f.role: f.value for f in near.changes} == {"act": "use", "price": ""}


CUT = """\
terms cut "Cut"
  default permitted

act use "use of it"
  signed : flag "it is signed"
  age    : integer

open term vague in use "vague"

clause 1 "A"
  forbid use
    when vague
     and signed

clause 2 "B"
  forbid use
    when age > 3
     and not signed

claim c
  use is always permitted
"""


@pytest.mark.parametrize(
    ("limit", "headline"),
    [
        (1, "at least 1 arguable loophole (others, not listed, are clear)"),  # that of clause 1 comes first
        (2, "a clear loophole and an arguable loophole"),
    ],
)
def test_a_claim_that_fails_for_certain_says_so_where_the_list_is_cut_before_that(tmp_path, limit, headline):
    (tmp_path / "cut.tos").write_text(CUT, encoding="utf-8")
    (result,) = [r for r in checked(tmp_path / "cut.tos", limit=limit).results if r.check == "claim"]
    assert (result.status, result.headline) == ("fails", headline)


ANY = """\
terms heads "Heads"
  default permitted
  from 2026-01-01

act use "use of it"
  signed : flag "it is signed"
  sealed : flag "it is sealed"

clause 5 "Head"

clause 5.1 "x"
  forbid use
    when sealed

clause 5.2 "y"
  from 2026-06-01
  forbid use
    when signed

claim c
  clause 5 always applies
"""


def test_of_several_clauses_a_headline_names_that_of_the_reason(tmp_path):
    """In each family neither applies; each tells of the condition that it is about."""
    (tmp_path / "heads.tos").write_text(ANY, encoding="utf-8")
    (result,) = [r for r in checked(tmp_path / "heads.tos").results if r.check == "claim"]
    for family in result.families:
        assert family.headline.startswith(f"clause {family.escapes.clause} does not apply: "), family.headline
    assert {f.escapes.clause for f in result.families} == {"5.1", "5.2"}
    assert "clause 5.2 does not apply: it is not in force on 2026-01-01 (only from 2026-06-01)" in [
        f.headline for f in result.families
    ]


LENDING = """\
terms lending "Lending"
  default permitted

entity party

relation controls(a: party, b: party) "controls"

act lend "lending"
  lender   : party "the lender"
  borrower : party "the borrower"
  agent    : party optional "the agent"

clause 1 "A"
  forbid lend
    when controls(agent, borrower)
     and not controls(lender, agent)

claim c
  lend is never permitted
    when agent = lender
"""


def test_who_is_another_in_the_nearest_scenario_is_as_he_was(tmp_path):
    """That the agent is no longer the lender does not do: who is agent then does not control the borrower, either, as the lender did not."""
    (tmp_path / "lending.tos").write_text(LENDING, encoding="utf-8")
    (result,) = [r for r in checked(tmp_path / "lending.tos").results if r.check == "claim"]
    assert '"controls" holds between the lender and the borrower' in [w for f in result.families for w in f.neighbour.words]
    assert [len(f.neighbour.words) for f in result.families] == [1] * len(result.families)
