"""Graphs of several plans to what their map shows: towns, the partners that they name, and in which words."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from dupgraph.ask.analysis import PlanElement, PlanMention, PlanNetwork, PlanThing, read_network
from dupgraph.ask.names import fold_label
from dupgraph.base.errors import QueryError
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.oxigraph import OxigraphEngine
from dupgraph.graph.territories import load_territories
from dupgraph.schema.links import INVOLVES
from dupgraph.schema.namespaces import DCT, DUP, SKOS

# What a ring still shows with a name each, and what fits inside it.
MOST_TOWNS = 120
MOST_PARTNERS = 80
_NAMED = 5
_FACTS = f"""SELECT ?plan ?name ?istat ?period WHERE {{ ?plan a <{DUP}Plan> .
  OPTIONAL {{ ?plan <{DCT}creator> ?body . ?body <{SKOS}prefLabel> ?name }}
  OPTIONAL {{ ?plan <{DUP}istat> ?istat }} OPTIONAL {{ ?plan <{DUP}period> ?period }} }}"""
_COUNT = f"SELECT DISTINCT ?plan WHERE {{ ?plan a <{DUP}Plan> }} ORDER BY ?plan LIMIT {MOST_TOWNS + 1}"
_PREFIXES = ("Comune di ", "Comune ")


@dataclass(frozen=True, slots=True)
class Town:
    """A plan by its town: ``name`` is short, ``province`` empty where no list has it; how many partners it names."""

    id: str
    name: str
    title: str
    province: str
    partners: int


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
    """A town's plan involves a partner, in these elements."""

    town: str
    partner: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class TownsContent:
    """What the map shows; ``left_out`` counts the partners that it does not, ``alone`` those that one town names."""

    towns: tuple[Town, ...]
    partners: tuple[Partner, ...]
    ties: tuple[Tie, ...]
    alone: int
    left_out: int


def check_size(engine: Engine) -> int:
    """Return how many plans there are, at most one more than a map shows; files are counted, not read.

    Raises QueryError where they are more than a map shows, and names the first five.
    """
    files = engine.place.files if isinstance(engine, OxigraphEngine) else ()
    if len(files) > MOST_TOWNS:
        raise _refuse(engine, f"{len(files):,} graph files", [file.name for file in files])
    plans = [getattr(row[0], "value", "") for row in engine.select(_COUNT).rows]
    if len(plans) > MOST_TOWNS:
        raise _refuse(engine, f"more than {MOST_TOWNS} plans", [f"<{plan}>" for plan in plans])
    return len(plans)


def _refuse(engine: Engine, what: str, names: Iterable[str]) -> QueryError:
    shown = ", ".join(list(names)[:_NAMED])
    return QueryError(
        f"holds {what}, and a map shows {MOST_TOWNS} at most",
        query=engine.location,
        hint=f"choose one with --plan, or put fewer into a folder; there is: {shown}, and more",
    )


def read_towns(engine: Engine) -> TownsContent:
    """Return the towns and partners of all plans. Raises what ``check_size`` and ``read_network`` raise."""
    check_size(engine)
    network = read_network(engine)
    plan_of = {element.iri: element.plan for element in network.elements}
    partners = _merge_things(network)
    quotes = _gather_quotes(network, partners)
    naming: dict[str, set[str]] = defaultdict(set)
    for element, thing in quotes:
        naming[thing].add(plan_of[element])
    several = len(network.plans) > 1
    shared = [iri for iri in naming if len(naming[iri]) > 1 or not several]
    things = {thing.iri: thing for thing in network.things}
    shared.sort(key=lambda iri: (-len(naming[iri]), things[iri].label.casefold(), iri))
    shown = shared[:MOST_PARTNERS]
    ids = {iri: f"p{number}" for number, iri in enumerate(shown)}
    counts = Counter(plan for plans in naming.values() for plan in plans)
    towns = _list_towns(engine, network, counts)
    return TownsContent(
        tuple(town for _, town in towns),
        tuple(Partner(ids[iri], things[iri].label, _is_kind(things[iri]), len(naming[iri])) for iri in shown),
        tuple(_list_ties(quotes, plan_of, ids, {iri: town.id for iri, town in towns})),
        sum(len(plans) == 1 for plans in naming.values()) if several else 0,
        len(shared) - len(shown),
    )


def _is_kind(thing: PlanThing) -> bool:
    """Whether a partner is a kind of bodies: it is its own category then."""
    return thing.category == thing.iri


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


def _list_towns(engine: Engine, network: PlanNetwork, counts: Counter[str]) -> list[tuple[str, Town]]:
    """Return the plans as towns, those of one province beside one another."""
    facts: dict[str, tuple[str, ...]] = {}
    for row in sorted(engine.select(_FACTS).rows, key=str):
        plan, *said = (getattr(term, "value", "") for term in row)
        facts.setdefault(plan, tuple(said))
    homes = load_territories().list_homes()
    named = []
    for plan in network.plans:
        body, istat, period = facts.get(plan.iri, ("", "", ""))
        province, region = homes.get(istat, ("", ""))
        named.append((region, province, _shorten(body) or plan.title, period, plan))
    often = Counter(name for _, _, name, _, _ in named)
    named.sort(key=lambda each: (not each[0], *each[:4], each[4].iri))
    return [
        (plan.iri, Town(f"t{n}", f"{name} {period}".strip() if often[name] > 1 else name, plan.title, province,
                        counts[plan.iri]))
        for n, (_, province, name, period, plan) in enumerate(named)
    ]  # fmt: skip


def _shorten(body: str) -> str:
    return next((body.removeprefix(prefix) for prefix in _PREFIXES if body.startswith(prefix)), body)
