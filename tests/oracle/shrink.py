"""A smaller document that still disagrees: blocks and lines are left out, one after the other, while it does."""

from collections.abc import Callable, Sequence

Disagrees = Callable[[str], bool]


def shrunk(blocks: Sequence[str], disagrees: Disagrees) -> str:
    """The text of the smallest document that was found."""
    kept = _fewer(list(blocks), lambda some: disagrees(_text(some)))
    for i, block in enumerate(kept):
        head, *lines = block.split("\n")

        def still(some: list[str], i: int = i, head: str = head) -> bool:
            return disagrees(_text([*kept[:i], "\n".join([head, *some]), *kept[i + 1 :]]))

        kept[i] = "\n".join([head, *_fewer(lines, still)])
    return _text(kept)


def _text(blocks: Sequence[str]) -> str:
    return "\n\n".join(blocks) + "\n"


def _fewer(items: list[str], disagrees: Callable[[list[str]], bool]) -> list[str]:
    again = True
    while again:
        again = False
        for i in reversed(range(len(items))):
            less = items[:i] + items[i + 1 :]
            if disagrees(less):
                items, again = less, True
    return items
