"""One random pair of documents: the solver's answers and enumeration by the interpreter, side by side.

Contract: `seeded` returns what disagrees, in words (nothing, if all is well), and counts of the answers.
"""

import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from tests.families import compare as told
from tests.families.definition import Counterexample, Definition
from tests.meeting.documents import pair
from tests.oracle.compare import Found, _case, _claim
from tests.oracle.scenarios import Space
from tos_checker import families
from tos_spec import interpret
from tos_spec.core import Effect
from tos_spec.load import Loaded, load


def loaded(files: dict[str, str]) -> Loaded:
    """The document `main.tos` among `files`."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return load(Path(folder) / "main.tos", shown_as="main.tos")


def seeded(seed: int) -> Found:
    """Compare on the documents of a seed. A crash is a disagreement, too."""
    found = Found(seed=seed)
    try:
        _compare(seed, found)
    except Exception:  # noqa: BLE001 - whatever it is, the seed must be told
        found.wrong.append(traceback.format_exc(limit=-4))
    return found


def _compare(seed: int, found: Found) -> None:
    given = loaded(pair(seed).files)
    policy = given.policy
    if policy is None or given.diagnostics:
        found.wrong += [f"{d.span.file}:{d.span.line}: {d.code} {d.message}" for d in given.diagnostics] or ["does not load"]
        found.loads = False
        return
    space = Space(policy)
    for claim in policy.claims:
        _claim(space, claim, found)
    for case in policy.cases:
        _case(space, case, found)
    found.scenarios = space.raw


def with_families(seed: int) -> told.Found:
    """Compare the families of every claim that fails, and which clauses of the other document forbid what gets through, in all and in each."""
    found = told.Found(seed=seed)
    try:
        _families(seed, found)
    except Exception:  # noqa: BLE001 - whatever it is, the seed must be told
        found.wrong.append(traceback.format_exc(limit=-4))
    return found


def _families(seed: int, found: told.Found) -> None:
    policy = loaded(pair(seed).files).policy
    assert policy is not None
    space = Space(policy)
    for claim in policy.claims:
        got = told.answered(policy, claim)
        found.wrong += (f"{claim.name}: {what}" for what in told._claim(space, claim, got, found))
        if told.has_families(claim, got) and families.gets_through(claim):
            these = families.families(told.question(got), claim, None)
            definition = Definition(space, told.posed(space, claim), claim)
            real = _against(definition, definition.counterexamples)
            found.counts["against"] += bool(real)
            if set(these.against) != real:
                found.wrong.append(f"{claim.name}: {sorted(these.against)} forbid what gets through, not {sorted(real)}")
            for family in these.families:
                here = _against(definition, definition.family(told.plain(family)))
                found.counts["against in part"] += here != real
                if set(family.against) != here:
                    found.wrong.append(f"{claim.name}, {told.plain(family)}: {sorted(family.against)}, not {sorted(here)}")


def _against(definition: Definition, counterexamples: Sequence[Counterexample]) -> set[str]:
    """The clauses of documents that are asked that apply to a counterexample, or are breached, where its outcome there is forbidden."""
    policy, found = definition.policy, set[str]()
    asked = [n for n in policy.others if f"name='{n}'" in repr(definition.claim.when)]
    for c in counterexamples:
        for name in asked:
            judged = interpret.judge_by(policy, c.scenario, c.row.reading, name)
            if judged.outcome == "forbidden":
                counting = (d for d in policy.others[name].clauses if d.effect in (Effect.FORBID, Effect.REQUIRE))
                breached = judged.breached
                found |= {
                    f"{name} {d.number}"
                    for d in counting
                    if (d.number in breached if d.effect is Effect.REQUIRE else judged.applies[d.number])
                }
    return found
