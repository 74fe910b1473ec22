"""A cached file saves time or is not there: broken, foreign, old and hostile ones are passed over."""

import os
import stat
import subprocess
import sys

import pytest

from dupgraph.base.caches import MOST_KEPT, _name_file, find_cache_folder, read_cached, write_cached


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    place = tmp_path / "cache"
    monkeypatch.setenv("DUPGRAPH_CACHE", str(place))
    return place


def test_what_is_written_is_read_for_its_key_only(folder):
    write_cached("words", "1", "alpha")
    assert read_cached("words", "1") == "alpha"
    assert read_cached("words", "2") is None
    assert read_cached("others", "1") is None
    (path,) = folder.iterdir()
    assert path.name.startswith("words-")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.rename(path.with_name(_name_file("words", "2")))
    assert read_cached("words", "2") is None


def test_two_versions_keep_what_is_theirs():
    write_cached("words", "1", "alpha")
    write_cached("words", "2", "beta")
    write_cached("words", "1", "gamma")
    assert (read_cached("words", "1"), read_cached("words", "2")) == ("gamma", "beta")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes() + b"x"),
        lambda path: path.write_bytes(b"\x80\x04" + path.read_bytes()),
        lambda path: path.chmod(0o666),
        lambda path: path.chmod(0o620),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=["cut", "empty", "longer", "a pickle", "all may write", "the group may write", "a folder"],
)
def test_a_spoilt_file_is_passed_over(folder, spoil):
    write_cached("words", "1", "alpha")
    spoil(folder / _name_file("words", "1"))
    assert read_cached("words", "1") is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(folder):
    folder.mkdir()
    os.mkfifo(folder / _name_file("words", "1"))
    program = "from dupgraph.base.caches import read_cached; print(read_cached('words', '1'))"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=30)
    assert done.stdout == "None\n"


def test_a_folder_that_cannot_be_written_costs_nothing(folder):
    folder.write_bytes(b"a file stands in the way")
    write_cached("words", "1", "alpha")
    assert read_cached("words", "1") is None


def test_an_empty_name_is_no_cache(monkeypatch):
    monkeypatch.setenv("DUPGRAPH_CACHE", "")
    write_cached("words", "1", "alpha")
    assert read_cached("words", "1") is None


@pytest.mark.skipif(sys.platform != "linux", reason="folders are called otherwise there")
def test_the_folder_is_the_users():
    assert str(find_cache_folder({"HOME": "/home/a"})) == "/home/a/.cache/dupgraph"
    assert str(find_cache_folder({"HOME": "/home/a", "XDG_CACHE_HOME": "/var/c"})) == "/var/c/dupgraph"
    assert find_cache_folder({}) is None


def test_what_was_longest_of_no_use_is_dropped(folder):
    for number in range(MOST_KEPT + 2):
        write_cached("words", str(number), "alpha")
        os.utime(folder / _name_file("words", str(number)), (number, number))
        assert read_cached("words", "0") == "alpha"
    write_cached("others", "1", "beta")
    os.utime(folder / _name_file("others", "1"), (0, 0))
    left = [number for number in range(MOST_KEPT + 2) if read_cached("words", str(number))]
    assert left == [0, *range(3, MOST_KEPT + 2)]
    assert len(list(folder.iterdir())) == MOST_KEPT + 1


def test_two_processes_that_prune_lose_nothing_but_time(folder):
    program = (
        "from dupgraph.base.caches import *\n"
        "for number in range(300):\n"
        "    write_cached('words', str(number % 40), 'alpha')\n"
        "    assert read_cached('words', str(number % 7)) in (None, 'alpha')\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    write_cached("words", "1", "alpha")
    assert len(list(folder.iterdir())) == MOST_KEPT
