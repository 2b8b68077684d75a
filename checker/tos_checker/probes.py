"""Texts of formulas to what they mean: each read as if it stood in the document.

Contract: takes formulas on one line, with the act (or the open term) that they speak of; gives the core of each, None for one that means
nothing there. The document is read with blocks behind it that use them, and then forgotten.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tos_spec import core
from tos_spec.literate import is_literate
from tos_spec.load import load

_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Probe:
    """A formula about scenarios of `act`, or about the parameters (and bounds) of an open term."""

    text: str
    act: str = ""
    params: tuple[tuple[str, str], ...] = ()


def meanings(file: Path, probes: Sequence[Probe]) -> dict[Probe, core.Expr]:
    """What each probe means, for those that mean something."""
    raw = file.read_bytes()
    mark = "probe"
    while mark.encode() in raw:
        mark += "_x"
    lines = raw.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    asked = list(dict.fromkeys(probes))
    for _ in range(_ROUNDS):
        text, starts = _with(lines, asked, mark, literate=is_literate(file.name))
        loaded = load(file, text=text.encode("utf-8", errors="replace"), shown_as=str(file))
        if loaded.policy is not None:
            return {p: e for n, p in enumerate(asked) if (e := _core(loaded.policy, p, f"{mark}_{n}")) is not None}
        wrong = {d.span.line for d in loaded.diagnostics if d.severity == "error" and d.span.file == str(file)}
        bad = {n for n, start in enumerate(starts) if wrong & {start, start + 1, start + 2}}
        if not bad:
            return {}
        asked = [p for n, p in enumerate(asked) if n not in bad]
    return {}


def _with(lines: Sequence[str], probes: Sequence[Probe], mark: str, *, literate: bool) -> tuple[str, list[int]]:
    """The document with a block for each probe, and the line where each block begins."""
    out = [*lines, "", *(["```tos"] if literate else [])]
    starts = []
    for n, probe in enumerate(probes):
        starts.append(len(out) + 1)
        if probe.params:
            params = ", ".join(f"{name}: {entity}" for name, entity in probe.params)
            out += [f"open term {mark}_{n}({params})", f"  includes {probe.text}"]
        else:
            out += [f"clause {mark}_{n}", f"  forbid {probe.act}", f"    when {probe.text}"]
    return "\n".join([*out, *(["```"] if literate else []), ""]), starts


def _core(policy: core.Policy, probe: Probe, name: str) -> core.Expr | None:
    if probe.params:
        return policy.terms[name].includes if name in policy.terms else None
    found = [c for c in policy.clauses if c.number == name]
    return core.And(tuple(c.expr for c in found[0].conditions)) if found else None
