"""Types of fields and open quantities, their bounds and their examples.

Contract: bounds and examples are constants; a mistake is noted once, and what is sound is kept.
"""

from collections.abc import Iterable
from fractions import Fraction

from tos_spec import core, syntax
from tos_spec.core import Sort, Type, Value
from tos_spec.diagnostics import Collector, Diagnostic
from tos_spec.resolve import Vocabulary
from tos_spec.resolve_names import choice, did_you_mean, listed, meant_in, written
from tos_spec.source import Span
from tos_spec.types import Amount, Months, Quantified, comparable, described, folded, literal, named
from tos_spec.types import day as day_of

NOT_IMPORTED = "another file declares it, but this one does not import that file"
IMPORT_IT = "import that file here too"

_PLAIN = {
    "integer": Sort.INTEGER,
    "number": Sort.NUMBER,
    "percent": Sort.PERCENT,
    "duration": Sort.DURATION,
    "date": Sort.DATE,
    "money": Sort.MONEY,
}


def behind_import(name: str, known: Iterable[str]) -> str | None:
    """The help for a name that only an import under a name brings; `known` is what can be written."""
    found = [k for k in known if "." in k and k.rpartition(".")[2] == name]
    return f"write {choice(found)}" if found else None


def type_of(vocabulary: Vocabulary, decl: syntax.TypeName, found: Collector) -> Type | None:
    """The type that is written, or None after a complaint."""
    type_ = _unbounded(vocabulary, decl, found)
    if type_ is None:
        return None
    if type_.sort not in core.NUMERIC:
        if decl.low is not None:
            message = f"bounds on what is {described(type_)}"
            found.add(Diagnostic("E311", "wrong-bounds", message, decl.low.span, (), "only numbers have bounds"))
        return type_
    if decl.low is None or decl.high is None:
        if type_.sort is Sort.DATE:
            return Type(Sort.DATE, low=Fraction(core.FIRST_DAY), high=Fraction(core.LAST_DAY))
        return Type(type_.sort, type_.of, Fraction(0))
    return _bounded(type_, decl.low, decl.high, found)


def _unbounded(vocabulary: Vocabulary, decl: syntax.TypeName, found: Collector) -> Type | None:
    if decl.word == "flag":
        return Type(Sort.FLAG)
    if decl.word in _PLAIN:
        currency = decl.of.text if decl.of is not None and decl.word == "money" else ""
        return Type(_PLAIN[decl.word], currency)
    assert decl.of is not None  # noqa: S101 - a set, and a name, name something
    name, file = decl.of.text, decl.span.file
    kind, entity = (vocabulary.find(group, name, file) for group in (vocabulary.kinds, vocabulary.entities))
    if kind is not None:
        return Type(Sort.SET if decl.word == "set" else Sort.KIND, kind)
    if entity is not None:
        if decl.word == "named":
            return Type(Sort.ENTITY, entity)
        message = f"`{name}` is an entity, not a kind"
        found.add(Diagnostic("E227", "wrong-sort-of-type", message, decl.of.span, (), "a set holds values of a kind"))
        return None
    known = vocabulary.names(vocabulary.kinds, file)
    if decl.word == "named":
        known += [*vocabulary.names(vocabulary.entities, file), *_PLAIN, "flag"]
    notes = (NOT_IMPORTED,) if any(vocabulary.elsewhere(g, name) for g in (vocabulary.kinds, vocabulary.entities)) else ()
    what = "type" if decl.word == "named" else "kind"
    declare = f"declare it: `kind {name}: …`" + (f" or `entity {name}`" if what == "type" else "")
    help = did_you_mean(name, known, f"what there is here is {listed(known[:12])}" if "." in name and known else declare)
    if notes:
        help, notes = (near, ()) if (near := behind_import(name, known)) else (IMPORT_IT, notes)
    found.add(Diagnostic("E205", "unknown-type", f"there is no {what} `{name}`", decl.of.span, notes, help))
    return None


def _bounded(type_: Type, low: syntax.Term, high: syntax.Term, found: Collector) -> Type | None:
    first = _bound(type_, low, found)
    last = _bound(type_, high, found) if first is not None else None
    if first is None or last is None:
        return None
    if first > last:
        message = "the range is empty: its lower end lies above its upper end"
        found.add(
            Diagnostic("E310", "empty-range", message, low.span.to(high.span), (), "write the smaller end first: `from … to …`")
        )
        return None
    return Type(type_.sort, type_.of, first, last)


def _bound(type_: Type, term: syntax.Term, found: Collector) -> Fraction | None:
    amount = constant(term)
    if amount is None:
        found.add(Diagnostic("E311", "wrong-bounds", "a bound is not a constant", term.span, (), "write a number"))
        return None
    if not _fits(type_, amount):
        message = f"a bound is {named(amount)}, what it bounds is {described(type_)}"
        found.add(Diagnostic("E311", "wrong-bounds", message, term.span, (), f"write {_as_written(type_)}"))
        return None
    assert isinstance(amount, Amount)  # noqa: S101 - months fit nothing
    value = folded(amount.expr)
    assert value is not None  # noqa: S101 - a constant has a value
    if type_.sort is Sort.INTEGER and value.denominator != 1:
        found.add(Diagnostic("E311", "wrong-bounds", "a bound of an integer is not whole", term.span, (), "write a whole number"))
        return None
    return value


def _fits(type_: Type, amount: Quantified) -> bool:
    if isinstance(amount, Months):
        return False
    return comparable(Amount(amount.expr, type_.sort, type_.of), amount)


def _as_written(type_: Type) -> str:
    return {
        Sort.DURATION: "it with a unit, such as `30 days` (months and years have no fixed length)",
        Sort.PERCENT: "it as `5%`",
        Sort.MONEY: f"it as `20 {type_.of}`",
        Sort.DATE: "it as `2024-05-02`",
    }.get(type_.sort, "a plain number")


def constant(term: syntax.Term) -> Quantified | None:
    """A literal, or a literal with a sign; None for anything else."""
    match term:
        case syntax.Number():
            return literal(term)
        case syntax.Date():
            return day_of(term)
        case syntax.Negative(body=syntax.Number() as number):
            return literal(syntax.Number(-number.value, number.unit, number.span))
        case _:
            return None


# --- examples -----------------------------------------------------------------------------------------------------------------


def example_of(vocabulary: Vocabulary, decl: syntax.FieldDecl, type_: Type, found: Collector) -> Value | None:
    """The value of a field's example, or None."""
    if not decl.example:
        return None
    if type_.sort is not Sort.SET and len(decl.example) > 1:
        _wrong(decl.example[1].span, f"a second example for what is {described(type_)}", "give one", found)
        return None
    values = [_example(vocabulary, e, type_, found) for e in decl.example]
    if any(v is None for v in values):
        return None
    if type_.sort is Sort.SET:
        return frozenset(v for v in values if isinstance(v, str))
    return values[0]


def _wrong(span: Span, message: str, help: str, found: Collector) -> None:
    found.add(Diagnostic("E312", "wrong-example", message, span, (), help))


def _example(
    vocabulary: Vocabulary, given: syntax.Name | syntax.Number | syntax.Date, type_: Type, found: Collector
) -> Value | None:
    if isinstance(given, syntax.Name):
        return _named_example(vocabulary, given, type_, found)
    if type_.sort not in core.NUMERIC:
        _wrong(given.span, f"the example is a number, the field is {described(type_)}", _example_help(type_), found)
        return None
    amount = literal(given) if isinstance(given, syntax.Number) else day_of(given)
    if not _fits(type_, amount):
        message = f"the example is {named(amount)}, the field is {described(type_)}"
        _wrong(given.span, message, f"write {_as_written(type_)}", found)
        return None
    assert isinstance(amount, Amount)  # noqa: S101 - months fit nothing
    value = folded(amount.expr)
    assert value is not None  # noqa: S101 - a literal has a value
    if (type_.low is not None and value < type_.low) or (type_.high is not None and value > type_.high):
        _wrong(given.span, "the example lies outside the field's bounds", "give one between them", found)
        return None
    if type_.sort is Sort.INTEGER and value.denominator != 1:
        _wrong(given.span, "the example of an integer is not whole", "give a whole number", found)
        return None
    return value


def _example_help(type_: Type) -> str:
    if type_.sort is Sort.FLAG:
        return "write `example true` or `example false`"
    return "write one of its values" if type_.sort in (Sort.KIND, Sort.SET) else "leave it out"


def _named_example(vocabulary: Vocabulary, name: syntax.Name, type_: Type, found: Collector) -> Value | None:
    if type_.sort is Sort.FLAG:
        if name.text in ("true", "false"):
            return name.text == "true"
        _wrong(name.span, f"the example `{name.text}` is no value of a flag", _example_help(type_), found)
        return None
    kind_name = type_.of if type_.sort in (Sort.KIND, Sort.SET) else None
    if type_.sort is Sort.ENTITY:
        kind_name = vocabulary.entities[type_.of].kind
    if kind_name is None or kind_name not in vocabulary.kinds:
        _wrong(name.span, f"the example `{name.text}` does not fit a field that is {described(type_)}", "leave it out", found)
        return None
    kind = vocabulary.kinds[kind_name]
    id = value_of(vocabulary, kind, name, found)
    if id is None:
        return None
    if not kind.node(id).leaf:
        leaves = kind.leaves_below(id)
        _wrong(name.span, f"the example `{name.text}` stands for several values", f"name one, such as `{leaves[0]}`", found)
        return None
    return id


def value_of(vocabulary: Vocabulary, kind: core.Kind, name: syntax.Name, found: Collector) -> str | None:
    """The id of the node of `kind` that `name` means, or None after a complaint."""
    ids = meant_in(kind, vocabulary.value(kind, name))
    if len(ids) == 1:
        return ids[0]
    if ids:
        options = [written(kind, id) for id in ids]
        message = f"`{name.text}` could be several values of the kind `{kind.name}`"
        found.add(
            Diagnostic("E202", "ambiguous-name", message, name.span, (f"it could be {choice(options)}",), f"write `{options[0]}`")
        )
        return None
    known = [written(kind, n.id) for n in kind.nodes]
    help = did_you_mean(name.text, known, f"its values are {listed(known[:12])}")
    message = f"the kind `{kind.name}` has no value `{name.text}`"
    found.add(Diagnostic("E207", "unknown-value", message, name.span, (), help))
    return None
