import json
import re
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from tests.render.samples import SAMPLES, TEXTS
from tos_checker.render import FORMATS, Look, render
from tos_checker.render.text import visible, width, wrapped

HERE = Path(__file__).parent
LOOKS = {
    "full": Look(TEXTS.get),
    "verbose": Look(TEXTS.get, verbose=True),
    "quiet": Look(TEXTS.get, quiet=True),
    "narrow": Look(TEXTS.get, width=50),
    "colour": Look(TEXTS.get, colour=True),
}
CASES = [(s, look, "full") for s in SAMPLES for look in LOOKS if look == "full" or s in ("loopholes", "others")]
CASES += [(s, f, f) for s in SAMPLES for f in FORMATS if f != "full"]
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize(("sample", "look", "format"), CASES)
def test_golden(sample, look, format, golden):
    golden(HERE / f"{sample}.{look}.txt", render(format, SAMPLES[sample], LOOKS.get(look, LOOKS["full"])))


def test_no_orphans(orphans):
    assert orphans(HERE, "*.txt", [f"{s}.{look}.txt" for s, look, _ in CASES]) == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_json_follows_the_schema(sample):
    schema = json.loads(files("tos_checker").joinpath("schema/result-1.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    text = render("json", SAMPLES[sample], LOOKS["full"])
    data = json.loads(text)
    jsonschema.validate(data, schema, cls=jsonschema.Draft202012Validator)
    assert json.dumps(data) == json.dumps(data, sort_keys=True), "keys are sorted"
    obeyed = "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"  # a terminal or an editor would not show it, but obey it
    shown = re.sub(obeyed, lambda c: f"\\u{ord(c.group()):04x}", json.dumps(data, ensure_ascii=False, indent=2))
    assert text == f"{shown}\n"


@pytest.mark.parametrize("sample", SAMPLES)
def test_colour_is_decoration(sample):
    plain = render("full", SAMPLES[sample], Look(TEXTS.get))
    coloured = render("full", SAMPLES[sample], Look(TEXTS.get, colour=True))
    assert _ANSI.sub("", coloured) == plain


@pytest.mark.parametrize("format", ["full", "concise"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_nothing_unseen_is_printed(sample, format):
    text = render(format, SAMPLES[sample], Look(TEXTS.get, verbose=True))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u2028\u202a-\u202e\ud800-\udfff]", text)


@pytest.mark.parametrize("room", [40, 60, 100])
def test_lines_keep_the_width(room):
    for line in render("full", SAMPLES["loopholes"], Look(lambda _: None, width=room, verbose=True)).splitlines():
        assert width(line) <= room, line


def test_concise_has_one_line_for_each_finding():
    lines = render("concise", SAMPLES["loopholes"], LOOKS["full"]).splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("image_terms.tos:84:1: error[F101 claim-fails] claim no_live_police_id fails: ")


def test_visible_keeps_what_scripts_need():
    assert visible("क\u200cष") == "क\u200cष"
    assert visible("a\u202eb\x00") == "a<U+202E>b<U+0000>"


def test_width_and_wrapping():
    assert width("日本") == 4
    assert width("e\u0301") == 1
    assert list(wrapped("one two three", 7)) == ["one two", "three"]


def test_unknown_format():
    with pytest.raises(ValueError, match="no output format"):
        render("pdf", SAMPLES["clean"], LOOKS["full"])
