"""A clause's number that means something else in the other document: `check diff` neither breaks nor says what is not so."""

import pytest

from tos_checker.cli import run

_WORDS = """\
terms t "T"
  default permitted
act use
  fl : flag
  gg : flag
act share is use
"""
FORBIDS = "clause 1\n  forbid use when fl\n"

INSTEAD = [
    pytest.param("clause 1\n  forbid share when fl\n", "as clause 1 speaks of `share` alone", id="an act below"),
    pytest.param("clause 1\n  permit use when fl\n", "now permitted by clause 1; before", id="a permission"),
    pytest.param(
        "clause 1\n  disapply 2\n    when fl\nclause 2\n  forbid use when gg\n",
        "clause 1 forbids nothing any more",
        id="disapplies",
    ),
    pytest.param('clause 1 "H"\nclause 1.1\n  forbid share when fl\n', "as clause 1 is a heading now", id="a heading"),
    pytest.param("clause 3\n  forbid share when fl\n", "as there is no clause 1 any more", id="none"),
    pytest.param("clause 1\n  require gg of use when fl\n", "what clause 1 requires is met", id="a duty that is met"),
]


@pytest.mark.parametrize(("new", "said"), INSTEAD)
def test_what_is_there_instead(tmp_path, monkeypatch, capsysbinary, new, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.tos").write_text(_WORDS + FORBIDS, encoding="utf-8")
    (tmp_path / "new.tos").write_text(_WORDS + new, encoding="utf-8")
    assert run(["diff", "old.tos", "new.tos", "--output-format", "concise"]) == 1
    told = capsysbinary.readouterr().out.decode().replace('"', "`")
    (line,) = [line for line in told.split("\n") if "newly_permitted" in line]
    assert said in line
    assert "does not prevail" not in line
