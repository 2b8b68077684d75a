"""The long form: `python -m tests.meeting FIRST LAST`. Prints what disagrees, and how often each answer occurred; exits with 1 on a disagreement."""

import sys
from collections import Counter

from tests.meeting.compare import seeded


def main(first: int, last: int) -> int:
    """Compare on the documents of the seeds from `first` to before `last`."""
    counts: Counter[tuple[str, ...]] = Counter()
    wrong = scenarios = 0
    for seed in range(first, last):
        found = seeded(seed)
        counts += found.counts
        scenarios += found.scenarios
        for what in found.wrong[:3]:
            sys.stdout.write(f"seed {seed}: {what}\n")
            sys.stdout.flush()
        wrong += bool(found.wrong)
    sys.stdout.writelines(f"{number:6} {' '.join(answer)}\n" for answer, number in sorted(counts.items()))
    sys.stdout.write(f"{last - first} pairs of documents, {scenarios} scenarios, {wrong} with disagreements\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
