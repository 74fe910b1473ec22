"""A corpus is asked as any place is: where its tables answer, the rows are those of its graphs."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from many import copy_corpus, write_plans
from serving import start_server

from dupgraph import PolicyGraph
from dupgraph.ask.catalogue import load_catalogue, run_question
from dupgraph.ask.catalogue.questions import find_sql
from dupgraph.ask.names import find_names, find_names_by_kind
from dupgraph.ask.results.formats import FORMATS
from dupgraph.base.errors import GraphError, QueryError
from dupgraph.base.files import find_resource
from dupgraph.corpus.build import Settings, build_corpus
from dupgraph.graph.engines import open_engine
from dupgraph.graph.engines.bucket import BucketEngine
from dupgraph.graph.engines.corpus import CorpusEngine
from dupgraph.graph.engines.graphs import find_place, read_mark
from dupgraph.graph.engines.oxigraph import OxigraphEngine
from dupgraph.graph.engines.tabled import find_tables
from dupgraph.graph.engines.tables import Tables
from dupgraph.language.companies import drop_legal_form
from dupgraph.publish.export.parquet import write_parquet
from dupgraph.publish.export.records.schema import TABLES
from dupgraph.publish.export.source import Source
from dupgraph.publish.towns.areas import read_areas
from dupgraph.schema.corpora import KIND, MARK

TABLED = [question for question in load_catalogue() if find_sql(question)]
# What the examples of questions about fields ask for.
FIELDS = """
Responsabile: dott.ssa Maria Bianchi, Servizi sociali
Assessore: Carlo Rossi
Programma: Interventi per gli anziani
"""
# The last objective pursues a line that stands under no mission, beside one that nobody pursues.
PURSUED = """Indirizzo strategico di riferimento: 2.1

POLITICA 2: CITTÀ VERDE

INDIRIZZO STRATEGICO 2.1: NATURA

INDIRIZZO STRATEGICO 2.2: ENERGIA
"""
FIELD_QUESTIONS = (
    ("responsible", "responsible", "servizi SOCIALI"),
    ("programme", "programme", "gli anziani"),
    ("political-lead", "person", "rossi"),
)
SASSUOLO = "https://w3id.org/dupgraph/data/036040/plan/dup"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of Sassuolo's plan and some small ones, one of them of another province, two of one town."""
    place = tmp_path_factory.mktemp("asked")
    for name in ("sassuolo.txt", "sassuolo.toml"):
        shutil.copy(find_resource("graph", "sources", name), place)
    write_plans(place, 4)
    text = (place / "036004" / "DUP.toml").read_text(encoding="utf-8").replace("036004", "037006")
    (place / "036004" / "DUP.toml").write_text(text, encoding="utf-8")
    with (place / "036002" / "DUP.txt").open("a", encoding="utf-8") as file:
        file.write(FIELDS)
    # A whole line has them, and one of its objectives some of its own.
    lined = place / "036003" / "DUP.txt"
    text = lined.read_text(encoding="utf-8").replace("PREVENZIONE\n", f"PREVENZIONE\n{FIELDS}")
    lined.write_text(f"{text}\nResponsabile: Ufficio tecnico\nMissione di bilancio: 6\n{PURSUED}", encoding="utf-8")
    shutil.copytree(place / "036001", place / "later")
    for name, before, after in (
        ("DUP.toml", "2026", "2027"),
        ("DUP.txt", "scuole", "banche"),
        ("DUP.txt", "AUSL e", ""),
    ):
        text = (place / "later" / name).read_text(encoding="utf-8")
        (place / "later" / name).write_text(text.replace(before, after), encoding="utf-8")
    report = build_corpus([str(place)], str(place / "corpus"), Settings(workers=1))
    assert report.failures == ()
    return place / "corpus"


@pytest.fixture(scope="module")
def engines(folder: Path) -> tuple[CorpusEngine, OxigraphEngine]:
    """The corpus by its tables, and by its graphs alone."""
    tabled = open_engine(folder)
    assert isinstance(tabled, CorpusEngine)
    return tabled, OxigraphEngine(tabled.place)


@pytest.mark.parametrize(("language", "plan"), [("it", ""), ("en", SASSUOLO), ("en", "037006")])
@pytest.mark.parametrize("question", TABLED, ids=[question.name for question in TABLED])
def test_tables_and_graphs_give_the_same_rows(question: Any, language: str, plan: str, engines: Any) -> None:
    # Each plan has an element 1.1, and one alone that of an example.
    code = "1.1" if plan else "1.3.3"
    examples = {each.name: code if "element" in each.accepts else each.example for each in question.parameters}
    tabled, plain = (run_question(engine, question, {**examples, "lang": language, "plan": plan}) for engine in engines)
    assert tabled.columns == plain.columns
    assert tabled.rows == plain.rows
    assert FORMATS["json"].encode(tabled) == FORMATS["json"].encode(plain)


PURSUITS = [
    ("pursuits-of-objective", "1.1.2", ["2.1"]),
    ("pursuits-of-objective", "2.1", ["1.1.2"]),
    ("pursuits-of-objective", "2", ["1.1.2"]),
    ("objectives-not-pursued", "", ["2.2"]),
    ("objectives-without-pursuit", "", ["1.1.1"]),
]


@pytest.mark.parametrize(("name", "objective", "codes"), PURSUITS)
def test_tables_and_graphs_know_who_pursues_what(name: str, objective: str, codes: list[str], engines: Any) -> None:
    given = {"plan": "036003", "lang": "en"} | ({"objective": objective} if objective else {})
    tabled, plain = (run_question(engine, name, given) for engine in engines)
    assert tabled.rows == plain.rows
    assert [row["code"] for row in tabled] == codes
    # The line of the field, with the number in it: that alone tells a reader nothing.
    assert all("strategico di riferimento: **2.1**" in row["sentence"] for row in tabled if "sentence" in row)


@pytest.mark.parametrize("kind", ["objective", "policy", "element", "partner", "thing"])
def test_tables_and_graphs_know_the_same_names(kind: str, engines: Any) -> None:
    for plan in ("", SASSUOLO):
        tabled, plain = (find_names(engine, [kind], plan) for engine in engines)
        assert tabled == plain
        assert tabled
    for name in tabled[:: len(tabled) // 4]:
        # Somebody leaves out the legal form, and writes an article of their own.
        said = f"Che cosa dice il piano su d'{drop_legal_form(name.label)}?"
        named = find_names(engines[0], [kind], text=said.upper())
        assert name in named
        assert len(named) < len(tabled)


def test_the_names_of_all_kinds_are_those_of_each(engines: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tabled, plain = (find_names_by_kind(engine, SASSUOLO) for engine in engines)
    assert tabled == plain
    assert tabled["organization"] == find_names(engines[0], ["organization"], SASSUOLO)
    asked: list[str] = []
    select = Tables.select
    monkeypatch.setattr(Tables, "select", lambda self, text, values: asked.append(text) or select(self, text, values))
    assert find_names_by_kind(engines[0], SASSUOLO, "l'AUSL")["organization"]
    # The letters of names are not worked out again: one look at elements, and one at the rest.
    assert len(asked) == 2


def test_threads_that_ask_for_one_table_at_once_all_get_it(engines: Any) -> None:
    tables, start = find_tables(engines[0]), Barrier(4)

    def keep(_: int) -> str:
        start.wait()
        return tables.keep("SELECT number FROM range(300000) r(number)", {})

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(keep, range(4)))) == 1


def test_tables_and_graphs_give_the_same_map_of_provinces(engines: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dupgraph.publish.towns.areas._FEWEST_PROVINCES", 2)
    tabled, plain = map(read_areas, engines)
    assert tabled == plain
    assert {town.name: len(town.towns) for town in tabled.towns} == {"Bologna": 1, "Modena": 4}


def test_the_tables_answer_without_a_graph(folder: Path) -> None:
    engine = open_engine(folder)
    assert find_tables(engine) is not None
    assert len(run_question(engine, "objectives-by-partner", {"partner": "AUSL"})) > 3
    assert "store" not in vars(engine)
    for name, parameter, typed in FIELD_QUESTIONS:
        rows = run_question(engine, f"objectives-by-{name}", {parameter: typed}).to_dicts()
        below = ["1.1.1", "1.1.2"] if name == "political-lead" else ["1.1.1"]
        assert [row["code"] for row in rows if row["above"] == "1.1"] == below, name
    assert PolicyGraph.open(folder).ask("di quali obiettivi è responsabile Maria Bianchi").rows
    assert "store" not in vars(engine)
    assert PolicyGraph.open(folder).partners_of("1.3.3", plan="036040").rows


@pytest.mark.slow
def test_a_corpus_that_is_served_is_asked_by_its_tables(folder: Path, tmp_path: Path) -> None:
    corpus = shutil.copytree(folder, tmp_path / "corpus")
    plain = OxigraphEngine(find_place(folder))
    with start_server(corpus) as served:
        page = served.client.get("/index.html").text
        assert all(f"Prova {number}" in page for number in range(4))
        asked = served.client.get("/ask.html", params={"q": "quali obiettivi coinvolgono l'AUSL"}).text
        assert asked.count("<blockquote") == 7
        maps = Path(f"/proc/{served.process.pid}/maps")
        assert not maps.exists() or "duckdb" in maps.read_text()
        for question in TABLED:
            given = {parameter.name: parameter.example for parameter in question.parameters}
            table = served.client.get(f"/questions/{question.name}.csv", params=given)
            assert table.content == FORMATS["csv"].encode(run_question(plain, question, {**given, "lang": "it"}))
        # Built again meanwhile, it has the tables of plans that are not shown.
        facts = json.loads((corpus / MARK).read_bytes())
        (corpus / MARK).write_text(json.dumps(facts | {"tables": "others"}))
        shutil.rmtree(corpus / "tables")
        assert served.client.get("/questions/plans.csv").content.count(b"\n") == 7


def test_a_part_of_a_table_is_the_table_of_its_graph(folder: Path) -> None:
    (graph,) = (folder / "graphs").glob("036040-*.ttl")
    for table in TABLES:
        part = folder / "parts" / f"{graph.stem}.{table}.parquet"
        assert part.read_bytes() == write_parquet(Source(str(graph)), table), table


def test_of_a_corpus_elsewhere_only_what_a_question_needs_is_fetched(folder: Path) -> None:
    url = f"memory://{folder.name}-elsewhere"
    storage = copy_corpus(folder, url)
    engine = open_engine(url)
    assert isinstance(engine, BucketEngine)
    here = engine.files.folder / "tables"
    assert not here.exists()
    assert run_question(engine, "plans", {}).rows == run_question(open_engine(folder), "plans", {}).rows
    fetched = {path.relative_to(here).parts[0] for path in here.rglob("*.*")}
    assert fetched == {"elements", "links", "facts.parquet", "plans.parquet"}
    asked, same = (PolicyGraph.open(place).ask("quali obiettivi coinvolgono l'AUSL") for place in (url, folder))
    assert asked.rows == same.rows != ()
    with pytest.raises(GraphError, match=r"tables alone.*aws s3 sync"):
        run_question(engine, "outline", {"plan": "036002"})
    storage.delete([f"done/{next((folder / 'done').iterdir()).name}"])
    with pytest.raises(GraphError, match=r"tables are not of its plans.*corpus build"):
        open_engine(url)
    storage.delete([MARK])
    with pytest.raises(GraphError, match="holds no corpus"):
        open_engine(url)


def test_two_towns_with_equal_plans_are_two_rows(tmp_path: Path) -> None:
    for place in write_plans(tmp_path / "plans", 2):
        record = place.with_suffix(".toml")
        record.write_text(record.read_text(encoding="utf-8") + 'title = "DUP"\n', encoding="utf-8")
        place.write_text("POLITICA 1: CITTÀ\n\nINDIRIZZO 1.1: SCUOLA\n\nObiettivo 1.1.1 Scuole.\n", encoding="utf-8")
    build_corpus([str(tmp_path / "plans")], str(tmp_path / "corpus"), Settings(workers=1))
    for place in (tmp_path / "corpus", tmp_path / "corpus" / "graphs"):
        assert len(run_question(open_engine(place), "plans", {}).rows) == 2


def test_what_one_types_oneself_is_asked_of_the_graphs(folder: Path) -> None:
    text = "PREFIX dup: <https://w3id.org/dupgraph/onto/> SELECT (COUNT(*) AS ?n) { ?plan a dup:Plan }"
    assert PolicyGraph.open(folder).sparql(text).to_dicts() == [{"n": 6}]


def test_tables_of_other_plans_than_the_graphs_are_not_asked(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "corpus")
    next((tmp_path / "corpus" / "done").glob("036002*")).unlink()
    engine = open_engine(tmp_path / "corpus")
    assert not isinstance(engine, CorpusEngine)
    assert len(run_question(engine, "plans", {})) == 5


def test_a_corpus_whose_graph_is_missing_is_one_sentence(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "corpus")
    next((tmp_path / "corpus" / "graphs").glob("036002*.ttl")).unlink()
    with pytest.raises(GraphError, match=r"graph 036002-dup-2026.*ttl is missing.*corpus build"):
        open_engine(tmp_path / "corpus")


def test_a_corpus_of_another_version_or_without_plans_is_one_sentence(folder: Path, tmp_path: Path) -> None:
    mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
    for facts, words in ((mark | {"format": 7}, "format 7"), (mark, "no plan"), ([], "none that dupgraph")):
        (tmp_path / MARK).write_text(json.dumps(facts), encoding="utf-8")
        with pytest.raises(GraphError, match=words):
            open_engine(tmp_path)


def test_the_hint_of_a_mark_names_the_place_and_leaves_the_command_as_it_is() -> None:
    with pytest.raises(GraphError, match=r"dupgraph corpus build SOURCE\.\.\. -o corpus$"):
        read_mark(b"[]", "corpus")
    with pytest.raises(GraphError, match=r"dupgraph corpus build SOURCE\.\.\. -o NEW$"):
        read_mark(json.dumps({"kind": KIND, "format": 7, "tables": ""}).encode(), "corpus")


def test_what_goes_through_too_many_pairs_is_asked_of_one_plan(engines: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dupgraph.ask.catalogue._MOST_PAIRS", 5)
    for name, given in (("similar-towns", {}), ("partners-elsewhere-by-theme", {"theme": "Istruzione ed educazione"})):
        with pytest.raises(QueryError, match=r"too many plans.*plan='Comune"):
            run_question(engines[0], name, given)
    assert run_question(engines[0], "similar-towns", {"least": "0", "plan": "037006"})


def test_a_broken_table_is_one_sentence(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "corpus")
    next((tmp_path / "corpus" / "tables" / "elements").iterdir()).write_bytes(b"PAR1")
    with pytest.raises(GraphError, match="tables cannot be asked"):
        run_question(open_engine(tmp_path / "corpus"), "statistics", {})


def test_tables_read_nothing_else_and_are_given_up_in_time(folder: Path) -> None:
    tables = find_tables(open_engine(folder))
    assert tables is not None
    with pytest.raises(GraphError, match="Permission"):
        tables.select("SELECT * FROM read_csv('/etc/hostname')", {})
    with pytest.raises(QueryError, match=r"given up after 0\.2 seconds"):
        tables.select("SELECT count(*) FROM range(100000000) a, range(100000) b", {}, timeout=0.2)
