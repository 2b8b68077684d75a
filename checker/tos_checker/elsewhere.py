"""What other documents make of a scenario, told: those that a claim or a case asks.

Contract: as for the document itself, in that document's own words; how its own conflicts and silence are read is part of the reading.
"""

from collections.abc import Iterator

from tos_checker import headlines
from tos_checker.accounts import account, silent
from tos_checker.reasons import Teller
from tos_checker.report import Elsewhere
from tos_spec.core import Path


def of(teller: Teller, documents: tuple[str, ...], spoken_of: frozenset[Path]) -> Iterator[Elsewhere]:
    """What each of `documents` makes of the scenario of `teller`."""
    for name in documents:
        there = under(teller, name)
        why = silent(there)
        said = (
            headlines.of_outcome(there, spoken_of)
            if why is None
            else f"it says nothing of this, as {why}; that counts as permitted"
        )
        clauses = account(there, spoken_of)
        yield Elsewhere(name, there.policy.title, there.judged.outcome, said, clauses)


def under(teller: Teller, name: str) -> Teller:
    """The scenario of `teller` under another document, with its own rulings."""
    return Teller(teller.policy.others[name], teller.scenario, teller.reading.of(name), name)


def aside(teller: Teller, documents: tuple[str, ...]) -> str:
    """What follows in a headline: `, but "The law" forbids it by clause 5 of law`; nothing where no other document is asked.

    A document that is not in force permits nothing in so many words: it says nothing.
    """
    said = ""
    for name in documents:
        there = under(teller, name)
        outcome = there.judged.outcome
        if (why := silent(there)) is not None:
            said += f', but "{there.policy.title}" says nothing of it: {why}'
            continue
        word = "and" if outcome == teller.judged.outcome else "but"
        by = headlines.deciding_clauses(there) if _decides(there) else ()
        clauses = f" by {there.cited(*by)}" if by else ""
        said += f', {word} "{there.policy.title}" {"permits" if outcome == "permitted" else "forbids"} it{clauses}'
    return said


def _decides(teller: Teller) -> bool:
    """Whether clauses decide the outcome, and not a default, a ruling or the days in force."""
    return teller.judged.rests_on in ("clauses", "breach", "conflict rule")
