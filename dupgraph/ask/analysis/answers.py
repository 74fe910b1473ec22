"""What an analysis says, as rows and as triples: results like those of a query, shown and written as those are."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from dupgraph.ask.analysis.dependencies import INFERRED, Dependencies, Dependency, Reason, find_dependencies
from dupgraph.ask.analysis.matrices import Heading, Matrix
from dupgraph.ask.analysis.measures import (
    Community,
    ElementMeasure,
    Gaps,
    ThingMeasure,
    find_communities,
    find_gaps,
    measure_elements,
    measure_things,
)
from dupgraph.ask.analysis.network import PlanElement, PlanMention, PlanNetwork
from dupgraph.ask.analysis.reading import read_network
from dupgraph.ask.parameters import quote_value
from dupgraph.ask.results.answer import QueryInfo
from dupgraph.ask.results.columns import name_column
from dupgraph.ask.results.result import Result
from dupgraph.base.errors import QueryError
from dupgraph.graph.engines.graphs import Place
from dupgraph.graph.engines.oxigraph import MemoryEngine
from dupgraph.graph.engines.protocol import TRIPLE_COLUMNS, Row
from dupgraph.graph.turtle import group_triples, write_turtle
from dupgraph.language.languages import LABEL_LANGUAGES, get_text
from dupgraph.language.messages import say, write_decimal
from dupgraph.schema.links import ELEMENT_KINDS, INVOLVES, LINKS, PARTNER, ROLES
from dupgraph.schema.namespaces import DUP, RDF, RDFS, XSD, mint_iri

LINK_COLUMNS = ("code_a", "code_b", "weight", "title_a", "title_b", "kind", "reasons", "words_a", "words_b", "plan")
# Between the reasons of a row, and between the words for one of them.
_BETWEEN = "; "
_OR = " / "
_MORE = "…"
_DECIMAL = NamedNode(XSD + "decimal")

_Value = str | int | float | None


def make_result(
    columns: Sequence[str],
    rows: Iterable[Sequence[_Value]],
    lang: str = "it",
    cut: str = "",
    *,
    name: str = "",
    meant: tuple[tuple[str, str], ...] = (),
) -> Result:
    """Return rows of plain values as a result; a number with a fraction keeps three digits of it.

    ``name`` is that of the text that is its title, ``meant`` what to say of it before the rows, under names.

    >>> make_result(("code", "weight"), [("1.3.7", 0.5)]).to_dicts()
    [{'code': '1.3.7', 'weight': 0.5}]
    """
    asked = QueryInfo("", lang, title=get_text("answers", f"title_{name}", lang) if name else "", parameters=meant)
    return Result(tuple(columns), tuple(tuple(map(_make_term, row)) for row in rows), cut=cut, asked=asked)


def cite_plans(result: Result, network: PlanNetwork) -> Result:
    """Return a result with the plans that it was counted from, for a page or a sheet to name."""
    titles = tuple(plan.title for plan in network.plans)
    return replace(result, asked=replace(result.asked, sources=titles)) if result.asked else result


def _make_term(value: _Value) -> Literal | None:
    if value is None or value == "":
        return None
    return Literal(f"{value:.3f}", datatype=_DECIMAL) if isinstance(value, float) else Literal(value)


# Dependencies --------------------------------------------------------------------------------------------------------


def list_links(
    network: PlanNetwork,
    found: Dependencies,
    *,
    first: str = "",
    limit: int | None = None,
    quotes: int | None = None,
    lang: str = "it",
    numbers: str = "",
) -> Result:
    """Return one row a pair, the strongest first: the reasons and the words for them joined in their cells.

    ``first`` is the IRI of an element that stands on the first side of its pairs; a reference keeps its direction.
    ``quotes`` is how many different words are given for each reason, where they are not to be all.
    ``numbers`` is the language in which the reasons' weights are written, where it is another.
    ``cut`` of the result says how many weaker pairs were left out.
    """
    elements, plans = network.index_elements(), {plan.iri: plan.title for plan in network.plans}
    rows = []
    for pair in islice(_turn_pairs(found, first), limit):
        a, b = elements[pair.a], elements[pair.b]
        reasons = [_name_reason(reason, lang, numbers or lang) for reason in pair.reasons]
        words = [_join_words(reason.mentions_a, quotes) for reason in pair.reasons]
        others = [_join_words(reason.mentions_b, quotes) for reason in pair.reasons]
        rows.append(
            (a.code, b.code, pair.weight, a.title, b.title, get_text("answers", f"kind_{pair.kind}", lang),
             _BETWEEN.join(reasons), _BETWEEN.join(words), _BETWEEN.join(others), plans[a.plan])
        )  # fmt: skip
    return make_result(LINK_COLUMNS, rows, lang, explain_left_out(found), name="links")


def _name_reason(reason: Reason, lang: str, numbers: str) -> str:
    """Return what is shared, of which kind it is, and its part of the weight."""
    weight = write_decimal(f"{reason.weight:.2f}", numbers)
    return f"{reason.label} ({LINKS[reason.property].word('one', lang).lower()}) {weight}"


def explain_left_out(found: Dependencies) -> str:
    """Return what was left out, in a sentence; empty where nothing was."""
    if not found.left_out:
        return ""
    return f"{found.left_out:,} weaker pairs left out: of each element the {found.nearest} nearest are kept"


def describe_links(
    network: PlanNetwork, found: Dependencies, *, first: str = "", limit: int | None = None
) -> Iterator[dict[str, Any]]:
    """Yield each pair as plain values, its reasons and their mentions within it."""
    elements, plans = network.index_elements(), {plan.iri: plan.title for plan in network.plans}
    for pair in islice(_turn_pairs(found, first), limit):
        a, b = elements[pair.a], elements[pair.b]
        yield {
            "code_a": a.code,
            "code_b": b.code,
            "weight": round(pair.weight, 3),
            "title_a": a.title,
            "title_b": b.title,
            "kind": pair.kind,
            "directed": pair.directed,
            "reasons": [
                {
                    "property": reason.property,
                    "thing": reason.thing,
                    "label": reason.label,
                    "weight": round(reason.weight, 3),
                    "mentions_a": list(map(_describe_mention, reason.mentions_a)),
                    "mentions_b": list(map(_describe_mention, reason.mentions_b)),
                }
                for reason in pair.reasons
            ],
            "plan": plans[a.plan],
        }


def _describe_mention(mention: PlanMention) -> dict[str, _Value]:
    facts: dict[str, _Value] = {"words": mention.words, "start": mention.start, "end": mention.end}
    return facts if mention.page is None else {**facts, "page": mention.page}


def _turn_pairs(found: Dependencies, first: str) -> Iterator[Dependency]:
    for pair in found:
        yield pair.turn() if first and pair.b == first and not pair.directed else pair


def _join_words(mentions: Iterable[PlanMention], quotes: int | None) -> str:
    """Return the words of some mentions, the same words once, and so many of them."""
    by_letters: dict[str, str] = {}
    for mention in mentions:
        words = " ".join(mention.words.split())
        by_letters.setdefault(words.casefold(), words)
    more = [_MORE] if quotes is not None and len(by_letters) > quotes else []
    return _OR.join([*islice(by_letters.values(), quotes), *more])


def list_triples(network: PlanNetwork, found: Dependencies, *, limit: int | None = None) -> Result:
    """Return the pairs as a graph: each a dup:Dependency with its weight, and its reasons with their mentions.

    They name elements, things and mentions of the plan's graph, into which they belong.
    """
    elements = network.index_elements()
    rows = [row for pair in islice(found, limit) for row in _encode_pair(pair, elements[pair.a], elements[pair.b])]
    return Result(TRIPLE_COLUMNS, tuple(rows), "construct")


def add_dependencies(turtle: bytes) -> tuple[bytes, int]:
    """Return a plan's graph with the pairs of it that hang together, and how many these are."""
    parser = parse(turtle, format=RdfFormat.TURTLE)
    triples = [quad.triple for quad in parser]
    network = read_network(MemoryEngine(Place("<dependencies>"), tuple(triples)))
    found = find_dependencies(network)
    added = (Triple(*row) for row in list_triples(network, found).rows)  # type: ignore[arg-type]  # no row has a gap
    blocks = group_triples(chain(triples, added))
    return write_turtle(chain.from_iterable(blocks.values()), parser.prefixes), len(found)


def _encode_pair(pair: Dependency, a: PlanElement, b: PlanElement) -> Iterator[Row]:
    name = f"{_name_step(a)}--{_name_step(b)}"
    iri = mint_iri(a.plan, "dependency", name if pair.kind == INFERRED else f"{name}--{pair.kind}")
    yield make_link_row(iri, RDF + "type", DUP + "Dependency")
    for lang in LABEL_LANGUAGES:
        yield NamedNode(iri), NamedNode(RDFS + "label"), Literal(f"{a.code} – {b.code}", language=lang)
    yield make_link_row(iri, DUP + "firstElement", pair.a)
    yield make_link_row(iri, DUP + "secondElement", pair.b)
    yield NamedNode(iri), NamedNode(DUP + "dependencyKind"), Literal(pair.kind)
    yield _weigh(iri, pair.weight)
    for number, reason in enumerate(pair.reasons, 1):
        node = mint_iri(iri, "reason", str(number))
        yield make_link_row(iri, DUP + "hasReason", node)
        yield make_link_row(node, RDF + "type", DUP + "Reason")
        yield make_link_row(node, DUP + "sharedProperty", DUP + reason.property)
        yield make_link_row(node, DUP + "sharedThing", reason.thing)
        yield _weigh(node, reason.weight)
        for mention in reason.mentions_a:
            yield make_link_row(node, DUP + "firstMention", mention.iri)
        for mention in reason.mentions_b:
            yield make_link_row(node, DUP + "secondMention", mention.iri)


def _name_step(element: PlanElement) -> str:
    # A code of another tool may hold what no IRI may.
    return quote(element.code, safe="")


def make_link_row(subject: str, predicate: str, value: str) -> Row:
    """Return a triple of three IRIs as a row."""
    return NamedNode(subject), NamedNode(predicate), NamedNode(value)


def _weigh(subject: str, weight: float) -> Row:
    return NamedNode(subject), NamedNode(DUP + "weight"), Literal(f"{weight:.6f}", datatype=_DECIMAL)


# Matrices ------------------------------------------------------------------------------------------------------------


def list_matrix(matrix: Matrix, lang: str = "it") -> Result:
    """Return a matrix as rows: code and title of an element, or the name of a thing; then one column each.

    What columns that are called by a code stand for is said beside the rows.
    """
    has_codes = any(heading.code for heading in matrix.rows)
    columns = ("code", "title") if has_codes else (matrix.row_kind,)
    names = _name_columns(matrix.cols, columns)
    rows = (
        (*((heading.code, heading.label) if has_codes else (heading.label,)), *counts)
        for heading, counts in zip(matrix.rows, matrix.counts, strict=True)
    )
    sort = name_column(matrix.column_kind, lang)
    meant = ((f"{sort} {name}", each.label) for name, each in zip(names, matrix.cols, strict=True) if each.code)
    return make_result((*columns, *names), rows, lang, name="matrix", meant=tuple(meant))


def _name_columns(headings: Sequence[Heading], taken: Iterable[str]) -> list[str]:
    """Return a name for each column, the code of an element or the name of a thing, and no name twice."""
    seen = Counter(taken)
    names = []
    for heading in headings:
        name = heading.code or heading.label
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


# Measures ------------------------------------------------------------------------------------------------------------


def list_things(things: Iterable[ThingMeasure], kind: str, lang: str = "it") -> Result:
    """Return one row a thing, what connects most first."""
    columns = ("category", "policies", "objectives", "degree", "weighted_degree", "betweenness")
    rows = ([thing.label, *(getattr(thing, column) for column in columns)] for thing in things)
    return make_result((kind, *columns), rows, lang, name="measures")


def list_elements(elements: Iterable[ElementMeasure], lang: str = "it") -> Result:
    """Return one row an element, what hangs together most first."""
    columns = ("code", "title", "policies", "degree", "weighted_degree", "betweenness")
    rows = ([getattr(element, column) for column in columns] for element in elements)
    return make_result(columns, rows, lang, name="measures")


def list_communities(network: PlanNetwork, communities: Iterable[Community], lang: str = "it") -> Result:
    """Return one row an element, community after community, with the things that tie them."""
    elements = network.index_elements()
    rows = (
        (community.number, elements[iri].code, elements[iri].title, _BETWEEN.join(community.things))
        for community in communities
        for iri in community.elements
    )
    return make_result(("community", "code", "title", "shared"), rows, lang, name="communities")


def list_gaps(network: PlanNetwork, gaps: Gaps, lang: str = "it") -> Result:
    """Return one row for each thing that is missing; of a partner named once, the element that names it."""
    elements, things = network.index_elements(), network.index_things()
    naming = {link.thing: link.element for link in network.links if link.property == INVOLVES.name}
    rows: list[tuple[_Value, ...]] = [
        (get_text("answers", f"gap_{name}", lang), elements[iri].code, elements[iri].title, None)
        for name, iris in (("policies", gaps.policies), ("objectives", gaps.objectives))
        for iri in iris
    ]
    once = ((elements[naming[iri]], things[iri].label) for iri in gaps.partners)
    rows += [(get_text("answers", "gap_partners", lang), each.code, each.title, label) for each, label in once]
    return make_result(("gap", "code", "title", PARTNER), rows, lang, name="gaps")


def list_measures(network: PlanNetwork, what: str, lang: str = "it") -> tuple[Result, bool]:
    """Return the rows that measure ``what``, and whether some of the numbers are estimates from a sample.

    ``what`` is a kind of thing or of element, "communities" or "gaps". Raises QueryError for any other word.
    """
    if what == "communities":
        return list_communities(network, find_communities(network), lang), False
    if what == "gaps":
        return list_gaps(network, find_gaps(network), lang), False
    if what in ROLES:
        things, is_sampled = measure_things(network, what)
        return list_things(things, what, lang), is_sampled
    if what in ELEMENT_KINDS:
        elements, is_sampled = measure_elements(network, what)
        return list_elements(elements, lang), is_sampled
    known = (*ROLES, *ELEMENT_KINDS, "communities", "gaps")
    raise QueryError(say("no_measure", words=quote_value(what)), hint=say("known_are", names=", ".join(known)))
