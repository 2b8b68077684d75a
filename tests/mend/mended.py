"""Mends applied: a document in a folder of its own, mended by `git apply`, and asked again without any of what found the mend."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

from tos_checker import answer
from tos_checker.certifying import Questions
from tos_checker.mend import remedies
from tos_spec.load import load

TODAY = date(2026, 11, 25)
SECONDS = 600.0
RANK = ("fails", "arguable", "accepted", "holds")


def found(file, claim, *, limit=3, seconds=SECONDS):
    """The remedies for a claim of the document in `file`."""
    policy = load(file, shown_as=str(file)).policy
    return remedies(file, policy, next(c for c in policy.claims if c.name == claim), TODAY, seconds, limit, Questions())


def answers(file):
    """The status of each claim and case of the document in `file`, as `check` has it."""
    loaded = load(file)
    assert loaded.policy is not None, [d.message for d in loaded.diagnostics]
    policy = loaded.policy
    claims = {("claim", c.name): answer.claim(policy, c, TODAY, None).status for c in policy.claims}
    return claims | {("case", c.name): answer.case(policy, c, None).status for c in policy.cases}


def applied(diff, folder: Path, strip=1):
    """Have git apply `diff` in `folder`."""
    subprocess.run(["git", "apply", f"-p{strip}", "-"], input=diff.encode(), cwd=folder, check=True, capture_output=True)


def copied(folder: Path, to: Path):
    """A copy of the documents in a folder."""
    to.mkdir()
    for file in sorted(folder.iterdir()):
        if file.suffix in (".tos", ".md"):
            shutil.copy(file, to)
    return to


def check_mend(before, after, claim, mend):
    """The claim holds now, nothing else is worse off, and what is said to be better is."""
    assert after["claim", claim] in ("holds", "accepted")
    rewritten = {("case", name) for name in mend.rewrites}
    for key, status in before.items():
        if key in rewritten:
            assert after[key] == "holds", key
        elif f"{key[0]} {key[1]}" in mend.worse:
            assert (status, after[key]) == ("arguable", "fails"), key
        elif key[1] not in mend.unmended:
            assert after[key] == status or RANK.index(after[key]) > RANK.index(status), (key, status, after[key])
    better = {f"{sort} {name}" for (sort, name), status in before.items() if after[sort, name] == "holds" != status}
    assert set(mend.better) == better - {f"claim {claim}"} - {f"case {n}" for n in (*mend.rewrites, *mend.unmended)}
