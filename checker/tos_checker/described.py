"""Facts given on a command line, as a case of the document: parsed and checked as if they stood in it.

Contract: the document is read with a case behind it; what is wrong with the facts is told apart from what is wrong with the document.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tos_spec.core import Case, Policy, Sort
from tos_spec.diagnostics import Diagnostic
from tos_spec.literate import is_literate
from tos_spec.load import load

_MOST = 2_000_000
_WORD = re.compile(r"[^\W\d][\w.]*")
_VALUES = re.compile(r"\b(?:is|has)\b(?:\s+(?:not|no|only|one\s+of)\b)*\s+[\w.]+(?:\s*,\s*[\w.]+)*")


@dataclass(frozen=True)
class Described:
    """The document and the case, or what is wrong: with the document, or with the facts (by their places, from zero)."""

    policy: Policy | None
    case: Case | None
    wrong: tuple[Diagnostic, ...] = ()
    wrong_facts: tuple[tuple[int, Diagnostic], ...] = ()


def acts_of(policy: Policy) -> tuple[str, ...]:
    """The acts that a scenario can be described of: those at the top first."""
    return tuple(sorted(policy.acts, key=lambda a: policy.acts[a].parent is not None))


def acts_meant(policy: Policy, facts: Sequence[str]) -> tuple[str, ...]:
    """The acts that have all the roles, and all the terms on an act, that the facts name; of an act and those below it, the act."""
    words = {word.split(".")[0] for fact in facts for word in _WORD.findall(_VALUES.sub(" ", fact))}
    known = {act: _names(policy, act) for act in policy.acts}
    named = words & set().union(*known.values()) - {"date"}
    fitting = [act for act in policy.acts if named <= known[act]]
    return tuple(act for act in fitting if policy.acts[act].parent not in fitting)


def _names(policy: Policy, act: str) -> set[str]:
    above = {act}
    while (parent := policy.acts[act].parent) is not None:
        above.add(act := parent)
    roles = {role.key.rpartition(".")[2] for a in above for role in policy.acts[a].roles}
    return roles | {name for name, term in policy.terms.items() if term.act in above}


def fact_like(policy: Policy, act: str) -> str:
    """A fact that can be written of `act`, in the names of the document."""
    for role in policy.acts[act].roles:
        name, of = role.key.rpartition(".")[2], role.type.of
        if role.type.sort is Sort.FLAG:
            return name
        kind = policy.entities[of].kind if role.type.sort is Sort.ENTITY else of
        if role.type.sort in (Sort.KIND, Sort.ENTITY) and kind is not None:
            return f"{name} is {policy.kinds[kind].nodes[0].id.rpartition('.')[2]}"
    return "date >= 2026-01-01"


def with_block(file: Path, text: str) -> Policy | None:
    """The document in `file` with one more block, a claim or a case, behind it; None if that does not load."""
    before, after = ("```tos\n", "\n```\n") if is_literate(file.name) else ("", "\n")
    whole = file.read_bytes() + f"\n\n{before}{text}{after}".encode()
    return load(file, text=whole, shown_as=str(file)).policy


def describe(file: Path, act: str, facts: Sequence[str]) -> Described:
    """The document in `file` with a case on `act` with these facts."""
    text = file.read_bytes()[: _MOST + 1]
    lines = text.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    name = "described"
    while name in text.decode("utf-8", errors="replace"):
        name += "_here"
    fence = ("```tos", "```") if is_literate(file.name) else ("", "")
    block = [fence[0], f"case {name}", f"  {act}", *(f"    {fact}" for fact in facts), "  expect permitted", fence[1]]
    first = len(lines) + 5  # the line of the first fact: after an empty one, the fence, the case and the act
    whole = "\n".join([*lines, "", *block, ""])
    loaded = load(file, text=whole.encode("utf-8", errors="replace"), shown_as=str(file))
    about = tuple((d.span.line - first, d) for d in loaded.diagnostics if d.span.file == str(file) and d.span.line > len(lines))
    others = tuple(d for d in loaded.diagnostics if all(d is not found for _, found in about))
    if loaded.policy is None:
        return Described(None, None, others, about)
    return Described(loaded.policy, loaded.policy.cases[-1])
