"""The child's side of ``beside``: a plan's graph in, what is wrong with it out."""

from typing import Any

from pyoxigraph import RdfFormat, parse

from dupgraph.base.errors import DupgraphError
from dupgraph.graph.validate.files import validate_quads


def answer_request(request: dict[str, Any], data: bytes) -> tuple[list[str], bytes]:
    """Return each breach of a plan's graph, in N-Triples, in a sentence; why it cannot be checked is one as well."""
    try:
        report = validate_quads(list(parse(data, format=RdfFormat.N_TRIPLES)), request["plan"], "graph", "en")
    except DupgraphError as error:
        return [str(error)], b""
    found = [finding for finding in report.findings if finding.severity == "violation"]
    return [f"{finding.element}: {finding.message}" for finding in found], b""
