"""Small documents, each mended as somebody would who reads it: worked out by hand."""

import json

import pytest

from tests.mend import documents as docs
from tests.mend import mended
from tos_checker.cli import run
from tos_checker.trial import Trial


@pytest.fixture
def mend(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def found(text, claim, **given):
        file = tmp_path / "small.tos"
        file.write_text(text, encoding="utf-8")
        remedies = mended.found(file.relative_to(tmp_path), claim, **given)
        for one in (*remedies.mends, *([remedies.restated] if remedies.restated else ())):
            file.write_text(text, encoding="utf-8")
            before = mended.answers(file)
            mended.applied(one.diff, tmp_path)
            mended.check_mend(before, mended.answers(file), claim, one)
        file.write_text(text, encoding="utf-8")
        return remedies

    return found


def changes(mend):
    return [
        (line.where.split(" ")[-1] if line.where.startswith("clause") else "term", line.old, line.new) for line in mend.redlines
    ]


# Of each: the changes of the first mend, and whether anything else is judged otherwise then.
FIRST = [
    pytest.param(docs.CLASS, "nobody", [("1", "who is police", "who is public")], False, id="a class is widened to its parent"),
    pytest.param(docs.CONDITION, "nobody", [("1", "agreed", "")], False, id="a condition is dropped"),
    pytest.param(docs.BOUND, "nobody", [("1", "delay < 10 seconds", "delay <= 10 seconds")], False, id="a bound is moved"),
    pytest.param(
        docs.TERM, "nobody", [("term", "includes delay <= 1 second", "includes delay <= 1 minute")], False, id="a term is bounded"
    ),
    pytest.param(docs.EXCEPTION, "nobody", [("1.1", "", "unless who is police")], False, id="an exception is narrowed"),
    pytest.param(docs.DISAPPLIED, "nobody", [("3", "disapply 1", "")], False, id="a clause is disapplied no longer"),
    pytest.param(docs.BEYOND, "nobody", [("1", "agreed", "")], True, id="a mend that forbids more than the claim does"),
    pytest.param(
        docs.TOO_LITTLE, "free", [("1", "delay > 10 seconds", "delay >= 10 seconds")], False, id="a permission reaches further"
    ),
]


@pytest.mark.parametrize(("text", "claim", "expected", "elsewhere"), FIRST)
def test_first_mend(mend, text, claim, expected, elsewhere):
    remedies = mend(text, claim)
    first = remedies.mends[0]
    assert changes(first) == expected
    assert first.complete
    assert bool(first.else_changed) == elsewhere
    assert {c.kind for c in first.else_changed} <= {"newly_forbidden"}


def test_a_prohibition_reaches_less_far(mend):
    """Without courts in 1, or without gaits, a claim would turn: both facts are needed. Beyond ten seconds, courts may then do it, too."""
    remedies = mend(docs.TOO_MUCH, "free")
    assert changes(remedies.mends[0]) == [("1", "", "unless who is court and task is gait")]
    assert {c.kind for c in remedies.mends[0].else_changed} == {"newly_permitted"}
    assert {t.name for t in remedies.turning} == {"claim `kept`", "claim `kept_too`"}


def test_the_smallest_come_first_and_none_contains_another(mend):
    remedies = mend(docs.CLASS, "nobody", limit=20)
    sets = [frozenset((r.where, r.old, r.new) for r in m.redlines) for m in remedies.mends]
    assert len(sets) == len(set(sets)) > 1
    assert not any(a < b for a in sets for b in sets)
    outside = [sum(len(c.pattern) >= 0 for c in m.else_changed) for m in remedies.mends]
    assert outside[0] == 0


def test_nothing_is_a_mend_that_turns_another_claim(mend):
    remedies = mend(docs.NONE, "nobody")
    assert remedies.mends == ()
    assert remedies.restated is None
    assert remedies.closing > 0
    assert sum(t.count for t in remedies.turning) == remedies.closing
    assert [t.name for t in remedies.turning] == ["claim `somebody`"]
    assert remedies.turning[0].redlines


def test_a_case_that_says_the_opposite_changes_with_the_text(mend):
    remedies = mend(docs.AGAINST, "nobody", limit=1)
    assert remedies.against == ("court",)
    (first,) = remedies.mends
    assert first.rewrites == ("court",)
    assert "-  expect permitted\n+  expect forbidden\n" in first.diff


def test_the_words_of_the_claim_keep_their_meaning(mend):
    remedies = mend(docs.OWN_WORDS, "nobody", limit=20)
    assert remedies.mends
    assert not any("open term" in r.where for m in remedies.mends for r in m.redlines)


def test_what_holds_needs_no_mend(mend):
    remedies = mend(docs.EXCEPTION, "somebody")
    assert (remedies.status, remedies.mends, remedies.edits) == ("holds", (), 0)


def test_a_claim_on_nothing_cannot_be_mended(mend):
    remedies = mend(docs.CLASS.replace("when who is public\n", "when who is public\n     and who is firm\n"), "nobody")
    assert (remedies.status, remedies.mends) == ("vacuous", ())


def test_an_edit_in_an_imported_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    head, _, rest = docs.TERM.partition("open term")
    header, _, words = head.partition("\n\n")
    term, _, clauses = rest.partition("clause 1")
    (tmp_path / "words.tos").write_text(f"{words}\nopen term{term}".rstrip() + "\n", encoding="utf-8")
    text = f'{header}\n\nimport "words.tos"\n\nclause 1{clauses}'
    (tmp_path / "small.tos").write_text(text, encoding="utf-8")
    remedies = mended.found((tmp_path / "small.tos").relative_to(tmp_path), "nobody", limit=20)
    inside = [m for m in remedies.mends if "+++ b/words.tos" in m.diff]
    assert inside
    mended.applied(inside[0].diff, tmp_path)
    assert mended.answers(tmp_path / "small.tos")["claim", "nobody"] == "holds"


def test_a_literate_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = "# A document\n\nSome prose.\n\n```tos\n" + docs.CLASS.replace("\nclaim", "```\n\nMore.\n\n```tos\nclaim") + "```\n"
    (tmp_path / "small.tos.md").write_text(text, encoding="utf-8")
    remedies = mended.found((tmp_path / "small.tos.md").relative_to(tmp_path), "nobody", limit=1)
    mended.applied(remedies.mends[0].diff, tmp_path)
    assert (tmp_path / "small.tos.md").read_text(encoding="utf-8") == text.replace("who is police", "who is public")
    assert mended.answers(tmp_path / "small.tos.md")["claim", "nobody"] == "holds"


# --- the command ------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def command(tmp_path, monkeypatch, capfdbinary):
    monkeypatch.chdir(tmp_path)

    def call(text, *arguments):
        (tmp_path / "small.tos").write_text(text, encoding="utf-8")
        code = run(["mend", "small.tos", *arguments])
        out, err = capfdbinary.readouterr()
        assert (tmp_path / "small.tos").read_text(encoding="utf-8") == text
        return code, out.decode(), err.decode()

    return call


@pytest.mark.parametrize(
    ("text", "arguments", "code"),
    [
        (docs.CLASS, ["nobody"], 0),
        (docs.EXCEPTION, ["somebody"], 0),
        (docs.NONE, ["nobody"], 1),
        (docs.CLASS, ["nine"], 2),
        (docs.CLASS.replace("police", "polise", 1), ["nobody"], 2),
        (docs.CLASS, ["nobody", "--time-limit", "0.0001"], 3),
    ],
)
def test_exit_codes(command, text, arguments, code):
    found, out, err = command(text, *arguments)
    assert found == code
    assert "Traceback" not in out + err


def test_the_same_bytes_each_time(command):
    assert command(docs.EXCEPTION, "nobody") == command(docs.EXCEPTION, "nobody")


def test_a_diff_alone(command, tmp_path):
    code, out, _ = command(docs.CLASS, "nobody", "--output-format", "diff")
    assert code == 0
    mended.applied(out, tmp_path)
    assert "who is public\n     and" in (tmp_path / "small.tos").read_text(encoding="utf-8")
    code, out, err = command(docs.NONE, "nobody", "--output-format", "diff")
    assert (code, out) == (1, "")
    assert "no mend was found" in err


def test_data(command):
    code, out, _ = command(docs.EXCEPTION, "nobody", "--output-format", "json")
    data = json.loads(out)
    assert (data["exit"], data["claim"], data["status"]) == (code, "nobody", "fails")
    assert data["mends"][0]["changes"][0]["new"] == "unless who is police"
    assert data["restates_the_claim"]["diff"].startswith("--- a/small.tos")


def test_what_is_amended_stays_as_it_was_published(tmp_path, monkeypatch):
    """A clause of the older document is restated in the newer one; the older file is as it was."""
    monkeypatch.chdir(tmp_path)
    older = docs.CLASS.partition("claim")[0].rstrip() + "\n"
    (tmp_path / "older.tos").write_text(older, encoding="utf-8")
    claim = "claim" + docs.CLASS.partition("claim")[2]
    newer = f'terms newer "Newer"\n  amends "older.tos"\n\nclause 2\n  forbid use\n    when who is firm\n\n{claim}'
    (tmp_path / "newer.tos").write_text(newer, encoding="utf-8")
    remedies = mended.found((tmp_path / "newer.tos").relative_to(tmp_path), "nobody", limit=1)
    (mend,) = remedies.mends
    assert "+++ b/older.tos" not in mend.diff
    mended.applied(mend.diff, tmp_path)
    assert (tmp_path / "older.tos").read_text(encoding="utf-8") == older
    assert (
        "replace clause 1\n  forbid use\n    when who is public\n     and task is face\n" in (tmp_path / "newer.tos").read_text()
    )
    assert mended.answers(tmp_path / "newer.tos")["claim", "nobody"] == "holds"


UNLIKE = docs.small("""\
clause 1
  forbid use
    when who is police
    unless agreed

claim nobody "The police use it for nothing, agreed or not"
  use is never permitted
    when who is police
     and agreed
""")


def test_no_condition_that_can_never_hold_is_offered(mend):
    """`unless agreed and not agreed` says what no `unless` line at all says."""
    remedies = mend(UNLIKE, "nobody", limit=20)
    assert changes(remedies.mends[0]) == [("1", "unless agreed", "")]
    assert not any("agreed and not agreed" in r.new for m in remedies.mends for r in m.redlines)


NEVER = docs.small(
    """\
clause 1
  permit use
    when who is police
    unless agreed

claim nobody "Nobody may who has not agreed"
  use is never permitted
    when not agreed
""",
    "forbidden",
)


def test_no_clause_that_can_never_apply_is_offered(mend):
    remedies = mend(NEVER, "nobody", limit=20)
    assert changes(remedies.mends[0]) == [("1", "clause 1", "")]
    assert all(r.old == "clause 1" for m in remedies.mends for r in m.redlines)


REFERRED_TO = (
    NEVER
    + """
claim clause_one "It binds nobody but the police"
  clause 1 never applies
    unless who is police
"""
)


def test_what_is_referred_to_is_narrowed_as_it_cannot_be_struck(mend):
    """A claim asks of clause 1: without the clause the text would say nothing any more."""
    remedies = mend(REFERRED_TO, "nobody", limit=20)
    assert remedies.mends
    assert not any(r.old == "clause 1" for m in remedies.mends for r in m.redlines)


DEAD = docs.small("""\
clause 1
  forbid use
    when task is face
     and who is police

clause 1.1
  exception to 1
  when agreed

claim nobody "The police search for no faces"
  use is never permitted
    when task is face
     and who is police
""")


def test_an_exception_to_what_its_rule_asks_is_struck_in_disguise(mend):
    """Clause 1.1 lifts clause 1 only where the police search for a face: unless that is so, it lifts nothing."""
    remedies = mend(DEAD, "nobody", limit=20)
    made = [(line.old, line.new) for m in remedies.mends for line in m.redlines]
    assert not any(new in ("unless task is face", "unless who is police") for _, new in made)
    wider = mend(DEAD.replace("     and who is police\n\nclause 1.1", "\nclause 1.1"), "nobody", limit=20)
    made = [(line.old, line.new) for m in wider.mends for line in m.redlines]
    assert ("", "unless who is police") in made
    assert ("", "unless task is face") not in made


FIRST_ITEM = docs.small("""\
clause 1
  forbid use
    when agreed
     and who is police

claim nobody "The police use it for nothing"
  use is never permitted
    when who is police
""")


@pytest.mark.parametrize(
    ("text", "struck"),
    [
        (FIRST_ITEM, "when agreed"),
        (FIRST_ITEM.replace("when agreed\n     and who is police", "when who is police\n     and agreed"), "and agreed"),
        (FIRST_ITEM.replace("when agreed\n     and who is police", "when agreed and who is police"), "when agreed"),
        (
            FIRST_ITEM.replace("when agreed\n     and who is police", "when all of\n      - agreed\n      - who is police"),
            "- agreed",
        ),
        (UNLIKE, "unless agreed"),
        (NEVER.replace("clause 1", "# A comment on it.\nclause 1"), "clause 1"),
    ],
)
def test_what_is_struck_stands_in_the_line_that_is_named(mend, text, struck):
    (line,) = mend(text, "nobody").mends[0].redlines
    assert text.split("\n")[line.line - 1].strip().startswith(struck)


def test_what_the_text_does_not_bear_out_is_counted(command, monkeypatch):
    """The first that is made in the text is refused, as if something turned that no question had told of."""
    made, first = Trial.mend, []
    monkeypatch.setattr(Trial, "mend", lambda self, *given: made(self, *given) if first else first.append(given))
    _, out, _ = command(docs.EXCEPTION, "nobody")
    assert (
        "1 was left out: the text could not be made with it, or the claim did not hold in it, or something else no longer did"
        in " ".join(out.split())
    )
    first.clear()
    data = json.loads(command(docs.EXCEPTION, "nobody", "--output-format", "json")[1])
    assert data["tried"]["dropped"] == 1
    first.append(True)
    assert "left out" not in command(docs.EXCEPTION, "nobody")[1]
