"""The small term language between the document and SMT-LIB text: formulas by smart constructors, and linear sums.

Contract: a formula is SMT-LIB 2 text of sort Bool, in the subset that z3 and cvc5 share. Constructors simplify what is plain
to see, so that nothing downstream needs to. A `Linear` is an exact sum of atoms (integer or real constants) and a constant.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

Formula = str

TRUE = "true"
FALSE = "false"


def both(items: Iterable[Formula]) -> Formula:
    """The conjunction of `items`."""
    kept: dict[Formula, None] = {}
    for item in items:
        if item == FALSE:
            return FALSE
        if item != TRUE:
            kept[item] = None
    return _joined("and", kept, TRUE)


def either(items: Iterable[Formula]) -> Formula:
    """The disjunction of `items`."""
    kept: dict[Formula, None] = {}
    for item in items:
        if item == TRUE:
            return TRUE
        if item != FALSE:
            kept[item] = None
    return _joined("or", kept, FALSE)


def _joined(word: str, kept: Mapping[Formula, None], empty: Formula) -> Formula:
    if not kept:
        return empty
    if len(kept) == 1:
        return next(iter(kept))
    return f"({word} {' '.join(kept)})"


def negated(item: Formula) -> Formula:
    """The negation of `item`."""
    if item == TRUE:
        return FALSE
    if item == FALSE:
        return TRUE
    return item[5:-1] if item.startswith("(not ") else f"(not {item})"


def implied(left: Formula, right: Formula) -> Formula:
    """`left` implies `right`."""
    return either((negated(left), right))


def equivalent(left: Formula, right: Formula) -> Formula:
    """`left` if and only if `right`."""
    if left == right or (left in (TRUE, FALSE) and right in (TRUE, FALSE)):
        return TRUE if left == right else FALSE
    for a, b in ((left, right), (right, left)):
        if a == TRUE:
            return b
        if a == FALSE:
            return negated(b)
    return f"(= {left} {right})"


def choice(condition: Formula, yes: Formula, no: Formula) -> Formula:
    """`yes` where `condition` holds, else `no`."""
    if condition == TRUE or yes == no:
        return yes
    if condition == FALSE:
        return no
    if yes in (TRUE, FALSE) or no in (TRUE, FALSE):
        return both((implied(condition, yes), implied(negated(condition), no)))
    return f"(ite {condition} {yes} {no})"


def clipped(includes: Formula, excludes: Formula, wish: Formula) -> Formula:
    """An open term within its bounds: certain where included, excluded where excluded, else as wished."""
    return either((includes, both((wish, negated(excludes)))))


# --- numbers ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Atom:
    """A numeric constant of the solver, by name."""

    name: str
    whole: bool


@dataclass(frozen=True)
class Linear:
    """`sum of factor * atom, plus constant`; no factor is zero."""

    factors: Mapping[Atom, Fraction]
    constant: Fraction

    def plus(self, other: "Linear") -> "Linear":
        """The sum of two."""
        factors = dict(self.factors)
        for atom, factor in other.factors.items():
            factors[atom] = factors.get(atom, Fraction(0)) + factor
        return Linear({a: f for a, f in factors.items() if f}, self.constant + other.constant)

    def times(self, factor: Fraction) -> "Linear":
        """The product with a constant."""
        if not factor:
            return number(Fraction(0))
        return Linear({a: f * factor for a, f in self.factors.items()}, self.constant * factor)

    def minus(self, other: "Linear") -> "Linear":
        """The difference of two."""
        return self.plus(other.times(Fraction(-1)))

    def put(self, atom: Atom, value: "Linear") -> "Linear":
        """With `value` in the place of `atom`."""
        factor = self.factors.get(atom)
        if factor is None:
            return self
        rest = Linear({a: f for a, f in self.factors.items() if a != atom}, self.constant)
        return rest.plus(value.times(factor))

    def at(self, values: Mapping[str, Fraction]) -> Fraction:
        """The amount, given the atoms' values by name (missing: zero)."""
        return self.constant + sum((f * values.get(a.name, Fraction(0)) for a, f in self.factors.items()), Fraction(0))


def number(value: Fraction) -> Linear:
    """A constant."""
    return Linear({}, value)


def atom(name: str, *, whole: bool) -> Linear:
    """One atom."""
    return Linear({Atom(name, whole): Fraction(1)}, Fraction(0))


def numeral(value: Fraction, *, whole: bool) -> str:
    """A constant as text: an integer where `whole`, else a real."""
    size = abs(value)
    text = str(size.numerator) if whole else f"{size.numerator}.0"
    if size.denominator != 1:
        text = f"(/ {text} {size.denominator}.0)"
    return f"(- {text})" if value < 0 else text


def compared(op: str, left: Linear, right: Linear) -> Formula:
    """`left op right`, in integers where all is whole, else in reals."""
    difference = left.minus(right)
    if not difference.factors:
        value = difference.constant
        truth = {"=": value == 0, "<": value < 0, "<=": value <= 0, ">": value > 0, ">=": value >= 0}[op]
        return TRUE if truth else FALSE
    scale = 1
    for part in (*difference.factors.values(), difference.constant):
        scale = scale * part.denominator // _common(scale, part.denominator)
    difference = difference.times(Fraction(scale))
    whole = all(a.whole for a in difference.factors)
    if sum(a.whole for a in difference.factors) > 1 and sum(not a.whole for a in difference.factors) == 1:
        return _rounded(op, difference)
    sides = f"{_sum(difference.factors, whole=whole)} {numeral(-difference.constant, whole=whole)}"
    return f"({op} {sides})"


def _rounded(op: str, difference: Linear) -> Formula:
    """`difference op 0`, where whole atoms are added to one other: what is whole on one side, and the other side rounded.

    Two dates that are as far apart as an open duration lie on a line of whole points, which a solver would walk one by one. Where
    several others are added, to round their sum costs a solver more than it spares.
    """
    step = 0
    for a, factor in difference.factors.items():
        step = _common(step, abs(int(factor))) if a.whole else step
    side = _sum({a: factor / step for a, factor in difference.factors.items() if a.whole}, whole=True)
    factors = {a: -factor / step for a, factor in difference.factors.items() if not a.whole}
    other = f"(+ {_sum(factors, whole=False)} {numeral(-difference.constant / step, whole=False)})"
    floor, ceiling = f"(to_int {other})", f"(- (to_int (- {other})))"
    if op == "=":
        return both((f"(<= {side} {floor})", f"(>= {side} {ceiling})"))
    return f"({op} {side} {floor if op in ('<=', '>') else ceiling})"


def _common(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a


def _sum(factors: Mapping[Atom, Fraction], *, whole: bool) -> str:
    parts = []
    for a, factor in factors.items():
        name = a.name if whole or not a.whole else f"(to_real {a.name})"
        parts.append(name if factor == 1 else f"(* {numeral(factor, whole=whole)} {name})")
    return parts[0] if len(parts) == 1 else f"(+ {' '.join(parts)})"
