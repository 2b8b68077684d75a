"""Hostile documents: each ends in a verdict or a diagnostic, and nothing of it reaches a terminal as a command."""

import contextlib
import io
import json
import os
import threading
import unicodedata
from pathlib import Path

import pytest

from tests.security.documents import CHECKED, CLAIM, HEAD, REFUSED
from tos_checker import cli
from tos_checker.commands import COMMANDS as COMMAND_NAMES

FORMATS = ("full", "concise", "json")
_BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def check(*words):
    """The exit code and what is printed on both streams."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.run([*words] if words[0] in COMMAND_NAMES else ["--today", "2026-01-01", *words])
    out.flush()
    return code, out.buffer.getvalue().decode(), err.getvalue()


def codes_of(out):
    return {d["code"] for d in json.loads(out)["diagnostics"] if d["severity"] == "error"}


def dangerous(text):
    """The characters that a terminal or an editor would obey."""
    return {c for c in text if (unicodedata.category(c) == "Cc" and c != "\n") or unicodedata.bidirectional(c) in _BIDI}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name, folder):
    make, codes = REFUSED[name]
    (folder / "d.tos").write_text(make(), encoding="utf-8", newline="")
    code, out, err = check("d.tos", "--output-format", "json")
    assert (code, err) == (2, "")
    assert codes_of(out) & codes if codes else codes_of(out)


@pytest.mark.parametrize("name", CHECKED)
def test_checked(name, folder):
    (folder / "d.tos").write_text(CHECKED[name](), encoding="utf-8", newline="")
    code, out, err = check("d.tos", "--output-format", "json", "--time-limit", "5")
    assert code in (0, 1, 2, 3)
    assert err == ""
    assert not any(c.startswith("X") for c in codes_of(out))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    "name", ["escapes in titles and labels", "a bidirectional control outside a string", "a control character"]
)
def test_nothing_reaches_the_terminal_as_a_command(name, format, folder):
    made = CHECKED[name]() if name in CHECKED else REFUSED[name][0]()
    (folder / "d.tos").write_text(made, encoding="utf-8", newline="")
    for more in ((), ("-v",), ("--color", "never")):
        _, out, err = check("d.tos", "--output-format", format, *more)
        assert not dangerous(out), format
        assert not dangerous(err)


EVIL = "evil\u202e\u2066\u200f\x7f\x85\x9b31m\x1b[2J.tos"
MARKS = {"\u200e", "\u200f", "\u061c"}
"""Marks of direction are part of some scripts, so documents may have them; they reorder what is read, all the same."""

MARKED = (
    'terms t "ti\u200ftle"\n  default permitted\n\nact go "go\u061cing" says "{fast} \u200e"\n  fast : flag "fa\u200fst"\n  slow : flag\n'
    '\nclause 1 "o\u200ene"\n  forbid go\n    when fast\n\nclause 2 "t\u200ewo"\n  forbid go\n    when slow\n\nclaim c "cl\u200faim"\n  go is never permitted\n'
)
COMMANDS = (
    ("edges", EVIL),
    ("guard", EVIL),
    ("ask", EVIL, "fast"),
    ("mend", EVIL, "c"),
    ("diff", EVIL, "plain.tos"),
    ("diff", "plain.tos", EVIL),
    (EVIL, "plain.tos", "--matrix"),
    ("export", EVIL, "--to", "json"),
)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: f"{words[0]} {words[-1]}".encode("unicode_escape").decode())
def test_no_command_prints_what_would_be_obeyed(words, folder):
    (folder / EVIL).write_text(MARKED, encoding="utf-8", newline="")
    (folder / "plain.tos").write_text(f"{HEAD}{CLAIM}", encoding="utf-8")
    formats = ((),) if words[0] == "export" else (("--output-format", "full"), ("--output-format", "json"))
    for format in formats:
        given = words if words[0] in ("export", "edges", "guard", "ask") else (*words, "--today", "2026-01-01")
        code, out, err = check(*given, *format)
        assert code in (0, 1)
        assert not dangerous(out)
        assert not dangerous(err)
        assert not MARKS & {*out, *err}
        if "json" in (*words, *format):
            assert MARKS & set("".join(texts(json.loads(out))))  # escaped, they mean the same


def texts(data):
    """All texts in data."""
    if isinstance(data, dict):
        return [text for key, value in data.items() for text in (key, *texts(value))]
    if isinstance(data, list):
        return [text for value in data for text in texts(value)]
    return [data] if isinstance(data, str) else []


@pytest.mark.parametrize("format", FORMATS)
def test_names_of_files_are_data(format, folder):
    name = "\x1b[31mevil\u202e\n\x07.tos"
    (folder / name).write_text(f"{HEAD}{CLAIM}\nclause 2\n  forbid nothing\n", encoding="utf-8")
    for given in (name, "."):
        code, out, err = check(given, "--output-format", format)
        assert code == 2
        assert not dangerous(out)
        assert not dangerous(err)


# --- what is read -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "where", ["../secret.tos", "/etc/passwd", "sub/../../secret.tos", "~/secret.tos", "link.tos", "linked/secret.tos"]
)
def test_imports_stay_inside(where, folder):
    inside = folder / "inside"
    inside.mkdir()
    (folder / "secret.tos").write_text("kind secret: hidden_word, other\n", encoding="utf-8")
    (inside / "link.tos").symlink_to(folder / "secret.tos")
    (inside / "linked").symlink_to(folder, target_is_directory=True)
    (inside / "d.tos").write_text(f'{HEAD}\nimport "{where}"\n', encoding="utf-8")
    code, out, _ = check("inside/d.tos", "--output-format", "json")
    assert code == 2
    assert "hidden_word" not in out
    assert "root:" not in out


def in_time(function, seconds=30):
    """The result of a call that must not wait for anybody."""
    found = []
    thread = threading.Thread(target=lambda: found.append(function()), daemon=True)
    thread.start()
    thread.join(seconds)
    assert found, "it waits"
    return found[0]


@pytest.mark.parametrize("device", ["fifo", "/dev/zero", "folder"])
@pytest.mark.parametrize("imported", [True, False])
def test_what_is_no_file(device, imported, folder):
    target = folder / "target.tos"
    if device == "fifo":
        os.mkfifo(target)
    elif device == "folder":
        target.mkdir()
    else:
        target.symlink_to(device)
    (folder / "d.tos").write_text(f'{HEAD}\nimport "target.tos"\n', encoding="utf-8")
    if imported or device != "fifo":  # who names a pipe on the command line wants it read
        code, out, _ = in_time(lambda: check("d.tos" if imported else "target.tos", "--output-format", "json"))
        assert code == 2
        assert codes_of(out)
    assert in_time(lambda: check(".", "--output-format", "json"))[0] == 2


def test_a_chain_of_imports_is_bounded(folder):
    for number in range(1_000):
        (folder / f"v{number}.tos").write_text(f'import "v{number + 1}.tos"\n\nkind k{number}: a, b\n', encoding="utf-8")
    (folder / "v1000.tos").write_text("kind last: a, b\n", encoding="utf-8")
    (folder / "d.tos").write_text(f'{HEAD}\nimport "v0.tos"\n', encoding="utf-8")
    code, out, _ = check("d.tos", "--output-format", "json")
    assert code == 2
    assert "E215" in codes_of(out)


def test_a_circle_of_imports_ends(folder):
    (folder / "a.tos").write_text('import "b.tos"\n\nkind ka: x, y\n', encoding="utf-8")
    (folder / "b.tos").write_text('import "a.tos"\n\nkind kb: x, y\n', encoding="utf-8")
    (folder / "d.tos").write_text(f'{HEAD}\nimport "a.tos"\n', encoding="utf-8")
    assert check("d.tos", "--output-format", "json")[0] in (0, 1, 2)


@pytest.mark.parametrize(
    "data", [b"\xff\xfet\x00e\x00", b"terms \xff\n", b"\x00" * 1_000, b"terms t\n\ttab\n", b"\xef\xbb\xbf\xef\xbb\xbfterms t\n"]
)
def test_bytes_that_are_no_text(data, folder):
    (folder / "d.tos").write_bytes(data)
    code, out, _ = check("d.tos", "--output-format", "json")
    assert code == 2
    assert codes_of(out)


@pytest.mark.parametrize(
    "text", ["x = " + "[" * 100_000, "[checks]\n" + 'a."b".' * 10_000 + "c = 1\n", "limit = " + "9" * 5_000, "\x00"]
)
def test_a_hostile_configuration(text, folder):
    (folder / "tos.toml").write_text(text, encoding="utf-8")
    (folder / "d.tos").write_text(HEAD + CLAIM, encoding="utf-8")
    code, out, _ = check("d.tos", "--output-format", "json")
    assert code in (0, 1, 2)
    assert not any(c.startswith("X") for c in codes_of(out))


def test_nothing_is_written(folder):
    (folder / "d.tos").write_text(HEAD + CLAIM, encoding="utf-8")
    before = {p: p.stat().st_mtime_ns for p in folder.iterdir()}
    check("d.tos")
    assert {p: p.stat().st_mtime_ns for p in Path().absolute().iterdir()} == before
