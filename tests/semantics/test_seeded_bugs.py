"""Bugs seeded in the semantics, the encoding and the desugaring: the worked scenarios must notice each.

A bug is an edit of a function's text: what stands there, and what stands there instead. Where the text has changed, the test says so.
"""

import inspect
import textwrap
from dataclasses import dataclass
from functools import cache

import pytest

from tests.semantics.loaded import policy
from tests.semantics.pages import PageError, Worked, blocks
from tests.semantics.ways import by_interpreter, by_solver
from tos_checker import calendar_terms, encode, inquiry, law, world
from tos_spec import core, desugar, evaluate, interpret, resolve_clauses, typecheck, typecheck_formulas
from tos_spec.desugar_formulas import Unfolding
from tos_spec.typecheck_clauses import Clauses
from tos_spec.typecheck_terms import Terms

pytestmark = pytest.mark.no_cover  # what is reached here is reached elsewhere, and counting it takes half as long again

WORKED = [b for b in blocks() if isinstance(b, Worked)]


@dataclass(frozen=True)
class Bug:
    """An edit of `name` in `owner` (a module or a class), and the pages (by their numbers) that are asked to notice it."""

    title: str
    owner: object
    name: str
    right: str
    wrong: str
    pages: str = ""

    def seed(self, monkeypatch):
        """Put the edited function in the place of the right one."""
        function = inspect.getattr_static(self.owner, self.name)
        plain = getattr(function, "__func__", function)
        text = textwrap.dedent(inspect.getsource(plain))
        assert text.count(self.right) == 1, f"{self.name} no longer reads `{self.right}`: seed the bug anew"
        module = inspect.getmodule(plain)
        scope: dict[str, object] = {}
        exec(compile(text.replace(self.right, self.wrong), f"<{self.title}>", "exec"), module.__dict__, scope)  # noqa: S102
        monkeypatch.setattr(self.owner, self.name, scope[self.name])

    def scenarios(self):
        """The scenarios of its pages, in order."""
        return [w for w in WORKED if not self.pages or w.document.page[:2] in self.pages.split()]

    def __str__(self) -> str:
        return self.title


REFERENCE = [
    Bug("a defeated defeater still defeats", interpret, "judge", "any(apply(by_number[n]) for", "any(in_scope(by_number[n]) for"),
    Bug("an exception applies outside its rule", interpret, "judge", "not clause.excepts or any(", "True or any("),
    Bug("an exception needs all its rules", interpret, "judge", "or any(in_scope", "or all(in_scope"),
    Bug("a norm does not cover sub-acts", interpret, "judge", "clause.act in above", "clause.act == s.act"),
    Bug("a clause's dates are ignored", interpret, "judge", "and clause.period.covers(day)", ""),
    Bug("a document's dates are ignored", interpret, "judge", "in_force = policy.period.covers(day)", "in_force = True"),
    Bug("a duty binds where it is defeated", interpret, "judge", "applies[c.number] and not evaluate", "scope[c.number] and not evaluate"),
    Bug("later prevails picks the first", interpret, "_status", "else ranked[-1]", "else ranked[0]"),
    Bug("exceptions take part in the order", interpret, "_status", " if not c.excepts)", ")"),
    Bug("a permission that is an exception conflicts", interpret, "_status", "any(not c.excepts for c in permissions)", "permissions"),
    Bug("a breach is no ban where a permission applies", interpret, "_outcome", "if in_breach:", 'if in_breach and status == "silent":'),
    Bug("out of force, the default counts", interpret, "_outcome", "if not in_force:", "if False:"),
    Bug("permissions never prevail", interpret, "_outcome", '== "permissions prevail":', '== "":'),
    Bug("defaults are tried from the last", interpret, "default", "in policy.defaults", "in reversed(policy.defaults)"),
    Bug("a default for an act does not cover sub-acts", interpret, "default", "line.act in above", "line.act == s.act"),
    Bug("an assumption on an act does not cover sub-acts", interpret, "_violated", "assumption.act not in above", "assumption.act != s.act"),
    Bug("an assumption holds of the first entity only", interpret, "_violated", "here.get(entity, []) for", "here.get(entity, [])[:1] for"),
    Bug("one entity may have two values", interpret, "_unlike", "if not same:", "if False:"),
    Bug("an absent role makes `is` true", evaluate, "holds", "there(path) and s.facts.get(at(path)) in", "not there(path) or s.facts.get(at(path)) in"),
    Bug("`has only` of the empty set is false", evaluate, "holds", "(members <= leaves if only", "(bool(members) and members <= leaves if only"),
    Bug("`has` asks for all leaves of a class", evaluate, "holds", "else bool(members & leaves)", "else leaves <= members"),
    Bug("entities that are alike are the same", evaluate, "holds", "s.identity[at(left)] == s.identity[at(right)]", "s.facts.get(at(left)) == s.facts.get(at(right))"),
    Bug("a relation has no direction", evaluate, "holds", "in s.relations", "in {(n, a[::d]) for n, a in s.relations for d in (1, -1)}"),
    Bug("an open term of what is absent may hold", evaluate, "holds", "there(*args) and read_so", "read_so"),
    Bug("`<=` is `<`", evaluate, "_compare", "return left <= right", "return left < right"),
    Bug("a month later is always the last day", evaluate, "months_later", "min(date.day, last)", "last"),
    Bug("leap years are forgotten", evaluate, "months_later", "calendar.monthrange(year, month + 1)", "calendar.monthrange(2001, month + 1)"),
    Bug("the difference of dates is turned round", evaluate, "amount", "(b - a) * 86400", "(a - b) * 86400"),
    Bug("a quantity has no value of its own", evaluate, "amount", "r.quantities.get(name, policy.quantities[name].low)", "policy.quantities[name].low"),
    Bug("a wish prevails over the bounds", evaluate, "read_so", 'if bound != "open":', 'if bound != "open" and not r.terms:'),
    Bug("entities are read by path", evaluate, "read_so", "tuple(s.identity[a] for a in args)", "args"),
    Bug("`through` excludes its day", core.Period, "covers", "day <= self.last", "day < self.last"),
]  # fmt: skip

ENCODED = [
    Bug("a defeated defeater still defeats", law.Law, "_defeats", "self._apply(self._by_number[number])", "self._scope(self._by_number[number])", "06"),
    Bug("an exception applies outside its rule", law.Law, "_scope", "if clause.excepts:", "if False:", "04"),
    Bug("a clause's dates are ignored", law.Law, "_scope", "self.within(clause.period),", "", "09"),
    Bug("later prevails picks the first", law.Law, "_by_order", "ranked.reverse()", "pass", "03"),
    Bug("exceptions take part in the order", law.Law, "_by_order", " and not c.excepts]", "]", "03"),
    Bug("prohibitions that are exceptions are lost", law.Law, "_by_order", "terms.negated(banned)", "terms.TRUE", "03"),
    Bug("a permission that is an exception conflicts", law.Law, "_judge", "terms.both((permitted, forbidden))", "terms.both((either, forbidden))", "03"),
    Bug("a breach is no ban", law.Law, "_outcome", "terms.negated(self.in_breach)", "terms.TRUE", "07"),
    Bug("out of force, the default counts", law.Law, "_outcome", "terms.negated(self.in_force)", "terms.FALSE", "09"),
    Bug("defaults are tried from the last", law.Law, "_default", "in self.policy.defaults", "in reversed(self.policy.defaults)", "02"),
    Bug("an absent role makes `is` true", encode.View, "_if_there", "return terms.both((there, body()))", "return terms.implied(there, body())", "11"),
    Bug("`has only` of the empty set is false", encode.View, "_set_test", "others = [", "return terms.either(w.member(expr.path, leaf) for leaf in sorted(expr.leaves))\n    others = [", "12"),
    Bug("a comparison holds of what is absent", encode.View, "_comparison", "terms.both((there, ", "terms.implied(*(there, ", "11"),
    Bug("entities are read by path", encode.View, "_wish", "in reversed(chosen[: chosen.index(args)])", "in ()", "16"),
    Bug("a wish prevails over the bounds", encode.View, "open_term", "terms.clipped(includes, excludes, self._wish(term, args))", "self._wish(term, args)", "16"),
    Bug("the difference of dates is turned round", encode.View, "amount", "Fraction(86400)", "Fraction(-86400)", "14"),
    Bug("a class is its first leaf", world.World, "among", "for leaf in leaves)", "for leaf in sorted(leaves)[:1])", "13"),
    Bug("one entity may have two values", world.World, "_alike", "parts = [", "parts = []\n    return terms.TRUE\n    parts = [", "15"),
    Bug("a relation to one is none to the other name", world.World, "_declare_relations", "self._assert(terms.implied(", "(lambda _: None)(terms.implied(", "15"),
    Bug("an assumption holds of no entity", inquiry.Inquiry, "_for_any", "world.choices(params)", "()", "17"),
    Bug("an assumption on an act does not cover sub-acts", inquiry.Inquiry, "_assume", "act_and_below(self.policy, assumption.act)", "(assumption.act,)", "17"),
    Bug("centuries are leap years", calendar_terms, "_month", '*(f"(not (= {year} {c}))" for c in centuries)', "", "14"),
    Bug("a month later runs over", calendar_terms, "_target", "(ite (<= d{tag} {length}) d{tag} {length})", "d{tag}", "14"),
]  # fmt: skip


TRANSLATED = [
    Bug("`unless` is `when`", Unfolding, "_line", 'core.Not(expr) if condition.word == "unless" else expr', "expr", "01"),
    Bug("an implication is a conjunction", Unfolding, "expr", "core.Or((core.Not(self.expr(left, given)), ", "core.And((self.expr(left, given), ", "11 12"),
    Bug("`none of` is `any of`", Unfolding, "expr", "core.Not(core.Or(parts))", "core.Or(parts)", "01"),
    Bug("a defined term holds of what is absent", Unfolding, "_defined", "if self.may_lack(a)", "if False", "11"),
    Bug("a split term holds of what is absent", Unfolding, "_split_term", "if self.may_lack(path)", "if False", "11"),
    Bug("`includes` is `excludes`", desugar._Desugaring, "terms", "b.word == word", "b.word != word", "16"),
    Bug("every `includes` is needed", desugar._Desugaring, "terms", "disjunction(", "conjunction(", "16"),
    Bug("of several assumptions one is enough", desugar._Desugaring, "assumptions", "conjunction(", "disjunction(", "17"),
    Bug("the first default stands for the rest", typecheck, "heading", "(*parts, rest) if rest", "(rest, *parts) if rest", "02"),
    Bug("`before` includes its day", resolve_clauses, "last_day", '(bound.word == "before")', "0", "09"),
    Bug("5 stands for 50", resolve_clauses, "prefixes", 'if number[i] in ".-("', "", "08"),
    Bug("a heading's dates are its own", Clauses, "_period", "whole = meet(whole, its)", "pass", "08"),
    Bug("a heading's relations are its own", Clauses, "_relations_of", "(clause.decl, *clause.headings)", "(clause.decl,)", "08"),
    Bug("a duty defeats", Clauses, "standings", "is not Effect.REQUIRE", "is not None", "07"),
    Bug("`subject to` is turned round", Clauses, "_pairs", '== "subject to"', '== ""', "06"),
    Bug("an exception does not defeat", Clauses, "standings", 'in ("exception to", "disapply")', '== "disapply"', "04 07"),
    Bug("`!=` is `=`", typecheck_formulas, "_compared", 'core.Not(core.Compare("=", left.expr, right.expr))', 'core.Compare("=", left.expr, right.expr)', "11 14"),
    Bug("`has no` is `has`", typecheck_formulas._Test, "_has", "core.Not(expr) if test.negated else expr", "expr", "12"),
    Bug("the difference of dates is turned round", Terms, "_from_date", "right.expr, left.expr", "left.expr, right.expr", "14"),
    Bug("a month is thirty days", Terms, "_shifted", "(sign * int(count), 0) if", "(0, sign * int(count) * 30) if", "14"),
    Bug("months are never taken away", Terms, "_shifted", "(sign * int(count), 0) if", "(int(count), 0) if", "14"),
]  # fmt: skip


def _noticed(way, scenarios):
    """The first scenario that the way judges differently from its page (a crash is noticed, too)."""
    for worked in scenarios:
        try:
            if way(policy(worked.document), worked):
                return worked
        except (ArithmeticError, AssertionError, LookupError, PageError, TypeError, ValueError):
            return worked
    return None


@cache
def _sound(way, pages):
    """Without a bug the pages are judged as they say."""
    return _noticed(way, Bug("", None, "", "", "", pages).scenarios()) is None


@pytest.mark.parametrize("bug", REFERENCE, ids=str)
def test_seeded_in_the_reference(bug, monkeypatch):
    assert _sound(by_interpreter, bug.pages)
    bug.seed(monkeypatch)
    assert _noticed(by_interpreter, bug.scenarios()) is not None


@pytest.mark.parametrize("bug", ENCODED, ids=str)
def test_seeded_in_the_encoding(bug, monkeypatch):
    assert _sound(by_solver, bug.pages)
    bug.seed(monkeypatch)
    assert _noticed(by_solver, bug.scenarios()) is not None


@pytest.mark.parametrize("bug", TRANSLATED, ids=str)
def test_seeded_in_the_translation(bug, monkeypatch):
    assert _sound(by_interpreter, bug.pages)
    bug.seed(monkeypatch)
    policy.cache_clear()
    try:
        assert _noticed(by_interpreter, bug.scenarios()) is not None
    finally:
        policy.cache_clear()
