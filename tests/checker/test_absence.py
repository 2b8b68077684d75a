"""Negations that absence makes true are told with that absence, and mean what they meant."""

from fractions import Fraction
from itertools import product

import pytest

from tos_checker import headlines
from tos_checker.absence import spelled_out
from tos_checker.phrases import Phrasebook
from tos_checker.reasons import Teller
from tos_spec import evaluate
from tos_spec.load import load
from tos_spec.scenario import Reading, Scenario

VOCABULARY = """\
terms absence "Absence"
  default permitted
kind country: us "the United States", france "France"
kind organisation: company, individual
entity party is organisation
  country : country optional "country"
act use "the use"
  flagged : flag "it is flagged"
  count : integer from 0 to 9 optional "the count"
  client : party optional "the client"
"""

TABLE = [
    ("count > 3", "the count is more than 3"),
    ("not (count > 3)", "there is no count or the count is at most 3"),
    ("count != 3", "there is no count or the count is not 3"),
    ("not (count > 3 and flagged)", "there is no count or the count is at most 3 or it is not flagged"),
    ("not (count > 3 or flagged)", "(there is no count or the count is at most 3) and it is not flagged"),
    ("not (count exists and count <= 7)", "there is no count or the count is more than 7"),
    ("count exists and count != 3", "there is a count and the count is not 3"),
    ("count > 3 and count != 5", "the count is more than 3 and the count is not 5"),
    ("not (count > 3) or not (count > 2)", "there is no count or the count is at most 3 or the count is at most 2"),
    (
        "client is not company",
        "there is no client or the client is not a company",
    ),
    (
        "client exists and client.country is not us",
        "there is a client and (the client has no country or the client's country is not the United States)",
    ),
    ("not (client exists)", "there is no client"),
    # Of two that say it, one does: the other speaks of a client who is there.
    ("flagged or not (client.country exists)", "it is flagged or there is no client or the client has no country"),
    (
        "not (client.country is us) or not (client.country exists)",
        "the client's country is not the United States or there is no client or the client has no country",
    ),
    (
        "not (client is company or client is individual)",
        "there is no client or (the client is not a company and the client is not an individual)",
    ),
]


def policy(formula, tmp_path):
    document = tmp_path / "absence.tos"
    document.write_text(f"{VOCABULARY}\nclaim asked\n  use is never permitted\n    when {formula}\n", encoding="utf-8")
    loaded = load(document)
    assert loaded.policy is not None, loaded.diagnostics
    return loaded.policy


@pytest.mark.parametrize(("formula", "said"), TABLE)
def test_words(formula, said, tmp_path):
    found = policy(formula, tmp_path)
    assert Phrasebook(found, "use").stated(found.claims[0].when) == said


def scenarios():
    clients = [None, *product(("organisation.company", "organisation.individual"), (None, "us", "france"))]
    for flagged, count, client in product((False, True), (None, *range(10)), clients):
        facts = {("flagged",): flagged, ("date",): Fraction(738000)}
        identity = {}
        if count is not None:
            facts["count",] = Fraction(count)
        if client is not None:
            facts["client",], identity["client",] = client[0].rsplit(".", 1)[-1], ("client",)
            if client[1] is not None:
                facts["client", "country"] = client[1]
        yield Scenario("use", facts, identity)


@pytest.mark.parametrize("formula", [f for f, _ in TABLE])
def test_meaning(formula, tmp_path):
    found = policy(formula, tmp_path)
    when = found.claims[0].when
    told = spelled_out(when, Phrasebook(found, "use").is_optional)
    read = Reading({}, {}, {})
    judged = {evaluate.holds(found, s, read, when) for s in scenarios()}
    assert judged == {True, False}
    assert all(evaluate.holds(found, s, read, told) == evaluate.holds(found, s, read, when) for s in scenarios())


FURTHER = """\
clause 1
  forbid use
    when count exists and count <= 7
    when flagged
"""


@pytest.mark.parametrize(
    ("flagged", "count", "said"),
    [
        (True, None, "permitted, as clause 1 does not apply: there is no count"),
        (False, None, "permitted, as clause 1 does not apply: there is no count (nor is 1 further condition of it met)"),
        (False, 8, "permitted, as clause 1 does not apply: the count is 8, not at most 7 (nor is 1 further condition of it met)"),
    ],
)
def test_one_absence_is_told_once(flagged, count, said, tmp_path):
    """What fails by the same absence is no further condition that is not met."""
    document = tmp_path / "further.tos"
    document.write_text(VOCABULARY + FURTHER, encoding="utf-8")
    found = load(document).policy
    assert found is not None
    facts = {("flagged",): flagged, ("date",): Fraction(738000)}
    if count is not None:
        facts["count",] = Fraction(count)
    teller = Teller(found, Scenario("use", facts, {}), Reading({}, {}, {}))
    assert headlines.of_outcome(teller, frozenset()) == said
