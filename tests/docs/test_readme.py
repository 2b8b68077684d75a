"""README.md: its commands for a fresh machine. What they install is tried by `fresh.py`; here, what they run after that."""

import re
import tomllib

import pytest

from tests.cli.transcripts import run
from tests.docs import pages
from tests.docs.fresh import EXPECTED, commands
from tos_checker.commands import COMMANDS
from tos_checker.report import Exit

_COMMAND = re.compile(r"python3 -m venv \.venv && \.venv/bin/pip install -q (?P<what>.+?) && \.venv/bin/(?P<then>.+)")


def _commands():
    found = [_COMMAND.fullmatch(c) for c in commands((pages.ROOT / "README.md").read_text(encoding="utf-8"))]
    assert all(found)
    return found


def test_the_first_checks_an_example(monkeypatch):
    monkeypatch.chdir(pages.ROOT)
    first = _commands()[0]
    assert first["what"] == "."
    code, output = run(first["then"])
    assert code == EXPECTED[0]
    assert "loophole" in output


def test_the_second_runs_the_tests():
    second = _commands()[1]
    project = tomllib.loads((pages.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert second["what"] == "-e '.[dev]'"
    assert second["then"] == "pytest -n auto"
    assert any(d.startswith("pytest>") for d in project["project"]["optional-dependencies"]["dev"])


def test_both_need_no_newer_python_than_they_say():
    project = tomllib.loads((pages.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["requires-python"] == ">=3.11"
    assert "Python 3.11" in (pages.ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_table(command):
    shown = "check FILE…" if command == "run" else f"check {command} "
    assert f"| `{shown}" in (pages.ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README.md", "docs/getting-started.md"])
def test_every_exit_code_is_in_the_table(name):
    codes = re.findall(r"^\| (\d+) \|", (pages.ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert codes == [str(e.value) for e in Exit]
