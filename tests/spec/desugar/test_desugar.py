"""Documents and their core, worked out by hand; what conditions, keys and limits come to."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tests.spec.desugar.dump import dump
from tos_spec import imports
from tos_spec.interpret import judge
from tos_spec.load import load
from tos_spec.scenario import Reading, Scenario

HEAD = """terms t "T"
  default permitted

kind party: company, police

act use
  loud : flag
  user : party

act share is use

"""


def policy(text):
    """The core of `text` below a header and two acts."""
    loaded = load(Path("t.tos"), text=(HEAD + text).encode())
    assert loaded.diagnostics == ()
    return loaded.policy


HERE = Path(__file__).parent
GOOD = sorted((HERE / "good").glob("*.tos"))


@pytest.mark.parametrize("path", GOOD, ids=lambda p: p.stem)
def test_core(path, golden):
    loaded = load(path, shown_as=path.name)
    assert loaded.diagnostics == ()
    golden(path.with_suffix(".core"), dump(loaded.policy))


def test_no_golden_is_left_over(orphans):
    assert orphans(HERE / "good", "*.core", [p.with_suffix(".core").name for p in GOOD]) == []


LIBRARY = sorted((Path(imports.__file__).parent / "library").glob("*.tos"))


@pytest.mark.parametrize("path", LIBRARY, ids=lambda p: p.stem)
def test_the_library_loads(path):
    loaded = load(path)
    assert loaded.diagnostics == ()
    assert loaded.policy.name == ""
    assert loaded.policy.clauses == ()


def test_the_library_goes_together():
    found = policy(
        "\n".join(f"import std.{p.stem}" for p in LIBRARY)
        + """

entity agency is organisation
  country : country

act buy
  buyer : agency

clause 1
  forbid buy
    when buyer is law_enforcement
    when buyer.country is european_union
"""
    )
    classes, countries = (c.expr for c in found.clauses[0].conditions)
    assert "local_police" in classes.leaves
    assert "company" not in classes.leaves
    assert len(countries.leaves) == 27


def test_headings_act_and_period_of_what_stands_below():
    found = policy(
        """
clause 5 "Night"
  from 2025-01-01
  before 2026-01-01
clause 5(3)
  from 2025-03-01
  forbid use
clause 5.1
  through 2025-02-28
  forbid share
clause 50
  forbid use
clause 6
  exception to 5
  when loud
"""
    )
    periods = {c.number: (c.period.first, c.period.last) for c in found.clauses}
    assert periods["5(3)"] == (date(2025, 3, 1).toordinal(), date(2025, 12, 31).toordinal())
    assert periods["5.1"] == (date(2025, 1, 1).toordinal(), date(2025, 2, 28).toordinal())
    assert periods["50"] == (None, None)
    assert found.headings[0].clauses == ("5(3)", "5.1")
    assert found.clause("6").excepts == ("5(3)", "5.1")
    assert found.clause("6").act == "use"
    assert found.clause("50").defeaters == ()


def test_who_defeats_whom():
    found = policy(
        """
clause 1
  forbid use
clause 2
  subject to 7
  notwithstanding 1
  permit use
clause 3
  exception to 1
  permit use
clause 4
  exception to 3
  when loud
clause 5
  disapply 2, 7
clause 6
  exception to 5
  when loud
clause 7
  require loud of use
clause 8
  notwithstanding 7
  permit use
clause 9
  notwithstanding 2
  require loud of use
"""
    )
    defeaters = {c.number: c.defeaters for c in found.clauses}
    assert defeaters == {
        "1": ("2", "3"),
        "2": ("5",),  # duties (7, 9) defeat nothing
        "3": ("4",),
        "4": (),
        "5": ("6",),
        "6": (),
        "7": ("5", "8"),
        "8": (),
        "9": (),
    }


def test_keys_of_roles():
    found = policy(
        """
act lend is share
  fee : number
act rent is share
  fee : number
  days : integer
act sell
  fee : number
clause 1
  forbid rent when fee > 3 and days > 1
clause 2
  forbid sell when fee > 3
"""
    )
    assert [r.key for r in found.acts["rent"].roles] == ["loud", "user", "date", "rent.fee", "days"]
    assert [r.key for r in found.acts["sell"].roles] == ["fee", "date"]
    first, second = found.clauses
    assert [c.expr.left.path for c in first.conditions] == [("rent.fee",), ("days",)]
    assert second.conditions[0].expr.left.path == ("fee",)


def test_conditions_are_split():
    found = policy(
        """
define both in use means loud and not user is police
define alias in use means both
define either in use means loud or user is police
define one_thing in use means all of
    - loud
clause 1
  forbid use
    when (alias and either) and not (loud and loud)
    unless loud and user is police
clause 2
  forbid use when one_thing
"""
    )
    first, second = found.clauses
    assert [c.text for c in first.conditions] == [
        "loud",
        "not user is police",
        "either",
        "not (loud and loud)",
        "unless loud and user is police",
    ]
    assert [c.text for c in second.conditions] == ["loud"]


def test_what_a_condition_of_a_definition_asks_of_who_may_be_absent():
    """That somebody is there is a condition of its own, by the name that the clause has for them."""
    found = policy(
        """
entity group
  listed : flag
entity firm
  parent : group optional
act lend is use
  buyer : firm
define watched(g: group) means g.listed and g exists
define known(f: firm) means watched(f.parent) and f exists
clause 1
  forbid lend when known(buyer)
"""
    )
    texts = [c.text for c in found.clauses[0].conditions]
    assert "buyer.parent exists" in texts
    assert not any("f.parent" in text and "exists" in text for text in texts)


def test_the_header_is_told_as_it_stands():
    text = "# Not yet law.\n\n" + HEAD.replace("default", 'source "journal.txt"\n  default')
    found = load(Path("t.tos"), text=text.encode()).policy
    assert found.span.line == 3
    assert found.source == "journal.txt"


def test_a_comment_is_no_part_of_a_condition():
    found = policy("clause 1\n  forbid use when (loud # not quiet\n    or user is police)\n")
    assert [c.text for c in found.clauses[0].conditions] == ["loud or user is police"]


def test_shared_definitions_share_their_bodies():
    steps = "define d0 in use means loud or user is police\n"
    steps += "".join(f"define d{i} in use means d{i - 1} or d{i - 1}\n" for i in range(1, 10))
    body = policy(steps + "clause 1\n  forbid use when d9\n").clauses[0].conditions[0].expr.body
    assert body.items[0] is body.items[1]


HUGE = {
    "E315": [
        "define d0 in use means loud\n"
        + "".join(f"define d{i} in use means d{i - 1} and d{i - 1}\n" for i in range(1, 60))
        + "clause 1\n  forbid use when d59\n",
        "define d0 in use means loud\n" + "".join(f"define d{i} in use means d{i - 1}\n" for i in range(1, 500)),
    ],
    "E223": [
        "entity e0\n  a : flag\n"
        + "".join(f"entity e{i}\n  x : e{i - 1}\n  y : e{i - 1}\n" for i in range(1, 60))
        + "act far\n  e : e59\n",
        "entity e\n" + "act far\n" + "".join(f"  e{i} : e\n" for i in range(61)),
        "entity e\nrelation r(a: e, b: e, c: e, d: e)\nact far\n" + "".join(f"  e{i} : e\n" for i in range(20)),
        "act a0 is use\n" + "".join(f"act a{i} is a{i - 1}\n" for i in range(1, 110)),
    ],
    "E419": ["clause 0\n  forbid use\n" + "".join(f"clause {i}\n  exception to {i - 1}\n  permit use\n" for i in range(1, 110))],
    "E418": [
        "clause 1\n  notwithstanding 2\nclause 2\n"
        + "".join(f"clause 1.{i}\n  permit use\nclause 2.{i}\n  forbid use\n" for i in range(145))
    ],
}


@pytest.mark.parametrize(("code", "text"), [(c, t) for c, texts in HUGE.items() for t in texts])
def test_what_is_too_large_is_refused_at_once(code, text):
    loaded = load(Path("t.tos"), text=(HEAD + text).encode())
    assert {d.code for d in loaded.diagnostics} == {code}


def test_a_long_chain_within_the_limit_is_judged():
    text = "clause 0\n  forbid use\n" + "".join(f"clause {i}\n  exception to {i - 1}\n  permit use\n" for i in range(1, 100))
    found = policy(text)
    scenario = Scenario("use", {("loud",): False, ("user",): "police", ("date",): Fraction(date(2025, 1, 1).toordinal())}, {})
    assert judge(found, scenario, Reading({}, {}, {})).applies["99"]


def test_a_newer_checker_is_not_needed():
    loaded = load(Path("t.tos"), text=b"terms t\n  requires toscheck >= 0.0.1\n  requires toscheck >= 0.1\n")
    assert {d.code for d in loaded.diagnostics} == {"E401"}


def test_mentions_of_the_day():
    found = policy(
        """
define late in use means date > 2025-01-01
claim own_words
  use is never permitted when date > 2025-01-01
claim through_a_term
  use is never permitted when late
claim by_path
  outcome of use does not depend on date
"""
    )
    assert {c.name: c.mentions_date for c in found.claims} == {"own_words": True, "through_a_term": False, "by_path": True}


def test_where_things_stand():
    """Each thing of the core knows its place: reports underline it."""
    found = policy(
        """
assume quiet in use
  not loud

open term odd in use
  excludes loud

clause 5 "Night"
clause 5.1
  forbid use when loud
  accepting idle-exception because "so be it"

claim never_loud
  use is never permitted when loud
  accepting user is police
    because "they may" by "us" through 2027-01-01

case loud
  use
    loud
  expect forbidden
"""
    )
    first = HEAD.count("\n") + 2
    things = [
        *found.assumptions, *found.terms.values(), *found.headings, *found.clauses, *found.acceptances, *found.claims,
        *found.claims[0].accepting, *found.cases,
    ]  # fmt: skip
    assert [t.span.line - first for t in things] == [0, 3, 6, 7, 9, 11, 13, 16]
    assert found.span.line == 1
    assert {t.span.file for t in things} == {"t.tos"}
