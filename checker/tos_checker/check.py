"""Checks one document: reads it, asks every question about it, and gives the results as data.

Contract: `check_file` never raises for what a document says. A document with errors is not asked anything; one that only the solver
sees to be wrong gets diagnostics too. Each question has its own budget, and all have one together; what a question cannot afford is
`undecided`, never a success. With an `audit` all that is ruled out is asked again of a second solver; a result is `certified` only if
that agreed each time, also in the questions before that the result rests on, and SolversDisagreeError is raised where it does not. Where the
user interrupts, what is known so far is given.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from tos_checker.certifying import Questions
from tos_checker.report import Checked, Level, Result
from tos_spec.core import Claim, Policy
from tos_spec.diagnostics import Diagnostic
from tos_spec.load import load
from tos_spec.unused import Unused

if TYPE_CHECKING:
    from tos_checker.audit import Audit, Confirmation
    from tos_checker.budget import Budget

Tell = Callable[[str], None]
_NONE = frozenset({""})
"""No claim is called so."""

_CONSISTENCY = "whether assumptions and open terms contradict themselves"
"""The first question of a document, as nothing that holds of no scenario would mean anything."""


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
    audit: "Audit | None" = None,
    posed: tuple[Claim, ...] | None = None,
) -> Checked:
    """The document at `path`, checked on the day `today`. With `claims`, only these claims are asked. May raise SolversDisagreeError.

    With `posed`, these claims are asked as well as the document's own, and nothing else.
    """
    loaded = load(path, text=text, shown_as=shown_as)
    policy = loaded.policy
    if policy is None:
        return Checked(shown_as, "", "", loaded.diagnostics, (), (), ())
    if posed is not None:
        policy = replace(policy, claims=(*policy.claims, *posed))
        claims = claims or frozenset(claim.name for claim in policy.claims) or _NONE
    asking = _Asking(policy, loaded.unused, today, claims, time_limit, limit, levels, progress or (lambda _: None), audit)
    return replace(asking.checked(shown_as, loaded.diagnostics), amends=loaded.amends)


@dataclass
class _Asking:
    """All questions about one document."""

    policy: Policy
    unused: tuple[Unused, ...]
    today: date
    wanted: frozenset[str]
    time_limit: float | None
    limit: int | None
    levels: Mapping[str, str]
    tell: Tell
    audit: "Audit | None"

    def __post_init__(self) -> None:
        # The solver is loaded only now that there is something to ask.
        from tos_checker.budget import Budget
        from tos_checker.results import Context

        size = len(self.policy.claims) + len(self.policy.cases) + len(self.policy.clauses)
        self.asked = Questions(self.audit, Budget.of_whole(self.time_limit, size))
        self.context = Context(self.policy, self.today, self.limit, self.levels)
        self.came: dict[str, Confirmation] = {}  # of each question

    def checked(self, file: str, diagnostics: tuple[Diagnostic, ...]) -> Checked:
        """Everything that was found, or what was by the time the user interrupted."""
        policy = self.policy
        wrong: tuple[Diagnostic, ...] = ()
        results: list[Result] = []
        interrupted = False
        try:
            with self.asked.blamed():
                wrong, unknown = self._consistency()
                results += unknown
                if not wrong and policy.name:
                    for result in self._questions(results):
                        results.append(result)
        except KeyboardInterrupt:
            interrupted = True
        return Checked(
            file,
            policy.name,
            policy.title,
            (*diagnostics, *wrong),
            tuple(results),
            () if wrong else tuple(a.label for a in policy.assumptions),
            tuple(self._not_checked(results, interrupted=interrupted)) if policy.name and not wrong else (),
            vocabulary="" if policy.name or wrong or interrupted else _vocabulary(policy),
            issuer=policy.issuer,
            version=policy.version,
            selects_nothing=self._selects_nothing(),
            certification=self.asked.certification,
            interrupted=interrupted,
        )

    def _selects_nothing(self) -> bool:
        return bool(self.wanted) and self.wanted.isdisjoint(claim.name for claim in self.policy.claims)

    def _not_checked(self, results: Sequence[Result], *, interrupted: bool) -> Iterator[str]:
        from tos_checker.standing import CHECKS

        if interrupted:
            done = {(r.check, r.name) for r in results}
            asked: list[tuple[str, str]] = [("claim", c.name) for c in self._wanted()]
            asked += [] if self.wanted else [("case", c.name) for c in self.policy.cases]
            left = [f"{check} {name}" for check, name in asked if (check, name) not in done]
            yield f"what follows, as the run was interrupted: {', '.join([*left, 'standing checks'])}"
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

    def _questions(self, known: Sequence[Result]) -> Iterator[Result]:
        """The results of all claims, cases and standing checks; `known` are those that the caller keeps."""
        yield from self._claims()
        yield from self._cases()
        yield from self._standing(tuple(known))

    def _wanted(self) -> list[Claim]:
        return [c for c in self.policy.claims if not self.wanted or c.name in self.wanted]

    def _budget(self, what: str, *, standing: bool = False) -> "Budget":
        """The budget of one question, which begins with this."""
        from tos_checker.budget import STANDING_SECONDS

        return self.asked.begin(what, self.time_limit or (STANDING_SECONDS if standing else None))

    def _consistency(self) -> tuple[tuple[Diagnostic, ...], list[Result]]:
        from tos_checker import consistency
        from tos_checker.budget import OutOfEffortError

        self.tell("assumptions and open terms")
        try:
            wrong = consistency.problems(self.policy, self._budget(_CONSISTENCY))
        except OutOfEffortError:
            return (), self._certified(_CONSISTENCY, [self._undecided("consistency", _CONSISTENCY)])
        self._certified(_CONSISTENCY, [])
        return wrong, []

    def _claims(self) -> Iterator[Result]:
        from tos_checker import answer, results

        wanted = self._wanted()
        for number, claim in enumerate(wanted, 1):
            self.tell(f"claim {number} of {len(wanted)}: {claim.name}")
            start, what = perf_counter(), f"claim {claim.name}"
            found = answer.claim(self.policy, claim, self.context.today, self._budget(what))
            yield from self._certified(what, [results.of_claim(self.context, claim, found, start)])

    def _cases(self) -> Iterator[Result]:
        from tos_checker import answer, results

        wanted = () if self.wanted else self.policy.cases
        for number, case in enumerate(wanted, 1):
            self.tell(f"case {number} of {len(wanted)}: {case.name}")
            start, what = perf_counter(), f"case {case.name}"
            found = answer.case(self.policy, case, self._budget(what))
            yield from self._certified(what, [results.of_case(self.context, case, found, start)])

    def _standing(self, asked: tuple[Result, ...]) -> Iterator[Result]:
        from tos_checker import standing
        from tos_checker.budget import OutOfEffortError
        from tos_checker.findings import Setting
        from tos_checker.levels import level_of

        memo: dict[str, object] = {}
        before = [what for what in self.came if what != _CONSISTENCY]
        for name, check in () if self.wanted else standing.CHECKS.items():
            level = level_of(name, self.levels)
            if level is None:
                continue
            what = _standing(name)
            self.tell(f"standing check: {name}")
            setting = Setting(self.policy, self.context.today, level, self._budget(what, standing=True), memo, asked, self.unused)
            found: list[Result] = []
            try:
                for result in check(setting):
                    found.append(result)  # noqa: PERF402 - what was found stays where the limit is reached
            except OutOfEffortError:
                found.append(self._undecided(name, f"the standing check `{name}`", level))
            on = before if name in standing.GO_BY_RESULTS else []
            yield from self._certified(what, found, [*on, *map(_standing, standing.SHARED.get(name, ()))])

    def _certified(self, what: str, results: list[Result], on: Sequence[str] = ()) -> list[Result]:
        """The results of one question with what the second solver says of it, if it is asked, and of those `on` which they rest, too."""
        came = self.asked.settle()
        if came is None:
            return results
        self.came[what] = came
        if came.unconfirmed:
            note = f"the second solver could not tell of {_some(came.unconfirmed, came.confirmed + came.unconfirmed)}"
            return [replace(r, notes=(*r.notes, f"not certified: {note}")) for r in results]
        doubtful = next((w for w in (_CONSISTENCY, *on) if w in self.came and self.came[w].unconfirmed), None)
        if doubtful is not None:
            note = f"not certified: what it rests on is not all confirmed: {doubtful}"
            return [replace(r, notes=(*r.notes, note)) for r in results]
        if not came.confirmed and not any(self.came[w].confirmed for w in on if w in self.came):
            note = "not certified: there was nothing for the second solver to confirm"
            return [replace(r, notes=(*r.notes, note)) for r in results]
        return [replace(r, certified=r.status != "undecided") for r in results]

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


def _standing(name: str) -> str:
    return f"standing check {name}"


def _some(some: int, of: int) -> str:
    if of == 1:
        return "the one answer that it was asked about"
    return f"{some if some < of else 'any'} of {of} answers"


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
