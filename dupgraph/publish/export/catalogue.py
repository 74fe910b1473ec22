"""Catalogue metadata by DCAT-AP_IT: a catalogue, a set of data and its files for each plan, from the plan's graph.

Only identifiers that could be looked up are written. What a range demands of a thing is said of it here: a portal that
harvests this one file, and every public rule, sees its class.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import NamedNode, Triple

from dupgraph.base.errors import OutputError
from dupgraph.language.periods import Years, find_years
from dupgraph.publish.export.authorities import (
    FREQUENCY,
    GOVERNMENT,
    LANGUAGE,
    THEMES,
    describe_authorities,
    describe_theme,
    find_file_type,
    is_theme,
)
from dupgraph.publish.export.publication import (
    DCATAPIT,
    IANA,
    SPDX,
    ExportedFile,
    Publication,
    Value,
    find_address,
    list_files_of,
    locate_file,
    make_link,
    make_statement,
    make_type,
    make_words,
    mint_dataset,
    write_metadata,
)
from dupgraph.publish.export.source import ExportedPlan, Source, name_plan
from dupgraph.publish.facts import NAMES
from dupgraph.schema.links import HAS_THEME, LEVELS
from dupgraph.schema.namespaces import DCAT, DCT, DUP, FOAF, PROV, RDF, RDFS, SKOS, mint_iri

_ONTOLOGY = DUP.rstrip("/")
_ELEMENTS = tuple(level.iri for level in LEVELS.values())
# Deprecated in DCAT-AP, and what harvesters of DCAT-AP 1.1, such as CKAN's, read a period by.
_SCHEMA = "http://schema.org/"


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a catalogue says of a plan; empty where the graph does not say it."""

    iri: str
    title: str
    istat: str
    ipa: str
    period: str
    places: tuple[str, ...]
    creator: str
    creator_name: str
    creator_identifier: str
    data_themes: tuple[str, ...]
    keywords: tuple[Value, ...]
    elements: int
    mentions: int


def write_catalogue(source: Source, files: Sequence[ExportedFile], publication: Publication) -> bytes:
    """Return the metadata of the plans and of the files that hold them, as Turtle.

    Raises OutputError when there are no files, no licence, no address for them, or a plan does not say whose it is.
    """
    address, licence = find_address(source, publication), source.licence
    plans = [(plan, _read_plan(plan)) for plan in source.plans]
    numbers = _number_plans((facts for _, facts in plans), publication.number)
    triples: list[Triple] = []
    for plan, facts in plans:
        held = list_files_of(plan, files)
        triples += _describe_catalogue(facts, licence, publication)
        triples += _describe_dataset(facts, numbers[facts.iri], publication)
        triples += _describe_agent(facts)
        for file in held:
            triples += _describe_distribution(facts, file, address, licence, publication)
        triples += chain.from_iterable(map(describe_theme, facts.data_themes))
    triples += make_type(licence, DCT + "LicenseDocument", DCATAPIT + "LicenseDocument")
    triples += _describe_ontology()
    triples += describe_authorities()
    return write_metadata(triples)


# A plan's facts ------------------------------------------------------------------------------------------------------


def _read_plan(plan: ExportedPlan) -> _Plan:
    facts = plan.facts
    creators = facts.list_links(plan.iri, DCT + "creator")
    if not creators:
        what = f"the plan <{plan.iri}> does not say whose it is (dct:creator), which a catalogue must"
        raise OutputError(what, hint="build it again: dupgraph build")
    creator = creators[0]
    pairs = [(triple.predicate.value, triple.object.value)
             for triple in plan.triples if isinstance(triple.object, NamedNode)]  # fmt: skip
    themes = sorted({value for predicate, value in pairs if predicate == HAS_THEME.iri})
    links = {value for theme in themes for value in facts.list_links(theme, DCAT + "theme") if is_theme(value)}
    labels = {words for theme in themes for words in facts.list_words(theme, SKOS + "prefLabel")}
    kinds = Counter(value for predicate, value in pairs if predicate == RDF + "type")
    return _Plan(
        iri=plan.iri,
        title=facts.find_words(plan.iri, DCT + "title", RDFS + "label", DCT + "identifier").text or plan.iri,
        istat=facts.find_text(plan.iri, DUP + "istat"),
        ipa=facts.find_text(plan.iri, DUP + "ipa"),
        period=facts.find_text(plan.iri, DUP + "period"),
        places=facts.list_links(plan.iri, DCT + "spatial"),
        creator=creator,
        creator_name=facts.find_words(creator, *NAMES).text or creator,
        creator_identifier=facts.find_text(creator, DCT + "identifier") or creator,
        data_themes=tuple(sorted(links | {GOVERNMENT})),
        keywords=tuple(Value(*words) for words in sorted(labels)),
        elements=sum(kinds[name] for name in _ELEMENTS),
        mentions=kinds[DUP + "Mention"],
    )


def _number_plans(plans: Iterable[_Plan], first: int) -> dict[str, str]:
    """Return each plan's identifier in a catalogue, ``istat-036040:D.1``.

    The profile's form begins with the publisher's code in the index of public administrations. Where the graph does not
    state it, ISTAT's code stands in its place, and says so. A body's plans are counted in the order of their IRIs.
    """
    counts: Counter[str] = Counter()
    numbers = {}
    for plan in plans:
        owner = _find_owner(plan)
        numbers[plan.iri] = f"{owner}:D.{first + counts[owner]}"
        counts[owner] += 1
    return numbers


def _find_owner(plan: _Plan) -> str:
    """Return the code of the body whose plan it is: the public administrations' index's, ISTAT's, or one of ours."""
    if plan.ipa:
        return plan.ipa
    return f"istat-{plan.istat}" if plan.istat else f"local-{name_plan(plan.iri)}"


# What is said --------------------------------------------------------------------------------------------------------


def _describe_catalogue(plan: _Plan, licence: str, publication: Publication) -> Iterator[Triple]:
    catalogue = mint_iri(plan.iri, "catalog")
    yield from make_type(catalogue, DCAT + "Catalog", DCATAPIT + "Catalog")
    yield from make_words(
        catalogue,
        DCT + "title",
        f"Catalogo dei dati del piano: {plan.title}",
        f"Catalogue of the plan's data: {plan.title}",
    )
    yield from make_words(
        catalogue,
        DCT + "description",
        f"I dati aperti ricavati da «{plan.title}» e i file in cui si scaricano.",
        f"The open data drawn from “{plan.title}”, and the files in which they can be downloaded.",
    )
    yield make_link(catalogue, DCT + "publisher", plan.creator)
    yield _state_day(catalogue, publication)
    yield make_link(catalogue, DCT + "language", LANGUAGE)
    yield make_link(catalogue, DCT + "license", licence)
    yield make_link(catalogue, DCAT + "themeTaxonomy", THEMES)
    yield make_link(catalogue, DCAT + "dataset", mint_dataset(plan.iri))


def _describe_dataset(plan: _Plan, identifier: str, publication: Publication) -> Iterator[Triple]:
    dataset = mint_dataset(plan.iri)
    yield from make_type(dataset, DCAT + "Dataset", DCATAPIT + "Dataset")
    yield make_statement(dataset, DCT + "identifier", Value(identifier))
    yield from make_words(dataset, DCT + "title", f"Grafo del piano: {plan.title}", f"Graph of the plan: {plan.title}")
    yield from make_words(
        dataset,
        DCT + "description",
        f"«{plan.title}» come grafo di conoscenza: {plan.elements} elementi (politiche, indirizzi, obiettivi, azioni), "
        "i soggetti coinvolti, i destinatari, i temi, i luoghi e gli strumenti, e "
        f"{plan.mentions} menzioni con le parole esatte del testo che lo dicono.",
        f"“{plan.title}” as a knowledge graph: {plan.elements} elements (policies, guidelines, objectives, actions), "
        "who is involved, who benefits, themes, places and instruments, and "
        f"{plan.mentions} mentions with the exact words of the text that say so.",
    )
    yield _state_day(dataset, publication)
    for theme in plan.data_themes:
        yield make_link(dataset, DCAT + "theme", theme)
    yield make_link(dataset, DCT + "rightsHolder", plan.creator)
    yield make_link(dataset, DCT + "publisher", plan.creator)
    yield make_link(dataset, DCT + "creator", plan.creator)
    yield make_link(dataset, DCT + "language", LANGUAGE)
    yield make_link(dataset, DCT + "conformsTo", _ONTOLOGY)
    # No dct:source: by DCAT-AP that is another dataset, and a plan is none.
    yield make_link(dataset, PROV + "wasDerivedFrom", plan.iri)
    yield make_link(dataset, DCAT + "landingPage", plan.iri)
    yield from make_type(plan.iri, FOAF + "Document")
    for keyword in plan.keywords:
        yield make_statement(dataset, DCAT + "keyword", keyword)
    for place in plan.places:
        yield make_link(dataset, DCT + "spatial", place)
        yield from make_type(place, DCT + "Location")
        yield make_statement(place, DCATAPIT + "geographicalIdentifier", Value(place))
    yield make_link(dataset, DCT + "accrualPeriodicity", FREQUENCY)
    for number, years in enumerate(find_years(plan.period), start=1):
        yield from _describe_period(dataset, number, years)


def _state_day(subject: str, publication: Publication) -> Triple:
    return make_statement(subject, DCT + "modified", Value(publication.modified.isoformat(), datatype="date"))


def _describe_period(dataset: str, number: int, years: Years) -> Iterator[Triple]:
    """Yield a span of years, from the first day of the first to the last day of the last.

    Budgets, and so plans, are made for calendar years; of a mandate no more is known than the years that it touches.
    """
    period = mint_iri(dataset, "period" if number == 1 else f"period-{number}")
    first, last = (Value(day, datatype="date") for day in (f"{years[0]}-01-01", f"{years[1]}-12-31"))
    yield make_link(dataset, DCT + "temporal", period)
    yield from make_type(period, DCT + "PeriodOfTime")
    yield make_statement(period, RDFS + "label", Value(f"{years[0]}-{years[1]}"))
    for namespace in (DCAT, DCATAPIT, _SCHEMA):
        yield make_statement(period, namespace + "startDate", first)
        yield make_statement(period, namespace + "endDate", last)


def _describe_ontology() -> Iterator[Triple]:
    yield from make_type(_ONTOLOGY, DCT + "Standard", DCATAPIT + "Standard")
    # As the ontology says of itself.
    yield make_statement(_ONTOLOGY, DCT + "identifier", Value("dupgraph-onto"))
    yield from make_words(
        _ONTOLOGY,
        DCT + "title",
        "Ontologia dei documenti unici di programmazione",
        "Ontology of municipal planning documents",
    )


def _describe_agent(plan: _Plan) -> Iterator[Triple]:
    yield from make_type(plan.creator, FOAF + "Agent", DCATAPIT + "Agent")
    yield make_statement(plan.creator, FOAF + "name", Value(plan.creator_name, "it"))
    yield make_statement(plan.creator, DCT + "identifier", Value(plan.creator_identifier))


def _describe_distribution(
    plan: _Plan, file: ExportedFile, address: str, licence: str, publication: Publication
) -> Iterator[Triple]:
    dataset, url = mint_dataset(plan.iri), locate_file(address, file.name)
    distribution = locate_file(mint_iri(dataset, "distribution"), file.name)
    media_type, file_type = IANA + file.kind.media_type, find_file_type(file.kind.media_type)
    yield make_link(dataset, DCAT + "distribution", distribution)
    yield from make_type(distribution, DCAT + "Distribution", DCATAPIT + "Distribution")
    yield make_statement(distribution, DCT + "title", Value(file.name))
    yield from make_words(distribution, DCT + "description", file.kind.italian, file.kind.english)
    yield make_link(distribution, DCAT + "accessURL", url)
    yield make_link(distribution, DCAT + "downloadURL", url)
    yield make_link(distribution, DCAT + "mediaType", media_type)
    yield make_link(distribution, DCT + "format", file_type)
    yield from make_type(media_type, DCT + "MediaType")
    yield from make_type(file_type, DCT + "MediaTypeOrExtent")
    yield make_link(distribution, DCT + "license", licence)
    yield _state_day(distribution, publication)
    yield make_statement(distribution, DCAT + "byteSize", Value(str(file.size), datatype="decimal"))
    checksum = mint_iri(distribution, "checksum")
    yield make_link(distribution, SPDX + "checksum", checksum)
    yield from make_type(checksum, SPDX + "Checksum")
    yield make_link(checksum, SPDX + "algorithm", SPDX + "checksumAlgorithm_sha256")
    yield make_statement(checksum, SPDX + "checksumValue", Value(file.sha256, datatype="hexBinary"))
