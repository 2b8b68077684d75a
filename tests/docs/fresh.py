"""Runs the commands of README.md in a fresh copy of what is committed: `python tests/docs/fresh.py`.

It needs git and the network, and takes some minutes, so it is no test of the suite. Exit code 0 if each command ends as README.md says.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
EXPECTED = (1, 0)
"""Exit codes: the example has loopholes, the tests pass."""


def commands(readme: str) -> list[str]:
    """The commands in the `sh` blocks of README.md."""
    return [body.strip() for body in re.findall(r"^```sh\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)]


def main() -> int:
    """Run each command in a copy of its own."""
    wrong = 0
    for command, expected in zip(commands((ROOT / "README.md").read_text(encoding="utf-8")), EXPECTED, strict=True):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["git", "clone", "--quiet", str(ROOT), folder], check=True)
            code = subprocess.run(["bash", "-c", command], cwd=folder, check=False).returncode
        sys.stderr.write(f"{command}\nexit code {code}, expected {expected}\n")
        wrong += code != expected
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
