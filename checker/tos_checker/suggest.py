"""Claims and cases that would guard what nothing guards: text to be pasted, tried before it is offered.

Contract: a suggestion parses in the document, holds (a case: passes) there, and fails in the changed document. None, if none was found.
A claim is said in facts, as far as that is possible: for an open word stands what it includes for certain, so that the claim does not hold by that word alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from tos_checker import answer
from tos_checker.budget import Budget
from tos_checker.described import with_block
from tos_checker.encode import core_with
from tos_checker.patterns import role
from tos_checker.weakenings import Weakening, negated, written
from tos_spec import core
from tos_spec.core import Clause, Policy
from tos_spec.scenario import Scenario
from tos_spec.shape import slot_kind, slots


def claim(
    file: Path, region: Sequence[str], changes: Sequence[Weakening], name: str, today: date, effort: Budget | None
) -> str | None:
    """A claim on a region, as text, that notices each of `changes` to one clause."""
    clause, forms = changes[0].clause, list(_forms(changes[0]))
    told = dict.fromkeys((_in_facts(changes[0].policy, clause, region), tuple(region)))
    for conditions, form in ((conditions, form) for conditions in told for form in forms):
        text = _claim(clause, conditions, name, form)
        policy = with_block(file, text)
        if policy is None:
            continue
        asked = policy.claims[-1]
        if answer.claim(policy, asked, today, effort).status != "holds":
            continue
        # The changed documents make the claim, too: all that it speaks of, a day perhaps, has to be part of their scenarios.
        changed = [replace(c.policy, claims=(*c.policy.claims, asked)) for c in changes]
        if all(answer.claim(c, asked, today, effort).status in ("fails", "arguable") for c in changed):
            return text
    return None


def _in_facts(policy: Policy, clause: Clause, region: Sequence[str]) -> tuple[str, ...]:
    """A region, with what an open term includes in place of the term, and what it excludes in place of its negation."""
    facts: dict[str, str] = {}
    for condition in clause.conditions:
        match condition.expr:
            case core.Open(term, args):
                side = policy.terms[term].includes
            case core.Not(core.Open(term, args)):
                side = policy.terms[term].excludes
            case _:
                continue
        given: dict[str, core.Path] = {name: path for (name, _), path in zip(policy.terms[term].params, args, strict=True)}
        if (text := _formula(core_with(side, given))) is not None:
            facts[condition.text] = text
    return tuple(facts.get(text, text) for text in region)


def _formula(expr: core.Expr) -> str | None:
    """A formula of facts as a document writes it; None for what is seldom a bound."""
    match expr:
        case core.Flag(path):
            return role(path)
        case core.Exists(path):
            return f"{role(path)} exists"
        case core.IsIn(path, _, classes, _):
            return f"{role(path)} is {classes[0]}" if len(classes) == 1 else f"{role(path)} is one of {', '.join(classes)}"
        case core.Compare(op, core.Read(path), core.Exactly() as bound):
            return f"{role(path)} {op} {written(bound)}"
        case core.Not(body):
            inside = _formula(body)
            return None if inside is None else negated(inside)
        case core.And(items) | core.Or(items) if items:
            texts = [text for text in map(_formula, items) if text is not None]
            word = "and" if isinstance(expr, core.And) else "or"
            bracketed = [f"({text})" if re.search(r"\b(and|or)\b", text) else text for text in texts]
            return f" {word} ".join(bracketed) if len(texts) == len(items) else None
        case core.Defined(body=body):
            return _formula(body)
        case _:
            return None


def _forms(weakening: Weakening) -> Iterator[str]:
    stops = weakening.clause.effect in (core.Effect.FORBID, core.Effect.REQUIRE)
    forms = ("never permitted", "sometimes forbidden", "always permitted", "sometimes permitted")
    yield from forms if stops != weakening.wider else (*forms[2:], *forms[:2])


def _claim(clause: Clause, region: Sequence[str], name: str, form: str) -> str:
    title = clause.title.replace("\\", "\\\\").replace('"', '\\"')
    conditions = [f"({text})" if len(region) > 1 and re.search(r"\b(or|implies)\b", text) else text for text in region]
    lines = [f'claim {name} "{title or clause.number}"', f"  {clause.act} is {form}"]
    lines += [f"    {'when' if i == 0 else ' and'} {text}" for i, text in enumerate(conditions)]
    return "\n".join(lines)


def case(
    file: Path, policy: Policy, s: Scenario, outcome: str, name: str, change: Weakening, effort: Budget | None
) -> str | None:
    """A case on one scenario with all its facts, as text, that notices `change`; its day is named only if it has to be."""
    day = s.facts[("date",)]
    assert isinstance(day, Fraction)  # noqa: S101 - a date is a number
    for dated in ((), (f"date = {written(core.Exactly(day, core.Sort.DATE))}",)):
        facts = (*dated, *_facts(policy, s))
        text = "\n".join([f"case {name}", f"  {s.act}", *(f"    {fact}" for fact in facts), f"  expect {outcome}"])
        with_it = with_block(file, text)
        if with_it is None:
            continue
        asked = with_it.cases[-1]
        changed = replace(change.policy, cases=(*change.policy.cases, asked))
        now, then = answer.case(with_it, asked, effort).status, answer.case(changed, asked, effort).status
        if now == "holds" and then in ("fails", "arguable"):
            return text
    return None


def _facts(policy: Policy, s: Scenario) -> Iterator[str]:
    for slot in slots(policy, s.act):
        path, name = slot.path, role(slot.path)
        if s.act not in slot.acts or (slot.owner is not None and not s.there(slot.owner)) or path == ("date",):
            continue
        if not s.there(path):
            yield f"not ({name} exists)"
            continue
        value = s.facts.get(path)
        if slot.field.optional and not value and not isinstance(value, Fraction):
            yield f"{name} exists"  # where it is absent, what follows would hold, too
        if isinstance(value, bool):
            yield name if value else f"not {name}"
        elif isinstance(value, Fraction):
            yield f"{name} = {written(core.Exactly(value, slot.field.type.sort, slot.field.type.of))}"
        elif isinstance(value, str) and slot_kind(policy, slot) is not None:
            yield f"{name} is {value}"
        elif isinstance(value, frozenset):
            yield from _set(policy, slot.field.type.of, name, value)


def _set(policy: Policy, kind: str, name: str, value: frozenset[str]) -> Iterator[str]:
    for leaf in policy.kinds[kind].leaves:
        yield f"{name} has {'' if leaf in value else 'no '}{leaf}"
