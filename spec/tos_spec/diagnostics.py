"""What is wrong with a document, as plain data.

A mistake of the author is a `Diagnostic`, collected within a pass; an exception is a bug of ours. The headline is one line,
lower case, without a full stop, user text in backticks; then notes; then help that can be pasted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tos_spec.source import Span


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake: its code and name in the catalogue, its place, why it is one, and what to do."""

    code: str
    name: str
    message: str
    span: Span
    notes: tuple[str, ...] = ()
    help: str | None = None
    severity: str = "error"


@dataclass(slots=True)
class Collector:
    """Gathers the diagnostics of one pass, each place and code once."""

    found: list[Diagnostic] = field(default_factory=list)
    _places: set[tuple[str, Span]] = field(default_factory=set)

    def add(self, diagnostic: Diagnostic) -> None:
        """Keep `diagnostic` unless the same code was already reported at the same place."""
        key = (diagnostic.code, diagnostic.span)
        if key not in self._places:
            self._places.add(key)
            self.found.append(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Keep each of `diagnostics` as `add` does."""
        for diagnostic in diagnostics:
            self.add(diagnostic)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(self.found, key=lambda d: (d.span.file, d.span.line, d.span.column, d.code)))

    def __bool__(self) -> bool:
        return bool(self.found)
