"""Random pairs of small documents: one, and the same with a few edits of its law and of its vocabulary.

Contract: a `Spec` is data, so that what two have in common can be read off it without asking the checker. `text` is a valid document: what
a condition names and the vocabulary lacks is left out of it. The same seed gives the same pair.
"""

from dataclasses import dataclass, replace
from random import Random

LEAVES = ("sort", "draw", "search", "trace", "speak", "sing")
Tree = tuple[tuple[str, str], ...]
"""Names with their parents ("" at the top), parents first. A nested `other` is called `parent.other`."""

Atom = tuple[str, ...]


@dataclass(frozen=True)
class Role:
    """A role: `kind`, `flag` or `number` (from `low` to `high`)."""

    name: str
    sort: str
    optional: bool = False
    low: int = 0
    high: int = 2
    act: str = "use"


@dataclass(frozen=True)
class Clause:
    """A clause: conditions are atoms, each on a line of its own."""

    number: str
    effect: str
    act: str
    conditions: tuple[Atom, ...]
    excepts: str = ""
    first_day: str = ""


@dataclass(frozen=True)
class Spec:
    """A document as data."""

    tree: Tree
    roles: tuple[Role, ...]
    acts: tuple[tuple[str, str], ...]
    terms: tuple[tuple[str, tuple[Atom, ...], tuple[Atom, ...]], ...]
    much: tuple[int, int] | None
    assumed: tuple[Atom, Atom] | None
    clauses: tuple[Clause, ...]
    default: str
    conflicts: str

    # --- what it has ------------------------------------------------------------------------------------------------------------

    def inner(self) -> frozenset[str]:
        """The names that are classes."""
        return frozenset(parent for _, parent in self.tree if parent)

    def leaves(self) -> tuple[str, ...]:
        """The names that are leaves."""
        inner = self.inner()
        return tuple(name for name, _ in self.tree if name not in inner)

    def has(self, atom: Atom, act: str) -> bool:
        """Whether a document with this vocabulary can say `atom` of `act`."""
        word, *names = atom
        above = self.above(act)
        roles = {r.name: r for r in self.roles if r.act in above}
        match word:
            case "is" | "is not":
                return names[0] in roles and roles[names[0]].sort == "kind" and names[1] in dict(self.tree)
            case "flag" | "not flag":
                return names[0] in roles and roles[names[0]].sort == "flag"
            case "<=" | ">":
                return names[0] in roles and roles[names[0]].sort == "number" and (names[1] != "much" or self.much is not None)
            case "there" | "absent":
                return names[0] in roles and roles[names[0]].optional
            case "same":
                return all(n in roles and roles[n].sort == "kind" for n in names)
            case "term" | "not term":
                return names[0] in {t for t, _, _ in self.terms}
        raise AssertionError(atom)

    def above(self, act: str) -> tuple[str, ...]:
        """The act and those above it."""
        parents = dict(self.acts)
        found = [act]
        while parents.get(found[-1]):
            found.append(parents[found[-1]])
        return tuple(found)

    # --- as text ----------------------------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The document."""
        parts = [f'terms made "Made"\n  default {self.default}\n  conflicts {self.conflicts}', "kind task\n" + self._tree("", 2)]
        for act, parent in self.acts:
            lines = [f"act {act}{f' is {parent}' if parent else ''}"]
            lines += [f"  {r.name} : {_type(r)}" for r in self.roles if r.act == act]
            parts.append("\n".join(lines))
        if self.much is not None:
            parts.append(f'open number much "a lot" from {self.much[0]} to {self.much[1]}')
        if self.assumed is not None and all(self.has(a, "use") for a in self.assumed):
            parts.append(f"assume world in use\n  {_said(self.assumed[0])} implies {_said(self.assumed[1])}")
        for name, includes, excludes in self.terms:
            lines = [f"open term {name} in use"]
            certain = [_said(a) for a in includes if self.has(a, "use")]
            lines += [f"  includes {c}" for c in certain]
            never = [_said(a) for a in excludes if self.has(a, "use")]
            if never:
                lines.append("  excludes " + " and ".join([*never, *(f"not ({c})" for c in certain)]))
            parts.append("\n".join(lines))
        parts += [self._clause(c) for c in self.clauses if self.stands(c)]
        return "\n\n".join(parts) + "\n"

    def stands(self, clause: Clause) -> bool:
        """Whether the clause's act and the clause that it excepts are there."""
        if clause.act not in dict(self.acts):
            return False
        return not clause.excepts or any(c.number == clause.excepts and self.stands(c) for c in self.clauses)

    def _tree(self, parent: str, indent: int) -> str:
        lines = []
        for name, above in self.tree:
            if above == parent:
                lines.append(" " * indent + name.split(".")[-1])
                below = self._tree(name, indent + 2)
                lines += [below] if below else []
        return "\n".join(lines)

    def _clause(self, clause: Clause) -> str:
        lines = [f"clause {clause.number}"]
        if clause.excepts:
            lines.append(f"  exception to {clause.excepts}")
        if clause.first_day:
            lines.append(f"  from {clause.first_day}")
        said = [_said(a) for a in clause.conditions if self.has(a, clause.act)]
        if clause.effect == "require":
            lines.append(f"  require {said[0] if said else 'paid'} of {clause.act}")
            said = said[1:]
        else:
            lines.append(f"  {clause.effect} {clause.act}")
        return "\n".join([*lines, *(f"    when {s}" for s in said)])


def _type(role: Role) -> str:
    words = {"kind": "task", "flag": "flag", "number": f"number from {role.low} to {role.high}"}[role.sort]
    return words + (" optional" if role.optional else "")


def _said(atom: Atom) -> str:
    word, *names = atom
    match word:
        case "is" | "is not" | "<=" | ">":
            return f"{names[0]} {word} {'task.other' if names[1] == 'other' else names[1]}"
        case "flag" | "term":
            return names[0]
        case "not flag" | "not term":
            return f"not {names[0]}"
        case "there":
            return f"{names[0]} exists"
        case "absent":
            return f"not ({names[0]} exists)"
    return f"{names[0]} = {names[1]}"


# --- random ones ----------------------------------------------------------------------------------------------------------------


def pair(seed: int) -> tuple[Spec, Spec]:
    """The pair of a seed: every other one has an edit of the vocabulary, and law that the edit matters to."""
    rng = Random(seed)  # noqa: S311 - nothing is secret here
    old, new = _pointed(rng) if seed % 2 else _anyhow(rng)
    return (old, new) if rng.random() < 0.5 else (new, old)


def _anyhow(rng: Random) -> tuple[Spec, Spec]:
    old = _spec(rng)
    new = old
    edits = [_law, _law, _vocabulary, _vocabulary, _open]
    for _ in range(rng.choice((1, 1, 2, 3))):
        new = rng.choice(edits)(rng, new)
    return old, new


def _pointed(rng: Random) -> tuple[Spec, Spec]:
    """An edit of the vocabulary (or of what is open or assumed), with clauses on what it touches: in both, and in one alone."""
    sort = rng.choice(("kind", "kind", "role", "role", "open", "assumed", "act"))
    wanted = {"role": "any", "open": "level"}.get(sort, "second" if rng.random() < 0.6 else "any")
    old = _spec(rng, wanted, clauses=(0, 1, 1, 2))
    match sort:
        case "kind":
            new = rng.choice((_leaf_comes, _leaf_comes, _leaf_opens, _leaf_opens, _leaf_goes, _leaf_moves))(rng, old)
            touched = [t[0] for t in set(old.tree) ^ set(new.tree)] + [t[1] for t in set(old.tree) ^ set(new.tree)]
            names = sorted({n for n in (*touched, *(f"{t}.other" for t in touched), "other") if n})
            atoms: list[Atom] = [("is", "task", n) for n in names] + [("same", "task", "second")] * 3
        case "role":
            new = _role_changes(rng, old)
            names = sorted({r.name for r in set(old.roles) ^ set(new.roles)})
            atoms = [(word, n) for n in names for word in ("there", "absent", "absent", "flag", "not flag")]
            atoms += [(word, n, bound) for n in names for word, bound in (("<=", "0"), (">", "2"), ("<=", "1"))]
        case "open":
            new = _open(rng, old)
            atoms = [("term", t) for t, _, _ in new.terms] + [("<=", "level", "much"), (">", "level", "much")] * 2
        case "assumed":
            old = replace(old, assumed=(_atom(rng, old), _atom(rng, old)))
            new = replace(old, assumed=None)
            assert old.assumed is not None
            both = (old.assumed[0], _denied(old.assumed[1]))
            return old, replace(new, clauses=(*new.clauses, Clause("80", rng.choice(("forbid", "permit")), "use", both)))
        case _:
            new = _act_changes(rng, old)
            atoms = [_atom(rng, old) for _ in range(3)]
    return _with_clause(rng, old, new, atoms)


def _with_clause(rng: Random, old: Spec, new: Spec, atoms: list[Atom]) -> tuple[Spec, Spec]:
    """Clauses with some of `atoms`: one of both documents, and one of the new document alone."""
    acts = [a for a, _ in old.acts]
    for number, both in (("80", True), ("82", True), ("81", False)):
        act = "use" if rng.random() < 0.7 else rng.choice(acts)
        known = [a for a in atoms if new.has(a, act) and (not both or old.has(a, act))]
        if known:
            made = Clause(number, rng.choice(("forbid", "forbid", "permit")), act, (rng.choice(known),))
            old = replace(old, clauses=(*old.clauses, made)) if both else old
            new = replace(new, clauses=(*new.clauses, made))
    return old, new


def _denied(atom: Atom) -> Atom:
    words = {"is": "is not", "flag": "not flag", "<=": ">", "there": "absent"}
    words |= {v: k for k, v in words.items()}
    return (words.get(atom[0], atom[0]), *atom[1:])


def _spec(rng: Random, wanted: str = "any", clauses: tuple[int, ...] = (2, 3, 3, 4)) -> Spec:
    leaves = list(LEAVES)
    rng.shuffle(leaves)
    tree = [(leaves[0], ""), (leaves[1], ""), ("group", ""), (leaves[2], "group"), (leaves[3], "group")]
    if rng.random() < 0.4:
        tree.append(("group.other", "group"))
    if rng.random() < 0.4:
        tree.append(("other", ""))
    roles = [Role("task", "kind"), Role("paid", "flag")]
    extra = [
        Role("live", "flag", optional=rng.random() < 0.5),
        Role("level", "number", optional=rng.random() < 0.3),
        Role("second", "kind", optional=rng.random() < 0.5),
    ]
    roles.append(next((r for r in extra if r.name == wanted), None) or rng.choice(extra))
    acts = [("use", "")]
    if rng.random() < 0.4:
        acts.append(("resell", "use"))
        if rng.random() < 0.6:
            roles.append(Role("abroad", "flag", act="resell"))
    much = (rng.choice((0, 1)), rng.choice((1, 2))) if any(r.name == "level" for r in roles) and rng.random() < 0.6 else None
    spec = Spec(tuple(tree), tuple(roles), tuple(acts), (), much, None, (), "permitted", "undecided")
    spec = replace(spec, default=_default(rng), conflicts=_conflicts(rng))
    if rng.random() < 0.6:
        spec = _new_term(rng, spec)
    for _ in range(rng.choice(clauses)):
        spec = _new_clause(rng, spec)
    if rng.random() < 0.2:
        spec = replace(spec, assumed=(_atom(rng, spec), _atom(rng, spec)))
    return spec


def _default(rng: Random) -> str:
    return rng.choice(("permitted", "permitted", "forbidden", "undecided"))


def _conflicts(rng: Random) -> str:
    return rng.choice(("undecided", "prohibitions prevail", "permissions prevail", "earlier prevails", "later prevails"))


def _atom(rng: Random, spec: Spec, act: str = "use", *, terms: bool = False) -> Atom:
    """A test that the vocabulary has the words for."""
    names = [n for n, _ in spec.tree]
    above = spec.above(act)
    choices: list[Atom] = []
    for role in (r for r in spec.roles if r.act in above):
        match role.sort:
            case "kind":
                choices += [(rng.choice(("is", "is", "is not")), role.name, rng.choice(names)) for _ in range(2)]
            case "flag":
                choices.append((rng.choice(("flag", "not flag")), role.name))
            case _:
                bounds = ["0", "1", "2", *(["much", "much"] if spec.much is not None and terms else [])]
                choices += [(rng.choice(("<=", ">")), role.name, rng.choice(bounds)) for _ in range(2)]
        if role.optional:
            choices.append((rng.choice(("there", "absent")), role.name))
    if sum(r.sort == "kind" for r in spec.roles) > 1:
        choices.append(("same", "task", "second"))
    if terms:
        choices += [(rng.choice(("term", "term", "not term")), t) for t, _, _ in spec.terms for _ in range(2)]
    return rng.choice([c for c in choices if spec.has(c, act)])


def _new_clause(rng: Random, spec: Spec) -> Spec:
    used = {c.number for c in spec.clauses}
    number = next(str(n) for n in range(1, 20) if str(n) not in used)
    act = rng.choice([a for a, _ in spec.acts])
    effect = rng.choice(("permit", "forbid", "forbid", "require"))
    conditions = tuple(_atom(rng, spec, act, terms=True) for _ in range(rng.choice((1, 1, 2))))
    plain = [c for c in spec.clauses if not c.excepts and c.act == act]
    excepts = rng.choice(plain).number if plain and effect == "permit" and rng.random() < 0.6 else ""
    day = "2024-05-02" if rng.random() < 0.1 else ""
    return replace(spec, clauses=(*spec.clauses, Clause(number, effect, act, conditions, excepts, day)))


def _new_term(rng: Random, spec: Spec) -> Spec:
    name = rng.choice([n for n in ("suitable", "careful") if n not in {t for t, _, _ in spec.terms}] or [""])
    if not name:
        return spec
    includes = (_atom(rng, spec),) if rng.random() < 0.6 else ()
    excludes = (_atom(rng, spec),) if rng.random() < 0.6 else ()
    return replace(spec, terms=(*spec.terms, (name, includes, excludes)))


# --- edits ----------------------------------------------------------------------------------------------------------------------


def _law(rng: Random, spec: Spec) -> Spec:
    """A clause goes, comes, changes or moves; silence or a conflict means something else."""
    clauses = list(spec.clauses)
    at = rng.randrange(len(clauses)) if clauses else 0
    match rng.choice(("go", "come", "change", "change", "effect", "default", "conflicts", "move")):
        case "go" if clauses:
            gone = clauses.pop(at).number
            return replace(spec, clauses=tuple(c for c in clauses if c.excepts != gone))
        case "change" if clauses:
            conditions = list(clauses[at].conditions)
            conditions[rng.randrange(len(conditions))] = _atom(rng, spec, clauses[at].act, terms=True)
            clauses[at] = replace(clauses[at], conditions=tuple(conditions))
            return replace(spec, clauses=tuple(clauses))
        case "effect" if clauses and not clauses[at].excepts:
            clauses[at] = replace(clauses[at], effect=rng.choice(("permit", "forbid")))
            return replace(spec, clauses=tuple(clauses))
        case "default":
            return replace(spec, default=_default(rng))
        case "conflicts":
            return replace(spec, conflicts=_conflicts(rng))
        case "move" if clauses:
            clauses.insert(rng.randrange(len(clauses)), clauses.pop(at))
            return replace(spec, clauses=tuple(clauses))
    return _new_clause(rng, spec)


def _vocabulary(rng: Random, spec: Spec) -> Spec:
    """A leaf comes, goes, moves or becomes a class; a role comes, goes, changes; an act comes or goes; something is assumed."""
    edits = (
        _leaf_comes,
        _leaf_comes,
        _leaf_goes,
        _leaf_moves,
        _leaf_opens,
        _role_changes,
        _role_changes,
        _act_changes,
        _supposed,
    )
    return rng.choice(edits)(rng, spec)


def _leaf_comes(rng: Random, spec: Spec) -> Spec:
    parent = rng.choice(["", *sorted(spec.inner())])
    known = [n for n, _ in spec.tree]
    names = [*(n for n in LEAVES if n not in known), f"{parent}.other" if parent else "other"]
    name = rng.choice([n for n in names if n not in known])
    return replace(spec, tree=(*spec.tree, (name, parent)))


def _leaf_goes(rng: Random, spec: Spec) -> Spec:
    safe = [n for n in spec.leaves() if sum(p == dict(spec.tree)[n] for _, p in spec.tree) > 1]
    gone = rng.choice(safe)
    return replace(spec, tree=tuple(t for t in spec.tree if t[0] != gone))


def _leaf_moves(rng: Random, spec: Spec) -> Spec:
    leaf = rng.choice([n for n in spec.leaves() if "other" not in n and sum(p == dict(spec.tree)[n] for _, p in spec.tree) > 1])
    parent = rng.choice([p for p in ("", *sorted(spec.inner())) if p != dict(spec.tree)[leaf]] or [""])
    return replace(spec, tree=(*(t for t in spec.tree if t[0] != leaf), (leaf, parent)))


def _leaf_opens(rng: Random, spec: Spec) -> Spec:
    """A leaf becomes a class."""
    leaf = rng.choice([n for n in spec.leaves() if "other" not in n])
    below = [*[n for n in LEAVES if n not in dict(spec.tree)][:1], f"{leaf}.other"]
    return replace(spec, tree=(*spec.tree, *((n, leaf) for n in below)))


def _role_changes(rng: Random, spec: Spec) -> Spec:
    roles = list(spec.roles)
    at = rng.randrange(1, len(roles))
    match rng.choice(("come", "go", "optional", "retype", "bounds")):
        case "come":
            name = rng.choice([n for n in ("live", "quick") if n not in {r.name for r in roles}] or ["quiet"])
            if name not in {r.name for r in roles}:
                roles.append(Role(name, "flag", optional=rng.random() < 0.5))
        case "go" if roles[at].name != "paid":
            roles.pop(at)
        case "optional":
            roles[at] = replace(roles[at], optional=not roles[at].optional)
        case "retype" if roles[at].name not in ("paid", "second"):
            roles[at] = replace(roles[at], sort="flag" if roles[at].sort == "number" else "number")
        case "bounds":
            roles = [replace(r, low=rng.choice((0, 1)), high=rng.choice((2, 3))) if r.sort == "number" else r for r in roles]
    much = spec.much if any(r.sort == "number" for r in roles) else None
    return replace(spec, roles=tuple(roles), much=much)


def _act_changes(rng: Random, spec: Spec) -> Spec:
    acts = dict(spec.acts)
    name = rng.choice(("resell", "lend", "quit"))
    if name in acts:
        kept = tuple((a, p) for a, p in spec.acts if a != name)
        return replace(spec, acts=kept, roles=tuple(r for r in spec.roles if r.act != name))
    parent = {"resell": "use", "lend": rng.choice([a for a in ("use", "resell") if a in acts]), "quit": ""}[name]
    grown = replace(spec, acts=(*spec.acts, (name, parent)))
    if name == "quit":
        grown = replace(grown, roles=(*grown.roles, Role("rude", "flag", act="quit")))
        return replace(grown, clauses=(*grown.clauses, Clause("90", "forbid", "quit", (("flag", "rude"),))))
    return grown


def _supposed(rng: Random, spec: Spec) -> Spec:
    return replace(spec, assumed=None if spec.assumed else (_atom(rng, spec), _atom(rng, spec)))


def _open(rng: Random, spec: Spec) -> Spec:
    """What is left open has other bounds, comes or goes."""
    match rng.choice(("bounds", "come", "go", "much")):
        case "bounds" if spec.terms:
            name, _, _ = spec.terms[0]
            bounds = ((_atom(rng, spec),), (_atom(rng, spec),) if rng.random() < 0.5 else ())
            return replace(spec, terms=((name, *bounds), *spec.terms[1:]))
        case "go" if spec.terms:
            return replace(spec, terms=spec.terms[1:])
        case "much" if any(r.sort == "number" for r in spec.roles):
            return replace(spec, much=rng.choice(((0, 1), (1, 2), (0, 2), (2, 2))))
    return _new_term(rng, spec)
