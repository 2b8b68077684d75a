"""What nothing guards, to be read or as data: each change that would go unnoticed, and what would notice it."""

from collections.abc import Sequence
from typing import Any

from tos_checker.citations import cited
from tos_checker.render import certificate
from tos_checker.render.json import as_text
from tos_checker.render.text import Paper
from tos_checker.report import Certification, Looseness

Found = Sequence[Looseness]


def full(found: Found, width: int, *, colour: bool, certification: Certification | None = None) -> str:
    """One paragraph for each clause that has a gap, with text to paste; a line that counts the others."""
    paper = Paper(width, colour)
    for loose in found:
        if not loose.gaps:
            continue
        title = f' "{loose.title}"' if loose.title else ""
        paper.blank()
        paper.raw((f"clause {loose.clause}{title}", "strong"))
        for gap in loose.gaps:
            paper.write(f"{gap.said}, and no claim or case would notice", indent=2, lead="- ")
            if gap.suggestion is not None:
                paper.blank()
                for line in gap.suggestion.split("\n"):
                    paper.raw((f"    {line}", "ok"))
                if gap.permits:
                    paper.blank()
                    paper.write("today the document permits this: is that meant?", indent=4)
                paper.blank()
    working = [loose for loose in found if loose.works]
    guarded = sum(not loose.gaps for loose in working)
    paper.blank()
    paper.write(f"{guarded} of {len(working)} clauses are guarded against every change that was tried")
    idle = tuple(loose.clause for loose in found if not loose.works)
    if idle:
        paper.write(f"{cited(idle)} never {'changes' if len(idle) == 1 else 'change'} an outcome: see `check`")
    certificate.below(paper, certification, scenarios=False)
    return paper.text()


def as_json(document: str, found: Found, certification: Certification | None = None) -> str:
    """The same as data."""
    data: dict[str, Any] = {
        "schema": 1,
        "document": document,
        "clauses": [
            {
                "clause": loose.clause,
                "works": loose.works,
                "gaps": [
                    {"change": g.change, "said": g.said, "suggestion": g.suggestion, "permits": g.permits} for g in loose.gaps
                ],
            }
            for loose in found
        ],
        "certification": certificate.as_data(certification),
    }
    return as_text(data)
