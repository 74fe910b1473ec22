"""Which plan is meant, where a location holds several: by its IRI, title, municipality or ISTAT code."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
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
_TABLED_PLANS = f"""SELECT plan AS "<plan>", title AS name FROM titles
  UNION SELECT subject, object FROM facts JOIN titles ON plan = subject
    WHERE predicate IN ('{DCT}identifier', '{DUP}istat')
  UNION SELECT o.plan, l.label FROM owners o JOIN labels l ON l.thing = o.owner ORDER BY 1, 2"""  # noqa: S608  constants
_COUNT = f"SELECT (COUNT(DISTINCT ?plan) AS ?plans) WHERE {{ ?plan a <{DUP}Plan> }}"
_PLANS_SHOWN = 8
_YEAR = re.compile(r"\b20\d\d\b")
_SOURCES = f"""SELECT DISTINCT ?title ?municipality ?period ?file WHERE {{
  ?plan a <{DUP}Plan> ; <{DCT}title> ?title .
  OPTIONAL {{ ?plan <{DCT}creator> ?body . ?body <{SKOS}prefLabel> ?municipality }}
  OPTIONAL {{ ?plan <{DUP}period> ?period }}
  OPTIONAL {{ ?plan <{DCT}source> ?text . ?text <{DCT}title> ?file }}
}}"""
# The same from the tables of a corpus.
_TABLED_SOURCES = f"""SELECT DISTINCT t.title, t.language AS "title@", l.label AS municipality,
    l.language AS "municipality@", p.object AS period, f.object AS file
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
    names: dict[str, list[str]] = {}
    tables = find_tables(engine)
    for plan, name in (engine.select(_PLANS) if tables is None else tables.select(_TABLED_PLANS, {})).rows:
        if isinstance(plan, NamedNode):
            names.setdefault(plan.value, []).extend([name.value] if isinstance(name, Literal) else [])
    return tuple(NamedPlan(iri, tuple(called)) for iri, called in names.items())


def count_plans(engine: Engine) -> int:
    """Return how many plans there are."""
    ((count,),) = ask_plans(engine).select(_COUNT).rows
    return int(getattr(count, "value", 0))


def describe_sources(engine: Engine, titles: Collection[str], language: str) -> Iterator[str]:
    """Yield a line for each plan that bears one of the titles: what it is called, whose it is, its years, its text."""
    tables = find_tables(engine)
    found = engine.select(_SOURCES) if tables is None else tables.select(_TABLED_SOURCES, {"titles": list(titles)})
    for row in sorted(found.rows, key=str):
        title, municipality, period, file = (getattr(term, "value", "") for term in row)
        if title in titles:
            name = fold_label(municipality).removeprefix("comune di ")
            owner = "" if f" {name} " in f" {fold_label(title)} " else municipality
            years = period or ("" if _YEAR.search(title) else get_text("answers", "undated", language))
            yield ", ".join(filter(None, (title, owner, years, file)))


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
