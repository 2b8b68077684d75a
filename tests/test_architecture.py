"""ARCHITECTURE.md names every module, each once, and no other; what it says of imports is what the linter is told."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
PACKAGES = {"tos_spec": ROOT / "spec" / "tos_spec", "tos_checker": ROOT / "checker" / "tos_checker"}
_LONGEST = 300


def _modules(package):
    """The modules below a package, dotted; a package by its own name."""
    paths = (p.relative_to(package).with_suffix("") for p in package.rglob("*.py"))
    names = (".".join(part for part in path.parts if part != "__init__") for path in paths)
    return sorted(name for name in names if name)


def _named(package):
    """The modules in the second column of a package's table."""
    section = PAGE.split(f"\n## The modules of {package}\n", 1)[1].split("\n## ", 1)[0]
    cells = re.findall(r"^\| [^|]*\| (`[^|]+) \| ", section, re.MULTILINE)
    return sorted(name for cell in cells for name in re.findall(r"`([^`]+)`", cell))


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_is_named_once(package):
    assert _named(package) == _modules(PACKAGES[package])


def test_what_else_is_named_exists():
    """Names in backticks outside the tables of modules: modules, files and folders of the project."""
    prose = PAGE.split("\n## The modules of tos_spec\n", 1)[0]
    modules = {name for package in PACKAGES.values() for name in _modules(package)}
    paths = [name for name in re.findall(r"`([^`\s]*/[^`\s]*)`", prose) if not _exists(name)]
    assert paths == []
    rows = re.findall(r"^\| (?:a|an) .*? \| (.*) \|$", prose, re.MULTILINE)
    words = {w for row in rows for w in re.findall(r"`([a-z_.]+)`", row)}
    assert len(rows) > 5
    assert words - modules - {"grammar.lark"} == set()


def _exists(name):
    return any((base / name).exists() or (base / f"{name}.py").exists() for base in (ROOT, *PACKAGES.values()))


def test_each_module_that_imports_a_library_is_said_to():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    allowed = {
        library: {i.split(" -> ")[0].split(".")[1] for i in contract["ignore_imports"]}
        for contract in settings["tool"]["importlinter"]["contracts"]
        for library in contract.get("forbidden_modules", ())
        if library in ("z3", "cvc5", "lark", "click")
    }
    said = re.search(r"Only (.*) imports z3, only (.*) cvc5, only (.*) import Lark, only (.*) import click\.", PAGE)
    assert said
    found = [set(re.findall(r"`(\w+)`", part)) for part in said.groups()]
    assert found == [allowed["z3"], allowed["cvc5"], allowed["lark"], allowed["click"]]


def test_it_stays_short():
    assert PAGE.count("\n") < _LONGEST
