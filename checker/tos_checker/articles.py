"""Labels with articles: `the customer`, `a company`, `an individual`, `the United States`.

Contract: a label is never changed but for the article before it; what is not known to be counted (`summarisation`, `high`) gets none.
"""

_DETERMINERS = frozenset(
    """a all an another any anybody anyone anything both each either every everybody everyone everything her his its neither no nobody nothing one
    our several some somebody someone something such that the their these this those your""".split()
)
_NOT_BEHIND_A = frozenset("fewer few less more most other".split())
"""Words before which `the` may stand, and `a` or `an` does not: `the other public bodies`."""
_ASKING = frozenset(("how", "what", "when", "where", "whether", "which", "who", "whoever", "whom", "whose", "why"))
_UNCOUNTED = frozenset(
    """advice anybody anyone clothing content data documentation equipment evidence everybody everyone footage furniture hardware information
    knowledge machinery malware material media money music news nobody people personnel police press research software spam staff traffic
    water""".split()
)
_UNCOUNTED_TOGETHER = frozenset((("open", "country"), ("open", "space"), ("open", "road"), ("hill", "country")))
"""Two words that are no thing of a sort, though the second is one: somebody is in open country."""
_NEVER_ALONE = frozenset(("individual", "adult", "minor", "public"))
"""Heads that are counted behind another word (`private individual`), and may be adjectives without."""
_AFTER_HEAD = frozenset(("of", "on", "for", "that", "who", "whose", "which", "in", "with", "to", "from", "by", "at"))
_SOUND = {"uni": "a", "use": "a", "usa": "a", "eur": "a", "one": "a", "hour": "an", "hono": "an", "heir": "an"}
_SPELLED_WITH_VOWEL = frozenset("AEFHILMNORSX")
_SHORTEST_DOING = 6  # letters: `buying`, not `king` or `thing`
_COUNTED = frozenset(
    """agency airport app area army animal association authority bank bird book body border building bus business camera car charity church cat city
    cloud committee company computer contract contractor corporation country court crowd department device disc dog drone emergency employee employer
    enterprise event factory farm film firm force forest gallery game group horse hospital hotel image institute institution journalist
    laboratory letter library licence license lorry map message ministry museum network newspaper offence office officer organisation
    organization park party person phone photo photograph picture plane platform prison proposal provider publisher
    region report restaurant road robot room satellite school sensor server shop site society space square stadium station store
    street student subscriber subsidiary suite supplier teacher telephone town train tribunal university user vehicle vendor venue
    village weapon website worker workplace""".split()
)
"""Heads of labels that are surely counted, and never adjectives."""


def bare(label: str) -> str:
    """A label without its article."""
    first, _, rest = label.partition(" ")
    return rest if rest and first.lower() in ("the", "a", "an") else label


def definite(label: str) -> str:
    """A label with an article: `the customer`."""
    return label if label.split(" ", maxsplit=1)[0].lower() in _DETERMINERS or is_question(label) else f"the {label}"


def is_question(label: str) -> bool:
    """Whether a label says what is to be known (`what is looked at`, `where the camera stands`): such a one has no article."""
    first, _, rest = label.partition(" ")
    return bool(rest) and first.lower() in _ASKING


def indefinite(label: str) -> str:
    """A label as one of its sort: `a company`, `an individual`; names and what is not counted stay as they are."""
    words = label.split()
    if not words or words[0].lower() in _DETERMINERS | _NOT_BEHIND_A or _is_name(words) or is_question(label):
        return label
    head = _to_head(words)
    last = _last(head)
    if last in _UNCOUNTED or _is_uncounted(head):
        return label
    if last.endswith("s") and not last.endswith(("ss", "us", "is")):
        return label
    return f"{indefinite_article(words[0])} {label}"


def _to_head(words: list[str]) -> list[str]:
    """The words up to the noun that the others describe: `police` of `police of a state`."""
    return words[: next((i for i, w in enumerate(words) if i and w in _AFTER_HEAD), len(words))]


def _last(words: list[str]) -> str:
    return words[-1].lower() if words else ""


def _is_name(words: list[str]) -> bool:
    """Whether these words are a name: each begins with a capital letter, small ones apart."""
    return all(w[0].isupper() or w[0].isdigit() or w in ("of", "the", "and", "for") for w in words) and not words[0][0].islower()


def indefinite_article(words: str) -> str:
    """`a` or `an`, as the first of `words` sounds."""
    word = words.split(" ", maxsplit=1)[0]
    for length in (4, 3):
        if word[:length].lower() in _SOUND and not word.isupper():
            return _SOUND[word[:length].lower()]
    if len(word) > 1 and word.isupper():
        return "an" if word[0] in _SPELLED_WITH_VOWEL else "a"
    return "an" if word[0].lower() in "aeiou" else "a"


def is_counted(label: str) -> bool:
    """Whether a label is surely one of several such things: `street`, `public space`; not `summarisation`, not `high`."""
    words = _to_head(label.split())
    if len(words) > 1 and (words[0].lower().endswith("ing") or any(w.lower() in _DETERMINERS for w in words)):
        return False  # what is done to a thing is not the thing: `verifying a person`
    return (_last(words) in _COUNTED or (len(words) > 1 and _last(words) in _NEVER_ALONE)) and not _is_uncounted(words)


def _is_uncounted(words: list[str]) -> bool:
    return tuple(word.lower() for word in words[-2:]) in _UNCOUNTED_TOGETHER


def act_named(name: str, label: str) -> str:
    """An act as what a sentence speaks of: `the use of the service`, `sending a parcel`; without a label of its own, `"enter"`."""
    if label == name.rsplit(".", maxsplit=1)[-1].replace("_", " ").strip():
        return f'"{label}"'
    words = label.split()
    return label if _is_doing(words) else definite(label)


def _is_doing(words: list[str]) -> bool:
    """Whether these words name an act by its verb: `processing`, `sending a parcel`, `training models`; not `the building permit`."""
    if len(words[0]) < _SHORTEST_DOING or not words[0].lower().endswith("ing"):
        return False
    if len(words) == 1:
        return True
    second, last = words[1].lower(), words[-1].lower()
    if second in _DETERMINERS or second in _AFTER_HEAD:
        return second != "of"
    return last in _UNCOUNTED or (last.endswith("s") and not last.endswith("ss"))
