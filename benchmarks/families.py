"""How long families of loopholes take, against a yardstick in the same run.

    python benchmarks/families.py

A document of 400 prohibitions over 12 attributes with 20 failing claims, the first 20 families of each; and one of 60 clauses with all
families, complete. The yardstick asks z3 for as many loopholes as there are families, each in a fresh context: what a tool would
do that encodes the document anew for each question, and then has one model and no reason, pattern or neighbour.
"""

import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from documents import prohibitions

from tos_checker import answer, pose, results
from tos_checker.budget import Budget
from tos_spec.core import Policy
from tos_spec.load import load


def loaded(text: str) -> Policy:
    """The policy of a document given as text."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "generated.tos"
        file.write_text(text, encoding="utf-8")
        found = load(file)
    if found.policy is None:
        sys.exit("\n".join(d.message for d in found.diagnostics))
    return found.policy


def ours(policy: Policy, limit: int) -> tuple[float, int, bool]:
    """Seconds for all claims, families found, and whether every list is complete."""
    context = results.Context(policy, date(2026, 1, 1), limit, {})
    start = time.perf_counter()
    found, complete = 0, True
    for claim in policy.claims:
        answered = answer.claim(policy, claim, context.today, Budget.of_seconds(None))
        result = results.of_claim(context, claim, answered, start)
        found += len(result.families)
        complete &= result.complete
    return time.perf_counter() - start, found, complete


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
    for name, clauses, claims, limit in (("400 prohibitions, first 20 families", 400, 20, 20), ("60 clauses, all", 60, 3, 10_000)):
        policy = loaded(prohibitions(clauses, 12, claims, seed=1))
        seconds, found, complete = ours(policy, limit)
        plain = yardstick(policy, max(found, 1))
        listed = "complete" if complete else "cut"
        print(f"{name}: {claims} claims, {found} families ({listed}) in {seconds:.2f} s; yardstick {plain:.2f} s; ratio {seconds / plain:.2f}")


if __name__ == "__main__":
    main()
