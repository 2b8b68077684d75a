"""One random pair of documents: the solver's answers and enumeration by the interpreter, side by side.

Contract: `seeded` returns what disagrees, in words (nothing, if all is well), and counts of the answers.
"""

import tempfile
import traceback
from pathlib import Path

from tests.meeting.documents import pair
from tests.oracle.compare import Found, _case, _claim
from tests.oracle.scenarios import Space
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
