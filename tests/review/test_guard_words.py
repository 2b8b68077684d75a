"""What `check guard` offers reads as somebody would write it: without parentheses that change nothing."""

import pytest

from tos_checker.cli import run
from tos_checker.weakenings import negated

TEXT = """\
terms films "Films"
  default permitted

act film
  consent  : flag
  camera   : flag
  distance : number from 0 to 1000

open term covert in film "covert"
  includes distance > 100 and not consent
  excludes distance < 10 or consent

clause 1 "Covert filming"
  forbid film
    when covert
     and camera
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("consent", "not consent"),
        ("pilot.licensed", "not pilot.licensed"),
        ("not consent", "consent"),
        ("not (place is town)", "not (not (place is town))"),
        ("place is town", "not (place is town)"),
        ("a or b", "not (a or b)"),
        ("not a and b", "not (not a and b)"),
    ],
)
def test_negations(text, said):
    assert negated(text) == said


def test_an_open_term_in_facts_needs_no_parentheses(tmp_path, monkeypatch, capfdbinary):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "films.tos").write_text(TEXT, encoding="utf-8")
    run(["guard", "films.tos"])
    out = capfdbinary.readouterr().out.decode()
    assert "      film is never permitted\n        when distance > 100 and not consent\n         and camera\n" in out
    assert "not (consent)" not in out
