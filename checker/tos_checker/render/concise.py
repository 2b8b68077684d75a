"""The format `concise`: one line for each diagnostic and each result, for editors and for `grep`."""

from collections.abc import Iterator

from tos_checker.render import Look, words
from tos_checker.render.text import visible
from tos_checker.report import Report, Result
from tos_spec import catalogue
from tos_spec.diagnostics import Diagnostic


def render(report: Report, look: Look) -> str:
    """`file:line:column: level[CODE name] what`, diagnostics of a document before its results."""
    return "".join(f"{visible(line)}\n" for line in _lines(report, look))


def _lines(report: Report, look: Look) -> Iterator[str]:
    for checked in report.checked:
        for diagnostic in checked.diagnostics:
            yield _diagnostic(diagnostic)
        for result in checked.results:
            if not look.quiet or words.at_least(result.level, look.fail_level):
                yield _result(result)


def _diagnostic(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.span.place}: {diagnostic.severity}[{diagnostic.code} {diagnostic.name}] {diagnostic.message}"


def _result(result: Result) -> str:
    kind: str
    code = words.code_of(result)
    if result.level is None:
        kind = "ok" if result.check in ("claim", "case") else "accepted"
    elif code is None:
        kind = f"{result.level}[{result.check}]"
    else:
        kind = f"{result.level}[{code} {catalogue.names().get(code, result.check)}]"
    said = words.subject(result)
    if result.check not in ("claim", "case"):
        return f"{result.span.place}: {kind} {result.headline}"
    headline = result.families[0].headline if result.families else result.headline
    return f"{result.span.place}: {kind} {said}" + (f": {headline}" if headline else "")
