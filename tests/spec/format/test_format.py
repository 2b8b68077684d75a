from pathlib import Path

import pytest

from tos_spec.format import format_document, format_text
from tos_spec.literate import unweave
from tos_spec.parse import parse
from tos_spec.source import Source
from tos_spec.syntax import without_places

FOLDER = Path(__file__).parent
DOCUMENTS = sorted(FOLDER.glob("*.tos"))


def formatted(text):
    source = Source("t.tos", text)
    parsed = parse(source)
    assert parsed.diagnostics == ()
    return format_document(parsed.document, source)


def document(text):
    return without_places(parse(Source("t.tos", text)).document)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_goldens(path, golden):
    text = path.read_text(encoding="utf-8")
    result = formatted(text)
    golden(path.with_suffix(".formatted"), result)
    assert formatted(result) == result
    assert document(result) == document(text)


def test_no_golden_is_an_orphan(orphans):
    assert orphans(FOLDER, "*.formatted", [path.with_suffix(".formatted").name for path in DOCUMENTS]) == []


def literate(text, original=None):
    source = Source("t.tos.md", text)
    parsed = parse(unweave(source).source)
    assert parsed.diagnostics == ()
    return format_text(parsed.document, source, text if original is None else original)


MARKDOWN = """\
# A   title #

```tos
# before
terms  t
# after, in the first block
```
clause   9

  ~~~~ tos
  kind k : a,b
  clause 1
    # the end of the first half

  ~~~~

```tos
 forbid   use  # the second half
```

```
terms   u
```

```tos

```
"""


def test_what_stands_outside_the_fences_of_a_literate_file_stays():
    assert (
        literate(MARKDOWN)
        == """\
# A   title #

```tos
# before
terms t
# after, in the first block
```
clause   9

  ~~~~ tos
  kind k: a, b

  clause 1
    # the end of the first half
  ~~~~

```tos
  forbid use  # the second half
```

```
terms   u
```

```tos
```
"""
    )
    assert literate(literate(MARKDOWN)) == literate(MARKDOWN)


def test_a_literate_file_keeps_its_line_ends_and_its_forms():
    original = "\ufeffCafe\u0301\r\n\r\n```tos\r\nterms   t\r\n```\r\nthe end"
    text = "Caf\u00e9\n\n```tos\nterms   t\n```\nthe end"
    assert literate(text, original) == original.replace("terms   t", "terms t")


def test_depth_and_length_are_no_danger():
    deep = "define d means " + "(not a and " * 190 + "b" + ")" * 190
    long = "define d means " + "a" + " and a" * 2_000 + " and b is one of c" + ", c" * 2_000
    for text in (deep, long):
        result = formatted(text + "\n")
        assert formatted(result) == result
