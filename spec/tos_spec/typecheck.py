"""Types of every formula, and the sense of every clause, claim and case.

Contract: takes a sound vocabulary. Promises a meaning for every test of every formula, definitions without circles, bounds and
assumptions that use nothing open, clauses whose relations fit. Formulas of imported documents are checked where they are
brought in (definitions, open terms, assumptions), their clauses where they are imported under a name; their claims and cases are not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tos_spec import syntax
from tos_spec.diagnostics import Collector, Diagnostic
from tos_spec.resolve import Resolved, Signature, Vocabulary
from tos_spec.resolve_clauses import Table, table
from tos_spec.resolve_header import Heading, heading
from tos_spec.resolve_names import spaced
from tos_spec.resolve_vocabulary import act_of, circles
from tos_spec.typecheck_clauses import Clauses, Standing
from tos_spec.typecheck_formulas import Formulas, Judges, Meaning, Test, Used
from tos_spec.typecheck_names import Scope
from tos_spec.typecheck_questions import Asked, Questions
from tos_spec.typecheck_sizes import too_large


@dataclass(frozen=True, slots=True)
class Typed:
    """A document whose every part has a meaning."""

    vocabulary: Vocabulary
    document: syntax.Document
    heading: Heading
    table: Table
    standings: Mapping[str, Standing]
    asked: Mapping[tuple[str, str], Asked]  # by ("claim" or "case", name)
    meanings: Mapping[Test, Meaning]
    scopes: Mapping[Test, Scope]
    diagnostics: tuple[Diagnostic, ...]
    others: Mapping[str, "Typed"] = field(default_factory=dict)  # documents imported under a name that have verdicts


@dataclass
class _Check:
    """The state of the pass."""

    vocabulary: Vocabulary
    document: syntax.Document
    found: Collector
    formulas: Formulas
    used: dict[str, Used] = field(default_factory=dict)  # by defined term

    # --- vocabulary -----------------------------------------------------------------------------------------------------------

    def definitions(self) -> None:
        """Bodies of definitions, and their circles."""
        for name, signature in self.vocabulary.definitions.items():
            assert isinstance(signature.decl, syntax.DefineDecl)  # noqa: S101 - definitions are defined
            self.used[name] = self.formulas.check(signature.decl.body, scope_of(signature))
        leads = {n: [d for d, _ in u.definitions] for n, u in self.used.items()}
        for circle in circles(leads):
            first, second = circle[0], circle[1 % len(circle)]
            span = next(s for n, s in self.used[first].definitions if n == second)
            way = " → ".join(f"`{n}`" for n in (*circle, first))
            message = f"the definition of `{first}` comes back to `{first}`"
            self.found.add(
                Diagnostic("E209", "definition-circle", message, span, (f"the circle is {way}",), "define it without itself")
            )

    def closed(self) -> None:
        """Bounds of open terms, and assumptions, which use nothing open."""
        opens = self._opens()
        for signature in self.vocabulary.terms.values():
            assert isinstance(signature.decl, syntax.OpenTermDecl)  # noqa: S101 - open terms are open
            before = len(self.found.found)
            for bound in signature.decl.bounds:
                self._closed(bound.formula, scope_of(signature), "the bounds of an open term use", opens)
            if signature.act is None and not signature.params and len(self.found.found) == before:
                self._of_nothing(signature.decl.name)
        for supposed in self.vocabulary.assumptions.values():
            scope = Scope(supposed.decl.span.file, supposed.act, dict(supposed.params))
            for formula in supposed.decl.formulas:
                self._closed(formula, scope, "an assumption uses", opens)

    def _of_nothing(self, name: syntax.Name) -> None:
        message = f"nothing says what the open term `{name.text}` is said of"
        act = next(iter(self.vocabulary.acts), "ACT")
        help = f"write `open term {name.text} in {act}`, or `open term {name.text}(x: ENTITY)`"
        self.found.add(Diagnostic("E316", "term-of-nothing", message, name.span, (), help))

    def _opens(self) -> dict[str, str]:
        """For each definition that uses something open, also through others, what it is."""
        found: dict[str, str] = {n: u.open[0][0] for n, u in self.used.items() if u.open}
        users: dict[str, list[str]] = {}
        for name, used in self.used.items():
            for inner, _ in used.definitions:
                users.setdefault(inner, []).append(name)
        stack = list(found)
        while stack:
            here = stack.pop()
            for user in users.get(here, ()):
                if user not in found:
                    found[user] = found[here]
                    stack.append(user)
        return found

    def _closed(self, formula: syntax.Formula, scope: Scope, who: str, opens: Mapping[str, str]) -> None:
        used = self.formulas.check(formula, scope)
        help = "say it with facts instead: roles, fields and terms that are defined by them"
        for name, span in used.open:
            message = f"{who} `{name}`, which is itself open"
            self.found.add(Diagnostic("E309", "open-in-bounds", message, span, (), help))
        for name, span in used.definitions:
            if name in opens:
                message = f"{who} `{name}`, which uses `{opens[name]}`, which is itself open"
                self.found.add(Diagnostic("E309", "open-in-bounds", message, span, (), help))

    # --- the document ---------------------------------------------------------------------------------------------------------

    def conditions(self, conditions: Sequence[syntax.Condition], scope: Scope) -> None:
        """`when` and `unless` lines."""
        for condition in conditions:
            self.formulas.check(condition.formula, scope)

    def defaults(self, head: Heading) -> None:
        """The acts and conditions of defaults."""
        for line in head.defaults:
            if line.act is not None and (act := act_of(self.vocabulary, line.act, self.found)):
                self.conditions(line.conditions, Scope(self.document.file, act))

    def clauses(self, clauses: Table, standings: Mapping[str, Standing]) -> None:
        """Conditions and duties of clauses."""
        for number, clause in clauses.clauses.items():
            standing = standings.get(number)
            if standing is None:
                continue
            scope = Scope(self.document.file, standing.act)
            if isinstance(clause.decl.norm, syntax.Norm) and clause.decl.norm.required is not None:
                self.formulas.check(clause.decl.norm.required, scope)
            self.conditions(clause.decl.conditions, scope)

    def questions(self, questions: Questions) -> Iterator[tuple[tuple[str, str], Asked]]:
        """Claims, cases and acceptances."""
        for decl in self.document.declarations:
            match decl:
                case syntax.ClaimDecl():
                    asked = questions.claim(decl)
                    if asked is not None:
                        yield ("claim", decl.name.text), asked
                        scope = Scope(self.document.file, asked.act, clauses=True)
                        self.conditions(decl.conditions, scope)
                        for accepting in decl.accepting:
                            if accepting.formula is not None:
                                self.formulas.check(accepting.formula, scope)
                case syntax.CaseDecl():
                    asked = questions.case(decl)
                    if asked is not None:
                        yield ("case", decl.name.text), asked
                        for fact in decl.facts:
                            self.formulas.check(fact, Scope(self.document.file, asked.act, clauses=True))
                case syntax.ClauseDecl():
                    for accepting in decl.accepting:
                        questions.acceptance(accepting)
                case syntax.Accepting():
                    questions.acceptance(decl)
                case _:
                    pass


def scope_of(signature: Signature) -> Scope:
    """Where the body or the bounds of a term stand."""
    word = "define" if isinstance(signature.decl, syntax.DefineDecl) else "open term"
    alone = "" if signature.act or signature.params else f"{word} {signature.decl.name.text}"
    return Scope(signature.file, signature.act, dict(signature.params), declared=alone)


def typecheck(resolved: Resolved) -> Typed:
    """Everything that the checked document (the last) says, with its meaning; of those that it imports under a name, what they rule."""
    document, vocabulary = resolved.documents[-1], resolved.vocabulary
    found = Collector()
    clauses = _table(document, found)
    judges = Judges(frozenset(resolved.others), frozenset(n for n, d in resolved.others.items() if d.header is None))
    formulas = Formulas(vocabulary, found, lambda n: clauses.standing_for(n, found), judges)
    check = _Check(vocabulary, document, found, formulas)
    check.definitions()
    check.closed()
    typed = _law(check, clauses)
    others = {}
    for name, other in resolved.others.items():
        if other.header is not None:
            others[name] = _law(_Check(vocabulary, other, found, formulas, check.used), _table(other, found))
    asked = dict(check.questions(Questions(vocabulary, clauses, typed.standings, found)))
    if not found:
        found.extend(too_large(vocabulary, formulas.checked, check.used))
    return replace(typed, asked=asked, diagnostics=tuple(found), others=others)


def _table(document: syntax.Document, found: Collector) -> Table:
    return table([d for d in document.declarations if isinstance(d, syntax.ClauseDecl)], found)


def _law(check: _Check, clauses: Table) -> Typed:
    """The header and the clauses of a document, without what it asks."""
    document = check.document
    head = heading(document.header, spaced(document.header.name.text) if document.header else "", check.found)
    check.defaults(head)
    standings = Clauses(check.vocabulary, clauses, check.found).standings()
    check.clauses(clauses, standings)
    formulas = check.formulas
    return Typed(check.vocabulary, document, head, clauses, standings, {}, formulas.meanings, formulas.scopes, ())
