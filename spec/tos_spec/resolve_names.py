"""Names: which are near to each other, which look alike, and what a name may mean in a kind.

Contract: pure functions on strings and kinds.
"""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from tos_spec.core import Kind

_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "GEORGIAN"})
"""Scripts whose letters are taken for each other's; other scripts are mixed in ordinary words (kanji and kana)."""

_LOOKS_LIKE = {
    ord(pair[0]): pair[1]
    for pair in "аa вb еe кk мm нh оo рp сc тt уy хx іi јj ѕs ԁd һh ԛq ԝw αa βb ηn ιi κk νv οo ρp τt υu χx ωw ӏl օo սu".split()  # noqa: RUF001 - the point
}
"""Small letters of other scripts, to the Latin letter that each is easily taken for (after the Unicode table of confusables)."""


_MANY = 200


def skeleton(name: str) -> str:
    """What a name looks like: two names with one skeleton are easily taken for each other."""
    return unicodedata.normalize("NFKC", name).translate(_LOOKS_LIKE)


def scripts(word: str) -> tuple[str, ...]:
    """The scripts of a word's letters, in order, among those that can be taken for each other."""
    found = (unicodedata.name(c, "").split(" ")[0] for c in word if c.isalpha())
    return tuple(dict.fromkeys(s for s in found if s in _SCRIPTS))


def near(wanted: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three known names that look like `wanted`, the most similar first."""
    names = sorted(set(known))
    if len(names) > _MANY:  # closeness is slow to tell: in a large document, only names that begin alike are looked at
        names = [n for n in names if n[:2] == wanted[:2]][:_MANY]
    return tuple(get_close_matches(wanted, names, n=3, cutoff=0.6))


def did_you_mean(wanted: str, known: Iterable[str], otherwise: str | None = None) -> str | None:
    """A help that suggests what is near, or `otherwise`."""
    found = near(wanted, known)
    return f"did you mean {choice(found)}?" if found else otherwise


def choice(names: Iterable[str]) -> str:
    """Names in backticks, as alternatives."""
    return _joined(names, "or")


def listed(names: Iterable[str]) -> str:
    """Names in backticks, as an enumeration."""
    return _joined(names, "and")


def _joined(names: Iterable[str], word: str) -> str:
    quoted = [f"`{n}`" for n in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {word} {quoted[-1]}"


def spaced(name: str) -> str:
    """A name as words: its label, where it has none of its own."""
    return name.replace("_", " ").strip()


def short(id: str) -> str:
    """The last word of a node's id or of a role's key: its name as declared."""
    return id.rpartition(".")[2]


def written(kind: Kind, id: str) -> str:
    """How a node is written so that it is not mistaken for another of its kind."""
    if sum(short(n.id) == short(id) for n in kind.nodes) == 1:
        return short(id)
    return id if "." in id else f"{kind.name}.{id}"


def meant_in(kind: Kind, parts: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of the nodes of `kind` that a name can mean.

    A qualifier is a name above the node; `X.other` is the one directly below X, if there is one.
    """
    *above, last = parts
    nested = f".{last}"
    fitting = [n.id for n in kind.nodes if n.id == last or n.id.endswith(nested)]
    if above:
        fitting = [id for id in fitting if _in_order(above, chain(kind, id))]
    if last == "other" and above:
        direct = [id for id in fitting if chain(kind, id)[-1] == above[-1]]
        fitting = direct or (fitting if above[-1] == short(kind.name) else [])
    return tuple(fitting)


def chain(kind: Kind, id: str) -> list[str]:
    """The names above a node, from the kind's own (without those of imports) down to its parent."""
    found: list[str] = []
    parent = kind.node(id).parent
    while parent is not None:
        found.append(short(parent))
        parent = kind.node(parent).parent
    return [short(kind.name), *reversed(found)]


def _in_order(wanted: Iterable[str], names: list[str]) -> bool:
    rest = iter(names)
    return all(any(w == name for name in rest) for w in wanted)
