"""What a running server holds: the plans that it shows, and where they are asked. All requests share one of it."""

import asyncio
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import ParamSpec, TypeVar

import anyio.to_thread

from dupgraph.graph.engines import Engine, open_engine
from dupgraph.publish.export import Publication, find_date
from dupgraph.publish.site.content import Order, SiteContent, open_site
from dupgraph.serve.settings import Settings

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Opened:
    """The plans as they are now: another load gives another value, and requests that run keep theirs.

    ``engine`` answers the questions of the catalogue, ``site`` draws pages; both are asked by way of the state, which
    knows in which thread. ``generation`` is another one after each load: what was answered from an older one is stale.
    """

    engine: Engine
    site: SiteContent
    generation: str


@dataclass
class ServerState:
    """What the pages of a server read: its settings, the plans that are open, and a token for what changes them.

    Only ``opened`` ever changes, in one step.
    """

    settings: Settings
    opened: Opened
    _artist: ThreadPoolExecutor = field(repr=False)
    token: str = field(default_factory=partial(secrets.token_urlsafe, 24), repr=False)

    async def run(
        self, function: Callable[Arguments, Result], *arguments: Arguments.args, **named: Arguments.kwargs
    ) -> Result:
        """Return what a function returns, computed beside the other requests: a question of the catalogue, say."""
        return await anyio.to_thread.run_sync(partial(function, *arguments, **named))

    async def draw(
        self, function: Callable[Arguments, Result], *arguments: Arguments.args, **named: Arguments.kwargs
    ) -> Result:
        """Return what a function returns that asks the site: in the one thread in which a site may be asked."""
        call = partial(function, *arguments, **named)
        return await asyncio.get_running_loop().run_in_executor(self._artist, call)


@contextmanager
def open_state(settings: Settings) -> Iterator[ServerState]:
    """Open the plans, and give the state of a server that shows them. Raises GraphError and OutputError."""
    engine = open_engine(settings.locations[0] if settings.locations else None)
    # A site keeps what its plans share in a base that only the thread may ask that made it.
    with ThreadPoolExecutor(1, "drawing") as artist:
        opening = open_site(engine, Order(Publication(find_date())))
        site = artist.submit(opening.__enter__).result()
        try:
            yield ServerState(settings, Opened(engine, site, secrets.token_hex(8)), artist)
        finally:
            artist.submit(opening.__exit__, None, None, None).result()
