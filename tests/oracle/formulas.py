"""Random formulas over a vocabulary, as text.

Contract: a formula that is returned can stand anywhere a formula can (what is compound has its parentheses). Comparisons are of
those kinds for which `numbers` has representative points: a number with constants, two `linked` numbers, a quantity with one number.
"""

from dataclasses import dataclass, replace
from random import Random

from tests.oracle.vocabulary import Field, Vocabulary

OPS = ("<", "<=", ">", ">=", "=", "!=")


@dataclass(frozen=True)
class Scope:
    """What a formula can speak of: paths, terms of the act, terms of entities, open quantities, clauses."""

    vocabulary: Vocabulary
    paths: tuple[tuple[str, Field], ...]
    terms: tuple[str, ...] = ()
    applied: tuple[tuple[str, tuple[str, ...]], ...] = ()
    quantities: tuple[tuple[str, str], ...] = ()
    clauses: tuple[str, ...] = ()
    dated: bool = False

    @property
    def relations(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The relations with the entities they are over."""
        return tuple(self.vocabulary.relations.items())

    def entities(self, name: str) -> list[str]:
        """The paths of entities of one type."""
        return [path for path, f in self.paths if f.sort == "entity" and f.of == name]


def act_scope(vocabulary: Vocabulary, act: str) -> Scope:
    """What a formula about an act can speak of, without terms; names that two acts of a family share are left out where they clash."""
    paths = [found for role in vocabulary.acts[act].roles for found in _below(vocabulary, role.name, role)]
    return Scope(vocabulary, tuple(paths), dated=vocabulary.dated)


def entity_scope(vocabulary: Vocabulary, params: tuple[tuple[str, str], ...]) -> Scope:
    """What a formula about entities can speak of."""
    paths = [found for name, entity in params for found in _below(vocabulary, name, Field(name, "entity", entity))]
    return Scope(vocabulary, tuple(paths))


def _below(vocabulary: Vocabulary, path: str, role: Field) -> list[tuple[str, Field]]:
    found = [(path, role)]
    if role.sort == "entity":
        for inner in vocabulary.entities[role.of].fields:
            found += _below(vocabulary, f"{path}.{inner.name}", inner)
    return found


def formula(rng: Random, scope: Scope, depth: int = 2) -> str:
    """A random formula."""
    if depth == 0 or rng.random() < 0.45:
        return atom(rng, scope)
    shape = rng.choice(("and", "or", "or", "not", "implies", "list"))
    if shape == "not":
        return f"not {formula(rng, scope, depth - 1)}"
    if shape == "implies":
        return f"({formula(rng, scope, depth - 1)} implies {formula(rng, scope, depth - 1)})"
    word = "or" if shape == "list" else shape
    return f"({f' {word} '.join(formula(rng, scope, depth - 1) for _ in range(rng.choice((2, 2, 3))))})"


def listing(rng: Random, scope: Scope, indent: str) -> str:
    """A list, which stands alone as a condition: its lines, the first without indentation."""
    word = rng.choice(("all of", "any of", "none of"))
    lines = [word]
    for i in range(rng.choice((2, 3))):
        if i == 0 and rng.random() < 0.3:
            lines.append(f"{indent}  - {rng.choice(('all of', 'any of', 'none of'))}")
            lines += [f"{indent}      - {atom(rng, scope)}" for _ in range(2)]
        else:
            lines.append(f"{indent}  - {formula(rng, scope, 1)}")
    return "\n".join(lines)


def atom(rng: Random, scope: Scope) -> str:
    """A formula that is no junction."""
    makers = [_path, _path, _path, _path]
    if scope.terms:
        makers += [_term] * 2
    if scope.applied:
        makers += [_application] * 2
    if scope.relations:
        makers += [_relation] * 2
    if scope.dated:
        makers += [_date]
    if scope.clauses:
        makers.append(_clause)
    if any(scope.entities(e) for e in scope.vocabulary.entities):
        makers += [_same_entity]
    makers += [_same_value] * 2
    for _ in range(20):
        found = rng.choice(makers)(rng, scope)
        if found is not None:
            return found
    return _fallback(scope)


def _fallback(scope: Scope) -> str:
    return f"{scope.paths[0][0]} exists"


def _path(rng: Random, scope: Scope) -> str | None:
    if not scope.paths:
        return None
    path, role = rng.choice(scope.paths)
    if role.optional and rng.random() < 0.25:
        return f"{path} exists"
    return _of_path(rng, scope, path, role)


def _of_path(rng: Random, scope: Scope, path: str, role: Field) -> str | None:
    match role.sort:
        case "flag":
            return path
        case "kind":
            return _is(rng, scope, path, role.of)
        case "entity":
            kind = scope.vocabulary.entities[role.of].kind
            return _is(rng, scope, path, kind) if kind else None
        case "set":
            names = scope.vocabulary.kinds[role.of].names
            word = rng.choice(("has", "has", "has no", "has only"))
            wanted = rng.sample(names, 2) if word == "has only" and rng.random() < 0.4 else [rng.choice(names)]
            return f"{path} {word} {', '.join(wanted)}"
        case "date":
            return _on_date(rng, scope, path, role)
        case _:
            return _number(rng, scope, path, role)


def _is(rng: Random, scope: Scope, path: str, kind: str) -> str:
    names = scope.vocabulary.kinds[kind].names
    if rng.random() < 0.2:
        return f"{path} {rng.choice(('is one of', 'is not one of'))} {', '.join(rng.sample(names, min(2, len(names))))}"
    return f"{path} {rng.choice(('is', 'is', 'is not'))} {rng.choice(names)}"


def _number(rng: Random, scope: Scope, path: str, role: Field) -> str:
    op = rng.choice(OPS)
    first, second = scope.vocabulary.constants[role.sort]
    constant = rng.choice((first, second))
    others = [p for p, f in scope.paths if role.linked and f.linked and f.sort == role.sort and p != path]
    quantities = [q for q, sort in scope.quantities if sort == role.sort]
    if quantities and rng.random() < 0.5:
        return f"{path} {op} {rng.choice((quantities[0], quantities[0], f'2 * {quantities[0]}'))}"
    if others and rng.random() < 0.7:
        other = others[0]
        path, other = sorted((path, other))
        joined = (f"{path} + {other}", f"{path} - {other}", f"{path} - 2 * {other}", f"2 * {path} - {other}", "")[
            scope.vocabulary.joined
        ]
        if not joined or rng.random() < 0.3:
            return f"{path} {op} {other}"
        return f"{joined} {op} {constant}"
    return rng.choice(
        (f"{path} {op} {constant}",) * 4
        + (
            f"2 * {path} {op} {constant}",
            f"{path} + {first} {op} {second}",
            f"{second} - {path} {op} {first}",
            f"-{path} {op} -{constant}",
        )
    )


def _on_date(rng: Random, scope: Scope, path: str, role: Field) -> str:
    op = rng.choice(OPS)
    made = scope.vocabulary
    constant = rng.choice(made.constants["date"])
    shift = made.shift
    moved = rng.choice(("+", "-"))
    others = [
        p
        for p, f in (*scope.paths, ("date", Field("date", "date", linked=True)))
        if f.sort == "date" and f.linked and p != path and scope.dated
    ]
    if others and role.linked and rng.random() < 0.75:
        # months are only ever added to `date`, so that two dates are joined in one way
        left, right = (path, others[0]) if path != "date" else (others[0], path)
        spans = [f"{right} - {left} {op} {q}" for q, sort in scope.quantities if sort == "duration"]
        if spans and not made.months and rng.random() < 0.8:
            return rng.choice(spans)
        return (f"{left} {op} {right} + {shift}", f"{left} {op} {right}", f"{right} - {left} {op} 10 days")[
            made.joined % 2 if made.months else min(made.joined, 2)
        ]
    if path != "date" and made.months:
        return f"{path} {op} {constant}"
    return rng.choice((f"{path} {op} {constant}", f"{path} {moved} {shift} {op} {constant}"))


def _date(rng: Random, scope: Scope) -> str:
    return _on_date(rng, scope, "date", Field("date", "date", linked=True))


def _term(rng: Random, scope: Scope) -> str:
    return rng.choice(scope.terms)


def _application(rng: Random, scope: Scope) -> str | None:
    name, over = rng.choice(scope.applied)
    return _applied(rng, scope, name, over)


def _relation(rng: Random, scope: Scope) -> str | None:
    name, over = rng.choice(scope.relations)
    return _applied(rng, scope, name, over)


def _applied(rng: Random, scope: Scope, name: str, over: tuple[str, ...]) -> str | None:
    choices = [scope.entities(entity) for entity in over]
    if not all(choices):
        return None
    return f"{name}({', '.join(rng.choice(c) for c in choices)})"


def _same_entity(rng: Random, scope: Scope) -> str | None:
    entity = rng.choice(list(scope.vocabulary.entities))
    paths = scope.entities(entity)
    if len(paths) < 2:
        return None
    left, right = rng.sample(paths, 2)
    return f"{left} {rng.choice(('=', '=', '!='))} {right}"


def _same_value(rng: Random, scope: Scope) -> str | None:
    by_kind: dict[str, list[str]] = {}
    values: list[str] = []
    for path, f in scope.paths:
        if f.sort == "kind":
            by_kind.setdefault(f.of, []).append(path)
            values.append(path)
        elif f.sort == "entity" and scope.vocabulary.entities[f.of].kind:
            by_kind.setdefault(scope.vocabulary.entities[f.of].kind, []).append(path)
    pairs = [(a, b) for paths in by_kind.values() for a in paths for b in paths if a in values and a != b]
    if not pairs:
        return None
    left, right = rng.choice(pairs)
    if rng.random() < 0.5:
        left, right = right, left
    return f"{left} {rng.choice(('=', '!='))} {right}"


def _clause(rng: Random, scope: Scope) -> str:
    return f"clause {rng.choice(scope.clauses)} applies"


def undated(scope: Scope) -> Scope:
    """The same, without the day."""
    return replace(scope, dated=False)
