"""The format `concise`: one line for each diagnostic and each result, for editors and for `grep`."""

from collections.abc import Iterator

from tos_checker.render import Look, certificate, table, words
from tos_checker.render.text import visible
from tos_checker.report import Cell, Checked, Column, Report, Result, Row
from tos_spec import catalogue
from tos_spec.diagnostics import Diagnostic


def render(report: Report, look: Look) -> str:
    """`file:line:column: level[CODE name] what`, diagnostics of a document before its results."""
    return "".join(f"{visible(line)}\n" for line in _lines(report, look))


def _lines(report: Report, look: Look) -> Iterator[str]:
    for checked in report.checked:
        for diagnostic in checked.diagnostics:
            yield _diagnostic(diagnostic)
        for result in checked.results if report.matrix is None else ():
            if not look.quiet or words.at_least(result.level, look.fail_level):
                yield _result(result, checked)
        if said := certificate.line(checked.certification):
            yield f"{checked.file}:1:1: {said}"
    for column, row, cell in table.cells(report.matrix) if report.matrix else ():
        if not look.quiet or (cell.result is not None and words.at_least(cell.result.level, look.fail_level)):
            yield _cell(column, row, cell)


def _cell(column: Column, row: Row, cell: Cell) -> str:
    """A claim in a document: at its place, if that is in the document's own file."""
    said = table.says(cell, row)
    if cell.result is None:
        return f"{column.file}:1:1: {said}: {words.listed(cell.why)}"
    headline = cell.result.families[0].headline if cell.result.families else cell.result.headline
    place = cell.result.span.place if cell.result.span.file == column.file else f"{column.file}:1:1"
    return f"{place}: {_kind(cell.result)} {said}" + (f": {headline}" if headline else "")


def _diagnostic(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.span.place}: {diagnostic.severity}[{diagnostic.code} {diagnostic.name}] {diagnostic.message}"


def _kind(result: Result) -> str:
    code = words.code_of(result)
    if result.level is None:
        return "ok" if result.check in ("claim", "case") else "accepted"
    if code is None:
        return f"{result.level}[{result.check}]"
    return f"{result.level}[{code} {catalogue.names().get(code, result.check)}]"


def _result(result: Result, checked: Checked) -> str:
    kind = _kind(result)
    elsewhere = words.within(result, checked)
    said = words.subject(result)
    if result.check not in ("claim", "case"):
        return f"{result.span.place}: {kind} {result.headline}{elsewhere}"
    headline = result.families[0].headline if result.families else result.headline
    return f"{result.span.place}: {kind} {said}{elsewhere}" + (f": {headline}" if headline else "")
