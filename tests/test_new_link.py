"""A new link is a row of the table, a property of the ontology and a word of a vocabulary: everything else follows.

A copy of the package gets a made-up link, to the seasons in which a plan works; nothing else in the copy is touched.
"""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from copies import Copy

SEASONS = "https://w3id.org/dupgraph/controlled-vocabulary/seasons"
ROW = """

[[links]]
name = "worksInSeason"
role = "season"
found = "names"
category = "skos:broader"
path = "seasons"
page = 9
map = 9
colour = "sky blue"
shape = "square"
kinds = [{ name = "season", scheme = "seasons" }]
it = { one = "Stagione", many = "Stagioni", says = "opera nella stagione", who = "Quali parti vi operano" }
en = { one = "Season", many = "Seasons", says = "works in the season" }
"""
PROPERTY = """

dup:worksInSeason a owl:ObjectProperty ;
    rdfs:label "opera nella stagione"@it , "works in the season"@en ;
    rdfs:comment "La stagione in cui l'elemento opera."@it , "The season in which the element works."@en ;
    rdfs:domain dup:PlanElement ;
    rdfs:range skos:Concept ;
    rdfs:isDefinedBy <https://w3id.org/dupgraph/onto> .
"""
WORD = f"""

<{SEASONS}/summer> a skos:Concept ;
    skos:prefLabel "Estate"@it , "Summer"@en ;
    skos:definition "La stagione da giugno a settembre."@it , "The season from June to September."@en ;
    skos:inScheme <{SEASONS}> .
"""
PLAN = """POLITICA 1: Cultura

INDIRIZZO STRATEGICO 1.1: Eventi

Obiettivo strategico 1.1.1: Piazze vive. Aprire le piazze in estate in collaborazione con l'AUSL e il Terzo settore.

POLITICA 2: Scuola

INDIRIZZO STRATEGICO 2.1: Tempo libero

Obiettivo strategico 2.1.1: Centri estivi. Tenere aperte le scuole anche in estate, con il Terzo settore.
"""
RECORD = """title = "Piano di prova"
municipality = "Provaglio"
istat = "017156"
plan = "dup"
licence = "https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40"
"""

Run = Callable[..., str]
pytestmark = pytest.mark.slow


def read_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy with the new link, and beside it the graph of a plan that names it."""
    copy = Copy(tmp_path_factory.mktemp("new-link"))
    copy.append("ontology/links.toml", ROW)
    copy.append("ontology/dup.ttl", PROPERTY)
    copy.append("ontology/vocabularies/instruments.ttl", WORD)
    copy.build(PLAN, RECORD)
    return copy


@pytest.fixture
def run(copy: Copy) -> Run:
    return copy.run


@pytest.fixture
def folder(copy: Copy) -> Path:
    return copy.folder


def test_build_reads_it_with_its_words(folder: Path) -> None:
    turtle = (folder / "plan.ttl").read_text(encoding="utf-8")
    assert turtle.count(f"dup:worksInSeason <{SEASONS}/summer>") == 2
    assert turtle.count("dup:evidenceFor dup:worksInSeason") == 2


def test_checks_take_it_for_a_link_like_the_others(run: Run) -> None:
    run("validate", "plan.ttl")


@pytest.mark.parametrize("words", [("query", "evidence"), ("query", "evidence-of-link", "-p", "objective=1.1.1",
                                   "-p", "thing=estate"), ("ask", "tutte le prove")])  # fmt: skip
def test_questions_answer_with_it(run: Run, words: tuple[str, ...]) -> None:
    rows = read_rows(run(*words, "--graph", "plan.ttl", "--format", "csv"))
    assert any(row["property"] == "worksInSeason" and row["label"] == "Estate" for row in rows)


def test_analyses_count_it(run: Run) -> None:
    rows = read_rows(run("matrix", "policy", "season", "--graph", "plan.ttl", "--format", "csv"))
    assert [row["Estate"] for row in rows] == ["1", "1"]
    pairs = run("links", "--kind", "season", "--graph", "plan.ttl", "--format", "csv", "--lang", "en")
    assert "Summer (season)" in pairs


def test_map_has_its_layer(run: Run, folder: Path) -> None:
    run("map", "--graph", "plan.ttl", "-o", "map.html")
    page = (folder / "map.html").read_text(encoding="utf-8")
    (found,) = re.findall(r'<script type="application/json" id="map-data">(.*?)</script>', page, re.DOTALL)
    data = json.loads(found)
    (node,) = [node for node in data["nodes"] if node["kind"] == "season"]
    assert node["lines"] == "Estate"
    assert sum(link[1] == data["nodes"].index(node) for link in data["links"]) == 2
    assert [role["shape"] for role in data["table"]["roles"] if role["name"] == "season"] == ["square"]
    assert data["words"]["en"]["many_season"] == "Seasons"
    assert '<strong data-w="many_season">Stagioni</strong>' in page


def test_site_has_its_pages_marks_and_search(run: Run, folder: Path) -> None:
    run("site", "--graph", "plan.ttl", "-o", "site")
    plan = folder / "site" / "data" / "017156" / "plan" / "dup"
    assert "Estate" in (plan / "seasons.html").read_text(encoding="utf-8")
    element = (plan / "objective" / "1.1.1.html").read_text(encoding="utf-8")
    assert '<mark class="season">estate</mark>' in element
    assert 'seasons.html">Stagioni</a>' in element
    thing = (folder / "site" / "controlled-vocabulary" / "seasons" / "summer.html").read_text(encoding="utf-8")
    assert "Quali parti vi operano" in thing
    assert "mark.season" in (folder / "site" / "site.css").read_text(encoding="utf-8")
    (row,) = re.findall(r'\["season",.*\]', (folder / "site" / "search-index.js").read_text(encoding="utf-8"))
    assert json.loads(row.rstrip(","))[2:4] == ["Estate", "Summer"]


def test_exports_carry_it(run: Run, folder: Path) -> None:
    run("export", "--all", "--graph", "plan.ttl", "-o", "export")
    links = read_rows((folder / "export" / "plan-links.csv").read_text(encoding="utf-8"))
    assert [row["property"] for row in links].count("worksInSeason") == 2
    nodes = read_rows((folder / "export" / "plan-nodes.csv").read_text(encoding="utf-8-sig"))
    assert [row["level"] for row in nodes if row["kind"] == "season"] == ["Stagione"]
    assert "opera nella stagione" in (folder / "export" / "plan.gexf").read_text(encoding="utf-8")
    for name in ("plan.jsonld", "plan.rdf", "plan.nt"):
        assert "worksInSeason" in (folder / "export" / name).read_text(encoding="utf-8")
