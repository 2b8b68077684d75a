"""Where prohibitions stop: rows worked out by hand from the clauses, and held against the reference interpreter."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from tests.oracle.documents import document
from tests.oracle.scenarios import Space
from tos_checker import edges
from tos_checker.edges import boundaries
from tos_checker.render import boundary
from tos_spec import evaluate, interpret
from tos_spec.load import load
from tos_spec.scenario import Reading

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
        (("mixture",), "reading", "sometimes", ("B",)),
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


CONFLICTS = """terms open_rows
  default {default}

kind who: company, school

act sale
  buyer     : who
  guarantor : flag "somebody vouches"
  certified : flag "the seller is certified"
  paid      : flag "it is paid"
  late      : flag "it is late"

clause 1
  forbid sale
    unless certified

clause 2
  forbid sale
    when buyer is school
     and not guarantor

clause 3
  permit sale
    when guarantor

clause 4
  forbid sale
    when guarantor
     and buyer is company

clause 5
  require paid of sale
    when late
"""

ROWS = {
    # What is certified: 2 forbids without a guarantor, 4 conflicts with 3 wherever it applies; 5 forbids whatever is resolved how.
    ("1", "the seller is certified"): (
        "certified",
        {"2": "buyer is school and not guarantor", "5": "late and not paid"},
        {("3", "4"): "guarantor and buyer is company"},
    ),
    # Where both apply, only 5 forbids for certain; all else is open.
    ("1", 'clause 3 permits it, and nothing says which of them prevails: "somebody vouches" holds'): (
        "not certified and guarantor",
        {"5": "late and not paid"},
        None,
    ),
    ("2", "the buyer is not a school"): (
        "buyer is company and not guarantor",
        {"1": "not certified", "5": "late and not paid"},
        {},
    ),
    # 1 applies to whoever is not certified, but conflicts with 3 there.
    ("2", '"somebody vouches" holds'): (
        "buyer is school and guarantor",
        {"5": "late and not paid"},
        {("3", "1"): "not certified"},
    ),
    ("4", "the buyer is not a company"): (
        "buyer is school and guarantor",
        {"5": "late and not paid"},
        {("3", "1"): "not certified"},
    ),
    # What requires is met: the prohibitions that conflict are open, those that do not are certain.
    ("5", "what it requires is met: it is paid"): (
        "late and paid",
        {"1": "not certified and not guarantor", "2": "buyer is school and not guarantor"},
        {("3", "1"): "guarantor and not certified", ("3", "4"): "guarantor and buyer is company"},
    ),
}


@pytest.mark.parametrize("default", ["permitted", "undecided"])
def test_what_is_open_beyond_is_not_forbidden(default, tmp_path):
    """Each row against the interpreter: what it says is forbidden, open or permitted is so, scenario by scenario, under both rulings."""
    path = tmp_path / "t.tos"
    path.write_text(CONFLICTS.format(default=default), encoding="utf-8")
    policy = load(path).policy
    found = {(b.clause, e.where): e for b in boundaries(policy, (), None) for e in b.edges}
    for key, (region, forbidding, conflicting) in ROWS.items():
        edge = found[key]
        assert {p.clause for p in edge.parts} == set(forbidding), key
        pairs = {(u.permission, u.clause) for u in edge.unresolved if u.permission}
        assert pairs == set(conflicting or ()), key
        assert (edge.sort == "conflict") is (conflicting is None)
        outcomes = _outcomes(tmp_path, default, region)
        forbidden = [s for s, (_, outcome) in outcomes.items() if outcome == {"forbidden"}]
        left_open = [s for s, (_, outcome) in outcomes.items() if len(outcome) == 2]
        permitted = [s for s, (_, outcome) in outcomes.items() if outcome == {"permitted"}]
        stopped = set().union(*(_outcomes(tmp_path, default, f"{region} and {where}") for where in forbidding.values()))
        assert stopped == set(forbidden), key  # worked out by hand above
        assert edge.still == ("sometimes" if forbidden else "unsettled" if left_open else "never"), key
        assert edge.partly is bool(permitted), key
        if conflicting is None:
            assert (edge.otherwise, edge.otherwise_open) == (False, set(left_open) == set(outcomes) - stopped)
            continue
        silent = any(not u.permission for u in edge.unresolved)
        assert silent is any(statuses == {"silent"} for s, (statuses, _) in outcomes.items() if s in left_open), key
        undecided = {s for where in conflicting.values() for s in _outcomes(tmp_path, default, f"{region} and {where}")}
        undecided |= {s for s, (statuses, _) in outcomes.items() if silent and statuses == {"silent"}}
        assert undecided - stopped == set(left_open), key
        assert edge.otherwise is (bool(permitted) and set(outcomes) - stopped - undecided == set(permitted)), key


def _outcomes(tmp_path, default, formula):
    """The scenarios of a formula (by their facts), each with its status and its outcomes under all rulings."""
    path = tmp_path / "asked.tos"
    asked = f"\nclaim asked\n  sale is never permitted\n    when {formula}\n"
    path.write_text(CONFLICTS.format(default=default) + asked, encoding="utf-8")
    policy = load(path).policy
    found = {}
    for s in Space(policy).scenarios("sale"):
        rulings = [Reading({}, {}, {}, on_conflict, on_silence) for on_conflict in (False, True) for on_silence in (False, True)]
        if evaluate.holds(policy, s, rulings[0], policy.claims[0].when, evaluate.Judged({})):
            judged = [interpret.judge(policy, s, r) for r in rulings]
            facts = tuple(sorted((path, value) for path, value in s.facts.items() if path != ("date",)))
            found[facts] = ({j.status for j in judged}, {j.outcome for j in judged})
    return found


def test_how_an_open_edge_is_told(tmp_path):
    path = tmp_path / "t.tos"
    path.write_text(CONFLICTS.format(default="permitted"), encoding="utf-8")
    policy = load(path).policy
    one, two, *_ = boundaries(policy, ("1", "2"), None)
    said = " ".join(boundary.full([two], 400, colour=False, spelled=True).split())
    assert (
        '"somebody vouches" holds in part: clause 5, where it is late and it is not paid; this depends on how the conflict of '
        "clause 3 with clause 1 is resolved, only where the seller is not certified; otherwise permitted"
    ) in said
    said = " ".join(boundary.full([one], 400, colour=False).split())
    assert (
        'clause 3 permits it, and nothing says which of them prevails: "somebody vouches" holds in part: clause 5, where it is late and '
        "it is not paid; otherwise this depends on how the conflict is resolved"
    ) in said
    both = boundaries(policy, ("5",), None)
    assert "clause 1, where the seller is not certified, unless clause 3 permits it;" in boundary.full([*both], 400, colour=False)


def test_silence_of_which_nothing_says_what_it_means(tmp_path):
    path = tmp_path / "t.tos"
    path.write_text("terms t\n\nact use\n  late : flag\n\nclause 1\n  forbid use\n    when late\n", encoding="utf-8")
    (one,) = boundaries(load(path).policy, (), None)
    (edge,) = one.edges
    assert (edge.still, edge.by, edge.partly) == ("unsettled", (), False)
    assert "this depends on what silence means, where no clause governs it" in boundary.full([one], 200, colour=False)


MINORS = """terms minors
  default permitted

kind audience: adults, minors, mixed

act supply
  audience  : audience
  certified : flag
  room      : flag

open term safe in supply
  includes audience is adults
  excludes audience is minors and not certified

assume rooms
  in supply
    room implies audience is adults

clause 1
  forbid supply
    when audience is one of minors, mixed
    unless safe

clause 2
  forbid supply
    when audience is minors
     and not room
"""


def test_a_fact_that_ends_two_conditions(tmp_path):
    """Adults end both conditions of 1, as both speak of the audience: one row, told once. A room ends none of 2 for certain without
    another fact changing, too.
    """
    path = tmp_path / "t.tos"
    path.write_text(MINORS, encoding="utf-8")
    one, two = boundaries(load(path).policy, (), None)
    first, second = one.edges
    assert (first.where, first.sort, first.still) == ("the audience is neither minors nor mixed", "fact", "never")
    assert second.sort == "reading"
    assert [e.where for e in two.edges] == ["the audience is not minors"]


@pytest.mark.parametrize("seed", [6, 14, 17, 21, 24, 27, 30])
def test_what_lies_beyond_is_judged_so_by_the_interpreter(seed, monkeypatch):
    """In random documents: of what is forbidden, open or permitted beyond an edge, and of each part told, an example under all rulings."""
    policy = load(Path("document.tos"), text=document(seed).text.encode(), shown_as="document.tos").policy
    found = edges._Beyond.edge
    looked_at = 0

    def judged(self, beyond, outcomes, *formulas):
        model = self.ground.find(beyond, *formulas)
        if model is None:
            return None
        s, r = self.ground.scenario(model), self.ground.reading(model)
        rulings = product((False, True), repeat=2)
        under = [interpret.judge(policy, s, replace(r, on_conflict=a, on_silence=b)) for a, b in rulings]
        assert {j.outcome for j in under} == outcomes
        return under[0].applies

    def edge(self, beyond, *said):
        nonlocal looked_at
        looked_at += 1
        told = found(self, beyond, *said)
        forbidden = judged(self, beyond, {"forbidden"}, self.forbidden) is not None
        left_open = judged(self, beyond, {"forbidden", "permitted"}, self.open) is not None
        permitted = judged(self, beyond, {"permitted"}, self.permitted) is not None
        stills = {(True, False, False): "always", (False, False, True): "never"}
        assert told.still == stills.get((forbidden, left_open, permitted), "sometimes" if forbidden else "unsettled")
        for part in told.parts:
            assert judged(self, beyond, {"forbidden"}, self._others()[part.clause])[part.clause]
        for pair in (u for u in told.unresolved if u.permission):
            both = (self.law.applies[pair.permission], self.law.applies[pair.clause])
            applies = judged(self, beyond, {"forbidden", "permitted"}, self.conflicts, *both)
            assert applies[pair.permission]
            assert applies[pair.clause]
        return told

    monkeypatch.setattr(edges._Beyond, "edge", edge)
    list(boundaries(policy, (), None))
    assert looked_at > 0
