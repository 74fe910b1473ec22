"""A cache of answers: the store changes only by a load, and until then a query has one answer."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from starlette.responses import Response
from starlette.types import Send

# All answers together, and the largest that is kept.
_ROOM = 16 << 20
_LARGEST = 1 << 20
# What an answer takes beside its bytes and its key.
_BESIDE = 2_000

RawHeaders = tuple[tuple[bytes, bytes], ...]
Key = tuple[str | bytes, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its headers as they are sent, and its bytes."""

    headers: RawHeaders
    data: bytes


class AnswerCache:
    """The latest answers by key; those that were not asked for longest go first."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._size = 0

    def find(self, key: Key) -> Answer | None:
        """Return the answer that is kept under a key."""
        found = self._answers.get(key)
        if found is not None:
            self._answers.move_to_end(key)
        return found

    def keep(self, key: Key, answer: Answer) -> None:
        """Keep an answer, unless it is large."""
        if key in self._answers or len(answer.data) > _LARGEST:
            return
        self._answers[key] = answer
        self._size += _measure(key, answer)
        while self._size > _ROOM:
            self._size -= _measure(*self._answers.popitem(last=False))


def _measure(key: Key, answer: Answer) -> int:
    return len(answer.data) + sum(map(len, key)) + _BESIDE


def encode_headers(headers: Mapping[str, str] | Iterable[tuple[str, str]]) -> RawHeaders:
    """Return headers as they are sent.

    >>> encode_headers({"ETag": "a"})
    ((b'etag', b'a'),)
    """
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return tuple((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in pairs)


def make_response(answer: Answer) -> Response:
    """Return a whole answer as one to a request."""
    response = Response(answer.data)
    response.raw_headers = [*answer.headers, (b"content-length", b"%d" % len(answer.data))]
    return response


async def send_answer(answer: Answer, send: Send) -> None:
    """Send a whole answer."""
    headers = [*answer.headers, (b"content-length", b"%d" % len(answer.data))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer.data})


def make_tag(*parts: str) -> str:
    """Return a name for what these parts decide together: an ETag, and the key of an answer.

    >>> make_tag("a", "bc") == make_tag("ab", "c")
    False
    """
    return sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()[:32]


def is_known(tag: str, if_none_match: str | None) -> bool:
    """Tell whether a client that sends this header has the answer with a tag already (RFC 9110, section 13.1.2).

    >>> is_known("abc", 'W/"x", "abc"'), is_known("abc", None)
    (True, False)
    """
    tags = [tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")]
    return f'"{tag}"' in tags or tags == ["*"]
