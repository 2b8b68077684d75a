"""The same input gives the same bytes, whatever the hash seed, the order of files, and what was asked before. TOSCHECK_RUNS=20 makes it twenty runs."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.trust.every_command import COMMANDS
from tests.trust.varied import GOODS, LATER, VARIED

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "examples"
FILES = ("image_terms/image_terms.tos", "image_terms/image_terms_mended.tos")
RUNS = int(os.environ.get("TOSCHECK_RUNS", "3"))


def printed(seed, files, format):
    words = [*files, "--today", "2026-06-01", "--output-format", format]
    given = {**os.environ, "PYTHONHASHSEED": str(seed)}
    done = subprocess.run(
        [sys.executable, "-m", "tos_checker.cli", *words], cwd=EXAMPLES, env=given, capture_output=True, check=False
    )
    assert done.returncode == 1
    if format != "json":
        return done.stdout
    data = json.loads(done.stdout)
    for result in data["results"]:
        del result["seconds"]
    for part in ("results", "documents"):
        data[part].sort(key=lambda r: r.get("document", r["name"]) if "document" in r else r["file"])
    return json.dumps(data, sort_keys=True).encode()


def test_full():
    assert len({printed(seed, FILES, "full") for seed in range(RUNS)}) == 1


def test_json_whatever_the_order_of_files():
    assert len({printed(seed, FILES[:: 1 if seed % 2 else -1], "json") for seed in range(RUNS)}) == 1


def every_command(seed, folder, format):
    """What every command says, asked in an order that depends on the seed."""
    given = {
        **os.environ,
        "PYTHONHASHSEED": str(seed),
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }
    words = [sys.executable, "-m", "tests.trust.every_command", format, "1" if seed % 2 else "-1"]
    done = subprocess.run(words, cwd=folder, env=given, capture_output=True, check=True)
    found = json.loads(done.stdout)
    if format == "json":
        for said in found.values():
            said[1] = json.loads(said[1])
            for result in said[1].get("results", []):
                result.pop("seconds", None)
    return json.dumps(found, sort_keys=True)


def test_every_command(tmp_path):
    """Of four runs, two are for people and two as data; the suite has the first two alone."""
    for name, text in {"goods.tos": GOODS, "varied.tos": VARIED, "later.tos": LATER}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    runs = max(RUNS, 4) if "TOSCHECK_RUNS" in os.environ else 2
    said = {}
    for seed in range(runs):
        format = "full" if seed % 4 < 2 else "json"
        said.setdefault(format, set()).add(every_command(seed, tmp_path, format))
    for found in said.values():
        (only,) = found
        told = json.loads(only)
        assert len(told) == len(COMMANDS)
        for code, out, err in told.values():
            assert code in (0, 1)
            assert out
            assert err == ""
