"""Phrases that the renderers put together, read aloud."""

import pytest

from tos_checker.render import words
from tos_checker.report import Checked, PatternEntry, Result
from tos_spec.source import Span

LOW = PatternEntry("delay", "more_than", ("1 second",), "the delay is more than 1 second")
HIGH = PatternEntry("delay", "at_most", ("10 seconds",), "the delay is at most 10 seconds", " and at most 10 seconds")
AGENCY = PatternEntry("actor", "is", ("agency",), "the customer is an agency")
NO_POLICE = PatternEntry("actor", "is_not", ("police",), "the customer is not a police force", ", but not a police force")


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ((), ""),
        ((LOW,), "the delay is more than 1 second"),
        ((HIGH,), "the delay is at most 10 seconds"),
        ((LOW, HIGH), "the delay is more than 1 second and at most 10 seconds"),
        ((AGENCY, NO_POLICE, LOW), "the customer is an agency, but not a police force; the delay is more than 1 second"),
        ((AGENCY, HIGH), "the customer is an agency; the delay is at most 10 seconds"),
    ],
)
def test_joined(pattern, said):
    assert words.joined(pattern) == said


@pytest.mark.parametrize(
    ("file", "place", "amends", "check", "said"),
    [
        ("b.tos", "b.tos", ("a.tos",), "claim", ""),
        ("b.tos", "a.tos", ("a.tos",), "claim", " (as amended by b.tos)"),
        ("b.tos", "a.tos", ("a.tos",), "unguarded-clause", " (as amended by b.tos)"),
        ("new/b.tos", "new/a.tos", ("new/a.tos",), "claim", " (as amended by b.tos)"),
        ("new/b.tos", "new/old/a.tos", ("new/old/a.tos",), "case", " (as amended by new/b.tos)"),
        ("b.tos", "words.tos", ("a.tos",), "unused-name", " (imported by b.tos)"),
        ("b.tos", "other.tos", (), "claim", " (asked of b.tos)"),
    ],
)
def test_within(file, place, amends, check, said):
    """A place in another file says what that file has to do with the one that is checked."""
    checked = Checked(file, "b", "", (), (), (), (), amends=amends)
    result = Result("b", check, "n", "", "", "fails", "error", "", Span(place, 3, 1, 3, 2))
    assert words.within(result, checked) == said
