"""Texts and their trees, wrong texts and what is said of them."""

from pathlib import Path

import pytest

from tests.spec.parse.trees import shown
from tos_spec import catalogue
from tos_spec.parse import parse
from tos_spec.read import decode

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
GOOD = sorted((HERE / "good").glob("*.tos"))
BAD = sorted((HERE / "bad").glob("*.tos"))
NO_TEXT = {"E132", "E133", "E134", "E135", "E136"}  # of files: tests/spec/imports
GENERATED = {"E108"}  # tests/spec/layout


def source(path):
    read = decode(path.read_bytes(), path.name)
    assert read.source is not None
    return read.source


def listed(diagnostics):
    lines = []
    for d in diagnostics:
        s = d.span
        lines.append(f"{s.line}:{s.column}-{s.end_line}:{s.end_column} {d.code} {d.name}: {d.message}")
        lines += [f"    note: {note}" for note in d.notes]
        lines += [f"    help: {d.help}"] if d.help else []
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("path", GOOD, ids=lambda p: p.stem)
def test_good(path, golden):
    parsed = parse(source(path))
    assert listed(parsed.diagnostics) == ""
    golden(path.with_suffix(".tree"), shown(parsed.document))


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_bad(path, golden):
    parsed = parse(source(path))
    assert parsed.diagnostics
    golden(path.with_suffix(".said"), listed(parsed.diagnostics))


def test_no_golden_is_left_over(orphans):
    assert orphans(HERE / "good", "*.tree", [p.with_suffix(".tree").name for p in GOOD]) == []
    assert orphans(HERE / "bad", "*.said", [p.with_suffix(".said").name for p in BAD]) == []


def test_every_code_is_shown():
    seen = {d.code for path in BAD for d in parse(source(path)).diagnostics}
    known = {code for code in catalogue.codes() if code.startswith("E1")}
    assert known - seen == NO_TEXT | GENERATED
    assert seen <= known


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_messages_have_the_form(path):
    names = catalogue.names()
    for d in parse(source(path)).diagnostics:
        assert names[d.code] == d.name
        assert "\n" not in d.message
        assert not d.message.endswith(".")
        assert d.message[0] == "`" or d.message[0].islower()
        for text in (d.message, d.help or "", *d.notes):
            assert not any(word in text for word in ("NAME'", "_NL", "LPAR", "token", "Token", "terminal"))


@pytest.mark.parametrize("path", sorted((ROOT / "examples").rglob("*.tos")), ids=lambda p: p.stem)
def test_examples_parse(path):
    parsed = parse(source(path))
    assert parsed.diagnostics == ()
    assert parsed.document.declarations
