"""Random whole documents, as text in the language: the same seed gives the same text.

Contract: a document is valid (it loads without a diagnostic). Every construct of the language occurs in some documents; how many
scenarios and readings a document has is kept small by construction, so that all of them can be enumerated.
"""

from dataclasses import dataclass, field, replace
from random import Random

from tests.oracle.adornments import adorned
from tests.oracle.clauses import Clauses, clauses
from tests.oracle.formulas import Scope, act_scope, atom, entity_scope, formula, listing, undated
from tests.oracle.questions import questions, whoever
from tests.oracle.vocabulary import Vocabulary, vocabulary

ROOM = 64
"""How many scenarios a document may have, as estimated (what is enumerated can be several times as many)."""

CONFLICTS = ("undecided", "undecided", "prohibitions prevail", "permissions prevail", "earlier prevails", "later prevails")


@dataclass
class Terms:
    """The defined and open terms of a document: text, and what a formula may use."""

    blocks: list[str] = field(default_factory=list)
    of_act: dict[str, list[str]] = field(default_factory=dict)
    of_entities: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    quantities: list[tuple[str, str]] = field(default_factory=list)

    def scope(self, made: Vocabulary, act: str, *, closed: bool = False) -> Scope:
        """What a formula about `act` may use; with `closed`, no open term."""
        terms = tuple(t for a in made.above(act) for t in self.of_act.get(a, ()) if not closed or t in self.closed)
        applied = tuple(t for t in self.of_entities if not closed or t[0] in self.closed)
        return replace(act_scope(made, act), terms=terms, applied=applied, quantities=() if closed else tuple(self.quantities))


@dataclass(frozen=True)
class Blocks:
    """A document in parts, so that a disagreement can be shrunk by leaving parts out."""

    seed: int
    blocks: tuple[str, ...]

    @property
    def text(self) -> str:
        """The document."""
        return "\n\n".join(self.blocks) + "\n"


def document(seed: int) -> Blocks:
    """The document of a seed."""
    rng = Random(seed)  # noqa: S311 - nothing is secret here
    made = vocabulary(rng, ROOM)
    terms = Terms()
    if made.openly:
        _wide_open(rng, terms)
    _terms(rng, made, terms)
    apart = Random(f"entities {seed}")  # noqa: S311 - nothing is secret here; of its own, so that documents without entities stay as they are
    if apart.random() < 0.7:
        _open_of_entities(apart, made, terms)
    found = clauses(rng, made, lambda act: terms.scope(made, act))
    asked = questions(rng, made, found, lambda act: terms.scope(made, act))
    header = _header(rng, made, terms, seed)
    if any(block.startswith("open term") and "(" in block.split("\n")[0].split('"')[0] for block in terms.blocks):
        asked += whoever(apart, made, lambda act: terms.scope(made, act))
    blocks = [header, *made.text.split("\n\n"), *terms.blocks, *found.blocks, *asked]
    return Blocks(seed, tuple(adorned(blocks, seed)))


def _header(rng: Random, made: Vocabulary, terms: Terms, seed: int) -> str:
    lines = [f'terms document_{seed} "A random document"']
    if rng.random() < 0.2:
        lines.append('  issuer "Nobody"  # a comment')
    if made.dated and rng.random() < 0.5:
        first, second = made.constants["date"]
        lines += rng.choice(
            ([f"  from {first}"], [f"  through {second}"], [f"  before {second}"], [f"  from {first}", f"  before {second}"])
        )
    if rng.random() < 0.35:
        act = rng.choice(list(made.acts))
        when = f" when {formula(rng, terms.scope(made, act), 1)}" if rng.random() < 0.7 else ""
        lines.append(f"  default {rng.choice(('permitted', 'forbidden', 'undecided'))} for {act}{when}")
    if rng.random() < 0.65:
        lines.append(f"  default {rng.choice(('permitted', 'forbidden', 'undecided'))}")
    if rng.random() < 0.75:
        lines.append(f"  conflicts {rng.choice(CONFLICTS)}")
    return "\n".join(lines)


# --- definitions, open terms, assumptions ----------------------------------------------------------------------------------------


def _terms(rng: Random, made: Vocabulary, terms: Terms) -> None:
    makers = [
        _define_in_act,
        _define_of_entities,
        _assume_in_act,
        _assume_for_any,
        _open_in_act,
        _open_of_entities,
        _quantity,
    ]
    rng.shuffle(makers)
    makers.remove(_open_of_entities)  # it comes last, with a chance of its own
    for maker in makers[: rng.randint(1, 6)]:
        maker(rng, made, terms)


def _act(rng: Random, made: Vocabulary) -> str:
    return rng.choice(("use", rng.choice(list(made.acts))))


def _define_in_act(rng: Random, made: Vocabulary, terms: Terms) -> None:
    act = _act(rng, made)
    name = f"ordinary_{len(terms.blocks)}"
    closed = rng.random() < 0.5
    scope = terms.scope(made, act, closed=closed)
    if rng.random() < 0.3:
        terms.blocks.append(f'define {name} in {act} "an ordinary thing"\n  means {listing(rng, scope, "    ")}')
    else:
        terms.blocks.append(f"define {name} in {act}\n  means {formula(rng, scope, 2)}")
    terms.of_act.setdefault(act, []).append(name)
    if closed:
        terms.closed.add(name)


def _define_of_entities(rng: Random, made: Vocabulary, terms: Terms) -> None:
    params = _params(rng, made)
    if params is None:
        return
    name = f"trusted_{len(terms.blocks)}"
    scope = entity_scope(made, params)
    if not any(f.sort != "entity" or made.entities[f.of].kind for _, f in scope.paths):
        return
    terms.blocks.append(f"define {name}({_declared(params)}) means {formula(rng, scope, 1)}")
    terms.of_entities.append((name, tuple(entity for _, entity in params)))
    terms.closed.add(name)


def _params(rng: Random, made: Vocabulary) -> tuple[tuple[str, str], ...] | None:
    if not made.entities:
        return None
    names = "pq"[: rng.choice((1, 1, 2))]
    return tuple((name, rng.choice(list(made.entities))) for name in names)


def _declared(params: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{name}: {entity}" for name, entity in params)


def _assume_in_act(rng: Random, made: Vocabulary, terms: Terms) -> None:
    act = _act(rng, made)
    scope = terms.scope(made, act, closed=True)
    lines = [f"  ({atom(rng, scope)} and {atom(rng, scope)}) implies {atom(rng, scope)}" for _ in range(rng.choice((1, 1, 2)))]
    terms.blocks.append("\n".join([f'assume world_{len(terms.blocks)} "How the world is" in {act}', *lines]))


def _assume_for_any(rng: Random, made: Vocabulary, terms: Terms) -> None:
    params = _params(rng, made)
    if params is None:
        return
    scope = entity_scope(made, params)
    if made.relations:
        terms.blocks.append(
            f"assume world_{len(terms.blocks)} for any {_declared(params)}\n  {atom(rng, scope)} implies {atom(rng, scope)}"
        )
    else:
        terms.blocks.append(
            f"assume world_{len(terms.blocks)}\n  for any {_declared(params)}\n    {atom(rng, scope)} implies {atom(rng, scope)}"
        )


def _bounds(rng: Random, scope: Scope) -> list[str]:
    """Bounds that cannot overlap: each `excludes` denies what each `includes` says."""
    certain = [formula(rng, undated(scope), 1) for _ in range(rng.choice((0, 1, 1, 2)))]
    lines = [f"  includes {c}" for c in certain]
    if rng.random() < 0.7:
        lines.append("  excludes " + " and ".join([formula(rng, undated(scope), 1), *(f"not {c}" for c in certain)]))
    rng.shuffle(lines)
    return lines


def _wide_open(rng: Random, terms: Terms) -> None:
    """Terms without bounds, which most clauses of the document turn on."""
    for name in ("wide_open", "wide_apart"):
        terms.blocks.append(f'open term {name} in use "{rng.choice(("suitable", "reasonable"))}"')
        terms.of_act.setdefault("use", []).append(name)


def _open_in_act(rng: Random, made: Vocabulary, terms: Terms) -> None:
    act = _act(rng, made)
    name = f"open_{len(terms.blocks)}"
    bounds = _bounds(rng, terms.scope(made, act, closed=True))
    terms.blocks.append("\n".join([f'open term {name} in {act} "what is open"', *bounds]))
    terms.of_act.setdefault(act, []).append(name)


def _open_of_entities(rng: Random, made: Vocabulary, terms: Terms) -> None:
    if "party" not in made.entities:
        return
    params = (("p", "party"),) if "device" in made.entities or rng.random() < 0.9 else (("p", "party"), ("q", "party"))
    name = f"open_{len(terms.blocks)}"
    scope = entity_scope(made, params)
    if not any(f.sort != "entity" or made.entities[f.of].kind for _, f in scope.paths):
        return
    terms.blocks.append("\n".join([f"open term {name}({_declared(params)})", *_bounds(rng, scope)]))
    terms.of_entities.append((name, tuple(entity for _, entity in params)))


def _quantity(rng: Random, made: Vocabulary, terms: Terms) -> None:
    sorts = {f.sort for a in made.acts.values() for f in a.roles} & {"duration", "number", "percent", "money"}
    if any(f.sort == "date" for f in made.acts["use"].roles) and not made.months and made.dated:
        sorts.add("duration")
    sorts -= {f.sort for a in made.acts.values() for f in a.roles if f.linked and f.sort != "date"}
    if not sorts or terms.quantities:
        return
    sort = rng.choice(sorted(sorts))
    low, high = {
        "duration": ("1 minute", "2 days"),
        "number": ("1", "5"),
        "percent": ("0%", "20%"),
        "money": ("20 USD", "50 USD"),
    }[sort]
    word = "money in USD" if sort == "money" else sort
    terms.blocks.append(f'open {word} much "a great deal" from {low} to {high}')
    terms.quantities.append(("much", sort))


__all__ = ["Blocks", "Clauses", "document"]
