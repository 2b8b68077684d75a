"""Solvers that are wrong now and then."""

import sys

import z3

from tos_checker import solver


def lie(monkeypatch, number):
    """Have the first solver say, at its `number`th satisfiable answer, that there is nothing."""
    left = number
    plain = z3.Z3_solver_check_assumptions

    def lying(*given):
        nonlocal left
        answer = plain(*given)
        left -= answer == z3.Z3_L_TRUE
        return z3.Z3_L_FALSE if answer == z3.Z3_L_TRUE and left == 0 else answer

    monkeypatch.setattr(solver.z3, "Z3_solver_check_assumptions", lying)
    return lambda: left <= 0


def blind(monkeypatch, *callers):
    """Have the first solver see nothing wherever functions of all these names have called it."""
    plain = z3.Z3_solver_check_assumptions

    def seeing(*given):
        frame = sys._getframe(1)
        names = set()
        while frame is not None:
            names.add(frame.f_code.co_name)
            frame = frame.f_back
        answer = plain(*given)
        return z3.Z3_L_FALSE if names.issuperset(callers) else answer

    monkeypatch.setattr(solver.z3, "Z3_solver_check_assumptions", seeing)
