"""Options, configuration and exit codes, with an engine that says what the test wants."""

import datetime
import json
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest

from tests.cli.transcripts import run_check
from tos_checker.report import Checked, Result
from tos_spec.diagnostics import Diagnostic
from tos_spec.source import Span


def result(file, name, status="fails", level="error", check="claim", headline=""):
    return Result("terms", check, name, "A title", "", status, level, headline, Span(file, 1, 1, 1, 2))


@pytest.fixture
def engine(monkeypatch, tmp_path):
    """The results to be given, by the name of the file; and what the engine was asked."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    asked = []
    answers = {}

    def check_file(path, **given):
        asked.append((path, given))
        answer = answers.get(given["shown_as"], ())
        if isinstance(answer, BaseException):
            raise answer
        diagnostics = tuple(a for a in answer if isinstance(a, Diagnostic))
        results = tuple(a for a in answer if isinstance(a, Result))
        return Checked(given["shown_as"], "" if diagnostics else "terms", "", diagnostics, results, (), ())

    module = types.ModuleType("tos_checker.check")
    module.check_file = check_file
    monkeypatch.setitem(sys.modules, "tos_checker.check", module)

    def put(name, *results):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        if name != "<standard input>":
            Path(name).write_text("terms terms\n", encoding="utf-8")
        answers[name] = results[0] if results and isinstance(results[0], BaseException) else results

    return types.SimpleNamespace(put=put, asked=asked)


def wrong(file):
    return Diagnostic("E204", "unknown-name", "wrong", Span(file, 1, 1, 1, 2))


@pytest.mark.parametrize(
    ("answers", "options", "code"),
    [
        ([], [], 0),
        ([result("a.tos", "a", "holds", None)], [], 0),
        ([result("a.tos", "a")], [], 1),
        ([result("a.tos", "a", "found", "warning", "conflict")], [], 0),
        ([result("a.tos", "a", "found", "warning", "conflict")], ["--fail-level", "warning"], 1),
        ([result("a.tos", "a", "found", "note", "silence")], ["--fail-level", "note"], 1),
        ([result("a.tos", "a", "undecided", "note", "silence")], [], 3),
        ([result("a.tos", "a")], ["--exit-zero"], 0),
        ([result("a.tos", "a", "undecided")], [], 3),
        ([result("a.tos", "a", "undecided")], ["--exit-zero"], 0),
        ([result("a.tos", "a", "undecided"), result("a.tos", "b")], [], 1),
        ([wrong("a.tos")], [], 2),
        ([wrong("a.tos")], ["--exit-zero"], 2),
        ([RuntimeError("boom")], ["--exit-zero"], 4),
        ([RecursionError()], [], 4),
    ],
)
def test_exit_codes(engine, answers, options, code):
    engine.put("a.tos", *answers)
    assert run_check(["a.tos", *options])[0] == code


def test_one_broken_file_does_not_stop_the_others(engine):
    engine.put("a.tos", RuntimeError("boom"))
    engine.put("b.tos", wrong("b.tos"))
    engine.put("c.tos", result("c.tos", "found_in_c"))
    code, text = run_check(["a.tos", "gone.tos", "b.tos", "c.tos"])
    assert code == 4
    assert "found_in_c" in text
    assert "E204" in text
    assert "Traceback" not in text
    assert "boom" not in text


def test_traceback_only_when_asked(engine):
    engine.put("a.tos", RuntimeError("boom"))
    assert "Traceback" in run_check(["-v", "a.tos"])[1]


def test_wrong_before_found_and_undecided(engine):
    engine.put("a.tos", result("a.tos", "x"), result("a.tos", "y", "undecided"))
    engine.put("b.tos", wrong("b.tos"))
    assert run_check(["a.tos", "b.tos"])[0] == 2


def test_folders_are_searched(engine):
    for name in ("d/b.tos", "d/a.tos.md", "d/.hidden/x.tos", "d/sub/c.tos", "d/notes.md"):
        engine.put(name)
    run_check(["d", "d/sub/c.tos", "d/notes.md"])
    assert [g["shown_as"] for _, g in engine.asked] == ["d/a.tos.md", "d/b.tos", "d/sub/c.tos", "d/notes.md"]


def test_standard_input(engine):
    engine.put("<standard input>", result("<standard input>", "in_the_pipe"))
    code, text = run_check(["-"], b"terms t\n")
    assert code == 1
    assert engine.asked[0][1]["text"] == b"terms t\n"
    assert "--> <standard input>:1:1" in text


def test_options_reach_the_engine(engine):
    engine.put("a.tos", result("a.tos", "x", "holds", None))
    run_check(["--claim", "x", "a.tos", "--limit", "3", "--today", "2026-01-31", "--time-limit", "2.5"])
    given = engine.asked[0][1]
    assert given["claims"] == frozenset({"x"})
    assert (given["limit"], given["time_limit"], given["today"]) == (3, 2.5, datetime.date(2026, 1, 31))
    assert given["progress"] is None


def test_today_is_the_day_in_utc(engine):
    engine.put("a.tos")
    before = datetime.datetime.now(datetime.UTC).date()
    run_check(["a.tos"])
    assert before <= engine.asked[0][1]["today"] <= datetime.datetime.now(datetime.UTC).date()


def test_a_file_called_like_a_command(engine):
    engine.put("format")
    assert run_check(["./format"])[0] == 0
    assert run_check(["run", "format"])[0] == 0
    assert run_check(["--", "format"])[0] == 0
    assert len(engine.asked) == 3


@pytest.mark.parametrize(
    "options",
    [
        ["--no-such-option"],
        ["--limit", "0"],
        ["--today", "2026-02-30"],
        ["--today", "1850-01-01"],
        ["--time-limit", "nan"],
        ["--time-limit", "soon"],
        ["--fail-level", "fatal"],
        ["--output-format", "pdf"],
        ["--config", "missing.toml"],
    ],
)
def test_wrong_use(engine, options):
    engine.put("a.tos")
    code, text = run_check(["a.tos", *options])
    assert code == 2
    assert "Traceback" not in text
    assert not engine.asked


def test_json_on_standard_output(engine):
    engine.put("a.tos", result("a.tos", "x", headline="日本 \ud800"))
    code, text = run_check(["a.tos", "--output-format", "json"])
    data = json.loads(text)
    assert code == data["exit"] == 1
    assert "日本" in text


def test_a_report_that_is_kept_names_the_day(engine):
    engine.put("a.tos", result("a.tos", "x"))
    _, printed = run_check(["a.tos", "--today", "2026-01-31"])
    run_check(["a.tos", "--today", "2026-01-31", "-o", "report.txt"])
    kept = Path("report.txt").read_text(encoding="utf-8")
    assert "checked for" not in printed
    assert "checked for 2026-01-31" in kept


def test_output_to_a_file(engine):
    engine.put("a.tos", result("a.tos", "x"))
    code, text = run_check(["a.tos", "-o", "report.txt", "--output-format", "concise"])
    assert (code, text) == (1, "")
    assert Path("report.txt").read_text(encoding="utf-8").startswith("a.tos:1:1: error[F101 claim-fails]")
    _, text = run_check(["a.tos", "-o", "json:report.json", "-o", "concise:report.txt"])
    assert text.startswith("error[F101 claim-fails]")
    assert json.loads(Path("report.json").read_text(encoding="utf-8"))["exit"] == 1
    assert sorted(p.name for p in Path().iterdir()) == ["a.tos", "report.json", "report.txt"]


def test_output_keeps_links_and_permissions(engine):
    engine.put("a.tos")
    Path("real.txt").write_text("old", encoding="utf-8")
    Path("real.txt").chmod(0o640)
    Path("link.txt").symlink_to("real.txt")
    run_check(["a.tos", "-o", "link.txt"])
    assert Path("link.txt").is_symlink()
    assert Path("real.txt").stat().st_mode & 0o777 == 0o640
    assert "nothing found" in Path("real.txt").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs permissions that count")
def test_output_that_cannot_be_written(engine):
    engine.put("a.tos")
    Path("closed").mkdir()
    Path("closed").chmod(0o500)
    code, text = run_check(["a.tos", "-o", "closed/report.txt"])
    assert code == 2
    assert "cannot be written" in text


@pytest.mark.parametrize(
    ("environment", "options", "coloured"),
    [
        ({}, [], False),
        ({}, ["--color", "always"], True),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], False),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
    ],
)
def test_colour(engine, monkeypatch, environment, options, coloured):
    engine.put("a.tos")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in run_check(["a.tos", *options])[1]) == coloured


def test_quiet(engine):
    engine.put("a.tos", result("a.tos", "x", "found", "note", "silence", "quiet please"), result("a.tos", "y", "holds", None))
    assert run_check(["a.tos", "-q"]) == (0, "")
    assert "quiet please" in run_check(["a.tos", "-q", "--fail-level", "note"])[1]


def configure(text, name="tos.toml"):
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def test_configuration(engine):
    engine.put("d/e/a.tos", result("d/e/a.tos", "x", "found", "warning", "conflict"))
    configure('fail-level = "warning"\ntoday = 2030-01-02\nlimit = 7\ntime-limit = 4\n[checks]\nsilence = "off"\n', "d/tos.toml")
    assert run_check(["d"])[0] == 1
    given = engine.asked[0][1]
    assert (given["levels"], given["today"], given["limit"]) == ({"silence": "off"}, datetime.date(2030, 1, 2), 7)
    assert run_check(["d", "--fail-level", "error", "--today", "2026-01-01"])[0] == 0
    assert engine.asked[1][1]["today"] == datetime.date(2026, 1, 1)


def test_nearest_configuration_counts(engine):
    engine.put("d/a.tos")
    configure("limit = 1\n")
    configure("[tool.toscheck]\nlimit = 2\n", "d/pyproject.toml")
    run_check(["d"])
    configure("[project]\nname = 'x'\n", "d/pyproject.toml")
    run_check(["d"])
    configure("broken [", "d/pyproject.toml")
    run_check(["d"])
    configure("limit = 3\n", "other.toml")
    run_check(["d", "--config", "other.toml"])
    assert [g["limit"] for _, g in engine.asked] == [2, 1, 1, 3]


@pytest.mark.parametrize(
    ("text", "code", "place", "cure"),
    [
        ('fail-levle = "error"\n', "E653", "1:1", "did you mean `fail-level`?"),
        ('[checks]\nsilense = "off"\n', "E653", "2:1", "did you mean `silence`?"),
        ('\n  fail-level = "fatal"\n', "E654", "2:3", "`warning`"),
        ('today = "2026-01-01"\n', "E654", "1:1", "without quotes"),
        ("limit = true\n", "E654", "1:1", "whole number"),
        ("time-limit = inf\n", "E654", "1:1", "above zero"),
        ("checks = 3\n", "E654", "1:1", "table"),
        ('[checks]\nsilence = "loud"\n', "E654", "2:1", "`off`"),
        ("[checks]\nclaim = 'off'\n", "E653", "2:1", "known are"),
        ("limit = \n", "E655", "1:9", "is not TOML"),
    ],
)
def test_wrong_configuration(engine, text, code, place, cure):
    engine.put("a.tos")
    engine.put("b.tos")
    configure(text)
    exit_code, output = run_check(["a.tos", "b.tos"])
    assert exit_code == 2
    assert output.count(f"error[{code} ") == 1
    assert f"tos.toml:{place}" in output
    assert cure in " ".join(output.split())
    assert len(engine.asked) == 2


def test_configuration_that_is_not_text(engine):
    engine.put("a.tos")
    Path("tos.toml").write_bytes(b"\xff\xfe")
    code, text = run_check(["a.tos"])
    assert code == 2
    assert "is not UTF-8" in text
    configure("[tool]\ntoscheck = 3\n", "pyproject.toml")
    Path("tos.toml").unlink()
    assert "must be a table" in run_check(["a.tos"])[1]


def test_help_shows_the_options_of_run():
    code, text = run_check(["--help"])
    assert code == 0
    for option in ("--claim", "--fail-level", "--color", "--version", "explain", "export"):
        assert option in text


def _python(code, *more):
    return subprocess.run([sys.executable, "-c", code, *more], capture_output=True, text=True, check=False, timeout=60)


def test_help_is_quick():
    code = (
        "import sys; from tos_checker import cli; assert cli.run(['--help']) == 0; "
        "assert not {'lark', 'z3', 'rich'} & set(sys.modules), sorted(sys.modules)"
    )
    done = _python(code)
    assert done.returncode == 0, done.stderr


def test_a_reader_that_goes_away():
    code = "import sys; from tos_checker.cli import main; main(['explain', 'E652'])"
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-c", code], stdout=writer, stderr=subprocess.PIPE, text=True, check=False, timeout=60
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


def test_interruption_and_our_own_mistakes(monkeypatch):
    from tos_checker import cli

    def interrupt(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.group, "main", interrupt)
    assert run_check(["x"]) == (130, "interrupted\n")

    def fail(**_):
        message = "secret"
        raise RuntimeError(message)

    monkeypatch.setattr(cli.group, "main", fail)
    code, text = run_check(["x"])
    assert code == 4
    assert "report it" in text
    assert "Traceback" not in text
    assert "Traceback" in run_check(["x", "-v"])[1]
