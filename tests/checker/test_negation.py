"""Labels made negative, read aloud; those that are left alone have more than one negation."""

import pytest

from tos_checker.negation import denied, does


@pytest.mark.parametrize(
    ("statement", "negative"),
    [
        ("it is night", "it is not night"),
        ("the use is registered", "the use is not registered"),
        ("the effect on fundamental rights has been assessed", "the effect on fundamental rights has not been assessed"),
        ("the firm has agreed", "the firm has not agreed"),
        ("the people shown have agreed", None),  # not all, or none of them?
        ("the lights are on", None),
        ("its purpose was a game", "its purpose was not a game"),
        ("the drone shows lights", None),
        ("the account has limited access", None),  # not a participle of `has`
        ("a person is present", None),  # `a person is not present` is another thing
        ("everybody below is warned", None),
        ("nothing but the identity is confirmed", None),
        ("the firm is in France or in Spain", None),
        ("the person who is shown is warned", None),
        ("the form is signed, the fee is paid", None),
        ("the fee is what the customer has paid", None),
        ("the use is not registered", None),
        ("the place is open to the public", "the place is not open to the public"),
        ("the drone is above 120 metres", "the drone is not above 120 metres"),
        ("it is after midnight", "it is not after midnight"),
        ("the data is deleted after use", None),
        ("the customer has need", None),
        ("the service is available except on Sundays", None),
        ("the service is used even at night", None),
        ("the fee is due despite the waiver", None),
        ("the fee is paid and/or waived", None),
        ("the data is encrypted & signed", None),
        ("it is dark at least outdoors", None),
        ("the account is blocked for 30 days", None),
        ("the parents is known", None),
        ("it is", None),
        ("  ", None),
        ("the", None),
        ("", None),
    ],
)
def test_denied(statement, negative):
    assert denied(statement) == negative


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("holds a pilot's certificate", ("holds a pilot's certificate", "does not hold a pilot's certificate")),
        ("is trained", ("is trained", "is not trained")),
        ("has a licence", ("has a licence", "does not have a licence")),
        ("can fly at night", ("can fly at night", "cannot fly at night")),
        ("carries passengers", ("carries passengers", "does not carry passengers")),
        ("works for us", ("works for us", "does not work for us")),
        ("has consented", ("has consented", "has not consented")),
        ("has been convicted", ("has been convicted", "has not been convicted")),
        ("has agreed to the terms", ("has agreed to the terms", "has not agreed to the terms")),
        ("has given consent", ("has given consent", "has not given consent")),
        ("has limited access", None),
        ("has sole control", None),
        ("can sell wine in Germany except to minors", None),
        ("offers made", None),
        ("works in progress", None),
        ("lives lost", None),
        ("acts  ", None),
        ("works of art", None),
        ("acts of parliament", None),
        ("has a licence or a permit", None),
        ("holds every licence", None),
        ("trained", None),
        ("prior written consent", None),
        ("", None),
    ],
)
def test_does(label, said):
    assert does(label) == said
