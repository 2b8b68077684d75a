"""The long form: `python -m tests.oracle --documents 2000 --seed 0 --jobs 2`.

Prints what occurred, by form, verdict and answer, and by node of the core. Exits with 1 on a disagreement, or where something
occurred too seldom (under `--least` times).
"""

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.oracle import tally
from tests.oracle.compare import seeded


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(prog="tests.oracle", description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--least", type=int, default=50, help="how often everything must occur")
    given = parser.parse_args()
    started = time.monotonic()
    counts: tally.Counts = Counter()
    wrong = scenarios = 0
    seeds = range(given.seed, given.seed + given.documents)
    with ProcessPoolExecutor(given.jobs, mp_context=get_context("spawn"), max_tasks_per_child=100) as pool:
        for done, found in enumerate(pool.map(seeded, seeds, chunksize=5), start=1):
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


if __name__ == "__main__":
    sys.exit(main())
