"""Labels that are statements, or that say what somebody does, made negative.

Contract: what comes out denies the label in full, and nothing else, or there is nothing: a label of which the negation could be read in
two ways (`a person is present`, `the people shown have agreed`, `it is night or the lights are off`) is left to be quoted.
"""

_SUBJECTS = frozenset(("the", "it", "this", "he", "she", "its", "their", "his", "her"))
_COPULAS = frozenset(("is", "was"))  # not `are`: `the people shown are not known` could mean that none of them is
_PERFECT = "has"
_OPEN_SCOPE = frozenset(
    """all also already always and any anybody anyone anything as because both but each either every everybody everyone everything few if
    many most neither never no nobody none nor not nothing once only or other several some still than that though unless until when where
    whether which while who whom whose why yet""".split()
)
"""Words beside which a `not` could deny more, or less, than the whole."""
_DOES = {
    **{verb: verb.removesuffix("s") for verb in "belongs collects employs holds keeps knows lives offers operates owns provides sells serves speaks".split()},
    "carries": "carry",
    "publishes": "publish",
    "teaches": "teach",
    "has": "have",
}  # fmt: skip
_WITH = {"acts": ("act", ("as", "for", "on")), "works": ("work", ("as", "at", "for", "in"))}
"""Verbs that are nouns, too, but for what follows."""


def denied(statement: str) -> str | None:
    """`it is not night`, of `it is night`; None if it is no statement about one thing, or its negation is not plain."""
    words = statement.split()
    if len(words) < 2 or words[0].lower() not in _SUBJECTS or _is_open(words):  # noqa: PLR2004 - a subject and a verb
        return None
    verbs = [place for place, word in enumerate(words) if place and (word in _COPULAS or word == _PERFECT)]
    if len(verbs) != 1:
        return None
    (place,) = verbs
    rest = words[place + 1 :]
    if not rest or (words[place] == _PERFECT and rest[0] != "been" and not (len(rest) == 1 and rest[0].endswith("ed"))):
        return None
    return " ".join((*words[: place + 1], "not", *rest))


def does(label: str) -> tuple[str, str] | None:
    """`holds a licence` and `does not hold a licence`, of a label that says what somebody is, has or does; None of others."""
    first, _, rest = label.partition(" ")
    if not rest or _is_open(label.split()):
        return None
    if first in ("is", "was"):
        return label, f"{first} not {rest}"
    if first == "can":
        return label, f"cannot {rest}"
    base, followed_by = _WITH.get(first, (_DOES.get(first), ()))
    if base is None or (followed_by and rest.split()[0] not in followed_by):
        return None
    return label, f"does not {base} {rest}"


def _is_open(words: list[str]) -> bool:
    return any(word.lower().strip("()\"'") in _OPEN_SCOPE or word.endswith((",", ";", ":")) for word in words)
