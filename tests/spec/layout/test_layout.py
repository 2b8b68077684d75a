"""What of a text counts: line ends, comments, indentation, depth."""

import time

import pytest

from tos_spec.layout import DEPTH, lay_out
from tos_spec.parse import MOST, parse
from tos_spec.source import Source
from tos_spec.syntax import Junction, Listing, without_places

HEAD = "clause 1\n  forbid use when "


def read(text):
    return parse(Source("t.tos", text))


def codes(text):
    return [d.code for d in read(text).diagnostics]


def condition(text):
    parsed = read(text)
    assert parsed.diagnostics == ()
    [clause] = parsed.document.declarations
    return without_places(clause.conditions[0].formula)


def test_a_text_keeps_its_length_and_its_lines_that_count():
    text = 'kind a: b, # c\n  d\nclause 1 "x\n  y"\n  forbid use when (a\n or b)\n   and c # no\n'
    laid = lay_out(Source("t", text))
    assert laid.diagnostics == ()
    assert [(block.start, len(block.text)) for block in laid.blocks] == [(0, 19), (19, len(text) - 19 - len(" # no"))]
    assert laid.blocks[0].text == "kind a: b,    \v  d\n"
    assert laid.blocks[1].text == 'clause 1 "x\v  y"\n  forbid use when (a\v or b)\v   and c\n'


@pytest.mark.parametrize(
    "lines",
    [
        "a\n   and b",
        "a\n                     and b",
        "a # why\n   and b",
        "a\n\n   # why\n# at the margin\n\n   and b # or c",
        "(a\nand\nb)",
        "(a and # why )\n b)",
        "a and b\n\n\n# and c",
    ],
)
def test_ways_to_write_one_condition(lines):
    assert condition(HEAD + lines) == condition(HEAD + "a and b\n")


def test_a_comment_never_becomes_law():
    assert condition(HEAD + "a\n  # and b\n") == condition(HEAD + "a\n")
    assert condition(HEAD + "a # was:\n  # or b\n   and c\n") == condition(HEAD + "a and c")


@pytest.mark.parametrize("indent", [0, 1, 2])
def test_a_continuation_is_indented_more_than_its_line(indent):
    assert codes(f"{HEAD}a\n{' ' * indent}and b") == ["E103"]


def test_a_continuation_is_indented_more_than_its_item():
    items = "clause 1\n  forbid use\n    when any of\n      - a\n{}and b\n      - c\n"
    assert codes(items.format(" " * 6)) == ["E103"]
    listing = condition(items.format(" " * 7))
    assert isinstance(listing, Listing)
    assert [type(item) for item in listing.items][:1] == [Junction]


def test_what_stands_before_a_formula_does_not_matter():
    assert condition("clause 1\n  forbid use\n    when x is a\n     and b") == condition(HEAD + "x is a and b")


def test_a_tab_may_stand_inside_a_line():
    assert condition(HEAD + "a\tand\tb\t# c\td") == condition(HEAD + "a and b")
    assert codes(HEAD + "a\n\t and b") == ["E101"]
    assert codes(HEAD + "a\n  \twhen b") == ["E101"]


@pytest.mark.parametrize("word", ["and", "or", "implies"])
def test_connectives_are_whole_words(word):
    text = f"assume x in use\n  a\n  {word}_more\n  {word}2"
    [assumption] = read(text).document.declarations
    assert [f.name.text for f in assumption.formulas] == ["a", f"{word}_more", f"{word}2"]


def test_strings_fold():
    [clause] = read('clause 1 "one\n      two  \n\n   three  four"\n').document.declarations
    assert clause.title.value == "one two three  four"
    [clause] = read('clause 1 "a \\"b\\" \\\\ # c"').document.declarations
    assert clause.title.value == 'a "b" \\ # c'


def test_an_unclosed_string_costs_one_block():
    text = 'clause 1 "a\n  forbid use\nclause 2 "b"\n  permit use\n# "\nclause 3\n  permit use "c\n'
    assert codes(text) == ["E106", "E106"]
    assert [d.number.text for d in read(text).document.declarations] == ["2"]
    assert codes('act a\n  x : flag "one\n  y : flag "two"\nclause 1\n') == ["E106"]
    assert codes('clause 1 "a') == ["E106"]
    assert codes('"' + '\\"\n' * 100) == ["E106"]


def test_a_string_may_begin_lines_with_any_word():
    [clause] = read('clause 1 "see\nclause 2 and\nclaim c"\n').document.declarations
    assert clause.title.value == "see clause 2 and claim c"


def test_an_unclosed_parenthesis_costs_one_block():
    text = HEAD + "(a and (b\nclause 2\n  permit use\n"
    assert codes(text) == ["E107"]
    assert [d.number.text for d in read(text).document.declarations] == ["2"]


def test_each_block_has_its_own_mistake():
    text = "".join(f"clause {n}\n\tforbid use\n\tpermit use\n" for n in range(5))
    assert codes(text) == ["E101"] * 5


def test_mistakes_are_counted():
    assert len(codes("clause\n" * (MOST + 50))) == MOST


def test_prose_is_one_mistake():
    assert codes("This is prose.\nIt goes on.\n  With more.\nAnd more.\nclause 1\n") == ["E131"]


@pytest.mark.parametrize(
    ("below", "above"),
    [
        (HEAD + "(" * DEPTH + "a" + ")" * DEPTH, HEAD + "(" * (DEPTH + 1) + "a" + ")" * (DEPTH + 1)),
        (HEAD + "not " * (DEPTH - 1) + "a", HEAD + "not " * (DEPTH + 1) + "a"),
        (HEAD + "- " * (DEPTH - 1) + "a < b", HEAD + "- " * (DEPTH + 1) + "a < b"),
        (HEAD + "a" + " + a" * DEPTH + " < b", HEAD + "a" + " + a" * (DEPTH + 1) + " < b"),
        (HEAD + "a" + " * 2" * DEPTH + " < b", HEAD + "a" + " * 2" * (DEPTH + 1) + " < b"),
        (
            "kind k\n" + "".join(f"{' ' * n}a\n" for n in range(1, DEPTH)),
            "kind k\n" + "".join(f"{' ' * n}a\n" for n in range(1, DEPTH + 2)),
        ),
        (
            f"{HEAD}all of\n" + "".join(f"{' ' * n}- all of\n" for n in range(4, DEPTH)) + " " * DEPTH + "- a",
            f"{HEAD}all of\n" + "".join(f"{' ' * n}- all of\n" for n in range(4, 3 * DEPTH)) + " " * 3 * DEPTH + "- a",
        ),
        (
            HEAD + "not (" * (DEPTH // 2) + "a" + ")" * (DEPTH // 2),
            HEAD + "not (" * (DEPTH // 2 + 1) + "a" + ")" * (DEPTH // 2 + 1),
        ),
    ],
    ids=["parentheses", "not", "minus", "sum", "product", "kind", "list", "mixed"],
)
def test_depth_is_bounded(below, above):
    assert codes(below) == []
    assert codes(above) == ["E108"]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000,
        ")" * 100_000,
        HEAD + "not " * 100_000,
        HEAD + "- " * 100_000,
        HEAD + "((((a and " * 20_000,
        "".join(" " * n + "x\n" for n in range(500)),
        '"' * 99_999,
        "\t" * 100_000,
        "#" * 100_000,
        ",\n" * 50_000,
        "\n" * 200_000,
        "; " * 50_000,
        'clause 1 "' + '\\"\n' * 50_000,
        "a" * 100_000,
        "clause " + "1." * 50_000,
        HEAD + "x < " + "9" * 100_000,
        "clause 1\n" + " forbid use\n" * 3_000,
    ],
)
def test_hostile_texts_are_refused_in_time(text):
    start = time.process_time()
    assert read(text).diagnostics
    assert time.process_time() - start < 10


def test_depth_counts_no_strings():
    assert codes(f'clause 1 "{"-" * 500} {"not " * 500} {"(" * 500}"\n') == []
    assert codes("clause 1 # " + "- " * 500 + "(" * 500) == []


def test_wide_is_well():
    width = 2_000
    assert len(condition(HEAD + "a" + " and a" * (width - 1)).items) == width
    assert len(condition(f"{HEAD}any of\n" + "    - a\n" * width).items) == width


def test_the_cost_is_linear():
    block = '  # why\nclause {} "The title"\n  forbid use # what\n    when x is one of a, b\n     and (y > 3 days or z)\n    unless p(q)\n'

    def cost(count):
        text = "".join(block.format(n) for n in range(count))
        start = time.process_time()
        assert read(text).diagnostics == ()
        return time.process_time() - start

    cost(50)
    assert cost(1200) < 16 * cost(200)
