"""What the tables need of one plan that was just built, from its triples alone: no store, and no query.

The rows are those that the plan's network gives. A plan of ours has one value where a stranger's may have several.
"""

from pyoxigraph import Triple

from dupgraph.ask.analysis import PlanNetwork
from dupgraph.ask.analysis.network import PlanElement, PlanMention
from dupgraph.ask.analysis.reading import place_elements
from dupgraph.publish.facts import Facts
from dupgraph.schema.links import LEVELS
from dupgraph.schema.namespaces import DCT, DUP, L0, OA, RDF

_KINDS = {level.iri: level.name for level in LEVELS.values()}


def read_held(facts: Facts, plan: str) -> PlanNetwork:
    """Return the elements and mentions of a plan in their order; of a network nothing else."""
    said = {iri: _gather(triples) for iri, triples in facts.by_subject.items()}
    elements = place_elements(
        {iri: _make_element(iri, own) for iri, own in said.items() if own.get(RDF + "type") in _KINDS}, [plan]
    )
    known = {element.iri: place for place, element in enumerate(elements)}
    mentions = [_make_mention(iri, own) for iri, own in said.items() if own.get(DUP + "inElement") in known]
    mentions.sort(key=lambda one: (known[one.element], one.start, one.end, one.property, one.thing, one.iri))
    return PlanNetwork((), elements, (), (), tuple(mentions), ())


def _gather(triples: list[Triple]) -> dict[str, str]:
    return {triple.predicate.value: getattr(triple.object, "value", "") for triple in triples}


def _make_element(iri: str, own: dict[str, str]) -> PlanElement:
    kind, code = _KINDS[own[RDF + "type"]], own.get(DCT + "identifier", "")
    level, title = own.get(DUP + "levelName", kind), own.get(DCT + "title", code)
    position = int(own.get(L0 + "positionInSequence", "0"))
    return PlanElement(iri, "", kind, level, code, title, own.get(DCT + "isPartOf", ""), position, "", "")


def _make_mention(iri: str, own: dict[str, str]) -> PlanMention:
    page = own.get(DUP + "page")
    return PlanMention(
        iri=iri,
        element=own[DUP + "inElement"],
        property=own[DUP + "evidenceFor"].removeprefix(DUP),
        thing=own[DUP + "refersTo"],
        words=own.get(OA + "exact", ""),
        before=own.get(OA + "prefix", ""),
        after=own.get(OA + "suffix", ""),
        start=int(own[OA + "start"]),
        end=int(own[OA + "end"]),
        page=None if page is None else int(page),
        involvement="",
        cue=own.get(DUP + "cueWords", ""),
        reviewed=own.get(DUP + "reviewedAt", ""),
    )
