"""What claims and cases come to, by trying every scenario under every reading: straight from the definitions of the language.

Contract: statuses have the names of `tos_checker.answer`. A claim ranges over the days in force unless its own words mention the day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import product

from tests.oracle.asked import Asked, less, of_case, of_claim
from tests.oracle.pairs import Pairs
from tests.oracle.scenarios import Row, Space
from tos_spec.core import Case, Claim, Verdict
from tos_spec.scenario import Reading, Rulings, Scenario

# --- statuses ----------------------------------------------------------------------------------------------------------------------


def claim(space: Space, asked: Claim, today: date) -> str:
    """The status of a claim on a day."""
    full = _status(space, asked, of_claim(space, asked))
    accepted = [a for a in asked.accepting if a.through is None or today.toordinal() <= a.through]
    if full in ("holds", "vacuous") or not accepted:
        return full
    status = _status(space, asked, less(of_claim(space, asked), accepted))
    return "accepted" if status in ("holds", "vacuous") else status


def case(space: Space, asked: Case) -> str:
    """The status of a case; `holds` where it passes."""
    posed = of_case(space, asked)
    if not any(posed.meets(s) for s in posed.scenarios()):
        return "vacuous"
    if asked.verdict is Verdict.UNSETTLED:
        return "holds" if all(_unsettled(rows) for s in posed.scenarios() if (rows := posed.concerned(s))) else "fails"
    if asked.under_some_reading:
        return _uniformly(posed, posed)
    return loopholes(posed)


def _uniformly(posed: Asked, stated: Asked) -> str:
    """A reading counts if some scenario meets what is stated, though all such be accepted; if none counts, every reading has to do."""
    met = _met(stated)
    if not met:
        return "holds" if loopholes(posed) == "holds" else "fails"
    return "fails" if all(any(spoils(posed, s, r) for s in posed.scenarios()) for r in met) else "holds"


def _status(space: Space, asked: Claim, posed: Asked) -> str:
    if asked.form == "independent":
        return Pairs(space, posed, asked.paths).status()
    if not any(posed.meets(s) for s in posed.scenarios()):
        return "vacuous"
    if asked.verdict is Verdict.UNSETTLED:
        met = [_unsettled(rows) for s in posed.scenarios() if (rows := posed.concerned(s))]
        some, all_ = any(met), all(met)
        return "holds" if {"never": not some, "always": all_, "sometimes": some}[asked.form] else "fails"
    if asked.form == "sometimes":
        return _sometimes(asked, posed)
    if asked.under_some_reading:
        return _uniformly(posed, of_claim(space, asked))
    return loopholes(posed)


def _sometimes(asked: Claim, posed: Asked) -> str:
    strong = weak = False
    for s in posed.scenarios():
        shown = [posed.concerns(s, row) and posed.bad(s, row) for row in posed.space.rows(s)]
        strong, weak = strong or all(shown), weak or any(shown)
    if asked.under_some_reading:
        return "holds" if weak else "fails"
    return "holds" if strong else "arguable" if weak else "fails"


def _unsettled(rows: Sequence[Row]) -> bool:
    return len({row.judged.outcome for row in rows}) > 1


def loopholes(posed: Asked) -> str:
    """Whether there are loopholes: `fails` if one is clear, `arguable` if there are others only."""
    found = {strength(posed, s) for s in posed.scenarios()}
    return "fails" if "clear" in found else "arguable" if "arguable" in found else "holds"


def strength(posed: Asked, s: Scenario) -> str:
    """Whether a scenario is a loophole under some reading, and a clear one: under all that meet the conditions."""
    bad = [posed.bad(s, row) for row in posed.concerned(s)]
    return "" if not any(bad) else "clear" if all(bad) else "arguable"


# --- uniform readings ------------------------------------------------------------------------------------------------------------------


def uniform(posed: Asked) -> list[Reading]:
    """The uniform readings under which some scenario is concerned, and none is a loophole."""
    return [r for r in _met(posed) if not any(spoils(posed, s, r) for s in posed.scenarios())]


def _met(posed: Asked) -> list[Reading]:
    return [r for r in uniform_readings(posed.space) if any(concerned(posed, s, r) for s in posed.scenarios())]


def concerned(posed: Asked, s: Scenario, r: Reading) -> bool:
    """Whether a scenario meets the conditions under one uniform reading."""
    return posed.concerns(s, _row(posed, s, r))


def _row(posed: Asked, s: Scenario, r: Reading) -> Row:
    entities = {(t, args): r.terms[t] for t, args in posed.space.entity_terms(s)}
    read = replace(r, entity_terms=entities)
    return Row(read, posed.space.judge(s, read))


def spoils(posed: Asked, s: Scenario, r: Reading) -> bool:
    """Whether a scenario is a loophole under one uniform reading."""
    row = _row(posed, s, r)
    return posed.concerns(s, row) and posed.bad(s, row)


def uniform_readings(space: Space) -> Iterator[Reading]:
    """Each open term narrow or wide, each quantity at one end, all rulings of a sort one way. Terms of entities by name, too."""
    policy = space.policy
    names = list(policy.terms)
    ends = [(q.low, q.high) for q in policy.quantities.values()]
    for wide in product((False, True), repeat=len(names)):
        for amounts in product(*ends):
            for conflict, silence in product((False, True), repeat=2):
                others = dict.fromkeys(policy.others, Rulings(conflict, silence))
                values = dict(zip(policy.quantities, amounts, strict=True))
                yield Reading(dict(zip(names, wide, strict=True)), {}, values, conflict, silence, others)
