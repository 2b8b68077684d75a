"""What is said where two ways to find out one thing disagree, and the file that is kept to report it.

Contract: the file is written into the current folder, whole or not at all, under a name that says what is in it: the same mistake of ours makes
the same file. What two solvers say of one question is kept without a word of the document; where solver and interpreter disagree, the mistake can be
found with the document alone, so that is kept, and said.
"""

import hashlib
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

from tos_checker import versions, writing
from tos_checker.disagreement import DisagreementError, SolversDisagreeError
from tos_checker.render.json import as_text
from tos_spec.diagnostics import Diagnostic
from tos_spec.imports import gather
from tos_spec.source import Span

_NOTHING_IS_SAID = "nothing is said of this document"


def of_solvers(error: SolversDisagreeError, shown: str) -> Diagnostic:
    """What is said of the document `shown` where two solvers disagree; the question is kept."""
    first, second = versions.solver(), versions.second_solver()
    said = f"it says `{error.said}`" if error.said == "sat" else f"it cannot take the question: `{error.said}`"
    script = "\n".join([f"; {versions.toscheck()}, {first}: unsat", f"; {second}: {error.said}", error.script])
    kept = _kept(script, "smt2")
    return Diagnostic(
        "X902",
        "solvers-disagree",
        f"the second solver does not confirm what the first one says of {error.about or 'this document'}",
        Span(shown, 1, 1, 1, 1),
        (f"{first} says `unsat`: there is nothing of a sort; of {second}, {said}", _NOTHING_IS_SAID),
        _report(kept, "which holds the question, and no words of the document"),
    )


def of_judgements(error: DisagreementError, shown: str, texts: Mapping[str, str], command: Sequence[str]) -> Diagnostic:
    """What is said of the document `shown` where solver and interpreter disagree.

    Kept are the document, with what it imports (`texts` by file), and the command line.
    """
    data = {
        "toscheck": versions.toscheck(),
        "solver": versions.solver(),
        "system": versions.system(),
        "command": ["check", *command],
        "about": error.about,
        "said": str(error),
        "where": [f"{Path(f.filename).stem}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)],
        "files": dict(texts),
    }
    kept = _kept(as_text(data), "json")
    return Diagnostic(
        "X901",
        "internal-error",
        f"the solver and the interpreter judge one scenario differently, in {error.about or 'this document'}",
        Span(shown, 1, 1, 1, 1),
        (_NOTHING_IS_SAID,),
        _report(kept, "if it may be shown: it holds the text of the document, and of what that imports"),
    )


def texts_of(file: Path, text: bytes | None, shown: str) -> Mapping[str, str]:
    """The texts of the document in `file` (or in `text`, in its place), and of what it imports, by the names they are reported under."""
    return {name: source.text for name, source in gather(file, text=text, shown_as=shown).sources.items()}


def _kept(text: str, ending: str) -> Path | None:
    """The file that now holds `text`; None where none can be written."""
    path = Path(f"toscheck-{hashlib.sha256(text.encode()).hexdigest()[:12]}.{ending}")
    try:
        writing.replace_file(path, text)
    except OSError:
        return None
    return path


def _report(kept: Path | None, holds: str) -> str:
    if kept is None:
        return "report it; what belongs to it could not be kept in a file, as this folder cannot be written to"
    return f"report it with the file `{kept}`, {holds}"
