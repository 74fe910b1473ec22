"""`dupgraph site`: every IRI has its page and its data, the pages' data are the graph, and nothing is lost or run."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
import rdflib
import sites
from click.testing import CliRunner, Result
from lxml import etree, html
from pyoxigraph import NamedNode, RdfFormat, Triple, parse
from rdflib.compare import isomorphic

from dupgraph.base.errors import GraphError, OutputError
from dupgraph.cli import group
from dupgraph.graph.engines import open_engine
from dupgraph.graph.stores.load import load_graphs
from dupgraph.publish.export.publication import Publication
from dupgraph.publish.routes.answers import find_answer
from dupgraph.publish.routes.paths import find_path, name_anchor, name_concept
from dupgraph.publish.site.content import Order, open_site
from dupgraph.publish.site.writing import Site, write_site
from dupgraph.schema.namespaces import DATA, ROOT, VOCABULARY

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning:rdflib")]
BASE = sites.BASE
OWN = f"{BASE}data/"
IN_SCHEME = "http://www.w3.org/2004/02/skos/core#inScheme"
GOALS = f"{VOCABULARY}sdg"
DAY = Publication(date(2026, 11, 22))
PLAN = f"{DATA}036040/plan/dup"


# Another than that of the graphs.
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"


def make_site(location: Path, folder: Path, *, base: str = "", licence: str = "", plan: str = "") -> Site:
    return write_site(open_engine(str(location)), folder, Order(DAY, base, licence, plan))


def draw_site(location: Path, *names: str, base: str = "", licence: str = "") -> list[str]:
    """Return some files of a site that nobody writes."""
    with open_site(open_engine(str(location)), Order(DAY, base, licence)) as made:
        return [made.draw(name).decode() for name in names]


def read_triples(path: Path) -> set[Triple]:
    return {quad.triple for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE)}


@pytest.fixture(scope="module")
def site(packaged_site: Path) -> Path:
    """The site of the packaged plan."""
    return packaged_site


@pytest.fixture(scope="module")
def bra_site(towns: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of one town of three, under another licence, by a plain script.

    It has no guard of ``__main__``: what starts a process beside does not run it again. It leaves nothing behind.
    """
    folder = tmp_path_factory.mktemp("bra")
    script, temporary, mine = folder / "script.py", folder / "temporary", folder / "mine.txt"
    mine.write_text("precious")
    script.write_text(
        "from dupgraph import PolicyGraph\n"
        f"open({str(mine)!r}, 'a').write('+')\n"
        f"made = PolicyGraph.open({str(towns)!r}).site({str(folder / 'site')!r}, plan='Bra', licence={CC0!r})\n"
        "print(made.plans, *made.relicensed)\n"
    )
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run([sys.executable, str(script)], check=True, env=environment, capture_output=True, text=True)
    assert done.stdout == f"1 {DATA}004001/plan/dup\n"
    assert mine.read_text() == "precious+"
    assert list(temporary.iterdir()) == []
    return folder / "site"


@pytest.fixture
def folder(bra_site: Path, tmp_path: Path) -> Path:
    """A copy of the site of one town, alone in its folder."""
    return shutil.copytree(bra_site, tmp_path / "site")


_SCRIPT_START = r'<script (type="application/ld\+json"|defer src="[:./a-z-]+\.js")>'
# The pages of mentions move on by a script that is the same in all of them.
MOVE_ON = '<script>const to = document.querySelector("a"); to.hash = location.hash; location.replace(to.href);</script>'


class _Reader:
    """Ids, links, elements and text of a page."""

    def __init__(self, data: bytes) -> None:
        page = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
        self.ids, self.links, self.words = (
            list(map(str, page.xpath(path))) for path in ("//@id", "//@href | //@src", "//text()")
        )
        self.elements = [element.tag for element in page.iter(etree.Element)]
        assert not page.xpath("//@*[starts-with(name(), 'on')] | //@style")


@cache
def read_page(path: Path) -> _Reader:
    """Read a page of a site; no site is changed once it is written, and several tests read each page."""
    return _Reader(path.read_bytes())


def list_pages(folder: Path) -> Iterator[Path]:
    """Yield the pages of a site; the map is a program."""
    return (file for file in folder.rglob("*.html") if file.name != "map.html")


# Every IRI, and the graph ---------


def list_homes(triples: set[Triple]) -> Iterator[tuple[str, str, str]]:
    """Yield each IRI that a graph describes, the path of its page, and the anchor there, of a mention or concept."""
    elements = {
        t.subject.value: t.object.value
        for t in triples
        if t.predicate.value == f"{ROOT}onto/inElement" and isinstance(t.object, NamedNode)
    }
    # What the plan's themes suggest: it names none of them.
    goals = {t.subject.value for t in triples if t.predicate.value == IN_SCHEME and t.object.value == GOALS}
    for iri in sorted({t.subject.value for t in triples}):
        if iri in elements:
            yield iri, find_path(elements[iri]), name_anchor(iri)
        elif iri in goals:
            yield iri, find_path(GOALS), name_concept(iri)
        else:
            yield iri, find_path(iri), ""


def test_levels_are_called_as_in_the_plan_and_what_has_no_name_is_titled_by_what_it_is(site: Path) -> None:
    italian, english = ((site / folder / "index.html").read_text(encoding="utf-8") for folder in ("", "en"))
    assert "<dt>Indirizzi strategici</dt><dd>16</dd>" in italian
    assert "<dt>Guidelines</dt><dd>16</dd>" in english
    run = site / "data" / "036040" / "plan" / "dup" / "run.html"
    assert "Lettura del piano</h1>" in run.read_text(encoding="utf-8")


def test_the_sort_of_an_instrument_is_said_in_the_page_s_language(site: Path) -> None:
    page = "controlled-vocabulary/instruments/agenda-2030.html"
    assert "<dd>Programma o iniziativa</dd>" in (site / page).read_text(encoding="utf-8")
    assert "<dd>Scheme</dd>" in (site / "en" / page).read_text(encoding="utf-8")


def test_every_iri_has_a_page_in_both_languages_and_turtle(site: Path) -> None:
    graph = read_triples(sites.PACKAGED)
    by_path: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for iri, path, anchor in list_homes(graph):
        by_path[path].append((iri, anchor))
    assert sum(map(len, by_path.values())) == len({triple.subject for triple in graph}) > 1_800
    for path, named in by_path.items():
        beside = read_triples(site / f"{path}.ttl")
        said = {triple.subject.value for triple in beside}
        for tree in ("", "en/"):
            ids = read_page(site / f"{tree}{path}.html").ids
            assert len(ids) == len(set(ids)), path
            for iri, anchor in named:
                assert iri in said
                assert not anchor or anchor in ids


def test_the_union_of_the_pages_turtle_is_the_graph(site: Path) -> None:
    graph = read_triples(sites.PACKAGED)
    union: set[Triple] = set()
    for file in site.rglob("*.ttl"):
        if "download" not in file.parts and "questions" not in file.parts:
            union |= read_triples(file)
    assert not graph - union
    own = {t for t in union if t.subject.value.startswith(DATA)}
    assert not own - graph


def test_jsonld_beside_a_page_says_the_same_to_another_parser(site: Path) -> None:
    for path in (f"{find_path(PLAN)}/objective/1.3.3", "controlled-vocabulary/themes/health", find_path(PLAN)):
        turtle = rdflib.Graph().parse(site / f"{path}.ttl", format="turtle")
        other = rdflib.Graph().parse(site / f"{path}.jsonld", format="json-ld")
        assert len(turtle) == len(other) > 5
        assert isomorphic(turtle, other)


def list_broken(folder: Path) -> list[tuple[str, str]]:
    """Return the links within a site that lead nowhere, with their pages."""
    files = {str(file) for file in folder.rglob("*") if file.is_file()}
    ids = {str(file): set(read_page(file).ids) for file in list_pages(folder)}

    @cache
    def is_whole(folder_of: Path, link: str, own: str) -> bool:
        target, _, anchor = link.partition("#")
        target = unquote(target.partition("?")[0])
        top = folder if target.startswith("/") else folder_of
        place = os.path.normpath(top / target.lstrip("/")) if target else own
        # The page of a code leads on to the element's, where the anchor is.
        is_led_on = "/mention/" in place
        return place in files and (is_led_on or not anchor or unquote(anchor) in ids.get(place, {unquote(anchor)}))

    # Pages of a folder share most of their links; one to a place of its own page is that page's.
    return [
        (str(file.relative_to(folder)), link)
        for file in list_pages(folder)
        for link in read_page(file).links
        if not re.match(r"https?:|data:", link)
        and not is_whole(file.parent, link, "" if re.match("[^#?]", link) else str(file))
    ]


def test_no_link_within_a_site_is_broken(site: Path, town_site: Path) -> None:
    assert list_broken(site) == []
    assert list_broken(town_site) == []


def test_links_out_go_to_the_web_only(site: Path) -> None:
    for file in (*list_pages(site), *site.rglob("map.html")):
        for link in read_page(file).links:
            assert not re.match(r"[a-z]+:", link, re.IGNORECASE) or re.match(r"https?://|data:,$", link), (file, link)


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plan's graph that has a base of its own, dependencies, and IRIs that look alike, and its site."""
    folder = tmp_path_factory.mktemp("odd")
    source = sites.build_town(folder, "004006", "Novello").parents[1] / "Novello-fonte" / "Novello.txt"
    words = ["--istat", "004006", "--plan", "DUP", "--licence", sites.LICENCE, "--dependencies", "--base", OWN]
    built = CliRunner().invoke(group, ["build", str(source), "-o", str(folder), *words])
    assert built.exit_code == 0, built.output
    with (folder / "Novello.ttl").open("a", encoding="utf-8") as graph:
        for iri in ("http://example.org/x", "https://example.org/x", "https://example.org/x#", f"{ROOT}index"):
            graph.write(f'\n<{iri}> <http://www.w3.org/2004/02/skos/core#prefLabel> "{iri}"@it .\n')
    make_site(folder / "Novello.ttl", folder / "site", base=BASE)
    return folder


def test_a_graph_with_dependencies_under_a_municipalitys_own_base_stands_at_that_base(odd: Path) -> None:
    graph = read_triples(odd / "Novello.ttl")
    assert (odd / "site/data/004006/plan/dup/objective/1.1.1.html").is_file()
    assert (odd / "site/onto/involves.html").is_file()
    assert any(t.object == NamedNode(f"{ROOT}onto/Reason") for t in graph)
    homes = [home for home in list_homes(graph) if home[0].startswith(OWN)]
    for iri, path, anchor in homes:
        place = path.removeprefix("external/dati.comune.example.it/dup/")
        assert (odd / "site" / f"{place}.html").is_file(), iri
        assert bool(anchor) == ("/mention/" in iri)
        said = {t for t in graph if t.subject.value == iri}
        assert said <= read_triples(odd / "site" / f"{place}.ttl"), iri
    assert len(homes) > 20
    assert list_broken(odd / "site") == []


def test_things_of_a_vocabulary_under_another_base_can_be_published_there(tmp_path: Path) -> None:
    words = {"more": "Con l’agopuntura urbanistica.", "vocabularies": ["sassuolo"]}
    plan = sites.build_town(tmp_path, "036040", "Sassuolo", **words).read_text(encoding="utf-8")
    own = tmp_path / "own.ttl"
    own.write_text(plan.replace(DATA, f"{BASE}data/"), encoding="utf-8")
    (page,) = draw_site(own, "data/036040/instrument/agopuntura-urbanistica.html", base=BASE)
    assert "gopuntura urbanistica" in page


# Several plans ---------


def test_several_plans_share_what_both_name(towns: Path, town_site: Path) -> None:
    graphs = [read_triples(file) for file in sorted(towns.glob("*.ttl"))]
    for graph in graphs:
        for iri, path, anchor in list_homes(graph):
            page = read_page(town_site / f"{path}.html")
            assert not anchor or anchor in page.ids
            assert {t for t in graph if t.subject.value == iri} <= read_triples(town_site / f"{path}.ttl")
    schools = read_page(town_site / "controlled-vocabulary/actors/third-sector.html")
    assert [link for link in schools.links if "/naming/" in link]
    named = read_page(town_site / "data/004000/plan/dup/naming/controlled-vocabulary/actors/third-sector.html")
    assert "Terzo settore" in " ".join(named.words)


def test_the_maps_of_a_site_share_one_library(town_site: Path) -> None:
    maps = [*town_site.rglob("map.html")]
    assert len(maps) == 3
    for file in maps:
        (source,) = re.findall(r'<script src="([^"]*)"', file.read_text(encoding="utf-8"))
        assert (file.parent / source).resolve() == town_site.resolve() / "vis-network.js"
        assert file.stat().st_size < (town_site / "vis-network.js").stat().st_size


def test_two_plans_of_one_town_are_two_in_catalogues(tmp_path: Path) -> None:
    for number, plan in enumerate(("DUP 2025", "DUP 2026")):
        sites.build_town(tmp_path, "004008", f"Cherasco{number}", plan=plan)
    names = [f"data/004008/plan/dup-{year}/download/catalog.ttl" for year in (2025, 2026)]
    found = [re.findall(r'"(istat-004008:D\.\d)"', text) for text in draw_site(tmp_path / "graphs", *names)]
    assert found == [["istat-004008:D.1"], ["istat-004008:D.2"]]


def test_two_iris_that_look_alike_have_two_pages(odd: Path) -> None:
    pages = [file.read_text(encoding="utf-8") for file in (odd / "site" / "external").rglob("*.html")]
    assert sum("<h1" in page and "example.org/x" in page for page in pages) == 3


def test_another_licence_than_the_graphs_own_is_said(bra_site: Path) -> None:
    page = (bra_site / "index.html").read_text(encoding="utf-8")
    assert f'<a href="{CC0}" rel="license">CC0 1.0</a>' in page


def test_one_plan_of_several_is_a_site_of_its_own(bra_site: Path) -> None:
    assert not (bra_site / "data/004000").exists()
    assert (bra_site / "data/004001/plan/dup.html").exists()


# From memory ---------


def list_names(folder: Path) -> list[str]:
    names = sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())
    return [name for name in names if name != ".dupgraph-site"]


def test_the_home_of_several_plans_is_found_and_drawn_before_any_of_them_is_read(towns: Path) -> None:
    with open_site(open_engine(str(towns)), Order(DAY, is_published=False)) as made:
        assert find_answer("", made.holds).file == "index.html"
        assert b"Cuneo" in made.draw("index.html")
        assert made.open_plan.cache_info().currsize == 0
        assert made.holds("controlled-vocabulary.html")
        assert made.open_plan.cache_info().currsize > 0


def test_every_file_drawn_alone_of_a_store_is_the_one_that_is_written_of_graphs(
    towns: Path, town_site: Path, tmp_path: Path
) -> None:
    load_graphs([towns], tmp_path / "store")
    # The other two towns' own files are like those of the first.
    names = [name for name in list_names(town_site) if not re.match("(en/)?data/00400[12]/", name)]
    assert len(names) > 500
    with open_site(open_engine(str(tmp_path / "store")), Order(DAY)) as made:
        # Every other one from the end: what comes first may not depend on what came before.
        for name in [*names[::-2], *names[::2]]:
            assert made.draw(name) == (town_site / name).read_bytes(), name


def test_a_site_in_memory_answers_as_its_files_do(site: Path) -> None:
    names = set(list_names(site))
    objective = "data/036040/plan/dup/objective/1.3.3"
    paths = ["", "en/", "onto", objective, f"{objective}.ttl", "data/036040/plan/dup/mention/1.3.3/10470-10474"]
    paths += ["data/036040/plan/dup/questions", "data/036040/plan/dup/questions/evidence.csv", "nowhere", "404.html"]
    paths += [f"en/{objective}.html", f"en/{objective}.ttl", "sitemap.xml", ".well-known/void", "nginx.conf"]
    with open_site(open_engine(str(sites.PACKAGED)), Order(DAY, BASE)) as made:
        for path in paths:
            for accept in (None, "text/turtle", "text/html;q=0.1, application/ld+json"):
                wanted = find_answer(path, names.__contains__, accept, "en")
                assert find_answer(path, made.holds, accept, "en") == wanted, path
        assert made.find_route(objective).path == objective
        assert made.find_route("nowhere") is None
        for name in (f"en/{objective}.html", f"{objective}.jsonld", "data/036040/plan/dup/map.html", "sitemap.xml"):
            assert made.draw(name) == (site / name).read_bytes()
        for name in ("nowhere.html", "sitemap-2.xml", "data/036040/plan/dup/download/x", "../secret"):
            with pytest.raises(OutputError, match="the site has no such file; see its sitemap"):
                made.draw(name)


# What stands beside ---------


def test_base_is_where_the_site_stands_and_never_in_the_graph(site: Path, town_site: Path) -> None:
    page = (site / "data/036040/plan/dup/objective/1.3.3.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{BASE}data/036040/plan/dup/objective/1.3.3.html">' in page
    assert f"{PLAN}/objective/1.3.3" in page
    assert BASE not in (site / "data/036040/plan/dup/objective/1.3.3.ttl").read_text(encoding="utf-8")
    assert BASE.encode() in (site / "w3id/.htaccess").read_bytes()
    assert "canonical" not in (town_site / "index.html").read_text(encoding="utf-8")
    assert not (town_site / "w3id").exists()


def test_sitemap_names_every_page(site: Path) -> None:
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    tree = ElementTree.parse(site / "sitemap.xml")  # noqa: S314  it is ours
    found = {unquote(place.text or "").removeprefix(BASE) for place in tree.findall("s:url/s:loc", names)}
    pages = {str(file.relative_to(site)) for file in site.rglob("*.html")} - {"404.html", "en/404.html"}
    assert {page for page in pages if not page.endswith("/map.html")} - found == {
        page for page in pages if "/mention/" in page
    }
    assert found <= pages


def test_void_stands_where_it_is_looked_for(site: Path, town_site: Path) -> None:
    void = "http://rdfs.org/ns/void#"
    one = rdflib.Graph().parse(site / ".well-known/void", format="turtle")
    [count] = one.objects(rdflib.URIRef(f"{PLAN}/dataset"), rdflib.URIRef(f"{void}triples"))
    assert int(count) == len(read_triples(sites.PACKAGED))
    several = rdflib.Graph().parse(town_site / ".well-known/void", format="turtle")
    assert len(list(several.subject_objects(rdflib.URIRef(f"{void}subset")))) == 3


# Bad input, and nothing lost ---------


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, ["site", *map(str, arguments)])


def refuse(sentence: str, *arguments: object) -> None:
    result = CliRunner().invoke(group, ["site", *map(str, arguments)], standalone_mode=True)
    assert result.exit_code in (1, 2)
    assert sentence in str(result.exception or result.output) or sentence in result.output


def test_a_folder_that_is_not_ours_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("caro sindaco", encoding="utf-8")
    with pytest.raises(OutputError, match="is neither empty nor a site that dupgraph wrote"):
        make_site(sites.PACKAGED, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_what_others_put_into_a_site_stays(towns: Path, folder: Path, tmp_path: Path) -> None:
    (folder / "CNAME").write_text("dup.example.org", encoding="utf-8")
    (folder / "index.html").write_text("changed", encoding="utf-8")
    result = run("--graph", towns, "-o", folder, "--plan", "Alba", "--modified", "2026-11-22")
    assert result.exit_code == 0, result.output
    assert "piani 1, pagine" in result.output
    assert "Senza --base" in result.output
    assert (folder / "CNAME").read_text(encoding="utf-8") == "dup.example.org"
    assert (folder / "index.html").read_text(encoding="utf-8") != "changed"
    assert (folder / "data/004000").exists()
    assert not (folder / "data/004001").exists()
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("base", ["nowhere", "javascript:alert(1)", "https://x.example.org/?a=1", 'https://x"y/'])
def test_a_base_that_is_none_is_refused(base: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="files cannot stand at"):
        make_site(sites.PACKAGED, tmp_path / "site", base=base)
    assert not list(tmp_path.iterdir())


def test_a_graph_without_a_licence_is_refused(towns: Path, tmp_path: Path) -> None:
    bare = tmp_path / "graph" / "bare.ttl"
    bare.parent.mkdir()
    text = (towns / "Bra.ttl").read_text(encoding="utf-8")
    bare.write_text("\n".join(line for line in text.split("\n") if "dct:license" not in line), encoding="utf-8")
    with pytest.raises(OutputError, match=r"no licence is stated for .*licence=https:"):
        make_site(bare, tmp_path / "site")
    assert not (tmp_path / "site").exists()
    assert draw_site(bare, "index.html", licence=sites.LICENCE)


def test_a_graph_that_breaks_a_rule_is_not_published(towns: Path, folder: Path, tmp_path: Path) -> None:
    before = sorted(str(file) for file in folder.rglob("*"))
    text = (towns / "Bra.ttl").read_text(encoding="utf-8")
    broken = tmp_path / "broken.ttl"
    # A link without a word that proves it.
    broken.write_text(re.sub(r"\n[^\n]*dup:evidenceFor dup:involves[^\n]*", "", text), encoding="utf-8")
    with pytest.raises(GraphError, match=r"breaks a rule: .*dupgraph validate"):
        make_site(broken, folder)
    assert sorted(str(file) for file in folder.rglob("*")) == before
    assert {entry.name for entry in tmp_path.iterdir()} == {"site", "broken.ttl"}


def test_the_command_says_one_sentence_and_2(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dupgraph", "site", "-o", str(tmp_path / "missing" / "site")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "la cartella non c'è" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_an_interrupted_run_leaves_the_earlier_site_whole(folder: Path, tmp_path: Path) -> None:
    before = {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    command = [sys.executable, "-m", "dupgraph", "site", "-o", str(folder)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as process:
        deadline = time.monotonic() + 60
        while not list(tmp_path.glob(".site.*.part/data")) and time.monotonic() < deadline:
            assert process.poll() is None
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=60)
        assert process.returncode != 0
    assert {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


# A hostile plan ---------


def test_hostile_texts_are_only_words(hostile_site: Path) -> None:
    words = ""
    for file in list_pages(hostile_site):
        page = read_page(file)
        assert "img" not in page.elements, file
        text = file.read_text(encoding="utf-8").replace(MOVE_ON, "")
        scripts = re.findall(r"<script[^>]*>", text)
        assert all(re.fullmatch(_SCRIPT_START, start) for start in scripts), (file, scripts)
        words += " ".join(page.words)
    assert sites.SCRIPT in words
    assert sites.IMAGE in words
    assert sites.LONG.strip() in words
    assert "{{ 7*7 }}" in words
    assert list_broken(hostile_site) == []
    index = hostile_site / "search-index.js"
    assert "</script" not in index.read_text(encoding="utf-8")
