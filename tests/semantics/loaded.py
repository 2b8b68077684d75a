"""Documents of the pages, loaded once each."""

from functools import cache
from pathlib import Path

from tests.semantics.pages import Document
from tos_spec.core import Policy
from tos_spec.load import load


@cache
def policy(document: Document, more: str = "") -> Policy:
    """The document as a policy, with `more` declarations at its end. AssertionError with what is wrong with it."""
    name = f"{document.page}_{document.line}.tos"
    loaded = load(Path(name), text=(document.text + more).encode())
    wrong = [f"{d.span.line}: {d.code} {d.message}" for d in loaded.diagnostics if d.severity == "error"]
    assert not wrong, f"{document.page}:{document.line}\n" + "\n".join(wrong)
    assert loaded.policy is not None
    return loaded.policy
