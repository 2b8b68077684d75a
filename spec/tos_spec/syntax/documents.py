"""Claims, cases and whole documents, as written."""

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

from tos_spec.source import Span
from tos_spec.syntax.clauses import Accepting, ClauseDecl
from tos_spec.syntax.declarations import (
    ActDecl,
    AssumeDecl,
    DefineDecl,
    EntityDecl,
    Header,
    Import,
    KindDecl,
    OpenQuantityDecl,
    OpenTermDecl,
    RelationDecl,
)
from tos_spec.syntax.formulas import ClauseNumber, Condition, Formula, Name, Text

VerdictWord = Literal[
    "permitted", "forbidden", "expressly permitted", "expressly forbidden", "silent", "conflicting", "in breach", "unsettled"
]


@dataclass(frozen=True, slots=True)
class ActQuestion:
    """`ACT is never VERDICT`."""

    act: Name
    form: Literal["never", "always", "sometimes"]
    verdict: VerdictWord
    span: Span


@dataclass(frozen=True, slots=True)
class DependenceQuestion:
    """`outcome of ACT does not depend on PATH, …`."""

    act: Name
    paths: tuple[Name, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ClauseQuestion:
    """`clause N never applies`, `clause N always applies`."""

    number: ClauseNumber
    form: Literal["never", "always"]
    span: Span


@dataclass(frozen=True, slots=True)
class ClaimDecl:
    """A claim."""

    name: Name
    title: Text | None
    question: ActQuestion | DependenceQuestion | ClauseQuestion
    conditions: tuple[Condition, ...]
    under_some_reading: bool
    accepting: tuple[Accepting, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Expectation:
    """`expect VERDICT [under C, not under B] [under some reading]`."""

    verdict: VerdictWord
    under: tuple[ClauseNumber, ...]
    not_under: tuple[ClauseNumber, ...]
    under_some_reading: bool
    span: Span


@dataclass(frozen=True, slots=True)
class CaseDecl:
    """A case: the act, its facts, what is expected."""

    name: Name
    title: Text | None
    act: Name
    facts: tuple[Formula, ...]
    expectation: Expectation
    span: Span


@dataclass(frozen=True, slots=True)
class Strike:
    """`strike clause N, M`, `strike claim NAME`, `strike open term NAME`: `what` is the words before the names."""

    what: Literal[
        "clause",
        "claim",
        "case",
        "define",
        "assume",
        "open term",
        "open duration",
        "open number",
        "open percent",
        "open money",
        "kind",
        "entity",
        "act",
        "relation",
    ]
    names: tuple[ClauseNumber | Name, ...]
    span: Span


Replaceable = (
    KindDecl
    | EntityDecl
    | ActDecl
    | RelationDecl
    | AssumeDecl
    | DefineDecl
    | OpenTermDecl
    | OpenQuantityDecl
    | ClauseDecl
    | ClaimDecl
    | CaseDecl
)
"""What has a name or a number by which an amending document can tell it."""


@dataclass(frozen=True, slots=True)
class Replace:
    """`replace` and the declaration that takes the place of the one of the same name or number."""

    declaration: Replaceable
    span: Span


Declaration = (
    Import
    | KindDecl
    | EntityDecl
    | ActDecl
    | RelationDecl
    | AssumeDecl
    | DefineDecl
    | OpenTermDecl
    | OpenQuantityDecl
    | ClauseDecl
    | ClaimDecl
    | CaseDecl
    | Accepting
    | Strike
    | Replace
)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its `#`; `alone` if nothing else stands on its line."""

    text: str
    alone: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Lapsed:
    """An acceptance that went with what it stood in, or spoke of: clauses or a claim that were replaced, or struck and declared anew, at `place`."""

    accepting: Accepting
    of: tuple[str, ...]
    place: Span


@dataclass(frozen=True, slots=True)
class Document:
    """One file, or what an amendment makes of several. Comments are beside the tree: they never change what it means."""

    file: str
    header: Header | None
    declarations: tuple[Declaration, ...]
    comments: tuple[Comment, ...]
    span: Span
    lapsed: tuple[Lapsed, ...] = ()


_NOWHERE = Span("", 1, 1, 1, 1)


def without_places(node: Any) -> Any:
    """A copy of a tree in which every span is the same, and comments are left out: for comparing what two texts say."""
    if isinstance(node, Span):
        return _NOWHERE
    if isinstance(node, tuple):
        return tuple(without_places(item) for item in node)
    if isinstance(node, Document):
        node = dataclasses.replace(node, comments=(), file="")
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        changes = {f.name: without_places(getattr(node, f.name)) for f in dataclasses.fields(node)}
        return dataclasses.replace(node, **changes)
    return node
