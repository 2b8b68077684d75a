"""Every formula in words, and its negation: a table that is read aloud."""

from fractions import Fraction

import pytest

from tos_checker.articles import act_named, definite, indefinite, is_counted
from tos_checker.phrases import Phrasebook
from tos_checker.values import as_written, duration, spelled
from tos_spec import core
from tos_spec.core import Sort
from tos_spec.load import load

VOCABULARY = """\
terms table "Table"
  default permitted

kind organisation
  government "government body"
    police "police force"
    other
  company
  individual
  other
kind country: us "the United States", france "France", other
kind camera: mobile "mobile camera", fixed "fixed camera", none_at_all "no camera"
kind data: address "addresses", health "health data", other

entity party is organisation
  country  : country
  verified : flag "verified"
  licensed : flag "holds a licence"

relation owns(a: party, b: party) "owns"

act use "use of the service"
  actor   : party "the customer"
  client  : party optional "the party on whose behalf the customer acts"
  camera  : camera
  data    : set of data
  delay   : duration "time from capture to result"
  share   : percent "share of the market"
  price   : money in USD
  start   : date "first day"
  count   : integer from 0 to 100 "number of people"
  review  : flag "a person reviews the result"
  consent : flag
  night   : flag "it is night"

define us_police(p: party) "US police" means p is police and p.country is us
define agent(p: party) "acts for another" means p.licensed
define risky in use "risky use" means count > 10
define linked(p: party, q: party) "linked" means owns(p, q) or owns(q, p)

open term live in use "real-time"
  includes delay <= 1 second
  excludes delay > 1 day

open term reliable(p: party) "reliable"
  includes p.verified
  excludes p is individual

open duration brief "a brief time" from 1 minute to 1 hour

clause 1
  forbid use when review

clause 2
  forbid use when consent
"""

TABLE = [
    ("actor is company", "the customer is a company", "the customer is not a company"),
    ("actor is individual", "the customer is an individual", "the customer is not an individual"),
    ("actor is government.other", "the customer is another government body", "the customer is not another government body"),
    ("actor is organisation.other", "the customer is another organisation", "the customer is not another organisation"),
    (
        "actor is one of company, individual",
        "the customer is a company or an individual",
        "the customer is neither a company nor an individual",
    ),
    ("actor.country is us", "the customer's country is the United States", "the customer's country is not the United States"),
    (
        "client.country is france",
        "the country of the party on whose behalf the customer acts is France",
        "the country of the party on whose behalf the customer acts is not France",
    ),
    ("camera is mobile", "the camera is a mobile camera", "the camera is not a mobile camera"),
    ("camera is none_at_all", "the camera is no camera", "the camera is other than no camera"),
    ("data has health", "the data includes health data", "the data does not include health data"),
    (
        "data has only address",
        "the data includes only addresses (if anything)",
        "the data includes something other than addresses",
    ),
    (
        "delay <= 10 seconds",
        "the time from capture to result is at most 10 seconds",
        "the time from capture to result is more than 10 seconds",
    ),
    (
        "90 seconds < delay",
        "the time from capture to result is more than 1 minute 30 seconds",
        "the time from capture to result is at most 1 minute 30 seconds",
    ),
    ("delay = 7 days", "the time from capture to result is 1 week", "the time from capture to result is not 1 week"),
    ("share >= 12.5%", "the share of the market is at least 12.5%", "the share of the market is less than 12.5%"),
    ("price > 20000 USD", "the price is more than 20,000 USD", "the price is at most 20,000 USD"),
    ("start < 2024-05-02", "the first day is before 2024-05-02", "the first day is on or after 2024-05-02"),
    ("start = 2024-05-02", "the first day is 2024-05-02", "the first day is not 2024-05-02"),
    (
        "date >= start + 1 month",
        "the date is at least 1 month after the first day",
        "the date is less than 1 month after the first day (or before it)",
    ),
    (
        "start <= date - 7 days",
        "the first day is at least 7 days before the date",
        "the first day is less than 7 days before the date (or after it)",
    ),
    (
        "start + 60 days < date",
        "the date is more than 60 days after the first day",
        "the date is at most 60 days after the first day (or before it)",
    ),
    ("date = start + 60 days", "the date is 60 days after the first day", "the date is not 60 days after the first day"),
    (
        "date - start <= 30 days",
        "the time from the first day to the date is at most 30 days",
        "the time from the first day to the date is more than 30 days",
    ),
    (
        "delay > brief",
        'the time from capture to result is more than "a brief time"',
        'the time from capture to result is at most "a brief time"',
    ),
    ("count != 5", "the number of people is not 5", "the number of people is 5"),
    ("review", "a person reviews the result", '"a person reviews the result" is not the case'),
    ("consent", '"consent" holds', '"consent" does not hold'),
    ("actor.verified", '"verified" is true of the customer', '"verified" is not true of the customer'),
    ("actor.licensed", "the customer holds a licence", "the customer does not hold a licence"),
    ("night", "it is night", "it is not night"),
    ("agent(actor)", "the customer acts for another", "the customer does not act for another"),
    (
        "client exists",
        "there is a party on whose behalf the customer acts",
        "there is no party on whose behalf the customer acts",
    ),
    (
        "actor = client",
        "the customer and the party on whose behalf the customer acts are the same",
        "the customer and the party on whose behalf the customer acts are not the same",
    ),
    (
        "actor.country = client.country",
        "the customer's country is the same as the country of the party on whose behalf the customer acts",
        "the customer's country is not the same as the country of the party on whose behalf the customer acts",
    ),
    (
        "owns(actor, client)",
        '"owns" holds between the customer and the party on whose behalf the customer acts',
        '"owns" does not hold between the customer and the party on whose behalf the customer acts',
    ),
    ("us_police(actor)", 'the customer is "US police"', 'the customer is not "US police"'),
    ("risky", '"risky use" holds', '"risky use" does not hold'),
    ("live", '"real-time" covers this', '"real-time" does not cover this'),
    ("reliable(actor)", '"reliable" covers the customer', '"reliable" does not cover the customer'),
    ("clause 1 applies", "clause 1 applies", "clause 1 does not apply"),
    (
        "(review or consent) and live",
        '(a person reviews the result or "consent" holds) and "real-time" covers this',
        '("a person reviews the result" is not the case and "consent" does not hold) or "real-time" does not cover this',
    ),
    (
        "review implies consent",
        '"a person reviews the result" is not the case or "consent" holds',
        'a person reviews the result and "consent" does not hold',
    ),
]


@pytest.mark.parametrize(("formula", "said", "denied"), TABLE)
def test_table(formula, said, denied, tmp_path):
    document = tmp_path / "table.tos"
    document.write_text(f"{VOCABULARY}\nclaim asked\n  use is never permitted\n    when {formula}\n", encoding="utf-8")
    loaded = load(document)
    assert loaded.policy is not None, loaded.diagnostics
    book = Phrasebook(loaded.policy, "use")
    when = loaded.policy.claims[0].when
    assert book.say(when) == said
    assert book.say(when, truth=False) == denied


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (90, "1 minute 30 seconds"),
        (129600, "36 hours"),
        (180000, "2 days 2 hours"),
        (2592000, "30 days"),
        (1209600, "2 weeks"),
        (Fraction(1, 2), "0.5 seconds"),
        (Fraction(1, 3), "1/3 seconds"),
        (-60, "minus 1 minute"),
    ],
)
def test_durations(seconds, words):
    assert duration(Fraction(seconds)) == words


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        ("0", "0 seconds"),
        ("1", "1 second"),
        ("0.5", "0.5 seconds"),
        ("90", "1 minute + 30 seconds"),
        ("1209600", "2 weeks"),
        ("2592001", "30 days + 1 second"),
        ("7257600000", "12000 weeks"),
        ("-90", "-1 minute - 30 seconds"),
        ("-86400", "-1 day"),
    ],
)
def test_durations_as_a_document_says_them(seconds, text, tmp_path):
    assert as_written(Fraction(seconds)) == text
    words = (
        f"terms t\n\nact hold\n  pause : duration from -9 weeks to 99999 weeks\n\nclause 1\n  forbid hold when pause = {text}\n"
    )
    policy = load(tmp_path / "t.tos", text=words.encode()).policy
    (condition,) = policy.clauses[0].conditions
    assert condition.expr.right == core.Exactly(Fraction(seconds), Sort.DURATION)


def test_other_values():
    assert spelled(Fraction(1, 8), Sort.PERCENT) == "12.5%"
    assert spelled(Fraction(1234567), Sort.MONEY, "EUR") == "1,234,567 EUR"
    assert spelled(Fraction(738000), Sort.DATE) == "2021-07-29"
    assert spelled(Fraction(-3), Sort.INTEGER) == "-3"


@pytest.mark.parametrize(
    ("label", "one"),
    [
        ("company", "a company"),
        ("individual", "an individual"),
        ("US police force", "a US police force"),
        ("EU institution", "an EU institution"),
        ("FBI", "FBI"),
        ("European Union", "European Union"),
        ("university", "a university"),
        ("hour", "an hour"),
        ("police", "police"),
        ("member of staff", "a member of staff"),
        ("minors", "minors"),
        ("the United States", "the United States"),
        ("business", "a business"),
        ("foreign country", "a foreign country"),
        ("open country", "open country"),
        ("crowd of people", "a crowd of people"),
        ("health data", "health data"),
        ("private individual", "a private individual"),
        ("another public body", "another public body"),
        ("other public body", "other public body"),
        ("anyone else", "anyone else"),
        ("several companies", "several companies"),
        ("all public bodies", "all public bodies"),
    ],
)
def test_articles(label, one):
    assert indefinite(label) == one


def test_definite():
    assert definite("customer") == "the customer"
    assert definite("the customer") == "the customer"
    assert definite("its owner") == "its owner"
    assert definite("what is looked at") == "what is looked at"
    assert definite("whole page") == "the whole page"
    assert definite("another public body") == "another public body"
    assert definite("other public body") == "the other public body"
    assert indefinite("where the camera stands") == "where the camera stands"


@pytest.mark.parametrize(
    ("label", "counted"),
    [
        ("street", True),
        ("public space", True),
        ("police force of a state or region", True),
        ("building", True),
        ("verifying a person by face", False),
        ("identifying people", False),
        ("summarisation", False),
        ("high", False),
        ("crowd of people", True),
        ("open country", False),
        ("private individual", True),
        ("individual", False),
        ("France", False),
        ("health data", False),
        ("a service hosted for others", False),
        ("no camera", False),
    ],
)
def test_counted(label, counted):
    assert is_counted(label) is counted


@pytest.mark.parametrize(
    ("name", "label", "said"),
    [
        ("use", "use of the service", "the use of the service"),
        ("send", "sending a parcel", "sending a parcel"),
        ("process", "processing", "processing"),
        ("train", "training models", "training models"),
        ("scan", "scanning of faces", "the scanning of faces"),
        ("build", "building permit", "the building permit"),
        ("crown", "king", "the king"),
        ("enter", "enter", '"enter"'),
        ("hand_over", "hand over", '"hand over"'),
    ],
)
def test_acts(name, label, said):
    assert act_named(name, label) == said


KINDS = """\
terms kinds "Kinds"
  default permitted
kind place: street, back_office "back office", sea
kind camera: near "camera close by", hand "camera that the person uses"
kind user: company, public_body "public body", adult
kind task: face "identifying people by face", person "verifying a person"
act use
  user : user
  place : place
  camera : camera
  task : task
  set_ : set of place
  paid : flag
clause 1
  forbid use
"""


@pytest.mark.parametrize(
    ("formula", "said", "denied"),
    [
        ("place is street", "the place is a street", "the place is not a street"),
        (
            "place is one of street, back_office",
            "the place is a street or a back office",
            "the place is neither a street nor a back office",
        ),
        ("place is sea", "the place is sea", "the place is not sea"),
        ("camera is near", "the camera is a camera close by", "the camera is not a camera close by"),
        ("user is company", "the user is a company", "the user is not a company"),
        ("user is adult", "the user is adult", "the user is not adult"),
        ("task is person", "the task is verifying a person", "the task is not verifying a person"),
        ("set_ has street", "the set includes street", "the set does not include street"),
        ("paid", '"paid" holds', '"paid" does not hold'),
    ],
)
def test_kinds(formula, said, denied, tmp_path):
    document = tmp_path / "kinds.tos"
    document.write_text(f"{KINDS}\nclaim asked\n  use is never permitted\n    when {formula}\n", encoding="utf-8")
    loaded = load(document)
    assert loaded.policy is not None, loaded.diagnostics
    book = Phrasebook(loaded.policy, "use")
    when = loaded.policy.claims[0].when
    assert book.say(when) == said
    assert book.say(when, truth=False) == denied
    assert book.noun(("paid",)) == '"paid"'
    assert book.the_act() == '"use"'
