"""Why a block does not parse, in the words of its author.

Contract: `explain` takes a block that Lark refused and gives one diagnostic: the narrowest place, what was found there, what could
stand there, and a cure. It parses the block again, token by token, so that it knows what was possible at each.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from lark import Lark, Token, UnexpectedInput, UnexpectedToken

from tos_spec.diagnostics import Diagnostic
from tos_spec.layout import Block, Places
from tos_spec.parse_phrases import phrase
from tos_spec.parse_words import (
    begins_line,
    block_word,
    expected_words,
    form_of,
    instead_of,
    later_construct,
    nothing_below,
    quoted,
)
from tos_spec.source import Span
from tos_spec.words import RESERVED, TOP_LEVEL

_FEW = 5
_COMPARISONS = frozenset(["=", "!=", "<", "<=", ">", ">="])
_ENDS = frozenset(["_NL", "_INDENT", "_DEDENT", "$END"])
_QUANTITIES = {"duration": "duration", "money": "amount of money", "number": "number", "percent": "percentage"}
_LISTS = frozenset(["all", "any", "none"])


@dataclass(frozen=True, slots=True)
class Failure:
    """Where a block stops making sense: the tokens up to the wrong one, and what the grammar accepts in place of the last two."""

    block: Block
    places: Places
    tokens: Sequence[Token]
    accepts: frozenset[str]  # terminals
    accepts_before: frozenset[str]
    words: dict[str, str]  # of the terminals that are words or marks

    @property
    def wrong(self) -> Token:
        """The token that does not fit."""
        return self.tokens[-1]

    def before(self, back: int = 1) -> str:
        """The text of an earlier token, empty at the beginning."""
        return str(self.tokens[-1 - back]) if len(self.tokens) > back else ""

    def span(self, token: Token) -> Span:
        """The place of a token; of one that is no text, the end of what stands before it."""
        start, end = token.start_pos or 0, token.end_pos or 0
        if token.type in _ENDS:
            at = self.block.start + len(self.block.text[:start].rstrip())
            point = self.places.span(at, at)
            return replace(point, end_column=point.column + 1)
        return self.places.span(self.block.start + start, self.block.start + end)

    def say(self, code: str, name: str, message: str, help: str | None, *notes: str, at: Token | None = None) -> Diagnostic:
        """A diagnostic at a token, by default the wrong one."""
        return Diagnostic(code, name, message, self.span(at or self.wrong), tuple(notes), help)


def explain(grammar: Lark, block: Block, places: Places) -> Diagnostic:
    """The diagnostic for a block that the grammar refuses."""
    words = {t.name: t.pattern.value for t in grammar.terminals if t.pattern.type == "str"}
    tokens: list[Token] = []
    parser = grammar.parse_interactive(block.text)
    try:
        for token in parser.iter_parse():
            tokens.append(token)  # noqa: PERF402 - what was seen before the error counts
        tokens.append(Token.new_borrow_pos("$END", "", tokens[-1]))
    except UnexpectedToken as wrong:
        if not tokens or tokens[-1] is not wrong.token:
            tokens.append(wrong.token)
    except UnexpectedInput as wrong:
        at = wrong.pos_in_stream or 0
        tokens.append(Token("ODD", block.text[at : at + 1], at, end_pos=at + 1))
    fed: Any = grammar.parse_interactive("")  # in part without types
    for token in tokens[:-2]:
        fed.feed_token(token)
    accepts_before = frozenset(fed.accepts())
    for token in tokens[-2:-1]:
        fed.feed_token(token)
    failure = Failure(block, places, tokens, frozenset(fed.accepts()), accepts_before, words)
    return _phrase(failure) or _later(failure) or _special(failure) or _misspelled(failure) or _general(failure)


def _phrase(f: Failure) -> Diagnostic | None:
    """A phrase for which the language has a form of its own."""
    at = f.wrong.start_pos or 0
    line_start, line = _whole_line(f.block.text, at)
    found = phrase(line, at - line_start, f.block.text)
    if found is None:
        return None
    start = f.block.start + line_start
    span = f.places.span(start + found.start, start + found.end)
    said = quoted(line[found.start : found.end].strip())
    if found.later:
        return Diagnostic("E150", "not-built-yet", f"{said} is not built yet", span, (), found.help)
    return Diagnostic("E130", "syntax", f"{said} cannot stand here", span, (), found.help)


def _whole_line(text: str, at: int) -> tuple[int, str]:
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return start, text[start : end if end >= 0 else None]


def _later(f: Failure) -> Diagnostic | None:
    """A construct that is not built yet."""
    line_start, line = _whole_line(f.block.text, f.wrong.start_pos or 0)
    found = later_construct(line)
    if found is None:
        return None
    start = f.block.start + line_start
    span = f.places.span(start + found.start, start + found.end)
    return Diagnostic("E150", "not-built-yet", f"{quoted(found.words)} is not built yet", span, (), found.help)


def _special(f: Failure) -> Diagnostic | None:
    """Mistakes that have a cure of their own."""
    wrong, before = str(f.wrong), f.before()
    if wrong == "until" and {"BEFORE", "THROUGH"} & f.accepts:
        return f.say(
            "E137",
            "until",
            "`until` leaves open whether the day itself counts",
            "write `through` if it does, `before` if it does not",
        )
    if found := _list(f, wrong, before):
        return found
    if f.accepts == {"_INDENT"} and f.wrong.type not in _ENDS:
        above = replace(f, tokens=f.tokens[:-1])
        line = _line_before(above)
        return above.say("E138", "nothing-below", f"nothing stands below {quoted(line)}", nothing_below(line))
    if f.wrong.type in _ENDS:
        return _end(f, before)
    if f.words.get(f.wrong.type) in _COMPARISONS:
        if before in _COMPARISONS:
            return f.say(
                "E130",
                "syntax",
                f"two signs of comparison, `{before}` and `{wrong}`",
                f"write one of {_or([f'`{c}`' for c in sorted(_COMPARISONS)])}",
            )
        if "AND" in f.accepts:
            return f.say("E130", "syntax", f"a comparison goes on with `{wrong}`", "compare twice: `a < b and b < c`")
    if found := _values(f, wrong, before) or _bounds_of_quantity(f, wrong):
        return found
    after = f.block.text[f.wrong.end_pos or 0 :][:3]
    if wrong == "," and len(f.tokens) > 1 and f.tokens[-2].type == "NUMBER" and re.fullmatch(r"\d{3}", after):
        return f.say("E130", "syntax", "a number with a comma in it", f"write `{before}{after}`")
    return None


def _values(f: Failure, wrong: str, before: str) -> Diagnostic | None:
    """Several values after `is`, and a number after it."""
    if wrong == "," and "is" in (f.before(2), f.before(3)) and "AND" in f.accepts:
        negated = "not " if f.before(2) == "not" else ""
        help = f"write `is {negated}one of {before}, …`"
        return f.say("E130", "syntax", f"several values after `is{' not' if negated else ''}`", help)
    if f.wrong.type in ("NUMBER", "DATE", "MINUS") and (before == "is" or (before == "not" and f.before(2) == "is")):
        sign = "=" if before == "is" else "!="
        return f.say("E130", "syntax", f"{quoted(wrong)} is no value of a kind", f"write `{sign}` before it in place of `is`")
    return None


def _bounds_of_quantity(f: Failure, wrong: str) -> Diagnostic | None:
    """A line of an open term below an open quantity."""
    if (
        wrong not in ("includes", "excludes")
        or [str(t).strip() for t in f.tokens[:1]] != ["open"]
        or str(f.tokens[1]) not in _QUANTITIES
    ):
        return None
    message = f"an open {_QUANTITIES[str(f.tokens[1])]} has no `{wrong}`: its bounds are `from … to …`"
    return f.say("E130", "syntax", message, "strike this line, and narrow the range after `from`, if that is meant")


def _list(f: Failure, wrong: str, before: str) -> Diagnostic | None:
    if before in _LISTS and wrong == "of":
        help = "write the condition with `and`, `or` and parentheses, or make the whole of it a list"
        return f.say(
            "E105",
            "list-alone",
            f"the list `{before} of` is a part of a condition",
            help,
            "a list is a whole condition or a whole item",
        )
    if f.before(2) in _LISTS and before == "of" and f.wrong.type != "_NL":
        help = "write each item in a line of its own below, indented, with `- ` before it"
        return f.say("E105", "list-alone", f"the items of `{f.before(2)} of` do not stand below it", help)
    return None


def _end(f: Failure, before: str) -> Diagnostic | None:
    """A line or block that ends too early, or is indented without reason."""
    if f.wrong.type == "_NL" and before in ("and", "or", "implies"):
        return f.say(
            "E130",
            "syntax",
            f"the line ends with `{before}`",
            f"begin the next line with `{before}`, indented more than this one",
            at=f.tokens[-2],
        )
    if f.wrong.type == "_INDENT":
        start = f.block.start + (f.wrong.end_pos or 0)
        span = f.places.span(start, start + 1)
        line = f.before().lstrip("\n \v") or _line_before(f)
        return Diagnostic(
            "E104",
            "indentation",
            f"nothing can stand below {quoted(line)}",
            span,
            (),
            "indent this line like the line above it, or end that line differently",
        )
    if f.wrong.type != "_NL" and "_INDENT" in f.accepts and "EXPECT" not in f.accepts:
        line = _line_before(f)
        return f.say("E138", "nothing-below", f"nothing stands below {quoted(line)}", nothing_below(line))
    return None


def _line_before(f: Failure) -> str:
    text = f.block.text[: f.wrong.start_pos or 0].rstrip()
    return text[text.rfind("\n") + 1 :].strip(" \v").replace("\v", " ")


def _misspelled(f: Failure) -> Diagnostic | None:
    """A word that is nearly a word of the language, here or just before."""
    for token, accepts in ((f.wrong, f.accepts), *(((f.tokens[-2], f.accepts_before),) if len(f.tokens) > 1 else ())):
        known = [f.words[t] for t in accepts if f.words.get(t, "").isalpha()]
        if not str(token).replace("_", "a").isalnum() or str(token) in known:
            continue
        near = instead_of(str(token), known) or next(iter(get_close_matches(str(token).lower(), known, 1, 0.72)), None)
        if near is not None:
            message = f"expected {_or(expected_words(accepts, f.words))}, found {quoted(str(token))}"
            if len(expected_words(accepts, f.words)) > _FEW:
                message = f"{quoted(str(token))} means nothing here"
            return f.say("E130", "syntax", message, f"did you mean `{near}`?", at=token)
    return None


def _general(f: Failure) -> Diagnostic:
    could = expected_words(f.accepts, f.words)
    ends = f.wrong.type in _ENDS
    found = "" if not ends else "the line ends" if f.wrong.type == "_NL" else "the block ends"
    help = "begin each item of the list with `- `" if could == ["`-`"] else _form(f)
    if ends and "EXPECT" in f.accepts:
        help = "write what is expected as the last line, for example `expect permitted`"
    if not ends and f.wrong.type == "NAME" and "AND" in f.accepts:
        help = "join conditions with `and` or `or`; compare a name with a value as in `x is y`"
    elif "_NL" in f.accepts and begins_line(str(f.wrong), block_word(f.block.text)):
        help = "write it in a line of its own"
    if len(could) <= _FEW:
        what = f"but {found}" if ends else f"found {quoted(str(f.wrong))}"
        return f.say("E130", "syntax", f"expected {_or(could)}, {what}", help)
    message = f"{found} too early" if ends else f"{quoted(str(f.wrong))} cannot stand here"
    return f.say("E130", "syntax", message, help, f"here could stand {_or(could)}")


def _form(f: Failure) -> str | None:
    """How a line like the one at hand is written."""
    on_first_line = all(token.type != "_NL" for token in f.tokens[:-1])
    return form_of(block_word(f.block.text), _line_at(f), top=on_first_line)


def _line_at(f: Failure) -> str:
    at = f.wrong.start_pos or 0
    if f.wrong.type in _ENDS:
        return _line_before(f)
    start = f.block.text.rfind("\n", 0, at) + 1
    return f.block.text[start : f.block.text.find("\n", at)]


def _or(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def unknown_block(block: Block, places: Places) -> Diagnostic:
    """A line at the margin that begins no block."""
    start = len(block.text) - len(block.text.lstrip("\v"))
    word = re.compile(r"[^\s(,:]+|.").match(block.text, start)
    found = word[0] if word else ""
    span = places.span(block.start + start, block.start + start + len(found))
    if later := later_construct(block.text.split("\n")[0]):
        return Diagnostic("E150", "not-built-yet", f"{quoted(later.words)} is not built yet", span, (), later.help)
    near = instead_of(found, TOP_LEVEL) or next(iter(get_close_matches(found.lower(), TOP_LEVEL, 1, 0.7)), None)
    if near:
        help = f"did you mean `{near}`?"
    elif found in RESERVED:
        help = "indent it, as a line of the block above it"
    else:
        help = "begin a comment with `#`; indent what belongs to the block above it"
    listed = [f"`{w}`" for w in TOP_LEVEL]
    note = f"a line at the margin begins with {_or(listed)}"
    return Diagnostic("E131", "unknown-block", f"{quoted(found)} begins no block", span, (note,), help)
