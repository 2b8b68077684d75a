"""What a document also has, without meaning anything for a verdict: header lines, sentences, quotes, acceptances of checks, another act.

Contract: `adorned` adds them to the blocks of a document by chance of its own, so that all else of a seed's document stays as it is.
"""

import re
from random import Random

HEADER = (
    '  version "2.1"',
    "  version 2026-01-01",
    '  source "source.md"',
    "  requires toscheck >= 0.1",
)
CHECKS = ("unguarded-clause", "conflict", "redundant-clause")
QUOTED = ("clause ", "define ", "open ", "assume ")


def adorned(blocks: list[str], seed: int) -> list[str]:
    """The blocks with what does not count."""
    rng = Random(f"adornments of {seed}")  # noqa: S311 - nothing is secret here
    header, *rest = blocks
    if rng.random() < 0.4:
        header = f"{header}\n{rng.choice(HEADER)}"
    found = [header, *(_adorned(block, rng) for block in rest)]
    numbers = [block.split()[1] for block in rest if block.startswith("clause ")]
    if numbers and rng.random() < 0.2:
        found.append(f'accepting {rng.choice(CHECKS)} of {rng.choice(numbers)} because "it is known"')
    return [*found, *_elsewhere(rest, rng)]


def _elsewhere(blocks: list[str], rng: Random) -> list[str]:
    """An act of no question, whose roles are days with the names of roles of the act in question, and what is assumed of it."""
    roles = next(block for block in blocks if block.startswith("act use"))
    names = [name for name, sort in re.findall(r"^  (\w+) : (\w+)", roles, re.MULTILINE) if sort != "date"]
    if not names or rng.random() > 0.25:
        return []
    name = rng.choice(names)
    return [
        f"act hire\n  {name} : date",
        f"assume elsewhere in hire\n  date <= {name} + {rng.choice(('1 month', '1 year', '3 days'))}",
    ]


def _adorned(block: str, rng: Random) -> str:
    if rng.random() > 0.15:
        return block
    head, *lines = block.split("\n")
    if block.startswith("act ") and lines:
        return "\n".join([f'{head} says "It is done"', *lines])
    if block.startswith("clause ") and rng.random() < 0.5:
        return f'{block}\n  accepting {rng.choice(CHECKS)} because "it is known" by "us"'
    if block.startswith(QUOTED):
        return f'{block}\n  quote "so it … says"'
    return block
