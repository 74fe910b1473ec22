"""The pages that belong to the site and to no plan: the home, the vocabularies, the page for unknown addresses."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from dupgraph.ask.names import fold_label
from dupgraph.base.gathering import gather
from dupgraph.graph.territories import load_territories
from dupgraph.publish.export.publication import FileKind
from dupgraph.publish.pages.drawing import NOT_FOUND, Frame, PlanCard
from dupgraph.publish.pages.elements import count_things, find_word, list_alone, make_plan_page, repeat_text
from dupgraph.publish.pages.page import Crumb, Page, Route
from dupgraph.publish.pages.plan import PlanView
from dupgraph.publish.pages.shared import Shared
from dupgraph.publish.routes.paths import VOCABULARIES
from dupgraph.schema.links import PARTNER
from dupgraph.schema.namespaces import RDF, SKOS, make_slug

# How many partners the home names.
MOST_PARTNERS = 8
# More plans than this have a page for each province; the home lists the provinces.
MOST_LISTED = 60
# Where those pages stand, and the one of plans whose province nobody knows.
PROVINCES, OTHERS = "province", "others"
DOWNLOADS = "downloads"


@dataclass(frozen=True, slots=True)
class PlanGroup:
    """The plans of a province, or those that no list of provinces has: ``name`` is empty then."""

    name: str
    path: str
    plans: tuple[PlanCard, ...]


def list_site_routes(view: PlanView | None, frame: Frame) -> Iterator[Route]:
    """Yield the pages of the site itself; ``view`` is its plan, where it has one alone."""
    groups = () if view else group_plans(frame.plans)
    yield Route("index", partial(_describe_home, view, groups))
    if len(frame.plans) > MOST_LISTED:
        yield from (Route(group.path, partial(_describe_group, group)) for group in groups)
    yield Route(
        NOT_FOUND, partial(Page, path=NOT_FOUND, template="not_found.html", titles=find_word("not_found"), values={})
    )


def group_plans(cards: Iterable[PlanCard]) -> tuple[PlanGroup, ...]:
    """Return the plans by the province of their municipality, in the order of letters; those of none come last."""
    homes = load_territories().homes
    groups = gather((homes.get(card.istat, ("", ""))[0], card) for card in cards)
    return tuple(
        PlanGroup(
            name,
            f"{PROVINCES}/{make_slug(name) or OTHERS}",
            tuple(sorted(groups[name], key=lambda card: (fold_label(card.municipality or card.title), card.iri))),
        )
        for name in sorted(groups, key=lambda name: (not name, fold_label(name)))
    )


def _describe_group(group: PlanGroup) -> Page:
    titles = repeat_text(group.name) if group.name else find_word("province_none")
    crumbs = (Crumb(find_word("home"), "index"),)
    return Page(path=group.path, template="province.html", titles=titles, values={"group": group}, crumbs=crumbs)


def _describe_home(view: PlanView | None, groups: Sequence[PlanGroup]) -> Page:
    counts = count_things(view) if view else {}
    return Page(
        path="index",
        template="home.html",
        titles=repeat_text(view.statement.title) if view else find_word("site"),
        values={
            "view": view,
            "groups": groups,
            "is_long": sum(len(group.plans) for group in groups) > MOST_LISTED,
            "counts": counts,
            "most_named": view.list_most_named(MOST_PARTNERS) if view else [],
            "gaps": _list_unsaid(view, counts) if view else {},
        },
        schema={"@context": "https://schema.org", "@type": "WebSite", "name": find_word("site")["it"]},
    )


def _list_unsaid(view: PlanView, counts: dict[str, int]) -> dict[str, tuple[str, ...]]:
    once = {"gaps_partners": view.gaps.partners} if counts.get(PARTNER) else {}
    return list_alone(view) | once


def list_vocabularies(shared: Shared) -> Page:
    """Return the page of all vocabularies, those of the towns with the others."""
    schemes = shared.list_subjects(RDF + "type", SKOS + "ConceptScheme")
    return Page(
        path=VOCABULARIES,
        template="vocabularies.html",
        titles=find_word("vocabularies"),
        values={"schemes": schemes, "facts": shared.gather(schemes)},
        crumbs=(Crumb(find_word("home"), "index"),),
    )


def describe_downloads(view: PlanView, frame: Frame, given: Iterable[tuple[str, int, FileKind | None]]) -> Page:
    """Return the page that gives a plan's files away: the path of each, its bytes, and what it is."""
    path, values = f"{view.path}/{DOWNLOADS}", {"given": list(given)}
    return make_plan_page(view, frame, path, "downloads.html", titles=find_word("data"), values=values)
