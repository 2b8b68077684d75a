"""What a second solver confirms of an answer, and what it does not: in words, in one line, and as data."""

from collections.abc import Iterable, Iterator
from typing import Any

from tos_checker.render import words
from tos_checker.render.text import Paper
from tos_checker.report import Certification

_INDENT = 2
_NOT, _NOTHING = "Not certified", "Nothing certified"


def full(paper: Paper, found: Certification | None, *, scenarios: bool = True, indent: int = _INDENT) -> None:
    """A paragraph for each; nothing where nobody was asked. `scenarios`: scenarios are shown, which were judged again."""
    for lead, said in _said(found, scenarios=scenarios):
        paper.write(said, indent=indent, lead=f"{lead}: ", style="strong")


def below(paper: Paper, found: Certification | None, *, scenarios: bool = True) -> None:
    """The same below all else on the page."""
    if found is not None:
        paper.blank()
        full(paper, found, scenarios=scenarios, indent=0)


def doubts(paper: Paper, found: Certification | None) -> None:
    """What is not confirmed, alone: where a report is to be short."""
    for lead, said in _said(found, scenarios=False):
        if lead == _NOT:
            paper.write(said, lead=f"{lead}: ", style="strong")


def line(found: Certification | None) -> str:
    """What is not confirmed, in one line; empty where all is, or nobody was asked."""
    return "; ".join(f"{lead.lower()}: {said}" for lead, said in _said(found, scenarios=True) if lead == _NOT).rstrip(".")


def together(found: Iterable[tuple[str, Certification | None]]) -> Certification | None:
    """What came of several documents, each with its name."""
    known = [(name, one) for name, one in found if one is not None]
    if not known:
        return None
    uncertified = tuple(f"{what} of {name}" for name, one in known for what in one.uncertified)
    confirmed, unconfirmed = sum(one.confirmed for _, one in known), sum(one.unconfirmed for _, one in known)
    return Certification(known[0][1].by, confirmed, unconfirmed, uncertified)


def _said(found: Certification | None, *, scenarios: bool) -> Iterator[tuple[str, str]]:
    if found is None:
        return
    asked = found.confirmed + found.unconfirmed
    if found.confirmed:
        how_many = "all" if not found.unconfirmed else f"{found.confirmed} of"
        answers = "the one answer" if asked == 1 else f"{how_many} {asked} answers"
        again = "; what is shown was judged again without a prover" if scenarios else ""
        yield "Certified", f"{found.by}, another prover, confirms {answers} that there is no such scenario{again}."
    if found.unconfirmed:
        answers = words.counted(found.unconfirmed, "answer")
        yield _NOT, f"{found.by} could not tell of {answers}, for {words.listed(found.uncertified)}."
    if not asked:  # also where nothing could be answered: so no word of success
        yield _NOTHING, f"{found.by}, another prover, was asked nothing."


def as_data(found: Certification | None) -> dict[str, Any] | None:
    """The same as data; None where nobody was asked."""
    if found is None:
        return None
    return {
        "by": found.by,
        "confirmed": found.confirmed,
        "unconfirmed": found.unconfirmed,
        "uncertified": list(found.uncertified),
    }
