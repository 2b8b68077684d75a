"""Each document of this folder gets the answers that its comments work out by hand, in words that a golden keeps."""

import json
from importlib.resources import files

import jsonschema
import pytest

from tests.checker.documents import DOCUMENTS, HERE, checked, exit_of, expected, shown

IDS = [p.relative_to(HERE).as_posix() for p in DOCUMENTS]


@pytest.mark.parametrize("path", DOCUMENTS, ids=IDS)
def test_document(path, golden):
    wanted = expected(path)
    found = checked(path)
    answers = {}
    for result in found.results:
        if result.check in ("claim", "case"):
            strengths = dict.fromkeys(f.strength for f in result.families)
            answers[result.check, result.name] = (result.status, *strengths)
    assert answers == wanted.answers
    findings = [(r.check, r.name) for r in found.results if r.check not in ("claim", "case")]
    findings += [(d.code, d.name) for d in found.diagnostics]
    assert findings == wanted.findings
    assert exit_of(found).value == wanted.exit
    golden(path.with_suffix(".txt"), f"exit {wanted.exit}\n\n{shown(found)}")


@pytest.mark.parametrize("path", DOCUMENTS, ids=IDS)
def test_json(path):
    schema = json.loads(files("tos_checker").joinpath("schema/result-1.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(shown(checked(path), "json")), schema, cls=jsonschema.Draft202012Validator)


def test_no_orphans(orphans):
    for folder in {p.parent for p in DOCUMENTS}:
        assert orphans(folder, "*.txt", [p.with_suffix(".txt").name for p in DOCUMENTS]) == []
