"""Fuzzing, guided by coverage: `python -m tests.fuzz --minutes 30`, with `pip install toscheck[fuzz]` before.

Bytes go through all of `check`: text, grammar, names, types, every question, every format of a report. What is looked for is any exception
that is not caught, a hang (a minute for one input), and memory that grows (2 GB). An input that does one of these is kept in `--found`.
The first inputs are the documents of this repository and random ones; of every four changes three are changes of a document's parts.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from random import Random

from tests.fuzz.mutator import mutated
from tests.oracle.documents import document

ROOT = Path(__file__).resolve().parents[2]
SEEDS = (
    "examples/**/*.tos",
    "tests/spec/**/*.tos",
    "tests/spec/**/*.tos.md",
    "tests/checker/**/*.tos",
    "spec/tos_spec/catalogue/*.md",
)
LONGEST = 6_000
RANDOM = 100
"""How many random documents are among the first inputs."""


def main() -> None:
    """Run it. Ends the process, as libFuzzer does."""
    parser = argparse.ArgumentParser(prog="tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--found", type=Path, default=Path.cwd(), help="the folder for inputs that are found")
    given = parser.parse_args()
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed: pip install 'toscheck[fuzz]'")
    with atheris.instrument_imports(include=["tos_spec", "tos_checker"]):
        from tests.fuzz.target import whole
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for number, file in enumerate(f for pattern in SEEDS for f in sorted(ROOT.glob(pattern))):
            if file.stat().st_size <= LONGEST:
                (corpus / f"{number}").write_bytes(file.read_bytes())
        for seed in range(RANDOM):
            (corpus / f"random_{seed}").write_text(document(seed).text, encoding="utf-8")
        words = Path(folder) / "words"
        words.write_text("".join(f'"{word}"\n' for word in _words()), encoding="ascii")
        settings = {
            "max_total_time": int(given.minutes * 60),
            "seed": given.seed,
            "dict": words,
            "max_len": LONGEST,
            "timeout": 60,
            "rss_limit_mb": 2048,
            "artifact_prefix": f"{given.found}/",
            "print_final_stats": 1,
        }
        arguments = [sys.argv[0], *(f"-{key}={value}" for key, value in settings.items()), str(corpus)]

        def change(data: bytes, longest: int, seed: int) -> bytes:
            rng = Random(seed)  # noqa: S311 - nothing is secret here
            if rng.random() < 0.25:
                return atheris.Mutate(data, longest)
            return mutated(data.decode(errors="replace"), rng).encode(errors="replace")[:longest]

        atheris.Setup(arguments, whole, custom_mutator=change)
        atheris.Fuzz()


def _words() -> list[str]:
    from tos_spec.words import RESERVED

    marks = ["\\x0a  ", "- ", "(", ")", "<=", ">=", "2024-05-02", "5%", "20 USD", "10 seconds", "```tos\\x0a", "\\xef\\xbb\\xbf"]
    return [*sorted(RESERVED), *marks]


if __name__ == "__main__":
    main()
