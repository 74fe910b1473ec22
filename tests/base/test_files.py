"""Files written whole: what stands at a path is replaced only when it is a file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dupgraph.base.errors import OutputError
from dupgraph.base.files import write_together, write_whole


def list_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_symlink_stays_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real/file")
    write_whole(tmp_path / "link", b"one")
    write_whole(tmp_path / "link", b"two")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "file").read_bytes() == b"two"
    assert list_names(tmp_path / "real") == ["file"]


def test_planted_link_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    (tmp_path / f".file.{os.getpid()}.part").symlink_to(victim)
    write_whole(tmp_path / "file", b"data")
    assert victim.read_bytes() == b"mine"
    assert (tmp_path / "file").read_bytes() == b"data"
    assert list_names(tmp_path) == ["file", "victim"]


def test_pipe_is_written_into(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write_whole(tmp_path / "pipe", b"data")
    assert os.read(reader, 100) == b"data"
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()


def test_devices_stay() -> None:
    write_whole(Path("/dev/null"), b"data")
    assert Path("/dev/null").is_char_device()
    with pytest.raises(OutputError, match="no space left"):
        write_whole(Path("/dev/full"), b"data")
    assert Path("/dev/full").is_char_device()


@pytest.mark.parametrize("mode", ["w", "a"])
def test_standard_output_by_its_name(tmp_path: Path, mode: str) -> None:
    script = "from pathlib import Path; from dupgraph.base.files import write_whole; "
    script += "write_whole(Path('/dev/stdout'), b'data')"
    (tmp_path / "out").write_bytes(b"old ")
    with (tmp_path / "out").open(mode) as out:
        subprocess.run([sys.executable, "-c", script], stdout=out, check=True)
    assert (tmp_path / "out").read_bytes() == (b"data" if mode == "w" else b"old data")
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout == b"data"


def test_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a folder; give a file's name"):
        write_whole(tmp_path, b"data")


def test_files_together(tmp_path: Path) -> None:
    write_together({tmp_path / "a": b"1", tmp_path / "b": b"2"})
    assert ((tmp_path / "a").read_bytes(), (tmp_path / "b").read_bytes()) == (b"1", b"2")
    assert list_names(tmp_path) == ["a", "b"]


@pytest.mark.parametrize("earlier", [True, False])
def test_failure_changes_none_of_the_files(tmp_path: Path, earlier: bool) -> None:
    if earlier:
        (tmp_path / "a").write_bytes(b"old")
    for bad in (tmp_path / "none" / "b", Path("/dev/full")):
        with pytest.raises(OutputError):
            write_together({tmp_path / "a": b"new", bad: b"new"})
        assert list_names(tmp_path) == (["a"] if earlier else [])
    assert not earlier or (tmp_path / "a").read_bytes() == b"old"


@pytest.mark.parametrize("earlier", [True, False])
def test_move_that_fails_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, earlier: bool) -> None:
    if earlier:
        (tmp_path / "a").write_bytes(b"old")
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.name == "b":
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match="permission denied; choose another place with -o; nothing was changed"):
        write_together({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    assert list_names(tmp_path) == (["a"] if earlier else [])
    assert not earlier or (tmp_path / "a").read_bytes() == b"old"


def test_what_dead_runs_left_is_cleared(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (tmp_path / f".a.{dead.pid}.part").write_bytes(b"half")
    (tmp_path / f".a.{dead.pid}.old").write_bytes(b"old")
    (tmp_path / f".b.{dead.pid}.old").write_bytes(b"old")
    # Those of a living process, and what only looks like one of ours, stay.
    stay = {f".a.{os.getppid()}.part", ".a.b.part", ".a.1.2.part", f".ab.{dead.pid}.part"}
    for name in stay:
        (tmp_path / name).write_bytes(b"mine")
    write_whole(tmp_path / "a", b"new")
    assert set(list_names(tmp_path)) == {"a", f".b.{dead.pid}.old", *stay}


def test_what_a_kill_had_set_aside_comes_back(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (tmp_path / f".b.{dead.pid}.old").write_bytes(b"old")
    with pytest.raises(OutputError):
        write_together({tmp_path / "b": b"new", Path("/dev/full"): b"x"})
    assert (tmp_path / "b").read_bytes() == b"old"
    assert list_names(tmp_path) == ["b"]


def test_main_one_never_stands_beside_what_belongs_to_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked at after every step of the moves, as if a kill came there."""
    old, new = {"text": b"1", "graph": b"of 1"}, {"text": b"2", "graph": b"of 2"}
    for name, data in old.items():
        (tmp_path / name).write_bytes(data)
    seen = []

    def look() -> None:
        found = {name: (tmp_path / name).read_bytes() for name in old if (tmp_path / name).exists()}
        seen.append(found)

    for name in ("rename", "replace", "unlink"):
        step = getattr(Path, name)

        def watched(self: Path, *arguments: object, step: object = step, **options: object) -> object:
            done = step(self, *arguments, **options)  # type: ignore[operator]  # one of Path's own methods
            look()
            return done

        monkeypatch.setattr(Path, name, watched)
    write_together({tmp_path / name: data for name, data in new.items()}, main=tmp_path / "graph")
    assert seen[0] != seen[-1] == new
    assert all(found in (old, new, {"graph": b"of 1"}, {"graph": b"of 2"}) for found in seen)


def test_what_is_given_as_none_goes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    write_together({tmp_path / "a": None, tmp_path / "b": b"2", tmp_path / "c": None}, main=tmp_path / "b")
    assert list_names(tmp_path) == ["b"]


def test_a_file_is_on_the_disk_before_it_is_in_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a power cut a name may be there whose bytes are not, unless they were written through first."""
    path, steps = tmp_path / "a", []
    sync, replace = os.fsync, os.replace

    def watch_sync(descriptor: int) -> None:
        steps.append(f"{os.fstat(descriptor).st_size} bytes")
        sync(descriptor)

    def watch_replace(self: Path, target: Path) -> Path:
        steps.append(f"to {Path(target).name}")
        replace(self, target)
        return target

    monkeypatch.setattr(os, "fsync", watch_sync)
    monkeypatch.setattr(Path, "replace", watch_replace)
    monkeypatch.setattr(Path, "rename", watch_replace)
    write_whole(path, b"12345")
    assert path.read_bytes() == b"12345"
    assert steps[:2] == ["5 bytes", "to a"]
