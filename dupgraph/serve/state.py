"""What a running server holds: the plans that it shows, and where they are asked. All requests share one of it."""

import asyncio
import secrets
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from time import monotonic
from typing import ParamSpec, TypeVar

import anyio.to_thread

from dupgraph.base.errors import DupgraphError
from dupgraph.base.scratch import ScratchFolder
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.corpus import open_tables
from dupgraph.graph.engines.graphs import Place
from dupgraph.graph.engines.oxigraph import OxigraphEngine
from dupgraph.graph.engines.tables import Tables
from dupgraph.graph.stores.load import Advance
from dupgraph.publish.routes.answers import HOME
from dupgraph.publish.routes.paths import name_page
from dupgraph.serve.cache import AnswerCache
from dupgraph.serve.documents import Original, find_shown, is_any_ours, list_originals
from dupgraph.serve.opening import Sources, Tell, fill_store, find_sources
from dupgraph.serve.pool import Pool, StoreFolder
from dupgraph.serve.settings import Settings
from dupgraph.serve.sites import Site, open_served

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
# How often it is looked whether a store is another one.
_LOOK_SECONDS = 1.0
# Plans that were shown before are kept so long, and so many of them: a page leads to others that look as it does.
_OLD_SECONDS, _MOST_OLD = 90.0, 2
# So many maps are drawn at once.
MOST_MAPS = 2


@dataclass(frozen=True)
class OpenPlans:
    """The plans as they are now: another load gives another value, and requests that run keep theirs.

    ``engine`` answers the questions of the catalogue, ``site`` draws pages; both are asked by way of the state, which
    knows in which thread. ``files`` are the graphs that were loaded, empty for a store that somebody else filled.
    ``generation`` is another one after each load: what was answered from an older one is stale. ``tables`` answer
    beside the store where the plans are those of a corpus.
    """

    engine: Engine
    site: Site
    files: tuple[Path, ...]
    store: StoreFolder
    tables: Tables | None = None

    @property
    def generation(self) -> str:
        """The name of this load."""
        return self.store.generation

    @cached_property
    def originals(self) -> Mapping[str, Original]:
        """What is known of the plans' documents, by the digest of each plan's text."""
        return list_originals(self.files)


@dataclass
class ServerState:
    """What the pages of a server read: its settings, the plans that are open, and a token for what changes them.

    ``folder`` is the server's own, gone when it ends. Only ``opened`` ever changes, in one step: by ``show``, ``add``.
    """

    settings: Settings
    folder: Path
    opened: OpenPlans
    pool: Pool
    _drawing: ThreadPoolExecutor = field(repr=False)
    cache: AnswerCache = field(default_factory=AnswerCache, repr=False)
    token: str = field(default_factory=partial(secrets.token_urlsafe, 24), repr=False)
    _old: list[tuple[float, OpenPlans]] = field(default_factory=list, repr=False)
    _readers: Counter[str] = field(default_factory=Counter, repr=False)
    _first: list[Callable[[], Awaitable[object]]] = field(default_factory=list, repr=False)
    _last: list[Callable[[], object]] = field(default_factory=list, repr=False)
    _opening: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)
    # Each map has a process of its own; whoever asks for one more waits.
    maps: asyncio.Semaphore = field(default_factory=partial(asyncio.Semaphore, MOST_MAPS), repr=False)

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
        return await asyncio.get_running_loop().run_in_executor(self._drawing, call)

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
        """Call a function soon after each load, to prepare what pages will ask for while they are served already."""
        self._first.append(function)

    def at_end(self, function: Callable[[], object]) -> None:
        """Call a function when the server ends."""
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
            # Beside the thread that draws: until the new pages can be given at once, the old ones are.
            try:
                new = await self.run(_open_plans, sources, store, self.settings, self.folder)
            except DupgraphError:
                self._delete(store)
                raise
            try:
                await self.run(new.site.draw, name_page(HOME))
                await self.pool.swap(store)
            except DupgraphError:
                await self.draw(self._let_go, new)
                raise
            self.opened = new
            self._old.append((monotonic(), old))
            self._drawing.submit(old.site.renderer.stop)
        self._forget_old()
        asyncio.get_running_loop().call_later(_OLD_SECONDS, self._forget_old)

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep the plans as they are now for whoever reads them, also when others have been shown since."""
        generation = self.opened.generation
        self._readers[generation] += 1
        try:
            yield
        finally:
            self._readers[generation] -= 1
            if not self._readers[generation]:
                del self._readers[generation]
                self._forget_old()

    def _forget_old(self) -> None:
        """Let go of plans shown long ago, and of all but the latest few, unless a request still reads them."""
        kept = []
        for place, (since, old) in enumerate(self._old):
            is_late = monotonic() - since >= _OLD_SECONDS or place < len(self._old) - _MOST_OLD
            if is_late and old.generation not in self._readers:
                self._drawing.submit(self._let_go, old)
            else:
                kept.append((since, old))
        self._old[:] = kept

    def close(self) -> None:
        """Close all plans, in the thread that opened them."""
        for function in self._last:
            function()
        for opened in (*(old for _, old in self._old), self.opened):
            self._let_go(opened)

    def _let_go(self, old: OpenPlans) -> None:
        """Close plans, once, and delete what they lay in."""
        old.site.close()
        self._delete(old.store)

    def _delete(self, store: StoreFolder) -> None:
        """Delete a store, where it is our own, and what its plans have in common."""
        if store.path.is_relative_to(self.folder):
            shutil.rmtree(store.path, ignore_errors=True)
        for file in self.folder.glob(f"shared-{store.generation}*"):
            file.unlink(missing_ok=True)


@contextmanager
def open_state(settings: Settings, *, tell: Tell = str, advance: Advance | None = None) -> Iterator[ServerState]:
    """Open the plans, and give the state of a server that shows them; its pool has not started yet.

    ``tell`` and ``advance`` hear how far it is. Raises GraphError, OutputError, and what building documents raises.
    """
    with ScratchFolder() as scratch, ThreadPoolExecutor(1, "drawing") as drawing:
        folder = scratch.path
        sources = find_sources(settings.locations, folder, tell)
        store = fill_store(sources, folder, advance)
        opened = _open_plans(sources, store, settings, folder)
        pool = Pool(store, workers=settings.workers, queue=settings.queue, timeout=settings.timeout)
        state = ServerState(settings, folder, opened, pool, drawing)
        try:
            yield state
        finally:
            drawing.submit(state.close).result()


def _open_plans(sources: Sources, store: StoreFolder, settings: Settings, folder: Path) -> OpenPlans:
    """Open the site and the engine of a store."""
    features = {
        "takes_uploads": takes_uploads(settings, sources.files),
        "originals": sorted(find_shown(sources.files)),
        "takes_reviews": is_any_ours(sources.files) and settings.takes_changes,
    }
    site = open_served(sources, store, folder / f"shared-{store.generation}", features)
    engine = OxigraphEngine(Place(sources.name, store=store.path))
    tables = open_tables(sources.corpus, settings.timeout) if sources.corpus else None
    return OpenPlans(engine, site, sources.files, store, tables)


def takes_uploads(settings: Settings, files: tuple[Path, ...]) -> bool:
    """Tell whether plans may be given to a server: to one that may be written to, of graphs that it loaded itself."""
    return bool(files) and settings.takes_changes
