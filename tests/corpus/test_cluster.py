"""A Dask cluster builds what one machine builds, whatever is killed meanwhile."""

import contextlib
import socket
import tempfile
from pathlib import Path

import psutil
import pytest
from many import hash_files, write_plans

from dupgraph.base.errors import EndpointError
from dupgraph.corpus.build import Settings, build_corpus

distributed = pytest.importorskip("distributed")
COUNT, BROKEN = 8, 3


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_whose_workers_are_killed_builds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_plans(tmp_path / "plans", COUNT, broken=BROKEN)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    plain = build_corpus([str(tmp_path / "plans")], str(tmp_path / "plain"))
    killed: list[str] = []
    before = list_below()

    def kill_some(progress: object) -> None:
        """Kill a warm process, then, later, a worker of the cluster with all that it holds."""
        for after, words in ((2, "child.py"), (5, "forkserver")):
            if getattr(progress, "built", 0) >= after and words not in killed:
                # What other tests started is not this one's to kill.
                found = [each for each in list_below() - before if has_words(each, words)]
                if found:
                    killed.append(words)
                    end(found[0])

    settings = Settings(engine="dask", workers=2)
    clustered = build_corpus([str(tmp_path / "plans")], str(tmp_path / "clustered"), settings, kill_some)
    assert "child.py" in killed
    assert (clustered.plans, len(clustered.failures)) == (plain.plans, 1) == (COUNT - 1, 1)
    assert hash_files(tmp_path / "clustered") == hash_files(tmp_path / "plain")
    assert not list((tmp_path / "temporary").iterdir()), "nothing is left beside the temporary files of others"


def list_below() -> set[psutil.Process]:
    return set(psutil.Process().children(recursive=True))


def end(process: psutil.Process) -> None:
    # It may have ended by itself.
    with contextlib.suppress(psutil.NoSuchProcess):
        process.kill()


def has_words(process: psutil.Process, words: str) -> bool:
    try:
        return any(words in part for part in process.cmdline())
    except psutil.Error:
        return False


@pytest.mark.filterwarnings("ignore")
@pytest.mark.slow
def test_a_scheduler_that_is_not_there_is_one_sentence_and_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dupgraph.corpus.cluster._SECONDS_TO_CONNECT", 1)
    write_plans(tmp_path / "plans", 1)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(EndpointError, match=r"no Dask cluster answers.*check --scheduler"):
            build_corpus([str(tmp_path / "plans")], str(tmp_path / "out"), Settings(engine="dask", scheduler=address))
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_dies_is_one_sentence_and_what_is_done_is_kept(tmp_path: Path) -> None:
    import dask

    write_plans(tmp_path / "plans", COUNT)
    before = list_below()
    later = contextlib.ExitStack()

    def kill_scheduler(progress: object) -> None:
        if getattr(progress, "built", 0) == 2:
            # Not before: a scheduler that is there may take its time to answer.
            later.enter_context(dask.config.set({"distributed.comm.timeouts.connect": "3s"}))
            for each in list_below() - before:
                if has_words(each, "distributed.Scheduler"):
                    end(each)

    one_worker = Settings(engine="dask", workers=1)
    with later, pytest.raises(EndpointError, match=r"scheduler went away.*run it again"):
        build_corpus([str(tmp_path / "plans")], str(tmp_path / "out"), one_worker, kill_scheduler)
    again = build_corpus([str(tmp_path / "plans")], str(tmp_path / "out"), Settings(workers=1))
    assert again.progress.skipped >= 2
    assert again.plans == COUNT
