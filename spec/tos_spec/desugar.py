"""A typed document to the core.

Contract: takes a document without mistakes and makes the `Policy` that the prose of `core` describes. Nothing is decided here that
an earlier pass could get wrong without saying so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tos_spec import core, syntax
from tos_spec.core import Verdict
from tos_spec.desugar_formulas import Unfolding, conjunction, disjunction, parameters
from tos_spec.resolve import Params
from tos_spec.resolve_names import spaced
from tos_spec.resolve_text import mentions
from tos_spec.source import Span
from tos_spec.typecheck import Typed
from tos_spec.typecheck_questions import Asked


@dataclass
class _Desugaring:
    """The state of the pass: one unfolding for each family of acts."""

    typed: Typed
    families: dict[str, Unfolding] = field(default_factory=dict)

    def of_act(self, act: str) -> Unfolding:
        """The formulas that speak of `act`."""
        vocabulary = self.typed.vocabulary
        root = vocabulary.above(act)[-1]
        if root not in self.families:
            family = [a for a in vocabulary.acts if root in vocabulary.above(a)]
            roots = {f.key: f for a in family for f in vocabulary.acts[a].roles}
            self.families[root] = Unfolding(vocabulary, self.typed.meanings, roots)
        return self.families[root]

    def about(self, act: str | None, params: Params, span: Span) -> Unfolding:
        """The formulas of a term or an assumption."""
        if act is not None:
            return self.of_act(act)
        return Unfolding(self.typed.vocabulary, self.typed.meanings, parameters(params, span))

    # --- vocabulary -----------------------------------------------------------------------------------------------------------

    def terms(self) -> Iterator[core.OpenTerm]:
        """The open terms with their bounds."""
        for name, signature in self.typed.vocabulary.terms.items():
            decl = signature.decl
            assert isinstance(decl, syntax.OpenTermDecl)  # noqa: S101 - open terms are open
            unfolding = self.about(signature.act, signature.params, decl.span)
            sides = {
                word: disjunction([unfolding.expr(b.formula) for b in decl.bounds if b.word == word])
                for word in ("includes", "excludes")
            }
            order = self.typed.vocabulary.order[name]
            yield core.OpenTerm(
                name, signature.label, signature.act, signature.params, sides["includes"], sides["excludes"], order, decl.span
            )

    def assumptions(self) -> Iterator[core.Assumption]:
        """What holds of the world."""
        for name, supposed in self.typed.vocabulary.assumptions.items():
            unfolding = self.about(supposed.act, supposed.params, supposed.decl.span)
            body = conjunction([unfolding.expr(f) for f in supposed.decl.formulas])
            yield core.Assumption(name, supposed.label, supposed.act, supposed.params, body, supposed.decl.span)

    # --- clauses --------------------------------------------------------------------------------------------------------------

    def defaults(self) -> Iterator[core.Default]:
        """What silence means."""
        vocabulary = self.typed.vocabulary
        for line in self.typed.heading.defaults:
            act = vocabulary.find(vocabulary.acts, line.act.text, line.act.span.file) if line.act else None
            when = self.of_act(act).all_of(line.conditions) if act else core.TRUE
            yield core.Default(line.verdict, act, when)

    def clauses(self) -> Iterator[core.Clause]:
        """The clauses with an effect."""
        for order, (number, clause) in enumerate(self.typed.table.clauses.items()):
            standing, decl = self.typed.standings[number], clause.decl
            unfolding = self.of_act(standing.act)
            required = decl.norm.required if isinstance(decl.norm, syntax.Norm) else None
            yield core.Clause(
                number=number,
                title=_title(decl.title),
                act=standing.act,
                effect=standing.effect,
                conditions=unfolding.conditions(decl.conditions),
                required=unfolding.expr(required) if required is not None else core.TRUE,
                required_text=unfolding.text(required) if required is not None else "",
                period=standing.period,
                excepts=standing.excepts,
                defeaters=standing.defeaters,
                order=order,
                span=decl.span,
            )

    def headings(self) -> Iterator[core.Heading]:
        """The headings, for reports."""
        for number, below in self.typed.table.headings.items():
            decl = self.typed.table.titles[number]
            yield core.Heading(number, _title(decl.title), below, decl.span)

    # --- claims, cases ----------------------------------------------------------------------------------------------------------

    def claim(self, decl: syntax.ClaimDecl, asked: Asked) -> core.Claim:
        """A claim."""
        unfolding = self.of_act(asked.act)
        question = decl.question
        paths = question.paths if isinstance(question, syntax.DependenceQuestion) else ()
        return core.Claim(
            name=decl.name.text,
            title=_title(decl.title) or spaced(decl.name.text),
            act=asked.act,
            form="independent" if isinstance(question, syntax.DependenceQuestion) else question.form,
            verdict=Verdict(question.verdict) if isinstance(question, syntax.ActQuestion) else None,
            clauses=asked.clauses,
            paths=asked.paths,
            when=unfolding.all_of(decl.conditions),
            under_some_reading=decl.under_some_reading,
            mentions_date=any(mentions(c.formula, "date") for c in decl.conditions) or any(p.parts[0] == "date" for p in paths),
            accepting=tuple(_acceptance(a, unfolding) for a in decl.accepting),
            span=decl.span,
        )

    def case(self, decl: syntax.CaseDecl, asked: Asked) -> core.Case:
        """A case."""
        unfolding = self.of_act(asked.act)
        return core.Case(
            name=decl.name.text,
            title=_title(decl.title) or spaced(decl.name.text),
            act=asked.act,
            facts=conjunction([unfolding.expr(f) for f in decl.facts]),
            verdict=Verdict(decl.expectation.verdict),
            under=asked.under,
            not_under=asked.not_under,
            under_some_reading=decl.expectation.under_some_reading,
            mentions_date=any(mentions(f, "date") for f in decl.facts),
            span=decl.span,
        )

    def questions(self) -> tuple[tuple[core.Claim, ...], tuple[core.Case, ...]]:
        """All claims and cases, in order."""
        claims: list[core.Claim] = []
        cases: list[core.Case] = []
        for decl in self.typed.document.declarations:
            match decl:
                case syntax.ClaimDecl():
                    claims.append(self.claim(decl, self.typed.asked["claim", decl.name.text]))
                case syntax.CaseDecl():
                    cases.append(self.case(decl, self.typed.asked["case", decl.name.text]))
                case _:
                    pass
        return tuple(claims), tuple(cases)

    def acceptances(self) -> Iterator[core.Acceptance]:
        """Findings on record: at top level, and in clauses (of that clause, where nothing else is named)."""
        for decl in self.typed.document.declarations:
            match decl:
                case syntax.Accepting():
                    yield _acceptance(decl, None)
                case syntax.ClauseDecl(number=number):
                    mine = self.typed.table.headings.get(number.text, (number.text,))
                    for accepting in decl.accepting:
                        yield _acceptance(accepting, None, mine)
                case _:
                    pass


def _title(title: syntax.Text | None) -> str:
    return title.value if title is not None else ""


def _acceptance(accepting: syntax.Accepting, unfolding: Unfolding | None, mine: Sequence[str] = ()) -> core.Acceptance:
    return core.Acceptance(
        scope=unfolding.expr(accepting.formula) if unfolding is not None and accepting.formula is not None else core.TRUE,
        because=accepting.because.value,
        by=accepting.by.value if accepting.by else None,
        through=accepting.through.ordinal if accepting.through else None,
        span=accepting.span,
        check=accepting.check.text if accepting.check else None,
        of=accepting.of or tuple(mine),
    )


def _lapsed(node: syntax.Lapsed) -> core.Lapsed:
    accepting = node.accepting
    check = accepting.check.text if accepting.check else None
    by = accepting.by.value if accepting.by else None
    through = accepting.through.ordinal if accepting.through else None
    return core.Lapsed(check, node.of, accepting.because.value, by, through, accepting.span, node.place)


def desugar(typed: Typed) -> core.Policy:
    """The core of a document without mistakes, with those that it imports under a name."""
    work = _Desugaring(typed)
    policy = _policy(work)
    claims, cases = work.questions()
    others = {
        name: replace(_policy(_Desugaring(other, work.families)), assumptions=policy.assumptions, terms=policy.terms)
        for name, other in typed.others.items()
    }
    return replace(
        policy,
        claims=claims,
        cases=cases,
        acceptances=tuple(work.acceptances()),
        others=others,
        lapsed=tuple(map(_lapsed, work.typed.document.lapsed)),
    )


def _policy(work: _Desugaring) -> core.Policy:
    """A document, without what it asks."""
    typed = work.typed
    vocabulary, head = typed.vocabulary, typed.heading
    return core.Policy(
        name=head.name,
        title=head.title,
        issuer=head.issuer,
        version=head.version,
        source=head.source,
        file=typed.document.file,
        period=head.period,
        defaults=tuple(work.defaults()),
        conflicts=head.conflicts,
        kinds=vocabulary.kinds,
        entities=vocabulary.entities,
        acts=vocabulary.acts,
        relations=vocabulary.relations,
        assumptions=tuple(work.assumptions()),
        terms={t.name: t for t in work.terms()},
        quantities=vocabulary.quantities,
        clauses=tuple(work.clauses()),
        headings=tuple(work.headings()),
        claims=(),
        cases=(),
        acceptances=(),
        span=typed.document.header.span if typed.document.header else typed.document.span,
    )
