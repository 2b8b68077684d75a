"""Claims and cases that would guard what nothing guards: text to be pasted, tried before it is offered.

Contract: a suggestion parses in the document, holds (a case: passes) there, and fails in the changed document. None, if none was found.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from tos_checker import answer
from tos_checker.budget import Budget
from tos_checker.described import with_block
from tos_checker.patterns import role
from tos_checker.weakenings import Weakening, written
from tos_spec import core
from tos_spec.core import Clause, Policy
from tos_spec.scenario import Scenario
from tos_spec.shape import slot_kind, slots


def claim(
    file: Path, region: Sequence[str], changes: Sequence[Weakening], name: str, today: date, effort: Budget | None
) -> str | None:
    """A claim on a region, as text, that notices each of `changes` to one clause."""
    for form in _forms(changes[0]):
        text = _claim(changes[0].clause, region, name, form)
        policy = with_block(file, text)
        if policy is None:
            continue
        asked = policy.claims[-1]
        now = answer.claim(policy, asked, today, effort).status
        if now == "holds" and all(answer.claim(c.policy, asked, today, effort).status in ("fails", "arguable") for c in changes):
            return text
    return None


def _forms(weakening: Weakening) -> Iterator[str]:
    stops = weakening.clause.effect in (core.Effect.FORBID, core.Effect.REQUIRE)
    forms = ("never permitted", "sometimes forbidden", "always permitted", "sometimes permitted")
    yield from forms if stops != weakening.wider else (*forms[2:], *forms[:2])


def _claim(clause: Clause, region: Sequence[str], name: str, form: str) -> str:
    title = clause.title.replace("\\", "\\\\").replace('"', '\\"')
    conditions = [f"({text})" if re.search(r"\b(and|or|implies)\b", text) else text for text in region]
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
        now, then = answer.case(with_it, asked, effort).status, answer.case(change.policy, asked, effort).status
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
