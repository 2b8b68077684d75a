"""Checks one document: reads it, asks every question about it, and gives the results as data.

Contract: `check_file` never raises for what a document says. A document with errors is not asked anything; one that only the solver
sees to be wrong gets diagnostics too. Each question has its own budget; what it cannot afford is `undecided`, never a success.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from tos_checker.report import Checked, Level, Result
from tos_spec.core import Policy
from tos_spec.diagnostics import Diagnostic
from tos_spec.load import load
from tos_spec.unused import Unused

if TYPE_CHECKING:
    from tos_checker.budget import Budget

Tell = Callable[[str], None]


def check_file(  # noqa: PLR0913 - the settings of one run, each by name
    path: Path,
    *,
    text: bytes | None,
    shown_as: str,
    today: date,
    claims: frozenset[str],
    time_limit: float | None,
    limit: int | None,
    levels: Mapping[str, str],
    progress: Tell | None,
) -> Checked:
    """The document at `path`, checked on the day `today`. With `claims`, only these claims are asked."""
    loaded = load(path, text=text, shown_as=shown_as)
    policy = loaded.policy
    if policy is None:
        return Checked(shown_as, "", "", loaded.diagnostics, (), (), ())
    asking = _Asking(policy, loaded.unused, today, claims, time_limit, limit, levels, progress or (lambda _: None))
    return asking.checked(shown_as, loaded.diagnostics)


class _Asking:
    """All questions about one document."""

    def __init__(
        self,
        policy: Policy,
        unused: tuple[Unused, ...],
        today: date,
        claims: frozenset[str],
        time_limit: float | None,
        limit: int | None,
        levels: Mapping[str, str],
        tell: Tell,
    ) -> None:
        # The solver is loaded only now that there is something to ask.
        from tos_checker.results import Context

        self.policy, self.unused = policy, unused
        self.wanted = claims
        self.time_limit = time_limit
        self.levels = levels
        self.tell = tell
        self.context = Context(policy, today, limit, levels)

    def checked(self, file: str, diagnostics: tuple[Diagnostic, ...]) -> Checked:
        """Everything that was found."""
        policy = self.policy
        wrong, results = self._consistency()
        if not wrong and policy.name:
            results += [*self._claims(), *self._cases()]
            results += self._standing(tuple(results))
        return Checked(
            file,
            policy.name,
            policy.title,
            (*diagnostics, *wrong),
            tuple(results),
            () if wrong else tuple(a.label for a in policy.assumptions),
            tuple(self._not_checked()) if policy.name and not wrong else (),
            vocabulary="" if policy.name or wrong else _vocabulary(policy),
            issuer=policy.issuer,
            version=policy.version,
            selects_nothing=self._selects_nothing(),
        )

    def _selects_nothing(self) -> bool:
        return bool(self.wanted) and self.wanted.isdisjoint(claim.name for claim in self.policy.claims)

    def _not_checked(self) -> Iterator[str]:
        from tos_checker.standing import CHECKS

        if self._selects_nothing():
            yield "claims, cases and the standing checks, as certain claims were asked for and none of them is here"
            return
        if self.wanted:
            yield "other claims, cases and the standing checks, as certain claims were asked for"
            return
        off = [name for name in CHECKS if self.levels.get(name) == "off"]
        if off:
            yield f"{', '.join(off)} (switched off)"

    # --- questions ----------------------------------------------------------------------------------------------------------

    def _budget(self, *, standing: bool = False) -> "Budget":
        from tos_checker.budget import STANDING_SECONDS, Budget

        return Budget.of_seconds(self.time_limit or (STANDING_SECONDS if standing else None))

    def _consistency(self) -> tuple[tuple[Diagnostic, ...], list[Result]]:
        from tos_checker import consistency
        from tos_checker.budget import OutOfEffortError

        self.tell("assumptions and open terms")
        try:
            return consistency.problems(self.policy, self._budget()), []
        except OutOfEffortError:
            return (), [self._undecided("consistency", "whether assumptions and open terms contradict themselves")]

    def _claims(self) -> Iterator[Result]:
        from tos_checker import answer, results

        wanted = [c for c in self.policy.claims if not self.wanted or c.name in self.wanted]
        for number, claim in enumerate(wanted, 1):
            self.tell(f"claim {number} of {len(wanted)}: {claim.name}")
            start = perf_counter()
            found = answer.claim(self.policy, claim, self.context.today, self._budget())
            yield results.of_claim(self.context, claim, found, start)

    def _cases(self) -> Iterator[Result]:
        from tos_checker import answer, results

        wanted = () if self.wanted else self.policy.cases
        for number, case in enumerate(wanted, 1):
            self.tell(f"case {number} of {len(wanted)}: {case.name}")
            start = perf_counter()
            found = answer.case(self.policy, case, self._budget())
            yield results.of_case(self.context, case, found, start)

    def _standing(self, asked: tuple[Result, ...]) -> Iterator[Result]:
        from tos_checker import standing
        from tos_checker.budget import OutOfEffortError
        from tos_checker.findings import Setting
        from tos_checker.levels import level_of

        memo: dict[str, object] = {}
        for name, check in () if self.wanted else standing.CHECKS.items():
            level = level_of(name, self.levels)
            if level is None:
                continue
            self.tell(f"standing check: {name}")
            try:
                yield from check(
                    Setting(self.policy, self.context.today, level, self._budget(standing=True), memo, asked, self.unused)
                )
            except OutOfEffortError:
                yield self._undecided(name, f"the standing check `{name}`", level)

    def _undecided(self, check: str, what: str, level: Level = "error") -> Result:
        from tos_checker.results import MORE_TIME

        return Result(
            document=self.policy.name,
            check=check,
            name=check,
            title="",
            asks="",
            status="undecided",
            level=level,
            headline=f"the limit was reached before this was decided: {what}",
            span=self.policy.span,
            help=MORE_TIME,
        )


def _vocabulary(policy: Policy) -> str:
    """What a file without a header holds."""
    counts = (
        (len(policy.kinds), "kind", "kinds"),
        (len(policy.entities), "type of entity", "types of entities"),
        (len(policy.acts), "act", "acts"),
        (len(policy.relations), "relation", "relations"),
        (len(policy.terms) + len(policy.quantities), "open term", "open terms"),
        (len(policy.assumptions), "assumption", "assumptions"),
    )
    held = [f"{n} {one if n == 1 else many}" for n, one, many in counts if n]
    return f"vocabulary for other documents ({', '.join(held)}): nothing contradicts itself" if held else "vocabulary"
