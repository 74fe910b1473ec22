"""What a running server holds: the plans that it shows, and where they are asked. All requests share one of it."""

import asyncio
import secrets
import shutil
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ParamSpec, TypeVar

import anyio.to_thread

from dupgraph.base.errors import DupgraphError
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.corpus import open_tables
from dupgraph.graph.engines.graphs import Place
from dupgraph.graph.engines.oxigraph import OxigraphEngine
from dupgraph.graph.engines.tables import Tables
from dupgraph.graph.stores.load import Advance
from dupgraph.publish.export import Publication, find_date
from dupgraph.publish.site.content import Order, SiteContent, open_site
from dupgraph.serve.cache import AnswerCache
from dupgraph.serve.documents import find_shown, is_any_ours
from dupgraph.serve.look import load_look
from dupgraph.serve.opening import Sources, Tell, fill_store, find_sources
from dupgraph.serve.pool import Pool, StoreFolder
from dupgraph.serve.settings import Settings

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
# How often it is looked whether a store is another one.
_LOOK_SECONDS = 1.0
# After so long nobody reads any more the plans that were shown before.
_OLD_SECONDS = 90.0


@dataclass(frozen=True, slots=True)
class Opened:
    """The plans as they are now: another load gives another value, and requests that run keep theirs.

    ``engine`` answers the questions of the catalogue, ``site`` draws pages; both are asked by way of the state, which
    knows in which thread. ``files`` are the graphs that were loaded, empty for a store that somebody else filled.
    ``generation`` is another one after each load: what was answered from an older one is stale. ``closing`` lets go of
    the site. ``tables`` answer beside the store where the plans are those of a corpus.
    """

    engine: Engine
    site: SiteContent
    files: tuple[Path, ...]
    store: StoreFolder
    closing: ExitStack = field(repr=False)
    tables: Tables | None = None

    @property
    def generation(self) -> str:
        """The name of this load."""
        return self.store.generation


@dataclass
class ServerState:
    """What the pages of a server read: its settings, the plans that are open, and a token for what changes them.

    ``folder`` is the server's own, gone when it ends. Only ``opened`` ever changes, in one step: by ``show``, ``add``.
    """

    settings: Settings
    folder: Path
    opened: Opened
    pool: Pool
    _artist: ThreadPoolExecutor = field(repr=False)
    cache: AnswerCache = field(default_factory=AnswerCache, repr=False)
    token: str = field(default_factory=partial(secrets.token_urlsafe, 24), repr=False)
    _old: list[Opened] = field(default_factory=list, repr=False)
    _first: list[Callable[[], Awaitable[object]]] = field(default_factory=list, repr=False)
    _last: list[Callable[[], object]] = field(default_factory=list, repr=False)
    _opening: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

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
        shown = tuple(files)
        await self._open(lambda: Sources(self.opened.engine.location, shown))

    async def add(self, file: Path) -> None:
        """Show the plan of one more graph file, beside those that are shown by then. Raises as ``show``."""
        await self._open(lambda: Sources(self.opened.engine.location, (*self.opened.files, file)))

    def after_load(self, function: Callable[[], Awaitable[object]]) -> None:
        """Have a function called soon after each load, when pages are given already: who asks first finds all ready."""
        self._first.append(function)

    def at_end(self, function: Callable[[], object]) -> None:
        """Have a function called when the server ends."""
        self._last.append(function)

    async def follow(self) -> None:
        """Show a store anew whenever somebody has loaded it anew; what cannot be opened is tried again."""
        ready = ""
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            if ready != self.opened.generation:
                ready = self.opened.generation
                for function in self._first:
                    # Whoever asks hears what is wrong.
                    with suppress(Exception):
                        await function()
            store = self.opened.store
            if not store.is_there():
                with suppress(DupgraphError):
                    await self._open(partial(Sources, self.opened.engine.location, store=store.path))

    async def _open(self, find: Callable[[], Sources]) -> None:
        async with self._opening:
            sources = find()
            old, store = self.opened, await self.run(fill_store, sources, self.folder)
            new = await self.draw(_open_plans, sources, store, self.settings)
            try:
                await self.pool.swap(store)
            except DupgraphError:
                await self.draw(self._let_go, new)
                raise
            self.opened = new
            self._old.append(old)
        asyncio.get_running_loop().call_later(_OLD_SECONDS, self._artist.submit, self._let_go, old)

    def close(self) -> None:
        """Let go of all plans, in the thread that they were opened in."""
        for function in self._last:
            function()
        for opened in (*self._old, self.opened):
            self._let_go(opened)

    def _let_go(self, old: Opened) -> None:
        """Close plans, once, and delete their store where it is our own."""
        old.closing.close()
        if old.store.path.is_relative_to(self.folder):
            shutil.rmtree(old.store.path, ignore_errors=True)


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
        opened = artist.submit(_open_plans, sources, store, settings).result()
        pool = Pool(store, workers=settings.workers, queue=settings.queue, timeout=settings.timeout)
        state = ServerState(settings, folder, opened, pool, artist)
        try:
            yield state
        finally:
            artist.submit(state.close).result()


def _open_plans(sources: Sources, store: StoreFolder, settings: Settings) -> Opened:
    """Open the site and the engine of a store."""
    look = load_look(
        takes_uploads=takes_uploads(settings, sources.files),
        originals=find_shown(sources.files),
        takes_reviews=is_any_ours(sources.files) and (not settings.public or bool(settings.password)),
    )
    order = Order(Publication(find_date()), environment=look, is_published=False)
    with ExitStack() as stack:
        site = stack.enter_context(open_site(OxigraphEngine(sources.place), order))
        engine = OxigraphEngine(Place(sources.name, store=store.path))
        tables = open_tables(sources.corpus, settings.timeout) if sources.corpus else None
        return Opened(engine, site, sources.files, store, stack.pop_all(), tables)


def takes_uploads(settings: Settings, files: tuple[Path, ...]) -> bool:
    """Tell whether plans may be given to a server: to one that may be written to, of graphs that it loaded itself."""
    return bool(files) and (not settings.public or bool(settings.password))
