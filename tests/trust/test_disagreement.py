"""A solver's scenario that the interpreter judges otherwise: nothing is said of the document, and a file is left to report it."""

import json

import pytest

from tests.semantics.test_seeded_bugs import Bug
from tests.trust.test_certify import DOCUMENT
from tos_checker import cli, encode

OPEN = Bug("a wish prevails over the bounds", encode.View, "open_term", "terms.clipped(includes, excludes, self._wish(term, args))", "self._wish(term, args)")  # fmt: skip
"""Whoever is 30 is an adult for certain; to this solver, that is open."""

COMMANDS = {
    "run": ("shop.tos", "--claim", "no_gifts"),
    "ask": ("ask", "shop.tos", "what is knife"),
    "guard": ("guard", "shop.tos"),
    "mend": ("mend", "shop.tos", "no_gifts"),
    "diff": ("diff", "stall.tos", "shop.tos"),
}


@pytest.fixture(autouse=True)
def shop(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    head, rest = DOCUMENT.split("\nkind goods", 1)
    (tmp_path / "shop.tos").write_text(f'{head}\nimport "goods.tos"\n\n{rest.split(chr(10), 1)[1]}', encoding="utf-8")
    (tmp_path / "goods.tos").write_text("kind goods: knife, book, lamp\n", encoding="utf-8")
    (tmp_path / "stall.tos").write_text(DOCUMENT.replace("when what is knife", "when what is lamp", 1), encoding="utf-8")
    return tmp_path


def run(capsys, *words):
    code = cli.run(words)
    said = capsys.readouterr()
    return code, " ".join(said.out.split()), " ".join(said.err.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_file_is_left_to_report(name, shop, monkeypatch, capsys):
    before = {p.name: p.read_text(encoding="utf-8") for p in shop.glob("*.tos")}
    if name != "diff":
        del before["stall.tos"]
    words = COMMANDS[name]
    assert run(capsys, *words)[0] in (0, 1)
    with monkeypatch.context() as patch:
        OPEN.seed(patch)
        code, out, err = run(capsys, *words)
    assert code == 4
    said = out if name == "run" else err
    assert "error[X901 internal-error]: the solver and the interpreter judge one scenario differently, in " in said
    assert "nothing is said of this document" in said
    assert "please report it" in err
    if name != "run":
        assert out == ""
    (kept,) = shop.glob("toscheck-*.json")
    assert f"report it with the file `{kept.name}`, if it may be shown: it holds the text of the document" in said
    data = json.loads(kept.read_text(encoding="utf-8"))
    assert data["files"] == before
    assert data["command"] == ["check", *words]
    assert data["toscheck"].startswith("toscheck ")
    assert data["solver"].startswith("z3 ")
    assert "Python" in data["system"]
    assert data["about"]
    assert "disagree" in data["said"]
    assert any("replay" in place or "patterns" in place for place in data["where"])
    assert str(shop) not in json.dumps(data["where"])


def test_the_same_mistake_makes_the_same_file(shop, monkeypatch, capsys):
    OPEN.seed(monkeypatch)
    for _ in range(2):
        assert run(capsys, *COMMANDS["run"])[0] == 4
    assert len(list(shop.glob("toscheck-*.json"))) == 1


def test_the_other_documents_are_checked(shop, monkeypatch, capsys):
    (shop / "plain.tos").write_text(
        "terms plain\n  default permitted\n\nact go\n\nclaim free\n  go is always permitted\n", encoding="utf-8"
    )
    OPEN.seed(monkeypatch)
    code, out, _ = run(capsys, "shop.tos", "plain.tos")
    assert code == 4
    assert "X901" in out
    assert "ok: claim free" in out


def test_where_nothing_can_be_written_it_is_said_all_the_same(monkeypatch, capsys):
    OPEN.seed(monkeypatch)
    monkeypatch.setattr("tos_checker.writing.tempfile.mkstemp", refused)
    code, out, _ = run(capsys, *COMMANDS["run"])
    assert code == 4
    assert "report it; what belongs to it could not be kept in a file" in out


def refused(**_):
    raise OSError
