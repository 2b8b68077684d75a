"""Clause numbers: headings and what stands below them, and what a number stands for.

Contract: takes the clauses of the checked document. A heading is a clause that has no norm and is no exception itself; its number
stands for the clauses with an effect that are numbered below it. Any other number stands for its clause alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tos_spec import syntax
from tos_spec.core import Period
from tos_spec.diagnostics import Collector, Diagnostic
from tos_spec.resolve_names import did_you_mean, listed
from tos_spec.source import Span


@dataclass(frozen=True, slots=True)
class Numbered:
    """A clause with an effect: its declaration, and those of the headings above it, the nearest first."""

    decl: syntax.ClauseDecl
    headings: tuple[syntax.ClauseDecl, ...]

    @property
    def number(self) -> str:
        """The clause's number."""
        return self.decl.number.text

    @property
    def relations(self) -> tuple[syntax.RelationLine, ...]:
        """Its own relations and those of its headings."""
        return tuple(line for d in (self.decl, *self.headings) for line in d.relations)


@dataclass(frozen=True, slots=True)
class Table:
    """All clauses and headings by number, in the order of the document."""

    clauses: dict[str, Numbered]
    headings: dict[str, tuple[str, ...]]
    titles: dict[str, syntax.ClauseDecl]

    def standing_for(self, number: syntax.ClauseNumber, found: Collector) -> tuple[str, ...] | None:
        """The clauses that a number stands for, or None after a complaint."""
        if number.text in self.clauses:
            return (number.text,)
        below = self.headings.get(number.text)
        if below:
            return below
        if below is not None:
            if self.titles[number.text].relations or self.titles[number.text].bounds:
                return None  # `table` has complained of it
            message = f"clause `{number.text}` is a heading, and nothing stands below it"
            help = f"give it a norm, or number a clause below it: `{number.text}.1`"
            found.add(Diagnostic("E408", "empty-heading", message, number.span, (), help))
            return None
        known = [*self.clauses, *self.headings]
        otherwise = f"the clauses are {listed(known[:12])}" if known else "this document has no clauses"
        message = f"there is no clause `{number.text}`"
        found.add(Diagnostic("E402", "unknown-clause", message, number.span, (), did_you_mean(number.text, known, otherwise)))
        return None


def table(decls: Sequence[syntax.ClauseDecl], found: Collector) -> Table:
    """The table of all clauses."""
    titles: dict[str, syntax.ClauseDecl] = {}
    for decl in decls:
        titles.setdefault(decl.number.text, decl)
    heads = {n: d for n, d in titles.items() if is_heading(d)}
    clauses: dict[str, Numbered] = {}
    headings: dict[str, list[str]] = {n: [] for n in heads}
    for number, decl in titles.items():
        if number in heads:
            _check_heading(decl, found)
            continue
        above = [p for p in prefixes(number) if p in heads]
        for p in above:
            headings[p].append(number)
        clauses[number] = Numbered(decl, tuple(heads[p] for p in above))
    _check_exceptions(clauses, found)
    for number, decl in heads.items():
        if not headings[number] and (decl.relations or decl.bounds):
            message = f"clause `{number}` has no norm, and nothing stands below it"
            help = "write `permit …`, `forbid …` or `require … of …`, or make it an exception"
            found.add(Diagnostic("E408", "empty-heading", message, decl.number.span, (), help))
    return Table(clauses, {n: tuple(below) for n, below in headings.items()}, titles)


def is_heading(decl: syntax.ClauseDecl) -> bool:
    """Whether a clause has no effect of its own: its number stands for the clauses below it."""
    return decl.norm is None and all(line.word != "exception to" for line in decl.relations)


def _check_exceptions(clauses: Mapping[str, Numbered], found: Collector) -> None:
    """Complain of an exception that looks like a heading: without norm, conditions and dates, and with clauses below it."""
    below = {p: n for n in reversed(list(clauses)) for p in prefixes(n)}
    for number, clause in clauses.items():
        decl = clause.decl
        if decl.norm is None and not decl.conditions and not decl.bounds and number in below:
            message = f"clause `{number}` is an exception that always holds, although clause `{below[number]}` stands below it"
            help = "write `exception to` in the clauses below it instead, or give this one a condition"
            found.add(Diagnostic("E417", "exception-or-heading", message, decl.number.span, (), help))


def prefixes(number: str) -> list[str]:
    """The numbers that `number` stands below, the nearest first: `5(3)` and `5` for `5(3)(a)`."""
    return [number[:i] for i in range(len(number) - 1, 0, -1) if number[i] in ".-("]


def _check_heading(decl: syntax.ClauseDecl, found: Collector) -> None:
    for condition in decl.conditions[:1]:
        message = f"clause `{decl.number.text}` has a condition, but no norm"
        help = "write `permit …`, `forbid …` or `require … of …` above it, or make the clause an exception"
        found.add(Diagnostic("E409", "condition-without-norm", message, condition.span, (), help))


# --- periods ------------------------------------------------------------------------------------------------------------------


def period(bounds: Sequence[syntax.Bound], found: Collector, *, what: str) -> Period:
    """The days that date lines of one header or clause say; two lines for one end, and an empty period, are mistakes."""
    first: syntax.Bound | None = None
    last: syntax.Bound | None = None
    for bound in bounds:
        earlier = first if bound.word == "from" else last
        if earlier is not None:
            message = f"{what} {'begins' if bound.word == 'from' else 'ends'} twice"
            found.add(
                Diagnostic(
                    "E401", "repeated-line", message, bound.span, (f"the first is at {earlier.span.place}",), "leave one out"
                )
            )
        elif bound.word == "from":
            first = bound
        else:
            last = bound
    found_period = Period(None if first is None else first.date.ordinal, None if last is None else last_day(last))
    if first is not None and last is not None and empty(found_period):
        empty_period(last.span, what, found)
    return found_period


def last_day(bound: syntax.Bound) -> int:
    """The last day that `through` or `before` leaves."""
    return bound.date.ordinal - (bound.word == "before")


def empty(p: Period) -> bool:
    """Whether no day lies in `p`."""
    return p.first is not None and p.last is not None and p.first > p.last


def empty_period(span: Span, what: str, found: Collector) -> None:
    """Complain of a period without days."""
    message = f"{what} is in force on no day"
    found.add(
        Diagnostic(
            "E405",
            "empty-period",
            message,
            span,
            (),
            "`from` must lie before the end: `through` includes the day, `before` does not",
        )
    )


def meet(one: Period, other: Period) -> Period:
    """The days in both periods."""
    firsts = [p.first for p in (one, other) if p.first is not None]
    lasts = [p.last for p in (one, other) if p.last is not None]
    return Period(max(firsts, default=None), min(lasts, default=None))
