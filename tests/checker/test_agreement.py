"""Subjects with their verbs, read aloud."""

import pytest

from tos_checker.agreement import may_be_several, said_of


@pytest.mark.parametrize(
    "subject",
    [
        "the arrears",
        "the persons in the household",
        "the people shown".removesuffix(" shown"),
        "the customer's employees",
        "the hours since the capture",
        "the staff of the shop",
        "the requests per minute",
        "the topics",
    ],
)
def test_several_things(subject):
    assert said_of(subject, "is at most 3") == f"{subject} are at most 3"
    assert said_of(subject, "has no owner") == f"{subject} have no owner"
    assert said_of(subject, "does not include cats") == f"{subject} do not include cats"
    assert said_of(subject, "includes cats") == f"{subject} include cats"
    assert said_of(subject, "changes from 3 to 4") == f"{subject} change from 3 to 4"
    assert said_of(subject, "holds a licence") == f"{subject} holds a licence"


@pytest.mark.parametrize(
    "subject",
    [
        "the rent in arrears",
        "the number of requests per minute",
        "the price per 1000 requests",
        "the statistics",
        "the number of persons",
        "the address",
        "the business",
        "the status",
        "the basis",
        "the news",
        "the customer's",
        "the place the drone flies",
        "what the customer owns",
        "where the camera stands",
        "30 days after the notice",
        "the rent plus the arrears",
        "2 times the rents",
        '"a few days"',
        "the party on whose behalf the customer acts",
        "the gas",
        "",
    ],
)
def test_one_thing(subject):
    assert said_of(subject, "is at most 3") == f"{subject} is at most 3"


@pytest.mark.parametrize("owner", ["the customers", "people shown", "the children in the picture", "the parties"])
def test_what_may_be_several(owner):
    assert may_be_several(owner)


@pytest.mark.parametrize(
    "owner", ["the customer", "the business", "the customer's client", "the effect on fundamental rights", "the person shown", ""]
)
def test_what_is_one(owner):
    assert not may_be_several(owner)
