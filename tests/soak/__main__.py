"""All random comparisons for as long as wanted: `python -m tests.soak --minutes 30 --jobs 2`.

Documents of one seed after another go through every trial: the interpreter and the naive one against the solver, families and proofs
against a second definition, differences and documents that meet against enumeration, z3 against cvc5, documents written anew, amendments.
Prints what disagrees as soon as it is found, and at the end how often each answer occurred. Exits with 1 on a disagreement,
and where nothing was tried.
`--seed N --seeds 1` repeats one.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context

from tests.soak.trials import TRIALS, Counts, Tried, tried


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(prog="tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=100_000, help="the first seed: others than those of the suite")
    parser.add_argument("--seeds", type=int, default=10**9, help="at most so many")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--trial", action="append", choices=TRIALS, help="only this one; can be given again")
    given = parser.parse_args()
    names = tuple(given.trial or TRIALS)
    end = time.monotonic() + 60 * given.minutes
    counts: Counts = {name: Counter() for name in names}
    seconds: Counter[str] = Counter()
    wrong = scenarios = seeds = 0
    for done in _all(range(given.seed, given.seed + given.seeds), names, given.jobs, end):
        seeds += 1
        wrong += bool(done.wrong)
        scenarios += done.scenarios
        seconds.update(done.seconds)
        for name in names:
            counts[name] += done.counts[name]
        for what in done.wrong:
            sys.stdout.write(f"seed {done.seed}: {what}\n")
            sys.stdout.flush()
    for name in names:
        sys.stdout.write(f"\n{name} ({seconds[name]:.0f} CPU seconds)\n")
        sys.stdout.writelines(f"{n:10}  {' / '.join(key)}\n" for key, n in sorted(_of_interest(counts[name]).items()))
    sys.stdout.write(f"\n{seeds} seeds, {scenarios} scenarios judged, {wrong} seeds with disagreements\n")
    return 1 if wrong or not seeds else 0


def _of_interest(counts: Counter[tuple[str, ...]]) -> Counter[tuple[str, ...]]:
    """Counts of answers, but for each node of the core (the oracle's own long form prints those)."""
    summed: Counter[tuple[str, ...]] = Counter()
    for key, n in counts.items():
        if key[0] in ("claim", "case"):
            summed[key[0], key[-1]] += n
        elif key[0] != "node":
            summed[key] += n
    return summed


def _all(seeds: range, names: tuple[str, ...], jobs: int, end: float) -> Iterator[Tried]:
    """What came of one seed after another, until the time is over."""
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting: set[Future[Tried]] = set()
        coming = iter(seeds)
        while True:
            while len(waiting) < 2 * jobs and time.monotonic() < end and (seed := next(coming, None)) is not None:
                waiting.add(pool.submit(tried, seed, names))
            if not waiting:
                return
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)


if __name__ == "__main__":
    sys.exit(main())
