"""Where a corpus is kept: a folder, a bucket; both whole or not at all, both able to refuse."""

from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from many import copy_corpus, write_plans

from dupgraph import PolicyGraph
from dupgraph.base.errors import GraphError, OutputError
from dupgraph.base.storage import open_storage
from dupgraph.corpus.build import Settings, build_corpus


@pytest.fixture(params=["folder", "memory"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "out") if request.param == "folder" else f"memory://corpus-{tmp_path.name}"


def test_files_are_written_listed_read_and_deleted(location: str) -> None:
    storage = open_storage(location)
    assert storage.list_names("done") == []
    for name in ("done/b.json", "done/a.json", "corpus.json"):
        storage.write(name, name.encode())
    assert storage.list_names("done") == ["a.json", "b.json"]
    assert storage.list_names() == ["corpus.json", "done"]
    assert storage.read(["done/b.json", "corpus.json"]) == [b"done/b.json", b"corpus.json"]
    storage.delete(["done/a.json", "done/gone.json"])
    assert storage.list_names("done") == ["b.json"]
    with pytest.raises(OutputError, match="cannot be read"):
        storage.read(["done/a.json"])


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """A store of objects on this machine, without a bucket."""
    pytest.importorskip("s3fs")
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    settings = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "eu-south-1",
    }
    with pytest.MonkeyPatch.context() as patch:
        for key, value in settings.items():
            patch.setenv(key, value)
        yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(store: str) -> str:
    """An empty bucket, the only one."""
    import boto3

    forget_all(store)
    place = {"LocationConstraint": "eu-south-1"}
    boto3.client("s3").create_bucket(Bucket="region", CreateBucketConfiguration=place)
    return "region"


def forget_all(store: str) -> None:
    """Let the store forget that there ever was a bucket: from now on it refuses."""
    urlopen(Request(f"{store}/moto-api/reset", method="POST")).close()  # noqa: S310


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_bucket_holds_what_a_folder_holds_and_a_run_is_taken_up_there(bucket: str, tmp_path: Path) -> None:
    write_plans(tmp_path / "plans", 3)
    build_corpus([str(tmp_path / "plans")], str(tmp_path / "out"), Settings(workers=1))
    url = f"s3://{bucket}/dup"
    report = build_corpus([str(tmp_path / "plans")], url, Settings(workers=1))
    assert (report.progress.built, report.failures) == (3, ())
    assert build_corpus([str(tmp_path / "plans")], url, Settings(workers=1)).progress.skipped == 3
    storage = open_storage(url)
    for path in (tmp_path / "out").rglob("*"):
        if path.is_file():
            name = path.relative_to(tmp_path / "out").as_posix()
            assert storage.read([name]) == [path.read_bytes()], name


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_bucket_is_asked_where_it_is(store: str, bucket: str, tmp_path: Path) -> None:
    write_plans(tmp_path / "plans", 2)
    url = f"s3://{bucket}/dup"
    build_corpus([str(tmp_path / "plans")], str(tmp_path / "out"), Settings(workers=1))
    copy_corpus(tmp_path / "out", url)
    near, far = PolicyGraph.open(tmp_path / "out"), PolicyGraph.open(url)
    for name, values in (("plans", {}), ("objectives-by-partner", {"partner": "AUSL"}), ("statistics", {})):
        assert far.query(name, **values).rows == near.query(name, **values).rows != ()
    with pytest.raises(GraphError, match=rf"{url}: is asked by its tables alone.*aws s3 sync {url} FOLDER"):
        far.query("outline-counts")
    with pytest.raises(GraphError, match=r"nothing: holds no corpus; check the address"):
        PolicyGraph.open(f"s3://{bucket}/nothing")
    forget_all(store)
    with pytest.raises(GraphError, match=r"s3://region/dup: holds no corpus"):
        PolicyGraph.open(url)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_bucket_that_is_not_there_is_one_sentence(bucket: str, tmp_path: Path) -> None:
    write_plans(tmp_path / "plans", 1)
    with pytest.raises(OutputError, match=f"s3://no-{bucket}.*cannot be"):
        build_corpus([str(tmp_path / "plans")], f"s3://no-{bucket}/dup", Settings(workers=1))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_bucket_that_refuses_midway_is_one_sentence(store: str, bucket: str, tmp_path: Path) -> None:
    write_plans(tmp_path / "plans", 3)

    def refuse(progress: object) -> None:
        if getattr(progress, "built", 0) == 1:
            forget_all(store)

    with pytest.raises(OutputError, match=r"s3://region/dup.*cannot be written.*what is done is kept"):
        build_corpus([str(tmp_path / "plans")], f"s3://{bucket}/dup", Settings(workers=1), refuse)
