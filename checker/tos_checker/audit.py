"""What the first solver rules out, asked again of a second one.

Contract: while an `Audit` is open, every session with a budget that knows it tells it all that the first solver is told; each time that
one says that there is nothing of a sort, the second solver is asked the same, from the same text. `settled` says how often it
agreed since the last `question`, and how often it could not tell: that is no confirmation. Where it says that there is something,
or cannot read the text, SolversDisagreeError is raised. The second solver works while the first one goes on.
"""

import contextlib
import itertools
import json
import os
import platform
import select
import subprocess
import sys
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import util
from time import monotonic
from typing import Any

from tos_checker.budget import USUAL_SECONDS
from tos_checker.disagreement import SolversDisagreeError

_AT_ONCE = 500
"""Answers that may be outstanding: together they fit into a pipe, so nobody waits for somebody who waits."""

_CHUNK = 1 << 16

_PATIENCE = 3.0
"""By how much more than what its effort should take the second solver may be late."""

_STARTING = 20.0

_PIPES_CAN_BE_WATCHED = os.name == "posix"
"""Elsewhere `select` knows sockets alone."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How many of the answers "there is nothing of this sort" the second solver gave too, and how many it could not give."""

    confirmed: int
    unconfirmed: int


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What keeps a second solver from being asked, and what to do about it."""

    message: str
    help: str


def obstacle() -> Obstacle | None:
    """What keeps the second solver from being asked, if anything does."""
    if util.find_spec("cvc5") is None:
        message = "`--certify` needs a second solver, cvc5, which is not installed"
        return Obstacle(message, "install it with `pip install 'toscheck[certify]'`")
    if not _PIPES_CAN_BE_WATCHED:
        message = f"`--certify` listens to the second solver in a way that {platform.system() or 'this system'} does not have"
        return Obstacle(
            message, "run it on Linux or macOS (on Windows, in the Windows Subsystem for Linux), or leave out `--certify`"
        )
    return None


class _LostError(Exception):
    """The process has ended, or does not answer in time."""


class _Process:
    """The second solver at work. Nothing that is done with it waits for longer than until `until`."""

    def __init__(self) -> None:
        # -P: a module in the folder that is being checked is not taken for one of ours
        command = [sys.executable, "-P", "-m", "tos_checker.second"]
        self._process = subprocess.Popen(  # noqa: S603 - this program itself
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0, start_new_session=True
        )
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101, PT018 - both are pipes
        self._pipes = (self._process.stdin, self._process.stdout)
        self._to, self._from = (pipe.fileno() for pipe in self._pipes)
        os.set_blocking(self._to, False)
        self._waiting = bytearray()
        self._heard = b""
        self.until = monotonic() + _STARTING

    def say(self, said: Sequence[Any], *, now: bool = False) -> None:
        """Tell it something; at the latest when much is waiting, or at once."""
        self._waiting += f"{json.dumps(said)}\n".encode()
        if now or len(self._waiting) > _CHUNK:
            self._flush()

    def _flush(self) -> None:
        while self._waiting:
            _, ready, _ = select.select([], [self._to], [], max(0.0, self.until - monotonic()))
            if not ready:
                raise _LostError
            try:
                written = os.write(self._to, self._waiting[:_CHUNK])
            except BlockingIOError:
                continue
            except OSError as error:
                raise _LostError from error
            del self._waiting[:written]

    def line(self) -> str:
        """The next line that it says."""
        self._flush()
        while b"\n" not in self._heard:
            ready, _, _ = select.select([self._from], [], [], max(0.0, self.until - monotonic()))
            more = os.read(self._from, _CHUNK) if ready else b""
            if not more:
                raise _LostError
            self._heard += more
        line, _, self._heard = self._heard.partition(b"\n")
        return line.decode()

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in self._pipes:
            pipe.close()


class Audit:
    """A second solver, in a process of its own, started when it is first told something."""

    def __init__(self) -> None:
        self._process: _Process | None = None
        self._keys = itertools.count()
        self._generation = 0
        self._seconds = USUAL_SECONDS
        self._outstanding = self._confirmed = self._unconfirmed = 0

    def question(self, seconds: float | None) -> None:
        """What is asked from now on is one question, for which the second solver may take about so many seconds (None: the usual)."""
        self._seconds = USUAL_SECONDS if seconds is None else seconds
        self._confirmed = self._unconfirmed = 0
        self._send("question", self._seconds)

    def journal(self) -> "Journal":
        """A journal for one session of the first solver."""
        journal = Journal(self, next(self._keys), self._generation)
        weakref.finalize(journal, self._forget, journal.key).atexit = False
        return journal

    def settled(self) -> Confirmation:
        """What came of the question. Raises SolversDisagreeError."""
        self._collect()
        return Confirmation(self._confirmed, self._unconfirmed)

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is not None:
            self._process.end()
            self._process = None

    def is_told_by(self, generation: int) -> bool:
        """Whether sessions of that generation have been heard from their beginning: not after a process was lost."""
        return generation == self._generation

    def tell(self, *said: Any) -> None:
        """Tell the second solver something about a session."""
        self._send(*said)

    def ask(self, key: int, literals: Sequence[str]) -> None:
        """Have it asked again whether the session has nothing under `literals`."""
        self._outstanding += 1
        self._send("ask", key, list(literals), now=True)
        if self._outstanding >= _AT_ONCE:
            self._collect()

    def unheard(self) -> None:
        """Something was ruled out by a session that the second solver has not heard from its beginning."""
        self._unconfirmed += 1

    def _send(self, *said: Any, now: bool = False) -> None:
        try:
            if self._process is None:
                self._process = _Process()
                self._process.say(("question", self._seconds))
            self._process.until = monotonic() + self._patience()
            self._process.say(said, now=now)
        except _LostError:
            self._lost()

    def _patience(self) -> float:
        return _STARTING + _PATIENCE * self._seconds

    def _lost(self) -> None:
        """What it was asked is not confirmed, and the sessions that there are have nobody to tell any more."""
        self._unconfirmed += self._outstanding
        self._outstanding = 0
        self._generation += 1
        self.close()

    def _forget(self, key: int) -> None:
        if self._process is not None:
            self._send("gone", key)

    def _collect(self) -> None:
        """Take in all answers that are outstanding."""
        process = self._process
        if process is None:
            return
        process.until = monotonic() + self._patience()
        try:
            while self._outstanding:
                self._take(process, process.line())
        except _LostError:
            self._lost()

    def _take(self, process: _Process, line: str) -> None:
        self._outstanding -= 1
        if line == "unsat":
            self._confirmed += 1
        elif line == "unknown":
            self._unconfirmed += 1
        else:
            self._disagree(process, line)

    def _disagree(self, process: _Process, line: str) -> None:
        script = ""
        with contextlib.suppress(_LostError):
            process.say(("script",))
            for _ in range(self._outstanding):
                process.line()
            script = json.loads(process.line())
        self._outstanding = 0
        self._generation += 1
        self.close()
        raise SolversDisagreeError(line, script)


class Journal:
    """What one session of the first solver is told, and what it rules out."""

    def __init__(self, audit: Audit, key: int, generation: int) -> None:
        self._audit, self.key, self._generation = audit, key, generation

    def _tell(self, *said: Any) -> None:
        if self._audit.is_told_by(self._generation):
            self._audit.tell(*said)

    def wrote(self, text: str) -> None:
        """The session was told `text`."""
        self._tell("text", self.key, text)

    def push(self) -> None:
        """A scope begins."""
        self._tell("push", self.key)

    def pop(self) -> None:
        """A scope ends."""
        self._tell("pop", self.key)

    def ruled_out(self, literals: Sequence[str]) -> None:
        """The session says that all that it was told cannot hold together with `literals`."""
        if self._audit.is_told_by(self._generation):
            self._audit.ask(self.key, literals)
        else:
            self._audit.unheard()


@contextlib.contextmanager
def audited() -> Iterator[Audit]:
    """An audit that ends with the block."""
    audit = Audit()
    try:
        yield audit
    finally:
        audit.close()
