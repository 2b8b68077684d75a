"""From Lark's tree of one block to the syntax tree: what every rule needs.

Contract: `build` takes a tree and gives a node of `syntax`, or None where a mistake was noted. It walks without recursion, and
refuses what nests too deep before anything that recurses sees it. Knows of Lark only that a tree has data, children and a meta.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tos_spec.diagnostics import Diagnostic
from tos_spec.layout import DEPTH, Places
from tos_spec.source import Span
from tos_spec.syntax import Name
from tos_spec.words import RESERVED


@dataclass(slots=True)
class Building:
    """A block that is being built: where its text begins, and the mistakes found in it."""

    places: Places
    start: int
    text: str
    found: list[Diagnostic]

    def complain(self, code: str, name: str, message: str, span: Span, help: str | None = None, *notes: str) -> None:
        """Note a mistake."""
        self.found.append(Diagnostic(code, name, message, span, notes, help))

    def span(self, start: int, end: int) -> Span:
        """The span between two offsets of the block, without white space at its end."""
        while end > start and self.text[end - 1] in " \n\v":
            end -= 1
        return self.places.span(self.start + start, self.start + end)


Maker = Callable[[Building, list[Any], Span], Any]
_NESTING = frozenset("sum_ product_ negative negated parenthesis listing entry".split())


def build(b: Building, tree: Any, rules: Mapping[str, Maker]) -> Any:
    """The node of a tree, built from the leaves up; None if there are mistakes."""
    built: dict[int, Any] = {}
    depth: dict[int, int] = {}
    for sub in tree.iter_subtrees():
        kids = []
        below = 0
        for child in sub.children:
            if id(child) in built:
                below = max(below, depth[id(child)])
                kids.append(built[id(child)])
            else:
                kids.append(child)
        depth[id(sub)] = below + (sub.data in _NESTING)
        meta = sub.meta
        span = b.places.span(b.start, b.start) if meta.empty else b.span(meta.start_pos, meta.end_pos or len(b.text))
        if depth[id(sub)] > DEPTH:
            b.complain("E108", "too-deep", f"formulas nest deeper than {DEPTH}", span, "give the inner part a name with `define`")
            return None
        built[id(sub)] = rules[sub.data](b, kids, span)
    return None if b.found else built[id(tree)]


def words(_b: Building, kids: list[Any], _span: Span) -> str:
    """Words of the language, joined by a space."""
    return " ".join(str(k) for k in kids)


def only(kids: list[Any], kind: type | tuple[type, ...]) -> Any:
    """The first child of a type, or None."""
    return next((k for k in kids if isinstance(k, kind)), None)


def every(kids: list[Any], kind: type | tuple[type, ...]) -> tuple[Any, ...]:
    """All children of a type."""
    return tuple(k for k in kids if isinstance(k, kind))


@dataclass(frozen=True, slots=True)
class Tagged:
    """A part of a node on its way up: what it is, and its content."""

    tag: str
    content: Any
    span: Span


def tagged(tag: str, index: int = 0) -> Maker:
    """A rule that passes one child on under a tag."""

    def make(_b: Building, kids: list[Any], span: Span) -> Tagged:
        return Tagged(tag, kids[index], span)

    return make


def tagged_all(tag: str) -> Maker:
    """A rule that passes all children on under a tag."""

    def make(_b: Building, kids: list[Any], span: Span) -> Tagged:
        return Tagged(tag, tuple(kids), span)

    return make


def under(kids: list[Any], tag: str) -> Any:
    """The content of the first child with a tag, or None."""
    return next((k.content for k in kids if isinstance(k, Tagged) and k.tag == tag), None)


def declared(b: Building, name: Name) -> Name:
    """A name that is declared here: one word, and not a word of the language."""
    if len(name.parts) > 1:
        b.complain(
            "E112",
            "dotted-declaration",
            f"`{name.text}` is declared with a dot",
            name.span,
            f"write `{'_'.join(name.parts)}`: only a field, a value of a kind or a name of an import is written with a dot",
        )
    elif name.text in RESERVED:
        help = f"choose another name, for example `the_{name.text}`; its label can be any text"
        notes = (
            ("every act has the role `date`, the day on which it is done, without a declaration",) if name.text == "date" else ()
        )
        b.complain("E111", "reserved-word", f"`{name.text}` is a word of the language", name.span, help, *notes)
    return name
