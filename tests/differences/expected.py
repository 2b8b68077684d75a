"""The difference of two documents by exhaustive comparison: every scenario, every joint reading, each judged by each document alone.

Contract: nothing here knows of a joint vocabulary. A scenario of both is put together from the specs; for each side it is cut down to what that
side's own document knows. A leaf that a side lacks is what the words of the language say: the class that it was a leaf of, `other`, or else
one more leaf below the class, which is written into that side's document. Only `interpret` is asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import product
from pathlib import Path

from tests.differences.specs import Role, Spec
from tos_spec import core, evaluate, interpret
from tos_spec.core import Effect, Policy
from tos_spec.load import load
from tos_spec.scenario import Reading, Scenario

Change = tuple[str, str, int, str, frozenset[str]]
"""What it was, what it is, which side permits it (0: the old one), by which route, and what stops it on the other side."""

DAYS = (738_000, 739_900)  # before and after the only day that clauses name


def loaded(text: str) -> Policy:
    """The document of a text."""
    found = load(Path("made.tos"), text=text.encode(), shown_as="made.tos")
    assert found.policy is not None, (text, found.diagnostics)
    return found.policy


@dataclass(frozen=True)
class Side:
    """One document, with what it makes of names that it lacks."""

    spec: Spec
    other: Spec

    @cached_property
    def images(self) -> Mapping[str, str]:
        """What each leaf of both is here."""
        return {leaf: self._image(leaf) for leaf in joint_leaves(self.spec, self.other)}

    def _image(self, leaf: str) -> str:
        mine, theirs = dict(self.spec.tree), dict(self.other.tree)
        if leaf in self.spec.leaves():
            return leaf
        if leaf in mine:
            return f"new_{leaf}"  # a class here, and none of the leaves below it
        above = theirs[leaf]
        while above and above not in mine:
            above = theirs[above]
        if above in self.spec.leaves():
            return above
        rest = f"{above}.other" if above else "other"
        return rest if rest in mine else f"new_{leaf}".replace(".", "_")

    @cached_property
    def policy(self) -> Policy:
        """The document, with the leaves that it has no name for."""
        mine, theirs = dict(self.spec.tree), dict(self.other.tree)
        tree = list(self.spec.tree)
        for leaf, image in self.images.items():
            if image.startswith("new_"):
                above = leaf if leaf in mine else theirs[leaf]
                while above and above not in mine:
                    above = theirs[above]
                tree.append((image, above))
        return loaded(replace(self.spec, tree=tuple(tree)).text)

    def act(self, act: str) -> str | None:
        """What an act of both is here."""
        here: str | None = act
        parents = {**dict(self.other.acts), **dict(self.spec.acts)}
        while here and here not in dict(self.spec.acts):
            here = parents[here]
        return here or None


def joint_leaves(one: Spec, other: Spec) -> tuple[str, ...]:
    """The leaves of both: names that are leaves in one, and no class in the other."""
    classes = one.inner() | other.inner()
    return tuple(dict.fromkeys(n for s in (one, other) for n in s.leaves() if n not in classes))


class Both:
    """Every scenario of two documents, and what each makes of it."""

    def __init__(self, old: Spec, new: Spec) -> None:
        self.sides = (Side(old, new), Side(new, old))
        self.specs = (old, new)
        self._judged: dict[object, tuple[str, frozenset[str]]] = {}

    # --- scenarios ----------------------------------------------------------------------------------------------------------------

    def acts(self) -> tuple[str, ...]:
        """The acts of both."""
        return tuple(dict.fromkeys(a for s in self.specs for a, _ in s.acts))

    def roles(self, act: str) -> list[tuple[Role, tuple[int, ...]]]:
        """The roles of an act, each with the sides that have it; those of two types are two."""
        found: dict[tuple[str, str], list[tuple[int, Role]]] = {}
        for i, spec in enumerate(self.specs):
            here = self.sides[i].act(act)
            for role in spec.roles:
                if here is not None and role.act in spec.above(here):
                    found.setdefault((role.name, role.sort), []).append((i, role))
        wide = []
        for having in found.values():
            roles = [r for _, r in having]
            optional, low, high = any(r.optional for r in roles), min(r.low for r in roles), max(r.high for r in roles)
            wide.append((replace(roles[0], optional=optional, low=low, high=high), tuple(i for i, _ in having)))
        return wide

    def scenarios(self) -> Iterator[tuple[str, dict[tuple[str, str], object]]]:
        """Every act with a value for every role (None: absent), and a day, in which the assumptions of both hold."""
        for act in self.acts():
            roles = self.roles(act)
            for values in product(*(self._values(r) for r, _ in roles)):
                facts = {(r.name, r.sort): v for (r, _), v in zip(roles, values, strict=True)}
                for day in DAYS if any(c.first_day for s in self.specs for c in s.clauses) else DAYS[:1]:
                    s = {**facts, ("date", "date"): Fraction(day)}
                    if all(self._possible(i, act, s) for i in (0, 1)):
                        yield act, s

    def _values(self, role: Role) -> list[object]:
        found: list[object]
        match role.sort:
            case "kind":
                found = list(joint_leaves(*self.specs))
            case "flag":
                found = [False, True]
            case _:
                found = [Fraction(n, 2) for n in range(2 * role.low, 2 * role.high + 1)]
        return [*found, None] if role.optional else found

    def cut(self, side: int, act: str, facts: Mapping[tuple[str, str], object]) -> Scenario | None:
        """A scenario as one side knows it; None if it has no such act."""
        here = self.sides[side].act(act)
        if here is None:
            return None
        spec = self.specs[side]
        known = {("date",): facts["date", "date"]}
        for role in spec.roles:
            value = facts.get((role.name, role.sort))
            if role.act in spec.above(here) and value is not None:
                known[role.name,] = self.sides[side].images[str(value)] if role.sort == "kind" else value
        return Scenario(here, known, {})  # type: ignore[arg-type]

    def _possible(self, side: int, act: str, facts: Mapping[tuple[str, str], object]) -> bool:
        policy, s = self.sides[side].policy, self.cut(side, act, facts)
        if s is None or "use" not in self.specs[side].above(s.act):
            return True
        return all(evaluate.holds(policy, s, evaluate.NOTHING_READ, a.body) for a in policy.assumptions)

    # --- readings -------------------------------------------------------------------------------------------------------------------

    def readings(self) -> Iterator[tuple[Reading, Reading]]:
        """Every joint reading, as each side takes it."""
        terms = sorted({t for s in self.specs for t, _, _ in s.terms})
        ends = [s.much for s in self.specs if s.much is not None]
        low, high = (min(e[0] for e in ends), max(e[1] for e in ends)) if ends else (0, 0)
        amounts = [Fraction(n, 4) for n in range(4 * low, 4 * high + 1)]
        for bits in product((False, True), repeat=len(terms)):
            for much in amounts:
                for on_conflict, on_silence in product((False, True), repeat=2):
                    yield tuple(  # type: ignore[misc]
                        Reading(
                            {t: b for t, b in zip(terms, bits, strict=True) if t in {n for n, _, _ in spec.terms}},
                            {},
                            {} if spec.much is None else {"much": min(max(much, Fraction(spec.much[0])), Fraction(spec.much[1]))},
                            on_conflict,
                            on_silence,
                        )
                        for spec in self.specs
                    )

    # --- what each side makes of it ---------------------------------------------------------------------------------------------------

    def judged(self, side: int, act: str, s: Scenario | None, r: Reading) -> tuple[str, frozenset[str]]:
        """The outcome, and its routes (if it is permitted) or all that stops it."""
        key = (side, act, s and s.act, s and tuple(s.facts.items()), tuple(r.terms.items()), tuple(r.quantities.values()))
        key = (*key, r.on_conflict, r.on_silence)
        if key not in self._judged:
            self._judged[key] = self._of_silence(side, r) if s is None else self._of_law(side, s, r)
        return self._judged[key]

    def _of_silence(self, side: int, r: Reading) -> tuple[str, frozenset[str]]:
        default = self.specs[side].default
        if default == "undecided":
            return "permitted" if r.on_silence else "forbidden", frozenset({"ruling on silence"})
        return default, frozenset({"silence"})

    def _of_law(self, side: int, s: Scenario, r: Reading) -> tuple[str, frozenset[str]]:
        policy = self.sides[side].policy
        found = interpret.judge(policy, s, r)
        applying = [c for c in policy.clauses if found.applies[c.number]]
        if found.outcome == "permitted":
            match found.rests_on:
                case "default":
                    return found.outcome, frozenset({"silence"})
                case "silence ruling":
                    return found.outcome, frozenset({"ruling on silence"})
                case "conflict ruling":
                    return found.outcome, frozenset({"ruling on conflict"})
            return found.outcome, frozenset(_permitting(policy, applying))
        on = {c.number for c in applying if c.effect is Effect.FORBID} | set(found.breached)
        if not found.breached and found.status == "silent":
            on.add("silence" if self.specs[side].default != "undecided" else "ruling on silence")
        if not found.breached and found.status == "conflicting" and policy.conflicts == "undecided":
            on.add("ruling on conflict")
        return found.outcome, frozenset(on)


def _permitting(policy: Policy, applying: list[core.Clause]) -> list[str]:
    permits = [c for c in applying if c.effect is Effect.PERMIT]
    ranked = [c for c in permits if not c.excepts]
    if policy.conflicts == "earlier prevails" and ranked:
        return [min(ranked, key=lambda c: c.order).number]
    if policy.conflicts == "later prevails" and ranked:
        return [max(ranked, key=lambda c: c.order).number]
    return [c.number for c in permits]


def changes(both: Both) -> frozenset[Change]:
    """Every family of change: those whose set of what stops the act has no smaller one."""
    all_: set[Change] = set()
    readings = list(both.readings())
    for act, facts in both.scenarios():
        cut = [both.cut(i, act, facts) for i in (0, 1)]
        rows = [[both.judged(i, act, cut[i], r[i]) for i in (0, 1)] for r in readings]
        standing = [_standing({row[i][0] for row in rows}) for i in (0, 1)]
        for row in rows:
            if row[0][0] != row[1][0]:
                permits = 0 if row[0][0] == "permitted" else 1
                all_ |= {(standing[0], standing[1], permits, route, row[1 - permits][1]) for route in row[permits][1]}
    return frozenset(c for c in all_ if not any(d[:4] == c[:4] and d[4] < c[4] for d in all_))


def _standing(outcomes: set[str]) -> str:
    return outcomes.pop() if len(outcomes) == 1 else "unsettled"
