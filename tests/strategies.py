"""Hypothesis strategies of syntax trees, and of ways to write one tree: every kind of node, nothing that does not parse.

The trees need not make sense: names are not known, types do not fit.
"""

import random
import re
import unicodedata

from hypothesis import strategies as st

from tos_spec import syntax
from tos_spec.format import format_document
from tos_spec.source import Source, Span
from tos_spec.words import CURRENCIES, RESERVED, UNITS

NOWHERE = Span("", 1, 1, 1, 1)


# --- names, literals ----------------------------------------------------------------------------------------------------------


def _is_free(word: str) -> bool:
    return word not in RESERVED and word == unicodedata.normalize("NFC", word) and word == word.lower()


words = st.one_of(
    st.sampled_from("use actor camera us place given_name the_second mobile2 größe закон 法律 données x a_b".split()),
    st.from_regex(r"[a-zé][a-z0-9]{0,5}(_[a-z0-9]{1,3})?", fullmatch=True),
).filter(_is_free)
names = st.builds(lambda word: syntax.Name((word,), NOWHERE), words)
dotted_names = st.one_of(
    names,
    st.builds(lambda parts: syntax.Name(tuple(parts), NOWHERE), st.lists(words, min_size=2, max_size=3)),
    st.just(syntax.Name(("date",), NOWHERE)),
)
texts = st.builds(
    lambda value: syntax.Text(unicodedata.normalize("NFC", value), NOWHERE),
    st.one_of(
        st.sampled_from(["", " ", '"', "\\", '\\"', "# no comment", "a, b and c", "two  spaces ", "Ü", "{actor} says “no”"]),
        st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), max_size=30),
    ),
)
labels = st.none() | texts
dates = st.builds(syntax.Date, st.integers(693596, 803168), st.just(NOWHERE))
clause_numbers = st.builds(
    lambda text: syntax.ClauseNumber(text, NOWHERE),
    st.one_of(
        st.sampled_from(["1", "2.1", "5(1)(h)", "MS-3", "A", "review.2", "2024-05-02", "7_b"]),
        st.from_regex(r"[A-Za-z0-9]{1,3}([.\-][A-Za-z0-9]{1,2}|\([a-z0-9]{1,2}\)){0,2}", fullmatch=True),
    ).filter(lambda text: text not in RESERVED),
)
positive_numbers = st.builds(
    syntax.Number,
    st.decimals(0, 100_000, places=2).map(lambda d: d.as_integer_ratio()).map(lambda r: syntax.formulas.Fraction(*r))
    | st.integers(0, 10**20).map(syntax.formulas.Fraction),
    st.sampled_from(["", "", "%", *sorted(set(UNITS.values())), *sorted(CURRENCIES)[:5]]),
    st.just(NOWHERE),
)
numbers = st.builds(lambda n, sign: syntax.Number(n.value * sign, n.unit, NOWHERE), positive_numbers, st.sampled_from([1, 1, -1]))


def several(strategy: st.SearchStrategy, least: int = 1, most: int = 4) -> st.SearchStrategy:
    """Some of a strategy's, as a tuple."""
    return st.lists(strategy, min_size=least, max_size=most).map(tuple)


# --- terms, formulas ----------------------------------------------------------------------------------------------------------


def _larger_terms(terms: st.SearchStrategy) -> st.SearchStrategy:
    return st.one_of(
        st.builds(syntax.Sum, st.sampled_from("+-"), terms, terms, st.just(NOWHERE)),
        st.builds(syntax.Product, terms, terms, st.just(NOWHERE)),
        # A minus before a number is part of the number.
        st.builds(syntax.Negative, terms.filter(lambda t: not isinstance(t, syntax.Number)), st.just(NOWHERE)),
    )


terms = st.recursive(st.one_of(numbers, dates, dotted_names), _larger_terms, max_leaves=6)

is_tests = st.one_of(
    st.builds(syntax.IsTest, dotted_names, st.booleans(), st.just(value=False), several(dotted_names, 1, 1), st.just(NOWHERE)),
    st.builds(syntax.IsTest, dotted_names, st.booleans(), st.just(value=True), several(dotted_names), st.just(NOWHERE)),
)
has_tests = st.one_of(
    st.builds(syntax.HasTest, dotted_names, st.booleans(), st.just(value=False), several(dotted_names, 1, 1), st.just(NOWHERE)),
    st.builds(syntax.HasTest, dotted_names, st.just(value=False), st.just(value=True), several(dotted_names), st.just(NOWHERE)),
)
tests = st.one_of(
    is_tests,
    has_tests,
    st.builds(syntax.Comparison, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), terms, terms, st.just(NOWHERE)),
    st.builds(syntax.Application, dotted_names, several(dotted_names), st.just(NOWHERE)),
    st.builds(syntax.NameTest, dotted_names, st.just(NOWHERE)),
    st.builds(syntax.ExistsTest, dotted_names, st.just(NOWHERE)),
    st.builds(syntax.ClauseApplies, clause_numbers, st.just(NOWHERE)),
    st.builds(syntax.DocumentSays, st.sampled_from(["permitted", "forbidden"]), dotted_names, st.just(NOWHERE)),
)


def _larger_formulas(formulas: st.SearchStrategy) -> st.SearchStrategy:
    return st.one_of(
        st.builds(syntax.Negation, formulas, st.just(NOWHERE)),
        st.builds(syntax.Junction, st.sampled_from(["and", "or"]), several(formulas, 2), st.just(NOWHERE)),
        st.builds(syntax.Implication, formulas, formulas, st.just(NOWHERE)),
    )


formulas = st.recursive(tests, _larger_formulas, max_leaves=8)
listings = st.recursive(
    st.builds(syntax.Listing, st.sampled_from(["all", "any", "none"]), several(formulas, 1, 3), st.just(NOWHERE)),
    lambda inner: st.builds(
        syntax.Listing, st.sampled_from(["all", "any", "none"]), several(formulas | inner, 1, 3), st.just(NOWHERE)
    ),
    max_leaves=3,
)
standing_formulas = formulas | listings
conditions = st.builds(syntax.Condition, st.sampled_from(["when", "unless"]), standing_formulas, st.just(NOWHERE))


# --- header -------------------------------------------------------------------------------------------------------------------

bounds = st.builds(syntax.Bound, st.sampled_from(["from", "through", "before"]), dates, st.just(NOWHERE))
_default_verdicts = st.sampled_from(["permitted", "forbidden", "undecided"])
_rules = ["undecided", "prohibitions prevail", "permissions prevail", "earlier prevails", "later prevails"]
header_lines = st.one_of(
    bounds,
    st.builds(syntax.DefaultLine, _default_verdicts, st.none(), st.just(()), st.just(NOWHERE)),
    st.builds(syntax.DefaultLine, _default_verdicts, dotted_names, several(conditions, 0, 2), st.just(NOWHERE)),
    st.builds(syntax.ConflictsLine, st.sampled_from(_rules), st.just(NOWHERE)),
    st.builds(syntax.HeaderText, st.sampled_from(["issuer", "source", "amends"]), texts, st.just(NOWHERE)),
    st.builds(syntax.HeaderText, st.just("version"), texts | dates, st.just(NOWHERE)),
    st.builds(syntax.Requires, several(st.integers(0, 999), 1, 3), st.just(NOWHERE)),
)
headers = st.builds(syntax.Header, names, labels, several(header_lines, 0, 5), st.just(NOWHERE))


# --- vocabulary ---------------------------------------------------------------------------------------------------------------

imports = st.builds(syntax.Import, texts | dotted_names, st.none() | names, st.just(NOWHERE))
_leaves = st.builds(syntax.KindEntry, names, labels, st.just(()), st.just(NOWHERE))
entries = st.recursive(
    _leaves, lambda inner: st.builds(syntax.KindEntry, names, labels, several(inner, 0, 3), st.just(NOWHERE)), max_leaves=6
)
kinds = st.one_of(
    st.builds(syntax.KindDecl, names, labels, several(entries), st.just(value=False), st.just(NOWHERE)),
    st.builds(syntax.KindDecl, names, labels, several(_leaves, 1, 9), st.just(value=True), st.just(NOWHERE)),
)
_no_bounds = st.just((None, None))
_bounds = _no_bounds | st.tuples(terms, terms)
_currencies = st.sampled_from(sorted(CURRENCIES)).map(lambda code: syntax.Name((code,), NOWHERE))


def _types(word: st.SearchStrategy, of: st.SearchStrategy, bounded: st.SearchStrategy) -> st.SearchStrategy:
    return st.builds(lambda w, o, b: syntax.TypeName(w, o, *b, NOWHERE), word, of, bounded)


type_names = st.one_of(
    _types(st.just("flag"), st.none(), _no_bounds),
    _types(st.sampled_from(["integer", "number", "percent", "duration", "date"]), st.none(), _bounds),
    _types(st.just("set"), dotted_names.filter(lambda n: n.text != "date"), _no_bounds),
    _types(st.just("money"), _currencies, _bounds),
    _types(st.just("named"), dotted_names.filter(lambda n: n.text != "date"), _no_bounds),
)
fields = st.builds(
    syntax.FieldDecl,
    names,
    type_names,
    st.booleans(),
    labels,
    several(st.one_of(dotted_names, numbers, dates), 0, 3),
    st.just(NOWHERE),
)
parameters = st.builds(syntax.Parameter, names, dotted_names, st.just(NOWHERE))
quotes = st.builds(syntax.Quote, texts, st.just(NOWHERE))
entities = st.builds(syntax.EntityDecl, names, labels, st.none() | dotted_names, several(fields, 0), st.just(NOWHERE))
acts = st.builds(syntax.ActDecl, names, st.none() | dotted_names, labels, labels, several(fields, 0), st.just(NOWHERE))
relations = st.builds(syntax.RelationDecl, names, several(parameters, 1, 2), labels, st.just(NOWHERE))
_abouts = st.one_of(
    st.tuples(st.none(), st.just(())), st.tuples(dotted_names, st.just(())), st.tuples(st.none(), several(parameters, 1, 2))
)
assumptions = st.builds(
    lambda name, title, about, said, quoted: syntax.AssumeDecl(name, title, *about, said, quoted, NOWHERE),
    names,
    labels,
    _abouts,
    several(standing_formulas, 1, 3),
    several(quotes, 0, 1),
)
definitions = st.builds(
    lambda name, about, label, body, quoted: syntax.DefineDecl(name, *about, label, body, quoted, NOWHERE),
    names,
    _abouts,
    labels,
    standing_formulas,
    several(quotes, 0, 1),
)
term_bounds = st.builds(syntax.TermBound, st.sampled_from(["includes", "excludes"]), standing_formulas, st.just(NOWHERE))
open_terms = st.builds(
    lambda name, about, label, bounded, quoted: syntax.OpenTermDecl(name, *about, label, bounded, quoted, NOWHERE),
    names,
    _abouts,
    labels,
    several(term_bounds, 0, 3),
    several(quotes, 0, 1),
)
open_quantities = st.builds(
    syntax.OpenQuantityDecl,
    st.one_of(
        _types(st.sampled_from(["duration", "number", "percent"]), st.none(), st.tuples(terms, terms)),
        _types(st.just("money"), _currencies, st.tuples(terms, terms)),
    ),
    names,
    labels,
    several(quotes, 0, 1),
    st.just(NOWHERE),
)


# --- clauses, claims, cases ---------------------------------------------------------------------------------------------------

relation_lines = st.builds(
    syntax.RelationLine,
    st.sampled_from(["exception to", "notwithstanding", "subject to"]),
    several(clause_numbers),
    st.just(NOWHERE),
)
norms = st.one_of(
    st.builds(syntax.Norm, st.sampled_from(["permit", "forbid"]), dotted_names, st.none(), st.just(NOWHERE)),
    st.builds(syntax.Norm, st.just("require"), dotted_names, formulas, st.just(NOWHERE)),
    st.builds(syntax.Disapply, several(clause_numbers), st.just(NOWHERE)),
)
_checks = st.sampled_from(["conflict", "dead-clause", "unguarded-clause"]).map(lambda word: syntax.Name((word,), NOWHERE))
accepted_checks = st.builds(
    syntax.Accepting,
    st.none(),
    _checks,
    several(clause_numbers, 0).map(lambda found: tuple(number.text for number in found)),
    texts,
    labels,
    st.none() | dates,
    st.just(NOWHERE),
)
accepted_scenarios = st.builds(
    syntax.Accepting, formulas, st.none(), st.just(()), texts, labels, st.none() | dates, st.just(NOWHERE)
)
clauses = st.builds(
    syntax.ClauseDecl,
    clause_numbers,
    labels,
    several(relation_lines, 0, 2),
    several(bounds, 0, 2),
    st.none() | norms,
    several(conditions, 0, 3),
    several(quotes, 0, 2),
    several(accepted_checks, 0, 2),
    st.just(NOWHERE),
)
verdicts = st.sampled_from(
    [
        "permitted",
        "forbidden",
        "expressly permitted",
        "expressly forbidden",
        "silent",
        "conflicting",
        "in breach",
        "unsettled",
    ]
)
questions = st.one_of(
    st.builds(syntax.ActQuestion, dotted_names, st.sampled_from(["never", "always", "sometimes"]), verdicts, st.just(NOWHERE)),
    st.builds(syntax.DependenceQuestion, dotted_names, several(dotted_names), st.just(NOWHERE)),
    st.builds(syntax.ClauseQuestion, clause_numbers, st.sampled_from(["never", "always"]), st.just(NOWHERE)),
)
claims = st.builds(
    syntax.ClaimDecl,
    names,
    labels,
    questions,
    several(conditions, 0, 3),
    st.booleans(),
    several(accepted_scenarios, 0, 2),
    st.just(NOWHERE),
)
expectations = st.builds(
    syntax.Expectation,
    verdicts,
    several(clause_numbers, 0, 2),
    several(clause_numbers, 0, 2),
    st.booleans(),
    st.just(NOWHERE),
)
cases = st.builds(syntax.CaseDecl, names, labels, dotted_names, several(standing_formulas, 0), expectations, st.just(NOWHERE))

strikes = st.one_of(
    st.builds(syntax.Strike, st.just("clause"), several(clause_numbers), st.just(NOWHERE)),
    st.builds(
        syntax.Strike,
        st.sampled_from(
            [
                "claim",
                "case",
                "define",
                "assume",
                *(f"open {sort}" for sort in ("term", "duration", "number", "percent", "money")),
                "kind",
                "entity",
                "act",
                "relation",
            ]
        ),
        several(dotted_names),
        st.just(NOWHERE),
    ),
)
replacements = st.builds(
    syntax.Replace,
    st.one_of(kinds, entities, acts, relations, assumptions, definitions, open_terms, open_quantities, clauses, claims, cases),
    st.just(NOWHERE),
)

DECLARATIONS = (
    imports,
    kinds,
    entities,
    acts,
    relations,
    assumptions,
    definitions,
    open_terms,
    open_quantities,
    clauses,
    claims,
    cases,
    accepted_checks,
    strikes,
    replacements,
)
declarations = st.one_of(*DECLARATIONS)


class Drawn:
    """A document, without comments, every node at the same place. (What Hypothesis shows of a nested tree takes minutes.)"""

    def __init__(self, document: syntax.Document) -> None:
        self.document = document
        self.text = format_document(document, Source("", ""))

    def __repr__(self) -> str:
        return f"<{self.text!r}>"


@st.composite
def documents(draw: st.DrawFn) -> Drawn:
    """A document and its text in the canonical layout."""
    header = draw(st.none() | headers)
    return Drawn(syntax.Document("", header, draw(several(declarations, 0 if header else 1, 3)), (), NOWHERE))


# --- other ways to write a text -----------------------------------------------------------------------------------------------

_STRING = re.compile(r'("(?:\\.|[^"\\])*")')
# Not inside the parentheses of `5(1)` and `p(x)`: the one is a clause's number.
_MAY_END = re.compile(r"(, | (?=(?:and|or|implies) )|(?<=[ (]\())")


def rewritten(text: str, rng: random.Random, often: float = 0.3) -> tuple[str, list[str]]:
    """A text in the canonical layout as someone else would write it, with comments; and these comments, in order.

    Lines end where they may, strings go on in the next line, and the blocks stand further in.
    """
    comments: list[str] = []
    out = _lines_between(rng, comments, often)
    step = rng.randint(1, 3)
    for line in text.splitlines():
        indent = (len(line) - len(line.lstrip(" "))) * step
        for index, part in enumerate(_STRING.split(" " * indent + line.lstrip(" "))):
            if index % 2:
                out += re.sub(r"(?<=[^ \\]) (?=[^ ])", lambda _: "\n   " if rng.random() < often / 3 else " ", part)
                continue
            for place, piece in enumerate(_MAY_END.split(part)):
                out += piece
                # Two thirds of the places are matches: after each of them the line may end.
                if place % 2 and rng.random() < often:
                    out += _line_end(rng, comments, often) + _lines_between(rng, comments, often) + " " * rng.randint(70, 90)
        out += _line_end(rng, comments, often) + _lines_between(rng, comments, often)
    return out, comments


def _comment(rng: random.Random, comments: list[str]) -> str:
    comments.append(rng.choice(["#", "# ", '#"', "# and ", "#, # ("]) + str(len(comments)))
    return comments[-1]


def _line_end(rng: random.Random, comments: list[str], often: float) -> str:
    return f"  {_comment(rng, comments)}\n" if rng.random() < often else "\n"


def _lines_between(rng: random.Random, comments: list[str], often: float) -> str:
    lines = ""
    while rng.random() < often:
        lines += "\n" if rng.random() < 0.4 else " " * rng.randint(0, 9) + _comment(rng, comments) + "\n"
    return lines
