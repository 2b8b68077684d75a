"""Sets of leaves of a kind by the fewest names.

Contract: what is given for a set of leaves stands for exactly those leaves, and depends on the kind and the set alone.
"""

from dataclasses import dataclass

from tos_spec.core import Kind


@dataclass(frozen=True)
class Classes:
    """The leaves in `inside` that are not in `outside`; one of the two may be empty, which says nothing then."""

    inside: tuple[str, ...]
    outside: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many names it takes."""
        return len(self.inside) + len(self.outside)


def classes(kind: Kind, leaves: frozenset[str]) -> Classes:
    """The fewest names: of classes that the leaves make up, of those that the others make up, or of a class and what it has besides.

    For all leaves, none.
    """
    inside = Classes(covering(kind, leaves), ())
    outside = Classes((), covering(kind, frozenset(kind.leaves) - leaves))
    best = outside if outside.size < inside.size else inside
    for node in kind.nodes:
        below = frozenset(kind.leaves_below(node.id))
        if leaves < below:
            but = Classes((node.id,), covering(kind, below - leaves))
            best = but if but.size < best.size else best
    return best


def covering(kind: Kind, leaves: frozenset[str]) -> tuple[str, ...]:
    """The fewest classes of a kind that have exactly `leaves`, in the order of the document."""
    found: list[str] = []
    taken: set[str] = set()
    for node in kind.nodes:
        below = frozenset(kind.leaves_below(node.id))
        if below and below <= leaves and not below & taken:  # two taxonomies as one may have a class with no leaves
            found.append(node.id)
            taken |= below
    return tuple(found)
