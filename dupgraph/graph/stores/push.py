"""A plan's graph to a store across the network, in the place of the one that was there: all of it, or nothing.

The graph goes piece by piece into a second graph beside its own, of a name that no other push has, is counted there,
copied over in one step and compared: also where several push to one graph at once, each of them says what is true.
Where a store takes no updates, so that it cannot copy, the pieces go straight to the place: the message of an error
then says how far they came. Blank nodes become IRIs (RDF 1.1, 3.5), so that a piece may be sent twice, and what hangs
together may stand in two pieces.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from random import uniform
from time import sleep
from typing import Literal as Choice
from typing import cast
from urllib.parse import quote
from urllib.request import Request

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, RdfFormat, Store, Triple, parse, serialize
from pyoxigraph import Literal as Words

from dupgraph.base.errors import EndpointError, GraphError
from dupgraph.graph.engines.contents import METADATA_CLASSES
from dupgraph.graph.engines.endpoint import EndpointEngine
from dupgraph.graph.engines.endpoint.client import Answer, Client
from dupgraph.graph.engines.endpoint.connection import Deadline
from dupgraph.graph.engines.endpoint.sparql import send_update
from dupgraph.graph.engines.graphs import PLAN, TYPE, Place, find_place, holds_union, read_store
from dupgraph.graph.stores.incoming import Incoming, is_left_behind, name_incoming, write_search
from dupgraph.schema.namespaces import ROOT, check_iri, mint_iri

Protocol = Choice["gsp", "update"]
DEFAULT_SECONDS = 60.0

# How much one request carries. Virtuoso's parser ends at 5,000 triples of an update.
_PIECES = {"gsp": (1024 * 1024, 20_000), "update": (512 * 1024, 2_000)}
# An update endpoint says so when it is spoken to as a Graph Store.
_STATUSES_OF_NO_STORE = (400, 404, 405, 406, 411, 415, 501)
# What stores answer when two updates wait for each other, besides those that the client tries again.
_STATUSES_OF_A_CLASH = (409, 500, 503)
_MOST_ATTEMPTS = 12
_SECONDS_TO_SEARCH = 10.0
# Where a store of each kind takes queries and updates, by the end of the address that was given.
_SIBLINGS = {
    "/sparql-graph-crud-auth": ("/sparql-auth", "/sparql-auth"),
    "/sparql-auth": ("/sparql-auth", "/sparql-auth"),
    "/rdf-graphs/service": ("", "/statements"),
    "/statements": ("", "/statements"),
    "/store": ("/query", "/update"),
    "/data": ("/query", "/update"),
    "/update": ("/query", "/update"),
}
# In N-Triples: an escape, or an escaped backslash before a letter that some parsers take for one.
_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\\([uU])|.)")


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """A graph that is to be pushed, and the IRI under which the store will know it."""

    iri: str
    triples: tuple[Triple, ...]


@dataclass(frozen=True, slots=True)
class Push:
    """What was done: so many triples, counted in the store afterwards, are where ``before`` were.

    ``renamed`` blank nodes became IRIs. ``is_whole`` says that the old graph was there until the new one was complete.
    """

    graph_iri: str
    triples: int
    before: int
    pieces: int
    renamed: int
    protocol: Protocol
    is_whole: bool


def read_graphs(location: str | os.PathLike[str] | None = None, graph_iri: str | None = None) -> tuple[NamedGraph, ...]:
    """Return the graphs of a location, each under its IRI: a plan's graph under the plan's IRI and ``/graph``.

    A named graph of a store or file keeps its IRI. Of a folder, what describes files and no plan, as a release's
    catalogue does, is left out. ``graph_iri`` names a graph that is the only one. Raises GraphError
    when there is nothing to read, or no IRI for it; VocabularyError when ``graph_iri`` is not an IRI.
    """
    place = find_place(location, named=True)
    wanted = None if graph_iri is None else check_iri(graph_iri)
    parts = [replace(place, location=str(file), files=(file,)) for file in place.files] or [place]
    found = [graph for part in parts for graph in _read_part(part, wanted, is_alone=len(parts) == 1)]
    if not found:
        raise GraphError("holds no graph of a plan", path=place.location, hint="build one: dupgraph build PLAN")
    if wanted is not None and len(found) > 1:
        what = f"holds {len(found)} graphs, and one IRI is given for all of them"
        raise GraphError(what, path=place.location, hint="leave --graph-iri out, or name one file with --graph")
    named = {graph.iri for graph in found}
    if len(named) < len(found):
        twice = next(graph.iri for graph in found if [other.iri for other in found].count(graph.iri) > 1)
        raise GraphError(f"two files hold the graph <{twice}>", path=place.location, hint="name one with --graph")
    return tuple(found)


def _read_part(part: Place, wanted: str | None, *, is_alone: bool) -> Iterator[NamedGraph]:
    """Yield the graphs of one file or store."""
    store = read_store(part)
    loose = tuple(quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph()))
    # A store that we filled keeps the union of its graphs beside them: that is no graph of its own.
    if loose and not holds_union(store) and (is_alone or not _is_catalogue(loose)):
        yield NamedGraph(wanted or _name_graph(part, store), loose)
    for name in sorted(store.named_graphs(), key=str):
        triples = tuple(quad.triple for quad in store.quads_for_pattern(None, None, None, name))
        if not isinstance(name, NamedNode) and wanted is None:
            raise GraphError("holds a graph that has no IRI", path=part.location, hint="give one with --graph-iri")
        if triples:
            yield NamedGraph(wanted or name.value, triples)


def _is_catalogue(triples: Iterable[Triple]) -> bool:
    types = {triple.object for triple in triples if triple.predicate == TYPE}
    return PLAN not in types and not METADATA_CLASSES.isdisjoint(types)


def _name_graph(part: Place, store: Store) -> str:
    plans = [quad.subject for quad in store.quads_for_pattern(None, TYPE, PLAN, DefaultGraph())]
    if len(plans) != 1:
        what = f"describes {len(plans) or 'no'} plan{'s in one graph' if plans else ''}"
        raise GraphError(what, path=part.location, hint="say with --graph-iri which graph it is to be")
    (plan,) = plans
    return mint_iri(cast("NamedNode", plan).value, "graph")


def push_graph(
    url: str,
    graph: NamedGraph,
    *,
    query_url: str | None = None,
    update_url: str | None = None,
    protocol: Protocol | None = None,
    timeout: float = DEFAULT_SECONDS,
) -> Push:
    """Put a graph in the place of the one of the same IRI in the store at ``url``, and count it there afterwards.

    ``url`` takes the Graph Store Protocol or SPARQL updates; without ``protocol`` it is asked which. ``timeout`` is
    for each request. Raises EndpointError, which says what the store then holds; it is safe to push again.
    """
    remote = _Remote(url, query_url or _find_sibling(url, 0), update_url or _find_sibling(url, 1), timeout)
    triples, renamed = _name_nodes(graph)
    # Before anything is changed: what cannot be counted is not sent.
    before = remote.count(graph.iri)
    beside = name_incoming(graph.iri)
    trouble = remote.try_update(f"DROP SILENT GRAPH <{beside}>")
    chosen = protocol or remote.find_protocol(graph.iri)
    if trouble is not None and (chosen == "update" or trouble.status is None):
        raise trouble
    pieces = list(_cut_pieces(triples, *_PIECES[chosen]))
    send = remote.put_piece if chosen == "gsp" else remote.insert_piece
    if trouble is None:
        remote.clear_incoming(graph.iri)
        _push_beside(remote, send, Incoming(beside, graph.iri, len(triples)), pieces)
    else:
        _push_straight(send, graph.iri, pieces)
        remote.check_count(graph.iri, len(triples))
    is_whole = trouble is None or len(pieces) == 1
    return Push(graph.iri, len(triples), before, len(pieces), renamed, chosen, is_whole)


Send = Callable[[str, bytes, bool], None]


def _push_beside(remote: "_Remote", send: Send, incoming: Incoming, pieces: list[bytes]) -> None:
    """Send all pieces to a graph beside, and put it in place once it is complete."""
    drop = f"DROP SILENT GRAPH <{incoming.beside}>"
    try:
        for place, piece in enumerate(pieces):
            send(incoming.beside, piece, place == 0)
        remote.check_count(incoming.beside, incoming.triples)
    except EndpointError as error:
        remote.try_update(drop)
        raise _add_state(error, f"<{incoming.target}> there is as it was") from None
    _put_in_place(remote, incoming)
    remote.try_update(drop)


def _put_in_place(remote: "_Remote", incoming: Incoming) -> None:
    """Copy a complete graph over, and look whether it is there: a store may do two copies at once, and mix them."""
    state = f"the new graph is whole in <{incoming.beside}> there: push again"
    for attempt in range(_MOST_ATTEMPTS):
        trouble = remote.try_update(incoming.write_exchange())
        try:
            # An answer may be lost after its work was done.
            if remote.holds(incoming):
                return
        except EndpointError as error:
            raise _add_state(trouble or error, f"{state}, since <{incoming.target}> may be the old one") from None
        if trouble is not None and trouble.status is None:
            # Whoever does not answer in time may still be at it.
            raise _add_state(trouble, f"{state}, since <{incoming.target}> may be the old one for a while, or stay it")
        if trouble is not None and trouble.status not in _STATUSES_OF_A_CLASH:
            raise _add_state(trouble, f"{state}, since <{incoming.target}> is another")
        # Those who meet once do not meet again at once.
        sleep(uniform(0, min(0.1 * 2**attempt, 2.0)))  # noqa: S311  no secret
    what = f"keeps something else in <{incoming.target}>: others write to it at the same time"
    raise EndpointError(what, url=remote.url, hint=state)


def _push_straight(send: Send, iri: str, pieces: list[bytes]) -> None:
    """Send all pieces to the graph itself; the first of them replaces it."""
    for place, piece in enumerate(pieces):
        try:
            send(iri, piece, place == 0)
        except EndpointError as error:
            state = f"<{iri}> there is as it was" if place == 0 else (
                f"<{iri}> there holds {place} of {len(pieces)} pieces, because the store takes no updates: push again"
            )  # fmt: skip
            raise _add_state(error, state) from None


def _add_state(error: EndpointError, state: str) -> EndpointError:
    hint = f"{error.hint}; {state}" if error.hint else state
    return EndpointError(error.what, url=error.url, status=error.status, hint=hint)


@dataclass(frozen=True)
class _Remote:
    """A store's addresses, and what is asked of it."""

    url: str
    query_url: str
    update_url: str
    timeout: float

    @cached_property
    def client(self) -> Client:
        return Client(self.url)

    @cached_property
    def update_client(self) -> Client:
        return self.client if self.update_url == self.url else Client(self.update_url)

    @cached_property
    def engine(self) -> EndpointEngine:
        return EndpointEngine(self.query_url)

    def count(self, iri: str) -> int:
        """Return the number of triples of a graph, 0 when there is none. Raises EndpointError."""
        text = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"
        try:
            ((number,),) = self.engine.select(text, timeout=self.timeout).rows
            return int(cast("Words", number).value)
        except EndpointError as error:
            if error.status in (None, 401):
                raise
            state = "the triples are counted by a query: say with --query-url where the store takes queries"
            raise _add_state(error, state) from None
        except (AttributeError, ValueError):
            raise EndpointError("answered a count with something else", url=self.query_url) from None

    def check_count(self, iri: str, triples: int) -> None:
        """Count a graph. Raises EndpointError when it has not so many triples."""
        found = self.count(iri)
        if found != triples:
            what = f"has {found:,} triples in <{iri}>, and {triples:,} were sent"
            hint = "something else may write to it, or it takes some words for the same"
            raise EndpointError(what, url=self.url, hint=hint)

    def update(self, text: str) -> None:
        """Run an update. Raises EndpointError."""
        answer = send_update(self.update_client, text, Deadline.after(self.timeout))
        if not answer.is_good:
            raise self.update_client.refuse(answer)

    def try_update(self, text: str) -> EndpointError | None:
        """Run an update, and return what went wrong."""
        try:
            self.update(text)
        except EndpointError as error:
            return error
        return None

    def holds(self, incoming: Incoming) -> bool:
        """Tell whether a graph has come into its place whole, and nothing else is there. Raises EndpointError."""
        if self.count(incoming.target) != incoming.triples:
            return False
        return not self.engine.ask(incoming.write_difference(), timeout=self.timeout)

    def clear_incoming(self, iri: str) -> None:
        """Drop the graphs that pushes to a graph left behind long ago, as far as the store lets us find them."""
        with suppress(EndpointError):
            rows = self.engine.select(write_search(iri), timeout=min(self.timeout, _SECONDS_TO_SEARCH)).rows
            for (name,) in rows:
                if isinstance(name, NamedNode) and is_left_behind(name.value, iri):
                    self.update(f"DROP SILENT GRAPH <{name.value}>")

    def find_protocol(self, iri: str) -> Protocol:
        """Return how the store takes graphs: a Graph Store says that a graph which nobody has made is not there."""
        answer = self._ask_store("GET", f"{iri}-{sha256(iri.encode()).hexdigest()[:16]}")
        if answer.status == 401:
            raise self.client.refuse(answer)
        return "gsp" if answer.status == 404 or _is_empty_graph(answer) else "update"

    def put_piece(self, iri: str, piece: bytes, is_first: bool) -> None:
        """Send a piece with the Graph Store Protocol; the first one replaces what is there. Raises EndpointError."""
        answer = self._ask_store("PUT" if is_first else "POST", iri, piece)
        if answer.is_good:
            return
        error = self.client.refuse(answer)
        if answer.status in _STATUSES_OF_NO_STORE:
            error = _add_state(error, "for an address that takes updates: --protocol update")
        raise error

    def insert_piece(self, iri: str, piece: bytes, is_first: bool) -> None:
        """Send a piece as an update. Raises EndpointError."""
        self.update(f"INSERT DATA {{ GRAPH <{iri}> {{\n{_escape_update(piece.decode())}}} }}")

    def _ask_store(self, method: str, iri: str, data: bytes | None = None) -> Answer:
        address = f"{self.url}{'&' if '?' in self.url else '?'}graph={quote(iri, safe='')}"
        headers = {"Accept": "application/n-triples"} if data is None else {"Content-Type": "application/n-triples"}
        # Its scheme has been looked at by the client.
        request = Request(address, data=data, headers=headers, method=method)  # noqa: S310  see the line above
        return self.client.send(request, Deadline.after(self.timeout))


def _is_empty_graph(answer: Answer) -> bool:
    if not answer.is_good or answer.media != "application/n-triples":
        return False
    with suppress(SyntaxError, ValueError):
        return not list(parse(answer.body, format=RdfFormat.N_TRIPLES))
    return False


def _find_sibling(url: str, which: int) -> str:
    """Return where the store of a known kind takes queries (0) or updates (1); the address itself for others."""
    address, mark, own = url.partition("?")
    for end, siblings in _SIBLINGS.items():
        if address.endswith(end):
            return address.removesuffix(end) + siblings[which] + mark + own
    return url


def _name_nodes(graph: NamedGraph) -> tuple[list[Triple], int]:
    """Return the triples with an IRI for each blank node, and how many those are."""
    nodes: dict[BlankNode, NamedNode] = {}
    scope = sha256(graph.iri.encode()).hexdigest()[:16]

    def name(term: object) -> object:
        if isinstance(term, Triple):
            return Triple(*map(name, term))  # type: ignore[arg-type]  # its terms keep their kinds
        if not isinstance(term, BlankNode):
            return term
        return nodes.setdefault(term, NamedNode(mint_iri(ROOT + ".well-known/genid", f"{scope}-{len(nodes)}")))

    triples = [cast("Triple", name(triple)) for triple in graph.triples]
    return triples, len(nodes)


def _cut_pieces(triples: list[Triple], most_bytes: int, most_triples: int) -> Iterator[bytes]:
    """Yield the triples as N-Triples, so much at a time; only a triple that is larger by itself goes beyond."""
    lines = (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").split(b"\n")[:-1]
    piece: list[bytes] = []
    size = 0
    for line in lines:
        if piece and (size + len(line) >= most_bytes or len(piece) >= most_triples):
            yield b"\n".join(piece) + b"\n"
            piece, size = [], 0
        piece.append(line)
        size += len(line) + 1
    yield b"\n".join(piece) + b"\n"


def _escape_update(lines: str) -> str:
    r"""Return N-Triples as they may stand in an update.

    Some parsers decode \u escapes before all else, also those behind an escaped backslash: words that hold one would
    end their string. The letter itself is written as an escape then, which reads the same everywhere.

    >>> _escape_update(r'"C:\\users"')
    '"C:\\\\\\u0075sers"'
    """
    return _ESCAPE.sub(lambda match: rf"\\\u{ord(match[1]):04X}" if match[1] else match[0], lines)
