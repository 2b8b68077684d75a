"""Vocabulary that nothing uses, as findings: names that the document declares, and imports."""

from collections.abc import Iterator

from tos_checker.findings import Setting, finding, unless_accepted
from tos_checker.report import Result
from tos_spec.unused import Unused


def names(setting: Setting) -> Iterator[Result]:
    """Declared names that nothing names."""
    for found in setting.unused:
        if found.what != "import":
            article = "an" if found.what in ("entity", "act", "open term", "open quantity") else "a"
            inside = f" of `{found.of}`" if found.of else ""
            said = f"nothing uses `{found.name}`, {article} {found.what}{inside}"
            yield _told(setting, "unused-name", found, said, f"delete it, or say in a clause or a claim what {_means(found)}")


def _means(found: Unused) -> str:
    return "hangs on it" if found.what in ("role", "field", "kind") else "it is for"


def imports(setting: Setting) -> Iterator[Result]:
    """Imports that bring in nothing that is used."""
    for found in setting.unused:
        if found.what == "import":
            said = f"nothing that `{found.name}` brings in is used"
            yield _told(setting, "unused-import", found, said, "delete the import")


def _told(setting: Setting, check: str, found: Unused, said: str, help: str) -> Result:
    result = finding(setting, check, found.name, said, found.span, help)
    about = (found.name, found.of) if found.of else (found.name,)
    return unless_accepted(setting, result, about)
