"""The pages are complete: reserved words, commands, options, exit codes, settings, checks, codes; and their links lead somewhere."""

import json
import re
import textwrap

import pytest

from tests.docs import pages
from tos_checker import cli, config
from tos_checker.commands import COMMANDS
from tos_checker.levels import level_of
from tos_checker.report import Exit
from tos_checker.standing import CHECKS
from tos_spec import catalogue
from tos_spec.words import RESERVED

DOCS = pages.ROOT / "docs"
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def _text(name):
    return (DOCS / name).read_text(encoding="utf-8")


def _section(text, title):
    """The prose below a heading, up to the next one of its rank or higher."""
    found = re.search(rf"^(#+) {re.escape(title)}\n", text, re.MULTILINE)
    assert found, title
    rest = text[found.end() :]
    following = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: following.start()] if following else rest


def _first_cells(section):
    return [word for row in re.findall(r"^\| (.*?) \|", section, re.MULTILINE) for word in re.findall(r"`([^`]+)`", row)]


def test_reserved_words(update_golden):
    text = _text("language.md")
    before, section = text.split("\n## Reserved words\n", 1)
    lead, words = section.strip("\n").split("\n\n", 1)
    now = textwrap.fill(" ".join(f"`{word}`" for word in sorted(RESERVED)), 130)
    if update_golden:
        (DOCS / "language.md").write_text(f"{before}\n## Reserved words\n\n{lead}\n\n{now}\n", encoding="utf-8", newline="\n")
    else:
        assert words == now, "`pytest tests/docs --update-golden` writes the list anew"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_described(command):
    text = _text("commands.md")
    assert f"\n## check {command}\n" in text or (command == "run" and "\n## check FILE…\n" in text)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_described(command):
    known = cli.group.get_command(None, command)
    section = _section(_text("commands.md"), "check FILE…" if command == "run" else f"check {command}")
    rows = re.findall(r"^\| (.*?) \| ", section.replace("\\|", "/"), re.MULTILINE)
    described = {option for row in rows for option in re.findall(r"(?<![\w-])(--?[a-z][a-z-]*)", row)}
    options = {o for p in known.params if p.param_type_name == "option" for o in p.opts}
    assert described == options - {"-h", "--help"}


def test_every_exit_code_is_described():
    codes = re.findall(r"^\| (\d+) \|", _section(_text("commands.md"), "Exit codes"), re.MULTILINE)
    assert codes == [str(e.value) for e in Exit]


def test_every_setting_is_described():
    table = _section(_text("commands.md"), "Configuration").split("| setting |", 1)[1]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)) == set(config._KEYS)


def test_every_standing_check_is_described():
    table = _section(_text("language.md"), "Standing checks").split("| check |", 1)[1].split("\n\n", 1)[0]
    assert sorted(_first_cells(table)) == sorted(config.STANDARD_CHECKS)


def test_every_level_is_right():
    rows = re.findall(
        r"^\| ((?:`[a-z-]+`(?:, )?)+) \| .* \| (\w+) \|$", _section(_text("language.md"), "Standing checks"), re.MULTILINE
    )
    shown = {check: level for checks, level in rows for check in re.findall(r"`([a-z-]+)`", checks)}
    assert shown == {check: level_of(check, {}) for check in config.STANDARD_CHECKS}
    warnings = re.search(r"^\| warning \| (.*) \|$", _section(_text("commands.md"), "Levels"), re.MULTILINE)
    assert warnings
    assert set(re.findall(r"`([a-z-]+)`", warnings[1])) == {check for check, level in shown.items() if level == "warning"}


def test_the_keys_of_the_json_are_the_schema_s():
    schema = json.loads((pages.ROOT / "checker" / "tos_checker" / "schema" / "result-1.json").read_text(encoding="utf-8"))
    whole, entry = (
        re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE) for part in _section(_text("commands.md"), "JSON").split("What matters")
    )
    assert whole == list(schema["properties"])
    assert set(entry) <= set(schema["$defs"]["result"]["properties"])


def test_missing_standing_checks_are_named(update_golden):
    lead = "Their names can already be used in the configuration and in `accepting`:\n"
    before, rest = _text("language.md").split(lead, 1)
    shown, after = rest.split(".\n", 1)
    built = {*CHECKS, "vacuous-claim", "vacuous-case"}
    now = ", ".join(f"`{check}`" for check in config.STANDARD_CHECKS if check not in built)
    if update_golden:
        (DOCS / "language.md").write_text(f"{before}{lead}{now}.\n{after}", encoding="utf-8", newline="\n")
    else:
        assert shown == now, "`pytest tests/docs --update-golden` writes the list anew"


def test_the_library_is_listed():
    files = {path.stem for path in (pages.ROOT / "spec" / "tos_spec" / "library").glob("*.tos")}
    assert set(re.findall(r"^\| `import std\.(\w+)` \|", _text("language.md"), re.MULTILINE)) == files


def test_codes_that_the_pages_name_exist():
    named = {code for path in pages.PAGES for code in re.findall(r"\b[EFX]\d{3}\b", path.read_text(encoding="utf-8"))}
    assert named <= set(catalogue.codes())


def _list_of_codes():
    """The list that docs/diagnostics.md must contain, from the catalogue."""
    groups = {
        "E1": "Text, layout and grammar",
        "E2": "Names, imports and declarations",
        "E3": "Types and formulas",
        "E4": "Clauses, dates and the header",
        "E5": "What only a proof shows",
        "E6": "The command line and the configuration",
        "F1": "Findings",
        "X9": "Internal errors",
    }
    lines = []
    for prefix, title in groups.items():
        codes = [c for c in catalogue.codes() if c.startswith(prefix)]
        if codes:
            lines += [f"## {title}", "", "| code | name |", "| --- | --- |"]
            lines += [f"| [{c}](../spec/tos_spec/catalogue/{c}.md) | {catalogue.names()[c]} |" for c in codes]
            lines.append("")
    assert {c[:2] for c in catalogue.codes()} <= set(groups)
    return "\n".join(lines)


def test_every_code_is_listed(update_golden):
    text = _text("diagnostics.md")
    before, _ = text.split("## ", 1)
    now = before + _list_of_codes()
    if update_golden:
        (DOCS / "diagnostics.md").write_text(now, encoding="utf-8", newline="\n")
    else:
        assert text == now, "`pytest tests/docs --update-golden` writes the list anew"


def _anchors(path):
    text = pages.prose(path.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in _HEADING.findall(text)}


_LINKS = [
    (path, link) for path in pages.PAGES for link in dict.fromkeys(_LINK.findall(pages.prose(path.read_text(encoding="utf-8"))))
]


@pytest.mark.parametrize(("path", "link"), _LINKS, ids=lambda value: value if isinstance(value, str) else value.name)
def test_link(path, link):
    if link.startswith(("https://", "http://")):
        pytest.fail("pages link only to what is in the project")
    file, _, anchor = link.partition("#")
    target = (path.parent / file).resolve() if file else path
    assert target.exists()
    assert target.is_relative_to(pages.ROOT)
    if anchor:
        assert anchor in _anchors(target)


def test_the_files_that_are_named_exist():
    text = (pages.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:spec|checker|tests|docs)/[^` ]*)`", text)
    assert [name for name in named if not (pages.ROOT / name).exists()] == []


@pytest.mark.parametrize("path", [p for p in pages.PAGES if p.parent == DOCS], ids=lambda p: p.name)
def test_every_page_is_linked_from_the_readme(path):
    assert f"docs/{path.name}" in (pages.ROOT / "README.md").read_text(encoding="utf-8")
