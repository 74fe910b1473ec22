"""What a running server holds: the plans that it shows, and where they are asked. All requests share one of it."""

import asyncio
import secrets
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ParamSpec, TypeVar

import anyio.to_thread
from pyoxigraph import Literal, NamedNode

from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.graphs import Place
from dupgraph.graph.engines.oxigraph import OxigraphEngine
from dupgraph.graph.stores.load import Advance
from dupgraph.publish.export import Publication, find_date
from dupgraph.publish.site.content import Order, SiteContent, open_site
from dupgraph.serve.cache import AnswerCache
from dupgraph.serve.look import load_look
from dupgraph.serve.opening import Sources, Tell, fill_store, find_sources
from dupgraph.serve.pool import Pool, StoreFolder
from dupgraph.serve.settings import Settings

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Opened:
    """The plans as they are now: another load gives another value, and requests that run keep theirs.

    ``engine`` answers the questions of the catalogue, ``site`` draws pages; both are asked by way of the state, which
    knows in which thread. ``files`` are the graphs that were loaded, empty for a store that somebody else filled.
    ``graphs`` are the named graphs, and ``triples`` how many all of them have. ``generation`` is another one after
    each load: what was answered from an older one is stale.
    """

    engine: Engine
    site: SiteContent
    files: tuple[Path, ...]
    graphs: tuple[str, ...]
    triples: int
    store: StoreFolder

    @property
    def generation(self) -> str:
        """The name of this load."""
        return self.store.generation


@dataclass
class ServerState:
    """What the pages of a server read: its settings, the plans that are open, and a token for what changes them.

    ``folder`` is the server's own, gone when it ends. Only ``opened`` ever changes, in one step: by ``show``.
    """

    settings: Settings
    folder: Path
    opened: Opened
    pool: Pool
    _stack: ExitStack = field(repr=False)
    _artist: ThreadPoolExecutor = field(repr=False)
    cache: AnswerCache = field(default_factory=AnswerCache, repr=False)
    token: str = field(default_factory=partial(secrets.token_urlsafe, 24), repr=False)
    _showing: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

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

    async def show(self, files: Iterable[Path]) -> None:
        """Show the plans of other graph files from now on; requests that run go on with those that were.

        Raises what opening them raises: nothing has changed then.
        """
        sources = Sources(self.opened.engine.location, tuple(files))
        async with self._showing:
            store = await self.run(fill_store, sources, self.folder)
            self.opened = await self.draw(_open_plans, sources, store, self._stack)
            self.pool.swap(store)


@contextmanager
def open_state(settings: Settings, *, tell: Tell = str, advance: Advance | None = None) -> Iterator[ServerState]:
    """Open the plans, and give the state of a server that shows them; its pool has not started yet.

    ``tell`` and ``advance`` hear how far it is. Raises GraphError, OutputError, and what building documents raises.
    """
    # A site keeps what its plans share in a base that only the thread may ask that made it.
    with TemporaryDirectory(prefix="dupgraph-") as name, ThreadPoolExecutor(1, "drawing") as artist:
        folder = Path(name)
        sources = find_sources(settings.locations, folder, tell)
        store = fill_store(sources, folder, advance)
        stack = ExitStack()
        opened = artist.submit(_open_plans, sources, store, stack).result()
        pool = Pool(store, workers=settings.workers, queue=settings.queue, timeout=settings.timeout)
        try:
            yield ServerState(settings, folder, opened, pool, stack, artist)
        finally:
            artist.submit(stack.close).result()


def _open_plans(sources: Sources, store: StoreFolder, stack: ExitStack) -> Opened:
    """Open the site and the engine of a store; whoever closes the stack closes the site."""
    order = Order(Publication(find_date()), environment=load_look(), is_published=False)
    site = stack.enter_context(open_site(OxigraphEngine(sources.place), order))
    engine = OxigraphEngine(Place(sources.name, store=store.path))
    graphs = sorted(name.value for name in engine.store.named_graphs() if isinstance(name, NamedNode))
    ((count,),) = engine.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows
    triples = int(count.value) if isinstance(count, Literal) else 0
    return Opened(engine, site, sources.files, tuple(graphs), triples, store)
