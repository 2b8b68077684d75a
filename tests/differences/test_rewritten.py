"""What was done to a text, which header lines are not alike, and how the two documents are told apart, in all forms of output."""

import json
from importlib import resources

import jsonschema
import pytest

from tests.differences.checked import policy
from tos_checker.cli import run
from tos_checker.joint import join

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
        ("1", ["it has the same words, but a definition or a kind that they name is not what it was"]),
        ("dark", ["it meant `night`, and means `night or fee`"]),
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
    (remark,) = (r for r in join(policy(OPEN), policy(renamed)).remarks if "renamed" in r.text)
    assert remark.sort == "apart"
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
    assert [(t["name"], t["how"]) for t in data["text"]] == [("3", ["it is an exception to clause 2 now"])]


PRECEDENCE = f"{BASE}\nclause 3\n  notwithstanding 1, 2\n  permit fly\n    when lights\n\nclause 4\n  disapply 3\n    when fee\n"


def test_a_relation_is_told_of_the_clause_that_says_it(diff):
    """Clause 1 gives way to clause 3 as clause 3 says so, and clause 3 is not there where clause 4 says so: neither text is another one."""
    _, data = diff(PRECEDENCE.replace("notwithstanding 1, 2", "notwithstanding 2"), "json", PRECEDENCE)
    assert [(t["name"], t["how"]) for t in data["text"]] == [("3", ["it takes precedence over clause 1 no longer"])]
    _, data = diff(PRECEDENCE.replace("disapply 3", "disapply 1, 2"), "json", PRECEDENCE)
    assert [(t["name"], t["how"]) for t in data["text"]] == [
        ("4", ["it disapplies clause 3 no longer", "it disapplies clauses 1 and 2 now"])
    ]
    text = PRECEDENCE.replace("  notwithstanding 1, 2\n", "").replace('"Lights"\n', '"Lights"\n  subject to 3\n')
    _, data = diff(text, "json", PRECEDENCE)
    assert [(t["name"], t["how"]) for t in data["text"]] == [
        ("1", ["it gives way to clause 3 now"]),
        ("3", ["it takes precedence over clauses 1 and 2 no longer"]),
    ]


def test_one_relation_for_another_is_told_once(diff):
    text = PRECEDENCE.replace("notwithstanding 1, 2", "notwithstanding 2\n  exception to 1")
    _, data = diff(text, "json", PRECEDENCE)
    assert [(t["name"], t["how"]) for t in data["text"]] == [
        ("3", ["before, it took precedence over clause 1; now, it is an exception to it"])
    ]


def test_what_a_heading_says_is_told_of_the_heading(diff):
    """The days and the precedence of a heading hold below it; the texts of the clauses there are what they were."""
    old = f'{BASE}\nclause 5 "Nights"\n  from 2026-01-01\n\nclause 5.1\n  from 2020-01-01\n  permit fly\n    when lights\n'
    _, data = diff(old.replace("from 2026-01-01", "notwithstanding 1\n  from 2026-06-01"), "json", old)
    assert [(t["what"], t["name"], t["how"]) for t in data["text"]] == [
        ("heading", "5", ["it was in force from 2026-01-01, and is from 2026-06-01", "it takes precedence over clause 1 now"])
    ]
    _, data = diff(old.replace("from 2020-01-01", "from 2021-01-01"), "json", old)
    assert [(t["name"], t["how"]) for t in data["text"]] == [
        ("5.1", ["it names other days, and is in force from 2026-01-01 as before"])
    ]


DECLARED = """\
terms base
  default permitted

kind colour: red, blue "navy"

entity person is colour
  age : integer from 0 to 120

act fly "flying" says "{pilot} flies"
  pilot : person
  night : flag
  delay : duration

act dive is fly "diving"
  deep : flag

relation knows(x: person, y: person)

assume young "Pilots are young"
  in fly
    pilot.age <= 90

assume able "Pilots are able"
  in fly
    pilot.age >= 10

define dark in fly "dark"
  means night
  quote "it is dark"

define spare(p: person)
  means p.age > 50

open term safe in fly "safe"
  includes pilot.age > 20

open duration soon "soon" from 1 day to 2 days
open percent share from 5% to 10%
open money in EUR cheap from 5 EUR to 10 EUR

clause 1
  forbid fly
    when night
     and delay < soon
  quote "no flights at night"

claim one_day "One day"
  fly is never permitted
    when night
     and delay < 1 day

case slow "Slow"
  fly
    delay = 9 days
  expect permitted
"""


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            '"soon" from 1 day to 2 days',
            '"soon" from 36 hours to 2 days',
            ("open quantity", "soon", "", "reworded", ["it was from 1 day to 2 days, and is from 36 hours to 2 days"]),
        ),
        (
            "open percent share",
            'open percent share "part"',
            ("open quantity", "share", "part", "reworded", ['it was called "share"']),
        ),
        (
            "open money in EUR cheap from 5 EUR to 10 EUR\n",
            "",
            ("open quantity", "cheap", "", "struck", ["from 5 EUR to 10 EUR"]),
        ),
        (
            "open percent share",
            "open number few from 2 to 3\nopen percent share",
            ("open quantity", "few", "", "added", ["from 2 to 3"]),
        ),
        ("pilot.age <= 90", "pilot.age <= 90 or pilot.age > 200", None),
        (
            "pilot.age <= 90",
            "pilot.age <= 80",
            (
                "assumption",
                "young",
                "Pilots are young",
                "reworded",
                ["before, the pilot's age is at most 90; now, the pilot's age is at most 80"],
            ),
        ),
        (
            '"Pilots are able"',
            '"Pilots can"',
            ("assumption", "able", "Pilots can", "reworded", ['it was called "Pilots are able"']),
        ),
        (
            "p.age > 50",
            "p.age > 60",
            ("definition", "spare", "", "reworded", ["it meant `p.age > 50`, and means `p.age > 60`"]),
        ),
        (
            "define spare(p: person)",
            'define spare(p: person) "spare"',
            ("definition", "spare", "spare", "reworded", ["it had no label"]),
        ),
        (
            "define spare(p: person)\n  means p.age > 50\n",
            "",
            ("definition", "spare", "", "struck", ["it meant `p.age > 50`"]),
        ),
        (
            'quote "it is dark"',
            'quote "dark it is"',
            ("definition", "dark", "dark", "reworded", ['it quotes "it is dark" no longer', 'it quotes "dark it is" now']),
        ),
        ('\n  quote "no flights at night"', "", ("clause", "1", "", "reworded", ['it quotes "no flights at night" no longer'])),
        ('in fly "safe"', 'in fly "secure"', ("open term", "safe", "secure", "reworded", ['it was called "safe"'])),
        ('"navy"', '"blue"', ("kind", "colour", "colour", "reworded", ['`blue` was called "navy", and is called "blue"'])),
        (
            "{pilot} flies",
            "{pilot} soars",
            ("act", "fly", "flying", "reworded", ['it said "{pilot} flies", and says "{pilot} soars"']),
        ),
        (
            "pilot : person",
            'pilot : person "captain"',
            ("act", "fly", "flying", "reworded", ['`pilot` was called "pilot", and is called "captain"']),
        ),
        (
            "y: person)",
            'y: person) "knows of"',
            ("relation", "knows", "knows of", "reworded", ['it was called "knows"']),
        ),
        ('"One day"', '"A day"', ("claim", "one_day", "A day", "reworded", ['its title was "One day"'])),
        ('"Slow"', "", ("case", "slow", "", "reworded", ['its title was "Slow"'])),
    ],
)
def test_every_kind_of_declaration(diff, before, after, told):
    """Of each, what is not what it was is told, once, and nothing else is."""
    assert DECLARED.count(before) == 1
    _, data = diff(DECLARED.replace(before, after), "json", DECLARED)
    said = [(t["what"], t["name"], t["title"], t["change"], t["how"]) for t in data["text"]]
    if told is not None:
        assert said == [told]
    else:
        assert [s[:2] for s in said] == [("assumption", "young")]


def test_a_ruling_is_said_once(diff):
    """Why a claim was arguable names the conflict, and with it the ruling that it turns on."""
    old = f"{BASE}\nclause 3\n  permit fly\n    when night\n     and lights\n\nclaim fees\n  fly is never permitted\n    when not fee\n     and night\n     and lights\n"
    _, told = diff(old.replace("default permitted", "default permitted\n  conflicts prohibitions prevail"), old=old)
    assert "before: permitted, if the conflict of clause 3 with clause 2 is resolved for the permission" in told
    assert "the conflict of clauses is resolved for the permission old:" not in told
    assert "permission, where" not in told


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
