"""The random documents reach every rule of the grammar; `tests/oracle` asserts the same of the nodes of the core."""

from collections import Counter

from tests.meeting.documents import pair
from tests.oracle.documents import document
from tests.soak.amending import amendment
from tos_spec.layout import lay_out
from tos_spec.parse import _grammar
from tos_spec.source import Source

SEEDS = range(60)


def _reached(text):
    for block in lay_out(Source("made.tos", text)).blocks:
        yield from (str(tree.data) for tree in _grammar().parse(block.text).iter_subtrees())


def _rules():
    """The names that a tree shows: rules that stand for their one part (`?rule`) leave none, and helpers begin with two underscores."""
    named = {rule.alias or rule.origin.name for rule in _grammar().rules if rule.alias or not rule.options.expand1}
    return {str(name) for name in named if not name.startswith("__")}


def test_every_rule_of_the_grammar_is_reached():
    texts = [text for seed in SEEDS for text in (document(seed).text, *pair(seed).files.values(), amendment(seed).amending)]
    found = Counter(name for text in texts for name in _reached(text))
    assert not _rules() - set(found)
