"""What is told of a mend, to be read: patterns that say nothing beside others are left out, and of many only two are told. As data there are all."""

import json

import pytest

from tos_checker.cli import run
from tos_checker.render.words import widest
from tos_checker.report import PatternEntry

RULES = """\
terms rules
  default permitted

act use
  asked  : flag
  minor  : flag
  first  : flag
  second : flag
  third  : flag

clause 1
  forbid use
    when asked
    unless {unless}

claim nobody
  use is never permitted
    when asked
     and minor
"""


@pytest.fixture
def mends(tmp_path, monkeypatch, capsys):
    """What `check mend` says, with white space made one, and the data."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def told(text, claim="nobody"):
        (tmp_path / "rules.tos").write_text(text, encoding="utf-8")
        shown = []
        for form in ("full", "json"):
            run(["mend", "rules.tos", claim, "--output-format", form, "--today", "2026-06-01"])
            shown.append(capsys.readouterr().out)
        return " ".join(shown[0].split()), json.loads(shown[1])

    return told


def _dropped(data):
    (found,) = [m for m in data["mends"] if m["changes"][0]["new"] == ""]
    (change,) = found["elsewhere"]
    return change


def test_of_many_patterns_two_are_told(mends):
    told, data = mends(RULES.replace("{unless}", "first or second or third"))
    assert len(_dropped(data)["further"]) == 2
    assert _dropped(data)["covered"]
    assert (
        'for one, where "asked" holds; "minor" does not hold; "third" holds or where "asked" holds; "minor" does not hold; "second" holds'
        in told
    )
    assert "and in other scenarios" in told
    assert "exactly where" not in told


def test_two_are_told_in_full(mends):
    told, data = mends(RULES.replace("{unless}", "first or second"))
    assert len(_dropped(data)["further"]) == 1
    assert "exactly where" in told
    assert "and in other scenarios" not in told


def test_a_pattern_within_another_is_left_out():
    one, two, three = (PatternEntry(role, "is", ("true",), role) for role in ("one", "two", "three"))
    assert widest([(one, two), (two,), (one, three)]) == ((two,), (one, three))
    assert widest([(one, two), (two, one), (three,)]) == ((one, two), (three,))
    assert widest([(one,), (two,)]) == ((one,), (two,))
    assert widest([(one,), ()]) == ((),)


ON_NOTHING = """\
terms rules
  default permitted

kind area: city, park

act use
  area   : area
  height : number

clause 1
  forbid use
    when height > 20 and height < 15

claim nobody
  {claim}
"""
NOT_BY_CLAUSES = "and no change of the clauses can mend that"


def test_no_change_of_clauses_meets_what_facts_rule_out(mends):
    told, _ = mends(ON_NOTHING.format(claim="use is never permitted\n    when height > 20 and height < 15"))
    assert f"no scenario meets its conditions, {NOT_BY_CLAUSES}" in told
    told, _ = mends(ON_NOTHING.format(claim="outcome of use does not depend on area\n    when area is city"))
    assert f"in no scenario that meets its conditions can all vary that it names, {NOT_BY_CLAUSES}" in told


def test_a_change_of_clauses_may_meet_conditions_that_ask_which_apply(mends):
    """Of clause 1 without `height < 15`, the claim would hold."""
    claim = "use is never permitted\n    when clause 1 applies"
    told, _ = mends(ON_NOTHING.format(claim=claim))
    assert "no scenario meets its conditions; they ask which clauses apply" in told
    assert NOT_BY_CLAUSES not in told
    told, _ = mends(ON_NOTHING.format(claim=claim).replace(" and height < 15", ""))
    assert "holds: there is nothing to mend" in told


def test_so_may_a_change_of_the_document_that_they_ask(mends, tmp_path):
    law = ON_NOTHING.partition("claim")[0].replace("terms rules", "terms law")
    kinds = law.partition("\n\n")[2].partition("clause")[0]
    (tmp_path / "words.tos").write_text(kinds, encoding="utf-8")
    (tmp_path / "law.tos").write_text(law.replace(kinds, 'import "words.tos"\n\n'), encoding="utf-8")
    own = 'terms rules\n  default forbidden\n\nimport "words.tos"\nimport "law.tos" as law\n\nclause 1\n  forbid use\n    when height > 3\n'
    told, _ = mends(own + "\nclaim nobody\n  use is never permitted\n    when forbidden by law\n")
    assert "or what another document says" in told
    assert NOT_BY_CLAUSES not in told
