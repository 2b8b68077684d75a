"""What the tests read in a page: its fenced blocks, in order, each with its marks.

The line that opens a block holds a language and marks: ```tos file=house.tos```, ```tos fragment=blocks error=E201```. Marks for `tos`:

* none, or `file=NAME`: a whole document, which loads without a diagnostic; it is written to NAME for what comes after it;
* `frame`: the document that the fragments of the page belong to (once a page);
* `fragment=blocks`, `header`, `fields` or `formulas`: a part, put into the frame at its place;
* `replaces=NAME`: blocks that take the place of those of the same name in the file NAME, or are added to it;
* `from=PATH`: an excerpt of a file of the project; `…` alone on a line stands for what is left out;
* `error=CODE`: what it gives, and nothing else.

In a `console` block, `…` alone on a line stands for any lines of output.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.cli.transcripts import replay

ROOT = Path(__file__).parent.parent.parent
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
LANGUAGES = frozenset({"tos", "console", "sh", "toml", "json", "markdown", "text", "python"})
ELISION = "…"
_FENCE = re.compile(r"^(?P<fence>`{3,})(?P<info>[^`\n]*)\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^(?=\$ )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block: its language, its marks, its text, and where it stands."""

    language: str
    marks: Mapping[str, str]
    body: str
    line: int

    @property
    def is_fragment(self) -> bool:
        """Whether it is a part of the frame's document."""
        return "fragment" in self.marks


def fences(text: str) -> tuple[Fence, ...]:
    """The fenced blocks of a page."""
    return tuple(_fence(text, found) for found in _FENCE.finditer(text))


def prose(text: str) -> str:
    """A page without its fenced blocks; the lines stay."""
    return _FENCE.sub(lambda found: "\n" * found[0].count("\n"), text)


def _fence(text: str, found: re.Match[str]) -> Fence:
    language, *marks = found["info"].split() or [""]
    pairs = dict(mark.partition("=")[::2] for mark in marks)
    return Fence(language, pairs, found["body"], text.count("\n", 0, found.start()) + 1)


def frame_of(page: Sequence[Fence]) -> str:
    """The frame of a page; empty if it has none."""
    return next((f.body for f in page if "frame" in f.marks), "")


def in_frame(fragment: Fence, frame: str) -> str:
    """The document that a fragment stands for."""
    indented = "".join(f"    {line}\n" if line else "\n" for line in fragment.body.splitlines())
    match fragment.marks["fragment"]:
        case "blocks":
            return f"{frame}\n{fragment.body}"
        case "header":
            _, rest = frame.split("\n\n", 1)
            return f"{fragment.body}\n{rest}"
        case "fields":
            return f"{frame}\nact sketched\n{indented}"
        case "formulas":
            return f"{frame}\ncase sketched\n  use\n{indented}  expect permitted\n"
        case other:
            message = f"line {fragment.line}: no fragment `{other}`"
            raise AssertionError(message)


def text_of(fence: Fence, frame: str, files: Mapping[str, str]) -> str:
    """The whole document that a `tos` block stands for."""
    if fence.is_fragment:
        return in_frame(fence, frame)
    if "replaces" in fence.marks:
        return replaced(files[fence.marks["replaces"]], fence.body)
    return fence.body


def replaced(text: str, body: str) -> str:
    """`text` with the blocks of `body` in the place of those that begin with the same two words, or at its end."""
    blocks = list(_blocks(text))
    for block in _blocks(body):
        names = [_name(b) for b in blocks]
        if _name(block) in names:
            blocks[names.index(_name(block))] = block
        else:
            blocks.append(block)
    return "\n".join(f"{b.rstrip()}\n" for b in blocks)


def _blocks(text: str) -> Iterator[str]:
    return (b for b in re.split(r"^(?=[^\s#])", text, flags=re.MULTILINE) if b)


def _name(block: str) -> str:
    return " ".join(block.split()[:2])


def write(fence: Fence, folder: Path, frame: str, files: dict[str, str]) -> None:
    """Write the file that a block shows or changes, if it does, and remember its text."""
    name = fence.marks.get("file") or fence.marks.get("replaces")
    if name is None:
        return
    files[name] = text_of(fence, frame, files) if fence.language == "tos" else fence.body
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(files[name], encoding="utf-8", newline="")


def console_now(body: str, folder: Path) -> str:
    """A `console` block with the output that its commands have now."""
    return replay(f"```console\n{body}```", folder).removeprefix("```console\n").removesuffix("```")


def agrees(shown: str, now: str) -> bool:
    """Whether output as a page shows it, with elisions, is the output now."""
    expected, actual = _COMMAND.split(shown), _COMMAND.split(now)
    return len(expected) == len(actual) and all(_matches(e, a) for e, a in zip(expected, actual, strict=True))


def _matches(shown: str, now: str) -> bool:
    pattern = "".join(r"(?:.*\n)*?" if line == ELISION else re.escape(f"{line}\n") for line in shown.splitlines())
    return re.fullmatch(pattern, now) is not None
