"""What a vocabulary may be in size, so that its scenarios can be gone through.

Contract: counts without enumerating. An act's facts are its roles and all fields of the entities they hold, and so on down.
"""

from collections.abc import Iterator
from dataclasses import replace

from tos_spec.core import Sort
from tos_spec.diagnostics import Diagnostic
from tos_spec.resolve import Vocabulary
from tos_spec.source import Span

MOST_FACTS = 1000
MOST_ENTITIES = 60
MOST_CHOICES = 20_000
MOST_ABOVE = 100
MOST_NAMES = 10_000


def too_large(vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Kinds with too many names, acts with too many facts, and relations and terms with too many choices of entities."""
    for kind in vocabulary.kinds.values():
        if len(kind.nodes) > MOST_NAMES:
            help = "leave out what no clause speaks of, or make it a part of `other`"
            yield replace(_large(f"the kind `{kind.name}` has more than {MOST_NAMES} names", kind.span), help=help)
            return
    counts = _Counts(vocabulary)
    roots: dict[str, list[str]] = {}
    for name in vocabulary.acts:
        above = vocabulary.above(name)
        if len(above) > MOST_ABOVE:
            yield _large(f"`{name}` has more than {MOST_ABOVE} acts above it", vocabulary.acts[name].span)
            return
        roots.setdefault(above[-1], []).append(name)
    for root, family in roots.items():
        roles = {f.key: f for name in family for f in vocabulary.acts[name].roles}
        facts, entities = 0, dict[str, int]()
        for role in roles.values():
            facts += 1
            if role.type.sort is Sort.ENTITY:
                facts += counts.facts(role.type.of)
                for entity, number in counts.entities(role.type.of).items():
                    entities[entity] = entities.get(entity, 0) + number
        span = vocabulary.acts[root].span
        if facts > MOST_FACTS:
            yield _large(f"the act `{root}` has more than {MOST_FACTS} facts, counting the fields of its entities", span)
            return
        for entity, number in entities.items():
            if number > MOST_ENTITIES:
                yield _large(f"the act `{root}` has more than {MOST_ENTITIES} entities of type `{entity}`", span)
                return
        yield from _choices(vocabulary, root, entities)


def _choices(vocabulary: Vocabulary, root: str, entities: dict[str, int]) -> Iterator[Diagnostic]:
    over = [(n, r.over, r.span) for n, r in vocabulary.relations.items()]
    over += [(n, tuple(e for _, e in t.params), t.decl.span) for n, t in vocabulary.terms.items()]
    over += [(n, tuple(e for _, e in a.params), a.decl.span) for n, a in vocabulary.assumptions.items()]
    for name, types, span in over:
        choices = 1
        for entity in types:
            choices *= entities.get(entity, 0)
            if choices > MOST_CHOICES:
                message = f"`{name}` can be asked of more than {MOST_CHOICES} choices of the entities of the act `{root}`"
                yield _large(message, span)
                return


def _large(message: str, span: Span) -> Diagnostic:
    return Diagnostic("E223", "too-large", message, span, (), "leave out what no clause speaks of")


class _Counts:
    """Facts and entities below an entity, each counted once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._facts: dict[str, int] = {}
        self._entities: dict[str, dict[str, int]] = {}
        for name in self._upward(vocabulary):
            facts, entities = 0, {name: 1}
            for f in vocabulary.entities[name].fields:
                facts += 1
                if f.type.sort is Sort.ENTITY:
                    facts += self._facts[f.type.of]
                    for inner, number in self._entities[f.type.of].items():
                        entities[inner] = entities.get(inner, 0) + number
            self._facts[name], self._entities[name] = facts, entities if facts <= MOST_FACTS else {}

    def facts(self, entity: str) -> int:
        """How many facts lie below an entity."""
        return self._facts[entity]

    def entities(self, entity: str) -> dict[str, int]:
        """How many entities of each type an entity leads to, itself included."""
        return self._entities[entity]

    @staticmethod
    def _upward(vocabulary: Vocabulary) -> Iterator[str]:
        """Every entity after those that its fields hold."""
        done: set[str] = set()
        for start in vocabulary.entities:
            stack = [(start, False)]
            while stack:
                here, ready = stack.pop()
                if here in done:
                    continue
                if ready:
                    done.add(here)
                    yield here
                    continue
                stack.append((here, True))
                stack += [(f.type.of, False) for f in vocabulary.entities[here].fields if f.type.sort is Sort.ENTITY]
