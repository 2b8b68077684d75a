"""A subject with its predicate: `the rent is at most 10 EUR`, `the arrears are at most 10 EUR`.

Contract: a predicate begins with its verb, for one thing; what comes out differs in that verb alone, and only where the subject is plainly
the name of several things. What may be a verb (`the place the drone flies`), or one thing in spite of its ending (`the news`), stays one.
"""

import re

_VERBS = {"is": "are", "was": "were", "has": "have", "does": "do", "includes": "include", "changes": "change"}
_PLURAL = frozenset(("people", "persons", "children", "men", "women", "police", "staff"))
_PLURAL_ICS = frozenset(
    "characteristics clinics comics critics fabrics graphics lyrics metrics mosaics plastics relics topics".split()
)
_SINGULAR_ENDS = ("ss", "us", "is", "ics", "'s", "\u2019s")
_SINGULAR = frozenset("atlas bias canvas gas lens means news series species".split())
_SHORTEST = 4
_MOST_WORDS = 4  # of longer names it is not known which word is the head
_AFTER_HEAD = re.compile(
    r" (?:about|after|against|as|at|before|behind|between|but|by|during|for|from|in|into|nor|of|on|or|over|per|since|than|that|through|to|towards"
    r"|under|until|upon|when|where|which|who|whom|whose|while|with|within|without) "
)
_ASKING = ("how", "that", "what", "when", "where", "whether", "which", "who", "whoever", "whom", "whose", "why")
_DETERMINERS = frozenset(
    ("the", "a", "an", "its", "their", "his", "her", "this", "these", "those", "any", "each", "every", "some", "no")
)


def said_of(subject: str, predicate: str) -> str:
    """`subject` and `predicate`, the verb of which is that of one thing."""
    return f"{subject} {agreeing(subject, predicate)}"


def agreeing(subject: str, predicate: str) -> str:
    """`predicate`, the verb of which is that of one thing, as it is said of `subject`."""
    verb, space, rest = predicate.partition(" ")
    return f"{_VERBS.get(verb, verb)}{space}{rest}" if are_several(subject) else predicate


def are_several(subject: str) -> bool:
    """Whether a name is surely that of several things: `the arrears`, `the persons in the household`."""
    words = _AFTER_HEAD.split(subject.lower(), maxsplit=1)[0].split()
    if (
        not words
        or words[0][0].isdigit()
        or words[0] in _ASKING
        or len(words) > _MOST_WORDS
        or not _DETERMINERS.isdisjoint(words[1:])
    ):
        return False
    return _is_plural(words[-1])


def may_be_several(subject: str) -> bool:
    """Whether a name may be that of several things (`people shown`, `the customers`): then a verb for one might be wrong."""
    words = _AFTER_HEAD.split(subject.lower(), maxsplit=1)[0].split()
    return any(map(_is_plural, words))


def _is_plural(word: str) -> bool:
    if word in _PLURAL | _PLURAL_ICS:
        return True
    return (
        word.isalpha()
        and len(word) >= _SHORTEST
        and word.endswith("s")
        and not word.endswith(_SINGULAR_ENDS)
        and word not in _SINGULAR
    )
