"""A graph to a network: the same questions to every engine, and the same answer whichever it is."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from dupgraph.ask.analysis.network import (
    PlanElement,
    PlanKind,
    PlanLink,
    PlanMention,
    PlanNetwork,
    PlanReference,
    PlanThing,
    PlanTitle,
)
from dupgraph.ask.catalogue.plans import find_plan
from dupgraph.ask.names import name_place
from dupgraph.ask.results.columns import name_instrument_type
from dupgraph.base.errors import QueryError
from dupgraph.base.gathering import gather
from dupgraph.base.walking import walk
from dupgraph.graph.engines import Engine
from dupgraph.language.messages import say
from dupgraph.schema.links import (
    GUIDELINE,
    LEVELS,
    POLICY,
    PURSUES,
    REFERENCE,
    ROLE_OF,
    ROLES,
    SHOWN,
    ElementKind,
    Link,
    LinkName,
)
from dupgraph.schema.namespaces import DUP, PREFIXES, SKOS

# No path over the outline: what a part belongs to is found here, and every store answers plain patterns fast.
_PLANS = "SELECT DISTINCT ?plan ?title WHERE { ?plan a dup:Plan OPTIONAL { ?plan dct:title ?title } }"
_CLASSES = " ".join(f"<{level.iri}>" for level in LEVELS.values())
_ELEMENTS = f"""
SELECT DISTINCT ?element ?class ?parent ?code ?title ?position ?level WHERE {{
  VALUES ?class {{ {_CLASSES} }}
  ?element a ?class ; dct:isPartOf ?parent ; dct:identifier ?code ; dct:title ?title .
  OPTIONAL {{ ?element l0:positionInSequence ?position }}
  OPTIONAL {{ ?element dup:levelName ?level }}
}}
"""
_LINKS = f"""
SELECT DISTINCT ?element ?property ?thing WHERE {{
  VALUES ?property {{ {" ".join(f"<{link.iri}>" for link in (*SHOWN, REFERENCE, PURSUES))} }}
  ?element ?property ?thing .
}}
"""
_MENTIONS = """
SELECT DISTINCT ?mention ?element ?property ?thing ?words ?before ?after ?start ?end ?page ?kind ?cue ?reviewed WHERE {
  ?mention dup:inElement ?element ; dup:evidenceFor ?property ; dup:refersTo ?thing ; oa:exact ?words ;
    oa:start ?start ; oa:end ?end .
  OPTIONAL { ?mention oa:prefix ?before }
  OPTIONAL { ?mention oa:suffix ?after }
  OPTIONAL { ?mention dup:page ?page }
  OPTIONAL { ?mention dup:involvementKind ?kind }
  OPTIONAL { ?mention dup:cueWords ?cue }
  OPTIONAL { ?mention dup:reviewedAt ?reviewed }
}
"""
_CATEGORIES = " ".join(f"<{iri}>" for iri in dict.fromkeys(link.category for link in SHOWN if link.category))
_KINDS = f"""
SELECT DISTINCT ?thing ?relation ?kind WHERE {{
  VALUES ?relation {{ {_CATEGORIES} }}
  ?thing ?relation ?kind .
}}
"""
_LABELS = """
SELECT DISTINCT ?thing ?label WHERE { ?thing skos:prefLabel ?label }
"""
_OTHER_LABELS = """
SELECT DISTINCT ?thing ?label WHERE {
  VALUES ?property { rdfs:label l0:name }
  ?thing ?property ?label .
}
"""
_LEVEL_OF = {level.iri: level.name for level in LEVELS.values()}
# The category of an instrument is a word, and no thing.
_TYPED = DUP + "instrumentType"


class Cell(NamedTuple):
    """One value of an answer: its text and, of a literal, its language."""

    text: str
    language: str


_EMPTY = Cell("", "")
_Row = dict[str, Cell]


def read_network(engine: Engine, plan: str | None = None, lang: str = "it") -> PlanNetwork:
    """Return the elements, things, links and mentions of the plans that ``engine`` holds, or of one of them.

    ``plan`` is what people call it: its IRI, title or municipality. Titles and labels come in ``lang`` where there
    are such. Raises QueryError when there is no plan or not that one, when it has no elements, or when no mention
    says what they name.
    """
    rows = list(ask_cells(engine, _PLANS))
    if not rows:
        raise QueryError(say("no_plan", place=name_place(engine)), hint=say("build_one"))
    titles = _choose_texts(((row["plan"].text, row["title"]) for row in rows), lang)
    wanted = {find_plan(engine, plan)} if plan else {row["plan"].text for row in rows}
    elements = _order_elements(list(ask_cells(engine, _ELEMENTS)), wanted, lang)
    where = next(iter(wanted)) if len(wanted) == 1 else engine.location
    if not elements:
        raise QueryError(say("no_elements"), query=where, hint=say("build_again"))
    known = {element.iri: place for place, element in enumerate(elements)}
    labels = _read_labels(engine, lang)
    mentions = _read_mentions(engine, known, labels)
    if not mentions:
        raise QueryError(say("no_mentions"), query=where, hint=say("build_with"))
    links = [
        PlanLink(row["element"].text, _cut_name(row["property"].text), row["thing"].text)
        for row in ask_cells(engine, _LINKS)
        if row["element"].text in known
    ]
    things = _describe_things(engine, links, labels, lang)
    places = {thing.iri: place for place, thing in enumerate(things)}
    return PlanNetwork(
        plans=tuple(PlanTitle(iri, titles.get(iri, iri)) for iri in sorted(wanted)),
        elements=elements,
        things=things,
        links=tuple(
            sorted(
                (link for link in links if link.property in ROLE_OF),
                key=lambda link: (known[link.element], places[link.thing], link.property),
            )
        ),
        mentions=mentions,
        references=_gather_references(REFERENCE.name, links, mentions, known),
        pursuits=_gather_references(PURSUES.name, links, mentions, known),
    )


def ask_cells(engine: Engine, query: str) -> Iterator[_Row]:
    """Yield the rows of a query by column. Raises QueryError when the other side did not send all of them."""
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    solutions = engine.select(head + query)
    if solutions.cut:
        what = f"the answer of {engine.location} is not whole: {solutions.cut}"
        raise QueryError(what, hint="choose one plan with --plan")
    for row in solutions.rows:
        yield {
            column: _EMPTY if term is None else Cell(getattr(term, "value", ""), getattr(term, "language", None) or "")
            for column, term in zip(solutions.columns, row, strict=True)
        }


def _cut_name(iri: str) -> str:
    return iri.removeprefix(DUP)


def _count(cell: Cell) -> int | None:
    """Return the number in a cell; None where there is none, as another tool's graph may have it."""
    return int(cell.text) if cell.text.isdecimal() else None


def _choose_texts(found: Iterable[tuple[str, Cell]], lang: str) -> dict[str, str]:
    """Return one text for each thing: in the language asked for, else Italian, else any; the first by letters."""
    order = {"it": 1, "": 2, lang: 0}
    best: dict[str, tuple[int, str, str]] = {}
    for iri, cell in found:
        if cell.text:
            rank = (order.get(cell.language, 3), cell.text, cell.language)
            best[iri] = min(best.get(iri, rank), rank)
    return {iri: text for iri, (_, text, _) in best.items()}


# Elements ------------------------------------------------------------------------------------------------------------


def _order_elements(rows: list[_Row], plans: set[str], lang: str) -> tuple[PlanElement, ...]:
    """Return the elements of some plans as one reads them: siblings by position, each before its parts."""
    titles = _choose_texts(((row["element"].text, row["title"]) for row in rows), lang)
    levels = _choose_texts(((row["element"].text, row["level"]) for row in rows), lang)
    children: dict[str, dict[str, PlanElement]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: (row["element"].text, row["class"].text, row["parent"].text)):
        iri, kind = row["element"].text, _LEVEL_OF[row["class"].text]
        element = PlanElement(
            iri=iri,
            plan="",
            kind=kind,
            level=levels.get(iri, kind),
            code=row["code"].text,
            title=titles.get(iri, row["code"].text),
            parent=row["parent"].text,
            position=_count(row["position"]) or 0,
            policy="",
            guideline="",
        )
        children[element.parent].setdefault(iri, element)
    return _walk_plans(plans, children)


def place_elements(elements: Mapping[str, PlanElement], plans: Iterable[str]) -> tuple[PlanElement, ...]:
    """Return elements, each with its parent's IRI, as one reads them, and with what they stand under."""
    children: dict[str, dict[str, PlanElement]] = defaultdict(dict)
    for iri, element in elements.items():
        children[element.parent][iri] = element
    return _walk_plans(plans, children)


def _walk_plans(plans: Iterable[str], children: Mapping[str, dict[str, PlanElement]]) -> tuple[PlanElement, ...]:
    ordered: dict[str, PlanElement] = {}
    for plan in sorted(plans):
        _walk_parts(plan, children, ordered)
    return tuple(ordered.values())


def _walk_parts(plan: str, children: Mapping[str, dict[str, PlanElement]], ordered: dict[str, PlanElement]) -> None:
    """Add the elements of a plan to ``ordered``; what is part of itself is in no plan, and left out."""
    waiting: list[tuple[PlanElement, PlanElement | None]] = [
        (element, None) for element in _sort_parts(children.get(plan, {}))
    ]
    while waiting:
        element, above = waiting.pop()
        if element.iri in ordered:
            continue
        placed = element._replace(
            plan=plan,
            parent=above.iri if above else "",
            policy=_stand_under(element, above, POLICY),
            guideline=_stand_under(element, above, GUIDELINE),
        )
        ordered[element.iri] = placed
        waiting += [(part, placed) for part in _sort_parts(children.get(element.iri, {}))]


def _sort_parts(parts: Mapping[str, PlanElement]) -> list[PlanElement]:
    """Return the parts of one whole, last first: that is how a stack is read."""
    return sorted(parts.values(), key=lambda part: (part.position, split_code(part.code), part.iri), reverse=True)


def _stand_under(element: PlanElement, above: PlanElement | None, kind: ElementKind) -> str:
    if element.kind == kind:
        return element.iri
    return "" if above is None else above.find_above(kind)


def split_code(code: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts codes as people count.

    >>> sorted(["1.4.10", "1.4.9", "1.4"], key=split_code)
    ['1.4', '1.4.9', '1.4.10']
    """
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"[.\s]+", code))


# Things and words ----------------------------------------------------------------------------------------------------


def _read_labels(engine: Engine, lang: str) -> dict[str, str]:
    """Return what each thing is called; its preferred name goes before another."""
    named = _choose_texts(((row["thing"].text, row["label"]) for row in ask_cells(engine, _LABELS)), lang)
    others = _choose_texts(((row["thing"].text, row["label"]) for row in ask_cells(engine, _OTHER_LABELS)), lang)
    return others | named


def _read_mentions(engine: Engine, known: Mapping[str, int], labels: Mapping[str, str]) -> tuple[PlanMention, ...]:
    """Return the mentions of the elements that are known, in the order of elements and of the text."""
    found = {
        row["mention"].text: PlanMention(
            iri=row["mention"].text,
            element=row["element"].text,
            property=_cut_name(row["property"].text),
            thing=row["thing"].text,
            words=row["words"].text,
            before=row["before"].text,
            after=row["after"].text,
            start=_count(row["start"]) or 0,
            end=_count(row["end"]) or 0,
            page=_count(row["page"]),
            involvement=labels.get(row["kind"].text, ""),
            cue=row["cue"].text,
            reviewed=row["reviewed"].text,
        )
        for row in ask_cells(engine, _MENTIONS)
        if row["element"].text in known
    }
    rank = sorted(
        found.items(),
        key=lambda item: (known[item[1].element], item[1].start, item[1].end, item[1].property, item[1].thing, item[0]),
    )
    return tuple(mention for _, mention in rank)


def _describe_things(
    engine: Engine, links: Iterable[PlanLink], labels: Mapping[str, str], lang: str
) -> tuple[PlanThing, ...]:
    relations: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in ask_cells(engine, _KINDS):
        relations[row["thing"].text][row["relation"].text].add(row["kind"].text)
    # The link that comes first in the list decides, where two make a thing two things.
    kinds: dict[str, int] = {}
    order = [link.name for link in SHOWN]
    for link in links:
        if link.property in ROLE_OF:
            place = order.index(link.property)
            kinds[link.thing] = min(kinds.get(link.thing, place), place)
    things = []
    for iri, place in kinds.items():
        made = SHOWN[place]
        category, name = _find_category(iri, made, relations, labels, lang)
        above = _climb(iri, relations) if made.own_category else ()
        broader = tuple(PlanKind(step, labels.get(step, step)) for step in above)
        things.append(PlanThing(iri, labels.get(iri, iri), made.role, category, name, broader))
    return tuple(sorted(things, key=lambda thing: (ROLES.index(thing.kind), thing.label.casefold(), thing.iri)))


def _find_category(
    iri: str, link: Link, relations: Mapping[str, Mapping[str, set[str]]], labels: Mapping[str, str], lang: str
) -> tuple[str, str]:
    """Return the IRI and the label of a thing's category; a kind of body is its own, and some things have none."""
    # A thing may have several, of which the first by IRI is taken.
    found = sorted(relations.get(iri, {}).get(link.category, ()))
    if not found:
        return (iri, labels.get(iri, iri)) if link.own_category else ("", "")
    if link.category == _TYPED:
        return f"{_TYPED}/{found[0]}", name_instrument_type(found[0], lang)
    return found[0], labels.get(found[0], found[0])


def name_category_type(category: str, language: str) -> str:
    """Return what a category is called that is a word of dup:instrumentType; empty for one that is a thing.

    >>> name_category_type("https://w3id.org/dupgraph/onto/instrumentType/law", "en")
    'Law'
    """
    head, _, sort = category.rpartition("/")
    return name_instrument_type(sort, language) if head == _TYPED else ""


def _climb(iri: str, relations: Mapping[str, Mapping[str, set[str]]]) -> tuple[str, ...]:
    """Return the kinds of a partner, and the kinds of those."""

    def list_kinds(thing: str) -> list[str]:
        step = relations.get(thing, {})
        return sorted(step.get(DUP + "hasKind", set()) | step.get(SKOS + "broader", set()))

    return tuple(islice(walk([iri], list_kinds), 1, None))


def _gather_references(
    name: LinkName, links: Iterable[PlanLink], mentions: Iterable[PlanMention], known: Mapping[str, int]
) -> tuple[PlanReference, ...]:
    words = gather(((mention.element, mention.thing), mention) for mention in mentions if mention.property == name)
    pairs = {
        (link.element, link.thing)
        for link in links
        if link.property == name and link.thing in known and link.thing != link.element
    }
    return tuple(
        PlanReference(element, cited, tuple(words[element, cited]))
        for element, cited in sorted(pairs, key=lambda pair: (known[pair[0]], known[pair[1]]))
    )
