"""Claims and cases of two documents: which verdict turned, which asks something else, which is new or struck.

Contract: they are matched by name, and each is answered in its own document. It asks the same if its form is the same and no scenario and no joint
reading tells its conditions apart; titles, labels, the order of conditions and names of definitions do not count.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Literal, TypeVar

from tos_checker import answer, headlines, stories, terms, values
from tos_checker.accounts import not_in_force
from tos_checker.answer import Answer
from tos_checker.bench import Bench, carrier
from tos_checker.budget import OutOfEffortError
from tos_checker.certifying import Questions
from tos_checker.constants import parts
from tos_checker.difference import Turned, Turning
from tos_checker.facts import reached
from tos_checker.joint import Joint
from tos_checker.phrases import book, listed
from tos_checker.readings import PointOf
from tos_checker.reasons import Teller
from tos_spec import core
from tos_spec.core import Acceptance, Case, Claim, Policy, Verdict
from tos_spec.scenario import ON_CONFLICT, ON_SILENCE, ruled_in
from tos_spec.shape import root

_Asked = TypeVar("_Asked", Claim, Case)


def turned(old: Policy, new: Policy, joint: Joint, today: date, seconds: float | None, asked: Questions) -> tuple[Turned, ...]:
    """Each claim and case that is not what it was, or stayed undecided: claims first, in the order of the new document."""
    comparing = _Comparing(old, new, joint, today, seconds, asked)
    claims = _named([joint.of_old.claim(c) for c in old.claims], [joint.of_new.claim(c) for c in new.claims])
    cases = _named([joint.of_old.case(c) for c in old.cases], [joint.of_new.case(c) for c in new.cases])
    found = [comparing.certified(comparing.claim, name, pair) for name, pair in claims.items()]
    found += [comparing.certified(comparing.case, name, pair) for name, pair in cases.items()]
    return tuple(t for t in found if t is not None)


def _named(old: Sequence[_Asked], new: Sequence[_Asked]) -> Mapping[str, tuple[_Asked | None, _Asked | None]]:
    before: dict[str, _Asked] = {c.name: c for c in old}
    after: dict[str, _Asked] = {c.name: c for c in new}
    return {name: (before.get(name), after.get(name)) for name in dict.fromkeys((*after, *before))}


class _Comparing:
    """Both documents, as they are and in joint names."""

    def __init__(self, old: Policy, new: Policy, joint: Joint, today: date, seconds: float | None, asked: Questions) -> None:
        self.joint, self.today, self.seconds, self.asked = joint, today, seconds, asked
        self.policies = old, new
        self.claims = tuple({c.name: (policy, c) for c in policy.claims} for policy in (old, new))
        self.cases = tuple({c.name: (policy, c) for c in policy.cases} for policy in (old, new))

    def certified(
        self,
        became: Callable[[str, _Asked | None, _Asked | None], Turned | None],
        name: str,
        pair: tuple[_Asked | None, _Asked | None],
    ) -> Turned | None:
        """What became of a claim or a case, and whether a second solver confirmed all of it."""
        before = self.asked.so_far()
        found = became(name, *pair)
        sure = self.asked.certified(since=before)
        return None if found is None else replace(found, certified=sure and "undecided" not in (found.was, found.now))

    def claim(self, name: str, old: Claim | None, new: Claim | None) -> Turned | None:
        """What became of a claim."""
        begin = partial(self.asked.begin, f"claim {name}", self.seconds)
        answers = [answer.claim(*side[name], self.today, begin()) if name in side else None for side in self.claims]
        if old is None or new is None:
            return self._turned("claim", old, new, answers, reworded=False)
        asks = _form(old) != _form(new) or not self._same(name, old.act, old.when, new.when)
        accepts = tuple(self._accepts_otherwise(old, new))
        found = self._turned("claim", old, new, answers, reworded=asks or bool(accepts))
        return None if found is None else replace(found, accepts=accepts, asks_alike=not asks)

    def case(self, name: str, old: Case | None, new: Case | None) -> Turned | None:
        """What became of a case."""
        begin = partial(self.asked.begin, f"case {name}", self.seconds)
        answers = [answer.case(*side[name], begin()) if name in side else None for side in self.cases]
        if old is None or new is None:
            return self._turned("case", old, new, answers, reworded=False)
        same = self._same(name, old.act, old.facts, new.facts)
        found = self._turned("case", old, new, answers, reworded=not same or _expected(old) != _expected(new))
        if found is None or old.verdict is new.verdict:
            return found
        return replace(found, expects=(old.verdict.value, new.verdict.value), other_facts=not same)

    def _turned(
        self,
        check: Literal["claim", "case"],
        old: Claim | Case | None,
        new: Claim | Case | None,
        answers: Sequence[Answer | None],
        *,
        reworded: bool,
    ) -> Turned | None:
        was, now = (None if a is None else a.status for a in answers)
        asked = new or old
        assert asked is not None  # noqa: S101 - one side has it
        change: Turning = "turned" if was != now else "reworded"
        if old is None or new is None:
            change = "added" if old is None else "struck"
        elif was == now and not reworded and now != "undecided":
            return None
        title = "" if asked.title == asked.name.replace("_", " ") else asked.title
        shown = zip(self.policies, (old, new), answers, strict=True)
        before, after = [_why(p, c, a) if c and a and was != now else "" for p, c, a in shown]
        told = Turned(check, asked.name, title, change, reworded, was, now, asked.span)
        return replace(told, why_before=before, why_now=after)

    def _accepts_otherwise(self, old: Claim, new: Claim) -> Iterator[str]:
        """What is accepted no more, now, or for another time, in the words of the document that accepts it."""
        left = list(range(len(new.accepting)))
        for place, gone in enumerate(old.accepting):
            alike = [i for i in left if self._same(old.name, old.act, gone.scope, new.accepting[i].scope)]
            twin = next((i for i in alike if new.accepting[i].through == gone.through), alike[0] if alike else None)
            if twin is None:
                yield f"what it accepted ({self._accepted(0, old.name, place)}) is accepted no more"
                continue
            left.remove(twin)
            if new.accepting[twin].through != gone.through:
                for_now, before = _time(new.accepting[twin]), _time(gone)
                yield f"what it accepted ({self._accepted(0, old.name, place)}) is accepted {for_now} now; before, {before}"
        yield from (f"it accepts now what it did not: {self._accepted(1, old.name, i)}" for i in left)

    def _accepted(self, side: int, name: str, place: int) -> str:
        policy, claim = self.claims[side][name]
        return book(policy, claim.act).stated(claim.accepting[place].scope)

    def _same(self, name: str, act: str, old: core.Expr, new: core.Expr) -> bool:
        """Whether two formulas of what is called `name`, in joint names, mean the same. What speaks of clauses or of other documents has to read the same.

        Of other documents, what they say has to be the same, too.
        """
        said = [part for expr in (old, new) for part in parts(expr)]
        alike, elsewhere = bare(old) == bare(new), any(isinstance(part, core.JudgedBy) for part in said)
        if alike and not elsewhere:
            return True
        if not alike and (elsewhere or any(isinstance(part, core.Applies) for part in said)):
            return False
        when = core.And((old, new))
        try:
            effort = self.asked.begin(f"whether both documents ask the same by `{name}`", self.seconds)
            bench = Bench(carrier(self.joint, when), root(self.joint.new, act), effort, joint=self.joint)
            (before, after), _ = bench.read_alike()
            unlike = terms.negated(terms.equivalent(before.holds(old), after.holds(new)))
            bench.settle(before, after)
            if unlike == terms.FALSE:
                return True
            bench.require(unlike)
            return not bench.session.satisfiable()
        except OutOfEffortError:
            return False


def _why(policy: Policy, asked: Claim | Case, given: Answer) -> str:
    """Of one that fails or is arguable: what the document makes of the scenario that shows it, if outcomes are asked for, or if it is not in force there."""
    if given.status not in ("fails", "arguable") or not given.found:
        return ""
    found = given.found[0]
    teller = Teller(policy, found.scenario, found.reading)
    if asked.verdict not in (Verdict.PERMITTED, Verdict.FORBIDDEN) and not_in_force(teller, policy.period) is None:
        return ""
    said = headlines.of_outcome(teller, reached(policy).paths)
    ruling = {"conflict ruling": ON_CONFLICT, "silence ruling": ON_SILENCE}.get(teller.judged.rests_on, "")
    further = tuple(p for p in found.turns_on if not _says(said, teller, p, ruling))
    where = listed([p.words for p in stories.turns_on(teller, further)])
    return f"{said}, where {where}" if where else said


def _says(said: str, teller: Teller, point: PointOf, ruling: str) -> bool:
    """Whether `said` tells how a point is read: the ruling that the outcome rests on, or an open term."""
    if point.name not in teller.policy.terms:
        return bool(ruling) and ruled_in(point.name) == (ruling, "")
    truth = teller.holds(core.Open(point.name, point.args))
    return re.search(rf"{re.escape(teller.read_as(point.name, point.args, truth=truth))}($|[,;:)])", said) is not None


def _form(claim: Claim) -> tuple[object, ...]:
    return claim.act, claim.form, claim.verdict, claim.clauses, claim.paths, claim.under_some_reading


def _expected(case: Case) -> tuple[object, ...]:
    return case.act, case.verdict, case.under, case.not_under, case.under_some_reading


def bare(expr: core.Expr) -> core.Expr:
    """A formula without the names of definitions and of classes."""
    match expr:
        case core.Defined(body=body):
            return bare(body)
        case core.Not(body):
            return core.Not(bare(body))
        case core.And(items):
            return core.And(tuple(map(bare, items)))
        case core.Or(items):
            return core.Or(tuple(map(bare, items)))
        case core.IsIn(path, kind, _, leaves):
            return core.IsIn(path, kind, (), leaves)
        case core.Has(path, kind, _, leaves, only):
            return core.Has(path, kind, (), leaves, only)
        case _:
            return expr


def _time(acceptance: Acceptance) -> str:
    return "without end" if acceptance.through is None else f"through {values.day(acceptance.through)}"
