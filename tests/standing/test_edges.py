"""Where prohibitions stop: rows worked out by hand from the clauses, and held against the reference interpreter."""

from pathlib import Path

import pytest

from tos_checker.edges import boundaries
from tos_checker.render import boundary
from tos_spec.load import load

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "examples" / "azure_openai"

LIMBS = {
    "A": [
        # The limb speaks of faces: identifying and verifying are recognition, certainly or perhaps; nothing else is.
        (("identifying people by face", "verifying a person by face", "neither"), "fact", "never", ()),
        # Verifying is open; B is about identifying only.
        (("not identifying people by face", "facial recognition", "does not cover"), "reading", "never", ()),
        # It stops at law enforcement, and so does B.
        (("the customer is not a law-enforcement agency", "for whom"), "fact", "never", ()),
        # It stops at the border, where B goes on for what is live, mobile and in the wild.
        (("the customer's country is not the United States", "for whom"), "fact", "sometimes", ("B",)),
        # Which agencies are police departments is open; those that are not may fall under B.
        (("a police department in the United States", "does not cover the customer"), "reading", "sometimes", ("B",)),
        # Without anybody else, it is the customer alone that is open: an agency in the United States that is no city's.
        (
            ("otherwise there is no party for whom", "not a city police department, if", "does not cover the customer"),
            "reading",
            "sometimes",
            ("B",),
        ),
        (("clause reach disapplies it",), "clause", "never", ()),
    ],
    "B": [
        # Verifying is left to A, if it is facial recognition, for US police.
        (("not identifying people by face",), "fact", "sometimes", ("A",)),
        (("the customer is not a law-enforcement agency and the party for whom",), "fact", "never", ()),
        (("if", "used by law enforcement"), "reading", "sometimes", ("A",)),
        # It stops at fixed cameras, and perhaps at what the limb does not name.
        (("fixed camera", "no camera"), "fact", "sometimes", ("A",)),
        (("neither", "body-worn camera", "dash camera", "mobile camera"), "reading", "sometimes", ("A",)),
        (("more than 1 day",), "fact", "sometimes", ("A",)),
        (("more than 1 second", "real-time"), "reading", "sometimes", ("A",)),
        # Controlled places: only back offices are certain, and these have fixed cameras, so there is no edge for them.
        (("not", "street", "uncontrolled"), "reading", "sometimes", ("A",)),
        (("clause reach disapplies it",), "clause", "never", ()),
    ],
}

WHOLE = {
    # C forbids recognising people without an approval, D live and near-live surveillance without consent; 4 to 12 are the listed bans.
    "A": [
        ("neither", "sometimes", {"C", "D", "4", "5", "7", "8", "10", "11", "12"}),
        ("facial recognition", "sometimes", {"C"}),
        ("not a law-enforcement agency", "sometimes", {"C", "D"}),
        ("not the United States", "sometimes", {"B", "C", "D"}),
    ],
    "B": [
        ("the customer is not a law-enforcement agency and", "sometimes", {"C", "D"}),
        ("fixed camera", "sometimes", {"A", "C", "D"}),
        ("more than 1 day", "sometimes", {"A", "C"}),
        ("street", "sometimes", {"A", "C", "D"}),
    ],
}


def _edges(name, *numbers):
    policy = load(EXAMPLES / name).policy
    return {b.clause.number if hasattr(b.clause, "number") else b.clause: b.edges for b in boundaries(policy, numbers, None)}


def test_the_two_limbs():
    found = _edges("limbs_corrected.tos")
    assert set(found) == set(LIMBS)
    for number, rows in LIMBS.items():
        assert [(e.sort, e.still, e.by) for e in found[number]] == [row[1:] for row in rows], number
        for edge, (parts, *_) in zip(found[number], rows, strict=True):
            assert all(part in edge.where for part in parts), edge.where


def test_the_whole_code_closes_some_edges():
    found = _edges("whole_code.tos", *WHOLE)
    for number, rows in WHOLE.items():
        for part, still, by in rows:
            edge = next(e for e in found[number] if part in e.where)
            assert (edge.still, set(edge.by)) == (still, by), edge.where


DOCUMENT = """
terms t
  default {default}

kind task: face, gait, text

act use
  task   : task
  late   : flag
  signed : flag
  delay  : duration

open duration soon from 1 hour to 2 hours

clause 1
  from 2024-01-01
  forbid use
    when task is face
     and delay < soon

clause 1.1
  exception to 1
  when late

clause 2
  require signed of use
    when task is gait

clause 3
  forbid use
    when task is text
     and task is face

clause 4
  forbid use
    when late
     and task is face
"""


@pytest.mark.parametrize("default", ["permitted", "forbidden"])
def test_all_sorts_of_edges(default, tmp_path):
    path = tmp_path / "t.tos"
    path.write_text(DOCUMENT.format(default=default), encoding="utf-8")
    found = {(b.clause.number if hasattr(b.clause, "number") else b.clause): b for b in boundaries(load(path).policy, (), None)}
    assert [b.applies for b in found.values()] == [True, True, False, True]
    permitted = default == "permitted"
    silence = () if permitted else ("silence",)

    def row(sort, *by):
        return (sort, "sometimes" if permitted and by else "never" if permitted else "always", (*by, *silence))

    # 1: another task (a gait has to be signed); a delay that is not soon, at night forbidden by 4; the exception, where 4 forbids; the calendar,
    # before which 4 alone stands.
    rows = [(e.sort, e.still, e.by) for e in found["1"].edges]
    assert rows[0] == row("fact", "2")
    assert rows[1] == row("reading", "4")
    assert rows[2] == ("clause", "always", ("4",))
    assert rows[3] == row("date", "4")
    # 2: another task, with and without 1 and 4; or it is signed.
    rows = [(e.sort, e.still, e.by) for e in found["2"].edges]
    assert rows == [row("fact", "1", "4"), row("fact")]
    # 4: by day, 1 may still forbid; another task that is signed or text.
    rows = [(e.sort, e.still, e.by) for e in found["4"].edges]
    assert rows == [row("fact", "1"), row("fact", "2")]


KEEPING = """
terms keeping "Keeping"
  default permitted

act keep
  closed  : date optional "day of closing"
  consent : flag "the holder agrees"

clause 1
  forbid keep when date > closed + 30 days

clause 1.1
  exception to 1
  when date <= closed

clause 2
  require consent of keep
"""


def test_what_is_absent_and_what_never_lifts_it(tmp_path):
    """1 stops in time, and where nothing was ever closed; 2 goes on, where there is no consent. 1.1 comes only where 1 has stopped already."""
    file = tmp_path / "keeping.tos"
    file.write_text(KEEPING, encoding="utf-8")
    one, two = boundaries(load(file).policy, (), None)
    assert [e.where for e in one.edges] == [
        "the date is at most 30 days after the day of closing (or before it)",
        "there is no day of closing",
    ]
    for edge in one.edges:
        assert (edge.still, edge.by, edge.otherwise) == ("sometimes", ("2",), True)
        assert [(p.clause, p.where, p.whole) for p in edge.parts] == [("2", '"the holder agrees" is not the case', True)]
    assert one.idle == ("clause 1.1 never lifts it",)
    (met,) = two.edges
    assert [(p.clause, p.where, p.whole) for p in met.parts] == [
        ("1", "the date is more than 30 days after the day of closing", True)
    ]
    assert met.otherwise
    assert two.idle == ()


def test_the_exception_that_a_back_office_never_needs():
    policy = load(ROOT / "examples" / "image_terms" / "image_terms.tos").policy
    (found,) = boundaries(policy, ("2",), None)
    assert found.idle == ("clause 2.1 never lifts it",)


DAYS = """
terms days
  from 2027-01-01
  through 2027-12-31
  default permitted
  conflicts {conflicts}

act use
  adult : flag
  paid  : flag
  loud  : flag

act stream is use

clause 1
  forbid use

clause 1.1
  exception to 1
  when adult
  before 2027-07-01

clause 1.1.1
  exception to 1.1
  when loud

clause 1.2
  exception to 1
  permit stream when adult
  from 2027-07-01
  through 2027-07-01

clause 2
  from 2026-01-01
  permit use when paid

clause 3
  require adult of use when loud
"""


@pytest.mark.parametrize(
    "conflicts", ["undecided", "permissions prevail", "later prevails", "earlier prevails", "prohibitions prevail"]
)
def test_when_a_clause_takes_it_away_and_when_the_document_does(conflicts, tmp_path):
    """An exception that runs out says when; a permission that nothing ranks lifts a prohibition by the rule on conflicts, or leaves it open.

    Clause 2 begins before the document does: its days are all of the document's. Clause 3 asks for `adult` of what is loud, so it still forbids
    where clause 2 permits, and where 1.1 does not: there nobody is loud.
    """
    path = tmp_path / "t.tos"
    path.write_text(DAYS.format(conflicts=conflicts), encoding="utf-8")
    (one,) = boundaries(load(path).policy, ("1",), None)
    rows = [(e.where, e.sort, e.still, e.by) for e in one.edges]
    # Of what is paid for as well, clause 1.1.1 takes 1.1 away, clause 1 forbids, clause 2 permits; so `never` is right for 1.1 and 1.2 only.
    assert rows[:2] == [
        ('clause 1.1 lifts it, until 2027-06-30, unless clause 1.1.1 applies: "adult" holds', "clause", "never", ()),
        ('clause 1.2 lifts it, for "stream", on 2027-07-01: "adult" holds', "clause", "never", ()),
    ]
    said = {
        "undecided": ("nothing says which of them prevails", "conflict"),
        "permissions prevail": ("permissions prevail", "clause"),
        "later prevails": ("the later prevails", "clause"),
    }
    expected = []
    if conflicts in said:
        why, sort = said[conflicts]
        expected = [(f'clause 2 permits it, and {why}: "paid" holds', sort, "sometimes", ("3",))]
    assert rows[2:-2] == expected
    assert rows[-2:] == [
        ("before 2027-01-01, when the document is not in force", "date", "never", ()),
        ("after 2027-12-31, when the document is not in force", "date", "never", ()),
    ]


SEVERAL = """
terms several
  default permitted

act use
  a : flag "it is amber"
  b : flag "it is blue"
  c : flag "it is clear"

clause 1
  forbid use when not a and not b and not c

clause 2
  forbid use when a

clause 3
  forbid use when b

clause 4
  forbid use when c and a

clause 5
  forbid use when b and c
"""


def test_where_each_of_several_clauses_still_forbids(tmp_path):
    """Beyond the edge of clause 2 (what is not amber) clauses 1, 3 and 5 forbid; clause 4 does not, which asks for amber."""
    path = tmp_path / "t.tos"
    path.write_text(SEVERAL, encoding="utf-8")
    (two,) = boundaries(load(path).policy, ("2",), None)
    (edge,) = two.edges
    assert [(p.clause, p.where, p.whole) for p in edge.parts] == [
        ("1", "it is not blue and it is not clear", True),
        ("3", "it is blue", True),
        ("5", "it is blue and it is clear", True),
    ]
    assert edge.otherwise
    short, long = (boundary.full([two], 200, colour=False, spelled=spelled) for spelled in (False, True))
    assert "in part: clauses 1, 3 and 5, each on its own conditions; otherwise permitted" in short
    assert "--clause N" in short
    assert "clause 5, where it is blue and it is clear; otherwise permitted" in " ".join(long.split())
    assert "--clause N" not in long


OPEN_ROOM = """terms open_room
  default permitted

act enter
  late  : flag "it is late"
  loud  : flag "it is loud"
  alone : flag "it is lonely"

clause 1
  forbid enter
    when late

clause 1.1
  exception to 1
  when loud or alone
  when late

clause 2
  forbid enter
    when loud or alone
    when not (loud and alone)
"""


def test_an_alternative_among_conditions_is_told_apart(tmp_path):
    """Who reads `it is late and it is loud or it is lonely` cannot know whether somebody who is alone early is meant."""
    (tmp_path / "t.tos").write_text(OPEN_ROOM, encoding="utf-8")
    (first, _) = boundaries(load(tmp_path / "t.tos").policy, (), None)
    assert [e.where for e in first.edges] == [
        "it is not late",
        "clause 1.1 lifts it: (it is loud or it is lonely) and it is late",
    ]
    (part,) = first.edges[0].parts
    assert part.where == '(it is loud or it is lonely) and (it is not loud or "it is lonely" is not the case)'


FILED = """terms filing "Filing"
  default permitted

act file
  filed : date optional "the day of filing"
  late  : flag "it is after midnight"

clause 1
  forbid file
    when late

clause 2
  forbid file
    unless date > filed + 30 days

clause 1.1
  exception to 1
  permit file
    unless date > filed + 60 days
"""


def test_where_another_clause_forbids_what_has_no_such_day(tmp_path):
    """Clause 2 forbids without a day of filing, too: not to say so would leave those to `otherwise permitted`."""
    (tmp_path / "filing.tos").write_text(FILED, encoding="utf-8")
    loaded = load(tmp_path / "filing.tos")
    assert loaded.policy is not None
    (first,) = boundaries(loaded.policy, ["1"], None)
    rows = {edge.where: edge for edge in first.edges}
    late = rows["it is not after midnight"]
    (part,) = late.parts
    no_day = "there is no day of filing or the date is at most {} days after the day of filing (or before it)"
    assert (late.still, part.clause, part.where) == ("sometimes", "2", no_day.format(30))
    assert f"clause 1.1 lifts it: {no_day.format(60)}" in rows
