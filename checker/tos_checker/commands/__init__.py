"""The commands, one module each. They import what they need when they are run, so that `check --help` is quick."""

COMMANDS = ("run", "edges", "ask", "guard", "mend", "diff", "format", "explain", "new", "export")
