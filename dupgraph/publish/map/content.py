"""What the map shows of a plan: its network, as the analysis reads it, and the words that only a page needs."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from dupgraph.ask.analysis.dependencies import CITED, Dependency, find_dependencies
from dupgraph.ask.analysis.measures import Gaps, find_gaps
from dupgraph.ask.analysis.network import PlanElement, PlanNetwork, PlanThing
from dupgraph.ask.analysis.reading import ask_cells, name_category_type, read_network
from dupgraph.base.errors import QueryError
from dupgraph.graph.engines import Engine
from dupgraph.language.messages import say
from dupgraph.publish.quotes import Spot, read_sentences
from dupgraph.schema.links import ACTOR_CATEGORY, GUIDELINE, KINDS, LEVELS, OBJECTIVE, POLICY

# The most dependencies of a page; the first ones of each element come before all others.
MOST_DEPENDENCIES = 800
FIRST_DEPENDENCIES = 3
# The most other names of a thing, for the search of the page.
MOST_NAMES = 16

_FACTS = """
SELECT DISTINCT ?licence ?source ?sha256 ?rules WHERE {
  OPTIONAL { <PLAN> dct:license ?licence }
  OPTIONAL {
    <PLAN> dct:source ?text .
    OPTIONAL { ?text dct:title ?source }
    OPTIONAL { ?text dct:identifier ?sha256 }
    OPTIONAL { ?run prov:used ?text ; dup:rulesVersion ?rules }
  }
} ORDER BY ?licence ?source ?sha256 ?rules
"""
_TEXTS = f"""
SELECT ?element ?text ?start ?end WHERE {{
  VALUES ?class {{ {" ".join(f"<{level.iri}>" for level in LEVELS.values())} }}
  ?element a ?class ; dct:isPartOf ?parent .
  OPTIONAL {{ ?element dct:description ?text }}
  OPTIONAL {{ ?element oa:start ?start ; oa:end ?end }}
}} ORDER BY ?element ?text
"""
_TITLES = "SELECT ?title ?language WHERE { <PLAN> dct:title ?title BIND(LANG(?title) AS ?language) }"
_NAMES = """
SELECT DISTINCT ?thing ?label ?lang ?use WHERE {
  VALUES (?property ?use) {
    (skos:prefLabel "1") (rdfs:label "2") (l0:name "3") (skos:altLabel "4") (skos:hiddenLabel "5")
  }
  ?thing ?property ?label_ .
  BIND(STR(?label_) AS ?label) BIND(LANG(?label_) AS ?lang)
}
"""
_CATEGORIES = f"SELECT DISTINCT ?thing WHERE {{ ?thing a <{KINDS[ACTOR_CATEGORY].classes[0]}> }}"


@dataclass(frozen=True, slots=True)
class Names:
    """What a thing is called in Italian and in English, and what else people call it in each."""

    it: str
    en: str
    others: tuple[str, ...] = ()
    others_en: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ElementText:
    """The readable text of an element, and where it stands in the plan's text; None where the graph does not say."""

    text: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class MapContent:
    """One plan, ready to be drawn.

    ``ids`` are the short names of elements and things in links to the page; ``names`` also those of categories and
    of ways to be involved; ``kinds_of_bodies`` the partners that are no single body; ``hidden`` counts the
    dependencies that the page has no room for.
    """

    iri: str
    title: str
    language: str
    source: str
    sha256: str
    rules: str
    licence: str
    network: PlanNetwork
    ids: dict[str, str]
    texts: dict[str, ElementText]
    names: dict[str, Names]
    kinds_of_bodies: frozenset[str]
    sentences: dict[Spot, str]
    dependencies: tuple[Dependency, ...]
    broad: tuple[str, ...]
    hidden: int
    gaps: Gaps

    @property
    def elements(self) -> tuple[PlanElement, ...]:
        """The elements in the plan's order, parents first."""
        return self.network.elements

    @property
    def things(self) -> tuple[PlanThing, ...]:
        """The things that elements name, by kind and label."""
        return self.network.things

    def name_thing(self, iri: str, lang: str = "it") -> str:
        """Return what a thing, category or involvement is called; the IRI where nobody says."""
        names = self.names.get(iri)
        return iri if names is None else names.it if lang == "it" else names.en


def read_content(engine: Engine, plan: str | None = None, network: PlanNetwork | None = None) -> MapContent:
    """Return what the map shows of the one plan that ``engine`` holds, or of ``plan`` (as people call it).

    ``network`` is the plan's, where it is known already.

    Raises QueryError when there is no plan, when there are several and none was chosen, when the plan has no
    elements, or when no words say what they name.
    """
    network = network or read_network(engine, plan)
    if len(network.plans) > 1:
        what = say("one_plan", count=len(network.plans))
        raise QueryError(what, hint=say("choose_plan", choices=", ".join(each.iri for each in network.plans)))
    [chosen] = network.plans
    facts = next(iter(_ask(engine, _FACTS.replace("PLAN", chosen.iri))), {})
    spoken = {row["title"]: row["language"] for row in _ask(engine, _TITLES.replace("PLAN", chosen.iri))}
    known = {element.iri for element in network.elements}
    dependencies, broad, hidden = _choose_dependencies(network)
    return MapContent(
        iri=chosen.iri,
        title=chosen.title,
        language=spoken.get(chosen.title) or "it",
        source=facts.get("source", ""),
        sha256=facts.get("sha256", "").removeprefix("sha256:"),
        rules=facts.get("rules", ""),
        licence=facts.get("licence", ""),
        network=network,
        ids=make_ids([*(e.iri for e in network.elements), *(t.iri for t in network.things)]),
        texts={row["element"]: _read_text(row) for row in _ask(engine, _TEXTS) if row["element"] in known},
        names=_read_names(engine, network),
        kinds_of_bodies=frozenset(row["thing"] for row in _ask(engine, _CATEGORIES)),
        sentences=read_sentences(engine, network.mentions),
        dependencies=dependencies,
        broad=broad,
        hidden=hidden,
        gaps=find_gaps(network),
    )


def _ask(engine: Engine, query: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a query as text by column; unbound is empty."""
    for row in ask_cells(engine, query):
        yield {column: cell.text for column, cell in row.items()}


def _read_text(row: dict[str, str]) -> ElementText:
    start, end = (int(row[column]) if row[column].isdecimal() else None for column in ("start", "end"))
    return ElementText(row["text"], start, end)


def _choose_dependencies(network: PlanNetwork) -> tuple[tuple[Dependency, ...], tuple[str, ...], int]:
    """Return the dependencies that the page holds, what is too common to make one, and how many are left out."""
    kinds = dict.fromkeys(element.kind for element in network.elements)
    level = OBJECTIVE if OBJECTIVE in kinds else list(kinds)[-1]
    policies = {element.policy for element in network.elements if element.kind == level}
    found = find_dependencies(network, level=level, across=POLICY if len(policies) > 1 else GUIDELINE)
    counts: Counter[str] = Counter()
    first: list[int] = []
    rest: list[int] = []
    for place, (a, b, _, kind) in enumerate(found.list_ties()):
        counts[a] += 1
        counts[b] += 1
        is_first = kind == CITED or min(counts[a], counts[b]) <= FIRST_DEPENDENCIES
        (first if is_first else rest).append(place)
    kept = sorted([*first, *rest][:MOST_DEPENDENCIES])
    broad = tuple(dict.fromkeys(thing.label for thing in found.broad))
    return tuple(found[place] for place in kept), broad, len(found) - len(kept) + found.left_out


def _read_names(engine: Engine, network: PlanNetwork) -> dict[str, Names]:
    """Return the names of things, of their categories, and of the ways in which partners are involved.

    Those last stand by their Italian label, since a mention has no more.
    """
    wanted = {thing.iri: thing.label for thing in network.things}
    wanted |= {thing.category: thing.category_label for thing in network.things if thing.category}
    involvements = {mention.involvement for mention in network.mentions if mention.involvement}
    found: dict[str, list[tuple[str, str, str]]] = {}
    named_so: dict[str, str] = {}
    for row in _ask(engine, _NAMES):
        if row["label"] in involvements and row["lang"] == "it":
            named_so.setdefault(row["label"], row["thing"])
        found.setdefault(row["thing"], []).append((row["use"], row["lang"], row["label"]))
    names = {iri: _choose_names(label, sorted(found.get(iri, ()))) for iri, label in wanted.items()}
    for words, iri in named_so.items():
        names[words] = replace(_choose_names(words, sorted(found[iri])), others=(), others_en=())
    typed = {iri: name_category_type(iri, "it") for iri in wanted}
    return names | {iri: Names(label, name_category_type(iri, "en")) for iri, label in typed.items() if label}


def _choose_names(label: str, found: Collection[tuple[str, str, str]]) -> Names:
    english = next((words for use, lang, words in found if lang == "en" and use <= "3"), label)
    others = {
        lang: tuple(
            dict.fromkeys(
                words for _, own, words in found if (own == "en") == (lang == "en") and words not in (label, english)
            )
        )
        for lang in ("it", "en")
    }
    return Names(label, english, others["it"][:MOST_NAMES], others["en"][:MOST_NAMES])


def make_ids(iris: Iterable[str]) -> dict[str, str]:
    """Return a short name for each IRI, its last two steps; where two would be called the same, the IRIs stay.

    >>> make_ids(["https://example.org/a/place/park", "https://example.org/b/place/hall"])
    {'https://example.org/a/place/park': 'place/park', 'https://example.org/b/place/hall': 'place/hall'}
    """
    short = {iri: "/".join(iri.rstrip("/").split("/")[-2:]) for iri in iris}
    counts = Counter(short.values())
    return {iri: name if counts[name] == 1 else iri for iri, name in short.items()}
