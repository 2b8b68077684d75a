"""What is otherwise in one scenario than in another, in sentences, for each sort of fact; and sets of leaves by the fewest names."""

from datetime import date
from fractions import Fraction

import pytest

from tos_checker.changes import changes
from tos_checker.classes import classes
from tos_checker.reasons import Teller
from tos_spec.load import load
from tos_spec.scenario import Reading, Scenario

DOCUMENT = """\
terms table "Table"
  default permitted

kind organisation
  government "government body"
    police "police force"
    ministry
    court
    other
  company
  individual
kind data: address "addresses", health "health data", other
kind place: street, back_office "back office"
kind mood: calm, angry

entity party is organisation
  verified : flag "verified"
entity thing
  weight : number optional "weight"

relation owns(a: party, b: party) "owns"

act use "use of the service"
  actor   : party "the customer"
  client  : party optional "the client"
  item    : thing optional "the item"
  place   : place
  mood    : mood
  data    : set of data
  extra   : set of data optional "extra data"
  tags    : set of data optional
  delay   : duration "time to result"
  count   : integer from 0 to 100 "number of people"
  review  : flag "a person reviews the result"
  consent : flag

act share is use "sharing a result"

clause 1
  forbid use when date > 2024-01-01
"""
READ = Reading({}, {}, {})
USUAL = {
    "actor": "company",
    "actor.verified": True,
    "place": "street",
    "mood": "calm",
    "data": frozenset({"address"}),
    "delay": Fraction(10),
    "count": Fraction(3),
    "review": True,
    "consent": False,
    "date": Fraction(date(2024, 5, 2).toordinal()),
}
CLIENT = {"client": "individual", "client.verified": False}

CHANGES = [
    ({}, {"actor": "police"}, ["the customer is a police force"]),
    ({}, {"actor": "government.other"}, ["the customer is another government body"]),
    ({}, {"actor.verified": False}, ['"verified" is not true of the customer']),
    ({}, {"place": "back_office"}, ["the place is a back office"]),
    ({}, {"mood": "angry"}, ["the mood is angry"]),
    ({}, {"delay": Fraction(90)}, ["the time to result is 1 minute 30 seconds"]),
    ({}, {"count": Fraction(0)}, ["the number of people is 0"]),
    ({}, {"review": False}, ['"a person reviews the result" is not the case']),
    ({}, {"consent": True}, ['"consent" holds']),
    ({}, {"date": Fraction(date(2024, 5, 3).toordinal())}, ["the date is 2024-05-03"]),
    ({}, {"data": frozenset({"address", "health"})}, ["the data includes just addresses and health data"]),
    ({}, {"data": frozenset()}, ["the data includes nothing"]),
    ({}, {"extra": frozenset()}, ["there is extra data with nothing in it"]),
    ({}, {"tags": frozenset()}, ["there are tags with nothing in them"]),
    ({}, {"extra": frozenset({"health"})}, ["the extra data includes just health data"]),
    ({"extra": frozenset({"health"})}, {"extra": frozenset()}, ["the extra data includes nothing"]),
    ({"extra": frozenset()}, {}, ["there is no extra data"]),
    ({}, CLIENT, ["the client is an individual", '"verified" is not true of the client']),
    (CLIENT, {}, ["there is no client"]),
    ({}, {"item": None}, ["there is an item"]),
    ({"item": None}, {"item": None, "item.weight": Fraction(2)}, ["the item's weight is 2"]),
    ({"item": None, "item.weight": Fraction(2)}, {"item": None}, ["the item has no weight"]),
    ({}, {"place": "back_office", "consent": True}, ["the place is a back office", '"consent" holds']),
]


@pytest.fixture(scope="module")
def policy(tmp_path_factory):
    document = tmp_path_factory.mktemp("changes") / "table.tos"
    document.write_text(DOCUMENT, encoding="utf-8")
    loaded = load(document)
    assert loaded.policy is not None, loaded.diagnostics
    return loaded.policy


def scenario(more=None, *, act="use", same=(), relations=()):
    facts = {tuple(k.split(".")): v for k, v in {**USUAL, **(more or {})}.items()}
    identity = {p: p for p in facts if p in {("actor",), ("client",), ("item",)}}
    identity |= dict(same)
    facts = {p: v for p, v in facts.items() if v is not None}
    return Scenario(act, facts, identity, frozenset(relations))


@pytest.mark.parametrize(("before", "after", "said"), CHANGES)
def test_facts(policy, before, after, said):
    here, there = (Teller(policy, scenario(more), READ) for more in (before, after))
    assert list(changes(here, there)) == said
    assert list(changes(there, there)) == []


def test_acts(policy):
    here, there = Teller(policy, scenario(), READ), Teller(policy, scenario(act="share"), READ)
    assert list(changes(here, there)) == ["the act is sharing a result"]
    assert list(changes(there, here)) == ["the act is the use of the service"]


def test_who_is_the_same(policy):
    twin = {"client": "company", "client.verified": True}
    apart = Teller(policy, scenario(twin), READ)
    one = Teller(policy, scenario(twin, same=[(("client",), ("actor",))]), READ)
    assert list(changes(apart, one)) == ["the customer and the client are the same"]
    assert list(changes(one, apart)) == ["the customer and the client are not the same"]


def test_relations(policy):
    owns = ("owns", (("actor",), ("client",)))
    apart = Teller(policy, scenario(CLIENT), READ)
    related = Teller(policy, scenario(CLIENT, relations=[owns]), READ)
    assert list(changes(apart, related)) == ['"owns" holds between the customer and the client']
    assert list(changes(related, apart)) == ['"owns" does not hold between the customer and the client']


def test_relations_of_what_becomes_the_same(policy):
    twin = {"client": "company", "client.verified": True}
    itself = Teller(policy, scenario(twin, relations=[("owns", (("client",), ("client",)))]), READ)
    one = scenario(twin, same=[(("client",), ("actor",))], relations=[("owns", (("actor",), ("actor",)))])
    said = changes(itself, Teller(policy, one, READ))
    assert list(said) == ["the customer and the client are the same", '"owns" holds between the customer and the customer']


@pytest.mark.parametrize(
    ("leaves", "inside", "outside"),
    [
        (("police", "ministry", "court", "government.other"), ("government",), ()),
        (("company",), ("company",), ()),
        (("police", "ministry", "court", "government.other", "company"), (), ("individual",)),
        (("ministry", "court", "government.other"), ("government",), ("police",)),
        (("police", "ministry"), ("police", "ministry"), ()),
        (("police", "ministry", "court", "government.other", "company", "individual"), (), ()),
    ],
)
def test_classes(policy, leaves, inside, outside):
    kind = policy.kinds["organisation"]
    known = {leaf.split(".")[-1]: leaf for leaf in kind.leaves}
    found = classes(kind, frozenset(known[leaf.split(".")[-1]] for leaf in leaves))
    assert (tuple(i.split(".")[-1] for i in found.inside), tuple(o.split(".")[-1] for o in found.outside)) == (inside, outside)
