"""The edges of prohibitions as a table to be read: where each stops, and whether another clause still forbids beyond."""

from collections.abc import Sequence
from typing import Any

from tos_checker.citations import cited
from tos_checker.render import certificate
from tos_checker.render.json import as_text
from tos_checker.render.text import Paper
from tos_checker.report import BY_SILENCE, Beyond, Boundary, Certification, Edge

_HEADS = ("it stops where", "still forbidden there?")


def full(boundaries: Sequence[Boundary], width: int, *, colour: bool, certification: Certification | None = None) -> str:
    """The tables, one for each prohibition."""
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
                *((_where(e), _still(e)) for e in boundary.edges),
                *((said, "yes: it changes nothing") for said in boundary.idle),
            ]
            paper.columns([_HEADS, *rows], indent=2, share=(3, 5))
    if not boundaries:
        paper.write("no clause forbids or requires anything")
    certificate.below(paper, certification, scenarios=False)
    return paper.text()


def _where(edge: Edge) -> str:
    return edge.where + (" (this depends on the reading)" if edge.sort == "reading" and ", if " not in edge.where else "")


def _still(edge: Edge) -> str:
    if edge.still == "never":
        return "no: permitted"
    open_ = "this depends on how the conflict is resolved"
    if edge.still == "unsettled":
        return open_
    rest = open_ if edge.sort == "conflict" else "permitted"
    if edge.parts:
        said = "; ".join(f"clause {p.clause}{_part(p)}" for p in edge.parts)
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
