"""Reasons and strengths of families, worked out by hand from the language: their order, where they are cut, what an arguable one is."""

from pathlib import Path

import pytest

from tests.families.compare import answered, plain, question
from tos_checker import escapes, families
from tos_checker.replay import DisagreementError
from tos_spec import load

HEADER = """terms d "D"
  default permitted

act use
  a : flag
  b : flag
  c : flag
  d : flag
  amount : number

open term risky in use
  includes d

open number big from 10 to 50
"""


def _asked(text, name="asked", header=HEADER):
    loaded = load.load(Path("d.tos"), text=(header + text).encode())
    assert [d.message for d in loaded.diagnostics if d.severity == "error"] == []
    (claim,) = (c for c in loaded.policy.claims if c.name == name)
    return question(answered(loaded.policy, claim)), claim


def _told(text, limit=None):
    return families.families(*_asked(text), limit)


THREE = """
clause 1
  forbid use when a and b and c

claim asked
  use is never permitted when a or b or c
"""
BY_ONE = [("way", "silence", "1", (i,)) for i in range(3)]


@pytest.mark.parametrize(
    ("limit", "number", "complete"), [(None, 3, True), (4, 3, True), (3, 3, True), (2, 2, False), (1, 1, False)]
)
def test_a_list_that_is_cut_says_so(limit, number, complete):
    told = _told(THREE, limit)
    assert [plain(f) for f in told.families] == BY_ONE[:number]
    assert told.complete is complete


def test_names_of_reasons():
    assert families.reasons(*_asked(THREE), 9) == {("silence", "1", ("a",)), ("silence", "1", ("b",)), ("silence", "1", ("c",))}
    assert families.reasons(*_asked(THREE), 2) == {("silence", "1", ("a",)), ("silence", "1", ("b",))}
    stopped = "\nclause 1\n  forbid use when a\nclause 2\n  require b of use when c\nclaim asked\n  use is always permitted\n"
    assert families.reasons(*_asked(stopped), 9) == {("", ("1",)), ("", ("2",))}
    applying = "\nclause 1\n  forbid use when a\nclause 2\n  permit use when b\nclaim asked\n  use is never conflicting\n"
    assert families.reasons(*_asked(applying), 9) == {("conflicting", ("1", "2"))}


def test_escaped_by_none_the_first_in_the_document_comes_first():
    """Both prohibitions are lifted; the second has more conditions, all of them met, as has the first."""
    told = _told("""
clause 1
  forbid use when a
clause 1.1
  exception to 1
  permit use when d
clause 2
  forbid use when a and b and c
clause 2.1
  exception to 2
  permit use when d

claim asked
  use is never permitted when a and b and c and d
""")
    assert [plain(f) for f in told.families] == [("way", "1.1", "1", ())]


def test_by_as_many_conditions_the_larger_share_comes_first():
    """The claim speaks of `d` alone: no reason is in its terms. Of two that are met but for one condition, the longer comes first."""
    told = _told("""
clause 1
  forbid use when a and b
clause 2
  forbid use when a and b and c

claim asked
  use is never permitted when d and b and c
""")
    assert [plain(f) for f in told.families] == [("way", "silence", "2", (0,))]


SOME_ARE_RISKY = """
clause 1
  forbid use when a and b
clause 2
  forbid use when c and risky

claim asked
  use is never permitted when {when}
"""


def test_a_clear_family_with_arguable_loopholes_that_no_arguable_family_holds():
    told = _told(SOME_ARE_RISKY.format(when="a or b"))
    assert [(plain(f), f.found.strength) for f in told.families] == [
        (("way", "silence", "1", (0,)), "clear"),
        (("way", "silence", "1", (1,)), "clear"),
    ]
    for family in told.families:
        assert family.found.scenario.facts["c",] is False
        assert family.also.strength == "arguable"
        assert family.also.scenario.facts["c",] is True
        assert [p.name for p in family.also.turns_on] == ["risky"]


def test_a_clear_family_whose_arguable_loopholes_an_arguable_family_holds():
    told = _told(SOME_ARE_RISKY.format(when="a or b or c or d"))
    by = {plain(f)[2:]: f for f in told.families}
    assert {key: f.found.strength for key, f in by.items()} == {
        ("1", (0,)): "clear",
        ("1", (1,)): "clear",
        ("2", (0,)): "clear",
        ("2", (1,)): "arguable",
    }
    assert list(by)[-1] == ("2", (1,))
    assert by["1", (0,)].also is None
    assert by["1", (1,)].also is None


@pytest.mark.parametrize(
    ("when", "given"),
    [
        ("amount = 20", []),
        ("amount = 20 and amount >= big", ["big"]),
        ("amount = 20 and 2 * amount - 10 >= big", ["big"]),
        ("amount = 20 and 2 * big + 5 <= 3 * amount", ["big"]),
        ("amount = 20 and not risky", ["risky"]),
        ("amount = 20 and not clause 2 applies", []),
        ("amount = 20 and not clause 3 applies", ["risky"]),
    ],
)
def test_which_readings_a_claim_speaks_of(when, given):
    told = _told(
        f"\nclause 1\n  forbid use when a\nclause 2\n  forbid use when b\nclause 3\n  permit use when risky\n\nclaim asked\n  use is never permitted when {when} and not b\n"
    )
    (family,) = {plain(f): f for f in told.families if plain(f)[1] == "silence"}.values()
    assert [p.name for p in family.found.given] == given


@pytest.mark.parametrize("who", ["escaped_by", "routes"])
def test_a_reason_that_the_interpreter_does_not_see_is_never_shown(who, monkeypatch):
    asked = _asked(THREE)
    if who == "routes":
        right = escapes.routes
        monkeypatch.setattr(families.escapes, "routes", lambda *given: tuple(f"not {r}" for r in right(*given)))
    else:
        monkeypatch.setattr(families, "escaped_by", lambda *_: (0, 1, 2))
    with pytest.raises(DisagreementError, match="disagree on why `asked` fails"):
        families.families(*asked, None)


# --- how many, which route, whose prohibitions --------------------------------------------------------------------------------------

FLAGS = "act use\n  a : flag\n  b : flag\n  c : flag\n"


def _claim_of(path_or_text, folder=None):
    loaded = load.load(folder / path_or_text) if folder else load.load(Path("d.tos"), text=path_or_text.encode())
    assert [d.message for d in loaded.diagnostics if d.severity == "error"] == []
    (claim,) = loaded.policy.claims
    return families.families(question(answered(loaded.policy, claim)), claim, None)


def test_counts():
    """Of eight scenarios, seven meet the condition, and one is forbidden; three of those that are left are without `a`."""
    text = f"terms d\n  default permitted\n{FLAGS}{THREE}"
    told = _claim_of(text)
    assert told.total == 6
    assert [f.count for f in told.families] == [3, 3, 3]
    assert [f.pattern.exact for f in told.families] == [
        False,
        False,
        False,
    ]  # without `a`: `b`, `c` or both, which no conjunction says


def test_counts_where_something_is_open():
    """With `b`, each of four is a loophole on some reading."""
    rest = "open term risky in use\nclause 1\n  forbid use when a and risky\nclaim asked\n  use is never permitted when b\n"
    assert _claim_of(f"terms d\n  default permitted\n{FLAGS}{rest}").total == 4


@pytest.mark.parametrize(
    ("conflicts", "clauses", "route"),
    [
        ("earlier prevails", ("permit use when a", "permit use when b", "forbid use when c"), "1"),
        ("later prevails", ("forbid use when c", "permit use when a", "permit use when b"), "3"),
    ],
)
def test_where_the_order_decides_one_permission_is_the_route(conflicts, clauses, route):
    written = "".join(f"clause {i}\n  {c}\n" for i, c in enumerate(clauses, 1))
    claim = "claim asked\n  use is never permitted when a and b and c\n"
    told = _claim_of(f"terms d\n  default forbidden\n  conflicts {conflicts}\n{FLAGS}{written}{claim}")
    assert {f.reason.route for f in told.families} == {route}


def test_where_several_permissions_apply_each_is_a_route():
    clauses = "clause 1\n  permit use when a\nclause 2\n  permit use when b\n"
    told = _claim_of(f"terms d\n  default forbidden\n{FLAGS}{clauses}claim asked\n  use is never permitted when a or b\n")
    assert [plain(f) for f in told.families] == [("way", "1", None, ()), ("way", "2", None, ())]


def test_prohibitions_of_others_that_forbid_a_loophole(tmp_path):
    (tmp_path / "words.tos").write_text(FLAGS, encoding="utf-8")
    law = "clause 1\n  forbid use when a\nclause 2\n  forbid use when b\nclause 3\n  permit use when c and not c\n"
    law += "clause 4\n  require c of use when a\nclause 5\n  require b or not b of use\n"
    (tmp_path / "law.tos").write_text(f'terms law\n  default permitted\nimport "words.tos"\n{law}', encoding="utf-8")
    claim = "claim asked\n  use is never permitted when forbidden by law and not b\n"
    ours = f'terms ours\n  default permitted\nimport "words.tos"\nimport "law.tos" as law\nclause 1\n  forbid use when b\n{claim}'
    (tmp_path / "ours.tos").write_text(ours, encoding="utf-8")
    told = _claim_of("ours.tos", tmp_path)
    assert told.against == ("law 1", "law 4")
    assert {number for family in told.families for number in family.against} == {"law 1", "law 4"}


# --- the order in which they are reported, and other verdicts ---------------------------------------------------------------------------


def test_clear_ones_come_first():
    """Of clause 1, what escapes by `risky` is found first; without `d` it is so on some reading only."""
    told = _told("\nclause 1\n  forbid use when risky and a\n\nclaim asked\n  use is never permitted when a or b or d\n")
    assert [(plain(f)[3], f.found.strength) for f in told.families] == [((1,), "clear"), ((0,), "arguable")]


def test_what_is_unsettled_rests_on_what_stops_it():
    told = _told("\nclause 1\n  forbid use when a and risky\n\nclaim asked\n  use is never unsettled\n")
    assert [plain(f) for f in told.families] == [("rests", "", ("1",))]
    assert [p.name for p in told.families[0].found.turns_on] == ["risky"]


def test_why_a_clause_does_not_apply():
    told = _told("\nclause 1\n  forbid use when a and b\n\nclaim asked\n  clause 1 always applies when a or b or c\n")
    assert [plain(f) for f in told.families] == [("way", "", "1", (0,)), ("way", "", "1", (1,))]
    assert [f.neighbour.facts["a",] and f.neighbour.facts["b",] for f in told.families] == [True, True]


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ("open term odd in use\n  excludes d", [((1,), "clear"), ((0,), "clear")]),
        ("open term odd in use\n  includes d", [((0,), "clear"), ((1,), "arguable")]),  # clear ones first
        ("define odd in use means not d", [((1,), "clear"), ((0,), "clear")]),
    ],
)
def test_a_term_speaks_of_what_its_bounds_speak_of(declared, told):
    """The claim speaks of `d`, and so does `odd`: to escape by it comes before what is no reason in the claim's terms."""
    found = _claim_of(
        f"terms d\n  default permitted\n{FLAGS}  d : flag\n{declared}\n"
        "clause 1\n  forbid use when a and odd\nclaim asked\n  use is never permitted when b or d\n"
    )
    assert [(f.reason.escaped, f.found.strength) for f in found.families] == told
    assert {f.prohibition.spoken for f in found.families} == {(False, True)}


def test_every_reason_with_one_condition_is_told_though_others_hold_its_loopholes():
    """Whatever is without `b` would be held by one family, and what is without `a` by another."""
    told = _told(
        "\nclause 1\n  forbid use when a and b\nclause 2\n  forbid use when b and c\n\nclaim asked\n  use is never permitted when a or b or c\n"
    )
    assert [plain(f)[2:] for f in told.families] == [("1", (0,)), ("1", (1,)), ("2", (0,)), ("2", (1,))]


def test_a_term_speaks_of_the_party_of_which_it_is_asked():
    """The claim speaks of the client, and so does `trusted(client)`; what is clear comes first all the same."""
    found = _claim_of("""terms d
  default permitted
entity party
act use
  a      : flag
  client : party optional
open term trusted(p: party)
clause 1
  forbid use when a and trusted(client)
claim asked
  use is never permitted when client exists
""")
    assert {f.prohibition.spoken for f in found.families} == {(False, True)}
    assert [(f.reason.escaped, f.found.strength) for f in found.families] == [((0,), "clear"), ((1,), "arguable")]


def test_a_prohibition_on_the_act_above_is_got_past_by_what_is_below_it():
    acts = "act deal\n  a : flag\n  b : flag\nact sell is deal\nact lend is deal\n"
    clauses = "clause 1\n  forbid deal when a and b\nclause 2\n  forbid lend when b\nclaim asked\n  sell is never permitted when a or b\n"
    found = _claim_of(f"terms d\n  default permitted\n{acts}{clauses}")
    assert [plain(f) for f in found.families] == [("way", "silence", "1", (0,)), ("way", "silence", "1", (1,))]
    assert {f.found.scenario.act for f in found.families} == {"sell"}


def test_what_is_met_and_lifted_comes_before_what_is_escaped():
    """Where `c` does not hold clause 2 is met, and lifted by 2.1: that is told before that it is not met. Clause 1 is in nobody's terms."""
    found = _told("""
clause 1
  forbid use when a
clause 2
  forbid use when not c
clause 2.1
  exception to 2
  permit use when b

claim asked
  use is never permitted when b or c
""")
    assert [plain(f)[2:] for f in found.families] == [("2", ()), ("2", (0,))]


def test_of_reasons_in_no_terms_the_one_with_the_most_that_is_met_is_told_first():
    """The claim speaks of nothing. Each prohibition can be escaped by one condition; the longest is told first, wherever it stands."""
    flags = "".join(f"  {name} : flag\n" for name in "abcdefghijk")
    pairs = ("a and b", "c and d", "e and f", "i and j and k", "g and h")
    clauses = "".join(f"clause {n}\n  forbid use when {pair}\n" for n, pair in enumerate(pairs, 1))
    found = _claim_of(f"terms d\n  default permitted\nact use\n{flags}{clauses}claim asked\n  use is never permitted\n")
    assert [plain(f)[2:] for f in found.families] == [("4", (0,)), ("4", (1,)), ("4", (2,))]


def test_prohibitions_where_no_claim_is_asked_about():
    clauses = "clause 1\n  forbid use when a and b\nclause 2\n  require c of use when a\nclause 3\n  forbid use\n"
    loaded = load.load(Path("d.tos"), text=f"terms d\n  default permitted\n{FLAGS}{clauses}".encode())
    found = escapes.prohibitions_of(loaded.policy, ("1", "2"))
    assert [[c.text for c in p.conditions] for p in found] == [["a", "b"], ["a", "not c"]]
    assert [p.spoken for p in found] == [(False, False), (False, False)]


def test_each_route_of_a_reason_is_told_and_none_that_nothing_takes():
    told = _claim_of(f"""terms d
  default permitted
  conflicts prohibitions prevail
{FLAGS}  d : flag
clause 1
  forbid use when a and b
clause 2
  forbid use when b and c
clause 6
  permit use when d
clause 7
  permit use when d and not d
clause 8
  permit use when a and not a
claim asked
  use is never permitted when a or b or c
""")
    reasons = [("1", (0,)), ("1", (1,)), ("2", (0,)), ("2", (1,))]
    assert [plain(f)[1:] for f in told.families] == [(route, *reason) for reason in reasons for route in ("6", "silence")]


def test_a_glance_is_for_documents_that_leave_nothing_open():
    """Its answers know of one reading alone: where there are others, the solver is asked, which knows of all."""
    ruled = HEADER.replace("default permitted", "default permitted\n  conflicts prohibitions prevail")
    closed = families._Telling(*_asked(THREE, header=ruled.split("open term")[0]))
    opened = families._Telling(*_asked(THREE.replace("and b", "and risky"), header=ruled))
    assert closed.glance is not None
    assert opened.glance is None


def test_an_arguable_family_that_holds_the_only_clear_loopholes():
    """Whatever clause 1 forbids clause 2 may forbid, too: of its own clause 2 has what is read so only, and with clause 1 what is clear."""
    told = _told("""
clause 1
  forbid use when a and d
clause 2
  forbid use when a and risky

claim asked
  use is always permitted
""")
    (family,) = [f for f in told.families if f.found.strength == "arguable"]
    assert plain(family) == ("rests", "", ("2",))
    assert family.also.strength == "clear"
    assert family.also.turns_on == ()
    assert family.also.scenario.facts["a",] is True
    assert family.also.scenario.facts["d",] is True
