"""Random finite documents (of `tests.oracle`) with clauses of several conditions, and with claims of the forms that have families.

Contract: the same seed gives the same text; it is valid. Conditions of claims are often the conditions of a clause less one, so
that loopholes come close to what is stopped.
"""

from random import Random

from tests.oracle import documents
from tests.oracle.clauses import Clauses, Spec, clauses
from tests.oracle.formulas import Scope, atom, formula
from tests.oracle.vocabulary import Vocabulary, vocabulary

FORMS = (
    ("never permitted", 4),
    ("always forbidden", 3),
    ("always permitted", 2),
    ("never forbidden", 1),
    ("never expressly permitted", 1),
    ("always expressly forbidden", 1),
    ("never silent", 1),
    ("never in breach", 1),
    ("always conflicting", 1),
    ("never unsettled", 1),
    ("clause always", 1),
    ("clause never", 1),
    ("independent", 2),
)


def document(seed: int) -> documents.Blocks:
    """The document of a seed."""
    rng = Random(seed)  # noqa: S311 - documents are no secrets
    made = vocabulary(rng, documents.ROOM)
    terms = documents.Terms()
    if made.openly:
        documents._wide_open(rng, terms)
    documents._terms(rng, made, terms)  # the generator's own parts, with other clauses and claims

    def scopes(act: str) -> Scope:
        return terms.scope(made, act)

    found = clauses(rng, made, scopes)
    known: dict[str, list[str]] = {}
    for i in range(rng.choice((1, 2, 2, 3))):
        found.blocks.insert(
            rng.randrange(len(found.blocks) + 1), _of_several_conditions(rng, made, found, scopes, f"Z{i}", known)
        )
    asked = [_claim(rng, made, found, scopes, known, i) for i in range(rng.choice((5, 6, 7)))]
    header = documents._header(rng, made, terms, seed)
    return documents.Blocks(seed, (header, *made.text.split("\n\n"), *terms.blocks, *found.blocks, *asked))


def _of_several_conditions(
    rng: Random, made: Vocabulary, found: Clauses, scopes: object, number: str, known: dict[str, list[str]]
) -> str:
    """A prohibition (or a duty) with two to four conditions, some of them negated; sometimes `all of` them."""
    act = rng.choice(("use", "use", rng.choice(list(made.acts))))
    scope: Scope = scopes(act)  # type: ignore[operator]
    conditions = [atom(rng, scope) for _ in range(rng.choice((2, 2, 3, 3, 4)))]
    duty = rng.random() < 0.25
    spec = Spec(number, "require" if duty else "forbid", act)
    found.specs.append(spec)
    known[act] = [*known.get(act, []), *conditions]
    norm = f"  require {formula(rng, scope, 1)} of {act}" if duty else f"  forbid {act}"
    if rng.random() < 0.3:
        lines = ["    when all of", *(f"      - {c}" for c in conditions)]
    elif rng.random() < 0.3:
        lines = [f"    when {conditions[0]}", *(f"     and {c}" for c in conditions[1:])]
    else:
        lines = [f"    {rng.choice(('when', 'when', 'unless'))} {c}" for c in conditions]
    return "\n".join([f"clause {number}", norm, *lines])


def _claim(rng: Random, made: Vocabulary, found: Clauses, scopes: object, known: dict[str, list[str]], index: int) -> str:
    form = rng.choices([f for f, _ in FORMS], [w for _, w in FORMS])[0]
    act = rng.choice(("use", "use", rng.choice(list(made.acts))))
    head = f"{act} is {form}"
    if form.startswith("clause"):
        specs = [s for s in found.specs if s.effect in ("permit", "forbid", "require", "disapply")]
        spec = rng.choice(specs)
        act, head = spec.act, f"clause {spec.number} {form.split()[1]} applies"
    elif form == "independent":
        roles = [r.name for r in made.acts[act].roles if not r.linked and r.sort != "entity"]
        head = f"outcome of {act} does not depend on {rng.choice(roles)}" if roles else f"{act} is never permitted"
    lines = [f"claim claim_{index}", f"  {head}", *_conditions(rng, made, scopes(act), act, known, found)]  # type: ignore[operator]
    if rng.random() < 0.08 and "unsettled" not in form:
        lines.append(f'    accepting {formula(rng, scopes(act), 1)} because "we know"')  # type: ignore[operator]
    return "\n".join(lines)


def _conditions(rng: Random, made: Vocabulary, scope: Scope, act: str, known: dict[str, list[str]], found: Clauses) -> list[str]:
    mine = [c for a in made.above(act) for c in known.get(a, [])]
    kind = rng.random()
    if kind < 0.2:
        return []
    if kind < 0.6 and mine:
        some = rng.sample(mine, min(len(mine), rng.choice((1, 2))))
        return [f"    when {c}" for c in some]
    if kind < 0.7:
        return [f"    {rng.choice(('when', 'unless'))} clause {rng.choice(found.numbers())} applies"]
    return [f"    {rng.choice(('when', 'when', 'unless'))} {atom(rng, scope)}" for _ in range(rng.choice((1, 1, 2)))]
