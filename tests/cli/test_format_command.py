import stat

from tests.cli.transcripts import run_check

UNTIDY = "\ufeffterms  t\r\n  default   permitted\r\n"
TIDY = b"terms t\n  default permitted\n"


def test_a_byte_order_mark_and_other_line_ends_are_brought_to_one_form(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "t.tos"
    path.write_bytes(UNTIDY.encode())
    path.chmod(0o640)
    assert run_check(["format", "t.tos", "--check"])[0] == 1
    assert run_check(["format", "t.tos"]) == (0, "reformatted t.tos\n")
    assert path.read_bytes() == TIDY
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [p.name for p in tmp_path.iterdir()] == ["t.tos"]


def test_only_the_line_ends_differ(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.tos").write_bytes(TIDY.replace(b"\n", b"\r\n"))
    assert run_check(["format", "t.tos", "--check"]) == (1, "would reformat t.tos\n")


def test_a_link_stays_a_link(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "real.tos").write_text(UNTIDY, encoding="utf-8")
    (tmp_path / "link.tos").symlink_to("real.tos")
    assert run_check(["format", "link.tos"]) == (0, "reformatted link.tos\n")
    assert (tmp_path / "link.tos").is_symlink()
    assert (tmp_path / "real.tos").read_bytes() == TIDY


def test_a_literate_file_keeps_everything_else(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = "\ufeffCafe\u0301 \r\n```tos\r\nterms  t\r\n```\r\nno end"
    (tmp_path / "t.tos.md").write_bytes(before.encode())
    assert run_check(["format", "."]) == (0, "reformatted t.tos.md\n")
    assert (tmp_path / "t.tos.md").read_bytes() == before.replace("terms  t", "terms t").encode()


def test_what_is_no_text_stays(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.tos").write_bytes(b"terms \xff\n")
    code, output = run_check(["format", "t.tos"])
    assert (code, "E134" in output) == (2, True)
    assert (tmp_path / "t.tos").read_bytes() == b"terms \xff\n"
