"""What the map shows of a plan, asked of the graph: outline, partners, and the words of each involvement."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dupgraph.engines import Engine
from dupgraph.errors import QueryError
from dupgraph.namespaces import PREFIXES
from dupgraph.query.plans import find_plan

# Texts of the interface's language go before others, then those without a language.
LANGUAGES = ("it", "", "en")

PLANS = """
SELECT DISTINCT ?plan ?title ?titleLang ?licence ?source ?sha256 ?rules WHERE {
  ?plan a dup:Plan .
  OPTIONAL { ?plan dct:title ?title_ BIND(STR(?title_) AS ?title) BIND(LANG(?title_) AS ?titleLang) }
  OPTIONAL { ?plan dct:license ?licence }
  OPTIONAL { ?plan dct:source ?text . ?text dct:identifier ?sha256 }
  OPTIONAL { ?plan dct:source ?text . ?text dct:title ?source }
  OPTIONAL { ?plan prov:wasGeneratedBy/prov:wasAssociatedWith/dct:hasVersion ?rules }
}
ORDER BY ?plan ?titleLang ?licence ?source ?sha256 ?rules
"""

ELEMENTS = """
SELECT ?plan ?element ?type ?code ?title ?text ?parent ?position ?level WHERE {
  VALUES ?type { dup:Policy dup:Guideline dup:Objective dup:Action }
  ?element a ?type ; dct:isPartOf ?parent ; dct:identifier ?code_ ; dct:title ?title_ .
  ?element dct:isPartOf+ ?plan .
  ?plan a dup:Plan .
  BIND(STR(?code_) AS ?code) BIND(STR(?title_) AS ?title)
  OPTIONAL { ?element dct:description ?text_ BIND(STR(?text_) AS ?text) }
  OPTIONAL { ?element l0:positionInSequence ?position_ BIND(STR(?position_) AS ?position) }
  OPTIONAL { ?element dup:levelName ?level_ BIND(STR(?level_) AS ?level) }
}
ORDER BY ?position ?code
"""

QUOTES = """
SELECT ?element ?partner ?exact ?prefix ?suffix ?start ?page ?kind WHERE {
  ?mention dup:evidenceFor dup:involves ; dup:inElement ?element ; dup:refersTo ?partner ; oa:exact ?exact ;
           oa:start ?start_ .
  BIND(STR(?start_) AS ?start)
  OPTIONAL { ?mention oa:prefix ?prefix }
  OPTIONAL { ?mention oa:suffix ?suffix }
  OPTIONAL { ?mention dup:page ?page_ BIND(STR(?page_) AS ?page) }
  OPTIONAL { ?mention dup:involvementKind ?kind }
}
ORDER BY xsd:integer(?start) ?partner
"""

# Labels of the partners and of the ways in which they are involved; names a person may search for come too.
LABELS = """
SELECT DISTINCT ?thing ?label ?lang ?use WHERE {
  { ?mention dup:evidenceFor dup:involves ; dup:refersTo ?thing }
  UNION { ?mention dup:evidenceFor dup:involves ; dup:involvementKind ?thing }
  VALUES (?property ?use) {
    (skos:prefLabel "1") (rdfs:label "2") (l0:name "3") (skos:altLabel "4") (skos:hiddenLabel "5")
  }
  ?thing ?property ?label_ .
  BIND(STR(?label_) AS ?label) BIND(LANG(?label_) AS ?lang)
}
ORDER BY ?thing ?use ?label
"""

CATEGORIES = """
SELECT DISTINCT ?thing WHERE {
  ?mention dup:evidenceFor dup:involves ; dup:refersTo ?thing .
  ?thing a dup:ActorCategory .
}
ORDER BY ?thing
"""


@dataclass(frozen=True, slots=True)
class Element:
    """A policy, guideline, objective or action, in the plan's order; ``parent`` is None at the top."""

    id: str
    iri: str
    kind: str
    level: str
    code: str
    title: str
    text: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Partner:
    """A body, or a kind of body, that some element involves."""

    id: str
    iri: str
    label: str
    kind: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """The words by which an element names a partner, with what stands around them."""

    element: str
    partner: str
    exact: str
    prefix: str
    suffix: str
    start: int
    page: str
    kind: str


@dataclass(frozen=True, slots=True)
class MapContent:
    """One plan, ready to be drawn: ``elements`` parents first, in the plan's order; ``partners`` by label."""

    iri: str
    title: str
    source: str
    sha256: str
    rules: str
    licence: str
    elements: tuple[Element, ...]
    partners: tuple[Partner, ...]
    quotes: tuple[Quote, ...]


def read_content(engine: Engine, plan: str | None = None) -> MapContent:
    """Return what the map shows of the one plan that ``engine`` holds, or of ``plan`` (as people call it).

    Raises QueryError when there is no plan, when there are several and none was chosen, or when the plan has no
    elements.
    """
    chosen = choose_plan(list(ask(engine, PLANS)), find_plan(engine, plan) if plan else None)
    iri = chosen["plan"]
    mine = [row for row in ask(engine, ELEMENTS) if row["plan"] == iri]
    if not mine:
        raise QueryError("the plan has no elements, so there is nothing to draw", query=iri, hint="build it again")
    elements = order_elements(mine)
    known = {element.iri: element.id for element in elements}
    labels = read_labels(engine)
    categories = {row["thing"] for row in ask(engine, CATEGORIES)}
    spoken = [row for row in ask(engine, QUOTES) if row["element"] in known]
    ids = make_ids(dict.fromkeys(row["partner"] for row in spoken))
    partners = sorted(
        (
            Partner(
                id=short,
                iri=thing,
                label=labels.get(thing, [thing])[0],
                kind="actor-category" if thing in categories else "organization",
                aliases=tuple(labels.get(thing, [])[1:]),
            )
            for thing, short in ids.items()
        ),
        key=lambda partner: (partner.label.casefold(), partner.iri),
    )
    quotes = tuple(
        Quote(
            element=known[row["element"]],
            partner=ids[row["partner"]],
            exact=row["exact"],
            prefix=row["prefix"],
            suffix=row["suffix"],
            start=int(row["start"]),
            page=row["page"],
            kind=labels.get(row["kind"], [""])[0],
        )
        for row in spoken
    )
    return MapContent(
        iri=iri,
        title=chosen["title"] or iri,
        source=chosen["source"],
        sha256=chosen["sha256"].removeprefix("sha256:"),
        rules=chosen["rules"],
        licence=chosen["licence"],
        elements=elements,
        partners=tuple(partners),
        quotes=quotes,
    )


def ask(engine: Engine, query: str) -> Iterator[dict[str, str]]:
    """Yield the rows of ``query``, the usual prefixes put before it, as text by column; unbound is empty."""
    solutions = engine.select("".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + query)
    for row in solutions.rows:
        # Every column is an IRI or a literal: the queries above see to it.
        cells = ("" if cell is None else str(getattr(cell, "value", cell)) for cell in row)
        yield dict(zip(solutions.columns, cells, strict=True))


def choose_plan(rows: list[dict[str, str]], wanted: str | None) -> dict[str, str]:
    """Return the row of the plan to draw, its Italian title before another."""
    if not rows:
        raise QueryError("the graph holds no plan", hint="build one first: dupgraph build")
    matching = list(dict.fromkeys(row["plan"] for row in rows if wanted in (None, row["plan"])))
    if len(matching) > 1:
        raise QueryError(
            f"the graph holds {len(matching)} plans and a map shows one",
            hint="choose one with --plan: " + ", ".join(matching),
        )
    return min((row for row in rows if row["plan"] == matching[0]), key=lambda row: rank_language(row["titleLang"]))


def rank_language(language: str) -> int:
    """Return how far down the list of wanted languages ``language`` stands."""
    return LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)


def read_labels(engine: Engine) -> dict[str, list[str]]:
    """Return the names of each thing, the one to show first."""
    found: dict[str, list[tuple[str, int, str]]] = {}
    for row in ask(engine, LABELS):
        found.setdefault(row["thing"], []).append((row["use"], rank_language(row["lang"]), row["label"]))
    names: dict[str, list[str]] = {}
    for thing, labels in found.items():
        # A foreign preferred label is better than none, yet never goes before an Italian one of any property.
        shown = min(labels, key=lambda label: (label[0] > "3", label[1], label[0], label[2]))[2]
        names[thing] = [shown, *dict.fromkeys(words for _, _, words in sorted(labels) if words != shown)]
    return names


def make_ids(iris: Iterable[str]) -> dict[str, str]:
    """Return a short name for each IRI, its last two steps; where two would be called the same, the IRIs stay.

    >>> make_ids(["https://example.org/a/place/park", "https://example.org/b/place/hall"])
    {'https://example.org/a/place/park': 'place/park', 'https://example.org/b/place/hall': 'place/hall'}
    """
    short = {iri: "/".join(iri.rstrip("/").split("/")[-2:]) for iri in iris}
    names = list(short.values())
    return {iri: name if names.count(name) == 1 else iri for iri, name in short.items()}


def order_elements(rows: list[dict[str, str]]) -> tuple[Element, ...]:
    """Return the elements as one reads the plan: siblings by position, then by code, each before its children."""
    rows = list({row["element"]: row for row in rows}.values())
    ids = make_ids(row["element"] for row in rows)
    children: dict[str | None, list[dict[str, str]]] = {}
    for row in rows:
        children.setdefault(ids.get(row["parent"]), []).append(row)
    for siblings in children.values():
        siblings.sort(key=lambda row: (int(row["position"] or 0), split_code(row["code"]), row["element"]))

    def walk(parent: str | None) -> Iterator[Element]:
        for row in children.get(parent, []):
            kind = re.split(r"[/#]", row["type"])[-1].lower()
            yield Element(
                id=ids[row["element"]],
                iri=row["element"],
                kind=kind,
                level=row["level"] or kind,
                code=row["code"],
                title=row["title"],
                text=row["text"],
                parent=parent,
            )
            yield from walk(ids[row["element"]])

    return tuple(walk(None))


def split_code(code: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts codes as people count.

    >>> sorted(["1.4.10", "1.4.9", "1.4"], key=split_code)
    ['1.4', '1.4.9', '1.4.10']
    """
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"[.\s]+", code))
