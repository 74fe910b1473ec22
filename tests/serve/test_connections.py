"""Clients that say too much, or nothing, before they say what they want."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from uvicorn import Config
from uvicorn.server import ServerState

from dupgraph.serve import connections
from dupgraph.serve.connections import MOST_HEAD, Connection

HEAD = b"GET / HTTP/1.1\r\nHost: a\r\n"


async def answer(_: dict[str, object], receive: object, send: object) -> None:
    size = 0
    while True:
        message = await receive()  # type: ignore[operator]
        size += len(message["body"])
        if not message["more_body"]:
            break
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"8")]})  # type: ignore[operator]
    await send({"type": "http.response.body", "body": b"%08d" % size})  # type: ignore[operator]


@asynccontextmanager
async def connect() -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    config, state = Config(answer, lifespan="off", log_config=None), ServerState()
    config.load()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(config, state, {}), "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        yield reader, writer
        writer.close()


async def read_answer(sent: list[bytes]) -> bytes:
    async with asyncio.timeout(20), connect() as (reader, writer):
        for piece in sent:
            writer.write(piece)
            await asyncio.sleep(0.01)
        return await reader.readline()


def test_a_head_without_end_is_refused() -> None:
    piece = b"a" * (MOST_HEAD // 2)
    assert b" 400 " in asyncio.run(read_answer([HEAD + b"X: ", piece, piece, piece]))


def test_a_body_may_be_longer_than_a_head() -> None:
    size = 3 * MOST_HEAD

    async def ask() -> bytes:
        async with asyncio.timeout(20), connect() as (reader, writer):
            for _ in range(2):
                writer.write(HEAD.replace(b"GET", b"POST") + b"Content-Length: %d\r\n\r\n" % size + b"a" * size)
                said = await reader.readuntil(b"\r\n\r\n") + await reader.readexactly(8)
            return said

    said = asyncio.run(ask())
    assert b" 200 " in said
    assert said.endswith(b"%08d" % size)


@pytest.mark.parametrize("sent", [b"", HEAD])
def test_whoever_does_not_say_what_it_wants_is_left(monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.1)
    assert asyncio.run(read_answer([sent])) == b""
