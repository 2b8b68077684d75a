"""The standing checks: what is looked for in every document without being asked.

Contract: each check gives one `Result` with the status `found` for each finding (`accepted`, where the document puts it on record),
in the order of the document. Raises OutOfEffortError as the solver does.
"""

from collections.abc import Callable, Iterator, Mapping

from tos_checker import acceptances, explain, guarding, idleness, missing, seeming, terms, unused, values
from tos_checker.answer import Found, take
from tos_checker.citations import cited
from tos_checker.decode import scenario
from tos_checker.facts import speaks_of
from tos_checker.findings import Setting, finding, unless_accepted
from tos_checker.ground import Ground
from tos_checker.law import Law
from tos_checker.phrases import listed, named_act
from tos_checker.pose import Part, Pose, stated
from tos_checker.replay import as_read
from tos_checker.report import Result
from tos_checker.search import Laws
from tos_checker.terms import Formula
from tos_spec import core, interpret
from tos_spec.core import Effect, Policy, Verdict
from tos_spec.shape import root
from tos_spec.source import Span

Pair = tuple[str, str]


def conflict(setting: Setting) -> Iterator[Result]:
    """Each pair of a permission and a prohibition that apply together, with nothing ranking them; of very many, the first."""
    policy = setting.policy
    if policy.conflicts != "undecided":
        return
    shown = 0
    for act in policy.acts:
        if root(policy, act) != act:
            continue
        for pair in _pairs(setting, act):
            if shown == _MOST:
                yield _more(setting)
                return
            shown += 1
            yield _conflict(setting, pair, act)


_MOST = 20  # pairs shown
_AT_ONCE = 64  # pairs that are ruled out together


def _more(setting: Setting) -> Result:
    return Result(
        document=setting.policy.name,
        check="conflict",
        name="",
        title="",
        asks="",
        status="found",
        level=setting.level,
        headline=f"more pairs of clauses conflict than the {_MOST} that are shown",
        span=setting.policy.span,
        help="settle all conflicts in the header, by `conflicts prohibitions prevail`, or rank whole headings",
    )


def _pose(setting: Setting, act: str) -> Pose:
    return Pose(setting.policy, act, stated(core.TRUE), stated(core.TRUE), effort=setting.effort)


def _pairs(setting: Setting, act: str) -> Iterator[Pair]:
    """The pairs that apply together in some scenario of `act`, under some reading, in the order of the document."""
    posed = _pose(setting, act).search([lambda laws: laws[0].conflicting])
    session, law = posed.search.inquiry.session, posed.readings[0][0]
    order = {c.number: c.order for c in setting.policy.clauses}
    pairs = sorted(_candidates(law), key=lambda p: sorted((order[p[0]], order[p[1]])))
    together = {pair: terms.both(law.applies[n] for n in pair) for pair in pairs}
    seen: set[Pair] = set()
    for at in range(0, len(pairs), _AT_ONCE):
        some = pairs[at : at + _AT_ONCE]
        if posed.search.find([session.literal(terms.either(together[p] for p in some))]) is None:
            continue
        for pair in some:
            if pair not in seen:
                model = posed.search.find([session.literal(together[pair])])
                if model is None:
                    continue
                judged = interpret.judge(setting.policy, scenario(law.view.world, model), as_read(law, model))
                seen |= {p for p in pairs if all(judged.applies[n] for n in p)}
            yield pair


def _candidates(law: Law) -> list[Pair]:
    permits = [c.number for c in law.relevant if c.effect is Effect.PERMIT and not c.excepts]
    forbids = [c.number for c in law.relevant if c.effect is Effect.FORBID]
    return [(p, f) for p in permits for f in forbids]


def _conflict(setting: Setting, pair: Pair, act: str) -> Result:
    permits, forbids = pair

    def together(laws: Laws) -> Formula:
        return terms.both((laws[0].applies[permits], laws[0].applies[forbids]))

    def left_open(laws: Laws) -> Formula:
        return terms.both((together(laws), terms.negated(laws[0].in_breach)))

    policy = setting.policy
    question = _pose(setting, act)
    found = _taken(question, left_open)
    breached = _breached(question, together) if found is None else ()
    found = found or _shown(question, together)
    first, second = sorted(pair, key=lambda n: policy.clause(n).order)
    what = named_act(policy, found.scenario.act)
    result = Result(
        document=policy.name,
        check="conflict",
        name=f"{first}, {second}",
        title="",
        asks="",
        status="found",
        level=setting.level,
        headline=f"clauses {first} and {second} conflict: clause {permits} permits what clause {forbids} forbids, "
        f"and nothing says which of them prevails{_all_the_same(breached)}",
        span=policy.clause(second).span,
        witness=explain.witness(_question(policy, what, Verdict.CONFLICTING, pair), found),
        help=f"{_on_record(first, second, breached)}rank them, by `subject to {forbids}` or `exception to {forbids}` in "
        f"clause {permits}, "
        f"or by `notwithstanding {permits}` in clause {forbids}; or settle all conflicts in the header, "
        "by `conflicts prohibitions prevail`",
    )
    return unless_accepted(setting, result, pair)


def _breached(question: Pose, part: Part) -> tuple[str, ...]:
    """Duties of which one is breached wherever `part` holds: a smallest set, the first of the document before others."""
    ground = Ground(question)
    there, law = part(ground.laws), ground.law
    found = [number for number, breach in law.breached.items() if ground.possible(there, breach)]
    for number in reversed(tuple(found)):
        rest = [n for n in found if n != number]
        if rest and not ground.possible(there, *(terms.negated(law.breached[n]) for n in rest)):
            found = rest
    return tuple(found)


def _all_the_same(breached: tuple[str, ...]) -> str:
    """That a conflict decides nothing, as duties are breached wherever it is one."""
    if not breached:
        return ""
    duties = listed([f"clause {n}" for n in breached], "or")
    return f", but wherever they conflict the outcome is forbidden, as what {duties} requires is not met"


def _on_record(first: str, second: str, breached: tuple[str, ...]) -> str:
    if not breached:
        return ""
    stand = "stands" if len(breached) == 1 else "stand"
    return (
        f"no outcome turns on this as long as {cited(breached)} {stand}: keep it on record, "
        f'by `accepting conflict of {first}, {second} because "…"`; or '
    )


def _question(policy: Policy, name: str, verdict: Verdict, clauses: tuple[str, ...]) -> explain.Question:
    conditions = (c.expr for number in clauses for c in policy.clause(number).conditions)
    return explain.Question(policy, name, verdict, (), speaks_of(policy, *conditions), left_open=True)


def _shown(question: Pose, part: Part) -> Found:
    """A typical scenario for `part`, as `_taken` gives it."""
    found = _taken(question, part)
    assert found is not None  # noqa: S101 - whoever asks has seen one
    return found


def _taken(question: Pose, part: Part) -> Found | None:
    """A typical scenario for `part`: whatever the reading, if there is one; else under some, with what it turns on. None if there is none."""
    found = take(question, question.search([part], part), "clear", None)
    return found if found is not None else take(question, question.search([part]), "arguable", part)


def silence(setting: Setting) -> Iterator[Result]:
    """For each act, that some of its scenarios are governed by no clause, where the default is undecided."""
    policy = setting.policy
    for act in policy.acts:
        if root(policy, act) != act:
            continue
        question = _pose(setting, act)
        if question.search([_unsaid]).search.find() is not None:
            yield _silence(setting, _shown(question, _unsaid))


def _unsaid(laws: Laws) -> Formula:
    law = laws[0]
    return terms.both((law.in_force, law.silent, law.default_open, terms.negated(law.in_breach)))


def _silence(setting: Setting, found: Found) -> Result:
    policy = setting.policy
    act = policy.acts[found.scenario.act]
    governed = any(c.effect in (Effect.PERMIT, Effect.FORBID) for c in policy.clauses)
    headline = (
        f"no clause governs {named_act(policy, act.name)} in some scenarios, and the document does not say what silence means"
    )
    if not governed:
        headline = "no clause permits or forbids anything, and the document does not say what silence means"
    result = Result(
        document=policy.name,
        check="silence",
        name=act.name,
        title="",
        asks="",
        status="found",
        level=setting.level,
        headline=headline,
        span=policy.span,
        witness=explain.witness(_question(policy, act.name, Verdict.SILENT, ()), found),
        help="write `default permitted` or `default forbidden` in the header, or add a clause that governs it",
    )
    return unless_accepted(setting, result, (act.name,))


def expired(setting: Setting) -> Iterator[Result]:
    """Acceptances, and clauses, that are past their last day."""
    policy = setting.policy
    for claim in policy.claims:
        for acceptance in claim.accepting:
            if not acceptances.in_force(acceptance, setting.today):
                yield _expired(
                    setting, claim.name, f"an acceptance in claim {claim.name}", acceptance.through or 0, acceptance.span
                )
    for acceptance in policy.acceptances:
        if not acceptances.in_force(acceptance, setting.today):
            what = f"the acceptance of {acceptance.check}"
            what += f" of {listed(list(acceptance.of))}" if acceptance.of else ""
            yield _expired(setting, acceptance.check or "", what, acceptance.through or 0, acceptance.span)
    gone: dict[int, list[core.Clause]] = {}
    for clause in policy.clauses:
        last = clause.period.last
        if last is not None and last < setting.today.toordinal():
            gone.setdefault(last, []).append(clause)
    for last, clauses in gone.items():
        numbers = [c.number for c in clauses]
        what = f"{'clause' if len(numbers) == 1 else 'clauses'} {listed(numbers)}"
        yield unless_accepted(setting, _expired(setting, ", ".join(numbers), what, last, clauses[0].span), tuple(numbers))


def _expired(setting: Setting, name: str, what: str, last: int, span: Span) -> Result:
    help = "look at the matter again: renew it with a later day, or delete it"
    return finding(setting, "expired", name, f"{what} ran out after {values.day(last)}", span, help)


CHECKS: Mapping[str, Callable[[Setting], Iterator[Result]]] = {
    "conflict": conflict,
    "silence": silence,
    "dead-clause": idleness.dead,
    "redundant-clause": idleness.redundant,
    "idle-exception": idleness.idle,
    "impossible-duty": idleness.impossible,
    "hollow-claim": seeming.hollow,
    "unguarded-clause": guarding.unguarded,
    "pivotal-term": guarding.pivotal,
    "absent-role": missing.absent,
    "expired": expired,
    "unused-name": unused.names,
    "unused-import": unused.imports,
}
"""The checks by name, in the order in which they are reported."""

GO_BY_RESULTS = frozenset(("hollow-claim", "unguarded-clause", "pivotal-term"))
"""The checks that go by the results of claims and cases: what they find is as certain as those."""

_OF_CLAUSES = ("dead-clause", "redundant-clause", "idle-exception", "impossible-duty", "unguarded-clause", "absent-role")

SHARED: Mapping[str, tuple[str, ...]] = {name: _OF_CLAUSES[:place] for place, name in enumerate(_OF_CLAUSES)}
"""The checks before it that a check takes answers over from, by what they keep in the memo."""
