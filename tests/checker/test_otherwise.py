"""What is said of readings that are otherwise than the one that is shown."""

import pytest

from tests.checker.documents import checked, shown

HEAD = """\
terms x "X"
  default {default}
  conflicts {conflicts}

act use says "somebody uses it"
  a : flag "flag a"
  b : flag "flag b"
  n : number from 0 to 10

open term tee in use "tee"
open term you in use "you"
open number few from 1 to 5
open number several from 1 to 5

"""
UNLIKE = "((tee and not you) or (you and not tee))"


def said(tmp_path, text, default="permitted", conflicts="undecided"):
    path = tmp_path / "x.tos"
    path.write_text(HEAD.format(default=default, conflicts=conflicts) + text, encoding="utf-8")
    found = checked(path)
    assert found.diagnostics == ()
    (result,) = [r for r in found.results if r.check == "claim"]
    return result, " ".join(shown(found).split())


def test_all_that_is_open_the_other_way_can_come_to_the_same(tmp_path):
    """Neither of the two terms covers it, or both do."""
    result, text = said(tmp_path, f"clause 1\n  forbid use\n    when {UNLIKE}\n\nclaim c\n  use is never permitted\n")
    assert [f.otherwise for f in result.families] == [True] * len(result.families)
    assert "none where" not in text
    assert "that depends on how the rest is read" in text


def test_of_a_pair_too(tmp_path):
    """Both rulings reversed, what was permitted is forbidden and the other way round: they differ as well."""
    text = "clause 1\n  permit use\n    when a\n\nclause 2\n  forbid use\n    when a\n\nclaim c\n  outcome of use does not depend on a\n"
    result, full = said(tmp_path, text, default="undecided")
    assert [f.otherwise for f in result.families] == [True, True]
    assert "none where" not in full


def test_of_what_is_unsettled(tmp_path):
    _, text = said(tmp_path, f"clause 1\n  forbid use\n    when {UNLIKE}\n\nclaim c\n  use is never unsettled\n")
    assert "but forbidden under other readings" in text
    assert "the other way" not in text
    _, text = said(tmp_path, "clause 1\n  forbid use\n    when tee\n\nclaim c\n  use is never unsettled\n")
    assert 'permitted where "tee" does not cover this, but forbidden where the text is read the other way' in text


def test_of_arguable_loopholes_of_a_clear_kind(tmp_path):
    text = f"clause 1\n  forbid use\n    when a and n > 5\n\nclause 2\n  forbid use\n    when b and {UNLIKE}\n\nclaim c\n  use is never permitted\n    when a\n"
    result, full = said(tmp_path, text)
    assert any(f.also is not None and f.also.otherwise for f in result.families)
    assert "loopholes under some readings only, such as where" in full
    assert "only where" not in full


def test_two_quantities_are_no_box(tmp_path):
    """What is at most 4 of one is so only as long as the other is 1."""
    text = "clause 1\n  forbid use\n    when n < few + several\n\nclaim c\n  use is never permitted\n    when n = 5\n"
    result, full = said(tmp_path, text)
    (family,) = result.families
    assert [p.words for p in family.turns_on] == ['"few" is at most 4', '"several" is 1']
    assert family.otherwise
    assert "with these facts, a loophole where" in full


def test_up_to_the_end_of_a_quantity_and_no_further(tmp_path):
    """The end itself is still a loophole: read otherwise, there is none."""
    text = "clause 1\n  forbid use\n    when n < few\n\nclaim c\n  use is never permitted\n    when n = 4\n"
    result, full = said(tmp_path, text)
    (family,) = result.families
    assert [p.words for p in family.turns_on] == ['"few" is at most 4']
    assert not family.otherwise
    assert "with these facts, none where it is read otherwise" in full


@pytest.mark.parametrize(
    ("when", "asked", "where"),
    [
        ("n < few", "n = 1", '"few" is more than 1'),  # 1 itself, where the quantity begins, is none: 1 < 1 is not so
        ("n > few", "n = 5", '"few" is less than 5'),
        ("n < few", "n = 2", '"few" is more than 2'),
        ("n > few", "n = 2", '"few" is less than 2'),
        ("n <= few", "n = 2", '"few" is at least 2'),
    ],
)
def test_an_end_that_does_not_belong_to_it_is_told(tmp_path, when, asked, where):
    """Also where that is the end of the quantity."""
    text = f"clause 1\n  forbid use\n    when {when}\n\nclaim c\n  use is never forbidden\n    when {asked}\n"
    result, full = said(tmp_path, text)
    (family,) = result.families
    assert [p.words for p in family.turns_on] == [where]
    assert f"with these facts, a loophole where {where} - with these facts, none where it is read otherwise" in full


@pytest.mark.parametrize(
    ("when", "asked", "where"),
    [
        ("n = few", "n = 3", '"few" is not 3'),
        ("n = few or n = 2 * few", "n = 4", '"few" is neither 2 nor 4'),
        ("n = few or n < few - 1", "n = 3", '"few" is at most 4, but not 3'),
        ("n = few", "n = 5", '"few" is less than 5'),
        ("n = few", "n = 1", '"few" is more than 1'),
    ],
)
def test_amounts_between_its_ends_at_which_it_is_no_loophole_are_told(tmp_path, when, asked, where):
    text = f"clause 1\n  forbid use\n    when {when}\n\nclaim c\n  use is never permitted\n    when {asked}\n"
    result, full = said(tmp_path, text)
    (family,) = result.families
    assert [p.words for p in family.turns_on] == [where]
    assert f"with these facts, a loophole where {where} - with these facts, none where it is read otherwise" in full


BETWEEN = "n >= few and n <= few + 1"


def test_where_one_number_is_all_that_is_open_there_is_no_rest_to_read(tmp_path):
    """It is forbidden where "few" is from 2 to 3; and where it is more than 3, or less than 2, it is not."""
    _, full = said(tmp_path, f"clause 1\n  forbid use\n    when {BETWEEN}\n\nclaim c\n  use is never permitted\n    when n = 3\n")
    assert '"few" is less than 2 - with these facts, where it is read otherwise, that depends on which number it is' in full
    text = f"clause 1\n  forbid use\n    when {BETWEEN}\n     and not tee\n\nclaim c\n  use is never permitted\n    when n = 3\n"
    _, full = said(tmp_path, text)
    assert "that depends on which number it is, and on how the rest is read" in full
    text = "clause 1\n  forbid use\n    when n < few + several\n\nclaim c\n  use is never permitted\n    when n = 5\n"
    _, full = said(tmp_path, text)
    assert "where any of these is read otherwise, that depends on how they are read" in full


@pytest.mark.parametrize(
    ("clauses", "asked", "few", "rest"),
    [
        # What is open besides does not matter: the count is not more than 9.
        (f"clause 1\n  forbid use\n    when {BETWEEN}\n\nclause 2\n  forbid use\n    when n > 9 and tee\n", "n = 3", '"few" is less than 2', "which number it is"),
        # Forbidden where "few" is more than 2, and "tee" covers it, whichever number that is.
        ("clause 1\n  forbid use\n    when n < few + 1 and tee\n", "n = 3", '"few" is at most 2', "how the rest is read"),
        # Forbidden from 2 to 3, and of other numbers that are more than 1.5 where "tee" covers it.
        (
            f"clause 1\n  forbid use\n    when {BETWEEN}\n\nclause 2\n  forbid use\n    when n < 2 * few and tee\n",
            "n = 3",
            '"few" is at most 1.5',
            "which number it is, and on how the rest is read",
        ),
        # As in the first, of two numbers: forbidden where both add up to more than 5 and at most 6.
        (
            "clause 1\n  forbid use\n    when n < few + several and n >= few + several - 1\n\nclause 2\n  forbid use\n    when n > 9 and tee\n",
            "n = 5",
            None,
            "how they are read",
        ),
    ],
)  # fmt: skip
def test_what_it_depends_on_is_that_which_can_change_it(tmp_path, clauses, asked, few, rest):
    result, full = said(tmp_path, f"{clauses}\nclaim c\n  use is never permitted\n    when {asked}\n")
    shown_words = [[p.words for p in f.turns_on] for f in result.families]
    assert all(f.otherwise for f in result.families if f.strength == "arguable")
    assert few is None or [few] in shown_words, shown_words
    assert f"read otherwise, that depends on {rest} " in full


def test_of_a_case_it_is_said_that_other_numbers_fail_too(tmp_path):
    """Which of them, is not looked for: forbidden from 2 to 3, and "tee" never matters."""
    path = tmp_path / "x.tos"
    text = f"clause 1\n  forbid use\n    when {BETWEEN}\n\nclause 2\n  forbid use\n    when n > 9 and tee\n"
    case = "\ncase first\n  use\n    n = 3\n  expect forbidden\n"
    path.write_text(HEAD.format(default="permitted", conflicts="undecided") + text + case, encoding="utf-8")
    full = " ".join(shown(checked(path)).split())
    assert "where it is read otherwise, it fails under some readings, too" in full
    assert "the rest" not in full


def test_families_of_what_is_unsettled_say_in_what_they_differ(tmp_path):
    """Where "few" is 3 clause 1 forbids it, where it is 4 clause 2; with one clause there is nothing to tell apart."""
    one, two = "clause 1\n  forbid use\n    when n = few\n", "clause 2\n  forbid use\n    when n + 1 = few\n"
    claim = "\nclaim c\n  use is never unsettled\n    when n = 3\n"
    result, _ = said(tmp_path, f"{one}\n{two}{claim}")
    base = 'unsettled: permitted where "few" is neither 3 nor 4, but forbidden where the text is read the other way'
    assert [f.headline for f in result.families] == [f"{base} (under some of these readings by clause {n})" for n in "12"]
    result, _ = said(tmp_path, one + claim)
    assert [f.headline for f in result.families] == [base.replace("neither 3 nor 4", "not 3")]
