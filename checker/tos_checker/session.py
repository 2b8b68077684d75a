"""One run over many documents: finds them, reads their settings, has each checked, and settles the exit code.

Contract: a document that is wrong, and a mistake of ours in checking one, never keeps the others from being checked. Where the user
interrupts, the report holds what is known so far, and says what is not.
"""

import datetime
import shlex
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from tos_checker import __version__, config, evidence, versions
from tos_checker.commands import COMMANDS
from tos_checker.disagreement import DisagreementError, SolversDisagreeError
from tos_checker.discover import Discovery, Found, discover
from tos_checker.render import words
from tos_checker.render.excerpt import Texts
from tos_checker.report import Checked, Exit, Matrix, Report
from tos_checker.revision import names_revision
from tos_spec.diagnostics import Diagnostic
from tos_spec.source import Span

if TYPE_CHECKING:
    from tos_checker.audit import Audit
    from tos_checker.matrix import Crossing

COMMAND_LINE = "<command line>"
_INTERNAL = "X901"
_SIZE_LIMIT = 2_000_001  # one byte more than a document may have: enough to see that it is too large


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for. `words` is the command line; what is None is left to the configuration."""

    names: Sequence[str]
    words: Sequence[str]
    claims: Sequence[str]
    limit: int | None
    today: datetime.date | None
    fail_level: str | None
    exit_zero: bool
    time_limit: float | None
    config: Path | None
    progress: Callable[[str], None] | None
    on_internal_error: Callable[[BaseException, str], None]
    certify: bool = False
    matrix: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What a run gives: the report, the texts it speaks of, and the lowest fail level that counted."""

    report: Report
    text_of: Texts
    fail_level: str


@dataclass(slots=True)
class _Session:
    """The state of one run."""

    request: Request
    utc_day: datetime.date
    audit: "Audit | None" = None
    texts: dict[str, str] = field(default_factory=dict)
    checked: list[Checked] = field(default_factory=list)
    settings: dict[Path, config.Configuration] = field(default_factory=dict)  # by folder
    configured: set[Path | None] = field(default_factory=set)  # the configurations that were reported
    found_something: bool = False
    left_undecided: bool = False
    interrupted: bool = False
    fail_levels: list[str] = field(default_factory=list)
    days: list[datetime.date] = field(default_factory=list)
    crossing: "Crossing | None" = None
    typed: bytes | None = None  # what standard input said

    def command_line(self, word: str, code: str, name: str, message: str, help: str | None) -> None:
        """Add a diagnostic about `word` of the command line."""
        quoted = [shlex.quote(w) for w in self.request.words]
        at = next((n for n, w in enumerate(self.request.words) if w == word or w.endswith(f"={word}")), len(quoted))
        start = len(" ".join(["check", *quoted[:at]])) + 2
        end = start + (len(quoted[at]) if at < len(quoted) else 0)
        self.texts[COMMAND_LINE] = " ".join(["check", *quoted])
        span = Span(COMMAND_LINE, 1, start, 1, end)
        self.checked.append(_wrong(COMMAND_LINE, [Diagnostic(code, name, message, span, help=help)]))

    def configuration(self, found: Found) -> config.Configuration:
        """The configuration for a file; what is wrong with it is reported once."""
        named = self.request.config
        folder = Path.cwd() if found.is_standard_input or named is not None else found.path.absolute().parent
        if folder not in self.settings:
            self.settings[folder] = config.nearest(folder) if named is None else config.read(named)
        read = self.settings[folder]
        known = read.file in self.configured
        self.configured.add(read.file)
        if not known and read.diagnostics:
            self.checked.append(_wrong(read.diagnostics[0].span.file, read.diagnostics))
        return read

    def check(self, found: Found) -> None:
        """Check one file, and keep what was found."""
        settings = self.configuration(found).settings
        level = self.request.fail_level or settings.fail_level or "error"
        today = self.request.today or settings.today or self.utc_day
        shown = _shown(found)
        try:
            checked = self._ask(found, shown, settings, today)
        except KeyboardInterrupt:
            everything = ("everything, as the run was interrupted",)
            checked = Checked(shown, "", "", (), (), (), everything, interrupted=True)
        except SystemExit:
            raise
        except SolversDisagreeError as error:
            checked = _wrong(shown, [evidence.of_solvers(error, shown)])
        except DisagreementError as error:
            self.request.on_internal_error(error, f"checking {shown}")
            texts = evidence.texts_of(found.path, self.text(found), shown)
            checked = _wrong(shown, [evidence.of_judgements(error, shown, texts, self.request.words)])
        except BaseException as error:  # noqa: BLE001 - one document must not take the others with it
            self.request.on_internal_error(error, f"checking {shown}")
            message = f"something went wrong inside toscheck while checking this document (`{type(error).__name__}`)"
            checked = _wrong(shown, [Diagnostic(_INTERNAL, "internal-error", message, Span(shown, 1, 1, 1, 1))])
        self.interrupted |= checked.interrupted
        self.checked.append(checked)
        self.fail_levels.append(level)
        self.days.append(today)
        grave = [r.level for r in checked.results if r.status != "undecided"]
        grave += ["warning" if d.severity == "warning" else None for d in checked.diagnostics]
        self.found_something |= any(words.at_least(g, level) for g in grave)
        self.left_undecided |= any(r.status == "undecided" for r in checked.results)
        self.left_undecided |= checked.certification is not None and checked.certification.unconfirmed > 0

    def _ask(self, found: Found, shown: str, settings: config.Settings, today: datetime.date) -> Checked:
        from tos_checker.check import check_file

        posed = None if self.crossing is None else self.crossing.posed.get(shown)
        try:
            return check_file(
                found.path,
                text=self.text(found),
                shown_as=shown,
                today=today,
                claims=frozenset(self.request.claims),
                time_limit=self.request.time_limit or settings.time_limit,
                limit=self.request.limit or settings.limit,
                levels=settings.levels,
                progress=self.request.progress,
                audit=self.audit,
                posed=posed,
            )
        finally:
            if self.request.progress is not None:
                self.request.progress("")

    def text(self, found: Found) -> bytes | None:
        """What standard input says, if that is meant; it is read once."""
        if not found.is_standard_input:
            return None
        if self.typed is None:
            self.typed = sys.stdin.buffer.read(_SIZE_LIMIT)
            self.texts[_shown(found)] = self.typed.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
        return self.typed

    def exit(self) -> Exit:
        """The exit code: the gravest of what happened."""
        diagnostics = [d for c in self.checked for d in c.diagnostics]
        if self.interrupted:
            return Exit.INTERRUPTED
        if any(d.code.startswith("X") for d in diagnostics):
            return Exit.INTERNAL
        if any(d.severity == "error" for d in diagnostics):
            return Exit.WRONG
        if self.request.exit_zero:
            return Exit.CLEAN
        if self.found_something:
            return Exit.FOUND
        return Exit.UNDECIDED if self.left_undecided else Exit.CLEAN


def _shown(found: Found) -> str:
    return "<standard input>" if found.is_standard_input else found.shown_as


def check_all(request: Request) -> Done:
    """Check everything that `request` names."""
    session = _Session(request, datetime.datetime.now(datetime.UTC).date())
    if request.certify:
        _certify(session)
    else:
        _check_each(session)
    levels = session.fail_levels or [request.fail_level or "error"]
    today = max(session.days, default=request.today or session.utc_day)
    report = Report(__version__, versions.solver(), today.isoformat(), session.exit(), tuple(session.checked), _matrix(session))
    return Done(report, Texts(session.texts), next(level for level in config.FAIL_LEVELS[::-1] if level in levels))


def _check_each(session: _Session) -> None:
    discovery = discover(session.request.names)
    _tell_not_found(session, discovery)
    if session.request.matrix:
        _cross(session, discovery.files)
    for found in discovery.files:
        if not session.interrupted:
            session.check(found)
    if not session.interrupted:
        _tell_unknown_claims(session, discovery.files)


def _cross(session: _Session, files: Sequence[Found]) -> None:
    """Find out which claims are to be asked of which documents."""
    from tos_checker.matrix import crossed
    from tos_spec.load import load

    loaded = {_shown(f): load(f.path, text=session.text(f), shown_as=_shown(f)).policy for f in files}
    policies = {file: policy for file, policy in loaded.items() if policy is not None and policy.name}
    session.crossing = crossed(policies, frozenset(session.request.claims))


def _matrix(session: _Session) -> Matrix | None:
    from tos_checker.matrix import table

    if session.crossing is None:
        return None
    return table(session.crossing, session.checked)


def _certify(session: _Session) -> None:
    """As `_check_each`, with a second solver; without one nothing is checked."""
    from tos_checker import audit

    if (obstacle := audit.obstacle()) is not None:
        session.command_line("--certify", "E657", "no-second-solver", obstacle.message, obstacle.help)
        return
    with audit.audited() as session.audit:
        _check_each(session)


def _wrong(file: str, diagnostics: Iterable[Diagnostic]) -> Checked:
    return Checked(file, "", "", tuple(diagnostics), (), (), ())


def _tell_not_found(session: _Session, discovery: Discovery) -> None:
    command = _meant_command(session, discovery)
    for name in discovery.missing:
        if command is not None and name != session.request.words[0]:
            continue  # what follows a misspelled command is no file
        help = f"did you mean the command `check {command}`?" if command else _near_file(name)
        if name in COMMANDS:
            help = f"a command comes first: `check {name} …`"
        if command is None and names_revision(name):
            help = f"revisions are read by `check diff` only; here, write the old file first: `git show {name} > old.tos`"
        session.command_line(name, "E650", "no-such-file", f"there is no file `{name}`", help)
    for name in discovery.empty:
        help = "documents end in `.tos` or `.tos.md`; `check new FOLDER` writes a first one"
        session.command_line(name, "E651", "nothing-to-check", f"there is no document in the folder `{name}`", help)
    for name in discovery.unreadable:
        session.command_line(name, "E656", "unreadable-folder", f"the folder `{name}` cannot be read", None)


def _meant_command(session: _Session, discovery: Discovery) -> str | None:
    """The command that the first word may have been meant as, if it leads to nothing."""
    first = next(iter(session.request.words), "")
    near = get_close_matches(first, COMMANDS, n=1)
    return near[0] if near and first in discovery.missing else None


def _near_file(name: str) -> str | None:
    path = Path(name)
    try:
        inside = [p.name for p in path.parent.iterdir()]
    except OSError:
        return None
    near = get_close_matches(path.name, inside, n=1)
    return f"did you mean `{path.with_name(near[0]).as_posix()}`?" if near else None


def _tell_unknown_claims(session: _Session, files: Sequence[Found]) -> None:
    """Say of each claim that was asked for, and that no document has, which one may have been meant."""
    seen = {r.name for c in session.checked for r in c.results if r.check == "claim"}
    missing = [name for name in dict.fromkeys(session.request.claims) if name not in seen]
    sound = {c.file for c in session.checked if c.document and not c.diagnostics}
    if not missing or not sound:
        return
    known = _claims_of([f for f in files if f.shown_as in sound])
    for name in missing:
        near = get_close_matches(name, known, n=1)
        some = ", ".join(f"`{k}`" for k in list(known)[:8])
        help = f"did you mean `{near[0]}`?" if near else f"claims are {some}" if some else None
        session.command_line(name, "E652", "unknown-claim", f"no document has a claim `{name}`", help)


def _claims_of(files: Sequence[Found]) -> Mapping[str, None]:
    from tos_spec.load import load

    policies = [load(f.path).policy for f in files]
    return dict.fromkeys(claim.name for p in policies if p is not None for claim in p.claims)
