"""The long form: `python -m tests.oracle --documents 2000 --seed 0 --jobs 2`.

Prints what occurred, by form, verdict and answer, and by node of the core. Exits with 1 on a disagreement, or where something
occurred too seldom (under `--least` times). With `--journal FILE`, what was found of each document is kept in that file as a line, and a
document that has one is not looked at again: so a run can be interrupted and go on. A journal is good for one version of the code.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from tests.oracle import tally
from tests.oracle.compare import Found, seeded


@dataclass(frozen=True)
class Journal:
    """What was found of each document, in a file; nowhere, where there is none."""

    path: Path | None

    def kept(self) -> dict[int, Found]:
        """What is in the file, by seed. A last line that was cut off does not count."""
        if self.path is None or not self.path.exists():
            return {}
        lines = self.path.read_text(encoding="utf-8").split("\n")[:-1]
        found = [json.loads(line) for line in lines]
        return {
            f["seed"]: Found(f["wrong"], Counter({tuple(key): n for *key, n in f["counts"]}), f["scenarios"], f["seed"])
            for f in found
        }

    def keep(self, found: Found) -> None:
        """Write it down."""
        if self.path is None:
            return
        counts = [[*key, n] for key, n in found.counts.items()]
        line = json.dumps({"seed": found.seed, "scenarios": found.scenarios, "wrong": found.wrong, "counts": counts})
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(prog="tests.oracle", description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--least", type=int, default=50, help="how often everything must occur")
    parser.add_argument("--journal", type=Path, help="what was found is kept in this file, and taken from it")
    given = parser.parse_args()
    started = time.monotonic()
    counts: tally.Counts = Counter()
    wrong = scenarios = 0
    seeds = range(given.seed, given.seed + given.documents)
    for done, found in enumerate(_found(seeds, given.jobs, Journal(given.journal)), start=1):
        if done % 100 == 0:
            sys.stderr.write(f"{done} documents, {time.monotonic() - started:.0f} seconds\n")
        counts += found.counts
        scenarios += found.scenarios
        for what in found.wrong[:3]:
            sys.stdout.write(f"seed {found.seed}: {what}\n")
            sys.stdout.flush()
        wrong += bool(found.wrong)
    short = tally.short(counts, given.least)
    sys.stdout.write(f"{tally.table(counts)}\n")
    sys.stdout.write(f"{given.documents} documents, {scenarios} scenarios, {time.monotonic() - started:.0f} seconds\n")
    sys.stdout.write(f"{wrong} documents with disagreements\n")
    sys.stdout.writelines(f"too seldom: {name}\n" for name in short)
    return 1 if wrong or short else 0


def _found(seeds: range, jobs: int, journal: Journal) -> Iterator[Found]:
    """What is found of each seed: first what is known, then the rest, as it comes."""
    known = journal.kept()
    yield from (found for seed, found in known.items() if seed in seeds)
    rest = [seed for seed in seeds if seed not in known]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for found in pool.map(seeded, rest, chunksize=5):
            journal.keep(found)
            yield found


if __name__ == "__main__":
    sys.exit(main())
