"""Formulas on one line, as a document writes them: what is to be put in the place of what was written.

Contract: the text means what the tree means wherever a formula may stand; tests are as their author wrote them, lists become
formulas in parentheses. `inside` says what the text is put into: it is in parentheses where it would be read otherwise there.
"""

from typing import Literal, assert_never

from tos_spec import syntax
from tos_spec.resolve_text import Texts

Inside = Literal["alone", "and", "or", "not"]


def written(texts: Texts, formula: syntax.Formula, inside: Inside = "alone") -> str:
    """`formula` as text that can stand alone, as an item of `and` or `or`, or after `not`."""
    match formula:
        case syntax.Junction(word=word, items=items):
            return joined(word, [written(texts, i, word) for i in items], inside)
        case syntax.Listing(word="none", items=items):
            return f"not {joined('or', [written(texts, i, 'or') for i in items], 'not')}"
        case syntax.Listing(word=listing, items=items):
            word = "and" if listing == "all" else "or"
            return joined(word, [written(texts, i, word) for i in items], inside)
        case syntax.Implication(left=left, right=right):
            text = f"{written(texts, left, 'not')} implies {written(texts, right, 'not')}"
            return text if inside == "alone" else f"({text})"
        case syntax.Negation(body=body):
            return f"not {written(texts, body, 'not')}"
        case (
            syntax.IsTest()
            | syntax.HasTest()
            | syntax.Comparison()
            | syntax.Application()
            | syntax.NameTest()
            | syntax.ExistsTest()
            | syntax.ClauseApplies()
            | syntax.DocumentSays()
        ):
            # `not x is y` is not read as the negation of the test everywhere that people look.
            text = texts.at(formula.span)
            plain = not isinstance(formula, syntax.IsTest | syntax.HasTest | syntax.Comparison)
            return text if inside != "not" or plain else f"({text})"
        case _:
            assert_never(formula)


def joined(word: Literal["and", "or"], items: list[str], inside: Inside) -> str:
    """Texts that are items of `word`, joined by it."""
    if len(items) == 1:
        return items[0]
    text = f" {word} ".join(items)
    return text if inside in ("alone", word) else f"({text})"


def conjuncts(formula: syntax.Formula) -> tuple[syntax.Formula, ...]:
    """The parts that all hold where `formula` does."""
    match formula:
        case syntax.Junction(word="and", items=items) | syntax.Listing(word="all", items=items):
            return tuple(part for item in items for part in conjuncts(item))
        case _:
            return (formula,)


def disjuncts(formula: syntax.Formula) -> tuple[syntax.Formula, ...]:
    """The parts of which one holds where `formula` does."""
    match formula:
        case syntax.Junction(word="or", items=items) | syntax.Listing(word="any", items=items):
            return tuple(part for item in items for part in disjuncts(item))
        case _:
            return (formula,)
