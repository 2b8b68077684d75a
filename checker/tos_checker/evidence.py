"""What is said where two ways to find out one thing disagree, and the file that is kept to report it.

Contract: the file is written into the current folder, whole or not at all, under a name that says what is in it: the same mistake of ours makes
the same file. What two solvers say of one question is kept without a word of the document.
"""

import hashlib
from pathlib import Path

from tos_checker import versions, writing
from tos_checker.disagreement import SolversDisagreeError
from tos_spec.diagnostics import Diagnostic
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
