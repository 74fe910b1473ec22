"""A remote SPARQL 1.1 endpoint, through SPARQLWrapper: what it says is a result only when it is one."""

from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from time import monotonic
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results
from SPARQLWrapper import GET, JSON, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import (
    EndPointInternalError,
    EndPointNotFound,
    QueryBadFormed,
    SPARQLWrapperException,
    Unauthorized,
    URITooLong,
)

from dupgraph.engines.protocol import TRIPLE_COLUMNS, Form, Solutions
from dupgraph.errors import EndpointError

DEFAULT_SECONDS = 30.0
MAXIMUM_BYTES = 64 * 1024 * 1024
# A GET longer than this is refused by some servers.
LONGEST_GET = 2_000

_STATUSES = {
    QueryBadFormed: 400,
    Unauthorized: 401,
    EndPointNotFound: 404,
    URITooLong: 414,
    EndPointInternalError: 500,
}
_ADVICE = {
    400: "the endpoint does not understand the query",
    401: "it wants credentials",
    403: "it does not let you in",
    404: "there is no endpoint at this address: check the URL",
    500: "the endpoint failed: try again, or ask less",
}
_RESULTS = {"application/sparql-results+json", "application/json"}
_GRAPHS = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
}


@dataclass(frozen=True)
class EndpointEngine:
    """Answers from a remote endpoint; every query has a deadline, 30 seconds unless another is given."""

    url: str

    @property
    def location(self) -> str:
        """The endpoint's URL."""
        return self.url

    def select(self, text: str, *, timeout: float | None = None) -> Solutions:
        """Return the rows of a SELECT. Raises EndpointError."""
        answer = self._fetch_results(text, timeout)
        if not isinstance(answer, QuerySolutions):
            raise EndpointError("answered, but not with rows", url=self.url)
        try:
            return Solutions(tuple(variable.value for variable in answer.variables), tuple(map(tuple, answer)))
        except (SyntaxError, ValueError) as error:
            raise self._refuse_body(error) from None

    def ask(self, text: str, *, timeout: float | None = None) -> bool:
        """Return the answer of an ASK. Raises EndpointError."""
        answer = self._fetch_results(text, timeout)
        if not isinstance(answer, QueryBoolean):
            raise EndpointError("answered, but not with yes or no", url=self.url)
        return bool(answer)

    def construct(self, text: str, *, timeout: float | None = None) -> Solutions:
        """Return the triples of a CONSTRUCT or DESCRIBE. Raises EndpointError."""
        media, body = self._fetch(text, "construct", timeout)
        if media not in _GRAPHS:
            raise self._refuse_media(media)
        try:
            quads = list(parse(body, format=_GRAPHS[media]))
        except (SyntaxError, ValueError) as error:
            raise self._refuse_body(error) from None
        return Solutions(TRIPLE_COLUMNS, tuple((quad.subject, quad.predicate, quad.object) for quad in quads))

    def _fetch_results(self, text: str, timeout: float | None) -> QuerySolutions | QueryBoolean:
        media, body = self._fetch(text, "select", timeout)
        if media not in _RESULTS:
            raise self._refuse_media(media)
        try:
            return parse_query_results(body, format=QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise self._refuse_body(error) from None

    def _fetch(self, text: str, form: Form, timeout: float | None) -> tuple[str, bytes]:
        """Send the query and return the media type and the body of the answer."""
        seconds = DEFAULT_SECONDS if timeout is None else timeout
        deadline = monotonic() + seconds
        wrapper = SPARQLWrapper(self.url)
        wrapper.setQuery(text)
        wrapper.setMethod(POST if len(text.encode()) > LONGEST_GET else GET)
        # urllib's timeout holds for each read by itself; whole seconds are what the library takes.
        wrapper.setTimeout(max(1, round(seconds)))
        if form == "construct":
            wrapper.setOnlyConneg(True)
            wrapper.addCustomHttpHeader("Accept", "application/n-triples, text/turtle;q=0.9")
        else:
            wrapper.setReturnFormat(JSON)
        try:
            response: HTTPResponse = wrapper.query().response
            with response:
                self._check_host(response.geturl())
                return response.headers.get_content_type(), self._read_body(response, deadline, seconds)
        except SPARQLWrapperException as error:
            raise self._refuse_status(_STATUSES.get(type(error))) from None
        except HTTPError as error:
            error.close()
            raise self._refuse_status(error.code) from None
        except TimeoutError:
            raise self._refuse_time(seconds) from None
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._refuse_time(seconds) from None
            raise EndpointError(f"cannot be reached: {error.reason}", url=self.url, hint="check the URL") from None
        except (HTTPException, OSError, ValueError) as error:
            reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
            raise EndpointError(f"broke off: {reason}", url=self.url, hint="try again") from None

    def _read_body(self, response: HTTPResponse, deadline: float, seconds: float) -> bytes:
        """Return the whole body, within the deadline and the cap on bytes."""
        pieces, size = [], 0
        # read1 comes back with what is there; read would wait for all of it, past the deadline.
        while piece := response.read1(65536):
            pieces.append(piece)
            size += len(piece)
            if size > MAXIMUM_BYTES:
                what = f"sent more than {MAXIMUM_BYTES // 1024**2} MiB"
                raise EndpointError(what, url=self.url, hint="ask for fewer rows (LIMIT)")
            if monotonic() > deadline:
                raise self._refuse_time(seconds)
        return b"".join(pieces)

    def _check_host(self, final: str) -> None:
        if urlsplit(final).netloc != urlsplit(self.url).netloc:
            raise EndpointError(f"sends you on to another host, {urlsplit(final).netloc}", url=self.url)

    def _refuse_status(self, status: int | None) -> EndpointError:
        what = "failed" if status is None else f"answered with status {status}"
        return EndpointError(what, url=self.url, status=status, hint=_ADVICE.get(status or 0, "try again later"))

    def _refuse_time(self, seconds: float) -> EndpointError:
        return EndpointError(f"no answer within {seconds:g} seconds", url=self.url, hint="ask less, or --timeout more")

    def _refuse_media(self, media: str) -> EndpointError:
        what = f"answered with {media}, which is no SPARQL result"
        return EndpointError(what, url=self.url, status=200, hint="is this the address of a SPARQL endpoint?")

    def _refuse_body(self, error: Exception) -> EndpointError:
        reason = (str(error).splitlines() or ["unreadable"])[0][:200]
        return EndpointError(f"sent a result that cannot be read: {reason}", url=self.url, status=200)
