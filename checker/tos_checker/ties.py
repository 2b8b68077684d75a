"""Which facts an assumption ties to a fact that a dependence claim varies.

Contract: `tied` gives a note for each assumption that speaks of a varied fact and of another one, which then stays as it is: so part of
what the varied fact could be is never compared.
"""

from collections.abc import Iterator
from itertools import product

from tos_checker.encode import core_with
from tos_checker.facts import speaks_of
from tos_checker.phrases import Phrasebook, listed
from tos_spec.core import Assumption, Claim, Path, Policy
from tos_spec.shape import ancestors, slots


def tied(policy: Policy, claim: Claim) -> Iterator[str]:
    """A note for each assumption that ties something to what `claim` varies, in the order of the document."""
    book = Phrasebook(policy, claim.act)
    for assumption in policy.assumptions:
        varied: dict[str, None] = {}
        others: dict[str, None] = {}
        for read in _reads(policy, claim.act, assumption):
            here = [p for p in claim.paths if any(path[: len(p)] == p for path in read)]
            if here:
                varied |= dict.fromkeys(book.noun(p) for p in here)
                rest = sorted(path for path in read if not any(path[: len(p)] == p for p in claim.paths))
                others |= dict.fromkeys(book.noun(p) for p in rest)
        if others:
            stays = "stays as it is" if len(others) == 1 else "stay as they are"
            what = f"ties {listed(list(varied))} to {listed(list(others))}, which {stays}"
            yield f'the assumption "{assumption.label}" {what}'


def _reads(policy: Policy, act: str, assumption: Assumption) -> Iterator[frozenset[Path]]:
    """What an assumption reads, for each choice of entities for its parameters."""
    if assumption.act is not None:
        if assumption.act in ancestors(policy, act):
            yield speaks_of(policy, assumption.body)
        return
    by_type = [[s.path for s in slots(policy, act) if s.entity == entity] for _, entity in assumption.params]
    for paths in product(*by_type):
        given = {name: path for (name, _), path in zip(assumption.params, paths, strict=True)}
        yield speaks_of(policy, core_with(assumption.body, given))
