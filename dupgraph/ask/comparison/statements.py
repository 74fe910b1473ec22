"""A comparison as triples: each change a node, and which element is a revision of which."""

from pathlib import Path

from dupgraph.ask.comparison.values import Comparison
from dupgraph.ask.results.marks import drop_marks
from dupgraph.ask.results.result import Result
from dupgraph.base.errors import OutputError
from dupgraph.graph.engines.protocol import TRIPLE_COLUMNS
from dupgraph.graph.templates import fill_turtle
from dupgraph.language.languages import LABEL_LANGUAGES, get_text
from dupgraph.schema.namespaces import make_slug, mint_iri

_TEMPLATE = Path(__file__).parent / "templates" / "comparison.ttl"
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
    whole = mint_iri(after, "comparison", make_slug("-".join(before.rstrip("/").split("/")[-_STEPS:])))
    said = {"languages": LABEL_LANGUAGES, "say": get_text, "drop_marks": drop_marks}
    triples = fill_turtle(_TEMPLATE, comparison=comparison, whole=whole, **said)
    return Result(TRIPLE_COLUMNS, tuple(map(tuple, triples)), "construct")
