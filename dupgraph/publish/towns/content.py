"""Graphs of several plans to what their map shows: towns, the partners that they name, and in which words."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from dupgraph.ask.analysis.network import PlanElement, PlanMention, PlanNetwork
from dupgraph.ask.analysis.reading import read_network
from dupgraph.ask.names import fold_label
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.tabled import ask_plans
from dupgraph.graph.territories import load_territories
from dupgraph.schema.links import INVOLVES
from dupgraph.schema.namespaces import DCT, DUP, SKOS

# What a ring still shows with a name each, and what fits inside it.
MOST_TOWNS = 120
MOST_PARTNERS = 80
_FACTS = f"""SELECT ?plan ?title ?name ?istat ?period WHERE {{ ?plan a <{DUP}Plan> ; <{DCT}title> ?title .
  OPTIONAL {{ ?plan <{DCT}creator> ?body . ?body <{SKOS}prefLabel> ?name }}
  OPTIONAL {{ ?plan <{DUP}istat> ?istat }} OPTIONAL {{ ?plan <{DUP}period> ?period }} }}"""
_PREFIXES = ("Comune di ", "Comune ")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a plan is: ``name`` is short and told apart from others; where, empty where no list has it."""

    plan: str
    title: str
    name: str
    province: str
    region: str


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


def read_towns(engine: Engine) -> TownsContent:
    """Return the towns and partners of all plans, of which there is room for ``MOST_TOWNS``. Raises what
    ``read_network`` raises."""
    network = read_network(engine)
    plan_of = {element.iri: element.plan for element in network.elements}
    partners = _merge_things(network)
    quotes = _gather_quotes(network, partners)
    naming: dict[str, set[str]] = defaultdict(set)
    for element, thing in quotes:
        naming[thing].add(plan_of[element])
    several = len(network.plans) > 1
    shared = [iri for iri in naming if len(naming[iri]) > 1 or not several]
    things = network.index_things()
    shared.sort(key=lambda iri: (-len(naming[iri]), things[iri].label.casefold(), iri))
    shown = shared[:MOST_PARTNERS]
    ids = {iri: f"p{number}" for number, iri in enumerate(shown)}
    counts = Counter(plan for plans in naming.values() for plan in plans)
    owners = list_owners(engine)
    ids_of = {owner.plan: f"t{number}" for number, owner in enumerate(owners)}
    return TownsContent(
        tuple(Town(ids_of[each.plan], each.name, each.title, each.province, counts[each.plan]) for each in owners),
        # A kind of bodies is its own category.
        tuple(Partner(ids[i], things[i].label, things[i].category == i, len(naming[i])) for i in shown),
        tuple(_list_ties(quotes, plan_of, ids, ids_of)),
        sum(len(plans) == 1 for plans in naming.values()) if several else 0,
        len(shared) - len(shown),
    )


def _merge_things(network: PlanNetwork) -> dict[str, str]:
    """Return one IRI for each partner of one name: towns that have a name of their own for a body share it."""
    first: dict[str, str] = {}
    involved = {link.thing for link in network.links if link.property == INVOLVES.name}
    labels = {thing.iri: fold_label(thing.label) for thing in network.things if thing.iri in involved}
    return {iri: first.setdefault(label, iri) for iri, label in sorted(labels.items())}


def _gather_quotes(network: PlanNetwork, partners: dict[str, str]) -> dict[tuple[str, str], Quote]:
    """Return the first words of each element for each partner that it involves."""
    elements = network.index_elements()
    mentions: dict[tuple[str, str], PlanMention] = {}
    for mention in network.mentions:
        if mention.property == INVOLVES.name and mention.thing in partners:
            mentions.setdefault((mention.element, partners[mention.thing]), mention)
    found: dict[tuple[str, str], Quote] = {}
    for link in network.links:
        if link.property == INVOLVES.name:
            key = (link.element, partners[link.thing])
            found.setdefault(key, _make_quote(elements[link.element], mentions.get(key)))
    return found


def _make_quote(element: PlanElement, mention: PlanMention | None) -> Quote:
    if mention is None:
        return Quote(element.code, element.title, "", "", "")
    before, words, after = (" ".join(text.split()) for text in (mention.before, mention.words, mention.after))
    gaps = (" " if mention.before[-1:].isspace() else "", " " if mention.after[:1].isspace() else "")
    return Quote(element.code, element.title, f"{before}{gaps[0]}", words, f"{gaps[1]}{after}")


def _list_ties(
    quotes: dict[tuple[str, str], Quote], plan_of: dict[str, str], partners: dict[str, str], towns: dict[str, str]
) -> Iterable[Tie]:
    grouped: dict[tuple[str, str], list[Quote]] = defaultdict(list)
    for (element, thing), quote in quotes.items():
        if thing in partners:
            grouped[towns[plan_of[element]], partners[thing]].append(quote)
    return (Tie(town, partner, tuple(said)) for (town, partner), said in sorted(grouped.items()))


def list_owners(engine: Engine) -> list[Owner]:
    """Return whose the plans are, those of one province beside one another, provinces of one region too."""
    facts: dict[str, tuple[str, ...]] = {}
    for row in sorted(ask_plans(engine).select(_FACTS).rows, key=str):
        plan, *said = (getattr(term, "value", "") for term in row)
        facts.setdefault(plan, tuple(said))
    homes = load_territories().homes
    named = []
    for plan, (title, body, istat, period) in facts.items():
        province, region = homes.get(istat, ("", ""))
        named.append((region, province, _shorten(body) or title, period, plan, title))
    often = Counter(name for _, _, name, *_ in named)
    alike = Counter((name, period) for _, _, name, period, *_ in named)
    # A town of several plans is told by the years, or by what ends the plan's IRI.
    notes = {
        plan: period if period and alike[name, period] == 1 else plan.rpartition("/")[2]
        for _, _, name, period, plan, _ in named
        if often[name] > 1
    }
    named.sort(key=lambda each: (not each[0], *each))
    return [
        Owner(plan, title, f"{name} {notes.get(plan, '')}".strip(), province, region)
        for region, province, name, _, plan, title in named
    ]


def _shorten(body: str) -> str:
    return next((body.removeprefix(prefix) for prefix in _PREFIXES if body.startswith(prefix)), body)
