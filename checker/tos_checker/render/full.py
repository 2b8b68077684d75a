"""The format `full`: what a person reads first. Everything is in the document's own words; nothing speaks of solvers.

The order is that of the files; in each the diagnostics, then the results, then a line that sums the document up.
"""

from tos_checker.citations import cited, some_cited
from tos_checker.render import Look, certificate, table, words
from tos_checker.render.excerpt import excerpt
from tos_checker.render.loophole import accounts, against, elsewhere, family, reading, story
from tos_checker.render.text import Paper
from tos_checker.report import Certification, Checked, Exit, Matrix, Report, Result, Witness
from tos_spec import catalogue
from tos_spec.diagnostics import Diagnostic

_INDENT = 2
_MANY = 8  # clauses: of more, only the first are named


def render(report: Report, look: Look) -> str:
    """`report` as text of at most `look.width` columns, quotations of sources apart."""
    paper = Paper(look.width, look.colour)
    if report.matrix is not None:
        _crossed(paper, report, report.matrix, look)
        return paper.text()
    for checked in report.checked:
        for diagnostic in checked.diagnostics:
            _diagnostic(paper, diagnostic, look)
        _results(paper, checked, look)
        if (checked.document or checked.vocabulary or checked.interrupted) and not look.quiet:
            paper.blank()
            _summary(paper, checked, report.today if look.dated or look.verbose else "")
    if look.quiet:
        certificate.doubts(paper, _certified(report))  # it gives an exit code
    else:
        paper.blank()
        _counts(paper, report)
    return paper.text()


def _results(paper: Paper, checked: Checked, look: Look) -> None:
    for result in checked.results:
        if result.level is None:
            if not look.quiet:
                _well(paper, result, look)
        elif not look.quiet or words.at_least(result.level, look.fail_level):
            _finding(paper, result, look, checked)


def _crossed(paper: Paper, report: Report, matrix: Matrix, look: Look) -> None:
    """Claims against documents: the table, and with `verbose` every result as it is told without one."""
    for checked in report.checked:
        for diagnostic in checked.diagnostics:
            _diagnostic(paper, diagnostic, look)
    levels = [r.level for c in report.checked for r in c.results]
    if not look.quiet or any(words.at_least(level, look.fail_level) for level in levels):
        table.full(paper, matrix)
        if any(levels) and not look.verbose:
            paper.blank()
            paper.write("each is told in full with `-v`", lead="help: ", style="ok")
    for checked in report.checked if look.verbose else ():
        if checked.results:
            paper.blank()
            paper.raw((checked.file, "strong"))
        _results(paper, checked, look)
    if look.quiet:
        certificate.doubts(paper, _certified(report))
    else:
        certificate.below(paper, _certified(report))
        paper.blank()
        _counts(paper, report)


def _certified(report: Report) -> Certification | None:
    """What came of all documents together, where a second solver is asked."""
    return certificate.together((c.document or c.file, c.certification) for c in report.checked)


def _diagnostic(paper: Paper, diagnostic: Diagnostic, look: Look) -> None:
    paper.blank()
    lead = f"{diagnostic.severity}[{diagnostic.code} {diagnostic.name}]: "
    paper.write(diagnostic.message, lead=lead, style=diagnostic.severity, body="strong")
    excerpt(paper, diagnostic.span, look.text_of(diagnostic.span.file), diagnostic.severity)
    for note in diagnostic.notes:
        paper.write(note, indent=_INDENT, lead="note: ", style="note")
    if diagnostic.help:
        paper.write(diagnostic.help, indent=_INDENT, lead="help: ", style="ok")
    paper.blank()


def _well(paper: Paper, result: Result, look: Look) -> None:
    """One line for what holds, and what it rests on."""
    if result.check not in ("claim", "case"):
        _on_record(paper, result)
        return
    title = f': "{result.title}"' if result.title else ""
    paper.write(f"{words.subject(result)}{title}{_rests_on(result)}", lead="ok: ", style="ok")
    if result.headline:
        paper.write(result.headline, indent=_INDENT + 2)
    _say_once(paper, result)
    if look.verbose and result.witness is not None:
        paper.write("for example:", indent=_INDENT + 2)
        story(paper, result.witness.story, _INDENT + 4)
        paper.write(f"outcome: {result.witness.outcome}", indent=_INDENT + 4)
        reading(paper, result.witness.reading, _INDENT + 4)
        if result.witness.outside:
            paper.write(f"it is otherwise once {words.listed(result.witness.outside)}", indent=_INDENT + 4, lead="just outside: ")
        paper.blank()


def _on_record(paper: Paper, result: Result) -> None:
    """A finding of a standing check that is accepted, and why."""
    because, *notes = result.notes or ("",)
    said = because.removeprefix("accepted").removeprefix(",").strip()
    paper.write(f"{result.headline} ({result.check}){f'; on record {said}' if said else ''}", lead="accepted: ", style="ok")
    for note in notes:
        paper.write(note, indent=_INDENT, lead="note: ", style="note")


def _rests_on(result: Result) -> str:
    if result.proof is None:
        return ""
    parts = []
    if result.proof.needs:
        parts.append(f"needs {cited(result.proof.needs)}")
    further = tuple(c for c in result.proof.may_use if c not in result.proof.needs)
    if further:
        parts.append(f"uses {some_cited(further, _MANY)}")
    if result.proof.assumptions and result.proof.assumptions != result.proof.rests_on:
        quoted = [f'"{a}"' for a in result.proof.assumptions]
        parts.append(f"assumes {words.listed(quoted)}")
    return f" ({'; '.join(parts)})" if parts else ""


def _finding(paper: Paper, result: Result, look: Look, checked: Checked) -> None:
    paper.blank()
    code = words.code_of(result)
    level = result.level or "note"
    of_document = result.check in ("claim", "case")
    title = f': "{result.title}"' if result.title else ""
    headline = f"{words.subject(result)}{title}" if of_document else result.headline
    name = catalogue.names().get(code or "", "") if of_document else result.check
    named = f"{code or ''} {name}".strip()
    paper.write(headline, lead=f"{level}[{named}]: " if named else f"{level}: ", style=level, body="strong")
    paper.raw(("  --> ", "place"), (f"{result.span.place}{words.within(result, checked)}", None))
    if result.asks:
        paper.write(result.asks, indent=_INDENT, lead="asked: ", style="strong")
    if of_document and result.headline and result.headline != result.title:
        paper.write(result.headline, indent=_INDENT, lead="found: ", style="strong")
    if result.bounded:
        paper.write(f"within {result.bounded}", indent=_INDENT)
    against(paper, result.families)
    for number, found in enumerate(result.families, 1):
        paper.blank()
        before = result.families[: number - 1]
        family(paper, found, (number, len(result.families)), before, verbose=look.verbose, case=result.check == "case")
    if result.witness is not None and not result.families:
        _example(paper, result.witness)
    if result.families:
        paper.blank()
    if not result.complete and result.families:
        text = "the list ends here, but there may be more loopholes, of other kinds; allow more with `--limit` or `--time-limit`"
        paper.write(text, indent=_INDENT, lead="note: ", style="note")
    elif len(result.families) > 1 and result.check == "claim":
        total = f", {words.counted(result.total, 'scenario')} in all" if result.total is not None else ""
        paper.write(f"these {len(result.families)} are all{total}", indent=_INDENT)
    _say_once(paper, result)
    paper.blank()


def _example(paper: Paper, shown: Witness) -> None:
    """A scenario that shows a finding, with its account."""
    paper.blank()
    for number, point in enumerate(shown.turns_on):
        paper.write(point.words, indent=_INDENT + (2 if number else 0), lead="and where " if number else "this is so where ")
    story(paper, shown.story, _INDENT + 2)
    ground = f", as {shown.ground}" if shown.ground else ""
    paper.write(shown.outcome + ground, indent=_INDENT + 2, lead="outcome: ", style="strong")
    accounts(paper, shown.account)
    elsewhere(paper, shown.others, _INDENT + 2)
    paper.blank()


def _say_once(paper: Paper, result: Result) -> None:
    for note in result.notes:
        paper.write(note, indent=_INDENT, lead="note: ", style="note")
    if result.help:
        paper.write(result.help, indent=_INDENT, lead="help: ", style="ok")


def _summary(paper: Paper, checked: Checked, day: str) -> None:
    """What was proved of one document (on what day, if one is given), on what assumptions, and what was not looked at."""
    if checked.vocabulary:
        paper.write(f"{checked.vocabulary}.", lead=f"{checked.file}: ", style="strong")
        certificate.full(paper, checked.certification, scenarios=False)
        return
    if not checked.document:
        paper.write("interrupted before anything was checked.", lead=f"{checked.file}: ", style="strong")
        return
    sums = [_tally(checked, "claim", "proved"), _tally(checked, "case", "passed")]
    said = "; ".join(s for s in sums if s) or ("nothing was checked" if checked.selects_nothing else "no claims and no cases")
    if checked.interrupted and not checked.results:
        said = "interrupted before anything was found"
    if any(d.severity == "error" for d in checked.diagnostics):
        said = "not checked, because of the errors above"
    title = f' "{checked.title}"' if checked.title else ""
    version = f"version {checked.version}" if checked.version[:1].isdigit() else checked.version
    whose = ", ".join(word for word in (checked.issuer, version, f"checked for {day}" if day else "") if word)
    paper.write(f"{said}.", lead=f"{checked.document}{title}{f' ({whose})' if whose else ''}: ", style="strong")
    if checked.assumptions:
        quoted = [f'"{a}"' for a in checked.assumptions]
        paper.write(f"{words.listed(quoted)}.", indent=_INDENT, lead="Assumed: ", style="strong")
    if checked.not_checked:
        paper.write(f"{'; '.join(checked.not_checked)}.", indent=_INDENT, lead="Not checked: ", style="strong")
    certificate.full(paper, checked.certification)


def _tally(checked: Checked, check: str, good: str) -> str:
    """`claims: 3 of 5 proved (1 fails and 1 is undecided)`, or nothing if there are none."""
    found = [r for r in checked.results if r.check == check]
    if not found:
        return ""
    holding = sum(r.status == "holds" for r in found)
    rest = []
    for status, one, many in _OTHERWISE:
        number = sum(r.status == status for r in found)
        if number:
            rest.append(f"{number} {one if number == 1 else many}")
    return f"{check}s: {holding} of {len(found)} {good}" + (f" ({words.listed(rest)})" if rest else "")


_OTHERWISE = (
    ("fails", "fails", "fail"),
    ("arguable", "is arguable", "are arguable"),
    ("accepted", "holds but for what is accepted", "hold but for what is accepted"),
    ("vacuous", "is vacuous", "are vacuous"),
    ("undecided", "is undecided", "are undecided"),
)


def _counts(paper: Paper, report: Report) -> None:
    levels: list[str | None] = [r.level for c in report.checked for r in c.results]
    levels += [d.severity for c in report.checked for d in c.diagnostics]
    found = [words.counted(levels.count(level), level) for level in ("error", "warning", "note") if levels.count(level)]
    until = ", until the run was interrupted" if report.exit is Exit.INTERRUPTED else ""
    documents = words.counted(sum(1 for c in report.checked if not _is_about_the_run(c)), "file")
    if found:
        style = next(level for level in ("error", "warning", "note") if levels.count(level))
        paper.raw((f"found {words.listed(found)}", style), (f" in {documents}{until}", None))
    elif until:
        paper.raw((f"nothing found{until}", "warning"))
    else:
        paper.raw(("nothing found", "ok"), (f" in {documents}", None))


def _is_about_the_run(checked: Checked) -> bool:
    """Whether this speaks of the command line or the configuration, not of a document."""
    return any(d.code.startswith("E65") for d in checked.diagnostics)


def diagnostics_only(diagnostics: tuple[Diagnostic, ...], look: Look) -> str:
    """`diagnostics` as they look in a report, alone."""
    paper = Paper(look.width, look.colour)
    for diagnostic in diagnostics:
        _diagnostic(paper, diagnostic, look)
    return paper.text()
