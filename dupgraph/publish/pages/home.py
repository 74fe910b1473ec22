"""The pages that belong to the site and to no plan: the home, the vocabularies, the page for unknown addresses."""

from collections.abc import Iterable, Iterator
from functools import partial

from dupgraph.publish.export.publication import FileKind
from dupgraph.publish.pages.drawing import NOT_FOUND, Frame
from dupgraph.publish.pages.elements import begin_crumbs, count_things, find_word, repeat_text
from dupgraph.publish.pages.page import Crumb, Page, Route
from dupgraph.publish.pages.plan import PlanView
from dupgraph.publish.pages.shared import Shared
from dupgraph.schema.links import PARTNER
from dupgraph.schema.namespaces import RDF, SKOS

# How many partners the home names.
MOST_PARTNERS = 8
DOWNLOADS = "downloads"


def list_site_routes(shared: Shared, view: PlanView | None) -> Iterator[Route]:
    """Yield the pages of the site itself; ``view`` is its plan, where it has one alone."""
    yield Route("index", partial(_describe_home, view))
    yield Route("controlled-vocabulary", partial(_list_vocabularies, shared))
    yield Route(
        NOT_FOUND, partial(Page, path=NOT_FOUND, template="not_found.html", titles=find_word("not_found"), values={})
    )


def _describe_home(view: PlanView | None) -> Page:
    return Page(
        path="index",
        template="home.html",
        titles=repeat_text(view.statement.title) if view else find_word("site"),
        values={
            "view": view,
            "counts": count_things(view) if view else {},
            "most_named": view.list_most_named(PARTNER, MOST_PARTNERS) if view else [],
        },
        schema={"@context": "https://schema.org", "@type": "WebSite", "name": find_word("site")["it"]},
    )


def _list_vocabularies(shared: Shared) -> Page:
    schemes = shared.list_subjects(RDF + "type", SKOS + "ConceptScheme")
    return Page(
        path="controlled-vocabulary",
        template="vocabularies.html",
        titles=find_word("vocabularies"),
        values={"schemes": schemes, "facts": shared.gather(schemes)},
        crumbs=(Crumb(find_word("home"), "index"),),
    )


def describe_downloads(view: PlanView, frame: Frame, given: Iterable[tuple[str, int, FileKind | None]]) -> Page:
    """Return the page that gives a plan's files away: the path of each, its bytes, and what it is."""
    return Page(
        path=f"{view.path}/{DOWNLOADS}",
        template="downloads.html",
        titles=find_word("data"),
        values={"view": view, "given": list(given)},
        plan=view.iri,
        crumbs=begin_crumbs(view, frame),
    )
