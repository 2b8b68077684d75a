"""A mend on trial: made in a copy of the text, which is read again and asked everything anew.

Contract: a `Mend` is told only of a text in which the claim holds, and all that held before holds. What was arguable may fail clearly there, and is
told. Cases that expect the opposite of the claim (`against`) are told apart: their expectation is changed with the text, where that makes them pass.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tos_checker import keeping, redraft
from tos_checker.amended import last_line
from tos_checker.budget import Budget
from tos_checker.compare import compare
from tos_checker.constants import parts
from tos_checker.differing import told
from tos_checker.drafts import Draft
from tos_checker.edits import direction
from tos_checker.inline import Inside, conjuncts, written
from tos_checker.pose import in_force_accepted, without
from tos_checker.redraft import Redraft, Redrafting, Statuses
from tos_checker.remedies import Mend, Redline
from tos_checker.splice import Splice, after_line, over
from tos_spec import core
from tos_spec.core import Case, Claim, Effect, Policy
from tos_spec.shape import root

_ELSEWHERE = 12


def settles(claim: Claim, today: date) -> core.Expr:
    """The scenarios whose outcome the claim says, so that a mend does not have to tell what becomes of it there.

    What is accepted is none of the claim's concern, and a claim on something else than outcomes says nothing of any.
    """
    verdicts = [core.Verdict.PERMITTED, core.Verdict.FORBIDDEN]
    if claim.form == "always":
        verdicts += [core.Verdict.EXPRESSLY_PERMITTED, core.Verdict.EXPRESSLY_FORBIDDEN, core.Verdict.IN_BREACH]
    plain = claim.form in ("never", "always") and claim.verdict in verdicts and not claim.under_some_reading
    asked = without(claim.when, in_force_accepted(claim, today))
    moves = any(isinstance(part, core.Applies) for part in parts(asked))  # with the clauses that are changed
    return asked if plain and not moves else core.FALSE


@dataclass
class Trial:
    """The text that is mended, and what its claims and cases were before."""

    file: Path
    text: Redrafting
    draft: Draft
    today: date
    before: Statuses
    against: Sequence[Case]
    effort: Budget | None

    @property
    def policy(self) -> Policy:
        """The document as it is."""
        return self.draft.policy

    @property
    def claim(self) -> Claim:
        """The claim that is to hold."""
        return self.draft.claim

    def mend(self, splices: Sequence[Splice], redlines: Sequence[Redline]) -> Mend | None:
        """What the changes do, if they are a mend. Raises OutOfEffortError."""
        made = self.text.redraft([*splices, *self._expecting(self.against)], self.effort)
        if made is None or not self._holds(made.policy):
            return None
        after = redraft.statuses(made.policy, self.today, self.effort)
        opposed = {("case", c.name) for c in self.against}
        worse = [key for key in self.before if key not in opposed and redraft.is_worse(self.before[key], after.get(key, ""))]
        if any((self.before[key], after.get(key)) != ("arguable", "fails") for key in worse):
            return None
        unmended = [c for c in self.against if after["case", c.name] != "holds"]
        rewritten = [c for c in self.against if c not in unmended]
        if unmended:
            made = self.text.redraft([*splices, *self._expecting(rewritten)], self.effort)
            if made is None:
                return None
        settled = settles(self.claim, self.today)
        days = core.Period() if self.claim.mentions_date else self.policy.period
        found = compare(self.policy, made.policy, self.effort, _ELSEWHERE, core.Not(settled), whole=True, days=days)
        own = ("claim", self.claim.name)
        return Mend(
            tuple(redlines),
            self._diff(made),
            told(found),
            found.complete,
            tuple(f"{sort} {name}" for sort, name in self.before if self._is_better((sort, name), after, {own, *opposed})),
            tuple(c.name for c in rewritten),
            tuple(c.name for c in unmended),
            tuple(f"{sort} {name}" for sort, name in worse),
            everywhere=settled == core.FALSE,
            in_force=days != core.Period(),
            comments=made.comments,
        )

    def _holds(self, policy: Policy) -> bool:
        claim = next((c for c in policy.claims if c.name == self.claim.name), None)
        return claim is not None and keeping.holds(policy, claim, self.today, self.effort)

    def _is_better(self, key: tuple[str, str], after: Statuses, apart: AbstractSet[tuple[str, str]]) -> bool:
        return key not in apart and self.before[key] not in ("holds", "accepted") and after[key] in ("holds", "accepted")

    def _diff(self, made: Redraft) -> str:
        return made.diff(redraft.names_in_diff(made.files, self.file)[0])

    def _expecting(self, cases: Sequence[Case]) -> list[Splice]:
        """The expectations of cases, as the claim has it."""
        wanted = {"forbid": "forbidden", "permit": "permitted"}.get(direction(self.claim))
        decls = [self.draft.cases[c.name] for c in cases if c.name in self.draft.cases]
        return [over(d.expectation.span, f"expect {wanted}") for d in decls if wanted is not None]

    # --- the claim itself as a clause -------------------------------------------------------------------------------------------

    def restated(self) -> Mend | None:
        """A new clause that says what the claim says, in the first form that is a mend; None, where none is."""
        wants = direction(self.claim)
        verdicts = (core.Verdict.PERMITTED, core.Verdict.FORBIDDEN)
        if wants == "both" or self.claim.form == "sometimes" or self.claim.verdict not in verdicts or not self.draft.clauses:
            return None
        same = [c for c in self.policy.clauses if root(self.policy, c.act) == self.draft.top]
        effects = (Effect.PERMIT,) if wants == "forbid" else (Effect.FORBID,)
        ranked = [c.number for c in same if c.effect in effects and not (wants == "forbid" and c.excepts)]
        stopped = [c.number for c in same if c.effect in (Effect.FORBID, Effect.REQUIRE)]
        forms = [None, ("notwithstanding", ranked), *([("exception to", stopped)] if wants == "permit" else [])]
        for form in forms:
            if form is not None and not form[1]:
                continue
            splice, line = self._clause("forbid" if wants == "forbid" else "permit", form)
            found = self.mend([splice], [line])
            if found is not None:
                return found
        return None

    def _clause(self, word: str, form: tuple[str, list[str]] | None) -> tuple[Splice, Redline]:
        number, n = "added", 1
        while any(number in (c.number, *(h.number for h in self.policy.headings)) for c in self.policy.clauses):
            n += 1
            number = f"added_{n}"
        title = self.claim.title.replace("\\", "\\\\").replace('"', '\\"')
        lines = [f'clause {number} "{title}"']
        if form is not None:
            lines.append(f"  {form[0]} {', '.join(form[1])}")
        lines += [f"  {word} {self.claim.act}", *self._conditions()]
        file, line = self._end_of_clauses()
        splice = after_line(self.text.sources[file], line, "\n" + "\n".join(lines))
        return splice, Redline(f"clause {number}", file, line + 2, "", "\n".join(lines), "", "")

    def _end_of_clauses(self) -> tuple[str, int]:
        """Where a new clause begins: after those of the document itself, unless all its clauses come through imports."""
        root = self.text.documents[-1]
        spans = [d.span for d in self.draft.clauses.values()]
        if self.text.old or any(s.file == root.file for s in spans):
            return root.file, last_line(root)
        last = max(spans, key=lambda s: s.end_line)
        return last.file, last.end_line

    def _conditions(self) -> list[str]:
        texts = self.draft.texts
        lines: list[str] = []
        for line in self.draft.asked.conditions if self.draft.asked is not None else ():
            parts = [line.formula] if line.word == "unless" else list(conjuncts(line.formula))
            inside: Inside = "and" if len(parts) > 1 else "alone"
            shown = [written(texts, p, inside) for p in parts]
            lines += [f"    {line.word} {shown[0]}", *(f"     and {text}" for text in shown[1:])]
        return lines
