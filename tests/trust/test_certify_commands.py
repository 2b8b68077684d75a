"""`--certify` of the commands that ask one question: the same meaning, the same exit codes, and a wrong answer is caught in each."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from tests.trust.seeded import blind, lie
from tests.trust.test_certify import DOCUMENT
from tos_checker import audit, cli, inquest

SCHEMAS = Path(__file__).parent.parent.parent / "checker" / "tos_checker" / "schema"
OTHER = DOCUMENT.replace("terms shop", "terms stall").replace("age >= 21", "age >= 20")
"""Whoever is 20 is an adult for certain here: the sale of a knife to them is newly settled."""

ALONE = DOCUMENT.replace(
    'claim sure "Some sale is permitted, whatever the reading"\n  sell is sometimes permitted\n    when what is knife\n', ""
)
"""Nothing speaks against forbidding the sale of knives to everybody: that is a mend of `no_gifts`."""

LOOSE = """\
terms loose
  default permitted

kind task: a, b, c, d

act use
  task : task

clause 1
  forbid use
    when task is a

clause 2
  forbid use
    when task is b

claim x
  use is never permitted
    when task is a
"""
"""That nothing guards clause 2 follows from the proof of the claim, and that the document is the same as itself from its text: nobody need be asked."""

COMMANDS = {
    "edges": (("edges", "shop.tos"), 0),
    "guard": (("guard", "shop.tos"), 0),
    "ask": (("ask", "shop.tos", "what is book"), 0),
    "mend": (("mend", "alone.tos", "no_gifts"), 0),
    "diff": (("diff", "shop.tos", "other.tos"), 1),
    "matrix": (("shop.tos", "other.tos", "--matrix"), 1),
    "diff, of the same": (("diff", "loose.tos", "loose.tos"), 0),
    "a clause that nothing guards": (("loose.tos",), 0),
}
"""What is typed, and the exit code that it has without a second solver."""

REPORTING = ("matrix", "a clause that nothing guards")
"""Those of which the report has the diagnostics, too."""


@pytest.fixture(autouse=True)
def shop(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.tos").write_text(DOCUMENT, encoding="utf-8")
    (tmp_path / "other.tos").write_text(OTHER, encoding="utf-8")
    (tmp_path / "loose.tos").write_text(LOOSE, encoding="utf-8")
    (tmp_path / "alone.tos").write_text(ALONE, encoding="utf-8")
    return tmp_path


def run(capsys, *words):
    code = cli.run(words)
    said = capsys.readouterr()
    return code, said.out, said.err


def as_json(capsys, *words):
    code, out, _ = run(capsys, *words, "--output-format", "json")
    data = json.loads(out)
    named = {
        "diff": "result-1",
        "shop.tos": "result-1",
        "loose.tos": "result-1",
        "edges": "edges-1",
        "guard": "guard-1",
        "ask": "ask-1",
    }.get(words[0])
    if named is not None:
        jsonschema.validate(data, json.loads((SCHEMAS / f"{named}.json").read_text(encoding="utf-8")))
    return code, data


def certifications(data):
    """What is said of each document, or of all that was asked, taken out of the data."""
    found = [d.pop("certification") for d in data.get("documents", []) if "certification" in d]
    found += [data.pop("certification")] if "certification" in data else []
    for result in data.get("results", []):
        result.pop("seconds")
    return found


def certified(data):
    """Whether each result is certified, taken out of the data."""
    return [r.pop("certified") for r in data.get("results", [])]


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_certified_is_said_and_all_else_is_the_same(name, capsys):
    words, expected = COMMANDS[name]
    code, plain = as_json(capsys, *words)
    assert code == expected
    assert set(map(str, certifications(plain))) == {"None"}
    assert not any(certified(plain))
    code, data = as_json(capsys, *words, "--certify")
    assert code == expected
    found = certifications(data)
    assert found
    for one in found:
        assert re.fullmatch(r"cvc5 \S+", one["by"])
        assert one["confirmed"] > 1
        assert (one["unconfirmed"], one["uncertified"]) == (0, [])
    assert all(certified(data))
    assert data == plain
    number = sum(one["confirmed"] for one in found)
    code, out, _ = run(capsys, *words, "--certify")
    assert code == expected
    assert f"another prover, confirms all {number} answers that there is no such scenario" in " ".join(out.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_wrong_answer_is_caught(name, monkeypatch, capsys, shop):
    words, _ = COMMANDS[name]
    told = lie(monkeypatch, 3)
    code, out, err = run(capsys, *words, "--certify")
    assert told()
    assert code == 4
    assert "X902 solvers-disagree" in (out if name in REPORTING else err)
    (kept,) = shop.glob("toscheck-*.smt2")
    assert kept.name in " ".join((out + err).split())
    if name not in REPORTING:
        assert out == ""


def test_a_wrong_proof_that_nothing_changed_is_caught(monkeypatch, capsys):
    blind(monkeypatch, "differs")
    blind(monkeypatch, "_same")
    code, out, _ = run(capsys, "diff", "shop.tos", "other.tos")
    assert code == 0
    assert "no outcome changed" in out
    code, out, err = run(capsys, "diff", "shop.tos", "other.tos", "--certify")
    assert (code, out) == (4, "")
    assert "of the comparison of outcomes" in " ".join(err.split())


def test_a_wrong_whatever_is_not_given_is_caught(monkeypatch, capsys):
    """Whether somebody buys a knife lawfully depends on their age. A solver that sees the first example alone says that it does not."""
    words = ("ask", "shop.tos", "what is knife")
    assert "it depends" in run(capsys, *words)[1]
    plain = inquest._examples

    def one_alone(ground):
        found = plain(ground)
        yield next(found)
        with monkeypatch.context() as patch:
            blind(patch, "_examples")
            yield from found

    monkeypatch.setattr(inquest, "_examples", one_alone)
    code, out, _ = run(capsys, *words)
    assert code == 0
    assert "answer: permitted, whatever is not given" in out
    code, out, err = run(capsys, *words, "--certify")
    assert (code, out) == (4, "")
    assert "of the outcome" in " ".join(err.split())


def test_a_wrong_edge_is_caught(monkeypatch, capsys):
    """Beyond the edges of clause 1 nothing is forbidden; a solver that does not see what is permitted there says otherwise."""
    blind(monkeypatch, "edge", "possible")
    assert run(capsys, "edges", "shop.tos")[0] == 0
    code, out, err = run(capsys, "edges", "shop.tos", "--certify")
    assert (code, out) == (4, "")
    assert "of edges" in " ".join(err.split())


def test_a_wrong_mend_is_caught(monkeypatch, capsys):
    """A solver that sees no loophole takes the first choice of changes for one that closes the claim: in the search, and in the text."""
    words = ("mend", "alone.tos", "no_gifts", "--certify")
    with monkeypatch.context() as patch:
        blind(patch, "breaks")
        code, out, err = run(capsys, *words)
    assert (code, out) == (4, "")
    assert "of the search for mends" in " ".join(err.split())
    blind(monkeypatch, "_holds")
    code, out, err = run(capsys, *words)
    assert (code, out) == (4, "")
    assert "of what was found, in the text" in " ".join(err.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_not_confirmed_is_no_success(name, monkeypatch, capsys):
    words, expected = COMMANDS[name]
    monkeypatch.setattr(audit.sys, "executable", "/bin/false")
    code, data = as_json(capsys, *words, "--certify")
    assert code == (expected or 3)
    for one in certifications(data):
        assert one["confirmed"] == 0
        assert one["unconfirmed"] > 1
        assert one["uncertified"]
    assert not any(certified(data))
    code, out, _ = run(capsys, *words, "--certify")
    assert code == (expected or 3)
    assert "Not certified: cvc5" in out
    assert "confirms" not in out


def test_that_nothing_changed_is_not_taken_for_plain(monkeypatch, capsys, shop):
    """Without claims nothing is asked of a document and itself but whether the outcomes differ. That is asked, though the texts are the same."""
    (shop / "loose.tos").write_text(LOOSE.split("claim x", maxsplit=1)[0], encoding="utf-8")
    words = ("diff", "loose.tos", "loose.tos", "--certify")
    code, data = as_json(capsys, *words)
    (unchanged,) = data["results"]
    assert (code, unchanged["check"], unchanged["status"], unchanged["certified"]) == (0, "change", "unchanged", True)
    assert [c["confirmed"] for c in certifications(data)] == [1]
    monkeypatch.setattr(audit.sys, "executable", "/bin/false")
    code, data = as_json(capsys, *words)
    assert (code, data["results"][0]["certified"]) == (3, False)
    (found,) = certifications(data)
    assert (found["confirmed"], found["uncertified"]) == (0, ["the comparison of outcomes"])


def test_where_nothing_was_ruled_out_nothing_is_certified(capsys, shop):
    """No solver has a part in finding that nothing uses a word; of what else is asked here, it has."""
    (shop / "loose.tos").write_text(LOOSE.replace("claim x", "open term odd in use\n\nclaim x"), encoding="utf-8")
    code, data = as_json(capsys, "loose.tos", "--certify")
    assert code == 0
    assert {(r["check"], r["name"]): r["certified"] for r in data["results"]} == {
        ("claim", "x"): True,
        ("unguarded-clause", "2"): True,
        ("unused-name", "odd"): False,
    }
    (unused,) = [r for r in data["results"] if r["check"] == "unused-name"]
    assert unused["notes"] == ["not certified: there was nothing for the second solver to confirm"]


UNDECIDED = """\
terms und
  default permitted

act use
  n : number from 0 to 1000
  m : number from 0 to 1000

clause 1
  forbid use
    when n + m > 500

claim bad
  use is never permitted
    when n > 400
"""


def test_without_an_answer_nothing_is_called_certified(capsys, shop):
    (shop / "und.tos").write_text(UNDECIDED, encoding="utf-8")
    (shop / "broken.tos").write_text("terms x\n  clause\n", encoding="utf-8")
    (shop / "words.tos").write_text("kind colour: red, blue\n", encoding="utf-8")
    commands = {
        ("mend", "und.tos", "bad", "--time-limit", "0.001"): 3,
        ("broken.tos", "--matrix"): 2,
        ("words.tos",): 0,
    }
    for words, expected in commands.items():
        code, out, err = run(capsys, *words, "--certify")
        assert code == expected
        assert not re.search(r"\bCertified\b|confirm", out + err)
    code, out, _ = run(capsys, "mend", "und.tos", "bad", "--time-limit", "0.001", "--certify")
    assert "is undecided" in out
    assert re.search(r"^Nothing certified: cvc5 \S+, another prover, was asked nothing\.$", out, re.MULTILINE)


def test_what_is_not_confirmed_is_said_where_a_report_is_short(monkeypatch, capsys):
    monkeypatch.setattr(audit.sys, "executable", "/bin/false")
    said = r"not certified: cvc5 \S+ could not tell of \d+ answers, for "
    _, out, _ = run(capsys, "diff", "shop.tos", "other.tos", "--output-format", "concise", "--certify")
    assert re.search(rf"^other\.tos:\d+:\d+: {said}.*the comparison of outcomes", out, re.MULTILINE)
    _, out, _ = run(capsys, "shop.tos", "--output-format", "concise", "--certify")
    assert re.search(rf"^shop\.tos:1:1: {said}", out, re.MULTILINE)
    code, out, err = run(capsys, "mend", "alone.tos", "no_gifts", "--output-format", "diff", "--certify")
    assert code == 3
    assert out.startswith("--- a/alone.tos")
    assert re.search(said, err)


MOVED = LOOSE.replace("task is a", "task is c").replace("task is b", "task is d")


def test_answers_are_counted_once(monkeypatch, capsys, shop):
    """Whether there is a change of a certain kind is looked for among those that are not shown, too: with the same answers again."""
    (shop / "moved.tos").write_text(MOVED, encoding="utf-8")
    words = ("diff", "loose.tos", "moved.tos", "--certify", "--fail-on", "assumption")
    cut = (*words, "--limit", "1")
    confirmed = {}
    for what in (words, cut, (*cut, "--fail-on", "newly_permitted")):
        _, data = as_json(capsys, *what)
        (found,) = certifications(data)
        confirmed[what] = found["confirmed"]
    assert confirmed[cut] == confirmed[*cut, "--fail-on", "newly_permitted"] < confirmed[words]
    monkeypatch.setattr(audit.sys, "executable", "/bin/false")
    code, data = as_json(capsys, *cut)
    (found,) = certifications(data)
    assert code == 3
    assert found["uncertified"][-1] == "the changes that are not shown"


@pytest.mark.parametrize(
    "options", [(), ("--matrix",), ("--output-format", "concise"), ("--matrix", "--output-format", "concise")]
)
def test_what_gives_an_exit_code_is_said_quietly_too(options, monkeypatch, capsys):
    words = ("loose.tos", "-q", "--certify", *options)
    assert run(capsys, *words) == (0, "", "")
    monkeypatch.setattr(audit.sys, "executable", "/bin/false")
    code, out, err = run(capsys, *words)
    assert (code, err) == (3, "")
    assert re.search(r"^(Not|loose\.tos:1:1: not) certified: cvc5 \S+ could not tell of \d+ answers, for claim x", out)
    assert len(out.splitlines()) <= 3


@pytest.mark.parametrize("name", [n for n in COMMANDS if n not in REPORTING])
def test_without_a_second_solver_nothing_is_asked(name, monkeypatch, capsys):
    words, _ = COMMANDS[name]
    monkeypatch.setattr(audit.util, "find_spec", lambda _: None)
    code, out, err = run(capsys, *words, "--certify")
    assert (code, out) == (2, "")
    assert "pip install 'toscheck[certify]'" in err
