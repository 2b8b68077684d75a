"""The table of docs/language.md on absent roles: each formula is true or false where there is no client, as the table says."""

import re
from datetime import date

import pytest

from tests.docs import pages

_PAGE = (pages.ROOT / "docs" / "language.md").read_text(encoding="utf-8")
_TABLE = _PAGE.split("| formula | if there is no client |\n", 1)[1].split("\n\n", 1)[0]
_ROWS = re.findall(r"^\| `([^`]+)` \| (true|false) \|$", _TABLE, re.MULTILINE)
_STATUS = {"true": "holds", "false": "vacuous"}


def test_no_row_is_overlooked():
    assert len(_ROWS) == _TABLE.count("\n")


@pytest.mark.parametrize(("formula", "value"), _ROWS)
def test_row(formula, value, tmp_path):
    from tos_checker.check import check_file

    claim = f"claim row\n  use is sometimes permitted\n    when not client exists\n     and ({formula})\n"
    document = tmp_path / "absent.tos"
    document.write_text(f"{pages.frame_of(pages.fences(_PAGE))}\n{claim}", encoding="utf-8")
    checked = check_file(
        document,
        text=None,
        shown_as="absent.tos",
        today=date(2026, 6, 1),
        claims=frozenset(),
        time_limit=None,
        limit=None,
        levels={},
        progress=None,
    )
    assert checked.diagnostics == ()
    assert [r.status for r in checked.results if r.check == "claim"] == [_STATUS[value]]
