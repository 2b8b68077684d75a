import difflib
from pathlib import Path

import pytest

from tests.cli.transcripts import replay

TRANSCRIPTS = sorted(Path(__file__).parent.glob("*.md"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda p: p.stem)
def test_transcript(path, tmp_path, monkeypatch, update_golden):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    before = path.read_text(encoding="utf-8")
    after = replay(before, tmp_path)
    if update_golden:
        path.write_text(after, encoding="utf-8", newline="\n")
    elif before != after:
        lines = difflib.unified_diff(before.splitlines(), after.splitlines(), "golden", "now", lineterm="")
        pytest.fail(f"{path.name} differs\n" + "\n".join(lines), pytrace=False)
