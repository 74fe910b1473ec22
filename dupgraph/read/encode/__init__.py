"""Mentions to triples: the graph of one plan, self-contained, as Turtle that is equal for equal input.

The direct link says it simply (objective dup:involves partner); a flat dup:Mention beside it shows the words
(Web Annotation Data Model, W3C 2017: TextPositionSelector and TextQuoteSelector on one node).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import NamedTuple

from dupgraph.graph.lexicons import Descriptions
from dupgraph.graph.territories import locate_town
from dupgraph.graph.turtle import (
    Block,
    Statement,
    group_statements,
    make_link,
    make_number,
    make_text,
    write_statements,
)
from dupgraph.read.encode.iris import Names, make_title
from dupgraph.read.encode.statements import state_count, state_facts, state_link, state_text
from dupgraph.read.encode.things import describe_things, encode_coined, find_cities, rename_things
from dupgraph.schema.links import HAS_THEME, LEVELS, LINKS, MISSION
from dupgraph.schema.namespaces import (
    COVAPIT,
    DATA,
    DCT,
    DUP,
    L0,
    OA,
    PREFIXES,
    PROV,
    RDF,
    RDFS,
    ROOT,
    SKOS,
    VOCABULARY,
    XSD,
    check_iri,
)
from dupgraph.schema.properties import COUNTS
from dupgraph.schema.values import Document, Mention, Outline, PlanRecord, Reading, Section, Span, find_words

# The program, which is not the project that publishes the ontology.
AGENT = ROOT + "software/dupgraph"
# The term of OntoPiA's list of government documents whose definition names the documento unico di programmazione.
PLAN_TYPE = "https://w3id.org/italia/controlled-vocabulary/classifications-for-documents/government-documents-types/9"
_DUP = re.compile(r"\bDUPS?\b|unico di programmazione", re.IGNORECASE)

_BY_IRI = {link.iri: link for link in LINKS.values()}
_MISSION = DUP + "relatedMission"
# What is said of a mention: there are so many that each property is made once.
_TYPE, _MENTION, _SOURCE, _GENERATED = (
    RDF + "type",
    make_link(DUP + "Mention"),
    OA + "hasSource",
    PROV + "wasGeneratedBy",
)
_VALUE = RDF + "value"
_START, _END, _EXACT, _PREFIX, _SUFFIX = (OA + name for name in ("start", "end", "exact", "prefix", "suffix"))
_CUE, _EVIDENCE, _ELEMENT, _INVOLVEMENT = (
    DUP + name for name in ("cueWords", "evidenceFor", "inElement", "involvementKind")
)
_METHOD, _PAGE, _REFERS, _REVIEWED = (DUP + name for name in ("method", "page", "refersTo", "reviewedAt"))
_COUNT = COUNTS[_START]


class Encoded(NamedTuple):
    """The graph of a plan: what it says of each thing, and that as Turtle in UTF-8."""

    blocks: Mapping[str, Block]
    turtle: bytes


def encode_plan(
    document: Document,
    outline: Outline,
    reading: Reading,
    *,
    descriptions: Descriptions,
    version: str,
    base: str = DATA,
    renamed: Mapping[str, str] | None = None,
) -> Encoded:
    """Return the plan's graph: the same bytes for the same input.

    ``descriptions`` are those of the vocabularies, ``version`` is their hash, ``base`` the root of all data IRIs;
    ``renamed`` are names that people gave to things of the vocabularies, by IRI: the old one stays as another label.
    Raises VocabularyError when ``base`` or the plan's licence is no IRI.
    """
    names = Names(document, outline, reading, base)
    elements = [
        *_encode_record(document, descriptions, version, names),
        *chain.from_iterable(_encode_section(document, *each, names) for each in enumerate(outline.sections, 1)),
        *((names.elements[m.element], DUP + m.property, names.links[m.thing]) for m in reading.mentions),
        *(state_text(names.elements[m.element], DUP + m.property, words, "it") for words, m in reading.stated),
    ]
    described = describe_things(reading, document, descriptions, names)
    things = [
        *chain.from_iterable(encode_coined(thing, descriptions, names) for thing in reading.coined),
        *(rename_things(described, renamed, names) if renamed else described),
        *state_facts(locate_town(document.record.istat)),
    ]
    groups = group_statements(chain(elements, things, _derive_statements(chain(elements, things))))
    mentions = {
        names.mint_mention(mention): _make_block(mention, words, names)
        for words, mention in chain(((None, mention) for mention in reading.mentions), reading.stated)
    }
    # Mentions come after the elements, and are no part of what is grouped and derived: they are the most by far.
    count = len({subject for subject, _, _ in elements})
    blocks = {**dict(islice(groups.items(), count)), **mentions, **groups}
    return Encoded(blocks, write_statements(blocks, PREFIXES | names.prefixes))


def _encode_record(document: Document, descriptions: Descriptions, version: str, names: Names) -> Iterator[Statement]:
    record, language = document.record, document.record.language
    plan, text, run = names.plan, names.text, names.run
    yield state_link(plan, RDF + "type", DUP + "Plan")
    title = make_title(record)
    yield state_text(plan, DCT + "title", title, language)
    yield state_text(plan, RDFS + "label", title, language)
    yield state_text(plan, DCT + "identifier", record.plan)
    if record.istat:
        yield state_text(plan, DUP + "istat", record.istat)
    if record.ipa:
        yield state_text(plan, DUP + "ipa", record.ipa)
    if record.period:
        yield state_text(plan, DUP + "period", record.period)
    if record.licence:
        yield state_link(plan, DCT + "license", check_iri(record.licence))
    if record.istat or _DUP.search(f"{record.plan} {record.title}"):
        yield state_link(plan, DCT + "type", PLAN_TYPE)
    yield from _encode_owner(record, names)
    known = [fact.subject for fact in locate_town(record.istat)[:1]]
    for city in dict.fromkeys((*known, *find_cities(descriptions, record.istat))):
        yield state_link(plan, DCT + "spatial", city)
    yield state_link(plan, DCT + "source", text)
    yield state_link(text, RDF + "type", DUP + "PlanText")
    yield state_text(text, DCT + "identifier", f"sha256:{document.sha256}")
    yield state_text(text, DCT + "title", document.source)
    yield state_text(text, DUP + "canonicalText", document.text)
    if document.recognised_by:
        yield state_text(text, DUP + "recognisedBy", document.recognised_by)
    for page in document.recognised_pages:
        yield state_count(text, DUP + "recognisedPage", page)
    yield state_link(run, RDF + "type", PROV + "Activity")
    yield state_link(run, PROV + "used", text)
    yield state_link(run, PROV + "wasAssociatedWith", AGENT)
    yield state_text(run, DUP + "rulesVersion", version)
    yield state_link(AGENT, RDF + "type", PROV + "SoftwareAgent")
    yield state_text(AGENT, RDFS + "label", "dupgraph", "en")
    yield state_text(AGENT, RDFS + "label", "dupgraph", "it")


def _encode_owner(record: PlanRecord, names: Names) -> Iterator[Statement]:
    """Yield whose the plan is. The code of the index of public administrations goes first; none is made up."""
    yield state_link(names.plan, DCT + "creator", names.owner)
    yield state_link(names.owner, RDF + "type", COVAPIT + "PublicOrganization")
    town = f"Comune di {record.municipality}" if record.municipality else f"Comune {record.istat}"
    name = record.publisher or (town if record.istat or record.municipality else record.ipa)
    yield state_text(names.owner, SKOS + "prefLabel", name, "it")
    if identifier := record.ipa or record.istat:
        yield state_text(names.owner, DCT + "identifier", identifier)


def _encode_section(document: Document, number: int, section: Section, names: Names) -> Iterator[Statement]:
    element, language = names.elements[section.code], document.record.language
    yield state_link(element, RDF + "type", LEVELS[section.kind].iri)
    yield state_text(element, DCT + "identifier", section.code)
    if section.notation and section.notation != section.code:
        yield state_text(element, SKOS + "notation", section.notation)
    yield state_text(element, DCT + "title", section.title, language)
    yield state_text(element, RDFS + "label", f"{section.code} {section.title}", language)
    # In a card, what stands above the title is said of the element, too; its code is not said again.
    own = (f for f in section.fields if section.start <= f.start < section.end)
    above = (f.start for f in own if find_words(document, f.start, f.end) != section.notation)
    spans = sorted((Span(min([section.title_start, *above]), section.end), *section.more))
    words = "\n\n".join(find_words(document, *span) for span in spans)
    yield state_text(element, DCT + "description", words, language)
    yield state_text(element, DUP + "levelName", section.level_name, language)
    yield state_link(element, DCT + "isPartOf", names.elements[section.parent] if section.parent else names.plan)
    yield state_count(element, L0 + "positionInSequence", number)
    yield state_link(element, OA + "hasSource", names.text)
    yield state_count(element, OA + "start", section.start)
    yield state_count(element, OA + "end", section.end)
    for span in section.more:
        # As RFC 5147 points into a plain text.
        yield state_text(element, DUP + "goesOnAt", f"char={span.start},{span.end}")
    if section.page is not None:
        yield state_count(element, DUP + "page", section.page)


def _make_block(mention: Mention, words: str | None, names: Names) -> Block:
    """Return what the graph says of a mention, in the order of a block.

    What a field says in ``words`` is no thing: they are the mention's value, as those of an annotation's body are.
    """
    block = [
        (_TYPE, _MENTION),
        *([] if words is None else [(_VALUE, make_text(words, "it"))]),
        (_END, make_number(mention.end, _COUNT)),
        (_EXACT, make_text(mention.exact)),
        (_SOURCE, names.source),
        (_PREFIX, make_text(mention.prefix)),
        (_START, make_number(mention.start, _COUNT)),
        (_SUFFIX, make_text(mention.suffix)),
        (_GENERATED, names.generator),
    ]
    if mention.cue:
        block.append((_CUE, make_text(mention.cue)))
    block.append((_EVIDENCE, make_link(DUP + mention.property)))
    block.append((_ELEMENT, names.origins[mention.element]))
    if mention.kind:
        block.append((_INVOLVEMENT, make_link(mention.kind)))
    block.append((_METHOD, make_link(f"{VOCABULARY}methods/{mention.method}")))
    if mention.page is not None:
        block.append((_PAGE, make_number(mention.page, COUNTS[_PAGE])))
    if words is None:
        block.append((_REFERS, names.links[mention.thing]))
    if mention.reviewed:
        block.append((_REVIEWED, f"{make_text(mention.reviewed)}^^<{XSD}dateTime>"))
    return block


def _derive_statements(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield what follows by the rules of ``ontology/rules/``, so that every store has it; a test compares the two."""
    missions: dict[str, list[str]] = {}
    links: list[Statement] = []
    for statement in statements:
        if statement[1] == _MISSION:
            missions.setdefault(statement[0], []).append(statement[2])
        elif statement[1] in _BY_IRI:
            links.append(statement)
    for subject, predicate, value in links:
        link = _BY_IRI[predicate]
        for above in link.implies:
            yield subject, above, value
        if link.inverse:
            yield value[1:-1], DUP + link.inverse, make_link(subject)
        if link is HAS_THEME:
            for mission in missions.get(value[1:-1], ()):
                yield subject, MISSION.iri, mission
