"""Formulas, each evaluated once for all scenarios and readings that it cannot tell apart.

Contract: `Seen.holds` is `evaluate.holds`, asked once for each combination of what the formula speaks of: the values and identities at its
paths (and at those of the bounds of its open terms), the relations, its open terms and quantities, its clauses. A formula that speaks of
other documents is evaluated every time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tos_spec import core, evaluate
from tos_spec.core import Path, Policy
from tos_spec.evaluate import Judged
from tos_spec.scenario import Reading, Scenario

Wish = tuple[str, tuple[Path, ...]]
"""An open term of the act (without entities), or of entities."""


@dataclass(frozen=True)
class Glimpse:
    """What a formula sees of one scenario: which of those that it can tell apart, and what it asks a reading."""

    index: int
    wishes: tuple[Wish, ...]


@dataclass
class Seen:
    """One formula."""

    policy: Policy
    expr: core.Expr
    _paths: dict[Path, None] = field(default_factory=dict)
    _opens: dict[Wish, None] = field(default_factory=dict)
    _quantities: dict[str, None] = field(default_factory=dict)
    _clauses: dict[str, None] = field(default_factory=dict)
    _relations: bool = False
    _documents: bool = False
    _apart: dict[object, int] = field(default_factory=dict)
    _known: dict[object, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._look(self.expr, {})

    def _look(self, here: Any, given: Mapping[str, Path]) -> None:
        """Take down what a formula or a number speaks of; `given` puts paths in the place of parameters."""
        match here:
            case core.IsIn(path=path) | core.Has(path=path) | core.Flag(path) | core.Exists(path) | core.Read(path):
                self._path(path, given)
            case core.SameEntity(left, right) | core.SameValue(left=left, right=right):
                self._path(left, given)
                self._path(right, given)
            case core.Related(paths=paths):
                self._relations = True
                for path in paths:
                    self._path(path, given)
            case core.Open(term, args):
                self._open(term, args)
            case core.Quantity(name):
                self._quantities[name] = None
            case core.Applies(clauses):
                self._clauses.update(dict.fromkeys(clauses))
            case core.JudgedBy():
                self._documents = True
            case core.Constant() | core.Exactly():
                pass
            case _:
                for part in _parts(here):
                    self._look(part, given)

    def _path(self, path: Path, given: Mapping[str, Path]) -> None:
        self._paths[(*given[path[0]], *path[1:]) if path[0] in given else path] = None

    def _open(self, term: str, args: tuple[Path, ...]) -> None:
        self._opens[term, args] = None
        self._paths.update(dict.fromkeys(args))
        decl = self.policy.terms[term]
        given = {name: path for (name, _), path in zip(decl.params, args, strict=True)}
        self._look(decl.includes, given)
        self._look(decl.excludes, given)

    def glimpse(self, s: Scenario) -> Glimpse:
        """What it sees of a scenario."""
        part = tuple((s.facts.get(p), s.identity.get(p)) for p in self._paths), s.relations if self._relations else None
        wishes = [(term, tuple(s.identity.get(a, a) for a in args)) for term, args in self._opens]
        return Glimpse(self._apart.setdefault(part, len(self._apart)), tuple(wishes))

    def holds(self, s: Scenario, seen: Glimpse, r: Reading, judged: Judged) -> bool:
        """Whether it holds in a scenario (of which it sees `seen`) under a reading."""
        if self._documents:
            return evaluate.holds(self.policy, s, r, self.expr, judged)
        key = (
            seen.index,
            *[r.entity_terms.get(w, False) if w[1] else r.terms.get(w[0], False) for w in seen.wishes],
            *[judged.applies[n] for n in self._clauses],
            *[(v.numerator, v.denominator) if (v := r.quantities.get(q)) is not None else None for q in self._quantities],
        )
        if key not in self._known:
            self._known[key] = evaluate.holds(self.policy, s, r, self.expr, judged)
        return self._known[key]


def _parts(here: Any) -> Sequence[Any]:
    match here:
        case core.Not(body) | core.Defined(body=body) | core.Times(body=body):
            return (body,)
        case core.And(items) | core.Or(items):
            return items
        case core.Compare(left=left, right=right) | core.Plus(left, right) | core.Between(left, right):
            return (left, right)
        case core.Shift(date=date):
            return (date,)
        case _:
            raise AssertionError(here)
