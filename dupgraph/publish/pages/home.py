"""The pages that belong to the site and to no plan: the home, the vocabularies, what a lost reader sees."""

from collections.abc import Iterator

from dupgraph.publish.export.publication import FileKind
from dupgraph.publish.pages.drawing import LOST, Frame
from dupgraph.publish.pages.elements import begin_crumbs, count_things, say
from dupgraph.publish.pages.page import Crumb, Page
from dupgraph.publish.pages.plan import PlanView
from dupgraph.publish.pages.shared import Shared
from dupgraph.schema.links import PARTNER
from dupgraph.schema.namespaces import RDF, SKOS

# How many partners the home names.
MOST_LEADERS = 8


def list_site_pages(shared: Shared, view: PlanView | None) -> Iterator[Page]:
    """Yield the pages of the site itself; ``view`` is its plan, where it has one alone."""
    yield Page(
        path="index",
        template="home.html",
        titles=say("site") if view is None else dict.fromkeys(("it", "en"), view.statement.title),
        values={
            "view": view,
            "counts": count_things(view) if view else {},
            "leaders": view.list_leaders(PARTNER, MOST_LEADERS) if view else [],
        },
        schema={"@context": "https://schema.org", "@type": "WebSite", "name": say("site")["it"]},
    )
    schemes = shared.list_subjects(RDF + "type", SKOS + "ConceptScheme")
    yield Page(
        path="controlled-vocabulary",
        template="vocabularies.html",
        titles=say("vocabularies"),
        values={"schemes": schemes, "facts": shared.gather(schemes)},
        crumbs=(Crumb(say("home"), "index"),),
    )
    yield Page(path=LOST, template="lost.html", titles=say("not_found"), values={})


def list_download_pages(view: PlanView, frame: Frame, given: list[tuple[str, int, FileKind | None]]) -> Iterator[Page]:
    """Yield the page that gives a plan's files away: the path of each, its bytes, and what it is."""
    yield Page(
        path=f"{view.path}/downloads",
        template="downloads.html",
        titles=say("data"),
        values={"view": view, "given": given},
        plan=view.iri,
        crumbs=begin_crumbs(view, frame),
    )
