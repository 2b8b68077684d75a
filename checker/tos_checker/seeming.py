"""What holds in seeming only: claims that hold by the policy's own open words, and negations that hold because somebody is absent.

Contract: a claim is hollow if it holds, and fails once the open terms and quantities in its own conditions are read independently of the
clauses'. A negation is noted where a clause applies, or a claim's conditions are met, in a scenario in which it is true because the
role is absent, and nothing in the formula speaks of the role's presence; a duty is, where it is breached in such a scenario and what it
requires compares with the role.
"""

from collections.abc import Iterator

from tos_checker import pose, terms
from tos_checker.absence import reads
from tos_checker.constants import parts
from tos_checker.findings import Setting, finding, unless_accepted
from tos_checker.ground import Ground
from tos_checker.idleness import work
from tos_checker.law import Law
from tos_checker.patterns import role
from tos_checker.phrases import Phrasebook, listed
from tos_checker.report import Result
from tos_checker.terms import Formula
from tos_spec import core
from tos_spec.core import Claim, Path, Policy, Verdict
from tos_spec.shape import Slot, slots

# --- hollow claims ----------------------------------------------------------------------------------------------------------------


def hollow(setting: Setting) -> Iterator[Result]:
    """Claims that hold only by using the policy's own open terms or quantities."""
    policy = setting.policy
    holding = {r.name for r in setting.results if r.check == "claim" and r.status == "holds"}
    for claim in policy.claims:
        own = open_points(claim.when)
        if claim.name not in holding or not own or not _is_plain(claim):
            continue
        if _fails_apart(setting, claim):
            labels = [f'"{(policy.terms.get(n) or policy.quantities[n]).label}"' for n in own]
            said = (
                f"claim {claim.name} holds only because it uses {listed(labels)} as the clauses do: with the words read otherwise in \
the claim, it fails"
            )
            help = "say in facts what the claim means: who, what, where, when"
            result = finding(setting, "hollow-claim", claim.name, said, claim.span, help)
            yield unless_accepted(setting, result, (claim.name,))


def _is_plain(claim: Claim) -> bool:
    return claim.form != "sometimes" and claim.verdict is not Verdict.UNSETTLED and not claim.under_some_reading


def open_points(expr: core.Expr) -> tuple[str, ...]:
    """The open terms and quantities that a formula uses, through definitions too."""
    found: dict[str, None] = {}
    for part in parts(expr):
        if isinstance(part, core.Open):
            found[part.term] = None
        elif isinstance(part, core.Compare):
            found |= dict.fromkeys((*_quantities(part.left), *_quantities(part.right)))
    return tuple(found)


def _quantities(number: core.Number) -> Iterator[str]:
    match number:
        case core.Quantity(name):
            yield name
        case core.Plus(left, right) | core.Between(left, right):
            yield from (*_quantities(left), *_quantities(right))
        case core.Times(_, body) | core.Shift(body, _, _):
            yield from _quantities(body)
        case _:
            pass


def _fails_apart(setting: Setting, claim: Claim) -> bool:
    """Whether the claim fails once its conditions are read by themselves."""
    question = pose.of_claim(setting.policy, claim, claim.when, setting.effort)
    ground = Ground(question, laws=2)
    apart = [_stated(claim.when, law, words) for law, words in zip(*ground.readings, strict=True)]
    ground.settle()
    return ground.possible(*apart, ground.bad)


def _stated(expr: core.Expr, law: Law, words: Law) -> Formula:
    """A formula with its open words as `words` reads them, and clauses and other documents as `law` applies them."""
    match expr:
        case core.Applies() | core.JudgedBy():
            return law.holds(expr)
        case core.Not(body):
            return terms.negated(_stated(body, law, words))
        case core.And(items):
            return terms.both(_stated(i, law, words) for i in items)
        case core.Or(items):
            return terms.either(_stated(i, law, words) for i in items)
        case _:
            return words.view.holds(expr)


# --- absent roles -----------------------------------------------------------------------------------------------------------------


def absent(setting: Setting) -> Iterator[Result]:
    """Negations in clauses and claims that hold, and duties that are breached, because an optional role is absent."""
    policy = setting.policy
    for clause in policy.clauses:
        for path, comparison in _unmet_by_absence(policy, clause):
            strikes = work(setting).strikes(clause.act)
            if strikes.possible(strikes.law.breached[clause.number], terms.negated(strikes.world.there(path))):
                book = Phrasebook(policy, clause.act)
                where = f"clause {clause.number} is breached where {book.exists(path, truth=False)}"
                said = f"{where}: it requires that {book.say(comparison)}, and a comparison with what is absent is false"
                help = (
                    f"if whoever is without it is to be free of this duty, add `when {role(path)} exists`; "
                    'if it is to be a breach, keep it with `accepting absent-role because "…"`'
                )
                result = finding(setting, "absent-role", clause.number, said, clause.span, help)
                yield unless_accepted(setting, result, (clause.number,))
        formulas = [*(c.expr for c in clause.conditions), clause.required]
        for path, negation in _on_absence(policy, clause.act, formulas):
            strikes = work(setting).strikes(clause.act)
            if strikes.possible(strikes.law.applies[clause.number], terms.negated(strikes.world.there(path))):
                said = _said(policy, clause.act, path, negation, f"clause {clause.number} applies")
                help = _cure(path)
                result = finding(setting, "absent-role", clause.number, said, clause.span, help)
                yield unless_accepted(setting, result, (clause.number,))
    for claim in policy.claims:
        for path, negation in _on_absence(policy, claim.act, [claim.when]):
            ground = Ground(pose.of_claim(policy, claim, claim.when, setting.effort))
            if ground.possible(ground.concerns, terms.negated(ground.inquiry.worlds[0].there(path))):
                said = _said(policy, claim.act, path, negation, f"the conditions of claim {claim.name} are met")
                help = f"if that is not meant, add `and {role(path)} exists`"
                result = finding(setting, "absent-role", claim.name, said, claim.span, help)
                yield unless_accepted(setting, result, (claim.name,))


def _cure(path: Path) -> str:
    return f'if that is not meant, add `when {role(path)} exists`; if it is, keep it with `accepting absent-role because "…"`'


def _said(policy: Policy, act: str, path: Path, negation: core.Expr, what: str) -> str:
    book = Phrasebook(policy, act)
    where = f"{what} where {book.exists(path, truth=False)}"
    if isinstance(negation, core.Not) and isinstance(negation.body, core.Compare) and negation.body.op != "=":
        return f"{where}: then it is not so, by absence alone, that {book.say(negation.body)}"
    return f"{where}: then it is so, by absence alone, that {book.say(negation)}"


def _on_absence(policy: Policy, act: str, formulas: list[core.Expr]) -> Iterator[tuple[Path, core.Expr]]:
    """Each optional path of whose presence nothing is said, with the first negated test on it (or below it)."""
    known: dict[Path, Slot] = {s.path: s for s in slots(policy, act)}
    spoken: set[Path] = set()
    negated: dict[Path, core.Expr] = {}
    for expr in formulas:
        for part in parts(expr):
            if isinstance(part, core.Exists):
                spoken.add(part.path)
            elif isinstance(part, core.Not):
                for path in _tested(part.body):
                    for optional in _optional(known, path):
                        negated.setdefault(optional, part)
    yield from ((path, negation) for path, negation in negated.items() if path not in spoken)


def _tested(expr: core.Expr) -> tuple[Path, ...]:
    """The paths of a test whose negation is written as one: `is not`, `has no`, `!=`."""
    match expr:
        case core.IsIn(path=path) | core.Has(path=path, only=False):
            return (path,)
        case core.SameEntity(left, right) | core.SameValue(left, right, _):
            return (left, right)
        case core.Compare(left=left, right=right):
            return (*reads(left), *reads(right))
        case _:
            return ()


def _unmet_by_absence(policy: Policy, clause: core.Clause) -> Iterator[tuple[Path, core.Expr]]:
    """Each optional path of whose presence a duty says nothing, with the first comparison with it that the duty requires."""
    known: dict[Path, Slot] = {s.path: s for s in slots(policy, clause.act)}
    formulas = (*(c.expr for c in clause.conditions), clause.required)
    spoken = {part.path for expr in formulas for part in parts(expr) if isinstance(part, core.Exists)}
    negations = {id(part.body) for part in parts(clause.required) if isinstance(part, core.Not)}
    found: dict[Path, core.Expr] = {}
    for part in parts(clause.required):
        if isinstance(part, core.Compare) and id(part) not in negations:
            for path in _tested(part):
                for optional in _optional(known, path):
                    found.setdefault(optional, part)
    yield from ((path, comparison) for path, comparison in found.items() if path not in spoken)


def compared_optional(policy: Policy, act: str, expr: core.Expr) -> tuple[Path, ...]:
    """The optional paths with which a formula compares: where one is absent, the comparison is false."""
    known: dict[Path, Slot] = {s.path: s for s in slots(policy, act)}
    compared = [path for part in parts(expr) if isinstance(part, core.Compare) for path in _tested(part)]
    return tuple(dict.fromkeys(optional for path in compared for optional in _optional(known, path)))


def _optional(known: dict[Path, Slot], path: Path) -> Iterator[Path]:
    """The outermost optional part of a path."""
    for size in range(1, len(path) + 1):
        slot = known.get(path[:size])
        if slot is not None and slot.field.optional:
            yield path[:size]
            return
