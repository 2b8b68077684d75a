"""Run as a program: every command on the same documents, one after another. What they print goes to standard output, as JSON by command line.

`every_command FORMAT ORDER`: the order is 1, or -1 for the last one first.
"""

import contextlib
import io
import json
import sys

from tos_checker import cli

DAY = ("--today", "2026-06-01")
COMMANDS = (
    ("varied.tos", "later.tos", *DAY),
    ("varied.tos", "later.tos", "--matrix", *DAY),
    ("varied.tos", "later.tos", "--certify", "--claim", "no_children", *DAY),
    ("edges", "varied.tos"),
    ("ask", "varied.tos", "ahead = 0 days"),
    ("guard", "varied.tos", "--clause", "2", *DAY),
    ("mend", "varied.tos", "no_children", "--limit", "1", *DAY),
    ("diff", "varied.tos", "later.tos", *DAY),
)


def said(words):
    """The exit code and all that is printed."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.run(words)
    out.flush()
    return [code, out.buffer.getvalue().decode(), err.getvalue()]


if __name__ == "__main__":
    format, order = sys.argv[1], int(sys.argv[2])
    found = {" ".join(words): said([*words, "--output-format", format]) for words in COMMANDS[::order]}
    sys.stdout.write(json.dumps(found, sort_keys=True))
