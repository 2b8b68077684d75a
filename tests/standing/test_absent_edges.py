"""Where prohibitions stop because something is absent: rows by hand, and each held against the reference interpreter, scenario by scenario."""

import pytest

from tests.oracle.scenarios import Space
from tos_checker.edges import boundaries
from tos_checker.escapes import escaped_by, prohibitions_of
from tos_spec import evaluate, interpret
from tos_spec.evaluate import Judged
from tos_spec.load import load
from tos_spec.scenario import Reading

ALTERNATIVES = """terms alternatives
  default permitted

kind k: a, b

act go
  x : k optional "the client"
  n : integer optional "the count"
  m : integer optional "the mark"
  s : set of k optional "the set"
  f : flag "it is free"

clause 1
  forbid go
    when n > 5 or f

clause 2
  forbid go
    when s has only a

clause 3
  forbid go
    when s has only a
     and n > 3

clause 4
  forbid go
    when x is a

clause 5
  forbid go
    when n > 7 or m > 7

clause 6
  forbid go
    unless n <= 3 or f
"""

TOGETHER = """terms together
  default permitted

kind k: a, b

entity pt is k
  rank : integer from 0 to 9

act go
  x : pt optional "the client"
  n : integer optional "the count"
  f : flag "it is free"

clause 1
  forbid go
    when x.rank > 5
     and x is b

clause 2
  forbid go
    when n > 3
     and n < 9

clause 3
  forbid go
    when n > 1
     and (n < 2 or f)
"""

NESTED = """terms nested
  default permitted

kind k: a, b

entity pt is k
  rank : integer from 0 to 9 optional

act go
  x : pt optional "the client"
  f : flag "it is free"

define low(p: pt) "low" means not (p.rank > 5)

clause 1
  forbid go
    when x.rank > 3

clause 2
  forbid go
    when x exists
     and not (x.rank exists)

clause 3
  forbid go
    when low(x) or f
"""

ROWS = {
    (ALTERNATIVES, "1"): {
        "the count is at most 5 and it is not free": "n <= 5 and not f",
        "there is no count and it is not free": "not (n exists) and not f",
    },
    (ALTERNATIVES, "2"): {
        "the set includes something other than a": "s exists and not (s has only a)",
        "there is no set": "not (s exists)",
    },
    (ALTERNATIVES, "3"): {
        "the set includes something other than a": "s exists and not (s has only a)",
        "there is no set": "not (s exists)",
        "the count is at most 3": "n <= 3",
        "there is no count": "not (n exists)",
    },
    # That the client is not a is so of nobody, too: of that there is no row of its own.
    (ALTERNATIVES, "4"): {"the client is not a": "not (x is a)"},
    (ALTERNATIVES, "5"): {
        "the count is at most 7 and the mark is at most 7": "n <= 7 and m <= 7",
        "there is no count and the mark is at most 7": "not (n exists) and m <= 7",
        "there is no mark and the count is at most 7": "n <= 7 and not (m exists)",
        "there is no count and there is no mark": "not (n exists) and not (m exists)",
    },
    (ALTERNATIVES, "6"): {"the count is at most 3 or it is free": "n <= 3 or f"},
    (TOGETHER, "1"): {
        "the client's rank is at most 5": "x.rank <= 5",
        "there is no client": "not (x exists)",
        "the client is not a b": "x exists and not (x is b)",
    },
    (TOGETHER, "2"): {
        "the count is at most 3": "n <= 3",
        "there is no count": "not (n exists)",
        "the count is at least 9": "n >= 9",
    },
    # Without a count its second condition fails only of what is not free; the first does of all.
    (TOGETHER, "3"): {
        "the count is at most 1": "n <= 1",
        "there is no count": "not (n exists)",
        "the count is at least 2 and it is not free": "n >= 2 and not f",
    },
    (NESTED, "1"): {
        "the client's rank is at most 3": "x.rank <= 3",
        "there is no client": "not (x exists)",
        "the client has no rank": "x exists and not (x.rank exists)",
    },
    (NESTED, "2"): {
        "there is no client": "not (x exists)",
        "the client has a rank": "x.rank exists",
    },
    # Without a rank nobody is above 5: that is low.
    (NESTED, "3"): {
        "the client's rank is more than 5 and it is not free": "x.rank > 5 and not f",
        "there is no client and it is not free": "not (x exists) and not f",
    },
}


@pytest.mark.parametrize("key", ROWS, ids=lambda key: f"{key[0].split()[1]}-{key[1]}")
def test_what_is_absent_is_a_row_of_its_own(key, tmp_path):
    """What a row says lies beyond, always; what lies beyond by one condition, some row says; and it is told what becomes of that."""
    text, number = key
    path = tmp_path / "t.tos"
    path.write_text(text, encoding="utf-8")
    policy = load(path).policy
    (found,) = boundaries(policy, (number,), None)
    told = {edge.where: edge for edge in found.edges}
    assert list(told) == list(ROWS[key])
    (prohibition,) = prohibitions_of(policy, (number,))
    reading = Reading({}, {}, {}, on_conflict=False, on_silence=False)
    space = Space(policy)
    escapes = {n: escaped_by(policy, s, reading, prohibition) for n, s in enumerate(space.scenarios("go"))}
    reached = set()
    for where, formula in ROWS[key].items():
        here = _meeting(path, text, formula, space)
        assert here, where
        assert all(escapes[n] for n in here), where
        least = min(len(escapes[n]) for n in here)
        beyond = [n for n in here if len(escapes[n]) == least]
        judged = [interpret.judge(policy, space.scenarios("go")[n], reading) for n in beyond]
        outcomes = {j.outcome for j in judged}
        expected = "sometimes" if len(outcomes) == 2 else "always" if outcomes == {"forbidden"} else "never"
        assert told[where].still == expected, where
        applying = {c for j in judged for c, applies in j.applies.items() if applies}
        assert set(told[where].by) <= applying if expected == "always" else set(told[where].by) == applying, where
        reached |= here
    assert {n for n, escaped in escapes.items() if len(escaped) == 1} <= reached


def _meeting(path, text, formula, space):
    """The scenarios of a formula, by place."""
    path.write_text(f"{text}\nclaim asked\n  go is never permitted\n    when {formula}\n", encoding="utf-8")
    policy = load(path).policy
    (asked,) = policy.claims
    reading = Reading({}, {}, {}, on_conflict=False, on_silence=False)
    return {n for n, s in enumerate(space.scenarios("go")) if evaluate.holds(policy, s, reading, asked.when, Judged({}))}


DUTY = """terms duty
  default permitted

act go
  k : integer from 0 to 100 "the count"

clause 1
  require k < 50 of go

clause 2
  disapply 1
    when k = 7

clause 3
  exception to 1
  when k > 200
"""


def test_what_lifts_a_duty_only_where_it_is_met(tmp_path):
    """Clause 2 disapplies it at 7, where it is met; nobody has a count of more than 200, so clause 3 never applies at all."""
    path = tmp_path / "t.tos"
    path.write_text(DUTY, encoding="utf-8")
    (duty,) = boundaries(load(path).policy, (), None)
    assert duty.idle == ("clause 2 never disapplies it where what it requires is not so", "clause 3 never lifts it")


UNSURE = """terms unsure
  default permitted

act go
  n : integer optional "the count"
  d : duration optional "the delay"
  f : flag "it is free"

open duration soon from 1 hour to 2 hours

open term high in go "high"
  includes n > 9
  excludes n < 2

clause 1
  forbid go
    when d < soon or f

clause 2
  forbid go
    when high or d > 2 hours
"""


def test_absence_beside_what_depends_on_the_reading(tmp_path):
    """Without a delay nothing of it is read; without a count it is open what is high."""
    path = tmp_path / "t.tos"
    path.write_text(UNSURE, encoding="utf-8")
    one, two = boundaries(load(path).policy, (), None)
    assert [(e.where, e.sort) for e in one.edges] == [
        ("there is no delay and it is not free", "fact"),
        ('the delay is at least "soon" and it is not free', "reading"),
    ]
    assert [(e.where, e.sort) for e in two.edges] == [
        ("the count is less than 2 and the delay is at most 2 hours", "fact"),
        ("there is no delay and the count is less than 2", "fact"),
        ('the delay is at most 2 hours, if "high" does not cover this', "reading"),
        ('there is no delay and (there is no count or the count is at most 9), if "high" does not cover this', "reading"),
    ]


GUARANTEED = """terms guaranteed
  default permitted

entity pt
  abroad : flag

act go
  x : pt "the seller"
  y : pt optional "the guarantor"

clause 1
  forbid go

clause 1.1
  exception to 1
  when y exists
   and y != x
   and not y.abroad
"""


def test_what_one_condition_says_is_there_is_there_for_the_others(tmp_path):
    path = tmp_path / "t.tos"
    path.write_text(GUARANTEED, encoding="utf-8")
    (one,) = boundaries(load(path).policy, (), None)
    (edge,) = one.edges
    assert edge.where == (
        "clause 1.1 lifts it: there is a guarantor and the guarantor and the seller are not the same and "
        '"abroad" is not true of the guarantor'
    )


def test_what_goes_without_saying_beyond_is_not_said(tmp_path):
    """Beyond the edge of clause 1 there is a guarantor; before 2020 no day is in 2025; each is told without that."""
    path = tmp_path / "t.tos"
    path.write_text(BEFORE, encoding="utf-8")
    one, _ = boundaries(load(path).policy, (), None)
    there, before = one.edges
    assert (there.where, [(p.clause, p.where) for p in there.parts]) == (
        "there is a guarantor",
        [("2", '"abroad" is not true of the guarantor'), ("silence", "the date is before 2025-01-01 and it is not quiet")],
    )
    assert (before.where, [(p.clause, p.where) for p in before.parts]) == ("before 2020-01-01", [("silence", "it is not quiet")])


BEFORE = """terms earlier
  default permitted for go when date >= 2025-01-01 or quiet
  default forbidden

entity pt
  abroad : flag

act go
  y     : pt optional "the guarantor"
  quiet : flag "it is quiet"

clause 1
  from 2020-01-01
  forbid go
    when not (y exists)

clause 2
  forbid go
    when y exists
     and not y.abroad
"""
