"""How many scenarios there are of a sort, where they are finitely many and not too many to count.

Contract: `count` gives the number of scenarios in which `member` holds under some reading, each once, over all roles (the day apart, unless
the document speaks of it); None where a role has infinitely many values, or where counting would take more than a bounded number of
questions. The count is by cases: the value of one role after another is fixed until all that is left open makes no difference,
and then what is left is multiplied.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tos_checker import escapes, terms
from tos_checker.encode import core_with
from tos_checker.ground import Ground
from tos_checker.terms import Formula
from tos_checker.world import World
from tos_spec.core import Path, Policy, Sort
from tos_spec.shape import Slot, act_and_below

_MOST_QUESTIONS, _FEW_QUESTIONS = 400, 80
_FEW_CLAUSES = 20
_MOST_CLAUSES = 60
_MOST_VALUES = 400


Fixed = tuple[Formula, ...]


class _TooManyError(Exception):
    """Counting would take too long."""


@dataclass(frozen=True)
class _Choice:
    """Something to be fixed: the formulas of its values. `path` is set for values, which a path that is absent has none of."""

    options: tuple[Formula, ...]
    path: Path | None = None
    paths: tuple[Path, ...] = ()


def count(ground: Ground, member: Formula, reading: Sequence[Formula] | None) -> int | None:
    """The number of scenarios of `member`.

    `reading` fixes a reading under which what is left open may be tried together (None: nothing is left to readings).
    """
    world = ground.inquiry.worlds[0]
    if len(ground.question.policy.clauses) > _MOST_CLAUSES or not _finite(world):
        return None
    counter = _Counter(ground, world, member, reading)
    try:
        return counter.all()
    except _TooManyError:
        return None


def _finite(world: World) -> bool:
    return all(_values(world, s) is not None for s in world.slots if s.path not in world.left_out)


def _values(world: World, slot: Slot) -> tuple[Formula, ...] | None:
    """The formulas of the values that a slot can have; empty for an entity without a kind, None if they are too many."""
    path, type_ = slot.path, slot.field.type
    kind = world.kind(path)
    if kind is not None:
        return tuple(world.among(path, kind, (leaf,)) for leaf in world.policy.kinds[kind].leaves)
    if type_.sort is Sort.FLAG:
        return (world.value(path), terms.negated(world.value(path)))
    if type_.sort in (Sort.ENTITY, Sort.SET):
        return ()
    if type_.sort is Sort.INTEGER and type_.low is not None and type_.high is not None and type_.high - type_.low < _MOST_VALUES:
        amount = world.amount(path)
        return tuple(terms.compared("=", amount, terms.number(Fraction(n))) for n in range(int(type_.low), int(type_.high) + 1))
    return None


class _Counter:
    """Counts by cases."""

    def __init__(self, ground: Ground, world: World, member: Formula, reading: Sequence[Formula] | None) -> None:
        self.ground, self.world, self.member = ground, world, member
        self.pins = tuple(reading or ())
        self.questions = 0
        self.most = _MOST_QUESTIONS if len(world.policy.clauses) <= _FEW_CLAUSES else _FEW_QUESTIONS
        self.shape = [*_acts(world), *_presence(world), *_identity(world)]
        values = [*_of_values(world), *_of_relations(world)]
        spoken = _assumed(world)
        self.first = [v for v in values if v.path in spoken or any(p in spoken for p in v.paths)]
        told = _with_twins(world, _spoken(world.policy))
        rest = [v for v in values if v not in self.first]
        # What nothing speaks of comes last: once the rest is settled it makes no difference.
        self.rest = sorted(rest, key=lambda v: not (v.path in told or any(p in told for p in v.paths)))

    def all(self) -> int:
        """The number of all."""
        return self._count((), self.shape, self._of_shape)

    def _possible(self, *formulas: Formula) -> bool:
        self.questions += 1
        if self.questions > self.most:
            raise _TooManyError
        return self.ground.possible(*formulas)

    def _count(self, fixed: Fixed, choices: Sequence[_Choice], then: Callable[[Fixed], int]) -> int:
        if not self._possible(*fixed, self.member):
            return 0
        if not choices:
            return then(fixed)
        first, *rest = choices
        return sum(self._count((*fixed, option), rest, then) for option in first.options)

    def _of_shape(self, fixed: Fixed) -> int:
        """The count where the act, what is there, and what is the same are fixed."""
        gone = {c.path for c in (*self.first, *self.rest) if c.path is not None and not self._free(fixed, c.path)}
        first = [c for c in self.first if c.path not in gone and self._counts(fixed, c)]
        rest = [c for c in self.rest if c.path not in gone and self._counts(fixed, c)]
        return self._count(fixed, first, lambda f: self._product(f, rest))

    def _free(self, fixed: Fixed, path: Path) -> bool:
        """Whether the path is there, and reaches what no earlier path reaches."""
        world = self.world
        if not self._fixed(fixed, world.there(path)):
            return False
        for size in range(1, len(path) + 1):
            part = path[:size]
            entity = world.slot(part).entity
            twins = world.entities(entity) if entity is not None else ()
            for twin in twins[: twins.index(part)] if part in twins else ():
                if self._fixed(fixed, world.same(twin, part)):
                    return False
        return True

    def _counts(self, fixed: Fixed, choice: _Choice) -> bool:
        return all(self._free(fixed, p) for p in choice.paths)

    def _fixed(self, fixed: Fixed, formula: Formula) -> bool:
        return formula == terms.TRUE or not self._possible(*fixed, terms.negated(formula))

    def _product(self, fixed: Fixed, rest: Sequence[_Choice]) -> int:
        """The count where the assumptions are settled: all of what is left, if it makes no difference."""
        if not self._possible(*fixed, *self.pins, terms.negated(self.member)):
            number = 1
            for choice in rest:
                number *= len(choice.options)
            return number
        if not rest:
            return int(self._possible(*fixed, self.member))
        first, *others = rest
        return sum(
            self._product((*fixed, option), others) for option in first.options if self._possible(*fixed, option, self.member)
        )


def _acts(world: World) -> Iterator[_Choice]:
    if len(world.acts) > 1:
        wanted = act_and_below(world.policy, world.act)
        yield _Choice(tuple(world.done_as((act,)) for act in wanted))


def _presence(world: World) -> Iterator[_Choice]:
    for slot in world.slots:
        if slot.field.optional or len(slot.acts) < len(world.acts):
            there = world.there(slot.path)
            yield _Choice((there, terms.negated(there)))


def _identity(world: World) -> Iterator[_Choice]:
    for entity in world.policy.entities:
        paths = world.entities(entity)
        for i, right in enumerate(paths):
            for left in paths[:i]:
                same = world.same(left, right)
                yield _Choice((same, terms.negated(same)))


def _of_values(world: World) -> Iterator[_Choice]:
    for slot in world.slots:
        if slot.path in world.left_out:
            continue
        if slot.field.type.sort is Sort.SET:
            for leaf in world.policy.kinds[slot.field.type.of].leaves:
                member = world.member(slot.path, leaf)
                yield _Choice((member, terms.negated(member)), slot.path)
        elif options := _values(world, slot):
            yield _Choice(options, slot.path)


def _of_relations(world: World) -> Iterator[_Choice]:
    for relation in world.policy.relations.values():
        params = tuple((str(i), entity) for i, entity in enumerate(relation.over))
        for given in world.choices(params):
            paths = tuple(given[name] for name, _ in params)
            symbol = world.related(relation.name, paths)
            yield _Choice((symbol, terms.negated(symbol)), None, paths)


def _assumed(world: World) -> frozenset[Path]:
    """The paths that assumptions speak of, on any act of the world, and all that can reach the same."""
    policy: Policy = world.policy
    found: set[Path] = set()
    for assumption in policy.assumptions:
        for given in world.choices(assumption.params):
            found |= {f for f in escapes.facts(policy, core_with(assumption.body, given)) if f[0] != "relation"}
            if any(f[0] == "relation" for f in escapes.facts(policy, assumption.body)):
                found |= {s.path for s in world.slots}
    return _with_twins(world, found)


def _spoken(policy: Policy) -> Iterable[Path]:
    """The paths that clauses, defaults and claims speak of."""
    formulas = [*(d.when for d in policy.defaults), *(c.when for c in policy.claims)]
    for clause in policy.clauses:
        formulas += [clause.required, *(c.expr for c in clause.conditions)]
    return {f for formula in formulas for f in escapes.facts(policy, formula) if f[0] != "relation"}


def _with_twins(world: World, paths: Iterable[Path]) -> frozenset[Path]:
    """These paths, and all that can reach the same."""
    found = set(paths)
    todo = list(found)
    while todo:
        for twin in _twins(world, todo.pop()):
            if twin not in found:
                found.add(twin)
                todo.append(twin)
    return frozenset(found)


def _twins(world: World, path: Path) -> Iterator[Path]:
    """The paths that reach what `path` does, if an entity on the way is the same as another."""
    for size in range(1, len(path) + 1):
        entity = world.slot(path[:size]).entity if world.known(path[:size]) else None
        for twin in world.entities(entity) if entity is not None else ():
            if world.known((*twin, *path[size:])):
                yield (*twin, *path[size:])
