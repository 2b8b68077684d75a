"""Phrases that people write where the language has a form of its own, each with that form.

Contract: `phrase` looks for the first of `PHRASES` in the line at which a block stops making sense; it is meant only where the place
of the mistake lies in it. Plain functions on text, without Lark.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tos_spec.layout_marks import written_date
from tos_spec.parse_words import block_word
from tos_spec.words import UNITS


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase, where it stands in its line, and what to write."""

    start: int
    end: int
    help: str
    later: bool = False  # a construct that is not built yet


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase: the blocks in which it is one (all, if none is named), what it looks like, and its cure.

    The group `said`, if there is one, is what the message quotes.
    """

    blocks: tuple[str, ...]
    pattern: re.Pattern[str]
    cure: Callable[[re.Match[str], str], str]  # of the match and the text of the block
    later: bool = False


_UNIT = rf"(?:{'|'.join(UNITS)}|[A-Z]{{3}})\b"
_NAME = r"[^\W\d][\w.]*"
_VALUE = rf"(?:-?\d[\d.-]*(?:[ \v]*%|[ \v]+{_UNIT})?|{_NAME})"
_MORE = r"(?:more|greater|larger|longer|bigger|higher|older|later|over|above|after)\b(?:[ \v]+than\b)?"
_LESS = r"(?:less|fewer|smaller|shorter|lower|younger|earlier|under|below|before)\b(?:[ \v]+than\b)?"
_SIGNS = (
    (rf"(?:at[ \v]+least|(?:no|not)[ \v]+{_LESS})", ">="),
    (rf"(?:at[ \v]+most|up[ \v]+to|(?:no|not)[ \v]+{_MORE})", "<="),
    (rf"(?:exceeds|{_MORE})", ">"),
    (_LESS, "<"),
    (r"(?:equal[ \v]+to|equals)", "="),
)
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = rf"(?:{'|'.join(f'{m[:3]}(?:{m[3:]})?' for m in _MONTHS)})\.?"
_VERDICT = r"(?:permitted|forbidden|silent|conflicting|unsettled|expressly[ \v]+(?:permitted|forbidden)|in[ \v]+breach)"
_CLAUSE = r"[\w.()-]*\d[\w.()-]*"
_PARTS = r"(?:[Cc]lauses|[Ss]ections?|[Aa]rticles?|[Pp]aragraphs?|[Pp]oints?)"
_NUMBERS = r"(?P<numbers>\d[\w.()-]*(?:[ \v]*(?:,|and)[ \v]*\d[\w.()-]*)*)"


def _sign(sign: str) -> Callable[[re.Match[str], str], str]:
    return lambda m, _: f"write `{m['x']} {sign} {m['value']}`"


def _month_date(m: re.Match[str], _: str) -> str:
    month = 1 + next(n for n, name in enumerate(_MONTHS) if m["month"].lower().startswith(name[:3]))
    return f"write `{m['year']}-{month:02}-{int(m['day']):02}`"


def _numeric_date(m: re.Match[str], _: str) -> str:
    return written_date(m["a"], m["b"], m["year"])


def _numbers(m: re.Match[str], _: str) -> str:
    return f"leave out `{m['word']}`: write `{' '.join(m['before'].split())} {', '.join(_listed(m['numbers']))}`"


def _listed(numbers: str) -> list[str]:
    return re.split(r"[ \v]*(?:,|\band\b)[ \v]*", numbers)


def _norm(word: str) -> Callable[[re.Match[str], str], str]:
    return lambda m, _: f"write `{word} {m['act']}{_conditions(m)}`"


def _conditions(m: re.Match[str]) -> str:
    found = re.search(r"[ \v](?:when|unless)[ \v].*", m.string[m.end() :])
    return f" {' '.join(found[0].split())}" if found else ""


def _indented(_: re.Match[str], block: str) -> str:
    norm = re.search(r"^[ \v]*(permit|forbid|require|disapply)\b", block, re.MULTILINE)
    like = f", indented as `{norm[1]}` is" if norm else ""
    return f"put it on a line of its own{like}"


def _quantity(m: re.Match[str], block: str) -> str:
    name = re.match(r'\s*open[ \v]+term[ \v]+(\w+)(?:.*?(".*?"))?', block)
    label = name[2] if name and name[2] else '"…"'
    sort = "percent" if "%" in m["b"] else "number"
    if unit := re.search(_UNIT, m["b"]):
        sort = "duration" if unit[0] in UNITS else f"money in {unit[0]}"
    return f"write `open {sort} {name[1] if name else 'NAME'} {label} from {m['a']} to {m['b']}`"


def _deadline(m: re.Match[str], _: str) -> str:
    return f"write `{m['x']} <= {m['y']} + {m['time']}`"


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \v]*{pattern}")


def _say(text: str) -> Callable[[re.Match[str], str], str]:
    return lambda _, __: text


def _restated(m: re.Match[str], _: str) -> str:
    line = " ".join(m.string.split()[1:])
    if m["word"] in ("title", "terms"):
        return 'an amending document has a title of its own: write `terms NAME "TITLE"` in its first line'
    if m.string.split()[0] == "strike":
        return f"a line of the header is not struck: write another `{m['word']} …` in the header, and it counts instead"
    return f"write `{line}` in the header, without `replace`: what the header says anew counts"


_STRUCK = "`clause`, `claim`, `case`, `assume`, `define`, `open term` and open quantities"
_EACH_FACT = "put each fact on a line of its own"

PHRASES: tuple[Phrase, ...] = (
    # --- dates
    Phrase((), re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ \v]+(?P<month>{_MONTH})[ \v]+(?P<year>\d{{4}})", re.IGNORECASE), _month_date),
    Phrase((), re.compile(rf"(?P<month>{_MONTH})[ \v]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?[ \v]+(?P<year>\d{{4}})", re.IGNORECASE), _month_date),
    Phrase((), re.compile(r"(?P<a>\d{1,2})\.(?P<b>\d{1,2})\.(?P<year>\d{4})"), _numeric_date),
    # --- deadlines
    Phrase(
        (),
        re.compile(rf"\brequire[ \v]+\w+(?:\([^)]*\))?[ \v]+(?P<said>within)[ \v]+(?P<time>\d[\d.]*[ \v]+{_UNIT})"),
        lambda m, _: f"the day on which an act is done can have a deadline: `require date <= DATE + {m['time']} of ACT`",
        later=True,
    ),
    Phrase(
        (),
        re.compile(rf"(?P<x>{_NAME})[ \v]+(?:is[ \v]+)?(?P<said>within)[ \v]+(?P<time>\d[\d.]*[ \v]+{_UNIT})[ \v]+(?:of|after)[ \v]+(?P<y>{_NAME})"),
        _deadline,
    ),
    # --- presence
    Phrase((), re.compile(rf"(?P<x>{_NAME})[ \v]+(?P<said>(?:does[ \v]+not|doesn)[ \v]+exist)\b"), lambda m, _: f"write `not ({m['x']} exists)`"),
    # --- clauses
    Phrase(("clause", "claim"), re.compile(r"\b(?P<said>without)\b[ \v]+(?P<x>.*)"), lambda m, _: f"write `unless {m['x'].rstrip()}`"),
    Phrase(
        (),
        re.compile(rf"(?P<before>notwithstanding|subject[ \v]+to|exception[ \v]+to|disapply|under|of)[ \v]+(?P<word>[Cc]lauses?|[Ss]ections?)[ \v]+{_NUMBERS}"),
        _numbers,
    ),
    Phrase(
        ("clause",),
        re.compile(rf"(?P<said>overrides?|supersedes?|prevails[ \v]+over|takes[ \v]+precedence[ \v]+over|despite)[ \v]+(?:clauses?[ \v]+)?{_NUMBERS}"),
        lambda m, _: f"write `notwithstanding {', '.join(_listed(m['numbers']))}` or `exception to {', '.join(_listed(m['numbers']))}`",
    ),
    Phrase(
        ("clause",),
        _line(r"(?P<said>(?P<act>\w+)[ \v]+(?:(?:must|may|shall|can)[ \v]+not|cannot|is[ \v]+(?:forbidden|prohibited|not[ \v]+(?:permitted|allowed))))\b"),
        _norm("forbid"),
    ),
    Phrase(("clause",), _line(r"(?P<said>(?P<act>\w+)[ \v]+(?:may|can|is[ \v]+(?:permitted|allowed)))\b"), _norm("permit")),
    Phrase(
        ("clause",),
        _line(r"(?P<said>(?P<act>\w+)[ \v]+(?:must|shall))\b"),
        lambda m, _: f"write `require X of {m['act']}{_conditions(m)}`, X being what has to hold of it",
    ),
    Phrase(
        ("clause",),
        _line(r"(?P<said>(?:from|through|before)[ \v]+\d{4}-\d\d-\d\d(?![\w-])|(?:exception[ \v]+to|notwithstanding|subject[ \v]+to)[ \v]+[\w.()-]+)"),
        _indented,
    ),
    # --- changes of another document
    Phrase(
        (),
        _line(r"(?P<said>(?:replace|strike)[ \v]+(?P<word>from|through|before|title|issuer|source|version|default|conflicts|requires|amends|terms)\b).*"),
        _restated,
    ),
    Phrase(
        ("strike",),
        _line(r"strike[ \v]+(?P<what>clause|claim|case|define|assume|open[ \v]+\w+)[ \v]+(?P<said>[\w.()-]+(?:[ \v]*(?:,|\band\b)[ \v]*[\w.()-]+)+)"),
        lambda m, _: f"write `strike {' '.join(m['what'].split())} {', '.join(_listed(m['said']))}`",
    ),
    Phrase(
        (),
        _line(rf"(?P<verb>strike|replace)[ \v]+(?P<said>(?:{_PARTS}[ \v]+)?(?P<numbers>{_CLAUSE}(?:[ \v]*(?:,|\band\b)[ \v]*{_CLAUSE})*))(?=[ \v]|$)"),
        lambda m, _: f"write `{m['verb']} clause {', '.join(_listed(m['numbers']))}`",
    ),
    Phrase(
        ("strike",),
        _line(r"strike[ \v]+(?P<said>(?!(?:clause|kind|entity|act|relation|assume|define|open|claim|case)\b)\w+)"),
        _say(f"what can be struck: {_STRUCK}; to change the roles of an act, write it anew with `replace act NAME`"),
    ),
    # --- comparisons
    Phrase(
        (),
        re.compile(rf"(?P<x>{_NAME})[ \v]+(?P<said>(?:is[ \v]+)?between)[ \v]+(?P<a>{_VALUE})[ \v]+and[ \v]+(?P<b>{_VALUE})"),
        lambda m, block: (
            _quantity(m, block) if m["x"] == "open" else f"write `{m['x']} >= {m['a']} and {m['x']} <= {m['b']}`"
        ),
    ),
    *(
        Phrase((), re.compile(rf"(?P<x>{_NAME})[ \v]+(?P<said>(?:is[ \v]+)?{words})[ \v]+(?P<value>{_VALUE})"), _sign(sign))
        for words, sign in _SIGNS
    ),
    # --- what a number counts
    Phrase(
        (),
        re.compile(
            rf"(?P<n>(?<![\d.])-?\d[\d.]*+(?:[ \v]*%|[ \v]+{_UNIT})?)[ \v]+(?P<said>(?:(?!per\b){_NAME}[ \v]+)?(?:per[ \v]+{_NAME}|(?:an?|each|every)[ \v]+{_UNIT}))"
        ),
        lambda m, _: f"leave out `{' '.join(m['said'].split())}`, and write `{' '.join(m['n'].split())}`: what a number counts is said in its label",
    ),
    # --- open quantities
    Phrase(("open",), _line(rf"(?P<said>(?:between|from)[ \v]+(?P<a>{_VALUE})[ \v]+(?:and|to)[ \v]+(?P<b>{_VALUE}))"), _quantity),
    Phrase(
        ("open",),
        re.compile(r"open[ \v]+(?:duration|number|percent|money[ \v]+in[ \v]+\w+)[ \v]+.*?(?P<said>in[ \v]+\w+)(?=[ \v]+from\b|[ \v]*$)", re.MULTILINE),
        lambda m, _: f"leave out `{m['said']}`: a quantity is the same everywhere",
    ),
    # --- claims and cases
    Phrase(
        ("claim",),
        _line(rf"(?P<act>\w+)[ \v]+(?P<said>is[ \v]+not[ \v]+(?P<verdict>{_VERDICT}))\b"),
        lambda m, _: f"write `{m['act']} is never {m['verdict']}{_conditions(m)}`",
    ),
    Phrase(
        ("claim",),
        _line(rf"(?P<act>\w+)[ \v]+(?P<said>is[ \v]+(?P<verdict>{_VERDICT}))\b"),
        lambda m, _: f"write `{m['act']} is always {m['verdict']}{_conditions(m)}`, or `never`, or `sometimes`",
    ),
    Phrase(("case",), _line(rf"(?!expect\b){_NAME}[ \v]+(?P<said>{_NAME}[ \v]*(?:[<>!]?=|[<>]|(?:is|has)\b).*)"), _say(_EACH_FACT)),
    Phrase(("case",), _line(r"(?!expect\b|case\b|.*\b(?:one[ \v]+of|has)\b).*\w(?P<said>[ \v]*,[ \v]*(?:not[ \v]+)?\w.*)"), _say(_EACH_FACT)),
)  # fmt: skip
"""What people write, the more special first."""


def phrase(line: str, at: int, block: str) -> Found | None:
    """The phrase in `line` at the place `at`, where the text `block` stops making sense."""
    word = block_word(block)
    for known in PHRASES:
        if known.blocks and word not in known.blocks:
            continue
        for match in known.pattern.finditer(line):
            if match.start() <= at < match.end():
                start, end = match.span("said") if "said" in known.pattern.groupindex else match.span()
                return Found(start, end, known.cure(match, block), known.later)
    return None
