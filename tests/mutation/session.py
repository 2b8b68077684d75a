"""Tests run against mutants, inside one session of pytest: all is imported and collected once, then each mutant has a process of its own.

Contract: a process is forked for each test that is measured and for each mutant, so none meets what another left behind, such as
documents already read. A test counts only where it passes alone, without a mutant.
"""

import json
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import coverage
import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.mutants import Mutant, seed
from tos_spec import parse

TOO_DEAR = 20.0
"""Seconds of processor time: a test that takes longer alone is left out."""

Reached = dict[str, dict[str, Any]]
"""For each test: its `cost` in seconds of processor time, and `lines`, those it runs of each module; with neither, it fails alone."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant: noticed by which test and how, or by none of so many."""

    mutant: str
    verdict: str
    """`killed`, `slow` (a test no longer came to an end), `survived` or `unreached`."""
    by: str
    why: str
    tried: int
    reaching: int
    seconds: float
    changed: str


@dataclass
class Session:
    """A plugin of pytest which, in the place of the tests, tries mutants on them."""

    modules: dict[str, Path]
    mutants: Sequence[Mutant]
    budget: float
    """How many seconds of processor time the tests have for a mutant."""
    reached: Reached
    told: Callable[[Verdict], None]
    keep: Callable[[], None]
    """Called now and then while `reached` grows."""
    alone: list[str] = field(default_factory=list)
    """Tests that do not pass alone."""

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Failures need no smaller document, which takes longer than the test. The grammar, which is nobody's mutant, is there for all."""
        del session
        parse._grammar()
        for name, module in list(sys.modules.items()):
            if name.startswith("tests.") and hasattr(module, "shrunk"):
                module.shrunk = lambda *_: ""

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure the tests, then try the mutants."""
        items = {i.nodeid: i for i in session.items}
        for n, (name, item) in enumerate(items.items()):
            if name not in self.reached:
                self.reached[name] = _measured(item, self.modules)
                if n % 50 == 0:
                    self.keep()
        self.keep()
        self.alone = [name for name in items if not self.reached[name]]
        usable = [i for name, i in items.items() if self.reached[name]]
        for mutant in self.mutants:
            self.told(self._tried(mutant, usable))
        return True

    def _tried(self, mutant: Mutant, items: Iterable[pytest.Item]) -> Verdict:
        reaching = self._reaching(mutant, items)
        began = time.monotonic()
        found: dict[str, Any] = {"verdict": "unreached", "tried": 0}
        if reaching:
            dearest = max(self.reached[i.nodeid]["cost"] for i in reaching)
            found = _forked(lambda: _judged(mutant, reaching, self.budget), self.budget + 2 * dearest + 10)
        took = round(time.monotonic() - began, 2)
        by, why = found.get("by", ""), found.get("why", "")
        return Verdict(mutant.name, found["verdict"], by, why, found.get("tried", 0), len(reaching), took, mutant.changed)

    def _reaching(self, mutant: Mutant, items: Iterable[pytest.Item]) -> list[pytest.Item]:
        """The tests that run the change, in their order of trial; where nobody can tell, those that run its function."""
        lines = {i: set(self.reached[i.nodeid]["lines"].get(mutant.module, ())) for i in items}
        for span in (mutant.lines, mutant.whole[1:]):
            if found := [i for i, ran in lines.items() if not ran.isdisjoint(span)]:
                return self._in_turn(found)
        return []

    def _in_turn(self, items: Iterable[pytest.Item]) -> list[pytest.Item]:
        """Quick tests first, and those of each function in turn with those of others: many alike notice no more than a few."""
        spent: dict[str, float] = {}
        order: dict[pytest.Item, float] = {}
        for item in sorted(items, key=lambda i: self.reached[i.nodeid]["cost"]):
            function = item.nodeid.partition("[")[0]
            order[item] = spent[function] = spent.get(function, 0.0) + self.reached[item.nodeid]["cost"]
        return sorted(order, key=order.__getitem__)


def _measured(item: pytest.Item, modules: dict[str, Path]) -> dict[str, Any]:
    def run() -> dict[str, Any]:
        tracing = coverage.Coverage(data_file=None, include=[str(p) for p in modules.values()], config_file=False)
        tracing.start()
        began = time.process_time()
        failed = _failure(item, None)
        cost = time.process_time() - began
        tracing.stop()
        if failed is not None:
            return {}
        data = tracing.get_data()
        return {"cost": round(cost, 3), "lines": {m: sorted(data.lines(str(p)) or ()) for m, p in modules.items()}}

    found = _forked(run, TOO_DEAR)
    return {} if "verdict" in found else found


def _judged(mutant: Mutant, items: Sequence[pytest.Item], budget: float) -> dict[str, Any]:
    seed(mutant)
    until, tried = time.process_time() + budget, 0
    for item, after in zip(items, [*items[1:], None], strict=True):
        if time.process_time() > until:
            break
        tried += 1
        why = _failure(item, after)
        if why is not None:
            return {"verdict": "killed", "by": item.nodeid, "why": why, "tried": tried}
    return {"verdict": "survived", "tried": tried}


def _failure(item: pytest.Item, after: pytest.Item | None) -> str | None:
    """Why a test fails, in a line; None where it passes."""
    for report in runtestprotocol(item, nextitem=after, log=False):
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            return f"{report.when}: {crash.message if crash else report.longrepr}"[:300]
    return None


def _forked(run: Callable[[], dict[str, Any]], seconds: float) -> dict[str, Any]:
    """What a process of its own finds; `slow` where it needs more processor time than that, `killed` where it dies."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _as_child(run, writing, seconds)
    os.close(writing)
    told = _read(reading, 10 * seconds)
    if told is None:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if told is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)):
        return {"verdict": "slow"}
    if os.WIFSIGNALED(status):
        return {"verdict": "killed", "why": f"signal {os.WTERMSIG(status)}"}
    found: dict[str, Any] = json.loads(told)
    if "broken" in found:
        raise RuntimeError(found["broken"])
    return found


def _as_child(run: Callable[[], dict[str, Any]], writing: int, seconds: float) -> None:
    """Run it, tell what it found, and end, whatever happens: nothing of the parent's may be done twice."""
    try:
        limit = int(seconds) + 1
        used = int(time.process_time())
        resource.setrlimit(resource.RLIMIT_CPU, (used + limit, used + limit + 5))
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        try:
            found = run()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the parent is told
            found = {"broken": repr(error)}
        os.write(writing, json.dumps(found).encode())
    finally:
        os._exit(0)


def _read(reading: int, seconds: float) -> bytes | None:
    """All that is written there, unless that takes longer."""
    parts, until = [], time.monotonic() + seconds
    with os.fdopen(reading, "rb", buffering=0) as stream:
        while True:
            ready, _, _ = select.select([stream], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                return None
            part = stream.read(65536)
            if not part:
                return b"".join(parts)
            parts.append(part)
