"""A set that is there and empty is told in other words than a role that is absent; one that cannot be absent is told as ever."""

import pytest

from tests.checker.documents import checked, shown

TEXT = """\
terms sets "Sets"
  default permitted

kind good: tea, milk

act buy says "a purchase of {list}"
  list  : set of good optional "the list"
  shown : set of good "the goods shown"
  day   : date optional "the day"

clause 1
  forbid buy
    when list exists

claim kept
  buy is never forbidden
    when list has no tea and shown has no tea

claim absent
  buy is never permitted
    when list has no tea and shown has no tea

claim alike
  outcome of buy does not depend on list
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    document = tmp_path_factory.mktemp("sets") / "sets.tos"
    document.write_text(TEXT, encoding="utf-8")
    return checked(document)


def _family(found, name):
    (result,) = [r for r in found.results if (r.check, r.name) == ("claim", name)]
    (family,) = result.families
    return family


@pytest.mark.parametrize(
    ("name", "sentence", "value", "words"),
    [
        ("kept", "A purchase of an empty set", "{}", "an empty set"),
        ("absent", "A purchase of nothing", "", "none"),
    ],
)
def test_as_facts(found, name, sentence, value, words):
    story = _family(found, name).story
    assert story.sentence == sentence
    facts = {f.role: (f.value, f.words) for f in story.facts}
    assert facts == {"list": (value, words), "shown": ("{}", "none")}


def test_from_one_to_the_other(found):
    said = " ".join(shown(found).split())
    assert "nearest: the claim is kept once there is no list" in said
    assert "nearest: clause 1 stops it once there is a list with nothing in it" in said
    assert "permitted, but forbidden when the list changes from none to an empty set, as clause 1 then forbids it" in said
    assert "and the same, but with the list an empty set outcome: forbidden" in said
