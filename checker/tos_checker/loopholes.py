"""Families of loopholes as report data: the reason in words, the pattern, the nearest scenario that is stopped.

Contract: what is said of a family is true of the family: its headline names the reason's own prohibition, its pattern speaks of nothing
but what makes the loophole, and its id depends on the claim's name and the reason alone.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

from tos_checker import changes, explain, families, headlines, phrases, stories, values
from tos_checker.agreement import said_of
from tos_checker.citations import cited
from tos_checker.classes import classes
from tos_checker.escapes import Reason
from tos_checker.intervals import Entry
from tos_checker.patterns import role
from tos_checker.phrases import FLIPPED, OPPOSITE, Op, Phrasebook, listed, named_act
from tos_checker.reasons import Teller
from tos_checker.report import Also, Escape, Family, Neighbour, PatternEntry
from tos_checker.spelling import compared
from tos_checker.stops import ON_CONFLICT, ON_SILENCE, SILENCE, Rests
from tos_spec import core
from tos_spec.core import Claim, Kind, Path, Policy, Sort

USUAL_LIMIT = 20
"""How many families are shown where nobody says otherwise."""


def told(policy: Policy, claim: Claim, found: families.Family) -> Family:
    """One family, told."""
    question = explain.of_claim(policy, claim)
    teller = Teller(policy, found.found.scenario, found.found.reading)
    reason = found.reason
    if isinstance(reason, Rests):
        parts: tuple[str, ...] = (claim.name, reason.status, *reason.on)
        family = replace(explain.family(question, found.found), escapes=None)
    else:
        texts = _escaped(found)
        escapes = None if reason.clause is None else Escape(reason.clause, texts)
        parts = (claim.name, reason.route, reason.clause or "", *sorted(texts))
        route = (f"clause {reason.route}" if reason.route in _numbers(policy) else reason.route.split(" ")[0]) or None
        near = None if reason.clause is None else policy.clause(reason.clause)
        named = claim.clauses if near is None else (near.number, *(n for n in claim.clauses if n != near.number))
        said = headlines.of_clauses(teller, named) if claim.clauses else headlines.of_way(teller, reason.route, near)
        family = explain.family(question, found.found, explain.Way(teller, said, escapes, route))
    return replace(
        family,
        id=hashlib.sha256("\0".join(parts).encode()).hexdigest()[:8],
        pattern=() if found.pattern is None else tuple(pattern_entries(policy, claim.act, found.pattern.entries)),
        exact=found.pattern is not None and found.pattern.exact,
        neighbour=_neighbour(question, teller, found, family, claims_clauses=bool(claim.clauses)),
        count=found.count,
        also=_also(question, found),
        against=found.against,
        depends=tuple(w for w in ("these", "rest") if w in found.depends),
    )


def told_apart(told: Sequence[Family], reasons: Sequence[Reason | Rests]) -> tuple[Family, ...]:
    """`told`; where several that are unsettled have one headline, each says what forbids it under some of the readings that do."""
    said = [f.headline for f in told]
    return tuple(
        replace(f, headline=f"{f.headline} (under some of these readings by {_resting(reason)})")
        if f.outcome == "unsettled" and isinstance(reason, Rests) and reason.on and said.count(f.headline) > 1
        else f
        for f, reason in zip(told, reasons, strict=True)
    )


def _resting(reason: Rests) -> str:
    """What an outcome rests on: `clause 1 and the ruling on conflict`."""
    besides = {SILENCE: "the default", ON_CONFLICT: "the ruling on conflict", ON_SILENCE: "the ruling on silence"}
    numbers = [name for name in reason.on if name not in besides]
    return listed([*([cited(numbers)] if numbers else []), *(words for name, words in besides.items() if name in reason.on)])


def _also(question: explain.Question, found: families.Family) -> Also | None:
    if found.also is None:
        return None
    here, there = (Teller(question.policy, f.scenario, f.reading) for f in (found.found, found.also))
    changed = changes.changes(here, there, question.spoken_of)
    return Also(
        stories.story(there, question.spoken_of), stories.turns_on(there, found.also.turns_on), changed, found.also.otherwise
    )


def _numbers(policy: Policy) -> frozenset[str]:
    return frozenset(c.number for c in policy.clauses)


def _escaped(found: families.Family) -> tuple[str, ...]:
    if found.prohibition is None or isinstance(found.reason, Rests):
        return ()
    return tuple(found.prohibition.conditions[i].text for i in found.reason.escaped)


# --- neighbours -------------------------------------------------------------------------------------------------------------------


def _neighbour(
    question: explain.Question, here: Teller, found: families.Family, told: Family, *, claims_clauses: bool
) -> Neighbour | None:
    if found.neighbour is None:
        return None
    there = Teller(question.policy, found.neighbour, found.found.reading)
    changed = changes.facts(here, there, told.story, stories.story(there, question.spoken_of))
    words = changes.changes(here, there, question.spoken_of)
    if found.prohibition is None:
        return Neighbour(changed, (), words)
    clause = found.prohibition.clause
    if not claims_clauses:
        return Neighbour(changed, (clause.number,), words)
    stops = clause.number in there.judged.breached or headlines.stopped_by(there, clause)
    return Neighbour(changed, (clause.number,) if stops else (), words, (clause.number,))


# --- patterns ---------------------------------------------------------------------------------------------------------------------


def pattern_entries(policy: Policy, act: str, entries: tuple[Entry, ...]) -> Iterator[PatternEntry]:
    """The facts of a pattern, in words. Where something is denied of an optional role, it is said that there is one."""
    book = phrases.book(policy, act)
    there = {path[:size] for e in entries for path in _there_anyway(policy, book, e) for size in range(1, len(path) + 1)}
    comparisons = [_told_true(e.comparison, holds=e.given.holds) for e in entries if e.comparison is not None]
    in_order = frozenset(_in_order(entries, [c for c, holds in comparisons if holds]))
    for entry in entries:
        for path in _optional(book, entry) if entry.given.sort != "absent" else ():
            if path not in there:
                there |= {path[:size] for size in range(1, len(path) + 1)}
                yield PatternEntry(role(path), "exists", ("true",), book.exists(path, truth=True))
        if entry.comparison is None:
            yield from _entry(policy, book, entry, in_order)
    for comparison, holds in dict.fromkeys((_both_ends(c, comparisons), holds) for c, holds in comparisons):
        words = _without_other_side(book.say(comparison, truth=holds), _sides(comparison), in_order)
        yield PatternEntry("", "", (compared(comparison, book.type_of, holds=holds),), words)


def _in_order(entries: tuple[Entry, ...], comparisons: list[core.Compare]) -> Iterator[tuple[Path, Path]]:
    """The dates of which a pattern says that one is not before the other: the later first."""
    for c in comparisons:
        later, earlier = _sides(c)
        months, days = (c.right.months, c.right.days) if isinstance(c.right, core.Shift) else (0, 0)
        if later and earlier and c.op in (">=", ">", "=") and min(months, days) >= 0:
            yield later, earlier
        if later and earlier and c.op in ("<=", "<", "=") and max(months, days) <= 0:
            yield earlier, later
    for e in entries:
        if e.given.sort == "difference" and e.low is not None and e.low >= 0:
            yield e.given.path, e.given.other
        if e.given.sort == "difference" and e.high is not None and e.high <= 0:
            yield e.given.other, e.given.path


def _sides(comparison: core.Compare) -> tuple[Path, Path]:
    """What is read on each side of a comparison of two dates, months or days being added to the second; empty where more is read."""
    right = comparison.right.date if isinstance(comparison.right, core.Shift) else comparison.right
    sides = [side.path if isinstance(side, core.Read) else () for side in (comparison.left, right)]
    return sides[0], sides[1]


def _without_other_side(words: str, sides: tuple[Path, Path], in_order: frozenset[tuple[Path, Path]]) -> str:
    """`less than 3 months after the notice (or before it)` without its end, where another entry says that it is not before it."""
    if sides in in_order:
        words = words.removesuffix(" (or before it)")
    return words.removesuffix(" (or after it)") if (sides[1], sides[0]) in in_order else words


def _there_anyway(policy: Policy, book: Phrasebook, entry: Entry) -> Iterator[Path]:
    """The paths of which the words for an entry are never true where they are absent."""
    given = entry.given
    match given.sort:
        case "act" | "absent":
            denied = True
        case "value":
            kind, leaves = _kind(policy, book, given.path), frozenset(entry.leaves)
            denied = leaves != frozenset(kind.leaves) and not classes(kind, leaves).inside
        case "there" | "flag" | "member" | "same" | "relation":
            denied = not given.holds
        case "apart":
            denied = True
        case "comparison":  # of what is not less it is said that it is at least that
            denied = not given.holds and entry.comparison is not None and entry.comparison.op == "="
        case "number" | "difference":
            denied = False
    if not denied:
        yield from _paths(entry)


def _optional(book: Phrasebook, entry: Entry) -> Iterator[Path]:
    """Of each path of an entry, the longest part that may be absent: with it, all of the path is there."""
    for path in _paths(entry):
        parts = (path[:size] for size in range(len(path), 0, -1))
        yield from [p for p in parts if p in book.slots and book.slots[p].field.optional][:1]


def _paths(entry: Entry) -> tuple[Path, ...]:
    given = entry.given
    return tuple(p for p in (given.path, given.other, *given.paths) if p)


def _told_true(comparison: core.Compare, *, holds: bool) -> tuple[core.Compare, bool]:
    """What a comparison says, or that it is not so; but for what is not equal, as one that is. What is just read stands on the left."""
    op, left, right = comparison.op, comparison.left, comparison.right
    if isinstance(right, core.Read) and not isinstance(left, core.Read):
        op, left, right = FLIPPED[op], right, left
    return (core.Compare(op, left, right), holds) if holds or op == "=" else (core.Compare(OPPOSITE[op], left, right), True)


def _both_ends(comparison: core.Compare, known: list[tuple[core.Compare, bool]]) -> core.Compare:
    """`at least` as `exactly`, where another says `at most`."""
    ends: tuple[Op, Op] = ("<=", ">=")
    both = [replace(comparison, op=op) for op in ends]
    return replace(comparison, op="=") if comparison.op in ends and all((c, True) in known for c in both) else comparison


def _entry(policy: Policy, book: Phrasebook, entry: Entry, in_order: frozenset[tuple[Path, Path]]) -> Iterator[PatternEntry]:
    given, path = entry.given, entry.given.path
    name = role(path)
    match given.sort:
        case "act":
            yield PatternEntry("act", "is", (given.name,), f"the act is {named_act(policy, given.name)}")
        case "there" | "absent":
            value = "true" if given.holds else "false"
            yield PatternEntry(name, "exists", (value,), book.exists(path, truth=given.holds))
        case "value":
            yield from _leaves(policy, book, entry)
        case "flag":
            yield PatternEntry(name, "is", ("true" if given.holds else "false",), book.flag(path, truth=given.holds))
        case "number":
            yield from _interval(book, entry)
        case "difference":
            yield from _difference(book, entry, in_order)
        case "member":
            test = core.Has(path, book.slots[path].field.type.of, (given.name,), frozenset({given.name}), only=False)
            yield PatternEntry(name, "has" if given.holds else "has_no", (given.name,), book.say(test, truth=given.holds))
        case "same" | "apart":
            formula = f"{role(given.other)} {'=' if given.holds else '!='} {name}"
            same = core.SameEntity(given.other, path)
            yield PatternEntry("", "", (formula,), book.say(same, truth=given.holds))
        case "relation":
            formula = f"{'' if given.holds else 'not '}{given.name}({', '.join(role(p) for p in given.paths)})"
            yield PatternEntry("", "", (formula,), book.say(core.Related(given.name, given.paths), truth=given.holds))


def _leaves(policy: Policy, book: Phrasebook, entry: Entry) -> Iterator[PatternEntry]:
    """In which classes a value lies, or in which it does not, or in which but not in which: what needs the fewest names."""
    path = entry.given.path
    kind = _kind(policy, book, path)
    leaves = frozenset(entry.leaves)
    if leaves == frozenset(kind.leaves):
        yield PatternEntry(role(path), "exists", ("true",), book.exists(path, truth=True))
        return
    named = classes(kind, leaves)
    if named.inside:
        yield PatternEntry(role(path), "is", named.inside, book.say(core.IsIn(path, kind.name, named.inside, leaves)))
    if named.outside:
        test = core.IsIn(path, kind.name, named.outside, frozenset(kind.leaves) - leaves)
        but = f", but {book.is_one_of(path, kind.name, named.outside, truth=False).removeprefix('is ')}" if named.inside else ""
        yield PatternEntry(role(path), "is_not", named.outside, book.say(test, truth=False), but)


def _kind(policy: Policy, book: Phrasebook, path: Path) -> Kind:
    slot = book.slots[path]
    name = slot.field.type.of if slot.entity is None else policy.entities[slot.entity].kind
    return policy.kinds[name or ""]


def _interval(book: Phrasebook, entry: Entry) -> Iterator[PatternEntry]:
    path = entry.given.path
    type_ = book.slots[path].field.type
    entry = _whole(entry) if type_.sort in (Sort.DATE, Sort.INTEGER) else entry
    if entry.low is None and entry.high is None:
        yield PatternEntry(role(path), "exists", ("true",), book.exists(path, truth=True))
        return
    ends = [("at_least" if entry.low_in else "more_than", ">=" if entry.low_in else ">", entry.low)]
    ends.append(("at_most" if entry.high_in else "less_than", "<=" if entry.high_in else "<", entry.high))
    if entry.low == entry.high:
        ends = [("equals", "=", entry.low)]
    added = False
    for test, op, value in ends:
        if value is not None:
            predicate = book.relation(op, core.Read(path), core.Exactly(value, type_.sort, type_.of))
            also = f" and {predicate.removeprefix('is ')}" if added else ""
            words = said_of(book.noun(path), predicate)
            yield PatternEntry(role(path), test, (values.plain(value, type_.sort, type_.of),), words, also)
            added = True


def _difference(book: Phrasebook, entry: Entry, in_order: frozenset[tuple[Path, Path]]) -> Iterator[PatternEntry]:
    """How far two numbers, or days, are apart: `the start is at least 7 days after the notice and less than 14 days after the notice`."""
    left, right = entry.given.path, entry.given.other
    types = [book.slots[path].field.type for path in (left, right)]
    if all(t.sort in (Sort.DATE, Sort.INTEGER) for t in types):
        entry = _whole(_between_whole(entry))
    if (entry.high is not None and entry.high <= 0) or (entry.high is None and entry.low is not None and entry.low < 0):
        left, right = right, left
        low, high = (None if n is None else -n for n in (entry.high, entry.low))
        entry = replace(entry, low=low, low_in=entry.high_in, high=high, high_in=entry.low_in)
    if entry.low is None and entry.high is None:
        for path in (left, right):
            yield PatternEntry(role(path), "exists", ("true",), book.exists(path, truth=True))
        return
    at_least: Op = ">=" if entry.low_in else ">"
    at_most: Op = "<=" if entry.high_in else "<"
    ends: list[tuple[Op, Fraction | None]] = [(at_least, entry.low), (at_most, entry.high)]
    if entry.low == entry.high:
        ends = [("=", entry.low)]
    tests = [core.Compare(op, core.Read(left), _moved(right, value, types[0])) for op, value in ends if value is not None]
    said = [_without_other_side(book.say(test), (left, right), in_order) for test in tests]
    if len(said) > 1:
        said = [text.removesuffix(" (or before it)").removesuffix(" (or after it)") for text in said]
        said[1] = said[1].removeprefix(book.noun(left)).strip().removeprefix("is ").removeprefix("are ")
    yield PatternEntry("", "", (" and ".join(compared(test, book.type_of) for test in tests),), " and ".join(said))


def _moved(path: Path, by: Fraction, type_: core.Type) -> core.Number:
    """What is at a path and so much more: of a date, so many days later."""
    if not by:
        return core.Read(path)
    if type_.sort is Sort.DATE:
        return core.Shift(core.Read(path), 0, int(by))
    amount = core.Exactly(abs(by), type_.sort, type_.of)
    return core.Plus(core.Read(path), amount if by > 0 else core.Times(Fraction(-1), amount))


def _between_whole(entry: Entry) -> Entry:
    """An interval of whole numbers whose ends are such."""
    if entry.low is not None and entry.low.denominator != 1:
        entry = replace(entry, low=Fraction(ceil(entry.low)), low_in=True)
    if entry.high is not None and entry.high.denominator != 1:
        entry = replace(entry, high=Fraction(floor(entry.high)), high_in=True)
    return entry


def _whole(entry: Entry) -> Entry:
    """An interval of days, or of other whole numbers, that holds only one of them, as that one."""
    if entry.low is None or entry.high is None:
        return entry
    low = floor(entry.low) + 1 if not entry.low_in else ceil(entry.low)
    high = ceil(entry.high) - 1 if not entry.high_in else floor(entry.high)
    return replace(entry, low=Fraction(low), low_in=True, high=Fraction(high), high_in=True) if low == high else entry


def counted(strengths: tuple[str, ...], *, complete: bool) -> str:
    """`3 clear loopholes and an arguable loophole`; of a list that is cut, `at least`."""
    parts = []
    for strength in ("clear", "arguable"):
        number = strengths.count(strength)
        if number:
            one = ("an" if strength == "arguable" else "a") if complete else "1"
            parts.append(f"{one} {strength} loophole" if number == 1 else f"{number} {strength} loopholes")
    return listed(parts) if complete else f"at least {listed(parts)}"
