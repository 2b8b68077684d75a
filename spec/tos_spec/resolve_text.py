"""What was written at a place, as one line: for messages, and for the conditions that reports quote.

Contract: comments are left out, line breaks with their indentation count as one space, lists are written in parentheses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tos_spec import syntax
from tos_spec.source import Source, Span


@dataclass
class Texts:
    """The texts of the documents, line by line, without their comments."""

    sources: Mapping[str, Source]
    documents: Sequence[syntax.Document]
    _lines: dict[str, list[str]] = field(default_factory=dict)

    def at(self, span: Span) -> str:
        """What is written at `span`."""
        lines = self._of(span.file)[span.line - 1 : span.end_line]
        if not lines:
            return ""
        lines[-1] = lines[-1][: span.end_column - 1]
        lines[0] = lines[0][span.column - 1 :]
        return " ".join(" ".join(lines).split())

    def _of(self, file: str) -> list[str]:
        if file not in self._lines:
            source = self.sources.get(file)
            lines = source.text.split("\n") if source else []
            for document in self.documents:
                for comment in (c for c in document.comments if c.span.file == file):
                    row = comment.span.line - 1
                    lines[row] = lines[row][: comment.span.column - 1]
            self._lines[file] = lines
        return self._lines[file]

    def formula(self, formula: syntax.Formula, names: Mapping[str, str]) -> str:
        """A formula on one line, with other names in the place of parameters."""
        if isinstance(formula, syntax.Listing):
            return f"{formula.word} of ({'; '.join(self.formula(item, names) for item in formula.items)})"
        if not names:
            return self.at(formula.span)
        pieces: list[str] = []
        here = formula.span
        for name in sorted(_paths(formula), key=lambda n: (n.span.line, n.span.column)):
            new = names.get(name.parts[0])
            if new is None or (name.span.line, name.span.column) < (here.line, here.column):
                continue
            before = Span(here.file, here.line, here.column, name.span.line, name.span.column)
            pieces += [self._raw(before), ".".join((new, *name.parts[1:]))]
            here = Span(here.file, name.span.end_line, name.span.end_column, here.end_line, here.end_column)
        return " ".join("".join([*pieces, self._raw(here)]).split())

    def _raw(self, span: Span) -> str:
        """As `at`, with the spaces at both ends kept."""
        lines = self._of(span.file)[span.line - 1 : span.end_line]
        if not lines:
            return ""
        lines[-1] = lines[-1][: span.end_column - 1]
        lines[0] = lines[0][span.column - 1 :]
        return " ".join(lines)


def _paths(formula: syntax.Formula) -> list[syntax.Name]:
    """The names in a formula that may be paths or parameters."""
    found: list[syntax.Name] = []
    stack: list[syntax.Formula | syntax.Term] = [formula]
    while stack:
        match stack.pop():
            case syntax.Name() as name:
                found.append(name)
            case syntax.IsTest(subject=subject) | syntax.HasTest(subject=subject) | syntax.ExistsTest(subject=subject):
                found.append(subject)
            case syntax.NameTest(name=name):
                found.append(name)
            case syntax.Application(args=args):
                found += args
            case (
                syntax.Comparison(left=left, right=right)
                | syntax.Sum(left=left, right=right)
                | syntax.Product(left=left, right=right)
                | syntax.Implication(left=left, right=right)
            ):
                stack += (left, right)
            case syntax.Negation(body=body):
                stack.append(body)
            case syntax.Negative(body=body):
                stack.append(body)
            case syntax.Junction(items=items) | syntax.Listing(items=items):
                stack += items
            case _:
                pass
    return found


def mentions(formula: syntax.Formula, name: str) -> bool:
    """Whether a formula's own words say `name`, as a path's first word."""
    return any(n.parts[0] == name for n in _paths(formula))
