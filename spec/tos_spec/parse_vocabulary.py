"""The header and the vocabulary from Lark's tree.

Contract: one function for each rule of the grammar's parts on the header and on vocabulary.
"""

from typing import Any

from tos_spec import syntax as s
from tos_spec.parse_build import Building, Maker, Tagged, declared, every, only, tagged, tagged_all, under, words
from tos_spec.parse_formula import formula, term
from tos_spec.source import Span

_HEADER_LINES = (s.Bound, s.DefaultLine, s.ConflictsLine, s.HeaderText, s.Requires)
_VERSION_DIGITS = 9
_BUILT_IN = {
    "flag": "flag",
    "integer": "integer",
    "number": "number",
    "percent": "percent",
    "duration": "duration",
    "date": "date",
}


def header(b: Building, kids: list[Any], span: Span) -> s.Header:
    """`terms NAME "title"` and its lines."""
    return s.Header(declared(b, kids[0]), only(kids, s.Text), every(kids, _HEADER_LINES), span)


def _header_text(word: Any) -> Maker:
    def make(_b: Building, kids: list[Any], span: Span) -> s.HeaderText:
        return s.HeaderText(word, kids[0], span)

    return make


def default(b: Building, kids: list[Any], span: Span) -> s.DefaultLine:
    """`default V [for ACT [when X]]`."""
    act = only(kids, s.Name)
    conditions = under(kids, "conditions")
    if conditions and act is None:
        b.complain(
            "E124",
            "default-without-act",
            "a default with conditions names no act",
            conditions[0].span,
            f"write `default {kids[0]} for ACT when …`",
        )
    return s.DefaultLine(kids[0], act, conditions, span)


def conflicts(_b: Building, kids: list[Any], span: Span) -> s.ConflictsLine:
    """`conflicts RULE`."""
    return s.ConflictsLine(kids[0], span)


def requires(b: Building, kids: list[Any], span: Span) -> s.Requires:
    """`requires toscheck >= 0.2`."""
    parts = str(kids[0]).split(".")
    if max(map(len, parts)) > _VERSION_DIGITS:
        b.complain("E118", "enormous-number", "a version of too many digits", span, "write a version like `0.2`")
        parts = ["0"]
    return s.Requires(tuple(map(int, parts)), span)


def bound(_b: Building, kids: list[Any], span: Span) -> s.Bound:
    """`from`, `through` or `before` a date."""
    return s.Bound(kids[0], kids[1], span)


def import_(b: Building, kids: list[Any], span: Span) -> s.Import:
    """`import "FILE" [as NAME]`, `import std.NAME`."""
    alias = under(kids, "alias")
    return s.Import(kids[0], declared(b, alias) if alias else None, span)


def kind(b: Building, kids: list[Any], span: Span) -> s.KindDecl:
    """A kind with its tree or its list."""
    inline = any(isinstance(k, Tagged) for k in kids)
    entries = tuple(k.content if isinstance(k, Tagged) else k for k in kids if isinstance(k, Tagged | s.KindEntry))
    return s.KindDecl(declared(b, kids[0]), only(kids, s.Text), entries, inline, span)


def entry(b: Building, kids: list[Any], span: Span) -> s.KindEntry:
    """A name in a kind's tree."""
    label = only(kids, s.Text)
    own = (kids[0].span.to(label.span)) if label else kids[0].span
    children = every(kids, s.KindEntry)
    return s.KindEntry(declared(b, kids[0]), label, children, span if children else own)


def inline_entry(b: Building, kids: list[Any], span: Span) -> Tagged:
    """A name in a kind's list."""
    return Tagged("inline", entry(b, kids, span), span)


def entity(b: Building, kids: list[Any], span: Span) -> s.EntityDecl:
    """An entity type with its fields."""
    return s.EntityDecl(declared(b, kids[0]), only(kids, s.Text), under(kids, "parent"), every(kids, s.FieldDecl), span)


def act(b: Building, kids: list[Any], span: Span) -> s.ActDecl:
    """A type of act with its roles."""
    return s.ActDecl(
        declared(b, kids[0]), under(kids, "parent"), only(kids, s.Text), under(kids, "says"), every(kids, s.FieldDecl), span
    )


def field(b: Building, kids: list[Any], span: Span) -> s.FieldDecl:
    """`name : TYPE [optional] ["label"] [example VALUE]`."""
    return s.FieldDecl(
        declared(b, kids[0]), kids[1], under(kids, "optional") is not None, only(kids, s.Text), under(kids, "example") or (), span
    )


def set_type(_b: Building, kids: list[Any], span: Span) -> s.TypeName:
    """`set of K`."""
    return s.TypeName("set", kids[0], None, None, span)


def money_type(_b: Building, kids: list[Any], span: Span) -> s.TypeName:
    """`money in USD`."""
    low, high = under(kids, "range") or (None, None)
    return s.TypeName("money", kids[0], low, high, span)


def named_type(_b: Building, kids: list[Any], span: Span) -> s.TypeName:
    """A type by its name."""
    low, high = under(kids, "range") or (None, None)
    word: Any = _BUILT_IN.get(kids[0].text, "named")
    return s.TypeName(word, kids[0] if word == "named" else None, low, high, span)


def range_(b: Building, kids: list[Any], span: Span) -> Tagged:
    """`from A to B`."""
    return Tagged("range", (term(b, kids[0]), term(b, kids[1])), span)


def relation(b: Building, kids: list[Any], span: Span) -> s.RelationDecl:
    """A relation between entities."""
    return s.RelationDecl(declared(b, kids[0]), under(kids, "parameters"), only(kids, s.Text), span)


def parameter(b: Building, kids: list[Any], span: Span) -> s.Parameter:
    """`p: E`."""
    return s.Parameter(declared(b, kids[0]), kids[1], span)


def given(tag: str) -> Maker:
    """Parameters of a declaration."""

    def make(_b: Building, kids: list[Any], span: Span) -> Tagged:
        return Tagged(tag, kids[0].content, span)

    return make


def scope(_b: Building, kids: list[Any], span: Span) -> Tagged:
    """`in ACT` or `for any …` with what stands below it."""
    return Tagged("scope", tuple(kids), span)


def formula_line(b: Building, kids: list[Any], span: Span) -> Tagged:
    """A formula that stands alone."""
    return Tagged("formula", formula(b, kids[0]), span)


def assume(b: Building, kids: list[Any], span: Span) -> s.AssumeDecl:
    """An assumption."""
    body: list[Any] = []
    for kid in kids[1:]:
        body += kid.content if isinstance(kid, Tagged) and kid.tag == "scope" else [kid]
    scopes = [k for k in body if isinstance(k, Tagged) and k.tag in ("in", "given")]
    for more in scopes[1:]:
        b.complain("E125", "said-twice", "an assumption says twice what it is about", more.span, "write an assumption for each")
    formulas = tuple(k.content for k in body if isinstance(k, Tagged) and k.tag == "formula")
    if not formulas:
        b.complain(
            "E126", "nothing-said", f"the assumption `{kids[0].text}` assumes nothing", kids[0].span, "write a formula below it"
        )
    return s.AssumeDecl(
        declared(b, kids[0]),
        only(kids, s.Text),
        under(body, "in"),
        under(body, "given") or (),
        formulas,
        every(body, s.Quote),
        span,
    )


def define(b: Building, kids: list[Any], span: Span) -> s.DefineDecl:
    """A defined term."""
    bodies = [k for k in kids if isinstance(k, Tagged) and k.tag == "means"]
    if not bodies:
        b.complain(
            "E126", "nothing-said", f"the definition `{kids[0].text}` has no `means`", kids[0].span, "write `means X` below it"
        )
    for more in bodies[1:]:
        b.complain("E125", "said-twice", "a definition has two `means`", more.span, "join the two with `and` or `or`")
    body: Any = bodies[0].content if bodies else None
    return s.DefineDecl(
        declared(b, kids[0]), under(kids, "in"), under(kids, "given") or (), only(kids, s.Text), body, every(kids, s.Quote), span
    )  # fmt: skip


def means(b: Building, kids: list[Any], span: Span) -> Tagged:
    """`means X`."""
    return Tagged("means", formula(b, kids[0]), span)


def open_term(b: Building, kids: list[Any], span: Span) -> s.OpenTermDecl:
    """An open term with its bounds."""
    return s.OpenTermDecl(
        declared(b, kids[0]), under(kids, "in"), under(kids, "given") or (), only(kids, s.Text), every(kids, s.TermBound),
        every(kids, s.Quote), span,
    )  # fmt: skip


def term_bound(b: Building, kids: list[Any], span: Span) -> s.TermBound:
    """`includes X` or `excludes X`."""
    return s.TermBound(kids[0], formula(b, kids[1]), span)


def open_quantity(b: Building, kids: list[Any], span: Span) -> s.OpenQuantityDecl:
    """An open quantity."""
    word, code = kids[0].content
    low, high = under(kids, "range")
    type_span = kids[0].span
    type_ = s.TypeName(word, code, low, high, type_span)
    return s.OpenQuantityDecl(type_, declared(b, kids[1]), only(kids, s.Text), every(kids, s.Quote), span)


def quantity_type(_b: Building, kids: list[Any], span: Span) -> Tagged:
    """The type of an open quantity."""
    return Tagged("quantity", (str(kids[0]), only(kids, s.Name)), span)


def quote(_b: Building, kids: list[Any], span: Span) -> s.Quote:
    """`quote "…"`."""
    return s.Quote(kids[0], span)


RULES: dict[str, Maker] = {
    "header": header,
    "issuer": _header_text("issuer"),
    "source": _header_text("source"),
    "version": _header_text("version"),
    "amends": _header_text("amends"),
    "default": default,
    "default_verdict": words,
    "conflicts": conflicts,
    "conflict_rule": words,
    "requires": requires,
    "bound": bound,
    "bound_word": words,
    "import_": import_,
    "alias": tagged("alias"),
    "kind": kind,
    "inline_entry": inline_entry,
    "entry": entry,
    "entity": entity,
    "act": act,
    "parent": tagged("parent"),
    "says": tagged("says"),
    "field": field,
    "optional": tagged("optional"),
    "example": tagged_all("example"),
    "set_type": set_type,
    "money_type": money_type,
    "named_type": named_type,
    "range": range_,
    "relation": relation,
    "parameters": tagged_all("parameters"),
    "parameter": parameter,
    "in_act": tagged("in"),
    "for_any": given("given"),
    "given": given("given"),
    "scope": scope,
    "formula_line": formula_line,
    "assume": assume,
    "define": define,
    "means": means,
    "open_term": open_term,
    "bound_side": words,
    "term_bound": term_bound,
    "open_quantity": open_quantity,
    "quantity_type": quantity_type,
    "quote": quote,
}
