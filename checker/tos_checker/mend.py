"""How to make a failing claim hold with the least change of the text.

Contract: mends come smallest first: by the number of edits (an edit counts as many as it takes facts from the claim), then those first that
change least outside the claim, then by how little text changes. Each was tried in the text (see `trial`). Where effort runs out, what was
found by then is told, and that the search was cut. Where a claim fails on days on which the document is not in force, nothing is tried: there the clauses say nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from tos_checker import consistency, extents, keeping, redraft
from tos_checker.all_days import bounds
from tos_checker.amended import amended
from tos_checker.borrowed import borrowed
from tos_checker.budget import Budget, OutOfEffortError
from tos_checker.certifying import Questions
from tos_checker.constants import parts
from tos_checker.crossings import Crossings
from tos_checker.drafts import Candidates, Draft
from tos_checker.edits import Added, Bounded, Edit, Rewritten, Struck, letters, opens, quantities
from tos_checker.inline import written
from tos_checker.mending import Kept, Mending
from tos_checker.narrowings import narrowings
from tos_checker.opposed import opposed
from tos_checker.phrases import Op
from tos_checker.pointless import pointless
from tos_checker.probes import Probe, meanings
from tos_checker.redlines import Redlines
from tos_checker.redraft import Redrafting, Statuses
from tos_checker.remedies import Mend, OutOfForce, Redline, Remedies, Turning
from tos_checker.splice import Splice, clash
from tos_checker.switches import Switches
from tos_checker.trial import Trial, settles
from tos_spec import core
from tos_spec.amend import amend
from tos_spec.core import Case, Claim, Policy
from tos_spec.imports import Gathered, gather

_KEPT = ("holds", "accepted")
_COLLECTED = 16
_ENOUGH = 3
_SEARCH = 0.6
"""The share of the effort that the search may take; the rest is for trying what it finds."""


def remedies(file: Path, policy: Policy, claim: Claim, today: date, seconds: float, limit: int, asked: Questions) -> Remedies:
    """The mends of a claim of the document in `file`, at most `limit`."""
    searching = asked.begin("the search for mends", seconds * _SEARCH)
    told = Remedies(
        policy.name,
        claim.name,
        claim.title,
        kept=(len(policy.claims) - 1, len(policy.cases)),
        varies=claim.form == "independent",
        asks_law=any(isinstance(part, core.Applies | core.JudgedBy) for part in parts(claim.when)),
    )
    try:
        before = redraft.statuses(policy, today, searching)
        told = replace(told, status=before["claim", claim.name])
        if told.status not in ("fails", "arguable"):
            return told
        if (out := _out_of_force(policy, claim, today, searching)) is not None:
            return replace(told, out_of_force=out)
        return _Desk(file, policy, claim, today, before, searching).remedies(told, seconds * (1 - _SEARCH), limit, asked)
    except OutOfEffortError:
        return replace(told, cut=True)


def _out_of_force(policy: Policy, claim: Claim, today: date, effort: Budget) -> OutOfForce | None:
    """Whether a claim fails on days on which the document is not in force: there no clause applies, whatever it says."""
    if claim.form not in ("never", "always") or claim.under_some_reading or not claim.mentions_date:
        return None
    period = policy.period
    ends: tuple[tuple[Op, int | None], ...] = ((">=", period.first), ("<=", period.last))
    day = core.Read(("date",))
    inside = [core.Compare(op, day, core.Exactly(Fraction(end), core.Sort.DATE)) for op, end in ends if end is not None]
    if not inside:
        return None
    outside = replace(claim, when=core.And((claim.when, core.Not(core.And(tuple(inside))))))
    if keeping.status(policy, outside, today, effort) not in ("fails", "arguable"):
        return None
    within = replace(claim, when=core.And((claim.when, *inside)))
    return OutOfForce(bounds(period), keeping.status(policy, within, today, effort))


def _draft(policy: Policy, gathered: Gathered, claim: Claim) -> Draft:
    """The document as it was written; with what others ask that the claim speaks of."""
    draft = Draft(policy, gathered.sources, gathered.documents, claim)
    if draft.asked is None or not policy.others:
        return draft
    more = borrowed(gathered, draft.asked)
    sources = {**gathered.sources, **more.sources}
    documents = (*more.documents, *gathered.documents)
    return Draft(policy, sources, documents, claim, further=more.formulas, limits=more.limits, exempt=more.exempt)


@dataclass(frozen=True)
class _Found:
    """Edits that close the claim, in the law that they are said to make."""

    edits: frozenset[int]
    weight: int


class _Desk:
    """One claim, and the text before us."""

    def __init__(self, file: Path, policy: Policy, claim: Claim, today: date, before: Statuses, effort: Budget) -> None:
        self.file, self.policy, self.claim = file, policy, claim
        self.today, self.before, self.effort = today, before, effort
        gathered = gather(file, shown_as=str(file))
        self.draft = _draft(policy, gathered, claim)
        self.text = Redrafting(file, gathered.sources, gathered.documents, amended(gathered))
        whole = amend(gathered.documents, gathered.edges).documents[-1]
        self.crossings = Crossings(policy, gathered.sources, whole, self.draft.comments)
        self._read()
        self.telling = Redlines(policy, claim.act, self.units)

    def _read(self) -> None:
        """Make the edits, with what they mean."""
        draft = self.draft
        spoken = (*draft.parts(), *draft.limits, *draft.exempt)
        asked = [Probe(written(draft.texts, f), self.claim.act) for f in spoken]
        meant = meanings(self.file, [*(draft.probe(u) for us in draft.units.values() for u in us), *asked])
        whole = [n for n, us in draft.units.items() if all(draft.probe(u) in meant for u in us)]
        self.units = {n: [(meant[draft.probe(u)], u.negated) for u in draft.units[n]] for n in whole}
        candidates = [
            e
            for e in (*Candidates(draft, meant).all(), *narrowings(draft))
            if getattr(e.change, "clause", None) in (None, *whole)
        ]
        probes = [self._probe(e) for e in candidates]
        texts = meanings(self.file, [p for p in probes if p is not None])
        known = [(e, core.TRUE if p is None else texts.get(p)) for e, p in zip(candidates, probes, strict=True)]
        fit = [(e, m) for e, m in known if m is not None and self._fits(e, m)]
        fit = [(e, m) for e, m in fit if not (isinstance(e.change, Struck) and e.change.clause in self.crossings.referred_to)]
        stays = self.crossings.stays([c.number for c in self.policy.clauses])
        idle = pointless(self.policy, draft.top, self.units, [(e.change, m) for e, m in fit], stays, self.effort)
        self.edits: list[tuple[Edit, core.Expr]] = [pair for place, pair in enumerate(fit) if place not in idle]
        self.made = Switches(self.policy, draft.top, self.units, [(e.change, m) for e, m in self.edits])

    def _probe(self, edit: Edit) -> Probe | None:
        match edit.change:
            case Rewritten(clause, _, text) if text is not None:
                return Probe(text, self.policy.clause(clause).act)
            case Added(clause, text):
                return Probe(text, self.policy.clause(clause).act)
            case Bounded(term, _, text):
                decl = self.policy.terms[term]
                return Probe(text, decl.act or "", decl.params)
            case _:
                return None

    def _fits(self, edit: Edit, meant: core.Expr) -> bool:
        """Whether a term can be bounded so: by nothing that is open itself, and not so that it is both certain and excluded somewhere."""
        if not isinstance(edit.change, Bounded):
            return True
        if opens(meant) or quantities(meant):
            return False
        term = self.policy.terms[edit.change.term]
        if edit.change.side == "includes":
            term = replace(term, includes=core.Or((term.includes, meant)))
        else:
            term = replace(term, excludes=core.Or((term.excludes, meant)))
        bounded = replace(self.policy, terms={**self.policy.terms, term.name: term})
        return consistency.overlap(bounded, term, self.effort) is None

    def remedies(self, told: Remedies, seconds: float, limit: int, asked: Questions) -> Remedies:
        """What was found."""
        against = tuple(c for c in self.policy.cases if opposed(self.policy, self.claim, c, self.today, self.effort))
        places = range(len(self.edits))
        clashes = [(a, b) for a in places for b in range(a) if clash(self.edits[a][0].splices, self.edits[b][0].splices)]
        weights = [e.weight for e, _ in self.edits]
        search = Mending(self.made, weights, clashes, self._kept(against), self.today, self.effort)
        found, untried, cut = self._collected(search)
        checking = asked.begin("what was found, in the text", seconds)
        trial = Trial(self.file, self.text, self.draft, self.today, self.before, against, checking)
        mends: list[Mend] = []
        more, restated, dropped = False, None, 0
        try:
            for one in self._ranked(found, checking):
                if len(mends) == limit:
                    more = True
                    break
                splices = self._splices(one.edits)
                mend = None if splices is None else trial.mend(splices, self._redlines(one.edits))
                dropped += mend is None
                mends += [] if mend is None else [mend]
            restated = trial.restated()
        except OutOfEffortError:
            cut = True
        tally = search.tally
        return replace(
            told,
            mends=tuple(mends),
            restated=restated,
            edits=len(self.edits),
            guesses=tally.guesses,
            closing=tally.closing,
            dropped=dropped,
            turning=tuple(self._turning(search)),
            against=tuple(c.name for c in against),
            more=more,
            untried=untried,
            cut=cut or tally.cut,
            folder=redraft.names_in_diff((), self.file)[1],
        )

    def _kept(self, against: Sequence[Case]) -> list[Kept]:
        kept: list[Kept] = [c for c in self.policy.claims if c != self.claim and self.before["claim", c.name] in _KEPT]
        return kept + [c for c in self.policy.cases if c not in against and self.before["case", c.name] in _KEPT]

    def _turning(self, search: Mending) -> Iterator[Turning]:
        turned = sorted(search.tally.turned.items(), key=lambda t: (-t[1], t[0]))
        return (Turning(name, count, self._redlines(search.tally.nearest[name])) for name, count in turned)

    def _struck(self, edits: frozenset[int]) -> frozenset[str]:
        changes = (self.edits[n][0].change for n in edits)
        return frozenset(change.clause for change in changes if isinstance(change, Struck))

    def _splices(self, edits: frozenset[int]) -> list[Splice] | None:
        """What makes edits in the text; None where that cannot be done."""
        made = [s for n in sorted(edits) for s in self.edits[n][0].splices]
        uncrossed = self.crossings.uncrossed(self._struck(edits))
        further = [u.splice for u in uncrossed or ()]
        return None if uncrossed is None or clash(further, made) else [*made, *further]

    def _redlines(self, edits: frozenset[int]) -> tuple[Redline, ...]:
        told = tuple(self.telling.told(*self.edits[n]) for n in sorted(edits))
        return (*told, *(self.telling.uncrossed(u) for u in self.crossings.uncrossed(self._struck(edits)) or ()))

    def _collected(self, search: Mending) -> tuple[list[_Found], bool, bool]:
        """The lightest sets of edits, some that weigh one more if there are few, whether one more was found, and whether effort ran out."""
        found: list[_Found] = []
        try:
            for edits in search.found(self.claim):
                one = _Found(edits, sum(self.edits[n][0].weight for n in edits))
                lightest = found[0].weight if found else one.weight
                enough = one.weight > lightest and len(found) >= _ENOUGH
                if enough or one.weight > lightest + 1 or len(found) == _COLLECTED:
                    return found, True, False
                found.append(one)
        except OutOfEffortError:
            return found, False, True
        return found, False, False

    def _ranked(self, found: Sequence[_Found], effort: Budget) -> list[_Found]:
        changed = [self.made.chosen(f.edits) for f in found]
        reach = (
            extents.levels(self.policy, self.claim.act, settles(self.claim, self.today), changed, effort)
            if len(found) > 1
            else (0,)
        )

        def key(pair: tuple[_Found, int]) -> tuple[int, int, int, list[int]]:
            one, level = pair
            further = self.crossings.uncrossed(self._struck(one.edits)) or ()
            size = sum(self.edits[n][0].size for n in one.edits) + sum(letters(u.old, u.new) for u in further)
            return one.weight, level, size, sorted(one.edits)

        return [f for f, _ in sorted(zip(found, reach, strict=False), key=key)]
