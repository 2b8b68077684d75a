"""`check ask` about what the document itself never speaks of."""

import pytest

from tos_checker.cli import run

TEXT = """\
terms plain "Plain"
  default permitted

act use
  red : flag

clause 1
  forbid use when red
"""


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        (("date = 2024-01-01", "red"), "answer: forbidden"),
        (("date > 2024-01-01",), "answer: it depends"),
        (("date = 2024-02-03", "not red"), "answer: permitted"),
    ],
)
def test_the_day_can_be_given_where_the_document_names_none(facts, answer, tmp_path, capsys):
    document = tmp_path / "plain.tos"
    document.write_text(TEXT, encoding="utf-8")
    assert run(["ask", str(document), *facts]) == 0
    assert answer in capsys.readouterr().out


def test_a_day_that_is_given_is_told_in_the_example(tmp_path, capsys):
    document = tmp_path / "plain.tos"
    document.write_text(TEXT, encoding="utf-8")
    assert run(["ask", str(document), "date = 2024-02-03", "red"]) == 0
    assert ["date", "2024-02-03"] in [line.split() for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("seconds", ["nan", "inf", "0", "-1", "soon"])
@pytest.mark.parametrize("command", [["run"], ["edges"], ["guard"], ["ask"]])
def test_a_limit_that_is_no_time_is_refused(seconds, command, tmp_path, capsys):
    document = tmp_path / "plain.tos"
    document.write_text(TEXT, encoding="utf-8")
    assert run([*command, str(document), "--time-limit", seconds]) == 2
    assert "is not a number of seconds above zero" in capsys.readouterr().err
