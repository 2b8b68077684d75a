"""Scenarios worked out by hand, judged by the interpreter, by the solver, and as cases; and claims and cases with their answers."""

from datetime import date

import pytest

from tests.semantics.as_cases import cases
from tests.semantics.loaded import policy
from tests.semantics.pages import Answers, Document, Worked, blocks
from tests.semantics.ways import by_interpreter, by_solver
from tos_checker import answer

TODAY = date(2026, 6, 1)
BLOCKS = list(blocks())
DOCUMENTS = [b for b in BLOCKS if isinstance(b, Document)]
WORKED = [b for b in BLOCKS if isinstance(b, Worked)]
ASKED = [(b.document, name, expected) for b in BLOCKS if isinstance(b, Answers) for name, expected in b.expected.items()]


def _of(document):
    return [w for w in WORKED if w.document == document]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: f"{d.page}:{d.line}")
def test_document_loads(document):
    policy(document)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: f"{d.page}:{d.line}")
def test_each_claim_and_case_has_an_answer(document):
    found = policy(document)
    named = {x.name for x in (*found.claims, *found.cases)}
    assert named == {name for owner, name, _ in ASKED if owner == document}


@pytest.mark.parametrize("worked", WORKED, ids=lambda w: w.id)
def test_interpreter(worked):
    assert by_interpreter(policy(worked.document), worked) == [], worked.title


@pytest.mark.parametrize("worked", WORKED, ids=lambda w: w.id)
def test_solver(worked):
    assert by_solver(policy(worked.document), worked) == [], worked.title


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if _of(d)], ids=lambda d: f"{d.page}:{d.line}")
def test_as_cases(document):
    plain = policy(document)
    asked = [a for w in _of(document) for a in cases(plain, w)]
    found = policy(document, "".join(a.text for a in asked))
    by_name = {c.name: c for c in found.cases}
    answers = {a.name: answer.case(found, by_name[a.name], None).status for a in asked}
    assert answers == {a.name: a.answer for a in asked}


@pytest.mark.parametrize(("document", "name", "expected"), ASKED, ids=lambda x: x if isinstance(x, str) else x.page)
def test_answer(document, name, expected):
    found = policy(document)
    claims = {c.name: c for c in found.claims}
    if name in claims:
        answered = answer.claim(found, claims[name], TODAY, None)
    else:
        (case,) = (c for c in found.cases if c.name == name)
        answered = answer.case(found, case, None)
    status, _, turns_on = expected.partition(", on ")
    assert answered.status == status
    if turns_on:
        (loophole,) = answered.found
        assert [p.name for p in loophole.turns_on] == [turns_on.removeprefix("the ruling ")]


def test_there_are_enough():
    """The pages are not lost by a pattern that fits nothing."""
    assert len(WORKED) >= 200
    assert len(ASKED) >= 60
