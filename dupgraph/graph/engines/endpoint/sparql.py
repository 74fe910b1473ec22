"""Queries and updates as requests: SPARQLWrapper makes them, the client sends them."""

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode
from urllib.request import Request

from SPARQLWrapper import GET, JSON, POST, POSTDIRECTLY, SPARQLWrapper

from dupgraph.base.errors import EndpointError
from dupgraph.graph.engines.endpoint.client import Answer, Client
from dupgraph.graph.engines.endpoint.connection import Deadline
from dupgraph.graph.engines.protocol import Form

# A GET longer than this is refused by some servers.
LONGEST_GET = 2_000
_DATASET = ("default-graph-uri", "named-graph-uri")
_TRIPLES = "application/n-triples, text/turtle;q=0.9"


class _Call(SPARQLWrapper):
    """One request; what kind it is we know, the library's own guess reads comments, too."""

    def __init__(self, url: str, kind: str) -> None:
        self._kind = kind
        address, _, self._own = url.partition("?")
        super().__init__(address)
        # Without this it adds three parameters of no standard for the format.
        self.setOnlyConneg(True)

    def _parseQueryType(self, query: str) -> str:  # noqa: N802  the library's name
        return self._kind

    def make_request(self) -> Request:
        """Return the request, with what the URL says beyond the dataset."""
        request: Request = self._createRequest()
        own = urlencode([(key, value) for key, value in self.list_own() if key not in _DATASET])
        address, _, said = request.full_url.partition("?")
        both = "&".join(filter(None, (own, said)))
        request.full_url = f"{address}?{both}" if both else address
        return request

    def list_own(self) -> list[tuple[str, str]]:
        """Return the parameters that the URL came with."""
        return parse_qsl(self._own, keep_blank_values=True)


def send_query(client: Client, text: str, form: Form, graph_iris: Sequence[str], deadline: Deadline) -> Answer:
    """Return the answer to a query, asked of the given graphs or those that the URL names. Raises EndpointError."""
    call = _Call(client.url, form.upper())
    own = call.list_own()
    if any(key == "query" for key, _ in own):
        raise EndpointError("holds a query already", url=client.url, hint="give the endpoint's address without it")
    dataset = [("default-graph-uri", iri) for iri in graph_iris] or [pair for pair in own if pair[0] in _DATASET]
    for key, value in dataset:
        call.addParameter(key, value)
    call.setQuery(text)
    if form == "construct":
        call.addCustomHttpHeader("Accept", _TRIPLES)
    else:
        call.setReturnFormat(JSON)
    call.setMethod(GET)
    request = call.make_request()
    if len(request.full_url) > LONGEST_GET:
        call.setMethod(POST)
        request = call.make_request()
    return client.send(request, deadline)


def send_update(client: Client, text: str, deadline: Deadline) -> Answer:
    """Return the answer to an update. Raises EndpointError."""
    # Of updates the library knows only that they are: which kind makes no difference.
    call = _Call(client.url, "INSERT")
    call.setQuery(text)
    call.setMethod(POST)
    call.setRequestMethod(POSTDIRECTLY)
    return client.send(call.make_request(), deadline)
