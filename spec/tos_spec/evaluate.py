"""What an expression of the core means in one scenario under one reading, in plain Python.

Contract: `holds` and `amount` follow the prose of `core`; nothing here knows of any encoding. A test on a path that is not there is
false. A reading's wish for an open term counts only between the term's bounds.
"""

import calendar
import datetime
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Literal, assert_never

from tos_spec import core
from tos_spec.core import Path, Policy
from tos_spec.scenario import Reading, Scenario


class Judged:
    """What claims say of clauses and of other documents: the clauses that apply, and whether a document permits the scenario."""

    def __init__(self, applies: Mapping[str, bool], permits: Callable[[str], bool] | None = None) -> None:
        self.applies, self._permits = applies, permits

    def permits(self, name: str) -> bool:
        """Whether the document called `name` permits the scenario."""
        assert self._permits is not None, f"nobody has asked what {name} says"  # noqa: S101 - who evaluates claims must know
        return self._permits(name)


def holds(
    policy: Policy,
    s: Scenario,
    r: Reading,
    expr: core.Expr,
    judged: Judged | None = None,
    given: Mapping[str, Path] | None = None,
) -> bool:
    """Whether `expr` holds in `s` under `r`. `given` puts paths in the place of parameters; `judged` answers `applies`."""

    def at(path: Path) -> Path:
        return (*given[path[0]], *path[1:]) if given and path[0] in given else path

    def there(*paths: Path) -> bool:
        return all(s.there(at(p)) for p in paths)

    match expr:
        case core.Constant(value):
            return value
        case core.Not(body):
            return not holds(policy, s, r, body, judged, given)
        case core.And(items):
            return all(holds(policy, s, r, item, judged, given) for item in items)
        case core.Or(items):
            return any(holds(policy, s, r, item, judged, given) for item in items)
        case core.Defined(body=body):
            return holds(policy, s, r, body, judged, given)
        case core.IsIn(path, _, _, leaves):
            return there(path) and s.facts.get(at(path)) in leaves
        case core.Has(path, _, _, leaves, only):
            members = s.facts.get(at(path))
            return isinstance(members, frozenset) and (members <= leaves if only else bool(members & leaves))
        case core.Flag(path):
            return s.facts.get(at(path)) is True
        case core.Exists(path):
            return there(path)
        case core.SameEntity(left, right):
            return there(left, right) and s.identity[at(left)] == s.identity[at(right)]
        case core.SameValue(left, right, _):
            return there(left, right) and s.facts[at(left)] == s.facts[at(right)]
        case core.Compare():
            return _compare(policy, s, r, expr, given)
        case core.Related(relation, paths):
            return there(*paths) and (relation, tuple(s.identity[at(p)] for p in paths)) in s.relations
        case core.Open(term, args):
            return there(*args) and read_so(policy, s, r, term, tuple(at(a) for a in args))
        case core.Applies(clauses):
            return judged is not None and any(judged.applies.get(n, False) for n in clauses)
        case core.JudgedBy(name, permitted):
            return judged is not None and judged.permits(name) == permitted
        case _:
            assert_never(expr)


def _compare(policy: Policy, s: Scenario, r: Reading, expr: core.Compare, given: Mapping[str, Path] | None) -> bool:
    left, right = amount(policy, s, r, expr.left, given), amount(policy, s, r, expr.right, given)
    if left is None or right is None:
        return False
    match expr.op:
        case "=":
            return left == right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
        case _:
            assert_never(expr.op)


def amount(
    policy: Policy, s: Scenario, r: Reading, number: core.Number, given: Mapping[str, Path] | None = None
) -> Fraction | None:
    """The value of a number; None where it reads a path that is not there."""
    match number:
        case core.Exactly(value):
            return value
        case core.Read(path):
            found = s.facts.get((*given[path[0]], *path[1:]) if given and path[0] in given else path)
            return None if found is None else Fraction(found)  # type: ignore[arg-type]  # what is read as a number is one
        case core.Quantity(name):
            return r.quantities.get(name, policy.quantities[name].low)
        case core.Plus(left, right):
            a, b = amount(policy, s, r, left, given), amount(policy, s, r, right, given)
            return None if a is None or b is None else a + b
        case core.Times(factor, body):
            times = amount(policy, s, r, body, given)
            return None if times is None else factor * times
        case core.Between(start, end):
            a, b = amount(policy, s, r, start, given), amount(policy, s, r, end, given)
            return None if a is None or b is None else (b - a) * 86400
        case core.Shift(date, months, days):
            day = amount(policy, s, r, date, given)
            return None if day is None else Fraction(months_later(int(day), months) + days)
        case _:
            assert_never(number)


def months_later(day: int, months: int) -> int:
    """The ordinal `months` after the day `day`: on the same day of the month, or on the month's last."""
    date = datetime.date.fromordinal(day)
    total = date.year * 12 + date.month - 1 + months
    year, month = divmod(total, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(date.day, last)).toordinal()


def bounds(policy: Policy, s: Scenario, term: str, args: tuple[Path, ...]) -> Literal["yes", "no", "open"]:
    """Whether an open term certainly holds of the scenario (or of the entities at `args`), certainly does not, or is open."""
    decl = policy.terms[term]
    given = {name: path for (name, _), path in zip(decl.params, args, strict=True)}
    if holds(policy, s, NOTHING_READ, decl.includes, None, given):
        return "yes"
    if holds(policy, s, NOTHING_READ, decl.excludes, None, given):
        return "no"
    return "open"


def read_so(policy: Policy, s: Scenario, r: Reading, term: str, args: tuple[Path, ...]) -> bool:
    """How an open term is really read: its bounds first, then the reading's wish. Entities count by identity."""
    bound = bounds(policy, s, term, args)
    if bound != "open":
        return bound == "yes"
    if not args:
        return r.terms.get(term, False)
    return r.entity_terms.get((term, tuple(s.identity[a] for a in args)), False)


NOTHING_READ = Reading({}, {}, {})
