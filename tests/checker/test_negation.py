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
        ("it is", None),
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
