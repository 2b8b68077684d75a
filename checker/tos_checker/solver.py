"""The only module that knows z3: SMT-LIB text in; satisfiable, unsatisfiable or undecided out, with a model or a core.

Contract: one context a session, so that what was asked before cannot change an answer. Effort is bounded by z3's own resource
count, which does not depend on the machine, and is shared by all sessions that have one `Budget`; where it is used up the answer
is UNDECIDED, never a guess.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

import z3

from tos_checker.budget import Budget, OutOfEffortError

_DECLARED = re.compile(r"\(declare-const (\S+) ([^()]+|\([^()]+\))\)")

_DEFINED = re.compile(r"\(define-fun (\S+) \(\) Bool (.*)\)$")

_NOT = "(not "

_LONG = 1_000
"""Longer formulas are hardly met again."""

_ACCOUNTED = 4
"""After so many checks what they took is looked up: that costs about a third of a small check."""

_LETTERS = 4
"""To make and to read so many letters of a formula takes about as long as a unit of effort."""

_NEAR_THE_END = 2_000_000
"""With less effort than this left, what a check took is looked up at once."""

Plain = bool | Fraction
Model = Mapping[str, Plain]
"""The values of declared constants: Booleans, numbers, and bit-vectors as numbers. What is missing is any."""


class Answer(Enum):
    """What the solver says."""

    SAT = "sat"
    UNSAT = "unsat"
    UNDECIDED = "undecided"


@dataclass
class Session:
    """One question's solver. `effort` is what all its checks, and those of other sessions that share it, may take (None: no bound).

    `finite` promises that only Booleans and bit-vectors are declared: z3 then has a solver that is many times faster.
    `often` promises that much will be asked about few formulas: what is defined is then worked in once, not for each formula that uses
    it, and so is each literal that was made in two scopes.
    """

    effort: Budget | None = None
    finite: bool = False
    often: bool = False

    def __post_init__(self) -> None:
        self._context = z3.Context()
        solver: Any = z3.SolverFor("QF_FD", ctx=self._context) if self.finite else z3.Solver(ctx=self._context)
        solver.set("random_seed", 0)
        self._solver = solver
        self._spent = 0
        self._checks = 0
        self._scopes = [0]
        self._begun = 0
        self._constants: dict[str, Any] = {}
        self._literals: list[dict[str, str]] = [{}]
        self._bools: dict[str, Any] = {}
        self._names: dict[int, str] = {}
        self._truths: set[str] = set()
        self._made = 0
        self._most: int | None = None
        self._meant: list[list[tuple[str, str]]] = [[]]
        self._met: set[str] = set()
        self._lasting: dict[str, None] = {}
        self._new = False
        self._journal = None if self.effort is None or self.effort.audit is None else self.effort.audit.journal()

    def add(self, lines: Iterable[str]) -> None:
        """Add SMT-LIB lines; symbols declared or defined before stay known."""
        given = list(lines)
        for name, sort in _DECLARED.findall("\n".join(given)):
            self._constants[name] = z3.Const(name, self._sort(sort))
            if sort == "Bool":
                self._truths.add(name)
        self._tell([self._as_constant(line) for line in given] if self.often else given)

    def _tell(self, lines: Sequence[str], known: Sequence[str] = ()) -> None:
        """Tell the solver; `known` are Boolean constants that it knows from a scope that has ended, and others do not."""
        if not lines:
            return
        text = "\n".join(lines)
        self._solver.from_string(text)
        self._new = True
        if self.effort is not None:
            self.effort.spend(len(text) // _LETTERS)
        if self._journal is not None:
            self._journal.wrote("\n".join([*(f"(declare-const {name} Bool)" for name in known), text]))

    def _as_constant(self, line: str) -> str:
        """A definition as a constant with what it is; it is kept for when the scope ends, as its name will be used then too."""
        found = _DEFINED.match(line)
        if found is None:
            return line
        name, formula = found[1], found[2]
        self._meant[-1].append((name, formula))
        self._truths.add(name)
        return f"(declare-const {name} Bool)(assert (= {name} {formula}))"

    def _sort(self, sort: str) -> Any:
        match sort:
            case "Bool":
                return z3.BoolSort(self._context)
            case "Int":
                return z3.IntSort(self._context)
            case "Real":
                return z3.RealSort(self._context)
            case _:
                return z3.BitVecSort(int(sort.split()[2].rstrip(")")), self._context)

    def push(self) -> None:
        """Begin a scope: what is added now goes with the next `pop`."""
        if len(self._literals) == 1:
            self._work_in()
        self._begun += 1
        self._scopes.append(self._begun)
        self._literals.append({})
        self._meant.append([])
        self._solver.push()
        if self._journal is not None:
            self._journal.push()

    @property
    def scopes(self) -> tuple[int, ...]:
        """The scopes that have begun and not ended, the innermost last: no number is given twice."""
        return tuple(self._scopes)

    def _work_in(self) -> None:
        """Have the solver read what it was told by now: what it reads in a scope it forgets, and reads again in the next."""
        self.literals(tuple(self._lasting))
        self._lasting.clear()
        if self._new and self.finite:
            self.check()

    def pop(self) -> None:
        """End the scope."""
        self._scopes.pop()
        made = self._literals.pop()
        self._solver.pop()
        if self._journal is not None:
            self._journal.pop()
        meant = self._meant.pop()
        if self.often:
            short = {f for f in made if len(f) < _LONG}
            self._lasting.update(dict.fromkeys(f for f in made if f in short & self._met))
            self._met |= short
        self._meant[-1] += meant
        if meant:
            self._tell([f"(assert (= {name} {formula}))" for name, formula in meant], known=[name for name, _ in meant])

    def literal(self, formula: str) -> str:
        """A literal that implies `formula`: for the same formula the same one, as long as the scope lasts that it was made in."""
        return self.literals((formula,))[0]

    def literals(self, formulas: Sequence[str]) -> list[str]:
        """A literal for each formula."""
        found: list[str] = []
        lines: list[str] = []
        for formula in formulas:
            known = next((made[formula] for made in self._literals if formula in made), None)
            if known is None:
                known = formula if self._is_literal(formula) else self._symbol()
                self._literals[-1][formula] = known
                if known != formula:
                    lines.append(_literal(known, formula))
            found.append(known)
        self._tell(lines)
        return found

    def _is_literal(self, formula: str) -> bool:
        """Whether a formula is a Boolean constant, or the negation of one."""
        return (formula[5:-1] if formula.startswith(_NOT) else formula) in self._truths

    def _symbol(self) -> str:
        self._made += 1
        return f"q{self._made}"

    def check(self, literals: Sequence[str] = ()) -> Answer:
        """Whether all that was added is satisfiable together with `literals`.

        Raises KeyboardInterrupt where the user interrupts (z3 reports that as an unknown), and OutOfEffortError where nothing is
        left to spend.
        """
        if self.effort is not None:
            self._bound(self.effort.next_check())
        # The plain call: `Solver.check` would look at each literal anew, which costs more than many a check.
        assumed = (z3.Ast * len(literals))(*(self._ast(name) for name in literals))
        result = z3.Z3_solver_check_assumptions(self._context.ref(), self._solver.solver, len(literals), assumed)
        self._new = False
        self._checks += 1
        near = self.effort is not None and self.effort.left < _NEAR_THE_END
        if near or self._checks % _ACCOUNTED == 0 or result == z3.Z3_L_UNDEF:
            self._account()
        if result == z3.Z3_L_TRUE:
            return Answer.SAT
        if result == z3.Z3_L_FALSE:
            if self._journal is not None:
                self._journal.ruled_out(literals)
            return Answer.UNSAT
        reason = self._solver.reason_unknown()
        if "interrupted" in reason:
            raise KeyboardInterrupt
        return Answer.UNDECIDED

    def _bound(self, most: int) -> None:
        """Bound the next checks; anew only where much less is left, as telling the solver costs about as much as a small check."""
        if self._most is None or most < self._most // 2:
            self._most = most
            self._solver.set("rlimit", most)

    def _account(self) -> None:
        """Take what was spent since the last check from the budget."""
        if self.effort is None:
            return
        statistics = self._solver.statistics()
        for place in range(len(statistics) - 1, -1, -1):  # it is among the last; asking by name would look at each from the first
            name, value = statistics[place]
            if name == "rlimit count":
                self.effort.spend(int(value) - self._spent)
                self._spent = int(value)
                return

    def _ast(self, name: str) -> Any:
        found = self._bools.get(name)
        if found is None:
            negated = name.startswith(_NOT)
            found = z3.Bool(name[5:-1] if negated else name, self._context)
            found = self._bools[name] = z3.Not(found) if negated else found
            self._names[found.get_id()] = name
        return found.ast

    def satisfiable(self, literals: Sequence[str] = ()) -> bool:
        """As `check`, but raises OutOfEffortError where undecided."""
        answer = self.check(literals)
        if answer is Answer.UNDECIDED:
            raise OutOfEffortError(self._solver.reason_unknown())
        return answer is Answer.SAT

    def model(self) -> Model:
        """The model of the last satisfiable check: the values of the declared constants that it has."""
        model = self._solver.model()
        values = ((name, _plain(model[constant])) for name, constant in self._constants.items())
        return {name: value for name, value in values if value is not None}

    def core(self) -> tuple[str, ...]:
        """The literals that the last unsatisfiable check used."""
        return tuple(sorted(self._names[literal.get_id()] for literal in self._solver.unsat_core()))


def _literal(symbol: str, formula: str) -> str:
    return f"(declare-const {symbol} Bool)(assert (=> {symbol} {formula}))"


def _plain(value: Any) -> Plain | None:
    """The value of a constant; None where the model leaves it open."""
    if value is None:
        return None
    if z3.is_true(value) or z3.is_false(value):
        return bool(z3.is_true(value))
    if z3.is_bv_value(value) or z3.is_int_value(value):
        return Fraction(value.as_long())
    if z3.is_rational_value(value):
        return Fraction(value.numerator_as_long(), value.denominator_as_long())
    msg = f"a value of an unexpected sort: {value}"
    raise TypeError(msg)
