"""The pages: every document in them loads, or gives the error that it is said to give; every command prints what is shown."""

import difflib
import re

import pytest

from tests.docs import pages

_TEXTS = {path: path.read_text(encoding="utf-8") for path in pages.PAGES}
_FENCES = {path: pages.fences(text) for path, text in _TEXTS.items()}
_DOCUMENTS = [
    (path, fence) for path, fences in _FENCES.items() for fence in fences if fence.language == "tos" and "from" not in fence.marks
]
_EXCERPTS = [(path, fence) for path, fences in _FENCES.items() for fence in fences if "from" in fence.marks]
_TALKING = [path for path, fences in _FENCES.items() if any(f.language == "console" for f in fences)]


def _where(value):
    return value.name if hasattr(value, "name") else f"line {value.line}"


@pytest.mark.parametrize("path", pages.PAGES, ids=_where)
def test_no_block_is_overlooked(path):
    assert "```" not in pages.prose(_TEXTS[path])
    assert {f.language for f in _FENCES[path]} <= pages.LANGUAGES
    marks = {m for f in _FENCES[path] for m in f.marks}
    assert marks <= {"file", "frame", "fragment", "replaces", "from", "error"}


@pytest.mark.parametrize(("path", "fence"), _DOCUMENTS, ids=_where)
def test_document(path, fence, tmp_path):
    from tos_spec.load import load

    frame = pages.frame_of(_FENCES[path])
    files = {}
    for earlier in _FENCES[path]:
        if earlier.line < fence.line:
            pages.write(earlier, tmp_path, frame, files)
    document = tmp_path / (fence.marks.get("file") or fence.marks.get("replaces") or "document.tos")
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_text(pages.text_of(fence, frame, files), encoding="utf-8", newline="")
    found = [f"{d.code} {d.span.line}:{d.span.column} {d.message}" for d in load(document).diagnostics]
    expected = fence.marks.get("error")
    if expected is None:
        assert found == []
    else:
        assert {f[:4] for f in found} == {expected}, found


@pytest.mark.parametrize(("path", "fence"), _EXCERPTS, ids=_where)
def test_excerpt(path, fence):
    whole = (pages.ROOT / fence.marks["from"]).read_text(encoding="utf-8")
    at = 0
    for piece in re.split(rf"^{pages.ELISION}\n", fence.body, flags=re.MULTILINE):
        found = whole.find(piece.strip("\n"), at)
        assert found >= 0, f"{path.name}: not in {fence.marks['from']}:\n{piece}"
        at = found + len(piece.strip("\n"))


@pytest.mark.parametrize("path", _TALKING, ids=_where)
def test_commands(path, tmp_path, monkeypatch, update_golden):
    monkeypatch.chdir(tmp_path if path.parent.name == "docs" else pages.ROOT)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    frame, files, wrong, text = pages.frame_of(_FENCES[path]), {}, [], _TEXTS[path]
    for fence in _FENCES[path]:
        pages.write(fence, tmp_path, frame, files)
        if fence.language != "console":
            continue
        now = pages.console_now(fence.body, tmp_path)
        if update_golden and pages.ELISION not in fence.body.splitlines():
            text = text.replace(f"```console\n{fence.body}```", f"```console\n{now}```", 1)
        elif not pages.agrees(fence.body, now):
            lines = difflib.unified_diff(fence.body.splitlines(), now.splitlines(), "shown", "now", lineterm="")
            wrong.append(f"{path.name}:{fence.line}\n" + "\n".join(lines))
    if text != _TEXTS[path]:
        path.write_text(text, encoding="utf-8", newline="\n")
    if wrong:
        pytest.fail("\n\n".join(wrong), pytrace=False)
