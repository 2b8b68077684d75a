"""What reports say of other documents: in words, and as data that the schema of results allows."""

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from tos_checker.render import Look, render
from tos_checker.session import Request, check_all

ROOT = Path(__file__).parent.parent.parent
SCHEMA = json.loads((ROOT / "checker" / "tos_checker" / "schema" / "result-1.json").read_text(encoding="utf-8"))


def _raise(error, doing):
    raise AssertionError(doing) from error


def report_on(name, monkeypatch):
    monkeypatch.chdir(Path(__file__).parent / "worked" / name)
    request = Request(
        names=("main.tos",),
        words=("main.tos",),
        claims=(),
        limit=None,
        today=date(2026, 6, 1),
        fail_level=None,
        exit_zero=False,
        time_limit=None,
        config=None,
        progress=None,
        on_internal_error=_raise,
    )
    return check_all(request)


@pytest.mark.parametrize("name", ["days", "names", "words"])
def test_full(name, golden, monkeypatch):
    done = report_on(name, monkeypatch)
    golden(Path(__file__).parent / "worked" / name / "main.full.txt", render("full", done.report, Look(done.text_of)))


def test_json(monkeypatch):
    done = report_on("words", monkeypatch)
    data = json.loads(render("json", done.report, Look(done.text_of)))
    jsonschema.validate(data, SCHEMA, cls=jsonschema.Draft202012Validator)
    (family,) = next(r for r in data["results"] if r["name"] == "no_stricter")["families"]
    assert family["turns_on"] == ["harmful"]
    assert family["given"] == ["urgent", "law.harmful"]
    assert family["under"]["law"] == {
        "title": "The Act on Hours",
        "outcome": "permitted",
        "headline": 'permitted, as clause 2 of law does not apply: "harmful (law)" is read as not covering this',
        "account": [
            {"clause": "1", "title": "", "applies": False, "because": '"urgent" is read as not covering this'},
            {"clause": "2", "title": "", "applies": False, "because": '"harmful (law)" is read as not covering this'},
        ],
    }
    (holds,) = [r for r in data["results"] if r["name"] == "complies"]
    assert (holds["proof"]["needs"], holds["proof"]["may_use"]) == (["1", "2"], ["1", "2", "law 1", "law 2"])


def test_json_names_rulings_with_their_document(monkeypatch):
    done = report_on("days", monkeypatch)
    data = json.loads(render("json", done.report, Look(done.text_of)))
    jsonschema.validate(data, SCHEMA, cls=jsonschema.Draft202012Validator)
    (family,) = next(r for r in data["results"] if r["name"] == "police_complied")["families"]
    assert family["reading"] == {"on conflict": "permitted", "on conflict in law": "forbidden"}
    assert (family["turns_on"], family["given"]) == (["on conflict"], ["on conflict in law"])
