"""What follows from a strike: lines, headings and clauses that would be about nothing; comments stay, and those that go are told."""

import json

import pytest

from tests.mend import mended
from tos_checker.cli import run
from tos_checker.splice import spliced, without_items
from tos_spec.source import Source, Span

WORDS = """\
act use "use of it"
  a : flag "it is signed"
  b : flag "it is sealed"
  n : integer
"""


@pytest.fixture
def mends(tmp_path, monkeypatch, capsys):
    """The data, and the text (white space made one), of `check mend` for claim `c`; each mend was applied, and everything asked again."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def found(text, **others):
        for name, written in {"m": text, **others}.items():
            (tmp_path / f"{name}.tos").write_text(written, encoding="utf-8")
        remedies = mended.found(tmp_path / "m.tos", "c", limit=9)
        before = mended.answers(tmp_path / "m.tos")
        made = []
        for mend in remedies.mends:
            (tmp_path / "m.tos").write_text(text, encoding="utf-8")
            mended.applied(mend.diff, tmp_path)
            mended.check_mend(before, mended.answers(tmp_path / "m.tos"), "c", mend)
            made.append((tmp_path / "m.tos").read_text(encoding="utf-8"))
        (tmp_path / "m.tos").write_text(text, encoding="utf-8")
        shown = []
        for form in ("full", "json"):
            run(["mend", "m.tos", "c", "--limit", "9", "--today", "2026-06-01", "--output-format", form])
            shown.append(capsys.readouterr().out)
        return " ".join(shown[0].split()), json.loads(shown[1]), made

    return found


def changes(mend):
    return [(c["where"], c["old"], c["new"], c["follows"]) for c in mend["changes"]]


HEADING = f"""\
terms m
  default forbidden

{WORDS}
clause 1
  subject to 3
  forbid use
    when a

clause 3 "Leaves"

clause 3.1
  permit use

claim c
  use is never permitted
"""


def test_a_heading_that_is_emptied_goes_with_its_last_clause(mends):
    told, data, made = mends(HEADING)
    (mend,) = data["mends"]
    assert changes(mend) == [
        ("clause 3.1", "clause 3.1", "", None),
        ("clause 1", "subject to 3", "", "named"),
        ('clause 3 "Leaves"', 'clause 3 "Leaves"', "", "empty"),
    ]
    assert "mend: one change, and 2 that follow from it" in told
    assert 'strike clause 3 "Leaves" as nothing stands below it then' in told
    (text,) = made
    assert "clause 3" not in text
    assert "subject to" not in text


def test_a_heading_that_a_claim_names_stays(mends):
    """There is no mend: the claim on clause 3 would speak of nothing."""
    _, data, _ = mends(HEADING + "\nclaim named\n  clause 3 never applies\n    when n > 3\n    unless n > 1\n")
    assert not any(old.startswith("clause 3") for m in data["mends"] for _, old, _, _ in changes(m))


def test_a_heading_with_a_clause_left_stays(mends):
    more = "\nclause 3.2\n  permit use\n    when a and n > 9\n\nclaim c"
    _, data, _ = mends(
        HEADING.replace("\nclaim c", more).replace("use is never permitted", "use is never permitted\n    when not a")
    )
    strike = next(m for m in data["mends"] if changes(m)[0][1] == "clause 3.1")
    assert changes(strike) == [("clause 3.1", "clause 3.1", "", None)]


def test_a_line_of_a_heading_goes_where_it_ranks_nothing_any_more(mends):
    """Of what stands below 3 only 3.1 can stand notwithstanding clause 1: both that and 3.2 forbid."""
    text = HEADING.replace("  subject to 3\n", "").replace('clause 3 "Leaves"\n', 'clause 3 "Leaves"\n  notwithstanding 1\n')
    _, data, made = mends(text.replace("\nclaim c", "\nclause 3.2\n  forbid use\n    when b\n\nclaim c"))
    (mend,) = data["mends"]
    assert changes(mend) == [
        ("clause 3.1", "clause 3.1", "", None),
        ('clause 3 "Leaves"', "notwithstanding 1", "", "named"),
    ]
    assert 'clause 3 "Leaves"\n\nclause 3.2\n' in made[0]


LIFTED = f"""\
terms m
  default permitted

{WORDS}
clause 1
  forbid use
    when a

clause 2
  forbid use
    when b

clause 6
  {{line}}

claim c
  use is always permitted
    when a or b
    unless n > 30
"""


@pytest.mark.parametrize("line", ["disapply 1, 2\n  ", "exception to 1, 2\n", "exception to 1, 2\n  permit use\n  "])
def test_what_lifts_nothing_any_more_goes_with_what_it_lifts(mends, line):
    """The claim speaks of acts that clause 6 does not lift."""
    told, data, made = mends(LIFTED.format(line=f"{line}  when n > 30"))
    both, text = next((m, t) for m, t in zip(data["mends"], made, strict=True) if "clause 1" not in t)
    assert changes(both) == [
        ("clause 1", "clause 1", "", None),
        ("clause 2", "clause 2", "", None),
        ("clause 6", "clause 6", "", "lifts_nothing"),
    ]
    assert "strike clause 6 as what it lifts is gone" in told
    assert "clause" not in text


def test_an_exception_to_a_heading_goes_where_it_lifts_nothing_below(mends):
    """5.2 is itself below 5, so without 5.1 it would be an exception to nothing: 5 goes, too."""
    text = f"""\
terms m
  default permitted

{WORDS}
clause 5

clause 5.1
  forbid use
    when a

clause 5.2
  exception to 5
  permit use
    when b

claim c
  use is always permitted
    when a
"""
    _, data, _ = mends(text)
    strike = next(m for m in data["mends"] if changes(m)[0][1] == "clause 5.1")
    assert changes(strike)[1:] == [("clause 5", "clause 5", "", "empty"), ("clause 5.2", "clause 5.2", "", "lifts_nothing")]


CROSSED = f"""\
terms m
  default permitted

{WORDS}
clause 1
  forbid use
    when a

clause 2
  forbid use
    when b

{{lines}}claim c
  use is always permitted
    when a
     and not b
"""


def test_lines_that_follow_are_not_counted_as_changes(mends):
    leaves = "".join(f"clause {n}\n  subject to 1\n  permit use\n    when n > {n}\n\n" for n in (4, 5, 6))
    told, data, _ = mends(CROSSED.format(lines=leaves))
    strike = next(m for m in data["mends"] if changes(m)[0][1] == "clause 1")
    assert [f for _, _, _, f in changes(strike)] == [None, "named", "named", "named"]
    assert "one change, and 3 that follow from it" in told
    assert "4 changes" not in told


def test_a_comment_does_not_forbid_a_strike_and_stays(mends):
    lines = """\
clause 4
  subject to 1   # the ban
  permit use
    when n > 3

clause 5
  subject to 2,   # sealed
    1
  permit use
    when n > 4

clause 6
  subject to 1,   # signed
    2   # both
  permit use
    when n > 5

"""
    told, data, made = mends(CROSSED.format(lines=lines))
    strike, text = next((m, t) for m, t in zip(data["mends"], made, strict=True) if changes(m)[0][1] == "clause 1")
    assert strike["comments"] == []
    assert "clause 4\n  # the ban\n  permit use\n" in text
    assert "clause 5\n  subject to 2   # sealed\n  permit use\n" in text
    assert "clause 6\n  # signed\n  subject to 2   # both\n  permit use\n" in text
    assert "goes with it" not in told


def test_a_comment_that_goes_is_told(mends):
    text = CROSSED.format(lines="").replace("    when a\n\nclause 2", "    when a   # by hand\n\nclause 2", 1)
    told, data, _ = mends(text)
    strike = next(m for m in data["mends"] if changes(m)[0][1] == "clause 1")
    assert strike["comments"] == ["# by hand"]
    assert "the comment `# by hand` goes with it" in told


def test_numbers_of_another_document_are_its_own(mends):
    """Clause 2 of the law is subject to the law's clause 1, which says nothing of ours."""
    law = 'terms law\n  default permitted\nimport "words.tos"\n\nclause 1\n  forbid use\n    when n > 90\n\nclause 2\n  subject to 1\n  permit use\n    when b\n'
    text = """\
terms m
  default permitted
import "words.tos"
import "law.tos" as law

clause 1
  forbid use
    when a

clause 2
  forbid use
    when a and b

claim c
  use is always permitted
    when permitted by law
     and a
"""
    _, data, _ = mends(text, words=WORDS, law=law)
    assert [changes(m) for m in data["mends"]] == [[("clause 1", "clause 1", "", None), ("clause 2", "clause 2", "", None)]]


def test_what_is_amended_is_struck_with_its_heading(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    older, _, claim = HEADING.partition("claim c")
    (tmp_path / "older.tos").write_text(older.replace("terms m", "terms older"), encoding="utf-8")
    (tmp_path / "m.tos").write_text(f'terms m\n  amends "older.tos"\n\nclaim c{claim}', encoding="utf-8")
    (mend,) = mended.found(tmp_path / "m.tos", "c", limit=9).mends
    mended.applied(mend.diff, tmp_path)
    assert mended.answers(tmp_path / "m.tos")["claim", "c"] == "holds"


# --- lists in the text ----------------------------------------------------------------------------------------------------------------


def _items(text):
    """The places of the numbers in a text."""
    found = []
    for line, words in enumerate(text.split("\n"), start=1):
        code = words.partition("#")[0]
        found += [Span("f", line, at + 1, line, at + 2) for at, mark in enumerate(code) if mark.isdigit()]
    return found


@pytest.mark.parametrize(
    ("before", "gone", "after"),
    [
        ("  of 1, 2, 3", {0}, "  of 2, 3"),
        ("  of 1, 2, 3", {1}, "  of 1, 3"),
        ("  of 1, 2, 3", {2}, "  of 1, 2"),
        ("  of 1, 2, 3", {0, 2}, "  of 2"),
        ("  of 1,\n    2", {0}, "  of 2"),
        ("  of 1,\n    2", {1}, "  of 1"),
        ("  of 1,  # x\n    2,  # y\n    3", {2}, "  of 1,  # x\n    2  # y"),
        ("  of 1,  # x\n    2,  # y\n    3", {1}, "  of 1,  # x\n    # y\n    3"),
        ("  of 1,  # x\n    2,  # y\n    3", {0}, "  # x\n  of 2,  # y\n    3"),
        ("  of 1,  # x, y\n    # z\n    2", {0}, "  # x, y\n  # z\n  of 2"),
        ("  of 1, 2  # x", {0, 1}, "  # x"),
        ("  of 1, 2 when a  # x", {1}, "  of 1 when a  # x"),
        ("  of 1,  # x\n    2 when a", {1}, "  of 1  # x\n    when a"),
    ],
)
def test_items_go_with_their_commas_and_comments_stay(before, gone, after):
    text = f"one\n{before}\nlast\n"
    source = Source("f", text)
    assert spliced(text, [without_items(source, _items(text), gone)]) == f"one\n{after}\nlast\n"


def test_a_list_without_items_goes_whole():
    text = "one\n  of 1,\n    2\nlast\n"
    assert spliced(text, [without_items(Source("f", text), _items(text), {0, 1})]) == "one\nlast\n"


# --- bounds and cases -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bounds", ["", "\n  includes n > 10\n  excludes n < 3"])
def test_an_open_term_is_not_bounded_by_an_open_number(mends, bounds):
    """Bounds use no open quantity, so that such an edit is not made; the condition can be dropped."""
    text = f"""\
terms m
  default permitted

{WORDS}
open term big in use "big"{bounds}

open number few from 2 to 5

clause 1
  forbid use
    when big

claim c
  use is never permitted
    when n > few
"""
    _, data, _ = mends(text)
    assert [("clause 1", "when big", "", None)] in [changes(m) for m in data["mends"]]
    assert not any("open term" in c["where"] for m in data["mends"] for c in m["changes"])
    assert data["tried"]["dropped"] == 0


def test_a_case_that_is_rewritten_is_not_told_to_hold(mends):
    """Case `k` fails (it is open whether it is big), as it did; that it says the opposite then is no gain. Case `other` is one."""
    text = f"""\
terms m
  default permitted

{WORDS}
open term big in use "big"

clause 1
  forbid use
    when a and big

claim c
  use is never permitted
    when a

case k
  use
    a
    n = 3
  expect permitted

case other
  use
    a
    n = 4
  expect forbidden
"""
    told, data, _ = mends(text)
    mend = next(m for m in data["mends"] if changes(m)[0][:2] == ("clause 1", "big"))
    assert mend["rewrites"] == ["k"]
    assert mend["better"] == ["case other"]
    assert "case k holds with it, too" not in told


def test_a_claim_that_asked_nothing_may_come_to_hold(tmp_path):
    """Clause 2 never applies beside clause 1. Without that it does, and claim `v` holds, which spoke of nothing."""
    text = f"""\
terms m
  default permitted

{WORDS}
clause 1
  permit use
    when a

clause 2
  subject to 1
  forbid use
    when a

claim c
  use is never permitted
    when a

claim v
  use is never permitted
    when clause 2 applies
"""
    (tmp_path / "m.tos").write_text(text, encoding="utf-8")
    assert mended.answers(tmp_path / "m.tos")["claim", "v"] == "vacuous"
    found = mended.found(tmp_path / "m.tos", "c", limit=9)
    assert "clause 1" in [m.redlines[0].old for m in found.mends]
    assert all(m.better == ("claim v",) for m in found.mends)
    assert not found.dropped
