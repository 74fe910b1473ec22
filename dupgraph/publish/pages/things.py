"""The pages of what is no plan's own: bodies, places, concepts, vocabularies, and whatever else a graph describes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial

from dupgraph.ask.analysis.network import PlanThing
from dupgraph.ask.catalogue import Result, run_question
from dupgraph.ask.results.formats import FORMATS
from dupgraph.base.gathering import gather
from dupgraph.language.languages import FIRST, LANGUAGES, load_texts
from dupgraph.publish.facts import NAMES, Facts, shorten
from dupgraph.publish.pages.drawing import Frame
from dupgraph.publish.pages.elements import begin_crumbs, find_word, make_plan_page, name_row
from dupgraph.publish.pages.page import Crumb, Page, Route
from dupgraph.publish.pages.plan import PlanView
from dupgraph.publish.pages.shared import MEMBERS, Shared
from dupgraph.publish.routes.paths import VOCABULARIES, find_naming, find_path, name_data
from dupgraph.schema.links import LINK_OF_ROLE, LINKS, PARTNER, Role
from dupgraph.schema.namespaces import COVAPIT, DCT, DUP, RDF, RDFS, SKOS
from dupgraph.schema.properties import FOR_READING

# What a page shows elsewhere than in its table of properties.
_SHOWN_ELSEWHERE = {
    RDF + "type",
    *(DUP + link.inverse for link in LINKS.values() if link.inverse),
    *(SKOS + name for name in ("prefLabel", "altLabel", "hiddenLabel", "definition", "inScheme", "topConceptOf")),
    RDFS + "label",
    RDFS + "comment",
    DCT + "title",
    DCT + "description",
    # The words by which texts name it: for those who maintain the vocabulary, in the data beside the page.
    *FOR_READING,
}
_SCHEME = SKOS + "ConceptScheme"
_DEFINITION = SKOS + "definition"
_SCHEMA = {
    COVAPIT + "PublicOrganization": "GovernmentOrganization",
    COVAPIT + "PrivateOrganization": "Organization",
    COVAPIT + "Organization": "Organization",
    "https://w3id.org/italia/onto/CLV/Feature": "Place",
    "https://w3id.org/italia/onto/CLV/District": "Place",
    SKOS + "Concept": "DefinedTerm",
    _SCHEME: "DefinedTermSet",
}


def describe_thing(iri: str, shared: Shared, view: PlanView | None, frame: Frame) -> Page:
    """Return the page of a thing; with every quote in place where the site has one plan, its ``view``."""
    facts = shared.gather([iri])
    types = facts.list_types(iri)
    members = [other for predicate in MEMBERS for other in shared.list_subjects(predicate, iri)]
    if _SCHEME in types:
        members = shared.list_subjects(SKOS + "inScheme", iri)
    known = shared.gather(members)
    path = find_path(iri, frame.root)
    told = [other for other in members if frame.find_home(other) == iri]
    namings = view.by_thing.get(iri, ()) if view else ()
    inner = [thing for thing in (view.members.get(iri, ()) if view else ()) if thing.iri != iri]
    return Page(
        path=path,
        template="thing.html",
        titles={language: _name_thing(iri, facts, language) for language in LANGUAGES},
        values={
            "iri": iri,
            "facts": facts,
            "types": types,
            "view": view,
            "namings": namings,
            "inner": inner,
            "plans": () if view else shared.list_namings(iri),
            "members": {
                language: sorted(set(members).difference(told), key=lambda other: (known.name(other, language), other))
                for language in LANGUAGES
            },
            "known": known,
            "properties": list_properties(facts, iri),
            "terms": Facts(triple for name, _ in list_properties(facts, iri) for triple in shared.list_triples(name)),
            "scheme": facts.find_link(iri, SKOS + "inScheme"),
            "told_here": {language: _group_concepts(told, known, language) for language in LANGUAGES},
            "has_pages": not told or len(told) < len(set(members)),
            "told_stem": any(other.startswith(f"{iri}/") for other in told),
        },
        iri=iri,
        crumbs=_list_crumbs(iri, facts, view, frame),
        triples=tuple(triple for each in (iri, *told) for triple in shared.list_triples(each)),
        schema=_describe_schema(iri, facts, types),
        files=list_table_files(view, iri, path) if view else {},
    )


def _group_concepts(iris: Iterable[str], known: Facts, language: str) -> dict[str, list[str]]:
    """Return concepts by their definition, by name: a list of bodies says of hundreds that each is an association."""
    ordered = sorted(iris, key=lambda iri: (known.name(iri, language), iri))
    return gather((known.find_text(iri, _DEFINITION, language), iri) for iri in ordered)


def _name_thing(iri: str, facts: Facts, language: str) -> str:
    """Return what a thing is called; where nobody says, what it is."""
    words = load_texts("site", language)
    kinds = (words.get(f"type_{shorten(kind)}", "") for kind in facts.list_types(iri))
    return facts.find_words(iri, *NAMES, language=language).text or next(filter(None, kinds), facts.name(iri, language))


def _list_crumbs(iri: str, facts: Facts, view: PlanView | None, frame: Frame) -> tuple[Crumb, ...]:
    """Return the way to a thing: by the plan's list of its kind, else by its vocabulary."""
    if view and iri in view.things:
        return (*begin_crumbs(view, frame), *_find_list_crumb(view, view.things[iri].kind))
    home = Crumb(find_word("home"), "index")
    schemes = [scheme for scheme in facts.list_links(iri, SKOS + "inScheme") if scheme in facts]
    vocabularies = Crumb(find_word("vocabularies"), VOCABULARIES)
    if _SCHEME in facts.list_types(iri):
        return (home, vocabularies)
    if not schemes:
        return (home,)
    names = {language: facts.name(schemes[0], language) for language in LANGUAGES}
    return (home, vocabularies, Crumb(names, find_path(schemes[0], frame.root)))


def _find_list_crumb(view: PlanView, role: Role) -> tuple[Crumb, ...]:
    """Return the step to the plan's list of what goes by a role, where it has one."""
    link = LINK_OF_ROLE[role]
    return (Crumb(name_row(link, "many"), f"{view.path}/{link.path}"),) if link.path else ()


def list_properties(facts: Facts, iri: str) -> list[tuple[str, list[object]]]:
    """Return what else is said of a thing: the IRI of each property, and its values."""
    said = ((triple.predicate.value, triple.object) for triple in facts.list_triples(iri))
    groups = gather((name, value) for name, value in said if name not in _SHOWN_ELSEWHERE)
    # In no order of the graph, which files and stores give differently.
    return sorted((name, sorted(values, key=str)) for name, values in groups.items())


def _describe_schema(iri: str, facts: Facts, types: Iterable[str]) -> dict[str, object]:
    kind = next((_SCHEMA[each] for each in _SCHEMA if each in types), "")
    if not kind:
        return {}
    return {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": iri,
        "name": facts.name(iri),
        "alternateName": facts.list_texts(iri, SKOS + "altLabel"),
        "description": facts.find_text(iri, _DEFINITION),
    }


def list_thing_routes(shared: Shared, view: PlanView | None, frame: Frame) -> Iterator[Route]:
    """Yield the page of each thing that is no plan's own."""
    terms = set(shared.list_terms())
    for iri in shared.list_iris():
        if iri not in terms and frame.find_home(iri) == iri:
            make = partial(describe_thing, iri, shared, view, frame)
            yield Route(find_path(iri, frame.root), make, has_data=True)


def list_naming_routes(view: PlanView, frame: Frame) -> Iterator[Route]:
    """Yield, for each thing that a plan of several names, the page that says where: every quote in place."""
    for thing in view.network.things:
        path = find_naming(view.path, find_path(thing.iri, frame.root))
        yield Route(path, partial(_describe_naming, view, frame, thing, path))


def _describe_naming(view: PlanView, frame: Frame, thing: PlanThing, path: str) -> Page:
    inner = [each for each in view.members.get(thing.iri, ()) if each.iri != thing.iri]
    return make_plan_page(
        view,
        frame,
        path,
        "naming.html",
        titles={language: view.facts.name(thing.iri, language) for language in LANGUAGES},
        values={"iri": thing.iri, "namings": view.by_thing.get(thing.iri, ()), "inner": inner},
        files=list_table_files(view, thing.iri, path),
        crumbs=(*begin_crumbs(view, frame), *_find_list_crumb(view, thing.kind)),
    )


# The question that the files answer; it finds named bodies by their kinds, too.
_QUESTION = "objectives-by-partner"
# Once, in the first language: the plan's words are most of them.
_FORMS = ("csv", "xlsx")


def list_table_files(view: PlanView, iri: str, path: str) -> Mapping[str, Callable[[], bytes]]:
    """Return the files beside a partner's page at ``path`` by name, made when asked for; others have none."""
    thing = view.things.get(iri)
    if thing is None or thing.kind != PARTNER or not (iri in view.by_thing or iri in view.members):
        return {}
    ask = cache(partial(run_question, view.engine, _QUESTION, {PARTNER: iri, "lang": FIRST}))
    return {name_data(path, form): partial(_write_rows, ask, form) for form in _FORMS}


def _write_rows(ask: Callable[[], Result], form: str) -> bytes:
    return FORMATS[form].encode(ask())
