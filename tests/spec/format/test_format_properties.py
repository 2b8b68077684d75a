import dataclasses
import random
import re
from collections import Counter

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.strategies import DECLARATIONS, documents, headers, rewritten
from tos_spec import syntax
from tos_spec.format import format_document
from tos_spec.literate import unweave
from tos_spec.parse import parse
from tos_spec.source import Source
from tos_spec.syntax import without_places

# A third of what the profile says (`pytest --hypothesis-profile`): one document has many nodes.
SLOW = settings(
    deadline=None,
    max_examples=settings().max_examples // 3,
    phases=set(Phase) - {Phase.explain},
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def read(text: str) -> syntax.Document:
    parsed = parse(Source("t.tos", text))
    assert parsed.diagnostics == (), text
    return parsed.document


def formatted(text: str) -> str:
    return format_document(read(text), Source("t.tos", text))


@SLOW
@given(documents())
def test_what_is_printed_is_read_as_the_same_tree(drawn):
    assert without_places(read(drawn.text)) == without_places(drawn.document)


@SLOW
@given(documents())
def test_a_layout_is_its_own_layout(drawn):
    text = formatted(drawn.text)
    assert formatted(text) == text


@SLOW
@given(documents(), st.integers(0, 2**32))
def test_every_way_to_write_a_document_has_a_layout_with_its_comments(drawn, seed):
    text, comments = rewritten(drawn.text, random.Random(seed))  # noqa: S311 - no secret
    first = formatted(text)
    assert without_places(read(first)) == without_places(drawn.document)
    assert Counter(comment.text for comment in read(first).comments) == Counter(comments)
    assert formatted(first) == first


@SLOW
@given(documents(), st.integers(0, 2**32))
def test_comments_say_nothing(drawn, seed):
    text, comments = rewritten(drawn.text, random.Random(seed), often=0.6)  # noqa: S311 - no secret
    found = read(text)
    assert [comment.text for comment in found.comments] == [comment.rstrip() for comment in comments]
    assert without_places(found) == without_places(drawn.document)


def test_every_kind_of_node_is_drawn():
    everything = {
        kind
        for kind in vars(syntax).values()
        if dataclasses.is_dataclass(kind)
        and isinstance(kind, type)
        and kind not in (syntax.Document, syntax.Comment, syntax.Lapsed)  # not written by anybody
    }
    seen = set()

    @settings(SLOW, max_examples=120, derandomize=True, database=None)
    @given(st.tuples(headers, *DECLARATIONS))
    def look(blocks):
        waiting = [*blocks]
        while waiting:
            node = waiting.pop()
            if isinstance(node, tuple):
                waiting.extend(node)
            elif dataclasses.is_dataclass(node):
                seen.add(type(node))
                waiting.extend(getattr(node, f.name) for f in dataclasses.fields(node))

    look()
    assert everything - seen == set()


def woven_into_markdown(text, rng):
    """A text in fences between which there are words, cut where a line ends, even in the middle of a block or a string."""
    lines = ["# A title", "```tos"]
    for line in text.split("\n"):
        lines += ["```", "terms   of *art*", "```tos", line] if rng.random() < 0.1 else [line]
    return "\n".join([*lines, "```", "the end"])


def outside(text):
    return re.sub(r"```tos\n.*?```\n", "```\n", text, flags=re.DOTALL)


@SLOW
@given(documents(), st.integers(0, 2**32))
def test_what_is_cut_into_fences_keeps_its_words_and_its_comments(drawn, seed):
    rng = random.Random(seed)  # noqa: S311 - no secret
    text = woven_into_markdown(rewritten(drawn.text, rng)[0], rng)
    source = Source("t.tos.md", text)
    parsed = parse(unweave(source).source)
    assert parsed.diagnostics == (), text
    first = Source("t.tos.md", format_document(parsed.document, source))
    again = parse(unweave(first).source)
    assert without_places(again.document) == without_places(parsed.document) == without_places(drawn.document)
    assert Counter(c.text for c in again.document.comments) == Counter(c.text for c in parsed.document.comments)
    assert outside(first.text) == outside(text)
    assert format_document(again.document, first) == first.text
