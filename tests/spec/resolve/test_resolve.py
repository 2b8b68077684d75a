"""Wrong documents and what is said of them: resolve."""

from pathlib import Path

import pytest

from tests.spec.said import said
from tos_spec.load import load

HERE = Path(__file__).parent
BAD = sorted(p for p in (HERE / "bad").glob("*.tos") if not p.stem.startswith("other_"))


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_bad(path, golden):
    loaded = load(path, shown_as=path.name)
    assert loaded.policy is None
    golden(path.with_suffix(".said"), said(loaded.diagnostics))


def test_no_golden_is_left_over(orphans):
    assert orphans(HERE / "bad", "*.said", [p.with_suffix(".said").name for p in BAD]) == []
