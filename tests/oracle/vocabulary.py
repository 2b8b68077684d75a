"""Random vocabularies: kinds, entities, acts and relations, as text and as what formulas can speak of.

Contract: everything comes from the `random.Random` given; the number of scenarios is kept small by construction (`room` is the
product that the roles of an act may reach). Numbers that one comparison may join (`linked`) are never varied by a claim.
"""

from dataclasses import dataclass, field
from random import Random

CONSTANTS = {
    "duration": ("10 seconds", "1 minute", "2 hours", "1 day", "36 hours", "3 days", "1 week"),
    "number": ("1", "2.5", "10"),
    "percent": ("5%", "12.5%", "50%"),
    "money": ("20 USD", "100 USD", "0.5 USD"),
    "integer": ("0", "1", "2"),
    "date": ("1999-12-31", "2023-12-31", "2024-02-29", "2024-03-31", "2024-05-02", "2025-01-01"),
}
WORDS = {
    "place": ("home", "street", "station", "shop", "school"),
    "task": ("search", "sorting", "speech", "tracing", "drawing"),
    "tool": ("camera", "phone", "drone", "lens", "chip"),
    "body": ("firm", "agency", "club", "court", "person"),
}


@dataclass(frozen=True)
class Kind:
    """A kind's text, the names that tests can use, and how many leaves it has."""

    name: str
    text: str
    names: tuple[str, ...]
    leaves: int


@dataclass(frozen=True)
class Field:
    """A role or a field of an entity."""

    name: str
    sort: str
    of: str = ""
    optional: bool = False
    linked: bool = False
    bounds: str = ""
    example: str = ""

    @property
    def text(self) -> str:
        """The line that declares it."""
        word = {"kind": self.of, "entity": self.of, "set": f"set of {self.of}", "money": "money in USD"}.get(self.sort, self.sort)
        return f"{self.name} : {word}{self.bounds}{' optional' if self.optional else ''}{self.example}"


@dataclass(frozen=True)
class Entity:
    """An entity and its fields."""

    name: str
    kind: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Act:
    """An act with all its roles; `own` are those that it adds."""

    name: str
    parent: str
    roles: tuple[Field, ...]
    own: tuple[Field, ...]


@dataclass
class Vocabulary:
    """What formulas can speak of."""

    kinds: dict[str, Kind] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    acts: dict[str, Act] = field(default_factory=dict)
    relations: dict[str, tuple[str, ...]] = field(default_factory=dict)
    constants: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dated: bool = False
    openly: bool = False
    """Whether nearly every clause turns on an open term, so that claims are arguable."""
    simple: bool = False
    """Whether each of its few clauses turns on nothing but an open term."""
    months: bool = False
    size: int = 1
    shift: str = ""
    joined: int = 0
    """Which comparison of two linked numbers this document uses."""

    def family(self, act: str) -> tuple[str, ...]:
        """The acts with the same root."""
        return tuple(a for a in self.acts if self.root(a) == self.root(act))

    def root(self, act: str) -> str:
        """The topmost act above."""
        while self.acts[act].parent:
            act = self.acts[act].parent
        return act

    def above(self, act: str) -> tuple[str, ...]:
        """The act and those above it."""
        found = [act]
        while self.acts[found[-1]].parent:
            found.append(self.acts[found[-1]].parent)
        return tuple(found)

    @property
    def text(self) -> str:
        """All declarations."""
        parts = [kind.text for kind in self.kinds.values()]
        parts += [
            "\n".join([f"entity {e.name}{f' is {e.kind}' if e.kind else ''}", *_lines(e.fields)]) for e in self.entities.values()
        ]
        for act in self.acts.values():
            head = f"act {act.name}{f' is {act.parent}' if act.parent else ''}"
            parts.append("\n".join([head, *_lines(act.own)]))
        for name, over in self.relations.items():
            parts.append(f"relation {name}({', '.join(f'{v}: {e}' for v, e in zip('xyz', over, strict=False))})")
        return "\n\n".join(parts)


def _lines(fields: tuple[Field, ...]) -> list[str]:
    return [f"  {f.text}" for f in fields]


def kind(rng: Random, name: str, *, small: bool = False) -> Kind:
    """A taxonomy: written in a line, flat, or nested, with or without `other`."""
    words = list(WORDS[name])
    rng.shuffle(words)
    shape = "flat" if small else rng.choice(("inline", "flat", "nested", "nested"))
    if shape != "nested":
        leaves = [*words[: rng.choice((1, 2)) if small else 2], *(["other"] if small or rng.random() < 0.6 else [])]
        if len(leaves) == 1:
            leaves.append(words[2])
        if shape == "inline":
            return Kind(name, f"kind {name}: {', '.join(leaves)}", tuple(leaves), len(leaves))
        return Kind(name, "\n".join([f"kind {name}", *(f"  {leaf}" for leaf in leaves)]), tuple(leaves), len(leaves))
    group, inner, plain = words[:3]
    lines = [f"kind {name}", f"  {group}", f"    {inner}"]
    nested_other = rng.random() < 0.5
    second = "other" if nested_other else words[3]
    lines.append(f"    {second}")
    names = [group, inner, f"{group}.other" if nested_other else second]
    lines.append(f"  {plain}")
    names.append(plain)
    leaves_count = 3
    if rng.random() < 0.3:
        lines.append("  other")
        names.append(f"{name}.other" if nested_other else "other")
        leaves_count += 1
    return Kind(name, "\n".join(lines), tuple(names), leaves_count)


THEMES = (
    *("plain", "entities", "relations", "nested", "numbers", "linked", "dates", "integers", "sets", "acts", "mixed") * 2,
    *("entities", "calendar"),
)


def vocabulary(rng: Random, room: int) -> Vocabulary:
    """A random vocabulary on a random theme."""
    made = Vocabulary()
    theme = rng.choice(THEMES)
    made.constants = {sort: tuple(sorted(rng.sample(all_, 2), key=all_.index)) for sort, all_ in CONSTANTS.items()}
    made.dated = theme in ("dates", "calendar") or rng.random() < 0.2
    made.months = theme == "calendar"
    made.shift = (
        rng.choice(("1 month", "3 months", "1 year", "1 month + 3 days")) if made.months else rng.choice(("10 days", "2 weeks"))
    )
    made.openly = rng.random() < 0.4
    made.simple = made.openly and rng.random() < 0.5
    made.joined = rng.randrange(5)
    roles = _themed(rng, made, theme)
    size = _size(made, roles)
    for _ in range(5):
        extra = _extra(rng, made, {r.name for r in roles})
        grown = _size(made, [*roles, extra])
        if grown <= room:
            roles.append(extra)
            size = grown
    rng.shuffle(roles)
    made.size = size
    made.acts["use"] = Act("use", "", tuple(roles), tuple(roles))
    if theme == "acts" or rng.random() < 0.15:
        _sub_acts(rng, made, roles, size, room)
    if rng.random() < 0.1:
        own = (Field("quick", "flag"),)
        made.acts["quit"] = Act("quit", "", own, own)
    return made


def _themed(rng: Random, made: Vocabulary, theme: str) -> list[Field]:
    match theme:
        case "entities" | "relations":
            related = theme == "relations" or rng.random() < 0.2
            _party(rng, made, bare=related)
            roles = [Field("actor", "entity", "party"), Field("client", "entity", "party", optional=rng.random() < 0.7)]
            if related:
                made.relations["trusts"] = ("party", "party")
            return roles
        case "nested":
            _party(rng, made)
            owner = Field("owner", "entity", "party", optional=rng.random() < 0.5)
            made.entities["device"] = Entity("device", "", (owner, Field("locked", "flag")))
            if rng.random() < 0.4:
                made.relations["runs"] = ("party", "device")
            return [Field("actor", "entity", "party", optional=rng.random() < 0.3), Field("item", "entity", "device")]
        case "numbers":
            sort = rng.choice(("duration", "number", "number", "percent", "percent", "money"))
            return [Field("amount", sort, optional=rng.random() < 0.3, bounds=_bounds(rng, sort))]
        case "linked":
            sort = rng.choice(("duration", "number", "number", "percent", "money"))
            return [
                Field("amount", sort, linked=True, bounds=_bounds(rng, sort)),
                Field("limit", sort, linked=True, optional=rng.random() < 0.3),
            ]
        case "dates":
            return [Field("start", "date", linked=True, optional=rng.random() < 0.3)] if rng.random() < 0.8 else []
        case "calendar":
            return [Field("start", "date", linked=True)] if rng.random() < 0.4 else []
        case "integers":
            low = rng.choice((0, 0, -1))
            return [
                Field("count", "integer", linked=True, bounds=f" from {low} to 2"),
                Field("seats", "integer", linked=True, optional=rng.random() < 0.4, bounds=" from 0 to 2"),
            ]
        case "sets":
            made.kinds["tool"] = kind(rng, "tool", small=rng.random() < 0.6)
            return [Field("tools", "set", "tool", optional=rng.random() < 0.3)]
        case _:
            return []


def _bounds(rng: Random, sort: str) -> str:
    if rng.random() < 0.7:
        return ""
    return {"duration": " from 10 seconds to 4 days", "number": " from -1 to 12", "percent": " from 0% to 100%"}.get(
        sort, " from 0 USD to 200 USD"
    )


def _party(rng: Random, made: Vocabulary, *, bare: bool = False) -> None:
    if bare and rng.random() < 0.8:
        made.kinds["body"] = Kind("body", "kind body: firm, other", ("firm", "other"), 2)
        made.entities["party"] = Entity("party", "body", ())
        return
    made.kinds["body"] = kind(rng, "body", small=rng.random() < 0.7)
    inner = rng.choice(
        (
            Field("minor", "flag"),
            Field("base", "kind", "place"),
            Field("minor", "flag", optional=True),
            Field("age", "integer", bounds=" from 0 to 2"),
        )
    )
    if inner.of == "place":
        made.kinds["place"] = kind(rng, "place", small=True)
    fields = () if rng.random() < 0.2 else (inner,)
    classified = "body" if not fields or rng.random() < 0.75 else ""
    if not classified:
        del made.kinds["body"]
    made.entities["party"] = Entity("party", classified, fields)


def _extra(rng: Random, made: Vocabulary, taken: set[str]) -> Field:
    optional = rng.random() < 0.25
    choices = [
        Field(name, "flag", optional=optional and rng.random() < 0.5, example=rng.choice(("", " example true")))
        for name in ("paid", "live", "checked")
    ]
    for name, role in (("task", "task"), ("task", "goal"), ("place", "place"), ("body", "sector")):
        if name in made.kinds or name == "task" or rng.random() < 0.3:
            choices.append(Field(role, "kind", name, optional=optional))
    choices.append(Field("delay", "duration", optional=optional))
    choices.append(Field("price", "money", optional=optional))
    choices.append(Field("share", "percent", optional=optional))
    choices.append(Field("level", "integer", optional=optional, bounds=" from 0 to 2"))
    free = [f for f in choices if f.name not in taken]
    found = rng.choice(free)
    if found.sort == "kind" and found.of not in made.kinds:
        made.kinds[found.of] = kind(rng, found.of, small=rng.random() < 0.5)
    return found


def _sub_acts(rng: Random, made: Vocabulary, roles: list[Field], size: int, room: int) -> None:
    clash = rng.random() < 0.4
    own = (Field("public", "flag"),) if size * 3 <= room else ()
    made.acts["resell"] = Act("resell", "use", (*roles, *own), own)
    if size * 5 > room:
        return
    if clash:
        own = (Field("public", "flag", optional=rng.random() < 0.3),)
        made.acts["lend"] = Act("lend", "use", (*roles, *own), own)
    elif rng.random() < 0.5:
        parent = made.acts["resell"]
        own = (Field("abroad", "flag"),)
        made.acts["export"] = Act("export", "resell", (*parent.roles, *own), own)


# --- sizes ----------------------------------------------------------------------------------------------------------------------


def _size(made: Vocabulary, roles: list[Field]) -> int:
    size = 6 if made.dated else 1
    entities: list[Field] = []
    for role in roles:
        if role.sort == "entity":
            entities.append(role)
        else:
            size *= _values(made, role)
    if not entities:
        return size
    one = 1
    party = made.entities["party"]
    for inner in party.fields:
        one *= _values(made, inner)
    one *= made.kinds[party.kind].leaves if party.kind else 1
    if "device" in made.entities:
        size *= 2 * one * (one + 2)
    else:
        size *= one * (one + 2)
    return size * {"trusts": 8, "runs": 4}.get(next(iter(made.relations), ""), 1)


def _values(made: Vocabulary, role: Field) -> int:
    match role.sort:
        case "kind":
            values = made.kinds[role.of].leaves
        case "set":
            values = 2 ** made.kinds[role.of].leaves
        case "flag":
            values = 2
        case "integer":
            values = 4 if "-1" in role.bounds else 3
        case "date":
            values = 12
        case _:
            values = 8 if role.linked else 6
    return values + role.optional
