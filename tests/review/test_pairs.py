"""Claims on dependence, where one of the two scenarios lacks what the other has: worked out by hand."""

from datetime import date
from pathlib import Path

import pytest

from tos_checker.check import check_file

TRUST = """\
terms trust "Trust"
  default permitted

kind org: government, company

entity party is org

act use
  actor  : party
  client : party optional

open term trusted(p: party) "trusted"
  includes p is not government

clause 1
  forbid use
    when client exists and {trusted}

claim asked "What is asked"
  outcome of use does not depend on client
    when {when}
"""

GHOST = """\
terms ghost "Ghost"
  default permitted

entity party
  big : flag optional

act use
  client : party optional
  red    : flag

clause 1
  forbid use when red

claim asked "What is asked"
  outcome of use does not depend on client
    when not (client exists)
"""


def _asked(text):
    found = check_file(
        Path("asked.tos"),
        text=text.encode(),
        shown_as="asked.tos",
        today=date(2026, 1, 1),
        claims=frozenset({"asked"}),
        time_limit=None,
        limit=None,
        levels={},
        progress=None,
    )
    assert not found.diagnostics
    return found.results[0]


def _points(result):
    return [[(p.name, p.value) for p in f.turns_on] for f in result.families]


def test_a_term_of_who_is_absent_is_not_read_by_its_bounds():
    # With no client nothing is forbidden; a government client, not trusted, is. That nobody is no government says nothing of it.
    result = _asked(TRUST.format(trusted="not trusted(client)", when="not (client exists) or client is government"))
    assert result.status == "arguable"
    assert _points(result) == [[("trusted(client)", "no")]]


def test_the_point_of_the_second_scenario_is_told_as_it_is_read_there():
    apart = "not (client exists) or (client is government and not client = actor)"
    result = _asked(TRUST.format(trusted="trusted(client)", when=apart))
    assert result.status == "arguable"
    assert _points(result) == [[("trusted(client)", "yes")]]


def test_a_certain_term_makes_a_clear_difference():
    result = _asked(TRUST.format(trusted="trusted(client)", when="not (client exists) or client is company"))
    assert result.status == "fails"


def test_bounds_still_bind_where_both_scenarios_have_the_entity():
    # Read alike: whoever is certain to be trusted in one scenario is trusted in the other, so no two clients differ.
    assert _asked(TRUST.format(trusted="not trusted(client)", when="client exists")).status == "holds"


@pytest.mark.parametrize("inner", ["big : flag optional", "big : flag"])
def test_what_an_absent_entity_would_have_does_not_vary(inner):
    assert _asked(GHOST.replace("big : flag optional", inner)).status == "vacuous"


BOTH = """\
terms both "Both"
  default permitted

entity party
  old : flag

act use
  a : party
  b : party
  c : party optional
  d : party optional

clause 1
  forbid use when a.old and b.old

claim asked "What is asked"
  outcome of use does not depend on c, d
    when (a.old implies b.old) and (b.old implies a.old) and not a = b
     and ((c exists and c = b and not d exists) or (d exists and d = a and not c exists))
"""


def test_what_either_scenario_reaches_by_a_varied_path_varies_with_it():
    # c is b in the one and d is a in the other: both may be old in the one and young in the other, and only both together.
    assert _asked(BOTH).status == "fails"
    assert _asked(BOTH.replace("depend on c, d", "depend on c")).status == "vacuous"
