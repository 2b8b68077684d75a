"""What is said where something went wrong inside: a few words, and where it happened for who asks for that as they are told to."""

import click
import pytest

from tos_checker import cli, inquest
from tos_checker.commands import COMMANDS, options
from tos_checker.disagreement import DisagreementError
from tos_spec import load

TEXT = """\
terms shop
  default permitted

kind goods: knife, book

act sell
  what : goods

clause 1
  forbid sell
    when what is knife

claim no_knives
  sell is never permitted
    when what is knife
"""

ASKING = {
    "run": ("shop.tos",),
    "edges": ("edges", "shop.tos"),
    "guard": ("guard", "shop.tos"),
    "ask": ("ask", "shop.tos", "what is knife"),
    "mend": ("mend", "shop.tos", "no_knives"),
    "diff": ("diff", "shop.tos", "shop.tos"),
}
ADVICE = "`-v` shows where it happened"


@pytest.fixture(autouse=True)
def shop(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.tos").write_text(TEXT, encoding="utf-8")


def run(capsys, *words):
    code = cli.run(words)
    said = capsys.readouterr()
    return code, said.err


def crash(*_, **__):
    raise RuntimeError


def disagree(*_, **__):
    raise DisagreementError


@pytest.mark.parametrize("name", ASKING)
def test_what_is_advised_helps(name, monkeypatch, capsys):
    monkeypatch.setattr(load, "gather", crash)
    code, err = run(capsys, *ASKING[name])
    assert code == 4
    assert ADVICE in " ".join(err.split())
    assert "Traceback" not in err
    for word in ("-v", "--verbose"):
        code, err = run(capsys, *ASKING[name], word)
        assert code == 4
        assert "Traceback" in err
        assert "in crash" in err
        assert ADVICE not in err


def test_so_it_does_where_solver_and_interpreter_disagree(monkeypatch, capsys):
    monkeypatch.setattr(inquest, "_examples", disagree)
    code, err = run(capsys, *ASKING["ask"])
    assert code == 4
    assert ADVICE in " ".join(err.split())
    for word in ("-v", "--verbose"):
        code, err = run(capsys, *ASKING["ask"], word)
        assert code == 4
        assert "in disagree" in err
        assert ADVICE not in err


@pytest.mark.parametrize("words", [("format", "shop.tos"), ("export", "shop.tos", "--to", "json")])
def test_what_there_is_not_is_not_advised(words, monkeypatch, capsys):
    monkeypatch.setattr("pathlib.Path.read_bytes", crash)
    monkeypatch.setattr("pathlib.Path.open", crash)
    code, err = run(capsys, *words)
    assert code == 4
    assert "internal error" in err
    assert "-v" not in err


@pytest.mark.parametrize("name", COMMANDS)
def test_it_is_known_which_commands_have_it(name):
    command = cli.group.get_command(click.Context(cli.group), name)
    has = any("-v" in parameter.opts for parameter in command.params)
    assert has == (name not in cli._BRIEF)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["-v"], True),
        (["a", "-qv"], True),
        (["-vq"], True),
        (["--verbose"], True),
        (["-q"], False),
        (["-o", "v"], False),
        (["--vat"], False),
    ],
)
def test_who_wants_it(words, wanted):
    assert options.wants_traceback(words) is wanted
