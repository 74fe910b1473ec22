"""Plans to a folder of files, plan by plan: a plan is in memory only while its pages are made."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from dupgraph.ask.analysis import paused_gc
from dupgraph.ask.catalogue.plans import find_plan
from dupgraph.base.files import list_resources
from dupgraph.base.folders import NewFolder, replace_folder
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.plans import PlanGraph, list_plan_graphs
from dupgraph.graph.validate.beside import check_beside
from dupgraph.language.languages import LANGUAGES
from dupgraph.publish.export import Publication, Source
from dupgraph.publish.export.jsonld import write_jsonld_document
from dupgraph.publish.export.rdf import write_turtle_document
from dupgraph.publish.export.source import ExportedPlan, find_licence
from dupgraph.publish.facts import Facts
from dupgraph.publish.map import draw_map
from dupgraph.publish.pages.drawing import LOST, TEMPLATES, Frame, PlanCard, draw_page
from dupgraph.publish.pages.elements import list_plan_pages
from dupgraph.publish.pages.home import list_download_pages, list_site_pages
from dupgraph.publish.pages.page import Page
from dupgraph.publish.pages.plan import PlanView, read_statement
from dupgraph.publish.pages.questions import list_question_pages
from dupgraph.publish.pages.search import INDEX, SearchIndex
from dupgraph.publish.pages.shared import Shared
from dupgraph.publish.pages.style import STYLE, draw_style
from dupgraph.publish.pages.terms import list_term_pages
from dupgraph.publish.pages.things import list_naming_pages, list_thing_pages
from dupgraph.publish.routes.addresses import check_base
from dupgraph.publish.routes.paths import find_path, find_tree
from dupgraph.publish.routes.rules import write_apache, write_nginx, write_w3id
from dupgraph.publish.routes.sitemap import write_sitemaps
from dupgraph.publish.site.downloads import DOWNLOAD, VOID_FILE, write_downloads, write_void_index
from dupgraph.publish.site.mentions import write_mention_pages
from dupgraph.schema.namespaces import DATA, ROOT

SCRIPT = "search.js"
# What has its own way to show itself stands beside the pages.
MAP = "map.html"


@dataclass(frozen=True, slots=True)
class Site:
    """What was written: plans, pages (each in every language), files, bytes.

    ``relicensed`` are the plans whose own graphs state another licence than the one they are published under.
    """

    plans: int
    pages: int
    files: int
    bytes: int
    relicensed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """What the publisher decides: where the site will stand, under which licence, since when; one plan of several.

    Without ``base`` nothing says where the site is: pages have no canonical link, and the sitemap names the addresses
    of the graph's own root. Without ``licence`` each plan's own holds.
    """

    publication: Publication
    base: str = ""
    licence: str = ""
    plan: str = ""


def write_site(
    engine: Engine, folder: Path, order: Order, *, advance: Callable[[str, int, int], object] | None = None
) -> Site:
    """Write the site of the plans at an engine's location into ``folder``; it appears there whole, or not at all.

    ``advance`` hears which plan is next, its number, and how many there are. Raises OutputError for a folder that is
    not ours, a base where no site can stand, and a missing licence; GraphError for a graph that cannot be read or
    breaks a rule. What was in ``folder`` before is then as it was.
    """
    base = check_base(order.base) if order.base else ""
    graphs = _choose_graphs(engine, order.plan)
    with ExitStack() as stack:
        checker = stack.enter_context(check_beside())
        writer = _Writer(stack.enter_context(replace_folder(folder, "site")))
        shared = stack.enter_context(closing(Shared()))
        shared.add_triples(_read_vocabularies())
        root = base if base and any(graph.iri.startswith(base) for graph in graphs) else ROOT
        cards = tuple(_describe_plan(graph, root, order.licence) for graph in graphs)
        frame = Frame(base, cards, shared.holds, root)
        numbers = _number_plans(cards)
        view = None
        for number, graph in enumerate(graphs):
            if advance is not None:
                advance(cards[number].title, number + 1, len(graphs))
            # Let go before the next one is read.
            view = None
            triples = graph.read()
            checker.add(graph.iri, triples)
            with paused_gc():
                view = PlanView(graph.iri, triples, root)
                shared.add_plan(view)
                writer.write_plan(view, frame, replace(order.publication, number=numbers[graph.iri]))
        only = view if len(graphs) == 1 else None
        with paused_gc():
            writer.write_pages(list_thing_pages(shared, only, frame), frame)
            writer.write_pages(list_term_pages(shared, only, frame), frame)
            writer.write_pages(list_site_pages(shared, only), frame)
            writer.write_rest(frame)
        checker.finish()
    relicensed = tuple(card.iri for card in cards if card.stated_licence not in ("", card.licence))
    return Site(len(graphs), len(writer.paths), writer.files, writer.bytes, relicensed)


def _choose_graphs(engine: Engine, plan: str) -> list[PlanGraph]:
    wanted = find_plan(engine, plan) if plan else ""
    graphs = [graph for graph in list_plan_graphs(engine) if wanted in ("", graph.iri)]
    return [_hold_graph(graphs[0])] if len(graphs) == 1 else graphs


def _hold_graph(graph: PlanGraph) -> PlanGraph:
    """Return a graph that is read once, though it is asked for twice: one plan may stay in memory."""
    return replace(graph, read=cache(graph.read))


def _describe_plan(graph: PlanGraph, root: str, licence: str) -> PlanCard:
    triples = graph.read()
    said = read_statement(graph.iri, Facts(triples))
    chosen = licence or find_licence([ExportedPlan(graph.iri, triples)])
    path = find_path(graph.iri, root)
    return PlanCard(graph.iri, path, said.title, said.municipality, said.period, chosen, said.licence, said.istat)


def _number_plans(cards: Iterable[PlanCard]) -> dict[str, int]:
    """Return the number of each plan among those of its municipality: catalogues count them."""
    counts: Counter[str] = Counter()
    numbers = {}
    for card in cards:
        counts[card.istat] += 1
        numbers[card.iri] = counts[card.istat]
    return numbers


def _read_vocabularies() -> Iterator[Triple]:
    """Yield what the packaged ontology and vocabularies say; of a town's own things its plan's graph speaks."""
    for file in [*list_resources("ontology", ".ttl"), *list_resources("ontology/vocabularies", ".ttl")]:
        for quad in parse(path=str(file), format=RdfFormat.TURTLE):
            if not (isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(DATA)):
                yield quad.triple


class _Writer:
    """Writes pages and files, and counts them."""

    def __init__(self, folder: NewFolder) -> None:
        self._folder = folder
        self.paths: list[str] = []
        self._search = SearchIndex()
        self.files = 0
        self.bytes = 0
        self._void = b""

    def write(self, name: str, data: bytes) -> None:
        """Write a file."""
        self._folder.write(name, data)
        self.files += 1
        self.bytes += len(data)

    def write_plan(self, view: PlanView, frame: Frame, publication: Publication) -> None:
        """Write all that is a plan's own."""
        self.write_pages(list_plan_pages(view, frame), frame)
        self.write_pages(list_question_pages(view, frame), frame)
        for name, data in write_mention_pages(view.list_mention_paths()).items():
            self.write(name, data)
        if frame.plan is None:
            self.write_pages(list_naming_pages(view, frame), frame)
        self.write(f"{view.path}/{MAP}", draw_map(view.engine, view.iri, network=view.network).html.encode())
        card = frame.find_plan(view.iri)
        source = Source(
            stated_licence=card.licence if card else None,
            held=ExportedPlan(view.iri, view.triples),
            held_network=view.network,
        )
        if frame.base:
            publication = replace(publication, base=f"{frame.base}{view.path}/{DOWNLOAD}")
        given = []
        for name, data, file in write_downloads(view, source, publication):
            self.write(name, data)
            given.append((name, len(data), file.kind if file else None))
            if name.endswith("/void.ttl"):
                self._void = data
        self.write_pages(list_download_pages(view, frame, given), frame)

    def write_pages(self, pages: Iterable[Page], frame: Frame) -> None:
        """Write pages in every language, and beside each its data."""
        for page in pages:
            self._search.add(page, frame)
            for language in LANGUAGES:
                self.write(f"{find_tree(language)}{page.path}.html", draw_page(page, language, frame).encode())
            if page.triples:
                self.write(f"{page.path}.ttl", write_turtle_document(page.triples))
                self.write(f"{page.path}.jsonld", write_jsonld_document(page.triples))
            for name, data in page.files.items():
                self.write(name, data)
            self.paths.append(page.path)

    def write_rest(self, frame: Frame) -> None:
        """Write what belongs to the whole: style and script, VoID, the sitemap, what web servers need."""
        base = frame.base
        self.write(VOID_FILE, self._void if frame.plan else write_void_index(frame))
        self.write(INDEX, self._search.write())
        self.write(STYLE, draw_style().encode())
        self.write(SCRIPT, (TEMPLATES / SCRIPT).read_bytes())
        for name, data in write_sitemaps(base or ROOT, (path for path in self.paths if path != LOST)):
            self.write(name, data)
        self.write(".htaccess", write_apache(base))
        self.write("nginx.conf", write_nginx(base))
        if base:
            self.write("w3id/.htaccess", write_w3id(base))
        # Some hosts of plain files leave out what begins with a dot, unless this stands there.
        self.write(".nojekyll", b"")
