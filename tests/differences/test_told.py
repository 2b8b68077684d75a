"""What a difference says of a scenario: why a verdict turned, and each clause on which an open outcome turns."""

import json

import pytest

from tos_checker.cli import run

DUE = """\
terms due
  {first}
  default permitted
act pay "payment"
  due : date optional
open duration soon "soon" from 3 days to 5 days
clause 1
  require date <= due of pay
clause 2
  forbid pay
    when date - due > soon
claim hard
  pay is always expressly forbidden
    when date = 2026-06-01
     and due = 2026-05-01
claim applying
  clause 2 always applies
    when date = 2026-06-01
     and due = 2026-05-01
case late
  pay
    due = 2026-03-01
    date = 2026-03-02
  expect in breach
case day_four
  pay
    due = 2026-03-01
    date = 2027-03-02
  expect in breach
"""


@pytest.fixture
def difference(tmp_path, monkeypatch, capsys):
    """`check diff` of two texts, in a form."""
    monkeypatch.chdir(tmp_path)

    def found(old, new, form):
        for name, text in (("a.tos", old), ("b.tos", new)):
            (tmp_path / name).write_text(text, encoding="utf-8")
        run(["diff", "a.tos", "b.tos", "--output-format", form])
        return capsys.readouterr().out

    return found


def test_why_what_asks_for_no_outcome_fails_on_a_day_out_of_force(difference):
    """Whatever it expects: the document says nothing on that day. Of what fails for another reason, that is not said."""
    new = DUE.format(first="from 2027-01-01").replace("require date <= due of pay", "require date <= due + 2 years of pay")
    results = json.loads(difference(DUE.format(first="from 2026-01-01"), new, "json"))["results"]
    told = {r["name"]: r["why"]["now"] for r in results if r["check"] in ("claim", "case")}
    for name, day in (("hard", "2026-06-01"), ("applying", "2026-06-01"), ("late", "2026-03-02")):
        assert told[name] == f"permitted, as the document is not in force on {day} (only from 2027-01-01)"
    assert told["day_four"] == ""


OPEN = """\
terms posts
  default permitted
act post "posting"
  photos  : integer
  caption : flag
open term odd in post "odd"
clause 1
  forbid post
    when odd
     and photos > 3
clause 2
  require caption of post
    when photos > {most}
clause 3
  forbid post
    when odd
     and photos > 90
"""


def test_the_clause_that_leaves_an_outcome_open_is_among_those_that_are_told(difference):
    """Under the older text five photos without a caption are forbidden where "odd" covers them, by clause 1: not by clause 3, which speaks of more."""
    said = difference(OPEN.format(most=9), OPEN.format(most=4), "full")
    before = said.partition("    before: open: permitted")[2].partition("    now: forbidden\n")[0]
    assert '    clause 1 does not apply: "odd" is read as not covering this\n' in before
    assert "clause 3" not in before
