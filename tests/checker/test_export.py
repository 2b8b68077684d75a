"""Exported questions are answered alike by two solvers, and as the checker answers them."""

import json
from dataclasses import replace

import cvc5
import pytest
import z3

from tests.checker.documents import DOCUMENTS, HERE, TODAY
from tos_checker import answer
from tos_checker.export import core_json, smt2
from tos_spec.load import load

SOUND = [p for p in DOCUMENTS if p.parent.name != "consistency"]


def _z3(script, effort=0):
    context = z3.Context()
    solver = z3.Solver(ctx=context)
    solver.set(rlimit=effort)
    solver.from_string(script.replace("(check-sat)", ""))
    return str(solver.check())


def _cvc5(script, effort=0):
    terms = cvc5.TermManager()
    solver = cvc5.Solver(terms)
    solver.setOption("rlimit", str(effort))
    symbols = cvc5.SymbolManager(terms)
    parser = cvc5.InputParser(solver, symbols)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, script, "script")
    said = []
    while not (command := parser.nextCommand()).isNull():
        said.append(command.invoke(solver, symbols))
    return "".join(str(s) for s in said).strip()


@pytest.mark.parametrize("path", SOUND, ids=[p.relative_to(HERE).as_posix() for p in SOUND])
def test_two_solvers_and_the_verdict(path):
    policy = load(path).policy
    scripts = smt2(policy).split("(reset)\n") if policy.claims or policy.cases else []
    asked = [*policy.claims, *policy.cases]
    assert len(scripts) == len(asked)
    for question, script in zip(asked, scripts, strict=True):
        comments = [line for line in script.splitlines() if line.startswith(";")]
        assert comments[0].endswith(f" {question.name}")
        found = _z3(script)
        assert _cvc5(script) == found, question.name
        if "unsat if and only if the c" in comments[2]:
            if hasattr(question, "facts"):
                status = answer.case(policy, question, None).status
            else:
                status = answer.claim(policy, replace(question, accepting=()), TODAY, None).status
            assert (found == "unsat") == (status in ("holds", "vacuous")), question.name


def test_labels_cannot_leave_their_comment(tmp_path):
    document = tmp_path / "hostile.tos"
    document.write_text(
        'terms hostile "Hostile"\n  default permitted\n\nact use "use\n  (assert leaked)"\n\nclaim a "A"\n  use is never forbidden\n',
        encoding="utf-8",
    )
    script = smt2(load(document).policy)
    assert "leaked" in script
    assert all(line.startswith(";") or "leaked" not in line for line in script.splitlines())
    assert _z3(script) == "unsat"


def test_core_is_json_with_sorted_keys():
    policy = load(HERE / "claim" / "entities.tos").policy
    text = core_json(policy)
    data = json.loads(text)
    assert text == json.dumps(data, sort_keys=True, ensure_ascii=False, indent=2) + "\n"
    assert [c["number"] for c in data["clauses"]] == ["1", "2", "3", "4", "5"]
    assert data["clauses"][0]["effect"] == "forbid"
