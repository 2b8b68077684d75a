"""What holds of parsing whatever the text: nothing raises, comments and the form of line ends change nothing, places are true."""

import dataclasses
import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tos_spec import syntax
from tos_spec.diagnostics import Diagnostic
from tos_spec.literate import unweave
from tos_spec.parse import parse
from tos_spec.read import decode
from tos_spec.source import Source, Span
from tos_spec.syntax import without_places
from tos_spec.words import RESERVED, TOP_LEVEL

GOOD = sorted((Path(__file__).parent / "good").glob("*.tos"))
WORDS = [
    *sorted(RESERVED), "a", "b.c", "é", "1", "2.5", "2024-05-02", "2026-02-30", "5(1)(h)", "10 days", "3 USD", "5%", '"text"', '"', "\\",
    "(", ")", ",", ":", "- ", "+", "*", "=", "!=", "<=", "<", "#", "# c\n", "\n", "\n  ", "\n    ", "\n      ", "\n   and ", "\t", ".",
    "!", "of", "toscheck >=", "by", "prohibitions prevail", "std.organisations", "٣", "“",
]  # fmt: skip
BOUNDED = settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])


def told(text):
    """Parse; every diagnostic has a true place."""
    parsed = parse(Source("t.tos", text))
    lines = text.split("\n")
    for d in parsed.diagnostics:
        assert isinstance(d, Diagnostic)
        assert 1 <= d.span.line <= d.span.end_line <= len(lines) + 1
        assert d.span.column >= 1
        if d.span.line <= len(lines):
            assert d.span.column <= len(lines[d.span.line - 1]) + 1
    return parsed


@BOUNDED
@given(st.text(max_size=200))
def test_no_text_raises(text):
    told(text)


@BOUNDED
@given(st.binary(max_size=200))
def test_no_bytes_raise(data):
    read = decode(data, "t.tos")
    assert (read.source is None) == bool(read.diagnostics)
    if read.source is not None:
        told(read.source.text)
        unweave(read.source)


@BOUNDED
@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_no_soup_of_words_raises(soup):
    told(" ".join(soup))


@BOUNDED
@given(st.sampled_from(TOP_LEVEL), st.lists(st.sampled_from(WORDS), max_size=25))
def test_no_soup_in_a_block_raises(word, soup):
    told(f"{word} " + " ".join(soup))


@BOUNDED
@given(st.sampled_from(GOOD), st.data())
def test_no_damage_raises(path, data):
    text = path.read_text(encoding="utf-8")
    tokens = re.findall(r"\w+|\s+|.", text)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(tokens) - 1))
        tokens[at] = data.draw(st.sampled_from(["", *WORDS]))
    told("".join(tokens))


def quoted_after(line, quoted):
    """Whether a line ends inside a string."""
    for mark in re.findall(r'\\.|["#]', line):
        if mark == "#" and not quoted:
            break
        quoted ^= mark == '"'
    return quoted


def with_comments(text, rng):
    """The text with comments where they may stand: at the ends of lines and between lines, outside strings."""
    out = []
    quoted = False
    for line in text.split("\n"):
        if not quoted and rng.random() < 0.3:
            out.append(" " * rng.randrange(9) + rng.choice(["# or otherwise", "#", "", '# " (', "  "]))
        quoted = quoted_after(line, quoted)
        end = rng.choice(["  # and not so", "#", ' # "', " # ) ("]) if not quoted and rng.random() < 0.5 else ""
        out.append(line + end)
    return "\n".join(out)


@pytest.mark.parametrize("path", GOOD, ids=lambda p: p.stem)
def test_comments_change_nothing(path):
    text = path.read_text(encoding="utf-8")
    plain = parse(Source("t.tos", text)).document
    more = 0
    for seed in range(20):
        commented = parse(Source("t.tos", with_comments(text, random.Random(seed))))  # noqa: S311 - no secret
        assert commented.diagnostics == ()
        assert without_places(commented.document) == without_places(plain)
        more += len(commented.document.comments) - len(plain.comments)
    assert more > 0


def names_in(node):
    if isinstance(node, tuple):
        for item in node:
            yield from names_in(item)
    elif isinstance(node, syntax.Name | syntax.ClauseNumber | syntax.Comment):
        yield node
    elif dataclasses.is_dataclass(node):
        for field in dataclasses.fields(node):
            yield from names_in(getattr(node, field.name))


@pytest.mark.parametrize("path", GOOD, ids=lambda p: p.stem)
def test_names_stand_where_their_spans_say(path):
    source = Source(path.name, path.read_text(encoding="utf-8"))
    document = parse(source).document
    found = list(names_in(document))
    assert found
    for node in found:
        assert node.span.line == node.span.end_line
        assert source.line(node.span.line)[node.span.column - 1 : node.span.end_column - 1] == node.text


@pytest.mark.parametrize("path", GOOD, ids=lambda p: p.stem)
def test_spans_lie_within_each_other(path):
    def inside(node, outer):
        if isinstance(node, tuple):
            for item in node:
                inside(item, outer)
        elif dataclasses.is_dataclass(node) and not isinstance(node, Span):
            span = node.span
            assert (outer.line, outer.column) <= (span.line, span.column), node
            assert (span.end_line, span.end_column) <= (outer.end_line, outer.end_column), node
            assert (span.line, span.column) < (span.end_line, span.end_column), node
            for field in dataclasses.fields(node):
                # The bounds of an open quantity stand apart from the word of its type.
                inside(getattr(node, field.name), outer if isinstance(node, syntax.TypeName) else span)

    document = parse(Source(path.name, path.read_text(encoding="utf-8"))).document
    inside(document.declarations, document.span)


@pytest.mark.parametrize("path", GOOD, ids=lambda p: p.stem)
def test_forms_of_a_file_are_equal(path):
    data = path.read_bytes()
    plain = parse(decode(data, "t.tos").source)
    forms = [
        b"\xef\xbb\xbf" + data,
        data.replace(b"\n", b"\r\n"),
        data.replace(b"\n", b"\r"),
        data.rstrip(b"\n"),
        b"\n\n" + data + b"\n\n  \n",
    ]
    for form in forms:
        parsed = parse(decode(form, "t.tos").source)
        assert parsed.diagnostics == ()
        assert without_places(parsed.document) == without_places(plain.document)
    assert parse(decode(forms[1], "t.tos").source).document.declarations == plain.document.declarations
