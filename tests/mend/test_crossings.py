"""Strikes of clauses that others name: their lines no longer do, and what is made so is a document again."""

import pytest

from tests.mend import mended
from tests.mend.documents import small

RULES = """\
clause 1
  permit use
    when agreed

clause 2
  forbid use
    when task is face

clause 3
  forbid use
    when task is gait
     and who is firm

clause 4
{line}

claim free "Whoever agrees may be found"
  use is always permitted
    when agreed
     and task is face
"""

PERMITS = "  permit use\n    when task is gait"


@pytest.fixture
def strikes(tmp_path, monkeypatch):
    """The mends of a claim that strike clause 2, applied and asked again, each with its changes and the text that it makes."""
    monkeypatch.chdir(tmp_path)

    def found(text, *, older=None):
        file = tmp_path / "small.tos"
        files = {"small.tos": text} | ({} if older is None else {"older.tos": older})
        made = []
        for name, written in files.items():
            (tmp_path / name).write_text(written, encoding="utf-8")
        remedies = mended.found(file.relative_to(tmp_path), "free", limit=30)
        assert not remedies.dropped
        for mend in remedies.mends:
            if not any(line.old == "clause 2" for line in mend.redlines):
                continue
            for name, written in files.items():
                (tmp_path / name).write_text(written, encoding="utf-8")
            before = mended.answers(file)
            mended.applied(mend.diff, tmp_path)
            mended.check_mend(before, mended.answers(file), "free", mend)
            made.append(([(line.where, line.old, line.new) for line in mend.redlines], file.read_text(encoding="utf-8")))
        return made

    return found


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("subject to 2, 3", "subject to 3"),
        ("subject to 3, 2", "subject to 3"),
        ("subject to 2", ""),
        ("notwithstanding 2", ""),
        ("notwithstanding 2, 3", "notwithstanding 3"),
        ("exception to 2, 3", "exception to 3"),
    ],
)
def test_a_struck_clause_is_named_no_longer(strikes, line, after):
    text = small(RULES.format(line=f"  {line}\n{PERMITS}"))
    ((changes, made),) = strikes(text)
    assert changes == [("clause 2", "clause 2", ""), ("clause 4", line, after)]
    assert f"clause 4\n{f'  {after}' + chr(10) if after else ''}{PERMITS}\n" in made


def test_what_it_is_disapplied_beside_stays_so(strikes):
    ((changes, made),) = strikes(small(RULES.format(line="  disapply 3, 2\n    when who is police")))
    assert changes == [("clause 2", "clause 2", ""), ("clause 4", "disapply 3, 2", "disapply 3")]
    assert "  disapply 3\n    when who is police\n" in made


@pytest.mark.parametrize("line", ["  exception to 2\n  when who is police", "  disapply 2\n    when who is police"])
def test_a_clause_that_lifts_it_alone_goes_with_it(strikes, line):
    """Clause 4 would be an exception to nothing."""
    ((changes, made),) = strikes(small(RULES.format(line=line)))
    assert changes == [("clause 2", "clause 2", ""), ("clause 4", "clause 4", "")]
    assert "clause 4" not in made


def test_what_is_amended_is_restated_without_it(strikes):
    older = small(RULES.format(line=f"  subject to 2, 3\n{PERMITS}"))
    older, _, claim = older.partition("claim free")
    newer = f'terms newer "Newer"\n  amends "older.tos"\n\nclaim free{claim}'
    ((_, made),) = strikes(newer, older=older)
    assert "strike clause 2" in made
    assert f"replace clause 4\n  subject to 3\n{PERMITS}\n" in made


def test_more_are_promised_only_where_a_higher_limit_shows_them(tmp_path):
    """What is found beyond the size of the mends is said not to have been tried."""
    (tmp_path / "small.tos").write_text(small(RULES.format(line=f"  subject to 2\n{PERMITS}")), encoding="utf-8")
    every = mended.found(tmp_path / "small.tos", "free", limit=30)
    assert not every.more
    assert len(every.mends) + every.dropped + every.untried + sum(t.count for t in every.turning) == every.closing
    fewer = mended.found(tmp_path / "small.tos", "free", limit=len(every.mends) - 1)
    assert fewer.more
