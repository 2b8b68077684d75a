"""The difference of two documents in their words: families of change as stories, claims that turned, assumptions, vocabulary.

Contract: what is said of a side is true of the scenario under that document; its clauses are called by that document's numbers. A family's id depends
on the kind of change and the two reasons alone. A story tells what either document speaks of, in the words of the new one.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tos_checker import changes, headlines, stories
from tos_checker.accounts import account, not_in_force
from tos_checker.bench import carrier
from tos_checker.certifying import Questions
from tos_checker.citations import cited
from tos_checker.compare import Change, Comparison, Judged, compare
from tos_checker.declared import Declared
from tos_checker.difference import Change as Told
from tos_checker.difference import Compared, Difference, Remarked, Side, Supposed
from tos_checker.edits import opens, quantities
from tos_checker.facts import reached
from tos_checker.loopholes import pattern_entries
from tos_checker.phrases import listed, named_act
from tos_checker.reasons import Teller
from tos_checker.report import Account, Fact
from tos_checker.rewritten import header_lines, in_force, rewritten
from tos_checker.turned import turned
from tos_spec.core import Clause, Effect, Expr, Path, Policy
from tos_spec.shape import ancestors


def difference(
    files: tuple[str, str],
    policies: tuple[Policy, Policy],
    written: tuple[Declared, Declared],
    today: date,
    seconds: float | None,
    limit: int | None,
    asked: Questions,
) -> Difference:
    """The difference of two documents, which are called by `files` and were `written` so."""
    old, new = policies
    before = asked.so_far()
    found = compare(old, new, asked.begin("the comparison of outcomes", seconds), limit, whole=True)
    sound = not before.unconfirmed  # what was asked before is whether the documents contradict themselves
    certified = sound and asked.certified(since=before)
    verdicts = turned(old, new, found.joint, today, seconds, asked)
    return Difference(
        old=_document(files[0], old),
        new=_document(files[1], new),
        changes=told(found),
        turned=verdicts if sound else tuple(replace(v, certified=False) for v in verdicts),
        supposed=_supposed(found),
        remarks=tuple(Remarked(r.sort == "apart", r.text, r.new or r.old) for r in found.joint.remarks),
        complete=found.complete,
        unchanged=found.unchanged,
        cut=not found.complete and not found.undecided,
        undecided=found.undecided or any("undecided" in (t.was, t.now) for t in verdicts),
        apart=tuple(found.joint.new.acts[a].label for a in found.apart),
        header=header_lines(old, new, found.joint),
        text=rewritten(old, new, found.joint, written),
        certified=certified,
    )


def told(found: Comparison) -> tuple[Told, ...]:
    """The families of a comparison, told."""
    telling = _Telling(found)
    return tuple(telling.change(c) for c in found.families)


def _document(file: str, policy: Policy) -> Compared:
    counts = (len(policy.claims), len(policy.cases))
    return Compared(file, policy.name, policy.title, policy.issuer, policy.version, *counts, policy.span, in_force(policy.period))


def _supposed(found: Comparison) -> tuple[Supposed, ...]:
    if found.supposed is None:
        return ()
    gone = [Supposed(a.name, a.label, gone=True, span=a.span) for a in found.supposed.struck]
    return (*gone, *(Supposed(a.name, a.label, gone=False, span=a.span) for a in found.supposed.added))


class _Telling:
    """Tells changes. The scenario is told as a document would that had the vocabulary and the clauses of both."""

    def __init__(self, found: Comparison) -> None:
        self.sides = (found.joint.old, found.joint.new)
        self.both = carrier(found.joint, None)
        self.spoken_of: frozenset[Path] = reached(self.both).paths

    def change(self, change: Change) -> Told:
        """One family."""
        turn = change.turn
        tellers = [Teller(p, change.scenario, j.reading) for p, j in zip(self.sides, (change.old, change.new), strict=True)]
        sides = self._telling(change, tellers)
        whole = Teller(self.both, change.scenario, change.new.reading)
        before, after = sides
        parts = (
            change.kind,
            change.scenario.act,
            turn.before,
            turn.after,
            str(turn.permits),
            *change.old.rests,
            "",
            *change.new.rests,
        )
        stays: tuple[str, ...] = ()
        facts: tuple[Fact, ...] = ()
        if change.neighbour is not None:
            there = Teller(self.both, change.neighbour, change.new.reading)
            known = {f.role: f.value for f in stories.story(whole, self.spoken_of).facts}
            facts = tuple(f for f in stories.story(there, self.spoken_of).facts if known.get(f.role) != f.value)
            stays = changes.changes(whole, there, self.spoken_of)
        return Told(
            id=hashlib.sha256("\0".join(parts).encode()).hexdigest()[:8],
            kind=change.kind,
            headline=f"now {_headline(after)}; before, {_headline(before)}",
            story=stories.story(whole, self.spoken_of),
            before=before,
            after=after,
            pattern=tuple(pattern_entries(self.both, change.scenario.act, change.pattern.entries)),
            exact=change.pattern.exact,
            further=tuple(tuple(pattern_entries(self.both, change.scenario.act, p.entries)) for p in change.further),
            covered=change.covered,
            stays=stays,
            stays_facts=facts,
        )

    def _telling(self, change: Change, tellers: Sequence[Teller]) -> tuple[Side, Side]:
        accounts = [account(t, self.spoken_of) for t in tellers]
        named = {*change.old.rests, *change.new.rests}
        told = []
        for i, (teller, judged) in enumerate(zip(tellers, (change.old, change.new), strict=True)):
            others = {(a.clause, a.applies, a.because) for a in accounts[1 - i]}
            pivots = _pivots(teller, {point.name for point in judged.turns_on})
            own = tuple(replace(a, telling=a.clause in pivots or _tells(a, named, others)) for a in accounts[i])
            said = _said(teller, judged, self._opposite(change, i), tellers[1 - i].policy, now=i == 1)
            on = stories.turns_on(teller, judged.turns_on)
            ground = headlines.ground(teller)
            told.append(Side(judged.standing, judged.outcome, said, ground, judged.rests, on, stories.reading(teller), own))
        return told[0], told[1]

    @staticmethod
    def _opposite(change: Change, side: int) -> Judged:
        return (change.new, change.old)[side]


def _headline(side: Side) -> str:
    """What a side says; of one that is open, where it is as shown."""
    if side.standing != "unsettled":
        return side.said
    where = listed([p.words for p in side.turns_on]) if side.turns_on else "the text is read so"
    return f"open: {side.outcome} where {where}"


def _tells(one: Account, named: set[str], others: set[tuple[str, bool, str]]) -> bool:
    """Whether a clause explains the change: it is named, or it is otherwise in the other document and applies in one of them."""
    return one.clause in named or (one.applies and (one.clause, one.applies, one.because) not in others)


def _pivots(teller: Teller, points: set[str]) -> set[str]:
    """The clauses of a side on which what is open turns: they use a point, and are otherwise met."""
    found: set[str] = set()
    for clause in teller.policy.clauses if points else ():
        plain = [c.expr for c in clause.conditions if points.isdisjoint(_open_words(c.expr))]
        uses = len(plain) < len(clause.conditions) or not points.isdisjoint(_open_words(clause.required))
        if uses and not_in_force(teller, clause.period) is None and all(teller.holds(e) for e in plain):
            found.add(clause.number)
    return found


def _open_words(expr: Expr) -> frozenset[str]:
    return frozenset(term for term, _ in opens(expr)) | quantities(expr)


def _said(teller: Teller, judged: Judged, opposite: Judged, other: Policy, *, now: bool) -> str:
    """What one side says of the scenario, in a phrase: where it permits it, what became of what stops it on the other side."""
    if judged.outcome == "forbidden":
        return headlines.of_outcome(teller, frozenset())
    route = judged.rests[0]
    mine = {c.number: c for c in teller.policy.clauses if _can_stop(teller, c)}
    theirs = {c.number for c in other.clauses}
    stops = [n for n in opposite.rests if n in theirs]
    near: Clause | None = next((mine[n] for n in stops if n in mine), None)
    said = headlines.of_way(teller, route, near)
    if near is None and stops and route not in stops:
        said += f"{', as' if said == 'permitted' else ', and'} {_instead(teller.policy, stops, now=now)}"
    elif said == "permitted":
        said = f"permitted, as {headlines.ground(teller)}"
    return said


def _can_stop(teller: Teller, clause: Clause) -> bool:
    """Whether a clause could forbid the act of a scenario."""
    return clause.effect in (Effect.FORBID, Effect.REQUIRE) and clause.act in ancestors(teller.policy, teller.scenario.act)


def _instead(policy: Policy, stops: list[str], *, now: bool) -> str:
    """What is there, in a document without them, in the place of the clauses that stop an act in the other one."""
    here = next((c for n in stops for c in policy.clauses if c.number == n), None)
    if here is not None and here.effect in (Effect.FORBID, Effect.REQUIRE):
        return f"clause {here.number} {'speaks of' if now else 'spoke of'} {named_act(policy, here.act)} alone"
    if here is not None:
        return f"clause {here.number} {'forbids nothing any more' if now else 'forbade nothing yet'}"
    heading = next((n for n in stops for h in policy.headings if h.number == n), None)
    if heading is not None:
        return f"clause {heading} {'is' if now else 'was'} a heading {'now' if now else 'then'}"
    gone = "there is no" if now else "there was no"
    return f"{gone} {cited(stops)}{' any more' if now else ' yet'}"
