"""Changes that can only go one way: after them, nothing is newly permitted, or nothing newly forbidden.

Contract: each takes a document, its core and chance, and gives a changed document; or None, where it has no clause of which this could be
said. Only clauses are chosen that lift and defeat no other, and have no exceptions: what hangs on a clause may turn the other way.
"""

from dataclasses import replace
from random import Random

from tests.soak.rewritings import some_formula
from tests.soak.trees import clauses, nodes, replaced, when
from tos_spec import core, syntax
from tos_spec.core import Effect

QUESTIONS = syntax.ClaimDecl | syntax.CaseDecl


def without_permission(document: syntax.Document, policy: core.Policy, rng: Random) -> syntax.Document | None:
    """A permission is struck: nothing is newly permitted."""
    return _struck(document, policy, rng, Effect.PERMIT)


def without_prohibition(document: syntax.Document, policy: core.Policy, rng: Random) -> syntax.Document | None:
    """A prohibition or duty is struck: nothing is newly forbidden."""
    return _struck(document, policy, rng, rng.choice((Effect.FORBID, Effect.REQUIRE)))


def narrower_prohibition(document: syntax.Document, policy: core.Policy, rng: Random) -> syntax.Document | None:
    """A prohibition or duty gets one more condition: nothing is newly forbidden."""
    return _narrower(document, policy, rng, rng.choice((Effect.FORBID, Effect.REQUIRE)))


def narrower_permission(document: syntax.Document, policy: core.Policy, rng: Random) -> syntax.Document | None:
    """A permission gets one more condition: nothing is newly permitted."""
    return _narrower(document, policy, rng, Effect.PERMIT)


def _struck(document: syntax.Document, policy: core.Policy, rng: Random, effect: Effect) -> syntax.Document | None:
    """Without a clause that no other names, and without the questions that name it."""
    bare = replace(document, declarations=tuple(d for d in document.declarations if not isinstance(d, QUESTIONS)))
    needed = _said(bare) | {n for h in policy.headings for n in h.clauses}
    clause = _alone(document, policy, rng, effect, needed)
    if clause is None:
        return None
    asking = [d for d in document.declarations if isinstance(d, QUESTIONS) and clause.number.text in _said(d)]
    return replace(document, declarations=tuple(d for d in document.declarations if d is not clause and d not in asking))


def _narrower(document: syntax.Document, policy: core.Policy, rng: Random, effect: Effect) -> syntax.Document | None:
    """With one more condition to a clause."""
    clause = _alone(document, policy, rng, effect, set())
    formula = None if clause is None else some_formula(document, clause, rng)
    if clause is None or formula is None:
        return None
    return replaced(document, clause, replace(clause, conditions=(*clause.conditions, when(formula))))


def _alone(
    document: syntax.Document, policy: core.Policy, rng: Random, effect: Effect, needed: set[str]
) -> syntax.ClauseDecl | None:
    """A clause with this effect on which no other hangs, and which is not `needed`."""
    found = []
    for decl in clauses(document):
        clause = next((c for c in policy.clauses if c.number == decl.number.text), None)
        if clause is None or clause.effect is not effect or clause.excepts or clause.number in needed:
            continue
        if not any(clause.number in (*c.excepts, *c.defeaters) for c in policy.clauses):
            found.append(decl)
    return rng.choice(found) if found else None


def _said(node: object) -> set[str]:
    """The numbers of clauses that are said in some part of a document, but for each clause's own."""
    own = {id(n.number) for n in nodes(node) if isinstance(n, syntax.ClauseDecl)}
    said = {n.text for n in nodes(node) if isinstance(n, syntax.ClauseNumber) and id(n) not in own}
    return said | {n for a in nodes(node) if isinstance(a, syntax.Accepting) for n in a.of}


ONE_WAY = {
    "without_permission": (without_permission, "permitted"),
    "narrower_permission": (narrower_permission, "permitted"),
    "without_prohibition": (without_prohibition, "forbidden"),
    "narrower_prohibition": (narrower_prohibition, "forbidden"),
}
"""Each, and what nothing may newly be."""
