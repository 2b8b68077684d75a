"""The examples: each is run, and what comes out is compared with what was worked out by hand, and with a golden.

Beside each document NAME.tos lies its golden NAME.full.txt; in each folder, expected.toml says what is expected and why.
"""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tos_checker.check import check_file
from tos_checker.render import Look, render
from tos_checker.session import Request, check_all
from tos_spec.format import format_document
from tos_spec.load import load

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
DOCUMENTS = sorted(p.relative_to(ROOT).as_posix() for p in EXAMPLES.rglob("*.tos"))
FOLDERS = sorted(p for p in EXAMPLES.iterdir() if p.is_dir())
TODAY = date(2026, 11, 25)


@cache
def expected(folder):
    return tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))


def table(name):
    path = ROOT / name
    return expected(path.parent)[path.stem]


@pytest.fixture(autouse=True)
def _in_root(monkeypatch):
    monkeypatch.chdir(ROOT)


@cache
def done(name):
    """What a run over one document gives. Cached: several tests look at it."""
    return check_all(
        Request(
            names=(name,),
            words=(name,),
            claims=(),
            limit=None,
            today=TODAY,
            fail_level=None,
            exit_zero=False,
            time_limit=None,
            config=None,
            progress=None,
            on_internal_error=_raise,
        )
    )


def _raise(error, doing):
    raise AssertionError(doing) from error


def results(name, check):
    return {r.name: r for c in done(name).report.checked for r in c.results if r.check == check}


FAILING = [d for d in DOCUMENTS if table(d)["exit"] == 1]
ANSWERS = [(d, kind, n) for d in DOCUMENTS for kind in ("claim", "case") for n in table(d).get(f"{kind}s", {})]


def test_every_document_is_expected_and_nothing_else():
    there = {(p.parent.name, p.stem) for p in map(Path, DOCUMENTS)}
    assert {(f.name, stem) for f in FOLDERS for stem in expected(f)} == there


@pytest.mark.parametrize("document", DOCUMENTS)
def test_exit_code(document):
    assert done(document).report.exit.value == table(document)["exit"]


@pytest.mark.parametrize(("document", "check", "name"), ANSWERS)
def test_answer(document, check, name):
    wish = table(document)[f"{check}s"][name]
    assert wish["why"]
    result = results(document, check)[name]
    assert result.status == wish["status"]
    assert [f.strength for f in result.families] == wish.get("found", [])


@pytest.mark.parametrize("document", DOCUMENTS)
def test_nothing_else_is_found(document):
    for check in ("claim", "case"):
        assert set(results(document, check)) == set(table(document).get(f"{check}s", {}))
    standing = [(r.check, r.name) for c in done(document).report.checked for r in c.results if r.check not in ("claim", "case")]
    assert standing == [tuple(s) for s in table(document).get("standing", [])]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_report(document, golden):
    golden((ROOT / document).with_suffix(".full.txt"), render("full", done(document).report, Look(done(document).text_of)))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_no_orphans(folder, orphans):
    assert orphans(folder, "*.full.txt", [f"{p.stem}.full.txt" for p in folder.glob("*.tos")]) == []


def wording(document, kind, name):
    """The lines of a claim or case, without comments, in whichever file of the document it is written."""
    blocks = (ROOT / results(document, kind)[name].span.file).read_text(encoding="utf-8").split("\n\n")
    plain = [[line for line in b.splitlines() if not line.startswith("#")] for b in blocks]
    (lines,) = [b for b in plain if b and b[0].startswith(f"{kind} {name} ")]
    return lines


@pytest.mark.parametrize("document", FAILING)
def test_what_fails_has_a_twin_in_which_it_holds(document):
    """Claims are not restated: what changes between the twins is the clauses."""
    twin = (Path(document).parent / table(document)["twin"]).as_posix()
    assert table(twin)["exit"] == 0
    for kind in ("claim", "case"):
        for name, wish in table(document)[f"{kind}s"].items():
            if wish["status"] == "fails":
                assert results(twin, kind)[name].status == "holds"
                assert wording(twin, kind, name) == wording(document, kind, name)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_layout_is_canonical(document):
    loaded = load(ROOT / document, shown_as=document)
    assert loaded.document is not None
    assert format_document(loaded.document, loaded.sources[document]) == (ROOT / document).read_text(encoding="utf-8")


# --- beyond single documents ----------------------------------------------------------------------------------------------

KEPT = {
    "private_faces": ["holds", "holds", "fails", "holds"],
    "public_faces": ["holds", "fails", "holds", "fails"],  # what one may do in 2023, 2024 bars; 2025 leaves it to silence
    "no_decisions": ["holds", "holds", "holds", "holds"],  # clause 2 is never touched
    "nobody_identified": ["fails", "holds", "fails", "holds"],  # in 2023 public figures are not protected
    "nobody_judged": ["fails", "holds", "fails", "holds"],
    "no_live_search": ["not asked", "not asked", "holds", "holds"],  # places, cameras and delays are new in 2025
}
"""Each promise of the usage policies in each version."""


def test_the_promises_of_one_version_are_asked_of_the_others():
    versions = ["march_2023", "january_2024", "october_2025", "october_2025_mended"]
    names = tuple(f"examples/usage_policies/{v}.tos" for v in versions)
    request = Request(
        names=names,
        words=names,
        claims=(),
        limit=1,
        today=TODAY,
        fail_level=None,
        exit_zero=False,
        time_limit=None,
        config=None,
        progress=None,
        on_internal_error=_raise,
        matrix=True,
    )
    matrix = check_all(request).report.matrix
    assert {row.name: [cell.status for cell in row.cells] for row in matrix.rows} == KEPT


def ask(path, text, *claims):
    """The results for these claims of the document at `path` if its text were `text`."""
    checked = check_file(
        path,
        text=text.encode(),
        shown_as=path.name,
        today=TODAY,
        claims=frozenset(claims),
        time_limit=None,
        limit=None,
        levels={},
        progress=None,
    )
    assert checked.diagnostics == ()
    return {r.name: r for r in checked.results}


WAYS = {
    "contractor": ("us_police(client) and actor is company and task is face_identification and delay <= 1 second", "clear"),
    "foreign_force": (
        "us_police(client) and actor is law_enforcement and actor.country is not us and task is face_identification",
        "clear",
    ),
    "gait": ("us_police(actor) and task is gait_identification and delay <= 1 second", "clear"),
    "two_seconds": ("us_police(actor) and task is face_identification and delay = 2 seconds", "arguable"),
}
"""The four ways in which `no_live_police_id` fails."""


def test_the_image_terms_fail_in_four_ways_and_no_other():
    path = EXAMPLES / "image_terms" / "image_terms.tos"
    text = path.read_text(encoding="utf-8")
    for name, (when, _) in WAYS.items():
        text += f'\nclaim {name} "A way"\n  use is never permitted\n    when {when}\n     and camera is mobile\n'
    others = (
        '\nclaim other_ways "None of these"\n  use is never permitted\n'
        "    when us_police(actor)\n     and task is face_identification\n     and delay <= 1 second\n     and camera is mobile\n"
    )
    found = ask(path, text + others, *WAYS, "other_ways")
    assert {n: [f.strength for f in found[n].families] for n in WAYS} == {n: [strength] for n, (_, strength) in WAYS.items()}
    assert found["two_seconds"].status == "arguable"
    assert [p.name for p in found["two_seconds"].families[0].turns_on] == ["real_time"]
    assert found["other_ways"].status == "holds"


def test_without_clause_c_the_whole_code_opens_again():
    path = EXAMPLES / "azure_openai" / "whole_code.tos"
    text = path.read_text(encoding="utf-8")
    begin, end = text.index("# Source: number 15 (press report): anybody"), text.index("# Source: number 17")
    struck = text[:begin] + text[end:].replace("disapply A, B, C, D", "disapply A, B, D")
    keep = struck.index("claim approval_lifts_c")
    struck = struck[:keep]
    name = "nothing_without_approval"
    assert ask(path, text, name)[name].status == "holds"
    assert ask(path, struck, name)[name].status == "fails"


def test_the_government_cloud_turns_on_whether_the_code_governs_it():
    path = EXAMPLES / "azure_openai" / "limbs_corrected.tos"
    text = path.read_text(encoding="utf-8")
    claim = (
        '\nclaim in_that_cloud "City police search no faces in the government cloud"\n  use is never permitted\n'
        "    when us_city_police(actor)\n     and task is face_identification\n     and cloud is government_cloud\n"
    )
    found = ask(path, text + claim, "in_that_cloud")["in_that_cloud"]
    assert found.status == "arguable"
    assert [p.name for p in found.families[0].turns_on] == ["under_this_code"]
