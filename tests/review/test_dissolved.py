"""A class that a change dissolves is no value: nothing is told of scenarios that neither document knows."""

import pytest

from tos_checker.cli import run

_WORDS = "terms t\n  default permitted\nkind k\n{}act use\n  a : k\n  s : set of k\n"
_NESTED, _FLAT = "  p\n    p1\n    p2\n  q\n", "  p1\n  p2\n  q\n"


def _document(kind, condition):
    return f"{_WORDS.format(kind)}clause 1\n  forbid use when {condition}\n"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (_document(_NESTED, "a is p"), _document(_FLAT, "a is one of p1, p2"), 0),
        (_document(_FLAT, "a is one of p1, p2"), _document(_NESTED, "a is p"), 0),
        (_document(_NESTED, "a is not p"), _document(_FLAT, "a is q"), 0),
        (_document(_NESTED, "s has only p"), _document(_FLAT, "s has no q"), 0),
        (_document("  p\n    o\n      p1\n      p2\n  q\n", "a is o"), _document(_FLAT, "a is not q"), 0),
        (_document(_NESTED, "a is p"), _document(_FLAT, "a is p1"), 1),
    ],
)
def test_a_class_without_leaves(tmp_path, monkeypatch, capsysbinary, old, new, code):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.tos").write_text(old, encoding="utf-8")
    (tmp_path / "new.tos").write_text(new, encoding="utf-8")
    assert run(["diff", "old.tos", "new.tos", "--output-format", "concise"]) == code
    told = capsysbinary.readouterr().out.decode()
    assert ("unchanged" in told) == (code == 0)
    assert code == 0 or "a is p2, not p1" in told
