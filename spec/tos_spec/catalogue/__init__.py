"""The catalogue: one page for each code, in Markdown, beside this module; and a glossary of the words of reports.

Contract: a page begins with `# CODE name`. Codes are never used again for something else. A name of a code goes before a word of the
glossary.
"""

import re
from difflib import get_close_matches
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_CODE = re.compile(r"[EFX]\d{3}")
_HEADING = re.compile(r"# ([EFX]\d{3}) ([a-z0-9-]+)\s*\Z")


@cache
def codes() -> tuple[str, ...]:
    """Every code that has a page, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.md") if _CODE.fullmatch(path.stem)))


@cache
def names() -> dict[str, str]:
    """The name of each code (`E204` to `unknown-name`). A page without a proper heading has its code as its name."""
    found: dict[str, str] = {}
    for code in codes():
        with (_FOLDER / f"{code}.md").open(encoding="utf-8") as lines:
            heading = _HEADING.match(lines.readline())
        found[code] = heading.group(2) if heading else code
    return found


def find(wanted: str) -> str | None:
    """The code that `wanted` (a code or a name, in any case) stands for, or None."""
    code = wanted.strip().upper()
    if code in codes():
        return code
    name = wanted.strip().lower()
    return next((code for code, known in names().items() if known == name), None)


def page(code: str) -> str | None:
    """The page of `code` (a code, a name, or a word of the glossary), or None if there is none."""
    found = find(code)
    if found is not None:
        return (_FOLDER / f"{found}.md").read_text(encoding="utf-8")
    word = " ".join(re.split(r"[\s_-]+", code.strip().lower()))
    if word in glossary():
        return f"# {word}\n\n{glossary()[word]}\n"
    entry = also().get(word)
    return f"# {word}\n\nSee `{entry}`.\n\n{glossary()[entry]}\n" if entry is not None else None


@cache
def glossary() -> dict[str, str]:
    """What each word of reports and documents means."""
    return {word: text for word, (text, _) in _entries().items()}


@cache
def also() -> dict[str, str]:
    """Further words, those of lawyers among them, each with the word of the glossary under which it is explained."""
    return {further: word for word, (_, others) in _entries().items() for further in others}


@cache
def _entries() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Each word of the glossary with its text, and with the words of the line `Also:`."""
    _, *entries = re.split(r"^## ", (_FOLDER / "glossary.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for entry in entries:
        word, _, text = entry.partition("\n")
        others = re.match(r"Also: (.*)\.\n", text)
        found[word.strip()] = (text[others.end() :] if others else text).strip(), tuple(others[1].split(", ")) if others else ()
    return found


def near(wanted: str) -> tuple[str, ...]:
    """Up to three codes, names or words that look like `wanted`, the most similar first."""
    known = [*codes(), *names().values(), *glossary(), *also()]
    by_fold = {word.lower(): word for word in known}
    return tuple(by_fold[word] for word in get_close_matches(wanted.strip().lower(), by_fold, n=3, cutoff=0.6))
