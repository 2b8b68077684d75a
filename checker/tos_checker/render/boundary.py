"""The edges of prohibitions as a table to be read: where each stops, and whether another clause still forbids beyond."""

from collections.abc import Sequence
from typing import Any

from tos_checker.citations import cited
from tos_checker.render import certificate
from tos_checker.render.json import as_text
from tos_checker.render.text import Paper
from tos_checker.report import BY_SILENCE, Beyond, Boundary, Certification, Edge

_HEADS = ("it stops where", "still forbidden there?")


_FEW = 2  # clauses that still forbid: of more, where each does makes a table that nobody reads


def full(
    boundaries: Sequence[Boundary],
    width: int,
    *,
    colour: bool,
    spelled: bool = False,
    certification: Certification | None = None,
) -> str:
    """The tables, one for each prohibition. `spelled`: where each clause still forbids is told however many do."""
    paper = Paper(width, colour)
    for boundary in boundaries:
        title = f' "{boundary.title}"' if boundary.title else ""
        paper.blank()
        paper.raw((f"clause {boundary.clause}{title}", "strong"))
        if not boundary.applies:
            paper.write("it never stops anything", indent=2)
        elif not boundary.edges and not boundary.idle:
            paper.write("it has no edge: no single fact lifts it", indent=2)
        else:
            rows = [
                *((_where(e), _still(e, most=len(e.parts) if spelled else _FEW)) for e in boundary.edges),
                *((said, "yes: it changes nothing") for said in boundary.idle),
            ]
            paper.columns([_HEADS, *rows], indent=2, share=(3, 5))
    if not boundaries:
        paper.write("no clause forbids or requires anything")
    if not spelled and any(len(e.parts) > _FEW for b in boundaries for e in b.edges):
        paper.blank()
        paper.write("`--clause N` shows where each clause forbids, also where several do", lead="note: ")
    certificate.below(paper, certification, scenarios=False)
    return paper.text()


def _where(edge: Edge) -> str:
    return edge.where + (" (this depends on the reading)" if edge.sort == "reading" and ", if " not in edge.where else "")


def _still(edge: Edge, most: int) -> str:
    if edge.still == "never":
        return "no: permitted"
    open_ = "this depends on how the conflict is resolved"
    if edge.still == "unsettled":
        return open_
    rest = open_ if edge.sort == "conflict" else "permitted"
    if edge.parts:
        said = "; ".join(f"clause {p.clause}{_part(p)}" for p in edge.parts)
        if len(edge.parts) > most:
            said = f"{cited(tuple(p.clause for p in edge.parts))}, each on its own conditions"
        return f"in part: {said}{f'; otherwise {rest}' if edge.otherwise else ''}"
    clauses = tuple(n for n in edge.by if n != BY_SILENCE)
    parts = [cited(clauses)] if clauses else []
    if BY_SILENCE in edge.by:
        parts.append("as no clause permits it" if edge.still == "always" else "where no clause permits it")
    by = " or ".join(parts)
    return f"yes: {by}" if edge.still == "always" else f"in part: {by}"


def _part(part: Beyond) -> str:
    if not part.where:
        return ""
    return f", {'' if part.whole else 'only '}where {part.where}"


def as_json(document: str, boundaries: Sequence[Boundary], certification: Certification | None = None) -> str:
    """The tables as data."""
    data: dict[str, Any] = {
        "schema": 1,
        "document": document,
        "boundaries": [_boundary(b) for b in boundaries],
        "certification": certificate.as_data(certification),
    }
    return as_text(data)


def _boundary(boundary: Boundary) -> dict[str, Any]:
    return {
        "clause": boundary.clause,
        "title": boundary.title,
        "applies": boundary.applies,
        "idle": list(boundary.idle),
        "edges": [
            {
                "where": e.where,
                "condition": e.condition,
                "sort": e.sort,
                "still_forbidden": e.still,
                "by": list(e.by),
                "parts": [{"clause": p.clause, "where": p.where, "whole": p.whole} for p in e.parts],
                "otherwise_permitted": e.otherwise,
            }
            for e in boundary.edges
        ],
    }
