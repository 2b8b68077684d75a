"""The grammar's tables are kept between runs only where nobody else can write."""

import os
import subprocess
import sys

import pytest

from tos_spec import parse


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def test_a_folder_of_ones_own(cache):
    file = parse._cache_file()
    assert file is not None
    assert os.path.dirname(file) == str(cache / "toscheck")  # noqa: PTH120 - compared as text
    assert (cache / "toscheck").stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_a_folder_that_others_can_write(cache):
    (cache / "toscheck").mkdir()
    (cache / "toscheck").chmod(0o777)
    assert parse._cache_file() is None


def test_no_folder(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert parse._cache_file() is None


@pytest.mark.parametrize("content", [None, b"", b"no tables", b"\x80\x04."])
def test_whatever_is_kept_the_tree_is_the_same(cache, content):
    if content is not None:
        (cache / "toscheck").mkdir(mode=0o700)
        (cache / "toscheck" / "grammar-{}.{}.lark".format(*sys.version_info)).write_bytes(content)
    program = (
        "from tos_spec.parse import parse\nfrom tos_spec.source import Source\n"
        "print(parse(Source('t', 'kind a: b\\nclause 1\\n  forbidd use\\n')))"
    )
    first, second = (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True) for _ in range(2)
    )
    assert first.stderr == second.stderr == ""
    assert first.stdout == second.stdout
    assert "did you mean `forbid`?" in first.stdout
