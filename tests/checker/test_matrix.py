"""Claims against documents: what can be asked of which, what it means there, and the table that comes of it."""

import dataclasses
import json
from importlib.resources import files

import jsonschema
import pytest

from tests.cli.transcripts import run_check
from tos_checker.render import table
from tos_checker.render.text import Paper
from tos_checker.report import Cell, Column, Matrix, Row
from tos_checker.transfer import carried
from tos_spec.load import load
from tos_spec.source import Span

WORDS = """kind task
  search
    face
    gait
  report
kind force
  police
    city
    county
  company

entity party is force
  size : integer

relation owns(a: party, b: party)

act use
  actor : party
  client : party optional
  task  : task
  delay : duration
  live  : flag

act chat is use
  length : integer
"""
HEAD = "terms home\n  default permitted\n\n"


def policy(tmp_path, name, text):
    path = tmp_path / f"{name}.tos"
    path.write_text(text, encoding="utf-8")
    loaded = load(path, shown_as=path.name)
    assert [d.message for d in loaded.diagnostics] == []
    return loaded.policy


def plain(node):
    if isinstance(node, Span):
        return None
    if isinstance(node, tuple):
        return tuple(plain(n) for n in node)
    if dataclasses.is_dataclass(node):
        return type(node).__name__, tuple((f.name, plain(getattr(node, f.name))) for f in dataclasses.fields(node))
    return node


def moved(tmp_path, condition, *, there, words=WORDS, more="", more_there="", act="use"):
    """A claim that nothing with this condition is permitted, of a document with `words`, asked of one with the words `there`."""
    claim = f"\nclaim c\n  {act} is never permitted\n    when {condition}\n"
    home = policy(tmp_path, "home", HEAD + words + more + claim)
    to = policy(tmp_path, "to", HEAD.replace("home", "there") + there + more_there)
    return home.claims[0], carried(home.claims[0], home, to), to, claim


# Each condition says the same in another document that has more, or has it in another order.
SAME = [
    "actor is police and task is face",
    "task is not search",
    "task is one of report, gait",
    "delay <= 3 days and live",
    "client exists and client.size > actor.size",
    "owns(actor, client) or actor = client",
    "date < 2026-01-01",
    "not (actor is company) implies client is city",
]
LARGER = (
    WORDS.replace("    gait\n", "    gait\n    voice\n")
    .replace("    city\n", "    city\n    sheriff\n")
    .replace("  live  : flag\n", "  size : integer\n  live  : flag\n  place : force\n")
    .replace("  length : integer\n", "  length : integer\n  live_chat : flag\nact call is use\n  length : integer\n")
)


@pytest.mark.parametrize("condition", SAME)
@pytest.mark.parametrize("there", [WORDS, LARGER], ids=["same", "larger"])
def test_it_asks_what_its_words_say_there(tmp_path, condition, there):
    _, found, to, claim = moved(tmp_path, condition, there=there)
    assert found.missing == ()
    written = policy(tmp_path, "written", (tmp_path / "to.tos").read_text(encoding="utf-8") + claim)
    assert plain(found.claim) == plain(written.claims[0])
    assert to.claims == ()


def test_roles_that_other_acts_have_too_keep_their_meaning(tmp_path):
    _, found, _, claim = moved(tmp_path, "length > 3", there=LARGER, act="chat")
    written = policy(tmp_path, "written", (tmp_path / "to.tos").read_text(encoding="utf-8") + claim)
    assert plain(found.claim) == plain(written.claims[0])


MISSING = [
    ("task is face", WORDS.replace("    face\n", ""), ["the kind `task` has no `face`"]),
    ("task is search", WORDS.replace("task  : task\n", "task  : force\n"), ["`task` of `use` is a value of the kind `force`, not a value of the kind `task`"]),
    ("task is search", WORDS.replace("    gait\n  report\n", "  report\n    gait\n"), ["`search` of the kind `task` is another class there: `gait` stands elsewhere"]),
    ("delay < 1 day", WORDS.replace("delay : duration", "delay : number"), ["`delay` of `use` is a number, not a duration"]),
    ("live", WORDS.replace("  live  : flag\n", ""), ["`use` has no role `live`"]),
    ("actor.size > 3", WORDS.replace("  size : integer\n", ""), ["`party` has no field `size`"]),
    ("actor.size > 3", WORDS.replace("size : integer", "size : percent"), ["`size` of `party` is a percentage, not an integer"]),
    ("owns(actor, client)", WORDS.replace("owns(", "has_(").replace("relation has_", "relation holds"), ["there is no relation `owns`"]),
    ("actor is police", WORDS.replace("entity party is force", "entity party is task"), ["`party` is not classified by the kind `force`"]),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "there", "why"), MISSING)
def test_it_is_not_asked_where_a_name_is_missing_or_means_something_else(tmp_path, condition, there, why):
    _, found, _, _ = moved(tmp_path, condition, there=there)
    assert found.claim is None
    assert list(found.missing) == why


OPEN = 'open term bulk in use\n  includes delay > 3 days\nopen duration soon "soon" from 1 hour to 2 hours\n'


def test_open_words_need_their_like_and_are_read_as_they_are_there(tmp_path):
    other = OPEN.replace("3 days", "9 days").replace("2 hours", "5 hours")
    _, found, to, _ = moved(tmp_path, "bulk and delay > soon", there=WORDS, more=OPEN, more_there=other)
    assert found.missing == ()
    assert to.quantities["soon"].high == 18000
    _, found, _, _ = moved(tmp_path, "bulk and delay > soon", there=WORDS, more=OPEN)
    assert found.missing == ("there is no open term `bulk`", "there is no such open quantity `soon`")
    _, found, _, _ = moved(tmp_path, "bulk", there=WORDS, more=OPEN, more_there="open term bulk(p: party)\n")
    assert found.missing == ("the open term `bulk` is asked of other things",)


def test_defined_terms_mean_what_they_mean_at_home(tmp_path):
    mine, theirs = "define odd in use means live\n", "define odd in use means not live\n"
    claim, found, _, _ = moved(tmp_path, "odd", there=WORDS, more=mine, more_there=theirs)
    assert plain(found.claim.when) == plain(claim.when)


def test_clauses_are_those_of_one_document(tmp_path):
    clause = "clause 1\n  forbid use\n"
    _, found, _, _ = moved(tmp_path, "clause 1 applies", there=WORDS, more=clause, more_there=clause)
    assert found.missing == ("it asks of clause 1 of the document that declares it",)


def test_a_list_that_became_longer_keeps_its_rest(tmp_path):
    """What the first document knows as `other`, the second may call by a name."""
    before, after = "kind k: a, other\n\nact use\n  x : k\n", "kind k: a, b, other\n\nact use\n  x : k\n"
    _, found, _, _ = moved(tmp_path, "x is other", there=after, words=before)
    assert found.claim.when.leaves == {"b", "other"}
    _, found, _, _ = moved(tmp_path, "x is a", there=after, words=before)
    assert found.claim.when.leaves == {"a"}


def test_what_is_accepted_is_accepted_of_one_document(tmp_path):
    claim = '\nclaim c\n  use is never permitted\n    when live\n  accepting task is face because "known"\n'
    home = policy(tmp_path, "home", HEAD + WORDS + claim)
    to = policy(tmp_path, "to", HEAD.replace("home", "there") + WORDS)
    assert carried(home.claims[0], home, to).claim.accepting == ()


# --- the table ------------------------------------------------------------------------------------------------------------------


def run(tmp_path, monkeypatch, *arguments):
    monkeypatch.chdir(tmp_path)
    return run_check([*arguments, "--matrix"])


@pytest.fixture
def three(tmp_path):
    claim = "\nclaim {name}\n  use is never permitted\n    when {when}\n"
    for name, clause, claims in (
        ("a", "forbid use when live", [("live_stays_out", "live")]),
        ("b", "forbid use when live and task is search", [("no_search", "task is search")]),
        ("c", "forbid use", [("live_stays_out", "live and task is search"), ("no_search", "task is search")]),
    ):
        text = f"terms {name}\n  default permitted\n\n{WORDS}\nclause 1\n  {clause}\n"
        text += "".join(claim.format(name=n, when=w) for n, w in claims)
        (tmp_path / f"{name}.tos").write_text(text, encoding="utf-8")
    return tmp_path


def test_every_cell(three, monkeypatch):
    """By hand: b permits live reports and searches that are not live; c forbids all."""
    code, output = run(three, monkeypatch, "a.tos", "b.tos", "c.tos", "--output-format", "json")
    data = json.loads(output)
    schema = json.loads(files("tos_checker").joinpath("schema/result-1.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, schema, cls=jsonschema.Draft202012Validator)
    assert (code, data["exit"]) == (1, 1)
    cells = {row["name"]: [(c["status"], c["own"], c["reworded"]) for c in row["cells"]] for row in data["matrix"]["claims"]}
    assert cells == {
        "live_stays_out": [("holds", True, False), ("fails", False, False), ("holds", True, True)],
        "no_search": [("fails", False, False), ("fails", True, False), ("holds", True, False)],
    }
    for row in data["matrix"]["claims"]:
        for cell in row["cells"]:
            result = data["results"][cell["result"]]
            assert (result["name"], result["status"]) == (row["name"], cell["status"])
            assert result["document"] == cell["file"].removesuffix(".tos")
    assert {r["check"] for r in data["results"]} == {"claim"}


def test_the_exit_code_counts_every_cell(three, monkeypatch):
    assert run(three, monkeypatch, "c.tos", "--claim", "no_search")[0] == 0
    assert run(three, monkeypatch, "a.tos", "c.tos", "--claim", "live_stays_out")[0] == 0
    assert run(three, monkeypatch, "a.tos", "b.tos", "--claim", "live_stays_out")[0] == 1
    assert run(three, monkeypatch, "a.tos", "b.tos", "--claim", "live_stays_out", "--exit-zero")[0] == 0
    code, output = run(three, monkeypatch, "a.tos", "c.tos", "--claim", "live_stay_out")
    assert code == 2
    assert "did you mean `live_stays_out`?" in output


def test_a_wrong_document_is_no_column(three, monkeypatch):
    (three / "b.tos").write_text("terms b\n\nclause 1\n  forbid uze\n", encoding="utf-8")
    code, output = run(three, monkeypatch, "a.tos", "b.tos", "c.tos", "--output-format", "json")
    data = json.loads(output)
    assert code == 2
    assert [d["file"] for d in data["matrix"]["documents"]] == ["a.tos", "c.tos"]
    assert [d["code"] for d in data["diagnostics"]] == ["E206"]


def test_a_document_that_contradicts_itself_is_asked_nothing(three, monkeypatch):
    text = (three / "b.tos").read_text(encoding="utf-8")
    (three / "b.tos").write_text(f"{text}\nassume odd\n  in use\n    live and not live\n", encoding="utf-8")
    code, output = run(three, monkeypatch, "a.tos", "b.tos", "--output-format", "json")
    (row, *_) = json.loads(output)["matrix"]["claims"]
    assert code == 2
    assert [(c["status"], c["why"]) for c in row["cells"]] == [("holds", []), ("not_asked", ["the document is wrong"])]


def test_standard_input_is_read_once(three, monkeypatch):
    monkeypatch.chdir(three)
    text = (three / "a.tos").read_text(encoding="utf-8")
    code, output = run_check(["-", "c.tos", "--matrix", "--claim", "no_search"], text.encode())
    assert code == 1
    assert [line.split() for line in output.splitlines() if line.startswith("no_search")] == [["no_search", "fails*", "holds"]]


def test_vocabulary_is_no_column(three, monkeypatch):
    (three / "words.tos").write_text(WORDS, encoding="utf-8")
    code, output = run(three, monkeypatch, ".", "--claim", "no_search", "--output-format", "json")
    assert code == 1
    assert [d["name"] for d in json.loads(output)["matrix"]["documents"]] == ["a", "b", "c"]


def grid(names, labels, room):
    cell = Cell("undecided", own=False, reworded=False, why=(), result=None)
    columns = tuple(Column(f"{n}.tos", n, n.upper(), "", "") for n in names)
    paper = Paper(room, colour=False)
    table.full(paper, Matrix(columns, tuple(Row(label, "", "x.tos", (cell,) * len(names)) for label in labels)))
    return paper.text().split("\n\n")


def test_columns_have_letters_where_names_have_no_room():
    legend, body, *_ = grid(["the_first_vendor", "the_second_vendor"], ["claim"], 30)
    assert legend.splitlines()[0].startswith("A  ")
    assert body.splitlines() == ["       A           B", "claim  undecided*  undecided*"]
    legend, body, *_ = grid(["the_first_vendor", "the_second_vendor"], ["claim"], 80)
    assert legend.splitlines()[0].startswith("the_first_vendor ")


def test_columns_of_one_name_have_letters():
    _, body, *_ = grid(["same", "same"], ["claim"], 80)
    assert body.splitlines()[0] == "       A           B"


def test_many_columns_stand_below_each_other():
    parts = grid([f"d{n}" for n in range(5)], ["claim"], 32)
    assert [p.splitlines()[0].split() for p in parts[1:4]] == [["A", "B"], ["C", "D"], ["E"]]
    assert all(len(line) <= 32 for part in parts for line in part.splitlines())


def test_a_long_name_stands_above_its_cells():
    _, body, *_ = grid(["d"], ["a_name_that_is_longer_than_half_of_the_room"], 40)
    assert body.splitlines() == [
        "                      d",
        "a_name_that_is_longer_than_half_of_the_room",
        "                      undecided*",
    ]


def test_wording_is_compared_by_numbers_of_clauses(three, monkeypatch):
    for name, number in (("a", "1"), ("b", "1"), ("c", "2")):
        path = three / f"{name}.tos"
        text = path.read_text(encoding="utf-8") + "\nclause 2\n  forbid use when live and task is report\n"
        path.write_text(
            f"{text}\nclaim clauses\n  clause {number} never applies\n    when task is face and not live\n", encoding="utf-8"
        )
    _, output = run(three, monkeypatch, "a.tos", "b.tos", "c.tos", "--claim", "clauses", "--output-format", "json")
    (row,) = json.loads(output)["matrix"]["claims"]
    assert [(c["own"], c["reworded"]) for c in row["cells"]] == [(True, False), (True, False), (True, True)]


def test_only_the_first_loophole_is_told_unless_all_are_wished(three, monkeypatch):
    _, output = run(three, monkeypatch, "a.tos", "b.tos", "--claim", "no_search")
    assert "a: no_search fails\n  clear: permitted, as clause 1 does not apply: " in output
    assert output.endswith("help: each is told in full with `-v`\n\nfound 2 errors in 2 files\n")
    _, output = run(three, monkeypatch, "a.tos", "b.tos", "--claim", "no_search", "-v")
    assert "error[F101 claim-fails]: claim no_search fails\n  --> b.tos:" in output
    assert "(asked of a.tos)" in output
    _, output = run(three, monkeypatch, "c.tos", "--claim", "no_search", "-q")
    assert output == ""


def test_a_leaf_that_became_a_class_and_a_class_that_became_a_leaf(tmp_path):
    leaf, parts = "kind k: a, b\n\nact use\n  x : k\n", "kind k\n  a\n    a_1\n    a_2\n  b\n\nact use\n  x : k\n"
    _, found, _, _ = moved(tmp_path, "x is a", there=parts, words=leaf)
    assert found.claim.when.leaves == {"a_1", "a_2"}
    _, found, _, _ = moved(tmp_path, "x is a", there=leaf, words=parts)
    assert found.claim.when.leaves == {"a"}
    _, found, _, _ = moved(tmp_path, "x is a_1", there=leaf, words=parts)
    assert found.missing == ("the kind `k` has no `a_1`",)


def test_what_another_document_rules_is_asked_where_that_is_known_too(tmp_path):
    (tmp_path / "law.tos").write_text(f"terms law\n  default permitted\n\n{WORDS}", encoding="utf-8")
    both = 'import "law.tos"\nimport "law.tos" as law\n\n'
    _, found, to, claim = moved(tmp_path, "live and forbidden by law", words=both, there=both)
    written = policy(tmp_path, "written", (tmp_path / "to.tos").read_text(encoding="utf-8") + claim)
    assert plain(found.claim) == plain(written.claims[0])
    assert list(to.others) == ["law"]
    _, found, _, _ = moved(tmp_path, "live and forbidden by law", words=both, there='import "law.tos"\n\n')
    assert found.missing == ("`law` is not imported from `law.tos`",)
