"""Edits that narrow an open quantity: one of its ends moved to a number that the claim names, or the document.

Contract: as for `drafts`. No quantity is narrowed that the claim itself compares, or a default, or that a document imported under a name declares or uses.
"""

from collections.abc import Iterator
from typing import Literal

from tos_checker import edits
from tos_checker.constants import constants, in_expr
from tos_checker.drafts import Draft
from tos_checker.edits import Edit, Narrowed
from tos_checker.spelling import amount
from tos_checker.splice import over
from tos_spec import core, syntax
from tos_spec.core import OpenQuantity
from tos_spec.types import SECONDS
from tos_spec.words import UNITS

_MOST_NUMBERS = 6
"""Of each quantity so many ends are tried: those of the claim first."""
_PLAIN = (core.Sort.NUMBER, core.Sort.INTEGER)


def narrowings(draft: Draft) -> Iterator[Edit]:
    """The edits, in the order of the document."""
    policy = draft.policy
    used = [e for c in draft.concerned() for e in (c.required, *(condition.expr for condition in c.conditions))]
    concerned = frozenset(name for e in used for name in edits.quantities(e))
    kept = [draft.claim.when, *(a.scope for a in draft.claim.accepting), *(d.when for d in policy.defaults)]
    stay = edits.of_others(policy).union(*(edits.quantities(e) for e in kept))
    for name, decl in _declared(draft).items():
        if name in concerned and name not in stay and draft.own(decl.span.file):
            yield from _of_one(draft, policy.quantities[name], decl)


def _declared(draft: Draft) -> dict[str, syntax.OpenQuantityDecl]:
    spans = {q.span: q.name for q in draft.policy.quantities.values()}
    decls = (getattr(d, "declaration", d) for document in draft.documents for d in document.declarations)
    return {spans[d.span]: d for d in decls if isinstance(d, syntax.OpenQuantityDecl) and d.span in spans}


def _of_one(draft: Draft, quantity: OpenQuantity, decl: syntax.OpenQuantityDecl) -> Iterator[Edit]:
    if decl.type.low is None or decl.type.high is None:
        return
    ends = (decl.type.low, decl.type.high)
    old = [draft.texts.at(end.span) for end in ends]
    for at in _numbers(draft, quantity):
        sides: tuple[tuple[int, Literal["low", "high"], bool], ...]
        sides = ((0, "low", at.value > quantity.low), (1, "high", at.value < quantity.high))
        for place, end, inner in sides:
            if inner:
                text = _written(at, quantity, old[1 - place])
                new = [text if n == place else word for n, word in enumerate(old)]
                splices = (over(ends[place].span, text),)
                where = f'the open quantity "{quantity.label}"'
                yield Edit(Narrowed(quantity.name, end, at), 1, splices, where, _from_to(old), _from_to(new))


def _written(at: core.Exactly, quantity: OpenQuantity, beside: str) -> str:
    """An end; of a duration in the unit of the end beside which it comes to stand, if it is a whole number of that."""
    unit = UNITS.get(beside.lstrip("0123456789_,. "), "")
    if quantity.type.sort is core.Sort.DURATION and unit in SECONDS:
        count = at.value / SECONDS[unit]
        if count.denominator == 1:
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return amount(at.value, quantity.type)


def _from_to(ends: list[str]) -> str:
    return f"from {ends[0]} to {ends[1]}"


def _numbers(draft: Draft, quantity: OpenQuantity) -> list[core.Exactly]:
    """The numbers of its sort between its ends, those of the claim (which may be an end) first."""
    type_ = quantity.type
    sorts = _PLAIN if type_.sort in _PLAIN else (type_.sort,)
    asked = [value for sort, value in in_expr(draft.claim.when) if sort in sorts]
    named = constants(draft.policy)
    further = [v for sort in sorts for v in named.get(sort, ()) if quantity.low < v < quantity.high]
    known = [v for v in dict.fromkeys((*asked, *further)) if quantity.low <= v <= quantity.high]
    return [core.Exactly(value, type_.sort, type_.of) for value in known[:_MOST_NUMBERS]]
