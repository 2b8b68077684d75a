"""Goldens: expected texts that lie beside their inputs.

`pytest --update-golden` writes them anew, never where CI is set. A test that owns a folder of goldens also asks `orphans`.
"""

import difflib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected texts anew (never in CI)")


def _may_update(config: pytest.Config) -> bool:
    wished = bool(config.getoption("--update-golden"))
    if wished and os.environ.get("CI"):
        pytest.exit("goldens are never updated in CI", returncode=4)
    return wished


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with the golden at a path."""
    update = _may_update(request.config)

    def compare(path: Path, text: str) -> None:
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8", errors="surrogateescape"))
            return
        if not path.exists():
            pytest.fail(f"there is no golden {path.name}; `pytest --update-golden` writes it", pytrace=False)
        expected = path.read_bytes().decode("utf-8", errors="surrogateescape")
        if expected != text:
            lines = difflib.unified_diff(expected.splitlines(), text.splitlines(), "golden", "now", lineterm="")
            pytest.fail(f"{path.name} differs\n" + "\n".join(lines), pytrace=False)

    return compare


@pytest.fixture
def orphans() -> Callable[[Path, str, Iterable[str]], list[str]]:
    """The files in a folder, by pattern, that are not among the expected names."""

    def find(folder: Path, pattern: str, expected: Iterable[str]) -> list[str]:
        return sorted({p.name for p in folder.glob(pattern)} - set(expected))

    return find


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether expected texts are to be written anew."""
    return _may_update(request.config)
