"""The long form: `python -m tests.families --documents 500 --seed 0 --jobs 2`.

Prints what was compared. Exits with 1 on a disagreement.
"""

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.families.compare import seeded


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(prog="tests.families", description=__doc__)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    started = time.monotonic()
    counts: Counter[str] = Counter()
    wrong = 0
    seeds = range(given.seed, given.seed + given.documents)
    with ProcessPoolExecutor(given.jobs, mp_context=get_context("spawn")) as pool:
        for found in pool.map(seeded, seeds):
            counts += found.counts
            wrong += bool(found.wrong)
            sys.stdout.writelines(f"seed {found.seed} ({found.seconds:.0f} s): {what}\n" for what in found.wrong[:3])
            sys.stdout.flush()
    sys.stdout.writelines(f"{name:50}{n:>10}\n" for name, n in sorted(counts.items()))
    sys.stdout.write(f"{wrong} documents with disagreements, {time.monotonic() - started:.0f} seconds\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
