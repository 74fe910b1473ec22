"""What a reverse proxy says of its clients, believed of those proxies alone that whoever starts the server named."""

import re
from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from dupgraph.base.errors import OutputError

Network = IPv4Network | IPv6Network
# A path that stands in front of ours: no character of it means anything to a page.
_PREFIX = re.compile(r"(?:/(?!\.)[A-Za-z0-9._~-]+)*")


def parse_networks(addresses: Iterable[str]) -> tuple[Network, ...]:
    """Return addresses, or networks of them, as values. Raises OutputError for what is neither."""
    networks = []
    for address in addresses:
        try:
            networks.append(ip_network(address, strict=False))
        except ValueError:
            hint = "give the proxy's own address in digits: --trusted-proxy 127.0.0.1"
            raise OutputError(f"{address[:100]!r} is no address of a proxy", hint=hint) from None
    return tuple(networks)


class ForwardedHeaders:
    """Takes client, scheme, host and path from the headers of a trusted proxy; from all others they mean nothing.

    ``X-Forwarded-Prefix`` is the path below which the proxy serves us, and which it has taken away.
    """

    def __init__(self, app: ASGIApp, trusted: tuple[Network, ...]) -> None:
        self._app = app
        self._trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on as its client sent it to the proxy."""
        if scope["type"] == "http" and scope["client"] and self._trusts(scope["client"][0]):
            scope = self._take_over(dict(scope), Headers(scope=scope))
        await self._app(scope, receive, send)

    def _trusts(self, address: str) -> bool:
        try:
            return any(ip_address(address) in network for network in self._trusted)
        except ValueError:
            return False

    def _take_over(self, scope: Scope, headers: Headers) -> Scope:
        # The last one that no proxy of ours has added: what stands before it a client may have invented.
        named = [name.strip() for name in headers.get("x-forwarded-for", "").split(",")]
        client = next((name for name in reversed(named) if name and not self._trusts(name)), "")
        if client:
            scope["client"] = (client[:100], 0)
        if headers.get("x-forwarded-proto") in ("http", "https"):
            scope["scheme"] = headers["x-forwarded-proto"]
        prefix = headers.get("x-forwarded-prefix", "").rstrip("/")
        if prefix and _PREFIX.fullmatch(prefix):
            scope["root_path"], scope["path"] = prefix, prefix + scope["path"]
        if host := headers.get("x-forwarded-host", "").split(",")[-1].strip():
            changed = MutableHeaders(raw=list(scope["headers"]))
            changed["host"] = host
            scope["headers"] = changed.raw
        return scope
