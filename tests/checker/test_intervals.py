"""The numbers of a pattern in words: an interval of whole numbers that holds one of them is that one."""

from fractions import Fraction

import pytest

from tos_checker.givens import Given
from tos_checker.loopholes import pattern_entries
from tos_checker.patterns import Entry
from tos_checker.render import words
from tos_checker.terms import TRUE
from tos_spec.load import load

DAY = 739798  # 2026-07-01


@pytest.fixture(scope="module")
def policy(tmp_path_factory):
    document = tmp_path_factory.mktemp("intervals") / "a.tos"
    text = 'terms a\n  default permitted\nact use\n  count : integer "the count"\n  delay : duration "the delay"\n'
    document.write_text(f"{text}clause 1\n  forbid use\n", encoding="utf-8")
    loaded = load(document)
    assert loaded.policy is not None, loaded.diagnostics
    return loaded.policy


@pytest.mark.parametrize(
    ("name", "low", "low_in", "high", "high_in", "said"),
    [
        ("date", DAY - 1, False, DAY, True, "the date is 2026-07-01"),
        ("date", DAY, True, DAY + 1, False, "the date is 2026-07-01"),
        ("date", DAY - 1, False, DAY + 1, True, "the date is after 2026-06-30 and on or before 2026-07-02"),
        ("count", 3, False, 5, False, "the count is 4"),
        ("count", 3, True, 5, False, "the count is at least 3 and less than 5"),
        ("count", Fraction(7, 2), True, 5, False, "the count is 4"),
        ("delay", 1, False, 2, True, "the delay is more than 1 second and at most 2 seconds"),
        ("delay", 2, True, 2, True, "the delay is 2 seconds"),
    ],
)
def test_interval(policy, name, low, low_in, high, high_in, said):
    entry = Entry(Given("number", (name,), TRUE, TRUE), TRUE, (), Fraction(low), low_in, Fraction(high), high_in)
    assert words.joined(tuple(pattern_entries(policy, "use", (entry,)))) == said
