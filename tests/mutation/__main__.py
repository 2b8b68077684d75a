"""Mutation testing: `python -m tests.mutation interpret --sample 150 --seed 0`, with `pip install 'toscheck[mutation]'` before.

Changes the modules of a group, one small change at a time (mutmut's), and runs the tests that reach the change, quick ones first, until
one fails. Prints how many of a random sample were noticed (killed), and the difference of each that was not. Exits with 1 where fewer
than `--least` per cent were. With `--keep FOLDER` nothing is measured or tried twice, also after an interruption.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from tests.mutation.mutants import Mutant, made, places, unchanged
from tests.mutation.session import Reached, Session, Verdict

ROOT = Path(__file__).resolve().parents[2]

_WORKED = "semantics/test_semantics.py"
_MEETING = (
    "semantics/test_interpret.py",
    "meeting/test_told.py",
    *(f"meeting/test_worked.py::test_{name}" for name in ("solver", "enumeration", "what_it_turns_on")),
    "meeting/test_worked.py::test_a_uniform_reading_is_one_for_all_documents",
)
"""Documents that ask what others say."""

_TOLD = ("checker/test_documents.py", "checker/test_shown.py", f"{_WORKED}::test_answer", *_MEETING)
"""What is said of claims and cases."""

_RANDOM = (*(f"oracle/test_oracle.py::test_document[{n}]" for n in range(12)), "oracle/test_oracle.py::test_found_before")
"""A part of the random documents: enough for most changes, and each takes seconds."""

_REVIEWED = tuple(f"review/test_{name}.py" for name in ("all_days", "complete", "pairs", "uniform"))
_FAMILIES = (
    "families/test_reasons.py",
    "families/test_said.py",
    *(f"families/test_families.py::test_document[{n}]" for n in range(16)),
    "families/test_families.py::test_the_document_of_the_language",
    "families/test_families.py::test_conditions_are_split_as_the_page_says",
    "families/test_families.py::test_silence_stops_nothing_where_it_permits",
    "families/test_families.py::test_a_prohibition_on_part_of_an_act_comes_before_the_route_alone",
)

GROUPS = {
    "interpret": (
        ("spec/tos_spec/interpret.py", "spec/tos_spec/evaluate.py"),
        (f"{_WORKED}::test_interpreter", *_TOLD, *_RANDOM),
    ),
    "desugar": (
        ("spec/tos_spec/desugar*.py",),
        (f"{_WORKED}::test_interpreter", "spec/desugar", "checker/test_lapsed.py", *_TOLD, *_RANDOM),
    ),
    "encode": (
        ("checker/tos_checker/encode.py", "checker/tos_checker/law.py"),
        (f"{_WORKED}::test_solver", *_TOLD, "checker/test_calendar.py", "review/test_pairs.py", *_RANDOM),
    ),
    "readings": (
        ("checker/tos_checker/readings.py", "checker/tos_checker/uniform.py"),
        (
            *_TOLD,
            *(f"checker/test_{name}.py" for name in ("strength", "readings", "otherwise")),
            *_REVIEWED,
            *_FAMILIES,
            *_RANDOM,
        ),
    ),
    "families": (
        tuple(f"checker/tos_checker/{name}.py" for name in ("families", "ways", "stops", "escapes")),
        (*_TOLD, "checker/test_strength.py", "checker/test_otherwise.py", *_REVIEWED, *_FAMILIES, "differences/test_worked.py"),
    ),
    "compare": (
        tuple(f"checker/tos_checker/{name}.py" for name in ("compare", "joint*", "bench")),
        (
            *(f"differences/test_{name}.py" for name in ("joint", "cut", "worked", "examples", "rewritten")),
            *(f"differences/test_compare.py::test_a_pair_against_exhaustive_comparison[{n}]" for n in range(16)),
            "differences/test_compare.py::test_a_shuffled_copy_is_unchanged",
        ),
    ),
}
"""What is mutated under a name, and the tests that are to notice it."""

LEFT_OUT = ("--ignore-glob=*/test_seeded*.py",)
"""Tests that put a bug of their own in the place of a mutant."""

CONTROLS = 3
"""So many functions are first put in their own place, unchanged: no test may notice that."""


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(prog="tests.mutation", description=__doc__)
    parser.add_argument("group", choices=GROUPS)
    parser.add_argument("--sample", type=int, default=150, help="how many mutants are tried")
    parser.add_argument("--seed", type=int, default=0, help="of the sample")
    parser.add_argument("--only", action="append", default=[], help="this mutant of the sample, again; may be repeated")
    parser.add_argument("--least", type=float, default=90, help="the percentage that must be noticed")
    parser.add_argument("--budget", type=float, default=15, help="seconds of processor time that the tests have for a mutant")
    parser.add_argument("--keep", type=Path, help="a folder for what was measured and tried")
    given = parser.parse_args()
    modules = {_module(file): file for pattern in GROUPS[given.group][0] for file in sorted(ROOT.glob(pattern))}
    changes = [place for module, file in modules.items() for place in places(module, file.read_text(encoding="utf-8"))]
    Random(given.seed).shuffle(changes)  # noqa: S311 - nothing is secret here
    tried = list(islice(((m, place) for place in changes if (m := made(place)) is not None), given.sample))
    tried = [t for t in tried if not given.only or t[0].name in given.only]
    mutants = [*(unchanged(*t) for t in tried[:CONTROLS]), *(m for m, _ in tried)]
    with tempfile.TemporaryDirectory() as folder:
        verdicts, wrong = _run(given.group, given.keep or Path(folder), mutants, given.budget, again=set(given.only))
    controls, verdicts = verdicts[: -len(tried)], verdicts[-len(tried) :]
    for v in controls:
        if v.verdict in ("killed", "slow"):
            sys.exit(f"{v.mutant}: {v.by} fails where nothing was changed: {v.why}")
    missed = [v for v in verdicts if v.verdict in ("survived", "unreached")]
    for v in missed:
        sys.stdout.write(f"{v.mutant}: {v.verdict}, {v.tried} of {v.reaching} tests\n{v.changed}\n")
    if wrong:
        sys.stdout.write(f"left out, as they fail or take too long alone: {', '.join(wrong)}\n")
    share = 100 * (len(verdicts) - len(missed)) / len(verdicts)
    sys.stdout.write(
        f"{given.group}: {len(changes)} mutants, {len(verdicts)} tried, {sum(v.verdict == 'slow' for v in verdicts)} too slow, "
        f"{len(missed)} not noticed, {share:.1f} % killed, {sum(v.seconds for v in verdicts):.0f} s\n"
    )
    return 0 if share >= given.least else 1


def _module(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts[1:])


def _all_modules() -> dict[str, Path]:
    """Those of every group: what one group measures serves the others."""
    return {_module(file): file for patterns, _ in GROUPS.values() for pattern in patterns for file in sorted(ROOT.glob(pattern))}


def _run(group: str, folder: Path, mutants: list[Mutant], budget: float, *, again: set[str]) -> tuple[list[Verdict], list[str]]:
    folder.mkdir(parents=True, exist_ok=True)
    journal, measured = folder / f"{group}.jsonl", folder / "reached.json"
    known = {v.mutant: v for v in _journal(journal)}
    reached: Reached = json.loads(measured.read_text(encoding="utf-8")) if measured.exists() else {}

    def told(verdict: Verdict) -> None:
        known[verdict.mutant] = verdict
        with journal.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(asdict(verdict)) + "\n")

    def keep() -> None:
        fresh = measured.with_suffix(".new")
        fresh.write_text(json.dumps(reached), encoding="utf-8")
        fresh.replace(measured)

    new = [m for m in mutants if m.name in again or m.name not in known or known[m.name].changed != m.changed]
    session = Session(_all_modules(), new, budget, reached, told, keep)
    os.chdir(ROOT)
    tests = [f"tests/{name}" for name in GROUPS[group][1]]
    code = pytest.main([*tests, *LEFT_OUT, "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header"], plugins=[session])
    if code not in (0, 5):
        sys.exit(f"pytest ended with {code}")
    return [known[m.name] for m in mutants], session.alone


def _journal(file: Path) -> Iterator[Verdict]:
    if file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            yield Verdict(**json.loads(line))


if __name__ == "__main__":
    sys.exit(main())
