"""Catalogue metadata by DCAT-AP_IT: a catalogue, a set of data and its files for each plan, from the plan's graph.

What is said stands in ``templates/catalog.ttl``.
"""

from collections import Counter
from collections.abc import Sequence

from pyoxigraph import NamedNode

from dupgraph.base.errors import OutputError
from dupgraph.language.periods import find_years
from dupgraph.publish.export.authorities import FREQUENCY, GOVERNMENT, LANGUAGE, THEME_NAMES, THEMES, find_file_type
from dupgraph.publish.export.publication import ExportedFile, Publication, find_address, list_files_of, write_metadata
from dupgraph.publish.export.source import ExportedPlan, Source, name_plan
from dupgraph.publish.facts import NAMES
from dupgraph.schema.links import HAS_THEME, LEVELS
from dupgraph.schema.namespaces import DCAT, DCT, DUP, RDF, RDFS, SKOS

_ELEMENTS = tuple(level.iri for level in LEVELS.values())


def write_catalogue(source: Source, files: Sequence[ExportedFile], publication: Publication) -> bytes:
    """Return the metadata of the plans and of the files that hold them, as Turtle.

    Raises OutputError when there are no files, no licence, no address for them, or a plan does not say whose it is.
    """
    address, licence = find_address(source, publication), source.licence
    counts: Counter[str] = Counter()
    plans = []
    for plan in source.plans:
        # A body's plans are counted in the order of their IRIs.
        owner = _find_owner(plan)
        number = publication.number + counts[owner]
        of_plan = list_files_of(plan, files)
        plans.append({"identifier": f"{owner}:D.{number}", "files": of_plan, **_describe_plan(plan)})
        counts[owner] += 1
    return write_metadata(
        "catalog.ttl",
        plans=plans,
        publication=publication,
        address=address,
        licence=licence,
        language=LANGUAGE,
        frequency=FREQUENCY,
        themes=THEMES,
        theme_names=THEME_NAMES,
        ontology=DUP.rstrip("/"),
        find_file_type=find_file_type,
    )


def _describe_plan(plan: ExportedPlan) -> dict[str, object]:
    facts = plan.facts
    creators = facts.list_links(plan.iri, DCT + "creator")
    if not creators:
        what = f"the plan <{plan.iri}> does not say whose it is (dct:creator), which a catalogue must"
        raise OutputError(what, hint="build it again: dupgraph build")
    creator = creators[0]
    pairs = [(t.predicate.value, t.object.value) for t in plan.triples if isinstance(t.object, NamedNode)]
    themes = sorted({value for predicate, value in pairs if predicate == HAS_THEME.iri})
    links = {value for theme in themes for value in facts.list_links(theme, DCAT + "theme") if value in THEME_NAMES}
    labels = {words for theme in themes for words in facts.list_words(theme, SKOS + "prefLabel")}
    kinds = Counter(value for predicate, value in pairs if predicate == RDF + "type")
    return {
        "iri": plan.iri,
        "title": facts.find_words(plan.iri, DCT + "title", RDFS + "label", DCT + "identifier").text or plan.iri,
        "years": find_years(facts.find_text(plan.iri, DUP + "period")),
        "places": facts.list_links(plan.iri, DCT + "spatial"),
        "creator": creator,
        "creator_name": facts.find_words(creator, *NAMES).text or creator,
        "creator_identifier": facts.find_text(creator, DCT + "identifier") or creator,
        "data_themes": sorted(links | {GOVERNMENT}),
        "keywords": sorted(labels),
        "elements": sum(kinds[name] for name in _ELEMENTS),
        # As the tables have them: what a field says in words is none of the links that they tell of.
        "mentions": sum(predicate == DUP + "refersTo" for predicate, _ in pairs),
    }


def _find_owner(plan: ExportedPlan) -> str:
    """Return the code of the body whose plan it is, which begins a plan's identifier: ``istat-036040:D.1``.

    The profile's form has the publisher's code in the index of public administrations. Where the graph does not state
    it, ISTAT's code stands in its place, and says so.
    """
    istat, ipa = (plan.facts.find_text(plan.iri, DUP + name) for name in ("istat", "ipa"))
    return ipa or (f"istat-{istat}" if istat else f"local-{name_plan(plan.iri)}")
