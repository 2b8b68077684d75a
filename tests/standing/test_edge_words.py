"""Tables of edges as people read them: in random documents, what the words of each row say is enumerated and judged by the interpreter.

The words are parsed by a small grammar of their own (`_meaning`), which knows nothing of the formulas that they were made from.
"""

import random
from itertools import product

import pytest

from tests.oracle.scenarios import Space
from tos_checker.edges import boundaries
from tos_checker.escapes import escaped_by, prohibitions_of
from tos_spec import evaluate, interpret
from tos_spec.evaluate import Judged
from tos_spec.load import load
from tos_spec.scenario import Reading

HEAD = """terms words "Words"
  default permitted

entity party
  rank : integer from 0 to 3 optional

act use "use of it"
  count  : integer from 0 to 3 optional
  fee    : integer from 0 to 3 optional
  client : party optional
  urgent : flag "it is urgent"
  signed : flag "it is signed"

open term big in use "big"
  includes count > 2
  excludes count < 1

open term mean(p: party) "mean"
  includes p.rank > 2
  excludes p.rank < 1
"""

NUMBERS = {"the count": "count", "the fee": "fee", "the client's rank": "client.rank"}
PLAIN = {
    "it is urgent": "urgent",
    "it is not urgent": "not urgent",
    "it is signed": "signed",
    "it is not signed": "not signed",
    "there is a count": "count exists",
    "there is no count": "not (count exists)",
    "there is a fee": "fee exists",
    "there is no fee": "not (fee exists)",
    "there is a client": "client exists",
    "there is no client": "not (client exists)",
    "the client has a rank": "client.rank exists",
    "the client has no rank": "client exists and not (client.rank exists)",
    '"big" covers this': "big",
    '"big" does not cover this': "not big",
    '"mean" covers the client': "mean(client)",
    # A term is said not to cover somebody who is there.
    '"mean" does not cover the client': "client exists and not mean(client)",
}
RELATIONS = {"at most ": "<=", "more than ": ">", "at least ": ">=", "less than ": "<", "not ": "!=", "": "="}
MIXTURE = "a mixture of these"


def _meaning(words):
    """What somebody means who says so, as a formula of the language: who says what a number is, or is not, says that there is one."""
    for joint in (" and ", " or "):
        if len(parts := _split(words, joint)) > 1:
            return joint.join(f"({_meaning(part)})" for part in parts)
    if words.startswith("("):
        return _meaning(words[1:-1])
    if words in PLAIN:
        return PLAIN[words]
    subject, _, rest = words.partition(" is ")
    word = next(w for w in RELATIONS if rest.startswith(w))
    compared = rest.removeprefix(word)
    said = f"{NUMBERS[subject]} {RELATIONS[word]} {NUMBERS.get(compared, compared)}"
    there = [f"{number} exists" for number in (NUMBERS[subject], NUMBERS.get(compared)) if number]
    return " and ".join([*there, said])


def _split(words, joint):
    """The parts between a word that stands in no parentheses."""
    found, depth, start = [], 0, 0
    for place, sign in enumerate(words):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and words.startswith(joint, place):
            found.append(words[start:place])
            start = place + len(joint)
    return [*found, words[start:]]


def _row(where):
    """The meaning of a row, and whether it leaves out what facts of the same condition end."""
    words = where.removeprefix("otherwise ")
    facts, _, read = words.partition(", if ")
    said = [_meaning(part.removeprefix("wherever ")) for part in (facts, read) if part]
    return " and ".join(f"({part})" for part in said), words != where


def _formula(choice, depth):
    kind = choice.random()
    if depth == 0 or kind < 0.3:
        of = choice.random()
        if of < 0.5:
            number = choice.choice(list(NUMBERS.values()))
            other = choice.choice([0, 1, 2, *(n for n in NUMBERS.values() if n != number)])
            return f"{number} {choice.choice(['<', '<=', '>', '>=', '=', '!='])} {other}"
        if of < 0.65:
            return choice.choice(["urgent", "signed"])
        if of < 0.8:
            return choice.choice(["big", "mean(client)"])
        return f"{choice.choice(['count', 'fee', 'client', 'client.rank'])} exists"
    if kind < 0.5:
        return f"not ({_formula(choice, depth - 1)})"
    if kind < 0.9:
        joint = choice.choice([" and ", " or "])
        return joint.join(f"({_formula(choice, depth - 1)})" for _ in range(choice.choice([2, 2, 3])))
    return f"({_formula(choice, depth - 1)}) implies ({_formula(choice, depth - 1)})"


def _document(seed):
    choice = random.Random(seed)  # noqa: S311 - a document, no secret
    conditions = [[_formula(choice, 2) for _ in range(choice.choice([1, 1, 2]))], [_formula(choice, 1)], [_formula(choice, 1)]]
    clauses = (
        f"\nclause {n}\n  forbid use\n" + "".join(f"    when {c}\n" for c in whens) for n, whens in enumerate(conditions, 1)
    )
    return HEAD + "".join(clauses)


class Enumerated:
    """All scenarios of a document under all readings, each judged, and what the conditions of clause 1 are there."""

    def __init__(self, text, path):
        self.text, self.path = text, path
        self.policy = self._loaded("")
        (prohibition,) = prohibitions_of(self.policy, ("1",))
        used = [(False, True) if name in text[len(HEAD) :] else (False,) for name in ("big", "mean")]
        readings = [Reading({"big": big}, {("mean", (("client",),)): mean}, {}) for big, mean in product(*used)]
        self.rows = []
        for s in Space(self.policy).scenarios("use"):
            for r in readings:
                judged = interpret.judge(self.policy, s, r)
                forbidding = {n for n, applies in judged.applies.items() if applies}
                assert (judged.outcome == "forbidden") is bool(forbidding)
                self.rows.append((s, r, forbidding, frozenset(escaped_by(self.policy, s, r, prohibition))))

    def _loaded(self, more):
        self.path.write_text(self.text + more, encoding="utf-8")
        loaded = load(self.path)
        assert loaded.policy is not None, loaded.diagnostics
        return loaded.policy

    def meeting(self, formulas):
        """The places of rows that each formula holds of."""
        claims = (f"\nclaim c{n}\n  use is never permitted\n    when {f}\n" for n, f in enumerate(formulas))
        policy = self._loaded("".join(claims))
        return [
            {n for n, (s, r, *_) in enumerate(self.rows) if evaluate.holds(policy, s, r, claim.when, Judged({}))}
            for claim in policy.claims
        ]


@pytest.mark.parametrize("seed", range(20))
def test_each_row_is_true_of_what_its_words_say(seed, tmp_path):
    found = Enumerated(_document(seed), tmp_path / "t.tos")
    problems = list(_problems(found))
    assert not problems, "\n".join([found.text[len(HEAD) :], *problems])


def _problems(found):
    (boundary,) = boundaries(found.policy, ("1",), None)
    texts = [c.text for c in found.policy.clause("1").conditions]
    rows = [e for e in boundary.edges if e.where != MIXTURE]
    said = [_row(edge.where) for edge in rows]
    words = found.meeting([formula for formula, _ in said])
    covered = set()
    for edge, (_, otherwise), true_of in zip(rows, said, words, strict=True):
        place = texts.index(edge.condition)
        facts = [w for e, w in zip(rows, words, strict=True) if e.sort == "fact" and e.condition == edge.condition]
        meant = true_of - set().union(*facts) if otherwise else true_of
        if any(not found.rows[n][3] for n in meant):
            yield f"{edge.where}: its words are true of what clause 1 forbids"
        always = frozenset.intersection(*(found.rows[n][3] for n in meant)) if meant else frozenset()
        beyond = {n for n in meant if found.rows[n][3] == {place}} or {n for n in meant if found.rows[n][3] == always}
        if not beyond:
            yield f"{edge.where}: nothing lies there"
            continue
        covered |= beyond
        yield from _misjudged(found, edge, beyond)
    mixed = {e.condition for e in boundary.edges if e.where == MIXTURE}
    for place, text in enumerate(texts):
        told = sum(e.condition == text for e in rows)
        if text in mixed and told <= 1:
            yield f"{text}: a mixture of {told}"
        left = {n for n, row in enumerate(found.rows) if row[3] == {place}} - covered
        if left and text not in mixed and boundary.applies:
            yield f"{text}: no row for {found.rows[min(left)]}"


def _misjudged(found, edge, beyond):
    forbidden = {n for n in beyond if found.rows[n][2]}
    still = "never" if not forbidden else "always" if forbidden == beyond else "sometimes"
    if edge.still != still:
        yield f"{edge.where}: {edge.still}, which is {still}"
    if still == "always" and not all(found.rows[n][2] & set(edge.by) for n in beyond):
        yield f"{edge.where}: not always by {edge.by}"
    if still != "sometimes":
        return
    parts = found.meeting([_meaning(part.where) if part.where else "urgent or not urgent" for part in edge.parts])
    for part, inside in zip(edge.parts, parts, strict=True):
        stopped = {n for n in beyond if part.clause in found.rows[n][2]}
        if not stopped <= inside or (part.whole and stopped != inside & beyond):
            yield f"{edge.where}: clause {part.clause} does not forbid just where {part.where}"
    if not edge.otherwise or forbidden - set().union(*parts):
        yield f"{edge.where}: not all that is left is permitted"
