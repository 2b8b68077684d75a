"""Numbers in formulas: their sorts, and what arithmetic means.

Contract: gives the number of the core with its sort, or None after one complaint. Sums are of one sort and currency; a product
has a constant; to a date, constant whole days, months and years are added; a date less a date is a duration.
"""

from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from tos_spec import core, syntax
from tos_spec.core import Sort
from tos_spec.diagnostics import Collector, Diagnostic
from tos_spec.resolve import Vocabulary
from tos_spec.source import Span
from tos_spec.typecheck_names import AtPath, OfQuantity, OfRelation, OfTerm, Scope, meaning, what
from tos_spec.types import (
    SECONDS,
    UNITLESS,
    Amount,
    Months,
    Quantified,
    as_sort,
    comparable,
    day,
    literal,
    named,
    negative,
    simplified,
    too_far,
    unit_meant,
)

_RATIOS = UNITLESS | {Sort.PERCENT}


def _ratio(value: Fraction, factor: Sort, body: Sort) -> Sort:
    """The sort of a constant times a plain number or percentage: the body's, unless an integer stops being whole."""
    if body is Sort.INTEGER and not (factor in UNITLESS and value.denominator == 1):
        return Sort.NUMBER
    return body


class Terms:
    """Numbers of one scope."""

    def __init__(self, vocabulary: Vocabulary, scope: Scope, found: Collector) -> None:
        self._vocabulary, self._scope, self._found = vocabulary, scope, found
        self.quantities: list[tuple[str, Span]] = []

    def _wrong(self, code: str, name: str, message: str, span: Span, help: str | None, *notes: str) -> None:
        self._found.add(Diagnostic(code, name, message, span, notes, help))

    def _said(self, span: Span) -> str:
        return self._vocabulary.texts.at(span)

    def amount(self, term: syntax.Term) -> Amount | None:
        """The amount that `term` means (not a number of months)."""
        found = self.number(term)
        if isinstance(found, Months):
            message = f"`{self._said(term.span)}` has no fixed length"
            self._wrong("E307", "date-arithmetic", message, term.span, "months and years can only be added to a date")
            return None
        return found

    def number(self, term: syntax.Term) -> Quantified | None:
        """The amount, or the number of months, that `term` means."""
        match term:
            case syntax.Number():
                return literal(term)
            case syntax.Date():
                return day(term)
            case syntax.Name():
                return self._named(term)
            case syntax.Sum():
                return self._sum(term)
            case syntax.Product():
                return self._product(term)
            case syntax.Negative(body=body):
                return self._negative(term, self.number(body))
            case _:
                assert_never(term)

    def _named(self, name: syntax.Name) -> Amount | None:
        meant = meaning(self._vocabulary, self._scope, name, self._found)
        match meant:
            case None:
                return None
            case AtPath(path=path, type=type_) if type_.sort in core.NUMERIC:
                return Amount(core.Read(path), type_.sort, type_.of)
            case OfQuantity(quantity=quantity):
                self.quantities.append((quantity.name, name.span))
                return Amount(core.Quantity(quantity.name), quantity.type.sort, quantity.type.of)
            case AtPath(type=type_):
                help = {
                    Sort.KIND: f"write `{name.text} is …`",
                    Sort.ENTITY: f"write `{name.text} is …`, or compare it with an entity by `=`",
                    Sort.SET: f"write `{name.text} has …`",
                    Sort.FLAG: f"write `{name.text}` or `not {name.text}`, by itself",
                }[type_.sort]
                self._wrong("E305", "not-a-number", f"`{name.text}` is {what(meant)}, not a number", name.span, help)
            case OfTerm() | OfRelation():
                message = f"`{name.text}` is {what(meant)}, not a number"
                self._wrong("E305", "not-a-number", message, name.span, "a term holds or does not: use it by itself")
            case _:
                assert_never(meant)
        return None

    def _negative(self, term: syntax.Negative, body: Quantified | None) -> Quantified | None:
        if isinstance(body, Months):
            return Months(-body.count)
        if body is not None and body.sort is Sort.DATE:
            message = f"`{self._said(term.body.span)}` is a date, and has no negative"
            self._wrong("E307", "date-arithmetic", message, term.span, "a date less a date is a duration")
            return None
        return None if body is None else negative(body)

    # --- sums -----------------------------------------------------------------------------------------------------------------

    def _sum(self, term: syntax.Sum) -> Quantified | None:
        left, right = self.number(term.left), self.number(term.right)
        if left is None or right is None:
            return None
        sign = 1 if term.op == "+" else -1
        if isinstance(left, Months) and isinstance(right, Months):
            return Months(left.count + sign * right.count)
        if isinstance(left, Amount) and left.sort is Sort.DATE:
            return self._from_date(term, left, right, sign)
        if isinstance(right, Amount) and right.sort is Sort.DATE:
            if sign == 1:
                return self._shifted(term, right, left, 1, term.left.span)
            self._mismatch(term, left, right)
            return None
        if isinstance(left, Months) or isinstance(right, Months):
            self._mismatch(term, left, right)
            return None
        left, right = as_sort(left, right.sort), as_sort(right, left.sort)
        if not comparable(left, right):
            self._mismatch(term, left, right)
            return None
        other = right.expr if sign == 1 else core.Times(Fraction(-1), right.expr)
        sort = left.sort if left.sort is right.sort else Sort.NUMBER
        return simplified(Amount(core.Plus(left.expr, other), sort, left.of))

    def _mismatch(self, term: syntax.Sum, left: Quantified, right: Quantified) -> None:
        a, b = self._said(term.left.span), self._said(term.right.span)
        word = "added" if term.op == "+" else "taken from one another"
        message = f"{named(left)} and {named(right)} cannot be {word}"
        help = None
        if isinstance(left, Amount) and left.sort is Sort.DATE and isinstance(right, Amount) and right.sort in UNITLESS:
            help = f"write the unit: `{a} {term.op} {b} days`" if isinstance(term.right, syntax.Number) else "add whole days"
        else:
            help = unit_meant((term.left, left, a), (term.right, right, b))
        self._wrong("E301", "type-mismatch", message, term.span, help, f"`{a}` is {named(left)}", f"`{b}` is {named(right)}")

    def _from_date(self, term: syntax.Sum, left: Amount, right: Quantified, sign: int) -> Amount | None:
        if isinstance(right, Amount) and right.sort is Sort.DATE:
            if sign == -1:
                return simplified(Amount(core.Between(right.expr, left.expr), Sort.DURATION))
            self._mismatch(term, left, right)
            return None
        return self._shifted(term, left, right, sign, term.right.span)

    def _shifted(self, term: syntax.Sum, date: Amount, by: Quantified, sign: int, span: Span) -> Amount | None:
        """A date moved by a constant number of whole days, or of months."""
        if isinstance(by, Amount) and by.sort is not Sort.DURATION:
            self._mismatch(term, *((date, by) if span == term.right.span else (by, date)))
            return None
        said = self._said(span)
        if isinstance(by, Months):
            count, unit, help = by.count, "months", "write a whole number of months"
        else:
            value = by.value
            if value is None:
                help = "compare the difference of two dates with it: `later - earlier <= …`"
                self._wrong("E307", "date-arithmetic", f"`{said}` is not constant, so it cannot be added to a date", span, help)
                return None
            count, unit, help = value / SECONDS["day"], "days", "write whole days, such as `30 days`"
        if count.denominator != 1:
            self._wrong("E307", "date-arithmetic", f"`{said}` is no whole number of {unit}", span, help)
            return None
        months, days = (sign * int(count), 0) if unit == "months" else (0, sign * int(count))
        shifted = core.Shift(date.expr, months, days)
        if too_far(shifted):
            self._wrong("E307", "date-arithmetic", "a date is moved by more than a thousand years", span, "use a shorter time")
            return None
        return simplified(replace(date, expr=shifted))

    # --- products -------------------------------------------------------------------------------------------------------------

    def _product(self, term: syntax.Product) -> Quantified | None:
        left, right = self.number(term.left), self.number(term.right)
        if left is None or right is None:
            return None
        for months, other in ((left, right), (right, left)):
            if isinstance(months, Months):
                times = other.value if isinstance(other, Amount) and other.sort in UNITLESS else None
                if times is None:
                    self._wrong_product(term, left, right)
                    return None
                return Months(months.count * times)
        assert isinstance(left, Amount)  # noqa: S101 - the loop has dealt with months
        assert isinstance(right, Amount)  # noqa: S101 - the loop has dealt with months
        measures = [m for m in (left, right) if m.sort not in _RATIOS]
        if len(measures) > 1 or any(m.sort is Sort.DATE for m in measures):
            self._wrong_product(term, left, right)
            return None
        for factor, body in ((left, right), (right, left)):
            value = factor.value
            if value is not None:
                measure = measures[0] if measures else Amount(body.expr, _ratio(value, factor.sort, body.sort))
                return simplified(Amount(core.Times(value, body.expr), measure.sort, measure.of))
        help = "one of the two must be a constant"
        self._wrong("E306", "product-of-variables", "a product of two numbers that vary", term.span, help)
        return None

    def _wrong_product(self, term: syntax.Product, left: Quantified, right: Quantified) -> None:
        a, b = self._said(term.left.span), self._said(term.right.span)
        message = f"{named(left)} and {named(right)} cannot be multiplied"
        self._wrong("E301", "type-mismatch", message, term.span, None, f"`{a}` is {named(left)}", f"`{b}` is {named(right)}")
