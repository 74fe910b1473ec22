"""`dupgraph export`: the command; each network format, read back by what reads it, is the graph; hostile texts."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, partial
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import networkx
import places
import pytest
from click.testing import CliRunner
from commands import refuse_command, run_here
from hypothesis import given
from hypothesis import strategies as st
from places import load_store
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, serialize

from dupgraph.ask.analysis.dependencies import find_dependencies
from dupgraph.ask.analysis.measures import find_communities
from dupgraph.ask.analysis.reading import read_network
from dupgraph.base.errors import OutputError
from dupgraph.base.files import find_resource
from dupgraph.cli import COMMANDS, group
from dupgraph.cli.export import command
from dupgraph.graph.engines import open_engine
from dupgraph.graph.stores.load import load_graphs
from dupgraph.publish.export.exchange import EDGE_COLOURS, EDGE_FIELDS, NODE_FIELDS, clean_line, clean_text
from dupgraph.publish.export.formats import MetadataFormat, find_formats, list_format_names, write_formats
from dupgraph.publish.export.markup import escape_attribute, escape_text
from dupgraph.publish.export.networks import choose_ink
from dupgraph.publish.export.source import Source, name_plan
from dupgraph.publish.export.tables import EDGE_COLUMNS, NODE_COLUMNS
from dupgraph.schema.colours import KIND_COLOURS
from dupgraph.schema.links import ELEMENT_KINDS, ROLE_OF, ROLES

GRAPH = find_resource("graph", "sassuolo.ttl")
MANUAL = Path(__file__).parents[2] / "docs" / "exports.md"
DUP = "https://w3id.org/dupgraph/onto/"
DCT = "http://purl.org/dc/terms/"
NETWORKS = ("graphml", "gexf", "kumu", "network-csv")
KNOWN = (
    "there are turtle, ntriples, trig, nquads, rdfxml, jsonld, csv, parquet, stratml, graphml, gexf, kumu, "
    "network-csv, catalog, void; or --all"
)
NAMESPACES = {
    "g": "http://graphml.graphdrawing.org/xmlns",
    "y": "http://www.yworks.com/xml/graphml",
    "x": "http://gexf.net/1.3",
    "viz": "http://gexf.net/1.3/viz",
}
Facts = dict[str, Any]


run, refuse = partial(run_here, "export"), partial(refuse_command, "export")


@cache
def export(location: Path = GRAPH, **options: Any) -> dict[str, bytes]:
    """Return the files of the network formats by the endings of their names."""
    source = Source(str(location), **options)
    return {
        name.removeprefix(source.stem): data for name, data in write_formats(source, find_formats(NETWORKS)).items()
    }


# The graph's own facts, from its triples ------------------------------------------------------------------------------


def ask(query: str, path: Path = GRAPH) -> list[tuple[str, ...]]:
    head = f"PREFIX dup: <{DUP}> PREFIX dct: <{DCT}> PREFIX oa: <http://www.w3.org/ns/oa#> "
    head += "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    return [tuple(term.value for term in row) for row in load_store(path).query(head + query)]


ELEMENTS = "VALUES ?class { dup:Policy dup:Guideline dup:Objective dup:Action } ?e a ?class"
TIES = f"VALUES ?p {{ {' '.join(f'dup:{name}' for name in ROLE_OF)} }} ?e ?p ?thing"


@cache
def count_triples() -> Counter[str]:
    """Return how many nodes and edges of each kind the graph itself has."""
    counts = Counter(kind.removeprefix(DUP).lower() for _, kind in ask(f"SELECT ?e ?class {{ {ELEMENTS} }}"))
    things = {thing: ROLE_OF[name.removeprefix(DUP)] for name, thing in ask(f"SELECT ?p ?thing {{ {TIES} }}")}
    counts.update(things.values())
    above = ask(f"SELECT ?e ?of {{ {ELEMENTS} ; dct:isPartOf ?of MINUS {{ ?of a dup:Plan }} }}")
    counts["isPartOf"] = len(above)
    counts.update(name.removeprefix(DUP) for _, name, _ in ask(f"SELECT ?e ?p ?thing {{ {TIES} }}"))
    counts["dependency"] = len(find_dependencies(read_network(open_engine(GRAPH))))
    return counts


# Each format, as its reader sees it -----------------------------------------------------------------------------------


def read_graphml(data: bytes) -> tuple[dict[str, Facts], list[Facts]]:
    graph = networkx.read_graphml(BytesIO(data), force_multigraph=True)
    assert graph.is_directed()
    nodes = {node: {key: value for key, value in facts.items() if key != "shape_type"}
             for node, facts in graph.nodes(data=True)}  # fmt: skip
    edges = [facts | {"source": a, "target": b, "id": key} for a, b, key, facts in graph.edges(keys=True, data=True)]
    return nodes, edges


def read_gexf(data: bytes) -> tuple[dict[str, Facts], list[Facts]]:
    graph = networkx.read_gexf(BytesIO(data))
    assert graph.is_directed()
    nodes = {}
    for node, facts in graph.nodes(data=True):
        color = facts.pop("viz")["color"]
        nodes[node] = facts | {"color": f"#{color['r']:02X}{color['g']:02X}{color['b']:02X}"}
    # networkx does not read the colours of edges.
    colors = {edge.get("id"): edge.find("viz:color", NAMESPACES)
              for edge in parse_markup(data).iterfind(".//x:edge", NAMESPACES)}  # fmt: skip
    edges = []
    for a, b, facts in graph.edges(data=True):
        channels = (int(colors[facts["id"]].get(name)) for name in "rgb")
        edges.append(facts | {"source": a, "target": b, "color": "#{:02X}{:02X}{:02X}".format(*channels)})
    return nodes, edges


def read_kumu(data: bytes) -> tuple[dict[str, Facts], list[Facts]]:
    blueprint = json.loads(data)
    return {element["id"]: element for element in blueprint["elements"]}, blueprint["connections"]


def read_table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode(), newline="")))


def key_edge(facts: Facts) -> tuple[str, str, str, str]:
    return facts["source"], facts["kind"], facts.get("dependency", ""), facts["target"]


def parse_markup(data: bytes) -> Element:
    return fromstring(data)  # noqa: S314  what was just written


READERS = {".graphml": read_graphml, ".gexf": read_gexf}


@pytest.fixture(params=READERS)
def networks(request: pytest.FixtureRequest) -> tuple[dict[str, Facts], list[Facts]]:
    """The nodes and edges of the Sassuolo graph, as networkx reads them from both of its formats."""
    return READERS[request.param](export()[request.param])


def test_networkx_reads_what_the_triples_say(networks: tuple[dict[str, Facts], list[Facts]]) -> None:
    nodes, edges = networks
    counts = Counter(facts["kind"] for facts in nodes.values())
    counts.update(facts["kind"] for facts in edges)
    assert counts == count_triples()
    assert counts["objective"] == 95
    assert {edge["source"] for edge in edges} | {edge["target"] for edge in edges} <= nodes.keys()


def test_labels_and_kinds_are_the_graphs(networks: tuple[dict[str, Facts], list[Facts]]) -> None:
    nodes, _ = networks
    titles = ask(f"SELECT ?e ?code ?title {{ {ELEMENTS} ; dct:identifier ?code ; dct:title ?title }}")
    assert len(titles) == 115
    for iri, code, title in titles:
        assert nodes[iri]["label"] == f"{code} {title}"
        assert (nodes[iri]["code"], nodes[iri]["title"]) == (code, title)
    named = 0
    for iri, label in ask("SELECT ?e ?l { ?e skos:prefLabel ?l FILTER (LANG(?l) = 'it') }"):
        if iri in nodes:
            named += 1
            assert nodes[iri]["label"] == label
    assert named > 150
    body = nodes["https://w3id.org/dupgraph/controlled-vocabulary/actors/trade-associations"]
    assert (body["kind"], body["level"], body["category"]) == ("partner", "Partner", "Associazioni di categoria")
    objective = nodes["https://w3id.org/dupgraph/data/036040/plan/dup/objective/1.3.7"]
    assert objective["level"] == "Obiettivo strategico"
    assert objective["policy"].startswith("1 ")
    assert objective["guideline"].startswith("1.3 ")


def test_types_and_colours_are_kept(networks: tuple[dict[str, Facts], list[Facts]]) -> None:
    nodes, edges = networks
    for items, fields in ((nodes.values(), NODE_FIELDS), (edges, {**EDGE_FIELDS, "weight": float})):
        for facts in items:
            assert all(type(facts[name]) is kind for name, kind in fields.items() if name in facts)
    assert {(facts["kind"], facts["color"]) for facts in nodes.values()} <= KIND_COLOURS.items()
    assert {(facts["kind"], facts["color"]) for facts in edges} <= EDGE_COLOURS.items()
    assert all(facts["directed"] is (facts["kind"] != "dependency") for facts in edges)


def test_weights_are_mentions_and_words_the_first(networks: tuple[dict[str, Facts], list[Facts]]) -> None:
    said: dict[tuple[str, str, str], list[tuple[int, str]]] = {}
    for element, name, thing, start, words in ask("SELECT ?e ?p ?thing ?start ?words { ?m dup:inElement ?e ; "
            "dup:evidenceFor ?p ; dup:refersTo ?thing ; oa:start ?start ; oa:exact ?words }"):  # fmt: skip
        said.setdefault((element, name.removeprefix(DUP), thing), []).append((int(start), words))
    links = [facts for facts in networks[1] if facts["kind"] in ROLE_OF]
    assert len(links) == 604
    for facts in links:
        mentions = said[facts["source"], facts["kind"], facts["target"]]
        assert facts["weight"] == facts["mentions"] == len(mentions)
        first = min(start for start, _ in mentions)
        assert facts["words"] in {words for start, words in mentions if start == first}


def test_words_stand_between_what_the_graph_has_around_them(networks: tuple[dict[str, Facts], list[Facts]]) -> None:
    quotes = set(ask("SELECT (COALESCE(?b_, '') AS ?b) ?w (COALESCE(?a_, '') AS ?a) { ?m oa:exact ?w "
                     "OPTIONAL { ?m oa:prefix ?b_ } OPTIONAL { ?m oa:suffix ?a_ } }"))  # fmt: skip
    links = [facts for facts in networks[1] if facts["kind"] in ROLE_OF]
    assert {tuple(facts.get(name, "") for name in ("before", "words", "after")) for facts in links} <= quotes


def test_dependencies_are_those_that_are_found(networks: tuple[dict[str, Facts], list[Facts]]) -> None:
    nodes, edges = networks
    network = read_network(open_engine(GRAPH))
    shown = [(facts["source"], facts["target"], facts["weight"], facts["dependency"])
             for facts in edges if facts["kind"] == "dependency"]  # fmt: skip
    found = [(pair.a, pair.b, pair.weight, pair.kind) for pair in find_dependencies(network)]
    assert sorted(shown) == sorted(found)
    strongest = max((facts for facts in edges if facts["kind"] == "dependency"), key=lambda facts: facts["weight"])
    assert strongest["reasons"].startswith("Prevenzione e contrasto della violenza; Donne")
    assert strongest["words"] == "violenza intrafamiliare / violenza sulle donne"
    numbers = {iri: group.number for group in find_communities(network) for iri in group.elements}
    assert {iri: facts["community"] for iri, facts in nodes.items() if "community" in facts} == numbers
    assert len(set(numbers.values())) > 1


def test_without_dependencies_all_else_is_there() -> None:
    whole, less = export(), export(with_dependencies=False, language="en")
    for ending, read in READERS.items():
        nodes, edges = read(whole[ending])
        fewer_nodes, fewer = read(less[ending])
        assert sorted(map(key_edge, fewer)) == sorted(key_edge(e) for e in edges if e["kind"] != "dependency")
        assert not any("community" in facts for facts in fewer_nodes.values())
        assert fewer_nodes.keys() == nodes.keys()


def test_all_formats_say_the_same() -> None:
    files = export()
    nodes, edges = read_graphml(files[".graphml"])
    other_nodes, other_edges = read_gexf(files[".gexf"])
    assert other_nodes == nodes
    by_id = {facts["id"]: facts for facts in edges}
    assert {facts["id"]: facts for facts in other_edges} == by_id
    assert len(by_id) == len(edges)

    rows = read_table(files["-nodes.csv"])
    assert [row["id"] for row in rows] == list(nodes)
    for row in rows:
        assert {name: cell for name, cell in row.items() if cell and name != "id"} == {
            name: str(value) for name, value in nodes[row["id"]].items()
        }
    rows = read_table(files["-edges.csv"])
    assert len(rows) == len(edges)
    for row in rows:
        facts = dict(by_id[row["id"]])
        assert row.pop("type") == ("Directed" if facts.pop("directed") else "Undirected")
        assert {name: cell for name, cell in row.items() if cell} == {name: str(v) for name, v in facts.items()}

    elements, connections = read_kumu(files[".kumu.json"])
    assert list(elements) == list(nodes)
    for iri, element in elements.items():
        facts = nodes[iri]
        assert element["type"] == facts["level"]
        same = [name for name in ("label", "kind", "code", "policy", "mentions", "color") if name in facts]
        assert {name: element[name] for name in same} == {name: facts[name] for name in same}
    assert [connection["id"] for connection in connections] == [row["id"] for row in read_table(files["-edges.csv"])]
    for connection in connections:
        facts = by_id[connection["id"]]
        assert (connection["from"], connection["to"]) == (facts["source"], facts["target"])
        assert connection["direction"] == ("directed" if facts["directed"] else "undirected")
        same = [name for name in ("label", "kind", "weight", "words", "reasons", "color") if name in facts]
        assert {name: connection[name] for name in same} == {name: facts[name] for name in same}


# What each tool needs -------------------------------------------------------------------------------------------------


def test_yed_finds_labels_and_colours() -> None:
    root = parse_markup(export()[".graphml"])
    labels = {key.get("id") for key in root.iterfind("g:key", NAMESPACES) if key.get("attr.name") == "label"}
    drawn = 0
    for node in root.iterfind(".//g:node", NAMESPACES):
        shape = node.find(".//y:ShapeNode", NAMESPACES)
        (label,) = [data.text for data in node.iterfind("g:data", NAMESPACES) if data.get("key") in labels]
        assert shape is not None
        assert shape.findtext("y:NodeLabel", namespaces=NAMESPACES) == label
        assert find_attribute(shape, "y:Fill", "color") in KIND_COLOURS.values()
        drawn += 1
    assert drawn == 317
    styles = Counter(find_attribute(edge, ".//y:LineStyle", "type") for edge in root.iterfind(".//g:edge", NAMESPACES))
    assert styles == {"line": 715, "dashed": 171}


def find_attribute(place: Element, path: str, name: str) -> str | None:
    found = place.find(path, NAMESPACES)
    assert found is not None
    return found.get(name)


def test_gexf_has_a_kind_for_each_edge_and_no_day() -> None:
    root = parse_markup(export()[".gexf"])
    assert root.get("version") == "1.3"
    kinds = Counter(edge.get("kind") for edge in root.iterfind(".//x:edge", NAMESPACES))
    assert kinds == {name: n for name, n in count_triples().items() if name in kinds}
    assert len(kinds) == 7
    assert "lastmodifieddate" not in export()[".gexf"].decode()


def test_kumu_blueprint_has_the_documented_shape() -> None:
    blueprint = json.loads(export()[".kumu.json"])
    assert set(blueprint) == {"elements", "connections"}
    items = blueprint["elements"] + blueprint["connections"]
    ids = [item["id"] for item in items]
    assert len(set(ids)) == len(ids)
    known = {element["id"] for element in blueprint["elements"]}
    for element in blueprint["elements"]:
        assert element["label"]
    for connection in blueprint["connections"]:
        assert {connection["from"], connection["to"]} <= known
        assert connection["direction"] in {"directed", "undirected", "mutual"}
    for item in items:
        assert isinstance(item["type"], str)
        assert isinstance(item["description"], str)
        assert all(isinstance(tag, str) and tag for tag in item["tags"])
        # A field of its own has one value, and one of the names that Kumu takes.
        own = set(item) - {"tags"}
        assert all(isinstance(item[name], str | int | float) for name in own)
        assert not {name.upper() for name in own} & {"YES", "NO", "ON", "OFF", "TRUE", "FALSE"}
    quoted = [c["description"] for c in blueprint["connections"] if c["kind"] == "involves"]
    assert all(re.search(r"«.*\*\*.+\*\*.*»", text, re.DOTALL) for text in quoted)


def test_tables_have_the_columns_that_gephi_knows() -> None:
    files = export()
    assert tuple(read_table(files["-nodes.csv"])[0]) == NODE_COLUMNS
    assert tuple(read_table(files["-edges.csv"])[0]) == EDGE_COLUMNS
    assert {"id", "label"} <= set(NODE_COLUMNS)
    assert {"id", "source", "target", "type", "kind", "label", "weight"} <= set(EDGE_COLUMNS)
    assert not files["-nodes.csv"].startswith(b"\xef\xbb\xbf")


def test_every_kind_has_a_colour_and_a_name() -> None:
    assert set(KIND_COLOURS) == {*ELEMENT_KINDS, *ROLES}
    assert len(set(KIND_COLOURS.values())) == len(KIND_COLOURS)


@pytest.mark.parametrize("color", [*KIND_COLOURS.values()])
def test_labels_can_be_read_on_their_colour(color: str) -> None:
    def measure(hexes: str) -> float:
        channels = [int(hexes[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((measure(color), measure(choose_ink(color))))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_names_come_in_english_too() -> None:
    nodes, edges = read_gexf(export(with_dependencies=False, language="en")[".gexf"])
    associations = nodes["https://w3id.org/dupgraph/controlled-vocabulary/actors/trade-associations"]
    assert associations["label"] == "Trade associations"
    assert {facts["label"] for facts in edges if facts["kind"] == "involves"} == {"involves"}


# Hostile texts --------------------------------------------------------------------------------------------------------

LONG = "Lungo " * 833 + "x"
HOSTILE = {
    "script": "<script>alert('1')</script></script>",
    "quotes": "\"'&quot;&amp;]]><![CDATA[",
    "control": "a\x00b\x01\x08\x0b\x0c\x1f\x7f\ufffe\uffffz",
    "rtl": "\u202eossuolo\u202c \u200f\u2066x\u2069",
    "formula": '=HYPERLINK("http://example.org";"x")',
    "at": "@SUM(1;1)",
    "minus": "-2+3",
    "tab": "\t=1+1",
    "link": "[clic](javascript:alert(1)) ![x](http://example.org/x.png) <img src=x>",
    "lines": "una\r\nriga\rdopo\nl'altra, e;ancora",
    "long": LONG,
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extract with a partner of each hostile name, mentioned in hostile words, in an element of such a title."""
    path = tmp_path_factory.mktemp("hostile") / "cattivo.nt"
    store = Store()
    store.load(path=str(places.EXTRACT), format=RdfFormat.TURTLE)
    base, prefix = "https://w3id.org/dupgraph/data/extract/plan/dup/", "http://www.w3.org/2004/02/skos/core#"
    element = NamedNode(base + "objective/1.3.9")

    def add(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> None:
        store.add(Quad(subject, NamedNode(predicate), value))

    for place, (name, text) in enumerate(HOSTILE.items()):
        partner, mention = NamedNode(f"https://example.org/body/{name}"), NamedNode(f"{base}mention/x/{name}")
        part = NamedNode(f"{base}action/{name}")
        add(partner, prefix + "prefLabel", Literal(text, language="it"))
        add(element, DUP + "involves", partner)
        for predicate, value in (("inElement", element), ("evidenceFor", NamedNode(DUP + "involves")),
                                 ("refersTo", partner)):  # fmt: skip
            add(mention, DUP + predicate, value)
        for predicate in ("exact", "prefix", "suffix"):
            add(mention, "http://www.w3.org/ns/oa#" + predicate, Literal(text))
        add(mention, "http://www.w3.org/ns/oa#start", Literal(5000 + place))
        add(mention, "http://www.w3.org/ns/oa#end", Literal(6000 + place))
        add(part, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", NamedNode(DUP + "Action"))
        add(part, DCT + "isPartOf", element)
        add(part, DCT + "identifier", Literal(text))
        add(part, DCT + "title", Literal(text, language="it"))
        add(part, DUP + "levelName", Literal(text, language="it"))
    path.write_bytes(serialize((quad.triple for quad in store), format=RdfFormat.N_TRIPLES) or b"")
    return path


@pytest.mark.parametrize("ending", READERS)
def test_hostile_labels_are_well_formed_and_whole(hostile: Path, ending: str) -> None:
    data = export(hostile)[ending]
    parse_markup(data)
    nodes, edges = READERS[ending](data)
    said = {facts["target"]: facts for facts in edges if facts["kind"] == "involves"}
    for name, text in HOSTILE.items():
        partner = f"https://example.org/body/{name}"
        assert nodes[partner]["label"] == clean_line(text)
        assert said[partner]["words"] == said[partner]["before"] == clean_text(text)
        action = nodes[f"https://w3id.org/dupgraph/data/extract/plan/dup/action/{name}"]
        assert action["title"] == action["level"] == action["label"] == clean_line(text)
    assert b"<script" not in data
    assert len(nodes["https://example.org/body/long"]["label"]) == len(LONG) >= 4_999
    assert nodes["https://example.org/body/control"]["label"] == "a�b�����\x7f��z"
    assert "\u202e" in nodes["https://example.org/body/rtl"]["label"]


def test_hostile_cells_do_not_run_in_a_spreadsheet(hostile: Path) -> None:
    files = export(hostile)
    nodes = {row["id"]: row for row in read_table(files["-nodes.csv"])}
    rows = [*nodes.values(), *read_table(files["-edges.csv"])]
    cells = [cell for row in rows for cell in row.values() if cell]
    assert not [cell for cell in cells if cell[0] in "=+-@\t\r"]
    assert nodes["https://example.org/body/formula"]["label"] == "'" + HOSTILE["formula"]
    assert nodes["https://example.org/body/quotes"]["label"] == HOSTILE["quotes"]
    assert sum(cell.startswith("'") for cell in cells) >= 12


def test_hostile_words_load_nothing_in_kumu(hostile: Path) -> None:
    elements, connections = read_kumu(export(hostile)[".kumu.json"])
    assert elements["https://example.org/body/long"]["label"] == LONG.strip()
    texts = [item["description"] for item in [*elements.values(), *connections]]
    # Our own bold is all the markup that there is.
    bare = [re.sub(r"\\.", "", text).replace("**", "") for text in texts]
    assert not [text for text in bare if re.search(r"[\[\]<>*_`#]", text)]
    (link,) = [c["description"] for c in connections if c["to"] == "https://example.org/body/link"]
    assert "\\!\\[x\\](http://example.org/x.png)" in link


@given(st.text())
def test_clean_text_is_what_xml_holds(text: str) -> None:
    plain = clean_text(text)
    read = parse_markup(f'<x a="{escape_attribute(plain)}">{escape_text(plain)}</x>'.encode())
    assert (read.text or "", read.get("a")) == (clean_text(text), clean_text(text))
    assert len(clean_text(text)) == len(re.sub("\r\n", "\n", text))


# Equal input, equal bytes; that the order of triples leaves no trace is tested with the catalogue ---------------------


def test_an_endpoint_gives_the_same_files() -> None:
    with places.serve(places.answer_from(places.EXTRACT)) as url:
        source = Source(url)
        files = write_formats(source, find_formats(NETWORKS))
    assert source.stem == "extract-dup"
    assert {name.removeprefix(source.stem): data for name, data in files.items()} == export(places.EXTRACT)


# References, parts, several plans -------------------------------------------------------------------------------------


def test_references_are_links_with_their_words() -> None:
    _, edges = read_graphml(export(places.EXTRACT)[".graphml"])
    cited = ask("SELECT ?e ?c { ?e dup:refersToElement ?c }", places.EXTRACT)
    shown = [(facts["source"], facts["target"]) for facts in edges if facts["kind"] == "refersToElement"]
    assert shown == cited
    assert len(cited) == 1


def test_a_plan_without_objectives_has_no_dependencies(tmp_path: Path) -> None:
    text = places.EXTRACT.read_text(encoding="utf-8").replace("a dup:Objective", "a dup:Action")
    path = tmp_path / "azioni.ttl"
    path.write_text(text, encoding="utf-8")
    nodes, edges = read_gexf(export(path)[".gexf"])
    assert {facts["kind"] for facts in nodes.values()} >= {"action", "partner"}
    assert "dependency" not in {facts["kind"] for facts in edges}


def test_a_link_without_mentions_weighs_one(tmp_path: Path) -> None:
    path = tmp_path / "muto.ttl"
    link = "<https://w3id.org/dupgraph/data/extract/plan/dup/policy/1> dup:involves <https://example.org/x> ."
    path.write_text(places.EXTRACT.read_text(encoding="utf-8") + link, encoding="utf-8")
    nodes, edges = read_gexf(export(path)[".gexf"])
    (silent,) = [facts for facts in edges if facts["target"] == "https://example.org/x"]
    assert (silent["weight"], silent["mentions"], "words" in silent) == (1.0, 0, False)
    assert nodes["https://example.org/x"]["label"] == "https://example.org/x"


def test_an_element_named_like_a_thing_is_one_node(tmp_path: Path) -> None:
    path = tmp_path / "doppio.ttl"
    base = "https://w3id.org/dupgraph/data/extract/plan/dup/"
    link = f"<{base}objective/1.3.1> dup:involves <{base}guideline/1.3> ."
    path.write_text(places.EXTRACT.read_text(encoding="utf-8") + link, encoding="utf-8")
    rows = [row for row in read_table(export(path)["-nodes.csv"]) if row["id"] == f"{base}guideline/1.3"]
    assert [row["kind"] for row in rows] == ["guideline"]


@pytest.fixture
def two_plans(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "comuni"
    folder.mkdir()
    for name in ("primo", "secondo"):
        places.copy_plan(folder, name)
    return folder


def test_several_plans_are_one_network(two_plans: Path, tmp_path: Path) -> None:
    said = run("gexf", "--graph", two_plans, "-o", tmp_path / "out")
    nodes, _ = read_gexf((tmp_path / "out" / "comuni.gexf").read_bytes())
    assert {facts["plan"] for facts in nodes.values() if facts.get("plan")} == {"Piano primo", "Piano secondo"}
    # What both name is one node.
    one, _ = read_gexf(export(places.EXTRACT)[".gexf"])
    elements = sum(facts["kind"] in ELEMENT_KINDS for facts in one.values())
    assert sum(facts["kind"] in ELEMENT_KINDS for facts in nodes.values()) == 2 * elements
    assert len(nodes) < 2 * len(one)
    assert f"nodi {len(nodes)}, " in said


def test_one_plan_of_several_is_chosen_and_named(two_plans: Path, tmp_path: Path) -> None:
    run("network-csv", "--graph", two_plans, "--plan", "Piano secondo", "-o", tmp_path)
    rows = read_table((tmp_path / "secondo-dup-nodes.csv").read_bytes())
    assert {row["plan"] for row in rows if row["plan"]} == {"Piano secondo"}
    assert (tmp_path / "secondo-dup-edges.csv").is_file()


def test_a_chosen_plan_of_one_file_gives_its_name() -> None:
    assert Source(str(GRAPH)).stem == "sassuolo"
    assert Source(str(GRAPH), plan="Sassuolo").stem == "036040-dup"


def test_a_folder_of_one_graph_is_called_like_its_file(tmp_path: Path) -> None:
    places.copy_plan(tmp_path, "solo")
    assert Source(str(tmp_path)).stem == "solo"


def test_a_named_graph_of_a_store_is_exported(tmp_path: Path, two_plans: Path) -> None:
    store = tmp_path / "piani.store"
    load_graphs([two_plans], store)
    assert Source(str(store)).stem == "piani"
    source = Source(str(store), graph_iris=("https://w3id.org/dupgraph/data/primo/plan/dup/graph",))
    assert source.stem == "primo-dup"


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("https://w3id.org/dupgraph/data/036040/plan/dup", "036040-dup"),
        ("https://example.org/a/plan/..", "a"),
        ("https://example.org/%2e%2e%2fetc/plan/%00", "2e-2e-2fetc--00"),
        ("https://example.org/", "example-org"),
        ("https://example.org/piano#2026", "2026"),
        ("urn:x:" + "y" * 300, "urn-x-" + "y" * 74),
        ("https://example.org/à/", "plan"),
    ],
)
def test_name_of_a_plan_is_a_safe_file_name(iri: str, name: str) -> None:
    assert name_plan(iri) == name


# The command ----------------------------------------------------------------------------------------------------------


def test_command_writes_what_is_asked_and_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    said = run("gexf", "kumu", "gexf", "--graph", GRAPH, "-o", folder)
    assert sorted(path.name for path in folder.iterdir()) == ["sassuolo.gexf", "sassuolo.kumu.json"]
    assert said == f"{folder / 'sassuolo.gexf'}, {folder / 'sassuolo.kumu.json'}: nodi 317, legami 886.\n"
    run("gexf", "--graph", GRAPH, "-o", folder, "--no-dependencies", "--lang", "en")
    assert (folder / "sassuolo.gexf").read_bytes() == export(with_dependencies=False, language="en")[".gexf"]


def test_command_is_listed_and_its_help_names_all_formats() -> None:
    assert "export" in COMMANDS
    output = CliRunner().invoke(group, ["export", "--help"]).stdout
    assert "dupgraph export" in output.split("Example:")[1]
    assert all(re.search(rf"\b{name}\b", output.split("Options:")[0]) for name in list_format_names())


def test_formats_complete_in_a_shell() -> None:
    argument = next(parameter for parameter in command.params if parameter.name == "names")
    found = argument.shell_complete(command.make_context("export", ["gexf"]), "g")
    assert [item.value for item in found] == ["graphml", "gexf"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("graphlm", "graphml"),
        ("GEXF", "gexf"),
        ("kumi", "kumu"),
        ("csv-network", "network-csv"),
        ("json-ld", "jsonld"),
        ("catalogue", "catalog"),
        ("ttl", "turtle"),
    ],
)
def test_unknown_format_offers_the_nearest(typed: str, meant: str) -> None:
    with pytest.raises(OutputError) as caught:
        find_formats(["gexf", typed])
    assert str(caught.value) == (f"no format is called {typed!r} (did you mean {meant!r}?); {KNOWN}")


def test_refusals_are_one_sentence(tmp_path: Path) -> None:
    assert refuse("zzz", "--lang", "en") == f"Error: no format is called 'zzz'; {KNOWN}"
    assert refuse("gexff").startswith("Errore: nessun formato si chiama 'gexff' (forse 'gexf'?); ci sono turtle, ")
    assert refuse("--lang", "en", "-o", tmp_path / "x") == f"Error: no format is given; {KNOWN}"
    empty = tmp_path / "vuoto.ttl"
    empty.write_text("<https://example.org/a> <https://example.org/b> <https://example.org/c> .\n", encoding="utf-8")
    assert "no plan is described in" in refuse("gexf", "--lang", "en", "--graph", empty, "-o", tmp_path / "x")
    assert "non c'è alcun file né cartella con questo nome" in refuse(
        "gexf", "--graph", tmp_path / "manca.ttl", "-o", tmp_path / "x"
    )
    assert "no plan is called 'Modena'" in refuse("gexf", "--lang", "en", "--plan", "Modena", "-o", tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_a_graph_without_mentions_is_refused(tmp_path: Path) -> None:
    silent = tmp_path / "muto.ttl"
    silent.write_text(places.EXTRACT.read_text(encoding="utf-8").replace("dup:inElement", "dup:near"), encoding="utf-8")
    assert "has no mentions" in refuse("gexf", "--lang", "en", "--graph", silent, "-o", tmp_path / "x")


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mio", encoding="utf-8")
    for folder in (file, file / "below"):
        assert "the folder cannot be made" in refuse("gexf", "--graph", places.EXTRACT, "-o", folder)
    assert file.read_text(encoding="utf-8") == "mio"


def test_all_files_are_written_or_none(tmp_path: Path) -> None:
    (tmp_path / "extract.graphml").write_text("prima", encoding="utf-8")
    (tmp_path / "extract-edges.csv").mkdir()
    sentence = refuse(*NETWORKS, "--graph", places.EXTRACT, "-o", tmp_path)
    assert "extract-edges.csv: è una cartella" in sentence
    assert sorted(path.name for path in tmp_path.iterdir()) == ["extract-edges.csv", "extract.graphml"]
    assert (tmp_path / "extract.graphml").read_text(encoding="utf-8") == "prima"


# The manual -----------------------------------------------------------------------------------------------------------


def test_manual_names_every_format_column_and_colour() -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    for known in find_formats(list_format_names()):
        assert f"`{known.name}`" in manual
        names = (known.file,) if isinstance(known, MetadataFormat) else (f"<stem>{ending}" for ending in known.files)
        assert all(f"`{name}`" in manual for name in names)
    rows = {line.split("`")[1] for line in manual.splitlines() if line.startswith("| `")}
    assert {*NODE_COLUMNS, *EDGE_COLUMNS, "directed"} <= rows
    for kind, color in KIND_COLOURS.items():
        assert f"| `{kind}` | `{color}` |" in manual
        assert f'element["kind"="{kind}"] {{ color: {color}; }}' in manual
