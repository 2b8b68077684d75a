"""How long families of loopholes take, against a yardstick in the same run.

    python benchmarks/families.py

A document of 400 prohibitions over 12 attributes with 20 failing claims, the first 20 families of each; and one of 60 clauses with all
families, complete. The yardstick asks z3 for as many loopholes as there are families, each in a fresh context: what a tool would
do that encodes the document anew for each question, and then has one model and no reason, pattern or neighbour.
"""

import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from documents import prohibitions

from tos_checker import answer, pose, results
from tos_checker.budget import Budget
from tos_spec.core import Policy
from tos_spec.load import load

_WORKERS = 2


def loaded(text: str) -> Policy:
    """The policy of a document given as text."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "generated.tos"
        file.write_text(text, encoding="utf-8")
        found = load(file)
    if found.policy is None:
        sys.exit("\n".join(d.message for d in found.diagnostics))
    return found.policy


_LOADED: list[Policy] = []
"""In a worker: the document, which it reads once."""


def begin(text: str) -> None:
    """Have a worker read the document."""
    _LOADED.append(loaded(text))


def one(name: str, limit: int) -> tuple[int, bool]:
    """The families found of one claim, and whether the list is complete."""
    policy = _LOADED[-1]
    context = results.Context(policy, date(2026, 1, 1), limit, {})
    claim = next(c for c in policy.claims if c.name == name)
    answered = answer.claim(policy, claim, context.today, Budget.of_seconds(None))
    result = results.of_claim(context, claim, answered, 0.0)
    return len(result.families), result.complete


def ours(text: str, names: list[str], limit: int, workers: int) -> tuple[float, int, bool]:
    """Seconds for all claims on so many cores, families found, and whether every list is complete."""
    start = time.perf_counter()
    with ProcessPoolExecutor(workers, initializer=begin, initargs=(text,)) as pool:
        found = list(pool.map(one, names, [limit] * len(names)))
    return time.perf_counter() - start, sum(n for n, _ in found), all(complete for _, complete in found)


def yardstick(policy: Policy, times: int) -> float:
    """Seconds for as many plain loopholes, each found in a fresh context."""
    start = time.perf_counter()
    for number in range(times):
        claim = policy.claims[number % len(policy.claims)]
        question = pose.of_claim(policy, claim, claim.when, None)
        question.search([pose.conj(question.concerns, question.bad)]).search.find()
    return time.perf_counter() - start


def main() -> None:
    """Run both, and print seconds and ratios."""
    for name, clauses, claims, limit in (
        ("400 prohibitions, first 20 families", 400, 20, 20),
        ("60 clauses, all", 60, 3, 10_000),
    ):
        text = prohibitions(clauses, 12, claims, seed=1)
        policy = loaded(text)
        seconds, found, complete = ours(text, [c.name for c in policy.claims], limit, _WORKERS)
        plain = yardstick(policy, max(found, 1))
        listed = "complete" if complete else "cut"
        print(
            f"{name}: {claims} claims, {found} families ({listed}) in {seconds:.2f} s on {_WORKERS} cores; yardstick {plain:.2f} s; ratio {seconds / plain:.2f}"
        )


if __name__ == "__main__":
    main()
