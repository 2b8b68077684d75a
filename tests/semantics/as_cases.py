"""Worked scenarios as cases of their own documents: the third way, through text, claims and answers.

Each scenario gives cases that must pass, one for its status and one for its outcome with the reasons (`under`, `not under`), and one
with the opposite outcome, which must fail. Rulings are no facts: where the page gives one, the outcome is not asked. Nor is anything asked of an act that has acts below
it, since a case on it ranges over those too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from tests.semantics.pages import Worked
from tests.semantics.worlds import scenario, spelled
from tos_spec import interpret
from tos_spec.core import Effect, Path, Policy, Sort
from tos_spec.scenario import Scenario
from tos_spec.shape import Slot, act_and_below, slot_kind, slots

_OPPOSITE = {"permitted": "forbidden", "forbidden": "permitted"}


@dataclass(frozen=True)
class Asked:
    """A case to be added to a document, and what it must come to."""

    name: str
    text: str
    answer: str


def cases(policy: Policy, worked: Worked) -> Iterator[Asked]:
    """The cases that a worked scenario gives."""
    if worked.impossible or len(act_and_below(policy, worked.act)) > 1:
        return
    s = scenario(policy, worked)
    facts = (*_facts(policy, worked, s), *_readings(policy, worked, s))
    verdicts: list[tuple[str, str]] = [(worked.status, "holds")] if worked.status else []
    if worked.outcome == "unsettled":
        verdicts += [("unsettled", "holds"), ("permitted", "arguable")]
    elif not worked.rulings:
        verdicts += [(worked.outcome + _reasons(policy, worked), "holds"), (_OPPOSITE[worked.outcome], "fails")]
    for number, (verdict, answer) in enumerate(verdicts):
        name = f"line_{worked.line}_{number}"
        lines = [f"case {name}", f"  {worked.act}", *(f"    {fact}" for fact in facts), f"  expect {verdict}"]
        yield Asked(name, "\n" + "\n".join(lines) + "\n", answer)


def _reasons(policy: Policy, worked: Worked) -> str:
    if not worked.accounts:
        return ""
    duties = {c.number for c in policy.clauses if c.effect is Effect.REQUIRE}
    counts = {n for n, says in worked.accounts.items() if says == "applies" and (n not in duties or n in worked.breached)}
    under = "".join(f" under {n}" for n in worked.accounts if n in counts)
    rest = [n for n in worked.accounts if n not in counts]
    return under + (f"{',' if under else ''} not under {', '.join(rest)}" if rest else "")


def _facts(policy: Policy, worked: Worked, s: Scenario) -> Iterator[str]:
    known = [slot for slot in slots(policy, worked.act) if worked.act in slot.acts]
    for slot in known:
        if s.there(slot.path):
            yield from _given(policy, worked, slot)
        elif slot.owner is None or s.there(slot.owner):
            yield f"not {spelled(slot.path)} exists"
    for left, right in combinations([slot for slot in known if slot.entity is not None and s.there(slot.path)], 2):
        if left.entity == right.entity:
            same = s.identity[left.path] == s.identity[right.path]
            yield f"{spelled(left.path)} {'=' if same else '!='} {spelled(right.path)}"
    for relation in policy.relations.values():
        firsts = (list(_firsts(known, s, entity)) for entity in relation.over)
        for paths in product(*firsts):
            held = (relation.name, paths) in s.relations
            yield f"{'' if held else 'not '}{relation.name}({', '.join(map(spelled, paths))})"


def _firsts(known: list[Slot], s: Scenario, entity: str) -> Iterator[Path]:
    return (slot.path for slot in known if slot.entity == entity and s.identity.get(slot.path) == slot.path)


def _given(policy: Policy, worked: Worked, slot: Slot) -> Iterator[str]:
    path = spelled(slot.path)
    text = worked.facts.get(path)
    if slot.field.optional:
        yield f"{path} exists"
    if text is None or text.startswith("same as "):
        return
    kind = slot_kind(policy, slot)
    if kind is not None:
        yield f"{path} is {_leaf(policy, kind, text)}"
    elif slot.field.type.sort is Sort.FLAG:
        yield path if text == "yes" else f"not {path}"
    elif slot.field.type.sort is Sort.SET:
        held = text.strip("{}").replace(" ", "").split(",")
        for leaf in policy.kinds[slot.field.type.of].leaves:
            yield f"{path} has {'' if leaf in held else 'no '}{_leaf(policy, slot.field.type.of, leaf)}"
    elif slot.entity is None:
        yield f"{path} = {text}"


def _leaf(policy: Policy, kind: str, leaf: str) -> str:
    """A leaf's name; the topmost `other` of several needs its kind."""
    others = [n for n in policy.kinds[kind].leaves if n.split(".")[-1] == "other"]
    return f"{kind}.other" if leaf == "other" and len(others) > 1 else leaf


def _readings(policy: Policy, worked: Worked, s: Scenario) -> Iterator[str]:
    """What the page gives of the reading, where it is open (elsewhere a wish is idle, but a fact would be false)."""
    spelled_points = {(name, tuple(map(spelled, args))) for name, args in interpret.points(policy, s)}
    for (name, args), text in worked.readings.items():
        if name in policy.quantities:
            yield f"{name} = {text}"
        elif (name, _by_identity(s, args)) in spelled_points:
            yield f"{'' if text == 'yes' else 'not '}{name}" + (f"({', '.join(args)})" if args else "")


def _by_identity(s: Scenario, args: tuple[str, ...]) -> tuple[str, ...]:
    first = {spelled(path): spelled(target) for path, target in s.identity.items()}
    return tuple(first[a] for a in args)
