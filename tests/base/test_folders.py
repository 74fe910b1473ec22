"""Folders that appear whole or not at all, keep what is not theirs, and leave nothing behind."""

import subprocess
import sys
from pathlib import Path

import pytest

from dupgraph.base.errors import OutputError
from dupgraph.base.folders import exchange_folders, replace_folder


def list_files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def write(target: Path, **files: str) -> None:
    with replace_folder(target, "site") as folder:
        for name, text in files.items():
            folder.write(name.replace("__", "/"), text.encode())


def test_a_new_folder_holds_its_files_and_their_list(tmp_path: Path) -> None:
    write(tmp_path / "site", index="home", a__b="deep")
    assert list_files(tmp_path / "site") == {"index": b"home", "a/b": b"deep", ".dupgraph-site": b"index\na/b\n"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_an_old_folder_of_ours_is_replaced_and_strangers_stay(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, index="old", gone="old", a__b="old")
    (site / "CNAME").write_text("example.org", encoding="utf-8")
    (site / "a" / "mine").write_text("mine", encoding="utf-8")
    (site / "link").symlink_to("index")
    write(site, index="new")
    assert set(list_files(site)) == {"index", "CNAME", "a/mine", "link", ".dupgraph-site"}
    assert (site / "index").read_text(encoding="utf-8") == "new"
    assert (site / "link").is_symlink()
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_the_folder_of_a_version_control_stays_one(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, index="old", a__b="old")
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-C", str(site)]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "old"], ["gc", "-q"]):
        subprocess.run([*git, *words], check=True)
    write(site, index="new")
    done = subprocess.run([*git, "status", "--porcelain"], check=True, capture_output=True, text=True)
    assert {line[3:] for line in done.stdout.splitlines()} == {".dupgraph-site", "a/b", "index"}
    assert subprocess.run([*git, "fsck"], check=False, capture_output=True).returncode == 0
    assert not (site / "a").exists()


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    write(tmp_path / "site", index="home")
    assert "index" in list_files(tmp_path / "site")


@pytest.mark.parametrize("kind", ["file", "folder", "other kind"])
def test_what_is_not_ours_is_left_as_it_is(kind: str, tmp_path: Path) -> None:
    target = tmp_path / "site"
    if kind == "file":
        target.write_text("a file", encoding="utf-8")
    elif kind == "folder":
        target.mkdir()
        (target / "letter").write_text("dear mayor", encoding="utf-8")
    else:
        with replace_folder(target, "release") as folder:
            folder.write("data", b"1")
    before = list_files(tmp_path)
    with pytest.raises(OutputError, match=r"is a file|is neither empty nor a site"):
        write(target, index="home")
    assert list_files(tmp_path) == before


def test_a_folder_whose_parent_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="mkdir -p"):
        write(tmp_path / "missing" / "site", index="home")


def test_what_fails_half_way_changes_nothing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, index="old")
    before = list_files(tmp_path)
    with pytest.raises(ZeroDivisionError), replace_folder(site, "site") as folder:
        folder.write("index", b"new")
        _ = 1 / 0
    assert list_files(tmp_path) == before


@pytest.mark.parametrize("name", ["", "/etc/passwd", "../out", "a/../../out", ".dupgraph-site", "a\nb"])
def test_names_stay_within_the_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no name for a file"), replace_folder(tmp_path / "site", "site") as folder:
        folder.write(name, b"x")
    assert list(tmp_path.iterdir()) == []


def test_no_file_is_written_twice(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"), replace_folder(tmp_path / "site", "site") as folder:
        folder.write("index", b"1")
        folder.write("index", b"2")
    assert list(tmp_path.iterdir()) == []


_KILLED = """
import os, signal, sys
from pathlib import Path
# Whoever runs the tests may have Ctrl-C and the like ignored, and children inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from dupgraph.base.folders import replace_folder
with replace_folder(Path(sys.argv[1]), "site") as folder:
    folder.write("index", b"new")
    os.kill(os.getpid(), getattr(signal, sys.argv[2]))
    folder.write("more", b"new")
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"])
def test_a_run_that_is_killed_leaves_the_old_folder(name: str, tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, index="old")
    before = list_files(site)
    done = subprocess.run([sys.executable, "-c", _KILLED, site, name], capture_output=True, check=False)
    assert done.returncode != 0
    assert list_files(site) == before
    left = [entry.name for entry in tmp_path.iterdir() if entry.name != "site"]
    # Nobody can clean up after being killed; the next run does.
    assert bool(left) == (name == "SIGKILL")
    write(site, index="newer")
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_folders_change_places_where_the_system_cannot_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "name").write_text(folder.name, encoding="utf-8")
    exchange_folders(one, other)
    assert (one / "name").read_text(encoding="utf-8") == "other"
    monkeypatch.setattr("dupgraph.base.folders._exchange_at_once", lambda *_: False)
    exchange_folders(one, other)
    assert (one / "name").read_text(encoding="utf-8") == "one"
    assert (other / "name").read_text(encoding="utf-8") == "other"


def test_an_exchange_that_fails_half_way_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "old"
    old.mkdir()
    (old / "name").write_text("old", encoding="utf-8")
    monkeypatch.setattr("dupgraph.base.folders._exchange_at_once", lambda *_: False)
    with pytest.raises(FileNotFoundError):
        exchange_folders(tmp_path / "none", old)
    assert [entry.name for entry in tmp_path.iterdir()] == ["old"]
    assert (old / "name").read_text(encoding="utf-8") == "old"


def test_a_new_folder_is_open_to_whom_the_old_one_was(tmp_path: Path) -> None:
    site = tmp_path / "site"
    for mode in (0o750, 0o705):
        write(site, index="1")
        site.chmod(mode)
        write(site, index="2")
        assert site.stat().st_mode & 0o777 == mode


def test_a_folder_that_a_killed_exchange_set_aside_comes_back(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, index="old")
    (site / "CNAME").write_text("dup.example.org", encoding="utf-8")
    site.rename(tmp_path / ".site.old")
    write(site, index="new")
    assert (site / "CNAME").read_text(encoding="utf-8") == "dup.example.org"
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]
