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
