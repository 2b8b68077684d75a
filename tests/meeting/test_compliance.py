"""The example of compliance: each part of its mend is needed, and the report names what the terms would break without it."""

from datetime import date
from pathlib import Path

import pytest

from tos_checker.check import check_file
from tos_checker.citations import cited

MENDED = Path(__file__).parent.parent.parent / "examples" / "compliance" / "vendor_terms_mended.tos"


def asked(text):
    checked = check_file(
        MENDED,
        text=text.encode(),
        shown_as=str(MENDED),
        today=date(2026, 11, 25),
        claims=frozenset(["complies", "leaves_to_the_police"]),
        time_limit=None,
        limit=None,
        levels={},
        progress=None,
    )
    assert checked.diagnostics == ()
    return {r.name: r for r in checked.results}


@pytest.mark.parametrize(
    ("right", "wrong", "status", "broken"),
    [
        # Where the use is not strictly necessary, the Act forbids it, and so do these terms: hence arguable.
        ("ai_act.within_the_exceptions", "ai_act.excepted", "arguable", ["5(2).1", "5(2).2", "5(3)", "5(5)"]),
        (
            "ai_act.within_the_exceptions",
            "ai_act.by_or_for_law_enforcement",
            "fails",
            ["5(1)(h)", "5(2).1", "5(2).2", "5(3)", "5(5)"],
        ),
        (
            "ai_act.within_the_exceptions",
            "ai_act.excepted and target_only and assessed and national_law",
            "arguable",
            ["5(2).2", "5(3)"],
        ),
        (
            "ai_act.live_identification",
            "ai_act.live_identification and place is street",
            "fails",
            ["5(1)(h)", "5(2).1", "5(2).2", "5(3)", "5(5)"],
        ),
    ],
)
def test_what_the_terms_would_break(right, wrong, status, broken):
    text = MENDED.read_text(encoding="utf-8")
    found = asked(text.replace(right, wrong))["complies"]
    assert found.status == status
    named = [f"ai_act {n}" for n in broken]
    assert {n for family in found.families for n in family.against} == set(named)
    if len({family.against for family in found.families}) == 1:
        assert any(n.startswith(f"what gets through is forbidden by {cited(named)}") for n in found.notes)


def test_without_the_exception_the_terms_are_stricter():
    text = MENDED.read_text(encoding="utf-8")
    begin, end = text.index("clause 1.1"), text.index("strike open term")
    found = asked(text[:begin] + text[end:])
    assert (found["complies"].status, found["leaves_to_the_police"].status) == ("holds", "fails")
