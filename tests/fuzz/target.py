"""What the fuzzer runs: all of `check` on some bytes."""

from datetime import date
from pathlib import Path

from tos_checker.check import check_file
from tos_checker.render import FORMATS, Look, render
from tos_checker.report import Exit, Report
from tos_spec.format import format_document
from tos_spec.load import load

TODAY = date(2026, 6, 1)


def whole(data: bytes) -> None:
    """Check a document of these bytes, and print its report in every format. Every eighth is taken as literate."""
    name = "document.tos.md" if len(data) % 8 == 0 else "document.tos"
    found = check_file(
        Path(name),
        text=data,
        shown_as=name,
        today=TODAY,
        claims=frozenset(),
        time_limit=1.0,
        limit=3,
        levels={},
        progress=None,
    )
    report = Report("0", "z3", str(TODAY), Exit.CLEAN, (found,))
    for format in FORMATS:
        render(format, report, Look(lambda _: data.decode(errors="replace"), verbose=True))
    loaded = load(Path(name), text=data, shown_as=name)
    if loaded.document is not None:
        format_document(loaded.document, loaded.sources[name])
