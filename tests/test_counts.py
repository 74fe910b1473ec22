"""One way of counting: questions, analyses, the map, the site and exported tables say the same numbers of one plan."""

import csv
from collections import Counter
from io import StringIO

import pytest

from dupgraph.ask.analysis.matrices import count_matrix
from dupgraph.ask.analysis.measures import measure_things
from dupgraph.ask.catalogue import run_question
from dupgraph.base.files import find_resource
from dupgraph.graph.engines import Engine, open_engine
from dupgraph.graph.engines.plans import list_plan_graphs
from dupgraph.publish.export.formats import find_formats, write_formats
from dupgraph.publish.export.publication import Publication, find_date
from dupgraph.publish.export.source import Source
from dupgraph.publish.map.content import MapContent, read_content
from dupgraph.publish.pages.elements import count_things
from dupgraph.publish.pages.plan import PlanView
from dupgraph.schema.links import BENEFICIARY, ELEMENT_KINDS, PARTNER, ROLES, SHOWN, THEME


@pytest.fixture(scope="module")
def engine() -> Engine:
    return open_engine()


@pytest.fixture(scope="module")
def drawn(engine: Engine) -> MapContent:
    return read_content(engine)


@pytest.fixture(scope="module")
def view(engine: Engine) -> PlanView:
    [graph] = list_plan_graphs(engine)
    return PlanView(graph.iri, graph.read())


@pytest.fixture(scope="module")
def tables() -> dict[str, list[dict[str, str]]]:
    source = Source(str(find_resource("graph", "sassuolo.ttl")))
    files = write_formats(source, find_formats(("csv",)), Publication(find_date("2026-11-22")))
    rows = {name: list(csv.DictReader(StringIO(data.decode("utf-8-sig")))) for name, data in files.items()
            if name.endswith(".csv")}  # fmt: skip
    return {name.removesuffix(".csv").partition("-")[2]: found for name, found in rows.items()}


def ask(engine: Engine, name: str, **values: str) -> list[dict[str, object]]:
    return run_question(engine, name, values).to_dicts()


def test_how_many_there_are(engine, drawn, view, tables):
    network, site = drawn.network, count_things(view)
    said = {str(row["measure"]): row["value"] for row in ask(engine, "statistics")}
    kinds = Counter(element.kind for element in network.elements)
    roles = Counter(thing.kind for thing in network.things)
    links = Counter(link.property for link in network.links)
    for kind in (kind for kind in ELEMENT_KINDS if kinds[kind]):
        assert said[_pluralise(kind)] == kinds[kind] == site[kind]
    for role in ROLES:
        assert said[_pluralise(role)] == roles[role] == site[role]
    for link in SHOWN:
        assert said[link.name] == links[link.name], link.name
    assert said["mentions"] == len(network.mentions) == site["mention"] == len(tables["mentions"])
    assert sum(links[link.name] for link in SHOWN) == len(tables["links"])


def _pluralise(word: str) -> str:
    return f"{word.removesuffix('y')}ies" if word.endswith("y") else f"{word}s"


@pytest.mark.parametrize(
    ("role", "ranking"), [(PARTNER, "partner-ranking"), (THEME, "theme-ranking"), (BENEFICIARY, "beneficiary-ranking")]
)
def test_how_often_each_thing_is_named(engine, drawn, view, role, ranking):
    measured = {each.label: each for each in measure_things(drawn.network, role)[0]}
    labels = {thing.iri: thing.label for thing in drawn.network.things}
    found = {row[role]: row for row in ask(engine, ranking)}
    assert found.keys() == measured.keys()
    for label, row in found.items():
        assert (row["objectives"], row["policies"]) == (measured[label].objectives, measured[label].policies), label
    # A page of the site counts the elements that name a thing, as the degree of a thing in the network.
    for thing in (thing for thing in drawn.network.things if thing.kind == role):
        assert len(view.by_thing[thing.iri]) == measured[labels[thing.iri]].degree, thing.label


@pytest.mark.parametrize(
    ("element", "role", "question"),
    [("policy", PARTNER, "partners-by-policy"), ("policy", THEME, "themes-by-policy"),
     ("guideline", PARTNER, "partners-by-guideline"), ("guideline", THEME, "themes-by-guideline")],
)  # fmt: skip
def test_how_often_two_meet(engine, drawn, element, role, question):
    matrix = count_matrix(drawn.network, element, role)
    cells = {
        (row.code, col.label): count
        for row, counts in zip(matrix.rows, matrix.counts, strict=True)
        for col, count in zip(matrix.cols, counts, strict=True)
        if count
    }
    rows = {(row[element], row[role]): row["elements"] for row in ask(engine, question)}
    # What stands in a policy and in no guideline has a row of its policy.
    codes = {row.code for row in matrix.rows}
    assert {key: count for key, count in rows.items() if key[0] in codes} == cells
