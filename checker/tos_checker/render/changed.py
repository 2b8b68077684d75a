"""What a change of the text changes, to be read, as one line each, or as data: the output of `check diff`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tos_checker.difference import KINDS, Change, Compared, Difference, HeaderLine, Remarked, Rewritten, Side, Supposed, Turned
from tos_checker.render import certificate, words
from tos_checker.render.json import account, as_text, entry, facts, location, reading
from tos_checker.render.loophole import accounts, story
from tos_checker.render.text import Paper, visible

_INDENT = 4
_STATUS = {
    "holds": "holds",
    "fails": "fails",
    "arguable": "is arguable",
    "accepted": "holds but for what is accepted",
    "vacuous": "is vacuous",
    "undecided": "is undecided",
}


@dataclass(frozen=True, slots=True)
class Run:
    """What the report of a run says besides: versions, the day, the exit code."""

    version: str
    solver: str
    today: str
    exit: int


# --- to be read ---------------------------------------------------------------------------------------------------------------


def full(found: Difference, width: int, *, colour: bool, verbose: bool = False) -> str:
    """Every family as a story, claims and cases that turned, assumptions, vocabulary, and what was proved."""
    paper = Paper(width, colour)
    for said, of in _by_kind(found.changes).items():
        for number, change in enumerate(of, 1):
            _change(paper, change, said, (number, len(of)), verbose=verbose)
    _turned(paper, found.turned)
    _supposed(paper, found)
    _remarks(paper, found.remarks)
    _rewritten(paper, found)
    paper.blank()
    _summary(paper, found)
    certificate.full(paper, found.certification)
    return paper.text()


def _by_kind(changes: Sequence[Change]) -> dict[str, list[Change]]:
    """The changes by what is said of their kind and of its direction, in the order of kinds."""
    found: dict[str, list[Change]] = {}
    for change in sorted(changes, key=lambda c: (KINDS.index(c.kind), c.before.standing, c.after.standing)):
        found.setdefault(_kind(change), []).append(change)
    return found


def _kind(change: Change) -> str:
    """The kind of a change, with what it was, or is, where that is open: `newly settled (forbidden)`."""
    said = change.kind.replace("_", " ")
    match change.kind:
        case "newly_settled":
            return f"{said} ({change.after.standing})"
        case "newly_unsettled" if change.before.standing == "unsettled":
            return f"{said} (it was open before, but not alike)"
        case "newly_unsettled":
            return f"{said} (it was {change.before.standing})"
        case _:
            return said


def _change(paper: Paper, change: Change, said: str, place: tuple[int, int], *, verbose: bool) -> None:
    paper.blank()
    number, of = place
    lead = f"{said}{f', {number} of {of}' if of > 1 else ''}: "
    paper.write(change.headline, lead=lead, style="error", body="strong")
    paper.blank()
    story(paper, change.story, _INDENT)
    for when, side in (("before", change.before), ("now", change.after)):
        _side(paper, side, when)
    if change.stays:
        paper.write(
            f"read as here, both say the same once {words.listed(change.stays)}", indent=_INDENT, lead="nearest: ", style="strong"
        )
    _patterns(paper, change)
    if verbose:
        for when, side in (("before", change.before), ("now", change.after)):
            if side.reading:
                said = "; ".join(p.words for p in side.reading)
                paper.write(said, indent=_INDENT, lead=f"{when}, read so that: ", style="strong")
        paper.write(change.id, indent=_INDENT, lead="id: ", style="strong")


def _patterns(paper: Paper, change: Change) -> None:
    """Which scenarios are of the family: all of them, if they fit the patterns that were found."""
    if not change.pattern:
        return
    lead = "exactly where: " if change.covered else "the same wherever: "
    first, *others = words.widest((change.pattern, *change.further))
    paper.write(words.joined(first), indent=_INDENT, lead=lead, style="strong")
    for other in others:
        paper.write(
            words.joined(other), indent=_INDENT + 2, lead="or where: " if change.covered else "and wherever: ", style="strong"
        )
    if change.further and not change.covered:
        paper.write("(and in others of this kind)", indent=_INDENT + 2)


def _side(paper: Paper, side: Side, when: str) -> None:
    said = f"{side.outcome}, as {side.ground}" if side.ground else side.outcome
    if side.standing == "unsettled":
        other = "forbidden" if side.outcome == "permitted" else "permitted"
        where = words.listed([p.words for p in side.turns_on]) or "the text is read so"
        said = f"open: {side.outcome} where {where}, {other} under other readings"
    paper.write(said, indent=_INDENT, lead=f"{when}: ", style="strong")
    accounts(paper, tuple(a for a in side.account if a.telling))


def _turned(paper: Paper, turned: Sequence[Turned]) -> None:
    for one in turned:
        paper.blank()
        title = f' "{one.title}"' if one.title else ""
        paper.write(_of_turned(one), lead=f"{one.check} {one.name}{title}: ", style="warning", body="strong")
        if one.reworded and not one.asks_alike and one.change == "turned" and one.expects is None:
            paper.write("and it asks something else now", indent=_INDENT)
        for said in one.accepts:
            paper.write(said, indent=_INDENT)
        for when, why in (("before", one.why_before), ("now", one.why_now)):
            if why:
                paper.write(why, indent=_INDENT, lead=f"{when}: ", style="strong")
    if turned:
        paper.blank()


def _of_turned(one: Turned) -> str:
    was, now = _status(one.check, one.was), _status(one.check, one.now)
    if one.expects is not None:
        facts = "has other facts and " if one.other_facts else ""
        return f"{facts}expects {one.expects[1]} now, and {now}; before, it expected {one.expects[0]}, and {_past(one.check, one.was)}"
    match one.change:
        case "added":
            return f"is new, and {now}"
        case "struck":
            return f"is gone; it {_past(one.check, one.was)}"
        case "reworded":
            return f"{'accepts' if one.asks_alike else 'asks'} something else now, and {now} as before"
        case _:
            return f"{now} as before" if was == now else f"{now} now; before, it {_past(one.check, one.was)}"


def _status(check: str, status: str | None) -> str:
    return "passes" if check == "case" and status == "holds" else _STATUS.get(status or "", "")


def _past(check: str, status: str | None) -> str:
    said = _status(check, status)
    for now, then in (("holds", "held"), ("passes", "passed"), ("fails", "failed"), ("is ", "was ")):
        if said.startswith(now):
            return then + said.removeprefix(now)
    return said


def _supposed(paper: Paper, found: Difference) -> None:
    for one in found.supposed:
        paper.blank()
        which = "is no longer assumed" if one.gone else "is assumed now"
        paper.write(f'"{one.label}" {which}', lead="assumption: ", style="warning", body="strong")
        paper.write("scenarios that only one of the documents holds to be possible were not compared", indent=_INDENT)
    for label in found.apart:
        paper.blank()
        paper.write(
            f'no scenario of "{label}" satisfies the assumptions of both documents: there was nothing to compare',
            lead="assumptions: ",
            style="warning",
            body="strong",
        )


def _remarks(paper: Paper, remarks: Sequence[Remarked]) -> None:
    if not remarks:
        return
    paper.blank()
    paper.write("the vocabulary is not the same:")
    for one in sorted(remarks, key=lambda r: not r.apart):
        paper.write(one.text, indent=2, lead="- ")


def _rewritten(paper: Paper, found: Difference) -> None:
    for lead, told in (
        ("what was done to the text:", [_of_text(t) for t in found.text]),
        (
            "the header is not the same:",
            [_of_header(h) for h in found.header if h.line != "in force"],
        ),  # the summary has the days
    ):
        if told:
            paper.blank()
            paper.write(lead)
        for one in told:
            paper.write(one, indent=2, lead="- ")


def _of_text(one: Rewritten) -> str:
    title = f' "{one.title}"' if one.title else ""
    change = {"reworded": "is changed", "struck": "is gone", "added": "is new"}[one.change]
    if one.what == "finding on record":
        change = {"reworded": "is on record otherwise", "struck": "is on record no more", "added": "is on record now"}[one.change]
        return f"`{one.name}` {change}: {'; '.join(one.how)}"
    named = f"{one.what} {one.name}{title}"
    if one.what not in ("clause", "heading", "claim", "case"):
        named = f'the {one.what} "{one.title or one.name}"'
    return f"{named} {change}" + (f": {'; '.join(one.how)}" if one.how else "")


def _of_header(line: HeaderLine) -> str:
    return f"{line.line}: before, {line.before}; now, {line.now}{'' if line.compared else ' (not compared)'}"


def _summary(paper: Paper, found: Difference) -> None:
    paper.write(_called(found.old, found.new), lead="old: ", style="strong")
    paper.write(_called(found.new, found.old), lead="new: ", style="strong")
    paper.write(_outcomes(found), indent=2)
    if said := _days(found):
        paper.write(said, indent=2, style="warning")
    paper.write(_verdicts(found), indent=2)


def _days(found: Difference) -> str:
    """That the documents are in force on other days, which are not compared."""
    before, after = found.old.in_force, found.new.in_force
    return f"the days in the headers are not compared: in force {before} before, {after} now" if before != after else ""


def _called(document: Compared, other: Compared) -> str:
    """A document by its file, title and version; where those are alike, by what tells it apart."""
    said = f'{document.file}: "{document.title}"' + (f", version {document.version}" if document.version else "")
    if (document.title, document.version) != (other.title, other.version):
        return said
    if document.name != other.name:
        said += f", called `{document.name}`"
    if document.issuer != other.issuer:
        said += f', issued by "{document.issuer}"' if document.issuer else ", without an issuer"
    return said + (f", in force {document.in_force}" if document.in_force != other.in_force else "")


def _outcomes(found: Difference) -> str:
    """What was proved of the outcomes."""
    days = ", as if both were in force on every day" if found.dated else ""
    if found.complete and not found.changes:
        which = " that both documents hold to be possible" if found.supposed or found.apart else ""
        return f"no outcome changed, in any scenario{which}, on any reading{days}: proved"
    said = words.listed([f"{len(of)} {kind}" for kind, of in _by_kind(found.changes).items()])
    if not found.complete and not found.cut:
        return f"the limit was reached before every change was found{f'; so far: {said}' if said else ''}"
    if found.cut:
        return f"families of scenarios: {said}, and more that are not shown (see `--limit`)"
    return f"families of scenarios: {said}; in all others, on every reading, the outcome is what it was{days}: proved"


def _verdicts(found: Difference) -> str:
    said = []
    for check, known in (("claim", found.new.claims), ("case", found.new.cases)):
        turned = [t for t in found.turned if t.check == check]
        counted = [
            f"{sum(t.change == change for t in turned)} {change}"
            for change in ("turned", "reworded", "struck", "added")
            if any(t.change == change for t in turned)
        ]
        same = known - sum(t.change != "struck" for t in turned)
        counted += [f"{same} as before"] if same else []
        if counted:
            said.append(f"{check}s: {', '.join(counted)}")
    return "; ".join(said) or "neither has claims or cases"


# --- one line each ------------------------------------------------------------------------------------------------------------


def concise(found: Difference) -> str:
    """`file:line:column: newly_permitted what`, one line for each change."""
    return "".join(f"{visible(line)}\n" for line in _lines(found))


def _lines(found: Difference) -> Iterator[str]:
    for change in found.changes:
        yield f"{_place(found, change)}: {change.kind}: {change.headline}"
    for one in found.turned:
        yield f"{one.span.place}: {one.check} {one.name} {_of_turned(one)}"
    for supposed in found.supposed:
        which = "is no longer assumed" if supposed.gone else "is assumed now"
        yield f'{supposed.span.place}: assumption "{supposed.label}" {which}'
    for text in found.text:
        yield f"{text.span.place}: text: {_of_text(text)}"
    for line in found.header:
        if line.line != "in force":
            yield f"{found.new.span.place}: header: {_of_header(line)}"
    if said := _days(found):
        yield f"{found.new.span.place}: header: {said}"
    if found.unchanged:
        yield f"{found.new.span.place}: unchanged: {_outcomes(found)}"
    elif not found.complete:
        yield f"{found.new.span.place}: incomplete: {_outcomes(found)}"
    if said := certificate.line(found.certification):
        yield f"{found.new.span.place}: {said}"


def _place(found: Difference, change: Change) -> str:
    """Where to look: the first clause that the change names, in the new document if it is there."""
    for side in (change.after, change.before):
        for one in side.account:
            if one.clause in (*change.after.rests_on, *change.before.rests_on) and one.span is not None:
                return one.span.place
    return found.new.span.place


# --- as data ------------------------------------------------------------------------------------------------------------------


def as_json(found: Difference, run: Run) -> str:
    """One object after the schema of results, with one result for each kind of change, each claim and case that is not what it was."""
    data: dict[str, Any] = {
        "schema": 1,
        "tool": {"name": "toscheck", "version": run.version, "solver": run.solver},
        "today": run.today,
        "exit": run.exit,
        "documents": [_document(found.old), _document(found.new)],
        "diagnostics": [],
        "results": list(_results(found)),
        "assumptions": [_assumption(s) for s in found.supposed],
        "vocabulary": [_remark(r) for r in found.remarks],
        "nothing_to_compare": list(found.apart),
        "header": [{"line": h.line, "before": h.before, "now": h.now, "compared": h.compared} for h in found.header],
        "text": [_text(t) for t in found.text],
        "certification": certificate.as_data(found.certification),
    }
    return as_text(data)


def _document(document: Compared) -> dict[str, Any]:
    return {
        "file": document.file,
        "name": document.name,
        "title": document.title,
        "issuer": document.issuer,
        "version": document.version,
        "in_force": document.in_force,
        "assumptions": [],
        "not_checked": [],
    }


def _text(one: Rewritten) -> dict[str, Any]:
    return {
        "what": one.what,
        "name": one.name,
        "title": one.title,
        "change": one.change,
        "how": list(one.how),
        "location": location(one.span),
    }


def _assumption(one: Supposed) -> dict[str, Any]:
    return {"name": one.name, "label": one.label, "change": "struck" if one.gone else "added", "location": location(one.span)}


def _remark(one: Remarked) -> dict[str, Any]:
    return {"apart": one.apart, "text": one.text, "location": None if one.span is None else location(one.span)}


def _results(found: Difference) -> Iterator[dict[str, Any]]:
    for kind in KINDS:
        of = [c for c in found.changes if c.kind == kind]
        if of:
            yield _result(found, "change", kind, kind, of)
    if found.unchanged:
        yield _result(found, "change", "unchanged", "unchanged", ())
    elif found.undecided:
        yield _result(found, "change", "undecided", "undecided", ())
    for one in found.turned:
        status = one.now or one.was or "undecided"
        data = _result(found, one.check, one.name, status, ())
        yield data | {
            "title": one.title,
            "certified": one.certified,
            "location": location(one.span),
            "was": one.was,
            "now": one.now,
            "change": one.change,
            "reworded": one.reworded,
            "accepts": list(one.accepts),
            "why": {"before": one.why_before, "now": one.why_now},
            "headline": _of_turned(one),
        }


def _result(found: Difference, check: str, name: str, status: str, changes: Sequence[Change]) -> dict[str, Any]:
    return {
        "document": found.new.name,
        "check": check,
        "name": name,
        "title": "",
        "status": status,
        "level": None if status == "unchanged" else "error",
        "headline": _outcomes(found) if check == "change" else "",
        "bounded": None,
        "location": location(found.new.span),
        "families": [_family(c) for c in changes],
        "total": None,
        "complete": found.complete,
        "proof": None,
        "witness": None,
        "certified": found.certified and status != "undecided",
        "seconds": 0.0,
    }


def _family(change: Change) -> dict[str, Any]:
    route = change.after.rests_on[0] if change.after.outcome == "permitted" else None
    return {
        "id": change.id,
        "strength": "arguable" if "unsettled" in (change.before.standing, change.after.standing) else "clear",
        "outcome": change.after.standing,
        "headline": change.headline,
        "route": route,
        "escapes": None,
        "pattern": [entry(e) for e in change.pattern],
        "exact": change.exact,
        "further_patterns": [[entry(e) for e in other] for other in change.further],
        "covered": change.covered,
        "count": None,
        "act": change.story.act,
        "sentence": change.story.sentence,
        "scenario": facts(change.story.facts),
        "reading": reading(change.after.reading),
        "turns_on": [p.name for p in change.after.turns_on],
        "neighbour": {"changes": facts(change.stays_facts), "stopped_by": [], "words": list(change.stays)}
        if change.stays
        else None,
        "account": account(change.after.account),
        "before": _of_side(change.before),
        "after": _of_side(change.after),
    }


def _of_side(side: Side) -> dict[str, Any]:
    return {
        "standing": side.standing,
        "outcome": side.outcome,
        "headline": side.said,
        "rests_on": list(side.rests_on),
        "turns_on": [p.name for p in side.turns_on],
        "reading": reading(side.reading),
        "account": account(side.account),
    }
