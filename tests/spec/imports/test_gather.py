"""A file and what it imports: order, names, confinement, circles, bounds."""

import os
from pathlib import Path

import pytest

from tos_spec import imports
from tos_spec.imports import gather
from tos_spec.parse import parse
from tos_spec.read import read_file

LIBRARY = sorted((Path(imports.__file__).parent / "library").glob("*.tos"))


@pytest.fixture
def tree(tmp_path):
    def write(**files):
        for name, text in files.items():
            path = tmp_path / "tree" / f"{name.replace('__', '/')}.tos"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / "tree"

    return write


def said(gathered):
    return [(d.code, d.span.file, d.span.line) for d in gathered.diagnostics]


def test_imports_come_before_importers_and_once(tree):
    root = tree(
        main='import "b.tos"\nimport "sub/c.tos"\nkind m: x\n',
        b='import "sub/c.tos"\nkind b: x\n',
        sub__c='import "d.tos"\nkind c: x\n',
        sub__d="kind d: x\n",
    )
    gathered = gather(root / "main.tos", shown_as="main.tos")
    assert said(gathered) == []
    assert [d.file for d in gathered.documents] == ["sub/d.tos", "sub/c.tos", "b.tos", "main.tos"]
    edges = {(span.file, span.line): file for span, file in gathered.edges.items()}
    assert edges == {
        ("main.tos", 1): "b.tos",
        ("main.tos", 2): "sub/c.tos",
        ("b.tos", 1): "sub/c.tos",
        ("sub/c.tos", 1): "sub/d.tos",
    }
    assert set(gathered.sources) == {"sub/d.tos", "sub/c.tos", "b.tos", "main.tos"}


def test_one_file_by_several_names(tree):
    root = tree(
        main='import "a.tos"\nimport "./a.tos"\nimport "sub/../a.tos"\nimport "link.tos"\n', a="kind a: x\n", sub__b="kind b: x\n"
    )
    (root / "link.tos").symlink_to(root / "a.tos")
    gathered = gather(root / "main.tos", shown_as="here/main.tos")
    assert said(gathered) == []
    assert [d.file for d in gathered.documents] == ["here/a.tos", "here/main.tos"]
    assert set(gathered.edges.values()) == {"here/a.tos"}


def test_names_are_made_like_the_one_that_is_given(tree, monkeypatch):
    root = tree(main='import "sub/a.tos"\n', sub__a='import "../b.tos"\n', b="kind b: x\n")
    assert [d.file for d in gather(root / "main.tos").documents] == [str(root / n) for n in ("b.tos", "sub/a.tos", "main.tos")]
    monkeypatch.chdir(root)
    assert [d.file for d in gather(Path("main.tos")).documents] == ["b.tos", "sub/a.tos", "main.tos"]
    assert [d.file for d in gather(Path("sub/a.tos")).documents] == ["sub/a.tos"]


def test_text_takes_the_place_of_the_file(tree, monkeypatch):
    root = tree(main="kind old: x\n", a="kind a: x\n")
    gathered = gather(root / "main.tos", text=b'import "a.tos"\nkind new: x\n', shown_as="main.tos")
    assert [d.file for d in gathered.documents] == ["a.tos", "main.tos"]
    monkeypatch.chdir(root)
    gathered = gather(Path("-"), text=b'import "a.tos"\n', shown_as="<stdin>")
    assert [d.file for d in gathered.documents] == ["a.tos", "<stdin>"]
    assert said(gathered) == []


@pytest.mark.parametrize(
    "target", ["../out.tos", "sub/../../out.tos", "/etc/hostname", "C:\\x.tos", "\\\\x\\y.tos", "link.tos", "links/out.tos"]
)
def test_imports_stay_inside(tree, tmp_path, target):
    written = target.replace("\\", "\\\\")
    root = tree(main=f'kind m: x\nimport "{written}"\n', sub__a="kind a: x\n")
    (tmp_path / "out.tos").write_text("kind out: x\n", encoding="utf-8")
    (root / "link.tos").symlink_to(tmp_path / "out.tos")
    (root / "links").symlink_to(tmp_path, target_is_directory=True)
    gathered = gather(root / "main.tos", shown_as="main.tos")
    assert said(gathered) == [("E211", "main.tos", 2)]
    assert list(gathered.sources) == ["main.tos"]
    assert gathered.edges == {}


def test_a_nested_import_stays_inside_the_tree_of_the_checked_file(tree):
    root = tree(sub__main='import "a.tos"\n', sub__a='import "../b.tos"\n', b="kind b: x\n")
    assert said(gather(root / "sub" / "main.tos", shown_as="main.tos")) == [("E211", "a.tos", 1)]


def test_what_is_missing(tree):
    root = tree(
        main='import "vocabluary.tos"\nimport "sub"\nimport ""\nimport "sub/nothing.tos"\n',
        vocabulary="kind a: x\n",
        sub__a="kind b: x\n",
    )
    gathered = gather(root / "main.tos", shown_as="main.tos")
    assert [(d.code, d.span.line) for d in gathered.diagnostics] == [("E210", 1), ("E213", 2), ("E213", 3), ("E210", 4)]
    assert gathered.diagnostics[0].help == 'did you mean `import "vocabulary.tos"`?'


def test_circles(tree):
    root = tree(main='import "a.tos"\n', a='import "b.tos"\n', b='kind b: x\nimport "a.tos"\n')
    gathered = gather(root / "main.tos", shown_as="main.tos")
    assert said(gathered) == [("E212", "b.tos", 2)]
    assert gathered.diagnostics[0].notes == ("`a.tos` imports `b.tos` imports `a.tos`",)
    assert [d.file for d in gathered.documents] == ["b.tos", "a.tos", "main.tos"]
    alone = gather(tree(self='import "self.tos"\n') / "self.tos", shown_as="self.tos")
    assert said(alone) == [("E212", "self.tos", 1)]


def test_mistakes_of_imported_files_are_told(tree):
    root = tree(
        main='import "a.tos"\nkind m: x\n', a="kindd a: x\nkind b: x\n", main2='import "empty.tos"\n', empty="# nothing\n"
    )
    gathered = gather(root / "main.tos", shown_as="main.tos")
    assert said(gathered) == [("E131", "a.tos", 1)]
    assert [len(d.declarations) for d in gathered.documents] == [1, 2]
    assert said(gather(root / "main2.tos", shown_as="main2.tos")) == [("E139", "empty.tos", 1)]
    (root / "a.tos").write_bytes(b"\xff")
    gathered = gather(root / "main.tos", shown_as="main.tos")
    assert said(gathered) == [("E134", "a.tos", 1)]
    assert [d.file for d in gathered.documents] == ["main.tos"]


def test_literate_files_import_and_are_imported(tree):
    root = tree()
    root.mkdir()
    (root / "main.tos.md").write_text('Prose.\n\n```tos\nimport "words.tos.md"\n```\n', encoding="utf-8")
    (root / "words.tos.md").write_text("```tos\nkind a: x\n```\n\n```tos\nkind b: x\n", encoding="utf-8")
    gathered = gather(root / "main.tos.md", shown_as="main.tos.md")
    assert said(gathered) == [("E136", "words.tos.md", 5)]
    assert [len(d.declarations) for d in gathered.documents] == [2, 1]
    assert gathered.sources["main.tos.md"].text.startswith("Prose.")


def test_the_standard_library(tree):
    root = tree(main="import std.organisations\nimport std.organisation\nimport std.a.b\nimport organisations.tos\nimport std\n")
    gathered = gather(root / "main.tos", shown_as="main.tos")
    assert [(d.code, d.span.line) for d in gathered.diagnostics] == [("E214", 2), ("E214", 3), ("E216", 4), ("E214", 5)]
    assert gathered.diagnostics[0].help == "did you mean `std.organisations`?"
    assert gathered.diagnostics[2].help == 'write `import "organisations.tos"` for a file beside this one'
    assert [d.file for d in gathered.documents] == ["std.organisations", "main.tos"]


@pytest.mark.parametrize("path", LIBRARY, ids=lambda p: p.stem)
def test_the_library_parses(path):
    parsed = parse(read_file(path, path.name).source)
    assert parsed.diagnostics == ()
    assert parsed.document.header is None


def test_there_are_not_too_many(tree, monkeypatch):
    files = {f"f{n}": f'import "f{n + 1}.tos"\n' for n in range(300)}
    root = tree(**files, f300="kind a: x\n")
    gathered = gather(root / "f0.tos", shown_as="f0.tos")
    assert [d.code for d in gathered.diagnostics] == ["E215"]
    assert len(gathered.documents) == imports.MOST_FILES
    monkeypatch.setattr(imports, "MOST_BYTES", 50)
    wide = tree(main="".join(f'import "w{n}.tos"\n' for n in range(9)), **{f"w{n}": "kind a: x\n" * 9 for n in range(9)})
    gathered = gather(wide / "main.tos", shown_as="main.tos")
    assert [d.code for d in gathered.diagnostics] == ["E215"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_an_import_is_a_plain_file(tree):
    root = tree(main='import "pipe.tos"\n')
    os.mkfifo(root / "pipe.tos")
    assert said(gather(root / "main.tos", shown_as="main.tos")) == [("E210", "main.tos", 1)]


def test_the_checked_file_itself(tree):
    root = tree(main="kind a: x\n")
    assert said(gather(root, shown_as="tree")) == [("E132", "tree", 1)]
    assert said(gather(root / "no.tos", shown_as="no.tos")) == [("E132", "no.tos", 1)]
    assert gather(root / "no.tos").documents == ()
