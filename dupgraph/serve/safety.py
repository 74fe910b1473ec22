"""What every request passes before anything looks at it: is it meant for us, and may it write?"""

import re
from base64 import b64decode
from ipaddress import ip_address
from secrets import compare_digest
from socket import gethostname
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dupgraph.serve.cache import encode_headers
from dupgraph.serve.settings import Settings

# Pages bring their own style and scripts as files; a page that holds its script names its digest itself.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
READING_METHODS = ("GET", "HEAD", "OPTIONS")
# A query may be sent by POST, and changes nothing.
QUERY_PATHS = re.compile(r"/sparql/?|/(?:\w+/)?editor\.\w+")
# With 401: a browser asks for name and password.
ASK_PASSWORD = {"WWW-Authenticate": 'Basic realm="dupgraph", charset="UTF-8"'}
# Before anything is known of who asks: in both languages.
_UNKNOWN = (
    "Questo server non risponde per {host}: avvialo con --allow-host.\n"
    "This server does not answer for {host}: start it with --allow-host to let it.\n"
)
_CLOSED = "Qui non si può cambiare nulla.\nNothing can be changed on this server.\n"
_LOCKED = "Per cambiare qualcosa qui serve la password.\nWho changes anything here must give the password.\n"
_FOREIGN = (
    "Non viene da una pagina di questo server: apri di nuovo la pagina.\n"
    "This did not come from a page of this server: open the page anew.\n"
)
# For a page of ours that is older than this server: the link leads to the page's own address.
_OLD = (
    '<!DOCTYPE html><html lang="it"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>Pagina di prima</title><main><h1>Questa pagina è di prima che il server fosse riavviato</h1>"
    '<p>Ciò che hai inviato non è stato usato. <a href="?">Apri di nuovo la pagina</a></p>'
    '<div lang="en"><h2>This page is older than the server, which was started anew</h2>'
    '<p>What you sent was not used. <a href="?">Open the page anew</a></p></div></main></html>\n'
)
TOKEN = "X-Token"  # noqa: S105  the name of a header
_HEADERS = encode_headers(
    {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        # With none at all a browser would send our own forms without an origin.
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
)


class Guard:
    """Refuses requests for other hosts and writes from other origins; gives every answer its headers.

    A write is whatever is neither GET, HEAD nor OPTIONS, nor a query. It has to come from a page of ours: its Origin
    is our own host, and it brings the token that our pages hold, as the header ``X-Token`` or as ``?token=`` in the
    address that a form is sent to.
    """

    def __init__(self, app: ASGIApp, settings: Settings, token: str) -> None:
        self._app = app
        self._settings = settings
        self._token = token
        self._hosts = {"localhost", gethostname().lower(), settings.host.lower(), *map(str.lower, settings.hosts)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or refuse it in a sentence."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                added = [header for header in _HEADERS if header[0] not in given]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        refusal = self._refuse(scope, Headers(scope=scope))
        await (refusal or self._app)(scope, receive, send_with_headers)

    def _refuse(self, scope: Scope, headers: Headers) -> Response | None:
        host = headers.get("host", "")
        if not self._is_ours(host):
            return PlainTextResponse(_UNKNOWN.format(host=repr(host[:100])), 421)
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if scope["method"] in READING_METHODS or QUERY_PATHS.fullmatch(path):
            return None
        return self._refuse_write(scope, headers, host)

    def _refuse_write(self, scope: Scope, headers: Headers, host: str) -> Response | None:
        if not may_write(self._settings, headers):
            if not self._settings.password:
                return PlainTextResponse(_CLOSED, 403)
            return PlainTextResponse(_LOCKED, 401, ASK_PASSWORD)
        origin = headers.get("origin", "")
        given = headers.get(TOKEN) or parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if origin.partition("://")[2] != host:
            return PlainTextResponse(_FOREIGN, 403)
        if not compare_digest(given.encode(), self._token.encode()):
            is_page = headers.get("sec-fetch-mode") == "navigate"
            return HTMLResponse(_OLD, 403) if is_page else PlainTextResponse(_FOREIGN, 403)
        return None

    def _is_ours(self, host: str) -> bool:
        """Tell whether a Host header names us: a name that we know, or an address in digits, which no DNS can turn."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in self._hosts:
            return True
        try:
            ip_address(name)
        except ValueError:
            return False
        return True


def may_write(settings: Settings, headers: Headers) -> bool:
    """Tell whether a request with these headers may change anything, as far as the password is concerned.

    Pages show what changes anything only to whom this lets: on a public server without a password to nobody, and
    with a password to whoever has given it.
    """
    if not settings.password:
        return not settings.public
    _, given = read_credentials(headers.get("authorization", ""))
    # Any name will do; the same time is taken wherever two passwords begin to differ.
    return compare_digest(given, settings.password.encode())


def read_credentials(authorization: str) -> tuple[bytes, bytes]:
    """Return the name and the password of a header that gives them as Basic does; empty ones for any other."""
    scheme, _, data = authorization.partition(" ")
    try:
        given = b64decode(data, validate=True) if scheme.lower() == "basic" else b""
    except ValueError:
        given = b""
    name, _, password = given.partition(b":")
    return name, password
