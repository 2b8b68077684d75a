"""Mutants: a module's functions, each with one small change, by the operators of mutmut.

Contract: `places` lists every change of a module in an order that its text alone decides; `made` makes one a mutant; `seed` makes the
running program that mutant. Nothing is written to a file, so a test that reads source text sees what it always sees. Left alone are annotations, decorators, what
stands outside functions, (as mutmut does) calls of `len` and `isinstance`, and what `unseen` names.
"""

import difflib
import inspect
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import FunctionType, ModuleType
from typing import Any

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

from tests.mutation.unseen import gist


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: in which function of which module, on which lines, the function's text with it, and what differs."""

    name: str
    module: str
    function: tuple[str, ...]
    lines: range
    whole: range
    """The lines of the function."""
    text: str
    changed: str


@dataclass(frozen=True, slots=True)
class Place:
    """A change, not yet made."""

    module: str
    number: int
    function: tuple[str, ...]
    node: cst.FunctionDef
    before: cst.CSTNode
    after: cst.CSTNode
    lines: range
    whole: range


def places(module: str, text: str) -> list[Place]:
    """All changes of a module with this text."""
    wrapper = MetadataWrapper(cst.parse_module(text))
    collecting = _Collecting(module)
    wrapper.visit(collecting)
    return collecting.found


def made(place: Place) -> Mutant | None:
    """The mutant, unless it is no program at all, or does what everybody can see as before."""
    changed = place.node.deep_replace(place.before, place.after)
    assert isinstance(changed, cst.FunctionDef)
    old, new = _alone(place.node), _alone(changed)
    try:
        if gist(old) == gist(new):
            return None
        compile(new, place.module, "exec")
    except SyntaxError:
        return None
    name = f"{place.module.rpartition('.')[2]}.{'.'.join(place.function)}#{place.number}"
    return Mutant(name, place.module, place.function, place.lines, place.whole, new, "\n".join(_differing(old, new)))


def seed(mutant: Mutant) -> None:
    """Make the program run this mutant, from now on, whoever imported the function."""
    module = sys.modules[mutant.module]
    live = _live(module, mutant.function)
    scope = dict(vars(module))
    exec(compile(mutant.text, f"<{mutant.name}>", "exec"), scope)  # noqa: S102 - its text is ours
    changed: FunctionType = scope[mutant.function[-1]]
    live.__code__ = changed.__code__
    live.__defaults__ = changed.__defaults__
    live.__kwdefaults__ = changed.__kwdefaults__


def _live(module: ModuleType, function: Sequence[str]) -> FunctionType:
    found: Any = module
    for name in function:
        found = inspect.getattr_static(found, name)
    for attribute in ("fget", "func", "__func__"):  # a property, a cached one, a static method
        found = getattr(found, attribute, found)
    found = inspect.unwrap(found)
    assert isinstance(found, FunctionType)
    return found


class _Collecting(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, module: str) -> None:
        super().__init__()
        self.found: list[Place] = []
        self._module = module
        self._within: list[cst.ClassDef | cst.FunctionDef] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if self._is_left_alone(node):
            return False
        outer = self._function()
        if isinstance(node, cst.ClassDef | cst.FunctionDef):
            self._within.append(node)
        if outer is not None:
            self._mutate(node, outer)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if self._within and self._within[-1] is original_node:
            self._within.pop()

    def _function(self) -> cst.FunctionDef | None:
        return next((n for n in self._within if isinstance(n, cst.FunctionDef)), None)

    def _is_left_alone(self, node: cst.CSTNode) -> bool:
        match node:
            case cst.Annotation() | cst.Decorator():
                return True
            case cst.Call(func=cst.Name(value="len" | "isinstance" | "assert_never")):
                return True
            case cst.Param(default=default) if default is not None:
                return not isinstance(default, cst.Name | cst.BaseNumber | cst.BaseString)
        return False

    def _mutate(self, node: cst.CSTNode, outer: cst.FunctionDef) -> None:
        names = tuple(n.name.value for n in self._within[: self._within.index(outer) + 1])
        for sort, operator in mutation_operators:
            if not isinstance(node, sort):
                continue
            for after in operator(node):
                lines = self._lines(_gone(node, after))
                self.found.append(Place(self._module, len(self.found), names, outer, node, after, lines, self._lines(outer)))

    def _lines(self, node: cst.CSTNode) -> range:
        place = self.get_metadata(PositionProvider, node)
        return range(place.start.line, place.end.line + 1)


def _gone(before: cst.CSTNode, after: cst.CSTNode) -> cst.CSTNode:
    """The smallest part of a node in which a change is: what a case does that is dropped from a `match`, else all of it."""
    if isinstance(before, cst.Match) and isinstance(after, cst.Match):
        return next(c.body for c in before.cases if not any(c is kept for kept in after.cases))
    return before


def unchanged(mutant: Mutant, place: Place) -> Mutant:
    """The same with nothing changed: what notices this one notices nothing."""
    return replace(mutant, name=f"{mutant.name} unchanged", text=_alone(place.node), changed="")


def _alone(function: cst.FunctionDef) -> str:
    """A function's text without its decorators, which stay as they are."""
    return cst.Module([function.with_changes(decorators=(), leading_lines=())]).code


def _differing(old: str, new: str) -> Iterator[str]:
    for line in difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm=""):
        if line[:1] in "+-" and line[:3] not in {"+++", "---"}:
            yield line
