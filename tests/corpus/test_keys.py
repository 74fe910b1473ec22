"""The key of a plan: it changes with whatever the plan's graph is made of."""

from dataclasses import replace
from pathlib import Path

import pytest

from dupgraph.corpus import keys
from dupgraph.corpus.keys import make_key
from dupgraph.corpus.orders import Order
from dupgraph.schema.values import PlanRecord

ORDER = Order("plan.txt", "036040-dup", "", "1", PlanRecord(), "", (), "", "", b"POLITICA 1")


def test_another_order_has_another_key(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("one.toml", "other.toml")]
    for file in files:
        file.write_text(f"# {file.name}", encoding="utf-8")
    others = [
        *(replace(ORDER, record=replace(PlanRecord(), profile=str(file))) for file in files),
        replace(ORDER, record=replace(PlanRecord(), municipality="Sassuolo")),
        replace(ORDER, data=b"POLITICA 2"),
        replace(ORDER, review="[[decisions]]"),
        replace(ORDER, program="2"),
        replace(ORDER, base="https://example.org/"),
    ]
    assert len({make_key(order) for order in [ORDER, *others]}) == len(others) + 1


def test_a_profile_is_what_stands_in_it_and_not_its_place(tmp_path: Path) -> None:
    keys = set()
    for name in ("here", "there"):
        file = tmp_path / name
        file.write_text("# the same", encoding="utf-8")
        keys.add(make_key(replace(ORDER, record=replace(PlanRecord(), profile=str(file)))))
    assert len(keys) == 1


def test_the_program_is_its_code_and_its_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("publish/facts.py", "corpus/plan.py", "read/build.py", "read/documents/formats.toml")
    files = [*(tmp_path / "dupgraph" / name for name in names), tmp_path / "ontology" / "words.toml"]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("# as it was", encoding="utf-8")
    monkeypatch.setattr(keys, "__file__", str(tmp_path / "dupgraph" / "corpus" / "keys.py"))
    monkeypatch.setattr(keys, "find_root", lambda: tmp_path)
    programs = {keys.find_program.__wrapped__()}
    for file in files:
        file.write_text("# another", encoding="utf-8")
        programs.add(keys.find_program.__wrapped__())
    assert len(programs) == len(files) + 1
