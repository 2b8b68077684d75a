"""Generated documents for benchmarks: many prohibitions over a few attributes, and claims that fail."""

import random


def prohibitions(clauses: int, attributes: int, claims: int, seed: int) -> str:
    """A document with a default of permission: each clause forbids some combination of classes, each claim is too broad."""
    rng = random.Random(seed)  # noqa: S311 - a document, not a secret
    kinds = [_kind(rng, a) for a in range(attributes)]
    lines = ['terms generated "Generated prohibitions"', "  default permitted", ""]
    for number, classes in enumerate(kinds):
        lines.append(f"kind k{number}")
        for name, leaves in classes.items():
            lines += [f"  {name}", *(f"    {leaf}" for leaf in leaves)]
        lines.append("")
    lines += ["act use", *(f"  r{a} : k{a}" for a in range(attributes)), ""]
    for clause in range(1, clauses + 1):
        lines += [f'clause {clause} "Clause {clause}"', "  forbid use", *_conditions(rng, kinds, rng.randint(2, 4), 0.4), ""]
    for claim in range(1, claims + 1):
        lines += [f"claim c{claim}", "  use is never permitted", *_conditions(rng, kinds, 2, 1.0), ""]
    return "\n".join(lines)


def _kind(rng: random.Random, attribute: int) -> dict[str, list[str]]:
    size = rng.randint(6, 30)
    leaves = [f"l{attribute}_{i}" for i in range(size)]
    return {f"c{attribute}_{i // 6}": leaves[i : i + 6] for i in range(0, size, 6)}


def _conditions(rng: random.Random, kinds: list[dict[str, list[str]]], number: int, broad: float) -> list[str]:
    found = []
    for attribute in sorted(rng.sample(range(len(kinds)), number)):
        name = rng.choice(list(kinds[attribute]))
        value = name if rng.random() < broad else rng.choice(kinds[attribute][name])
        found.append(f"    {'when' if not found else ' and'} r{attribute} is {value}")
    return found
