"""What was done to a text: header lines, headings, clauses, definitions, assumptions, open terms and quantities of two documents, one by one.

Contract: clauses and headings are matched by number, findings on record by what they concern, all else by name. What is told is how they read, and not what follows from it: a clause
that reads otherwise may judge as before. A relation, or a day, is told of the clause or heading that says it. Places and order play no part, and of claims
and cases the titles alone do (see `turned`);
of the vocabulary its words do (what it is made of is told by `joint`).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tos_checker import redeclared, values
from tos_checker.acceptances import says
from tos_checker.declared import Declared, own_days, relations
from tos_checker.difference import ALL_DAYS, HeaderLine, Rewritten, What
from tos_checker.joint import Joint
from tos_checker.phrases import Phrasebook, book, listed, named_act
from tos_checker.turned import bare
from tos_spec.core import FALSE, TRUE, Acceptance, Case, Claim, Clause, Default, Effect, Expr, OpenTerm, Period, Policy

_DOES = {
    Effect.PERMIT: "permits {}",
    Effect.FORBID: "forbids {}",
    Effect.REQUIRE: "sets a duty for {}",
    Effect.DISAPPLY: "disapplies clauses for {}",
    Effect.LIFT: "is an exception alone, for {}",
}


# --- the header ---------------------------------------------------------------------------------------------------------------


def in_force(period: Period) -> str:
    """The days of a period: `from 2026-01-01 through 2026-12-31`."""
    days = [f"{word} {values.day(day)}" for word, day in (("from", period.first), ("through", period.last)) if day is not None]
    return " ".join(days) or ALL_DAYS


def header_lines(old: Policy, new: Policy, joint: Joint) -> tuple[HeaderLine, ...]:
    """The lines of the headers that are not alike, in the order of a header."""
    sides = (old, new)
    lines = [
        HeaderLine(line, before, now, compared=False)
        for line, before, now in (
            ("title", *(_quoted(p.title) for p in sides)),
            ("issuer", *(_quoted(p.issuer) for p in sides)),
            ("version", *(p.version or "none" for p in sides)),
            ("source", *(_quoted(p.source) for p in sides)),
            ("in force", *(in_force(p.period) for p in sides)),
        )
        if before != now
    ]
    of_old = [replace(d, when=bare(d.when)) for d in map(joint.of_old.default, old.defaults)]
    of_new = [replace(d, when=bare(d.when)) for d in map(joint.of_new.default, new.defaults)]
    if of_old != of_new:
        before, now = (_defaults(p) for p in sides)
        lines.append(HeaderLine("default", before, now, compared=True))
    if old.conflicts != new.conflicts:
        lines.append(HeaderLine("conflicts", old.conflicts, new.conflicts, compared=True))
    return tuple(lines)


def _quoted(text: str) -> str:
    return f'"{text}"' if text else "none"


def _defaults(policy: Policy) -> str:
    return ", ".join(_default(policy, d) for d in policy.defaults) or "undecided"


def _default(policy: Policy, default: Default) -> str:
    if default.act is None:
        return default.verdict
    said = f"{default.verdict} for {named_act(policy, default.act)}"
    return said if default.when == TRUE else f"{said} where {book(policy, default.act).stated(default.when)}"


# --- the text -----------------------------------------------------------------------------------------------------------------


def rewritten(old: Policy, new: Policy, joint: Joint, said: tuple[Declared, Declared]) -> tuple[Rewritten, ...]:
    """What is gone, new, or reads otherwise, each sort in the order of the new text; `said` is how the documents were written."""
    clauses = (*_headings(old, new, said), *_clauses(old, new, joint, said))
    named = (*redeclared.definitions(said), *redeclared.assumptions(old, new, joint, said))
    left_open = (*_terms(old, new, joint, said), *redeclared.quantities(old, new, said))
    words = redeclared.vocabulary(old, new)
    return (*clauses, *named, *left_open, *words, *_questions(old, new), *_on_record(old, new))


def _headings(old: Policy, new: Policy, said: tuple[Declared, Declared]) -> Iterator[Rewritten]:
    before, after = ({h.number: (h.title, h.span) for h in p.headings} for p in (old, new))
    for number in dict.fromkeys((*after, *before)):
        title, span = after.get(number) or before[number]
        change = redeclared.change(number, before, after)
        how: list[str] = []
        if change == "reworded":
            how += [redeclared.retitled(before[number][0])] if before[number][0] != title else []
            how += _of_itself(number, said)
        if how or change != "reworded":
            yield Rewritten("heading", number, title, change, tuple(how), span)


def _clauses(old: Policy, new: Policy, joint: Joint, said: tuple[Declared, Declared]) -> Iterator[Rewritten]:
    before = {c.number: (c, joint.of_old.clause(c)) for c in old.clauses}
    after = {c.number: (c, joint.of_new.clause(c)) for c in new.clauses}
    reads = [
        {_reading(joined): n for n, (_, joined) in side.items() if n not in other}
        for side, other in ((before, after), (after, before))
    ]
    for number in dict.fromkeys((*after, *before)):
        change = redeclared.change(number, before, after)
        clause, joined = after.get(number) or before[number]
        how: tuple[str, ...]
        if change == "reworded":
            how = (*_how((old, new), (before[number], after[number])), *_of_itself(number, said))
            if not how:
                continue
        else:
            added = change == "added"
            twin = reads[0 if added else 1].get(_reading(joined))
            how = () if twin is None else (f"it reads as clause {twin} {'did' if added else 'does now'}",)
        yield Rewritten("clause", number, clause.title, change, how, clause.span)


def _reading(clause: Clause) -> tuple[object, ...]:
    """How a clause in joint names reads, without its number and place."""
    return clause.title, clause.act, clause.effect, _own_words(clause), clause.required_text, clause.period, clause.excepts


def _own_words(clause: Clause) -> tuple[str, ...]:
    """Its conditions as they stand in the clause: a defined term is not unfolded."""
    return tuple(dict.fromkeys(c.term or c.text for c in clause.conditions))


def _how(policies: tuple[Policy, Policy], sides: Sequence[tuple[Clause, Clause]]) -> Iterator[str]:
    """How a clause reads otherwise. Of each side: as it is, and in joint names."""
    (was, old), (now, new) = sides
    if was.title != now.title:
        yield redeclared.retitled(was.title)
    if (old.act, old.effect) != (new.act, new.effect):
        did, does = (_DOES[c.effect].format(named_act(p, c.act)) for p, c in zip(policies, (was, now), strict=True))
        yield f"before, it {did}; now, it {does}"
    if was.required_text != now.required_text and was.effect is now.effect:
        yield f"it required `{was.required_text}`, and requires `{now.required_text}`"
    texts = Counter(_own_words(was)), Counter(_own_words(now))
    yield from _conditions(list((texts[0] - texts[1]).elements()), list((texts[1] - texts[0]).elements()))
    if texts[0] == texts[1] and was.required_text == now.required_text and _meant(old) != _meant(new):
        yield "it has the same words, but a definition or a kind that they name is not what it was"


def _conditions(gone: list[str], new: list[str]) -> Iterator[str]:
    if len(gone) == len(new) == 1:
        yield f"for `{gone[0]}`, read `{new[0]}`"
        return
    yield from (f"without the condition `{text}`" for text in gone)
    yield from (f"with the condition `{text}`" for text in new)


def _meant(clause: Clause) -> tuple[frozenset[tuple[str, Expr]], Expr]:
    return frozenset((c.text, bare(c.expr)) for c in clause.conditions), bare(clause.required)


# --- what a clause says of itself and of others -------------------------------------------------------------------------------------

_STANDS = {
    "exception to": ("was an exception to", "is an exception to"),
    "notwithstanding": ("took precedence over", "takes precedence over"),
    "subject to": ("gave way to", "gives way to"),
    "disapply": ("disapplied", "disapplies"),
}


def _of_itself(number: str, said: tuple[Declared, Declared]) -> Iterator[str]:
    """The days, relations and quotes in the text of a clause or heading itself that are not what they were."""
    was, now = (side.clauses[number] for side in said)
    if own_days(was) != own_days(now):
        before, after = (in_force(side.days(number)) for side in said)
        alike = f"it names other days, and is in force {after} as before"
        yield alike if before == after else f"it was in force {before}, and is {after}"
    yield from _relations(relations(was), relations(now))
    yield from redeclared.requoted(*(side.quoted("clause", number) for side in said))


def _relations(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> Iterator[str]:
    """How a clause stands to others otherwise. What was one relation to a clause and is another now is told once."""
    gone, come = [r for r in before if r not in after], [r for r in after if r not in before]
    turned = [(was, now, n) for was, n in gone for now, other in come if other == n]
    for was, now, n in turned:
        yield f"before, it {_STANDS[was][0]} {_numbers([n])}; now, it {_STANDS[now][1]} it"
    told = {n for _, _, n in turned}
    for side, when in ((gone, "no longer"), (come, "now")):
        for word, (_, stands) in _STANDS.items():
            if numbers := [n for w, n in side if w == word and n not in told]:
                yield f"it {stands} {_numbers(numbers)} {when}"


def _numbers(numbers: Sequence[str]) -> str:
    return f"{'clause' if len(numbers) == 1 else 'clauses'} {listed(list(numbers))}"


# --- open terms ---------------------------------------------------------------------------------------------------------------


def _terms(old: Policy, new: Policy, joint: Joint, said: tuple[Declared, Declared]) -> Iterator[Rewritten]:
    """Open terms of which the bounds read otherwise. What is new or gone is told with the vocabulary."""
    for name, now in new.terms.items():
        was = old.terms.get(name)
        if was is None or (was.act is None) != (now.act is None):
            continue
        joined = joint.of_old.term(was, 0), joint.of_new.term(now, 0)
        how = [
            f"{which}: before, {_bound(old, was, of_old)}; now, {_bound(new, now, of_new)}"
            for which, of_old, of_new, same in (
                ("what it covers for certain", was.includes, now.includes, _alike(joined[0].includes, joined[1].includes)),
                ("what it does not cover", was.excludes, now.excludes, _alike(joined[0].excludes, joined[1].excludes)),
            )
            if not same
        ]
        how += redeclared.relabelled(was.label, now.label)
        how += redeclared.requoted(*(side.quoted("open", name) for side in said))
        if how:
            yield Rewritten("open term", name, "" if now.label == name else now.label, "reworded", tuple(how), now.span)


def _alike(old: Expr, new: Expr) -> bool:
    return bare(old) == bare(new)


def _bound(policy: Policy, term: OpenTerm, expr: Expr) -> str:
    if expr == FALSE:
        return "nothing is said"
    words = book(policy, term.act) if term.act is not None else Phrasebook(policy, None, dict(term.params))
    return words.stated(expr)


# --- titles of claims and cases -----------------------------------------------------------------------------------------------------


def _questions(old: Policy, new: Policy) -> Iterator[Rewritten]:
    """Claims and cases that have another title now."""
    sides: tuple[tuple[What, Sequence[Claim | Case], Sequence[Claim | Case]], ...]
    sides = (("claim", old.claims, new.claims), ("case", old.cases, new.cases))
    for what, before, after in sides:
        titles = {c.name: c.title for c in before}
        for one in after:
            if (was := titles.get(one.name, one.title)) != one.title:
                bare_names = [t if t != one.name.replace("_", " ") else "" for t in (was, one.title)]
                yield Rewritten(what, one.name, bare_names[1], "reworded", (redeclared.retitled(bare_names[0]),), one.span)


# --- on record ----------------------------------------------------------------------------------------------------------------


def _on_record(old: Policy, new: Policy) -> Iterator[Rewritten]:
    """Findings of standing checks that only one side has on record, or that it has on record otherwise. Claims: see `turned`."""
    sides: list[dict[str, list[Acceptance]]] = [{}, {}]
    for policy, found in zip((old, new), sides, strict=True):
        for acceptance in policy.acceptances:
            about = f" of {', '.join(acceptance.of)}" if acceptance.of else ""
            found.setdefault(f"{acceptance.check}{about}", []).append(acceptance)
    before, after = sides
    for name in dict.fromkeys((*after, *before)):
        was, now = ([says(a) for a in side.get(name, [])] for side in sides)
        if was != now:
            change = redeclared.change(name, before, after)
            how = {"added": now, "struck": was}.get(change) or [f"before, {listed(was)}", f"now, {listed(now)}"]
            yield Rewritten("finding on record", name, "", change, tuple(how), (after.get(name) or before[name])[0].span)
