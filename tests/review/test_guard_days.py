"""What `check guard` tries may speak of what the document does not, or does not any more: a day, above all."""

from tos_checker.cli import run

LET = """\
terms lets "Lets"
  default permitted

act let
  dear : flag

act sublet is let

open term fit in let

clause 1
  forbid let
    when not fit

clause 2
  forbid sublet

clause 3
  disapply 1
    when dear
"""

DAY = """\
terms days "Days"
  default permitted

act sell
  gold : flag

clause 1
  forbid sell
    when gold
     and date >= 2026-01-01

claim some_day
  sell is sometimes forbidden
    when gold
"""

LIST = """\
terms lists "Lists"
  default permitted

kind good: tea, milk

act buy
  list : set of good optional
  cash : flag
  dear : flag

open term fit in buy

clause 1
  forbid buy
    when not fit
     and list exists

clause 2
  forbid buy
    when cash

clause 3
  disapply 1
    when dear
"""


def guard(tmp_path, capsys, text):
    document = tmp_path / "rules.tos"
    document.write_text(text, encoding="utf-8")
    code = run(["guard", str(document)])
    shown = capsys.readouterr()
    assert shown.err == ""
    assert code == 0
    return shown.out


def test_a_case_with_a_day_is_tried_where_the_document_names_none(tmp_path, capsys):
    """Of lets that are not dear, sublets are forbidden and others unsettled: no case on the act has one outcome, on a day or not."""
    found = guard(tmp_path, capsys, LET)
    first, rest = found.split("\n\n", 1)
    assert first == "clause 1\n  - it could be struck, and no claim or case would notice"
    assert "      sublet is never permitted\n" in rest


def test_a_claim_on_days_is_tried_where_only_the_dropped_condition_named_one(tmp_path, capsys):
    found = guard(tmp_path, capsys, DAY)
    dropped = found.split("`date >= 2026-01-01` could be dropped")[1]
    assert "      sell is always permitted\n        when gold\n         and not (date >= 2026-01-01)\n" in dropped


def test_an_empty_set_is_said_to_be_there(tmp_path, capsys):
    """Without a list the purchase is permitted, and not unsettled: that the list has no tea and no milk is not enough."""
    found = guard(tmp_path, capsys, LIST)
    assert "        list exists\n        list has no tea\n        list has no milk\n" in found
