"""Scenarios and readings as they are told: a sentence, then every fact; how each open point is read.

Contract: facts come in the order of declaration and leave nothing out but what nothing in the document or in the question speaks of: no
formula reads it, not even through an open term. An absent role is a fact with an empty value, and told in other words than a set
that is there and empty. Roles that are one entity are said to be the same.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from tos_checker import values
from tos_checker.articles import indefinite, indefinite_article
from tos_checker.constants import dated
from tos_checker.facts import is_told, reached
from tos_checker.phrases import listed
from tos_checker.readings import Extent, PointOf
from tos_checker.reasons import Teller
from tos_checker.report import Fact, Point, Story
from tos_spec import interpret
from tos_spec.core import OpenQuantity, Path
from tos_spec.scenario import ON_CONFLICT, ON_SILENCE, ruled_in, ruling
from tos_spec.shape import Slot, ancestors

_BRACES = re.compile(r"(?:\b([Aa]n?) )?\{([^{}]*)\}")


def story(teller: Teller, spoken_of: frozenset[Path] | None = None) -> Story:
    """The scenario of `teller`, told; `spoken_of` are facts that the question speaks of (None: every fact is told)."""
    known = None if spoken_of is None else reached(teller.policy).paths | spoken_of
    return Story(teller.scenario.act, sentence(teller), tuple(_facts(teller, known)))


def sentence(teller: Teller) -> str:
    """The act's own sentence with the roles filled in, or its label."""
    acts = [teller.policy.acts[a] for a in ancestors(teller.policy, teller.scenario.act)]
    says = next((a.says for a in acts if a.says), None) or acts[0].label
    told: set[Path] = set()

    def filled(match: re.Match[str]) -> str:
        path = _path(teller, match[2].strip())
        if path is None:
            return match[0]
        what = _party(teller, path, told)
        is_plain = teller.scenario.there(path) and teller.scenario.facts.get(path) != frozenset()
        if match[1] and is_plain and what in teller.what_is(path):
            article = indefinite_article(what)
            return f"{article.capitalize() if match[1][0] == 'A' else article} {what}"
        return what

    text = _BRACES.sub(filled, says)
    return text[:1].upper() + text[1:]


def _path(teller: Teller, name: str) -> Path | None:
    path = tuple(name.split("."))
    if path in teller.book.slots:
        return path
    found = [p for p in teller.book.slots if p[0].split(".")[-1] == path[0] and p[1:] == path[1:]]
    here = [p for p in found if teller.scenario.act in teller.book.slots[p].acts]
    return next(iter(here or found), None)


def _party(teller: Teller, path: Path, told: set[Path]) -> str:
    slot = teller.book.slots[path]
    if not teller.scenario.there(path):
        return "nobody" if slot.entity is not None else "nothing"
    what = teller.what_is(path)
    if slot.entity is None:
        return what
    if teller.policy.entities[slot.entity].kind is None:
        what = teller.policy.entities[slot.entity].label
    first = teller.scenario.identity[path]
    same = first in told
    told.add(first)
    return f"the same {what}" if same else indefinite(what)


def _facts(teller: Teller, known: frozenset[Path] | None) -> Iterator[Fact]:
    policy, found, book = teller.policy, teller.scenario, teller.book
    shows_date = dated(policy)
    for path, slot in book.slots.items():
        if found.act not in slot.acts or (path == ("date",) and not shows_date):
            continue
        if slot.owner is not None and not found.there(slot.owner):
            continue
        if not is_told(path, known):
            continue
        yield _fact(teller, path, slot)
        first = found.identity.get(path, path)
        if first != path:
            role = f"{'.'.join(path)} = {'.'.join(first)}"
            yield Fact(role, "true", f"{book.noun(path)} and {book.noun(first)}", "are the same")
    for relation, paths in sorted(found.relations):
        role = f"{relation}({', '.join('.'.join(p) for p in paths)})"
        label = f'"{policy.relations[relation].label}"'
        yield Fact(role, "true", label, f"holds between {listed([book.noun(p) for p in paths])}")


def _fact(teller: Teller, path: Path, slot: Slot) -> Fact:
    role, label = ".".join(path), teller.book.label(path)
    if not teller.scenario.there(path):
        return Fact(role, "", label, "nobody" if slot.entity is not None else "none")
    value = teller.scenario.facts.get(path)
    words = teller.what_is(path)
    if value is None:
        entity = teller.policy.entities[slot.field.type.of]
        return Fact(role, entity.name, label, indefinite(entity.label))
    name = values.by_name(value, slot.field.type.sort, slot.field.type.of)
    return Fact(role, name or "{}", label, words)


# --- readings -------------------------------------------------------------------------------------------------------------------


def reading(teller: Teller, documents: tuple[str, ...] = ()) -> tuple[Point, ...]:
    """How everything that the text (and that of these other documents) leaves open is read in the scenario of `teller`."""
    read = interpret.effective(teller.policy, teller.scenario, teller.reading)
    orders = [(d.order, d.name) for d in teller.policy.terms.values()]
    orders += [(d.order, d.name) for d in teller.policy.quantities.values()]
    found = []
    known = reached(teller.policy).open.union(*(reached(teller.policy.others[name]).open for name in documents))
    for _, name in sorted(orders):
        if name not in known:
            continue
        if name in teller.policy.quantities or name in read.terms:
            found.append(point(teller, name, ()))
        else:
            found += [point(teller, t, args) for t, args in read.entity_terms if t == name]
    grounds = {"": teller.judged.rests_on}
    grounds |= {n: interpret.judge_by(teller.policy, teller.scenario, teller.reading, n).rests_on for n in documents}
    for name, ground in grounds.items():
        if ground in _RULED:
            found.append(point(teller, ruling(_RULED[ground], name), ()))
    return tuple(found)


_RULED = {"conflict ruling": ON_CONFLICT, "silence ruling": ON_SILENCE}


def turns_on(teller: Teller, points: tuple[PointOf, ...], other: Teller | None = None) -> tuple[Point, ...]:
    """The points that a loophole turns on, in words; of a pair, as the scenario reads them that has what they are asked of."""

    def of(args: tuple[Path, ...]) -> Teller:
        return teller if other is None or all(map(teller.scenario.there, args)) else other

    return tuple(_told(of(p.args), p) for p in points)


def _told(teller: Teller, found: PointOf) -> Point:
    """A point that something turns on; a quantity with all the amounts that are the same to it."""
    plain = point(teller, found.name, found.args)
    if found.extent is None:
        return plain
    quantity = teller.policy.quantities[found.name]
    return replace(plain, words=f'"{quantity.label}" is {_extent(found.extent, quantity)}')


def _extent(extent: Extent, quantity: OpenQuantity) -> str:
    type_ = quantity.type

    def said(value: Fraction) -> str:
        return values.spelled(value, type_.sort, type_.of)

    if extent.low == extent.high:
        return said(extent.low)
    bounds = []
    if extent.low > quantity.low or not extent.low_in:
        bounds.append(f"{'at least' if extent.low_in else 'more than'} {said(extent.low)}")
    if extent.high < quantity.high or not extent.high_in:
        bounds.append(f"{'at most' if extent.high_in else 'less than'} {said(extent.high)}")
    amounts = [said(n) for n in extent.but]
    but = f"neither {listed(amounts, 'nor')}" if len(amounts) > 1 else f"not {''.join(amounts)}"
    if not amounts:
        return " and ".join(bounds) or f"from {said(extent.low)} to {said(extent.high)}"
    return f"{' and '.join(bounds)}, but {but}" if bounds else but


def point(teller: Teller, name: str, args: tuple[Path, ...]) -> Point:
    """How one point is read in the scenario of `teller`."""
    read = interpret.effective(teller.policy, teller.scenario, teller.reading)
    if (ruled := ruled_in(name)) is not None:
        return _ruling(teller, name, *ruled)
    if name in teller.policy.quantities:
        quantity = teller.policy.quantities[name]
        amount, type_ = read.quantities[name], quantity.type
        words = f'"{quantity.label}" is {values.spelled(amount, type_.sort, type_.of)}'
        return Point(name, values.plain(amount, type_.sort, type_.of), words)
    truth = read.entity_terms.get((name, args), False) if args else read.terms.get(name, False)
    shown = f"{name}({', '.join('.'.join(a) for a in args)})" if args else name
    return Point(shown, "yes" if truth else "no", teller.book.covers(name, args, truth=truth))


def _ruling(teller: Teller, name: str, what: str, document: str) -> Point:
    read = teller.reading.of(document) if document else teller.reading
    of = f' of "{teller.policy.others[document].title}"' if document else ""
    permitted = read.on_conflict if what == ON_CONFLICT else read.on_silence
    value = "permitted" if permitted else "forbidden"
    if what == ON_CONFLICT:
        return Point(
            name, value, f"the conflict of clauses{of} is resolved for the {'permission' if permitted else 'prohibition'}"
        )
    return Point(name, value, f"what no clause{of} governs is {value}")
