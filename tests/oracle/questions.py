"""Random claims and cases, of every form and with every verdict, made so that every answer occurs.

Contract: each is valid. Conditions are often aimed: for a verdict, at the clauses that give it, so that `always` can hold and
`never` can fail.
"""

from dataclasses import replace
from random import Random

from tests.oracle.clauses import Clauses, Scopes
from tests.oracle.formulas import Scope, act_scope, atom, formula, listing
from tests.oracle.vocabulary import Vocabulary

VERDICTS = (
    "permitted",
    "forbidden",
    "expressly permitted",
    "expressly forbidden",
    "silent",
    "conflicting",
    "in breach",
    "unsettled",
)


def questions(rng: Random, made: Vocabulary, found: Clauses, scopes: Scopes) -> list[str]:
    """Claims and cases."""
    claims = [_claim(rng, made, found, scopes, i) for i in range(rng.choice((4, 5, 6)))]
    return [*claims, *(_case(rng, made, found, scopes, i) for i in range(rng.choice((2, 3))))]


def _scope(rng: Random, made: Vocabulary, found: Clauses, scope: Scope) -> Scope:
    """A claim's scope: it may speak of clauses, and sometimes of the day."""
    dated = made.dated and rng.random() < 0.25
    return replace(scope, clauses=(*found.numbers(), *found.headings), dated=dated)


def _claim(rng: Random, made: Vocabulary, found: Clauses, scopes: Scopes, index: int) -> str:
    act = rng.choice(("use", "use", rng.choice(list(made.acts))))
    scope = _scope(rng, made, found, scopes(act))
    shape = rng.random()
    some = " under some reading" if rng.random() < 0.3 else ""
    if made.openly and rng.random() < 0.5:
        return _openly(rng, made, found, scopes, index)
    if shape < 0.14:
        paths = _varied(rng, made, act)
        if paths:
            head = f"outcome of {act} does not depend on {', '.join(paths)}"
            return _laid_out(rng, index, head, _random_conditions(rng, scope), "", _accepting(rng, scope))
    if shape < 0.3:
        form = rng.choice(("never", "always"))
        number = rng.choice((*found.numbers(), *found.headings))
        spec_act = next((s.act for s in found.specs if s.number == number), None)
        if spec_act is None:
            below = [s.act for s in found.specs if s.number.startswith(number)]
            spec_act = below[0] if len(set(below)) == 1 else None
        if spec_act is not None:
            scope = _scope(rng, made, found, scopes(spec_act))
            conditions = (
                _random_conditions(rng, scope)
                if rng.random() < 0.7
                else [f"when {'not ' if form == 'never' else ''}clause {number} applies"]
            )
            accepting = _accepting(rng, scope)
            if some and rng.random() < 0.5:
                accepting = [f'    accepting {_all(rng, scope)} because "it is known"']
            return _laid_out(rng, index, f"clause {number} {form} applies", conditions, some, accepting)
    form = rng.choice(("never", "never", "always", "always", "sometimes"))
    verdict = rng.choice(VERDICTS)
    if verdict == "unsettled":
        some = ""
    aim = rng.random()
    conditions = _random_conditions(rng, scope)
    if aim < 0.45:
        conditions = _aimed(rng, found, verdict, made.above(act)) + (conditions if rng.random() < 0.3 else [])
    accepting = _accepting(rng, scope) if form != "sometimes" else []
    if some and form != "sometimes" and rng.random() < 0.5:
        accepting = [f'    accepting {_all(rng, scope)} because "it is known"']
    return _laid_out(rng, index, f"{act} is {form} {verdict}", conditions, some, accepting)


def _openly(rng: Random, made: Vocabulary, found: Clauses, scopes: Scopes, index: int) -> str:
    """A claim that says little of the scenario: it is arguable, where all that matters is left open."""
    scope = replace(act_scope(made, "use"), dated=False)
    conditions = [f"when {atom(rng, scope)}"] if rng.random() < 0.4 else []
    clauses = [s.number for s in found.specs if s.act == "use"]
    if clauses and rng.random() < 0.3:
        head = f"clause {rng.choice(clauses)} {rng.choice(('never', 'always', 'always'))} applies"
    else:
        head = f"use is {rng.choice(('never', 'never', 'always', 'sometimes'))} {rng.choice((*VERDICTS[:-1], 'conflicting'))}"
    accepting = _accepting(rng, scopes("use")) if "sometimes" not in head else []
    return _laid_out(rng, index, head, conditions, "", accepting)


def _laid_out(rng: Random, index: int, head: str, conditions: list[str], some: str, accepting: list[str]) -> str:
    lines = [f'claim claim_{index} "A claim"' if rng.random() < 0.5 else f"claim claim_{index}"]
    inline = [c for c in conditions if "\n" not in c]
    rest = [c for c in conditions if "\n" in c]
    if inline and rng.random() < 0.4:
        head = f"{head} {inline.pop(0)}"
        head, some = f"{head}{some}", ""
    elif some and rng.random() < 0.5:
        head, some = f"{head}{some}", ""
    lines.append(f"  {head}")
    lines += [f"    {c}" for c in (*inline, *rest)]
    if some:
        lines.append("    under some reading")
    return "\n".join([*lines, *accepting])


def _random_conditions(rng: Random, scope: Scope) -> list[str]:
    kind = rng.random()
    if kind < 0.35:
        return []
    if kind < 0.5:
        return [f"{rng.choice(('when', 'unless'))} {formula(rng, scope, 2)}"]
    if kind < 0.6:
        return [f"when {listing(rng, scope, '      ')}"]
    if kind < 0.68:
        same = atom(rng, scope)
        return [f"when {same} and not {same}"]
    return [f"{rng.choice(('when', 'when', 'unless'))} {atom(rng, scope)}" for _ in range(rng.choice((1, 2, 3, 4)))]


def _aimed(rng: Random, found: Clauses, verdict: str, acts: tuple[str, ...]) -> list[str]:
    """Conditions that (mostly) give the verdict."""
    permits, forbids, duties = (found.numbers(e) for e in ("permit", "forbid", "require"))
    plain = found.numbers("permit", plain=True)

    def none(*groups: list[str]) -> list[str]:
        return [f"unless clause {n} applies" for group in groups for n in group]

    def one(group: list[str]) -> list[str]:
        return [f"when clause {rng.choice(group)} applies"] if group else []

    match verdict:
        case "permitted":
            return one(permits) + none(forbids, duties)
        case "forbidden":
            return one(forbids) + none(permits) if rng.random() < 0.6 else _broken(rng, found, acts)
        case "expressly permitted":
            return one(permits) + none(forbids)
        case "expressly forbidden":
            return one(forbids) + none(permits)
        case "silent":
            return none(permits, forbids)
        case "conflicting":
            return one(plain) + one(forbids)
        case "in breach":
            return _broken(rng, found, acts)
        case _:
            return (none(permits, forbids) if rng.random() < 0.5 else one(plain) + one(forbids)) + none(duties)
    return []


def _broken(rng: Random, found: Clauses, acts: tuple[str, ...]) -> list[str]:
    duties = [s for s in found.specs if s.effect == "require" and s.act in acts]
    if not duties:
        return []
    duty = rng.choice(duties)
    return [f"when clause {duty.number} applies", f"unless {duty.required}"]


def _accepting(rng: Random, scope: Scope) -> list[str]:
    if rng.random() > 0.3:
        return []
    found = []
    for _ in range(rng.choice((1, 1, 2))):
        what = formula(rng, replace(scope, dated=False), 1) if rng.random() < 0.5 else _all(rng, scope)
        through = rng.choice(("", "", " through 2027-01-01", " through 2020-01-01"))
        found.append(f'    accepting {what} because "we know" by "us"{through}')
    return found


def _all(rng: Random, scope: Scope) -> str:
    same = atom(rng, replace(scope, dated=False))
    return f"({same} or not {same})"


def _varied(rng: Random, made: Vocabulary, act: str) -> list[str]:
    scope_paths: list[str] = []
    if made.dated and not made.months and not any(f.sort == "date" for f in made.acts[act].roles):
        scope_paths.append("date")
    linked = {e.name for e in made.entities.values() if any(f.linked for f in e.fields)}
    for role in made.acts[act].roles:
        if role.linked or role.of in linked:
            continue
        if role.sort != "entity" or made.size <= 40:
            scope_paths.append(role.name)
        if role.sort == "entity":
            entity = made.entities[role.of]
            scope_paths += [f"{role.name}.{f.name}" for f in entity.fields]
            for f in entity.fields:
                if f.sort == "entity":
                    scope_paths += [f"{role.name}.{f.name}.{g.name}" for g in made.entities[f.of].fields]
    if not scope_paths:
        return []
    return rng.sample(scope_paths, min(len(scope_paths), rng.choice((1, 1, 2))))


# --- cases ------------------------------------------------------------------------------------------------------------------------


def _case(rng: Random, made: Vocabulary, found: Clauses, scopes: Scopes, index: int) -> str:
    act = rng.choice(("use", rng.choice(list(made.acts))))
    scope = scopes(act)
    if not (made.dated and rng.random() < 0.3):
        scope = replace(scope, dated=False)
    verdict = rng.choice((*VERDICTS, "unsettled", "in breach"))
    facts = [atom(rng, scope) for _ in range(rng.choice((0, 1, 2, 3)))]
    if rng.random() < 0.65:
        aimed = _aimed(rng, found, verdict, made.above(act))
        facts = [c.removeprefix("when ") if c.startswith("when ") else f"not {c.removeprefix('unless ')}" for c in aimed] + facts[
            :1
        ]
    reason = "" if verdict == "unsettled" else _reason(rng, found)
    if made.openly and act == "use" and verdict != "unsettled" and rng.random() < 0.6:
        facts, reason = [atom(rng, replace(act_scope(made, "use"), dated=False))] if rng.random() < 0.4 else [], ""
    lines = [f'case case_{index} "A case"', f"  {act}", *(f"    {fact}" for fact in facts), f"  expect {verdict}{reason}"]
    return "\n".join(lines)


def _reason(rng: Random, found: Clauses) -> str:
    reason = ""
    numbers = [*found.numbers(), *found.headings]
    if rng.random() < 0.2:
        reason += f" under {', '.join(rng.sample(numbers, min(len(numbers), rng.choice((1, 1, 2)))))}"
    if rng.random() < 0.2:
        reason += f"{',' if reason else ''} not under {rng.choice(numbers)}"
    if rng.random() < 0.2:
        reason += " under some reading"
    return reason
