"""`check edges`, `check ask` and `check guard`: wrong use, data after their schemas, suggestions that really guard."""

import json
from datetime import date
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from tests.cli.transcripts import run_check
from tos_checker import answer
from tos_checker.check import check_file
from tos_checker.unguarded import looseness
from tos_checker.weakenings import weakenings
from tos_spec.checks import STANDARD_CHECKS
from tos_spec.load import load

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
IMAGES = EXAMPLES / "image_terms" / "image_terms.tos"
TODAY = date(2026, 6, 1)

DOCUMENT = """
terms rules "Rules"
  default permitted

kind party
  police "the police"
    city_police "city police"
    other
  company
  individual

act use "use" says "{who} uses it"
  who   : party "the user"
  late  : flag "it is late"
  delay : duration

act lend says "{who} lends it"
  who : party "the lender"

open term fast in use "fast"
  includes delay <= 1 second
  excludes delay > 1 hour

clause 1 "Police"
  forbid use
    when who is police
     and delay <= 10 seconds

clause 2 "Companies"
  forbid lend
    when who is company

clause 3 "Fast"
  forbid use
    when fast

claim no_city_police "City police"
  use is never permitted
    when who is city_police
     and delay <= 5 seconds
"""


@pytest.fixture
def document(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "rules.tos"
    path.write_text(DOCUMENT, encoding="utf-8")
    (tmp_path / "words.tos").write_text("kind colour: red, green\n", encoding="utf-8")
    (tmp_path / "broken.tos").write_text("terms t\n\nact use\n\nclause 1\n  forbid fly\n", encoding="utf-8")
    (tmp_path / "bytes.tos").write_bytes(b"\xff\xfe\x00terms")
    return path


WRONG = [
    (["edges", "missing.tos"], 2, "there is no file `missing.tos`"),
    (["edges", "."], 2, "`.` is a folder"),
    (["edges", "bytes.tos"], 2, "E1"),
    (["edges", "broken.tos"], 2, "E206"),
    (["edges", "words.tos"], 2, "vocabulary"),
    (["edges", "rules.tos", "--clause", "9"], 2, "there is no clause `9`"),
    (["edges", "rules.tos", "--time-limit", "nan"], 2, "time-limit"),
    (["edges", "rules.tos", "--time-limit", "-1"], 2, "time-limit"),
    (["edges", "rules.tos", "--time-limit", "0.000001"], 3, "undecided"),
    (["edges"], 2, "Missing argument"),
    (["ask", "missing.tos", "late"], 2, "there is no file"),
    (["ask", "words.tos", "late"], 2, "vocabulary"),
    (["ask", "broken.tos", "late"], 2, "E206"),
    (["ask", "rules.tos", "who is company"], 2, "say which act is done"),
    (["ask", "rules.tos", "who", "is", "company"], 2, "put each fact in quotation marks"),
    (["ask", "rules.tos", "late", "not late"], 2, "no scenario agrees"),
    (["ask", "rules.tos", "--act", "fly", "late"], 2, "there is no act `fly`"),
    (["ask", "rules.tos", "--act", "use", "who is polcie"], 2, "did you mean `police`"),
    (["ask", "rules.tos", "--act", "use", "late", "who is polcie"], 2, "in the fact `who is polcie`"),
    (["ask", "rules.tos", "--act", "use", "late\nwho is police"], 2, "a fact is a formula on one line"),
    (["ask", "rules.tos", "--act", "use", "late\rclause 9"], 2, "a fact is a formula on one line"),
    (["ask", "rules.tos", "--act", "use", ""], 2, "a fact is a formula on one line"),
    (["ask", "rules.tos", "--act", "use", "late # or not"], 2, "a fact is a formula on one line"),
    (["ask", "rules.tos", "--act", "use", "expect forbidden"], 2, "in the fact"),
    (["ask", "rules.tos", "--act", "use", "(late"], 2, "in the fact"),
    (["ask", "rules.tos", "--act", "use", "or late"], 2, "in the fact"),
    (["ask", "rules.tos", "--act", "use", "delay"], 2, "in the fact"),
    (["ask", "rules.tos", "--act", "use", "not " * 300 + "late"], 2, "rror"),
    (["ask", "rules.tos", "--act", "use", "who is police", "who is company"], 2, "no scenario agrees"),
    (["ask", "rules.tos", "--act", "use", "--time-limit", "0.000001", "late"], 3, "undecided"),
    (["guard", "missing.tos"], 2, "there is no file"),
    (["guard", "words.tos"], 2, "vocabulary"),
    (["guard", "broken.tos"], 2, "E206"),
    (["guard", "rules.tos", "--clause", "2.1"], 2, "there is no clause `2.1`"),
    (["guard", "rules.tos", "--time-limit", "0.000001"], 3, "undecided"),
    (["guard", "rules.tos", "--time-limit", "0"], 2, "time-limit"),
]


@pytest.mark.parametrize(("arguments", "code", "part"), WRONG, ids=lambda v: " ".join(v)[:60] if isinstance(v, list) else None)
@pytest.mark.usefixtures("document")
def test_wrong_use(arguments, code, part):
    found, output = run_check(arguments)
    assert found == code, output
    assert part in output
    assert "Traceback" not in output
    assert "internal error" not in output


def _schema(name):
    return json.loads(files("tos_checker").joinpath(f"schema/{name}-1.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["edges", "rules.tos"],
        ["ask", "rules.tos", "--act", "use"],
        ["ask", "rules.tos", "--act", "use", "who is police", "delay = 1 second"],
        ["ask", "rules.tos", "--act", "lend", "who is company"],
        ["guard", "rules.tos"],
        ["edges", str(IMAGES)],
        ["ask", str(IMAGES), "actor is company"],
        ["guard", str(IMAGES), "--clause", "1", "--clause", "2.1"],
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("document")
def test_data(arguments):
    code, output = run_check([*arguments, "--output-format", "json"])
    assert code == 0
    schema = _schema(arguments[0])
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(output), schema)


def _ask(*facts):
    code, output = run_check(["ask", "rules.tos", "--act", "use", "--output-format", "json", *facts])
    assert code == 0
    return json.loads(output)


@pytest.mark.usefixtures("document")
def test_what_matters():
    # The user is police and it takes five seconds: 1 forbids, whatever else.
    found = _ask("who is police", "delay = 5 seconds")
    assert (found["outcome"], found["depends_on"]) == ("forbidden", {"facts": [], "readings": []})
    # A company after two hours: no clause.
    assert _ask("who is company", "delay = 2 hours")["outcome"] == "permitted"
    # A minute: 1 does not reach it, and 3 turns on "fast", whoever it is.
    found = _ask("delay = 1 minute")
    assert (found["outcome"], found["depends_on"]) == ("depends", {"facts": [], "readings": ["fast"]})
    assert {e["outcome"] for e in found["examples"]} == {"permitted", "forbidden"}
    # Five seconds: forbidden to the police by 1; for others 3 turns on "fast". That it is late does not matter.
    found = _ask("delay = 5 seconds")
    assert found["depends_on"] == {"facts": ["who"], "readings": ["fast"]}
    # Nothing given: who, how long, and how it is read.
    assert _ask()["depends_on"] == {"facts": ["who", "delay"], "readings": ["fast"]}


def _gaps(path, *wanted):
    policy = load(path).policy
    checked = check_file(
        path,
        text=None,
        shown_as=str(path),
        today=TODAY,
        claims=frozenset(),
        time_limit=None,
        limit=None,
        levels=dict.fromkeys(STANDARD_CHECKS, "off"),
        progress=None,
    )
    return policy, list(looseness(path, policy, checked.results, wanted, TODAY, None))


def _number(loose):
    return getattr(loose.clause, "number", loose.clause)


def test_what_is_loose(document):
    """Worked out by hand.

    2 and 3 can be struck: no claim speaks of lending, and the only claim rests on 1. 1 is needed; that the user is police, and not city police,
    is guarded by nothing, nor the second half of the ten seconds (the bound could be five). Dropping a condition, or moving the bound up, makes 1
    reach further, which no claim minds.
    """
    _, found = _gaps(document)
    gaps = {_number(loose): [g.change for g in loose.gaps] for loose in found}
    assert gaps["2"] == ["struck"]
    assert gaps["3"] == ["struck"]
    assert sorted(gaps["1"]) == ["dropped", "dropped", "moved", "moved", "narrowed"]


def _asked(path, text, name):
    loaded = load(path, text=text, shown_as=str(path))
    assert loaded.policy is not None, loaded.diagnostics
    return next(c for c in (*loaded.policy.claims, *loaded.policy.cases) if c.name == name)


def _status(policy, asked):
    ask = answer.claim if asked.__class__.__name__ == "Claim" else None
    return ask(policy, asked, TODAY, None).status if ask else answer.case(policy, asked, None).status


@pytest.mark.parametrize("path", [None, IMAGES], ids=["rules", "images"])
def test_suggestions_hold_now_and_fail_after_the_change(path, document):
    path = path or document
    policy, found = _gaps(path)
    tried = 0
    for loose in found:
        clause = policy.clause(_number(loose))
        for gap in loose.gaps:
            assert gap.suggestion is not None
            name = gap.suggestion.split()[1]
            asked = _asked(path, path.read_bytes() + f"\n\n{gap.suggestion}\n".encode(), name)
            assert _status(policy, asked) == "holds", gap.suggestion
            changes = [
                w
                for w in weakenings(policy, clause)
                if w.said == gap.said or (gap.change == w.sort == "narrowed" and w.said in gap.said)
            ]
            assert changes, gap.said
            for change in changes:
                assert _status(change.policy, asked) in ("fails", "arguable", "vacuous"), (gap.suggestion, change.said)
            tried += 1
    assert tried >= 1


def test_what_guards_keeps_the_clause_from_being_struck(document):
    """With its suggestion in the document, a clause is guarded against the change that it was made for."""
    _, found = _gaps(document)
    text = document.read_text(encoding="utf-8") + "".join(f"\n\n{g.suggestion}\n" for loose in found for g in loose.gaps)
    document.write_text(text, encoding="utf-8")
    _, after = _gaps(document)
    before = {(_number(loose), g.said) for loose in found for g in loose.gaps}
    now = {(_number(loose), g.said) for loose in after for g in loose.gaps}
    assert not before & now
