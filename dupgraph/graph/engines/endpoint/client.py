"""Requests to one server: within a deadline, with our credentials, to no other host; errors become sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from time import sleep, time
from urllib.error import URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import Request

from dupgraph.base.errors import EndpointError, word_reason
from dupgraph.graph.engines.endpoint.connection import Deadline, open_request
from dupgraph.graph.engines.endpoint.credentials import PASSWORD, TOKEN, USER, Challenge, Credentials, parse_challenges

MAXIMUM_BYTES = 64 * 1024 * 1024
# Of an answer that says no, only the first line is wanted.
_MOST_WORDS = 64 * 1024
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5
_RETRIED = (502, 503, 504)
# Seconds before each further attempt, when the server does not say how many.
_PAUSES = (0.25, 0.5, 1.0, 2.0)
_PORTS = {"http": 80, "https": 443}

_ADVICE = {
    400: "the endpoint does not understand the query",
    403: "it does not let you in",
    404: "there is no endpoint at this address: check the URL",
    500: "the endpoint failed: try again, or ask less",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, whole."""

    status: int
    headers: Message
    body: bytes

    @property
    def media(self) -> str:
        """The media type, without its parameters."""
        return self.headers.get_content_type()

    @property
    def is_good(self) -> bool:
        """Whether the status says success."""
        return 200 <= self.status < 300


class Client:
    """What sends requests to the server of ``url``, and only there. Raises EndpointError for what is no URL."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._place = _check_address(url)
        self._credentials = Credentials.from_environment(url, *self._place)
        # The server's last one: once it is known, no request is sent twice.
        self._challenge: Challenge | None = None
        self._answers = 0

    def send(self, request: Request, deadline: Deadline) -> Answer:
        """Return the answer to a request, of whatever status.

        Redirects within the host are followed, credentials given where they are asked for, and 502, 503 and 504 are
        tried again while there is time. Raises EndpointError when no whole answer comes.
        """
        try:
            with self._open(request, deadline) as response:
                return Answer(response.status, response.headers, self._read_body(response))
        except TimeoutError:
            raise self._refuse_time(deadline) from None
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._refuse_time(deadline) from None
            reason = word_reason(error.reason) if isinstance(error.reason, OSError) else error.reason
            raise EndpointError(f"cannot be reached: {reason}", url=self.url, hint="check the URL") from None
        except (HTTPException, OSError, ValueError) as error:
            raise self._refuse_break(str(error) or type(error).__name__) from None

    def refuse(self, answer: Answer) -> EndpointError:
        """Return the error that an answer of no good status is."""
        words = _find_words(answer)
        said = f": {self._credentials.hide(words)}" if words else ""
        hint = self._advise_credentials() if answer.status == 401 else _ADVICE.get(answer.status, "try again later")
        what = f"answered with status {answer.status}{said}"
        return EndpointError(what, url=self.url, status=answer.status, hint=hint)

    def _open(self, request: Request, deadline: Deadline) -> HTTPResponse:
        pauses = iter(_PAUSES)
        redirects = attempts = 0
        while True:
            self._authorize(request)
            response = open_request(request, deadline)
            if response.status in _REDIRECTS and response.headers.get("Location"):
                redirects += 1
                with response:
                    request = self._follow(request, response, redirects)
            elif response.status == 401 and attempts < 2 and self._learn_challenge(response):
                attempts += 1
                response.close()
            elif response.status in _RETRIED and (pause := _find_pause(response, pauses, deadline)) is not None:
                response.close()
                sleep(pause)
            else:
                return response

    def _authorize(self, request: Request) -> None:
        self._answers += 1
        line = self._credentials.answer(request, self._challenge, self._answers)
        if line:
            request.add_unredirected_header("Authorization", line)

    def _learn_challenge(self, response: HTTPResponse) -> bool:
        """Keep what the server asks for; false when it was answered already, or cannot be."""
        found = self._credentials.choose(parse_challenges(response.headers.get_all("WWW-Authenticate", [])))
        if found is None or found == self._challenge:
            return False
        self._challenge, self._answers = found, 0
        return True

    def _follow(self, request: Request, response: HTTPResponse, redirects: int) -> Request:
        """Return the request to the place that a redirect names. Raises EndpointError when that is elsewhere."""
        target = response.headers["Location"]
        try:
            target = urljoin(request.full_url, target)
            place = _find_place(target)
        except ValueError:
            place = ("", "", 0)
        secured = self._place == ("http", place[1], 80) and place == ("https", place[1], 443)
        if place != self._place and not secured:
            other = "".join(filter(str.isprintable, _hide_user(target).split("?")[0]))[:100]
            what = f"sends you on to another host: {other}"
            raise EndpointError(what, url=self.url, status=response.status, hint="give that URL, if you trust it")
        if redirects > _MOST_REDIRECTS:
            raise EndpointError("sends you on in a circle", url=self.url, status=response.status, hint="check the URL")
        # 303 is an answer to be fetched; all others want the same request there.
        is_fetched = response.status == 303
        return Request(  # noqa: S310  its scheme is that of the address, or https
            target,
            data=None if is_fetched else request.data,
            headers=dict(request.headers),
            method="GET" if is_fetched else request.get_method(),
        )

    def _read_body(self, response: HTTPResponse) -> bytes:
        """Return the whole body, up to the cap on bytes; of an error only so much as may be said of it."""
        is_error = response.status >= 400
        pieces, size = [], 0
        # read1 comes back with what is there, so that the cap holds while it comes.
        while piece := response.read1(65536):
            pieces.append(piece)
            size += len(piece)
            if is_error and size > _MOST_WORDS:
                return b"".join(pieces)
            if size > MAXIMUM_BYTES:
                what = f"sent more than {MAXIMUM_BYTES // 1024**2} MiB"
                raise EndpointError(what, url=self.url, status=response.status, hint="ask for fewer rows (LIMIT)")
        # At an early end read1 says nothing.
        if response.length and not is_error:
            raise self._refuse_break(f"only {size:,} of {size + response.length:,} bytes came")
        return b"".join(pieces)

    def _advise_credentials(self) -> str:
        given = self._credentials.names
        if given:
            return f"it does not accept the credentials in {given}"
        return f"it wants credentials: set {USER} and {PASSWORD}, or {TOKEN}, in the environment"

    def _refuse_time(self, deadline: Deadline) -> EndpointError:
        what = f"no answer within {deadline.seconds:g} seconds"
        return EndpointError(what, url=self.url, hint="ask less, or --timeout more")

    def _refuse_break(self, reason: str) -> EndpointError:
        return EndpointError(f"broke off: {reason.splitlines()[0][:200]}", url=self.url, hint="try again")


def _check_address(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of a URL. Raises EndpointError when it is invalid, or holds a password."""
    try:
        parts = urlsplit(url)
        place = _find_place(url)
    except ValueError:
        raise EndpointError("is no URL", url=_hide_user(url), hint="give one such as http://localhost/sparql") from None
    if parts.username is not None:
        what = "a URL with a user and a password in it is not accepted: it would be seen in lists and logs"
        raise EndpointError(what, url=_hide_user(url), hint=f"set {USER} and {PASSWORD} in the environment")
    if not place[1] or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        hint = "give an http(s) address in ASCII, without spaces, such as http://localhost/sparql"
        raise EndpointError("is no URL that can be asked", url=url, hint=hint)
    return place


def _find_place(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port. Raises ValueError for an invalid port, and for a scheme other than http(s)."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS:
        raise ValueError(parts.scheme)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS[parts.scheme]


def _hide_user(url: str) -> str:
    head, slashes, rest = url.partition("//")
    authority, slash, path = rest.partition("/")
    return f"{head}{slashes}{authority.rpartition('@')[2]}{slash}{path}"


def _find_words(answer: Answer) -> str:
    """Return the first line of what a server says with a status, when it is words and not a page."""
    text = answer.body[:_MOST_WORDS].decode("utf-8", "replace").strip()
    if "html" in answer.media or text.startswith("<"):
        return ""
    line = (text.splitlines() or [""])[0]
    return "".join(sign for sign in line if sign.isprintable()).strip()[:200]


def _find_pause(response: HTTPResponse, pauses: Iterator[float], deadline: Deadline) -> float | None:
    """Return for how many seconds to wait before the next attempt; None when there is no time for one."""
    pause = next(pauses, None)
    if pause is None:
        return None
    wanted = _parse_wait(response.headers.get("Retry-After", ""))
    pause = pause if wanted is None else wanted
    return pause if pause < deadline.measure_left() else None


def _parse_wait(said: str) -> float | None:
    """Return the seconds of a Retry-After, which is a number of them or a date; None when it is neither."""
    if said.isascii() and said.isdigit():
        return float(said)
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time())
    except (ValueError, OverflowError):
        return None
