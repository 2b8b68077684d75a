"""Rows of tables of edges worked out by hand, with what is said of each: where alternatives, terms by name, absence and readings meet."""

import pytest

from tos_checker.edges import boundaries
from tos_checker.render import boundary
from tos_spec.load import load

HEAD = """terms rows "Rows"
  default permitted

kind org: bank, shop

entity party is org
  rank : integer optional

act use "use of it"
  count  : integer optional
  fee    : integer optional
  client : party optional
  owner  : party optional
  urgent : flag "it is urgent"
  signed : flag "it is signed"

open term big in use "big"
  includes count > 10

open term large in use "large"
  includes count > 10
  excludes count <= 2

open term mean(p: party) "mean"
  includes p.rank > 5
  excludes p.rank < 3

define calm in use "calm" means not urgent and not (count > 3)

"""

NO = "no: permitted"

TABLES = {
    # Of the alternatives one is met without a count: the row says so, and clause 2 forbids that where it is urgent.
    "an alternative": (
        "unless not (count > 3) or urgent",
        "when not (count exists) and urgent",
        {
            "there is no count or the count is at most 3 or it is urgent": "in part: clause 2, where there is no count and it is urgent; "
            "otherwise permitted"
        },
    ),
    # Both are needed: without a count it is the other that ends it.
    "both of two": (
        "unless fee != 2 and urgent",
        "when not (fee exists)",
        {"the fee is not 2 and it is urgent": NO, "there is no fee and it is urgent": "yes: clause 2"},
    ),
    # A term is told by its name, and is met without a count.
    "a term by its name": (
        "unless calm",
        "when not (count exists)",
        {'"calm" holds': "in part: clause 2, where there is no count; otherwise permitted"},
    ),
    # One way out of it all; that a fee which is 2 would do is ruled out, as there is none.
    "what is left of alternatives": (
        "when (count = 1 and fee exists) or (fee exists or count exists) or (fee != 2 and urgent and signed)",
        "when urgent and signed",
        {"there is no fee and there is no count and (it is not urgent or it is not signed)": NO},
    ),
    # Nobody has no rank, either.
    "no rank beside an alternative": (
        "when signed",
        "when urgent or not (client.rank exists)",
        {
            "it is not signed": "in part: clause 2, where it is urgent or there is no client or the client has no rank; otherwise permitted"
        },
    ),
    # Nobody is ever covered; clause 1 forbids of nobody.
    "covered is somebody": (
        "unless mean(client)",
        "when signed",
        {
            "the client's rank is more than 5": "in part: clause 2, where it is signed; otherwise permitted",
            'the client has no rank or the client\'s rank is at least 3, if "mean" covers the client': "in part: clause 2, where it is "
            "signed; otherwise permitted",
        },
    ),
    # That nobody is covered is no matter of reading.
    "not covered is nobody": (
        "when mean(client)",
        "when not (client exists)",
        {
            "the client's rank is less than 3": NO,
            "there is no client": "yes: clause 2",
            'the client has no rank or the client\'s rank is at most 5, if "mean" does not cover the client': NO,
        },
    ),
    # Without a count, that it is at most 10 goes without saying.
    "absence beside a reading": (
        "when count > 3 or big",
        "when not (count exists)",
        {
            'the count is at most 3, if "big" does not cover this': NO,
            'there is no count, if "big" does not cover this': "yes: clause 2",
        },
    ),
    # A count of 2 is not large for certain: of the reading's row it is left out, and that is said.
    "certain beside a reading": (
        "when count exists\n    when large",
        "when count <= 2",
        {
            "there is no count": NO,
            "the count is at most 2": "yes: clause 2",
            'otherwise the count is at most 10, if "large" does not cover this': NO,
        },
    ),
    # Without a client it is nobody's bank, whatever the rank: one row, and none that asks for more. Clause 2 is not about such ranks.
    "absence that ends another condition": (
        "when (client.rank > 3 or urgent) and client is bank",
        "when (client.rank > 3 and not urgent) or signed",
        {
            "the client's rank is at most 3 and it is not urgent": "in part: clause 2, where it is signed; otherwise permitted",
            "the client has no rank and it is not urgent": "in part: clause 2, where it is signed; otherwise permitted",
            "the client is not a bank": "in part: clause 2, where (the client's rank is more than 3 and it is not urgent) or it is signed; "
            "otherwise permitted",
            "there is no client": "in part: clause 2, where it is signed; otherwise permitted",
        },
    ),
    # That there is no fee, besides, adds nothing to there being no client.
    "one absence is enough": (
        "when client exists and (client.rank > 3 or fee > 2)",
        "when (urgent and not (client exists)) or (urgent and fee > 2 and client.rank > 3)",
        {
            "there is no client": "in part: clause 2, where it is urgent; otherwise permitted",
            "the client's rank is at most 3 and the fee is at most 2": NO,
            "the client has no rank and the fee is at most 2": NO,
            "there is no fee and the client's rank is at most 3": NO,
            "the client has no rank and there is no fee": NO,
        },
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_by_hand(name, tmp_path):
    first, second, rows = TABLES[name]
    told = _table(first, second, tmp_path)
    assert told == rows


def _table(first, second, tmp_path):
    path = tmp_path / "t.tos"
    clauses = f"clause 1\n  forbid use\n    {first}\n\nclause 2\n  forbid use\n    {second}\n"
    path.write_text(HEAD + clauses, encoding="utf-8")
    loaded = load(path)
    assert loaded.policy is not None, loaded.diagnostics
    (one,) = boundaries(loaded.policy, ("1",), None)
    return {edge.where: boundary._still(edge, 2) for edge in one.edges}


def test_rows_do_not_depend_on_the_order_of_alternatives(tmp_path):
    """Each of the five things may be absent; of the client or the owner and of the count also both."""
    one = _table("when client.rank > owner.rank or count > 3", "when urgent", tmp_path)
    other = _table("when count > 3 or client.rank > owner.rank", "when urgent", tmp_path)
    assert {frozenset(where.split(" and ")) for where in one} == {frozenset(where.split(" and ")) for where in other}
    assert len(one) == 1 + 5 + 4
    assert "a mixture of these" not in one
