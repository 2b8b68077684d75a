"""What was done to definitions, assumptions, open quantities and the words of the vocabulary of two documents; words for whatever is declared.

Contract: each is matched by name; definitions are compared as they were written, assumptions as they are meant, in joint names. Of the vocabulary only
its words are told, labels and what `says` says: what it is made of is told by `joint`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from tos_checker import values
from tos_checker.declared import Declared, Definition
from tos_checker.difference import Rewriting, Rewritten
from tos_checker.joint import Joint
from tos_checker.phrases import Phrasebook, book, listed
from tos_checker.turned import bare
from tos_spec.core import Assumption, Field, OpenQuantity, Policy


def change(name: str, before: Mapping[str, object], after: Mapping[str, object]) -> Rewriting:
    """What became of a name."""
    return "added" if name not in before else "struck" if name not in after else "reworded"


def retitled(before: str) -> str:
    """That something has another title."""
    return f'its title was "{before}"' if before else "it had no title"


def relabelled(before: str, now: str) -> Iterator[str]:
    """That something is called otherwise, if it is."""
    if before != now:
        yield f'it was called "{before}"'


def requoted(before: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    """That something has another quote, if it has."""
    gone, come = ([f'"{q}"' for q in side if q not in other] for side, other in ((before, now), (now, before)))
    if gone:
        yield f"it quotes {listed(gone)} no longer"
    if come:
        yield f"it quotes {listed(come)} now"


# --- definitions --------------------------------------------------------------------------------------------------------------


def definitions(said: tuple[Declared, Declared]) -> Iterator[Rewritten]:
    """Definitions that are gone, new, or read otherwise."""
    before, after = (side.definitions for side in said)
    for name in dict.fromkeys((*after, *before)):
        became = change(name, before, after)
        one = after.get(name) or before[name]
        how = tuple(_defined_otherwise(before[name], one)) if became == "reworded" else (_means(one, now=became == "added"),)
        if how:
            yield Rewritten("definition", name, one.label, became, how, one.span)


def _means(one: Definition, *, now: bool) -> str:
    return f"{'it means' if now else 'it meant'} `{one.means}`"


def _defined_otherwise(was: Definition, now: Definition) -> Iterator[str]:
    if was.given != now.given:
        yield f"it was defined {was.given}, and is {now.given}"
    if was.means != now.means:
        yield f"it meant `{was.means}`, and means `{now.means}`"
    if was.label != now.label:
        yield f'it was called "{was.label}"' if was.label else "it had no label"
    yield from requoted(was.quotes, now.quotes)


# --- assumptions --------------------------------------------------------------------------------------------------------------


def assumptions(old: Policy, new: Policy, joint: Joint, said: tuple[Declared, Declared]) -> Iterator[Rewritten]:
    """Assumptions that are gone, new, or read otherwise."""
    before, after = ({a.name: a for a in p.assumptions} for p in (old, new))
    for name in dict.fromkeys((*after, *before)):
        became = change(name, before, after)
        one = after.get(name) or before[name]
        how: list[str] = []
        if became == "reworded":
            was = before[name]
            sides = joint.of_old.assumption(was), joint.of_new.assumption(one)
            if _supposes(sides[0]) != _supposes(sides[1]):
                told = [_suppose(p, a) for p, a in ((old, was), (new, one))]
                alike = f"it is written otherwise: {told[1]}" if told[0] == told[1] else f"before, {told[0]}; now, {told[1]}"
                how.append(alike)
            how += relabelled(was.label, one.label)
            how += requoted(*(side.quoted("assume", name) for side in said))
        if how or became != "reworded":
            yield Rewritten("assumption", name, one.label, became, tuple(how), one.span)


def _supposes(one: Assumption) -> object:
    return one.act, one.params, bare(one.body)


def _suppose(policy: Policy, one: Assumption) -> str:
    words = book(policy, one.act) if one.act is not None else Phrasebook(policy, None, dict(one.params))
    return words.stated(one.body)


# --- open quantities ----------------------------------------------------------------------------------------------------------


def quantities(old: Policy, new: Policy, said: tuple[Declared, Declared]) -> Iterator[Rewritten]:
    """Open quantities that are gone, new, or have other ends. Two of one name and another type are two: that is told with the vocabulary."""
    before, after = old.quantities, new.quantities
    for name in dict.fromkeys((*after, *before)):
        became = change(name, before, after)
        one = after.get(name) or before[name]
        how = [_ends(one)]
        if became == "reworded":
            was = before[name]
            if (was.type.sort, was.type.of) != (one.type.sort, one.type.of):
                continue
            apart = (was.low, was.high) != (one.low, one.high)
            how = [f"it was {_ends(was)}, and is {_ends(one)}"] if apart else []
            how += relabelled(was.label, one.label)
            how += requoted(*(side.quoted("open", name) for side in said))
        if how:
            yield Rewritten("open quantity", name, "" if one.label == name else one.label, became, tuple(how), one.span)


def _ends(one: OpenQuantity) -> str:
    low, high = (values.spelled(end, one.type.sort, one.type.of) for end in (one.low, one.high))
    return f"from {low} to {high}"


# --- words of the vocabulary --------------------------------------------------------------------------------------------------


def vocabulary(old: Policy, new: Policy) -> Iterator[Rewritten]:
    """Kinds, entities, acts and relations that both have and that are called otherwise, or of which something is."""
    for name, kind in _in_both(old.kinds, new.kinds):
        of = old.kinds[name]
        how = [*relabelled(of.label, kind.label), *_parts({n.id: n.label for n in of.nodes}, {n.id: n.label for n in kind.nodes})]
        if how:
            yield Rewritten("kind", name, kind.label, "reworded", tuple(how), kind.span)
    for name, entity in _in_both(old.entities, new.entities):
        was = old.entities[name]
        how = [*relabelled(was.label, entity.label), *_parts(_labels(was.fields), _labels(entity.fields))]
        if how:
            yield Rewritten("entity", name, entity.label, "reworded", tuple(how), entity.span)
    for name, act in _in_both(old.acts, new.acts):
        before = old.acts[name]
        own = [_labels(a.roles, p.acts[a.parent].roles if a.parent else ()) for p, a in ((old, before), (new, act))]
        how = [*relabelled(before.label, act.label), *_says(before.says, act.says), *_parts(*own)]
        if how:
            yield Rewritten("act", name, act.label, "reworded", tuple(how), act.span)
    for name, relation in _in_both(old.relations, new.relations):
        if how := list(relabelled(old.relations[name].label, relation.label)):
            yield Rewritten("relation", name, relation.label, "reworded", tuple(how), relation.span)


_Named = TypeVar("_Named")


def _in_both(old: Mapping[str, _Named], new: Mapping[str, _Named]) -> Iterator[tuple[str, _Named]]:
    return ((name, one) for name, one in new.items() if name in old)


def _labels(fields: Sequence[Field], inherited: Sequence[Field] = ()) -> Mapping[str, str]:
    above = {f.key for f in inherited}
    return {f.key: f.label for f in fields if f.key not in above}


def _parts(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for key, label in now.items():
        if (was := before.get(key, label)) != label:
            yield f'`{key}` was called "{was}", and is called "{label}"'


def _says(before: str | None, now: str | None) -> Iterator[str]:
    if before != now:
        sides = (f'it said "{before}"' if before else "it said nothing", f'says "{now}"' if now else "says nothing")
        yield f"{sides[0]}, and {sides[1]}"
