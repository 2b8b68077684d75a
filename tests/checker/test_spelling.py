"""Comparisons as a document writes them: what is read in a report can be pasted."""

from fractions import Fraction

import pytest

from tos_checker.spelling import compared
from tos_spec import core
from tos_spec.core import Sort, Type


@pytest.mark.parametrize(
    ("comparison", "written"),
    [
        (
            core.Compare(">=", core.Read(("n",)), core.Plus(core.Read(("m",)), core.Exactly(Fraction(1, 3), Sort.NUMBER, ""))),
            "3 * n >= 3 * m + 1",
        ),
        (
            core.Compare("<", core.Times(Fraction(2, 3), core.Read(("n",))), core.Exactly(Fraction(1, 7), Sort.NUMBER, "")),
            "14 * n < 3",
        ),
        (core.Compare("<", core.Read(("n",)), core.Exactly(Fraction(1, 8), Sort.NUMBER, "")), "n < 0.125"),
    ],
)
def test_no_fraction_is_written(comparison, written):
    """The language has none: what has no decimals that end is multiplied out."""
    assert compared(comparison, lambda _: Type(Sort.NUMBER)) == written
