"""The pages that belong to the site and to no plan: the home, the vocabularies, what a lost reader sees."""

from collections.abc import Iterator

from dupgraph.namespaces import RDF, SKOS
from dupgraph.pages.drawing import Frame
from dupgraph.pages.elements import say
from dupgraph.pages.page import Crumb, Page
from dupgraph.pages.plan import PlanView
from dupgraph.pages.shared import Shared


def list_site_pages(shared: Shared, view: PlanView | None, frame: Frame) -> Iterator[Page]:
    """Yield the pages of the site itself; ``view`` is its plan, where it has one alone."""
    yield Page(
        path="index",
        template="home.html",
        titles=say("site") if view is None else dict.fromkeys(("it", "en"), view.statement.title),
        values={"view": view},
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
    yield Page(path="404", template="lost.html", titles=say("not_found"), values={})
