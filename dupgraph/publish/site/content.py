"""A site of plans in memory: every file that it consists of, each made when it is asked for by name.

The writer of a static site goes through all of them, a server asks for one at a time; both get the same bytes.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from dupgraph.ask.catalogue.plans import find_plan
from dupgraph.ask.comparison.changes import compare_plans
from dupgraph.ask.comparison.reading import read_version
from dupgraph.base.collecting import paused_gc
from dupgraph.base.errors import OutputError
from dupgraph.base.files import list_resources
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.oxigraph import OxigraphEngine
from dupgraph.graph.engines.plans import PlanGraph, list_plan_graphs
from dupgraph.graph.engines.tabled import find_tables
from dupgraph.graph.rdf import read_packaged
from dupgraph.language.languages import LANGUAGES
from dupgraph.publish.comparison.page import draw_comparison
from dupgraph.publish.export.publication import ExportedFile, Publication
from dupgraph.publish.export.source import ExportedPlan, Source, find_licence
from dupgraph.publish.facts import Facts
from dupgraph.publish.map.page import draw_map, read_library
from dupgraph.publish.pages.drawing import NOT_FOUND, TEMPLATES, Frame, PlanCard, list_files, title_cards
from dupgraph.publish.pages.elements import list_plan_routes
from dupgraph.publish.pages.home import DOWNLOADS, describe_downloads, list_site_routes, list_vocabularies
from dupgraph.publish.pages.page import Page, Route
from dupgraph.publish.pages.plan import PlanView
from dupgraph.publish.pages.questions import list_question_routes
from dupgraph.publish.pages.search import INDEX, SearchIndex
from dupgraph.publish.pages.shared import Shared
from dupgraph.publish.pages.statement import read_statement
from dupgraph.publish.pages.style import STYLE, draw_style
from dupgraph.publish.pages.terms.listing import list_term_routes
from dupgraph.publish.pages.things import list_naming_routes, list_thing_routes
from dupgraph.publish.routes.addresses import check_base
from dupgraph.publish.routes.media import REPRESENTATIONS
from dupgraph.publish.routes.paths import (
    MAP,
    MAP_LIBRARY,
    TOWNS,
    VOCABULARIES,
    find_path,
    lead_library,
    name_data,
    name_page,
    split_name,
)
from dupgraph.publish.routes.rules import write_apache, write_nginx, write_w3id
from dupgraph.publish.routes.sitemap import write_sitemaps
from dupgraph.publish.site.downloads import DOWNLOAD, VOID_FILE, write_downloads, write_void_index
from dupgraph.publish.site.mentions import write_mention_pages
from dupgraph.publish.towns.content import MOST_TOWNS, PlanPartners, gather_partners, join_towns
from dupgraph.publish.towns.page import draw_towns
from dupgraph.schema.namespaces import DATA, ROOT

if TYPE_CHECKING:
    from jinja2 import Environment

SCRIPTS = ("search.js", "not-found.js")
# What has its own way to show itself stands beside the pages.
COMPARE = "compare"
# How many plans are kept in memory for whoever asks for their pages again.
MOST_OPEN = 4
# So many plans that are here are read together for the map of towns, in 3 MB each; of more, tables count for us.
_MOST_TOGETHER = 500
_SITEMAP = re.compile(r"sitemap(?:-\d+)?\.xml")
Make = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Order:
    """What the publisher decides: the URL of the site, its licence and date, and one plan where there are several.

    Without ``base`` nothing says where the site is: pages have no canonical link, and the sitemap names the addresses
    of the graph's own root. Without ``licence`` each plan's own holds, and what is published has one; what is shown to
    its own people may have none, and no metadata for catalogues then. ``environment`` draws it with other templates
    than a static site's.
    """

    publication: Publication
    base: str = ""
    licence: str = ""
    plan: str = ""
    environment: "Environment | None" = None
    is_published: bool = True


class PlanContent:
    """One plan's part of a site: the routes of its pages, and its other files."""

    def __init__(
        self, view: PlanView, frame: Frame, publication: Publication, previous: Callable[[], PlanView] | None = None
    ) -> None:
        """Make nothing yet; ``previous`` gives the plan with which this one is compared."""
        self._previous = previous
        self.view = view
        self._frame = frame
        self._publication = publication
        if frame.base:
            self._publication = replace(publication, base=f"{frame.base}{view.path}/{DOWNLOAD}")

    @cached_property
    def routes(self) -> Mapping[str, Route]:
        """The plan's pages, by path."""
        view, frame = self.view, self._frame
        namings = () if frame.plan else list_naming_routes(view, frame)
        routes = chain(list_plan_routes(view, frame), list_question_routes(view, frame), namings)
        found = {route.path: route for route in routes}
        path = f"{view.path}/{DOWNLOADS}"
        return found | {path: Route(path, self._describe_downloads)}

    @cached_property
    def files(self) -> Mapping[str, Make]:
        """The map, what changed since the plan before, and the pages that lead from mentions to their elements."""
        mentions = write_mention_pages(self.view.list_mention_paths())
        files: dict[str, Make] = {name: partial(bytes, data) for name, data in mentions.items()}
        if self._previous is not None:
            compared = f"{self.view.path}/{COMPARE}"
            files |= {name_page(compared, lang): partial(self._draw_comparison, lang) for lang in LANGUAGES}
        return files | {f"{self.view.path}/{MAP}": self._draw_map}

    @cached_property
    def downloads(self) -> Mapping[str, tuple[bytes, ExportedFile | None]]:
        """The files to be downloaded: bytes, and what they hold; they describe one another, so all are made."""
        view, card = self.view, self._frame.find_plan(self.view.iri)
        source = Source(
            stated_licence=(card.licence if card else "") or None,
            loaded=ExportedPlan(view.iri, view.triples),
            loaded_network=view.network,
        )
        return {name: (data, file) for name, data, file in write_downloads(view, source, self._publication)}

    def list_files(self) -> Iterator[tuple[str, bytes]]:
        """Yield name and bytes of all files that are no pages."""
        yield from ((name, make()) for name, make in self.files.items())
        yield from ((name, data) for name, (data, _) in self.downloads.items())

    def find_file(self, name: str) -> Make | None:
        """Return what makes a file that is no page; None where there is none of that name."""
        if name in self.files:
            return self.files[name]
        is_download = name.startswith(f"{self.view.path}/{DOWNLOAD}/") and name in self.downloads
        return partial(bytes, self.downloads[name][0]) if is_download else None

    def _draw_map(self) -> bytes:
        view = self.view
        ways = {"home": self._frame.lead_home(view.path), "library": lead_library(view.path)}
        return draw_map(view.engine, view.iri, network=view.network, **ways).html.encode()

    def _draw_comparison(self, language: str) -> bytes:
        views = (self._previous(), self.view) if self._previous else (self.view, self.view)
        versions = (read_version(view.engine, view.iri, language) for view in views)
        return draw_comparison(compare_plans(*versions), language).encode()

    def _describe_downloads(self) -> Page:
        given = ((name, len(data), file.kind if file else None) for name, (data, file) in self.downloads.items())
        return describe_downloads(self.view, self._frame, given)


class SiteContent:
    """A site of plans. What is no plan's own is gathered in ``shared``; a plan is opened when it is asked for."""

    def __init__(self, engine: Engine, order: Order, shared: Shared) -> None:
        """Read what every page says of each plan. Raises OutputError and GraphError as ``write_site`` does."""
        base = check_base(order.base) if order.base else ""
        self._engine = engine
        self._graphs = {graph.iri: graph for graph in _choose_graphs(engine, order.plan)}
        self._shared = shared
        shared.add_triples(_read_vocabularies())
        root = base if base and any(iri.startswith(base) for iri in self._graphs) else ROOT
        cards = title_cards([self._describe_plan(graph, root, order) for graph in self._graphs.values()])
        has_towns = 1 < len(cards) <= _MOST_TOGETHER and isinstance(engine, OxigraphEngine)
        has_towns |= len(cards) > _MOST_TOGETHER and find_tables(engine) is not None
        self.frame = Frame(base, cards, shared.holds, root, order.environment, shared.find_home, has_towns=has_towns)
        self._titles = {card.iri: card.title for card in cards}
        numbers = _number_plans(cards)
        self._publications = {iri: replace(order.publication, number=number) for iri, number in numbers.items()}
        self._added: set[str] = set()
        self._partners: dict[str, PlanPartners] = {}
        self.open_plan = lru_cache(MOST_OPEN)(self._read_plan)

    def _describe_plan(self, graph: PlanGraph, root: str, order: Order) -> PlanCard:
        facts = Facts(triples := graph.read())
        self._shared.add_subjects(facts)
        said = read_statement(graph.iri, facts)
        chosen = order.licence or said.licence
        if order.is_published and not order.licence:
            chosen = find_licence([ExportedPlan(graph.iri, triples)])
        path = find_path(graph.iri, root)
        return PlanCard(
            graph.iri,
            path,
            said.title,
            said.municipality,
            said.period,
            chosen,
            said.licence,
            said.istat,
            said.language,
            said.sha256,
        )

    def _read_plan(self, iri: str) -> PlanContent:
        triples = self._graphs[iri].read()
        with paused_gc():
            view = PlanView(iri, triples, self.frame.root)
            if iri not in self._added:
                self._shared.add_plan(view, self._titles[iri])
                self._added.add(iri)
        before = self.frame.find_previous(iri)
        previous = (lambda: self.open_plan(before.iri).view) if before else None
        return PlanContent(view, self.frame, self._publications[iri], previous)

    def keep_partners(self, view: PlanView) -> None:
        """Keep what the map of towns shows of a plan: of all plans together, their graphs would be in memory."""
        if self.frame.has_towns and len(self.frame.plans) <= MOST_TOWNS:
            self._partners[view.iri] = gather_partners(view.engine, view.network)

    # Pages ----------------------------------------------------------------------------------------------------------

    def list_shared_routes(self) -> Iterator[Route]:
        """Yield the pages that are no plan's own, and those of the site itself; all plans have been read then."""
        for iri in self._graphs:
            if iri not in self._added:
                self.open_plan(iri)
        yield from list_thing_routes(self._shared, self._view, self.frame)
        yield from list_term_routes(self._shared, self._view, self.frame)
        yield Route(VOCABULARIES, partial(list_vocabularies, self._shared))
        yield from self._site_routes.values()

    @property
    def _view(self) -> PlanView | None:
        """The plan, where there is one alone."""
        return self.open_plan(self.frame.plan.iri).view if self.frame.plan else None

    @cached_property
    def _site_routes(self) -> Mapping[str, Route]:
        """The pages that stand whatever the plans say: of several none is read for them."""
        return {route.path: route for route in list_site_routes(self._view, self.frame)}

    def list_routes(self) -> Iterator[Route]:
        """Yield all pages, plan by plan."""
        for card in self.frame.plans:
            yield from self.open_plan(card.iri).routes.values()
        yield from self.list_shared_routes()

    @cached_property
    def _shared_routes(self) -> Mapping[str, Route]:
        return {route.path: route for route in self.list_shared_routes()}

    def find_route(self, path: str) -> Route | None:
        """Return the page at a path without ending and language; None where there is none."""
        plan = self._find_plan(path)
        own = plan.routes.get(path) if plan else self._site_routes.get(path)
        return own or self._shared_routes.get(path)

    def _find_plan(self, path: str) -> PlanContent | None:
        for card in self.frame.plans:
            if f"{path}/".startswith(f"{card.path}/"):
                return self.open_plan(card.iri)
        return None

    # Files ----------------------------------------------------------------------------------------------------------

    def draw(self, name: str) -> bytes:
        """Return the bytes of a file by its name in the site. Raises OutputError when the site has none of that name.

        They are those that ``write_site`` would write.
        """
        make = self._find_file(name)
        if make is None:
            raise OutputError("the site has no such file", path=name[:200], hint="see its sitemap.xml for what it has")
        with paused_gc():
            return make()

    def holds(self, name: str) -> bool:
        """Tell whether the site has a file of a name; pages are not drawn for it."""
        path, _, ending = split_name(name)
        route = self.find_route(path)
        if route and ending in REPRESENTATIONS:
            return ending == "html" or (route.has_data and name == name_data(path, ending))
        return self._find_file(name) is not None

    def _find_file(self, name: str) -> Make | None:
        path = split_name(name)[0]
        route = self.find_route(path)
        make = list_files(route.make(), self.frame).get(name) if route else None
        if make is None and (plan := self._find_plan(path)):
            make = plan.find_file(name)
        if make is None and _SITEMAP.fullmatch(name):
            data = self._sitemaps.get(name)
            return None if data is None else partial(bytes, data)
        return make or self.files.get(name)

    @cached_property
    def _sitemaps(self) -> Mapping[str, bytes]:
        return dict(self.write_sitemaps(route.path for route in self.list_routes()))

    def write_sitemaps(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield name and bytes of the sitemaps of pages with these paths."""
        return write_sitemaps(self.frame.base or ROOT, (path for path in paths if path != NOT_FOUND))

    @cached_property
    def files(self) -> Mapping[str, Make]:
        """The files of the site as a whole: search, style, scripts, VoID and server rules, without the sitemaps."""
        base = self.frame.base
        files: dict[str, Make] = {VOID_FILE: self._write_void, INDEX: self._write_index}
        files |= {STYLE: lambda: draw_style().encode(), MAP_LIBRARY: lambda: read_library().encode()}
        files |= {name: (TEMPLATES / name).read_bytes for name in SCRIPTS}
        files |= {".htaccess": partial(write_apache, base), "nginx.conf": partial(write_nginx, base)}
        if self.frame.has_towns:
            files[TOWNS] = self._draw_towns
        if base:
            files["w3id/.htaccess"] = partial(write_w3id, base)
        # Some hosts of plain files leave out what begins with a dot, unless this stands there.
        return files | {".nojekyll": bytes}

    def _draw_towns(self) -> bytes:
        parts = [self._partners[card.iri] for card in self.frame.plans if card.iri in self._partners]
        content = join_towns(parts) if len(parts) == len(self._graphs) else None
        return draw_towns(self._engine, home="index.html", content=content).html.encode()

    def _write_void(self) -> bytes:
        card = self.frame.plan
        if card is None or not card.licence:
            return write_void_index(self.frame)
        return self.open_plan(card.iri).downloads[f"{card.path}/{DOWNLOAD}/void.ttl"][0]

    def _write_index(self) -> bytes:
        index = SearchIndex()
        for route in self.list_routes():
            index.add(route.make(), self.frame)
        return index.write()


@contextmanager
def open_site(engine: Engine, order: Order, shared: Path | None = None) -> Iterator[SiteContent]:
    """Give the site of the plans at an engine's location. Raises what ``write_site`` raises before it writes.

    ``shared`` is a new file for what its plans have in common, where another process shall look things up in it.
    Nothing is checked against the shapes here: a server shows what a graph holds.
    """
    with closing(Shared(shared)) as kept:
        with paused_gc():
            site = SiteContent(engine, order, kept)
        yield site


def _choose_graphs(engine: Engine, plan: str) -> list[PlanGraph]:
    wanted = find_plan(engine, plan) if plan else ""
    graphs = [graph for graph in list_plan_graphs(engine) if wanted in ("", graph.iri)]
    # One plan may stay in memory, and is then read once.
    return [replace(graphs[0], read=cache(graphs[0].read))] if len(graphs) == 1 else graphs


def _number_plans(cards: Iterable[PlanCard]) -> dict[str, int]:
    """Return the number of each plan among those of its municipality: catalogues count them."""
    counts: Counter[str] = Counter()
    numbers = {}
    for card in cards:
        owner = card.istat or card.municipality
        counts[owner] += 1
        numbers[card.iri] = counts[owner]
    return numbers


def _read_vocabularies() -> Iterator[Triple]:
    """Yield what the packaged ontology and vocabularies say; of a town's own things its plan's graph speaks."""
    files = [*list_resources("ontology", ".ttl"), *list_resources("ontology/vocabularies", ".ttl")]
    for triple in read_packaged(files):
        if not (isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(DATA)):
            yield triple
