"""Texts changed by places: what no change touches keeps its bytes, and git takes the diff."""

from pathlib import Path

import pytest

from tests.mend import mended
from tos_checker.splice import Splice, after_line, clash, over, rewritten, spliced, unified, without_lines
from tos_spec.read import decode
from tos_spec.source import Source, Span

TEXT = "one\ntwo three\nfour\n"
SOURCE = Source("f", TEXT)


def at(start, end, text=""):
    return Splice("f", start, end, text)


def test_places_are_lines_and_columns_from_one():
    assert spliced(TEXT, [at((2, 1), (2, 4), "2")]) == "one\n2 three\nfour\n"
    assert spliced(TEXT, [over(Span("f", 2, 5, 2, 10), "3")]) == "one\ntwo 3\nfour\n"


def test_changes_do_not_move_each_other():
    changes = [at((1, 1), (1, 4), "a\nb"), at((2, 5), (2, 10), "c"), at((3, 5), (3, 5), "!")]
    assert spliced(TEXT, changes) == spliced(TEXT, reversed(changes)) == "a\nb\ntwo c\nfour!\n"


def test_lines_come_and_go_whole():
    assert spliced(TEXT, [after_line(SOURCE, 2, "new")]) == "one\ntwo three\nnew\nfour\n"
    assert spliced(TEXT, [without_lines(SOURCE, 2, 2)]) == "one\nfour\n"
    assert spliced(TEXT, [without_lines(SOURCE, 1, 2)]) == "four\n"


def test_changes_clash_where_they_overlap_or_begin_at_one_place():
    word = at((2, 1), (2, 4), "2")
    assert clash([word], [at((2, 3), (2, 6))])
    assert clash([word], [at((2, 1), (2, 1), "new")])
    assert not clash([word], [at((2, 4), (2, 5))])
    assert not clash([word], [Splice("g", (2, 1), (2, 4), "2")])


@pytest.mark.parametrize(
    "raw", [b"a\nb\nc\n", b"a\nb\nc", b"a\r\nb\r\nc\r\n", b"\xef\xbb\xbfa\r\nb\r\nc", b"a\rb\nc\r\n", b"b\n", b"b"]
)
@pytest.mark.parametrize("new", ["B", "B\nB2", "B\n"])
def test_only_changed_lines_change_their_bytes(raw, new, tmp_path):
    text = decode(raw, "f").source.text
    after = text.replace("b", new)
    out = rewritten(raw, text, after)
    assert decode(out, "f").source.text == after
    bare = raw.removeprefix(b"\xef\xbb\xbf")
    assert out.startswith(raw[: raw.index(b"b")])
    assert (b"\r\n" in out) == (b"\r\n" in bare or (b"\r\n" in raw and new != "B"))
    (tmp_path / "f.tos").write_bytes(raw)
    mended.applied(unified("f.tos", raw, out), tmp_path)
    assert (tmp_path / "f.tos").read_bytes() == out


def test_a_line_after_an_unended_last_one():
    raw = b"a\nb"
    assert rewritten(raw, "a\nb", "a\nb\nc") == b"a\nb\nc"


def test_git_applies_in_the_folder_where_the_paths_begin(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("sub").mkdir()
    Path("sub/f.tos").write_bytes(b"a\n")
    mended.applied(unified("sub/f.tos", b"a\n", b"b\n"), tmp_path)
    assert Path("sub/f.tos").read_bytes() == b"b\n"
