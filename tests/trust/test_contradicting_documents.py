"""No command says anything of a document that contradicts itself: of one without scenarios anything could be proved."""

import json

import pytest

from tests.trust.seeded import lie
from tos_checker import answer, budget, cli, consistency

OVERLAP = """\
terms shop
  default permitted

kind goods: knife, book

act sell
  what : goods
  gift : flag

open term odd in sell
  includes what is knife
  excludes gift

clause 1
  forbid sell
    when odd

claim no_knives
  sell is never permitted
    when what is knife
"""
"""A knife that is given away is both odd for certain and certainly not. Were the document obeyed, the claim would hold."""

CONTRADICTION = """\
terms shop
  default permitted

kind goods: knife, book

act sell
  what : goods
  gift : flag

assume only_knives
  in sell
    what is knife

assume only_books
  in sell
    what is book

clause 1
  forbid sell
    when gift

claim no_knives
  sell is never permitted
    when what is knife
"""
"""Nothing can be sold, so whatever is claimed of all sales would hold."""

SOUND = CONTRADICTION.split("assume only_books", maxsplit=1)[0] + "clause 1" + CONTRADICTION.split("clause 1")[1]

WRONG = {"E501": OVERLAP, "E502": CONTRADICTION}

COMMANDS = {
    "edges": ("edges", "shop.tos"),
    "ask": ("ask", "shop.tos", "gift"),
    "guard": ("guard", "shop.tos"),
    "mend": ("mend", "shop.tos", "no_knives"),
    "diff, as the old one": ("diff", "shop.tos", "sound.tos"),
    "diff, as the new one": ("diff", "sound.tos", "shop.tos"),
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sound.tos").write_text(SOUND, encoding="utf-8")
    return tmp_path


def run(capsys, *words):
    code = cli.run(words)
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize("code", WRONG)
def test_the_main_command_refuses_it(code, folder, capsys):
    (folder / "shop.tos").write_text(WRONG[code], encoding="utf-8")
    exit_code, out, _ = run(capsys, "shop.tos", "--output-format", "json")
    data = json.loads(out)
    assert (exit_code, data["results"]) == (2, [])
    assert [d["code"] for d in data["diagnostics"]] == [code]


@pytest.mark.parametrize("options", [(), ("--certify",), ("--output-format", "json")])
@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("code", WRONG)
def test_so_does_every_other(code, name, options, folder, capsys):
    (folder / "shop.tos").write_text(WRONG[code], encoding="utf-8")
    exit_code, out, err = run(capsys, *COMMANDS[name], *options)
    assert (exit_code, out) == (2, "")
    assert err.startswith(f"error[{code} ")
    assert "shop.tos:" in err


@pytest.mark.parametrize("name", COMMANDS)
def test_where_it_stays_open_whether_it_does_nothing_is_said(name, folder, monkeypatch, capsys):
    def unaffordable(*_):
        raise budget.OutOfEffortError

    (folder / "shop.tos").write_text(SOUND, encoding="utf-8")
    assert run(capsys, *COMMANDS[name])[0] in (0, 1)
    monkeypatch.setattr(consistency, "problems", unaffordable)
    exit_code, out, err = run(capsys, *COMMANDS[name])
    assert (exit_code, out) == (3, "")
    assert "undecided: the limit was reached before it was known whether " in err


@pytest.mark.parametrize("name", COMMANDS)
def test_a_contradiction_that_is_none_is_a_disagreement(name, folder, monkeypatch, capsys):
    """The first thing that the solver finds is a scenario that satisfies the assumptions; one that does not see it is caught."""
    (folder / "shop.tos").write_text(SOUND, encoding="utf-8")
    told = lie(monkeypatch, 1)
    exit_code, out, err = run(capsys, *COMMANDS[name], "--certify")
    assert told()
    assert (exit_code, out) == (4, "")
    assert "X902 solvers-disagree" in err
    assert "E502" not in err


def test_claims_that_were_not_reached_are_not_taken_for_ones_that_notice_nothing(folder, monkeypatch, capsys):
    (folder / "shop.tos").write_text(SOUND, encoding="utf-8")

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(answer, "claim", interrupted)
    exit_code, out, err = run(capsys, "guard", "shop.tos")
    assert (exit_code, out, err.strip()) == (130, "", "interrupted")
