"""The RDF formats: each, read back by two parsers that know nothing of each other, is the graph; hostile graphs too."""

import json
import random
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import places
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BaseDirection,
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from dupgraph.base.errors import OutputError, VocabularyError
from dupgraph.base.files import find_resource
from dupgraph.publish.export import jsonld
from dupgraph.publish.export.jsonld import compact_triples, load_context, write_jsonld, write_jsonld_document
from dupgraph.publish.export.rdf import (
    write_nquads,
    write_ntriples,
    write_rdfxml,
    write_trig,
    write_turtle,
    write_turtle_document,
)
from dupgraph.publish.export.rdfxml import write_rdfxml_document
from dupgraph.publish.export.source import Source
from dupgraph.publish.export.statements import find_prefixes, order_triples
from dupgraph.schema.namespaces import PREFIXES, ROOT

GRAPH = find_resource("graph", "sassuolo.ttl")
ONTOLOGY = find_resource("ontology", "dup.ttl")
PLAN = "https://example.org/data/plan/dup"
EX = "http://example.org/terms/"
DUP = "https://w3id.org/dupgraph/onto/"
DCT = "http://purl.org/dc/terms/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = NamedNode(RDF + "type")

Write = Callable[[Source], bytes]
# rdflib's readers of graphs with names use what rdflib itself calls deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning:rdflib")
# How each format is written, and what the two parsers call it.
FORMATS: dict[str, tuple[Write, RdfFormat, str]] = {
    "turtle": (write_turtle, RdfFormat.TURTLE, "turtle"),
    "ntriples": (write_ntriples, RdfFormat.N_TRIPLES, "nt"),
    "trig": (write_trig, RdfFormat.TRIG, "trig"),
    "nquads": (write_nquads, RdfFormat.N_QUADS, "nquads"),
    "rdfxml": (write_rdfxml, RdfFormat.RDF_XML, "xml"),
    "jsonld": (write_jsonld, RdfFormat.JSON_LD, "json-ld"),
}
NAMED = {"trig", "nquads"}
BARE = {XSD + name for name in ("integer", "decimal", "double", "boolean")}
QUOTES = "\"'\\ «virgolette» ’ \"\"\" ''' \\n \\u0041"
WORDS = (
    QUOTES,
    "riga\nriga\r\nriga\rfine\tfine",
    " spazi  davanti e dietro ",
    "\n",
    "",
    "<script>alert(1)</script> &amp; ]]> <!-- -->",
    "عربي \u200fRTL\u200e \u202eoverride\u202c",
    "😀 𝔸 e\u0301 \u00e9 \ufeff \u2028 \u0085",
    "lungo " * 834,
    "3",
    "003",
    "-1.5E3",
    "true",
    "http://example.org/no-iri",
    "@it",
    "_:b",
    "dup:involves",
)


@pytest.fixture(scope="module", autouse=True)
def _literals_as_written() -> Iterator[None]:
    """Keep rdflib from writing 003 as 3."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        yield


def state(subject: str, predicate: str, value: Any) -> Triple:
    term = NamedNode(value) if isinstance(value, str) else value
    return Triple(NamedNode(subject), NamedNode(predicate), term)


def type_literal(words: str, datatype: str) -> Literal:
    return Literal(words, datatype=NamedNode(datatype))


def make_hostile() -> list[Triple]:
    """Return a plan whose every word is against us."""
    element = f"{PLAN}/objective/1"
    said = [state(PLAN, RDF + "type", DUP + "Plan"), state(element, DCT + "isPartOf", PLAN)]
    said += [state(element, RDF + "type", DUP + "Objective"), state(element, RDF + "type", EX + "1(2)")]
    for predicate in (DCT + "title", DCT + "identifier", EX + "note", DUP + "involves"):
        said += [state(element, predicate, Literal(words)) for words in WORDS]
        said += [state(element, predicate, Literal(words, language="it")) for words in WORDS]
    for tag in ("it", "it-IT", "en-GB", "zh-Hant-TW", "x-klingon"):
        said += [state(element, SKOS + "altLabel", Literal(f"{words} {tag}", language=tag)) for words in WORDS[:4]]
    datatypes = ("integer", "nonNegativeInteger", "decimal", "double", "boolean", "date", "dateTime", "anyURI")
    for datatype in (*(XSD + name for name in datatypes), EX + "own type", RDF + "JSON", RDF + "HTML"):
        for predicate in ("http://www.w3.org/ns/oa#start", EX + "value", DUP + "weight"):
            words = ("0", "3", "003", "+3", "-3", "3.50", "1e3", "true", "nonsense", "2026-02-30", "9" * 40)
            said += [state(element, predicate, type_literal(word, datatype.replace(" ", ""))) for word in words]
    strange = ("urn:isbn:123", "mailto:a@example.org", "javascript:alert(1)", "dup:involves", "title:x", "id:x", "_:x")
    things = (
        *strange[:-1],
        "http://example.org/a?b=1&c='2'#é",
        "http://example.org/città/è",
        "https://example.org/%2F",
    )
    for thing in things:
        said += [state(element, DUP + "involves", thing), state(element, DUP + "evidenceFor", thing)]
        said += [state(element, EX + "thing", thing), state(element, DCT + "title", thing)]
        said += [state(thing, SKOS + "prefLabel", Literal(thing, language="it")), state(thing, RDF + "type", thing)]
    for predicate in ("urn:x:note", "http://other.example/vocabolario#perché", "http://other.example/1a", "title:note"):
        said.append(state(element, predicate, Literal("x")))
    return list(dict.fromkeys(said))


def add_blank_nodes(triples: Iterable[Triple]) -> list[Triple]:
    first, second, alone = BlankNode("a"), BlankNode("b"), BlankNode("c")
    note, plan = NamedNode(EX + "note"), NamedNode(PLAN)
    return [
        *triples,
        Triple(plan, note, first),
        Triple(first, note, second),
        Triple(second, note, first),
        Triple(first, NamedNode(DUP + "involves"), second),
        Triple(alone, TYPE, NamedNode(DUP + "Mention")),
        Triple(alone, NamedNode(DCT + "title"), Literal(QUOTES, language="it")),
        Triple(plan, TYPE, second),
    ]


def write_graph(path: Path, triples: Iterable[Triple]) -> Source:
    path.write_bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
    return Source(str(path))


# Reading back --------------------------------------------------------------------------------------------------------


def take_term(term: Any) -> Any:
    """Return an rdflib term as a pyoxigraph one."""
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term).replace("-", ""))
    return (
        Literal(str(term), language=term.language)
        if term.language
        else type_literal(str(term), str(term.datatype or XSD + "string"))
    )


def read_independently(data: bytes, name: str, *, keep_graphs: bool = False) -> set[Quad]:
    """Return what rdflib reads."""
    dataset = rdflib.Dataset() if keep_graphs else rdflib.Graph()
    dataset.parse(data=data, format=name)
    quads = dataset.quads() if isinstance(dataset, rdflib.Dataset) else ((*triple, None) for triple in dataset)
    return {
        Quad(*map(take_term, (s, p, o)), NamedNode(str(graph)) if graph is not None else DefaultGraph())
        for s, p, o, graph in quads
    }


def read_all(data: bytes, name: str) -> list[set[Quad]]:
    """Return what each of the two parsers reads."""
    _, form, other = FORMATS[name]
    return [set(parse(data, format=form)), read_independently(data, other, keep_graphs=name in NAMED)]


def canonicalise(quads: Iterable[Quad]) -> set[Quad]:
    """Return the quads with blank nodes that two isomorphic graphs have alike."""
    stated = set(quads)
    if not any(isinstance(term, BlankNode) for quad in stated for term in (quad.subject, quad.object)):
        return stated
    dataset = Dataset(stated)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def expect(source: Source, name: str) -> set[Quad]:
    if name not in NAMED:
        return {Quad(t.subject, t.predicate, t.object) for t in source.triples}
    return {
        Quad(t.subject, t.predicate, t.object, NamedNode(f"{plan.iri}/graph"))
        for plan in source.plans
        for t in plan.triples
    }


def drop_bare(quads: Iterable[Quad]) -> set[Quad]:
    """Return the quads without those whose value Turtle writes bare: rdflib reads the bare number 003 as 3."""
    return {q for q in quads if not (isinstance(q.object, Literal) and q.object.datatype.value in BARE)}


def check(source: Source, name: str) -> bytes:
    """Write a format; both parsers read from it what the graph says."""
    data = FORMATS[name][0](source)
    ours, others = map(canonicalise, read_all(data, name))
    wanted = canonicalise(expect(source, name))
    assert ours == wanted
    if name in ("turtle", "trig") and others != wanted:
        others, wanted = drop_bare(others), drop_bare(wanted)
    assert others == wanted
    return data


@cache
def read_sassuolo() -> Source:
    return Source(str(GRAPH))


@pytest.fixture
def hostile(tmp_path: Path) -> Source:
    return write_graph(tmp_path / "hostile.nt", add_blank_nodes(make_hostile()))


@pytest.fixture
def two(tmp_path: Path) -> Source:
    folder = tmp_path / "two"
    folder.mkdir()
    for name in ("first", "second"):
        with places.copy_plan(folder, name).open("a", encoding="utf-8") as file:
            # The same label in two files: two nodes.
            file.write(
                f'<https://w3id.org/dupgraph/data/{name}/plan/dup> dct:source _:same . _:same dct:title "{name}".'
            )
    return Source(str(folder))


@pytest.fixture(scope="module")
def guideline(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """Sassuolo's plan with the objectives and mentions of one guideline: rdflib takes seconds for all."""
    path = tmp_path_factory.mktemp("guideline") / "sassuolo.ttl"
    codes = {"1.3", *(f"1.3.{number}" for number in range(1, 20))}
    return Source(str(places.thin_plan(GRAPH, path, codes)))


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
def test_sassuolo_comes_back(guideline: Source, name: str) -> None:
    data = check(guideline, name)
    assert data.endswith((b"}\n", b".\n", b">\n"))
    assert b"\r" not in data


@pytest.mark.parametrize("name", FORMATS)
def test_two_plans_come_back(two: Source, name: str) -> None:
    check(two, name)
    assert len({t.subject for t in two.triples if isinstance(t.subject, BlankNode)}) == 2


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_graph_comes_back(hostile: Source, name: str) -> None:
    check(hostile, name)


def test_ontology_comes_back() -> None:
    said = {quad.triple for quad in parse(path=str(ONTOLOGY))}
    assert read_document(write_turtle_document(order_triples(said)), "turtle") == [said] * 2
    assert read_document(write_rdfxml_document(order_triples(said)), "rdfxml") == [said] * 2
    assert read_document(write_jsonld_document(order_triples(said)), "jsonld") == [said] * 2


_LETTERS = st.characters(exclude_categories=["Cs"])
_XML_LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from(
    "\t\n\r"
)
_TAGS = st.sampled_from(["it", "en", "it-IT", "de-CH-1996", "sr-Latn"])
_DATATYPES = st.sampled_from([XSD + "integer", XSD + "nonNegativeInteger", XSD + "decimal", XSD + "date", EX + "type"])
_PREDICATES = st.sampled_from(
    [DCT + "title", DCT + "identifier", DCT + "issued", "http://www.w3.org/ns/oa#start", DUP + "weight", EX + "p"]
)
_NAMES = st.text("abcXYZ019.-_~%25()/,;:@!$&'*+=é日", min_size=1, max_size=12).map(
    lambda name: (
        (EX, ROOT)[len(name) % 2] + name.lstrip(".").replace("%", "%25").replace("/.", "/x").replace("..", ".x")
    )
)


def make_literals(letters: st.SearchStrategy[str]) -> st.SearchStrategy[Literal]:
    texts = st.text(letters, max_size=40) | st.integers().map(str) | st.sampled_from(WORDS)
    return (
        texts.map(Literal)
        | st.builds(lambda words, tag: Literal(words, language=tag), texts, _TAGS)
        | st.builds(type_literal, texts, _DATATYPES)
    )


def make_triples(letters: st.SearchStrategy[str]) -> st.SearchStrategy[list[Triple]]:
    objects = make_literals(letters) | _NAMES.map(NamedNode)
    return st.lists(st.builds(state, _NAMES, _PREDICATES, objects), max_size=8)


def read_document(data: bytes, name: str) -> list[set[Triple]]:
    return [{quad.triple for quad in found} for found in read_all(data, name)]


@given(make_triples(_LETTERS))
def test_any_words_come_back_from_turtle(triples: list[Triple]) -> None:
    found, _ = read_document(write_turtle_document(order_triples(triples)), "turtle")
    assert found == set(triples)


@given(make_triples(_LETTERS))
def test_any_words_come_back_from_jsonld(triples: list[Triple]) -> None:
    assert read_document(write_jsonld_document(order_triples(triples)), "jsonld") == [set(triples)] * 2


@given(make_triples(_XML_LETTERS))
def test_any_words_that_xml_allows_come_back_from_rdfxml(triples: list[Triple]) -> None:
    assert read_document(write_rdfxml_document(order_triples(triples)), "rdfxml") == [set(triples)] * 2


# Bytes and order -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_are_decided_by_the_graph_alone(hostile: Source, tmp_path: Path, name: str) -> None:
    """Neither the order of a file nor the labels of its blank nodes nor the run leave a trace."""
    write = FORMATS[name][0]
    lines = Path(str(hostile.location)).read_bytes().split(b"\n")
    random.Random(7).shuffle(lines)  # noqa: S311  an order, no secret
    file = tmp_path / "shuffled.nt"
    file.write_bytes(b"\n".join(lines).replace(b"_:a ", b"_:zz ").replace(b"_:b ", b"_:aa "))
    data = write(hostile)
    assert write(hostile) == data
    assert write(Source(str(file))) == data


def test_turtle_reads_as_the_built_file_does() -> None:
    """The same blocks; the built file has no prefix for dcat, and puts the municipality after the plan."""
    built, exported = (
        set(text.decode().replace("<http://www.w3.org/ns/dcat#theme>", "dcat:theme").split("\n\n"))
        for text in (GRAPH.read_bytes(), write_turtle(read_sassuolo()))
    )
    blocks = {block.rstrip("\n") for block in built if not block.startswith("@prefix")}
    assert blocks == {block.rstrip("\n") for block in exported if not block.startswith("@prefix")}
    assert len(blocks) > 1_800
    # Virtuoso 7.2 takes the backslash of a prefixed name for a part of the IRI.
    assert not any("\\/" in block for block in blocks)


def test_mentions_of_one_element_have_a_prefix_and_so_has_their_text() -> None:
    plan = "https://w3id.org/dupgraph/data/036040/plan/dup"
    one = [f"{plan}/text", f"{plan}/mention/1.3/5-9", f"{plan}/mention/1.3/5-9-2"]
    assert find_prefixes(one) == {"mention": f"{plan}/mention/1.3/", "text": f"{plan}/text"}
    assert "mention" not in find_prefixes([*one, f"{plan}/mention/1.4/12-15"])
    whole = "https://w3id.org/dupgraph/controlled-vocabulary/themes"
    assert find_prefixes([f"{whole}/health"]) == {"themes": f"{whole}/"}
    assert find_prefixes([whole]) == {"scheme": whole.removesuffix("themes")}


def test_order_follows_the_plan(two: Source) -> None:
    subjects = list(order_triples(read_sassuolo().triples))
    kinds = [subject.removesuffix(">").rpartition("/plan/dup/")[2] for subject in subjects]
    assert kinds[:2] == ["<https://w3id.org/dupgraph/data/036040/plan/dup", "text"]
    assert kinds.index("policy/1") < kinds.index("guideline/1.1") < kinds.index("objective/1.1.1")
    assert kinds.index("objective/1.4.9") < kinds.index("objective/1.4.10") < kinds.index("policy/2")
    goals = [subject.removeprefix("<http://metadata.un.org/sdg/") for subject in subjects if "/sdg/" in subject]
    assert goals.index("9>") < goals.index("10>") < goals.index("11.6>") < goals.index("11.7>") < goals.index("12>")
    mentions = [int(kind.rpartition("/")[2].split("-")[0]) for kind in kinds if kind.startswith("mention/")]
    assert mentions == sorted(mentions)
    # Several plans: the elements of one stand together.
    elements = [subject for subject in order_triples(two.triples) if "/objective/" in subject or "/policy/" in subject]
    assert ["/first/" in subject for subject in elements] == [True] * 4 + [False] * 4


def test_prefixes_are_those_that_shorten_something(two: Source) -> None:
    objective = "https://w3id.org/dupgraph/data/036040/plan/dup/objective/1.3.3"
    page = write_turtle_document(
        order_triples(t for t in read_sassuolo().triples if t.subject == NamedNode(objective))
    ).decode()
    lines = [line for line in page.splitlines() if line.startswith("@prefix")]
    assert lines == sorted(lines)
    assert len(lines) > 8
    assert "\nobjective:1.3.3 a dup:Objective ;\n" in page
    assert "@prefix skos:" not in page
    assert "@prefix rdf:" not in page
    # Two plans have two folders of objectives, and no prefix is for one of them only.
    both = write_turtle(two).decode()
    assert "@prefix objective:" not in both
    assert "@prefix actors:" in both
    assert write_turtle_document(order_triples([])) == b"\n"


def test_lines_are_in_order() -> None:
    for name in ("ntriples", "nquads"):
        lines = FORMATS[name][0](read_sassuolo()).splitlines()
        assert lines == sorted(set(lines))
        assert len(lines) == len(read_sassuolo().triples)


def test_trig_is_laid_out_as_turtle_is(two: Source) -> None:
    text = write_trig(two).decode()
    assert text.count("@prefix dup:") == 1
    first, second = (f"<https://w3id.org/dupgraph/data/{name}/plan/dup/graph> {{\n" for name in ("first", "second"))
    assert text.index(first) < text.index(second)
    assert f"{first}\t<https://w3id.org/dupgraph/data/first/plan/dup> a dup:Plan ;\n\t\tdct:source " in text


# RDF/XML -------------------------------------------------------------------------------------------------------------


def write_xml(*triples: Triple) -> str:
    return write_rdfxml_document(order_triples(triples)).decode()


def test_rdfxml_is_readable() -> None:
    text = write_rdfxml(read_sassuolo()).decode()
    objective = "https://w3id.org/dupgraph/data/036040/plan/dup/objective/1.3.3"
    start = text.index(f'  <dup:Objective rdf:about="{objective}">\n    <dct:description xml:lang="it">Promuovere')
    element = text[start : text.index("  </dup:Objective>\n\n", start)]
    assert (
        '    <oa:start rdf:datatype="http://www.w3.org/2001/XMLSchema#nonNegativeInteger">10358</oa:start>' in element
    )
    assert '    <dct:isPartOf rdf:resource="https://w3id.org/dupgraph/data/036040/plan/dup/guideline/1.3"/>' in element
    root = fromstring(text)  # noqa: S314  our own
    assert len(root) == len(order_triples(read_sassuolo().triples))
    # Each namespace that is declared is used, and none is declared on the way.
    assert [line for line in text.splitlines() if "xmlns:" in line] == text.splitlines()[2 : 2 + text.count("xmlns:")]


def test_rdfxml_keeps_carriage_returns() -> None:
    assert ">a&#13;b&#13;\nc<" in write_xml(state(PLAN, DCT + "title", Literal("a\rb\r\nc")))


@pytest.mark.parametrize("character", ["\0", "\x01", "\x0b", "\x0c", "\x1f", "\ufffe", "\uffff"])
def test_rdfxml_refuses_what_xml_forbids(character: str) -> None:
    with pytest.raises(OutputError) as caught:
        write_xml(state(PLAN, DCT + "title", Literal(f"a{character}b", language="it")))
    assert str(caught.value) == (
        f"XML forbids the character U+{ord(character):04X}, which stands in a value: <{PLAN}> <{DCT}title>; "
        "export it as turtle or ntriples"
    )


@pytest.mark.parametrize("predicate", [EX, EX + "1.3", EX + "a(b)", RDF + "li", RDF + "Description", EX + "a/%20"])
def test_rdfxml_refuses_a_property_that_is_no_name(predicate: str) -> None:
    with pytest.raises(OutputError, match="RDF/XML has no name for a property whose IRI ends like this"):
        write_xml(state(PLAN, predicate, Literal("x")))


def test_rdfxml_gives_every_namespace_a_prefix() -> None:
    said = (
        state(PLAN, "http://other.example/1perché", Literal("x")),
        state(PLAN, "urn:x:note", Literal("x")),
        state(PLAN, RDF + "type", EX + "1"),
        # A namespace of XML's own may not be bound: the name begins one letter later.
        state(PLAN, "http://www.w3.org/2000/xmlns/note", Literal("x")),
    )
    text = write_xml(*said)
    assert "<ns1:perché>x</ns1:perché>" in text
    assert 'xmlns:ns2="http://www.w3.org/2000/xmlns/n"' in text
    assert f'<rdf:type rdf:resource="{EX}1"/>' in text
    assert read_document(text.encode(), "rdfxml") == [set(said)] * 2


# JSON-LD -------------------------------------------------------------------------------------------------------------


def test_jsonld_of_one_thing_is_one_plain_object() -> None:
    objective = "https://w3id.org/dupgraph/data/036040/plan/dup/objective/1.3.3"
    document = compact_triples(order_triples(t for t in read_sassuolo().triples if t.subject == NamedNode(objective)))
    assert list(document)[:6] == ["@context", "id", "type", "label", "title", "identifier"]
    assert {name: document[name] for name in ("id", "type", "identifier", "sequence", "start", "isPartOf")} == {
        "id": "data/036040/plan/dup/objective/1.3.3",
        "type": "Objective",
        "identifier": "1.3.3",
        "sequence": 16,
        "start": 10358,
        "isPartOf": "data/036040/plan/dup/guideline/1.3",
    }
    assert document["@context"]["@base"] == ROOT
    assert document["levelName"] == {"it": "Obiettivo strategico"}
    # A list even where there is one.
    assert document["benefits"] == ["controlled-vocabulary/beneficiaries/citizens"]


def test_jsonld_of_many_is_a_flat_list_in_plain_values() -> None:
    document = json.loads(write_jsonld(read_sassuolo()))
    assert list(document) == ["@context", "@graph"]
    names = {*document["@context"], *load_context().named}
    for node in document["@graph"]:
        # Everything that a plan says has a name.
        assert set(node) <= names
    (mention,) = (n for n in document["@graph"] if n["id"].endswith("/1.3.3/10470-10474-2"))
    assert (mention["evidenceFor"], mention["exact"]) == ("involves", "AUSL")
    theme = next(n for n in document["@graph"] if n["id"].endswith("/themes/health"))
    assert theme["prefLabel"] == {"en": "Health", "it": "Salute e prevenzione"}
    labels = [words for node in document["@graph"] for words in node.get("altLabel", {}).values()]
    assert {type(words) for words in labels} == {list}
    assert min(map(len, labels)) == 1
    assert compact_triples({}) == {"@context": {"@version": 1.1, "id": "@id", "type": "@type"}, "@graph": []}


def test_jsonld_needs_nothing_from_elsewhere(hostile: Source) -> None:
    """The context is in the document, as much of it as is used, and it is that of the committed file."""
    whole = json.loads(find_resource("ontology", "context.jsonld").read_bytes())["@context"]
    document = json.loads(write_jsonld(hostile))
    context = document["@context"]
    # What stands for the end of its own IRI has none: the vocabulary has the beginning.
    assert context.pop("@vocab") == DUP
    assert context.pop("@base") == ROOT
    spaces = {name: context.pop(name) for name in list(context) if context[name] == PREFIXES.get(name)}
    assert spaces
    for name, space in spaces.items():
        context = json.loads(json.dumps(context).replace(f'"{name}:', f'"{space}'))
    assert all(
        whole[name] in (said, isinstance(said, dict) and said | {"@id": DUP + name}) for name, said in context.items()
    )
    said = [name for node in document["@graph"] for name in node]
    values = [value for node in document["@graph"] for name in ("type", "evidenceFor") for value in [node.get(name)]]
    named = {*said, *(name for value in values for name in ([value] if isinstance(value, str) else value or []))}
    assert set(context) - {"@version", "id", "type"} <= named
    assert {name for name in said if ":" not in name} <= set(whole)


def test_jsonld_keeps_what_the_context_has_no_word_for() -> None:
    said = [
        state(PLAN, EX + "note", Literal("testo", language="it")),
        state(PLAN, DUP + "involves", Literal("parole")),
        state(PLAN, "http://www.w3.org/ns/oa#start", type_literal("007", XSD + "nonNegativeInteger")),
        state(PLAN, "http://www.w3.org/ns/oa#start", type_literal("7", XSD + "integer")),
        state(PLAN, DCT + "title", Literal("senza lingua")),
    ]
    document = compact_triples(order_triples(said))
    assert document[EX + "note"] == {"@value": "testo", "@language": "it"}
    assert document[DUP + "involves"] == "parole"
    assert document["start"] == "007"
    assert document["http://www.w3.org/ns/oa#start"] == {"@value": "7", "@type": XSD + "integer"}
    assert document["title"] == {"@none": "senza lingua"}
    assert read_document(write_jsonld_document(order_triples(said)), "jsonld") == [set(said)] * 2
    # An IRI that begins as a prefix would is no name of that prefix, nor is a datatype.
    named = [state(PLAN, DCT + "identifier", Literal("1")), state(PLAN, DCT + "isPartOf", NamedNode("http://x.org/"))]
    for odd in (NamedNode("dct:plan"), type_literal("1", "dct:plan")):
        alike = [*said, *named, state(PLAN, EX + "odd", odd)]
        assert read_document(write_jsonld_document(order_triples(alike)), "jsonld") == [set(alike)] * 2


def test_context_names_the_whole_ontology_and_agrees_with_it() -> None:
    terms = load_context().terms
    ontology = [quad.triple for quad in parse(path=str(ONTOLOGY))]
    ranges = {t.subject.value: t.object.value for t in ontology if t.predicate.value == RDFS + "range"}
    checked = 0
    for triple in ontology:
        iri = triple.subject.value
        if triple.predicate != TYPE or not iri.startswith(DUP):
            continue
        term, kind = terms[iri], triple.object.value.rpartition("#")[2]
        assert term.name == iri.removeprefix(DUP)
        if kind == "ObjectProperty":
            assert term.type == ("@vocab" if ranges.get(iri) == RDF + "Property" else "@id"), iri
            checked += 1
        if kind == "DatatypeProperty" and not term.is_map:
            assert (term.type or XSD + "string") == ranges[iri], iri
            checked += 1
    assert checked > 30
    assert len(load_context().terms) == len(load_context().named)


def test_context_that_cannot_be_read_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonld, "find_resource", tmp_path.joinpath)
    with pytest.raises(VocabularyError, match=r"context\.jsonld: the context of JSON-LD cannot be read; install"):
        load_context.__wrapped__()


# What cannot be written, and where a graph may come from -------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [Triple(NamedNode(PLAN), TYPE, NamedNode(EX + "x")), Literal("نص", language="ar", direction=BaseDirection.RTL)],
)
def test_rdf_1_2_is_written_where_it_can_be(tmp_path: Path, value: Any) -> None:
    said = [state(PLAN, RDF + "type", DUP + "Plan"), state(PLAN, EX + "note", value)]
    source = write_graph(tmp_path / "new.nt", said)
    for name in ("turtle", "ntriples", "trig", "nquads"):
        write, form, _ = FORMATS[name]
        assert {quad.triple for quad in parse(write(source), format=form)} == set(said)
    for name in ("rdfxml", "jsonld"):
        with pytest.raises(OutputError, match=f"<{PLAN}> <{EX}note>; export it as turtle"):
            FORMATS[name][0](source)


def test_plan_whose_iri_gives_no_graph_name_is_refused_as_quads(tmp_path: Path) -> None:
    source = write_graph(tmp_path / "hash.nt", [state("https://example.org/#plan", RDF + "type", DUP + "Plan")])
    for name in NAMED:
        with pytest.raises(OutputError, match=r"a plan's IRI gives no name for its graph: .*; export it as turtle"):
            FORMATS[name][0](source)
    check(source, "turtle")


def test_plans_in_a_store_and_at_an_endpoint_are_exported(tmp_path: Path) -> None:
    """As the file has them: the kinds of numbers that a store does not keep come back."""
    file = places.copy_plan(tmp_path, "first")
    stored, read = Source(str(places.fill_store(tmp_path / "store", file))), Source(str(file))
    with places.serve(places.answer_from(file)) as url:
        asked = Source(url)
        for name, (write, *_) in FORMATS.items():
            assert check(stored, name) == write(asked) == write(read), name


def test_one_plan_of_two_can_be_exported(two: Source) -> None:
    first = Source(two.location, plan="Piano first")
    assert {plan.iri for plan in first.plans} == {"https://w3id.org/dupgraph/data/first/plan/dup"}
    check(first, "trig")
    assert b"data/second/" not in write_turtle(first)
