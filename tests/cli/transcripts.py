"""Runs transcripts: Markdown with files to be written (```file NAME) and commands with their output (```console).

A command is `check …`, with `< FILE` for its standard input, or `cat FILE`, or `ls`. Its output is what it prints on both
streams, and `[exit N]` where the exit code is not 0.
"""

import io
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from tos_checker import cli

_BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?P<kind>file|console)(?: (?P<name>\S+))?\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)


def replay(text: str, folder: Path) -> str:
    """The transcript `text` with the output that its commands have now, when run in `folder` (the current one)."""

    def again(block: re.Match[str]) -> str:
        body = block["body"]
        if block["kind"] == "file":
            path = folder / block["name"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8", newline="")
        else:
            body = "".join(_console(body))
        name = f" {block['name']}" if block["name"] else ""
        return f"{block['fence']}{block['kind']}{name}\n{body}{block['fence']}"

    return _BLOCK.sub(again, text)


def _console(body: str) -> Iterator[str]:
    for line in body.splitlines():
        if line.startswith("$ "):
            code, output = run(line[2:])
            yield f"{line}\n{output}"
            if output and not output.endswith("\n"):
                yield "\n"
            if code:
                yield f"[exit {code}]\n"


def run(line: str) -> tuple[int, str]:
    """Run one command line here; its exit code and its output."""
    words = shlex.split(line)
    given = b""
    if "<" in words:
        at = words.index("<")
        given = Path(words[at + 1]).read_bytes()
        words = words[:at] + words[at + 2 :]
    match words:
        case ["cat", name]:
            return 0, Path(name).read_text(encoding="utf-8")
        case ["ls"]:
            return 0, "".join(f"{p.as_posix()}\n" for p in sorted(Path().rglob("*")))
        case ["check", *arguments]:
            return run_check(arguments, given)
    message = f"transcripts know no `{line}`"
    raise AssertionError(message)


def run_check(arguments: list[str], given: bytes = b"") -> tuple[int, str]:
    """Run `check` in this process; its exit code, and what it printed on both streams."""
    page = io.BytesIO()
    out = io.TextIOWrapper(page, encoding="utf-8", write_through=True)
    kept = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"), out, out
    try:
        code = cli.run(arguments)
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept
    out.flush()
    return code, page.getvalue().decode("utf-8")
