"""Random clauses, with every relation between them that is valid.

Contract: clauses are ranked; whatever defeats a clause has a higher rank, so relations never run in a circle. `subject to` and
`notwithstanding` are only written between clauses of opposite effect.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.oracle.formulas import Scope, atom, formula, listing
from tests.oracle.vocabulary import Vocabulary

Scopes = Callable[[str], Scope]


@dataclass
class Spec:
    """One clause (or heading, with `effect` empty and no `excepts`) while it is made."""

    number: str
    effect: str
    act: str
    excepts: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    required: str = ""
    wide: bool = False
    """Whether its only condition is an open term without bounds."""


@dataclass
class Clauses:
    """The clauses of a document: their text, and what claims need to know of them."""

    blocks: list[str] = field(default_factory=list)
    specs: list[Spec] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)

    def numbers(self, effect: str | None = None, *, plain: bool | None = None) -> list[str]:
        """The numbers of clauses with an effect; `plain` tells exceptions apart."""
        return [s.number for s in self.specs if effect in (None, s.effect) and (plain is None or plain != bool(s.excepts))]


def clauses(rng: Random, made: Vocabulary, scopes: Scopes) -> Clauses:
    """The clauses of a document."""
    if made.simple:
        return _simple(rng, made, scopes)
    found = Clauses()
    heading = rng.random() < 0.4
    top = 0
    for _ in range(rng.choice((2, 3, 3, 4, 5))):
        top += 1
        found.specs.append(_basic(rng, made, scopes, str(top)))
    below: list[Spec] = []
    if heading:
        top += 1
        marks = rng.choice((("{}.1", "{}.2"), ("{}(a)", "{}(b)"), ("{}-i", "{}(a).1")))
        below = [_basic(rng, made, scopes, mark.format(top)) for mark in marks]
        if rng.random() < 0.5:
            below[1].effect = below[0].effect = rng.choice(("permit", "forbid"))
        found.specs += below
        found.headings.append(str(top))
    basic = list(found.specs)
    rng.shuffle(basic)
    for i in range(rng.choice((0, 1, 1, 2, 3))):
        found.specs.append(_exception(rng, made, scopes, found, i))
    for _ in range(rng.choice((0, 0, 1))):
        top += 1
        found.specs.append(_disapply(rng, made, found, str(top)))
    _related(rng, made, found, basic)
    text = [_text(rng, made, spec, scopes) for spec in found.specs]
    if heading:
        text.append(_heading(rng, made, found, below, basic))
    if rng.random() < 0.5:
        rng.shuffle(text)
    found.blocks = text
    return found


def _basic(rng: Random, made: Vocabulary, scopes: Scopes, number: str) -> Spec:
    act = rng.choice(("use", "use", rng.choice(list(made.acts))))
    effect = rng.choice(("permit", "permit", "forbid", "forbid", "require", "require"))
    return Spec(number, effect, act, required=formula(rng, scopes(act), 1))


SIMPLE = (
    ("permit", "forbid"),
    ("permit", "forbid"),
    ("permit", "forbid", "require"),
    ("permit", "require"),
    ("forbid", "require"),
    ("forbid", "forbid"),
    ("permit",),
    ("forbid",),
    ("require",),
)
"""The effects of the clauses of simple documents."""


def _simple(rng: Random, made: Vocabulary, scopes: Scopes) -> Clauses:
    """Few clauses, each under a condition that is open everywhere: what is said of them is arguable everywhere."""
    found = Clauses()
    for i, effect in enumerate(rng.choice(SIMPLE), start=1):
        required = atom(rng, scopes("use")) if effect == "require" else ""
        found.specs.append(Spec(str(i), effect, "use", required=required, wide=True))
    found.blocks = [_text(rng, made, spec, scopes) for spec in found.specs]
    return found


def _exception(rng: Random, made: Vocabulary, scopes: Scopes, found: Clauses, index: int) -> Spec:
    under = [s for s in found.specs if found.headings and s.number.startswith(found.headings[0])]
    if under and len({s.act for s in under}) == 1 and rng.random() < 0.3:
        act = under[0].act
        return Spec(f"E{index}", rng.choice(("", "permit", "forbid")), act, excepts=[found.headings[0]])
    target = rng.choice([s for s in found.specs if s.effect != "disapply"])
    targets = [target]
    others = [s for s in found.specs if s.act == target.act and s is not target and s.effect != "disapply"]
    if others and rng.random() < 0.3:
        targets.append(rng.choice(others))
    effect = rng.choice(("", "", "permit", "permit", "forbid", "require"))
    below = [a for a in made.acts if target.act in made.above(a)]
    act = rng.choice((target.act, rng.choice(below))) if effect else target.act
    own = target.effect and target not in under and rng.random() < 0.6
    number = f"{target.number}.e{index}" if own else f"E{index}"
    return Spec(number, effect, act, excepts=[t.number for t in targets], required=formula(rng, scopes(act), 1))


def _disapply(rng: Random, made: Vocabulary, found: Clauses, number: str) -> Spec:
    first = rng.choice([s for s in found.specs if s.effect != "disapply"])
    family = [s for s in found.specs if s.act in made.family(first.act) and s is not first]
    second = [rng.choice(family)] if family and rng.random() < 0.5 else []
    under = [s for s in found.specs if found.headings and s.number.startswith(found.headings[0]) and not s.excepts]
    whole = bool(under) and all(s.act in made.family(under[0].act) for s in under) and rng.random() < 0.25
    acts = [s.act for s in (under if whole else (first, *second))]
    common = next(a for a in made.above(acts[0]) if all(a in made.above(other) for other in acts))
    targets = found.headings if whole else [s.number for s in (first, *second)]
    spec = Spec(number, "disapply", common)
    spec.required = ", ".join(targets)
    return spec


def opposite(one: str, other: str) -> bool:
    """Whether two effects are opposite."""
    return {one, other} in ({"permit", "forbid"}, {"permit", "require"})


def _one_family(made: Vocabulary, one: str, other: str) -> bool:
    """Whether one of two acts is the other, or stands above it."""
    return one in made.above(other) or other in made.above(one)


def _related(rng: Random, made: Vocabulary, found: Clauses, ranked: list[Spec]) -> None:
    for high in range(1, len(ranked)):
        if rng.random() < 0.5:
            continue
        winner = ranked[high]
        losers = [s for s in ranked[:high] if opposite(s.effect, winner.effect) and _one_family(made, s.act, winner.act)]
        if not losers:
            continue
        loser = rng.choice(losers)
        if rng.random() < 0.5:
            several = [s.number for s in losers if s is not loser and rng.random() < 0.3]
            winner.lines.append(f"  notwithstanding {', '.join([loser.number, *several])}")
        else:
            loser.lines.append(f"  subject to {winner.number}")
    if found.headings and rng.random() < 0.7:
        _to_heading(made, found, ranked)


def _to_heading(made: Vocabulary, found: Clauses, ranked: list[Spec]) -> None:
    """A relation to a heading, from a clause opposite to all below it and of a higher (or lower) rank than each."""
    heading = found.headings[0]
    below = [s for s in found.specs if s.number.startswith(heading) and s.number != heading]
    places = [ranked.index(s) for s in below if s in ranked]
    if len(places) != len(below):
        return
    for spec in ranked:
        if spec in below or not all(opposite(spec.effect, b.effect) and _one_family(made, spec.act, b.act) for b in below):
            continue
        if ranked.index(spec) > max(places):
            spec.lines.append(f"  notwithstanding {heading}")
            return
        if ranked.index(spec) < min(places):
            spec.lines.append(f"  subject to {heading}")
            return


def _dates(rng: Random, made: Vocabulary) -> list[str]:
    first, second = made.constants["date"]
    return rng.choice(
        (
            [f"  from {first}"],
            [f"  through {second}"],
            [f"  before {second}"],
            [f"  from {first}", f"  through {second}"],
            [f"  from {first}"],
        )
    )


def _heading(rng: Random, made: Vocabulary, found: Clauses, below: list[Spec], ranked: list[Spec]) -> str:
    lines = [f'clause {found.headings[0]} "A heading"']
    if made.dated and rng.random() < 0.5:
        lines += _dates(rng, made)
    over = ranked[max(ranked.index(b) for b in below) + 1 :]
    over = [s for s in over if all(opposite(s.effect, b.effect) and _one_family(made, s.act, b.act) for b in below)]
    if over and rng.random() < 0.5:
        lines.append(f"  subject to {over[0].number}")
    return "\n".join(lines)


def _text(rng: Random, made: Vocabulary, spec: Spec, scopes: Scopes) -> str:
    label = rng.choice(("", ' "A title"'))
    lines = [f"clause {spec.number}{label}"]
    body = list(spec.lines)
    if spec.excepts:
        body.append(f"  exception to {', '.join(spec.excepts)}")
    if made.dated and not spec.wide and rng.random() < 0.35:
        body += _dates(rng, made)
    rng.shuffle(body)
    lines += body
    norm = {
        "permit": f"  permit {spec.act}",
        "forbid": f"  forbid {spec.act}",
        "require": f"  require {spec.required} of {spec.act}",
        "disapply": f"  disapply {spec.required}",
        "": "",
    }[spec.effect]
    indent = "    " if norm else "  "
    conditions = _wide(rng, indent) if spec.wide else _conditions(rng, scopes(spec.act), indent)
    if norm and conditions and rng.random() < 0.4 and (len(conditions) == 1 or " - " not in conditions[0]):
        norm = f"{norm} {conditions.pop(0).strip()}"
    if norm:
        lines.append(norm)
    return "\n".join([*lines, *conditions])


def _wide(rng: Random, indent: str) -> list[str]:
    return [f"{indent}{rng.choice(('when wide_open', 'when wide_open', 'when wide_apart', 'unless wide_open'))}"]


def _conditions(rng: Random, scope: Scope, indent: str) -> list[str]:
    wide = [t for t in scope.terms if t.startswith("wide_")]
    found = [f"{indent}when {rng.choice(wide)}"] if wide and rng.random() < 0.85 else []
    for _ in range(rng.choice((0, 1, 1, 1, 2) if not wide else (0, 0, 1))):
        word = rng.choice(("when", "when", "unless"))
        shape = rng.random()
        if shape < 0.15:
            found.append(f"{indent}{word} {listing(rng, scope, indent + '  ')}")
        elif shape < 0.3:
            found.append(f"{indent}{word} {atom(rng, scope)}\n{indent}  and {formula(rng, scope, 1)}")
        else:
            found.append(f"{indent}{word} {formula(rng, scope, 2 if shape > 0.7 else 0)}")
    return found
