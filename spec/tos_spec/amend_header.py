"""The header of an amending document, and that of the document which it amends, as one.

Contract: a line that the amending header restates takes the place of the old one, a title too; all others stay. `through` and
`before` are one line: when the document ends. A `default … for ACT` restates that for the same act and conditions; another is tried
before all that stay. `requires` lines all count, so the highest version is kept.
"""

from collections.abc import Iterator
from dataclasses import replace

from tos_spec import syntax
from tos_spec.syntax import without_places


def merged(old: syntax.Header | None, new: syntax.Header | None) -> syntax.Header | None:
    """The header of the whole document."""
    if old is None or new is None:
        return new or old
    restated = {key for line in new.lines if (key := _key(line)) is not None}
    stay = [line for line in old.lines if _key(line) not in restated]
    defaults = _defaults(old, new)
    own = [line for line in new.lines if _key(line) is not None]
    lines = (*(line for line in stay if _key(line) is not None), *own, *defaults, *_required(old, new))
    return replace(new, title=new.title or old.title, lines=lines)


def _key(line: syntax.HeaderLine) -> str | None:
    """What a line sets, if it is set once."""
    match line:
        case syntax.Bound(word=word):
            return "from" if word == "from" else "end"
        case syntax.HeaderText(word="amends"):
            return None
        case syntax.HeaderText(word=word):
            return word
        case syntax.ConflictsLine():
            return "conflicts"
        case syntax.DefaultLine(act=None):
            return "default"
        case syntax.DefaultLine() | syntax.Requires():
            return None


def _defaults(old: syntax.Header, new: syntax.Header) -> Iterator[syntax.DefaultLine]:
    """The lines `default … for ACT` in the order in which they are tried."""
    theirs = [line for line in old.lines if isinstance(line, syntax.DefaultLine) and line.act]
    mine = [line for line in new.lines if isinstance(line, syntax.DefaultLine) and line.act]
    instead = {i: line for line in mine for i, other in enumerate(theirs) if _for(other) == _for(line)}
    yield from (line for line in mine if line not in instead.values())
    yield from (instead.get(i, line) for i, line in enumerate(theirs))


def _for(line: syntax.DefaultLine) -> object:
    return without_places((line.act, line.conditions))


def _required(old: syntax.Header, new: syntax.Header) -> list[syntax.Requires]:
    """The line with the highest version, and what is written twice in one header."""
    mine, theirs = ([line for line in h.lines if isinstance(line, syntax.Requires)] for h in (new, old))
    if not mine or not theirs:
        return [*mine, *theirs]
    return mine if len(mine) > 1 or mine[0].version >= theirs[0].version else theirs
