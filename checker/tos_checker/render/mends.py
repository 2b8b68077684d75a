"""The mends of a claim, to be read, as data, or as the diff of one of them alone: the output of `check mend`."""

from collections.abc import Sequence
from shlex import quote
from typing import Any

from tos_checker.difference import Change
from tos_checker.remedies import Mend, OutOfForce, Redline, Remedies
from tos_checker.render import certificate, words
from tos_checker.render.json import as_text, entry
from tos_checker.render.text import Paper, visible
from tos_checker.report import PatternEntry

_INDENT = 2
_STATUS = {"fails": "fails", "arguable": "is arguable"}
_NOTHING = {
    "holds": "holds: there is nothing to mend",
    "accepted": "holds but for what is accepted: there is nothing to mend",
    "undecided": "is undecided: the limit was reached before it was known what is to be mended; allow more with `--time-limit`",
}
_VACUOUS = "is vacuous: no scenario meets its conditions"
_VARIES_NOTHING = "is vacuous: in no scenario that meets its conditions can all vary that it names"
_NOT_BY_CLAUSES = ", and no change of the clauses can mend that"
_ASKS_LAW = (
    "; they ask which clauses apply, or what another document says, so a change of those may mend it, but none is looked for"
)
_STYLES = {"+": "ok", "-": "error", "@": "place"}
_AS = {"empty": "nothing stands below it then", "lifts_nothing": "what it lifts is gone"}
_TOLD = 3
_MOST_PATTERNS = 2  # of a change elsewhere; as data there are all


def full(found: Remedies, width: int, *, colour: bool) -> str:
    """Each mend as a redline with what it changes elsewhere and its diff; what was tried."""
    paper = Paper(width, colour)
    title = f' "{found.title}"' if found.title else ""
    if found.status in (*_NOTHING, "vacuous"):
        style = "ok" if found.status in ("holds", "accepted") else "warning"
        paper.write(_NOTHING.get(found.status) or _vacuous(found), lead=f"claim {found.claim}{title} ", style=style)
        certificate.below(paper, found.certification, scenarios=False)
        return paper.text()
    paper.write(_headline(found), lead=f"claim {found.claim}{title} {_STATUS[found.status]}: ", style="error", body="strong")
    if found.out_of_force is not None:
        paper.write(_without_these_days(found.out_of_force), indent=_INDENT)
        certificate.below(paper, found.certification, scenarios=False)
        return paper.text()
    if found.mends:
        paper.write(_checked(found), indent=_INDENT)
    if found.against:
        one = len(found.against) == 1
        said = f"{'case' if one else 'cases'} {words.listed(tuple(f'`{c}`' for c in found.against))}"
        verb = "expects" if one else "expect"
        paper.write(f"{said} {verb} the opposite of what the claim says: no text can satisfy both", indent=_INDENT)
    for number, mend in enumerate(found.mends, 1):
        place = f"mend {number} of {len(found.mends)}" if len(found.mends) > 1 else "mend"
        _mend(paper, mend, place)
    if found.restated is not None:
        paper.blank()
        lead = "restates the claim: "
        wider = bool(found.restated.else_changed) or not found.restated.complete
        said = "what the claim says, also of what it accepts" if wider else "no more than the claim does"
        paper.write(f"a new clause that says {said}, which does not count as a mend", lead=lead, style="strong")
        _consequences(paper, found.restated)
    paper.blank()
    _tried(paper, found)
    if found.folder and (found.mends or found.restated is not None):
        paper.write(_begin_at(found.folder, "diffs"))
    certificate.below(paper, found.certification, scenarios=False)
    return paper.text()


def _vacuous(found: Remedies) -> str:
    """That nothing has the claim's conditions, and whether clauses have a part in that."""
    said = _VARIES_NOTHING if found.varies else _VACUOUS
    return said + (_ASKS_LAW if found.asks_law else _NOT_BY_CLAUSES)


def where_it_begins(found: Remedies) -> str:
    """Where the paths of a diff alone begin, if not at the folder that we are in."""
    return _begin_at(found.folder, "diff") if found.folder else ""


def _begin_at(folder: str, what: str) -> str:
    return f"the paths in the {what} begin at `{folder}`: apply {'it' if what == 'diff' else 'them'} with `git -C {quote(folder)} apply`"


def _without_these_days(out: OutOfForce) -> str:
    """What to do about a claim that fails on days on which the document is not in force."""
    said = "on those days the document says nothing, so no change of its clauses makes the claim hold"
    if out.then == "vacuous":
        return said
    then = {"holds": "it holds", "accepted": "it holds but for what is accepted", "undecided": "it is undecided within the limit"}
    after = then.get(out.then, f"it still {_STATUS.get(out.then, '')}, on days on which the document is in force: ask again then")
    return f"{said}; to leave them out, add `{out.add}` to its conditions: with that, {after}"


def _headline(found: Remedies) -> str:
    if found.out_of_force is not None:
        days = "days on which the document is not in force"
        also = {"vacuous": f"it speaks of {days}, and of no others", "holds": f"only on {days}", "accepted": f"only on {days}"}
        return also.get(found.out_of_force.then, f"on {days}, for one")
    count = len(found.mends)
    if not count:
        return "no mend was found before the limit was reached" if found.cut else "no mend was found"
    return "a mend was found" if count == 1 else f"{count} mends, smallest first"


def _checked(found: Remedies) -> str:
    claims, cases = found.kept
    others = [
        f"{n} other {one if n == 1 else many}" for n, one, many in ((claims, "claim", "claims"), (cases, "case", "cases")) if n
    ]
    one = claims + cases == 1
    again = f"; {' and '.join(others)} {'was' if one else 'were'} checked again: what held, holds" if others else ""
    made = "it was made in a copy" if len(found.mends) == 1 else "each was made in a copy"
    return f"{made} of the text, in which the claim holds{again}"


def _mend(paper: Paper, mend: Mend, place: str) -> None:
    paper.blank()
    follow = [r for r in mend.redlines if r.follows]
    count = len(mend.redlines) - len(follow)
    said = "one change" if count == 1 else f"{count} changes"
    if follow:
        said += f", and {len(follow)} that follow{'s' * (len(follow) == 1)} from {'it' if count == 1 else 'them'}"
    paper.write(said, lead=f"{place}: ", style="strong")
    _redlines(paper, mend.redlines)
    _consequences(paper, mend)


def _consequences(paper: Paper, mend: Mend) -> None:
    for name in mend.better:
        paper.write(f"{name} holds with it, too", indent=_INDENT)
    for name in mend.worse:
        paper.write(f"{name}, which was arguable before, then fails clearly", indent=_INDENT, style="warning")
    for name in mend.rewrites:
        paper.write(f"what case `{name}` expects is changed with the text", indent=_INDENT)
    for name in mend.unmended:
        paper.write(f"case `{name}` then fails, and has to be written anew", indent=_INDENT, style="warning")
    for comment in mend.comments:
        paper.write(f"the comment `{comment}` goes with it", indent=_INDENT)
    _elsewhere(paper, mend)
    _diff(paper, mend.diff)


def _redlines(paper: Paper, redlines: Sequence[Redline]) -> None:
    """Changes: first what was looked for, then what only follows from a strike."""
    for redline in redlines:
        if not redline.follows:
            _redline(paper, redline)
    follow = [r for r in redlines if r.follows]
    if follow:
        paper.write("what follows from that:", indent=_INDENT)
    for redline in follow:
        _redline(paper, redline)


def _redline(paper: Paper, redline: Redline) -> None:
    paper.write(f"({redline.file}:{redline.line})", indent=_INDENT, lead=f"{redline.where} ", style="strong", body="place")
    if redline.old and redline.new:
        paper.write(redline.old, indent=2 * _INDENT, lead="for   ", body="error")
        paper.write(redline.new, indent=2 * _INDENT, lead="read  ", body="ok")
    elif redline.old:
        paper.write(redline.old, indent=2 * _INDENT, lead="strike  ", body="error")
    else:
        paper.write(redline.new, indent=2 * _INDENT, lead="add  ", body="ok")
    if redline.follows in _AS:
        paper.write(_AS[redline.follows], indent=2 * _INDENT, lead="as ")
    if redline.was and redline.now:
        before = "" if redline.was in redline.now else f" (before: {redline.was})"
        paper.write(redline.now + before, indent=2 * _INDENT, lead="that is, ")
    elif redline.was:
        gone = "it no longer says: " if redline.was.startswith("unless ") else "it is no longer required that "
        paper.write(f"{gone}{redline.was}", indent=2 * _INDENT, lead="that is, ")
    elif redline.now:
        paper.write(redline.now, indent=2 * _INDENT, lead="that is, ")


def _elsewhere(paper: Paper, mend: Mend) -> None:
    where = "" if mend.everywhere else "outside the claim "
    days = " on the days on which the document is in force" if mend.in_force else ""
    if not mend.else_changed and mend.complete:
        paper.write(f"{where}every outcome stays as it is{days}", indent=_INDENT)
        return
    paper.write(f"{where}it changes this{days}:", indent=_INDENT)
    told = set()
    for change in mend.else_changed:
        patterns = words.widest((change.pattern, *change.further)) if change.pattern else ()
        if (key := (_turn(change), patterns)) in told:
            continue  # two reasons for the same change of the same scenarios
        told.add(key)
        _patterns(paper, change, patterns)
    if not mend.complete:
        paper.write("and more: the list was cut", indent=2 * _INDENT)


def _patterns(paper: Paper, change: Change, patterns: Sequence[tuple[PatternEntry, ...]]) -> None:
    """Where a change is: in so many patterns as a reader bears."""
    whole = change.covered and len(patterns) <= _MOST_PATTERNS
    lead = "exactly where" if whole else "for one, where"
    said = f"{lead} {words.joined(patterns[0])}" if patterns else "everywhere"
    paper.write(said, indent=2 * _INDENT, lead=f"- {_turn(change)}, ")
    for pattern in patterns[1:_MOST_PATTERNS]:
        paper.write(words.joined(pattern), indent=3 * _INDENT, lead="or where ")
    if len(patterns) > 1 and not whole:
        paper.write("and in other scenarios", indent=3 * _INDENT)


def _turn(change: Change) -> str:
    """What a change goes from and to."""
    if change.before.standing == change.after.standing:
        return f"{change.before.standing}, but not as it was"
    if change.kind == "newly_settled":
        return f"newly settled: {change.after.standing} (it was unsettled)"
    return f"{change.kind.replace('_', ' ')} (it was {change.before.standing})"


def _diff(paper: Paper, diff: str) -> None:
    paper.blank()
    for line in diff.split("\n")[:-1]:
        paper.raw((line.removesuffix("\r"), _STYLES.get(line[:1]) if line[:3] not in ("---", "+++") else "strong"))
    paper.blank()


def _tried(paper: Paper, found: Remedies) -> None:
    edits = f"{found.edits} {'edit was' if found.edits == 1 else 'edits were'} tried"
    sets = f"{found.guesses} {'choice' if found.guesses == 1 else 'choices'} of them"
    closing = (
        f"{found.closing} {'makes' if found.closing == 1 else 'make'} the claim hold"
        if found.closing
        else "none makes the claim hold"
    )
    paper.write(f"{edits}, in {sets}: {closing}")
    if found.turning:
        total = sum(t.count for t in found.turning)
        some = "it turns" if total == found.closing == 1 else f"{total} of these {'turns' if total == 1 else 'turn'}"
        names = words.listed(tuple(f"{t.name} ({t.count})" for t in found.turning))
        paper.write(f"but {some} another claim or case for the worse: {names}", indent=_INDENT)
    if found.dropped:
        was, it = ("was", "it") if found.dropped == 1 else ("were", "them")
        said = f"the text could not be made with {it}, or the claim did not hold in it, or something else no longer did"
        paper.write(f"{found.dropped} {was} left out: {said}", indent=_INDENT)
    for turning in found.turning[: 0 if found.mends else _TOLD]:
        paper.write("the lightest of them", indent=_INDENT, lead=f"{turning.name}: ", style="strong")
        _redlines(paper, turning.redlines)
    if found.cut:
        paper.write("the limit was reached: there may be smaller or other mends; allow more with `--time-limit`", style="warning")
    elif found.more:
        paper.write("there are more of this size or larger; `--limit` shows more", indent=_INDENT)
    elif found.untried:
        paper.write("others, of this size or larger, were not tried in the text", indent=_INDENT)


def diff(found: Remedies, number: int) -> str:
    """The diff of one mend, from one; empty where there is none."""
    return found.mends[number - 1].diff if number <= len(found.mends) else ""


def as_json(found: Remedies, exit_code: int) -> str:
    """The same as data."""
    data: dict[str, Any] = {
        "schema": 1,
        "document": found.document,
        "claim": found.claim,
        "status": found.status,
        "exit": exit_code,
        "mends": [_data(m) for m in found.mends],
        "restates_the_claim": None if found.restated is None else _data(found.restated),
        "tried": {
            "edits": found.edits,
            "choices": found.guesses,
            "closing": found.closing,
            "dropped": found.dropped,
            "turning": [{"name": t.name, "count": t.count, "changes": _lines(t.redlines)} for t in found.turning],
        },
        "out_of_force": None if found.out_of_force is None else {"add": found.out_of_force.add, "then": found.out_of_force.then},
        "against": list(found.against),
        "more": found.more,
        "untried": found.untried,
        "complete": not found.cut,
        "folder": found.folder or None,
        "certification": certificate.as_data(found.certification),
    }
    return as_text(data)


def _data(mend: Mend) -> dict[str, Any]:
    return {
        "changes": _lines(mend.redlines),
        "diff": mend.diff,
        "elsewhere": [
            {
                "id": c.id,
                "kind": c.kind,
                "before": c.before.standing,
                "after": c.after.standing,
                "pattern": [entry(e) for e in c.pattern],
                "exact": c.exact,
                "further": [[entry(e) for e in further] for further in c.further],
                "covered": c.covered,
            }
            for c in mend.else_changed
        ],
        "complete": mend.complete,
        "better": list(mend.better),
        "rewrites": list(mend.rewrites),
        "unmended": list(mend.unmended),
        "worse": list(mend.worse),
        "everywhere": mend.everywhere,
        "in_force": mend.in_force,
        "comments": list(mend.comments),
    }


def _lines(redlines: Sequence[Redline]) -> list[dict[str, Any]]:
    return [
        {
            "where": visible(r.where),
            "file": r.file,
            "line": r.line,
            "old": r.old,
            "new": r.new,
            "was": r.was,
            "now": r.now,
            "follows": r.follows or None,
        }
        for r in redlines
    ]
