"""StratML (ISO 17469): a plan as the XML of strategic plans, part 1 with stakeholders, part 2 with their roles.

StratML knows two levels, Goal and Objective, where a DUP may have four. Nothing of a plan is left out for that: each
element is nearest to one of the two or stands in the text of OtherInformation, and the document says which, and what
is lost, in Italian, as all that it says itself.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dupgraph.ask.analysis.network import PlanElement, PlanMention, PlanNetwork
from dupgraph.base.errors import OutputError
from dupgraph.language.periods import find_years
from dupgraph.publish.export.exchange import clean_line, clean_text
from dupgraph.publish.export.markup import write_document
from dupgraph.publish.export.records.rows import STATED
from dupgraph.publish.export.source import Source
from dupgraph.publish.facts import NAMES, Facts
from dupgraph.schema.links import (
    ACTION,
    ACTOR_CATEGORY,
    BENEFICIARY_GROUP,
    BENEFITS,
    ELEMENT_KINDS,
    GUIDELINE,
    INVOLVES,
    KINDS,
    LEVELS,
    LINKS,
    OBJECTIVE,
    ORGANIZATION,
    POLICY,
    REFERENCE,
)
from dupgraph.schema.namespaces import DCT, DUP, RDF, make_slug

_TEMPLATE = Path(__file__).parent / "templates" / "plan.xml"
_INVOLVES, _BENEFITS = INVOLVES.name, BENEFITS.name
_ORGANIZATIONS = frozenset(KINDS[ORGANIZATION].classes)
_GROUPS = {iri for name in (ACTOR_CATEGORY, BENEFICIARY_GROUP) for iri in KINDS[name].classes}
_HEADINGS = {name: LINKS[name].word("many") for name in STATED} | {
    _INVOLVES: "Soggetti coinvolti",
    REFERENCE.name: "Rinvii ad altri elementi",
}
_COUNTED = {level.name: (level.word("one").lower(), level.word("many").lower()) for level in LEVELS.values()}
# An xsd:ID is an NCName: it begins with a letter or "_", and most signs are forbidden in it.
_INITIALS = {kind: f"_{kind[0]}" for kind in ELEMENT_KINDS}
_NO_NAME = re.compile(r"[^A-Za-z0-9._-]+")
# What stands directly below the plan has a Goal that is no element.
_LOOSE = ""
_LOOSE_NAME = "Obiettivi senza indirizzo né politica"


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the standard: its namespace, its root with what that needs, and what this document says of itself."""

    namespace: str
    root: str
    attributes: str
    name: str
    roles: str


_CORE = _Part(
    "urn:ISO:std:iso:17469:tech:xsd:stratml_core",
    "StrategicPlan",
    "",
    "StratML, parte 1 (ISO 17469-1)",
    "La parte 1 non ha ruoli: se uno Stakeholder è coinvolto o destinatario, e come, lo dice la sua Description.",
)
_PERFORMANCE = _Part(
    "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport",
    "PerformancePlanOrReport",
    ' Type="Strategic_Plan"',
    "StratML, parte 2 (PerformancePlanOrReport)",
    "I ruoli sono due: chi è coinvolto è Performer, chi è destinatario è Beneficiary. Se il testo dice come un "
    "soggetto è coinvolto (collabora, è sostenuto, è consultato ...), lo dice il nome del ruolo. Il grafo non ha "
    "misure: non c'è nessun PerformanceIndicator.",
)


def write_core(source: Source) -> bytes:
    """Return the one plan of a source as StratML Part 1, a StrategicPlan.

    Raises OutputError when there are several plans, and what reading the graph raises.
    """
    return _write_plan(source, _CORE)


def write_performance(source: Source) -> bytes:
    """Return the one plan of a source as StratML Part 2, a PerformancePlanOrReport with roles.

    Raises OutputError when there are several plans, and what reading the graph raises.
    """
    return _write_plan(source, _PERFORMANCE)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a document is made of. ``goals`` has the objectives of each Goal; that of ``_LOOSE`` is no element."""

    network: PlanNetwork
    facts: Facts
    part: _Part
    identifiers: Mapping[str, str]
    goals: Mapping[str, list[PlanElement]]
    elements: Mapping[str, PlanElement]
    mentions: Mapping[tuple[str, str], list[PlanMention]]

    def name_thing(self, iri: str) -> str:
        """Return what a thing is called, in Italian where it has such a name."""
        words = self.facts.find_words(iri, *NAMES)
        return clean_line(words.text) or clean_text(iri)


def _write_plan(source: Source, part: _Part) -> bytes:
    network = source.network
    if len(network.plans) != 1:
        names = "; ".join(clean_line(plan.title) for plan in network.plans)
        raise OutputError(
            f"StratML holds one plan in a document, and here are {len(network.plans)}: {names}",
            hint="choose one with --plan",
        )
    mentions: dict[tuple[str, str], list[PlanMention]] = defaultdict(list)
    for mention in network.mentions:
        mentions[mention.element, mention.property].append(mention)
    facts, (plan_title,) = source.facts, network.plans
    creators = facts.list_links(plan_title.iri, DCT + "creator")
    others = {_LOOSE: "_loose", plan_title.iri: f"_plan-{make_slug(plan_title.iri)}"}
    plan = _Plan(
        network,
        facts,
        part,
        _mint_identifiers(network.elements, others | {iri: f"_e-{make_slug(iri)}" for iri in creators}),
        _arrange_goals(network.elements),
        network.index_elements(),
        mentions,
    )
    title = clean_line(plan_title.title)
    period = clean_line(facts.find_text(plan_title.iri, DUP + "period"))
    return write_document(
        _TEMPLATE,
        plan=plan,
        part=part,
        is_core=part is _CORE,
        iri=plan_title.iri,
        title=title,
        period=period,
        years=find_years(period),
        creators=creators,
        notes=[*_list_losses(plan), *_list_policies(plan)],
        loose_name=_LOOSE_NAME,
        clean_line=clean_line,
        clean_text=clean_text,
        name_title=_name_title,
        find_description=_find_description,
        list_stakeholders=_list_stakeholders,
        list_notes=_list_notes,
    )


def _arrange_goals(elements: Iterable[PlanElement]) -> dict[str, list[PlanElement]]:
    """Return the Goals and the Objectives of each, in the plan's order.

    Guidelines are Goals. So is a policy that has objectives without a guideline, or nothing below it at all.
    """
    elements = tuple(elements)
    wholes = {element.parent for element in elements}
    goals: dict[str, list[PlanElement]] = {}
    for element in elements:
        if element.kind in (OBJECTIVE, ACTION):
            goals.setdefault(element.guideline or element.policy or _LOOSE, []).append(element)
        elif element.kind == GUIDELINE or element.iri not in wholes:
            goals.setdefault(element.iri, [])
    return goals


def _mint_identifiers(elements: Iterable[PlanElement], others: Mapping[str, str]) -> dict[str, str]:
    """Return an xsd:ID for each element, of its kind and code, and for each of ``others``, which has stems by IRI.

    Where two would have the same, as in a plan that has a code twice, the later one has a number.
    """
    stems = {element.iri: _INITIALS[element.kind] + _NO_NAME.sub("_", element.code) for element in elements}
    found: dict[str, str] = {}
    taken: set[str] = set()
    for iri, stem in {**others, **stems}.items():
        identifier, number = stem, 1
        while identifier in taken:
            number += 1
            identifier = f"{stem}-{number}"
        taken.add(identifier)
        found[iri] = identifier
    return found


# The document: the template has its form ------------------------------------------------------------------------------


def _name_title(element: PlanElement) -> str:
    return clean_line(element.title) or clean_line(element.code) or LEVELS[element.kind].word("one")


def _find_description(plan: _Plan, element: PlanElement) -> str:
    return clean_text(plan.facts.find_text(element.iri, DCT + "description"))


def _list_stakeholders(plan: _Plan, element: PlanElement) -> Iterator[dict[str, object]]:
    """Yield who is involved in an element or benefits: what Part 1 says of it in words, and Part 2 as roles."""
    partners = plan.facts.list_links(element.iri, DUP + _INVOLVES)
    beneficiaries = plan.facts.list_links(element.iri, DUP + _BENEFITS)
    named = {iri: plan.name_thing(iri) for iri in (*partners, *beneficiaries)}
    for iri, name in sorted(named.items(), key=lambda item: (item[1].casefold(), item[0])):
        ways = tuple(_list_ways(plan, element, iri)) if iri in partners else ()
        how = f" ({'; '.join(ways)})" if ways else ""
        said = [f"Soggetto coinvolto{how}"] if iri in partners else []
        roles = [(way, "Performer") for way in ways or ("Coinvolto",)] if iri in partners else []
        if iri in beneficiaries:
            said.append("Destinatario")
            roles.append(("Destinatario", "Beneficiary"))
        kind = _find_type(plan.facts.list_links(iri, RDF + "type"))
        yield {"name": name, "type": kind, "said": f"{'. '.join(said)}.", "roles": roles}


def _find_type(types: Iterable[str]) -> str:
    """Return the sort of a stakeholder: a body or a kind of them; nothing where the graph does not say."""
    found = set(types)
    if found & _ORGANIZATIONS:
        return "Organization"
    return "Generic_Group" if found & _GROUPS else ""


def _list_ways(plan: _Plan, element: PlanElement, partner: str) -> Iterator[str]:
    """Yield how a partner is involved, as far as the text says so, each way once."""
    kinds = dict.fromkeys(
        kind
        for mention in plan.mentions.get((element.iri, _INVOLVES), ())
        if mention.thing == partner
        for kind in plan.facts.list_links(mention.iri, DUP + "involvementKind")
    )
    return (plan.name_thing(kind) for kind in kinds)


# What the model has no place for -------------------------------------------------------------------------------------


def _list_losses(plan: _Plan) -> Iterator[str]:
    """Yield what is lost or moved in this document, one sentence a line; only what is true of this plan."""
    elements = plan.network.elements
    counts = Counter(element.kind for element in elements)
    listed = [f"{counts[kind]} {_COUNTED[kind][counts[kind] > 1]}" for kind in ELEMENT_KINDS if counts[kind]]
    yield "Che cosa si perde"
    yield f"StratML ha due soli livelli, Goal e Objective; il piano ha {', '.join(listed)}."
    if counts[GUIDELINE]:
        yield "Gli indirizzi sono Goal."
    if any(plan.elements[element.parent].kind != POLICY for element in elements
           if element.kind == GUIDELINE and element.parent in plan.elements):  # fmt: skip
        yield "Un indirizzo sotto un altro è un Goal accanto a quello: OtherInformation dice di quale fa parte."
    if counts[OBJECTIVE]:
        yield "Gli obiettivi sono Objective."
    if counts[ACTION]:
        yield (
            "Anche le azioni sono Objective: non si distinguono dagli obiettivi che da OtherInformation, che dice "
            "anche di quale obiettivo fanno parte."
        )
    policies = [element for element in elements if element.kind == POLICY]
    raised = [_name_element(policy) for policy in policies if policy.iri in plan.goals]
    if len(raised) < len(policies):
        yield (
            "Le politiche non hanno un elemento: il nome è in OtherInformation di ogni loro Goal, "
            "testo e menzioni sono qui sotto."
        )
    if raised:
        yield f"Sono Goal anche le politiche che hanno obiettivi senza indirizzo, o niente sotto: {'; '.join(raised)}."
    if _LOOSE in plan.goals:
        yield f"Ciò che sta direttamente sotto il piano è nel Goal «{_LOOSE_NAME}», che il piano non ha."
    if any(element.kind == OBJECTIVE and plan.elements[element.parent].kind in (OBJECTIVE, ACTION)
           for element in elements if element.parent in plan.elements):  # fmt: skip
        yield "Un obiettivo che sta sotto un altro è un Objective accanto a quello: OtherInformation dice di quale."
    yield plan.part.roles
    yield (
        "Luoghi, strumenti, temi, obiettivi di sviluppo sostenibile e rinvii non hanno un elemento: sono testo in "
        "OtherInformation, con le parole del piano che li dicono."
    )
    yield (
        "Delle menzioni restano parole, contesto e pagina; posizione nel testo, metodo e IRI di ciò che nominano sono "
        "nel grafo."
    )


def _list_policies(plan: _Plan) -> Iterator[str]:
    """Yield the policies that are no Goal: name, text, and what they name."""
    for element in plan.network.elements:
        if element.kind == POLICY and element.iri not in plan.goals:
            yield ""
            yield from _list_notes(plan, element, "")
            text = clean_line(plan.facts.find_text(element.iri, DCT + "description"))
            if text:
                yield f"Testo: {text}"


def _list_notes(plan: _Plan, element: PlanElement, goal: str) -> Iterator[str]:
    """Yield what OtherInformation says of an element: its level and place in the plan, its IRI, the evidence."""
    yield f"Nel piano: {_name_element(element)}"
    above = tuple(_list_above(plan, element, goal))
    if above:
        yield f"Fa parte di: {'; '.join(above)}"
    yield f"IRI: {clean_text(element.iri)}"
    for name in STATED:
        quotes = tuple(_list_quotes(plan, element, name))
        if quotes:
            yield f"{_HEADINGS[name]}:"
            yield from (f"- {quote}" for quote in quotes)


def _list_above(plan: _Plan, element: PlanElement, goal: str) -> Iterator[str]:
    """Yield what an element is part of, up to the Goal that it stands in."""
    step = element.parent
    while step in plan.elements and step != goal:
        yield _name_element(plan.elements[step])
        step = plan.elements[step].parent


def _name_element(element: PlanElement) -> str:
    level = LEVELS[element.kind].word("one") if element.level == element.kind else element.level
    return clean_line(f"{level} {element.code} {'' if element.title == element.code else element.title}")


def _list_quotes(plan: _Plan, element: PlanElement, name: str) -> Iterator[str]:
    """Yield the words that say the links of one sort, in the text's order; then what no words say."""
    said = plan.mentions.get((element.iri, name), ())
    for mention in said:
        before, after = "… " if clean_line(mention.before) else "", " …" if clean_line(mention.after) else ""
        context = clean_line(f"{mention.before}{mention.words}{mention.after}")
        page = f", p. {mention.page}" if mention.page is not None else ""
        yield f"{clean_line(mention.words)} ({plan.name_thing(mention.thing)}): «{before}{context}{after}»{page}"
    quoted = {mention.thing for mention in said}
    yield from (plan.name_thing(iri) for iri in plan.facts.list_links(element.iri, DUP + name) if iri not in quoted)
