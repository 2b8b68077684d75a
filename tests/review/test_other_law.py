"""A claim on compliance asks something else once the other document says something else."""

import pytest

from tos_checker.cli import run

_WORDS = "act use\n  fl : flag\n  gg : flag\n"
_TERMS = """\
terms shop
  default permitted
import "words.tos"
import "LAW" as law
clause 1
  forbid use
claim lawful
  use is never permitted when forbidden by law
"""


def _law(body, lines="  default permitted\n"):
    return f'terms law\n{lines}import "words.tos"\nclause 5\n  {body}\n'


OLD = _law("forbid use when fl")


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (OLD, 0),
        (_law("forbid use\n    when none of\n      - not fl"), 0),
        (_law("forbid use when gg"), 1),
        (_law("forbid use when fl", "  default permitted\n  from 2025-01-01\n"), 1),
        (_law("forbid use when fl", "  default undecided\n"), 1),
    ],
)
def test_the_law_of_a_claim(tmp_path, monkeypatch, capsysbinary, new, code):
    monkeypatch.chdir(tmp_path)
    files = {"words.tos": _WORDS, "law1.tos": OLD, "law2.tos": new}
    files |= {f"shop{n}.tos": _TERMS.replace("LAW", f"law{n}.tos") for n in (1, 2)}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert run(["diff", "shop1.tos", "shop2.tos", "--output-format", "concise"]) == code
    told = capsysbinary.readouterr().out.decode()
    assert "unchanged: no outcome changed" in told  # the shop's own terms are what they were
    assert ("claim lawful asks something else now, and holds as before" in told) == (code == 1)
