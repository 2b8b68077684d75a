"""Changes of a document that somebody might make in passing: a clause struck, a condition dropped, a class narrowed, a bound moved.

Contract: each `Weakening` is a whole policy with one clause changed in one place; nothing else differs. `region` is where the difference
lies: the clause's own conditions there, as a document writes them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from tos_checker import values
from tos_checker.agreement import said_of
from tos_checker.constants import constants
from tos_checker.patterns import role
from tos_checker.phrases import Phrasebook
from tos_checker.proofs import without
from tos_spec import core
from tos_spec.core import Clause, Condition, Effect, Path, Policy, Sort
from tos_spec.shape import slots

_MOST_CHILDREN = 8


@dataclass(frozen=True)
class Weakening:
    """A changed document: what was done to which clause, and where it matters. `wider`: the clause reaches more than it did.

    `condition` is the one that was narrowed or moved, as written. What is said of a narrowing is only what it leaves out.
    """

    clause: Clause
    sort: Literal["struck", "dropped", "narrowed", "moved"]
    said: str
    policy: Policy
    region: tuple[str, ...]
    wider: bool
    condition: str = ""


def weakenings(policy: Policy, clause: Clause) -> Iterator[Weakening]:
    """Every weakening of one clause, in the order of its conditions."""
    texts = tuple(c.text for c in clause.conditions)
    breach = (negated(clause.required_text),) if clause.effect is Effect.REQUIRE else ()
    yield Weakening(clause, "struck", "it could be struck", without(policy, clause.number), (*texts, *breach), wider=False)
    for place, condition in enumerate(clause.conditions):
        rest = (*texts[:place], *texts[place + 1 :])
        dropped = _changed(policy, clause, place, None)
        said = f"its condition `{condition.text}` could be dropped"
        yield Weakening(clause, "dropped", said, dropped, (*rest, *breach, negated(condition.text)), wider=True)
        for said, expr, inside, wider in _variants(policy, clause, condition):
            changed = _changed(policy, clause, place, replace(condition, expr=expr))
            sort: Literal["narrowed", "moved"] = "narrowed" if isinstance(expr, core.IsIn) else "moved"
            yield Weakening(clause, sort, said, changed, (*rest, *breach, *inside), wider, condition.text)


def negated(text: str) -> str:
    """The negation of a formula as a document writes it, in parentheses only where they are needed."""
    if re.fullmatch(r"not [\w.]+", text):
        return text.removeprefix("not ")
    return f"not {text}" if re.fullmatch(r"[\w.]+", text) else f"not ({text})"


def _changed(policy: Policy, clause: Clause, place: int, condition: Condition | None) -> Policy:
    conditions = list(clause.conditions)
    if condition is None:
        del conditions[place]
    else:
        conditions[place] = condition
    changed = replace(clause, conditions=tuple(conditions))
    return replace(policy, clauses=tuple(changed if c.number == clause.number else c for c in policy.clauses))


_Variant = tuple[str, core.Expr, tuple[str, ...], bool]


def _variants(policy: Policy, clause: Clause, condition: Condition) -> Iterator[_Variant]:
    match condition.expr:
        case core.IsIn(path, kind, _, leaves):
            yield from _narrowed(policy, clause, path, kind, leaves)
        case core.Compare(op, core.Read(path), core.Exactly(value, sort, of)):
            yield from _moved(policy, clause, path, op, core.Exactly(value, sort, of))
        case _:
            pass


def _narrowed(policy: Policy, clause: Clause, path: Path, kind: str, leaves: frozenset[str]) -> Iterator[_Variant]:
    """The class without one of the classes just below it."""
    tree, book = policy.kinds[kind], Phrasebook(policy, clause.act)
    whole = [n for n in tree.nodes if frozenset(tree.leaves_below(n.id)) <= leaves]
    tops = [n for n in whole if n.parent is None or not frozenset(tree.leaves_below(n.parent)) <= leaves]
    parts = [c for top in tops for c in tree.nodes if c.parent == top.id] if len(tops) == 1 else tops
    for part in parts[:_MOST_CHILDREN] if len(parts) > 1 else ():
        rest = leaves - frozenset(tree.leaves_below(part.id))
        classes = tuple(n for n in tree.leaves if n in rest)
        said = said_of(book.noun(path), book.is_one_of(path, kind, (part.id,), truth=True))
        yield said, core.IsIn(path, kind, classes, rest), (f"{role(path)} is {part.id}",), False


def _moved(policy: Policy, clause: Clause, path: Path, op: str, bound: core.Exactly) -> Iterator[_Variant]:
    """The bound moved to the next number that the document names, or else to its half or its double."""
    if op == "=":
        return
    book = Phrasebook(policy, clause.act)
    slot = next(s for s in slots(policy, clause.act) if s.path == path)
    named = constants(policy).get(bound.sort, ())
    below = max((n for n in named if n < bound.value), default=_other(bound, Fraction(1, 2)))
    above = min((n for n in named if n > bound.value), default=_other(bound, Fraction(2)))
    low, high = slot.field.type.low, slot.field.type.high
    for value in (below, above):
        if value is None or (low is not None and value < low) or (high is not None and value > high) or value == bound.value:
            continue
        other = core.Exactly(value, bound.sort, bound.of)
        wider = (value > bound.value) == (op in ("<", "<="))
        now, then = (f"{role(path)} {op} {written(b)}" for b in (bound, other))
        inside = (then, negated(now)) if wider else (now, negated(then))
        said = f"its bound {book.number(bound)} could be {book.number(other)}"
        yield said, core.Compare(_op(op), core.Read(path), other), inside, wider


def _op(op: str) -> Literal["=", "<", "<=", ">", ">="]:
    ops: dict[str, Literal["=", "<", "<=", ">", ">="]] = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}
    return ops[op]


def _other(bound: core.Exactly, factor: Fraction) -> Fraction | None:
    if bound.sort is Sort.DATE:
        return bound.value + (365 if factor > 1 else -365)
    value = bound.value * factor
    return Fraction(int(value)) if bound.sort is Sort.INTEGER else value


def written(number: core.Exactly) -> str:
    """A constant as a document can write it."""
    match number.sort:
        case Sort.DURATION:
            return values.as_written(number.value)
        case _:
            return values.plain(number.value, number.sort, number.of)
