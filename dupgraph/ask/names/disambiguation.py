"""Which is meant of several things under one label: the kind of all others, then what the plan itself names."""

from collections.abc import Collection, Iterable
from functools import partial

from pyoxigraph import NamedNode

from dupgraph.ask.names.folding import fold_label
from dupgraph.ask.names.labels import Named
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.protocol import Row
from dupgraph.graph.engines.tabled import ask_plans, ask_things, find_tables
from dupgraph.schema.namespaces import DCT, DUP, SKOS, VOCABULARY

# What is part of a plan has this in its IRI.
_PLAN = "/plan/"
_PLANS = f"SELECT ?plan {{ ?plan a <{DUP}Plan> }} LIMIT 2"
# A pattern with a part for each of ten thousand things ends the process that reads it.
_MOST_OF_KIND = 100
_TABLED_MENTIONS = """SELECT DISTINCT m.thing AS "<thing>" FROM mentions m JOIN elements e ON e.iri = m.element
  WHERE list_contains($things, m.thing) AND $plan IN ('', e.plan)"""


def find_owner(thing: str) -> str:
    """Return below which IRI a town's own thing is minted.

    >>> find_owner("https://example.org/data/042021/place/piazza-roma")
    'https://example.org/data/042021'
    """
    return thing.rsplit("/", 2)[0]


def are_of_towns(things: Collection[str]) -> bool:
    """Say whether some things are one, or each another town's own.

    >>> are_of_towns(["https://example.org/data/1/place/a", "https://example.org/data/2/place/a"])
    True
    """
    owners = {*map(find_owner, things)}
    together = len({owner.rpartition("/")[0] for owner in owners}) == 1
    owned = together and not any(_PLAN in thing or thing.startswith(VOCABULARY) for thing in things)
    return len(things) == 1 or (owned and len(owners) == len(things))


def choose_things(
    engine: Engine, things: tuple[str, ...], names: tuple[Named, ...], words: str, plan: str
) -> tuple[str, ...]:
    """Return the one thing that is meant of several under one label; all that may be where none is, or where each is
    another town's own: what one of them is called first says nothing of the other towns'.
    """
    titled = {name.thing for name in names if name.preferred and fold_label(name.label) == fold_label(words)}
    named = partial(_keep_named, plan=plan)
    for choose in (_keep_kind, named, partial(_keep_own, plan=plan), partial(_keep_titled, titled), _keep_kind):
        if are_of_towns(things):
            break
        things = choose(engine, things)
    return named(engine, things) if plan and len(things) > 1 else things


def has_several_plans(engine: Engine) -> bool:
    """Say whether there is more than one plan."""
    return len(ask_plans(engine).select(_PLANS).rows) > 1


def _keep_kind(engine: Engine, things: tuple[str, ...]) -> tuple[str, ...]:
    """Return the one thing that is the kind of all the others, where there is one: of many of one name none is."""
    if len(things) > _MOST_OF_KIND:
        return things
    # Each thing by itself: some engines walk a path only from an end that stands in it.
    paths = " UNION ".join(
        f"{{ <{thing}> (<{DUP}hasKind>|<{SKOS}broader>)+ ?kind BIND(<{thing}> AS ?thing) }}" for thing in things
    )
    text = f"SELECT DISTINCT ?kind ?thing WHERE {{ {paths} }}"
    below: dict[str, set[str]] = {}
    for kind, thing in ask_things(engine, things).select(text).rows:
        if isinstance(kind, NamedNode) and isinstance(thing, NamedNode):
            below.setdefault(kind.value, set()).add(thing.value)
    kinds = tuple(thing for thing in things if below.get(thing, set()) >= set(things) - {thing})
    return kinds or things


def _keep_named(engine: Engine, things: tuple[str, ...], plan: str) -> tuple[str, ...]:
    """Return the things that a mention refers to, one of the plan where a plan is given, if there are some."""
    if (tables := find_tables(engine)) is not None:
        rows = tables.select(_TABLED_MENTIONS, {"things": list(things), "plan": plan}).rows
        return _keep(things, rows)
    within = f"?element <{DCT}isPartOf>+ <{plan}> ." if plan else ""
    text = f"""SELECT DISTINCT ?thing WHERE {{
      ?mention <{DUP}refersTo> ?thing ; <{DUP}inElement> ?element .
      FILTER(?thing IN ({_list_iris(things)})) {within}
    }}"""
    return _keep(things, engine.select(text).rows)


def _keep(things: tuple[str, ...], rows: Iterable[Row]) -> tuple[str, ...]:
    """Return the things that rows name, if there are some."""
    named = {thing.value for (thing,) in rows if isinstance(thing, NamedNode)}
    return tuple(thing for thing in things if thing in named) or things


def _keep_titled(titled: Collection[str], _engine: Engine, things: tuple[str, ...]) -> tuple[str, ...]:
    """Return the things that are called just so, not only by another of their names, where there are some."""
    return tuple(thing for thing in things if thing in titled) or things


def _keep_own(engine: Engine, things: tuple[str, ...], plan: str) -> tuple[str, ...]:
    """Return the things that the plan's own vocabulary names, where there are some; of several plans one's own do not
    go before what the others name.

    A shared thing lives below its scheme's IRI; what another scheme describes too, or what lives outside the
    shared vocabularies, is the plan's own.
    """
    if not plan and has_several_plans(engine):
        return things
    text = f"""SELECT DISTINCT ?thing ?scheme WHERE {{
      ?thing <{SKOS}inScheme> ?scheme .
      FILTER(?thing IN ({_list_iris(things)}))
    }}"""
    own = {thing for thing in things if not thing.startswith(VOCABULARY)}
    for thing, scheme in ask_things(engine, things).select(text).rows:
        if isinstance(thing, NamedNode) and isinstance(scheme, NamedNode):
            own |= {thing.value} if not thing.value.startswith(f"{scheme.value}/") else set()
    return tuple(thing for thing in things if thing in own) or things


def _list_iris(things: tuple[str, ...]) -> str:
    return ", ".join(f"<{thing}>" for thing in things)
