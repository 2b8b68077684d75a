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
