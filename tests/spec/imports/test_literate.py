"""Documents in Markdown: which blocks count, and where their words stand."""

import pytest

from tos_spec.literate import is_literate, unweave
from tos_spec.parse import parse
from tos_spec.source import Source
from tos_spec.syntax import without_places


def kept(text):
    return [line for line in unweave(Source("t.tos.md", text)).source.text.split("\n") if line.strip()]


def codes(text):
    return [d.code for d in unweave(Source("t.tos.md", text)).diagnostics]


def test_names():
    assert is_literate("a.tos.md")
    assert is_literate("A.TOS.MD")
    assert not is_literate("a.md")
    assert not is_literate("a.tos")


@pytest.mark.parametrize(
    "text",
    [
        "```tos\nkind a: b\n```",
        "~~~tos\nkind a: b\n~~~",
        "`````tos\nkind a: b\n`````",
        "```  tos  title=x\nkind a: b\n```   ",
        "text\n```tos\nkind a: b\n````",
        "````markdown\n```tos\nkind no: c\n```\n````\n```tos\nkind a: b\n```",
        "~~~\n```tos\nkind no: c\n~~~\n```tos\nkind a: b\n```",
        "```python\nkind no: c\n```\n```tos\nkind a: b\n```\nkind no: c",
        "``` inline `tos`\n```tos\nkind a: b\n```\n",
    ],
)
def test_what_counts(text):
    assert kept(text) == ["kind a: b"]
    assert codes(text) == []


@pytest.mark.parametrize(
    "text", ["```\nkind a: b\n```", "```TOS\nkind a: b\n```", "```tosca\nkind a: b\n```", "    ```tos\nkind a: b", "kind a: b"]
)
def test_what_does_not(text):
    assert kept(text) == []


def test_what_does_not_close():
    assert kept("````tos\nkind a: b\n```\n~~~~\n") == ["kind a: b", "```", "~~~~"]
    assert codes("````tos\nkind a: b\n```\n") == ["E136"]
    assert codes("```python\nnever closed\n") == []


def test_places_are_those_of_the_markdown():
    text = "# Title\n\nProse.\n\n```tos\nkind a: b, c\n```\n\n* item\n\n   ~~~tos\n   clause 1\n     forbid use\n       when x\n        and y\n   ~~~\n"
    plain = "kind a: b, c\nclause 1\n  forbid use\n    when x\n     and y\n"
    parsed = parse(unweave(Source("t.tos.md", text)).source)
    assert parsed.diagnostics == ()
    assert without_places(parsed.document) == without_places(parse(Source("t", plain)).document)
    kind, clause = parsed.document.declarations
    assert (kind.name.span.line, kind.name.span.column) == (6, 6)
    assert (clause.number.span.line, clause.number.span.column) == (12, 11)
    assert (clause.conditions[0].span.line, clause.conditions[0].span.column) == (14, 8)


def test_mistakes_are_placed_in_the_markdown():
    text = "Prose.\n\n  ```tos\n  clause 1\n    forbidd use\n  ```\n"
    [d] = parse(unweave(Source("t.tos.md", text)).source).diagnostics
    assert (d.code, d.span.line, d.span.column) == ("E130", 5, 5)


def test_a_block_may_go_on_in_the_next_fence():
    text = "```tos\nclause 1\n```\n\nWhy it is so.\n\n```tos\n  forbid use\n```\n"
    [clause] = parse(unweave(Source("t.tos.md", text)).source).document.declarations
    assert clause.norm.word == "forbid"


def test_without_a_block_it_is_empty():
    assert [d.code for d in parse(unweave(Source("t.tos.md", "# Only prose\n")).source).diagnostics] == ["E139"]
