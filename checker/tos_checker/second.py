"""The only module that knows cvc5: a process that is asked again what the first solver has ruled out.

Contract: run as a program, it reads one JSON list a line from standard input, and answers on standard output, a line for each
`ask`: `unsat`, `unknown`, `sat`, or `error` with what was wrong. It is told what every session of the first solver is told, as the
same SMT-LIB text, in the same order, and takes none of that session's word for anything. Effort is bounded by cvc5's own resource
count. It is a process of its own, so that a crash, or a question that takes too long, costs nothing else; it ends when its input ends.

Only one thing is said otherwise than the first solver hears it: cvc5 has no `at-most` and no `pble`, which become sums.
"""

import json
import re
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any

import cvc5

_cvc5: Any = cvc5  # its classes come from a compiled module, of which a type checker sees nothing

_BOUNDED = re.compile(r"\(\(_ (?:at-most|pble) ([0-9 ]+)\)")

UNITS_PER_SECOND = 10_000
"""cvc5's resource units that a usual machine spends in about a second, on the slower kinds of question."""


class Mirror:
    """One session of the first solver, told again: scopes with their text. What was popped before anything was asked is never read."""

    def __init__(self, units: int) -> None:
        manager = _cvc5.TermManager()
        self._solver = _cvc5.Solver(manager)
        self._solver.setOption("incremental", "true")
        self._solver.setOption("rlimit-per", str(units))
        self._solver.setLogic("ALL")
        self._symbols = _cvc5.SymbolManager(manager)
        self._scopes: list[list[str]] = [[]]
        self._read = [0]  # for each scope that cvc5 knows, how much of its text

    def wrote(self, text: str) -> None:
        """Text was added in the innermost scope."""
        self._scopes[-1].append(as_sums(text))

    def push(self) -> None:
        """A scope begins."""
        self._scopes.append([])

    def pop(self) -> None:
        """The innermost scope ends."""
        self._scopes.pop()
        if len(self._read) > len(self._scopes):
            self._read.pop()
            self._run("(pop 1)")

    def ask(self, literals: list[str]) -> str:
        """What cvc5 says of all text together with `literals`."""
        for place, scope in enumerate(self._scopes):
            if place == len(self._read):
                self._run("(push 1)")
                self._read.append(0)
            self._run("\n".join(scope[self._read[place] :]))
            self._read[place] = len(scope)
        return self._run(f"(check-sat-assuming ({' '.join(literals)}))")

    def script(self, literals: list[str]) -> str:
        """The last question as a file for any solver."""
        text = [line for scope in self._scopes for line in scope]
        return "\n".join(["(set-logic ALL)", *text, *(f"(assert {literal})" for literal in literals), "(check-sat)", ""])

    def spent(self) -> int:
        """The resource units that all questions have taken."""
        found: dict[str, Any] = dict(self._solver.getStatistics())
        return int(found["resource::resourceUnitsUsed"]["value"])

    def _run(self, text: str) -> str:
        parser = _cvc5.InputParser(self._solver, self._symbols)
        parser.setStringInput(_cvc5.InputLanguage.SMT_LIB_2_6, text, "text")
        said = ""
        while not (command := parser.nextCommand()).isNull():
            said += str(command.invoke(self._solver, self._symbols))
        return said.split(" ", 1)[0].strip() if said.startswith("unknown") else said.strip()


def as_sums(text: str) -> str:
    """`text` with each `((_ at-most N) a b …)` and each `((_ pble N 1 2 …) a b …)` as the sum that says the same."""
    while (found := _BOUNDED.search(text)) is not None:
        at = found.start()
        items, end = _items(text, found.end())
        most, *weights = found[1].split()
        counted = " ".join(f"(ite {item} {weight} 0)" for item, weight in zip(items, weights or ["1"] * len(items), strict=True))
        text = f"{text[:at]}(<= (+ 0 0 {counted}) {most}){text[end:]}"
    return text


def _items(text: str, at: int) -> tuple[list[str], int]:
    """The terms from `at` up to the parenthesis that closes their list, and the place after it."""
    items: list[str] = []
    depth, begin = 0, -1
    for place in range(at, len(text)):
        char = text[place]
        ends = depth == 0 and (char.isspace() or char == ")")
        if ends and begin >= 0:
            items.append(text[begin:place])
            begin = -1
        if char == ")" and depth == 0:
            return items, place + 1
        if not ends and begin < 0:
            begin = place
        depth += (char == "(") - (char == ")")
        if char == ")" and depth == 0:
            items.append(text[begin : place + 1])
            begin = -1
    message = "a list of terms does not end"
    raise ValueError(message)


class Listener:
    """Follows what the first solver's sessions are told, and answers what is asked again."""

    def __init__(self) -> None:
        self._mirrors: dict[int, Mirror] = {}
        self._units = self._left = 0
        self._script = ""
        self._commands: dict[str, Callable[..., str | None]] = {
            "question": self._question,
            "text": lambda key, text: self._mirror(key).wrote(text),
            "push": lambda key: self._mirror(key).push(),
            "pop": lambda key: self._mirror(key).pop(),
            "ask": self._ask,
            "gone": self._gone,
            "script": lambda: json.dumps(self._script),
        }

    def answers(self, lines: Iterator[str]) -> Iterator[str]:
        """The answer to each line that wants one."""
        for line in lines:
            name, *given = json.loads(line)
            answer = self._commands[name](*given)
            if answer is not None:
                yield answer

    def _mirror(self, key: int) -> Mirror:
        if key not in self._mirrors:
            self._mirrors[key] = Mirror(self._units)
        return self._mirrors[key]

    def _gone(self, key: int) -> None:
        self._mirrors.pop(key, None)

    def _question(self, seconds: float) -> None:
        self._units = self._left = max(1, int(min(seconds, 1e9) * UNITS_PER_SECOND))

    def _ask(self, key: int, literals: list[str]) -> str:
        if self._left <= 0:
            return "unknown"
        mirror = self._mirror(key)
        before = mirror.spent()
        try:
            answer = mirror.ask(literals)
        except RuntimeError as error:  # what cvc5 raises for a text that it cannot read
            answer = f"error {' '.join(str(error).split())}"
        self._left -= mirror.spent() - before
        if answer not in ("unsat", "unknown"):
            self._script = mirror.script(literals)
        return answer


def main() -> None:
    """Answer until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asks decides when this ends
    for answer in Listener().answers(iter(sys.stdin)):
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
