"""Mentions to triples: the graph of one plan, self-contained, as Turtle that is equal for equal input.

The direct link says it simply (objective dup:involves partner); a flat dup:Mention beside it shows the words
(Web Annotation Data Model, W3C 2017: TextPositionSelector and TextQuoteSelector on one node).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, islice
from typing import NamedTuple

from dupgraph.graph.lexicons import Descriptions
from dupgraph.graph.territories import CITIES, locate_town
from dupgraph.graph.turtle import (
    Block,
    Statement,
    group_statements,
    make_link,
    make_number,
    make_text,
    write_statements,
)
from dupgraph.graph.vocabulary import NATIONAL
from dupgraph.schema.links import ELEMENT_KINDS, HAS_THEME, KINDS, LEVELS, LINKS, MISSION
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
    make_slug,
    mint_iri,
)
from dupgraph.schema.properties import COUNTS
from dupgraph.schema.values import (
    Document,
    Fact,
    Mention,
    Outline,
    PlanRecord,
    Reading,
    Section,
    Span,
    Thing,
    find_words,
)

# The program, which is not the project that publishes the ontology.
AGENT = ROOT + "software/dupgraph"
# The body of a plan that says of none.
UNNAMED = "unnamed"
# The term of OntoPiA's list of government documents whose definition names the documento unico di programmazione.
PLAN_TYPE = "https://w3id.org/italia/controlled-vocabulary/classifications-for-documents/government-documents-types/9"
_DUP = re.compile(r"\bDUPS?\b|unico di programmazione", re.IGNORECASE)

# What a place or an instrument has in common with the concept that it is of the kind of.
_SHARED = {RDF + "type", DUP + "instrumentType"}
# Kinds of which a plan may name things that no vocabulary has.
_COINED = [name for name in KINDS if name in {kind.opens for kind in KINDS.values()}]
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
    names = _Names(document, outline, reading, base)
    elements = [
        *_encode_record(document, descriptions, version, names),
        *chain.from_iterable(_encode_section(document, *each, names) for each in enumerate(outline.sections, 1)),
        *((names.elements[m.element], DUP + m.property, names.links[m.thing]) for m in reading.mentions),
        *(_state(names.elements[m.element], DUP + m.property, words, "it") for words, m in reading.stated),
    ]
    described = _describe_things(reading, document, descriptions, names)
    things = [
        *chain.from_iterable(_encode_coined(thing, descriptions, names) for thing in reading.coined),
        *(_rename_things(described, renamed, names) if renamed else described),
        *_state_facts(locate_town(document.record.istat)),
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


class _Names:
    """The IRIs of one plan, all below ``base``."""

    def __init__(self, document: Document, outline: Outline, reading: Reading, base: str) -> None:
        record = document.record
        self.base = check_iri(base).rstrip("/") + "/"
        owner = name_owner(record)
        self.owner = mint_iri(self.base, owner)
        self.plan = name_plan(record, self.base)
        self.text = mint_iri(self.plan, "text")
        self.run = mint_iri(self.plan, "run")
        self.elements = {s.code: mint_iri(self.plan, s.kind, s.code) for s in outline.sections}
        # A thing that the plan alone names is its owner's own.
        self.coined = {t.iri: t.iri if t.facts else mint_coined(self.owner, t.iri) for t in reading.coined}
        # To the text and the run, to the things that are mentioned and to elements, as objects of statements.
        self.source, self.generator = make_link(self.text), make_link(self.run)
        self.links = {iri: make_link(self._find_thing(iri)) for iri in {m.thing for m in reading.mentions}}
        self.origins = {code: make_link(iri) for code, iri in self.elements.items()}
        self._mentions: set[str] = set()
        self.prefixes = {
            **{kind: f"{self.plan}/{kind}/" for kind in ELEMENT_KINDS},
            **{kind: mint_iri(self.base, owner, kind) + "/" for kind in _COINED},
            **{scheme: f"{VOCABULARY}{scheme}/" for scheme in NATIONAL},
            "scheme": VOCABULARY,
            # Each mention speaks of these two, and nothing stands below them.
            **{"text": self.text, "run": self.run},
        }

    def mint_mention(self, mention: Mention) -> str:
        """Return the mention's IRI; a suffix only where one span backs two links or statements."""
        iri = f"{self.plan}/mention/{mention.element}/{mention.start}-{mention.end}"
        suffix, number = "", 1
        while iri + suffix in self._mentions:
            number += 1
            suffix = f"-{number}"
        self._mentions.add(iri + suffix)
        return iri + suffix

    def _find_thing(self, iri: str) -> str:
        """Return the IRI of what a mention refers to: an element, what the plan alone names, or what is known."""
        return self.elements.get(iri) or self.coined.get(iri) or self.rebase(iri)

    def rebase(self, iri: str) -> str:
        """Return a vocabulary's IRI as it is under this base: its data are the municipality's to publish."""
        return self.base + iri.removeprefix(DATA) if iri.startswith(DATA) else iri


def _encode_record(document: Document, descriptions: Descriptions, version: str, names: _Names) -> Iterator[Statement]:
    record, language = document.record, document.record.language
    plan, text, run = names.plan, names.text, names.run
    yield _link(plan, RDF + "type", DUP + "Plan")
    title = make_title(record)
    yield _state(plan, DCT + "title", title, language)
    yield _state(plan, RDFS + "label", title, language)
    yield _state(plan, DCT + "identifier", record.plan)
    if record.istat:
        yield _state(plan, DUP + "istat", record.istat)
    if record.ipa:
        yield _state(plan, DUP + "ipa", record.ipa)
    if record.period:
        yield _state(plan, DUP + "period", record.period)
    if record.licence:
        yield _link(plan, DCT + "license", check_iri(record.licence))
    if record.istat or _DUP.search(f"{record.plan} {record.title}"):
        yield _link(plan, DCT + "type", PLAN_TYPE)
    yield from _encode_owner(record, names)
    known = [fact.subject for fact in locate_town(record.istat)[:1]]
    for city in dict.fromkeys((*known, *_find_cities(descriptions, record.istat))):
        yield _link(plan, DCT + "spatial", city)
    yield _link(plan, DCT + "source", text)
    yield _link(text, RDF + "type", DUP + "PlanText")
    yield _state(text, DCT + "identifier", f"sha256:{document.sha256}")
    yield _state(text, DCT + "title", document.source)
    yield _state(text, DUP + "canonicalText", document.text)
    if document.recognised_by:
        yield _state(text, DUP + "recognisedBy", document.recognised_by)
    for page in document.recognised_pages:
        yield _count(text, DUP + "recognisedPage", page)
    yield _link(run, RDF + "type", PROV + "Activity")
    yield _link(run, PROV + "used", text)
    yield _link(run, PROV + "wasAssociatedWith", AGENT)
    yield _state(run, DUP + "rulesVersion", version)
    yield _link(AGENT, RDF + "type", PROV + "SoftwareAgent")
    yield _state(AGENT, RDFS + "label", "dupgraph", "en")
    yield _state(AGENT, RDFS + "label", "dupgraph", "it")


def name_owner(record: PlanRecord) -> str:
    """Return the part of the plan's IRIs that says whose it is; empty where the record does not say it."""
    return record.istat or record.ipa.lower() or make_slug(record.publisher)


def mint_coined(owner: str, key: str) -> str:
    """Return the IRI of a thing that a plan alone names, below that of its owner; ``key`` is its kind and its name."""
    kind, words = key.split("/", 1)
    return mint_iri(owner, kind, make_slug(words))


def name_plan(record: PlanRecord, base: str = DATA) -> str:
    """Return the IRI of the plan below ``base``."""
    return mint_iri(base, name_owner(record), "plan", make_slug(record.plan))


def make_title(record: PlanRecord) -> str:
    """Return what the plan is called, and whose it is where that does not say so: towns give plans the same titles."""
    title = record.title or record.plan
    owner = record.publisher or record.municipality or record.istat or record.ipa
    if owner == UNNAMED or f"-{make_slug(owner)}-" in f"-{make_slug(title)}-":
        return title
    return f"{title}, {owner}"


def _encode_owner(record: PlanRecord, names: _Names) -> Iterator[Statement]:
    """Yield whose the plan is. The code of the index of public administrations goes first; none is made up."""
    yield _link(names.plan, DCT + "creator", names.owner)
    yield _link(names.owner, RDF + "type", COVAPIT + "PublicOrganization")
    town = f"Comune di {record.municipality}" if record.municipality else f"Comune {record.istat}"
    name = record.publisher or (town if record.istat or record.municipality else record.ipa)
    yield _state(names.owner, SKOS + "prefLabel", name, "it")
    if identifier := record.ipa or record.istat:
        yield _state(names.owner, DCT + "identifier", identifier)


def _find_cities(descriptions: Descriptions, istat: str) -> list[str]:
    """Return the city concepts that a vocabulary states for an ISTAT code: OntoPiA's, where somebody looked it up."""
    if not istat:
        return []
    code = SKOS + "notation", make_text(istat)
    return sorted(iri for iri in descriptions if iri.startswith(CITIES) and code in descriptions.list_block(iri))


def _encode_section(document: Document, number: int, section: Section, names: _Names) -> Iterator[Statement]:
    element, language = names.elements[section.code], document.record.language
    yield _link(element, RDF + "type", LEVELS[section.kind].iri)
    yield _state(element, DCT + "identifier", section.code)
    if section.notation and section.notation != section.code:
        yield _state(element, SKOS + "notation", section.notation)
    yield _state(element, DCT + "title", section.title, language)
    yield _state(element, RDFS + "label", f"{section.code} {section.title}", language)
    # In a card, what stands above the title is said of the element, too; its code is not said again.
    above = (f.start for f in section.fields if find_words(document, f.start, f.end) != section.notation)
    spans = (Span(min([section.title_start, *above]), section.end), *section.more)
    words = "\n\n".join(find_words(document, *span) for span in spans)
    yield _state(element, DCT + "description", words, language)
    yield _state(element, DUP + "levelName", section.level_name, language)
    yield _link(element, DCT + "isPartOf", names.elements[section.parent] if section.parent else names.plan)
    yield _count(element, L0 + "positionInSequence", number)
    yield _link(element, OA + "hasSource", names.text)
    yield _count(element, OA + "start", section.start)
    yield _count(element, OA + "end", section.end)
    for span in section.more:
        # As RFC 5147 points into a plain text.
        yield _state(element, DUP + "goesOnAt", f"char={span.start},{span.end}")
    if section.page is not None:
        yield _count(element, DUP + "page", section.page)


def _make_block(mention: Mention, words: str | None, names: _Names) -> Block:
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


def _encode_coined(thing: Thing, descriptions: Descriptions, names: _Names) -> Iterator[Statement]:
    """Yield what is known of a thing that the plan alone names: its name, its kind, and what all of that kind are."""
    yield from _state_facts(thing.facts)
    if thing.facts:
        return
    iri = names.coined[thing.iri]
    kind = KINDS[thing.kind]
    # A noun for a kind of bodies opens a body's name; a place is of one kind with what opens it.
    is_body = kind.opens != kind.name
    if is_body or not thing.broader:
        yield _link(iri, RDF + "type", kind.classes[0])
    yield _state(iri, SKOS + "prefLabel", thing.label, "it")
    yield _state(iri, SKOS + "prefLabel", thing.label, "en")
    for name in thing.also:
        yield _state(iri, SKOS + "altLabel", name, "it")
    for above in thing.broader:
        yield _link(iri, kind.sort, above)
        if is_body:
            continue
        for predicate, value in descriptions.list_block(above):
            if predicate in _SHARED and value != make_link(SKOS + "Concept"):
                yield iri, predicate, value


def _state_facts(facts: Iterable[Fact]) -> Iterator[Statement]:
    for fact in facts:
        stated = _link if fact.link else partial(_state, language=fact.language)
        yield stated(fact.subject, fact.predicate, fact.value)


def _describe_things(
    reading: Reading, document: Document, descriptions: Descriptions, names: _Names
) -> Iterator[Statement]:
    """Yield what the vocabularies say of everything that is mentioned, and of what that in turn names."""
    waiting = sorted(
        {m.thing for m in reading.mentions if m.thing not in names.elements and m.thing not in names.coined}
        | {m.kind for m in reading.mentions if m.kind}
        | {f"{VOCABULARY}methods/{m.method}" for m in chain(reading.mentions, (m for _, m in reading.stated))}
        | {kind for thing in reading.coined for kind in thing.broader}
        | set(_find_cities(descriptions, document.record.istat)),
        reverse=True,
    )
    described = set[str]()
    while waiting:
        iri = waiting.pop()
        if iri in described:
            continue
        described.add(iri)
        subject = names.rebase(iri)
        for predicate, value in descriptions.list_block(iri):
            if value[0] != "<":
                yield subject, predicate, value
                continue
            waiting.append(value[1:-1])
            yield subject, predicate, make_link(names.rebase(value[1:-1]))


def _rename_things(statements: Iterable[Statement], renamed: Mapping[str, str], names: _Names) -> Iterator[Statement]:
    """Yield the statements; a thing with a new name has it as the preferred one, and the old one beside it."""
    new = {names.rebase(iri): make_text(label, "it") for iri, label in renamed.items()}
    for subject, predicate, value in statements:
        if subject in new and predicate == SKOS + "prefLabel" and value.endswith("@it") and value != new[subject]:
            yield subject, SKOS + "altLabel", value
            yield subject, SKOS + "prefLabel", new[subject]
        elif subject not in new or value != new[subject]:
            yield subject, predicate, value


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


def _link(subject: str, predicate: str, value: str) -> Statement:
    return subject, predicate, make_link(value)


def _state(subject: str, predicate: str, value: str, language: str | None = None) -> Statement:
    return subject, predicate, make_text(value, language)


def _count(subject: str, predicate: str, value: int) -> Statement:
    return subject, predicate, make_number(value, COUNTS[predicate])
