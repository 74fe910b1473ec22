"""Who we are, from the environment, in the way that a server asks for: basic, digest or bearer."""

import os
import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import md5, sha256
from ipaddress import ip_address
from secrets import token_hex
from urllib.request import Request, parse_http_list, parse_keqv_list

from dupgraph.base.errors import EndpointError

USER = "DUPGRAPH_USER"
PASSWORD = "DUPGRAPH_PASSWORD"  # noqa: S105  the variable's name
TOKEN = "DUPGRAPH_TOKEN"  # noqa: S105  the variable's name
# For which host they are, and whether they may go over plain http to another machine ("yes").
HOST = "DUPGRAPH_HOST"
PLAIN = "DUPGRAPH_PLAIN_HTTP"
# A challenge begins with its scheme; what follows are its parameters.
_SCHEME = re.compile(r"([^\s=]+)(?:\s+(.+))?", re.DOTALL)
_HASHES = {"MD5": md5, "SHA-256": sha256}


@dataclass(frozen=True, slots=True)
class Challenge:
    """How a server wants to be told who asks: the scheme in lower case, and what it says with it."""

    scheme: str
    facts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Credentials:
    """User and password, or a token. They are in no text that one could print by mistake."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    # Where all that is sent can be read on the way; empty where it cannot, or may be.
    open_url: str = ""

    @classmethod
    def from_environment(cls, url: str, scheme: str, host: str, port: int) -> "Credentials":
        """Return what the environment gives for a host; all empty when it gives nothing, or for another host.

        Raises EndpointError for a value that no header can hold, and for a token that is bound to no host, or would
        go over plain http to another machine.
        """
        bound = os.environ.get(HOST, "").strip().lower()
        values = {name: os.environ.get(name, "") for name in (USER, PASSWORD, TOKEN)}
        if not any(values.values()) or (bound and bound not in {host, f"{host}:{port}"}):
            return cls()
        for name, value in values.items():
            _check_value(name, value, url)
        is_open = scheme == "http" and not _is_loopback(host) and os.environ.get(PLAIN) != "yes"
        given = cls(values[USER], values[PASSWORD], values[TOKEN], url if is_open else "")
        if given.token and not bound and not _is_loopback(host):
            what = f"{TOKEN} is set, and nothing says for which host it is: no other shall see it"
            raise EndpointError(what, url=url, hint=f"set {HOST}={host} in the environment as well")
        if given.token and is_open:
            raise given.refuse_plain()
        return given

    def refuse_plain(self) -> EndpointError:
        """Return the error for what would go over plain http to another machine."""
        what = "takes plain http, where anybody on the way could read the credentials in the environment"
        return EndpointError(what, url=self.open_url, hint=f"give its https address, or set {PLAIN}=yes")

    @property
    def names(self) -> str:
        """The variables that are set, for a message."""
        if self.token:
            return TOKEN
        return f"{USER} and {PASSWORD}" if self.user else ""

    def hide(self, text: str) -> str:
        """Return a server's words without what they may repeat of a secret."""
        for secret in filter(None, (self.password, self.token)):
            text = text.replace(secret, "***")
        return text

    def choose(self, challenges: Iterable[Challenge]) -> Challenge | None:
        """Return the challenge that can be answered, digest before basic; None for none.

        Raises EndpointError where the password would go in plain words over plain http to another machine.
        """
        known = {challenge.scheme: challenge for challenge in challenges if self.user}
        digest = known.get("digest")
        if digest and digest.facts.get("algorithm", "MD5").upper() in _HASHES and "nonce" in digest.facts:
            return digest
        basic = known.get("basic")
        if basic and self.open_url:
            raise self.refuse_plain()
        return basic

    def answer(self, request: Request, challenge: Challenge | None, count: int) -> str:
        """Return the Authorization of the ``count``-th request since the challenge; empty when there is none."""
        if self.token:
            return f"Bearer {self.token}"
        if challenge is None:
            return ""
        if challenge.scheme == "basic":
            return "Basic " + b64encode(f"{self.user}:{self.password}".encode()).decode()
        return self._answer_digest(request, challenge.facts, f"{count:08x}")

    def _answer_digest(self, request: Request, facts: dict[str, str], count: str) -> str:
        """Return the answer of RFC 7616."""
        name = facts.get("algorithm", "MD5").upper()

        def digest(text: str) -> str:
            return _HASHES[name](text.encode()).hexdigest()

        # Through a proxy the selector is the whole URL; the server is asked for the path only.
        path = "/" + re.sub(r"^https?://[^/?]*/?", "", request.full_url.partition("#")[0])
        realm, nonce, own = facts.get("realm", ""), facts["nonce"], token_hex(8)
        first = digest(f"{self.user}:{realm}:{self.password}")
        second = digest(f"{request.get_method()}:{path}")
        said = {"username": self.user, "realm": realm, "nonce": nonce, "uri": path}
        plain = {"algorithm": name}
        if "auth" in re.split(r"[,\s]+", facts.get("qop", "")):
            said["response"] = digest(f"{first}:{nonce}:{count}:{own}:auth:{second}")
            said["cnonce"] = own
            plain |= {"qop": "auth", "nc": count}
        else:
            said["response"] = digest(f"{first}:{nonce}:{second}")
        if "opaque" in facts:
            said["opaque"] = facts["opaque"]
        quoted = [f'{key}="{_escape(value)}"' for key, value in said.items()]
        line = "Digest " + ", ".join([*quoted, *(f"{key}={value}" for key, value in plain.items())])
        # http.client writes headers in Latin-1; the bytes are to be UTF-8.
        return line.encode().decode("latin-1")


def _check_value(name: str, value: str, url: str) -> None:
    """Raise EndpointError for a value that would break the header, or be quoted in the complaint that it did."""
    found = next((sign for sign in value if not sign.isprintable()), "")
    if not found and name == TOKEN:
        found = next((sign for sign in value if not sign.isascii() or sign == " "), "")
    if found:
        what = f"the environment's {name} holds a character that cannot be sent (U+{ord(found):04X})"
        raise EndpointError(what, url=url, hint="set it again; a file saved on Windows ends each line in U+000D")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def parse_challenges(headers: Iterable[str]) -> list[Challenge]:
    """Return the challenges in the WWW-Authenticate headers of an answer.

    >>> parse_challenges(['Digest realm="SPARQL", nonce="4d", qop="auth", Basic realm="x"'])[1]
    Challenge(scheme='basic', facts={'realm': 'x'})
    """
    found: list[tuple[str, list[str]]] = []
    for header in headers:
        for item in parse_http_list(header):
            match = _SCHEME.fullmatch(item)
            if match:
                found.append((match[1].lower(), [match[2]] if match[2] and "=" in match[2] else []))
            elif found and "=" in item:
                found[-1][1].append(item)
    return [
        Challenge(scheme, {key.lower(): value for key, value in parse_keqv_list(facts).items()})
        for scheme, facts in found
    ]
