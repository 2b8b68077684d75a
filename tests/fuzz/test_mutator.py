"""What the fuzzer changes mostly stays a document; and some of it, checked: labels that are nearly nothing, in every document."""

from random import Random

import pytest

from tests.fuzz.mutator import STRINGS, mutated
from tests.fuzz.target import whole
from tests.oracle.compare import loaded
from tests.oracle.documents import document
from tos_spec.parse import parse
from tos_spec.source import Source


def test_much_of_what_is_changed_still_parses():
    texts = [mutated(document(seed).text, Random(seed)) for seed in range(40)]  # noqa: S311
    assert sum(not parse(Source("made.tos", text)).diagnostics for text in texts) > 15
    assert all(mutated("", Random(seed)) is not None for seed in range(30))  # noqa: S311


@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize("label", STRINGS)
def test_any_label_everywhere(label, half):
    """A kind, its names, an act, flags, terms, clauses and claims: every second one is called like this, the others as one would."""
    parts = LABELLED.split('"L"')
    labels = [label if i % 2 == half else NATURAL[i % len(NATURAL)] for i in range(len(parts) - 1)]
    data = "".join([parts[0], *(f'"{name}"{part}' for name, part in zip(labels, parts[1:], strict=True))]).encode()
    assert loaded(data.decode()).policy is not None or label == "\u202e"  # what is not seen is refused
    whole(data if len(data) % 8 else data + b"\n")  # a length that `whole` does not take for a literate file


NATURAL = ("the customer", "camera", "is free", "has agreed to it", "a person")
LABELLED = """\
terms labelled "L"
  default permitted

kind tool "L"
  drone "L"
  camera "L"

entity party "L"
  minor : flag "L"

act use "L"
  actor : party optional "L"
  tool  : tool "L"
  paid  : flag "L"
  delay : duration "L"

relation knows(x: party, y: party) "L"

define cheap in use "L" means not paid and tool is drone

open term suitable in use "L"
  includes delay < 1 day

open duration long "L" from 1 day to 2 days

clause 1 "L"
  forbid use
    when suitable
    when cheap
    unless actor.minor

clause 2 "L"
  require paid of use
    when delay > long
    when tool is not drone

claim no_drone "L"
  use is never permitted
    when tool is drone
    unless paid

claim anything "L"
  use is always permitted

case camera_unpaid "L"
  use
    not paid
    tool is camera
  expect permitted
"""
