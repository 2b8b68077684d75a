"""Two kinds of one name as one: the merged tree, and what a name of either stands for in it.

Contract: nodes are matched by id. A leaf of the merged tree that one side does not know is, on that side, the leaf that the other side
made a class of it (`police`, once there are kinds of police), or `other` where the list that it stands in has one, or else a leaf that only the
classes around it cover. A class whose leaves all stand elsewhere now has none: no scenario has it as a value. `covered` says of a name which merged leaves it stands for; both sides can be told apart in nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tos_spec.core import Kind, KindNode


@dataclass(frozen=True)
class Image:
    """What a merged leaf is on one side: a leaf of it, or nothing but a member of the class `below` (None: of the kind)."""

    leaf: str | None
    below: str | None = None


@dataclass(frozen=True)
class Side:
    """A kind of one side, in the merged tree. `images` is None where each leaf is itself."""

    own: Kind
    images: Mapping[str, Image] | None

    def covered(self, classes: tuple[str, ...], leaves: frozenset[str]) -> frozenset[str]:
        """The merged leaves that `leaves` of this side, named by `classes`, stand for."""
        if self.images is None:
            return leaves
        return frozenset(leaf for leaf, image in self.images.items() if self._covers(image, classes, leaves))

    def _covers(self, image: Image, classes: tuple[str, ...], leaves: frozenset[str]) -> bool:
        if image.leaf is not None:
            return image.leaf in leaves
        here = image.below
        while here is not None:
            if here in classes:
                return True
            here = self.own.node(here).parent
        return False

    def one_leaf(self) -> tuple[frozenset[str], ...]:
        """The merged leaves, those together that are one leaf on this side."""
        found: dict[str, set[str]] = {}
        for leaf, image in (self.images or {}).items():
            found.setdefault(leaf if image.leaf is None else f"{image.leaf} ", set()).add(leaf)
        return tuple(frozenset(group) for group in found.values())


def merged(old: Kind | None, new: Kind | None) -> tuple[Kind, Side | None, Side | None]:
    """The merged kind in the words of `new` where it has them, and each side in it. One of them is given."""
    if old is None or new is None:
        only = old or new
        assert only is not None  # noqa: S101 - one is given
        return only, None if old is None else Side(old, None), None if new is None else Side(new, None)
    nodes = _nodes(old, new)
    kind = Kind(new.name, new.label, nodes, new.span)
    return kind, _side(old, new, kind), _side(new, old, kind)


def worded(kind: Kind, own: Kind | None) -> Kind:
    """The merged kind in the words of one side, where it has them."""
    if own is None:
        return kind
    labels = {n.id: n.label for n in own.nodes}
    nodes = tuple(KindNode(n.id, labels.get(n.id, n.label), n.parent, n.leaf) for n in kind.nodes)
    return Kind(kind.name, own.label, nodes, own.span)


def _nodes(old: Kind, new: Kind) -> tuple[KindNode, ...]:
    """All nodes, depth first: the children of a node as `new` has them, then those that only `old` has, `other` last."""
    known = {n.id for n in new.nodes}
    added = [n for n in old.nodes if n.id not in known]
    below: dict[str | None, list[KindNode]] = {}
    for node in (*new.nodes, *added):
        below.setdefault(node.parent, []).append(node)
    found: list[KindNode] = []

    def walk(parent: str | None) -> None:
        children = below.get(parent, [])
        if any(n in added for n in children):
            children = sorted(children, key=lambda n: n.id.split(".")[-1] == "other")
        for node in children:
            found.append(KindNode(node.id, node.label, node.parent, leaf=node.leaf and node.id not in below))
            walk(node.id)

    walk(None)
    return tuple(found)


def _side(own: Kind, other: Kind, kind: Kind) -> Side:
    images = {leaf: image(own, other, leaf) for leaf in kind.leaves}
    same = all(image.leaf == leaf for leaf, image in images.items())
    return Side(own, None if same else images)


def image(own: Kind, other: Kind, leaf: str) -> Image:
    """What a leaf of `own` or of `other` is in `own`."""
    mine = {n.id: n for n in own.nodes}
    here: str | None = leaf
    while here is not None and here not in mine:
        here = other.node(here).parent
    if here is not None and mine[here].leaf:
        return Image(here)
    rest = "other" if here is None else f"{here}.other"
    if here != leaf and rest in mine and mine[rest].leaf:
        return Image(rest)
    return Image(None, here)
