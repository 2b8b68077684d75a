"""Claims against documents: which claims are asked of which, and the table that comes of it.

Contract: a row is a claim's name, a column a document with a header. A document that declares a claim of that name is asked its own; any other
is asked it as the first document has it that declares it, where `transfer` can carry it there. `crossed` says what is to be asked, `table` puts
together what came of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tos_checker.report import Cell, Checked, Column, Matrix, Result, Row
from tos_checker.transfer import carried
from tos_checker.turned import bare
from tos_spec.core import Claim, Policy
from tos_spec.source import Span

_BROKEN = "the document is wrong"
_INTERRUPTED = "the run was interrupted"
_NOWHERE = Span("", 1, 1, 1, 1)


@dataclass(frozen=True)
class Crossing:
    """What is to be asked: the claims of each document (by file) that it does not declare; why others cannot be asked there.

    `first` has for each name the file that declares it first, and its claim there; `reworded` the files that have another wording.
    """

    policies: Mapping[str, Policy]
    first: Mapping[str, tuple[str, Claim]]
    posed: Mapping[str, tuple[Claim, ...]]
    missing: Mapping[tuple[str, str], tuple[str, ...]]
    reworded: frozenset[tuple[str, str]]


def crossed(policies: Mapping[str, Policy], wanted: frozenset[str]) -> Crossing:
    """Every claim (or those `wanted`) against every document; `policies` by file, in the order of the columns."""
    first: dict[str, tuple[str, Claim]] = {}
    for file, policy in policies.items():
        for claim in policy.claims:
            if not wanted or claim.name in wanted:
                first.setdefault(claim.name, (file, claim))
    posed: dict[str, tuple[Claim, ...]] = {}
    missing: dict[tuple[str, str], tuple[str, ...]] = {}
    reworded: set[tuple[str, str]] = set()
    for file, policy in policies.items():
        own = {claim.name: claim for claim in policy.claims}
        asked: list[Claim] = []
        for name, (home, claim) in first.items():
            if file == home:
                continue
            found = carried(claim, policies[home], policy, by_number=name in own)
            if name in own:
                if found.claim is None or _wording(found.claim) != _wording(own[name]):
                    reworded.add((file, name))
            elif found.claim is None:
                missing[file, name] = found.missing
            else:
                asked.append(found.claim)
        posed[file] = tuple(asked)
    return Crossing(policies, first, posed, missing, frozenset(reworded))


def _wording(claim: Claim) -> Claim:
    """A claim apart from its title, its place, and the names of definitions."""
    return replace(claim, title="", when=bare(claim.when), accepting=(), span=_NOWHERE)


def table(crossing: Crossing, checked: Sequence[Checked]) -> Matrix:
    """The table, from what was found of each document."""
    found = {(c.file, r.name): r for c in checked for r in c.results if r.check == "claim"}
    columns = tuple(Column(file, p.name, p.title, p.issuer, p.version) for file, p in crossing.policies.items())
    broken = {c.file for c in checked if any(d.severity == "error" for d in c.diagnostics)}
    rows = []
    for name, (home, claim) in crossing.first.items():
        title = "" if claim.title == name.replace("_", " ") else claim.title
        cells = tuple(_cell(crossing, file, name, found.get((file, name)), broken=file in broken) for file in crossing.policies)
        rows.append(Row(name, title, home, cells))
    return Matrix(columns, tuple(rows))


def _cell(crossing: Crossing, file: str, name: str, result: Result | None, *, broken: bool) -> Cell:
    own = any(claim.name == name for claim in crossing.policies[file].claims)
    why = crossing.missing.get((file, name), ())
    if result is None and not why:
        why = (_BROKEN if broken else _INTERRUPTED,)
    return Cell(result.status if result else "not asked", own, (file, name) in crossing.reworded, why, result)
