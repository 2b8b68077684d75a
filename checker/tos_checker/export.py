"""What other programs can work with: each question as SMT-LIB 2, and the core as JSON.

Contract: `smt2` gives one script for each claim and case, with `(reset)` between them; each is in the common subset of z3 and cvc5,
ends in `(check-sat)`, and begins with comments that name the question and say what the answer means. `core_json` has sorted keys.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from tos_checker import asking, pose
from tos_checker.pose import Pose, conj, neg, permitted
from tos_checker.render.json import as_text
from tos_spec.core import Case, Claim, Policy, Verdict

_HOLDS_IF_NONE = "unsat if and only if {it}"
_SOME = "sat if and only if {it}"


def smt2(policy: Policy) -> str:
    """Every claim and case of `policy` as an SMT-LIB 2 script."""
    return "(reset)\n".join(_scripts(policy)) or f"; {_line(policy.name or policy.file)}: no claims and no cases\n"


def _scripts(policy: Policy) -> Iterator[str]:
    for claim in policy.claims:
        question = pose.of_claim(policy, claim, claim.when, None)
        yield _script(f"claim {claim.name}", asking.of_claim(policy, claim), _of_claim(claim), question, _twice(claim))
    for case in policy.cases:
        question = pose.of_case(policy, case, None)
        yield _script(f"case {case.name}", asking.of_case(policy, case), _of_case(case), question, _twice(case))


def _of_claim(claim: Claim) -> str:
    """What the answer to a claim's script means. Accepted loopholes, and conditions that nothing meets, are not part of it."""
    if claim.form == "sometimes":
        if claim.under_some_reading or claim.verdict is Verdict.UNSETTLED:
            return _SOME.format(it="the claim holds")
        return "unsat only if the claim fails; sat if it holds or is arguable"
    if claim.verdict is Verdict.UNSETTLED:
        if claim.form == "never":
            return _HOLDS_IF_NONE.format(it="the claim holds")
        return "unsat only if the claim fails or is vacuous: nothing is unsettled"
    if claim.under_some_reading:
        return "unsat if the claim holds under every reading, and so under some"
    return _HOLDS_IF_NONE.format(it="the claim holds")


def _of_case(case: Case) -> str:
    if case.verdict is Verdict.UNSETTLED:
        return "unsat only if the case fails or is vacuous: nothing is unsettled"
    if case.under_some_reading:
        return "unsat if the case passes under every reading, and so under some"
    return _HOLDS_IF_NONE.format(it="the case passes")


def _twice(asked: Claim | Case) -> bool:
    """Whether two readings of one scenario are asked for: one that permits it and one that forbids it."""
    return asked.verdict is Verdict.UNSETTLED


def _script(name: str, asks: str, means: str, question: Pose, twice: bool) -> str:  # noqa: FBT001 - private, one call
    if twice:
        demands = [conj(question.concerns, permitted), conj(question.concerns, neg(permitted))]
        posed = question.search(demands, readings=2)
    else:
        posed = question.search([conj(question.concerns, question.bad)])
    comments = [f"; {_line(name)}", f"; {_line(asks)}", f"; {means}"]
    return "\n".join([*comments, "(set-logic ALL)", *posed.search.inquiry.text, "(check-sat)", ""])


def _line(text: str) -> str:
    """`text` as the rest of one comment: printable ASCII only, so that no line break can end it."""
    return "".join(c if c.isascii() and c.isprintable() else "?" for c in text)


def core_json(policy: Policy) -> str:
    """The core of a document as JSON, sorted keys; numbers that are not whole as fractions."""
    return as_text(_plain(policy))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {"node": type(value).__name__} | {f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.init}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, frozenset):
        return sorted(_plain(v) for v in value)
    return [_plain(v) for v in value] if isinstance(value, tuple | list) else value
