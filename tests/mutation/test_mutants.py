"""The mutants are changes of the program that runs, and of nothing else. Needs `pip install 'toscheck[mutation]'`."""

import sys
from types import ModuleType

import pytest

pytest.importorskip("mutmut")

from tests.mutation import mutants
from tests.mutation.unseen import gist

TEXT = '''
def below(x: int, most: int = 3) -> bool:
    """Not a mutant."""
    return x < most

class Box:
    size = 7 + 1

    @property
    def wide(self) -> bool:
        return self.size > 5 and True

def which(x: int) -> str:
    match x:
        case 1:
            return "one"
        case _:
            return "more"
'''


@pytest.fixture
def module(monkeypatch):
    made = ModuleType("made_up")
    exec(TEXT, vars(made))  # noqa: S102
    monkeypatch.setitem(sys.modules, "made_up", made)
    return made


def _all():
    return [m for p in mutants.places("made_up", TEXT) if (m := mutants.made(p)) is not None]


def _one(*words):
    (found,) = [m for m in _all() if all(w in m.changed for w in words)]
    return found


def test_what_is_changed():
    assert {".".join(m.function) for m in _all()} == {"below", "Box.wide", "which"}
    assert not [m.changed for m in _all() if "Not a mutant" in m.changed or "7 + 1" in m.changed]


def test_an_operator(module):
    kept = module.below
    assert not kept(3)
    mutants.seed(_one("+    return x <= most"))
    assert kept(3)


def test_a_default(module):
    mutants.seed(_one("most: int = 4"))
    assert module.below(3)


def test_a_property(module):
    mutants.seed(_one("self.size > 5 or True"))
    module.Box.size = 0
    assert module.Box().wide


def test_a_case_that_is_dropped(module):
    dropped = _one('-        case 1:\n-            return "one"')
    assert dropped.lines == range(
        TEXT.splitlines().index('            return "one"') + 1, TEXT.splitlines().index("        case _:") + 1
    )
    mutants.seed(dropped)
    assert module.which(1) == "more"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("zip(a, b, strict=True)", "zip(a, b)", True),
        ("zip(a, b, strict=True)", "zip(a, strict=True)", False),
        ("view.named(both(a, b), 'P')", "view.named(both(a, b))", True),
        ("view.named(both(a, b), 'P')", "view.named('P')", False),
        ("view._define('s', clause)", "view._define(None, clause)", True),
        ("view._define('s', clause)", "view._define('s', None)", False),
        ("f('P')", "f('Q')", False),
        ("if not a: raise AssertionError('A')", "if not a: raise AssertionError", True),
        ("assert a, 'A'", "assert a", True),
        ("assert a, 'A'", "assert not a, 'A'", False),
        ("match a:\n case 1: f()\n case _: assert_never(a)", "match a:\n case 1: f()", True),
        ("match a:\n case 1: f()\n case _: assert_never(a)", "match a:\n case _: assert_never(a)", False),
        ("match a:\n case 1: f()\n case _: g()", "match a:\n case 1: f()", False),
    ],
)
def test_what_nobody_sees(one, other, alike):
    assert (gist(one) == gist(other)) is alike
