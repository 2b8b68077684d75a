"""The pages of worked scenarios, as data. What a page gets wrong is a `PageError`; nothing here knows the language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
_FENCE = re.compile(r"^```(tos|scenario|answers)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r"^#+ (.+)$", re.MULTILINE)
_READING = re.compile(r"reading (?P<name>\w+)(?:\((?P<args>[^)]*)\))? = (?P<value>.+)$")
_RULING = re.compile(r"ruling on (?P<on>conflict|silence) = (?P<to>permitted|forbidden)$")
_RELATION = re.compile(r"relation (?P<name>\w+)\((?P<args>[^)]*)\)$")
_FACT = re.compile(r"(?P<path>[\w.]+) = (?P<value>.+)$")
_ACCOUNT = re.compile(r"(?P<clause>[^:]+): (?P<says>.+)$")
_DATE = "2025-06-15"

Names = tuple[str, ...]


class PageError(Exception):
    """A page of scenarios that is wrong in itself."""


@dataclass(frozen=True)
class Document:
    """A `tos` block."""

    page: str
    line: int
    text: str


@dataclass
class Worked:
    """A scenario as a page gives it: the facts, the reading, the results."""

    document: Document
    title: str
    line: int
    act: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    relations: list[tuple[str, Names]] = field(default_factory=list)
    readings: dict[tuple[str, Names], str] = field(default_factory=dict)
    rulings: dict[str, bool] = field(default_factory=dict)
    outcome: str = ""
    status: str = ""
    breached: Names = ()
    accounts: dict[str, str] = field(default_factory=dict)
    impossible: Names = ()

    @property
    def id(self) -> str:
        """The page and the line."""
        return f"{self.document.page}:{self.line}"


@dataclass(frozen=True)
class Answers:
    """What the claims and cases of a document come to."""

    document: Document
    expected: Mapping[str, str]


def blocks() -> Iterator[Document | Worked | Answers]:
    """Every block of every page, in order."""
    for path in sorted(HERE.glob("[0-9]*.md")):
        text = path.read_text(encoding="utf-8")
        document: Document | None = None
        for found in _FENCE.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            kind, body = found.groups()
            if kind == "tos":
                document = Document(path.stem, line, body)
                yield document
                continue
            if document is None:
                msg = f"{path.name}:{line} belongs to no document"
                raise PageError(msg)
            if kind == "answers":
                yield Answers(document, dict(_pair(entry) for entry in body.splitlines()))
            else:
                title = _TITLE.findall(text, 0, found.start())[-1]
                yield _worked(document, title, line, body)


def _pair(entry: str) -> tuple[str, str]:
    name, _, status = entry.partition(": ")
    return name, status


def _worked(document: Document, title: str, line: int, body: str) -> Worked:
    found = Worked(document, title, line)
    for entry in filter(None, body.splitlines()):
        if not (_given(found, entry) or _result(found, entry)):
            msg = f"{found.id}: what is `{entry}`?"
            raise PageError(msg)
    found.facts.setdefault("date", _DATE)
    if not found.act or not (found.outcome or found.impossible):
        msg = f"{found.id}: no act, or no result"
        raise PageError(msg)
    return found


def _given(found: Worked, entry: str) -> bool:
    if match := _READING.match(entry):
        found.readings[match["name"], names(match["args"] or "")] = match["value"]
    elif match := _RULING.match(entry):
        found.rulings[match["on"]] = match["to"] == "permitted"
    elif match := _RELATION.match(entry):
        found.relations.append((match["name"], names(match["args"])))
    elif (match := _FACT.match(entry)) and match["path"] == "act":
        found.act = match["value"]
    elif match:
        found.facts[match["path"]] = match["value"]
    return match is not None


def _result(found: Worked, entry: str) -> bool:
    match = _ACCOUNT.match(entry)
    if not match:
        return False
    key, says = match["clause"], match["says"]
    if key in ("outcome", "status"):
        setattr(found, key, says)
    elif key in ("breached", "impossible"):
        setattr(found, key, names(says))
    elif key in ("applies", "not met"):
        found.accounts |= dict.fromkeys(names(says), key)
    else:
        found.accounts[key] = says
    return True


def names(text: str) -> Names:
    """The names of a list with commas."""
    return tuple(n.strip() for n in text.split(",") if n.strip())
