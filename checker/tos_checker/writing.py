"""Writing text to files and streams: whole or not at all.

Contract: a file is replaced in one step, so nobody ever reads half of it; links and permissions stay. A reader of standard
output that has gone away is no error.
"""

import contextlib
import os
import stat
import sys
import tempfile
from pathlib import Path


def replace_file(path: Path, text: str) -> None:
    """Make `text`, as UTF-8, the content of `path`. OSError if that cannot be done; then `path` is as it was."""
    target = Path(os.path.realpath(path))
    data = text.encode("utf-8", errors="backslashreplace")
    if target.exists() and not target.is_file():
        target.write_bytes(data)  # a device or a pipe cannot be replaced
        return
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(mode)
        part.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _umask() -> int:
    # There is no way to ask for it without setting it.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def print_text(text: str, *, utf8: bool = False) -> None:
    """Print `text` on standard output, in its own encoding or in UTF-8; what that cannot say is written as an escape."""
    encoding = "utf-8" if utf8 else (sys.stdout.encoding or "utf-8")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode(encoding, errors="backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        hush()


def hush() -> None:
    """Send what may still be printed nowhere: the reader has gone, and the interpreter flushes at its end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
