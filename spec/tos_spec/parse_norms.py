"""Clauses, claims, cases and changes of another document from Lark's tree.

Contract: one function for each rule of the grammar's parts on clauses, claims, cases and amendments.
"""

from typing import Any

from tos_spec import syntax as s
from tos_spec.parse_build import Building, Maker, Tagged, declared, every, only, tagged, words
from tos_spec.parse_formula import formula
from tos_spec.source import Span
from tos_spec.words import RESERVED


def clause(b: Building, kids: list[Any], span: Span) -> s.ClauseDecl:
    """A clause: its lines in any order, at most one norm."""
    norms = [k for k in kids if isinstance(k, Tagged) and k.tag == "norm"]
    if kids[0].text in RESERVED:
        help = f"choose another number, for example `{kids[0].text}-1`"
        b.complain("E111", "reserved-word", f"`{kids[0].text}` is a word of the language", kids[0].span, help)
    for more in norms[1:2]:
        b.complain(
            "E127",
            "two-norms",
            f"clause `{kids[0].text}` has more than one norm",
            more.content[0].span,
            "give each norm a clause of its own",
        )
    norm, own = norms[0].content if norms else (None, ())
    return s.ClauseDecl(
        number=kids[0],
        title=only(kids, s.Text),
        relations=every(kids, s.RelationLine),
        bounds=every(kids, s.Bound),
        norm=norm,
        conditions=tuple(own) + _conditions(kids),
        quotes=every(kids, s.Quote),
        accepting=every(kids, s.Accepting),
        span=span,
    )


def _conditions(kids: list[Any]) -> tuple[s.Condition, ...]:
    """The conditions among children, in order."""
    found: list[s.Condition] = []
    for kid in kids:
        if isinstance(kid, s.Condition):
            found.append(kid)
        elif isinstance(kid, Tagged) and kid.tag in ("conditions", "lines"):
            found += [k for k in kid.content if isinstance(k, s.Condition)]
    return tuple(found)


def relation_line(_b: Building, kids: list[Any], span: Span) -> s.RelationLine:
    """`exception to N`, `notwithstanding N`, `subject to N`."""
    return s.RelationLine(kids[0], kids[1], span)


def numbers(_b: Building, kids: list[Any], _span: Span) -> tuple[s.ClauseNumber, ...]:
    """Clause numbers."""
    return tuple(kids)


def norm(_b: Building, kids: list[Any], span: Span) -> Tagged:
    """`permit ACT`, `forbid ACT`."""
    return Tagged("norm", (s.Norm(kids[0], kids[1], None, span), kids[2].content), span)


def duty(b: Building, kids: list[Any], span: Span) -> Tagged:
    """`require X of ACT`."""
    return Tagged("norm", (s.Norm("require", kids[1], formula(b, kids[0]), span), kids[2].content), span)


def disapply(_b: Building, kids: list[Any], span: Span) -> Tagged:
    """`disapply N`."""
    return Tagged("norm", (s.Disapply(kids[0], span), kids[1].content), span)


def conditions(_b: Building, kids: list[Any], span: Span) -> Tagged:
    """The conditions after a norm and below it."""
    return Tagged("conditions", _conditions(kids), span)


def condition(b: Building, kids: list[Any], span: Span) -> s.Condition:
    """`when X`, `unless X`."""
    return s.Condition(kids[0], formula(b, kids[1]), span)


def lines(_b: Building, kids: list[Any], span: Span) -> Tagged:
    """A line of conditions, and in a claim of `under some reading`."""
    return Tagged("lines", tuple(kids), span)


def accepting_check(b: Building, kids: list[Any], span: Span) -> s.Accepting:
    """`accepting CHECK [of N] because …`."""
    check = kids[0]
    name = s.Name((str(check),), b.span(check.start_pos, check.end_pos))
    of = kids[1] if isinstance(kids[1], tuple) else ()
    return _accepting(b, kids[-1], (None, name, tuple(n.text for n in of)), span)


def accepting(b: Building, kids: list[Any], span: Span) -> s.Accepting:
    """`accepting X because …`."""
    return _accepting(b, kids[1], (formula(b, kids[0]), None, ()), span)


def _accepting(b: Building, because: Tagged, what: tuple[Any, Any, tuple[str, ...]], span: Span) -> s.Accepting:
    found: dict[str, Any] = {}
    for reason in because.content:
        if reason.tag in found:
            b.complain("E125", "said-twice", f"`{reason.tag}` is said twice", reason.span, "leave one of the two out")
        found[reason.tag] = reason.content
    if "because" not in found:
        b.complain("E128", "no-reason", "nothing says why this is accepted", span, 'write `because "…"` after it')
    nothing = s.Text("", span)
    return s.Accepting(*what, found.get("because", nothing), found.get("by"), found.get("through"), span)


def claim(b: Building, kids: list[Any], span: Span) -> s.ClaimDecl:
    """A claim: its question, and what stands with it."""
    name, title = declared(b, kids[0]), only(kids[:2], s.Text)
    parts: list[Any] = []
    for kid in kids[1:]:
        parts += kid.content if isinstance(kid, Tagged) and kid.tag in ("question", "lines") else [kid]
    flat: list[Any] = []
    for part in parts:
        flat += part.content if isinstance(part, Tagged) and part.tag == "lines" else [part]
    question = only(flat, (s.ActQuestion, s.DependenceQuestion, s.ClauseQuestion))
    reading = any(isinstance(p, Tagged) and p.tag == "reading" for p in flat)
    return s.ClaimDecl(name, title, question, every(flat, s.Condition), reading, every(flat, s.Accepting), span)


def question_line(_b: Building, kids: list[Any], span: Span) -> Tagged:
    """A question and what stands on its line and below it."""
    return Tagged("question", tuple(kids), span)


def act_question(_b: Building, kids: list[Any], span: Span) -> s.ActQuestion:
    """`ACT is never VERDICT`."""
    return s.ActQuestion(kids[0], kids[1], kids[2], span)


def dependence(_b: Building, kids: list[Any], span: Span) -> s.DependenceQuestion:
    """`outcome of ACT does not depend on PATH`."""
    return s.DependenceQuestion(kids[0], tuple(kids[1:]), span)


def clause_question(_b: Building, kids: list[Any], span: Span) -> s.ClauseQuestion:
    """`clause N never applies`."""
    return s.ClauseQuestion(kids[0], kids[1], span)


def reading(_b: Building, _kids: list[Any], span: Span) -> Tagged:
    """`under some reading`."""
    return Tagged("reading", None, span)


def case(b: Building, kids: list[Any], span: Span) -> s.CaseDecl:
    """A case."""
    act, facts = kids[-2].content
    return s.CaseDecl(declared(b, kids[0]), only(kids, s.Text), act, facts, kids[-1], span)


def case_act(_b: Building, kids: list[Any], span: Span) -> Tagged:
    """The act of a case and its facts."""
    return Tagged("act", (kids[0], tuple(k.content for k in kids[1:])), span)


def expectation(_b: Building, kids: list[Any], span: Span) -> s.Expectation:
    """`expect VERDICT …`."""
    under: list[s.ClauseNumber] = []
    not_under: list[s.ClauseNumber] = []
    for part in kids[1:]:
        side = not_under if part.tag == "not_under" else under
        for number in part.content or ():
            side = not_under if isinstance(number, Tagged) else side
            side.append(number.content if isinstance(number, Tagged) else number)
    reads = any(part.tag == "reading" for part in kids[1:])
    return s.Expectation(kids[0], tuple(under), tuple(not_under), reads, span)


def strike_clauses(_b: Building, kids: list[Any], span: Span) -> s.Strike:
    """`strike clause N, M`."""
    return s.Strike("clause", kids[0], span)


def strike(_b: Building, kids: list[Any], span: Span) -> s.Strike:
    """`strike claim NAME`, `strike open term NAME`."""
    return s.Strike(kids[0], tuple(kids[1:]), span)


def replacement(_b: Building, kids: list[Any], span: Span) -> s.Replace:
    """`replace` before a declaration."""
    return s.Replace(kids[0], span)


def _tag_all(tag: str) -> Maker:
    def make(_b: Building, kids: list[Any], span: Span) -> Tagged:
        return Tagged(tag, tuple(kids), span)

    return make


RULES: dict[str, Maker] = {
    "clause": clause,
    "relation_line": relation_line,
    "relation_word": words,
    "numbers": numbers,
    "norm": norm,
    "norm_word": words,
    "duty": duty,
    "disapply": disapply,
    "conditions": conditions,
    "condition": condition,
    "condition_lines": lines,
    "when_word": words,
    "accepting_check": accepting_check,
    "accepting": accepting,
    "because": _tag_all("because"),
    "because_text": tagged("because"),
    "by_text": tagged("by"),
    "through_date": tagged("through"),
    "claim": claim,
    "question_line": question_line,
    "act_question": act_question,
    "dependence": dependence,
    "clause_question": clause_question,
    "form": words,
    "clause_form": words,
    "verdict": words,
    "under_some": reading,
    "case": case,
    "case_act": case_act,
    "expectation": expectation,
    "under": _tag_all("under"),
    "not_under": _tag_all("not_under"),
    "strike_clauses": strike_clauses,
    "strike": strike,
    "struck_word": words,
    "replacement": replacement,
    "switch": tagged("switch"),
}
