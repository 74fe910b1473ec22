"""What a cover says is read once, and kept for the runs that follow."""

import json
from pathlib import Path

import pytest

from dupgraph.base.errors import DocumentError
from dupgraph.base.storage import open_storage
from dupgraph.corpus import covers as module
from dupgraph.corpus.covers import Covers, keep_covers, read_covers
from dupgraph.schema.corpora import KEPT_COVERS
from dupgraph.schema.values import PlanRecord

COVER = "Comune di {}\nDocumento unico di programmazione 2026-2028\n"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the paths of the documents that are read, as they are."""
    paths: list[Path] = []
    real = module.make_document

    def make_document(path: Path, *given: object, **more: object) -> object:
        paths.append(path)
        return real(path, *given, **more)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(module, "make_document", make_document)
    return paths


def test_a_plan_is_read_for_its_cover_in_the_first_run_and_when_it_has_changed(
    tmp_path: Path, read: list[Path]
) -> None:
    (plan := tmp_path / "DUP.txt").write_text(COVER.format("Bosa"), encoding="utf-8")
    storage = open_storage(str(tmp_path / "corpus"))
    runs = [("Bosa", 1), ("Bosa", 1), ("Ghilarza", 2), ("Ghilarza", 2)]
    for town, times in runs:
        plan.write_text(COVER.format(town), encoding="utf-8")
        covers = read_covers(storage)
        record = covers.complete(plan, PlanRecord())
        keep_covers(storage, covers)
        assert (record.municipality, record.plan, len(read)) == (town, "DUP 2026-2028", times)
    assert len(json.loads((tmp_path / "corpus" / KEPT_COVERS).read_text(encoding="utf-8"))) == 1
    for broken in ("{", "[]"):
        (tmp_path / "corpus" / KEPT_COVERS).write_text(broken, encoding="utf-8")
        assert read_covers(storage) == Covers()
    keep_covers(storage, Covers())
    assert not (tmp_path / "corpus" / KEPT_COVERS).exists()


def test_what_is_kept_says_no_more_than_the_cover_did(tmp_path: Path, read: list[Path]) -> None:
    (plan := tmp_path / "DUP.txt").write_text(COVER.format("Bosa"), encoding="utf-8")
    covers = Covers()
    covers.complete(plan, PlanRecord())
    # Livo is the name of two, and no cover says which of them is meant.
    with pytest.raises(DocumentError, match="called Livo"):
        Covers(covers.used).complete(plan, PlanRecord(municipality="Livo"))
    assert Covers(covers.used).complete(plan, PlanRecord(istat="036040", plan="DUP")).municipality == ""
    assert len(read) == 2
