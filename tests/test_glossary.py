"""The glossary has the words that reports, the checks and the language use, and none of it hides a code's page."""

import pytest

from tests.cli.transcripts import run_check
from tos_spec import catalogue
from tos_spec.core import Verdict
from tos_spec.words import LATER, RESERVED

WORDS = (
    "arguable clear loophole family nearest edge gap proved accepted vacuous hollow unguarded pivotal witness reading scenario "
    "outcome notwithstanding exception disapply duty breach default includes claim case act norm mend restates strike replace amends "
    "needs uses matrix certified uncertified"
).split()
PHRASES = (
    "subject to, open term, open-term, open_term, in force, exactly where, newly permitted, newly forbidden, newly settled, newly unsettled, "
    "turns on, the same wherever, in breach, holds but for what is accepted, forbidden by, under some reading"
).split(", ")


@pytest.mark.parametrize("word", [*WORDS, *PHRASES])
def test_a_word(word):
    code, output = run_check(["explain", *word.split()])
    assert code == 0
    assert output.startswith(f"# {word.replace('-', ' ').replace('_', ' ')}\n\n")
    assert len(output.splitlines()) > len(["the word", ""])


LAWYERS = (
    "supersedes, exception to, prevails over, overrides, despite, takes precedence over, must, shall, must not, may, may not, provided that, save where, "
    "without prejudice to, prohibition, obligation, permission, repeals, derogation, defined term, definition, deadline"
).split(", ")


@pytest.mark.parametrize("phrase", LAWYERS)
def test_a_phrase_that_lawyers_use(phrase):
    code, output = run_check(["explain", phrase])
    assert code == 0
    assert output.startswith(f"# {phrase}\n\nSee `{catalogue.also()[phrase]}`.\n\n")


PARTS = frozenset("depend does no on one some step stuck to with owed".split())
"""Words of the language that are explained within the phrase that they belong to."""


def test_every_word_of_the_language_is_explained():
    unexplained = {word for word in RESERVED if catalogue.page(word) is None}
    assert unexplained <= PARTS
    phrases = {word for phrase in (*catalogue.glossary(), *catalogue.also()) for word in phrase.split()}
    assert unexplained - phrases <= LATER


def test_each_further_word_has_one_entry():
    others = [word for _, words in catalogue._entries().values() for word in words]
    assert len(others) == len(set(others))
    assert not set(others) & {*catalogue.glossary(), *catalogue.names().values()}


def test_every_verdict_is_explained():
    for verdict in Verdict:
        for word in verdict.value.removeprefix("in ").split():
            assert word in {*catalogue.glossary(), "permitted", "forbidden"}, verdict


def test_no_word_hides_behind_the_name_of_a_code():
    assert not {w.replace(" ", "-") for w in catalogue.glossary()} & set(catalogue.names().values())


def test_words_are_sorted_and_have_a_text():
    assert list(catalogue.glossary()) == sorted(catalogue.glossary())
    assert all(catalogue.glossary().values())


@pytest.mark.parametrize("code", ["F116", "F121"])
def test_a_terminal_sees_no_links(code):
    page = catalogue.page(code)
    assert page is not None
    assert "](" in page
    _, output = run_check(["explain", code])
    assert "](" not in output
    assert output.count("```") == page.count("```")
