"""Claims, cases and acceptances: which act and clauses they ask of, and whether their parts go together.

Contract: gives what desugaring needs to know of each claim that is sound; formulas are checked by the caller.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tos_spec import syntax
from tos_spec.checks import STANDARD_CHECKS
from tos_spec.core import Path
from tos_spec.diagnostics import Collector, Diagnostic
from tos_spec.resolve import Vocabulary
from tos_spec.resolve_clauses import Table
from tos_spec.resolve_names import did_you_mean, listed
from tos_spec.resolve_vocabulary import act_of
from tos_spec.typecheck_clauses import Standing
from tos_spec.typecheck_names import Scope, path


@dataclass(frozen=True, slots=True)
class Asked:
    """What a claim or a case is about."""

    act: str
    clauses: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()
    under: tuple[tuple[str, ...], ...] = ()
    not_under: tuple[tuple[str, ...], ...] = ()


@dataclass
class Questions:
    """Looks at the claims and cases of a document."""

    vocabulary: Vocabulary
    table: Table
    standings: Mapping[str, Standing]
    found: Collector

    def claim(self, claim: syntax.ClaimDecl) -> Asked | None:
        """What a claim is about, or None after a complaint."""
        question = claim.question
        if claim.under_some_reading:
            self._some_reading(claim)
        match question:
            case syntax.ActQuestion(act=name):
                act = act_of(self.vocabulary, name, self.found)
                return Asked(act) if act else None
            case syntax.DependenceQuestion(act=name, paths=names):
                act = act_of(self.vocabulary, name, self.found)
                if act is None:
                    return None
                at = [path(self.vocabulary, Scope(claim.span.file, act), p, self.found) for p in names]
                return Asked(act, paths=tuple(p.path for p in at if p is not None))
            case syntax.ClauseQuestion(number=number):
                clauses = self.table.standing_for(number, self.found)
                return self._of_clauses(number, clauses) if clauses else None

    def _of_clauses(self, number: syntax.ClauseNumber, clauses: tuple[str, ...]) -> Asked | None:
        acts = [self.standings[n].act for n in clauses if n in self.standings]
        if len(acts) < len(clauses):
            return None
        common = self.vocabulary.common(acts)
        if common is None:
            message = f"the clauses below `{number.text}` speak of acts that have no act above them in common"
            note = f"they are {listed(dict.fromkeys(acts))}"
            self.found.add(Diagnostic("E410", "unrelated-acts", message, number.span, (note,), "ask of each clause by itself"))
            return None
        return Asked(common, clauses)

    def _some_reading(self, claim: syntax.ClaimDecl) -> None:
        match claim.question:
            case syntax.ActQuestion(verdict="unsettled"):
                message = "`unsettled` speaks of all readings together, so it cannot be asked under some reading"
            case syntax.DependenceQuestion():
                message = "`does not depend on` compares outcomes under every reading, so it cannot be asked under some reading"
            case _:
                return
        self.found.add(
            Diagnostic("E412", "reading-of-all-readings", message, claim.question.span, (), "leave out `under some reading`")
        )

    def case(self, case: syntax.CaseDecl) -> Asked | None:
        """What a case is about, or None after a complaint."""
        expected = case.expectation
        if expected.verdict == "unsettled":
            if expected.under_some_reading:
                message = "`unsettled` speaks of all readings together, so it cannot be expected under some reading"
                help = "leave out `under some reading`"
                self.found.add(Diagnostic("E412", "reading-of-all-readings", message, expected.span, (), help))
            for number in (*expected.under, *expected.not_under)[:1]:
                message = "what is unsettled is so under several readings, so no clause is its reason"
                self.found.add(Diagnostic("E413", "unsettled-reason", message, number.span, (), "leave out `under …`"))
        act = act_of(self.vocabulary, case.act, self.found)
        under, not_under = (
            [self.table.standing_for(n, self.found) for n in numbers] for numbers in (expected.under, expected.not_under)
        )
        if act is None or None in under or None in not_under:
            return None
        return Asked(act, under=tuple(n for n in under if n), not_under=tuple(n for n in not_under if n))

    # --- acceptances ----------------------------------------------------------------------------------------------------------

    def acceptance(self, accepting: syntax.Accepting) -> None:
        """Complain where an acceptance outside a claim names what there is not."""
        check = accepting.check
        if check is not None and check.text not in STANDARD_CHECKS:
            message = f"there is no check `{check.text}`"
            otherwise = (
                "outside a claim, name a check, such as `dead-clause`; scenarios are accepted in the claim that they concern"
            )
            help = did_you_mean(check.text, STANDARD_CHECKS, otherwise)
            self.found.add(Diagnostic("E415", "unknown-check", message, check.span, (), help))
        known = list(self._known())
        for name in accepting.of:
            if name not in known:
                message = f"nothing is called `{name}`"
                help = did_you_mean(name, known, "after `of`, name clauses, claims, cases or declared names")
                self.found.add(Diagnostic("E416", "unknown-subject", message, accepting.span, (), help))

    def _known(self) -> Iterator[str]:
        yield from self.table.titles
        v = self.vocabulary
        for names in (v.kinds, v.entities, v.acts, v.relations, v.definitions, v.terms, v.quantities, v.assumptions):
            yield from names
        for act in v.acts:
            yield from v.roles(act)
        for entity in v.entities:
            yield from v.fields(entity)
        for document in v.texts.documents:
            for decl in document.declarations:
                if isinstance(decl, syntax.ClaimDecl | syntax.CaseDecl):
                    yield decl.name.text
