"""Facts given on a command line, as a case of the document: parsed and checked as if they stood in it.

Contract: the document is read with a case behind it; what is wrong with the facts is told apart from what is wrong with the document.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tos_spec.core import Case, Policy
from tos_spec.diagnostics import Diagnostic
from tos_spec.literate import is_literate
from tos_spec.load import load

_MOST = 2_000_000


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
