"""Ctrl-C, with a real process and a real signal: it ends at once, with what is known so far."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic

import jsonschema
import pytest

from tests.trust.slow import pigeons

SCHEMA = Path(__file__).parent.parent.parent / "checker" / "tos_checker" / "schema" / "result-1.json"
AT_ONCE = 1.0
"""Seconds, the quickest time of a few: machines that run tests do other things besides."""


def at_once():
    """`AT_ONCE`, and up to four times as long where more is running than the machine has processors: then each is that much slower."""
    return AT_ONCE * min(max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1)), 4.0)


def interrupted(folder, words, until, *, command=(sys.executable, "-m", "tos_checker.cli"), times=1):
    """What the command prints, its exit code, and how long it takes to end, if interrupted when its progress shows `until`."""
    here, there = pty.openpty()
    process = subprocess.Popen([*command, *words], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=there)
    os.close(there)
    try:
        seen = b""
        end = monotonic() + 60
        while until.encode() not in seen and monotonic() < end:
            if select.select([here], [], [], 0.05)[0]:
                seen += os.read(here, 4096)
        assert until.encode() in seen
        if select.select([], [], [], 0.3)[0]:
            raise AssertionError
        begin = monotonic()
        for _ in range(times):
            process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
        return out.decode(), process.returncode, monotonic() - begin
    finally:
        process.kill()
        os.close(here)


def interrupted_at_once(*asked, **options):
    """As `interrupted`; tried again, a few times, as long as it takes longer than it should."""
    found = [interrupted(*asked, **options)]
    while found[-1][2] >= at_once() and len(found) < 4:
        found.append(interrupted(*asked, **options))
    return found[-1]


@pytest.fixture
def slow(tmp_path):
    (tmp_path / "slow.tos").write_text(pigeons(18, 17), encoding="utf-8")
    (tmp_path / "other.tos").write_text(pigeons(18, 17, claims=("never_asked",)), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("options", [(), ("--certify",)])
def test_a_report_of_what_is_known(slow, options):
    out, code, seconds = interrupted_at_once(slow, ["slow.tos", "other.tos", *options], "claim 2 of 3: slow")
    assert code == 130
    assert seconds < at_once()
    assert "ok: claim quick" in out
    said = " ".join(out.split())
    assert "Not checked: what follows, as the run was interrupted: claim slow, claim later, standing checks." in said
    assert "claims: 1 of 1 proved" in said
    assert "nothing found, until the run was interrupted" in said
    assert "never_asked" not in out


def test_as_json(slow):
    out, code, seconds = interrupted_at_once(slow, ["slow.tos", "--output-format", "json"], "claim 2 of 3: slow")
    data = json.loads(out)
    jsonschema.validate(data, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert (code, data["exit"]) == (130, 130)
    assert seconds < at_once()
    assert [(r["name"], r["status"]) for r in data["results"]] == [("quick", "holds")]
    (document,) = data["documents"]
    assert document["interrupted"]


def test_a_report_goes_to_its_file_whole(slow):
    _, code, _ = interrupted(slow, ["slow.tos", "-o", "json:report.json"], "claim 2 of 3: slow")
    assert code == 130
    assert json.loads((slow / "report.json").read_text(encoding="utf-8"))["exit"] == 130
    assert sorted(p.name for p in slow.iterdir()) == ["other.tos", "report.json", "slow.tos"]


def test_impatience_is_no_traceback(slow):
    out, code, seconds = interrupted_at_once(slow, ["slow.tos"], "claim 2 of 3: slow", times=3)
    assert code in (130, -signal.SIGINT)
    assert seconds < at_once()
    assert "Traceback" not in out


def test_findings_do_not_hide_that_it_was_interrupted(slow):
    text = pigeons(18, 17, claims=("quick", "slow")).replace("nest is never forbidden", "nest is never permitted", 1)
    (slow / "slow.tos").write_text(text, encoding="utf-8")
    out, code, _ = interrupted(slow, ["slow.tos"], "claim 2 of 2: slow")
    assert code == 130
    assert re.search(r"found 1 error in 1 file, until the run was interrupted", out)


def test_the_second_solver_ends_too(slow):
    interrupted(slow, ["slow.tos", "--certify"], "claim 2 of 3: slow")
    end = monotonic() + 5
    while (left := _running("tos_checker.second", slow)) and monotonic() < end:
        select.select([], [], [], 0.1)
    assert not left


def _running(name, folder):
    """The processes with `name` in their command line that work in `folder`."""
    found = []
    for entry in Path("/proc").iterdir() if Path("/proc").is_dir() else ():
        try:
            if name in (entry / "cmdline").read_text(encoding="utf-8") and (entry / "cwd").resolve() == folder.resolve():
                found.append(entry.name)
        except OSError:
            continue
    return found
