"""The SPARQL endpoint and the graph store: what they are asked becomes a job for a worker."""

from pathlib import Path

from pyoxigraph import RdfFormat, Triple, serialize
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Send

from dupgraph.graph.engines.streaming import TRIPLES
from dupgraph.graph.templates import fill_turtle
from dupgraph.publish.routes.media import MEDIA_TYPES
from dupgraph.publish.routes.negotiation import choose_language, choose_type
from dupgraph.publish.routes.paths import find_tree
from dupgraph.serve.environment import EDITOR
from dupgraph.serve.requests import find_address, find_path
from dupgraph.serve.sparql.answering import CORS, Endpoint, Job, answer_job, read_body
from dupgraph.serve.sparql.formats import GRAPH_TYPES, choose_formats, list_types, name_type
from dupgraph.serve.sparql.protocol import RequestError, parse_parameters, read_query
from dupgraph.serve.state import ServerState

PATH = "/sparql"
GRAPHS = "/graphs"
_TEMPLATE = Path(__file__).parent / "templates" / "service.ttl"
_READ_ONLY = ("PUT", "POST", "DELETE", "PATCH")


def list_routes(state: ServerState) -> list[BaseRoute]:
    """Return the routes of the endpoint and of the graph store."""

    async def answer_query(request: Request, send: Send) -> None:
        kind = request.headers.get("content-type", "")
        method = "GET" if request.method == "HEAD" else request.method
        body = await read_body(request) if method == "POST" else b""
        query = read_query(method, request.scope["query_string"], kind, body)
        if query is None:
            response = await describe_service(state, request)
            await response(request.scope, request.receive, send)
            return
        facts = {
            "formats": choose_formats(request.headers.get("accept")),
            "base": find_address(request.scope),
            "default_graphs": query.default_graphs,
            "named_graphs": query.named_graphs,
        }
        await answer_job(state, Job(facts, query.text.encode(), query.is_steady), request, send)

    async def give_graph(request: Request, send: Send) -> None:
        if request.method in _READ_ONLY:
            raise RequestError(403, "nothing can be changed here: graphs are only read")
        syntax = choose_type(request.headers.get("accept"), GRAPH_TYPES)
        if syntax is None:
            raise RequestError(406, f"not in a format asked for: graphs come as {list_types('construct')}")
        await answer_job(state, Job({"graph": find_graph(request), "syntax": syntax}), request, send)

    # Not functions, so that each sees to its own methods.
    query, graph = Endpoint(answer_query, ("GET", "HEAD", "POST")), Endpoint(give_graph, ("GET", "HEAD", *_READ_ONLY))
    endpoints = {PATH: query, f"{PATH}/": query, GRAPHS: graph}
    return [Route(path, endpoint) for path, endpoint in endpoints.items()]


def find_graph(request: Request) -> str | None:
    """Return the graph that a request names; None for the default graph (SPARQL 1.1 Graph Store, section 4.2)."""
    given = parse_parameters(request.scope["query_string"])
    graphs = given.get("graph", [])
    if len(graphs) + len(given.get("default", [])) != 1:
        hint = "name one graph: ?graph=IRI, or ?default for all plans together"
        raise RequestError(400, "the request does not say which graph it wants", hint=hint)
    return graphs[0] if graphs else None


SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
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
    triples = await state.run(_describe, address, state)
    prefixes = {"sd": SD, "void": VOID} if TRIPLES[syntax] == RdfFormat.TURTLE else None
    data = serialize(triples, format=TRIPLES[syntax], prefixes=prefixes)
    return Response(data, headers={**CORS, "Vary": "Accept", "Content-Type": name_type("construct", syntax)})


def _describe(address: str, state: ServerState) -> list[Triple]:
    store = state.opened.store
    return fill_turtle(_TEMPLATE, address=address, triples=store.triples, graphs=store.graphs[:_MOST_GRAPHS])
