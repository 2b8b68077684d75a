"""Changes of a document's text that mostly leave it a document: lines, names, numbers, strings.

Contract: `mutated` gives another text, by chance, for any text. Bytes that are changed blindly rarely get past the grammar; these do.
"""

import re
from random import Random

STRINGS = (
    *("", " ", "  ", "acts  ", "is", "has", "does not", "not ", "is not", "the", "a", "0", "-", ",", "…", "“”", "'", "`x`"),
    *(
        "{actor}",
        "{",
        "}{",
        "{}",
        "%s",
        "<b>",
        "[x](y)",
        "| a |",
        "\u202e",
        "\u200b",
        "é\u0301",
        "x" * 300,
        "and",
        "only",
        "except",
    ),
)
"""What stands in a label, a title or a sentence."""

NUMBERS = ("0", "1", "00", "1.5", "99999999999999999999", "0.000000001", "2024-02-29", "1900-01-01", "2199-12-31", "2025-13-40")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_WORD = re.compile(r"[^\W\d]\w*")
_NUMBER = re.compile(r"\d[\d.-]*")


def mutated(text: str, rng: Random) -> str:
    """A text with one to four changes."""
    for _ in range(rng.randint(1, 4)):
        text = rng.choice(CHANGES)(text, rng)
    return text


def _one(pattern: re.Pattern[str], text: str, rng: Random, new: str) -> str:
    """The text with one of what fits replaced."""
    found = list(pattern.finditer(text))
    if not found:
        return text
    match = rng.choice(found)
    return f"{text[: match.start()]}{new}{text[match.end() :]}"


def _string(text: str, rng: Random) -> str:
    return _one(_STRING, text, rng, f'"{rng.choice(STRINGS)}"')


def _label(text: str, rng: Random) -> str:
    """A string at the end of a line, where labels and titles stand."""
    return _one(re.compile(r"(?m)(?<=\w)$"), text, rng, f' "{rng.choice(STRINGS)}"')


def _number(text: str, rng: Random) -> str:
    return _one(_NUMBER, text, rng, rng.choice(NUMBERS))


def _name(text: str, rng: Random) -> str:
    """A word in the place of another: a name in a wrong place, or in a right one."""
    words = _WORD.findall(text)
    return _one(_WORD, text, rng, rng.choice(words)) if words else text


def _lines(text: str, rng: Random) -> str:
    """A line, with what stands below it or alone, is left out, said twice, or stands elsewhere."""
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    end = at + rng.choice((1, 1, 2, 5))
    taken, rest = lines[at:end], lines[:at] + lines[end:]
    there = rng.randrange(len(rest) + 1)
    match rng.randrange(3):
        case 0:
            return "\n".join(rest)
        case 1:
            return "\n".join(lines[:end] + taken + lines[end:])
    return "\n".join(rest[:there] + taken + rest[there:])


def _condition(text: str, rng: Random) -> str:
    """A condition of another clause."""
    found = re.findall(r"(?m)^    (?:when|unless) .*$", text)
    return _one(re.compile(r"(?m)^    (?:when|unless) .*$"), text, rng, rng.choice(found)) if found else text


def _twist(text: str, rng: Random) -> str:
    """A word of the language in the place of one of its like."""
    pairs = (("when", "unless"), ("permit", "forbid"), ("never", "always"), ("permitted", "unsettled"), ("and", "or"))
    pairs += (("is", "is not"), ("flag", "duration"), ("exception to", "notwithstanding"), ("includes", "excludes"), ("<=", ">"))
    old, new = rng.choice(pairs)
    return _one(re.compile(rf"(?<!\w){re.escape(old)}(?!\w)"), text, rng, new)


CHANGES = (_string, _string, _label, _number, _name, _lines, _lines, _condition, _twist)
