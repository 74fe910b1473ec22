"""A new language of the interface is a folder of texts: everything finds it, and what it lacks is in English.

A plan's own language is the one that its pages say it has.
"""

import json
import re
from pathlib import Path

import pytest
from copies import Copy

pytestmark = pytest.mark.slow
PLAN = """POLITICA 1: Bildung

INDIRIZZO STRATEGICO 1.1: Schulen

Obiettivo strategico 1.1.1: Offene Schulen. Die Schulen öffnen sich, gemeinsam mit der AUSL.
"""
RECORD = """title = "Einheitliches Strategiedokument"
municipality = "Brixen"
istat = "021011"
plan = "esd"
language = "de"
licence = "https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40"
"""
TEXTS = {
    "answers": 'language = "Deutsch"\ntable_one = "Zeile"\ntable_many = "Zeilen"\n',
    "map": 'search = "Suche"\n',
    "site": 'home = "Startseite"\n',
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    copy = Copy(tmp_path_factory.mktemp("new-language"))
    for name, text in TEXTS.items():
        path = copy.root / "dupgraph" / "language" / "texts" / "de" / f"{name}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    copy.build(PLAN, RECORD)
    return copy


@pytest.fixture(scope="module")
def site(copy: Copy) -> Path:
    copy.run("site", "--graph", "plan.ttl", "-o", "site")
    return copy.folder / "site"


def test_questions_take_it(copy: Copy) -> None:
    shown = copy.run("query", "outline", "--graph", "plan.ttl", "--lang", "de", "--format", "table")
    assert "3 Zeilen" in shown
    assert "Code" in shown


def test_map_speaks_it(copy: Copy) -> None:
    copy.run("map", "--graph", "plan.ttl", "-o", "map.html")
    page = (copy.folder / "map.html").read_text(encoding="utf-8")
    assert 'data-language="de" lang="de" aria-label="DE – Deutsch"' in page
    (found,) = re.findall(r'<script type="application/json" id="map-data">(.*?)</script>', page, re.DOTALL)
    words = json.loads(found)["words"]
    assert (words["de"]["search"], words["de"]["table"]) == ("Suche", words["en"]["table"])
    assert '<h1 lang="de">Einheitliches Strategiedokument, Brixen</h1>' in page


def test_site_has_a_tree_of_it(site: Path) -> None:
    home = (site / "de" / "index.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in home
    assert "Startseite" in home
    assert 'hreflang="it" lang="it">Italiano</a>' in home
    assert 'hreflang="de" lang="de">Deutsch</a>' in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("tree", ["", "en/", "de/"])
def test_pages_say_the_language_of_the_plan(site: Path, tree: str) -> None:
    page = (site / f"{tree}data/021011/plan/esd/objective/1.1.1.html").read_text(encoding="utf-8")
    said = "" if tree == "de/" else ' lang="de"'
    assert f'<div class="prose"{said}>' in page
    assert re.findall(r"<h1[^>]*>Offene Schulen", page) == [f'<h1{said} dir="auto">Offene Schulen']
    assert ('"inLanguage":"de"' in page) == (tree == ""), (
        "schema.org's description stands once, on the first language's page"
    )
