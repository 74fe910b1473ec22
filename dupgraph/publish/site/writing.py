"""A site to a folder of files, plan by plan: a plan is in memory only while its pages are made."""

import gc
from collections.abc import Callable, Collection, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from dupgraph.base.collecting import paused_gc
from dupgraph.base.folders import NewFolder, replace_folder
from dupgraph.graph.engines import Engine
from dupgraph.graph.validate.files import refuse_breaches
from dupgraph.publish.export.source import ExportedPlan, Source
from dupgraph.publish.pages.drawing import Frame, list_files
from dupgraph.publish.pages.page import Route
from dupgraph.publish.pages.search import INDEX, SearchIndex
from dupgraph.publish.site.content import Order, open_site


@dataclass(frozen=True, slots=True)
class Site:
    """What was written: plans, pages (each in every language), files, bytes.

    ``relicensed`` are the plans whose own graphs state another licence than the one they are published under;
    ``unread`` are sentences on periods that name no years for certain.
    """

    plans: int
    pages: int
    files: int
    bytes: int
    relicensed: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def write_site(engine: Engine, folder: Path, order: Order, *, progress: Callable[[float], object] = bool) -> Site:
    """Write the site of the plans at an engine's location into ``folder``; it appears there whole, or not at all.

    ``progress`` hears the share of all that is done, from 0 to 1. Raises OutputError for a folder that is not ours, a
    base where no site can stand, and a missing licence; GraphError for a graph that cannot be read or breaks a rule.
    What was in ``folder`` before is then as it was.
    """
    with ExitStack() as stack:
        site = stack.enter_context(open_site(engine, order))
        writer = _Writer(stack.enter_context(replace_folder(folder, "site")), site.frame)
        cards = site.frame.plans
        unread: list[str] = []
        # What the plans share takes about as long as one of them.
        parts = len(cards) + 1
        for number, card in enumerate(cards, 1):
            # Let go before the next one is read.
            site.open_plan.cache_clear()
            with paused_gc():
                plan = site.open_plan(card.iri)
                refuse_breaches(card.iri, plan.view.triples)
                unread += Source(loaded=ExportedPlan(card.iri, plan.view.triples)).unread_periods
                writer.write_pages(plan.routes.values(), _divide(progress, number - 1, parts))
                writer.write_files(plan.list_files())
                site.keep_partners(plan.view)
            del plan
            # Pages and plan hold one another, and Python has been kept from looking for such circles.
            if len(cards) > 1:
                gc.collect()
        with paused_gc():
            writer.write_pages(list(site.list_shared_routes()), _divide(progress, parts - 1, parts))
            writer.write_files(site.write_sitemaps(writer.paths))
            writer.write_files((name, make()) for name, make in site.files.items() if name != INDEX)
            writer.write_files([(INDEX, writer.search.write())])
        progress(1)
    relicensed = tuple(card.iri for card in cards if card.stated_licence not in ("", card.licence))
    return Site(len(cards), len(writer.paths), writer.files, writer.bytes, relicensed, tuple(unread))


def _divide(progress: Callable[[float], object], place: int, parts: int) -> Callable[[float], object]:
    """Return what hears the share of one part of several, the ``place``-th from 0."""
    return lambda share: progress((place + share) / parts)


class _Writer:
    """Writes pages and files, and counts them."""

    def __init__(self, folder: NewFolder, frame: Frame) -> None:
        self._folder = folder
        self._frame = frame
        self.search = SearchIndex()
        self.paths: list[str] = []
        self.files = 0
        self.bytes = 0

    def write_files(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Write files, each a name and its bytes."""
        for name, data in files:
            self._folder.write(name, data)
            self.files += 1
            self.bytes += len(data)

    def write_pages(self, routes: Collection[Route], progress: Callable[[float], object]) -> None:
        """Write pages in every language, and beside each its data."""
        for number, route in enumerate(routes):
            progress(number / len(routes))
            page = route.make()
            self.search.add(page, self._frame)
            self.write_files((name, make()) for name, make in list_files(page, self._frame).items())
            self.paths.append(page.path)
