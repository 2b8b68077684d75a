"""Bytes to text: what is refused, where, and what is brought to one form."""

import time
from pathlib import Path

import pytest

from tos_spec.read import LIMIT, decode, read_file


def refused(data):
    read = decode(data, "t.tos")
    assert read.source is None
    [d] = read.diagnostics
    return d.code, (d.span.line, d.span.column), d.message


def text(data):
    read = decode(data, "t.tos")
    assert read.diagnostics == ()
    return read.source.text


def test_one_form():
    assert text(b"a\r\nb\rc\n\nd") == "a\nb\nc\n\nd"
    assert text(b"\xef\xbb\xbfa") == "a"
    assert text("e\u0301".encode()) == "\u00e9"
    assert text(b"") == ""


def test_the_first_wrong_byte():
    code, place, message = refused("a\r\nüb ".encode() + b"\xff\xfe")
    assert (code, place) == ("E134", (2, 4))
    assert "0xff" in message
    assert refused(b"ok\n\xc3")[:2] == ("E134", (2, 1))
    assert refused("terms x".encode("utf-16"))[:2] == ("E134", (1, 1))
    assert refused("ü".encode("latin-1"))[:2] == ("E134", (1, 1))


def test_size():
    assert refused(b"#" * (LIMIT + 1))[0] == "E133"
    assert text(b"#" * LIMIT)


@pytest.mark.parametrize("mark", ["\0", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\ufeff", "\u2028"])
def test_invisible_characters(mark):
    assert refused(f"# a\nkind {mark}a".encode())[:2] == ("E135", (2, 6))


def test_a_tower_of_marks_is_refused_in_time():
    start = time.process_time()
    assert refused(("a" + "\u0316\u0301" * 400_000).encode())[0] == "E135"
    assert time.process_time() - start < 10
    assert text(("a\u0301" * 1000).encode()) == "\u00e1" * 1000


def test_files(tmp_path):
    def code(path):
        [d] = read_file(path, "shown.tos").diagnostics
        assert d.span.file == "shown.tos"
        return d.code, d.message

    assert code(tmp_path) == ("E132", "`shown.tos` is a folder, not a file")
    assert code(tmp_path / "none.tos") == ("E132", "there is no file `shown.tos`")
    assert code(tmp_path / ("long" * 100)) == ("E132", "`shown.tos` cannot be read")
    assert code(Path("nul\0.tos")) == ("E132", "`shown.tos` cannot be read")
    (tmp_path / "loop.tos").symlink_to(tmp_path / "loop.tos")
    assert code(tmp_path / "loop.tos")[0] == "E132"
    (tmp_path / "a.tos").write_bytes(b"kind a: b\r\n")
    assert read_file(tmp_path / "a.tos", "a").source.text == "kind a: b\n"


def test_a_file_that_never_ends_is_not_read_to_its_end():
    endless = Path("/dev/zero")
    if endless.exists():
        assert [d.code for d in read_file(endless, "zero").diagnostics] == ["E133"]
