"""Amending documents: what they come to, where its parts were written, and what is said of wrong ones."""

import dataclasses
import random
import re
from pathlib import Path

import pytest

from tests.spec.said import said
from tos_spec.format import format_document
from tos_spec.load import load
from tos_spec.parse import parse
from tos_spec.source import Source, Span

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
BAD = sorted(p for p in (HERE / "bad").glob("*.tos") if not p.stem.startswith("other_"))
GOOD = sorted(p for p in (HERE / "good").iterdir())


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_bad(path, golden):
    loaded = load(path, shown_as=path.name)
    assert loaded.policy is None
    golden(path.with_suffix(".said"), said(loaded.diagnostics))


def test_no_golden_is_left_over(orphans):
    assert orphans(HERE / "bad", "*.said", [p.with_suffix(".said").name for p in BAD]) == []


def policy(path, text=None):
    loaded = load(path, text=text, shown_as=path.name)
    assert said(loaded.diagnostics) == ""
    return loaded.policy


def placeless(node):
    """A core apart from places, and from what is gone: what it says, and in which order."""
    if isinstance(node, Span):
        return None
    if isinstance(node, dict):
        return [(placeless(k), placeless(v)) for k, v in node.items()]
    if isinstance(node, list | tuple):
        return [placeless(n) for n in node]
    if dataclasses.is_dataclass(node):
        fields = {f.name: getattr(node, f.name) for f in dataclasses.fields(node) if f.name not in ("file", "lapsed")}
        return {"node": type(node).__name__, **{k: placeless(v) for k, v in fields.items()}}
    return node


@pytest.mark.parametrize("folder", GOOD, ids=lambda p: p.name)
def test_an_amendment_says_what_the_whole_text_says(folder):
    assert placeless(policy(folder / "amended.tos")) == placeless(policy(folder / "whole.tos"))


@pytest.mark.parametrize("folder", GOOD, ids=lambda p: p.name)
def test_an_amending_file_alone_has_a_layout(folder):
    path = folder / "amended.tos"
    loaded = load(path, shown_as=path.name)
    assert format_document(loaded.document, loaded.sources[path.name]) == path.read_text(encoding="utf-8")


def test_every_part_keeps_the_place_where_it_was_written():
    found = policy(HERE / "good" / "pool" / "amended.tos")
    assert found.file == "amended.tos"
    assert {c.number: (c.span.file, c.span.line) for c in found.clauses} == {
        "1": ("amended.tos", 16),
        "2": ("base.tos", 21),
        "5(1)": ("base.tos", 46),
        "3": ("amended.tos", 6),
    }
    assert {c.number: [x.text for x in c.conditions] for c in found.clauses}["3"] == ["minor or lonely"]
    assert {c.name: c.span.file for c in found.claims} == {"no_lonely_child": "base.tos", "nobody_early": "amended.tos"}
    assert found.kinds["swimmer"].span.file == "amended.tos"
    assert found.acts["swim"].span.file == "base.tos"


# --- any document, as an amendment of one that is otherwise ---------------------------------------------------------------------

WHOLE = sorted(p for p in (ROOT / "examples").rglob("*.tos") if re.search("^terms ", p.read_text(encoding="utf-8"), re.MULTILINE))
_STUBS = {"clause": "\n  forbid {act}\n", "claim": "\n  {act} is never permitted\n", "case": "\n  {act}\n  expect permitted\n"}


def blocks(text):
    """The blocks of a document, without comments, as its layout has them."""
    source = Source("t.tos", text)
    document = dataclasses.replace(parse(source).document, comments=())
    return re.split(r"\n(?=\S)", format_document(document, source).rstrip("\n"))


def name_of(block):
    found = re.match(r"(clause|claim|case|assume|define|open term) ([\w.()-]+)", block)
    return found and (found[1], found[2])


def stub(block, act):
    """Another declaration of the same name, or None."""
    sort, name = name_of(block)
    return f"{sort} {name}" + _STUBS[sort].format(act=act) if sort in _STUBS else None


@pytest.mark.parametrize("path", WHOLE, ids=lambda p: p.stem)
def test_a_document_can_be_had_by_any_changes(path, tmp_path):
    whole = path.read_text(encoding="utf-8")
    wanted = policy(path)
    if any(line.startswith(("strike ", "replace ")) for line in whole.split("\n")):
        pytest.skip("it amends another")
    act = next(iter(wanted.acts))
    for other in path.parent.glob("*.tos"):
        (tmp_path / other.name).write_bytes(other.read_bytes())
    for seed in range(10):
        base, changes = changed(blocks(whole), act, random.Random(seed))  # noqa: S311 - no secret
        (tmp_path / "base_of_it.tos").write_text("\n\n".join(base) + "\n", encoding="utf-8")
        text = "\n\n".join(changes) + "\n"
        (tmp_path / path.name).write_text(text, encoding="utf-8")
        found = load(tmp_path / path.name, shown_as=path.name)
        assert said(found.diagnostics) == "", text
        assert placeless(found.policy) == placeless(wanted), text


def changed(parts, act, rng):
    """A document that lacks, adds and says otherwise, and the amendment that brings back what `parts` say."""
    header, *parts = parts
    cut = rng.randint(0, len(parts))
    base, changes = [header.replace("terms ", "terms before_", 1)], []
    for part in parts[:cut]:
        if name_of(part) and rng.random() < 0.4 and (other := stub(part, act)):
            base.append(other.rstrip("\n"))
            changes.append(f"replace {part}")
        else:
            base.append(part)
        if rng.random() < 0.3:
            sort = rng.choice(sorted(_STUBS))
            name = f"added-{len(base)}" if sort == "clause" else f"added_{len(base)}"
            base.append(f"{sort} {name}" + _STUBS[sort].format(act=act).rstrip("\n"))
            changes.append(f"strike {sort} {name}")
    new = parts[cut:]
    changes += new  # in its order, and anywhere among the rest
    rng.shuffle(changes)
    kept = iter(new)
    changes = [next(kept) if c in new else c for c in changes]
    lines = header.split("\n")
    return base, ["\n".join([lines[0], '  amends "base_of_it.tos"', *lines[1:]]), *changes]


def test_what_nothing_uses_is_told_file_by_file(tmp_path):
    (tmp_path / "old.tos").write_text(
        "terms a\n\nact use\n  late : flag\n\nclause 1\n  forbid use\n\ndefine old in use means late\n", encoding="utf-8"
    )
    (tmp_path / "new.tos").write_text('terms b\n  amends "old.tos"\n\ndefine new in use means late\n', encoding="utf-8")
    found = load(tmp_path / "new.tos", shown_as="new.tos").unused
    assert [(u.name, u.span.file, u.span.line) for u in found] == [("old", "old.tos", 9), ("new", "new.tos", 4)]


def test_an_amended_document_can_be_met_under_a_name(tmp_path):
    files = {
        "words": "act use\n  late : flag\n",
        "law": 'terms law\n  default permitted\n\nimport "words.tos"\n\nclause 1\n  forbid use\n    when late\n',
        "law_2": 'terms law_2\n  amends "law.tos"\n\nreplace clause 1\n  forbid use\n',
        "vendor": 'terms vendor\n\nimport "words.tos"\nimport "law_2.tos" as law\n\nclause 1\n  forbid use\n'
        "\nclaim c\n  use is never permitted\n    when forbidden by law\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.tos").write_text(text, encoding="utf-8")
    met = policy(tmp_path / "vendor.tos").others["law"]
    assert [(c.number, c.conditions, c.span.file) for c in met.clauses] == [("1", (), "law_2.tos")]


def test_many_mistakes_are_told_in_part_and_in_time(tmp_path):
    clauses = "".join(f"clause {n}\n  forbid use\n\n" for n in range(5000))
    (tmp_path / "old.tos").write_text(f"terms a\n\nact use\n\n{clauses}", encoding="utf-8")
    missing = ", ".join(f"x{n}" for n in range(5000))
    (tmp_path / "new.tos").write_text(f'terms b\n  amends "old.tos"\n\nstrike clause {missing}\n', encoding="utf-8")
    found = load(tmp_path / "new.tos", shown_as="new.tos").diagnostics
    assert (len(found), {d.code for d in found}) == (100, {"E464"})
