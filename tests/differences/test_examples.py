"""The clauses of 2024 as first published, against the corrected ones: what the correction changed, all of it, and as it is told."""

import json
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from tests.differences.checked import mirrored, policy, reasons
from tos_checker.budget import Budget
from tos_checker.cli import run
from tos_checker.compare import compare
from tos_spec import interpret
from tos_spec.core import Policy
from tos_spec.load import load
from tos_spec.scenario import Reading

EXAMPLES = Path(__file__).parents[2] / "examples"
OLD, NEW = "azure_openai/limbs_first_published.tos", "azure_openai/limbs_corrected.tos"
GOLDEN = Path(__file__).parent / "limbs.full.txt"
BY_A = ("silence", frozenset({"A"}))


def _loaded(name: str) -> Policy:
    found = load(EXAMPLES / name).policy
    assert found is not None
    return found


@pytest.fixture(scope="module")
def correction():
    return compare(_loaded(OLD), _loaded(NEW), Budget.of_seconds(300))


def test_every_family(correction):
    """Clause A banned all use by US police, and bans facial recognition now; whether verifying a face is that, and who is a US police department, is open."""
    assert reasons(correction) == {
        ("forbidden", "permitted", 1, *BY_A),  # city police, no recognition of faces
        ("forbidden", "unsettled", 1, *BY_A),  # city police verify a face
        ("unsettled", "permitted", 1, *BY_A),  # a federal agency, no recognition of faces
        ("unsettled", "unsettled", 1, *BY_A),  # a federal agency verifies a face
    }
    assert correction.complete


def test_the_other_direction(correction):
    back = compare(_loaded(NEW), _loaded(OLD), Budget.of_seconds(300))
    assert reasons(back) == mirrored(reasons(correction))


def test_the_report_writer_turns(correction):
    """City police who have a report drafted: forbidden on every reading before, permitted on every reading now."""
    (permitted,) = [f for f in correction.families if f.kind == "newly_permitted"]
    facts = dict(permitted.scenario.facts) | {("task",): "report_writing", ("camera",): "body_worn"}
    writer = type(permitted.scenario)(permitted.scenario.act, facts, permitted.scenario.identity)
    for side, outcome in ((correction.joint.old, "forbidden"), (correction.joint.new, "permitted")):
        names = [name for name, args in interpret.points(side, writer) if not args]
        for bits in range(2 ** len(names)):
            terms = {name: bool(bits >> i & 1) for i, name in enumerate(names)}
            assert interpret.judge(side, writer, Reading(terms, {}, {})).outcome == outcome
    (fact,) = [e for e in permitted.pattern.entries if e.given.path == ("task",)]
    assert "report_writing" in fact.leaves


def test_as_it_is_told(monkeypatch, capsys, update_golden):
    monkeypatch.chdir(EXAMPLES)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert run(["diff", OLD, NEW, "--today", "2026-06-01"]) == 1
    shown = capsys.readouterr().out
    if update_golden:
        GOLDEN.write_text(shown, encoding="utf-8", newline="\n")
    assert shown == GOLDEN.read_text(encoding="utf-8")


def test_as_data(monkeypatch, capsys):
    monkeypatch.chdir(EXAMPLES)
    assert run(["diff", OLD, NEW, "--today", "2026-06-01", "--output-format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    schema = resources.files("tos_checker").joinpath("schema/result-1.json").read_text(encoding="utf-8")
    jsonschema.validate(data, json.loads(schema))
    kinds = [(r["status"], len(r["families"])) for r in data["results"] if r["check"] == "change"]
    assert kinds == [("newly_permitted", 1), ("newly_unsettled", 2), ("newly_settled", 1)]
    turned = {r["name"]: (r["was"], r["now"], r["change"]) for r in data["results"] if r["check"] != "change"}
    assert turned == {
        "no_live_identification": ("arguable", "fails", "turned"),
        "report_writing_stays": ("fails", "holds", "turned"),
        "draft_one": ("holds", "holds", "reworded"),
    }


def test_of_nothing_that_changed_there_is_one_result(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    text = "terms made\n  default permitted\n\nact use\n  paid : flag\n\nclause 1\n  forbid use\n    unless paid\n"
    Path("a.tos").write_text(text, encoding="utf-8")
    assert policy(text).name == "made"
    assert run(["diff", "a.tos", "a.tos", "--output-format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [(r["check"], r["status"]) for r in data["results"]] == [("change", "unchanged")]
    assert data["exit"] == 0


def test_a_limit_on_effort_leaves_it_undecided(monkeypatch, capsys):
    monkeypatch.chdir(EXAMPLES)
    code = run(["diff", OLD, NEW, "--time-limit", "0.02", "--fail-on", "newly_forbidden"])
    assert code == 3
    shown = capsys.readouterr()
    assert "limit was reached" in shown.out + shown.err
    assert "proved" not in shown.out
