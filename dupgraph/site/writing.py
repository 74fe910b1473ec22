"""Plans to a folder of files, plan by plan: a plan is in memory only while its pages are made."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import RdfFormat, parse

from dupgraph.engines import Engine
from dupgraph.engines.plans import PlanGraph, list_plan_graphs
from dupgraph.export.jsonld import write_jsonld_document
from dupgraph.export.rdf import write_turtle_document
from dupgraph.folders import NewFolder, replace_folder
from dupgraph.namespaces import ROOT
from dupgraph.pages.drawing import TEMPLATES, Frame, PlanCard, draw_page
from dupgraph.pages.elements import list_plan_pages
from dupgraph.pages.home import list_site_pages
from dupgraph.pages.page import Page
from dupgraph.pages.paths import LANGUAGES, find_tree
from dupgraph.pages.plan import PlanView
from dupgraph.pages.shared import Shared
from dupgraph.pages.things import list_thing_pages
from dupgraph.resources import list_resources

ASSETS = ("site.css", "search.js")


@dataclass(frozen=True, slots=True)
class Site:
    """What was written: plans, pages (each in every language), files."""

    plans: int
    pages: int


def write_site(engine: Engine, folder: Path, *, base: str = "", licence: str = "") -> Site:
    """Write the site of the plans at an engine's location into ``folder``; it appears there whole, or not at all."""
    graphs = list_plan_graphs(engine)
    pages = 0
    with replace_folder(folder, "site") as out, TemporaryDirectory() as place, closing(Shared(Path(place))) as shared:
        shared.add_triples(_read_vocabularies())
        cards = tuple(_describe_plan(graph) for graph in graphs)
        frame = Frame(base, licence, cards, holds=lambda iri: iri in shared)
        view = None
        for graph in graphs:
            view = PlanView(graph.iri, graph.read(), base or ROOT)
            shared.add_plan(view)
            pages += _write_pages(out, list_plan_pages(view, frame), frame)
        only = view if len(graphs) == 1 else None
        pages += _write_pages(out, list_thing_pages(shared, only, frame), frame)
        pages += _write_pages(out, list_site_pages(shared, only, frame), frame)
        for name in ASSETS:
            out.write(name, (TEMPLATES / name).read_bytes())
    return Site(len(graphs), pages)


def _describe_plan(graph: PlanGraph) -> PlanCard:
    statement = PlanView(graph.iri, graph.read()).statement
    from dupgraph.pages.paths import find_path

    return PlanCard(graph.iri, find_path(graph.iri), statement.title, statement.municipality, statement.period)


def _read_vocabularies():
    for file in [*list_resources("ontology", ".ttl"), *list_resources("ontology/vocabularies", ".ttl")]:
        for quad in parse(path=str(file), format=RdfFormat.TURTLE):
            yield quad.triple


def _write_pages(out: NewFolder, pages: Iterable[Page], frame: Frame) -> int:
    count = 0
    for page in pages:
        for language in LANGUAGES:
            out.write(f"{find_tree(language)}{page.path}.html", draw_page(page, language, frame).encode())
        if page.triples:
            out.write(f"{page.path}.ttl", write_turtle_document(page.triples))
            out.write(f"{page.path}.jsonld", write_jsonld_document(page.triples))
        count += 1
    return count
