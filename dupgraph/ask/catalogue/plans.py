"""Which plan is meant, where a location holds several: by its IRI, title, municipality or ISTAT code."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from dupgraph.ask.names import fold_label, name_place
from dupgraph.ask.parameters import quote_value
from dupgraph.base.errors import QueryError
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.tabled import ask_plans, find_tables
from dupgraph.language.languages import get_text
from dupgraph.language.messages import say
from dupgraph.schema.namespaces import DCT, DUP, SKOS

_PLANS = f"""SELECT DISTINCT ?plan ?name WHERE {{
  ?plan a <{DUP}Plan> .
  OPTIONAL {{
    {{ ?plan <{DCT}title>|<{DCT}identifier>|<{DUP}istat> ?name }}
    UNION {{ ?plan <{DCT}creator> ?municipality . ?municipality <{SKOS}prefLabel> ?name }}
  }}
}} ORDER BY ?plan ?name"""
_TABLED_PLANS = f"""SELECT plan AS "<plan>", title AS name, NULL AS "name@" FROM titles
  UNION SELECT subject, object, NULL FROM facts JOIN titles ON plan = subject
    WHERE predicate IN ('{DCT}identifier', '{DUP}istat')
  UNION SELECT o.plan, l.label, l.language FROM owners o JOIN labels l ON l.thing = o.owner ORDER BY 1, 2"""  # noqa: S608  constants
_COUNT = f"SELECT (COUNT(DISTINCT ?plan) AS ?plans) WHERE {{ ?plan a <{DUP}Plan> }}"
TOWN = "Comune di "
_PLANS_SHOWN = 8
_YEAR = re.compile(r"\b20\d\d\b")
# Of a thousand plans few are in an answer: what is known of the others is not looked up.
_SOURCES = f"""SELECT DISTINCT ?plan ?title ?municipality ?period ?text ?file WHERE {{
  {{ SELECT ?plan ?title WHERE {{ ?plan a <{DUP}Plan> ; <{DCT}title> ?title . FILTER(STR(?title) IN (%s)) }} }}
  OPTIONAL {{ ?plan <{DCT}creator> ?body . ?body <{SKOS}prefLabel> ?municipality }}
  OPTIONAL {{ ?plan <{DUP}period> ?period }}
  OPTIONAL {{ ?plan <{DCT}source> ?text . ?text <{DCT}title> ?file }}
}}"""
# The same from the tables of a corpus.
_TABLED_SOURCES = f"""SELECT DISTINCT t.plan AS "<plan>", t.title, t.language AS "title@", l.label AS municipality,
    l.language AS "municipality@", p.object AS period, t.source AS "<text>", f.object AS file
  FROM titles t LEFT JOIN owners o USING (plan) LEFT JOIN labels l ON l.thing = o.owner
    LEFT JOIN facts p ON p.subject = t.plan AND p.predicate = '{DUP}period'
    LEFT JOIN facts f ON f.subject = t.source AND f.predicate = '{DCT}title'
  WHERE t.title IN (SELECT unnest($titles))"""  # noqa: S608  constants of ours alone


class NamedPlan(NamedTuple):
    """A plan, and all that it and its municipality are called."""

    iri: str
    names: tuple[str, ...]


def list_plans(engine: Engine) -> tuple[NamedPlan, ...]:
    """Return the plans of a location with their names, by IRI."""
    names: dict[str, list[Literal]] = {}
    tables = find_tables(engine)
    for plan, name in (engine.select(_PLANS) if tables is None else tables.select(_TABLED_PLANS, {})).rows:
        if isinstance(plan, NamedNode):
            names.setdefault(plan.value, []).extend([name] if isinstance(name, Literal) else [])
    # The names that name_plan looks at last stand first: what is said names a town as the plan itself does.
    return tuple(
        NamedPlan(iri, tuple(name.value for name in sorted(called, key=lambda name: name.language != "en")))
        for iri, called in names.items()
    )


def count_plans(engine: Engine) -> int:
    """Return how many plans there are."""
    ((count,),) = ask_plans(engine).select(_COUNT).rows
    return int(getattr(count, "value", 0))


class Source(NamedTuple):
    """A plan as answers name it: whose it is, its years, the IRI of its text and its file; empty where not known."""

    plan: str
    title: str
    municipality: str
    period: str
    text: str
    file: str


def read_sources(engine: Engine, titles: Collection[str], language: str) -> tuple[Source, ...]:
    """Return the plans that bear one of the titles, each once, in the order of their titles."""
    tables = find_tables(engine)
    if tables is None:
        # An engine of this process keeps it: the next question is often about the same plan.
        select = getattr(engine, "recall", engine.select)
        found = select(_SOURCES % ", ".join(str(Literal(title)) for title in sorted(titles)))
    else:
        found = tables.select(_TABLED_SOURCES, {"titles": list(titles)})
    sources: dict[str, Source] = {}
    # A municipality may have a name in each language.
    for row in sorted(found.rows, key=lambda row: (getattr(row[2], "language", language) != language, str(row))):
        source = Source(*(getattr(term, "value", "") for term in row))
        if source.title in titles:
            sources.setdefault(source.plan, source)
    return tuple(sorted(sources.values(), key=lambda source: (source.title, source)))


def describe_sources(sources: Iterable[Source], language: str) -> Iterator[str]:
    """Yield a line for each plan: what it is called, whose it is, its years, its text."""
    for source in sources:
        name = fold_label(source.municipality).removeprefix("comune di ")
        owner = "" if f" {name} " in f" {fold_label(source.title)} " else source.municipality
        dated = source.period in source.title if source.period else _YEAR.search(source.title)
        years = "" if dated else source.period or get_text("answers", "undated", language)
        yield ", ".join(filter(None, (source.title, owner, years, source.file)))


def name_sources(sources: Iterable[Source]) -> dict[str, str]:
    """Return what each plan is called, by the IRI of its text; those of one title say whose they are, or which."""
    alike: dict[str, dict[str, Source]] = {}
    for source in sources:
        alike.setdefault(source.title, {})[source.plan] = source
    names: dict[str, str] = {}
    for title, plans in alike.items():
        notes = tell_apart({iri: _list_facts(source) for iri, source in plans.items()})
        names |= {plans[iri].text: f"{title} ({note})" if note else title for iri, note in notes.items()}
    return names


def _list_facts(source: Source) -> tuple[str, ...]:
    both = source.municipality and source.period and f"{source.municipality}, {source.period}"
    return source.municipality, source.period, both, source.plan.rstrip("/").rpartition("/")[2], source.plan


def tell_apart(alike: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return what tells things of one name apart: of the facts of each the first that all have and no two share.

    >>> tell_apart({"a": ("Borgo", "2024-2026"), "b": ("Borgo", "2025-2027")})
    {'a': '2024-2026', 'b': '2025-2027'}
    >>> tell_apart({"a": ("Borgo", "2024-2026")})
    {'a': ''}
    """
    told = (values for values in zip(*alike.values(), strict=True) if all(values) and len({*values}) == len(values))
    return dict(zip(alike, next(told, ()) if len(alike) > 1 else [""] * len(alike), strict=False))


def name_plan(plans: Iterable[NamedPlan], iri: str) -> str:
    """Return what one of some plans alone is called; its IRI where every name is another's, too.

    >>> name_plan([NamedPlan("a", ("Borgo", "DUP 2026")), NamedPlan("b", ("Borgo", "DUP 2027"))], "b")
    'DUP 2027'
    """
    known = {plan.iri: plan.names for plan in plans}
    shared = {name for other, names in known.items() if other != iri for name in names}
    return next((name for name in reversed(known[iri]) if name not in shared), iri)


def name_towns(plans: Iterable[NamedPlan]) -> tuple[str, ...]:
    """Return whose each plan is, else what it is called.

    >>> name_towns([NamedPlan("a", ("036040", "Comune di Borgo", "DUP")), NamedPlan("b", ("DUP",)), NamedPlan("c", ())])
    ('Borgo', 'DUP')
    """
    towns = ([name for name in plan.names if name.startswith(TOWN)] or [*plan.names] for plan in plans)
    return tuple(names[0].removeprefix(TOWN) for names in towns if names)


def find_plan(engine: Engine, words: str) -> str:
    """Return the IRI of the one plan that ``words`` mean: its IRI or the end of it, its title, or its municipality.

    A whole name goes before a part of one ("Sassuolo" for "Comune di Sassuolo"). Raises QueryError when no plan is
    called that, or several are; both list what there is.
    """
    plans = list_plans(engine)
    if not plans:
        raise QueryError(say("no_plan", place=name_place(engine)), hint=say("build_one"))
    wanted = fold_label(words)
    readings: tuple[Callable[[NamedPlan], bool], ...] = (
        lambda plan: plan.iri in (words, f"{words}/"),
        lambda plan: bool(words.strip("/")) and plan.iri.rstrip("/").endswith(f"/{words.strip('/')}"),
        lambda plan: bool(wanted) and wanted in map(fold_label, plan.names),
        lambda plan: bool(wanted) and any(f" {wanted} " in f" {fold_label(name)} " for name in plan.names),
    )
    for reading in readings:
        meant = [plan for plan in plans if reading(plan)]
        if len(meant) == 1:
            return meant[0].iri
        if meant:
            what = say("several_plans", words=quote_value(words), count=len(meant))
            raise QueryError(what, hint=_offer(meant))
    what = say("unknown_plan", words=quote_value(words), place=name_place(engine))
    raise QueryError(what, hint=_offer(plans))


def _offer(plans: Sequence[NamedPlan]) -> str:
    more = say("more", count=len(plans) - _PLANS_SHOWN) if len(plans) > _PLANS_SHOWN else ""
    return say("give_one", choices=", ".join(f"<{plan.iri}>" for plan in plans[:_PLANS_SHOWN]), more=more)
