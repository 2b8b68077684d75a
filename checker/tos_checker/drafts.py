"""The edits that a failing claim suggests, made from the words of the document and of the claim.

Contract: every edit is a change of places in files that belong to the document (never the standard library), each with the words that it
puts there. They are tried before anybody sees them: here nothing is decided but what is worth a try.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from tos_checker import edits, escapes
from tos_checker.edits import Added, Bounded, Edit, Part, Rewritten, Struck, Unit, Unlisted, plain
from tos_checker.inline import conjuncts, disjuncts, joined, written
from tos_checker.probes import Probe
from tos_checker.splice import Splice, after_line, over, without_block, without_items, without_lines
from tos_spec import core, syntax
from tos_spec.core import Clause, Policy
from tos_spec.resolve_text import Texts, mentions
from tos_spec.shape import roles_of, root, slots
from tos_spec.source import Source, Span

_FURTHER = {"<": ("<", "<="), "<=": ("<", "<="), ">": (">", ">="), ">=": (">", ">=")}
_MOST_TOGETHER = 2
_MOST_EDITS = 400


@dataclass
class Draft:
    """The document as it was written: every file, the clauses and open terms where they stand, the claim."""

    policy: Policy
    sources: Mapping[str, Source]
    documents: Sequence[syntax.Document]
    claim: core.Claim
    clauses: dict[str, syntax.ClauseDecl] = field(default_factory=dict)
    terms: dict[str, syntax.OpenTermDecl] = field(default_factory=dict)
    cases: dict[str, syntax.CaseDecl] = field(default_factory=dict)
    asked: syntax.ClaimDecl | None = None
    further: Sequence[syntax.Formula] = ()
    limits: Sequence[syntax.Formula] = ()
    exempt: Sequence[syntax.Formula] = ()
    comments: set[tuple[str, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.texts = Texts(self.sources, self.documents)
        clauses = {c.span: c.number for c in self.policy.clauses}
        terms = {t.span: t.name for t in self.policy.terms.values()}
        cases = {c.span: c.name for c in self.policy.cases}
        for document in self.documents:
            self.comments |= {(document.file, c.span.line) for c in document.comments if c.alone}
            for decl in _declarations(document):
                if isinstance(decl, syntax.ClauseDecl) and decl.span in clauses:
                    self.clauses[clauses[decl.span]] = decl
                elif isinstance(decl, syntax.OpenTermDecl) and decl.span in terms:
                    self.terms[terms[decl.span]] = decl
                elif isinstance(decl, syntax.CaseDecl) and decl.span in cases:
                    self.cases[cases[decl.span]] = decl
                elif isinstance(decl, syntax.ClaimDecl) and decl.span == self.claim.span:
                    self.asked = decl
        self.units = {n: edits.units(decl) for n, decl in self.clauses.items()}
        self.top = root(self.policy, self.claim.act)

    def own(self, file: str) -> bool:
        """Whether a file is one of the document's own, not of the standard library."""
        return not file.startswith("std.")

    def concerned(self) -> Iterator[Clause]:
        """The clauses that may bear on the claim and can be changed."""
        for clause in self.policy.clauses:
            if root(self.policy, clause.act) == self.top and clause.number in self.clauses and self.own(clause.span.file):
                yield clause

    def parts(self) -> tuple[syntax.Formula, ...]:
        """The claim's conditions, one by one."""
        found: list[syntax.Formula] = []
        for line in self.asked.conditions if self.asked is not None else ():
            if line.word == "unless":
                found.append(syntax.Negation(line.formula, line.formula.span))
            else:
                found += conjuncts(line.formula)
        return (*found, *self.further)

    def probe(self, unit: Unit) -> Probe:
        """The text of a condition, to be read."""
        return Probe(written(self.texts, unit.formula), self.policy.clause(unit.clause).act)


def _declarations(document: syntax.Document) -> Iterator[object]:
    """The declarations of a document, those behind `replace` among them."""
    for decl in document.declarations:
        inner = getattr(decl, "declaration", None)
        yield decl
        if inner is not None:
            yield inner


class Candidates:
    """Makes the edits. `meant` are the meanings of the conditions of clauses and of the claim."""

    def __init__(self, draft: Draft, meant: Mapping[Probe, core.Expr]) -> None:
        self.draft, self.policy, self.texts = draft, draft.policy, draft.texts
        self.meant = meant
        self.wants = edits.direction(draft.claim)
        self.parts, self.limits, self.exempt = (self._known(fs) for fs in (draft.parts(), draft.limits, draft.exempt))
        self.spoken = {p: escapes.facts(self.policy, p.expr) for p in self.parts}
        self.reach = edits.reach(self.policy, self.wants)
        self.sides = self._sides()
        types = {s.path: s.field.type for s in slots(self.policy, draft.top)}
        self.topic = {path: type.of for path, type in types.items() if type.sort in (core.Sort.ENTITY, core.Sort.KIND)}

    def _known(self, formulas: Sequence[syntax.Formula]) -> tuple[Part, ...]:
        """The formulas that mean something, with what they mean."""
        probes = [(f, Probe(written(self.texts, f), self.draft.claim.act)) for f in formulas]
        return tuple(Part(f, self.meant[p]) for f, p in probes if p in self.meant)

    def all(self) -> tuple[Edit, ...]:
        """The edits, in the order of the document, each once."""
        found: dict[object, Edit] = {}
        for edit in (*self._of_clauses(), *self._of_terms()):
            known = found.get(edit.change)
            if known is None or edit.weight < known.weight:
                found[edit.change] = edit
        return tuple(found.values())[:_MOST_EDITS]

    # --- clauses ----------------------------------------------------------------------------------------------------------------

    def _of_clauses(self) -> Iterator[Edit]:
        for clause in self.draft.concerned():
            further, less = self.reach[clause.number]
            for unit in self.draft.units[clause.number]:
                expr = self.meant.get(self.draft.probe(unit))
                if expr is None:
                    continue
                if (further and not unit.negated) or (less and unit.negated):
                    yield from self._loosened(unit, expr)
                if (less and not unit.negated) or (further and unit.negated):
                    yield from self._tightened(unit, expr)
                if further and (splices := self._dropped(unit)) is not None:
                    old = f"{unit.line.word} " * (unit.parent is None) + self._text(unit)
                    yield self._rewritten(unit, None, 1, splices, old)
            if less:
                yield from self._narrowed(clause)

    def _text(self, unit: Unit) -> str:
        return written(self.texts, unit.formula)

    def _rewritten(
        self, unit: Unit, text: str | None, weight: int, splices: Sequence[Splice] | None = None, old: str = ""
    ) -> Edit:
        change = Rewritten(unit.clause, unit.place, text)
        if splices is None:
            assert text is not None  # noqa: S101 - what is dropped has its splices
            splices = self._replaced(unit, text)
        gone = 0 if text is not None else (unit.line if unit.parent is None else unit.formula).span.line
        return Edit(change, weight, tuple(splices), f"clause {unit.clause}", old or self._text(unit), text or "", gone)

    def _replaced(self, unit: Unit, text: str) -> list[Splice]:
        """The text in the place of a condition, in parentheses where it needs them."""
        bare = not _enclosed(self.draft.sources[unit.formula.span.file], unit.formula.span)
        mixed = isinstance(unit.parent, syntax.Junction) and bare and _is_or(text)
        return [over(unit.formula.span, f"({text})" if mixed else text)]

    def _together(self, expr: core.Expr) -> Iterator[tuple[Part, ...]]:
        """Facts of the claim that could be added to a condition: some that it speaks of, and at most one more."""
        here = self._topics(escapes.facts(self.policy, expr))
        near = [p for p in self.parts if self._topics(self.spoken[p]) & here]
        for part in near:
            yield (part,)
        if len(self.parts) > _MOST_TOGETHER:
            for pair in combinations(self.parts, _MOST_TOGETHER):
                if pair[0] in near or pair[1] in near:
                    yield pair

    def _topics(self, facts: frozenset[escapes.Fact]) -> frozenset[escapes.Fact | str]:
        """Facts, with the kinds and entities that they are about: who is given a result is a topic of a condition on who acts."""
        about = {self.topic[f] for f in facts if f in self.topic}
        return facts | frozenset(about)

    def _loosened(self, unit: Unit, expr: core.Expr) -> Iterator[Edit]:
        """A condition that more scenarios meet: its class widened, its bound moved, facts of the claim as an alternative."""
        old = self._text(unit)
        for text in self._wider(unit, expr):
            yield self._rewritten(unit, text, 1)
        yield from (self._rewritten(unit, text, 1) for text in self._moved(unit.formula))
        mine = [written(self.texts, d) for d in disjuncts(unit.formula)]
        for parts in self._together(expr):
            if any(_within(p.expr, expr) for p in parts) or (len(parts) == 1 and self._is_moved(unit.formula, parts[0], expr)):
                continue
            added = self._conjunction(parts, "or")
            others = [written(self.texts, d) for d in disjuncts(parts[0].formula)] if len(parts) == 1 else [added]
            if set(others) <= set(mine):
                continue
            whole = mine if not set(mine) <= set(others) else []
            text = joined("or", [_in_or(t) for t in (*whole, *(o for o in others if o not in whole))], "alone")
            splices = self._item_added(unit, added) if whole else None
            yield self._rewritten(unit, text, len(parts), splices, old)

    def _is_moved(self, test: syntax.Formula, part: Part, expr: core.Expr) -> bool:
        """Whether a class or a bound is to be changed instead: both test the same path."""
        other = part.formula
        if isinstance(test, syntax.Comparison) and isinstance(other, syntax.Comparison):
            return test.op in _FURTHER[other.op] if other.op in _FURTHER else False
        return _same_path(expr, part.expr)

    def _item_added(self, unit: Unit, text: str) -> list[Splice] | None:
        """A further `- ` item, where the condition is a list of alternatives."""
        if not isinstance(unit.formula, syntax.Listing) or unit.formula.word != "any":
            return None
        last = unit.formula.items[-1].span
        source = self.draft.sources[last.file]
        line = source.line(unit.formula.items[-1].span.line)
        if not line.lstrip().startswith("- "):
            return None
        return [after_line(source, last.end_line, " " * (len(line) - len(line.lstrip())) + f"- {text}")]

    def _conjunction(self, parts: Sequence[Part], inside: Literal["alone", "and", "or", "not"]) -> str:
        if len(parts) == 1:
            return written(self.texts, parts[0].formula, inside)
        return joined("and", [written(self.texts, p.formula, "and") for p in parts], inside)

    def _wider(self, unit: Unit, expr: core.Expr) -> Iterator[str]:
        """The classes above the one that a test names, and the one together with what the claim names."""
        test, meant = unit.formula, plain(expr)
        if not isinstance(test, syntax.IsTest) or test.negated or not isinstance(meant, core.IsIn):
            return
        kind = self.policy.kinds[meant.kind]
        subject = self.texts.at(test.subject.span)
        for node in reversed(kind.nodes):
            below = frozenset(kind.leaves_below(node.id))
            if meant.leaves < below < frozenset(kind.leaves):
                yield f"{subject} is {node.id}"
        for part in self.parts:
            other = plain(part.expr)
            if isinstance(other, core.IsIn) and other.path == meant.path and not other.leaves <= meant.leaves:
                further = [c for c in other.classes if not frozenset(kind.leaves_below(c)) <= meant.leaves]
                within = frozenset(leaf for c in further for leaf in kind.leaves_below(c))
                own = [c for c in meant.classes if not frozenset(kind.leaves_below(c)) <= within]
                classes = (*own, *further)
                yield f"{subject} is {classes[0]}" if len(classes) == 1 else f"{subject} is one of {', '.join(classes)}"

    def _moved(self, test: syntax.Formula) -> Iterator[str]:
        """A bound moved to that of the claim, or made to include its end."""
        if not isinstance(test, syntax.Comparison) or test.op not in _FURTHER:
            return
        left, own = self.texts.at(test.left.span), self.texts.at(test.right.span)
        others = [f for p in self.parts for f in disjuncts(p.formula) if isinstance(f, syntax.Comparison)]
        ends = [own, *(self.texts.at(f.right.span) for f in others if self.texts.at(f.left.span) == left)]
        for end in dict.fromkeys(ends):
            for op in _FURTHER[test.op]:
                if (op, end) != (test.op, own):
                    yield f"{left} {op} {end}"

    def _tightened(self, unit: Unit, expr: core.Expr) -> Iterator[Edit]:
        """A condition that fewer scenarios meet: values left out, its bound moved, facts of the claim excluded."""
        test, meant = unit.formula, plain(expr)
        if isinstance(test, syntax.IsTest) and not test.negated and isinstance(meant, core.IsIn) and len(meant.classes) > 1:
            subject = self.texts.at(test.subject.span)
            for left_out in meant.classes:
                rest = [c for c in meant.classes if c != left_out]
                yield self._rewritten(unit, f"{subject} is {'one of ' * (len(rest) > 1)}{', '.join(rest)}", 1)
        yield from (self._rewritten(unit, text, 1) for text in self._moved(unit.formula))
        if not unit.negated:
            here = self._topics(escapes.facts(self.policy, expr))
            near = [p for p in self.limits if self._topics(escapes.facts(self.policy, p.expr)) & here]
            for part in near:
                both = [written(self.texts, unit.formula, "and"), written(self.texts, part.formula, "and")]
                yield self._rewritten(unit, joined("and", both, "alone"), 1)
        if unit.negated:
            for parts in self._together(expr):
                text = joined(
                    "and", [written(self.texts, unit.formula, "and"), f"not {self._conjunction(parts, 'not')}"], "alone"
                )
                yield self._rewritten(unit, text, len(parts))

    def _dropped(self, unit: Unit) -> list[Splice] | None:
        """What takes a condition out; None where it does not come out cleanly."""
        source = self.draft.sources[unit.line.span.file]
        if unit.parent is None:
            span = unit.line.span
            if not source.line(span.line)[: span.column - 1].strip():
                return [without_lines(source, span.line, span.end_line)]
            before = source.line(span.line)[: span.column - 1].rstrip()
            return [Splice(span.file, (span.line, len(before) + 1), (span.end_line, span.end_column), "")]
        if len(unit.parent.items) < _MOST_TOGETHER:
            return None
        if isinstance(unit.parent, syntax.Listing):
            span = unit.formula.span
            return [without_lines(source, span.line, span.end_line)] if source.line(span.line).lstrip().startswith("- ") else None
        return self._out_of_junction(source, unit.parent, unit.index)

    def _out_of_junction(self, source: Source, parent: syntax.Junction, index: int) -> list[Splice] | None:
        spans = [_whole(source, item.span) for item in parent.items]
        if index == 0:
            start, end = (spans[0].line, spans[0].column), (spans[1].line, spans[1].column)
        else:
            start = (spans[index - 1].end_line, spans[index - 1].end_column)
            end = (spans[index].end_line, spans[index].end_column)
        if any("#" in source.line(n) for n in range(start[0], end[0])):
            return None  # a comment would go with it
        return [Splice(source.file, start, end, "")]

    # --- clauses that reach less far ----------------------------------------------------------------------------------------------

    def _narrowed(self, clause: Clause) -> Iterator[Edit]:
        """A clause with a further `unless` line, without a clause that it disapplies, or gone."""
        decl, number = self.draft.clauses[clause.number], clause.number
        where = f"clause {number}"
        source = self.draft.sources[decl.span.file]
        groups: list[tuple[Part, ...]] = [(p,) for p in (*self.parts, *self.exempt)]
        if len(self.parts) > _MOST_TOGETHER:
            groups += list(combinations(self.parts, _MOST_TOGETHER))
        asked = [self.meant.get(self.draft.probe(u)) for u in self.draft.units[number] if not u.negated]
        for parts in groups:
            if all(any(e is not None and (e == p.expr or _within(e, p.expr)) for e in asked) for p in parts):
                continue  # the clause would ask for what it leaves out: to strike it is said by a strike
            text = self._conjunction(parts, "alone")
            splice = self._line_added(source, decl, f"unless {text}")
            yield Edit(Added(number, text), len(parts), (splice,), where, "", f"unless {text}")
        if isinstance(decl.norm, syntax.Disapply):
            yield from self._unlisted(decl, decl.norm)
        gone = f"clause {number}" + (f' "{clause.title}"' if clause.title else "")
        splice = without_block(source, decl.span, self.draft.comments)
        yield Edit(Struck(number), 1, (splice,), where, gone, "", decl.span.line)

    def _line_added(self, source: Source, decl: syntax.ClauseDecl, text: str) -> Splice:
        if decl.conditions:
            span = decl.conditions[-1].span
            line = source.line(decl.conditions[0].span.line)
            indent = len(line) - len(line.lstrip())
            if line.lstrip().startswith(("when", "unless")):
                return after_line(source, span.end_line, " " * indent + text)
        norm = decl.norm
        if norm is None:
            last = max(
                [decl.number.span.end_line, *(r.span.end_line for r in decl.relations), *(b.span.end_line for b in decl.bounds)]
            )
            return after_line(source, last, "    " + text)
        line = source.line(norm.span.line)
        last = max([norm.span.end_line, *(c.span.end_line for c in decl.conditions)])
        return after_line(source, last, " " * (len(line) - len(line.lstrip()) + 2) + text)

    def _unlisted(self, decl: syntax.ClauseDecl, norm: syntax.Disapply) -> Iterator[Edit]:
        for n, number in enumerate(norm.numbers):
            if len(norm.numbers) < _MOST_TOGETHER or number.text not in self.draft.clauses:
                continue
            splice = without_items(self.draft.sources[number.span.file], [m.span for m in norm.numbers], {n})
            where, old = f"clause {decl.number.text}", f"disapply {number.text}"
            yield Edit(Unlisted(decl.number.text, number.text), 1, (splice,), where, old, "", number.span.line)

    # --- open terms -------------------------------------------------------------------------------------------------------------

    def _sides(self) -> frozenset[tuple[str, str]]:
        """The bounds of open terms that could help: `includes` where a term ought to hold more often, `excludes` where less."""
        claim = self.draft.claim
        kept = {t for e in (claim.when, *(a.scope for a in claim.accepting)) for t, _ in edits.opens(e)}
        found = set()
        for clause in self.draft.concerned():
            further, less = self.reach[clause.number]
            exprs = [c.expr for c in clause.conditions]
            for term, grows in (o for e in exprs for o in edits.opens(e)):
                if term not in kept:
                    found |= {(term, "includes")} if (further and grows) or (less and not grows) else set()
                    found |= {(term, "excludes")} if (less and grows) or (further and not grows) else set()
            for term, grows in edits.opens(clause.required):
                if term not in kept:
                    found |= {(term, "excludes" if further == grows else "includes")}
        return frozenset(found)

    def _of_terms(self) -> Iterator[Edit]:
        theirs = edits.of_others(self.policy)
        for name, decl in self.draft.terms.items():
            if not self.draft.own(decl.span.file) or name in theirs:
                continue
            for side in ("includes", "excludes"):
                if (name, side) not in self.sides:
                    continue
                yield from self._moved_bounds(name, decl, side)
                for text, weight in self._bounds(name):
                    yield self._bounded(name, decl, side, text, weight)

    def _moved_bounds(self, name: str, decl: syntax.OpenTermDecl, side: Literal["includes", "excludes"]) -> Iterator[Edit]:
        for bound in decl.bounds:
            if bound.word == side:
                for text in self._moved(bound.formula):
                    old = f"{side} {self.texts.at(bound.formula.span)}"
                    splices = (over(bound.formula.span, text),)
                    yield Edit(Bounded(name, side, text), 1, splices, self._term(name), old, f"{side} {text}")

    def _term(self, name: str) -> str:
        return f'the open term "{self.policy.terms[name].label}"'

    def _bounded(
        self, name: str, decl: syntax.OpenTermDecl, side: Literal["includes", "excludes"], text: str, weight: int
    ) -> Edit:
        source = self.draft.sources[decl.span.file]
        head = decl.label.span.end_line if decl.label is not None else decl.span.line
        same = [b.span for b in decl.bounds if b.word == side] or [b.span for b in decl.bounds]
        indent = (same[-1].column if same else decl.span.column + 2) - 1
        splice = after_line(source, same[-1].end_line if same else head, f"{' ' * indent}{side} {text}")
        return Edit(Bounded(name, side, text), weight, (splice,), self._term(name), "", f"{side} {text}")

    def _bounds(self, name: str) -> Iterator[tuple[str, int]]:
        """What a term could include or exclude: facts of the claim that its bounds speak of, of its own parameter."""
        term = self.policy.terms[name]
        if term.act is not None:
            about = escapes.facts(self.policy, core.Or((term.includes, term.excludes)))
            for part in self.parts:
                if not about or self.spoken[part] & about:
                    yield written(self.texts, part.formula), 1
            return
        if len(term.params) != 1:
            return
        ((param, entity),) = term.params
        roles = [r.key.rpartition(".")[2] for r in roles_of(self.policy, self.draft.claim.act)]
        held = [r for r in roles_of(self.policy, self.draft.claim.act) if r.type.of == entity]
        found: dict[str, int] = {}
        for role in (r.key.rpartition(".")[2] for r in held):
            alone = [p.formula for p in self.parts if _only(p.formula, role, roles)]
            if alone:
                text = joined("and", [self.texts.formula(f, {role: param}) for f in alone], "alone")
                found.setdefault(text, len(alone))
            for part in self.parts:
                for item in disjuncts(part.formula) if part.formula not in alone else ():
                    if _only(item, role, roles):
                        found.setdefault(self.texts.formula(item, {role: param}), 1)
        yield from found.items()


# --- places and words ---------------------------------------------------------------------------------------------------------------


def _only(formula: syntax.Formula, role: str, roles: Sequence[str]) -> bool:
    """Whether a formula on one line speaks of this role alone."""
    plain = not isinstance(formula, syntax.Listing | syntax.Junction)
    return plain and mentions(formula, role) and not any(mentions(formula, r) for r in roles if r != role)


def _same_path(one: core.Expr, other: core.Expr) -> bool:
    """Whether both test what kind of thing is at one path: then the test itself is widened."""
    one, other = plain(one), plain(other)
    return isinstance(one, core.IsIn) and isinstance(other, core.IsIn) and one.path == other.path


def _within(one: core.Expr, other: core.Expr) -> bool:
    """Whether a test of a class is met only where another, of the same path, is."""
    one, other = plain(one), plain(other)
    return isinstance(one, core.IsIn) and isinstance(other, core.IsIn) and one.path == other.path and one.leaves <= other.leaves


def _is_or(text: str) -> bool:
    """Whether a text has an `or` outside all parentheses."""
    depth, words = 0, text.replace("(", " ( ").replace(")", " ) ").split()
    for word in words:
        depth += (word == "(") - (word == ")")
        if word in ("or", "implies") and depth == 0:
            return True
    return False


def _in_or(text: str) -> str:
    """A text as an item of `or`."""
    depth, words = 0, text.replace("(", " ( ").replace(")", " ) ").split()
    for word in words:
        depth += (word == "(") - (word == ")")
        if word in ("and", "implies") and depth == 0:
            return f"({text})"
    return text


def _enclosed(source: Source, span: Span) -> bool:
    """Whether a formula stands in parentheses of its own."""
    return _whole(source, span) != span


def _whole(source: Source, span: Span) -> Span:
    """A formula with the parentheses around it."""
    before, after = source.line(span.line)[: span.column - 1], source.line(span.end_line)[span.end_column - 1 :]
    while before.rstrip().endswith("(") and after.lstrip().startswith(")"):
        before = before.rstrip()[:-1]
        after = after.lstrip()[1:]
    end = len(source.line(span.end_line)) - len(after) + 1
    return Span(span.file, span.line, len(before) + 1, span.end_line, end)
