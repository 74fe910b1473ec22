"""The pages of a plan itself: its tree, each of its elements, its whole text, what it does not say, what it names."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from dupgraph.ask.analysis.network import PlanElement, PlanMention, PlanThing
from dupgraph.ask.results.columns import name_column
from dupgraph.language.languages import LANGUAGES, get_texts
from dupgraph.publish.pages.drawing import LISTS, Frame
from dupgraph.publish.pages.page import Crumb, Page, Route
from dupgraph.publish.pages.plan import PlanView
from dupgraph.schema.links import BENEFITS, GOAL, HAS_THEME, OBJECTIVE, POLICY, STATED_MISSION, Link, Row
from dupgraph.schema.namespaces import DCT, DUP

GAPS, TEXT_TITLE = "gaps", "text_title"
# What a sheet is expected to say of each objective, by the local names of the properties.
_EXPECTED = ("responsible", "indicator", "resources")
# What fields say in words, by the local name of the property.
_FIELDS = (
    "responsible", "politicalLead", "statedMission", "programme", "strategicReference", "timing", "indicator",
    "resources",
)  # fmt: skip


def find_word(key: str, file: str = "site", /, **facts: object) -> dict[str, str]:
    """Return a text of the interface with its facts, in every language; ``file`` is the one that it stands in."""
    return get_texts(file, key, **facts)


def name_row(row: Row, form: str = "one") -> dict[str, str]:
    """Return a form of what a kind or link is called, in every language."""
    return {language: row.word(form, language) for language in LANGUAGES}


def repeat_text(text: str) -> dict[str, str]:
    """Return a text of the plan for every language of the site: it exists in its own only."""
    return dict.fromkeys(LANGUAGES, text)


def begin_crumbs(view: PlanView, frame: Frame) -> tuple[Crumb, ...]:
    """Return the way to a plan: from the home, by way of the plan's page where there are several."""
    return lead_to_plan(view.statement.title, view.path, frame)


def lead_to_plan(title: str, path: str, frame: Frame) -> tuple[Crumb, ...]:
    """Return the way to the plan of a title and path, as ``begin_crumbs``."""
    home = Crumb(find_word("home"), "index")
    return (home,) if frame.plan else (home, Crumb(repeat_text(title), path))


def make_plan_page(
    view: PlanView,
    frame: Frame,
    path: str,
    template: str,
    *,
    titles: Mapping[str, str],
    values: Mapping[str, object],
    **others: Any,
) -> Page:
    """Return a page that is part of a plan, whose template is given the plan's view; ``others`` are those of Page."""
    crumbs = begin_crumbs(view, frame)
    return Page(path, template, titles, {"view": view, **values}, plan=view.iri, **{"crumbs": crumbs, **others})


def list_plan_routes(view: PlanView, frame: Frame) -> Iterator[Route]:
    """Yield the pages of a plan: first its own, then each element's, the text, the lists, what it does not say."""
    yield Route(view.path, partial(_describe_plan, view, frame), has_data=True)
    for element in view.network.elements:
        yield Route(view.find_path(element.iri), partial(_describe_element, view, frame, element), has_data=True)
    text = view.statement.text
    path = view.find_path(text or f"{view.iri}/text")
    yield Route(path, partial(_show_text, view, frame, path), has_data=bool(text))
    for link in LISTS:
        yield Route(f"{view.path}/{link.path}", partial(_list_things, view, frame, link))
    yield Route(f"{view.path}/{GAPS}", partial(_list_gaps, view, frame))


def _describe_plan(view: PlanView, frame: Frame) -> Page:
    statement = view.statement
    return make_plan_page(
        view,
        frame,
        view.path,
        "plan.html",
        titles=repeat_text(statement.title),
        values={"statement": statement, "counts": count_things(view)},
        name_language=statement.language,
        iri=view.iri,
        crumbs=begin_crumbs(view, frame)[:1],
        triples=tuple(view.list_page_triples(view.iri)),
        schema={
            "@context": "https://schema.org",
            "@type": "CreativeWork",
            "@id": view.iri,
            "name": statement.title,
            "inLanguage": view.statement.language,
            "license": statement.licence or None,
            "author": {"@type": "GovernmentOrganization", "name": statement.municipality},
        },
    )


def count_things(view: PlanView) -> dict[str, int]:
    """Return how many elements of each kind there are, and different things of each kind."""
    elements: list[str] = [element.kind for element in view.network.elements]
    things: list[str] = [thing.kind for thing in view.network.things]
    return {**Counter(elements), **Counter(things), "mention": len(view.network.mentions)}


def _describe_element(view: PlanView, frame: Frame, element: PlanElement) -> Page:
    parents = view.list_parents(element)
    namings = view.by_element.get(element.iri, ())
    themes = [naming.thing for naming in namings if naming.property == HAS_THEME.name]
    others = [naming.thing for naming in namings if naming.property != HAS_THEME.name]
    return Page(
        path=view.find_path(element.iri),
        template="element.html",
        titles=repeat_text(f"{element.code} {element.title}"),
        name_language=view.statement.language,
        values={
            **_list_surroundings(view, element),
            "view": view,
            "element": element,
            "parents": parents,
            "paragraphs": view.mark_element(element.iri),
            "namings": view.group_namings(namings),
            "fields": {language: _list_fields(view, element, language) for language in LANGUAGES},
            "goals": _follow(view, themes, DUP + "relatedGoal"),
            "missions": () if _states_mission(view, element) else _follow(view, themes, DUP + "relatedMission"),
            "stated_goals": view.facts.list_links(element.iri, GOAL.iri),
        },
        iri=element.iri,
        plan=view.iri,
        crumbs=(
            *begin_crumbs(view, frame),
            *(Crumb(repeat_text(each.code), view.find_path(each.iri)) for each in parents),
        ),
        triples=tuple(view.list_page_triples(element.iri)),
        schema=_describe_schema(view, element, themes, others),
    )


def _list_fields(
    view: PlanView, element: PlanElement, language: str
) -> list[tuple[str, list[tuple[str, PlanMention | None]]]]:
    """Return what the fields of an element say in words, and where: who answers, by when, how it is measured.

    In graphs of before fields had mentions nobody knows where.
    """
    places = {(field.property, field.words): field for field in view.fields.get(element.iri, ())}
    said = ((name, view.facts.list_texts(element.iri, DUP + name)) for name in _FIELDS)
    return [
        (name_column(name, language), [(text, places.get((name, text))) for text in texts])
        for name, texts in said
        if texts
    ]


def _list_surroundings(view: PlanView, element: PlanElement) -> dict[str, object]:
    """Return the elements that a page leads to: those beside, below, cited, pursued, and that hang together."""
    elements, place = view.network.elements, view.places[element.iri]
    return {
        "children": view.children.get(element.iri, ()),
        "references": view.references.get(element.iri, ()),
        "pursued": view.pursued.get(element.iri, ()),
        "pursuing": view.pursuing.get(element.iri, ()),
        "dependencies": view.dependencies.get(element.iri, ()),
        "previous": elements[place - 1] if place else None,
        "next": elements[place + 1] if place + 1 < len(elements) else None,
    }


def _describe_schema(
    view: PlanView, element: PlanElement, themes: list[PlanThing], others: list[PlanThing]
) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": element.iri,
        "identifier": element.code,
        "name": element.title,
        "inLanguage": view.statement.language,
        "isPartOf": {"@type": "CreativeWork", "@id": element.parent or view.iri},
        "about": [{"@type": "DefinedTerm", "@id": thing.iri, "name": thing.label} for thing in themes],
        "mentions": [{"@type": "Thing", "@id": thing.iri, "name": thing.label} for thing in others],
    }


def _follow(view: PlanView, themes: list[PlanThing], predicate: str) -> list[str]:
    """Return what themes lead to, each once, in the order of codes."""
    found = dict.fromkeys(iri for theme in themes for iri in view.facts.list_links(theme.iri, predicate))
    return sorted(found, key=lambda iri: [part.zfill(4) for part in iri.rsplit("/", 1)[-1].split(".")])


def _states_mission(view: PlanView, element: PlanElement) -> bool:
    """Whether the plan states the mission of an element, or of one above it: then none is suggested."""
    line = (element.iri, *view.facts.list_ancestors(element.iri, DCT + "isPartOf"))
    return any(view.facts.list_links(iri, STATED_MISSION.iri) for iri in line)


def _show_text(view: PlanView, frame: Frame, path: str) -> Page:
    text = view.statement.text or f"{view.iri}/text"
    values = {"sections": [(element, view.mark_element(element.iri)) for element in view.network.elements]}
    triples = tuple(view.list_page_triples(text))
    return make_plan_page(
        view, frame, path, "text.html", titles=find_word(TEXT_TITLE), values=values, iri=text, triples=triples
    )


def _list_things(view: PlanView, frame: Frame, link: Link) -> Page:
    things = [thing for thing in view.network.things if thing.kind == link.role]
    values = {"link": link, "things": things}
    return make_plan_page(
        view, frame, f"{view.path}/{link.path}", "things.html", titles=name_row(link, "many"), values=values
    )


def list_alone(view: PlanView) -> dict[str, tuple[str, ...]]:
    """Return the IRIs of the elements that involve nobody, by the heading of each kind that the plan has."""
    kinds = {element.kind for element in view.network.elements}
    alone = {}
    if OBJECTIVE in kinds:
        alone["gaps_objectives"] = view.gaps.objectives
    if POLICY in kinds:
        alone["gaps_policies"] = view.gaps.policies
    return alone


def _list_gaps(view: PlanView, frame: Frame) -> Page:
    lifted = view.network.lift_elements(OBJECTIVE)
    benefiting = {
        lifted.get(naming.element.iri, naming.element.iri)
        for naming in view.namings
        if naming.property == BENEFITS.name
    }
    unserved = tuple(e.iri for e in view.network.elements if e.kind == OBJECTIVE and e.iri not in benefiting)
    alone = list_alone(view)
    if "gaps_objectives" in alone:
        alone |= {"gaps_unserved": unserved, **dict(_list_unfilled(view))}
    values = {"alone": alone, "once": view.gaps.partners}
    return make_plan_page(view, frame, f"{view.path}/{GAPS}", "gaps.html", titles=find_word(GAPS), values=values)


def _list_unfilled(view: PlanView) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the objectives for which no field says something that fields of the plan say: theirs, above or below."""
    elements = view.network.elements
    lines = {e.iri: frozenset((e.iri, *view.facts.list_ancestors(e.iri, DCT + "isPartOf"))) for e in elements}
    for name in _EXPECTED:
        held = {iri for iri in lines if view.facts.find_text(iri, DUP + name)}
        filled = {iri for iri, line in lines.items() if line & held}.union(*(lines[iri] for iri in held))
        if held:
            yield f"gaps_{name}", tuple(e.iri for e in elements if e.kind == OBJECTIVE and e.iri not in filled)
