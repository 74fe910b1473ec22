"""What the tables need of one plan that was just built, from its statements alone: no store, and no query.

The rows are those that the plan's network gives. A plan of ours has one value where a stranger's may have several.
"""

from collections.abc import Mapping

from dupgraph.ask.analysis import PlanNetwork
from dupgraph.ask.analysis.network import PlanElement, PlanMention
from dupgraph.ask.analysis.reading import place_elements
from dupgraph.graph.turtle import Block, make_link, read_text
from dupgraph.schema.links import LEVELS
from dupgraph.schema.namespaces import DCT, DUP, L0, OA, RDF

_KINDS = {level.iri: level.name for level in LEVELS.values()}
_OWN = {make_link(kind) for kind in (*_KINDS, DUP + "Mention")}


def read_held(blocks: Mapping[str, Block], plan: str) -> PlanNetwork:
    """Return the elements and mentions of a plan in their order; of a network nothing else."""
    # Types come first in a block: most of what a graph speaks of is told by that alone.
    said = {iri: _Own(block) for iri, block in blocks.items() if block[0][1] in _OWN}
    elements = place_elements(
        {iri: _make_element(iri, own) for iri, own in said.items() if own.find(RDF + "type") in _KINDS}, [plan]
    )
    known = {element.iri: place for place, element in enumerate(elements)}
    mentions = [_make_mention(iri, own) for iri, own in said.items() if own.find(DUP + "inElement") in known]
    mentions.sort(key=lambda one: (known[one.element], one.start, one.end, one.property, one.thing, one.iri))
    return PlanNetwork((), elements, (), (), tuple(mentions), ())


class _Own:
    """What is said of one thing: of each property one value."""

    def __init__(self, block: Block) -> None:
        self._values = dict(block)

    def find(self, predicate: str, instead: str = "") -> str:
        """Return the IRI or the text that a property has; ``instead`` where nothing is said."""
        value = self._values.get(predicate)
        if value is None:
            return instead
        return value[1:-1] if value[0] == "<" else read_text(value)[0]


def _make_element(iri: str, own: _Own) -> PlanElement:
    kind, code = _KINDS[own.find(RDF + "type")], own.find(DCT + "identifier")
    level, title = own.find(DUP + "levelName", kind), own.find(DCT + "title", code)
    position = int(own.find(L0 + "positionInSequence", "0"))
    return PlanElement(iri, "", kind, level, code, title, own.find(DCT + "isPartOf"), position, "", "")


def _make_mention(iri: str, own: _Own) -> PlanMention:
    page = own.find(DUP + "page")
    return PlanMention(
        iri=iri,
        element=own.find(DUP + "inElement"),
        property=own.find(DUP + "evidenceFor").removeprefix(DUP),
        thing=own.find(DUP + "refersTo"),
        words=own.find(OA + "exact"),
        before=own.find(OA + "prefix"),
        after=own.find(OA + "suffix"),
        start=int(own.find(OA + "start")),
        end=int(own.find(OA + "end")),
        page=int(page) if page else None,
        involvement="",
        cue=own.find(DUP + "cueWords"),
        reviewed=own.find(DUP + "reviewedAt"),
    )
