"""The same input gives the same bytes, whatever the hash seed and the order of files. TOSCHECK_RUNS=20 makes it twenty runs."""

import json
import os
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
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
