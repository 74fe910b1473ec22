"""What people's own tools get from the endpoint: the rows of the command line, by SPARQLWrapper and by rdflib."""

import pytest
from pyoxigraph import Literal, NamedNode
from rdflib import Graph
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import Served

from dupgraph.ask.catalogue import Question, load_catalogue, run_question
from dupgraph.graph.engines import Engine, open_engine

ASKED = [question for question in load_catalogue() if all(each.example for each in question.parameters)]
PACKAGED = open_engine()


@pytest.fixture(scope="module")
def remote(served: Served) -> Engine:
    """The endpoint through SPARQLWrapper."""
    return open_engine(f"{served.address}sparql")


def list_rows(engine: Engine, question: Question) -> list[dict[str, object]]:
    given = {parameter.name: parameter.example for parameter in question.parameters}
    return run_question(engine, question.name, given).to_dicts()


@pytest.mark.slow
@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.name)
def test_every_question_has_the_rows_of_the_command_line(remote: Engine, question: Question) -> None:
    assert list_rows(remote, question) == list_rows(PACKAGED, question)


def test_rdflib_asks_it_as_a_store_of_its_own(served: Served) -> None:
    graph = Graph(SPARQLStore(f"{served.address}sparql", returnFormat="json"))
    text = "SELECT ?t { ?plan a <https://w3id.org/dupgraph/onto/Plan> ; <http://purl.org/dc/terms/title> ?t }"
    found = {str(row[0]) for row in graph.query(text)}
    expected = {row[0].value for row in PACKAGED.select(text).rows if isinstance(row[0], Literal | NamedNode)}
    assert found == expected
