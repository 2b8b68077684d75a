"""What the clauses make of a scenario, as SMT-LIB text: which apply, the status, the outcome.

Contract: in a model, `Law.applies[n]`, the status and `permitted` are true if and only if `interpret.judge` says so of the decoded
scenario and reading. With `guards`, what a clause means is asserted only under its guard literal, so that the core of a
proof names the clauses it used; without its guard, a clause may apply or not, as the solver likes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tos_checker import terms
from tos_checker.encode import View
from tos_checker.terms import Formula
from tos_spec import core
from tos_spec.core import Clause, Effect, Policy, Verdict
from tos_spec.scenario import ON_CONFLICT, ON_SILENCE, ruling
from tos_spec.shape import act_and_below


@dataclass
class Law:
    """The clauses of a policy on one view.

    `struck` says of a clause when it is left out; `unranked` of a clause and a defeater of it when the latter does not defeat it.
    `instead` is a document with the same vocabulary and other clauses, if it is the law of that one that is wanted; `known_as`, the name
    by which the policy of the world knows it, where it is one of that policy's other documents, with rulings of its own.
    """

    view: View
    guarded: bool = False
    struck: Mapping[str, Formula] = field(default_factory=dict)
    unranked: Mapping[tuple[str, str], Formula] = field(default_factory=dict)
    instead: Policy | None = None
    known_as: str = ""
    scope: dict[str, Formula] = field(default_factory=dict)
    applies: dict[str, Formula] = field(default_factory=dict)
    breached: dict[str, Formula] = field(default_factory=dict)
    others: dict[str, "Law"] = field(default_factory=dict)
    """The laws of other documents, as far as they were asked for."""

    def __post_init__(self) -> None:
        self.policy: Policy = self.instead or self.view.world.policy
        self._by_number = {c.number: c for c in self.policy.clauses}
        self.relevant = tuple(c for c in self.policy.clauses if self.on_act(c.act) != terms.FALSE)
        self.in_force = self.within(self.policy.period)
        for clause in self.relevant:
            self._apply(clause)
        self.decisive: dict[str, Formula] = {}
        self._judge()

    # --- clauses ------------------------------------------------------------------------------------------------------------

    def on_act(self, act: str) -> Formula:
        """The scenario is one of `act`."""
        return self.view.world.done_as(act_and_below(self.policy, act))

    def within(self, period: core.Period) -> Formula:
        """The scenario's date lies in `period`."""
        date = self.view.world.amount(("date",))
        parts = []
        for op, day in ((">=", period.first), ("<=", period.last)):
            if day is not None:
                parts.append(terms.compared(op, date, terms.number(Fraction(day))))
        return terms.both(parts)

    def _scope(self, clause: Clause) -> Formula:
        if clause.number not in self.scope and self.on_act(clause.act) == terms.FALSE:
            self.scope[clause.number] = terms.FALSE  # its conditions may read what scenarios of this family of acts do not have
        if clause.number not in self.scope:
            parts = [
                terms.negated(self.struck.get(clause.number, terms.FALSE)),
                self.in_force,
                self.on_act(clause.act),
                self.within(clause.period),
            ]
            parts += [self.view.holds(c.expr) for c in clause.conditions]
            if clause.excepts:
                parts.append(terms.either(self._scope(self._by_number[n]) for n in clause.excepts))
            self.scope[clause.number] = self._define("s", clause, terms.both(parts))
        return self.scope[clause.number]

    def _apply(self, clause: Clause) -> Formula:
        if clause.number not in self.applies:
            defeated = terms.either(self._defeats(n, clause.number) for n in clause.defeaters)
            formula = terms.both((self._scope(clause), terms.negated(defeated)))
            self.applies[clause.number] = self._define("l", clause, formula)
        return self.applies[clause.number]

    def _defeats(self, number: str, of: str) -> Formula:
        ranked = terms.negated(self.unranked.get((of, number), terms.FALSE))
        return terms.both((self._apply(self._by_number[number]), ranked))

    def _define(self, hint: str, clause: Clause, formula: Formula) -> Formula:
        if not self.guarded:
            return self.view.named(formula, f"{hint}{clause.order}n")
        literal = guard(self.view.world.policy, clause, self.known_as)
        symbol = f"{hint}{literal}{self.view.tag}"
        self.view.lines.append(f"(declare-const {symbol} Bool)")
        self.view.lines.append(f"(assert (=> {literal} (= {symbol} {formula})))")
        return symbol

    def _some(self, effect: Effect, *, exceptions: bool | None = None) -> Formula:
        wanted = (c for c in self.relevant if c.effect is effect and (exceptions is None or bool(c.excepts) == exceptions))
        return self.view.named(terms.either(self._apply(c) for c in wanted), "f")

    # --- status, outcome ------------------------------------------------------------------------------------------------------

    def _judge(self) -> None:
        for clause in self.relevant:
            if clause.effect is Effect.REQUIRE:
                breach = terms.both((self._apply(clause), terms.negated(self.view.holds(clause.required))))
                self.breached[clause.number] = self._define("b", clause, breach)
        self.in_breach = self.view.named(terms.either(self.breached.values()), "B")
        permitted = self._some(Effect.PERMIT, exceptions=False)
        excepted = self._some(Effect.PERMIT, exceptions=True)
        forbidden = self._some(Effect.FORBID)
        either = terms.either((permitted, excepted))
        self.silent = self.view.named(terms.both((terms.negated(either), terms.negated(forbidden))), "S")
        if self.policy.conflicts in ("earlier prevails", "later prevails"):
            self._by_order(excepted)
        else:
            self.conflicting = self.view.named(terms.both((permitted, forbidden)), "C")
            self.expressly_permitted = self.view.named(terms.both((either, terms.negated(forbidden))), "P")
            self.expressly_forbidden = self.view.named(terms.both((forbidden, terms.negated(permitted))), "F")
            for clause in self.relevant:
                if clause.effect is Effect.PERMIT:
                    self.decisive[clause.number] = self._apply(clause)
        self.permitted = self.view.named(self._outcome(), "O")

    def _by_order(self, excepted: Formula) -> None:
        ranked = [c for c in self.relevant if c.effect in (Effect.PERMIT, Effect.FORBID) and not c.excepts]
        if self.policy.conflicts == "later prevails":
            ranked.reverse()
        first_permits: list[Formula] = []
        none_so_far = terms.TRUE
        for clause in ranked:
            applies = self._apply(clause)
            if clause.effect is Effect.PERMIT:
                self.decisive[clause.number] = terms.both((none_so_far, applies))
                first_permits.append(self.decisive[clause.number])
            none_so_far = self.view.named(terms.both((none_so_far, terms.negated(applies))), "k")
        banned = self._some(Effect.FORBID, exceptions=True)
        alone = terms.both((none_so_far, excepted, terms.negated(banned)))
        for clause in self.relevant:
            if clause.effect is Effect.PERMIT and clause.excepts:
                self.decisive[clause.number] = terms.both((none_so_far, self._apply(clause)))
        self.conflicting = terms.FALSE
        self.expressly_permitted = self.view.named(terms.either((*first_permits, alone)), "P")
        neither = terms.either((self.silent, self.expressly_permitted))
        self.expressly_forbidden = self.view.named(terms.negated(neither), "F")

    def _outcome(self) -> Formula:
        rule = {"permissions prevail": terms.TRUE, "prohibitions prevail": terms.FALSE}
        ruled = rule.get(self.policy.conflicts, self._ruling(ON_CONFLICT))
        by_default = self.view.named(self._default(), "D")
        settled = terms.either(
            (
                self.expressly_permitted,
                terms.both((self.conflicting, ruled)),
                terms.both((self.silent, by_default)),
            )
        )
        self.duties_apart = self.view.named(settled, "A")
        return terms.either((terms.negated(self.in_force), terms.both((terms.negated(self.in_breach), self.duties_apart))))

    def _default(self) -> Formula:
        self.fits: list[
            tuple[core.Default, Formula]
        ] = []  # the lines that scenarios of this family can meet, and where each fits
        parts: list[Formula] = []
        undecided: list[Formula] = []
        none_so_far = terms.TRUE
        for default in self.policy.defaults:
            on_act = self.on_act(default.act) if default.act else terms.TRUE
            if on_act == terms.FALSE:
                continue  # its conditions may read what scenarios of this family of acts do not have
            fits = terms.both((on_act, self.view.holds(default.when)))
            fits = self.view.named(fits, "u")
            self.fits.append((default, fits))
            parts.append(terms.both((none_so_far, fits, self._meant(default.verdict))))
            if default.verdict == "undecided":
                undecided.append(terms.both((none_so_far, fits)))
            none_so_far = self.view.named(terms.both((none_so_far, terms.negated(fits))), "k")
        parts.append(terms.both((none_so_far, self._ruling(ON_SILENCE))))
        self.default_open = self.view.named(terms.either((*undecided, none_so_far)), "U")
        return terms.either(parts)

    # --- what an outcome rests on ---------------------------------------------------------------------------------------------

    def routes(self) -> dict[str, Formula]:
        """What can make an outcome permitted: permissions by number (in the order of the document), `silence`, the two rulings.

        Where a permitted outcome rests on one of them, its formula holds; of permissions several may hold together.
        """
        permissions_prevail = self.policy.conflicts == "permissions prevail"
        by_clause = terms.either((self.expressly_permitted, self.conflicting if permissions_prevail else terms.FALSE))
        permissions = [c.number for c in self.relevant if c.number in self.decisive]
        found = {n: terms.both((self.in_force, by_clause, self.decisive[n])) for n in permissions}
        decided = terms.both((self.silent, terms.negated(self.default_open)))
        found["silence"] = terms.either((terms.negated(self.in_force), decided))
        if self.policy.conflicts == "undecided":
            found["ruling on conflict"] = terms.both((self.in_force, self.conflicting))
        found["ruling on silence"] = terms.both((self.in_force, self.silent, self.default_open))
        return {route: formula for route, formula in found.items() if formula != terms.FALSE}

    def _meant(self, verdict: str) -> Formula:
        return {"permitted": terms.TRUE, "forbidden": terms.FALSE}.get(verdict, self._ruling(ON_SILENCE))

    def _ruling(self, what: str) -> Formula:
        return self.view.wishes.rulings[ruling(what, self.known_as)]

    def by(self, name: str) -> "Law":
        """The law of the other document called `name`, under the same reading."""
        if name not in self.others:
            self.others[name] = Law(self.view, guarded=self.guarded, instead=self.policy.others[name], known_as=name)
        return self.others[name]

    @property
    def has_points(self) -> bool:
        """Whether anything is left open that scenarios of this law could turn on, as far as it was asked by now."""
        wishes = self.view.wishes
        laws = (self, *self.others.values())
        return bool(wishes.terms or wishes.entity_terms or self.policy.quantities) or any(law.has_rulings for law in laws)

    @property
    def has_rulings(self) -> bool:
        """Whether a ruling on conflict or on silence can matter."""
        return self.default_open != terms.FALSE or (self.policy.conflicts == "undecided" and self.conflicting != terms.FALSE)

    # --- what is asked ----------------------------------------------------------------------------------------------------------

    def verdict(self, verdict: Verdict) -> Formula:
        """The formula for a verdict of one reading (not `unsettled`)."""
        return {
            Verdict.PERMITTED: self.permitted,
            Verdict.FORBIDDEN: terms.negated(self.permitted),
            Verdict.EXPRESSLY_PERMITTED: self.expressly_permitted,
            Verdict.EXPRESSLY_FORBIDDEN: self.expressly_forbidden,
            Verdict.SILENT: self.silent,
            Verdict.CONFLICTING: self.conflicting,
            Verdict.IN_BREACH: self.in_breach,
        }[verdict]

    def any_applies(self, clauses: Iterable[str]) -> Formula:
        """One of these clauses applies (a clause on another act never does)."""
        return terms.either(self.applies.get(n, terms.FALSE) for n in clauses)

    def any_counts(self, clauses: Iterable[str]) -> Formula:
        """One of these clauses applies or, for a duty, is breached."""
        return terms.either(self.breached.get(n, self.applies.get(n, terms.FALSE)) for n in clauses)

    def holds(self, expr: core.Expr) -> Formula:
        """A formula of a claim or case: as `View.holds`, and what it says of clauses and of other documents besides."""
        match expr:
            case core.Applies(clauses):
                return self.any_applies(clauses)
            case core.JudgedBy(name, permitted):
                return self.by(name).permitted if permitted else terms.negated(self.by(name).permitted)
            case core.Not(body):
                return terms.negated(self.holds(body))
            case core.And(items):
                return terms.both(self.holds(item) for item in items)
            case core.Or(items):
                return terms.either(self.holds(item) for item in items)
            case _:
                return self.view.holds(expr)


def guard(policy: Policy, clause: Clause, known_as: str = "") -> str:
    """The literal under which a clause of `policy`, or of the other document that it knows by a name, means what it says."""
    return f"gc{clause.order}" if not known_as else f"gc{clause.order}o{list(policy.others).index(known_as)}"


def guards(policy: Policy, others: Iterable[str]) -> dict[str, str]:
    """The literals of all clauses of `policy` and of these other documents, each with what reports call the clause."""
    found = {guard(policy, c): c.number for c in policy.clauses}
    for name in policy.others:
        if name in others:
            found |= {guard(policy, c, name): f"{name} {c.number}" for c in policy.others[name].clauses}
    return found
