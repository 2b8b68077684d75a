"""Changes of a document that could make a claim hold, as data, and in which direction they have to go.

Contract: an `Edit` is one change of the text, with the places where it is made and what it does to the law (`Change`; its `text` is a
formula still to be read). Only edits are made that can help: they forbid more where a claim says that something is never permitted, permit
more where it is always permitted. What words a claim itself uses is never changed, so that it goes on meaning what it says. `weight` is
the number of edits that it counts as: one, or as many as it takes facts from the claim.
"""

from dataclasses import dataclass
from typing import Literal

from tos_checker.amounts import open_in
from tos_checker.splice import Splice
from tos_spec import core, syntax


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A condition of a clause now reads `text` (None: it is dropped). Of an `unless` line it is what follows `unless`."""

    clause: str
    place: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Added:
    """A clause has a further line `unless TEXT`."""

    clause: str
    text: str


@dataclass(frozen=True, slots=True)
class Struck:
    """A clause is gone."""

    clause: str


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A clause no longer disapplies `number`."""

    clause: str
    number: str


@dataclass(frozen=True, slots=True)
class Bounded:
    """An open term includes, or excludes, `text` too."""

    term: str
    side: Literal["includes", "excludes"]
    text: str


@dataclass(frozen=True, slots=True)
class Narrowed:
    """An open quantity ends at `at` at its low or high end, which lies between the ends that it has."""

    quantity: str
    end: Literal["low", "high"]
    at: core.Exactly


Change = Rewritten | Added | Struck | Unlisted | Bounded | Narrowed


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of the text. `where` tells it in words; `old` and `new` are the words that differ.

    `line`: where `old` stands, if it goes; 0, if something comes.
    """

    change: Change
    weight: int
    splices: tuple[Splice, ...]
    where: str
    old: str
    new: str
    line: int = 0

    @property
    def size(self) -> int:
        """How much text it changes."""
        return letters(self.old, self.new)


def letters(old: str, new: str) -> int:
    """How many letters differ: what is left where both begin and end alike."""
    same = _alike(old, new)
    old, new = old[same:], new[same:]
    return len(old) + len(new) - 2 * _alike(old[::-1], new[::-1])


def _alike(one: str, other: str) -> int:
    """With how many characters both begin."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


@dataclass(frozen=True, slots=True)
class Unit:
    """A condition of a clause as it was written: a line, or an item of `and` or of `all of`."""

    clause: str
    place: int
    line: syntax.Condition
    formula: syntax.Formula
    parent: syntax.Junction | syntax.Listing | None
    index: int

    @property
    def negated(self) -> bool:
        """Whether it stands after `unless`."""
        return self.line.word == "unless"


def units(decl: syntax.ClauseDecl) -> tuple[Unit, ...]:
    """The conditions of a clause, in order."""
    found: list[Unit] = []

    def split(line: syntax.Condition, f: syntax.Formula, parent: syntax.Junction | syntax.Listing | None, index: int) -> None:
        apart = isinstance(f, syntax.Junction | syntax.Listing) and f.word in ("and", "all") and line.word == "when"
        if apart and isinstance(f, syntax.Junction | syntax.Listing):
            for n, item in enumerate(f.items):
                split(line, item, f, n)
        else:
            found.append(Unit(decl.number.text, len(found), line, f, parent, index))

    for line in decl.conditions:
        split(line, line.formula, None, 0)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the claim's conditions, as it was written and as it is meant."""

    formula: syntax.Formula
    expr: core.Expr


# --- in which direction -------------------------------------------------------------------------------------------------------------

Direction = Literal["forbid", "permit", "both"]

_WANTS: dict[tuple[str, core.Verdict], Direction] = {
    ("never", core.Verdict.PERMITTED): "forbid",
    ("never", core.Verdict.EXPRESSLY_PERMITTED): "forbid",
    ("always", core.Verdict.FORBIDDEN): "forbid",
    ("sometimes", core.Verdict.FORBIDDEN): "forbid",
    ("always", core.Verdict.EXPRESSLY_FORBIDDEN): "forbid",
    ("never", core.Verdict.FORBIDDEN): "permit",
    ("never", core.Verdict.EXPRESSLY_FORBIDDEN): "permit",
    ("always", core.Verdict.PERMITTED): "permit",
    ("sometimes", core.Verdict.PERMITTED): "permit",
    ("always", core.Verdict.EXPRESSLY_PERMITTED): "permit",
    ("never", core.Verdict.IN_BREACH): "permit",
}


def direction(claim: core.Claim) -> Direction:
    """Which way outcomes have to change for a claim to hold."""
    return "both" if claim.verdict is None else _WANTS.get((claim.form, claim.verdict), "both")


def signs(policy: core.Policy) -> dict[str, frozenset[int]]:
    """Of each clause: whether reaching further it forbids more (1), permits more (-1), or either."""
    found: dict[str, set[int]] = {c.number: set() for c in policy.clauses}
    for clause in policy.clauses:
        match clause.effect:
            case core.Effect.FORBID | core.Effect.REQUIRE:
                found[clause.number].add(1)
            case core.Effect.PERMIT:
                found[clause.number].add(-1)
            case core.Effect.DISAPPLY | core.Effect.LIFT:
                pass
    changed = True
    while changed:  # what defeats a clause works against it, and so up the chain
        changed = False
        for clause in policy.clauses:
            against = {-s for s in found[clause.number]}
            for defeater in clause.defeaters:
                if not against <= found[defeater]:
                    found[defeater] |= against
                    changed = True
    return {number: frozenset(s) for number, s in found.items()}


def reach(policy: core.Policy, wants: Direction) -> dict[str, tuple[bool, bool]]:
    """Of each clause: whether it helps if it reaches further, and whether it helps if it reaches less far."""
    if wants == "both":
        return {c.number: (True, True) for c in policy.clauses}
    up = 1 if wants == "forbid" else -1
    return {number: (up in s, -up in s) for number, s in signs(policy).items()}


def opens(expr: core.Expr, *, positive: bool = True) -> frozenset[tuple[str, bool]]:
    """The open terms in a formula, each with whether the formula grows with it."""
    match expr:
        case core.Open(term, _):
            return frozenset({(term, positive)})
        case core.Not(body):
            return opens(body, positive=not positive)
        case core.And(items) | core.Or(items):
            return frozenset(o for i in items for o in opens(i, positive=positive))
        case core.Defined(body=body):
            return opens(body, positive=positive)
        case _:
            return frozenset()


def quantities(expr: core.Expr) -> frozenset[str]:
    """The open quantities that a formula compares."""
    match expr:
        case core.Compare(_, left, right):
            return frozenset((*open_in(left), *open_in(right)))
        case core.Not(body) | core.Defined(body=body):
            return quantities(body)
        case core.And(items) | core.Or(items):
            return frozenset(name for item in items for name in quantities(item))
        case _:
            return frozenset()


def plain(expr: core.Expr) -> core.Expr:
    """An expression out of conjunctions of one."""
    while isinstance(expr, core.And) and len(expr.items) == 1:
        expr = expr.items[0]
    return expr


def of_others(policy: core.Policy) -> frozenset[str]:
    """The open terms and quantities that a document imported under a name declares or uses: to bound one would change what that document says."""
    found: set[str] = set()
    for other in policy.others.values():
        decls: tuple[core.OpenTerm | core.OpenQuantity, ...] = (*policy.terms.values(), *policy.quantities.values())
        found |= {d.name for d in decls if d.span.file == other.file}
        said = [e for c in other.clauses for e in (c.required, *(condition.expr for condition in c.conditions))]
        for expr in (*said, *(d.when for d in other.defaults)):
            found |= {term for term, _ in opens(expr)} | quantities(expr)
    return frozenset(found)
