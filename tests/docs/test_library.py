"""The page on the language names all that the library has, and nothing else."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["organisation", "country"])
def test_names_of_the_library(kind):
    (paragraph,) = (part for part in PAGE.split("\n\n") if part.startswith(f"`{kind}` has `"))
    told = re.findall(r"`([a-z_]+)`", paragraph)
    (text,) = (
        text
        for file in (ROOT / "spec" / "tos_spec" / "library").glob("*.tos")
        if f"kind {kind}" in (text := file.read_text(encoding="utf-8"))
    )
    there = re.findall(r"^ +([a-z_]+)", text, re.MULTILINE)
    assert set(told) == {kind, *there}
