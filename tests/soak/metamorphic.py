"""One random document, written anew in every way that must change nothing, and changed in every way that can only go one way.

Contract: `seeded` returns what did change, in words (nothing, if all is well), and counts.
"""

import traceback
from collections.abc import Iterator
from random import Random

from tests.oracle.compare import EFFORT, TODAY, Found, loaded
from tests.oracle.documents import document
from tests.soak.rewritings import OTHER_NAMES, SAME, Rewritten
from tests.soak.trees import nodes, printed
from tests.soak.weakened import ONE_WAY
from tests.strategies import rewritten as in_another_hand
from tos_checker import answer
from tos_checker.budget import Budget
from tos_checker.compare import compare
from tos_spec import core, syntax
from tos_spec.core import Policy, Verdict
from tos_spec.load import Loaded

Answers = dict[str, str]

KEEPS = ("holds", "vacuous", "accepted")
"""The answers of claims that are as they should be."""


def seeded(seed: int) -> Found:
    """Compare on the document of a seed. A crash is a disagreement, too."""
    text = document(seed).text
    found = Found(seed=seed)
    if "month" in text or "year" in text:
        found.counts["left out: months are slow",] += 1
        return found
    try:
        found.wrong += checked(text, Random(seed), found)  # noqa: S311 - nothing is secret here
    except Exception:  # noqa: BLE001 - whatever it is, the seed must be told
        found.wrong.append(traceback.format_exc(limit=-4))
    return found


def checked(text: str, rng: Random, found: Found) -> Iterator[str]:
    """What changed of a document that was written anew."""
    given = loaded(text)
    assert given.policy is not None and given.document is not None, given.diagnostics  # noqa: PT018 - the generator's promise
    before = answers(given.policy)
    found.counts.update(("answer", a) for a in before.values())
    yield from _another_hand(text, given.policy, before, rng, found)
    for way, rewrite in SAME.items():
        new = rewrite(given.document, rng)
        if new is not None:
            found.counts["rewritten", way] += 1
            yield from (f"{way}: {what}" for what in _same(given.policy, before, new, unchanged=way not in OTHER_NAMES))
    yield from _one_way(given, before, rng, found)


def answers(policy: Policy) -> Answers:
    """The answer to every claim and case, by name."""
    asked = {c.name: answer.claim(policy, c, TODAY, Budget(EFFORT)).status for c in policy.claims}
    return asked | {c.name: answer.case(policy, c, Budget(EFFORT)).status for c in policy.cases}


def _another_hand(text: str, policy: Policy, before: Answers, rng: Random, found: Found) -> Iterator[str]:
    """Another layout, with comments: the core is the same to the letter, apart from places."""
    found.counts["rewritten", "another hand"] += 1
    given = loaded(text)
    assert given.document is not None
    other, _ = in_another_hand(printed(given.document), rng)
    again = loaded(other).policy
    if again is None or [c.name for c in (*again.claims, *again.cases)] != [c.name for c in (*policy.claims, *policy.cases)]:
        yield f"another hand: not the same document:\n{other}"
    elif (after := answers(again)) != before:
        yield f"another hand: {after}, not {before}:\n{other}"


def _same(policy: Policy, before: Answers, new: Rewritten, *, unchanged: bool) -> Iterator[str]:
    text = printed(new.document)
    again = loaded(text)
    if again.policy is None:
        yield f"does not load: {[d.message for d in again.diagnostics]}\n{text}"
        return
    after = answers(again.policy)
    for name, was in before.items():
        if after[new.name(name)] != was and "undecided" not in (was, after[new.name(name)]):
            yield f"{name} was {was} and is {after[new.name(name)]}:\n{text}"
    if unchanged:
        found = compare(policy, again.policy, Budget(EFFORT), limit=1)
        if not found.unchanged and not found.undecided and not found.apart:
            yield f"said to change outcomes:\n{text}"


# --- one way ------------------------------------------------------------------------------------------------------------------------


def _one_way(given: Loaded, before: Answers, rng: Random, found: Found) -> Iterator[str]:
    assert given.policy is not None
    assert given.document is not None
    for way, (change, never) in ONE_WAY.items():
        new = change(given.document, given.policy, rng)
        if new is None:
            continue
        text = printed(new)
        policy = loaded(text).policy
        if policy is None:
            yield f"{way}: does not load:\n{text}"
            continue
        found.counts["one way", way] += 1
        compared = compare(given.policy, policy, Budget(EFFORT))
        found.counts["one way", f"{way}: changes"] += len(compared.families)
        if any(f.turn.permits == (never == "permitted") for f in compared.families):
            yield f"{way}: something is newly {never}:\n{text}"
        after = answers(policy)
        for claim in _steady(given, never):
            if before[claim.name] in KEEPS and after.get(claim.name, "holds") not in (*KEEPS, "undecided"):
                yield f"{way}: {claim.name} was {before[claim.name]} and is {after[claim.name]}:\n{text}"


def _steady(given: Loaded, never: str) -> Iterator[core.Claim]:
    """Claims that go on holding where nothing is newly `never`."""
    assert given.policy is not None
    assert given.document is not None
    numbered = {
        d.name.text
        for d in given.document.declarations
        if isinstance(d, syntax.ClaimDecl) and any(isinstance(n, syntax.ClauseNumber) for n in nodes(d))
    }
    other = {"permitted": Verdict.FORBIDDEN, "forbidden": Verdict.PERMITTED}[never]
    for claim in given.policy.claims:
        wanted = claim.verdict is Verdict(never) if claim.form == "never" else claim.verdict is other
        if wanted and claim.form in ("never", "always", "sometimes") and claim.name not in numbered:
            yield claim
