"""All scenarios of a document's acts, and all readings of each: what the solver's answers are measured by.

Contract: enumeration follows the definitions (an act with a value for every role; entities are the same or not; relations hold
or not; numbers at representative points), with `interpret.possible` as the filter. It knows nothing of any encoding.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations, product

from tests.oracle import numbers
from tests.oracle.numbers import Atom, Domain, Var
from tests.oracle.sight import Glimpse, Seen
from tos_spec import core, interpret
from tos_spec.core import Path, Policy, Sort, Value
from tos_spec.evaluate import Judged
from tos_spec.interpret import Judgement
from tos_spec.scenario import Reading, Rulings, Scenario
from tos_spec.shape import Slot, ancestors, root, slot_kind, slots

TOO_MANY = 60_000
"""A document with more scenarios than this is not small: the generator is at fault."""


@dataclass(frozen=True)
class Row:
    """A scenario under one reading."""

    reading: Reading
    judged: Judgement


@dataclass
class Space:
    """The scenarios of one document. What was judged once is kept."""

    policy: Policy
    _candidates: dict[str, list[Scenario]] = field(default_factory=dict)
    _scenarios: dict[str, list[Scenario]] = field(default_factory=dict)
    _types: dict[Path, str] = field(default_factory=dict)
    _rows: dict[int, list[Row]] = field(default_factory=dict)
    _atoms: dict[tuple[frozenset[Path], tuple[tuple[Path, Path], ...]], list[Atom]] = field(default_factory=dict)
    _laws: dict[str, list[Seen]] = field(default_factory=dict)
    _sights: dict[int, tuple[Scenario, object, list[tuple[Seen, Glimpse]]]] = field(default_factory=dict)
    _judged: dict[object, Judgement] = field(default_factory=dict)
    _open: dict[int, tuple[Scenario, tuple[tuple[str, tuple[Path, ...]], ...]]] = field(default_factory=dict)
    _asked: dict[int, tuple[Scenario, tuple[tuple[str, tuple[Path, ...]], ...]]] = field(default_factory=dict)
    raw: int = 0

    def __post_init__(self) -> None:
        self.comparisons = list(_comparisons(self.policy))
        every = (s for act in self.policy.acts for s in slots(self.policy, act))
        self._types = {s.path: s.entity for s in every if s.entity is not None}  # another act may have a number of that name

    def scenarios(self, act: str) -> list[Scenario]:
        """Every scenario of exactly this act, on all days."""
        if act not in self._scenarios:
            self._scenarios[act] = [s for s in self.candidates(act) if not interpret.possible(self.policy, s)]
        return self._scenarios[act]

    def candidates(self, act: str) -> list[Scenario]:
        """Every scenario of exactly this act, whether or not the assumptions hold."""
        if act not in self._candidates:
            self._candidates[act] = list(self._shaped(act))
        return self._candidates[act]

    def _shaped(self, act: str) -> Iterator[Scenario]:
        mine = [s for s in slots(self.policy, act) if act in s.acts]
        for identity, there in _structures(mine, self._types, {}, frozenset()):
            yield from self._filled(act, [s for s in mine if s.path in there], identity)

    def _filled(self, act: str, there: Sequence[Slot], identity: Mapping[Path, Path]) -> Iterator[Scenario]:
        own = [s for s in there if _canonical(s.path, identity) == s.path and identity.get(s.path, s.path) == s.path]
        finite = [(s, _finite(self.policy, s)) for s in own]
        numeric = self.numbers_of({s.path for s in there}, identity, own)
        choices = [[(s.path, v) for v in values] for s, values in finite if values is not None]
        relations = list(_relations(self.policy, there, identity))
        for facts in product(*choices):
            for amounts in numeric:
                known: dict[Path, Value] = {**dict(facts), **amounts}
                full = {s.path: known[c] for s in there if (c := _class_of(s.path, identity)) in known}
                for relation in relations:
                    self.raw += 1
                    if self.raw > TOO_MANY:
                        msg = "too many scenarios"
                        raise AssertionError(msg)
                    yield Scenario(act, full, identity, relation)

    def numbers_of(self, paths: set[Path], identity: Mapping[Path, Path], own: Sequence[Slot]) -> list[dict[Var, Fraction]]:
        """Representative values of all numbers, for one shape."""
        asked = {path for claim in self.policy.claims for path in claim.paths}
        domains = {s.path: _domain(s, varied=s.path in asked) for s in own if s.field.type.sort in core.NUMERIC}
        atoms = self.atoms(paths, identity)
        varied = any(("date",) in claim.paths for claim in self.policy.claims)
        if ("date",) in domains and not varied and not any(("date",) in a.variables() for a in atoms):
            first = domains["date",].low
            domains["date",] = Domain(first, first, whole=True)
        for name in self.policy.quantities:
            domains["?", name] = self.quantity(name)
        return numbers.assignments(domains, atoms)

    def quantity(self, name: str) -> Domain:
        """What an open quantity ranges over."""
        found = self.policy.quantities[name]
        return Domain(found.low, found.high, whole=False, quantity=True)

    def atoms(self, paths: set[Path], identity: Mapping[Path, Path]) -> list[Atom]:
        """What the document compares, for one shape."""
        key = (frozenset(paths), tuple(identity.items()))
        if key not in self._atoms:
            self._atoms[key] = self._compared(paths, identity)
        return self._atoms[key]

    def known_atoms(self) -> list[list[Atom]]:
        """What was compared so far, by shape."""
        return list(self._atoms.values())

    def _compared(self, paths: set[Path], identity: Mapping[Path, Path]) -> list[Atom]:
        found: list[Atom] = []
        for expr, params in self.comparisons:
            here = [[p for p in identity if p in paths and self._types[p] == entity] for _, entity in params]
            for args in product(*here):
                given = {name: path for (name, _), path in zip(params, args, strict=True)}
                moved = _moved(expr, given, paths, identity)
                atom = numbers.atom(moved) if moved is not None else None
                if atom is not None:
                    found.append(atom)
        documents = (self.policy, *self.policy.others.values())
        for period in (p for d in documents for p in (d.period, *(c.period for c in d.clauses))):
            days = (period.first, None if period.last is None else period.last + 1)
            found += [numbers.Line(((("date",), Fraction(1)),), Fraction(-day)) for day in days if day is not None]
        return list(dict.fromkeys(found))

    # --- readings -------------------------------------------------------------------------------------------------------------

    def points(self, s: Scenario) -> tuple[tuple[str, tuple[Path, ...]], ...]:
        """The open terms that are really open in a scenario, which is kept from now on (so that its id stays its own)."""
        if id(s) not in self._open:
            self._open[id(s)] = s, tuple(p for p in interpret.points(self.policy, s) if p[0] in self.policy.terms)
        return self._open[id(s)][1]

    def entity_terms(self, s: Scenario) -> tuple[tuple[str, tuple[Path, ...]], ...]:
        """As `interpret.entity_terms`, each once; the scenario is kept, as by `points`."""
        if id(s) not in self._asked:
            self._asked[id(s)] = s, tuple(interpret.entity_terms(self.policy, s))
        return self._asked[id(s)][1]

    def judge(self, s: Scenario, r: Reading) -> Judgement:
        """As `interpret.judge`: once for all scenarios and readings that no clause and no default can tell apart."""
        if id(s) not in self._sights:
            self._sights[id(s)] = s, self._days(s), [(law, law.glimpse(s)) for law in self._laws_on(s.act)]
        _, days, laws = self._sights[id(s)]
        key: tuple[object, ...] = (s.act, days, *[law.holds(s, seen, r, _NOTHING) for law, seen in laws])
        if key not in self._judged:
            self._judged[key] = interpret.judge(self.policy, s, Reading(r.terms, r.entity_terms, r.quantities))
        ground = self._judged[key].rests_on
        if not (r.on_conflict and ground == "conflict ruling") and not (r.on_silence and ground == "silence ruling"):
            return self._judged[key]
        key = (*key, "ruled")
        if key not in self._judged:
            self._judged[key] = interpret.judge(self.policy, s, r)
        return self._judged[key]

    def _laws_on(self, act: str) -> list[Seen]:
        """All that clauses and defaults ask of a scenario of this act, but for its day."""
        if act not in self._laws:
            above, policy = ancestors(self.policy, act), self.policy
            clauses = [c for c in policy.clauses if c.act in above]
            asked = [core.And(tuple(condition.expr for condition in c.conditions)) for c in clauses]
            asked += [c.required for c in clauses]
            asked += [line.when for line in policy.defaults if line.act is None or line.act in above]
            self._laws[act] = [Seen(policy, expr) for expr in dict.fromkeys(asked)]
        return self._laws[act]

    def _days(self, s: Scenario) -> object:
        """In which periods a scenario lies."""
        day = int(s.facts["date",])  # type: ignore[arg-type]
        return tuple(p.covers(day) for p in (self.policy.period, *(c.period for c in self.policy.clauses)))

    def judge_by(self, s: Scenario, r: Reading, name: str) -> str:
        """The outcome of a scenario of this space under another document, by that one's own rulings."""
        rulings = r.others.get(name, Rulings())
        own = Reading(r.terms, r.entity_terms, r.quantities, rulings.on_conflict, rulings.on_silence)
        return interpret.judge(self.policy.others[name], s, own).outcome

    def rows(self, s: Scenario) -> list[Row]:
        """A scenario of this space under each of its readings."""
        if id(s) not in self._rows:
            self._rows[id(s)] = [Row(r, self.judge(s, r)) for r in self.readings(s)]
        return self._rows[id(s)]

    def readings(self, s: Scenario) -> Iterator[Reading]:
        """Every reading of one scenario: each point both ways, quantities at representative values, rulings where they count."""
        terms = self.points(s)
        for amounts in self.amounts((s,)):
            for bits in product((False, True), repeat=len(terms)):
                acts = {name: bit for (name, args), bit in zip(terms, bits, strict=True) if not args}
                entities = {(name, args): bit for (name, args), bit in zip(terms, bits, strict=True) if args}
                yield from self._ruled(s, Reading(acts, entities, amounts))

    def _ruled(self, s: Scenario, r: Reading) -> Iterator[Reading]:
        grounds = {"": self.judge(s, r).rests_on}
        grounds |= {n: interpret.judge(other, s, r).rests_on for n, other in self.policy.others.items()}
        rulings = {name: _rulings(ground) for name, ground in grounds.items()}
        for chosen in product(*rulings.values()):
            own, *others = chosen
            named = dict(zip(self.policy.others, others, strict=True))
            yield replace(r, on_conflict=own.on_conflict, on_silence=own.on_silence, others=named)

    def amounts(self, scenarios: Sequence[Scenario]) -> list[dict[str, Fraction]]:
        """Representative values of the open quantities, given the numbers of one scenario, or of two."""
        if not self.policy.quantities:
            return [{}]
        known = [{p: Fraction(v) for p, v in s.facts.items() if isinstance(v, Fraction)} for s in scenarios]
        atoms = [a for s in scenarios for a in self.atoms({*s.facts, *s.identity}, s.identity)]
        names = list(self.policy.quantities)
        choices = [numbers.quantities(name, self.quantity(name), atoms, known) for name in names]
        return [dict(zip(names, values, strict=True)) for values in product(*choices)]


_NOTHING = Judged({})
"""Clauses and defaults do not speak of what applies."""


def _rulings(ground: str) -> tuple[Rulings, ...]:
    """The rulings that count where an outcome rests on this."""
    match ground:
        case "conflict ruling":
            return (Rulings(), Rulings(on_conflict=True))
        case "silence ruling":
            return (Rulings(), Rulings(on_silence=True))
        case _:
            return (Rulings(),)


# --- shapes -----------------------------------------------------------------------------------------------------------------------


Shape = tuple[dict[Path, Path], frozenset[Path]]
"""Which paths reach which entity (by its first path), and which paths there are."""


def _structures(
    rest: Sequence[Slot], types: Mapping[Path, str], identity: dict[Path, Path], there: frozenset[Path]
) -> Iterator[Shape]:
    """Every choice of what is there, and of which entities are the same."""
    if not rest:
        yield identity, there
        return
    slot, *others = rest
    owner = slot.owner
    if owner is not None and owner not in there:
        yield from _structures(others, types, identity, there)
        return
    if owner is not None and identity[owner] != owner:
        twin = (*identity[owner], slot.field.key)
        if twin not in there:
            yield from _structures(others, types, identity, there)
        else:
            same = {**identity, slot.path: identity[twin]} if slot.entity else identity
            yield from _structures(others, types, same, there | {slot.path})
        return
    if slot.field.optional:
        yield from _structures(others, types, identity, there)
    if slot.entity is None:
        yield from _structures(others, types, identity, there | {slot.path})
        return
    firsts = [p for p, first in identity.items() if p == first and types[p] == slot.entity]
    for first in (*firsts, slot.path):
        yield from _structures(others, types, {**identity, slot.path: first}, there | {slot.path})


def _class_of(path: Path, identity: Mapping[Path, Path]) -> Path:
    """The first path to what is at `path`."""
    return identity.get(path) or _canonical(path, identity)


def _canonical(path: Path, identity: Mapping[Path, Path]) -> Path:
    owner = path[:-1]
    return (*identity[owner], path[-1]) if owner in identity else path


def _finite(policy: Policy, slot: Slot) -> list[Value] | None:
    """All values of a slot, if it has finitely many and is no number."""
    kind = slot_kind(policy, slot)
    if kind is not None:
        return list(policy.kinds[kind].leaves)
    match slot.field.type.sort:
        case Sort.FLAG:
            return [False, True]
        case Sort.SET:
            leaves = policy.kinds[slot.field.type.of].leaves
            return [frozenset(c) for n in range(len(leaves) + 1) for c in combinations(leaves, n)]
        case _:
            return None


def _domain(slot: Slot, *, varied: bool) -> Domain:
    type_ = slot.field.type
    return Domain(type_.low, type_.high, whole=type_.sort in (Sort.INTEGER, Sort.DATE), varied=varied)


def _relations(
    policy: Policy, there: Sequence[Slot], identity: Mapping[Path, Path]
) -> Iterator[frozenset[tuple[str, tuple[Path, ...]]]]:
    firsts: dict[str, list[Path]] = {}
    for slot in there:
        if slot.entity is not None and identity[slot.path] == slot.path:
            firsts.setdefault(slot.entity, []).append(slot.path)
    facts = [(r.name, args) for r in policy.relations.values() for args in product(*(firsts.get(e, []) for e in r.over))]
    for chosen in product((False, True), repeat=len(facts)):
        yield frozenset(fact for fact, holds in zip(facts, chosen, strict=True) if holds)


# --- comparisons --------------------------------------------------------------------------------------------------------------------

Params = tuple[tuple[str, str], ...]


def _comparisons(policy: Policy) -> Iterator[tuple[core.Compare, Params]]:
    for expr, params in _expressions(policy):
        stack = [expr]
        while stack:
            match stack.pop():
                case core.And(items) | core.Or(items):
                    stack += items
                case core.Not(body) | core.Defined(body=body):
                    stack.append(body)
                case core.Compare() as found:
                    yield found, params
                case _:
                    pass


def _expressions(policy: Policy) -> Iterator[tuple[core.Expr, Params]]:
    asked = {root(policy, q.act) for q in (*policy.claims, *policy.cases, *policy.clauses)}
    for a in policy.assumptions:
        if a.act is None or root(policy, a.act) in asked:
            yield a.body, a.params
    for t in policy.terms.values():
        yield t.includes, t.params
        yield t.excludes, t.params
    for document in (policy, *policy.others.values()):
        for d in document.defaults:
            yield d.when, ()
        for c in document.clauses:
            yield from ((condition.expr, ()) for condition in c.conditions)
            yield c.required, ()
    for claim in policy.claims:
        yield claim.when, ()
        yield from ((a.scope, ()) for a in claim.accepting)
    for case in policy.cases:
        yield case.facts, ()


def _moved(expr: core.Compare, given: Mapping[str, Path], paths: set[Path], identity: Mapping[Path, Path]) -> core.Compare | None:
    """The comparison with paths in the place of parameters, each the first to its thing; None where one is not there."""

    def at(path: Path) -> Path | None:
        real = (*given[path[0]], *path[1:]) if path[0] in given else path
        return _class_of(real, identity) if real in paths else None

    def number(n: core.Number) -> core.Number | None:
        match n:
            case core.Read(path):
                real = at(path)
                return None if real is None else core.Read(real)
            case core.Plus(left, right) | core.Between(left, right):
                a, b = number(left), number(right)
                return None if a is None or b is None else type(n)(a, b)
            case core.Times(factor, body):
                a = number(body)
                return None if a is None else core.Times(factor, a)
            case core.Shift(date, months, days):
                a = number(date)
                return None if a is None else core.Shift(a, months, days)
            case _:
                return n

    left, right = number(expr.left), number(expr.right)
    return None if left is None or right is None else core.Compare(expr.op, left, right)
