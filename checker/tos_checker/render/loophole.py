"""One family of counterexamples as a story: what happens, why nothing stops it, what it turns on, what would stop it."""

from collections.abc import Sequence

from tos_checker.citations import cited, some_cited
from tos_checker.render import words
from tos_checker.render.text import Paper
from tos_checker.report import Account, Elsewhere, Family, Point, Story

_INDENT = 4
_ALL = 40  # clauses that are all named, if no more is said of them


def family(
    paper: Paper, found: Family, place: tuple[int, int], before: Sequence[Family] = (), *, verbose: bool, case: bool = False
) -> None:
    """Write `found`, the first of `place` of as many as its second; what families `before` it had, word for word, is not told again."""
    number, of = place
    lead = f"{number} of {of}, {found.strength}: " if of > 1 else f"{found.strength}: "
    paper.write(found.headline, indent=2, lead=lead, style="strong", body="strong")
    _strength(paper, found, case=case)
    paper.blank()
    same = next((i for i, b in enumerate(before, 1) if _happens(b) == _happens(found)), None)
    idle = next((i for i, b in enumerate(before, 1) if b.out_of_force and found.out_of_force), None)
    if same is None and idle is not None and not verbose:
        paper.write(f"no clause counts on that day, as in {idle} of {of}", indent=_INDENT, lead="the scenario: ", style="strong")
    elif same is not None:
        paper.write(f"as in {same} of {of}, with the same account", indent=_INDENT, lead="the scenario: ", style="strong")
    else:
        _scenario(paper, found)
    _neighbour(paper, found)
    _pattern(paper, found, next((i for i, b in enumerate(before, 1) if b.pattern == found.pattern), None), of)
    _also(paper, found, next((i for i, b in enumerate(before, 1) if b.also == found.also), None), of)
    if verbose:
        reading(paper, found.reading, _INDENT)
        paper.write(found.id, indent=_INDENT, lead="id: ", style="strong")


def _happens(found: Family) -> tuple[object, ...]:
    """What is told of a family's scenario."""
    mine = (found.story, found.reading, found.outcome, found.ground, found.account, found.others)
    return (*mine, found.other, found.other_outcome, found.other_account)


def _scenario(paper: Paper, found: Family) -> None:
    story(paper, found.story, _INDENT)
    if found.other is not None:
        _other(paper, found)
    else:
        ground = f", as {found.ground}" if found.ground else ""
        paper.write(found.outcome + ground, indent=_INDENT, lead="outcome: ", style="strong")
        accounts(paper, found.account)
        elsewhere(paper, found.others, _INDENT)


def _strength(paper: Paper, found: Family, *, case: bool) -> None:
    if found.outcome == "unsettled":
        return
    what = "case" if case else "claim"
    if found.given:
        met = words.listed([p.words for p in found.given])
        rest = f"; under each of them, the {what} fails" if found.strength == "clear" else ""
        paper.write(f"the {what} is about this only under some readings, such as where {met}{rest}", indent=_INDENT)
    if found.strength == "clear":
        if found.reading and not found.given:
            paper.write(f"the {what} fails here, however the open words are read", indent=_INDENT, body="faint")
        return
    if not found.turns_on:
        paper.write("this depends on how the text is read", indent=_INDENT)
        return
    paper.write("this turns on how the text is read:", indent=_INDENT)
    here = "with these facts, " if words.is_numeric(found.turns_on) else ""
    first = f"- {here}it fails where " if case else f"- {here}a loophole where "
    for number, point in enumerate(found.turns_on):
        paper.write(point.words, indent=_INDENT + (4 if number else 2), lead="and where " if number else first)
    otherwise = words.read_otherwise(found.turns_on, "any of these is")
    if found.otherwise:
        paper.write(f"{here}where {otherwise}, {_rest(found, case=case)}", indent=_INDENT + 2, lead="- ")
    else:
        paper.write(f"{here}{'as expected' if case else 'none'} where {otherwise}", indent=_INDENT + 2, lead="- ")


def _rest(found: Family, *, case: bool) -> str:
    """On what it depends whether it is a loophole where a point that it turns on is read otherwise: a number in more ways than one."""
    if not words.is_numeric(found.turns_on):
        return "that depends on how the rest is read"
    several, all_told = len(found.turns_on) > 1, len(found.reading) <= len(found.turns_on)
    match ("these",) if all_told else found.depends:
        case ("these",):
            return f"that depends on {'how they are read' if several else 'which number it is'}"
        case ("rest",):
            return "that depends on how the rest is read"
        case ("these", "rest"):
            return f"that depends on {'how these and the rest are read' if several else 'which number it is, and on how the rest is read'}"
        case _:
            return f"{'it fails' if case else 'there is a loophole'} under some readings, too"


def story(paper: Paper, told: Story, indent: int) -> None:
    """The sentence of a scenario, then its facts, their values aligned."""
    paper.write(told.sentence, indent=indent)
    paper.columns(((f.label, f.words) for f in told.facts), indent=indent + 2)
    paper.blank()


def _other(paper: Paper, found: Family) -> None:
    paper.write(found.outcome, indent=_INDENT, lead="outcome: ", style="strong")
    accounts(paper, found.account)
    paper.blank()
    paper.write("and the same, but with", indent=_INDENT)
    paper.columns([(f.label, f.words) for f in found.other_changes], indent=_INDENT + 2)
    paper.blank()
    if found.other_outcome:
        paper.write(found.other_outcome, indent=_INDENT, lead="outcome: ", style="strong")
    before = {(a.clause, a.applies, a.because) for a in found.account}
    accounts(paper, tuple(a for a in found.other_account if (a.clause, a.applies, a.because) not in before))


def accounts(paper: Paper, account: tuple[Account, ...]) -> None:
    """Why each telling clause applies or does not; of the others, how many there are."""
    for one in account:
        if one.telling:
            _account(paper, one)
    rest = [one for one in account if not one.telling]
    for applies, verbs in ((True, ("applies", "apply")), (False, ("does not apply", "do not apply"))):
        if numbers := [one.clause for one in rest if one.applies == applies]:
            paper.write(f"({some_cited(numbers, _ALL)} {verbs[len(numbers) > 1]})", indent=_INDENT)


def _account(paper: Paper, account: Account, document: str = "") -> None:
    number = f"{document} {account.clause}" if document else account.clause
    title = f' "{account.title}"' if account.title else ""
    verb = "applies" if account.applies else "does not apply"
    lead = f"{cited([number])}{title} "
    paper.write(f"{verb}: {account.because}", indent=_INDENT, lead=lead, style="place")


def against(paper: Paper, families: tuple[Family, ...]) -> None:
    """Which loopholes each clause of another document forbids, where they are not the same ones for all of them."""
    numbers = dict.fromkeys(n for family in families for n in family.against)
    if len({family.against for family in families}) == 1:
        return
    titles = {f"{o.document} {a.clause}": a.title for f in families for o in f.others for a in o.account}
    if numbers:
        paper.blank()
        paper.write("what gets through, by the clause that forbids all or a part of it:", indent=_INDENT - 2, style="strong")
    for number in numbers:
        title = f' "{titles[number]}"' if titles.get(number) else ""
        which = [str(place) for place, family in enumerate(families, 1) if number in family.against]
        said = f"{'loophole' if len(which) == 1 else 'loopholes'} {words.listed(which)}"
        if len(which) == len(families):
            said = f"all {len(families)}"
        paper.write(said, indent=_INDENT, lead=f"{cited([number])}{title}: ", style="place")


def elsewhere(paper: Paper, others: tuple[Elsewhere, ...], indent: int) -> None:
    """What other documents make of a scenario, each with its clauses that matter."""
    for other in others:
        paper.write(other.headline, indent=indent, lead=f'under "{other.title}": ', style="strong")
        for one in other.account:
            if one.telling:
                _account(paper, one, other.document)


def _neighbour(paper: Paper, found: Family) -> None:
    if found.neighbour is None:
        return
    by, applying = found.neighbour.stopped_by, found.neighbour.applying
    said = f"{cited(by)} {'stop' if len(by) > 1 else 'stops'} it" if by else "the claim is kept"
    if applying:
        said = f"{cited(applying)} {'apply' if len(applying) > 1 else 'applies'}"
    paper.write(f"{said} once {words.listed(found.neighbour.words)}", indent=_INDENT, lead="nearest: ", style="strong")


def _also(paper: Paper, found: Family, same: int | None, of: int) -> None:
    """Of a clear family, that others of its kind turn on the reading, with what is otherwise in one of them; of an arguable one the opposite."""
    if found.also is None:
        return
    example = f", for example once {words.listed(found.also.words)}" if found.also.words else ""
    if found.strength == "arguable":
        said = (
            f"are loopholes however the text is read{example}"
            if same is None
            else f"do not turn on the reading, as in {same} of {of}"
        )
        paper.write(f"others of this kind {said}", indent=_INDENT, lead="clear: ", style="strong")
        return
    points = " and ".join(p.words for p in found.also.turns_on) or "the text is read so"
    only = "under some readings only, such as where" if found.also.otherwise else "only where"
    said = f"are loopholes {only} {points}{example}" if same is None else f"turn on the same reading, as in {same} of {of}"
    paper.write(f"others of this kind {said}", indent=_INDENT, lead="arguable: ", style="strong")


def _pattern(paper: Paper, found: Family, same: int | None, of: int) -> None:
    if not found.pattern:
        return
    lead = "exactly where: " if found.exact else "the same wherever: "
    said = words.joined(found.pattern) if same is None else f"as in {same} of {of}"
    paper.write(said, indent=_INDENT, lead=lead, style="strong")
    if found.count is not None:
        paper.write(f"{words.counted(found.count, 'scenario')} of this kind", indent=_INDENT)


def reading(paper: Paper, points: tuple[Point, ...], indent: int) -> None:
    """How each open point is read, one a line."""
    if points:
        paper.write("; ".join(p.words for p in points), indent=indent, lead="read so that: ", style="strong")
