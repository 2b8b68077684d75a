"""Optional roles that are absent: negations that hold, and duties that are breached, for that reason alone.

Contract: a clause is noted if it applies (a duty: if it is met, where it applies), and a claim if its conditions are met, in a scenario in
which they would not, were no negated test on the role met by its absence. A duty is noted too where it is breached, and would not be, were no
test on the role that it requires failed by its absence. Of a role and what belongs to it, the outer one is told.
"""

from collections.abc import Callable, Iterator, Sequence

from tos_checker import pose, spelling, terms
from tos_checker.absence import negated, unmet
from tos_checker.findings import Setting, finding, unless_accepted
from tos_checker.ground import Ground
from tos_checker.idleness import work
from tos_checker.law import Law
from tos_checker.patterns import role
from tos_checker.phrases import Phrasebook
from tos_checker.report import Result
from tos_checker.terms import Formula
from tos_spec import core
from tos_spec.core import Claim, Clause, Path, Policy
from tos_spec.shape import slots

Possible = Callable[..., bool]

_PLAIN = (core.IsIn, core.Has, core.Flag, core.SameEntity, core.SameValue, core.Compare)
"""Tests of which the negation is noted. That nobody absent is "a US police force", as a term says, is what people mean by `not`."""


def absent(setting: Setting) -> Iterator[Result]:
    """Negations in clauses and claims that hold, and duties that are breached, because an optional role is absent."""
    for clause in setting.policy.clauses:
        yield from _breached(setting, clause)
        yield from _applied(setting, clause)
    for claim in setting.policy.claims:
        ground = Ground(pose.of_claim(setting.policy, claim, claim.when, setting.effort))
        for path, test in _by_absence(setting.policy, claim.act, claim.when, ground.law, ground.possible, ground.concerns):
            said = _said(setting.policy, claim.act, path, test, f"the conditions of claim {claim.name} are met")
            help = (
                f"if that is not meant, add the line `when {role(path)} exists`; if it is, {_saying(setting.policy, claim, path, test)}"
                f'keep it with `accepting absent-role of {claim.name} because "…"`'
            )
            yield unless_accepted(setting, finding(setting, "absent-role", claim.name, said, claim.span, help), (claim.name,))


def _breached(setting: Setting, clause: Clause) -> Iterator[Result]:
    """Where a duty is breached because what it speaks of is not there."""
    policy, strikes = setting.policy, work(setting).strikes(clause.act)
    breached = strikes.law.breached.get(clause.number, terms.FALSE)
    breach = core.Not(clause.required)
    for path, test in _by_absence(policy, clause.act, breach, strikes.law, strikes.possible, breached):
        book = Phrasebook(policy, clause.act)
        where = f"clause {clause.number} is breached where {book.exists(path, truth=False)}"
        said = f"{where}: it requires that {book.say(test)}, which is never so of what is absent"
        help = (
            f"if whoever is without it is to be free of this duty, add `when {role(path)} exists`; "
            'if it is to be a breach, keep it with `accepting absent-role because "…"`'
        )
        yield unless_accepted(setting, finding(setting, "absent-role", clause.number, said, clause.span, help), (clause.number,))


def _applied(setting: Setting, clause: Clause) -> Iterator[Result]:
    """Where a clause applies, or a duty is met, because what a negation speaks of is not there."""
    policy, strikes = setting.policy, work(setting).strikes(clause.act)
    conditions = core.And(tuple(c.expr for c in clause.conditions))
    told: set[Path] = set()
    for formula, so in ((conditions, "applies"), (clause.required, "is met")):
        where = strikes.law.applies[clause.number]
        for path, test in _by_absence(policy, clause.act, formula, strikes.law, strikes.possible, where):
            if path in told:
                continue
            told.add(path)
            said = _said(policy, clause.act, path, test, f"clause {clause.number} {so}")
            help = f'if that is not meant, add `when {role(path)} exists`; if it is, keep it with `accepting absent-role because "…"`'
            result = finding(setting, "absent-role", clause.number, said, clause.span, help)
            yield unless_accepted(setting, result, (clause.number,))


def _saying(policy: Policy, claim: Claim, path: Path, test: core.Expr) -> str:
    """How the claim can say that absence is meant: what to write for a test in it, in parentheses, so that it parses where the test does."""
    if test not in _own(claim.when):
        return ""  # it stands in a definition, which speaks in other words
    there = f"{role(path)} exists"
    texts = [
        (text, f"({text} {'and' if truth else 'or not'} {there if truth else f'({there})'})")
        for text, truth in _written(policy, claim.act, test)
    ]
    return f"write {' or '.join(f'`{said}` for `{text}`' for text, said in texts)}, or " if texts else ""


def _own(formula: core.Expr) -> Iterator[core.Expr]:
    """The tests in a formula, without those in the definitions that it uses."""
    match formula:
        case core.Not(body):
            yield from _own(body)
        case core.And(items) | core.Or(items):
            for item in items:
                yield from _own(item)
        case _:
            yield formula


def _written(policy: Policy, act: str, test: core.Expr) -> Iterator[tuple[str, bool]]:
    """A test as a document writes it, and its negation, where that is written with a word of its own."""
    match test:
        case core.IsIn(path, _, classes, _):
            among = f"{'one of ' if len(classes) > 1 else ''}{', '.join(classes)}"
            yield f"{role(path)} is {among}", True
            yield f"{role(path)} is not {among}", False
        case core.Has(path, _, classes, _, only):
            yield f"{role(path)} has {'only ' if only else ''}{', '.join(classes)}", True
            if not only:
                yield f"{role(path)} has no {', '.join(classes)}", False
        case core.Flag(path):
            yield role(path), True
        case core.SameEntity(left, right) | core.SameValue(left, right, _):
            yield f"{role(left)} = {role(right)}", True
            yield f"{role(left)} != {role(right)}", False
        case core.Compare(op):
            types = {slot.path: slot.field.type for slot in slots(policy, act)}
            said = spelling.compared(test, types.__getitem__)
            yield said, True
            if op == "=":
                yield said.replace(" = ", " != ", 1), False
        case _:
            pass


def _by_absence(
    policy: Policy,
    act: str,
    formula: core.Expr,
    law: Law,
    possible: Possible,
    there: Formula,
) -> Iterator[tuple[Path, core.Expr]]:
    """Each optional path by whose absence alone `formula` holds somewhere where `there` does, with a negated test that it makes so."""
    optional = {s.path for s in slots(policy, act) if s.field.optional}
    found = {
        path: tuple(t for t in tests if isinstance(t, _PLAIN)) for path, tests in negated(formula, optional.__contains__).items()
    }
    told: list[Path] = []
    for path in sorted((p for p, tests in found.items() if tests), key=len):
        outer = [path[:size] for size in range(1, len(path)) if path[:size] in optional]
        if any(p in told for p in outer):
            continue
        gone = terms.both((*(law.view.world.there(p) for p in outer), terms.negated(law.view.world.there(path))))

        def alone(tests: Sequence[core.Expr], path: Path = path, gone: Formula = gone) -> bool:
            otherwise = terms.negated(law.holds(unmet(formula, path, tests)))
            return possible(there, law.holds(formula), gone, otherwise)

        if alone(found[path]):
            told.append(path)
            yield path, next((t for t in found[path] if len(found[path]) > 1 and alone((t,))), found[path][0])


def _said(policy: Policy, act: str, path: Path, test: core.Expr, what: str) -> str:
    book = Phrasebook(policy, act)
    where = f"{what} where {book.exists(path, truth=False)}"
    if isinstance(test, core.Compare) and test.op != "=":
        return f"{where}: then it is not so, by absence alone, that {book.say(test)}"
    return f"{where}: then it is so, by absence alone, that {book.say(test, truth=False)}"
