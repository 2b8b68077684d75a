"""Names that imports under a name bring: what they are called where, and what is shared."""

import pytest

from tos_spec.load import load


@pytest.fixture
def policy_of(tmp_path):
    def make(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.tos").write_text(text, encoding="utf-8")
        loaded = load(tmp_path / "main.tos", shown_as="main.tos")
        return loaded.policy, [(d.code, d.span.line) for d in loaded.diagnostics]

    return make


WORDS = "kind task: search, other\nact use\n  task : task\nopen term fair in use\n"
A = 'terms a\n  default permitted\nimport "words.tos"\nopen term wide in use\nclause 1\n  forbid use when fair and wide\n'


def test_a_file_that_two_imports_bring_is_shared(policy_of):
    policy, wrong = policy_of(
        words=WORDS,
        a=A,
        b=A.replace("terms a", "terms b"),
        main="""
terms t
  default permitted
import "a.tos" as uno
import "b.tos" as due
claim c_a
  uno.use is never permitted
    when forbidden by uno and not forbidden by due
     and uno.fair and due.fair and task is due.task.other and due.wide
""".lstrip(),
    )
    assert wrong == []
    assert list(policy.acts) == ["uno.use"]
    assert list(policy.kinds) == ["uno.task"]
    assert list(policy.terms) == ["uno.fair", "uno.wide", "due.wide"]
    assert list(policy.others) == ["uno", "due"]
    assert policy.terms is policy.others["uno"].terms is policy.others["due"].terms


def test_what_is_imported_without_a_name_too_is_written_either_way(policy_of):
    policy, wrong = policy_of(
        words=WORDS,
        a=A,
        main="""
terms t
  default permitted
import "words.tos"
import "a.tos" as law
act look is law.use
claim c_a
  use is never permitted when law.fair and fair and task is law.task.search and task is search and task is law.other
claim c_b
  look is never permitted when law.wide
""".lstrip(),
    )
    assert wrong == []
    assert list(policy.acts) == ["use", "look"]
    assert list(policy.terms) == ["fair", "law.wide"]


def test_imports_behind_imports(policy_of):
    files = {
        "words": WORDS,
        "a": A,
        "b": 'terms b\n  default permitted\nimport "words.tos"\nimport "a.tos" as eu\nclause 1\n  forbid use when eu.wide\n',
    }
    policy, wrong = policy_of(
        **files,
        main="""
terms t
  default permitted
import "b.tos" as law
claim c_a
  law.use is never permitted when forbidden by law and not law.eu.wide
""".lstrip(),
    )
    assert wrong == []
    assert list(policy.terms) == ["law.fair", "law.eu.wide"]
    assert list(policy.others) == ["law"]


def test_the_name_of_an_import_belongs_to_its_file(policy_of):
    _, wrong = policy_of(
        words=WORDS,
        a=A,
        b='import "words.tos"\nimport "a.tos" as eu\ndefine broad in use means eu.wide\n',
        main="""
terms t
  default permitted
import "b.tos"
claim c_a
  use is never permitted when broad
claim c_b
  use is never permitted when eu.wide
claim c_c
  use is never permitted when forbidden by eu
""".lstrip(),
    )
    assert wrong == [("E204", 7), ("E320", 9)]


def test_two_files_may_use_one_name_for_two_imports(policy_of):
    policy, wrong = policy_of(
        words=WORDS,
        a=A,
        c=A.replace("terms a", "terms c"),
        b='import "words.tos"\nimport "c.tos" as law\ndefine broad in use means law.wide\n',
        main="""
terms t
  default permitted
import "b.tos"
import "a.tos" as law
claim c_a
  use is never permitted when broad and law.wide
""".lstrip(),
    )
    assert wrong == []
    assert list(policy.terms) == ["fair", "law_2.wide", "law.wide"]


def test_terms_with_one_label_are_told_apart(policy_of):
    main = 'terms t\n  default permitted\nimport "words.tos"\nimport "a.tos" as law\nopen term wide in use\n'
    policy, wrong = policy_of(words=WORDS, a=A, main=main)
    assert wrong == []
    assert {n: t.label for n, t in policy.terms.items()} == {"fair": "fair", "law.wide": "wide (law)", "wide": "wide"}


def test_an_import_under_a_name_is_used_by_its_verdicts_or_its_words(tmp_path):
    texts = {"words": WORDS, "a": A, "b": A.replace("terms a", "terms b"), "c": A.replace("terms a", "terms c")}
    main = 'terms t\n  default permitted\nimport "words.tos"\nimport "a.tos" as a\nimport "b.tos" as b\nimport "c.tos" as c\n'
    main += "claim c_a\n  use is never permitted when forbidden by a and b.wide\n"
    for name, text in {**texts, "main": main}.items():
        (tmp_path / f"{name}.tos").write_text(text, encoding="utf-8")
    unused = load(tmp_path / "main.tos", shown_as="main.tos").unused
    assert [(u.what, u.name) for u in unused] == [("import", "c.tos")]
