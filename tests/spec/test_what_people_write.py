"""What people write for a form of the language, and the form that they are told: one row for each."""

from pathlib import Path

import pytest

from tos_spec.load import load

HEAD = """terms t "T"

entity account
  closed : date optional

entity person
  staff : flag

act keep "keep"
  holder : account
  reader : person
  consent : flag
  erased : date optional
  closed : date optional
  n : number
  age : integer
  price : money in EUR
  share : percent
  delay : duration

clause 1
  forbid keep when n > 100

clause 2
  permit keep when n > 200

"""

CONDITIONS = [
    ("consent = true", "write `consent`"),
    ("consent = yes", "write `consent`"),
    ("consent != true", "write `not consent`"),
    ("consent = false", "write `not consent`"),
    ("consent is true", "write `consent` or `not consent`"),
    ("n is at least 3", "write `n >= 3`"),
    ("n is no less than 3", "write `n >= 3`"),
    ("n at least 3", "write `n >= 3`"),
    ("n is at most 3", "write `n <= 3`"),
    ("n is not more than 3", "write `n <= 3`"),
    ("n is more than 3", "write `n > 3`"),
    ("n is greater than -3.5", "write `n > -3.5`"),
    ("n exceeds 3", "write `n > 3`"),
    ("price is over 20 EUR and consent", "write `price > 20 EUR`"),
    ("age is less than 18", "write `age < 18`"),
    ("age under 18", "write `age < 18`"),
    ("consent and age is under 18", "write `age < 18`"),
    ("n is equal to 3", "write `n = 3`"),
    ("n is between 1 and 3", "write `n >= 1 and n <= 3`"),
    ("date is after closed", "write `date > closed`"),
    ("date is no later than closed", "write `date <= closed`"),
    ("date before 2026-03-01", "write `date < 2026-03-01`"),
    ("closed does not exist", "write `not (closed exists)`"),
    ("date within 30 days of closed", "write `date <= closed + 30 days`"),
    ("date is within 30 days after holder.closed", "write `date <= holder.closed + 30 days`"),
    ("date > closed + 30", "write the unit: `closed + 30 days`"),
    ("date > 1 April 2026", "write `2026-04-01`"),
    ("date > April 1st, 2026", "write `2026-04-01`"),
    ("date > 01/03/2026", "write `2026-03-01`, or `2026-01-03` if the month stands first"),
    ("date > 31/03/2026", "write `2026-03-31`"),
    ("date > 03/31/2026", "write `2026-03-31`"),
    ("date > 2026/03/01", "write `2026-03-01`"),
    ("n / 2 > 3", "multiply by a constant instead"),
    ("price > 100", "write `100 EUR`"),
    ("100 <= price", "write `100 EUR`"),
    ("price + 2.5 > 3 EUR", "write `2.5 EUR`"),
    ("delay < 30", "write the unit, for example `30 days`"),
    ("delay >= 1", "write the unit, for example `1 day`"),
    ("share > 25", "write `25%`"),
    ("share > 0.25", "write the percentage, for example `25%`"),
    ("date > 30", "write a date, for example `2026-01-31`"),
    ("age > 18 EUR", "`age` has no unit: write `18`"),
    ("n <= 600 per minute", "leave out `per minute`, and write `600`: what a number counts is said in its label"),
    (
        "n <= 600 requests per minute and consent",
        "leave out `requests per minute`, and write `600`: what a number counts is said in its label",
    ),
    ("n <= 600 an hour", "leave out `an hour`, and write `600`: what a number counts is said in its label"),
    ("price <= 2 EUR per day", "leave out `per day`, and write `2 EUR`: what a number counts is said in its label"),
]

BLOCKS = [
    ("clause 3\n  from 01/03/2026\n  forbid keep", "write `2026-03-01`, or `2026-01-03` if the month stands first"),
    ("clause 3\n  from 31.3.2026\n  forbid keep", "write `2026-03-31`"),
    ("clause 3\n  forbid keep without consent", "write `unless consent`"),
    ("clause 3\n  forbid keep\n    when consent\n    from 2026-03-01", "put it on a line of its own, indented as `forbid` is"),
    ("clause 3\n  permit keep\n    when consent\n    exception to 1", "put it on a line of its own, indented as `permit` is"),
    ("clause 3\n  overrides 1\n  permit keep", "write `notwithstanding 1` or `exception to 1`"),
    ("clause 3\n  prevails over clauses 1 and 2\n  permit keep", "write `notwithstanding 1, 2` or `exception to 1, 2`"),
    ("clause 3\n  notwithstanding clause 2\n  forbid keep", "leave out `clause`: write `notwithstanding 2`"),
    ("clause 3\n  subject to clause 1\n  forbid keep", "leave out `clause`: write `subject to 1`"),
    ("clause 3\n  subject to clauses 1 and 2\n  forbid keep", "leave out `clauses`: write `subject to 1, 2`"),
    ("case a\n  keep\n    n = 6\n  expect forbidden under clause 1", "leave out `clause`: write `under 1`"),
    ("clause 3\n  keep must not be done when n > 3", "write `forbid keep when n > 3`"),
    ("clause 3\n  keep is forbidden\n    when n > 3", "write `forbid keep`"),
    ("clause 3\n  keep may be done when n > 3", "write `permit keep when n > 3`"),
    ("clause 3\n  keep must be lawful", "write `require X of keep`, X being what has to hold of it"),
    (
        "clause 3\n  require erased within 30 days of keep",
        "the day on which an act is done can have a deadline: `require date <= DATE + 30 days of ACT`",
    ),
    ('open term bulk "bulk"\n  includes n > 10', "write `open term bulk in keep`"),
    ("define bulk means n > 10", "write `define bulk in keep`"),
    (
        "open term prompt in keep\n  between 1 hour and 3 days",
        'write `open duration prompt "…" from 1 hour to 3 days`',
    ),
    ('open term dear in keep "dear"\n  from 1 EUR to 3 EUR', 'write `open money in EUR dear "dear" from 1 EUR to 3 EUR`'),
    ('open term much in keep "much"\n  from 1% to 3%', 'write `open percent much "much" from 1% to 3%`'),
    (
        'open duration promptly "promptly" in keep from 1 hour to 3 days',
        "leave out `in keep`: a quantity is the same everywhere",
    ),
    ("claim a\n  keep is unsettled when n > 3", "write `keep is always unsettled when n > 3`, or `never`, or `sometimes`"),
    ("claim a\n  keep is not permitted when n > 3", "write `keep is never permitted when n > 3`"),
    ("claim a\n  keep is always permitted without consent", "write `unless consent`"),
    ("case a\n  keep n = 6\n  expect permitted", "put each fact on a line of its own"),
    ("case a\n  keep consent is x\n  expect permitted", "put each fact on a line of its own"),
    ("case a\n  keep\n    n = 6, consent\n  expect permitted", "put each fact on a line of its own"),
    ("replace from 2027-01-01", "write `from 2027-01-01` in the header, without `replace`: what the header says anew counts"),
    (
        "strike issuer",
        "a line of the header is not struck: write another `issuer …` in the header, and it counts instead",
    ),
    ("strike clause 4 and 5", "write `strike clause 4, 5`"),
    ("strike claim a, b and c", "write `strike claim a, b, c`"),
    (
        "strike flag lights",
        (
            "what can be struck: `clause`, `claim`, `case`, `assume`, `define`, `open term` and open quantities; "
            "to change the roles of an act, write it anew with `replace act NAME`"
        ),
    ),
]


def helps(text):
    return [d.help for d in load(Path("t.tos"), text=(HEAD + text + "\n").encode(), shown_as="t.tos").diagnostics]


@pytest.mark.parametrize(("condition", "help"), CONDITIONS)
def test_a_condition(condition, help):
    assert helps(f"clause 3\n  forbid keep when {condition}") == [help]
    assert helps(f"clause 3\n  forbid keep\n    when consent\n     and {condition}") == [help]


@pytest.mark.parametrize(("block", "help"), BLOCKS)
def test_a_block(block, help):
    assert helps(block) == [help]


def test_the_form_that_is_told_of_can_be_written():
    for _, help in CONDITIONS:
        told = help.split("`")[1] if help.startswith("write `") else "n > 3"
        if not told[0].isdigit():
            assert helps(f"clause 3\n  forbid keep when {told}") == []


def test_a_list_of_values_is_no_list_of_facts():
    assert helps("case a\n  keep\n    reader is one of x, 3\n  expect permitted") != ["put each fact on a line of its own"]


def test_a_name_that_is_declared_is_no_truth_value():
    text = HEAD.replace("  consent : flag", "  consent : flag\n  yes : flag") + "clause 3\n  forbid keep when consent = yes\n"
    (wrong,) = load(Path("t.tos"), text=text.encode(), shown_as="t.tos").diagnostics
    assert wrong.help != "write `consent`"


def test_what_cannot_be_replaced(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("words.tos").write_text("act fly\n  night : flag\n", encoding="utf-8")
    Path("base.tos").write_text('terms a\n\nimport "words.tos"\n\nclause 1\n  forbid fly\n', encoding="utf-8")
    said = []
    for change in ("replace act fly\n  night : flag", "replace clause 10\n  forbid fly"):
        text = f'terms a\n  amends "base.tos"\n\n{change}\n'
        (wrong,) = load(Path("b.tos"), text=text.encode(), shown_as="b.tos").diagnostics
        said.append((wrong.code, wrong.notes, wrong.help))
    assert said == [
        (
            "E465",
            ("it comes from `words.tos`, which is imported",),
            "leave this out: what is imported is changed in `words.tos` itself",
        ),
        ("E465", ("there is `1`",), "leave out `replace` to add it"),
    ]
