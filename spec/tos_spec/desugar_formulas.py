"""Formulas to expressions of the core: connectives, defined terms unfolded, and clauses' conditions split.

Contract: takes tests with their meanings. A defined term unfolds once for each choice of arguments, so that its uses share one
body; the body demands that each argument exists that can be absent. Conditions are split as section 6 of the language says.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tos_spec import core, syntax
from tos_spec.core import Field, Path, Sort, Type
from tos_spec.desugar_paths import placed
from tos_spec.resolve import Vocabulary
from tos_spec.resolve_text import Texts
from tos_spec.source import Span
from tos_spec.typecheck_formulas import Meaning, Test, Use

Roots = Mapping[str, Field]
"""What paths begin with, where a formula stands: the roles of a family of acts by key, or parameters."""


@dataclass(frozen=True, slots=True)
class Given:
    """A definition's parameters: the paths in their places, and how those were written."""

    paths: Mapping[str, Path] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


NOTHING = Given()


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a condition that was split (`term`, as in the core); `demanded`, where only a term's argument asks for it."""

    expr: core.Expr
    text: str
    span: Span
    demanded: bool = False
    term: str = ""


@dataclass
class Unfolding:
    """The formulas that stand where paths begin with `roots`."""

    vocabulary: Vocabulary
    meanings: Mapping[Test, Meaning]
    roots: Roots
    _unfolded: dict[Use, core.Defined] = field(default_factory=dict)

    @property
    def _texts(self) -> Texts:
        return self.vocabulary.texts

    # --- expressions ------------------------------------------------------------------------------------------------------------

    def expr(self, formula: syntax.Formula, given: Given = NOTHING) -> core.Expr:
        """What `formula` means."""
        match formula:
            case syntax.Negation(body=body):
                return core.Not(self.expr(body, given))
            case syntax.Junction(word=word, items=items):
                parts = tuple(self.expr(item, given) for item in items)
                return core.And(parts) if word == "and" else core.Or(parts)
            case syntax.Implication(left=left, right=right):
                return core.Or((core.Not(self.expr(left, given)), self.expr(right, given)))
            case syntax.Listing(word=word, items=items):
                parts = tuple(self.expr(item, given) for item in items)
                return core.And(parts) if word == "all" else core.Or(parts) if word == "any" else core.Not(core.Or(parts))
            case _:
                meant = self.meanings[formula]
                if isinstance(meant, Use):
                    return self._defined(Use(meant.name, tuple(_at(a, given) for a in meant.args)))
                return placed(meant, given.paths)

    def all_of(self, conditions: Sequence[syntax.Condition]) -> core.Expr:
        """All of some `when` and `unless` lines hold."""
        return conjunction([self._line(c) for c in conditions])

    def _line(self, condition: syntax.Condition) -> core.Expr:
        expr = self.expr(condition.formula)
        return core.Not(expr) if condition.word == "unless" else expr

    def _defined(self, use: Use) -> core.Defined:
        if use not in self._unfolded:
            signature = self.vocabulary.definitions[use.name]
            assert isinstance(signature.decl, syntax.DefineDecl)  # noqa: S101 - definitions are defined
            given = Given(dict(zip((n for n, _ in signature.params), use.args, strict=True)))
            parts = [*(core.Exists(a) for a in use.args if self.may_lack(a)), self.expr(signature.decl.body, given)]
            self._unfolded[use] = core.Defined(use.name, signature.label, use.args, conjunction(parts))
        return self._unfolded[use]

    def may_lack(self, path: Path) -> bool:
        """Whether there may be nothing at `path`: it, or something on the way to it, is optional."""
        here = self.roots[path[0]]
        if here.optional:
            return True
        for part in path[1:]:
            here = self.vocabulary.fields(here.type.of)[part]
            if here.optional:
                return True
        return False

    # --- conditions -------------------------------------------------------------------------------------------------------------

    def conditions(self, lines: Sequence[syntax.Condition]) -> tuple[core.Condition, ...]:
        """The conditions of a clause."""
        found: list[core.Condition] = []
        for line in lines:
            if line.word == "unless":
                text = f"unless {self._texts.formula(line.formula, {})}"
                found.append(core.Condition(self._line(line), text, line.span))
            else:
                for condition in self._split(line.formula, NOTHING):
                    if not (condition.demanded and any(condition.expr == c.expr for c in found)):
                        found.append(core.Condition(condition.expr, condition.text, condition.span, condition.term))
        return tuple(found)

    def _split(self, formula: syntax.Formula, given: Given) -> Iterator["_Part"]:
        match formula:
            case syntax.Junction(word="and", items=items) | syntax.Listing(word="all", items=items):
                for item in items:
                    yield from self._split(item, given)
            case syntax.NameTest() | syntax.Application() if self._is_conjunction(formula):
                for part in self._split_term(formula, given):
                    yield replace(part, term=self.text(formula, given))
            case _:
                yield _Part(self.expr(formula, given), self.text(formula, given), formula.span)

    def text(self, formula: syntax.Formula, given: Given = NOTHING) -> str:
        """How a formula was written, on one line."""
        return self._texts.formula(formula, given.names)

    def _is_conjunction(self, formula: syntax.Formula) -> bool:
        """Whether a formula is a conjunction, or a defined term that is one."""
        here = formula
        while isinstance(here, syntax.NameTest | syntax.Application):
            meant = self.meanings[here]
            if not isinstance(meant, Use):
                return False
            decl = self.vocabulary.definitions[meant.name].decl
            assert isinstance(decl, syntax.DefineDecl)  # noqa: S101 - definitions are defined
            here = decl.body
        return isinstance(here, syntax.Junction | syntax.Listing) and here.word in ("and", "all")

    def _split_term(self, test: syntax.NameTest | syntax.Application, given: Given) -> Iterator["_Part"]:
        """The conditions of a defined term that is a conjunction: its arguments' existence, where in doubt, and its parts."""
        meant = self.meanings[test]
        assert isinstance(meant, Use)  # noqa: S101 - seen by `_is_conjunction`
        signature = self.vocabulary.definitions[meant.name]
        assert isinstance(signature.decl, syntax.DefineDecl)  # noqa: S101 - definitions are defined
        written = test.args if isinstance(test, syntax.Application) else ()
        inner = Given(
            {n: _at(a, given) for (n, _), a in zip(signature.params, meant.args, strict=True)},
            {n: _named(a, given) for (n, _), a in zip(signature.params, written, strict=True)},
        )
        for name, path in inner.paths.items():
            if self.may_lack(path):
                yield _Part(core.Exists(path), f"{inner.names[name]} exists", test.span, demanded=True)
        yield from self._split(signature.decl.body, inner)


def conjunction(parts: Sequence[core.Expr]) -> core.Expr:
    """All of `parts`."""
    return core.TRUE if not parts else parts[0] if len(parts) == 1 else core.And(tuple(parts))


def disjunction(parts: Sequence[core.Expr]) -> core.Expr:
    """One of `parts`."""
    return core.FALSE if not parts else parts[0] if len(parts) == 1 else core.Or(tuple(parts))


def parameters(params: Sequence[tuple[str, str]], span: Span) -> Roots:
    """Parameters as the roots of paths: they are there."""
    return {n: Field(n, n, Type(Sort.ENTITY, e), optional=False, example=None, span=span) for n, e in params}


def _at(path: Path, given: Given) -> Path:
    return (*given.paths[path[0]], *path[1:]) if path[0] in given.paths else path


def _named(name: syntax.Name, given: Given) -> str:
    return ".".join((given.names.get(name.parts[0], name.parts[0]), *name.parts[1:]))
