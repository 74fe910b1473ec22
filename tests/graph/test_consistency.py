"""Contradictions: what cannot be true at once is found, by our rules and, independently, by owlrl's."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from commands import run_validate
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from rdflib import Graph, URIRef

from dupgraph.base.files import list_resources
from dupgraph.graph.validate.consistency import build_closure, check_consistency, load_consistency_rules
from dupgraph.graph.validate.files import list_graphs, list_vocabularies
from dupgraph.graph.validate.literals import holds_value
from dupgraph.schema.namespaces import COVAPIT, DUP, L0, OWL, PREFIXES, RDF, SKOS, XSD

GOOD = Path(__file__).parents[1] / "data" / "validate" / "good.ttl"
ONTOLOGY = list_resources("ontology", ".ttl")
BASE = "https://w3id.org/dupgraph/data/000000/"
NAMES = {
    **PREFIXES,
    "mention": BASE + "plan/prova/mention/",
    "objective": BASE + "plan/prova/objective/",
    "organization": BASE + "organization/",
    "place": BASE + "place/",
    "plan": BASE + "plan/",
    "policy": BASE + "plan/prova/policy/",
    "actors": "https://w3id.org/dupgraph/controlled-vocabulary/actors/",
    "a": "https://w3id.org/dupgraph/prova/",
}
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in NAMES.items())
AUSL, GROUP_OR_BODY = "000000/organization/ausl", "covapit:Group, covapit:Organization"
MENTION = "000000/plan/prova/mention/1"
IN_TWO = "dup:inElement: 000000/plan/prova/objective/1.1, 000000/plan/prova/policy/1"

# Rule, what is at fault, the terms that exclude each other, what is said beside the good graph.
BREAKS = [
    ("cax-dw", AUSL, GROUP_OR_BODY, "organization:ausl a dup:ActorCategory ."),
    ("cax-dw", "1.1", "dup:Objective, dup:Policy", "objective:1.1 a dup:Policy ."),
    ("cax-dw", "1", "dup:Action, dup:Policy", "policy:1 a dup:Action ."),
    # What follows counts: the range of a property, a class above, a property above, another name.
    ("cax-dw", AUSL, GROUP_OR_BODY, "objective:1.1 dup:benefits organization:ausl ."),
    ("cax-dw", AUSL, GROUP_OR_BODY, "organization:ausl dup:hasKind organization:ausl ."),
    ("cax-dw", "actors/third-sector", GROUP_OR_BODY, "actors:third-sector dup:hasKind actors:third-sector ."),
    ("cax-dw", AUSL, GROUP_OR_BODY, "a:serves rdfs:subPropertyOf dup:benefits . policy:1 a:serves organization:ausl ."),
    ("cax-dw", "prova/same", GROUP_OR_BODY, "organization:ausl owl:sameAs a:same . a:same a dup:BeneficiaryGroup ."),
    ("prp-fp", MENTION, IN_TWO, "mention:1 dup:inElement policy:1 . objective:1.1 owl:differentFrom policy:1 ."),
    ("prp-fp", "1.1", "dup:refersTo: 000000/organization/ausl, 000000/plan/prova",
     "mention:1 dup:refersTo plan:prova . plan:prova owl:differentFrom organization:ausl ."),
    ("cax-adc", "prova/x", "prova/A, prova/C",
     "[] a owl:AllDisjointClasses ; owl:members (a:A a:B a:C) . a:x a a:A , a:C ."),
    ("cls-nothing2", "prova/x", "owl:Nothing", "a:x a owl:Nothing ."),
    ("prp-ifp", "prova/k", "prova/code: prova/x, prova/y",
     "a:code a owl:InverseFunctionalProperty . a:x a:code a:k . a:y a:code a:k . a:x owl:differentFrom a:y ."),
    ("prp-irp", "prova/x", "prova/above", "a:above a owl:IrreflexiveProperty . a:x a:above a:x ."),
    ("prp-asyp", "prova/x", "prova/above: prova/y",
     "a:above a owl:AsymmetricProperty . a:x a:above a:y . a:y a:above a:x ."),
    ("prp-pdw", "prova/x", "prova/hates, prova/likes",
     "a:likes owl:propertyDisjointWith a:hates . a:x a:likes a:y ; a:hates a:y ."),
    ("eq-diff1", "prova/x", "prova/y", "a:x owl:sameAs a:y . a:x owl:differentFrom a:y ."),
    ("dup-empty-class", "prova/Both", GROUP_OR_BODY,
     "a:Both rdfs:subClassOf dup:ActorCategory , "
     "covapit:Organization ."),
    ("dt-not-type", "1.1", 'dup:page: "uno"^^<http://www.w3.org/2001/XMLSchema#positiveInteger>, xsd:positiveInteger',
     'objective:1.1 dup:page "uno"^^xsd:positiveInteger .'),
    ("dt-not-type", "1.1", 'dup:page: "I", xsd:positiveInteger', 'objective:1.1 dup:page "I" .'),
    ("dt-not-type", "1.1", 'dup:page: "0"^^<http://www.w3.org/2001/XMLSchema#integer>, xsd:positiveInteger',
     "objective:1.1 dup:page 0 ."),
    ("dt-not-type", "000000/plan/prova", 'dup:period: "2025"@it, xsd:string', 'plan:prova dup:period "2025"@it .'),
]  # fmt: skip
IDS = [f"{rule}-{number}" for number, (rule, *_) in enumerate(BREAKS)]
# Where owlrl has no such rule: a class without members, and a literal that is well written and not in the range.
OURS_ALONE = {"dup-empty-class"} | {"dt-not-type-19", "dt-not-type-20", "dt-not-type-21"}

# What is said, what follows.
ENTAILMENTS = {
    "scm-sco": ("a:A rdfs:subClassOf a:B . a:B rdfs:subClassOf a:C .", ("A", "rdfs:subClassOf", "C")),
    "scm-eqc1": ("a:A owl:equivalentClass a:B .", ("B", "rdfs:subClassOf", "A")),
    "scm-spo": ("a:p rdfs:subPropertyOf a:q . a:q rdfs:subPropertyOf a:r .", ("p", "rdfs:subPropertyOf", "r")),
    "scm-eqp1": ("a:p owl:equivalentProperty a:q .", ("q", "rdfs:subPropertyOf", "p")),
    "prp-spo1": ("a:p rdfs:subPropertyOf a:q . a:x a:p a:y .", ("x", "q", "y")),
    "prp-inv1": ("a:p owl:inverseOf a:q . a:x a:p a:y .", ("y", "q", "x")),
    "prp-inv2": ("a:p owl:inverseOf a:q . a:x a:q a:y .", ("y", "p", "x")),
    "prp-symp": ("a:p a owl:SymmetricProperty . a:x a:p a:y .", ("y", "p", "x")),
    "prp-trp": ("a:p a owl:TransitiveProperty . a:x a:p a:y . a:y a:p a:z .", ("x", "p", "z")),
    "prp-dom": ("a:p rdfs:domain a:A . a:x a:p a:y .", ("x", "rdf:type", "A")),
    "prp-rng": ("a:p rdfs:range a:A . a:x a:p a:y .", ("y", "rdf:type", "A")),
    "cax-sco": ("a:A rdfs:subClassOf a:B . a:x a a:A .", ("x", "rdf:type", "B")),
    "eq-sym": ("a:x owl:sameAs a:y .", ("y", "owl:sameAs", "x")),
    "eq-trans": ("a:x owl:sameAs a:y . a:y owl:sameAs a:z .", ("x", "owl:sameAs", "z")),
    "eq-rep-s": ("a:x owl:sameAs a:y . a:x a:p a:z .", ("y", "p", "z")),
    "eq-rep-o": ("a:x owl:sameAs a:y . a:z a:p a:x .", ("z", "p", "y")),
}


def write_graph(folder: Path, said: str, base: str = "") -> Path:
    path = folder / "graph.ttl"
    path.write_text(f"{HEAD}\n{base}\n{said}\n", encoding="utf-8")
    return path


def list_quads(*paths: Path) -> list[Quad]:
    return [quad for path in paths for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE)]


@cache
def close_good() -> Graph:
    """Return what follows from the ontology and a good graph: many breaks are added to the same."""
    return close_independently(*ONTOLOGY, GOOD)


def close_independently(*paths: Path, closed: Iterable[Any] = ()) -> Graph:
    """Return what follows from some files, and from what is closed, by owlrl, which puts its errors into the graph."""
    graph = Graph()
    graph += closed
    for path in paths:
        graph.parse(path)
    # Words of a language entail nothing, and half of all triples are such.
    for triple in [triple for triple in graph if getattr(triple[2], "language", None)]:
        graph.remove(triple)
    closure = DeductiveClosure(OWLRL_Semantics, rdfs_closure=False, axiomatic_triples=False, datatype_axioms=False)
    closure.expand(graph)
    return graph


def list_errors(graph: Graph) -> list[str]:
    error = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    return sorted(str(message) for message in graph.objects(None, error))


def expand(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return NAMES[prefix or "a"] + local


@pytest.mark.slow
@pytest.mark.parametrize("path", list_graphs(), ids=lambda path: path.stem)
def test_packaged_graphs_are_consistent(path: Path) -> None:
    report = check_consistency(path)
    assert report.findings == ()
    # What is said, and more that follows from it.
    said = set(list_quads(path, *list_vocabularies()))
    assert report.triples > len(said)
    assert report.kind == "consistency"


def test_good_graph_is_consistent() -> None:
    assert check_consistency(GOOD).findings == ()
    assert list_errors(close_good()) == []


@pytest.fixture
def without_vocabularies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ontology and its alignments alone: twenty thousand names contradict nothing, and take most of the time."""
    monkeypatch.setattr("dupgraph.graph.validate.consistency.list_vocabularies", lambda: ONTOLOGY)


@pytest.mark.usefixtures("without_vocabularies")
@pytest.mark.parametrize(("rule", "element", "words", "said"), BREAKS, ids=IDS)
def test_each_contradiction_is_found(tmp_path: Path, rule: str, element: str, words: str, said: str) -> None:
    report = check_consistency(write_graph(tmp_path, said, GOOD.read_text(encoding="utf-8")))
    assert (rule, element, words) in {(found.rule, found.element, found.words) for found in report.findings}
    assert not report.conforms


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "said"), [(rule, said) for rule, _, _, said in BREAKS], ids=IDS)
def test_another_reasoner_finds_each_contradiction_too(
    request: pytest.FixtureRequest, tmp_path: Path, rule: str, said: str
) -> None:
    # What is said of made-up things alone needs nothing else to be contradicted.
    is_alone = {*re.findall(r"(\w+):", said)} <= {"a", "owl", "rdfs"}
    found = list_errors(close_independently(write_graph(tmp_path, said), closed=() if is_alone else close_good()))
    ours_alone = rule in OURS_ALONE or request.node.callspec.id in OURS_ALONE
    assert bool(found) is not ours_alone


def test_every_rule_has_its_break() -> None:
    assert {rule for rule, *_ in BREAKS} == set(load_consistency_rules().messages)
    assert len(load_consistency_rules().updates) == len(ENTAILMENTS)


@pytest.mark.parametrize("rule", ENTAILMENTS)
def test_each_entailment_follows(tmp_path: Path, rule: str) -> None:
    said, (subject, predicate, value) = ENTAILMENTS[rule]
    path = write_graph(tmp_path, said)
    triple = tuple(expand(name) for name in (subject, predicate, value))
    before = {(q.subject.value, q.predicate.value, q.object.value) for q in list_quads(path)}
    after = {(q.subject.value, q.predicate.value, q.object.value) for q in build_closure(list_quads(path))}
    assert triple not in before
    assert triple in after
    assert tuple(map(URIRef, triple)) in close_independently(path)


def test_what_follows_is_what_another_reasoner_infers() -> None:
    def is_looked_at(kind: str) -> bool:
        return kind.startswith((DUP, COVAPIT, L0, SKOS))

    quads = list_quads(*ONTOLOGY, GOOD)
    ours = {
        (quad.subject.value, quad.object.value)
        for quad in build_closure(quads)
        if quad.predicate.value == RDF + "type" and is_looked_at(quad.object.value)
    }
    theirs = {
        (str(subject), str(kind))
        for subject, kind in close_good().subject_objects(URIRef(RDF + "type"))
        if is_looked_at(str(kind))
    }
    said = {(q.subject.value, q.object.value) for q in quads if q.predicate.value == RDF + "type"}
    assert len(ours - said) > 10
    assert ours == theirs


@pytest.mark.usefixtures("without_vocabularies")
def test_two_names_are_two_things_unless_said_otherwise(tmp_path: Path) -> None:
    good = GOOD.read_text(encoding="utf-8")
    said = "mention:1 dup:refersTo a:health ."
    (found,) = check_consistency(write_graph(tmp_path, said, good)).findings
    assert found.rule == "prp-fp"
    same = said + " a:health owl:sameAs organization:ausl ."
    assert check_consistency(write_graph(tmp_path, same, good)).findings == ()


@pytest.mark.usefixtures("without_vocabularies")
def test_one_contradiction_is_one_finding(tmp_path: Path) -> None:
    mirror = "dup:Policy owl:disjointWith dup:Objective . dup:Objective owl:disjointWith dup:Policy ."
    said = f"objective:1.1 a dup:Policy . {mirror}"
    (found,) = check_consistency(write_graph(tmp_path, said, GOOD.read_text(encoding="utf-8")), lang="it").findings
    assert found.message == "Appartiene a due classi che si escludono."
    assert found.node == BASE + "plan/prova/objective/1.1"


VALUES = [
    ("integer", "1", "integer", True),
    ("positiveInteger", "1.0", "decimal", True),
    ("positiveInteger", "1.5", "decimal", False),
    ("nonNegativeInteger", "-1", "integer", False),
    ("int", str(2**31), "integer", False),
    ("decimal", "1", "integer", True),
    ("decimal", "1,5", "decimal", False),
    ("integer", "1", "string", False),
    ("string", "1", "string", True),
    ("string", "1", "integer", False),
    ("date", "2024-02-29", "date", True),
    ("date", "2023-02-29", "date", False),
    ("date", "29/02/2024", "date", False),
    ("dateTime", "2024-02-29T10:00:00Z", "dateTime", True),
    ("dateTime", "2024-02-30T10:00:00Z", "dateTime", False),
    ("date", "2024-02-29T10:00:00Z", "dateTime", False),
    ("gYear", "2024", "gYear", True),
    ("gYear", "24", "gYear", False),
    ("boolean", "true", "boolean", True),
    ("boolean", "vero", "boolean", False),
    ("hexBinary", "0aF1", "hexBinary", True),
    ("hexBinary", "0aF", "hexBinary", False),
]


@pytest.mark.parametrize(("datatype", "text", "own", "holds"), VALUES)
def test_values_of_datatypes(datatype: str, text: str, own: str, holds: bool) -> None:
    assert holds_value(XSD + datatype, Literal(text, datatype=NamedNode(XSD + own))) is holds


def test_literals_without_a_range_are_any() -> None:
    assert holds_value(OWL + "real", Literal("uno", language="it"))


def test_command_says_what_contradicts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_graph(tmp_path, "organization:ausl a dup:ActorCategory .", GOOD.read_text(encoding="utf-8"))
    assert run_validate(monkeypatch, str(path), "--consistency") == 1
    *_, found, verdict = capsys.readouterr().out.splitlines()
    assert found.split()[:2] == [AUSL, "cax-dw"]
    assert f'"{GROUP_OR_BODY}"' in found
    assert verdict.startswith(f"{path}: is not consistent (")


def test_command_says_that_nothing_contradicts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_validate(monkeypatch, str(GOOD), "--consistency") == 0
    conforms, consistent = capsys.readouterr().out.splitlines()
    assert ": conforms (" in conforms
    assert ": is consistent (" in consistent
