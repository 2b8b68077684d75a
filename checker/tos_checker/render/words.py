"""The words that every renderer uses for the same thing."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from tos_checker.report import Checked, PatternEntry, Point, Result

_CODES = {
    ("claim", "fails"): "F101",
    ("claim", "arguable"): "F102",
    ("case", "fails"): "F103",
    ("case", "arguable"): "F104",
    ("claim", "accepted"): "F105",
    ("claim", "vacuous"): "F113",
    ("case", "vacuous"): "F114",
    ("claim", "undecided"): "F120",
    ("case", "undecided"): "F120",
}
_TWO_WAYS = ("yes", "no", "permitted", "forbidden")
_STANDING = {
    "dead-clause": "F110",
    "conflict": "F111",
    "silence": "F112",
    "vacuous-claim": "F113",
    "vacuous-case": "F114",
    "expired": "F115",
    "redundant-clause": "F116",
    "idle-exception": "F117",
    "impossible-duty": "F118",
    "hollow-claim": "F119",
    "unguarded-clause": "F121",
    "pivotal-term": "F122",
    "absent-role": "F123",
    "unused-name": "F124",
    "unused-import": "F125",
}
_CLAIM = {
    "holds": "holds",
    "fails": "fails",
    "arguable": "is arguable",
    "accepted": "holds but for what is accepted",
    "vacuous": "is vacuous",
    "undecided": "is undecided",
    "found": "needs attention",
}


def code_of(result: Result) -> str | None:
    """The code of a result, or None where nothing was found."""
    if result.code is not None:
        return result.code
    if result.status == "undecided":
        return "F120"
    return _CODES.get((result.check, result.status)) or _STANDING.get(result.check)


def subject(result: Result) -> str:
    """What a result says of what: `claim no_secrets fails`, `case draft_one passes`, or the name of a standing check."""
    if result.check not in ("claim", "case"):
        return result.check
    answer = _CLAIM[result.status]
    if result.check == "case" and result.status == "holds":
        answer = "passes"
    return f"{result.check} {result.name} {answer}"


def within(result: Result, checked: Checked) -> str:
    """What to say behind a place in another file than the one that is checked: what that has to do with it."""
    place, own = PurePosixPath(result.span.file), PurePosixPath(checked.file)
    if place == own:
        return ""
    named = own.name if own.parent == place.parent else str(own)
    if result.span.file in checked.amends:
        return f" (as amended by {named})"
    return f" (asked of {named})" if result.check == "claim" else f" (imported by {named})"


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 claim`, `2 claims`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(items: tuple[str, ...] | list[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def joined(pattern: tuple[PatternEntry, ...]) -> str:
    """A pattern in words: what two entries say of the same as one phrase."""
    said: list[str] = []
    before = None
    for entry in pattern:
        if said and entry.added and entry.role == before:
            said[-1] += entry.added
        else:
            said.append(entry.words)
        before = entry.role
    return "; ".join(said)


def widest(patterns: Sequence[tuple[PatternEntry, ...]]) -> tuple[tuple[PatternEntry, ...], ...]:
    """The patterns that say something beside the others: without one that only says more than another, or the same again."""
    facts = [frozenset((e.role, e.test, e.values) for e in pattern) for pattern in patterns]
    kept = [not any(other < mine or (other == mine and i < at) for i, other in enumerate(facts)) for at, mine in enumerate(facts)]
    return tuple(pattern for pattern, keep in zip(patterns, kept, strict=True) if keep)


_RANK = {"note": 0, "warning": 1, "error": 2}


def at_least(level: str | None, wanted: str) -> bool:
    """Whether `level` is as grave as `wanted`; None never is."""
    return level is not None and _RANK[level] >= _RANK[wanted]


def is_numeric(points: Sequence[Point]) -> bool:
    """Whether some open point is a number: another scenario of the same kind turns on another one."""
    return any(point.value not in _TWO_WAYS for point in points)


def read_otherwise(points: Sequence[Point], several: str) -> str:
    """`it is read the other way`, `any of these is read otherwise`; a conflict is resolved the other way."""
    one = "it is" if len(points) == 1 else several
    two_ways = bool(points) and all(point.value in _TWO_WAYS for point in points)
    resolved = bool(points) and all(point.name.startswith("on conflict") for point in points)
    return f"{one} {'resolved' if resolved else 'read'} {'the other way' if two_ways else 'otherwise'}"
