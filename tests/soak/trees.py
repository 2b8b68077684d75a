"""Syntax trees, changed and printed: what the rewritings of this folder are written with.

Contract: `mapped` rebuilds a tree from its leaves, each node passing through `change`; `printed` is a text that parses to the tree.
"""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

from tos_spec import syntax
from tos_spec.format import format_document
from tos_spec.source import Source, Span

NOWHERE = Span("", 1, 1, 1, 1)

Formula = syntax.Formula
Change = Callable[[Any], Any]


def mapped(node: Any, change: Change) -> Any:
    """A tree in which every node, the lowest first, has been replaced by what `change` makes of it."""
    if isinstance(node, tuple):
        return tuple(mapped(item, change) for item in node)
    if not dataclasses.is_dataclass(node) or isinstance(node, Span | type):
        return node
    fields = {f.name: mapped(getattr(node, f.name), change) for f in dataclasses.fields(node)}
    return change(dataclasses.replace(node, **fields))


def nodes(node: Any) -> Iterator[Any]:
    """All nodes of a tree."""
    if isinstance(node, tuple):
        for item in node:
            yield from nodes(item)
    elif dataclasses.is_dataclass(node):
        yield node
        for f in dataclasses.fields(node):
            yield from nodes(getattr(node, f.name))


def printed(document: syntax.Document) -> str:
    """The text of a document, its declarations in the order of the tree."""
    bare = syntax.without_places(document)
    parts = [dataclasses.replace(bare, declarations=())] if bare.header else []
    parts += [dataclasses.replace(bare, header=None, declarations=(d,)) for d in bare.declarations]
    return "\n".join(format_document(part, Source("printed.tos", "")) for part in parts)


# --- short hands ------------------------------------------------------------------------------------------------------------------


def negation(body: Formula) -> Formula:
    """`not body`."""
    return syntax.Negation(inside(body), NOWHERE)


def junction(word: str, *items: Formula) -> Formula:
    """The items joined by `and` or `or`; one alone is itself."""
    return syntax.Junction(word, tuple(map(inside, items)), NOWHERE) if len(items) > 1 else items[0]


def inside(formula: Formula) -> Formula:
    """A formula as it may stand in another: a list may not."""
    match formula:
        case syntax.Listing("all", items):
            return junction("and", *items)
        case syntax.Listing("any", items):
            return junction("or", *items)
        case syntax.Listing(items=items):
            return negation(junction("or", *items))
    return formula


def when(formula: Formula) -> syntax.Condition:
    """`when formula`."""
    return syntax.Condition("when", formula, NOWHERE)


def clauses(document: syntax.Document) -> list[syntax.ClauseDecl]:
    """The clauses of a document."""
    return [d for d in document.declarations if isinstance(d, syntax.ClauseDecl)]


def replaced(document: syntax.Document, old: Any, *new: Any) -> syntax.Document:
    """A document in which other declarations, or none, stand in the place of one."""
    at = next(i for i, d in enumerate(document.declarations) if d is old)
    left, right = document.declarations[:at], document.declarations[at + 1 :]
    return dataclasses.replace(document, declarations=(*left, *new, *right))
