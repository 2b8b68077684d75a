"""Ways to write a document anew, so that it says the same.

Contract: each takes a document and chance, and gives a document of which every claim and every case (by its name, or by the new name
where names change) must get the same answer; or None, where there is nothing in the document that it could change. Why it is the same
is said with each.
"""

from dataclasses import dataclass, replace
from random import Random
from typing import Any

from tests.soak.trees import NOWHERE, Formula, clauses, inside, junction, mapped, negation, nodes, replaced, when
from tos_spec import syntax

KEPT = {"other", "date", "true", "false"}
"""Names that mean something by themselves."""

ALPHABET = ("a", "b", "größe", "zoo", "закон", "法律")

NAMED = (
    syntax.KindDecl,
    syntax.EntityDecl,
    syntax.ActDecl,
    syntax.RelationDecl,
    syntax.AssumeDecl,
    syntax.DefineDecl,
    syntax.OpenTermDecl,
    syntax.OpenQuantityDecl,
    syntax.ClaimDecl,
    syntax.CaseDecl,
    syntax.FieldDecl,
    syntax.KindEntry,
    syntax.Parameter,
    syntax.Header,
)


@dataclass(frozen=True)
class Rewritten:
    """A document that was written anew, and its new names, where they are new."""

    document: syntax.Document
    names: dict[str, str] | None = None

    def name(self, old: str) -> str:
        """What is called `old` in the document as it was."""
        return self.names.get(old, old) if self.names else old


# --- other names ------------------------------------------------------------------------------------------------------------------


def renamed(document: syntax.Document, rng: Random) -> Rewritten | None:
    """Every name, number and label is another: none of them means anything but itself."""
    declared = dict.fromkeys(n.name.text for n in nodes(document) if isinstance(n, NAMED))
    names = _others(rng, [n for n in declared if n not in KEPT])
    numbers = _others(rng, sorted({_head(c.number.text) for c in clauses(document)}))

    def number(text: str) -> str:
        head = _head(text)
        return f"{numbers.get(head, head)}{text[len(head) :]}"

    def change(node: Any) -> Any:
        match node:
            case syntax.Name(parts):
                return replace(node, parts=tuple(names.get(p, p) for p in parts))
            case syntax.ClauseNumber(text):
                return replace(node, text=number(text))
            case syntax.Accepting(of=of):
                return replace(node, of=tuple(number(n) for n in of))
            case syntax.Text() if rng.random() < 0.5:
                return replace(node, value="In other words")
            case syntax.ActDecl():
                return replace(node, says=None)
        return node

    return Rewritten(mapped(document, change), names)


def _others(rng: Random, names: list[str]) -> dict[str, str]:
    """Other names, in another order."""
    numbers = rng.sample(range(len(names)), len(names))
    return {name: f"{rng.choice(ALPHABET)}_{i}" for name, i in zip(names, numbers, strict=True)}


def _head(number: str) -> str:
    """The first part of a clause's number: what stands below a heading begins with the heading's."""
    return next((number[:i] for i, c in enumerate(number) if c in ".-("), number)


# --- another order ----------------------------------------------------------------------------------------------------------------


def reordered(document: syntax.Document, rng: Random) -> Rewritten | None:
    """Declarations, conditions and items in another order. Clauses keep theirs where the header counts by it."""
    rules = {line.rule for line in (document.header.lines if document.header else ()) if isinstance(line, syntax.ConflictsLine)}
    counted = bool(rules & {"earlier prevails", "later prevails"})

    def shuffled(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(rng.sample(items, len(items)))

    def change(node: Any) -> Any:
        match node:
            case syntax.Junction() | syntax.Listing():
                return replace(node, items=shuffled(node.items))
            case syntax.ClauseDecl():
                return replace(node, conditions=shuffled(node.conditions), relations=shuffled(node.relations))
            case syntax.ClaimDecl():
                return replace(node, conditions=shuffled(node.conditions))
            case syntax.CaseDecl():
                return replace(node, facts=shuffled(node.facts))
            case syntax.OpenTermDecl():
                return replace(node, bounds=shuffled(node.bounds))
            case syntax.AssumeDecl():
                return replace(node, formulas=shuffled(node.formulas))
            case syntax.ActDecl():
                return replace(node, roles=shuffled(node.roles))
            case syntax.EntityDecl():
                return replace(node, fields=shuffled(node.fields))
            case syntax.KindDecl():
                return replace(node, entries=shuffled(node.entries))
        return node

    changed = mapped(document, change)
    declarations = shuffled(changed.declarations)
    if counted:
        in_order = iter(clauses(changed))
        declarations = tuple(next(in_order) if isinstance(d, syntax.ClauseDecl) else d for d in declarations)
    return Rewritten(replace(changed, declarations=declarations))


# --- other words for the same formula ---------------------------------------------------------------------------------------------


def respelled(document: syntax.Document, rng: Random) -> Rewritten | None:
    """Formulas in other words: `unless` as `when not`, lists as junctions, De Morgan, `implies`, `one of`, `!=`."""

    def change(node: Any) -> Any:
        return _respelled(node) if rng.random() < 0.6 else node

    return Rewritten(mapped(document, change))


def _respelled(node: Any) -> Any:
    match node:
        case syntax.Condition("unless", formula):
            return when(negation(formula))
        case syntax.Listing("any", items):
            return negation(junction("and", *map(negation, items)))
        case syntax.Listing():
            return inside(node)
        case syntax.Junction(word, items):
            return negation(junction("or" if word == "and" else "and", *map(negation, items)))
        case syntax.Implication(left, right):
            return junction("or", negation(left), right)
        case syntax.Negation(syntax.Negation(body)):
            return body
        case syntax.IsTest(negated=True):
            return negation(replace(node, negated=False))
        case syntax.IsTest(negated=False, one_of=True, values=values) if len(values) > 1:
            return junction("or", *(replace(node, one_of=False, values=(v,)) for v in values))
        case syntax.HasTest(negated=True):
            return negation(replace(node, negated=False))
        case syntax.Comparison("!="):
            return negation(replace(node, op="="))
        case syntax.Comparison("<" | "<=" | ">" | ">=" as op, left, right):
            mirrored = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
            return replace(node, op=mirrored[op], left=right, right=left)
    return node


# --- definitions --------------------------------------------------------------------------------------------------------------------


def inlined(document: syntax.Document, rng: Random) -> Rewritten | None:
    """What a definition says stands wherever its name stood. Of an absent entity a defined term is false, so it is said to exist."""
    defined = [d for d in document.declarations if isinstance(d, syntax.DefineDecl)]
    if not defined:
        return None
    chosen = rng.choice(defined)
    optional = {n.name.text for n in nodes(document) if isinstance(n, syntax.FieldDecl) and n.optional}

    def change(node: Any) -> Any:
        match node:
            case syntax.NameTest(name) if name.text == chosen.name.text and not chosen.params:
                return inside(chosen.body)
            case syntax.Application(name, args) if name.text == chosen.name.text:
                given = {p.name.text: a.parts for p, a in zip(chosen.params, args, strict=True)}
                absent = [a for a in args if set(a.parts) & optional]
                exist = [syntax.ExistsTest(a, NOWHERE) for a in dict.fromkeys(absent)]
                return junction("and", *exist, _instead(chosen.body, given))
        return node

    changed = mapped(document, change)
    same = next(d for d in changed.declarations if isinstance(d, syntax.DefineDecl) and d.name.text == chosen.name.text)
    return Rewritten(replaced(changed, same, chosen)) if changed != document else None


def _instead(body: Formula, given: dict[str, tuple[str, ...]]) -> Formula:
    """A definition's formula with what it is given in the place of its parameters."""

    def change(node: Any) -> Any:
        if isinstance(node, syntax.Name) and node.parts[0] in given:
            return replace(node, parts=(*given[node.parts[0]], *node.parts[1:]))
        return node

    return mapped(body, change)


def named(document: syntax.Document, rng: Random) -> Rewritten | None:
    """A formula of a clause gets a name: it is what a definition says."""
    subjects = [c for c in clauses(document) if isinstance(c.norm, syntax.Norm) and c.conditions]
    if not subjects:
        return None
    clause = rng.choice(subjects)
    at = rng.randrange(len(clause.conditions))
    condition = clause.conditions[at]
    name = syntax.Name(("newly_defined",), NOWHERE)
    definition = syntax.DefineDecl(name, clause.norm.act, (), None, condition.formula, (), NOWHERE)
    new = replace(condition, formula=syntax.NameTest(name, NOWHERE))
    changed = replace(clause, conditions=(*clause.conditions[:at], new, *clause.conditions[at + 1 :]))
    return Rewritten(replaced(document, clause, definition, changed))


# --- clauses ------------------------------------------------------------------------------------------------------------------------


def split(document: syntax.Document, rng: Random) -> Rewritten | None:
    """A clause in two, one where some formula holds and one where it does not: one of the two applies where the one did.

    All that is related to the clause is related to both. No clause is chosen that a question names by its number in a way that
    could not be said of two.
    """
    subjects = [c for c in clauses(document) if isinstance(c.norm, syntax.Norm) and _splits(document, c)]
    if not subjects:
        return None
    clause = rng.choice(subjects)
    formula = some_formula(document, clause, rng)
    if formula is None:
        return None
    second = _second(clause.number)
    old, new = (replace(clause, conditions=(*clause.conditions, when(f))) for f in (formula, negation(formula)))
    if isinstance(document.header, syntax.Header) and rng.random() < 0.3:
        old, new = new, old
    whole = replaced(document, clause, replace(old, number=clause.number), replace(new, number=second))

    def change(node: Any) -> Any:
        match node:
            case syntax.RelationLine(numbers=numbers) | syntax.Disapply(numbers=numbers):
                both = [(n, second) if n.text == clause.number.text else (n,) for n in numbers]
                return replace(node, numbers=tuple(n for some in both for n in some))
            case syntax.ClauseApplies(number) if number.text == clause.number.text:
                return junction("or", node, replace(node, number=second))
            case syntax.Accepting(of=of) if clause.number.text in of:
                return replace(node, of=(*of, second.text))
        return node

    return Rewritten(mapped(whole, change))


def _second(number: syntax.ClauseNumber) -> syntax.ClauseNumber:
    """Another number in the same place: below the same headings."""
    text = number.text
    return replace(number, text=f"{text[:-1]}_too)" if text.endswith(")") else f"{text}_too")


def _splits(document: syntax.Document, clause: syntax.ClauseDecl) -> bool:
    """Whether no question asks of the clause, or of a heading above it, by number; and nothing is numbered below it."""
    asked = {n.number.text for n in nodes(document) if isinstance(n, syntax.ClauseQuestion)}
    for expected in (n for n in nodes(document) if isinstance(n, syntax.Expectation)):
        asked |= {n.text for n in (*expected.under, *expected.not_under)}
    return clause.number.text not in asked


def some_formula(document: syntax.Document, clause: syntax.ClauseDecl, rng: Random) -> Formula | None:
    """A formula about the clause's act, from some clause about the same act."""
    assert isinstance(clause.norm, syntax.Norm)
    act = clause.norm.act.text
    found = [
        condition.formula
        for c in clauses(document)
        if isinstance(c.norm, syntax.Norm) and c.norm.act.text == act
        for condition in c.conditions
    ]
    return rng.choice(found) if found else None


SAME = {f.__name__: f for f in (renamed, reordered, respelled, inlined, named, split)}
"""All of them, by name."""

OTHER_NAMES = ("renamed",)
"""Those after which things have other names: two documents are compared by names."""
