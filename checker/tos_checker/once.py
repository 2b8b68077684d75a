"""What is worked out once for a document, and asked for again and again.

Contract: a function under `once` must depend on its arguments alone, and nobody may change what it gives. A document is known by what
object it is: to compare two large ones would take longer than most things that are asked of them.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, TypeVarTuple

from tos_spec.core import Policy

_Given = TypeVarTuple("_Given")
_Result = TypeVar("_Result")

_MOST = 16
"""So many results of each function are kept."""


def once(function: Callable[[Policy, *_Given], _Result]) -> Callable[[Policy, *_Given], _Result]:
    """`function`, which remembers what it gave for the last documents. Its further arguments are such as can be keys."""
    known: dict[tuple[int, object], tuple[Policy, _Result]] = {}  # with the document, so that nothing else becomes what it was

    @wraps(function)
    def asked(policy: Policy, *given: *_Given) -> _Result:
        key = (id(policy), given)
        found = known.get(key)
        if found is None:
            if len(known) >= _MOST:
                del known[next(iter(known))]
            found = known[key] = (policy, function(policy, *given))
        return found[1]

    return asked
