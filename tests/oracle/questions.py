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
    claims = [_claim(rng, made, found, scopes, i) for i in range(rng.choice((5, 6)))]
    return [*claims, *(_case(rng, made, found, scopes, i) for i in range(rng.choice((3, 4))))]


def whoever(rng: Random, made: Vocabulary, scopes: Scopes) -> list[str]:
    """Where entities are read one by one: that it does not matter who somebody is, or whether there is anybody."""
    roles = [role.name for role in made.acts["use"].roles if role.sort == "entity"]
    if not roles or made.size > 80:
        return []
    scope = replace(scopes("use"), dated=False)
    conditions = [] if rng.random() < 0.5 else [f"when {atom(rng, scope)}"]
    return [_laid_out(rng, 90, f"outcome of use does not depend on {rng.choice(roles)}", conditions, "", [])]


def _scope(rng: Random, made: Vocabulary, found: Clauses, scope: Scope) -> Scope:
    """A claim's scope: it may speak of clauses, and sometimes of the day."""
    dated = made.dated and rng.random() < 0.25
    return replace(scope, clauses=(*found.numbers(), *found.headings), dated=dated)


def _claim(rng: Random, made: Vocabulary, found: Clauses, scopes: Scopes, index: int) -> str:
    act = rng.choice(("use", "use", rng.choice(list(made.acts))))
    scope = _scope(rng, made, found, scopes(act))
    shape = rng.random()
    if made.openly and rng.random() < (0.7 if made.simple else 0.4):
        return _openly(rng, made, found, scopes, index)
    if shape < 0.14:
        paths = _varied(rng, made, act)
        if paths:
            head = f"outcome of {act} does not depend on {', '.join(paths)}"
            return _laid_out(rng, index, head, _random_conditions(rng, scope), "", _accepting(rng, scope))
    if shape < 0.41:
        number = rng.choice((*found.numbers(), *found.headings))
        acts = {s.act for s in found.specs if s.number == number} or {s.act for s in found.specs if s.number.startswith(number)}
        if len(acts) == 1:
            return _of_clause(rng, number, _scope(rng, made, found, scopes(*acts)), index)
    form = rng.choice(("never", "never", "always", "always", "sometimes", "sometimes"))
    verdict = rng.choice((*VERDICTS, "unsettled"))
    some = " under some reading" if verdict != "unsettled" and rng.random() < 0.45 else ""
    fails = bool(some) and rng.random() < (0.2 if form == "sometimes" else 0.5)
    conditions = _intended(rng, made, found, scope, (verdict, act))
    if fails:
        conditions = _aimed(rng, found, verdict, made.above(act)) if form == "never" else _averted(rng, found, verdict)
    accepting = _accepting(rng, scope, often=bool(some) or verdict == "unsettled") if form != "sometimes" else []
    return _laid_out(rng, index, f"{act} is {form} {verdict}", conditions, some, accepting)


def _intended(rng: Random, made: Vocabulary, found: Clauses, scope: Scope, asked: tuple[str, str]) -> list[str]:
    """Conditions that give the verdict, exclude it, exclude each other, or come as they come."""
    verdict, act = asked
    aim, conditions = rng.random(), _random_conditions(rng, scope)
    if aim < 0.4:
        return _aimed(rng, found, verdict, made.above(act)) + (conditions if rng.random() < 0.3 else [])
    if aim < 0.55:
        return _averted(rng, found, verdict)
    return _contradictory(rng, scope) if aim < 0.62 else conditions


def _of_clause(rng: Random, number: str, scope: Scope, index: int) -> str:
    """A claim that a clause never or always applies."""
    form, aim = rng.choice(("never", "always")), rng.random()
    some = " under some reading" if rng.random() < 0.5 else ""
    if aim < 0.5:
        conditions = _random_conditions(rng, scope)
    elif aim < 0.65:
        conditions = _contradictory(rng, scope)
    else:
        denied = (form == "never") == (aim < 0.8)
        conditions = [f"when {'not ' if denied else ''}clause {number} applies"]
    return _laid_out(rng, index, f"clause {number} {form} applies", conditions, some, _accepting(rng, scope, often=True))


def _openly(rng: Random, made: Vocabulary, found: Clauses, scopes: Scopes, index: int) -> str:
    """A claim that says little of the scenario: it is arguable, where all that matters is left open."""
    scope = replace(act_scope(made, "use"), dated=False)
    conditions = [f"when {atom(rng, scope)}"] if rng.random() < 0.3 else []
    clauses = [s.number for s in found.specs if s.act == "use"]
    paths = _varied(rng, made, "use") if rng.random() < 0.18 else []
    if paths:
        head = f"outcome of use does not depend on {', '.join(paths)}"
    elif clauses and rng.random() < 0.25:
        head = f"clause {rng.choice(clauses)} {rng.choice(('never', 'always'))} applies"
    else:
        verdict = _reachable(rng, found)
        if verdict == "in breach":
            conditions += _unmet(rng, found)
        head = f"use is {rng.choice(('never', 'never', 'always', 'sometimes'))} {verdict}"
    accepting = _accepting(rng, scopes("use"), often=True) if "sometimes" not in head else []
    return _laid_out(rng, index, head, conditions, "", accepting)


def _reachable(rng: Random, found: Clauses) -> str:
    """A verdict that some clauses can give, rather one that not all can."""
    permits, forbids, duties = (found.numbers(e) for e in ("permit", "forbid", "require"))
    choices = ["permitted", "permitted", "forbidden", "forbidden", "silent", "silent", "unsettled"]
    choices += ["expressly permitted"] * 3 if permits else []
    choices += ["expressly forbidden"] * 3 if forbids else []
    choices += ["conflicting"] * 9 if permits and forbids else []
    choices += ["in breach"] * 5 if duties else []
    return rng.choice(choices)


def _unmet(rng: Random, found: Clauses) -> list[str]:
    """That what a duty on `use` requires is not done."""
    required = [s.required for s in found.specs if s.effect == "require" and s.act == "use"]
    return [f"unless {rng.choice(required)}"] if required else []


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
        return _contradictory(rng, scope)
    return [f"{rng.choice(('when', 'when', 'unless'))} {atom(rng, scope)}" for _ in range(rng.choice((1, 2, 3, 4)))]


def _contradictory(rng: Random, scope: Scope) -> list[str]:
    same = atom(rng, scope)
    return [f"when {same}", f"unless {same}"] if rng.random() < 0.5 else [f"when {same} and not {same}"]


def _averted(rng: Random, found: Clauses, verdict: str) -> list[str]:
    """Conditions that (mostly) exclude the verdict."""
    permits, forbids, duties = (found.numbers(e) for e in ("permit", "forbid", "require"))
    match verdict:
        case "permitted":
            return _some(rng, forbids) + _none(permits)
        case "forbidden":
            return _some(rng, permits) + _none(forbids, duties)
        case "expressly permitted":
            return _some(rng, forbids)
        case "expressly forbidden":
            return _some(rng, found.numbers("permit", plain=True))
        case "silent":
            return _some(rng, permits + forbids)
        case "conflicting":
            return _none(rng.choice((permits, forbids)))
        case "in breach":
            return _none(duties)
        case _:
            return _some(rng, permits) + _none(forbids, duties)


def _none(*groups: list[str]) -> list[str]:
    return [f"unless clause {n} applies" for group in groups for n in group]


def _some(rng: Random, group: list[str]) -> list[str]:
    """That one clause applies, or one of all."""
    if len(group) > 1 and rng.random() < 0.5:
        return [f"when ({' or '.join(f'clause {n} applies' for n in group)})"]
    return [f"when clause {rng.choice(group)} applies"] if group else []


def _aimed(rng: Random, found: Clauses, verdict: str, acts: tuple[str, ...]) -> list[str]:
    """Conditions that (mostly) give the verdict."""
    permits, forbids, duties = (found.numbers(e) for e in ("permit", "forbid", "require"))
    plain = found.numbers("permit", plain=True)
    match verdict:
        case "permitted":
            return _some(rng, permits) + _none(forbids, duties)
        case "forbidden":
            return _some(rng, forbids) + _none(permits) if rng.random() < 0.6 else _broken(rng, found, acts)
        case "expressly permitted":
            return _some(rng, permits) + _none(forbids)
        case "expressly forbidden":
            return _some(rng, forbids) + _none(permits)
        case "silent":
            return _none(permits, forbids)
        case "conflicting":
            return _some(rng, plain) + _some(rng, forbids)
        case "in breach":
            return _broken(rng, found, acts)
        case _:
            return (_none(permits, forbids) if rng.random() < 0.5 else _some(rng, plain) + _some(rng, forbids)) + _none(duties)
    return []


def _broken(rng: Random, found: Clauses, acts: tuple[str, ...]) -> list[str]:
    duties = [s for s in found.specs if s.effect == "require" and s.act in acts]
    if not duties:
        return []
    duty = rng.choice(duties)
    return [f"when clause {duty.number} applies", f"unless {duty.required}"]


def _accepting(rng: Random, scope: Scope, *, often: bool = False) -> list[str]:
    if rng.random() > (0.65 if often else 0.5):
        return []
    found = []
    for _ in range(rng.choice((1, 1, 2))):
        what = formula(rng, replace(scope, dated=False), 1) if rng.random() < 0.3 else _all(rng, scope)
        through = rng.choice(("", "", "", " through 2027-01-01", " through 2020-01-01"))
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
    if made.openly and rng.random() < (0.6 if made.simple else 0.3):
        return _open_case(rng, made, found, index)
    verdict = rng.choice((*VERDICTS, "permitted", "in breach", "conflicting", "conflicting"))
    facts = [atom(rng, scope) for _ in range(rng.choice((0, 1, 2, 3)))]
    aim = rng.random()
    if aim < 0.55:
        facts = _facts(_aimed(rng, found, verdict, made.above(act))) + (facts[:1] if rng.random() < 0.5 else [])
    elif aim < 0.65:
        facts = _facts(_averted(rng, found, verdict))
    elif aim < 0.75:
        facts = _facts(_contradictory(rng, scope))
    reason = "" if verdict == "unsettled" else _reason(rng, found)
    lines = [f'case case_{index} "A case"', f"  {act}", *(f"    {fact}" for fact in facts), f"  expect {verdict}{reason}"]
    return "\n".join(lines)


def _facts(conditions: list[str]) -> list[str]:
    """Conditions as facts."""
    return [c.removeprefix("when ") if c.startswith("when ") else f"not {c.removeprefix('unless ')}" for c in conditions]


def _open_case(rng: Random, made: Vocabulary, found: Clauses, index: int) -> str:
    """A case that says little: it is arguable, where all that matters is left open."""
    verdict = _reachable(rng, found)
    facts = _facts(_unmet(rng, found)) if verdict == "in breach" else []
    if rng.random() < 0.3:
        facts.append(atom(rng, replace(act_scope(made, "use"), dated=False)))
    return "\n".join([f'case case_{index} "A case"', "  use", *(f"    {fact}" for fact in facts), f"  expect {verdict}"])


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
