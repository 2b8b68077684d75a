"""Clauses as they are cited, read aloud."""

import pytest

from tos_checker.citations import cited, some_cited


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((), "no clause"),
        (("5(1)",), "clause 5(1)"),
        (("1", "2"), "clauses 1 and 2"),
        (("1", "2", "MS-3"), "clauses 1, 2 and MS-3"),
        (("law 5",), "clause 5 of law"),
        (("law 5", "law 5(1)"), "clauses 5 and 5(1) of law"),
        (("1", "law 5"), "clause 1 and clause 5 of law"),
        (("1", "2", "law 5"), "clauses 1 and 2, and clause 5 of law"),
        (("1", "law 5", "law 6"), "clause 1, and clauses 5 and 6 of law"),
        (("law 5", "law.eu 5"), "clause 5 of law and clause 5 of law.eu"),
    ],
)
def test_cited(numbers, said):
    assert cited(numbers) == said


def test_alternatives():
    assert cited(("1", "2", "law 5"), "or") == "clauses 1 or 2, or clause 5 of law"


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (("1",), "clause 1"),
        (("1", "2"), "clauses 1 and 2"),
        (tuple("12345678"), "clauses 1, 2, 3, 4, 5, 6, 7 and 8"),
        (tuple("123456789"), "clauses 1, 2, 3 and 6 others"),
        (("1", *(f"law {n}" for n in "12345678")), "clause 1, and clauses 1 and 2 of law, and 6 others"),
    ],
)
def test_of_many_the_first(numbers, said):
    assert some_cited(numbers, 8) == said
