"""Clauses as people cite them.

Contract: data and tables write a clause as its number, and one of a document imported under a name with that name before it (`law 5`);
what is read aloud says `clause 5 of law`. Nothing else in a report turns numbers into words.
"""

from collections.abc import Sequence


def cited(numbers: Sequence[str], last: str = "and") -> str:
    """`clause 2`, `clauses 2 and 3`, `clause 1 and clauses 2 and 3 of law`; of none, `no clause`."""
    documents: dict[str, list[str]] = {}
    for written in numbers:
        document, _, number = written.rpartition(" ")
        documents.setdefault(document, []).append(number)
    parts = [_of_one(found, document, last) for document, found in documents.items()]
    comma = "," if any(f" {last} " in part for part in parts) else ""
    return f"{comma} {last} ".join(parts) or "no clause"


def _of_one(numbers: list[str], document: str, last: str) -> str:
    said = numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} {last} {numbers[-1]}"
    return f"{'clause' if len(numbers) == 1 else 'clauses'} {said}{f' of {document}' if document else ''}"


_NAMED = 3


def some_cited(numbers: Sequence[str], most: int) -> str:
    """As `cited`; of more than `most`, the first: `clauses 1, 2, 3 and 8 others`."""
    if len(numbers) <= most:
        return cited(numbers)
    first, others = numbers[:_NAMED], f"{len(numbers) - _NAMED} others"
    if any(" " in number for number in first):
        return f"{cited(first)}, and {others}"
    return f"clauses {', '.join(first)} and {others}"
