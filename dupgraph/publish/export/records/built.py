"""What the tables need of one plan that was just built, from its statements alone: no store, and no query.

The rows are those that the plan's network gives. A plan of ours has one value where a stranger's may have several.
"""

from collections.abc import Mapping

from dupgraph.ask.analysis.network import PlanElement, PlanMention, PlanNetwork
from dupgraph.ask.analysis.reading import place_elements
from dupgraph.graph.turtle import Block, make_link, read_text
from dupgraph.schema.links import LEVELS, ElementKind
from dupgraph.schema.namespaces import DCT, DUP, L0, OA, RDF

_KINDS = {make_link(level.iri): level.name for level in LEVELS.values()}
_MENTION = make_link(DUP + "Mention")
_VALUE = RDF + "value"
_IN_ELEMENT, _EVIDENCE_FOR, _REFERS_TO = DUP + "inElement", DUP + "evidenceFor", DUP + "refersTo"
_EXACT, _PREFIX, _SUFFIX, _START, _END = OA + "exact", OA + "prefix", OA + "suffix", OA + "start", OA + "end"
_CUE, _REVIEWED, _PAGE = DUP + "cueWords", DUP + "reviewedAt", DUP + "page"


def read_built(blocks: Mapping[str, Block], plan: str) -> PlanNetwork:
    """Return the elements and mentions of a plan in their order; of a network nothing else.

    A mention of what a field says in words names no thing, and is none of a network's.
    """
    # Types come first in a block: most of what a graph speaks of is told by that alone.
    kinds = {iri: _KINDS[block[0][1]] for iri, block in blocks.items() if block[0][1] in _KINDS}
    elements = place_elements({iri: _make_element(iri, kind, blocks[iri]) for iri, kind in kinds.items()}, [plan])
    known = {element.iri: place for place, element in enumerate(elements)}
    named = {iri: block for iri, block in blocks.items() if block[0][1] == _MENTION and block[1][0] != _VALUE}
    mentions = [_make_mention(iri, block) for iri, block in named.items()]
    mentions = [mention for mention in mentions if mention.element in known]
    mentions.sort(key=lambda one: (known[one.element], one.start, one.end, one.property, one.thing, one.iri))
    return PlanNetwork((), elements, (), (), tuple(mentions), ())


def _read_block(block: Block) -> dict[str, str]:
    """Return the IRI or the text of each property: of each there is one value."""
    return {
        name: value[1:-1] if value[0] == "<" or (value[-1] == '"' and "\\" not in value) else read_text(value)[0]
        for name, value in block
    }


def _make_element(iri: str, kind: ElementKind, block: Block) -> PlanElement:
    find = _read_block(block).get
    code = find(DCT + "identifier", "")
    level, title = find(DUP + "levelName", kind), find(DCT + "title", code)
    position = int(find(L0 + "positionInSequence", "0"))
    return PlanElement(iri, "", kind, level, code, title, find(DCT + "isPartOf", ""), position, "", "")


def _make_mention(iri: str, block: Block) -> PlanMention:
    own = _read_block(block)
    page = own.get(_PAGE)
    return PlanMention(
        iri=iri,
        element=own[_IN_ELEMENT],
        property=own[_EVIDENCE_FOR].removeprefix(DUP),
        thing=own[_REFERS_TO],
        words=own[_EXACT],
        before=own[_PREFIX],
        after=own[_SUFFIX],
        start=int(own[_START]),
        end=int(own[_END]),
        page=int(page) if page else None,
        involvement="",
        cue=own.get(_CUE, ""),
        reviewed=own.get(_REVIEWED, ""),
    )
