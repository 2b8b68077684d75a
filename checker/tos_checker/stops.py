"""What stops an act, or settles it otherwise: the smallest sets of clauses, rulings and silence that a loophole can rest on.

Contract: where a claim says that something is always permitted, a reason is a smallest set of what stops it (prohibitions that apply,
duties that are breached, the silence or the ruling that an outcome rests on); for other verdicts, a status and a smallest set of
the clauses that apply. Smallest means that no loophole (of that status) rests on a part of it alone. A family holds the loopholes that rest
on at least the set, so every loophole belongs to one. `Stops.reasons` yields them in the order of their size, then of the
document, and does not depend on which models the solver finds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tos_checker import terms
from tos_checker.ground import Ground
from tos_checker.law import Law
from tos_checker.terms import Formula
from tos_spec.core import Effect

SILENCE, ON_CONFLICT, ON_SILENCE = "silence", "ruling on conflict", "ruling on silence"


@dataclass(frozen=True)
class Rests:
    """What a loophole rests on: a status in words (empty: the outcome is forbidden), clauses by number, and what else counts."""

    status: str
    on: tuple[str, ...]


class Stops:
    """The reasons of a ground's loopholes that are told by what applies. `forbidden`: only what stops an act is of interest."""

    def __init__(self, ground: Ground, law: Law, *, forbidden: bool) -> None:
        self.ground = ground
        self.elements = _stopping(law) if forbidden else _applying(law)
        self.statuses = {"": terms.TRUE} if forbidden else _statuses(law)
        ground.settle()

    def has(self, rests: Rests) -> Formula:
        """The loophole rests on exactly this."""
        parts = [e if name in rests.on else terms.negated(e) for name, e in self.elements.items()]
        return terms.both((self.statuses[rests.status], *parts))

    def belongs(self, rests: Rests) -> Formula:
        """The loophole rests on at least this."""
        return terms.both((self.statuses[rests.status], *(self.elements[name] for name in rests.on)))

    def reasons(self) -> Iterator[Rests]:
        """Every reason, in order. Raises OutOfEffortError where the bound on effort is reached."""
        for status in self.statuses:
            reported: list[Rests] = []
            for size in range(len(self.elements) + 1):
                if not self._any(status, reported):
                    break
                while self._any(status, reported, self._few(size)):
                    found = Rests(status, self._first(status, reported, size))
                    reported.append(found)
                    yield found

    def _any(self, status: str, reported: list[Rests], *more: Formula) -> bool:
        others = (terms.negated(self.belongs(r)) for r in reported)
        return self.ground.possible(self.ground.loophole, self.statuses[status], *others, *more)

    def _few(self, size: int) -> Formula:
        elements = list(self.elements.values())
        if size >= len(elements):
            return terms.TRUE
        if size == 0:
            return terms.both(terms.negated(e) for e in elements)
        return f"((_ at-most {size}) {' '.join(elements)})"

    def _first(self, status: str, reported: list[Rests], size: int) -> tuple[str, ...]:
        """The set of `size` elements, no smaller one being there, that comes first in the order of the document."""
        few, chosen = self._few(size), list[str]()
        for name, element in self.elements.items():
            if len(chosen) == size:
                break
            if self._any(status, reported, few, *(self.elements[c] for c in chosen), element):
                chosen.append(name)
        return tuple(chosen)


def _applying(law: Law) -> Mapping[str, Formula]:
    """Permissions and prohibitions that apply, duties that are breached."""
    found = {}
    for clause in law.relevant:
        if clause.effect in (Effect.PERMIT, Effect.FORBID):
            found[clause.number] = law.applies[clause.number]
        elif clause.effect is Effect.REQUIRE:
            found[clause.number] = law.breached[clause.number]
    return {name: e for name, e in found.items() if e != terms.FALSE}


def _stopping(law: Law) -> Mapping[str, Formula]:
    """What stops an act; silence and rulings, where the outcome rests on them (where a duty is breached, it rests on that)."""
    permissions = {c.number for c in law.relevant if c.effect is Effect.PERMIT}
    found = {name: e for name, e in _applying(law).items() if name not in permissions}
    unbreached = terms.negated(law.in_breach)
    silent = terms.both((law.in_force, law.silent, unbreached))
    found[SILENCE] = terms.both((silent, terms.negated(law.default_open)))
    if law.policy.conflicts == "undecided":
        found[ON_CONFLICT] = terms.both((law.conflicting, unbreached))
    found[ON_SILENCE] = terms.both((silent, law.default_open))
    return {name: e for name, e in found.items() if e != terms.FALSE}


def _statuses(law: Law) -> Mapping[str, Formula]:
    found = {
        "conflicting": law.conflicting,
        "expressly permitted": law.expressly_permitted,
        "expressly forbidden": law.expressly_forbidden,
        "silent": law.silent,
    }
    return {status: formula for status, formula in found.items() if formula != terms.FALSE}
