"""`dupgraph export --all`: the release folder is whole, checkable and the same everywhere; what refuses to be made."""

import os
import re
import shutil
import subprocess
import sys
from functools import partial
from hashlib import sha256
from pathlib import Path
from pkgutil import resolve_name

import places
import pytest
from commands import refuse_command, run_here
from pyoxigraph import RdfFormat, Store

from dupgraph.base.files import find_resource
from dupgraph.graph.stores.load import load_graphs
from dupgraph.language.messages import write_decimal
from dupgraph.publish.export.formats import MetadataFormat, find_formats, list_format_names
from dupgraph.publish.export.release import write_sum

GRAPH = find_resource("graph", "sassuolo.ttl")
PLAN = "https://w3id.org/dupgraph/data/036040/plan/dup"
LICENCE = "https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40"
OURS = ("README.txt", "SHA256SUMS", "catalog.ttl", "sassuolo.txt", "void.ttl")
FORMATS = {known.name: known for known in find_formats(list_format_names())}
CALL = """import sys
from pathlib import Path
from dupgraph.publish.export.publication import Publication, find_date
from dupgraph.publish.export.release import write_release
from dupgraph.publish.export.source import Source
done = write_release(Source(sys.argv[2]), Path(sys.argv[3]), Publication(find_date()))
assert done.left_out == ()
sys.stderr.write(" ".join(sorted(done.files)))
"""
DATA = sorted(f"sassuolo{ending}" for known in FORMATS.values() for ending in known.files)


run, refuse = partial(run_here, "export"), partial(refuse_command, "export")


def start(program: str, *arguments: str | Path, **environment: str) -> tuple[int, str]:
    """Run a program in a process that begins anew, and return its exit code and what it says."""
    command, names = [sys.executable, "-c", program, "export", *map(str, arguments)], os.environ | environment
    done = subprocess.run(command, capture_output=True, check=False, text=True, env=names)
    assert done.stdout == ""
    return done.returncode, done.stderr


def list_files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def read_folder(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the packaged plan."""
    folder = tmp_path_factory.mktemp("rilascio") / "release"
    said = run("--all", "--graph", GRAPH, "--modified", "2026-11-22", "-o", folder)
    size = sum(len(data) for name, data in read_folder(folder).items() if name != ".dupgraph-release")
    assert said == f"{folder}: file 27, {write_decimal(f'{size / 1e6:.1f}', 'it')} MB.\n"
    return folder


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A small plan that says whose it is, under no licence."""
    return make_town(tmp_path / "grafi", "uno")


def make_town(folder: Path, name: str, *statements: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = places.copy_plan(folder, name)
    base = f"https://w3id.org/dupgraph/data/{name}"
    said = [f"<{base}/plan/dup> <http://purl.org/dc/terms/creator> <{base}> .",
            f'<{base}/plan/dup/text> <https://w3id.org/dupgraph/onto/canonicalText> "Il testo di {name}" .',
            *statements]  # fmt: skip
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(said), encoding="utf-8")
    return path


# What is in it --------------------------------------------------------------------------------------------------------


def test_every_format_is_there_and_what_describes_it(release: Path) -> None:
    assert len(DATA) == 22
    assert list_files(release) == sorted([".dupgraph-release", *OURS, *DATA])
    listed = (release / ".dupgraph-release").read_text(encoding="utf-8").splitlines()
    assert sorted(listed) == sorted([*OURS, *DATA])


def test_checksums_cover_all_other_files_and_hold(release: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=release, capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stderr
    checked = [line.removesuffix(": OK") for line in done.stdout.splitlines()]
    assert sorted(checked) == sorted({*OURS, *DATA} - {"SHA256SUMS"})


def test_a_file_of_the_release_is_that_of_its_format(town: Path, tmp_path: Path) -> None:
    names = [name for name, known in FORMATS.items() if not isinstance(known, MetadataFormat)]
    run(*names, "--graph", town, "--licence", LICENCE, "-o", tmp_path / "x")
    run("--all", "--graph", town, "--licence", LICENCE, "-o", tmp_path / "r")
    written, released = read_folder(tmp_path / "x"), read_folder(tmp_path / "r")
    assert len(written) == len(DATA)
    assert written.items() <= released.items()


def test_the_text_is_the_one_that_offsets_point_into(release: Path) -> None:
    text = (release / "sassuolo.txt").read_bytes()
    store = Store()
    store.load(path=str(release / "sassuolo.ttl"), format=RdfFormat.TURTLE)
    prefixes = "PREFIX dct: <http://purl.org/dc/terms/> PREFIX oa: <http://www.w3.org/ns/oa#> "
    query = prefixes + f"SELECT ?sum {{ <{PLAN}> dct:source/dct:identifier ?sum }}"
    assert [row[0].value for row in store.query(query)] == [f"sha256:{sha256(text).hexdigest()}"]
    query = prefixes + "SELECT ?start ?end ?words { ?m oa:exact ?words ; oa:start ?start ; oa:end ?end }"
    spans = [(int(a.value), int(b.value), words.value) for a, b, words in store.query(query)]
    assert len(spans) > 1_000
    signs = text.decode()
    assert all(signs[a:b].split() == words.split() for a, b, words in spans)


def test_the_readme_names_every_file_in_both_languages(release: Path) -> None:
    words = (release / "README.txt").read_text(encoding="utf-8")
    italian, english = words.split("\nENGLISH\n")
    for half in (italian, english):
        assert all(f"  {name}\n      " in half for name in {*DATA, *OURS} - {"README.txt"})
        assert LICENCE in half
        assert "sha256sum -c SHA256SUMS" in half
        assert "2026-11-22" in half
        assert f"<{PLAN}>" in half
        assert f"{PLAN}/download/\n" in half
    assert max(map(len, words.splitlines())) <= 120


def test_the_record_has_the_data_files_and_no_others(release: Path) -> None:
    record = (release / "catalog.ttl").read_text(encoding="utf-8")
    found = re.findall(r"dcat:downloadURL <[^>]*/([^/>]+)>", record)
    assert sorted(found) == DATA
    void = (release / "void.ttl").read_text(encoding="utf-8")
    dumps = re.search(r"void:dataDump ([^;]*) ;", void)
    assert dumps is not None
    endings = re.findall(r"/download/sassuolo(\.\w+)>", dumps[1])
    assert sorted(endings) == [".jsonld", ".nq", ".nt", ".rdf", ".trig", ".ttl"]


def test_a_release_is_the_same_in_every_process_by_a_call_as_by_the_command(release: Path, tmp_path: Path) -> None:
    # 22 November 2026, from the build's clock as from the option. This process has a seed of its own.
    code, said = start(CALL, GRAPH, tmp_path / "r", PYTHONHASHSEED="1", SOURCE_DATE_EPOCH="1795305601")
    assert (code, said) == (0, " ".join(sorted([*OURS, *DATA])))
    assert read_folder(tmp_path / "r") == read_folder(release)


def test_a_release_goes_into_a_folder_called_so(town: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    run("--all", "--graph", town, "--licence", LICENCE)
    assert (tmp_path / "release" / "uno.ttl").is_file()


def test_a_name_with_a_backslash_is_checked_too(tmp_path: Path) -> None:
    (tmp_path / "a\\b.ttl").write_bytes(b"x")
    (tmp_path / "sums").write_text(write_sum("a\\b.ttl", sha256(b"x").hexdigest()), encoding="utf-8")
    subprocess.run(["sha256sum", "--check", "--strict", "sums"], cwd=tmp_path, check=True, capture_output=True)


# Options --------------------------------------------------------------------------------------------------------------


def test_a_licence_and_a_base_are_the_publishers(town: Path, tmp_path: Path) -> None:
    licence, base = "https://creativecommons.org/publicdomain/zero/1.0/", "https://dati.comune.example/dup"
    run("--all", "--graph", town, "--licence", licence, "--base", base, "-o", tmp_path / "r")
    for name in ("README.txt", "catalog.ttl"):
        words = (tmp_path / "r" / name).read_text(encoding="utf-8")
        assert licence in words
        assert LICENCE not in words
        assert f"{base}/" in words
    assert f"<{licence}>" in (tmp_path / "r" / "void.ttl").read_text(encoding="utf-8")


def test_metadata_of_a_run_describe_its_files(town: Path, tmp_path: Path) -> None:
    said = run("turtle", "catalog", "--graph", town, "--licence", LICENCE, "--modified", "2026-01-02", "-o", tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["catalog.ttl", "uno.ttl"]
    assert said.startswith(f"{tmp_path / 'uno.ttl'}, {tmp_path / 'catalog.ttl'}: ")
    assert "triple " in said
    record = (tmp_path / "catalog.ttl").read_text(encoding="utf-8")
    assert record.count("dcat:downloadURL") == 1
    assert '"2026-01-02"^^xsd:date' in record


def test_several_plans_are_one_release(tmp_path: Path) -> None:
    for name in ("primo", "secondo"):
        make_town(tmp_path / "comuni", name)
    run("--all", "--graph", tmp_path / "comuni", "--licence", LICENCE, "-o", tmp_path / "r")
    names = set(list_files(tmp_path / "r"))
    for plan in ("primo-dup", "secondo-dup"):
        assert {f"{plan}.txt", f"{plan}.stratml.xml", f"{plan}.stratml-2.xml"} <= names
        town = plan.removesuffix("-dup")
        assert (tmp_path / "r" / f"{plan}.txt").read_text(encoding="utf-8") == f"Il testo di {town}"
        assert f"Piano {town}" in (tmp_path / "r" / f"{plan}.stratml.xml").read_text(encoding="utf-8")
    assert {"comuni.ttl", "comuni.gexf", "comuni-mentions.csv"} <= names
    assert not {"comuni.stratml.xml", "comuni.txt"} & names
    one = tmp_path / "uno"
    run("--all", "--graph", tmp_path / "comuni", "--plan", "Piano primo", "--licence", LICENCE, "-o", one)
    assert "secondo" not in (one / "catalog.ttl").read_text(encoding="utf-8")
    assert {"primo-dup.ttl", "primo-dup.txt", "primo-dup.stratml.xml"} <= set(list_files(one))


def test_two_plans_that_give_one_name_are_refused(tmp_path: Path) -> None:
    for name in ("primo", "secondo"):
        path = make_town(tmp_path / "comuni", name)
        text = path.read_text(encoding="utf-8").replace(f"dupgraph/data/{name}", f"dupgraph/data/{name}/comune")
        path.write_text(text, encoding="utf-8")
    said = refuse("stratml", "--graph", tmp_path / "comuni", "-o", tmp_path / "x")
    assert "two plans give a file of one name: comune-dup.stratml.xml; choose one with --plan" in said
    assert not (tmp_path / "x").exists()


def test_a_plan_without_its_text_is_released_without_it(tmp_path: Path) -> None:
    path = make_town(tmp_path / "grafi", "uno")
    path.write_text(path.read_text(encoding="utf-8").replace("canonicalText", "otherText"), encoding="utf-8")
    said = run("--all", "--graph", path, "--licence", LICENCE, "-o", tmp_path / "r")
    note = "Note: the text of <https://w3id.org/dupgraph/data/uno/plan/dup> is left out: its graph does not hold it"
    assert said.splitlines()[0] == note
    assert "uno.txt" not in list_files(tmp_path / "r")
    assert "uno.txt" not in (tmp_path / "r" / "README.txt").read_text(encoding="utf-8")


# The folder -----------------------------------------------------------------------------------------------------------


def test_an_earlier_release_is_replaced_and_strangers_stay(release: Path, town: Path, tmp_path: Path) -> None:
    folder = tmp_path / "r"
    shutil.copytree(release, folder)
    (folder / "CNAME").write_text("dati.comune.example", encoding="utf-8")
    run("--all", "--graph", town, "--licence", LICENCE, "-o", folder)
    names = list_files(folder)
    assert "CNAME" in names
    assert "uno.ttl" in names
    assert not [name for name in names if name.startswith("sassuolo")]
    sums = (folder / "SHA256SUMS").read_text(encoding="utf-8")
    assert "CNAME" not in sums


def test_a_run_that_fails_leaves_the_earlier_release(town: Path, tmp_path: Path) -> None:
    folder = tmp_path / "r"
    run("--all", "--graph", town, "--licence", LICENCE, "-o", folder)
    before = read_folder(folder)
    # Only the catalogue, near the end, finds that nobody is said to hold the rights.
    silent = places.copy_plan(tmp_path, "muto")
    assert "does not say whose it is" in refuse("--all", "--graph", silent, "--licence", LICENCE, "-o", folder)
    assert read_folder(folder) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["grafi", "muto.ttl", "r"]


def test_a_folder_that_is_not_ours_is_refused(town: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mia"
    folder.mkdir()
    (folder / "tesi.txt").write_text("mia", encoding="utf-8")
    said = refuse("--all", "--graph", town, "--licence", LICENCE, "-o", folder)
    assert "is neither empty nor a release that dupgraph wrote" in said
    assert read_folder(folder) == {"tesi.txt": b"mia"}


# What is read is not written over -------------------------------------------------------------------------------------


def test_an_export_does_not_take_the_place_of_its_graph(town: Path, tmp_path: Path) -> None:
    before = town.read_bytes()
    said = refuse("turtle", "--graph", town, "-o", town.parent)
    assert said == (
        f"Error: {town}: is the graph that is read, and an export would take its place; "
        "choose another folder with -o; nothing was changed"
    )
    (tmp_path / "altra").symlink_to(town.parent)
    assert "is the graph that is read" in refuse("gexf", "turtle", "--graph", town, "-o", tmp_path / "altra")
    assert read_folder(town.parent) == {"uno.ttl": before}
    run("ntriples", "--graph", town, "-o", town.parent)
    assert list_files(town.parent) == ["uno.nt", "uno.ttl"]


def test_a_release_does_not_replace_the_folder_of_its_graph(tmp_path: Path, town: Path) -> None:
    folder = tmp_path / "r"
    run("--all", "--graph", town, "--licence", LICENCE, "-o", folder)
    before = read_folder(folder)
    said = refuse("--all", "--graph", folder / "uno.ttl", "--licence", LICENCE, "-o", folder)
    assert "holds the graph that is read, which the release would replace; choose another folder" in said
    assert read_folder(folder) == before


def test_nothing_is_written_into_the_store_that_is_read(tmp_path: Path, town: Path) -> None:
    store = tmp_path / "store"
    load_graphs([town], store)
    before = list_files(store)
    for arguments in (("turtle",), ("--all", "--licence", LICENCE)):
        for folder in (store, store / "sotto"):
            assert "the graph that is read" in refuse(*arguments, "--graph", store, "-o", folder)
    assert list_files(store) == before
    run("--all", "--licence", LICENCE, "--graph", store, "-o", tmp_path / "r")
    assert (tmp_path / "r" / "uno-dup.ttl").is_file()


# What refuses to be made ----------------------------------------------------------------------------------------------


def test_a_release_without_a_licence_is_refused(town: Path, tmp_path: Path) -> None:
    said = refuse("--all", "--graph", town, "-o", tmp_path / "x", "--lang", "en")
    assert said == (
        "Error: no licence is stated for <https://w3id.org/dupgraph/data/uno/plan/dup>, and none is given; "
        "choose one, such as --licence https://creativecommons.org/licenses/by/4.0/, "
        "or licence = in the plan's .toml file before it is built"
    )
    for name in ("catalog", "void"):
        assert "nessuna licenza è dichiarata" in refuse("turtle", name, "--graph", town, "-o", tmp_path / "x")
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--all", "--licence", "CC BY 4.0"), "the licence is not an IRI: 'CC BY 4.0'"),
        (("--all", "--base", "dati.comune.example"), "files cannot stand at 'dati.comune.example'"),
        (("--all", "--modified", "ieri"), "'ieri' is no date; write it as YYYY-MM-DD"),
        (("--all", "turtle"), "--all writes every format, and 'turtle' is named beside it; give one or the other"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(arguments: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    assert f"Error: {sentence}" in refuse(*arguments, "-o", tmp_path / "x", "--lang", "en")
    assert not (tmp_path / "x").exists()


def test_an_epoch_that_is_none_is_refused(tmp_path: Path) -> None:
    said = refuse("--all", "-o", tmp_path / "x", SOURCE_DATE_EPOCH="oggi")
    assert "SOURCE_DATE_EPOCH is no number of seconds since 1970: 'oggi'" in said


# Without an optional library; without what is not needed --------------------------------------------------------------

WITHOUT_ARROW = "import sys; sys.modules['pyarrow'] = None; from dupgraph.cli import main; main()"


def test_a_release_says_which_formats_are_left_out(tmp_path: Path) -> None:
    """One lacks its library; XML has no sign for the end of a page, which the text of every PDF has."""
    base = "https://w3id.org/dupgraph/data/uno/plan/dup"
    town = make_town(tmp_path / "grafi", "uno", f'<{base}> <http://purl.org/dc/terms/alternative> "a\\u000Cb" .')
    arguments = ("--graph", town, "--licence", LICENCE, "-o", tmp_path / "r")
    code, said = start(WITHOUT_ARROW, "--all", *arguments)
    assert code == 0, said
    assert said.splitlines()[:2] == [
        "Note: rdfxml is left out: XML forbids the character U+000C, which stands in a value: "
        f"<{base}> <http://purl.org/dc/terms/alternative>; export it as turtle or ntriples",
        "Note: parquet is left out: pyarrow is not installed; install it with: pip install 'dupgraph[parquet]'",
    ]
    names = list_files(tmp_path / "r")
    assert not [name for name in names if "parquet" in name or name.endswith(".rdf")]
    assert {"uno-mentions.csv", "uno.gexf", "catalog.ttl"} <= set(names)
    catalogue = (tmp_path / "r" / "catalog.ttl").read_text(encoding="utf-8")
    assert "parquet" not in catalogue.lower()
    assert "RDF_XML" not in catalogue


def test_without_pyarrow_parquet_alone_is_refused(town: Path, tmp_path: Path) -> None:
    arguments = ("csv", "parquet", "--graph", town, "-o", tmp_path / "x")
    code, said = start(WITHOUT_ARROW, *arguments)
    assert (code, said) == (2, "Error: pyarrow is not installed; install it with: pip install 'dupgraph[parquet]'\n")
    assert not (tmp_path / "x").exists()


def test_a_format_imports_no_other() -> None:
    program = (
        "import sys; from dupgraph.publish.export.formats import find_formats, write_formats; "
        "from dupgraph.publish.export.source import Source; "
        f"write_formats(Source({str(places.EXTRACT)!r}), find_formats(['kumu'])); print(sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    modules = set(re.findall(r"'([^']+)'", done.stdout))
    assert "dupgraph.publish.export.kumu" in modules
    others = ("rdf", "rdfxml", "jsonld", "csvw", "parquet", "catalogue", "void", "networks", "tables")
    assert not modules & {"dupgraph_stratml", *(f"dupgraph.publish.export.{name}" for name in others)}
    assert not modules & {"pyarrow", "rdflib", "pandas", "yaml"}


def test_every_format_writes_each_of_its_files() -> None:
    for known in FORMATS.values():
        if not isinstance(known, MetadataFormat):
            assert set(known.files) == set(known.writers), known.name
            assert all(callable(resolve_name(writer)) for writer in known.writers.values())
    endings = [ending for known in FORMATS.values() for ending in known.files]
    assert len(set(endings)) == len(endings)


def test_readme_warns_of_cells_that_a_spreadsheet_would_run(release: Path) -> None:
    words = (release / "README.txt").read_text(encoding="utf-8")
    assert "non siano eseguite come formule" in words
    assert "are not run as formulas" in words
