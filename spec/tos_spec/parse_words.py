"""How mistakes of syntax are worded: names of what could stand somewhere, other words for the language's own, what comes later.

Contract: plain functions on words, without Lark and without places.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

_LONG = 60
_NAMES = {
    "NAME": "a name",
    "STRING": "a text in quotes",
    "DATE": "a date like `2024-05-02`",
    "NUMBER": "a number",
    "CLAUSE_NUMBER": "a clause's number",
    "VERSION": "a version like `0.2`",
    "CHECK": "the name of a check",
    "_NL": "the end of the line",
    "_INDENT": "indented lines below",
}
_COMPARISONS = frozenset(["=", "!=", "<", "<=", ">", ">="])
_ARITHMETIC = frozenset(["+", "-", "*", "(", "%"])
_FORMULA_STARTS = frozenset(["NOT", "CLAUSE", "PERMITTED", "FORBIDDEN", "LPAR", "MINUS", "NUMBER", "DATE", "NAME"])
_TERM_STARTS = frozenset(["LPAR", "MINUS", "NUMBER", "DATE", "NAME"])
_INSTEAD = {
    "if": "when", "where": "when", "except": "unless", "must": "require", "shall": "require", "requires": "require",
    "obliges": "require", "prohibit": "forbid", "deny": "forbid", "ban": "forbid", "allow": "permit", "may": "permit",
    "contains": "has", "include": "includes", "exclude": "excludes", "equals": "=", "no": "not", "not": "never", "until": "before",
    "to": "through", "since": "from", "cannot": "never", "are": "is", "allowed": "permitted", "prohibited": "forbidden",
    "banned": "forbidden", "enum": "kind", "type": "kind", "but": "and", "delete": "strike", "remove": "strike",
    "repeal": "strike", "revoke": "strike", "substitute": "replace", "amend": "replace", "section": "clause",
    "sections": "clause", "clauses": "clause", "claims": "claim", "cases": "case", "definition": "define",
    "assumption": "assume",
}  # fmt: skip
"""Words that people write for a word of the language."""

_FORMS = {
    "terms": 'terms NAME "title"', "issuer": 'issuer "name"', "source": 'source "file"', "version": "version 2024-05-02",
    "from": "from 2024-05-02", "through": "through 2024-05-02", "before": "before 2024-05-02",
    "default": "default permitted for ACT when X", "conflicts": "conflicts prohibitions prevail",
    "requires": "requires toscheck >= 0.1", "import": 'import "FILE"', "kind": "kind NAME: a, b, c", "entity": "entity NAME is KIND",
    "act": 'act NAME "label" says "sentence"', "relation": 'relation NAME(x: ENTITY, y: ENTITY) "label"',
    "assume": 'assume NAME "title" in ACT', "define": "define NAME(p: ENTITY) means X", "means": "means X",
    "open": 'open term NAME in ACT "label"', "includes": "includes X", "excludes": "excludes X", "quote": 'quote "text"',
    "clause": 'clause 2.1 "title"', "exception": "exception to 2, 3", "notwithstanding": "notwithstanding 2, 3",
    "subject": "subject to 2, 3", "permit": "permit ACT when X", "forbid": "forbid ACT when X", "require": "require X of ACT when Y",
    "disapply": "disapply 2, 3 when X", "when": "when X", "unless": "unless X", "accepting": 'accepting X because "reason"',
    "claim": 'claim NAME "title"', "outcome": "outcome of ACT does not depend on NAME, NAME", "case": 'case NAME "title"',
    "expect": "expect forbidden under 2, not under 3", "strike": "strike clause 2.1",
}  # fmt: skip
"""How a line that begins with a word is written."""


def block_word(block: str) -> str:
    """The word that says what a block is: of `replace clause 2` it is `clause`."""
    first = block.split(maxsplit=2)[:2]
    return first[-1] if first[:1] == ["replace"] else first[0] if first else ""


def begins_line(word: str, block: str) -> bool:
    """Whether a word of the language begins lines of a block that has many sorts of lines."""
    return word in _FORMS and block in ("terms", "clause", "claim")


def form_of(block: str, line: str, *, top: bool) -> str | None:
    """How a line is written, by its first word and by the word that says what its block is."""
    first = block_word(line)
    form = (
        _FORMS.get(first)
        if not (first == "open" and "term" not in line.split()[:2])
        else 'open duration NAME "label" from A to B'
    )
    if block == "claim" and first == "clause":
        form = "clause 2.1 never applies"
    if form is None and not top:
        form = {"act": 'name : TYPE "label"', "entity": 'name : TYPE "label"', "claim": "ACT is never permitted when X"}.get(
            block
        )
    if first == "strike" and line.split()[1:2] not in ([], ["clause"]):
        form = "strike clause 2.1`, `strike claim NAME` or `strike open term NAME"
    changed = "replace " if top and line.split()[:1] == ["replace"] and first != "accepting" else ""
    return None if form is None else f"write the line as `{changed}{form}`"


@dataclass(frozen=True, slots=True)
class Later:
    """A construct that is not built yet, where it stands in its line, and what to do."""

    words: str
    start: int
    end: int
    help: str


_STEPS = "leave it out: documents of several steps come later"
_LATER = (
    (re.compile(r"^[ \v]*(state)\b[ \v]+\w"), _STEPS),
    (re.compile(r"^[ \v]*(initially|needs|causes|ends|steps|given|wait)\b"), _STEPS),
    (re.compile(r"\b(never[ \v]+reached|sometimes[ \v]+reached|no[ \v]+run[ \v]+is[ \v]+stuck)\b"), _STEPS),
    (re.compile(r"\b(within)[ \v]+[0-9]"), _STEPS),
    (re.compile(r"\b(owed[ \v]+by|of[ \v]+step)\b"), _STEPS),
    (re.compile(r"^[ \v]*\w+[ \v]+(causes|ends)[ \v]+\w"), _STEPS),
)


def later_construct(line: str) -> Later | None:
    """The construct in a line that is not built yet."""
    for pattern, help in _LATER:
        if found := pattern.search(line):
            return Later(" ".join(found[1].split()), found.start(1), found.end(1), help)
    return None


def quoted(text: str) -> str:
    """The author's text in backticks, shortened where it is long."""
    text = text.replace("\v", " ").replace("`", "'")
    return f"`{text}`" if len(text) <= _LONG else f"`{text[:_LONG]}…`"


def instead_of(word: str, known: Collection[str]) -> str | None:
    """The word of the language that someone means who writes `word`, if it could stand there."""
    meant = _INSTEAD.get(word.lower())
    return meant if meant in known else None


def expected_words(accepts: Collection[str], words: Mapping[str, str]) -> list[str]:
    """What could stand in a place, in words; marks and words of the language in backticks."""
    left = set(accepts) - {"_DEDENT", "$END"}
    found: list[str] = []
    if {"NOT", "LPAR"} <= left:
        found += ["a condition", "a list"] if "ALL" in left else ["a condition"]
        left -= _FORMULA_STARTS | {"ALL", "ANY", "NONE"}
    elif {"LPAR", "NUMBER"} <= left:
        found.append("a value")
        left -= _TERM_STARTS
    marks = {words.get(t, "") for t in left}
    if marks >= _COMPARISONS:
        found.append("a comparison")
        left = {t for t in left if words.get(t) not in _COMPARISONS | _ARITHMETIC}
    if "PLUS" in left:
        left = {t for t in left if words.get(t) not in _ARITHMETIC} or left
    found += sorted(_NAMES[t] for t in left & _NAMES.keys() if t != "_NL")
    found += sorted(f"`{words.get(t, t.strip('_').lower())}`" for t in left - _NAMES.keys() if t != "_COMMA")
    found += ["`,`"] if "_COMMA" in left else []
    found += [_NAMES["_NL"]] if "_NL" in left else []
    return found or ["the end of the block"]


_BELOW = {
    "claim": "write what it claims below it, indented, for example `use is never permitted`",
    "case": "write its act, the facts and `expect permitted` below it, indented",
    "kind": "write its values below it, indented, or after a colon: `kind answer: agreed, refused`",
    "assume": "write what is assumed below it, indented",
    "define": "write `means` and a condition below it, indented",
    "all": "write its items below it, indented, each with `- ` before it",
    "any": "write its items below it, indented, each with `- ` before it",
    "none": "write its items below it, indented, each with `- ` before it",
}


def nothing_below(line: str) -> str:
    """What to write below a line that something must stand below."""
    words = line.split()
    for word in (*words[:1], *words[-2:-1]):
        if word in _BELOW:
            return _BELOW[word]
    return "write what belongs to it below it, indented"
