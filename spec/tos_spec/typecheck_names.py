"""What a name in a formula means: a path, an open quantity, a defined or open term, a relation.

Contract: a name that fits nothing, or several things, is reported once, at the name; then the answer is None.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from tos_spec import core, syntax
from tos_spec.core import Field, Path, Sort, Type
from tos_spec.diagnostics import Collector, Diagnostic
from tos_spec.resolve import Declared, Signature, Vocabulary
from tos_spec.resolve_names import did_you_mean, listed, short
from tos_spec.resolve_types import IMPORT_IT, NOT_IMPORTED, behind_import
from tos_spec.types import described


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a formula stands: the act whose roles it speaks of, or the parameters. `says` tells so in messages.

    `clauses`: `clause N applies` can be said here (claims and cases). `declared`: how a declaration begins that names neither an act
    nor parameters.
    """

    file: str
    act: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    clauses: bool = False
    declared: str = ""


@dataclass(frozen=True, slots=True)
class AtPath:
    """A role, a parameter, or a field below one."""

    path: Path
    type: Type


@dataclass(frozen=True, slots=True)
class OfQuantity:
    """An open quantity."""

    quantity: core.OpenQuantity


@dataclass(frozen=True, slots=True)
class OfTerm:
    """A defined term or an open term."""

    word: Literal["defined term", "open term"]
    name: str
    signature: Signature


@dataclass(frozen=True, slots=True)
class OfRelation:
    """A relation."""

    relation: core.Relation


Meant = AtPath | OfQuantity | OfTerm | OfRelation


def what(meant: Meant) -> str:
    """What a name means, in words."""
    match meant:
        case AtPath(type=type_):
            return described(type_)
        case OfQuantity():
            return "an open quantity"
        case OfTerm(word=word):
            return f"{'an' if word[0] == 'o' else 'a'} {word}"
        case OfRelation():
            return "a relation"


def meaning(vocabulary: Vocabulary, scope: Scope, name: syntax.Name, found: Collector) -> Meant | None:
    """What `name` means in `scope`, or None after a complaint."""
    declared = list(_declared(vocabulary, scope, name.text))
    roots = [r for r in _roots(scope, vocabulary, name.parts[0]) if not declared or _leads(vocabulary, r, name.parts[1:])]
    fitting: list[Meant] = [*roots, *declared]
    if len(fitting) > 1:
        notes = tuple(f"it could be {_place(m, scope)}" for m in fitting)
        message = f"`{name.text if len(name.parts) > 1 else name.parts[0]}` could be several things here"
        found.add(Diagnostic("E202", "ambiguous-name", message, name.span, notes, "give one of them another name"))
        return None
    if not fitting:
        _unknown(vocabulary, scope, name, found)
        return None
    meant = fitting[0]
    for part in name.parts[1:] if isinstance(meant, AtPath) else ():
        assert isinstance(meant, AtPath)  # noqa: S101 - only paths have several parts
        below = _below(vocabulary, meant, part, name, found)
        if below is None:
            return None
        meant = below
    return meant


def path(vocabulary: Vocabulary, scope: Scope, name: syntax.Name, found: Collector) -> AtPath | None:
    """The path that `name` means, or None after a complaint."""
    meant = meaning(vocabulary, scope, name, found)
    if meant is None or isinstance(meant, AtPath):
        return meant
    message = f"`{name.text}` is {what(meant)}, not a role or a field"
    found.add(Diagnostic("E303", "wrong-test", message, name.span, (), _instead(meant, name.text)))
    return None


def _instead(meant: Meant, text: str) -> str:
    match meant:
        case OfTerm(signature=signature) if signature.params:
            return f"write `{text}({', '.join(n for n, _ in signature.params)})`, by itself"
        case OfTerm():
            return f"write `{text}`, by itself"
        case OfRelation():
            return f"give it its entities in parentheses, `{text}(…)`, by itself"
        case _:
            return "compare it with a number"


def _place(meant: Meant, scope: Scope) -> str:
    match meant:
        case AtPath(path=path):
            return f"the parameter `{path[0]}`" if path[0] in scope.params else f"the role `{short(path[0])}` of `{scope.act}`"
        case OfQuantity(quantity=quantity):
            return f"the open quantity at {quantity.span.place}"
        case OfTerm(word=word, signature=signature):
            return f"the {word} at {signature.decl.span.place}"
        case OfRelation(relation=relation):
            return f"the relation at {relation.span.place}"


def _roots(scope: Scope, vocabulary: Vocabulary, word: str) -> Iterator[AtPath]:
    """What a path can begin with: a parameter, a role."""
    if word in scope.params:
        yield AtPath((word,), Type(Sort.ENTITY, scope.params[word]))
    if scope.act is not None and (role := vocabulary.roles(scope.act).get(word)):
        yield AtPath((role.key,), role.type)


def _declared(vocabulary: Vocabulary, scope: Scope, text: str) -> Iterator[Meant]:
    """What a name means that stands for itself: a quantity, a relation, a term."""
    if (quantity := vocabulary.find(vocabulary.quantities, text, scope.file)) is not None:
        yield OfQuantity(vocabulary.quantities[quantity])
    if (relation := vocabulary.find(vocabulary.relations, text, scope.file)) is not None:
        yield OfRelation(vocabulary.relations[relation])
    if (defined := vocabulary.find(vocabulary.definitions, text, scope.file)) is not None:
        yield OfTerm("defined term", defined, vocabulary.definitions[defined])
    if (open_ := vocabulary.find(vocabulary.terms, text, scope.file)) is not None:
        yield OfTerm("open term", open_, vocabulary.terms[open_])


def _leads(vocabulary: Vocabulary, owner: AtPath, parts: tuple[str, ...]) -> bool:
    """Whether there are fields of these names below each other."""
    for part in parts:
        field = vocabulary.fields(owner.type.of).get(part) if owner.type.sort is Sort.ENTITY else None
        if field is None:
            return False
        owner = AtPath((*owner.path, part), field.type)
    return True


def _below(vocabulary: Vocabulary, owner: AtPath, part: str, name: syntax.Name, found: Collector) -> AtPath | None:
    said = ".".join(name.parts[: len(owner.path)])
    if owner.type.sort is not Sort.ENTITY:
        message = f"`{said}` is {described(owner.type)} and has no fields"
        help = f"write `{said} is {part}`" if owner.type.sort is Sort.KIND else f"leave out `.{part}`"
        found.add(Diagnostic("E226", "unknown-field", message, name.span, (), help))
        return None
    fields: Mapping[str, Field] = vocabulary.fields(owner.type.of)
    if part in fields:
        return AtPath((*owner.path, part), fields[part].type)
    message = f"`{owner.type.of}` has no field `{part}`"
    otherwise = f"its fields are {listed(fields)}" if fields else f"declare it below `entity {owner.type.of}`"
    found.add(Diagnostic("E226", "unknown-field", message, name.span, (), did_you_mean(part, fields, otherwise)))
    return None


def _unknown(vocabulary: Vocabulary, scope: Scope, name: syntax.Name, found: Collector) -> None:
    word = name.parts[0]
    known = names(vocabulary, scope)
    if len(name.parts) > 1 and word in vocabulary.views.behind[scope.file]:
        message = f"the import `{word}` brings nothing that is called `{'.'.join(name.parts[1:])}` and can stand here"
        brought = [n for n in known if n.startswith(f"{word}.")]
        otherwise = f"it brings {listed(brought[:12])}" if brought else None
        found.add(Diagnostic("E204", "unknown-name", message, name.span, (), did_you_mean(name.text, brought, otherwise)))
        return
    notes: list[str] = []
    having = [a for a in vocabulary.acts if word in vocabulary.roles(a)]
    elsewhere = any(vocabulary.elsewhere(group, word) for group in _groups(vocabulary))
    behind = behind_import(word, known) if elsewhere else None
    kinds = [k.name for k in vocabulary.kinds.values() if any(n.id.rpartition(".")[2] == word for n in k.nodes)]
    if having and scope.act is None:
        notes.append(f"it is a role of {listed(having)}; only entities given as parameters can be spoken of here")
    elif having:
        notes.append(f"it is a role of {listed(having)}, but what is spoken of here is `{scope.act}`")
    elif elsewhere and behind is None:
        notes.append(NOT_IMPORTED)
    elif kinds:
        notes.append(f"it is a value of the kind {listed(kinds)}: a value follows `is`, `is not`, `has` or `is one of`")
    help = IMPORT_IT if NOT_IMPORTED in notes else did_you_mean(word, known, None if notes else _declare(vocabulary, scope, word))
    help = behind or help
    if having and scope.declared:
        help = f"write `{scope.declared} in {having[0]}`"
    found.add(Diagnostic("E204", "unknown-name", f"nothing here is called `{word}`", name.span, tuple(notes), help))


def _declare(vocabulary: Vocabulary, scope: Scope, word: str) -> str:
    if scope.act is not None:
        roles = vocabulary.roles(scope.act)
        return f"the roles of `{scope.act}` are {listed(list(roles)[:12])}; or declare it: `define {word} in {scope.act} means …`"
    if scope.params:
        return f"the parameters are {listed(scope.params)}"
    return f"declare it: `define {word} means …`"


def names(vocabulary: Vocabulary, scope: Scope) -> list[str]:
    """Every name that means something in `scope`."""
    found = [*scope.params, *(vocabulary.roles(scope.act) if scope.act else ())]
    return [*found, *(n for group in _groups(vocabulary) for n in vocabulary.names(group, scope.file))]


def _groups(vocabulary: Vocabulary) -> tuple[Mapping[str, Declared], ...]:
    return (vocabulary.definitions, vocabulary.terms, vocabulary.quantities, vocabulary.relations)
