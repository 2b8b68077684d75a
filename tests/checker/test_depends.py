"""What an outcome that facts leave open depends on: all of it, and nothing besides. What is expected was worked out by hand."""

import json

import pytest

from tos_checker.cli import run

MARKET = """\
terms market
  default permitted

kind body: operator, company, school

entity party is body
  certified : flag "certified"

act supply "supply of access" says "{supplier} supplies {customer}"
  supplier  : party "the supplier"
  customer  : party "the customer"
  guarantor : party optional "the guarantor"
  rate      : integer "requests"

act resale is supply "resale of access"
  mark_up : percent "mark-up"
  signed  : date "day of the agreement"

clause 1
  forbid resale unless supplier is operator

clause 1.1
  exception to 1
  permit resale when supplier is company and supplier.certified

clause 1.1.1
  exception to 1.1
  when date < signed + 3 months
   and not (guarantor exists)

clause 2
  forbid resale when mark_up > 25%

clause 3
  forbid supply when rate > 3000
"""

OF_RESALE = " (if the act is the resale of access)"
SUPPLIED = [
    "whether the act is the resale of access",
    "the supplier",
    'whether "certified" is true of the supplier',
    "whether there is a guarantor",
    "the date",
    f"the mark-up{OF_RESALE}",
    f"the day of the agreement{OF_RESALE}",
]

SALE = """\
terms sale
  default permitted

kind who: company, school

entity party is who
  certified : flag "certified"

relation owns(x: party, y: party) "owns"

open term trusted(p: party) "trusted"

act sale "sale" says "{seller} sells to {buyer}"
  seller : party "the seller"
  buyer  : party "the buyer"
  big    : flag "the sale is big"
  taxed  : flag "tax is due"

"""
ALWAYS = "assume taxed_if_big\n  in sale\n    (big implies taxed) and (taxed implies big)\n\n"

DEPENDS = [
    ("forbid sale unless seller.certified", (), ['whether "certified" is true of the seller']),
    ("forbid sale unless buyer.certified", (), ['whether "certified" is true of the buyer']),
    ("forbid sale unless buyer.certified", ("seller.certified",), ['whether "certified" is true of the buyer']),
    ("forbid sale when seller = buyer", (), ["whether the seller and the buyer are the same"]),
    ("forbid sale when owns(seller, buyer)", (), ['whether "owns" holds between the seller and the buyer']),
    ("forbid sale when seller is school and not trusted(seller)", (), ["the seller", 'how "trusted" is read']),
    ("forbid sale when seller is school and not trusted(buyer)", ("seller is school",), ['how "trusted" is read']),
    (f"forbid sale when taxed\n\n{ALWAYS}", (), ["whether the sale is big"]),
]


def _ask(document, *arguments):
    assert run(["ask", str(document), *arguments]) == 0


def _written(tmp_path, text):
    document = tmp_path / "document.tos"
    document.write_text(text, encoding="utf-8")
    return document


def _listed(out):
    head = out.partition("\n\n")[0].replace("\n    ", " ")
    return [line.removeprefix("  - on ") for line in head.splitlines() if line.startswith("  - on ")]


@pytest.mark.parametrize(("clause", "facts", "expected"), DEPENDS)
def test_all_that_matters_is_named_and_nothing_that_does_only_as_the_same_thing(clause, facts, expected, tmp_path, capsys):
    _ask(_written(tmp_path, f"{SALE}clause 1\n  {clause}\n"), "--act", "sale", *facts)
    assert _listed(capsys.readouterr().out) == expected


def test_what_acts_below_alone_have_is_named_with_them(tmp_path, capsys):
    _ask(_written(tmp_path, MARKET), "--act", "supply", "customer is company", "rate = 100")
    assert _listed(capsys.readouterr().out) == SUPPLIED
    _ask(_written(tmp_path, MARKET), "--act", "resale", "rate = 100", "guarantor exists", "supplier is operator")
    assert _listed(capsys.readouterr().out) == ["the mark-up"]
    _ask(_written(tmp_path, MARKET), "--act", "supply", "customer is company", "rate = 100", "--output-format", "json")
    names = ["act is resale", "supplier", "supplier.certified", "guarantor", "date", "mark_up", "signed"]
    assert json.loads(capsys.readouterr().out)["depends_on"] == {"facts": names, "readings": []}


def test_a_failing_case_names_all_that_its_outcome_depends_on(tmp_path, capsys):
    case = "\ncase aid\n  supply\n    customer is company\n    rate = 100\n  expect permitted\n"
    assert run([str(_written(tmp_path, MARKET + case))]) == 1
    found = " ".join(capsys.readouterr().out.split())
    assert f"it depends on what is not given: {', '.join(SUPPLIED[:-1])} and {SUPPLIED[-1]}" in found


def test_only_the_readings_that_an_example_turns_on_are_told(tmp_path, capsys):
    text = f"{SALE}open term odd in sale\n\nclause 1\n  forbid sale when big and trusted(seller)\n\nclause 2\n  forbid sale when taxed and odd\n"
    document = _written(tmp_path, text)
    _ask(document, "not taxed")
    told = [line.strip() for line in capsys.readouterr().out.splitlines() if "read so that" in line]
    assert told == ['read so that: "trusted" covers the seller']
    _ask(document, "not taxed", "-v")
    assert capsys.readouterr().out.count('"odd"') == 2
