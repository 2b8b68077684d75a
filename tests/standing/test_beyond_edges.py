"""What lies beyond an edge: forbidden, permitted or left open, row by row against the reference interpreter."""

from dataclasses import replace
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.oracle.documents import document
from tests.oracle.scenarios import Space
from tos_checker import outlook
from tos_checker.edges import boundaries
from tos_checker.render import boundary
from tos_checker.report import BY_SILENCE
from tos_spec import evaluate, interpret
from tos_spec.core import Effect
from tos_spec.load import load
from tos_spec.scenario import Reading

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


PARTLY = """terms partly
  conflicts prohibitions prevail
{defaults}
kind area: city, park, other

act use "the flight"
  area  : area "the area"
  high  : flag "it is high"
  quiet : flag "it is quiet"

act drone is use "the drone flight"
  light : flag "it is light"

clause 1
  forbid use
    when high

clause 2
  permit use
    when quiet
    when area is park
"""

# Beyond the one edge it is not high; no clause governs what is not in a park or not quiet. What the header says of that, with where it is
# forbidden and where it is left open: in words, and as a test of the area, of what is quiet, and of light drones.
SILENT = {
    "undecided for use when area is other; permitted": (
        None,
        ("the area is another area", lambda s: s.area == "other"),
    ),
    "forbidden for use when area is other; permitted": (
        ("the area is another area", lambda s: s.area == "other"),
        None,
    ),
    "permitted for use when area is city or quiet": (
        None,
        ("the area is not a city and it is not quiet", lambda s: s.area != "city" and not s.quiet),
    ),
    # The second line would fit what the first decides.
    "undecided for use when area is other and quiet; forbidden for use when area is other; permitted": (
        (
            "the area is another area and it is not quiet",
            lambda s: s.area == "other" and not s.quiet,
        ),
        ("the area is another area and it is quiet", lambda s: s.area == "other" and s.quiet),
    ),
    # What is quiet in a park is not silent: there the second line decides nothing. Elsewhere it says what the last one says.
    "undecided for use when area is park or area is city; forbidden for use when quiet; forbidden": (
        ("the area is not a park and the area is not a city", lambda s: s.area == "other"),
        ("(the area is a park or the area is a city)", lambda s: s.area != "other"),
    ),
    "undecided for drone when light; forbidden": (
        ("(the act is not the drone flight or it is not light)", lambda s: not s.light),
        ("the act is the drone flight and it is light", lambda s: s.light),
    ),
    "forbidden for use when area is city; permitted for use when quiet; forbidden for drone when light; permitted": (
        (
            "(the area is a city or (the act is the drone flight and it is light and it is not quiet))",
            lambda s: s.area == "city" or (s.light and not s.quiet),
        ),
        None,
    ),
    # Six lines are too many to be told.
    "forbidden for drone when light and quiet and area is city; "
    + "; ".join(
        f"{verdict} for use when area is {area} and {'' if quiet else 'not '}quiet"
        for area, quiet, verdict in (
            ("city", True, "undecided"),
            ("city", False, "permitted"),
            ("other", True, "forbidden"),
            ("other", False, "undecided"),
            ("park", False, "forbidden"),
        )
    ): (
        ("the header forbids it", lambda s: s.area == "park" or (s.quiet and (s.area == "other" or s.light))),
        (
            "the header leaves it open",
            lambda s: (s.area, s.quiet, s.quiet and s.light) in {("city", True, False), ("other", False, False)},
        ),
    ),
    "forbidden": (("", lambda _: True), None),
}


@pytest.mark.parametrize("header", SILENT)
def test_where_the_header_decides_what_silence_means(header, tmp_path):
    """By hand, and by the interpreter: what is told of silence, and nothing else, is forbidden, or open; all else is permitted."""
    path = tmp_path / "t.tos"
    path.write_text(PARTLY.format(defaults="".join(f"  default {line}\n" for line in header.split("; "))), encoding="utf-8")
    policy = load(path).policy
    (one,) = boundaries(policy, (), None)
    (edge,) = one.edges
    forbidding, opening = SILENT[header]
    assert [(p.clause, p.where, p.whole) for p in edge.parts] == ([("silence", forbidding[0], True)] if forbidding else [])
    told = [(u.permission, u.clause, u.where, u.whole) for u in edge.unresolved]
    assert told == ([("", "silence", opening[0], True)] if opening else [])
    assert (edge.still, edge.partly, edge.otherwise) == ("sometimes" if forbidding else "unsettled", True, True)
    for s in (s for act in ("use", "drone") for s in Space(policy).scenarios(act) if not s.facts["high",]):
        judged = [
            interpret.judge(policy, s, Reading({}, {}, {}, on_conflict=False, on_silence=on_silence))
            for on_silence in (False, True)
        ]
        facts = SimpleNamespace(area=s.facts["area",], quiet=s.facts["quiet",], light=s.facts.get(("light",), False))
        silent = judged[0].status == "silent"
        expected = {"forbidden"} if silent and forbidding and forbidding[1](facts) else {"permitted"}
        expected |= {"forbidden"} if silent and opening and opening[1](facts) else set()
        assert {j.outcome for j in judged} == expected, facts
    said = " ".join(boundary.full([one], 1000, colour=False).split())
    forbidden = "where no clause permits it; " if forbidding else ""
    if forbidding and forbidding[0]:
        forbidden = f"where no clause governs it and {forbidding[0]}; "
    left_open = f"this depends on what silence means, where no clause governs it and {opening[0]}; " if opening else ""
    assert said.endswith(f"it is not high in part: {forbidden}{left_open}otherwise permitted")


VACUOUS = """terms vacuous
  default permitted

act sale
  late : flag "it is very late"
  paid : flag "it is all paid"
  king : flag "a king buys it"

clause 1
  forbid sale
    when late

clause 2
  permit sale
    when not paid

clause 3
  require paid of sale
    when late

clause 3.1
  exception to 3
  when king
"""


def test_no_otherwise_where_all_was_told(tmp_path):
    """Where clauses 1 and 2 conflict, it is late and not paid, which is all that 3 asks for; 3.1 takes it away from kings. All others are bound by 3."""
    path = tmp_path / "t.tos"
    path.write_text(VACUOUS, encoding="utf-8")
    (one,) = boundaries(load(path).policy, ("1",), None)
    edge = one.edges[-1]
    assert (edge.sort, edge.still, edge.otherwise, edge.otherwise_open) == ("conflict", "sometimes", False, False)
    assert [(p.clause, p.where, p.whole) for p in edge.parts] == [("3", "", False)]
    said = " ".join(boundary.full([one], 400, colour=False).split())
    assert said.endswith("in part: clause 3; where clause 3 does not forbid it, this depends on how the conflict is resolved")


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
    found = outlook.Outlook.edge
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
            if part.clause == BY_SILENCE:
                applies = judged(self, beyond, {"forbidden"}, self.silent_forbidden)
                assert not any(applies[c.number] for c in policy.clauses if c.effect in (Effect.PERMIT, Effect.FORBID))
                continue
            assert judged(self, beyond, {"forbidden"}, self._others()[part.clause])[part.clause]
        for pair in (u for u in told.unresolved if u.permission):
            both = (self.law.applies[pair.permission], self.law.applies[pair.clause])
            applies = judged(self, beyond, {"forbidden", "permitted"}, self.conflicts, *both)
            assert applies[pair.permission]
            assert applies[pair.clause]
        return told

    monkeypatch.setattr(outlook.Outlook, "edge", edge)
    list(boundaries(policy, (), None))
    assert looked_at > 0
