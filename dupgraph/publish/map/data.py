"""What the page's script works with: one value of plain lists, each text in it once."""

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from dupgraph.ask.analysis.dependencies import CITED
from dupgraph.ask.analysis.matrices import Matrix, count_matrix
from dupgraph.base.files import find_resource
from dupgraph.publish.map.content import MapContent
from dupgraph.publish.map.figure import LAYERS, OPTIONS, Figure, list_nodes
from dupgraph.publish.map.layout import LEVEL_DISTANCE
from dupgraph.publish.map.spans import Spans
from dupgraph.schema.links import GUIDELINE, LEVELS, OBJECTIVE, PARTNER, POLICY, THEME, Kind, Link, rank_level

# Rows and columns of each matrix of the page, as dupgraph.ask.analysis calls them.
MATRICES = ((PARTNER, POLICY), (THEME, GUIDELINE), (PARTNER, PARTNER))
# The most rows and columns of a matrix: those with most in them.
MOST_HEADINGS = 150
# With more nodes than this the page starts with policies and guidelines, and opens the others on demand.
MOST_NODES = 400
# What a node says to pyvis alone, or the page finds out from the rest.
_FOR_PYVIS = ("label", "physics", "color", "shape", "top", "category", "iri", "parent")


def describe_plan(content: MapContent, figure: Figure) -> dict[str, Any]:
    """Return all that the page's script knows of the plan; nodes go by their place in ``nodes``."""
    nodes = list_nodes(content, figure)
    numbers = {node["iri"]: place for place, node in enumerate(nodes)}
    places = {node["id"]: place for place, node in enumerate(nodes)}
    mentions = content.network.group_mentions()
    spans = Spans(content, numbers)
    involvements = list(dict.fromkeys(m.involvement for m in content.network.mentions if m.involvement))
    links: dict[tuple[int, int], list[Any]] = {}
    for link in content.network.links:
        quoted = links.setdefault((numbers[link.element], numbers[link.thing]), [])
        for mention in mentions.get((link.element, link.property, link.thing), ()):
            kind: list[int | None] = [involvements.index(mention.involvement)] if mention.involvement else []
            seen = [*(kind or [None]), 1] if mention.reviewed else kind
            quoted.append([spans.number(mention), *seen])
    categories = list(dict.fromkeys(thing.category for thing in content.things if thing.category in content.names))
    bases: dict[str, int] = {}
    return {
        "nodes": [_describe_node(node, places, categories, bases) for node in nodes],
        "bases": list(bases),
        "links": [[*ends, quoted] for ends, quoted in links.items()],
        "dependencies": _describe_dependencies(content, numbers, spans),
        "texts": _mark_texts(content, numbers, spans),
        "spans": spans.list,
        "sentences": spans.sentences.list,
        "cited": spans.cited,
        "involvements": [_name(content, words) for words in involvements],
        "categories": [_name(content, iri) for iri in categories],
        "matrices": [_describe_matrix(count_matrix(content.network, *axes), numbers) for axes in MATRICES],
        "gaps": {
            "alone": [numbers[iri] for iri in content.gaps.objectives],
            "once": [numbers[iri] for iri in content.gaps.partners],
        },
        "plan": {"title": content.title, "iri": content.iri, "language": content.language},
        "table": describe_table(),
        "options": OPTIONS,
        "ring": {"rx": figure.layout.rx, "ry": figure.layout.ry, "slot": round(figure.layout.slot, 2)},
        "levels": 1 + _count_levels(content),
        "level": LEVEL_DISTANCE,
        "is_large": len(nodes) > MOST_NODES,
    }


def describe_table() -> dict[str, Any]:
    """Return what the script knows of kinds and links: levels, roles in the order of their layers, and who leads.

    ``kinds`` of a role are there where it has several: the page shows which one a thing is of.
    """
    return {
        "levels": [
            {"name": level.name, "shape": level.map["shape"], "rank": rank_level(level.name)}
            for level in LEVELS.values()
        ],
        "roles": [
            {
                "name": link.role,
                "shape": link.shape,
                "view": link.path if link.view else "",
                "question": _find_question(link),
                "kinds": [_describe_kind(kind, link) for kind in link.kinds] if len(link.kinds) > 1 else [],
            }
            for link in LAYERS
        ],
        "top": POLICY,
        "group": GUIDELINE,
        "unit": OBJECTIVE,
        "lead": PARTNER,
        "topic": THEME,
    }


def _describe_kind(kind: Kind, link: Link) -> dict[str, Any]:
    """Return a kind with its shape; what only names a kind of others is hollow."""
    return {"name": kind.name, "shape": kind.shape or link.shape, "hollow": kind.opens not in ("", kind.name)}


def _find_question(link: Link) -> str:
    """Return the question of the catalogue that a thing of this role answers; empty where there is none."""
    name = f"objectives-by-{link.role}"
    return name if find_resource("queries", f"{name}.rq").is_file() else ""


def _describe_node(
    node: dict[str, Any], places: dict[str, int], categories: list[str], bases: dict[str, int]
) -> dict[str, Any]:
    """Return a node in fewer characters: parent and category by number, the IRI by its base, a name by its lines."""
    short = {key: value for key, value in node.items() if key not in _FOR_PYVIS}
    iri, id = node["iri"], node["id"]
    base = iri.removesuffix(id) if iri != id else ""
    short["base"] = bases.setdefault(base, len(bases)) if base + id == iri else iri
    if node.get("parent") is not None:
        short["parent"] = places[node["parent"]]
    if node.get("category") in categories:
        short["category"] = categories.index(node["category"])
    for name, lines in (("name", "lines"), ("name_en", "lines_en")):
        if lines in short:
            joined = "\n".join(short[lines])
            short[lines] = joined
            if joined.replace("\n", " ") == short[name]:
                del short[name]
    return short


def _name(content: MapContent, iri: str) -> list[str]:
    """Return the Italian and the English name, one alone where they are the same."""
    return list(dict.fromkeys(content.name_thing(iri, lang) for lang in ("it", "en")))


def _describe_dependencies(content: MapContent, numbers: dict[str, int], spans: Spans) -> list[list[Any]]:
    """Return ends, weight, whether it is a reference, and reasons: thing or label, weight, words on both sides."""
    return [
        [
            numbers[pair.a],
            numbers[pair.b],
            round(pair.weight, 3),
            int(pair.kind == CITED),
            [
                [
                    numbers.get(reason.thing, reason.label),
                    round(reason.weight, 3),
                    [spans.number(mention) for mention in reason.mentions_a],
                    [spans.number(mention) for mention in reason.mentions_b],
                ]
                for reason in pair.reasons
            ],
        ]
        for pair in content.dependencies
    ]


def _describe_matrix(matrix: Matrix, numbers: dict[str, int]) -> dict[str, Any]:
    """Return the headings by number and the cells that are not empty: row, column, count."""
    rows = _choose_headings(map(sum, matrix.counts))
    cols = _choose_headings(map(sum, zip(*matrix.counts, strict=True)))
    return {
        "rows": [numbers[matrix.rows[row].iri] for row in rows],
        "cols": [numbers[matrix.cols[col].iri] for col in cols],
        "kinds": [matrix.row_kind, matrix.column_kind],
        "whole": [len(matrix.rows), len(matrix.cols)],
        "cells": [
            [y, x, matrix.counts[row][col]]
            for y, row in enumerate(rows)
            for x, col in enumerate(cols)
            if matrix.counts[row][col]
        ],
    }


def _choose_headings(totals: Iterable[int]) -> list[int]:
    """Return the places of the headings with most in them, in their order."""
    ranked = sorted(zip(totals, count(), strict=False), key=lambda pair: (-pair[0], pair[1]))
    return sorted(place for _, place in ranked[:MOST_HEADINGS])


def _count_levels(content: MapContent) -> int:
    depths: dict[str, int] = {}
    for element in content.elements:
        depths[element.iri] = depths[element.parent] + 1 if element.parent in depths else 0
    return max(depths.values())


def _mark_texts(content: MapContent, numbers: dict[str, int], spans: Spans) -> dict[int, Any]:
    """Return, for each element with a text, where it stands in the plan's text and the text in pieces."""
    named: dict[str, dict[tuple[int, int], list[int]]] = {}
    for mention in content.network.mentions:
        place = spans.find_place(mention)
        if place is not None and mention.thing in numbers:
            named.setdefault(mention.element, {}).setdefault(place, []).append(numbers[mention.thing])
    texts: dict[int, Any] = {}
    for iri, text in content.texts.items():
        stands = [text.start, text.end] if text.start is not None else []
        pieces = mark_words(text.text, named.get(iri, {}))
        texts[numbers[iri]] = [stands, [[words, *sorted(things)] if things else words for words, things in pieces]]
    return texts


def mark_words(text: str, named: Mapping[tuple[int, int], Iterable[int]]) -> list[tuple[str, set[int]]]:
    """Return ``text`` in pieces, each with the things that it names; words within others belong to those.

    >>> mark_words("con le scuole medie", {(7, 13): [1], (7, 19): [2]})
    [('con le ', set()), ('scuole medie', {1, 2})]
    """
    pieces: list[tuple[str, set[int]]] = []
    at = 0
    for (start, end), things in sorted(named.items(), key=lambda item: (item[0][0], -item[0][1])):
        if start < at:
            pieces[-1][1].update(things)
            continue
        pieces += [(text[at:start], set()), (text[start:end], set(things))]
        at = end
    return [(words, things) for words, things in [*pieces, (text[at:], set())] if words]
