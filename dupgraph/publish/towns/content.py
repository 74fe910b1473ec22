"""Graphs of several plans to what their map shows: towns, the partners that they name, and in which words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from dupgraph.ask.analysis.network import PlanElement, PlanMention, PlanNetwork
from dupgraph.ask.analysis.reading import read_network
from dupgraph.ask.names import fold_label
from dupgraph.base.gathering import gather
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.tabled import ask_plans
from dupgraph.graph.territories import load_territories
from dupgraph.schema.links import INVOLVES
from dupgraph.schema.namespaces import DCT, DUP, SKOS

# What a ring still shows with a name each, and what fits inside it.
MOST_TOWNS = 120
MOST_PARTNERS = 80
# What tells the plans of one town apart stands beside its name on the map.
_LONGEST_NOTE = 24
_FACTS = f"""SELECT ?plan ?title ?name ?istat ?period WHERE {{ ?plan a <{DUP}Plan> ; <{DCT}title> ?title .
  OPTIONAL {{ ?plan <{DCT}creator> ?body . ?body <{SKOS}prefLabel> ?name }}
  OPTIONAL {{ ?plan <{DUP}istat> ?istat }} OPTIONAL {{ ?plan <{DUP}period> ?period }} }}"""
_PREFIXES = ("Comune di ", "Comune ")


@dataclass(frozen=True, slots=True)
class Owner:
    """The body that a plan belongs to: a short, unambiguous ``name``, and where it is, empty if no list says so.

    ``town`` is the name that all plans of one town have.
    """

    plan: str
    title: str
    name: str
    province: str
    region: str
    town: str


@dataclass(frozen=True, slots=True)
class Town:
    """A plan by its town: ``name`` is short, ``within`` its province, empty where no list has it; its partners' number.

    Of more plans than there is room for it is a province, a region or some initials, with the names of its ``towns``.
    """

    id: str
    name: str
    title: str
    within: str
    partners: int
    towns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Partner:
    """A body, or a kind of bodies, that plans involve, and how many do."""

    id: str
    name: str
    is_kind: bool
    towns: int


@dataclass(frozen=True, slots=True)
class Quote:
    """An element of a plan that involves a partner, and the words that say so."""

    code: str
    title: str
    before: str
    words: str
    after: str


class Involved(NamedTuple):
    """An element of a plan involves a body, in these words; ``place`` is theirs among all that are read with it."""

    plan: str
    element: str
    thing: str
    place: int
    quote: Quote


@dataclass(frozen=True, slots=True)
class Tie:
    """A town's plan involves a partner, in these elements; of several towns each does in so many."""

    town: str
    partner: str
    quotes: tuple[Quote, ...]
    towns: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TownsContent:
    """What the map shows; ``left_out`` counts the partners that it does not, ``alone`` those that one town names."""

    towns: tuple[Town, ...]
    partners: tuple[Partner, ...]
    ties: tuple[Tie, ...]
    alone: int
    left_out: int
    # What its towns are: "towns", "provinces", "regions" or "initials".
    drawn: str = "towns"


@dataclass(frozen=True, slots=True)
class PlanPartners:
    """What the map shows of a graph's plans: whose they are, the bodies that they involve, and in which words.

    It is small: who goes through many plans keeps it of each, and none of their graphs.
    """

    plans: int
    facts: Mapping[str, tuple[str, ...]]
    bodies: Mapping[str, tuple[str, bool]]
    involved: tuple[Involved, ...]


def read_towns(engine: Engine) -> TownsContent:
    """Return the towns and partners of all plans, of which there is room for ``MOST_TOWNS``. Raises what
    ``read_network`` raises."""
    return join_towns([gather_partners(engine, read_network(engine))])


def gather_partners(engine: Engine, network: PlanNetwork) -> PlanPartners:
    """Return what the map shows of the plans that an engine holds, whose network has been read."""
    elements, things = network.index_elements(), network.index_things()
    mentions: dict[tuple[str, str], tuple[int, PlanMention]] = {}
    for place, mention in enumerate(network.mentions):
        if mention.property == INVOLVES.name:
            mentions.setdefault((mention.element, mention.thing), (place, mention))
    unsaid = len(network.mentions), None
    links = [link for link in network.links if link.property == INVOLVES.name]
    involved = []
    for link in links:
        place, said = mentions.get((link.element, link.thing), unsaid)
        element = elements[link.element]
        involved.append(Involved(element.plan, element.iri, link.thing, place, _make_quote(element, said)))
    # A kind of bodies is its own category.
    bodies = {link.thing: (things[link.thing].label, things[link.thing].category == link.thing) for link in links}
    return PlanPartners(len(network.plans), _read_facts(engine), bodies, tuple(involved))


def join_towns(parts: Sequence[PlanPartners]) -> TownsContent:
    """Return the towns and partners of plans that were gathered graph by graph, in the order of their IRIs."""
    labels, kinds = dict[str, str](), dict[str, bool]()
    for iri, (label, is_kind) in chain.from_iterable(part.bodies.items() for part in parts):
        labels[iri] = min(labels.get(iri, label), label)
        kinds[iri] = kinds.get(iri, True) and is_kind
    partners = _merge_bodies(labels)
    found: dict[tuple[str, str], Involved] = {}
    for each in chain.from_iterable(part.involved for part in parts):
        key = each.element, partners[each.thing]
        # The first words, where two bodies are one.
        found[key] = min(found.get(key, each), each, key=lambda said: said.place)
    naming: dict[str, set[str]] = defaultdict(set)
    for (_, partner), each in found.items():
        naming[partner].add(each.plan)
    several = sum(part.plans for part in parts) > 1
    shared = [iri for iri in naming if len(naming[iri]) > 1 or not several]
    shared.sort(key=lambda iri: (-len(naming[iri]), labels[iri].casefold(), iri))
    shown = shared[:MOST_PARTNERS]
    ids = {iri: f"p{number}" for number, iri in enumerate(shown)}
    counts = Counter(plan for plans in naming.values() for plan in plans)
    owners = _name_owners(dict(chain.from_iterable(part.facts.items() for part in parts)))
    ids_of = {owner.plan: f"t{number}" for number, owner in enumerate(owners)}
    return TownsContent(
        tuple(Town(ids_of[each.plan], each.name, each.title, each.province, counts[each.plan]) for each in owners),
        tuple(Partner(ids[iri], labels[iri], kinds[iri], len(naming[iri])) for iri in shown),
        tuple(_list_ties(found, ids, ids_of)),
        sum(len(plans) == 1 for plans in naming.values()) if several else 0,
        len(shared) - len(shown),
    )


def _merge_bodies(labels: Mapping[str, str]) -> dict[str, str]:
    """Return one IRI for each partner of one name: towns that have a name of their own for a body share it."""
    first: dict[str, str] = {}
    return {iri: first.setdefault(fold_label(label), iri) for iri, label in sorted(labels.items())}


def _make_quote(element: PlanElement, mention: PlanMention | None) -> Quote:
    if mention is None:
        return Quote(element.code, element.title, "", "", "")
    before, words, after = (" ".join(text.split()) for text in (mention.before, mention.words, mention.after))
    gaps = (" " if mention.before[-1:].isspace() else "", " " if mention.after[:1].isspace() else "")
    return Quote(element.code, element.title, f"{before}{gaps[0]}", words, f"{gaps[1]}{after}")


def _list_ties(
    found: Mapping[tuple[str, str], Involved], partners: Mapping[str, str], towns: Mapping[str, str]
) -> Iterable[Tie]:
    grouped = gather(
        ((towns[each.plan], partners[partner]), each.quote)
        for (_, partner), each in found.items()
        if partner in partners
    )
    return (Tie(town, partner, tuple(said)) for (town, partner), said in sorted(grouped.items()))


def list_owners(engine: Engine) -> list[Owner]:
    """Return whose the plans are, those of one province beside one another, provinces of one region too."""
    return _name_owners(_read_facts(ask_plans(engine)))


def _read_facts(engine: Engine) -> dict[str, tuple[str, ...]]:
    """Return what tells whose each plan is: its title, the name and code of its body, its years."""
    facts: dict[str, tuple[str, ...]] = {}
    for row in sorted(engine.select(_FACTS).rows, key=str):
        plan, *said = (getattr(term, "value", "") for term in row)
        facts.setdefault(plan, tuple(said))
    return facts


def _name_owners(facts: Mapping[str, tuple[str, ...]]) -> list[Owner]:
    homes = load_territories().homes
    named = []
    for plan, (title, body, istat, period) in facts.items():
        province, region = homes.get(istat, ("", ""))
        named.append((region, province, _shorten(body) or title, period, plan, title))
    often = Counter(name for _, _, name, *_ in named)
    said = {plan: (period, title.removesuffix(f", {name}")) for _, _, name, period, plan, title in named}
    alike = Counter((name, each) for _, _, name, _, plan, _ in named for each in said[plan])
    # A town of several plans is told by the years, by a short title, or by what ends the plan's IRI.
    notes = {
        plan: next(
            (each for each in said[plan] if len(each) <= _LONGEST_NOTE and alike[name, each] == 1),
            plan.rpartition("/")[2],
        )
        for _, _, name, _, plan, _ in named
        if often[name] > 1
    }
    named.sort(key=lambda each: (not each[0], *each))
    return [
        Owner(plan, title, f"{name} {notes.get(plan, '')}".strip(), province, region, name)
        for region, province, name, _, plan, title in named
    ]


def _shorten(body: str) -> str:
    return next((body.removeprefix(prefix) for prefix in _PREFIXES if body.startswith(prefix)), body)
