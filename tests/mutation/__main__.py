"""Mutation testing: `python -m tests.mutation interpret --sample 150 --seed 0`, with `pip install toscheck[mutation]` before.

mutmut changes the modules of a group, one small change at a time, and runs the tests that reach the change. Prints how many of a
random sample were noticed (killed), and the difference of each that was not. Exits with 1 where fewer than `--least` per cent were.

mutmut knows the layout `src/PACKAGE` only, so the two packages, the tests and what these read are copied into a folder of that shape.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]

GROUPS = {
    "desugar": (("tos_spec/desugar*.py",), ("tests/semantics",)),
    "interpret": (("tos_spec/interpret.py", "tos_spec/evaluate.py"), ("tests/semantics",)),
    "encode": (("tos_checker/encode.py", "tos_checker/law.py"), ("tests/semantics",)),
    "families": (
        ("tos_checker/families.py", "tos_checker/ways.py", "tos_checker/stops.py", "tos_checker/escapes.py"),
        ("tests/families",),
    ),
    "readings": (("tos_checker/readings.py", "tos_checker/uniform.py"), ("tests/semantics", "tests/families", "tests/oracle")),
    "compare": (("tos_checker/compare.py", "tos_checker/joint*.py", "tos_checker/bench.py"), ("tests/differences",)),
}
"""What is mutated under a name, and the tests that are to notice it."""

SEEDED = ("test_seeded_bugs.py",)
"""Tests that read the source text of the engine: a mutant changes it, which would kill each for nothing."""

Verdicts = dict[str, int | None]
"""mutmut's exit codes, by mutant: None is not tried, 0 survived, 33 no test reaches it, 36 too slow, else killed."""

_SURVIVED, _UNREACHED = 0, 33


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(prog="tests.mutation", description=__doc__)
    parser.add_argument("group", choices=GROUPS)
    parser.add_argument("--sample", type=int, default=150, help="how many mutants are tried")
    parser.add_argument("--seed", type=int, default=0, help="of the sample")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--least", type=float, default=90, help="the percentage that must be noticed")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        _lay_out(place, given.group)
        _mutmut(place, "run", "none of them", fails=True)  # makes all mutants, notes which tests reach them, and stops
        names = sorted(_verdicts(place))
        if not names:
            sys.exit("mutmut made no mutants")
        chosen = sorted(Random(given.seed).sample(names, min(given.sample, len(names))))  # noqa: S311 - nothing is secret here
        _mutmut(place, "run", "--max-children", str(given.jobs), *chosen)
        verdicts = _verdicts(place)
        missed = [name for name in chosen if verdicts[name] in (None, _SURVIVED, _UNREACHED)]
        for name in missed:
            sys.stdout.write(f"{name}\n{_shown(place, name)}\n")
    share = 100 * (len(chosen) - len(missed)) / len(chosen)
    sys.stdout.write(
        f"{given.group}: {len(names)} mutants, {len(chosen)} tried, {len(missed)} not noticed, {share:.1f} % killed\n"
    )
    return 0 if share >= given.least else 1


def _lay_out(place: Path, group: str) -> None:
    """Copy what mutmut needs, and tell it what to do."""
    left_out = shutil.ignore_patterns("__pycache__", ".*", "mutation")
    for package in ("spec/tos_spec", "checker/tos_checker"):
        shutil.copytree(ROOT / package, place / "src" / Path(package).name, ignore=left_out)
    read = ("docs", "examples", "benchmarks")
    for folder in ("tests", *read):
        shutil.copytree(ROOT / folder, place / folder, ignore=left_out)
    for file in ("README.md", "CHANGELOG.md", "ARCHITECTURE.md"):
        shutil.copy(ROOT / file, place / file)
    mutated, tests = GROUPS[group]
    settings = {
        "source_paths": ["src"],
        "only_mutate": [f"src/{m}" for m in mutated],
        "also_copy": [*read, "README.md", "CHANGELOG.md", "ARCHITECTURE.md"],
        "pytest_add_cli_args_test_selection": [*tests, *(f"--ignore-glob=*{name}" for name in SEEDED)],
    }
    lines = ['[tool.pytest.ini_options]\naddopts = "-q -p no:cacheprovider"\npythonpath = ["."]\n', "[tool.mutmut]"]
    lines += [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    (place / "pyproject.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _mutmut(place: Path, *words: str, fails: bool = False) -> str:
    program = Path(sys.executable).with_name("mutmut")
    if not program.exists():
        sys.exit("mutmut is not installed: pip install 'toscheck[mutation]'")
    env = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run([program, *words], cwd=place, env=env, check=False, capture_output=True, text=True)
    if done.returncode and not fails:
        sys.exit(f"mutmut {words[0]} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


def _verdicts(place: Path) -> Verdicts:
    found: Verdicts = {}
    for file in sorted((place / "mutants").rglob("*.meta")):
        found |= json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def _shown(place: Path, name: str) -> str:
    """The lines of a mutant that differ."""
    lines = _mutmut(place, "show", name).splitlines()
    return "\n".join(line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---"))


if __name__ == "__main__":
    sys.exit(main())
