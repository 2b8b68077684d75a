"""The catalogue: every code has a page, and every example gives what its page says."""

import re
from datetime import date
from pathlib import Path

import pytest

from tos_spec import catalogue

ROOT = Path(__file__).parent.parent
_CODE = re.compile(r"[\"']([EFX]\d{3})[\"']")
_EXAMPLE = re.compile(r"^## Example\n.*?^```tos(?P<literate> \S+)?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_BESIDE = re.compile(r"^```tos file=(?P<name>\S+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_CURE = re.compile(r"^## Cure\n(?:(?!^## ).)*?^```tos\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def _used():
    sources = [p for folder in ("spec", "checker") for p in (ROOT / folder).rglob("*.py")]
    return sorted({code for p in sources for code in _CODE.findall(p.read_text(encoding="utf-8"))})


def _text(code):
    page = catalogue.page(code)
    assert page is not None
    return page


PAIRS = [code for code in catalogue.codes() if "```tos" in _text(code)]


@pytest.mark.parametrize("code", _used())
def test_every_code_in_use_has_a_page(code):
    assert code in catalogue.codes()


@pytest.mark.parametrize("code", catalogue.codes())
def test_every_page_has_the_form(code):
    text = _text(code)
    assert re.match(rf"# {code} [a-z0-9]+(-[a-z0-9]+)*\n\n", text)
    assert "\n## Cure\n" in text
    assert ("## Example" in text) == (code in PAIRS)


def test_names_are_unique():
    names = list(catalogue.names().values())
    assert sorted(names) == sorted(set(names))


def test_lookup():
    assert catalogue.find("e652") == "E652"
    assert catalogue.find("unknown-claim") == "E652"
    assert catalogue.page("Unknown-Claim") == catalogue.page("E652")
    assert catalogue.page("E999") is None
    assert catalogue.page("../__init__") is None
    assert "claim-fails" in catalogue.near("claim-fail")


def _codes_of(path):
    from tos_spec.load import load

    return {d.code for d in load(path).diagnostics}


def _checked(path):
    from tos_checker.check import check_file

    return check_file(
        path,
        text=None,
        shown_as=path.name,
        today=date(2026, 6, 1),
        claims=frozenset(),
        time_limit=None,
        limit=None,
        levels={},
        progress=None,
    )


def _findings_of(path):
    from tos_checker.render.words import code_of

    checked = _checked(path)
    assert checked.diagnostics == ()
    return {code for r in checked.results if (code := code_of(r)) is not None}


@pytest.mark.parametrize("code", PAIRS)
def test_example_and_cure(code, tmp_path):
    text = _text(code)
    example, cure = _EXAMPLE.search(text), _CURE.search(text)
    assert example, "no example"
    assert cure, "no mended document"
    bad, good = tmp_path / "bad.tos", tmp_path / "good.tos"
    for beside in _BESIDE.finditer(text):
        (tmp_path / beside["name"]).write_text(beside["body"], encoding="utf-8")
    bad.write_text(example["body"], encoding="utf-8")
    good.write_text(cure["body"], encoding="utf-8")
    if code.startswith("F"):
        assert code in _findings_of(bad)
        assert code not in _findings_of(good)
    elif code.startswith("E5"):  # only the solver sees these
        assert {d.code for d in _checked(bad).diagnostics} == {code}
        assert _checked(good).diagnostics == ()
    else:
        assert _codes_of(bad) == {code}
        assert _codes_of(good) == set()
