"""What the interpreter says beside the outcome: what is open in a scenario, how it is really read, what claims ask, why nothing can be so."""

from fractions import Fraction
from pathlib import Path

import pytest

from tos_spec import core, evaluate, interpret, load
from tos_spec.core import Verdict
from tos_spec.scenario import ON_CONFLICT, ON_SILENCE, Reading, Rulings, Scenario, ruling

SENDING = """
terms sending
  default permitted

kind size: small, large, other

entity party is size
  age    : integer from 0 to 120
  limit  : integer from 0 to 120
  friend : flag optional

act send
  giver : party
  taker : party optional
  loud  : flag

act keep
  giver : party

assume no_older "Nobody is older than their limit"
  for any p: party
    p.age <= p.limit

open term fond(p: party, q: party)
  includes p.age > q.limit
  excludes p is large

open duration soon from 1 hour to 5 hours
open duration exactly from 2 hours to 2 hours

open term noisy in send
  includes loud
  excludes giver is large

clause 1
  forbid send when noisy

clause 2
  permit send when giver is large
"""


def policy_of(text):
    loaded = load.load(Path("document.tos"), text=text.encode())
    assert [d.message for d in loaded.diagnostics if d.severity == "error"] == []
    return loaded.policy


@pytest.fixture(scope="module")
def sending():
    return policy_of(SENDING)


DAY = Fraction(739_000)
GIVER, TAKER = ("giver",), ("taker",)


def scene(act="send", **given):
    """A giver of 10 with a limit of 20, a small one; a taker of 30 with a limit of 40, a large one; nothing is loud."""
    facts = {
        ("date",): DAY,
        GIVER: "small",
        ("giver", "age"): Fraction(10),
        ("giver", "limit"): Fraction(20),
        TAKER: "large",
        ("taker", "age"): Fraction(30),
        ("taker", "limit"): Fraction(40),
        ("loud",): False,
    }
    facts |= {tuple(k.split("__")): v for k, v in given.items() if v is not None}
    facts = {p: v for p, v in facts.items() if given.get("__".join(p), "") is not None}
    return Scenario(act, facts, {p: p for p in (GIVER, TAKER) if p in facts})


ALONE = {"taker": None, "taker__age": None, "taker__limit": None}
NO_READING = Reading({}, {}, {})


# --- what is open -----------------------------------------------------------------------------------------------------------------


def test_points_are_what_is_really_open(sending):
    """`fond` of the giver is open (10 > 20, 10 > 40 are not so); of the taker, who is large, it is excluded, but for 30 > 20."""
    assert interpret.points(sending, scene()) == (
        ("fond", (GIVER, GIVER)),
        ("fond", (GIVER, TAKER)),
        ("soon", ()),
        ("noisy", ()),
        (ON_CONFLICT, ()),
    )


def test_a_term_that_its_bounds_settle_is_no_point(sending):
    loud, large = scene(loud=True), scene(giver="large")
    assert ("noisy", ()) not in interpret.points(sending, loud)
    assert interpret.points(sending, large) == (("soon", ()), (ON_CONFLICT, ()))


def test_of_another_act_a_term_is_not_asked(sending):
    kept = scene("keep", loud=None, **ALONE)
    assert interpret.points(sending, kept) == (("fond", (GIVER, GIVER)), ("soon", ()), (ON_CONFLICT, ()))
    assert interpret.effective(sending, kept, NO_READING).terms == {}


def test_of_who_is_absent_nothing_is_asked(sending):
    assert list(interpret.entity_terms(sending, scene(**ALONE))) == [("fond", (GIVER, GIVER))]


def test_of_an_act_without_roles_for_entities_nothing_is_asked():
    policy = policy_of(
        "terms x\n  default permitted\nentity party\nact rest\n  loud : flag\nact send\n  giver : party\nopen term fond(p: party)\n"
    )
    alone = Scenario("rest", {("date",): DAY, ("loud",): True}, {})
    assert list(interpret.entity_terms(policy, alone)) == []
    assert interpret.points(policy, alone) == ((ON_CONFLICT, ()),)


@pytest.mark.parametrize(
    ("header", "clauses", "rulings"),
    [
        ("default permitted", "", {ON_CONFLICT}),
        ("conflicts undecided\n  default forbidden", "", {ON_CONFLICT}),
        ("conflicts permissions prevail\n  default forbidden", "", set()),
        ("conflicts permissions prevail", "", {ON_SILENCE}),
        ("conflicts permissions prevail\n  default undecided", "", {ON_SILENCE}),
        ("conflicts permissions prevail\n  default permitted for use when loud", "", {ON_SILENCE}),
        ("conflicts permissions prevail\n  default permitted\n  default undecided for use when loud", "", {ON_SILENCE}),
        ("conflicts permissions prevail\n  default permitted\n  default forbidden for use when loud", "", set()),
    ],
)
def test_rulings_are_points_where_the_document_leaves_them_open(header, clauses, rulings):
    policy = policy_of(f"terms made\n  {header}\nact use\n  loud : flag\n{clauses}")
    s = Scenario("use", {("date",): DAY, ("loud",): False}, {})
    assert {name for name, _ in interpret.points(policy, s)} == rulings


def _two(tmp_path, claim=""):
    (tmp_path / "words.tos").write_text("act use\n  loud : flag\n")
    (tmp_path / "law.tos").write_text('terms law\n  default permitted\nimport "words.tos"\nclause 7\n  forbid use when loud\n')
    (tmp_path / "rest.tos").write_text(
        'terms rest\n  conflicts prohibitions prevail\nimport "words.tos"\nclause 8\n  forbid use when loud\n'
    )
    (tmp_path / "main.tos").write_text(
        "terms main\n  default permitted\n  conflicts permissions prevail\n"
        'import "words.tos"\nimport "law.tos" as law\nimport "rest.tos" as rest\nclause 1\n  permit use\n' + claim
    )
    loaded = load.load(tmp_path / "main.tos")
    assert [d.message for d in loaded.diagnostics if d.severity == "error"] == []
    return loaded.policy


def _use(*, loud):
    return Scenario("use", {("date",): DAY, ("loud",): loud}, {})


def test_rulings_of_other_documents_are_points(tmp_path):
    """`law` leaves conflicts undecided, `rest` silence; the document itself neither."""
    policy = _two(tmp_path)
    assert interpret.points(policy, _use(loud=True)) == ((ruling(ON_CONFLICT, "law"), ()), (ruling(ON_SILENCE, "rest"), ()))


# --- how it is read ---------------------------------------------------------------------------------------------------------------


def test_what_a_reading_does_not_say(sending):
    """Terms are read as False, quantities at their low end."""
    read = interpret.effective(sending, scene(), NO_READING)
    assert read.terms == {"noisy": False}
    assert read.entity_terms == {
        ("fond", (GIVER, GIVER)): False,
        ("fond", (GIVER, TAKER)): False,
        ("fond", (TAKER, GIVER)): True,
        ("fond", (TAKER, TAKER)): False,
    }
    assert read.quantities == {"soon": 3600, "exactly": 7200}
    assert (read.on_conflict, read.on_silence, read.others) == (False, False, {})


def test_bounds_prevail_over_a_wish(sending):
    wish = Reading(
        {"noisy": True},
        dict.fromkeys([("fond", (GIVER, TAKER)), ("fond", (TAKER, TAKER))], True),
        {"soon": Fraction(7200)},
        on_conflict=True,
        on_silence=True,
        others={"law": Rulings(on_conflict=True)},
    )
    read = interpret.effective(sending, scene(), wish)
    assert read.terms == {"noisy": True}
    assert read.entity_terms["fond", (GIVER, TAKER)]
    assert not read.entity_terms["fond", (TAKER, TAKER)]
    assert read.quantities["soon"] == 7200
    assert (read.on_conflict, read.on_silence, read.others) == (True, True, wish.others)
    assert interpret.effective(sending, scene(giver="large"), wish).terms == {"noisy": False}


# --- claims -------------------------------------------------------------------------------------------------------------------------


def _held(policy, s, r, text):
    """Whether the conditions of a claim hold."""
    (claim,) = policy_of(SENDING + f"\nclaim asked\n  send is never forbidden when {text}\n").claims
    return interpret.holds(policy, s, r, claim.when)


def test_what_claims_ask_of_clauses(sending):
    noisy = Reading({"noisy": True}, {}, {})
    assert _held(sending, scene(), noisy, "clause 1 applies")
    assert not _held(sending, scene(), NO_READING, "clause 1 applies")
    assert not _held(sending, scene(), noisy, "clause 2 applies")
    assert _held(sending, scene(), noisy, "clause 1 applies and giver is small and noisy")
    assert not _held(sending, scene(), noisy, "clause 1 applies and giver is large")


def test_what_claims_ask_of_other_documents(tmp_path):
    claim = "\nclaim asked\n  use is never permitted when forbidden by law and permitted by rest\n"
    policy = _two(tmp_path, claim)
    when = policy.claims[0].when
    assert not interpret.holds(policy, _use(loud=False), NO_READING, when)
    assert not interpret.holds(policy, _use(loud=True), NO_READING, when)
    forbidden, permitted = core.JudgedBy("law", permitted=False), core.JudgedBy("rest", permitted=True)
    assert interpret.holds(policy, _use(loud=True), NO_READING, forbidden)
    assert not interpret.holds(policy, _use(loud=False), NO_READING, forbidden)
    assert not interpret.holds(policy, _use(loud=False), NO_READING, permitted)
    ruled = Reading({}, {}, {}, others={"rest": Rulings(on_silence=True)})
    assert interpret.holds(policy, _use(loud=False), ruled, permitted)
    assert not interpret.holds(policy, _use(loud=True), ruled, permitted)


def test_a_formula_of_claims_is_false_where_nobody_judged(sending):
    assert not evaluate.holds(sending, scene(), NO_READING, core.Applies(("1",)))
    assert not evaluate.holds(sending, scene(), NO_READING, core.JudgedBy("law", permitted=False))


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.UNSETTLED])
def test_verdicts(sending, verdict):
    """A loud sending by somebody small is expressly forbidden; a quiet one by somebody large is expressly permitted."""
    loud = {Verdict.FORBIDDEN, Verdict.EXPRESSLY_FORBIDDEN}
    large = {Verdict.PERMITTED, Verdict.EXPRESSLY_PERMITTED}
    assert interpret.has_verdict(sending, scene(loud=True), NO_READING, verdict) == (verdict in loud)
    assert interpret.has_verdict(sending, scene(giver="large"), NO_READING, verdict) == (verdict in large)


def test_unsettled_is_no_verdict_of_one_reading(sending):
    with pytest.raises(ValueError, match=r"^`unsettled` is no verdict of one reading$"):
        interpret.has_verdict(sending, scene(), NO_READING, Verdict.UNSETTLED)


@pytest.mark.parametrize(
    ("header", "loud", "quiet", "rests_on", "outcomes"),
    [
        ("conflicts permissions prevail", "permit", "forbid", ("conflict rule", "silence ruling"), ("permitted", "forbidden")),
        (
            "conflicts prohibitions prevail\n  default permitted",
            "permit",
            "forbid",
            ("conflict rule", "default"),
            ("forbidden", "permitted"),
        ),
        ("default forbidden", "permit", "forbid", ("conflict ruling", "default"), ("forbidden", "forbidden")),
        ("default permitted", "permit", "require not loud of", ("breach", "default"), ("forbidden", "permitted")),
        ("before 2000-01-01", "permit", "forbid", ("not in force", "not in force"), ("permitted", "permitted")),
        ("default permitted", "forbid", "forbid", ("clauses", "default"), ("forbidden", "permitted")),
    ],
)
def test_what_an_outcome_rests_on(header, loud, quiet, rests_on, outcomes):
    policy = policy_of(
        f"terms made\n  {header}\nact use\n  loud : flag\nclause 1\n  {loud} use when loud\nclause 2\n  {quiet} use when loud\n"
    )
    found = [interpret.judge(policy, _use(loud=loud), NO_READING) for loud in (True, False)]
    assert tuple(f.rests_on for f in found) == rests_on
    assert tuple(f.outcome for f in found) == outcomes


# --- what is no scenario ------------------------------------------------------------------------------------------------------------


def test_a_scenario(sending):
    assert interpret.possible(sending, scene()) == ()
    assert interpret.possible(sending, scene(**ALONE)) == ()
    assert interpret.possible(sending, scene(giver__age=Fraction(0), giver__limit=Fraction(120))) == ()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"giver__limit": Fraction(9)}, "no_older"),
        ({"taker__age": Fraction(41)}, "no_older"),
        ({"taker": None, "taker__limit": None}, "taker.age is there without its owner"),
        ({"loud": None}, "loud is missing"),
        ({"taker__limit": None, "taker__age": Fraction(0)}, "taker.limit is missing, no_older"),
        ({"giver__age": Fraction(-1)}, "giver.age is out of bounds"),
        ({"giver__limit": Fraction(121)}, "giver.limit is out of bounds"),
        ({"giver__age": Fraction(1, 2)}, "giver.age is not whole"),
        ({"date": DAY + Fraction(1, 2)}, "date is not whole"),
        ({"giver": "huge"}, "giver is no leaf of size"),
        ({"colour": "red"}, "no such path: colour"),
    ],
)
def test_no_scenario(sending, given, why):
    assert ", ".join(interpret.possible(sending, scene(**given))) == why


def _one(**given):
    """The taker is the giver."""
    facts = dict(scene().facts)
    facts |= {("taker", *p[1:]): v for p, v in facts.items() if p[0] == "giver"}
    facts |= {tuple(k.split("__")): v for k, v in given.items()}
    return Scenario("send", facts, {GIVER: GIVER, TAKER: GIVER})


def test_one_entity_in_two_roles(sending):
    assert interpret.possible(sending, _one()) == ()
    both = dict.fromkeys(["giver__friend", "taker__friend"], True)
    assert interpret.possible(sending, _one(**both)) == ()
    assert list(interpret.entity_terms(sending, _one())) == [("fond", (GIVER, GIVER))]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"taker": "large"}, "taker and giver are one entity of two classes"),
        ({"taker__age": Fraction(11)}, "taker and giver are one entity with two values of age"),
        ({"taker__friend": True}, "taker and giver are one entity with two values of friend"),
    ],
)
def test_one_entity_that_differs_from_itself(sending, given, why):
    assert interpret.possible(sending, _one(**given)) == (why,)


def test_entities_of_two_types_are_never_one():
    policy = policy_of(
        "terms made\nentity party\nentity firm\nact use\n  by : party\n  for_whom : firm\nclause 1\n  permit use\n"
    )
    s = Scenario("use", {("date",): DAY}, {("by",): ("by",), ("for_whom",): ("by",)})
    assert interpret.possible(policy, s) == ("for_whom and by are one entity, but not of one type",)
