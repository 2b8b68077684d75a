"""`check diff` says once how an open term is read, of a claim and a case that are new and arguable."""

from tos_checker.cli import run

OLD = """\
terms deals "Deals"
  default permitted

act sell
  gold : flag
  days : duration

open term fit in sell "fit"
open duration long "a long time" from 2 weeks to 8 weeks

clause 1
  forbid sell
    when gold
     and not fit

clause 2
  forbid sell
    when not gold
     and days > long
"""
CLAIMS = """
claim on_a_term
  sell is never permitted
    when gold

claim on_a_quantity
  sell is never permitted
    when not gold
     and days = 8 weeks
"""


def test_how_a_term_is_read_is_said_once(tmp_path, capsys):
    old, new = tmp_path / "old.tos", tmp_path / "new.tos"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(OLD + CLAIMS, encoding="utf-8")
    run(["diff", str(old), str(new)])
    said = " ".join(capsys.readouterr().out.split())
    assert 'permitted, as clause 1 does not apply: "fit" is read as covering this' in said
    assert '"fit" covers this' not in said
    assert ', where "a long time" is 8 weeks' in said
