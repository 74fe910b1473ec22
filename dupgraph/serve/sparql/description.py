"""What the endpoint is and can do, in RDF: SPARQL 1.1 Service Description."""

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dupgraph.graph.engines.streaming import TRIPLES
from dupgraph.publish.routes.media import MEDIA_TYPES
from dupgraph.publish.routes.negotiation import choose_language, choose_type
from dupgraph.publish.routes.paths import find_tree
from dupgraph.schema.namespaces import RDF
from dupgraph.serve.look import EDITOR
from dupgraph.serve.requests import find_address, find_path
from dupgraph.serve.sparql.answering import CORS
from dupgraph.serve.sparql.formats import GRAPH_TYPES, list_types, name_type
from dupgraph.serve.sparql.protocol import RequestError
from dupgraph.serve.state import ServerState

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
# W3C's names of the syntaxes (http://www.w3.org/ns/formats/).
_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
    "TriG",
    "N-Quads",
)
# A description that is longer than most answers helps nobody.
_MOST_GRAPHS = 1_000
# Without quads: a description is one graph.
DESCRIPTION_TYPES = {name: kind for name, kind in GRAPH_TYPES.items() if name not in ("trig", "nq")}
_PAGE = "html"


async def describe_service(state: ServerState, request: Request) -> Response:
    """Return the description, in the syntax that a request wants, or for a page the way to the editor.

    Raises RequestError when it wants none of these.
    """
    syntax = choose_type(request.headers.get("accept"), {**DESCRIPTION_TYPES, _PAGE: MEDIA_TYPES[_PAGE]})
    if syntax == _PAGE:
        top = "../" * find_path(request.scope).count("/")
        tree = find_tree(choose_language(request.headers.get("accept-language")))
        return RedirectResponse(f"{top}{tree}{EDITOR}.html", 303, {**CORS, "Vary": "Accept, Accept-Language"})
    if syntax is None:
        raise RequestError(406, f"not in a format asked for: the description comes as {list_types('construct')}")
    address = find_address(request.scope)
    triples = await state.run(lambda: list(_describe(address, state)))
    prefixes = {"sd": SD, "void": VOID} if TRIPLES[syntax] == RdfFormat.TURTLE else None
    data = serialize(triples, format=TRIPLES[syntax], prefixes=prefixes)
    return Response(data, headers={**CORS, "Vary": "Accept", "Content-Type": name_type("construct", syntax)})


def _describe(address: str, state: ServerState) -> Iterator[Triple]:
    # A name, not a blank node: whoever asks twice gets the same service.
    service, dataset, default = (NamedNode(f"{address}{end}") for end in ("#service", "#dataset", "#default-graph"))
    yield _link(service, RDF + "type", SD + "Service")
    yield _link(service, SD + "endpoint", address)
    yield _link(service, SD + "supportedLanguage", SD + "SPARQL11Query")
    for name in _FORMATS:
        yield _link(service, SD + "resultFormat", f"http://www.w3.org/ns/formats/{name}")
    yield Triple(service, NamedNode(SD + "defaultDataset"), dataset)
    yield _link(dataset, RDF + "type", SD + "Dataset")
    yield Triple(dataset, NamedNode(SD + "defaultGraph"), default)
    yield _link(default, RDF + "type", SD + "Graph")
    yield Triple(default, NamedNode(VOID + "triples"), Literal(state.opened.store.triples))
    for number, graph in enumerate(state.opened.store.graphs[:_MOST_GRAPHS]):
        named = BlankNode(f"g{number}")
        yield Triple(dataset, NamedNode(SD + "namedGraph"), named)
        yield _link(named, RDF + "type", SD + "NamedGraph")
        yield _link(named, SD + "name", graph)


def _link(subject: NamedNode | BlankNode, predicate: str, target: str) -> Triple:
    return Triple(subject, NamedNode(predicate), NamedNode(target))
