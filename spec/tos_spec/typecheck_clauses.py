"""Relations between clauses: acts, effects, exceptions, defeaters and days of each clause.

Contract: `standings` gives, for every clause with an effect, what the core says of it apart from its conditions. Relations and
dates of headings have been spread over the clauses below them; `defeaters` is complete.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tos_spec import syntax
from tos_spec.core import Effect, Period
from tos_spec.diagnostics import Collector, Diagnostic
from tos_spec.resolve import Vocabulary
from tos_spec.resolve_clauses import Numbered, Table, empty, empty_period, meet, period
from tos_spec.resolve_names import listed
from tos_spec.resolve_vocabulary import act_of, circles
from tos_spec.source import Span

LONGEST_CHAIN = 100
MOST_CIRCLES = 20
MOST_RELATIONS = 20_000
_NORMS = {"permit": Effect.PERMIT, "forbid": Effect.FORBID, "require": Effect.REQUIRE}
_OPPOSITE = {
    (Effect.PERMIT, Effect.FORBID),
    (Effect.FORBID, Effect.PERMIT),
    (Effect.PERMIT, Effect.REQUIRE),
    (Effect.REQUIRE, Effect.PERMIT),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A clause among the others: its act and effect, what it excepts, what defeats it, and its days."""

    act: str
    effect: Effect
    excepts: tuple[str, ...]
    defeaters: tuple[str, ...]
    period: Period


@dataclass(frozen=True, slots=True)
class _Relation:
    """`over` prevails over, excepts or disapplies `under`; said by the line at `span`."""

    word: Literal["exception to", "notwithstanding", "subject to", "disapply"]
    over: str
    under: str
    span: Span
    spread: bool  # said of a heading, or by one: then a pair that does not fit is passed over


@dataclass
class Clauses:
    """The clauses of a document, while their relations are worked out."""

    vocabulary: Vocabulary
    table: Table
    found: Collector
    acts: dict[str, str | None] = field(default_factory=dict)
    relations: list[_Relation] = field(default_factory=list)

    def standings(self) -> dict[str, Standing]:
        """What is said of each clause whose act is known."""
        for clause in self.table.clauses.values():
            self.relations += self._relations_of(clause)
            if len(self.relations) > MOST_RELATIONS:
                message = f"relations join more than {MOST_RELATIONS} pairs of clauses, counting those below headings"
                help = "name the clauses that a relation concerns, not headings with many below them"
                self.found.add(Diagnostic("E418", "too-many-relations", message, clause.decl.number.span, (), help))
                return {}
        if self._circular():
            return {}
        for number in self._downward():
            self.acts[number] = self._act(number)
        periods = {n: self._period(c) for n, c in self.table.clauses.items()}
        kept = self._fitting()
        excepts: dict[str, dict[str, None]] = {n: {} for n in self.table.clauses}
        defeaters: dict[str, dict[str, None]] = {n: {} for n in self.table.clauses}
        for r in kept:
            if r.word == "exception to":
                excepts[r.over][r.under] = None
            if r.word in ("exception to", "disapply") or effect(self.table.clauses[r.over]) is not Effect.REQUIRE:
                defeaters[r.under][r.over] = None
        order = {n: i for i, n in enumerate(self.table.clauses)}
        return {
            n: Standing(
                act,
                effect(clause),
                tuple(sorted(excepts[n], key=order.__getitem__)),
                tuple(sorted(defeaters[n], key=order.__getitem__)),
                periods[n],
            )
            for n, clause in self.table.clauses.items()
            if (act := self.acts[n]) is not None
        }

    # --- relations ------------------------------------------------------------------------------------------------------------

    def _relations_of(self, clause: Numbered) -> Iterator[_Relation]:
        for decl in (clause.decl, *clause.headings):
            for line in decl.relations:
                for number in line.numbers:
                    yield from self._pairs(clause, line, number, inherited=decl is not clause.decl)
        norm = clause.decl.norm
        if isinstance(norm, syntax.Disapply):
            for number in norm.numbers:
                for target in self.table.standing_for(number, self.found) or ():
                    if target != clause.number or number.text == clause.number:
                        yield _Relation("disapply", clause.number, target, number.span, number.text in self.table.headings)

    def _pairs(
        self, clause: Numbered, line: syntax.RelationLine, number: syntax.ClauseNumber, *, inherited: bool
    ) -> Iterator[_Relation]:
        of_heading = number.text in self.table.headings
        for target in self.table.standing_for(number, self.found) or ():
            if of_heading and (target == clause.number or self._excepts_too(target, line, number)):
                continue
            over, under = (target, clause.number) if line.word == "subject to" else (clause.number, target)
            yield _Relation(line.word, over, under, number.span, of_heading or inherited)

    def _excepts_too(self, target: str, line: syntax.RelationLine, number: syntax.ClauseNumber) -> bool:
        """Whether `target`, below a heading, is itself an exception to that heading: exceptions do not lift each other."""
        return line.word == "exception to" and any(
            other.word == "exception to" and any(n.text == number.text for n in other.numbers)
            for other in self.table.clauses[target].relations
        )

    def _circular(self) -> bool:
        """Complain of circles, and leave out the relations that make them; True where it is of no use to go on."""
        for _ in range(MOST_CIRCLES):
            leads = self._leads()
            broken: set[tuple[str, str]] = set()
            for circle in circles(leads):
                pairs = {*zip(circle, (*circle[1:], circle[0]), strict=True)}
                broken |= pairs
                span = max((r.span for r in self.relations if (r.over, r.under) in pairs), key=lambda s: (s.line, s.column))
                way = " over ".join(f"`{n}`" for n in (*circle, circle[0]))
                does = "is related to itself" if len(circle) == 1 else "comes to prevail over itself"
                message, note = f"clause `{circle[0]}` {does}", f"the relations run {way}"
                self.found.add(Diagnostic("E403", "clause-circle", message, span, (note,), "leave one of them out"))
            if not broken:
                return self._too_long(leads)
            self.relations = [r for r in self.relations if (r.over, r.under) not in broken]
        return True

    def _leads(self) -> dict[str, list[str]]:
        leads: dict[str, list[str]] = {n: [] for n in self.table.clauses}
        for r in self.relations:
            leads[r.over].append(r.under)
        return leads

    def _too_long(self, leads: Mapping[str, Sequence[str]]) -> bool:
        """Whether relations form a chain that nobody could follow (and that what walks over it could not either)."""
        depth: dict[str, int] = {}
        for number in after_what_it_leads_to(leads):
            depth[number] = 1 + max((depth[n] for n in leads[number]), default=0)
            if depth[number] > LONGEST_CHAIN:
                message = f"the relations of clause `{number}` form a chain of more than {LONGEST_CHAIN} clauses"
                help = "name the clauses that it concerns directly"
                span = self.table.clauses[number].decl.number.span
                self.found.add(Diagnostic("E419", "long-chain", message, span, (), help))
                return True
        return False

    # --- acts -----------------------------------------------------------------------------------------------------------------

    def _downward(self) -> Iterator[str]:
        """Every clause after those that it excepts or disapplies."""
        leads: dict[str, list[str]] = {n: [] for n in self.table.clauses}
        for r in self.relations:
            if r.word in ("exception to", "disapply"):
                leads[r.over].append(r.under)
        return after_what_it_leads_to(leads)

    def _act(self, number: str) -> str | None:
        """The act of a clause: its norm's, or the common ancestor of the acts of what it lifts or disapplies."""
        decl = self.table.clauses[number].decl
        if isinstance(decl.norm, syntax.Norm):
            return act_of(self.vocabulary, decl.norm.act, self.found)
        mine = [r for r in self.relations if r.over == number and r.word in ("exception to", "disapply")]
        acts = [self.acts[r.under] for r in mine]
        known = [a for a in acts if a is not None]
        if not mine:
            self._lifts_nothing(decl)
        if not mine or len(known) < len(acts):
            return None
        common = self.vocabulary.common(known)
        if common is None:
            message = f"clause `{number}` concerns acts that have no act above them in common"
            note = f"they are {listed(dict.fromkeys(known))}"
            self.found.add(
                Diagnostic("E410", "unrelated-acts", message, decl.number.span, (note,), "write one clause for each act")
            )
        return common

    def _lifts_nothing(self, decl: syntax.ClauseDecl) -> None:
        """Complain of a clause that stands alone below the heading that it excepts or disapplies (other reasons are told elsewhere)."""
        if self.found:
            return
        does = "disapplies" if isinstance(decl.norm, syntax.Disapply) else "is an exception to"
        message = f"clause `{decl.number.text}` {does} no clause: no other stands below the heading that it names"
        help = "name the clause that it concerns, or write that clause below the heading"
        self.found.add(Diagnostic("E420", "nothing-to-lift", message, decl.number.span, (), help))

    def _fitting(self) -> list[_Relation]:
        """The relations that can matter; those that cannot are mistakes, unless a heading spreads them."""
        kept: list[_Relation] = []
        passed_over: dict[Span, list[Diagnostic]] = {}
        held: set[Span] = set()
        for r in self.relations:
            wrong = self._misfit(r)
            if wrong is None:
                kept.append(r)
                held.add(r.span)
            elif r.spread:
                passed_over.setdefault(r.span, []).append(wrong)
            else:
                self.found.add(wrong)
        for span, wrongs in passed_over.items():
            if span not in held:
                self.found.add(wrongs[0])
        return [r for r in kept if self.acts[r.over] is not None and self.acts[r.under] is not None]

    def _misfit(self, r: _Relation) -> Diagnostic | None:
        over, under = self.table.clauses[r.over], self.table.clauses[r.under]
        effects = (effect(over), effect(under))
        if r.word in ("notwithstanding", "subject to") and effects not in _OPPOSITE:
            message = f"`{r.word}` between clauses `{r.over}` and `{r.under}`, which are not of opposite effect"
            notes = tuple(f"clause `{c.number}` {_SAID[e]}" for c, e in zip((over, under), effects, strict=True))
            help = (
                "permissions are opposite to prohibitions and duties; to take a clause away, write `exception to` or `disapply`"
            )
            return Diagnostic("E404", "no-opposite-effect", message, r.span, notes, help)
        acts = (self.acts[r.over], self.acts[r.under])
        if r.word != "disapply" and acts[0] is not None and acts[1] is not None and not self.vocabulary.related(acts[0], acts[1]):
            message = f"clauses `{r.over}` and `{r.under}` speak of different acts, so the one never bears on the other"
            notes = tuple(f"clause `{n}` speaks of `{a}`" for n, a in zip((r.over, r.under), acts, strict=True))
            help = "one of the two acts must be the other, or stand above it"
            return Diagnostic("E410", "unrelated-acts", message, r.span, notes, help)
        return None

    # --- days -----------------------------------------------------------------------------------------------------------------

    def _period(self, clause: Numbered) -> Period:
        own = period(clause.decl.bounds, self.found, what=f"clause `{clause.number}`")
        whole = own
        for heading in clause.headings:
            its = period(heading.bounds, self.found, what=f"clause `{heading.number.text}`")
            if empty(meet(whole, its)) and not empty(whole) and not empty(its):
                what = f"clause `{clause.number}`, with the dates of `{heading.number.text}`,"
                empty_period((clause.decl.bounds or heading.bounds)[-1].span, what, self.found)
            whole = meet(whole, its)
        return whole


_SAID = {
    Effect.PERMIT: "permits",
    Effect.FORBID: "forbids",
    Effect.REQUIRE: "requires",
    Effect.DISAPPLY: "disapplies other clauses",
    Effect.LIFT: "is an exception without a norm",
}


def effect(clause: Numbered) -> Effect:
    """What a clause does."""
    match clause.decl.norm:
        case syntax.Norm(word=word):
            return _NORMS[word]
        case syntax.Disapply():
            return Effect.DISAPPLY
        case _:
            return Effect.LIFT


def after_what_it_leads_to(leads: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Every node of a graph without circles, after all those that it leads to."""
    done: set[str] = set()
    for start in leads:
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            here, ready = stack.pop()
            if here in done:
                continue
            if ready:
                done.add(here)
                yield here
            else:
                stack.append((here, True))
                stack += [(n, False) for n in leads[here] if n not in done]
