"""What was done to a text, which header lines are not alike, and how the two documents are told apart, in all forms of output."""

import json
from importlib import resources

import jsonschema
import pytest

from tos_checker.cli import run

BASE = """\
terms base
  default permitted

act fly
  night  : flag
  lights : flag
  fee    : flag

clause 1 "Lights"
  forbid fly
    when night
    unless lights

clause 2 "Fee"
  forbid fly
    unless fee
"""
OTHER_HEADER = 'terms base\n  amends "base.tos"\n  from 2030-01-01\n  through 2030-01-31\n  issuer "Somebody else"\n'


@pytest.fixture
def diff(tmp_path, monkeypatch, capsys):
    """The output of `check diff base.tos NEW`, with white space made one; JSON is loaded, and fits the schema."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    (tmp_path / "base.tos").write_text(BASE, encoding="utf-8")

    def told(new, form="full", old=BASE):
        (tmp_path / "base.tos").write_text(old, encoding="utf-8")
        (tmp_path / "new.tos").write_text(new, encoding="utf-8")
        code = run(["diff", "base.tos", "new.tos", "--output-format", form])
        shown = capsys.readouterr().out
        if form != "json":
            return code, " ".join(shown.split())
        data = json.loads(shown)
        schema = resources.files("tos_checker").joinpath("schema/result-1.json").read_text(encoding="utf-8")
        jsonschema.validate(data, json.loads(schema))
        return code, data

    return told


DAYS = "the days in the headers are not compared: in force on all days before, from 2030-01-01 through 2030-01-31 now"
PROVED = "no outcome changed, in any scenario, on any reading, as if both were in force on every day: proved"


@pytest.mark.parametrize("form", ["full", "concise"])
def test_a_document_moved_out_of_force_is_not_called_unchanged_without_more(diff, form):
    code, told = diff(OTHER_HEADER, form)
    assert code == 0
    assert PROVED in told
    assert DAYS in told
    assert 'issuer: before, none; now, "Somebody else" (not compared)' in told


def test_the_header_as_data(diff):
    code, data = diff(OTHER_HEADER, "json")
    assert code == 0
    assert data["header"] == [
        {"line": "issuer", "before": "none", "now": '"Somebody else"', "compared": False},
        {"line": "in force", "before": "on all days", "now": "from 2030-01-01 through 2030-01-31", "compared": False},
    ]
    assert [r["headline"] for r in data["results"]] == [PROVED]
    assert data["text"] == []


def test_every_header_line(diff):
    """The default and the rule on conflicts show in the scenarios; here nothing is silent, and nothing conflicts."""
    text = BASE.replace(
        "terms base\n  default permitted",
        'terms base "Flights"\n  version 2026-01-01\n  source "x.org"\n  default forbidden for fly when night\n  default permitted\n  conflicts prohibitions prevail',
    )
    _, data = diff(text, "json")
    assert [(h["line"], h["before"], h["now"], h["compared"]) for h in data["header"]] == [
        ("title", '"base"', '"Flights"', False),
        ("version", "none", "2026-01-01", False),
        ("source", "none", '"x.org"', False),
        ("default", "permitted", 'forbidden for "fly" where "night" holds, permitted', True),
        ("conflicts", "undecided", "prohibitions prevail", True),
    ]


def test_a_header_that_is_alike_is_not_told(diff):
    code, told = diff(BASE.replace('"Fee"', '"Fees"'))
    assert code == 0
    assert "no outcome changed, in any scenario, on any reading: proved" in told
    assert "header" not in told
    assert 'clause 2 "Fees" is changed: its title was "Fee"' in told


def test_what_was_done_to_the_text(diff):
    new = (
        'terms amended\n  amends "base.tos"\n\nstrike clause 2\n\nreplace clause 1 "Lights"\n  forbid fly\n    when night\n    unless lights and fee\n\n'
        'clause 3 "Nights"\n  forbid fly\n    when night and lights\n'
    )
    code, data = diff(new, "json")
    assert code == 1
    said = [(t["what"], t["name"], t["change"], t["how"], t["location"]["file"]) for t in data["text"]]
    assert said == [
        ("clause", "1", "reworded", ["for `unless lights`, read `unless lights and fee`"], "new.tos"),
        ("clause", "3", "added", [], "new.tos"),
        ("clause", "2", "struck", [], "base.tos"),
    ]
    _, told = diff(new)
    assert 'clause 3 "Nights" is new - clause 2 "Fee" is gone' in told


def test_the_order_of_clauses_is_nothing_that_was_done(diff):
    head, one, two = (
        BASE.partition("clause 1")[0],
        BASE[BASE.index("clause 1") : BASE.index("clause 2")],
        BASE[BASE.index("clause 2") :],
    )
    assert diff(f"{head}{two}\n{one}", "json")[1]["text"] == []


def test_a_number_that_moved(diff):
    code, told = diff(BASE.replace("clause 2", "clause 3"))
    assert code == 0
    assert 'clause 3 "Fee" is new: it reads as clause 2 did' in told
    assert 'clause 2 "Fee" is gone: it reads as clause 3 does now' in told


def test_the_same_words_that_mean_something_else(diff):
    old = BASE.replace("clause 1", "define dark in fly\n  means night\n\nclause 1").replace("when night", "when dark")
    _, data = diff(old.replace("means night", "means night or fee"), "json", old)
    assert [(t["name"], t["how"]) for t in data["text"]] == [
        ("1", ["it has the same words, but a definition or a kind that they name is not what it was"])
    ]


TERMS = """\
define dark in fly "dark"
  means night and not lights
define free in fly "free"
  means not fee and night

"""


def test_a_defined_term_is_not_unfolded(diff):
    old = BASE.replace("clause 1", TERMS + "clause 1", 1).replace("when night\n    unless lights", "when dark")
    _, told = diff(old.replace("when dark", "when free"), old=old)
    assert "for `dark`, read `free`" in told
    _, told = diff(old.replace("means night and not lights", "means night and fee"), old=old)
    assert "it has the same words, but a definition or a kind that they name is not what it was" in told
    assert "`fee`, read" not in told
    assert "with the condition" not in told


def test_the_bounds_of_an_open_term(diff):
    old = BASE.replace("clause 1", "open term dark in fly\n  includes night\n\nclause 1").replace("when night", "when dark")
    _, told = diff(old.replace("includes night", "includes night and lights\n  excludes not night"), "concise", old)
    assert (
        'the open term "dark" is changed: what it covers for certain: before, it is night; now, it is night and lights;'
        not in told
    )
    assert 'the open term "dark" is changed: what it covers for certain: before, ' in told
    assert "what it does not cover: before, nothing is said; now, " in told


OPEN = BASE.replace("clause 1", "open term dark in fly\n  includes night and not fee\n  excludes not night\n\nclause 1").replace(
    "when night", "when dark"
)


def test_an_open_term_that_may_only_have_another_name(diff):
    renamed = OPEN.replace("dark", "gloomy")
    _, told = diff(renamed, old=OPEN)
    assert "newly unsettled" in told
    assert "the open term `dark` is gone and `gloomy` is new, with the same bounds: they are compared as two" in told
    assert "call it `gloomy` in a copy of the old document" in told
    _, told = diff(renamed.replace("excludes not night", "excludes lights"), old=OPEN)
    assert "renamed" not in told
    _, told = diff(OPEN, old=OPEN)
    assert "renamed" not in told


def test_which_of_two_was_renamed_is_not_guessed(diff):
    two = OPEN.replace("clause 1", "open term late in fly\n  includes night and not fee\n  excludes not night\n\nclause 1", 1)
    _, told = diff(two.replace("dark", "gloomy").replace("late", "murky"), old=two)
    assert "renamed" not in told


def test_precedence_and_exceptions(diff):
    old = f"{BASE}\nclause 3\n  permit fly\n    when lights\n"
    _, data = diff(old.replace("clause 3\n", "clause 3\n  exception to 2\n"), "json", old)
    assert [(t["name"], t["how"]) for t in data["text"]] == [("3", ["it was an exception to none, and is one to clause 2"])]


def test_which_way_it_was_settled(diff):
    old = BASE.replace("clause 1", "open term dark in fly\n\nclause 1").replace("when night", "when dark")
    new = old.replace("when dark", "when night")
    _, told = diff(new, old=old)
    assert "newly settled (forbidden): " in told
    assert "newly settled (permitted): " in told
    _, told = diff(old, old=new)
    assert "newly unsettled (it was forbidden): " in told
    assert "newly unsettled (it was permitted): " in told


def test_documents_of_one_title_are_told_apart(diff):
    _, told = diff(OTHER_HEADER)
    assert 'old: base.tos: "base", without an issuer, in force on all days' in told
    assert 'new: new.tos: "base", issued by "Somebody else", in force from 2030-01-01 through 2030-01-31' in told
    _, told = diff('terms winter "base"\n  amends "base.tos"\n')
    assert 'old: base.tos: "base", called `base`' in told
    assert 'new: new.tos: "base", called `winter`' in told


def test_why_a_case_turned(diff):
    case = "\ncase lit\n  fly\n    night\n    lights\n    not fee\n  expect permitted\n"
    old = BASE.replace("    unless fee", "    when night\n    unless lights") + case
    _, told = diff(BASE + case, old=old)
    assert "case lit: fails now; before, it passed now: forbidden by clause 2" in told
    _, data = diff(BASE + case, "json", old)
    (turned,) = [r for r in data["results"] if r["check"] == "case"]
    assert turned["why"] == {"before": "", "now": "forbidden by clause 2"}
