"""A document that is asked and not in force says nothing: reports say that, and what to add to leave its other days out."""

from datetime import date

import pytest

from tos_checker.check import check_file

WORDS = 'act use\n  loud : flag "it is loud"\n'
LAW = 'terms law "The Night Act"\n  {period}\n  default permitted\nimport "words.tos"\nclause 5\n  forbid use when loud\n'
OURS = """\
terms ours
  {period}
  default permitted
import "words.tos"
import "law.tos" as law
clause 1
  forbid use when loud
claim stricter
  use is always permitted
    when permitted by law
     {added}
"""


def asked(tmp_path, law, ours, added=""):
    (tmp_path / "words.tos").write_text(WORDS)
    (tmp_path / "law.tos").write_text(LAW.format(period=law))
    document = tmp_path / "ours.tos"
    document.write_text(OURS.format(period=ours, added=added))
    found = check_file(
        document,
        text=document.read_bytes(),
        shown_as="ours.tos",
        today=date(2026, 1, 1),
        claims=frozenset(),
        time_limit=None,
        limit=None,
        levels={},
        progress=None,
    )
    assert not found.diagnostics
    (result,) = [r for r in found.results if r.check == "claim"]
    return result


@pytest.mark.parametrize(
    ("law", "ours", "why", "line"),
    [
        ("from 2027-01-01", "from 2026-12-01", "before 2027-01-01", "date >= 2027-01-01"),
        ("before 2027-01-01", "from 2026-12-01", "after 2026-12-31", "date >= 2026-12-01 and date <= 2026-12-31"),
        ("from 2026-01-01", "from 2026-12-01", None, None),
    ],
)
def test_what_is_not_in_force_permits_nothing(tmp_path, law, ours, why, line):
    result = asked(tmp_path, law, ours)
    if why is None:
        assert (result.status, result.notes) == ("holds", ())
        return
    assert result.status == "fails"
    (family,) = result.families
    assert family.headline == f'forbidden by clause 1, but "The Night Act" says nothing of it: it is not in force {why}'
    (under,) = family.others
    assert under.headline == f"it says nothing of this, as it is not in force {why}; that counts as permitted"
    assert next(a.because for a in under.account).startswith('"The Night Act" is not in force on ')
    (note,) = [n for n in result.notes if "not in force" in n]
    assert note.endswith(f"to leave those out, add `{line}` to its conditions")
    mended = asked(tmp_path, law, ours, f"and {line}")
    assert (mended.status, [n for n in mended.notes if "not in force" in n]) == ("holds", [])
