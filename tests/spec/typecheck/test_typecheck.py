"""Wrong documents and what is said of them: typecheck."""

from pathlib import Path

import pytest

from tests.spec.said import said
from tos_spec import catalogue
from tos_spec.load import load

HERE = Path(__file__).parent
BAD = sorted(p for p in (HERE / "bad").glob("*.tos") if not p.stem.startswith("other_"))


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_bad(path, golden):
    loaded = load(path, shown_as=path.name)
    assert loaded.policy is None
    golden(path.with_suffix(".said"), said(loaded.diagnostics))


def test_no_golden_is_left_over(orphans):
    assert orphans(HERE / "bad", "*.said", [p.with_suffix(".said").name for p in BAD]) == []


GENERATED = {"E223", "E315", "E418", "E419"}  # tests/spec/desugar
FOLDERS = (HERE / "bad", HERE.parent / "resolve" / "bad", HERE.parent / "amend" / "bad")


def test_every_code_is_shown():
    paths = [p for folder in FOLDERS for p in folder.glob("*.tos") if not p.stem.startswith("other_")]
    seen = {d.code for p in paths for d in load(p, shown_as=p.name).diagnostics}
    known = {c for c in catalogue.codes() if c[:2] in ("E2", "E3", "E4") and not c.startswith("E21")}
    assert known - seen == GENERATED
    assert seen <= known


def test_messages_have_the_form():
    names = catalogue.names()
    for p in (p for folder in FOLDERS for p in folder.glob("*.tos") if not p.stem.startswith("other_")):
        for d in load(p, shown_as=p.name).diagnostics:
            assert names[d.code] == d.name
            assert d.message[0] == "`" or d.message[0].islower()
            for text in (d.message, d.help or "x", *d.notes):
                assert "\n" not in text
                assert not text.endswith(".")
                assert text.count("`") % 2 == 0
