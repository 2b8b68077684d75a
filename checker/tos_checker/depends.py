"""Which facts that are not given decide: those that settle what is asked, once they are given, whatever they are.

Contract: `deciding` gives a smallest set of facts such that two scenarios that agree with what is given and are alike in all of the set are
judged alike under every reading. Whatever can turn the judgement by itself is in it; of facts that are tied together (by an
assumption, or because two roles are one entity) those that come first. So the list is complete, and names nothing that plays no part.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Literal

from tos_checker import asking, terms
from tos_checker.calendar_terms import in_order
from tos_checker.encode import Wishes
from tos_checker.phrases import Phrasebook, listed, named_act
from tos_checker.pose import Part, Pose, conj
from tos_checker.proofs import smallest
from tos_checker.search import Laws
from tos_checker.terms import Formula
from tos_checker.world import World
from tos_spec import core
from tos_spec.core import Path, Policy, Sort
from tos_spec.shape import act_and_below


@dataclass(frozen=True)
class Fact:
    """One fact of a scenario: whether it is an act `name`, whether there is something at `path`, what is there, whether two roles are one.

    Of a relation, `name` is its own, and `paths` is between what it holds.
    """

    sort: Literal["act", "there", "value", "same", "relation"]
    paths: tuple[Path, ...] = ()
    name: str = ""

    @property
    def path(self) -> Path:
        """The path of a fact that has one."""
        return self.paths[0]


def deciding(question: Pose, judged: Part) -> tuple[Fact, ...] | None:
    """The facts that settle `judged`; none, if it is settled already. None, if facts do not settle it. Raises OutOfEffortError."""
    pair = replace(question, pair=True)

    def differs(laws: Laws) -> Formula:
        return terms.negated(terms.equivalent(*(judged((law,)) for law in laws)))

    posed = pair.search([conj(pair.concerns, differs)])
    inquiry = posed.search.inquiry
    left, right = inquiry.worlds
    inquiry.require(terms.both(_one_read_alike(posed.readings[0][0].view.wishes, (left, right))))
    inquiry.add(_in_order(left, right))
    literals: dict[str, Fact] = {}
    for fact, alike in _alike(left, right):
        if alike != terms.TRUE:
            literals.setdefault(inquiry.session.literal(alike), fact)
    kept = smallest(inquiry.session, list(literals))
    return None if kept is None else tuple(fact for literal, fact in literals.items() if literal in kept)


def _one_read_alike(wishes: Wishes, worlds: tuple[World, ...]) -> Iterator[Formula]:
    """What is one thing in a scenario of the two is read alike in both, so that its being one alone changes nothing."""
    for (term, args), (other, theirs) in combinations(wishes.entity_terms, 2):
        if term == other:
            pairs = [(a, b) for a, b in zip(args, theirs, strict=True) if a != b]
            one = terms.either(terms.both(world.same(a, b) for a, b in pairs) for world in worlds)
            alike = terms.equivalent(wishes.entity_terms[term, args], wishes.entity_terms[other, theirs])
            yield terms.implied(one, alike)


def _in_order(left: World, right: World) -> list[str]:
    """What follows for days to which months are added in both scenarios: said, it spares the solver nearly all of the work."""
    pairs = product(left.calendar.known.items(), right.calendar.known.items())
    return [in_order(one, other, n) for (one, months), (other, others) in pairs for n in months if n in others]


def some(question: Pose, judged: Part) -> bool:
    """Whether `judged` holds in some scenario that agrees with what is given, under some reading. Raises OutOfEffortError."""
    return question.search([conj(question.concerns, judged)]).search.find() is not None


def _alike(left: World, right: World) -> Iterator[tuple[Fact, Formula]]:
    """For each fact that two scenarios may have, that they are alike in it; where it makes no sense in one of them, they are."""
    worlds = (left, right)
    for act in left.acts[1:]:
        done = (world.done_as(act_and_below(left.policy, act)) for world in worlds)
        yield Fact("act", (), act), terms.equivalent(*done)
    for slot in left.slots:
        path = slot.path
        if slot.field.optional:
            could = (world.done_as(slot.acts) if slot.owner is None else world.there(slot.owner) for world in worlds)
            present = terms.equivalent(left.presence(path), right.presence(path))
            yield Fact("there", (path,)), terms.implied(terms.both(could), present)
        yield Fact("value", (path,)), terms.implied(_there(worlds, path), left.equal_value(path, path, right))
    for relation in left.policy.relations.values():
        for paths in product(*(left.entities(entity) for entity in relation.over)):
            holds = (world.related(relation.name, paths) for world in worlds)
            yield Fact("relation", paths, relation.name), terms.implied(_there(worlds, *paths), terms.equivalent(*holds))
    for entity in left.policy.entities:
        for paths in combinations(left.entities(entity), 2):
            same = (world.same(*paths) for world in worlds)
            yield Fact("same", paths), terms.implied(_there(worlds, *paths), terms.equivalent(*same))


def _there(worlds: tuple[World, ...], *paths: Path) -> Formula:
    return terms.both(world.there(path) for world in worlds for path in paths)


# --- words ------------------------------------------------------------------------------------------------------------------------


def named(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """Facts by their names in the document: `actor.country`, `seller = buyer`, `owns(seller, item)`, `act is resale`."""
    return tuple(dict.fromkeys(map(_named, facts)))


def _named(fact: Fact) -> str:
    paths = [".".join(path) for path in fact.paths]
    match fact.sort:
        case "act":
            return f"act is {fact.name}"
        case "same":
            return " = ".join(paths)
        case "relation":
            return f"{fact.name}({', '.join(paths)})"
        case _:
            return paths[0]


def told(policy: Policy, act: str, facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """Facts as what something depends on; of what only acts below `act` have, with the act that has it."""
    book = Phrasebook(policy, act)
    return tuple(
        _told(book, fact) + _only_of(policy, act, book, fact) for fact in facts if not _said_with_value(book, fact, facts)
    )


def _said_with_value(book: Phrasebook, fact: Fact, facts: tuple[Fact, ...]) -> bool:
    """Whether `the client` says already that it matters whether there is one."""
    with_value = replace(fact, sort="value")
    return fact.sort == "there" and book.type_of(fact.path).sort is not Sort.FLAG and with_value in facts


def _told(book: Phrasebook, fact: Fact) -> str:
    match fact.sort:
        case "act":
            return f"whether the act is {named_act(book.policy, fact.name)}"
        case "there":
            return f"whether {book.exists(fact.path, truth=True)}"
        case "value":
            return asking.fact(book, fact.path)
        case "same":
            return f"whether {book.say(core.SameEntity(*fact.paths))}"
        case "relation":
            return f"whether {book.say(core.Related(fact.name, fact.paths))}"


def _only_of(policy: Policy, act: str, book: Phrasebook, fact: Fact) -> str:
    """The acts that alone have what a fact speaks of, where the act in question need not be one of them."""
    having = frozenset(act_and_below(policy, act)).intersection(*(book.slots[path].acts for path in fact.paths))
    if fact.sort == "act" or act in having:
        return ""
    top = [name for name in policy.acts if name in having and policy.acts[name].parent not in having]
    return f" (if the act is {listed([named_act(policy, name) for name in top], 'or')})"
