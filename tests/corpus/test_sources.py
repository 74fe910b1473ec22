"""What SOURCES mean: folders, patterns, manifests; and what is said of those that mean nothing."""

import json
from pathlib import Path

import pytest
from many import write_plans

from dupgraph.base.errors import DocumentError, VocabularyError
from dupgraph.base.messages import unpack_message
from dupgraph.corpus.build import Settings
from dupgraph.corpus.covers import Covers
from dupgraph.corpus.orders import Failure, explain_failure
from dupgraph.corpus.planning import plan_jobs
from dupgraph.corpus.sources import find_sources
from dupgraph.language.messages import say, translate
from dupgraph.schema.corpora import MARK
from dupgraph.schema.namespaces import DATA


def plan(*given: object, stated: dict[str, str] | None = None):
    found = find_sources([str(each) for each in given])
    return plan_jobs(found.sources, stated or {}, (), DATA, Covers())


def test_a_folder_gives_its_plans_at_any_depth_and_counts_the_rest(tmp_path: Path) -> None:
    write_plans(tmp_path / "a", 2)
    (tmp_path / "a" / "delibera.xlsx").write_bytes(b"")
    (tmp_path / "a" / "z").mkdir()
    for name in ("salvato.htm", "modello.DOCM"):
        (tmp_path / "a" / "z" / name).write_bytes(b"")
    (tmp_path / "a" / ".hidden.txt").write_text("x", encoding="utf-8")
    old = tmp_path / "a" / "corpus" / "graphs"
    old.mkdir(parents=True)
    (old.parent / MARK).write_text("{}", encoding="utf-8")
    (old / "x.txt").write_text("x", encoding="utf-8")
    found = find_sources([str(tmp_path / "a")])
    assert [source.path.parent.name for source in found.sources] == ["036001", "036002", "z", "z"]
    assert found.left_out == 1


def test_a_pattern_gives_what_matches_once(tmp_path: Path) -> None:
    plans = write_plans(tmp_path, 3)
    found = find_sources([str(tmp_path / "*" / "DUP.*"), str(plans[0])])
    assert [source.path for source in found.sources] == plans


@pytest.mark.parametrize("words", ["missing/*.pdf", "empty"])
def test_where_no_plan_is_there_is_a_sentence(tmp_path: Path, words: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.xlsx").write_bytes(b"")
    with pytest.raises(DocumentError, match=r"no plan"):
        find_sources([str(tmp_path / words)])


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_csv_manifest_names_sources_beside_it_and_goes_before_their_own_records(
    tmp_path: Path, separator: str
) -> None:
    write_plans(tmp_path, 2)
    rows = [("source", "istat", "plan", "title"), ("036001/DUP.txt", "036040", "DUP 2027", "Piano, 2027")]
    if separator == ",":
        rows[1] = (*rows[1][:3], '"Piano, 2027"')
    text = "\n".join(separator.join(row) for row in rows)
    (tmp_path / "plans.csv").write_text(f"\ufeff{text}\n", encoding="utf-8")
    jobs, failures = plan(tmp_path / "plans.csv", tmp_path)
    assert not failures
    assert [job.name for job in jobs] == ["036040-dup-2027", "036002-dup-2026"]
    assert (jobs[0].record.title, jobs[0].record.municipality) == ("Piano, 2027", "Prova 0")


def test_a_toml_manifest_has_a_table_a_plan(tmp_path: Path) -> None:
    write_plans(tmp_path, 1)
    text = '[[plans]]\nsource = "036001/DUP.txt"\nipa = "c_i462"\nistat = ""\nvocabularies = []\n'
    (tmp_path / "plans.toml").write_text(text, encoding="utf-8")
    jobs, failures = plan(tmp_path / "plans.toml")
    assert ([job.record.ipa for job in jobs], failures) == (["c_i462"], [])


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.csv", "source,istatt\nx.txt,1\n", "unknown column 'istatt'.*istat"),
        ("a.csv", "istat\n036040\n", "no column 'source'"),
        ("a.csv", "source\n", "lists no plan"),
        ("a.csv", "", "no column"),
        ("a.csv", "source,plan,plan\n", "two columns 'plan'"),
        ("a.csv", "source,plan\nx.txt,DUP,more\n", "3 cells"),
        ("a.csv", "source,plan\n,DUP\n", "row 2 names no source"),
        ("a.csv", "source,plan\na\0.pdf,DUP\n", "row 2 names no source"),
        ("a.toml", "x = [", "well-formed"),
        ("a.toml", "x = 1", "is no manifest"),
        ("a.toml", '[[plans]]\nsource = "x"\npln = "x"\n', "unknown column 'pln' of plan 1"),
        ("missing.csv", None, "cannot be read"),
    ],
)
def test_a_manifest_that_is_wrong_is_refused_whole(tmp_path: Path, name: str, text: str | None, words: str) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError, match=words):
        find_sources([str(tmp_path / name)])


def test_a_missing_file_and_a_bad_value_are_failures_of_their_own_lines(tmp_path: Path) -> None:
    write_plans(tmp_path, 1)
    text = "source,istat,plan\n036001/DUP.txt,,\ngone.pdf,036040,DUP\nlost.pdf,,\n036001/DUP.txt,36,DUP\n"
    text += f"{'long' * 100}.pdf,,\nloop.pdf,,\n"
    (tmp_path / "loop.pdf").symlink_to("loop.pdf")
    (tmp_path / "plans.csv").write_text(text, encoding="utf-8")
    jobs, failures = plan(tmp_path / "plans.csv")
    assert [job.name for job in jobs] == ["036001-dup-2026"]
    assert sorted(failure.stage for failure in failures) == ["record", *["source"] * 4]
    assert "row 5" in next(failure.sentence for failure in failures if failure.stage == "record")
    # Also where nothing says whose plan it would be.
    assert all("does not exist" in failure.sentence for failure in failures if failure.stage == "source")


def test_two_sources_of_one_plan_are_both_left_out_and_named(tmp_path: Path) -> None:
    plans = write_plans(tmp_path, 3)
    plans[1].with_suffix(".toml").write_text('istat = "036001"\nplan = "dup 2026"\n', encoding="utf-8")
    jobs, failures = plan(tmp_path)
    assert [job.name for job in jobs] == ["036003-dup-2026"]
    assert [failure.source for failure in failures] == [str(plans[0]), str(plans[1])]
    assert str(plans[1]) in failures[0].sentence


def test_a_plan_without_identifier_says_what_to_write(tmp_path: Path) -> None:
    (tmp_path / "DUP.txt").write_text("x", encoding="utf-8")
    _, (failure,) = plan(tmp_path, stated={"plan": "DUP"})
    assert "nothing says whose plan it is" in failure.sentence
    # The command has no such option: it builds many.
    assert failure.hint.startswith("write istat CODE in DUP.toml beside it, or in a manifest's columns")
    # In the other language, too, by whoever gets it from another process.
    read = Failure(**json.loads(json.dumps(failure.pack()), object_hook=unpack_message))
    assert translate(read.sentence, "it") == "va detto di chi è il piano"
    assert translate(read.hint, "it").startswith("scrivi istat CODICE nel file DUP.toml")


COVER = "COMUNE DI {}\n\nProvincia di Oristano\n\nDOCUMENTO UNICO DI PROGRAMMAZIONE\n\n2026-2028\n\nMandato 2024-2029\n"


@pytest.mark.parametrize(
    ("cover", "beside", "found"),
    [
        (COVER.format("GHILARZA"), "", ("095021", "Ghilarza", "DUP 2026-2028", "2026-2028")),
        (COVER.format("Ghilarza"), 'plan = "DUP"', ("095021", "Ghilarza", "DUP", "")),
        (COVER.format("Ghilarza"), 'publisher = "Unione del Guilcer"', ("", "", "DUP 2026-2028", "2026-2028")),
        # Two bear the name, nobody does, two are named, a union has its seat there, and it is named behind the cover.
        (COVER.format("Livo"), "", None),
        (COVER.format("Roccavento"), "", None),
        (COVER.format("Ghilarza e Comune di Bosa"), "", None),
        ("UNIONE DEI COMUNI DEL GUILCER\n" + COVER.format("Ghilarza"), "", None),
        ("Premessa. " * 200 + COVER.format("Ghilarza"), "", None),
        # What is said beside the plan is not made good by it.
        (COVER.format("Ghilarza"), 'municipality = "Livo"', None),
    ],
)
def test_what_nothing_states_of_a_plan_its_cover_does_where_it_leaves_no_doubt(
    tmp_path: Path, cover: str, beside: str, found: tuple[str, ...] | None
) -> None:
    (tmp_path / "DUP.txt").write_text(cover, encoding="utf-8")
    (tmp_path / "DUP.toml").write_text(beside, encoding="utf-8")
    jobs, failures = plan(tmp_path)
    records = [job.record for job in jobs if job.covered]
    assert [(each.istat, each.municipality, each.plan, each.period) for each in records] == ([found] if found else [])
    assert len(failures) == (found is None)


def test_a_failure_is_said_in_another_language_as_a_whole_or_not_at_all() -> None:
    error = DocumentError(say("not_existing"), path="a.toml", line=3)
    said = explain_failure("a.pdf", "source", error, say("at_row", number=2)).sentence
    assert said == "a.toml, line 3: does not exist (row 2)"
    assert translate(said, "it") == "a.toml, riga 3: Non esiste (riga 2)"
    said = explain_failure("a.pdf", "source", DocumentError("is odd", line=3, hint=say("do_look"))).sentence
    assert translate(said, "it") == "line 3: is odd"
    assert Settings().stated == {}
