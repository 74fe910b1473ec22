"""The labels by which things go, read from a graph, or from the tables of a corpus."""

import re
from collections.abc import Iterable
from heapq import merge
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from dupgraph.base.terminal import make_visible
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.protocol import Row
from dupgraph.graph.engines.tabled import find_tables
from dupgraph.schema.links import ELEMENT_KINDS, GOAL, KINDS, LEVELS, MISSION, SHOWN
from dupgraph.schema.namespaces import DCT, DUP, RDF, SKOS

if TYPE_CHECKING:
    from dupgraph.graph.engines.tables import Tables

# What a parameter accepts, as the class (or the scheme) by which the graph says so.
TESTS_OF_KIND: dict[str, tuple[tuple[str, str], ...]] = {
    **{kind.name: kind.tests for kind in KINDS.values()},
    **{level.name: ((RDF + "type", level.iri),) for level in LEVELS.values()},
}
ELEMENTS = ELEMENT_KINDS
# What a parameter may also be said to accept: several kinds under one word.
GROUPS = {
    "element": ELEMENTS,
    **{link.role: tuple(kind.name for kind in link.kinds) for link in SHOWN if link.role not in KINDS},
    "thing": tuple(TESTS_OF_KIND),
}
KNOWN_KINDS = (*TESTS_OF_KIND, *GROUPS)
# What is called by a number, beside elements.
_NUMBERED = (*ELEMENTS, GOAL.role, MISSION.role)
# The preferred name first. An identifier names an element; a body's identifier is a number in a register.
_THING_NAMES = (
    f"<{SKOS}prefLabel>",
    f"<{SKOS}altLabel>|<{SKOS}hiddenLabel>|<{SKOS}notation>|<{DUP}fixedLabel>|<{DUP}cuedLabel>",
)
_ELEMENT_NAMES = (f"<{DCT}title>", f"<{DCT}identifier>")

# The same names of the same things, from the tables of a corpus; with the letters by which they are looked for, which
# take longer than all the rest, and whether a plan alone names the thing.
_TABLED = """WITH typed AS (
    SELECT DISTINCT k.kind, t.subject AS thing FROM (
        SELECT unnest($kinds) AS kind, unnest($relations) AS relation, unnest($classes) AS class
      ) k JOIN facts t ON t.predicate = k.relation AND t.object = k.class
  ), named AS (
    SELECT DISTINCT t.kind, t.thing, f.object AS label, f.language, f.predicate = $names[1] AS preferred
      FROM facts f JOIN typed t ON f.subject = t.thing WHERE list_contains($names, f.predicate) AND f.kind = ''
  ) SELECT *, fold_name(label) AS letters, fold_name(drop_legal_form(label)) AS short,
    thing IN (SELECT owner FROM owners)
      OR regexp_replace(thing, '/[^/]+/[^/]+$', '') IN (SELECT owner FROM owners) AS own
  FROM named"""
# Where there is a text, of what a plan alone names only what stands in that.
_MEANT = """WITH meant AS (
    SELECT thing FROM {called} WHERE $text = '' OR NOT own OR stands_in(letters, $text) OR stands_in(short, $text)
  ) SELECT c.kind, c.thing AS "<thing>", label, language AS "label@", CAST(preferred AS INTEGER) AS preferred
  FROM {called} c SEMI JOIN meant m ON m.thing = c.thing
  ORDER BY c.thing, preferred DESC, label, language, c.kind"""
_TABLED_ELEMENTS = """WITH meant AS (SELECT kind, iri, title, language, code FROM elements
    WHERE list_contains($kinds, kind) AND $plan IN ('', plan)
      AND ($plan != '' OR $text = '' OR list_contains($words, code)
        OR (length(title) <= 2 * length($text) AND stands_in(fold_name(title), $text)))
  ) SELECT kind, iri AS "<thing>", title AS label, language AS "label@", 1 AS preferred FROM meant
  UNION SELECT kind, iri, code, NULL, 0 FROM meant
  ORDER BY 2, preferred DESC, label"""


class Named(NamedTuple):
    """One label of one thing in the graph."""

    thing: str
    label: str
    language: str
    preferred: bool


def has_codes(kinds: Iterable[str]) -> bool:
    """Whether things of these kinds are called by numbers."""
    return not set(_NUMBERED).isdisjoint(list_kinds(kinds))


def list_kinds(accepts: Iterable[str]) -> tuple[str, ...]:
    """Return the kinds that some words mean, each once."""
    return tuple(dict.fromkeys(kind for name in accepts for kind in GROUPS.get(name, (name,))))


def find_names(engine: Engine, accepts: Iterable[str], plan: str = "", text: str = "") -> tuple[Named, ...]:
    """Return all labels of the things of some kinds, by thing and label; of elements, only those of ``plan``.

    ``text`` is where the names are looked for: in a corpus of all towns, plans name a million things and elements, and
    few of them stand in a question. Those that cannot be meant by their letters or their code may be left out.
    """
    kinds = list_kinds(accepts)
    tables = find_tables(engine)
    if tables is None:
        # An engine takes longer to put rows in order than to find them.
        named = _read_names(engine.select(_write_names(kinds, plan)).rows)
        return tuple(sorted(named, key=lambda one: (one.thing, not one.preferred, one.label, one.language)))
    # A thing that is of two kinds has its names twice.
    return tuple(dict.fromkeys(_read_names(row[1:] for row in _select_names(tables, kinds, plan, text))))


def find_names_by_kind(engine: Engine, plan: str = "", text: str = "") -> dict[str, tuple[Named, ...]]:
    """Return what ``find_names`` does, of all kinds, by kind."""
    tables = find_tables(engine)
    if tables is None:
        return {kind: find_names(engine, (kind,), plan) for kind in TESTS_OF_KIND}
    rows: dict[str, list[Row]] = {kind: [] for kind in TESTS_OF_KIND}
    for kind, *row in _select_names(tables, tuple(TESTS_OF_KIND), plan, text):
        rows[getattr(kind, "value", "")].append(tuple(row))
    return {kind: _read_names(found) for kind, found in rows.items()}


def find_printed(engine: Engine) -> dict[str, str]:
    """Return the number of several parts that the plan prints of each element whose code is another: "12.03.1" is
    M12.3.1. In the tables of a corpus none is looked for, where such a number means many.
    """
    if find_tables(engine) is not None:
        return {}
    rows = engine.select(f"""SELECT ?thing ?number WHERE {{
      ?thing <{SKOS}notation> ?number ; <{DCT}identifier> ?code .
      FILTER(STR(?number) != STR(?code) && CONTAINS(STR(?number), "."))
    }}""").rows
    known = ((thing, number) for thing, number in rows if isinstance(thing, NamedNode))
    return {thing.value: number.value for thing, number in known if isinstance(number, Literal)}


def _read_names(rows: Iterable[Row]) -> tuple[Named, ...]:
    return tuple(
        Named(thing.value, label.value, label.language or "", isinstance(first, Literal) and first.value == "1")
        for thing, label, first in rows
        if isinstance(thing, NamedNode) and isinstance(label, Literal)
    )


def _select_names(tables: "Tables", kinds: tuple[str, ...], plan: str, text: str) -> tuple[Row, ...]:
    """Return the names of things of some kinds, in order, each behind the thing's kind."""
    elements, others = _split_kinds(kinds)
    words = {"plan": plan, "text": text, "words": re.findall(r"\w+(?:[.]\w+)*", text)}
    named = tables.select(_TABLED_ELEMENTS, words | {"kinds": list(elements)}).rows if elements else ()
    tests = [(kind, *test) for kind in others for test in TESTS_OF_KIND[kind]]
    if not tests:
        return named
    tested = dict(zip(("kinds", "relations", "classes"), map(list, zip(*tests, strict=True)), strict=True))
    names = [name.strip("<>") for names in _THING_NAMES for name in names.split("|")]
    called = tables.keep(_TABLED, tested | {"names": names})
    things = tables.select(_MEANT.format(called=called), words).rows
    # Each part is in order.
    return tuple(merge(named, things, key=lambda row: getattr(row[1], "value", "")))


def _split_kinds(kinds: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the kinds of elements among some, and the others."""
    return tuple(kind for kind in kinds if kind in ELEMENTS), tuple(kind for kind in kinds if kind not in ELEMENTS)


def _write_names(kinds: tuple[str, ...], plan: str) -> str:
    elements, others = _split_kinds(kinds)
    within = f"?thing <{DCT}isPartOf>+ <{plan}> ." if plan else ""
    parts = (_list_names(elements, _ELEMENT_NAMES, within), _list_names(others, _THING_NAMES))
    return f"""SELECT DISTINCT ?thing ?label ?preferred WHERE {{
      {" UNION ".join(filter(None, parts))}
    }}"""


def _list_names(kinds: tuple[str, ...], names: tuple[str, str], within: str = "") -> str:
    """Return the pattern of things of some kinds and their labels; empty without a kind."""
    if not kinds:
        return ""
    # Alternatives spelt out: engines that join a table of VALUES last would first list the whole graph.
    things = " UNION ".join(
        f"{{ ?thing <{relation}> <{kind}> }}" for name in kinds for relation, kind in TESTS_OF_KIND[name]
    )
    preferred, others = names
    return f"""{{
        {things} {within}
        {{ ?thing {preferred} ?label BIND(1 AS ?preferred) }} UNION {{ ?thing {others} ?label BIND(0 AS ?preferred) }}
      }}"""


def find_title(names: tuple[Named, ...], thing: str, language: str) -> str:
    """Return the preferred label of a thing, in the language asked for where there is one."""
    titles = {name.language: make_visible(name.label) for name in names if name.thing == thing and name.preferred}
    return titles.get(language) or next(iter(titles.values()), thing)
