"""`--certify`: a second solver confirms what the first one rules out, and a mistake of either, or of the text, is caught."""

import datetime
import json
import re
from dataclasses import replace

import pytest

from tests.checker.test_export import _cvc5, _z3
from tests.trust.seeded import blind, lie
from tos_checker import audit, certifying, cli, findings, second, solver, standing
from tos_checker.budget import Budget
from tos_checker.check import check_file
from tos_checker.disagreement import SolversDisagreeError
from tos_spec.load import load

DOCUMENT = """\
terms shop
  default permitted

kind goods: knife, book, lamp

act sell
  what : goods
  age  : integer from 0 to 120
  gift : flag

open term adult in sell
  includes age >= 21
  excludes age < 18

clause 1 "Knives"
  forbid sell
    when what is knife
     and not adult

claim no_knives_for_children
  sell is never permitted
    when what is knife and age < 18

claim no_gifts "Nothing is given away"
  sell is never permitted
    when what is knife and gift

claim sure "Some sale is permitted, whatever the reading"
  sell is sometimes permitted
    when what is knife

case a_book
  sell
    what is book
  expect permitted
"""
"""One claim with a proof, one with loopholes by reason (over an open term), one that needs "some scenario, every reading", a case."""


@pytest.fixture
def shop(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "shop.tos"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


def checked(path, *, certify=True, time_limit=None):
    given = {
        "text": None,
        "shown_as": path.name,
        "today": datetime.date(2026, 1, 1),
        "claims": frozenset(),
        "time_limit": time_limit,
        "limit": None,
        "levels": {},
        "progress": None,
    }
    if not certify:
        return check_file(path, **given)
    with audit.audited() as second_opinion:
        return check_file(path, **given, audit=second_opinion)


def run(capsys, *words):
    code = cli.run(["--output-format", "json", "--today", "2026-01-01", *words])
    said = capsys.readouterr()
    return code, json.loads(said.out)


def test_each_unsatisfiable_answer_is_confirmed(shop, monkeypatch):
    ruled_out = 0
    plain = solver.Session.check

    def counted(self, literals=()):
        nonlocal ruled_out
        answer = plain(self, literals)
        ruled_out += answer is solver.Answer.UNSAT
        return answer

    monkeypatch.setattr(solver.Session, "check", counted)
    found = checked(shop)
    assert ruled_out > 50
    assert found.certification.confirmed == ruled_out
    assert found.certification.unconfirmed == 0
    assert found.certification.uncertified == ()
    assert {r.status for r in found.results} >= {"holds", "fails"}
    assert all(r.certified for r in found.results)


def test_without_the_option_nothing_is_certified(shop):
    found = checked(shop, certify=False)
    assert found.certification is None
    assert not any(r.certified for r in found.results)


def test_the_results_are_the_same(shop):
    def bare(found):
        return [replace(r, seconds=0.0, certified=False) for r in found.results]

    assert bare(checked(shop)) == bare(checked(shop, certify=False))


@pytest.mark.usefixtures("shop")
def test_the_report_says_what_was_certified(capsys):
    code, data = run(capsys, "--certify", "shop.tos")
    assert code == 1
    (document,) = data["documents"]
    found = document["certification"]
    assert found["by"].startswith("cvc5 ")
    assert found["confirmed"] > 50
    assert (found["unconfirmed"], found["uncertified"]) == (0, [])
    assert all(r["certified"] for r in data["results"])
    assert cli.run(["--certify", "shop.tos"]) == 1
    assert re.search(r"Certified: cvc5 \S+, another prover, confirms all \d+ answers", capsys.readouterr().out)


def test_so_it_does_of_vocabulary(shop, monkeypatch, capsys):
    words = DOCUMENT.split("kind goods")[1].split("\nclause 1", maxsplit=1)[0]
    (shop.parent / "words.tos").write_text(f"kind goods{words}", encoding="utf-8")
    assert cli.run(["--certify", "words.tos"]) == 0
    assert re.search(
        r"Certified: cvc5 \S+, another prover, confirms the one answer that there is no such", capsys.readouterr().out
    )
    monkeypatch.setattr(audit.sys, "executable", "/bin/false")
    assert cli.run(["--certify", "words.tos"]) == 3
    assert re.search(r"Not certified: cvc5 \S+ could not tell of 1 answer", capsys.readouterr().out)


# --- a mistake of the first solver --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("shop")
def test_a_wrong_holds_is_caught(monkeypatch, capsys):
    """The claim `no_gifts` fails. A first solver that sees no loophole makes it hold, unnoticed; with `--certify` it does not."""
    blind(monkeypatch, "find", "_never")
    code, data = run(capsys, "shop.tos", "--claim", "no_gifts")
    assert (code, data["results"][0]["status"]) == (0, "holds")
    code, data = run(capsys, "shop.tos", "--claim", "no_gifts", "--certify")
    assert (code, data["results"]) == (4, [])
    (said,) = data["diagnostics"]
    assert (said["code"], said["name"]) == ("X902", "solvers-disagree")
    assert "claim no_gifts" in said["message"]


@pytest.mark.parametrize("number", [1, 2, 5, 20, 60])
def test_any_wrong_answer_of_the_first_solver_is_caught(shop, monkeypatch, number):
    told = lie(monkeypatch, number)
    with pytest.raises(SolversDisagreeError, match=r"^sat$"):
        checked(shop)
    assert told()


def test_the_file_holds_the_question_and_no_words_of_the_document(shop, monkeypatch, capsys):
    with monkeypatch.context() as patch:
        lie(patch, 3)
        code, data = run(capsys, "--certify", "shop.tos")
    assert code == 4
    assert "toscheck-" in data["diagnostics"][0]["help"]
    (kept,) = shop.parent.glob("toscheck-*.smt2")
    text = kept.read_text(encoding="utf-8")
    assert text.startswith("; toscheck ")
    assert "knife" not in text
    assert (_z3(text), _cvc5(text)) == ("sat", "sat")


# --- a mistake in the text ------------------------------------------------------------------------------------------------------------


def test_an_assertion_that_the_second_solver_does_not_get_is_noticed(shop, monkeypatch):
    plain = audit.Journal.wrote

    def forgetful(self, text):
        plain(self, "\n".join(line for line in text.splitlines() if not line.startswith("(assert")))

    monkeypatch.setattr(audit.Journal, "wrote", forgetful)
    with pytest.raises(SolversDisagreeError, match=r"^sat$"):
        checked(shop)


def test_text_that_it_cannot_read_is_a_disagreement(shop, monkeypatch):
    plain = audit.Journal.wrote
    monkeypatch.setattr(audit.Journal, "wrote", lambda self, text: plain(self, text.replace("declare-const", "declare-variable")))
    with pytest.raises(SolversDisagreeError, match=r"^error "):
        checked(shop)


def test_scopes_are_told():
    """What was said in a scope that has ended does not confirm anything later."""
    with audit.audited() as opinion:
        opinion.question(10)
        session = solver.Session(Budget.of_seconds(10, audit=opinion))
        session.add(["(declare-const a Bool)"])
        session.push()
        session.add(["(assert a)", "(assert (not a))"])
        assert not session.satisfiable()
        session.pop()
        assert session.satisfiable()
        assert opinion.settled() == audit.Confirmation(1, 0)
        session._journal.ruled_out(())
        with pytest.raises(SolversDisagreeError, match=r"^sat$"):
            opinion.settled()


# --- what cannot be told ----------------------------------------------------------------------------------------------------------


def test_what_the_second_solver_leaves_open_is_no_success(shop, capsys):
    document = DOCUMENT.replace("claim no_gifts", "claim no_other").replace(
        "when what is knife and gift", "when what is knife and age < 10"
    )
    shop.write_text(document, encoding="utf-8")
    assert run(capsys, "shop.tos")[0] == 0
    code, data = run(capsys, "--certify", "--time-limit", "0.01", "shop.tos")
    (document,) = data["documents"]
    assert code == 3
    assert document["certification"]["unconfirmed"] > 0
    assert document["certification"]["uncertified"]
    assert not all(r["certified"] for r in data["results"])
    assert not any(r["certified"] for r in data["results"] if r["status"] == "undecided")


def test_a_second_solver_that_dies_confirms_nothing(shop, monkeypatch):
    monkeypatch.setattr(audit.sys, "executable", "/bin/false")
    found = checked(shop)
    assert found.certification.confirmed == 0
    assert found.certification.unconfirmed > 50
    assert not any(r.certified for r in found.results)


def test_a_second_solver_that_sleeps_is_not_waited_for(shop, monkeypatch, tmp_path):
    sleeper = tmp_path / "sleeper"
    sleeper.write_text("#!/bin/sh\nexec sleep 1000\n", encoding="utf-8")
    sleeper.chmod(0o755)
    monkeypatch.setattr(audit.sys, "executable", str(sleeper))
    monkeypatch.setattr(audit, "_STARTING", 0.05)
    monkeypatch.setattr(audit, "_PATIENCE", 0.0)
    found = checked(shop)
    assert found.certification.confirmed == 0
    assert not any(r.certified for r in found.results)


@pytest.mark.usefixtures("shop")
def test_without_the_second_solver_nothing_is_checked(monkeypatch, capsys):
    monkeypatch.setattr(audit.util, "find_spec", lambda _: None)
    code, data = run(capsys, "--certify", "shop.tos")
    assert (code, data["results"]) == (2, [])
    (said,) = data["diagnostics"]
    assert said["code"] == "E657"
    assert "pip install 'toscheck[certify]'" in said["help"]


@pytest.mark.usefixtures("shop")
def test_where_pipes_cannot_be_watched_nothing_is_checked(monkeypatch, capsys):
    monkeypatch.setattr(audit, "_PIPES_CAN_BE_WATCHED", False)
    monkeypatch.setattr(audit.platform, "system", lambda: "Windows")
    monkeypatch.setattr(audit, "audited", None)
    code, data = run(capsys, "--certify", "shop.tos")
    assert (code, data["results"]) == (2, [])
    (said,) = data["diagnostics"]
    assert said["code"] == "E657"
    assert said["message"] == "`--certify` listens to the second solver in a way that Windows does not have"
    assert "Windows Subsystem for Linux" in said["help"]
    assert run(capsys, "shop.tos")[0] == 1


def test_a_module_in_the_folder_is_not_taken_for_ours(shop):
    (shop.parent / "cvc5.py").write_text("raise SystemExit", encoding="utf-8")
    (shop.parent / "json.py").write_text("raise SystemExit", encoding="utf-8")
    assert checked(shop).certification.unconfirmed == 0


HARD = """\
terms hard
  default permitted

act use
  n : number from 0 to 1000
  m : number from 0 to 1000
  k : number from 0 to 1000

clause 1
  forbid use
    when n + m > 500 and 3 * n + 2 * m + k > 700

clause 2
  forbid use
    when k > 900 and n < 100 and m < 100

claim c
  use is never permitted
    when n > 400 and m > 400
"""
"""That clause 2 is not guarded follows from the proof of the claim, which does not use it: nothing more is asked."""


def answered(monkeypatch, answer, what):
    """Have the second solver give this answer to all that belongs to a certain question."""
    plain_begin, plain_line = certifying.Questions.begin, audit._Process.line
    now = []

    def begin(self, what_, seconds):
        effort = plain_begin(self, what_, seconds)
        now[:] = [what_]
        return effort

    def line(self):
        said = plain_line(self)
        return answer if now == [what] and said == "unsat" else said

    monkeypatch.setattr(certifying.Questions, "begin", begin)
    monkeypatch.setattr(audit._Process, "line", line)


def test_what_is_found_by_a_proof_is_as_certain_as_the_proof(shop, monkeypatch):
    shop.write_text(HARD, encoding="utf-8")
    assert {(r.check, r.name): r.certified for r in checked(shop).results} == {
        ("claim", "c"): True,
        ("unguarded-clause", "2"): True,
    }
    answered(monkeypatch, "unknown", "claim c")
    claim, loose = checked(shop).results
    assert not claim.certified
    assert (loose.check, loose.name, loose.certified) == ("unguarded-clause", "2", False)
    assert loose.notes == ("not certified: what it rests on is not all confirmed: claim c",)


def test_nothing_is_certified_unless_the_bounds_of_open_terms_are(shop, monkeypatch):
    """The claims have proofs of their own, all confirmed; but an overlap of the bounds would make them worthless."""
    answered(monkeypatch, "unknown", "whether assumptions and open terms contradict themselves")
    found = checked(shop)
    assert found.certification.unconfirmed == 1
    assert found.certification.confirmed > 50
    assert not any(r.certified for r in found.results)


def test_one_answer_is_not_called_answers(shop, monkeypatch):
    """Nothing of what was asked by `case a_book` is confirmed, and all of the rest."""
    shop.write_text(
        DOCUMENT.split("claim no_knives", maxsplit=1)[0] + "case a_book\n" + DOCUMENT.split("case a_book\n")[1], encoding="utf-8"
    )
    answered(monkeypatch, "unknown", "case a_book")
    (case,) = [r for r in checked(shop).results if r.check == "case"]
    (note,) = [n for n in case.notes if n.startswith("not certified")]
    assert re.fullmatch(
        r"not certified: the second solver could not tell of (the one answer that it was asked about|any of [2-9] answers)", note
    )


class _Unread:
    def __getattr__(self, name):
        msg = f"{name} is read"
        raise AssertionError(msg)

    __iter__ = __contains__ = __getitem__ = __len__ = None


@pytest.mark.parametrize("name", standing.CHECKS)
@pytest.mark.parametrize("text", [DOCUMENT, HARD])
def test_it_is_known_what_a_standing_check_goes_by(name, text, shop):
    """A check that is not said to go by results of claims, or by what another check found out, does not look at them."""
    shop.write_text(text, encoding="utf-8")
    loaded = load(shop)
    setting = findings.Setting(
        loaded.policy,
        datetime.date(2026, 1, 1),
        "note",
        None,
        results=() if name in standing.GO_BY_RESULTS else _Unread(),
        memo={} if name in standing.SHARED else _Unread(),
    )
    list(standing.CHECKS[name](setting))


# --- its pieces -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(assert p)", "(assert p)"),
        ("(assert ((_ at-most 1) a b))", "(assert (<= (+ 0 0 (ite a 1 0) (ite b 1 0)) 1))"),
        ("(or ((_ at-most 2) (not a) (= x y) b) c)", "(or (<= (+ 0 0 (ite (not a) 1 0) (ite (= x y) 1 0) (ite b 1 0)) 2) c)"),
        ("(assert ((_ pble 3 1 2) a (not b)))", "(assert (<= (+ 0 0 (ite a 1 0) (ite (not b) 2 0)) 3))"),
        ("((_ at-most 1) ((_ at-most 0) a) b)", "(<= (+ 0 0 (ite (<= (+ 0 0 (ite a 1 0)) 0) 1 0) (ite b 1 0)) 1)"),
    ],
)
def test_bounded_numbers_are_sums(text, said):
    assert second.as_sums(text) == said


@pytest.mark.parametrize("bounded", ["at-most {}", "pble {} 1 2 1 3"])
def test_sums_mean_the_same(bounded):
    names = "abcd"
    declared = "".join(f"(declare-const {n} Bool)" for n in names)
    for most in range(8):
        plain = f"((_ {bounded.format(most)}) {' '.join(names)})"
        script = f"{declared}(assert (not (= {plain} {second.as_sums(plain)})))(check-sat)"
        assert _z3(script) == "unsat"


def test_the_process_listens():
    lines = [
        ["question", 10],
        ["text", 1, "(declare-const a Bool)"],
        ["push", 1],
        ["text", 1, "(assert (not a))"],
        ["text", 1, "(declare-const q Bool)(assert (=> q a))"],
        ["ask", 1, ["q"]],
        ["ask", 1, []],
        ["script"],
        ["pop", 1],
        ["gone", 1],
        ["question", 0.0000001],
        ["ask", 2, []],
    ]
    answers = list(second.Listener().answers(map(json.dumps, lines)))
    assert answers[:2] == ["unsat", "sat"]
    assert json.loads(answers[2]).splitlines()[-1] == "(check-sat)"
    assert len(answers) == 4
