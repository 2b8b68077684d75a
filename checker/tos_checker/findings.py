"""What standing checks share: what they need to know, and how a finding, or its acceptance, becomes a result."""

from dataclasses import dataclass, field, replace
from datetime import date

from tos_checker import acceptances
from tos_checker.budget import Budget
from tos_checker.report import Level, Result, Witness
from tos_spec.core import Policy
from tos_spec.source import Span
from tos_spec.unused import Unused


@dataclass(frozen=True)
class Setting:
    """What a check needs to know besides the document. `memo` keeps what one check found out for the next.

    `results` are those of claims and cases, where they were asked; `unused` is the vocabulary that nothing uses.
    """

    policy: Policy
    today: date
    level: Level
    effort: Budget | None
    memo: dict[str, object] = field(default_factory=dict)
    results: tuple[Result, ...] = ()
    unused: tuple[Unused, ...] = ()


def finding(
    setting: Setting,
    check: str,
    name: str,
    headline: str,
    span: Span,
    help: str,
    *,
    notes: tuple[str, ...] = (),
    witness: Witness | None = None,
) -> Result:
    """The result of `check` for one finding."""
    return Result(
        document=setting.policy.name,
        check=check,
        name=name,
        title="",
        asks="",
        status="found",
        level=setting.level,
        headline=headline,
        span=span,
        notes=notes,
        help=help,
        witness=witness,
    )


def unless_accepted(setting: Setting, result: Result, about: tuple[str, ...]) -> Result:
    """`result`, or that it is accepted; with a note for each acceptance that ran out or lapsed."""
    found = acceptances.of_finding(setting.policy, result.check, about)
    valid = next((a for a in found if acceptances.in_force(a, setting.today)), None)
    if valid is not None:
        return replace(result, status="accepted", level=None, notes=(acceptances.says(valid),), help=None)
    lapsed = acceptances.lapsed(setting.policy, result.check, about, setting.today)
    return replace(result, notes=(*result.notes, *(acceptances.ran_out(a) for a in found), *lapsed))
