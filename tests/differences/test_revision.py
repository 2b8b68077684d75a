"""Documents at a revision: read from git's objects alone, with what they import, and refused where they are no plain files."""

import os
import subprocess
from pathlib import Path

import pytest

from tos_checker import revision
from tos_checker.cli import run
from tos_checker.revision import RevisionError, load_at, names_revision

WORDS = "act use\n  paid : flag\n"
RULES = 'terms rules\n  default permitted\n\nimport "words.tos"\n\nclause 1\n  forbid use\n    when not paid\n'


def _git(folder, *arguments):
    names = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    env = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *arguments], cwd=folder, env=env, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path):
    """A repository with two revisions: `first` (a tag), where the user pays, and the head, where not even that is asked."""
    top = tmp_path / "repository"
    (top / "law" / "inner").mkdir(parents=True)
    _git(top, "init", "-q", "-b", "main")
    (top / "law" / "rules.tos").write_text(RULES, encoding="utf-8")
    (top / "law" / "words.tos").write_text(WORDS, encoding="utf-8")
    (top / "top.tos").write_text(RULES.replace("words.tos", "law/words.tos"), encoding="utf-8")
    (top / "law" / "link.tos").symlink_to("rules.tos")
    (top / "linked").symlink_to("law")
    _git(top, "add", "-A")
    _git(top, "commit", "-q", "-m", "first")
    _git(top, "tag", "first")
    (top / "law" / "words.tos").write_text("act use\n  free : flag\n", encoding="utf-8")
    (top / "law" / "rules.tos").write_text(RULES.replace("when not paid", "when not free"), encoding="utf-8")
    _git(top, "commit", "-q", "-a", "-m", "second")
    return top


def test_a_document_is_read_with_its_imports_as_they_were(repository):
    loaded = load_at("first:law/rules.tos", repository)
    assert loaded.policy is not None, loaded.diagnostics
    assert list(loaded.policy.acts["use"].roles[0].key) == list("paid")
    assert set(loaded.sources) == {"first:law/rules.tos", "first:law/words.tos"}
    assert loaded.policy.clauses[0].span.file == "first:law/rules.tos"


def test_a_path_begins_at_the_top_or_with_a_dot_at_the_folder(repository):
    assert load_at("HEAD:law/rules.tos", repository / "law").policy is not None
    assert load_at("HEAD:./rules.tos", repository / "law").policy is not None
    assert load_at("HEAD:../law/rules.tos", repository / "law").policy is not None
    assert load_at("first:top.tos", repository).policy is not None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere:law/rules.tos", "there is no revision `nowhere`"),
        ("--help:law/rules.tos", "names no revision"),
        (":law/rules.tos", "names no revision"),
        ("first:law/rule.tos", "did you mean `first:law/rules.tos`?"),
        ("first:rules.tos", "write `first:./rules.tos`"),
        ("first:law", "a folder, not a file"),
        ("first:law/rules.tos/x", "a file, not a folder"),
        ("first:law/link.tos", "`law/link.tos` is a symbolic link"),
        ("first:linked/rules.tos", "`linked` is a symbolic link"),
        ("first:../../etc/passwd", "is no path in the repository"),
        ("first:/etc/passwd", "is no path in the repository"),
        ("first:", "is no path in the repository"),
    ],
)
def test_what_is_no_document_is_refused(repository, name, said):
    with pytest.raises(RevisionError) as refused:
        load_at(name, repository / "law")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_submodule_is_refused(repository, tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    _git(inner, "init", "-q")
    (inner / "x.tos").write_text(WORDS, encoding="utf-8")
    _git(inner, "add", "-A")
    _git(inner, "commit", "-q", "-m", "inner")
    _git(repository, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner), "module")
    _git(repository, "commit", "-q", "-m", "module")
    with pytest.raises(RevisionError, match="`module` is a submodule"):
        load_at("HEAD:module/x.tos", repository)


def test_no_program_that_the_repository_names_is_run(repository, tmp_path):
    ran = tmp_path / "ran"
    for setting in (
        "filter.mine.smudge",
        "filter.mine.clean",
        "diff.mine.textconv",
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
    ):
        _git(repository, "config", setting, f"touch {ran}; cat")
    (repository / ".gitattributes").write_text("*.tos filter=mine diff=mine\n", encoding="utf-8")
    hooks = repository / ".git" / "hooks"
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        (hooks / hook).write_text(f"#!/bin/sh\ntouch {ran}\n", encoding="utf-8")
        (hooks / hook).chmod(0o755)
    before = sorted((p, p.stat().st_mtime_ns) for p in repository.rglob("*") if p.is_file())
    assert load_at("first:law/rules.tos", repository).policy is not None
    assert not ran.exists()
    assert sorted((p, p.stat().st_mtime_ns) for p in repository.rglob("*") if p.is_file()) == before


def test_an_import_that_leads_out_or_is_missing_is_the_documents_mistake(repository):
    for written, code in (("../top.tos", "E211"), ("gone.tos", "E210")):
        (repository / "law" / "rules.tos").write_text(RULES.replace("words.tos", written), encoding="utf-8")
        _git(repository, "commit", "-q", "-a", "-m", written)
        loaded = load_at("HEAD:law/rules.tos", repository)
        assert [d.code for d in loaded.diagnostics] == [code]
        assert "toscheck-" not in str(loaded.diagnostics)


def test_a_large_file_is_refused_unread(repository):
    (repository / "law" / "rules.tos").write_text("#" * 3_000_000, encoding="utf-8")
    _git(repository, "commit", "-q", "-a", "-m", "large")
    assert [d.code for d in load_at("HEAD:law/rules.tos", repository).diagnostics] == ["E133"]


def test_outside_of_a_repository(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(RevisionError, match="lies in no git repository"):
        load_at("HEAD:x.tos", tmp_path)


def test_without_git(repository, monkeypatch):
    monkeypatch.setattr(revision, "_GIT", "no-such-git")
    with pytest.raises(RevisionError, match="git is not installed"):
        load_at("HEAD:x.tos", repository)


def test_a_file_of_that_name_is_that_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert names_revision("HEAD:x.tos")
    Path("HEAD:x.tos").touch()
    assert not names_revision("HEAD:x.tos")
    assert not names_revision("plain.tos")


def test_the_command(repository, monkeypatch, capsys):
    monkeypatch.chdir(repository)
    assert run(["diff", "first:law/rules.tos", "law/rules.tos", "--output-format", "concise"]) == 1
    shown = capsys.readouterr().out
    assert "newly_forbidden" in shown
    assert "newly_permitted" in shown
    assert run(["diff", "first:law/rules.tos", "first:law/rules.tos"]) == 0
    assert "no outcome changed, in any scenario, on any reading: proved" in capsys.readouterr().out
    assert run(["diff", "first:nothing.tos", "law/rules.tos"]) == 2
    assert "there is no `nothing.tos` at `first`" in capsys.readouterr().err
