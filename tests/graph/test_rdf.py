"""Files of RDF from strangers: what would crash a parser, or keep it busy for ever, is refused with a line."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat

from dupgraph.base.errors import GraphError
from dupgraph.cli import group
from dupgraph.graph.rdf import DEEPEST_ELEMENT, DEEPEST_TRIPLE, MOST_ATTRIBUTES, check_blocks

TRIPLE = "<http://e.org/s> <http://e.org/p> "
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.org/">{}</rdf:RDF>'


def nest_triples(depth: int, *, hidden: str = "") -> str:
    opening = f"{hidden}<<( {TRIPLE}"
    return f"{TRIPLE}{opening * depth}<http://e.org/o>{' )>>' * depth} .\n"


def nest_elements(depth: int) -> str:
    return RDF.format("<e:a><e:b>" * (depth // 2) + "</e:b></e:a>" * (depth // 2))


def crowd_element(attributes: int) -> str:
    return RDF.format("<e:a " + " ".join(f'e:p{number}="x"' for number in range(attributes)) + "/>")


def check(text: str, form: RdfFormat) -> None:
    data = text.encode()
    check_blocks((data[place : place + 1000] for place in range(0, len(data), 1000)), form, Path("graph"))


HOSTILE = [
    (".ttl", nest_triples(100_000), "nests triples within triples, more than 64 deep"),
    (".nt", nest_triples(100_000), "nests triples within triples, more than 64 deep"),
    (".nq", nest_triples(100_000), "nests triples within triples, more than 64 deep"),
    (".trig", nest_triples(100_000, hidden="# )>>\n"), "nests triples within triples, more than 64 deep"),
    (".ttl", nest_triples(100_000, hidden="# )>>\n"), "line 66: nests triples within triples"),
    (".rdf", nest_elements(100_000), "nests its elements more than 256 deep"),
    (".rdf", crowd_element(50_000), "an element of more than 1,000 attributes"),
    (".rdf", '<?xml version="1.0" encoding="x-mine"?>' + nest_elements(100_000), "nests its elements"),
    (".rdf", nest_elements(100) + nest_elements(100_000), "is not well-formed XML"),
]


@pytest.mark.parametrize(("suffix", "text", "message"), HOSTILE)
@pytest.mark.parametrize("command", ["query", "load", "site", "export", "map", "validate"])
def test_hostile_graph_is_one_sentence(tmp_path: Path, command: str, suffix: str, text: str, message: str) -> None:
    path = tmp_path / f"graph{suffix}"
    path.write_text(text)
    if command == "validate" and suffix not in {".ttl", ".nt"}:
        message = "cannot be validated"
    arguments = {
        "query": ["query", "outline", "--graph", path],
        "load": ["load", path, "--store", tmp_path / "store"],
        "site": ["site", "--graph", path, "-o", tmp_path / "site"],
        "export": ["export", "turtle", "--graph", path, "-o", tmp_path / "out"],
        "map": ["map", "--graph", path, "-o", tmp_path / "map.html"],
        "validate": ["validate", path],
    }[command]
    result = CliRunner().invoke(group, list(map(str, arguments)))
    assert isinstance(result.exception, GraphError), result.output
    assert message in str(result.exception)
    assert {entry.name for entry in tmp_path.iterdir()} <= {path.name, "out"}


def test_what_is_nested_a_little_passes() -> None:
    check(nest_triples(DEEPEST_TRIPLE) * 3, RdfFormat.TURTLE)
    check("".join(f'{TRIPLE}"<<( {number}" .\n' for number in range(1000)), RdfFormat.TURTLE)
    check("".join(f"{TRIPLE}'''<<( ' {number}''' . # <<(\n" for number in range(1000)), RdfFormat.TURTLE)
    check(nest_elements(DEEPEST_ELEMENT - 2), RdfFormat.RDF_XML)
    check(crowd_element(MOST_ATTRIBUTES), RdfFormat.RDF_XML)
    check('{"@graph": [' + '{"a": "[[[{{{"},' * 1000 + "{}]}", RdfFormat.JSON_LD)


def test_json_is_nested_so_deep_and_no_deeper() -> None:
    with pytest.raises(GraphError, match="nests objects and lists"):
        check('{"@graph": ' + "[" * 100_000, RdfFormat.JSON_LD)
