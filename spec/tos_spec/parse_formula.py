"""Names, literals and formulas from Lark's tree.

Contract: one function for each rule of the grammar's part on formulas and words. A bare name in the place of a formula becomes a
`NameTest`; a formula in the place of a term, and a term in the place of a formula, are mistakes noted here.
"""

import re
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from tos_spec import syntax as s
from tos_spec.parse_build import Building, Maker, tagged, words
from tos_spec.parse_words import quoted
from tos_spec.source import Span
from tos_spec.words import ABBREVIATIONS, COMMON_CURRENCIES, CURRENCIES, UNITS

FIRST, LAST = date(1900, 1, 1).toordinal(), date(2199, 12, 31).toordinal()
DIGITS = 30
LONGEST_NUMBER = 200
_SHORT = 120
_TERMS = (s.Number, s.Date, s.Name, s.Sum, s.Product, s.Negative)
_NOTHING = s.Number(Fraction(0), "", Span("", 1, 1, 1, 1))


def name(b: Building, kids: list[Any], span: Span) -> s.Name:
    """A name, dotted or not."""
    written = str(kids[0])
    parts = tuple(written.split("."))
    lower = re.sub(r"(?<=[^\W_A-Z])(?=[A-Z])", "_", written).lower()
    if any(c.isupper() or c.istitle() for c in written):
        b.complain("E110", "upper-case", f"the name {quoted(written)} has an upper-case letter", span, f"write {quoted(lower)}")
    elif not all(parts):
        b.complain(
            "E141",
            "stray-dot",
            f"{quoted(written)} has a dot without a name beside it",
            span,
            f"write {quoted('.'.join(filter(None, parts)))}",
        )
    elif not all(part.isidentifier() for part in parts):
        _odd_name(b, written, span)
    return s.Name(parts, span)


def _odd_name(b: Building, written: str, span: Span) -> None:
    """A name that begins with a mark that belongs to a letter before it."""
    b.complain("E102", "odd-character", f"{quoted(written)} does not begin with a letter", span, "begin it with a letter")


def text(b: Building, kids: list[Any], span: Span) -> s.Text:
    """A string: its line breaks with their indentation are a space each, its escapes undone."""
    raw = re.sub(r"[ ]*\v[ \v]*", " ", str(kids[0])[1:-1])
    for escape in re.finditer(r"\\(.)", str(kids[0])):
        if escape[1] not in '"\\':
            at = kids[0].start_pos + escape.start()
            b.complain(
                "E115",
                "escape",
                f"`\\{escape[1]}` means nothing in a string",
                b.span(at, at + 2),
                r"write `\\` for a backslash and `\"` for a quotation mark",
            )
    return s.Text(re.sub(r"\\(.)", r"\1", raw), span)


def day(b: Building, kids: list[Any], span: Span) -> s.Date:
    """A date of the calendar, from 1900 to 2199."""
    written = str(kids[0])
    try:
        ordinal = date.fromisoformat(written).toordinal() if re.fullmatch(r"\d{4}-\d\d-\d\d", written) else None
    except ValueError:
        ordinal = None
    if ordinal is None:
        b.complain("E116", "no-such-day", f"`{written}` is no day of the calendar", span, "write a date as `2024-05-02`")
    elif not FIRST <= ordinal <= LAST:
        b.complain("E117", "date-out-of-range", f"`{written}` is out of range", span, "dates run from 1900-01-01 to 2199-12-31")
    return s.Date(FIRST if ordinal is None else ordinal, span)


def number(b: Building, kids: list[Any], span: Span) -> s.Number:
    """A number with its unit."""
    written = str(kids[0])
    if len(written) > DIGITS:
        b.complain("E118", "enormous-number", f"a number of more than {DIGITS} digits", span, "write a smaller one")
        return s.Number(Fraction(0), "", span)
    unit = str(kids[1]) if len(kids) > 1 else ""
    known = UNITS.get(unit, unit if unit in CURRENCIES or unit in ("", "%") else None)
    if known is None:
        _unknown_unit(b, kids[1])
    return s.Number(Fraction(written), known or "", span)


def _unknown_unit(b: Building, token: Any) -> None:
    unit = str(token)
    span = b.span(token.start_pos, token.end_pos)
    if unit == unit.upper():
        _known_currency(b, unit, span)
        return
    short = ABBREVIATIONS.get(unit.lower()) or (unit.upper() if unit.upper() in CURRENCIES else None)
    near = [short] if short else get_close_matches(unit, UNITS, 1)
    units = "write `seconds`, `minutes`, `hours`, `days`, `weeks`, `months`, `years`, `%` or a currency; leave it out if it says what is counted"
    b.complain("E119", "unknown-unit", f"{quoted(unit)} is no unit", span, f"did you mean `{near[0]}`?" if near else units)


def currency(b: Building, kids: list[Any], span: Span) -> s.Name:
    """The code of a currency."""
    _known_currency(b, str(kids[0]), span)
    return s.Name((str(kids[0]),), span)


def _known_currency(b: Building, code: str, span: Span) -> None:
    if code not in CURRENCIES:
        near = get_close_matches(code.upper(), COMMON_CURRENCIES, 1) or get_close_matches(code.upper(), sorted(CURRENCIES), 1)
        help = f"did you mean `{near[0]}`?" if near else "write its ISO 4217 code, for example `USD`"
        b.complain("E120", "unknown-currency", f"{quoted(code)} is no currency", span, help)


def clause_number(b: Building, kids: list[Any], span: Span) -> s.ClauseNumber:
    """A clause's number. What stands above it is told by its parts, so their number is bounded."""
    number = str(kids[0])
    if len(number) > LONGEST_NUMBER:
        message = f"a clause's number of more than {LONGEST_NUMBER} characters"
        b.complain("E143", "enormous-clause-number", message, span, "number clauses like `5(1)(h)`")
        number = number[:LONGEST_NUMBER]
    return s.ClauseNumber(number, span)


def formula(b: Building, node: Any) -> Any:
    """A node in the place of a formula."""
    if isinstance(node, s.Name):
        return s.NameTest(node, node.span)
    if isinstance(node, _TERMS):
        b.complain(
            "E121", "no-condition", "this is a value, not a condition", node.span, "compare it with something: `x <= 10 seconds`"
        )
    return node


def term(b: Building, node: Any) -> Any:
    """A node in the place of a term."""
    if not isinstance(node, _TERMS):
        b.complain("E122", "no-value", "this is a condition, not a value", node.span, "only values are compared and added")
        return _NOTHING
    return node


def subject(b: Building, node: Any, word: str) -> s.Name:
    """A node that must be a name."""
    if isinstance(node, s.Name):
        return node
    b.complain("E123", "no-name", f"`{word}` needs a name before it", node.span, f"write a role or a field before `{word}`")
    return s.Name(("_",), node.span)


def implication(b: Building, kids: list[Any], span: Span) -> s.Implication:
    """`left implies right`, once."""
    left, right, *more = kids
    if more:
        b.complain("E114", "implies-chain", "`implies` does not chain", more[0].span, "put one of the two into parentheses")
    return s.Implication(formula(b, left), formula(b, right), span)


def junction(b: Building, kids: list[Any], span: Span) -> s.Junction:
    """Formulas joined by one word."""
    for word in kids[3::2]:
        if word.content != kids[1].content:
            help = _grouped(b, kids) or "put the `and` or the `or` part into parentheses, or use a list: `all of`, `any of`"
            b.complain("E113", "mixed-and-or", "`and` and `or` are mixed", word.span, help)
            break
    return s.Junction(kids[1].content, tuple(formula(b, k) for k in kids[::2]), span)


def _grouped(b: Building, kids: list[Any]) -> str | None:
    """The two ways to put parentheses into three short formulas on one line."""
    spans = [kid.span for kid in kids]
    if len(kids) != 5 or spans[0].line != spans[4].end_line:  # noqa: PLR2004 - three formulas and two words
        return None
    line = b.places.source.line(spans[0].line)
    x, y, z = (line[at.column - 1 : at.end_column - 1] for at in spans[::2])
    first, second = kids[1].content, kids[3].content
    help = f"write `({x} {first} {y}) {second} {z}` or `{x} {first} ({y} {second} {z})`"
    return help if len(help) < _SHORT and "(" not in x + y + z else None


def negated(b: Building, kids: list[Any], span: Span) -> s.Negation:
    """`not body`."""
    return s.Negation(formula(b, kids[0]), span)


def comparison(b: Building, kids: list[Any], span: Span) -> s.Comparison:
    """`left op right`."""
    left, op, right = kids
    return s.Comparison(op, term(b, left), term(b, right), span)


def is_one_of(b: Building, kids: list[Any], span: Span) -> s.IsTest:
    """`x is [not] one of V, W`."""
    return s.IsTest(subject(b, kids[0], "is"), "not" in kids, True, tuple(k for k in kids[1:] if isinstance(k, s.Name)), span)  # noqa: FBT003


def is_value(b: Building, kids: list[Any], span: Span) -> s.IsTest:
    """`x is [not] V`."""
    return s.IsTest(subject(b, kids[0], "is"), "not" in kids, False, (kids[-1],), span)  # noqa: FBT003


def has(b: Building, kids: list[Any], span: Span) -> s.HasTest:
    """`x has [no, only] V`."""
    values = tuple(k for k in kids[1:] if isinstance(k, s.Name))
    return s.HasTest(subject(b, kids[0], "has"), "no" in kids, "only" in kids, values, span)


def exists(b: Building, kids: list[Any], span: Span) -> s.ExistsTest:
    """`x exists`."""
    return s.ExistsTest(subject(b, kids[0], "exists"), span)


def clause_applies(_b: Building, kids: list[Any], span: Span) -> s.ClauseApplies:
    """`clause N applies`."""
    return s.ClauseApplies(kids[0], span)


def document_says(_b: Building, kids: list[Any], span: Span) -> s.DocumentSays:
    """`permitted by NAME`."""
    return s.DocumentSays(kids[0], kids[1], span)


def sum_of(b: Building, kids: list[Any], span: Span) -> s.Sum:
    """`left + right`."""
    return s.Sum(kids[1], term(b, kids[0]), term(b, kids[2]), span)


def product(b: Building, kids: list[Any], span: Span) -> s.Product:
    """`left * right`."""
    return s.Product(term(b, kids[0]), term(b, kids[1]), span)


def negative(b: Building, kids: list[Any], span: Span) -> s.Term:
    """`-body`; before a number it is part of the number."""
    body = term(b, kids[0])
    return s.Number(-body.value, body.unit, span) if isinstance(body, s.Number) else s.Negative(body, span)


def application(_b: Building, kids: list[Any], span: Span) -> s.Application:
    """`p(x, y)`."""
    return s.Application(kids[0], tuple(kids[1:]), span)


def parenthesis(_b: Building, kids: list[Any], _span: Span) -> Any:
    """`(body)` is its body."""
    return kids[0]


def listing(b: Building, kids: list[Any], span: Span) -> s.Listing:
    """A list with its items."""
    return s.Listing(kids[0], tuple(formula(b, k) for k in kids[1:]), span)


def formula_line(b: Building, kids: list[Any], _span: Span) -> Any:
    """A formula or list that stands alone."""
    return formula(b, kids[0])


def junction_word(b: Building, kids: list[Any], span: Span) -> Any:
    """`and` or `or`, with its place."""
    return tagged("word")(b, [str(kids[0])], span)


RULES: dict[str, Maker] = {
    "name": name,
    "currency": currency,
    "text": text,
    "date": day,
    "number": number,
    "clause_number": clause_number,
    "implication": implication,
    "junction_of": junction,
    "junction_word": junction_word,
    "negated": negated,
    "comparison": comparison,
    "comparison_sign": words,
    "is_one_of": is_one_of,
    "is_": is_value,
    "has": has,
    "not_word": words,
    "has_word": words,
    "says_verdict": words,
    "exists": exists,
    "clause_applies": clause_applies,
    "document_says": document_says,
    "sum_": sum_of,
    "sign": words,
    "product_": product,
    "negative": negative,
    "application": application,
    "parenthesis": parenthesis,
    "listing": listing,
    "item": formula_line,
    "list_word": words,
}
