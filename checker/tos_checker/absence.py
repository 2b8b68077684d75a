"""Where a negation is true because something is absent: said out loud, for those who read words and not the language.

Contract: `spelled_out(e)` is true of the same scenarios as `e`, and each negated test in it that absence would make true stands beside
that absence (`not exists(b) or not b > 3`), unless the formula around it says already that the thing is there, or that it is not.
`unmet(e, b)` is true of those scenarios of which `e` is without help of the absence of `b`: as if no negated test were met by it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from tos_checker.amounts import reads
from tos_spec import core
from tos_spec.core import Expr, Path

Optional = Callable[[Path], bool]
Paths = frozenset[Path]

_NONE: Paths = frozenset()


def spelled_out(expr: Expr, optional: Optional) -> Expr:
    """`expr` with absence said wherever it makes a negation true."""
    return _told(expr, _NONE, optional, truth=True)


def _told(expr: Expr, there: Paths, optional: Optional, *, truth: bool) -> Expr:
    """`expr`, or its negation, where what is in `there` is there."""
    match expr:
        case core.Not(body):
            return _told(body, there, optional, truth=not truth)
        case core.And(items) if truth:
            return _conjunction(_all(items, there, optional, truth=True))
        case core.Or(items) if not truth:
            return _conjunction(_all(items, there, optional, truth=False))
        case core.And(items) | core.Or(items):
            return core.Or(tuple(_one(items, there, optional, truth=truth)))
        case _ if truth:
            return expr
        case _:
            gone = [core.Not(core.Exists(path)) for path in _may_lack(expr, optional) if path not in there]
            return core.Or((*gone, core.Not(expr))) if gone else core.Not(expr)


def needed(exprs: Iterable[Expr]) -> Paths:
    """What is there wherever one of these holds, because it holds."""
    return _NONE.union(*(_needs(expr, lambda _: True, truth=True) for expr in exprs))


def _conjunction(items: Iterator[Expr]) -> Expr:
    found = tuple(items)
    return found[0] if len(found) == 1 else core.And(found)


def _all(items: tuple[Expr, ...], there: Paths, optional: Optional, *, truth: bool) -> Iterator[Expr]:
    """All of these hold: what one needs is there for the others."""
    known = there.union(*(_needs(i, optional, truth=truth) for i in items))
    return _together([_told(i, known, optional, truth=truth) for i in items])


def _together(items: list[Expr]) -> Iterator[Expr]:
    """What is told beside the same absence, beside it once: `not exists(b) or (not b > 3 and not b = 1)`."""
    beside: dict[tuple[Expr, ...], list[Expr]] = {}
    for item in items:
        if gone := _absence(item):
            beside.setdefault(gone, []).append(item)
    for item in items:
        found = beside.get(_absence(item), [item])
        if len(found) == 1:
            yield item
        elif item is found[0]:
            yield core.Or((*_absence(item), core.And(tuple(i.items[-1] for i in found if isinstance(i, core.Or)))))


def _absence(expr: Expr) -> tuple[Expr, ...]:
    """The absence beside which a test is told."""
    first = expr.items[:-1] if isinstance(expr, core.Or) else ()
    return first if all(isinstance(i, core.Not) and isinstance(i.body, core.Exists) for i in first) else ()


def _one(items: tuple[Expr, ...], there: Paths, optional: Optional, *, truth: bool) -> Iterator[Expr]:
    """One of these holds: where another tells that something is absent, the others speak of what is there.

    One that comes later tells it (`not exists(b.c)` does: of what has no c, and of what is not there); what none of those after it tells,
    an item tells itself.
    """
    told = there
    for place, item in enumerate(items):
        later = _NONE.union(*(_needs(i, optional, truth=not truth, only_said=True) for i in items[place + 1 :]))
        yield _told(item, told | later, optional, truth=truth)
        told |= _needs(item, optional, truth=not truth) - later


def _needs(expr: Expr, optional: Optional, *, truth: bool, only_said: bool = False) -> Paths:
    """What is there if `expr` holds (or, without `truth`, if it does not); if `only_said`, what it says is there."""
    match expr:
        case core.Not(body):
            return _needs(body, optional, truth=not truth, only_said=only_said)
        case core.And(items) | core.Or(items):
            if isinstance(expr, core.And) != truth:
                return _NONE
            return _NONE.union(*(_needs(i, optional, truth=truth, only_said=only_said) for i in items))
        case core.Exists(path):
            return frozenset(_on_the_way(path, optional)) if truth else _NONE
        case _:
            return frozenset(_may_lack(expr, optional)) if truth and not only_said else _NONE


def _may_lack(expr: Expr, optional: Optional) -> tuple[Path, ...]:
    """What a test needs that may be absent: then it is false."""
    if isinstance(expr, core.Exists):
        return tuple(p for p in _on_the_way(expr.path, optional) if p != expr.path)
    return tuple(dict.fromkeys(step for path in tested(expr) for step in _on_the_way(path, optional)))


def _on_the_way(path: Path, optional: Optional) -> Iterator[Path]:
    return (path[:size] for size in range(1, len(path) + 1) if optional(path[:size]))


def tested(expr: Expr) -> tuple[Path, ...]:
    """What one test looks at."""
    match expr:
        case core.IsIn(path=path) | core.Has(path=path) | core.Flag(path):
            return (path,)
        case core.SameEntity(left, right) | core.SameValue(left, right, _):
            return (left, right)
        case core.Compare(_, left_n, right_n):
            return (*reads(left_n), *reads(right_n))
        case core.Related(_, paths) | core.Open(_, paths) | core.Defined(args=paths):
            return paths
        case _:
            return ()


def negated(expr: Expr, optional: Optional) -> dict[Path, tuple[Expr, ...]]:
    """The tests on each path that may be absent by whose falsity `expr` may hold, in the order of the text.

    A negated term of what is given to it is a test of its own, of whatever its words speak.
    """
    found: dict[Path, dict[Expr, None]] = {}
    seen: set[tuple[int, bool]] = set()
    todo = [(expr, True)]
    while todo:
        here, truth = todo.pop()
        if (id(here), truth) in seen:
            continue
        seen.add((id(here), truth))
        if not truth and not isinstance(here, core.Exists):
            for path in _may_lack(here, optional):
                found.setdefault(path, {})[here] = None
        match here:
            case core.Not(body):
                todo.append((body, not truth))
            case core.And(items) | core.Or(items):
                todo += [(item, truth) for item in reversed(items)]
            case core.Defined(args=args, body=body) if truth or not args:
                todo.append((body, truth))
            case _:
                pass
    return {path: tuple(tests) for path, tests in found.items()}


def unmet(expr: Expr, path: Path, tests: Collection[Expr]) -> Expr:
    """`expr`, with each of `tests` that stands negated in it taken as met where there is nothing at `path`."""
    done: dict[tuple[int, bool], Expr] = {}

    def told(here: Expr, *, truth: bool) -> Expr:
        if (id(here), truth) not in done:
            done[id(here), truth] = rebuilt(here, truth=truth)
        return done[id(here), truth]

    def rebuilt(here: Expr, *, truth: bool) -> Expr:
        match here:
            case core.Not(body):
                found: Expr = core.Not(told(body, truth=not truth))
            case core.And(items):
                found = core.And(tuple(told(i, truth=truth) for i in items))
            case core.Or(items):
                found = core.Or(tuple(told(i, truth=truth) for i in items))
            case core.Defined(args=args, body=body) if truth or not args:
                found = replace(here, body=told(body, truth=truth))
            case _:
                found = here
        met = not truth and not isinstance(here, core.Exists) and here in tests
        return core.Or((found, core.Not(core.Exists(path)))) if met else found

    return told(expr, truth=True)
