"""A comparison as triples: each change a node, and which element is a revision of which."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from dupgraph.ask.analysis.answers import make_link_row
from dupgraph.ask.comparison.values import Change, Comparison, LinkChange
from dupgraph.ask.results.marks import drop_marks
from dupgraph.ask.results.result import Result
from dupgraph.base.errors import OutputError
from dupgraph.graph.engines.protocol import TRIPLE_COLUMNS, Row
from dupgraph.language.languages import LABEL_LANGUAGES, get_text
from dupgraph.schema.namespaces import DCT, DUP, PROV, RDF, RDFS, XSD, make_slug, mint_iri

_DECIMAL = NamedNode(XSD + "decimal")
# The end of a plan's IRI that says whose it is and what it is called.
_STEPS = 3


def list_revisions(comparison: Comparison) -> Result:
    """Return a comparison as a graph: a dup:Comparison of dup:Change nodes.

    For two plans of one body, elements of the second are revisions of what they were (prov:wasRevisionOf), and those
    are replaced by them (dct:isReplacedBy). Raises OutputError where both plans have one IRI: a graph could not tell
    them apart.
    """
    before, after = comparison.before.iri, comparison.after.iri
    if before == after:
        what = f"both plans have the IRI <{after}>: a graph of what changed could not tell them apart"
        raise OutputError(what, hint="build one of them with another --plan; csv, xlsx and html need no IRIs")
    return Result(TRIPLE_COLUMNS, tuple(_encode(comparison)), "construct")


def _encode(comparison: Comparison) -> Iterator[Row]:
    before, after = comparison.before.iri, comparison.after.iri
    whole = mint_iri(after, "comparison", make_slug("-".join(before.rstrip("/").split("/")[-_STEPS:])))
    yield make_link_row(whole, RDF + "type", DUP + "Comparison")
    for lang in LABEL_LANGUAGES:
        title = get_text("compare", "title", lang)
        label = f"{title}: {' → '.join(comparison.names)}"
        yield NamedNode(whole), NamedNode(RDFS + "label"), Literal(label, language=lang)
    yield make_link_row(whole, DUP + "planBefore", before)
    yield make_link_row(whole, DUP + "planAfter", after)
    if comparison.is_same_body:
        yield from _revise(before, after)
    for number, change in enumerate(comparison.changes, 1):
        yield from _encode_change(change, whole, mint_iri(whole, "change", str(number)))
        if comparison.is_same_body:
            for one in change.before:
                for other in change.after:
                    yield from _revise(one.iri, other.iri)


def _revise(before: str, after: str) -> Iterator[Row]:
    yield make_link_row(after, PROV + "wasRevisionOf", before)
    yield make_link_row(before, DCT + "isReplacedBy", after)


def _encode_change(change: Change, whole: str, node: str) -> Iterator[Row]:
    yield make_link_row(node, RDF + "type", DUP + "Change")
    yield make_link_row(node, DCT + "isPartOf", whole)
    codes = " → ".join("; ".join(element.code for element in side) or "—" for side in (change.before, change.after))
    for lang in LABEL_LANGUAGES:
        label = f"{codes} ({get_text('compare', f'change_{change.kind}', lang)})"
        yield NamedNode(node), NamedNode(RDFS + "label"), Literal(label, language=lang)
    yield _write(node, "changeKind", change.kind)
    for aspect in change.aspects:
        yield _write(node, "changeAspect", aspect)
    for element in change.before:
        yield make_link_row(node, DUP + "elementBefore", element.iri)
    for element in change.after:
        yield make_link_row(node, DUP + "elementAfter", element.iri)
    if change.before and change.after:
        yield NamedNode(node), NamedNode(DUP + "likeness"), Literal(f"{change.likeness:.3f}", datatype=_DECIMAL)
    for number, link in enumerate(change.links, 1):
        yield from _encode_link(link, node, mint_iri(node, "link", str(number)))


def _encode_link(link: LinkChange, change: str, node: str) -> Iterator[Row]:
    yield make_link_row(node, RDF + "type", DUP + "LinkChange")
    yield make_link_row(node, DCT + "isPartOf", change)
    for lang in LABEL_LANGUAGES:
        label = f"{get_text('compare', f'link_{link.turn}', lang)}: {link.label}"
        yield NamedNode(node), NamedNode(RDFS + "label"), Literal(label, language=lang)
    yield _write(node, "changeKind", link.turn)
    yield make_link_row(node, DUP + "changedProperty", DUP + link.property)
    yield make_link_row(node, DUP + "changedThing", link.thing)
    for name, words in (("wordsBefore", link.before), ("wordsAfter", link.after)):
        if words:
            yield _write(node, name, drop_marks(words))


def _write(subject: str, name: str, text: str) -> Row:
    return NamedNode(subject), NamedNode(DUP + name), Literal(text)
