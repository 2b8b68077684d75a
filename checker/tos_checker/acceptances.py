"""What a document puts on record with `accepting`, and for how long."""

from collections.abc import Iterable
from datetime import date

from tos_checker import values
from tos_checker.citations import cited
from tos_spec.core import Acceptance, Lapsed, Policy


def in_force(acceptance: Acceptance | Lapsed, today: date) -> bool:
    """Whether an acceptance has not run out on the day `today`."""
    return acceptance.through is None or today.toordinal() <= acceptance.through


def of_finding(policy: Policy, check: str, about: Iterable[str]) -> tuple[Acceptance, ...]:
    """The acceptances, run out or not, of a standing check's finding about these clauses or names."""
    names = set(about)
    return tuple(a for a in policy.acceptances if a.check == check and set(a.of) <= names)


def lapsed(policy: Policy, check: str | None, about: Iterable[str], today: date) -> tuple[str, ...]:
    """What was on record of a finding of `check` (None: of a claim) about these, in a document that this one amends, and lapsed; in words.

    What would have run out by `today` in any case is left out.
    """
    names = set(about)
    return tuple(_lapse(a) for a in policy.lapsed if a.check == check and set(a.of) <= names and in_force(a, today))


def _lapse(gone: Lapsed) -> str:
    by = f' by "{gone.by}"' if gone.by else ""
    what = "this claim" if gone.check is None else f"{'one of ' * (len(gone.of) > 1)}{cited(gone.of)}"
    return (
        f'it was accepted{by}, because "{gone.because}" ({gone.span.place}); that lapsed, as {what} was written anew ({gone.place.place}): '
        "accept it again, if that is still meant"
    )


def says(acceptance: Acceptance, where: str = "") -> str:
    """`accepted by "Legal" through 2027-01-01, because "…"`; or that this is accepted `where` something holds."""
    by = f' by "{acceptance.by}"' if acceptance.by else ""
    through = f" through {values.day(acceptance.through)}" if acceptance.through is not None else ""
    scope = f" where {where}{',' if by or through else ''}" if where else ""
    return f'accepted{scope}{by}{through}, because "{acceptance.because}"'


def ran_out(acceptance: Acceptance) -> str:
    """That an acceptance counts no longer."""
    by = f' by "{acceptance.by}"' if acceptance.by else ""
    return f'it was accepted{by}, because "{acceptance.because}"; that ran out after {values.day(acceptance.through or 0)}'
