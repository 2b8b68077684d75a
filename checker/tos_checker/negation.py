"""Labels that are statements, or that say what somebody does, made negative.

Contract: what comes out denies the label in full, and nothing else, or there is nothing. Only what has a plain form is denied (`it is night`,
`is trained in first aid`, `has agreed to the terms`): a label of which the negation could be read in two ways (`a person is present`, `the people
shown have agreed`, `it is night or the lights are off`, `is open except on Sundays`) is left to be quoted.
"""

import re

from tos_checker.agreement import may_be_several

_SUBJECTS = frozenset(("the", "it", "this", "he", "she", "its", "their", "his", "her"))
_COPULAS = frozenset(("is", "was"))  # not `are`: `the people shown are not known` could mean that none of them is
_OPEN_SCOPE = frozenset(
    """again all almost already also although always and any anybody anyone anything apart as barely because besides both but
    despite each either enough even every everybody everyone everything except few half hardly if just least less long many merely more most
    neither never no nobody none nor not nothing once only or other otherwise pending quite rather regardless save several since so some
    spite still subject than that though too unless until very when where whether which while who whom whose why without yet
    two three four five six seven eight nine ten hundred thousand twice""".split()
)
"""Words beside which a `not` could deny more, or less, than the whole."""

_NAMED = r"[^\W\d_][\w'\u2019-]*"
_THING = rf"(?:(?:an?|the|its|their|his|her) )?{_NAMED}(?: {_NAMED})?"
_WHERE = rf"(?:(?:in|at|of|by|to|as|on behalf of) {_THING}|(?:above|below|over|under) (?:\d+ )?{_THING})"
_BEING = re.compile(
    rf"(?:{_THING}|{_NAMED} to {_NAMED})(?: {_WHERE})?|{_WHERE}|in {_THING} of {_THING}|(?:after|before) {_THING}"
)
"""What somebody or something is: one or two words, a thing, where; nothing after that."""
_DOING = re.compile(rf"{_THING}(?: {_WHERE})?|{_WHERE}|for {_THING}")

_IRREGULAR = "agreed been born bought built done found given had held kept known left lost made met paid put seen sent shown sold taken told".split()
_DONE = re.compile(
    rf"(?:{'|'.join(_IRREGULAR)})(?: (?:{_BEING.pattern}))?|{_NAMED}[^\We]ed(?: (?:{_WHERE}|(?:an?|the|its|their) {_NAMED}))?"
)
"""What follows `has` where something has been done: not `limited access`."""

_DOES = {
    **{verb: verb.removesuffix("s") for verb in "belongs collects employs holds keeps knows operates owns provides sells serves speaks".split()},
    "carries": "carry",
    "publishes": "publish",
    "teaches": "teach",
}  # fmt: skip
_WITH = {"acts": ("act", ("as", "for", "on")), "lives": ("live", ("in", "at", "with")), "works": ("work", ("as", "at", "for"))}
"""Verbs that are nouns, too, but for what follows."""

_NO_ADVERBS = frozenset("ally apply assembly comply family fly italy july rely reply supply".split())


def denied(statement: str) -> str | None:
    """`it is not night`, of `it is night`; None if it is no statement about one thing, or its negation is not plain."""
    words = statement.split()
    if not words or words[0].lower() not in _SUBJECTS or _is_open(words):
        return None
    verbs = [place for place, word in enumerate(words) if place and (word in _COPULAS or word == "has")]
    if len(verbs) != 1 or may_be_several(" ".join(words[: verbs[0]])):
        return None
    (place,) = verbs
    plain = _DONE if words[place] == "has" else _BEING
    return " ".join((*words[: place + 1], "not", *words[place + 1 :])) if plain.fullmatch(" ".join(words[place + 1 :])) else None


def does(label: str) -> tuple[str, str] | None:
    """`holds a licence` and `does not hold a licence`, of a label that says what somebody is, has or does; None of others."""
    words = label.split()
    if len(words) < 2 or _is_open(words):  # noqa: PLR2004 - a verb, and something
        return None
    first, rest = words[0], " ".join(words[1:])
    said = " ".join(words)
    if first in _COPULAS:
        return (said, f"{first} not {rest}") if _BEING.fullmatch(rest) else None
    if first == "has" and _DONE.fullmatch(rest):
        return said, f"has not {rest}"
    if first == "has":
        return (said, f"does not have {rest}") if words[1] in ("a", "an") and _DOING.fullmatch(rest) else None
    if first == "can":
        return (said, f"cannot {rest}") if _DOING.fullmatch(" ".join(words[2:]) or rest) else None
    base, followed_by = _WITH.get(first, (_DOES.get(first), ()))
    if base is None or (followed_by and words[1] not in followed_by) or not _DOING.fullmatch(rest):
        return None
    return said, f"does not {base} {rest}"


def _is_open(words: list[str]) -> bool:
    return any(word.lower() in _OPEN_SCOPE or (word.lower().endswith("ly") and word.lower() not in _NO_ADVERBS) for word in words)
