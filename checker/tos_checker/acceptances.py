"""What a document puts on record with `accepting`, and for how long."""

from collections.abc import Iterable
from datetime import date

from tos_checker import values
from tos_spec.core import Acceptance, Policy


def in_force(acceptance: Acceptance, today: date) -> bool:
    """Whether an acceptance has not run out on the day `today`."""
    return acceptance.through is None or today.toordinal() <= acceptance.through


def of_finding(policy: Policy, check: str, about: Iterable[str]) -> tuple[Acceptance, ...]:
    """The acceptances, run out or not, of a standing check's finding about these clauses or names."""
    names = set(about)
    return tuple(a for a in policy.acceptances if a.check == check and set(a.of) <= names)


def says(acceptance: Acceptance, where: str = "") -> str:
    """`accepted by "Legal" through 2027-01-01, because "…"`; or that this is accepted `where` something holds."""
    by = f' by "{acceptance.by}"' if acceptance.by else ""
    through = f" through {values.day(acceptance.through)}" if acceptance.through is not None else ""
    scope = f" where {where}{',' if by or through else ''}" if where else ""
    return f'accepted{scope}{by}{through}, because "{acceptance.because}"'


def ran_out(acceptance: Acceptance) -> str:
    """That an acceptance counts no longer."""
    by = f' by "{acceptance.by}"' if acceptance.by else ""
    return f'it was accepted{by}, because "{acceptance.because}"; that ran out on {values.day(acceptance.through or 0)}'
