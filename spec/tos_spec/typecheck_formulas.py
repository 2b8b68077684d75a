"""Formulas: what each test means in the core, and what is wrong with it.

Contract: `Formulas.check` gives every test (a leaf of the syntax tree) its meaning in `meanings` (and where it stands in `scopes`); connectives are left to
`desugar`. A use of a defined term stays a `Use`. A mistake is one diagnostic, and the other tests are still checked.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import assert_never

from tos_spec import core, syntax
from tos_spec.core import Path, Sort, Type
from tos_spec.diagnostics import Collector, Diagnostic
from tos_spec.resolve import Signature, Vocabulary
from tos_spec.resolve_names import did_you_mean, listed
from tos_spec.resolve_types import value_of
from tos_spec.source import Span
from tos_spec.typecheck_names import AtPath, OfQuantity, OfRelation, OfTerm, Scope, meaning, path, what
from tos_spec.typecheck_terms import Terms
from tos_spec.types import Amount, as_sort, comparable, described, named, unit_meant


@dataclass(frozen=True, slots=True)
class Use:
    """A defined term, used with the entities at `args`."""

    name: str
    args: tuple[Path, ...]


Meaning = core.Expr | Use
Test = (
    syntax.IsTest
    | syntax.HasTest
    | syntax.Comparison
    | syntax.Application
    | syntax.NameTest
    | syntax.ExistsTest
    | syntax.ClauseApplies
    | syntax.DocumentSays
)
_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}
ClausesOf = Callable[[syntax.ClauseNumber], tuple[str, ...] | None]


@dataclass(frozen=True, slots=True)
class Judges:
    """The names of imports in the checked document; `vocabulary` are those of files without a header."""

    known: frozenset[str]
    vocabulary: frozenset[str]


@dataclass
class Used:
    """The terms that a formula uses, with their places."""

    definitions: list[tuple[str, Span]] = field(default_factory=list)
    open: list[tuple[str, Span]] = field(default_factory=list)


class Formulas:
    """The formulas of a document."""

    def __init__(self, vocabulary: Vocabulary, found: Collector, clauses_of: ClausesOf, judges: Judges) -> None:
        self.vocabulary, self.found, self._clauses_of, self._judges = vocabulary, found, clauses_of, judges
        self.meanings: dict[Test, Meaning] = {}
        self.scopes: dict[Test, Scope] = {}
        self.checked: list[tuple[syntax.Formula, Used]] = []

    def check(self, formula: syntax.Formula, scope: Scope) -> Used:
        """Find the meaning of every test in `formula`; gives the terms that it uses."""
        used = Used()
        stack = [formula]
        while stack:
            here = stack.pop()
            match here:
                case syntax.Negation(body=body):
                    stack.append(body)
                case syntax.Junction(items=items) | syntax.Listing(items=items):
                    stack += reversed(items)
                case syntax.Implication(left=left, right=right):
                    stack += (right, left)
                case _:
                    meant = _Test(self, scope, used).meaning(here, self._clauses_of, self._judges)
                    if meant is not None:
                        self.meanings[here], self.scopes[here] = meant, scope
        self.checked.append((formula, used))
        return used


class _Test:
    """One test in its scope."""

    def __init__(self, formulas: Formulas, scope: Scope, used: Used) -> None:
        self._vocabulary, self._found = formulas.vocabulary, formulas.found
        self._scope, self._used = scope, used

    def _wrong(self, code: str, name: str, message: str, span: Span, help: str | None, *notes: str) -> None:
        self._found.add(Diagnostic(code, name, message, span, notes, help))

    def meaning(self, test: Test, clauses_of: ClausesOf, judges: Judges) -> Meaning | None:
        """What `test` means, or None after a complaint."""
        match test:
            case syntax.IsTest():
                return self._is(test)
            case syntax.HasTest():
                return self._has(test)
            case syntax.Comparison():
                return self._comparison(test)
            case syntax.Application():
                return self._application(test)
            case syntax.NameTest():
                return self._alone(test)
            case syntax.ExistsTest():
                at = path(self._vocabulary, self._scope, test.subject, self._found)
                return None if at is None else core.Exists(at.path)
            case syntax.ClauseApplies():
                return self._applies(test, clauses_of)
            case syntax.DocumentSays():
                return self._says(test, judges)
            case _:
                assert_never(test)

    def _says(self, test: syntax.DocumentSays, judges: Judges) -> Meaning | None:
        name = test.document
        if not self._scope.clauses:
            message = f"`{test.verdict} by {name.text}` can only be said in claims and cases"
            help = "here, say in facts what the other document rules"
            self._wrong("E318", "verdict-in-formula", message, test.span, help)
        elif name.text in judges.vocabulary:
            message = f"`{name.text}` has no header, so it permits and forbids nothing"
            help = 'begin that file with `terms NAME "title"`, if it is a document with clauses'
            self._wrong("E319", "no-verdicts", message, name.span, help)
        elif name.text not in judges.known:
            message = f"no import is called `{name.text}`"
            otherwise = f'import the other document under that name: `import "{name.text}.tos" as {name.text}`'
            self._wrong("E320", "unknown-document", message, name.span, did_you_mean(name.text, judges.known, otherwise))
        else:
            return core.JudgedBy(name.text, test.verdict == "permitted")
        return None

    def _applies(self, test: syntax.ClauseApplies, clauses_of: ClausesOf) -> Meaning | None:
        if not self._scope.clauses:
            message = "`clause N applies` can only be said in claims and cases"
            help = "here, give the clause's conditions a name with `define`"
            self._wrong("E314", "clause-in-formula", message, test.span, help)
            return None
        clauses = clauses_of(test.number)
        return None if clauses is None else core.Applies(clauses)

    # --- kinds and sets -------------------------------------------------------------------------------------------------------

    def _is(self, test: syntax.IsTest) -> Meaning | None:
        at = path(self._vocabulary, self._scope, test.subject, self._found)
        if at is None:
            return None
        kind = self._kind_of(at.type)
        if kind is None:
            self._not_classified(test, at)
            return None
        classes = self._classes(kind, test.values, f"`{test.subject.text}` is {described(at.type)}")
        if classes is None:
            return None
        expr = core.IsIn(at.path, kind.name, classes, _leaves(kind, classes))
        return core.Not(expr) if test.negated else expr

    def _kind_of(self, type_: Type) -> core.Kind | None:
        if type_.sort is Sort.KIND:
            return self._vocabulary.kinds[type_.of]
        name = self._vocabulary.entities[type_.of].kind if type_.sort is Sort.ENTITY else None
        return None if name is None else self._vocabulary.kinds[name]

    def _not_classified(self, test: syntax.IsTest, at: AtPath) -> None:
        said, value = test.subject.text, test.values[0].text
        if at.type.sort is Sort.ENTITY:
            message = f"`{said}` is an entity of type `{at.type.of}`, which no kind classifies"
            help = f"declare `entity {at.type.of} is KIND`, or compare two entities by `=`"
            self._wrong("E304", "entity-without-kind", message, test.subject.span, help)
            return
        help = {Sort.SET: f"write `{said} has {value}`", Sort.FLAG: f"write `{said}` or `not {said}`"}.get(
            at.type.sort, f"compare it: `{said} = …`"
        )
        message = f"`is` tells of which kind something is, but `{said}` is {described(at.type)}"
        self._wrong("E303", "wrong-test", message, test.subject.span, help)

    def _has(self, test: syntax.HasTest) -> Meaning | None:
        at = path(self._vocabulary, self._scope, test.subject, self._found)
        if at is None:
            return None
        said = test.subject.text
        if at.type.sort is not Sort.SET:
            message = f"`has` speaks of sets, but `{said}` is {described(at.type)}"
            help = f"write `{said} is {test.values[0].text}`" if self._kind_of(at.type) else None
            self._wrong("E303", "wrong-test", message, test.subject.span, help)
            return None
        if len(test.values) > 1 and not test.only:
            message = "`has` takes one value: several could mean all of them or any"
            word = "has no" if test.negated else "has"
            help = "write " + " or ".join(
                f"`{joined}`" for joined in (f" {w} ".join(f"{said} {word} {v.text}" for v in test.values) for w in ("and", "or"))
            )
            self._wrong("E317", "several-values", message, test.span, help)
            return None
        kind = self._vocabulary.kinds[at.type.of]
        classes = self._classes(kind, test.values, f"`{said}` is {described(at.type)}")
        if classes is None:
            return None
        expr = core.Has(at.path, kind.name, classes, _leaves(kind, classes), test.only)
        return core.Not(expr) if test.negated else expr

    def _classes(self, kind: core.Kind, values: tuple[syntax.Name, ...], subject: str) -> tuple[str, ...] | None:
        """The names of the kind that `values` stand for, however they were written."""
        classes: list[str] = []
        sound = True
        for value in values:
            other = self._foreign(kind, value)
            if other is not None:
                message = f"`{value.text}` is a value of the kind `{other}`, not of `{kind.name}`"
                self._wrong("E301", "type-mismatch", message, value.span, None, subject)
                sound = False
                continue
            id = value_of(self._vocabulary, kind, value, self._found)
            if id is None:
                sound = False
            else:
                classes.append(id)
        return tuple(classes) if sound else None

    def _foreign(self, kind: core.Kind, value: syntax.Name) -> str | None:
        """The one other kind that `value` is a value of, if it is none of `kind`."""
        from tos_spec.resolve_names import meant_in

        if meant_in(kind, self._vocabulary.value(kind, value)):
            return None
        others = [
            k.name
            for k in self._vocabulary.kinds.values()
            if k.name != kind.name
            and k.span.file in self._vocabulary.views.seen(self._scope.file)
            and meant_in(k, self._vocabulary.value(k, value))
        ]
        return others[0] if len(others) == 1 else None

    # --- comparisons ----------------------------------------------------------------------------------------------------------

    def _comparison(self, test: syntax.Comparison) -> Meaning | None:
        if isinstance(test.left, syntax.Name) and isinstance(test.right, syntax.Name):
            quiet = Collector()
            sides = [meaning(self._vocabulary, self._scope, n, quiet) for n in (test.left, test.right)]
            if all(isinstance(s, AtPath) and s.type.sort not in core.NUMERIC for s in sides):
                return self._same(test, test.left, test.right, *(s for s in sides if isinstance(s, AtPath)))
        if named_value := self._value_compared(test):
            self._wrong("E303", "wrong-test", f"`{test.op}` compares with a value of a kind", test.span, named_value)
            return None
        if truth := self._truth_compared(test):
            self._wrong("E303", "wrong-test", f"`{test.op}` compares with a truth value", test.span, truth)
            return None
        if self._unknown_beside(test):
            return None
        terms = Terms(self._vocabulary, self._scope, self._found)
        left, right = terms.amount(test.left), terms.amount(test.right)
        self._used.open += terms.quantities
        if left is None or right is None:
            return None
        left, right = as_sort(left, right.sort), as_sort(right, left.sort)
        if not comparable(left, right):
            self._mismatch(test, named(left), named(right), self._unit_meant(test, left, right))
            return None
        return _compared(test.op, left, right)

    def _unknown_beside(self, test: syntax.Comparison) -> bool:
        """Whether one side is a name that means nothing and the other is no number: then only the name is complained of."""
        if not (isinstance(test.left, syntax.Name) and isinstance(test.right, syntax.Name)):
            return False
        for unknown, other in ((test.left, test.right), (test.right, test.left)):
            known = meaning(self._vocabulary, self._scope, other, Collector())
            if isinstance(known, AtPath) and known.type.sort not in core.NUMERIC:
                return meaning(self._vocabulary, self._scope, unknown, self._found) is None
        return False

    def _value_compared(self, test: syntax.Comparison) -> str | None:
        """The help for `x = V`, where V is a value of x's kind."""
        if not (isinstance(test.left, syntax.Name) and isinstance(test.right, syntax.Name)):
            return None
        subject = meaning(self._vocabulary, self._scope, test.left, Collector())
        if not isinstance(subject, AtPath) or meaning(self._vocabulary, self._scope, test.right, Collector()) is not None:
            return None
        if (kind := self._kind_of(subject.type)) is None or value_of(self._vocabulary, kind, test.right, Collector()) is None:
            return None
        word = {"=": "is", "!=": "is not"}.get(test.op)
        return f"write `{test.left.text} {word} {test.right.text}`" if word else "values of a kind have no order"

    def _truth_compared(self, test: syntax.Comparison) -> str | None:
        """The help for `x = true`, where x holds or does not."""
        if not isinstance(test.left, syntax.Name) or not isinstance(test.right, syntax.Name) or test.op not in ("=", "!="):
            return None
        subject = meaning(self._vocabulary, self._scope, test.left, Collector())
        if subject is None or (isinstance(subject, AtPath) and subject.type.sort is not Sort.FLAG):
            return None
        if meaning(self._vocabulary, self._scope, test.right, Collector()) is not None:
            return None
        if (truth := _TRUTHS.get(test.right.text)) is None:
            return None
        return f"write `{test.left.text}`" if truth is (test.op == "=") else f"write `not {test.left.text}`"

    def _unit_meant(self, test: syntax.Comparison, left: Amount, right: Amount) -> str | None:
        a, b = (self._vocabulary.texts.at(t.span) for t in (test.left, test.right))
        return unit_meant((test.left, left, a), (test.right, right, b))

    def _mismatch(self, test: syntax.Comparison, left: str, right: str, help: str | None = None) -> None:
        a, b = (self._vocabulary.texts.at(t.span) for t in (test.left, test.right))
        message = f"{left} is compared with {right}"
        self._wrong("E301", "type-mismatch", message, test.span, help, f"`{a}` is {left}", f"`{b}` is {right}")

    def _same(self, test: syntax.Comparison, a: syntax.Name, b: syntax.Name, left: AtPath, right: AtPath) -> Meaning | None:
        """`x = y` of entities of one type, or of values of one kind."""
        if test.op not in ("=", "!="):
            message = f"`{test.op}` compares numbers, but `{a.text}` is {described(left.type)}"
            self._wrong("E303", "wrong-test", message, test.span, "only `=` and `!=` compare things that are no numbers")
            return None
        kind = self._kind_of(left.type)
        expr: core.Expr
        if left.type.sort is Sort.ENTITY and left.type == right.type:
            expr = core.SameEntity(left.path, right.path)
        elif kind is not None and kind is self._kind_of(right.type) and Sort.KIND in (left.type.sort, right.type.sort):
            expr = core.SameValue(left.path, right.path, kind.name)
        elif left.type == right.type:
            message = f"`=` compares numbers, entities and values of a kind, but `{a.text}` is {described(left.type)}"
            help = f"write `({a.text} and {b.text}) or (not {a.text} and not {b.text})`" if left.type.sort is Sort.FLAG else None
            self._wrong("E303", "wrong-test", message, test.span, help)
            return None
        else:
            self._mismatch(test, described(left.type), described(right.type))
            return None
        return core.Not(expr) if test.op == "!=" else expr

    # --- terms ----------------------------------------------------------------------------------------------------------------

    def _alone(self, test: syntax.NameTest) -> Meaning | None:
        meant = meaning(self._vocabulary, self._scope, test.name, self._found)
        said = test.name.text
        match meant:
            case None:
                return None
            case AtPath(path=at, type=type_) if type_.sort is Sort.FLAG:
                return core.Flag(at)
            case OfTerm(signature=signature):
                if signature.params:
                    self._needs_arguments(test.name, tuple(e for _, e in signature.params), what(meant))
                    return None
                return self._term(meant, (), test.name) if self._in_scope(signature, test.name, what(meant)) else None
            case OfRelation(relation=relation):
                self._needs_arguments(test.name, relation.over, what(meant))
            case OfQuantity():
                self._not_a_condition(test, what(meant), f"compare it: `… <= {said}`")
            case AtPath(type=type_):
                exists = f"write `{said} exists`, or `{said} is …`"
                help = {Sort.KIND: f"write `{said} is …`", Sort.SET: f"write `{said} has …`", Sort.ENTITY: exists}
                self._not_a_condition(test, what(meant), help.get(type_.sort, f"compare it: `{said} <= …`"))
            case _:
                assert_never(meant)
        return None

    def _not_a_condition(self, test: syntax.NameTest, is_what: str, help: str) -> None:
        message = f"`{test.name.text}` is {is_what}, which by itself is neither true nor false"
        self._wrong("E302", "not-a-condition", message, test.span, help)

    def _needs_arguments(self, name: syntax.Name, wanted: tuple[str, ...], is_what: str) -> None:
        alone = len(wanted) == 1
        message = f"`{name.text}` is {is_what} of {'an entity' if alone else f'{len(wanted)} entities'}, and none is given"
        types = f"{'an entity of type' if alone else 'entities of types'} {listed(wanted)}"
        help = f"write `{name.text}({', '.join('…' for _ in wanted)})`, with {types}"
        self._wrong("E308", "wrong-arguments", message, name.span, help)

    def _in_scope(self, signature: Signature, name: syntax.Name, is_what: str) -> bool:
        """Whether a term of an act (or of nothing) can be used where the formula stands."""
        if signature.act is None:
            return True
        if self._scope.act is not None and signature.act in self._vocabulary.above(self._scope.act):
            return True
        here = f"here `{self._scope.act}` is spoken of" if self._scope.act else "here no act is spoken of"
        message = f"`{name.text}` is {is_what} in `{signature.act}`, but {here}"
        help = (
            f"`{self._scope.act}` is not `{signature.act}`, and not below it"
            if self._scope.act
            else "give the term parameters instead"
        )
        self._wrong("E313", "term-of-another-act", message, name.span, help)
        return False

    def _term(self, meant: OfTerm, args: tuple[Path, ...], name: syntax.Name) -> Meaning:
        if meant.word == "open term":
            self._used.open.append((meant.name, name.span))
            return core.Open(meant.name, args)
        self._used.definitions.append((meant.name, name.span))
        return Use(meant.name, args)

    def _application(self, test: syntax.Application) -> Meaning | None:
        meant = meaning(self._vocabulary, self._scope, test.name, self._found)
        if meant is None:
            return None
        match meant:
            case OfTerm(signature=signature):
                wanted = tuple(e for _, e in signature.params)
            case OfRelation(relation=relation):
                wanted = relation.over
            case _:
                message = f"`{test.name.text}` is {what(meant)} and takes no arguments"
                self._wrong("E308", "wrong-arguments", message, test.name.span, "leave out the parentheses")
                return None
        args = self._arguments(test, wanted, what(meant))
        if args is None:
            return None
        return core.Related(meant.relation.name, args) if isinstance(meant, OfRelation) else self._term(meant, args, test.name)

    def _arguments(self, test: syntax.Application, wanted: tuple[str, ...], is_what: str) -> tuple[Path, ...] | None:
        name = test.name.text
        if len(test.args) != len(wanted):
            count = "no entity" if not wanted else "one entity" if len(wanted) == 1 else f"{len(wanted)} entities"
            message = f"`{name}` is {is_what} of {count}, but {len(test.args)} {'is' if len(test.args) == 1 else 'are'} given"
            help = f"give it {listed(wanted)}" if wanted else f"write `{name}` without parentheses"
            self._wrong("E308", "wrong-arguments", message, test.span, help)
            return None
        found: list[Path] = []
        for arg, entity in zip(test.args, wanted, strict=True):
            at = path(self._vocabulary, self._scope, arg, self._found)
            if at is None:
                continue
            if at.type == Type(Sort.ENTITY, entity):
                found.append(at.path)
                continue
            message = f"`{name}` speaks of an entity of type `{entity}`, but `{arg.text}` is {described(at.type)}"
            self._wrong("E308", "wrong-arguments", message, arg.span, None)
        return tuple(found) if len(found) == len(wanted) else None


def _compared(op: str, left: Amount, right: Amount) -> core.Expr:
    match op:
        case "!=":
            return core.Not(core.Compare("=", left.expr, right.expr))
        case "=" | "<" | "<=" | ">" | ">=":
            return core.Compare(op, left.expr, right.expr)
        case _:
            raise AssertionError(op)


def _leaves(kind: core.Kind, classes: tuple[str, ...]) -> frozenset[str]:
    """The leaves that `classes` stand for."""
    return frozenset(leaf for name in classes for leaf in kind.leaves_below(name))
