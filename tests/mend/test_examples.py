"""For every claim that fails in an example, a mend: applied to a copy by git, it makes the claim hold and turns nothing else."""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.mend import mended

ROOT = Path(__file__).parent.parent.parent
FOLDERS = sorted(p for p in (ROOT / "examples").iterdir() if p.is_dir())


def failing():
    for folder in FOLDERS:
        tables = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
        for document, table in tables.items():
            for claim, said in table.get("claims", {}).items():
                if said["status"] in ("fails", "arguable"):
                    yield pytest.param(folder, document, claim, id=f"{document}-{claim}")


@cache
def before(file):
    return mended.answers(file)


@pytest.mark.parametrize(("folder", "document", "claim"), list(failing()))
def test_mend(folder, document, claim, tmp_path, monkeypatch):
    copy = mended.copied(folder, tmp_path / "copy")
    monkeypatch.chdir(copy)
    remedies = mended.found(Path(f"{document}.tos"), claim, limit=1)
    assert remedies.mends, (remedies.guesses, remedies.closing, [(t.name, t.count) for t in remedies.turning])
    (mend,) = remedies.mends
    mended.applied(mend.diff, copy)
    mended.check_mend(before(folder / f"{document}.tos"), mended.answers(copy / f"{document}.tos"), claim, mend)
