"""The edges of prohibitions as a table to be read: where each stops, and whether another clause still forbids beyond."""

from collections.abc import Sequence
from typing import Any

from tos_checker.citations import cited
from tos_checker.render import certificate
from tos_checker.render.json import as_text
from tos_checker.render.text import Paper
from tos_checker.render.words import listed
from tos_checker.report import BY_SILENCE, Beyond, Boundary, Certification, Edge, Unresolved

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
                *((_where(e), _still(e, most=_told(e) if spelled else _FEW)) for e in boundary.edges),
                *((said, "yes: it changes nothing") for said in boundary.idle),
            ]
            paper.columns([_HEADS, *rows], indent=2, share=(3, 5))
    if not boundaries:
        paper.write("no clause forbids or requires anything")
    if not spelled and any(_told(e) > _FEW for b in boundaries for e in b.edges):
        paper.blank()
        paper.write("`--clause N` shows where each clause forbids, also where several do", lead="note: ")
    certificate.below(paper, certification, scenarios=False)
    return paper.text()


def _told(edge: Edge) -> int:
    """How many parts of what lies beyond an edge there are to tell, of one sort: clauses, or conflicts."""
    return max(len(_clauses(edge)), sum(1 for u in edge.unresolved if u.permission))


def _clauses(edge: Edge) -> list[Beyond]:
    return [part for part in edge.parts if part.clause != BY_SILENCE]


def _where(edge: Edge) -> str:
    return edge.where + (" (this depends on the reading)" if edge.sort == "reading" and ", if " not in edge.where else "")


def _still(edge: Edge, most: int) -> str:
    if edge.still == "never":
        return "no: permitted"
    if edge.still == "always":
        return f"yes: {_by(edge)}"
    parts, said = _clauses(edge), []
    numbers = tuple(p.clause for p in parts)
    if len(parts) > most:
        said.append(f"{cited(numbers)}, each on its own conditions")
    else:
        said += [f"clause {p.clause}{_part(p)}" for p in parts]
    said += [_ungoverned(p.where) if p.where else "where no clause permits it" for p in edge.parts if p.clause == BY_SILENCE]
    said += _open(edge, most)
    if edge.otherwise:
        said.append("otherwise permitted")
    elif edge.sort == "conflict":
        does = "does" if len(parts) == 1 else "do"
        rest = "otherwise " if edge.otherwise_open else f"where {cited(numbers)} {does} not forbid it, "
        said.append(rest * bool(said) + "this depends on how the conflict is resolved")
    in_part = edge.still == "sometimes" or edge.partly
    return f"{'in part: ' if in_part else ''}{'; '.join(said)}"


def _by(edge: Edge) -> str:
    clauses = tuple(n for n in edge.by if n != BY_SILENCE)
    parts = [cited(clauses)] if clauses else []
    return " or ".join([*parts, *(["as no clause permits it"] if BY_SILENCE in edge.by else [])])


def _ungoverned(where: str) -> str:
    return "where no clause governs it" + (f" and {where}" if where else "")


def _part(part: Beyond) -> str:
    unless = f" unless {cited(part.unless)} {'permits' if len(part.unless) == 1 else 'permit'} it" if part.unless else ""
    if not part.where:
        return unless
    return f", {'' if part.whole else 'only '}where {part.where}{',' * bool(unless)}{unless}"


def _open(edge: Edge, most: int) -> list[str]:
    """What is left open: by which conflicts, and where; of more than `most` of them, only by which."""
    conflicts = [u for u in edge.unresolved if u.permission]
    said = [_conflict(u) for u in conflicts]
    if len(conflicts) > most:
        against: dict[str, list[str]] = {}
        for found in conflicts:
            against.setdefault(found.permission, []).append(found.clause)
        pairs = listed([f"of clause {permission} with {cited(tuple(clauses))}" for permission, clauses in against.items()])
        said = [f"this depends on how the conflict {pairs} is resolved, each on its own conditions"]
    silent = (u.where for u in edge.unresolved if not u.permission)
    return said + [f"this depends on what silence means, {_ungoverned(where)}" for where in silent]


def _conflict(found: Unresolved) -> str:
    where = f", {'' if found.whole else 'only '}where {found.where}" if found.where else ""
    return f"this depends on how the conflict of clause {found.permission} with clause {found.clause} is resolved{where}"


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
                "parts": [{"clause": p.clause, "where": p.where, "whole": p.whole, "unless": list(p.unless)} for p in e.parts],
                "unresolved": [
                    {"permission": u.permission or None, "clause": u.clause, "where": u.where, "whole": u.whole}
                    for u in e.unresolved
                ],
                "otherwise_permitted": e.otherwise,
                "otherwise_open": e.otherwise_open,
            }
            for e in boundary.edges
        ],
    }
